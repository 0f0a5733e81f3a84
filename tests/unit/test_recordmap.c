/*
 * Which column is what.
 */
#include "earshot/records.h"

#include "unit.h"

/* "text=1 date=0", or the sentence. */
static const char *
map(const char *said, const char *headings)
{
	static char out[4000];
	struct buf why = BUF_INIT(4000);
	struct str names[20], rest = str_of(headings);
	int columns[RECORD_FIELDS];
	size_t n = 0, at = 0;

	while (rest.n > 0)
		names[n++] = str_cut(&rest, '|');
	out[0] = '\0';
	if (records_map(said, names, n, columns, &why) != OK)
		snprintf(out, sizeof(out), "%s", buf_str(&why).p);
	else
		for (int f = 0; f < RECORD_FIELDS; f++)
			if (columns[f] >= 0)
				at +=
				    (size_t)snprintf(out + at, sizeof(out) - at,
					"%s%s=%d", at > 0 ? " " : "",
					record_field_word((enum record_field)f),
					columns[f]);
	buf_free(&why);
	return (out);
}

static void
names_that_tools_give_are_known(void **state)
{

	(void)state;
	assert_string_equal(map(NULL, "Response ID|Comment|Created at"),
	    "id=0 text=1 date=2");
	assert_string_equal(map(NULL, "review_id|stars|review title|review "
				      "body|review-date"
				      "|reviewer name|language|link|tags"),
	    "id=0 text=3 title=2 date=4 author=5 stars=1 url=7 lang=6 tags=8");
	assert_string_equal(map(NULL, " TEXT |NPS"), "text=0");
	assert_string_equal(map(NULL, "Datum|Bewertung|Kommentar|Autor"),
	    "text=2 date=0 author=3 stars=1");
}

static void
a_column_is_one_thing_only(void **state)
{

	(void)state;
	assert_string_equal(map(NULL, "comment|body"), "text=0");
	assert_string_equal(map("title=comment", "comment|body"),
	    "text=1 title=0");
}

static void
what_is_said_goes_before_what_is_guessed(void **state)
{

	(void)state;
	assert_string_equal(map("text=Why?,date=when", "text|why?|WHEN"),
	    "text=1 date=2");
	assert_string_equal(map("text=#2", "a|b|c"), "text=1");
	/* A name may have commas. */
	assert_string_equal(map("text=What, and why,id=Nr", "Nr|What, and why"),
	    "id=0 text=1");
}

static void
what_is_not_there_is_told_with_what_is(void **state)
{

	(void)state;
	assert_string_equal(map("text=Comments", "a|b"),
	    "no column is called \"Comments\", which text is to be; there are "
	    "\"a\", \"b\"");
	assert_string_equal(map("texts=a", "a|b"),
	    "'texts' is no field; there are id, text, title, date, author, "
	    "stars, url, lang, tags");
	assert_string_equal(map(NULL, "a|b"),
	    "which column is the text? Say --map text=NAME; there are \"a\", "
	    "\"b\"");
	assert_string_equal(map("text=#3", "a|b"),
	    "no column is called \"#3\", which text is to be; there are \"a\", "
	    "\"b\"");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_tools_give_are_known),
		cmocka_unit_test(a_column_is_one_thing_only),
		cmocka_unit_test(what_is_said_goes_before_what_is_guessed),
		cmocka_unit_test(what_is_not_there_is_told_with_what_is),
	};

	return (RUN_TESTS(tests));
}
