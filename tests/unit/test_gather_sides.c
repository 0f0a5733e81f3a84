/*
 * In the store: who asks for a thing and who refuses it are of two themes, what
 * was told by an older Earshot is told again, and forms are passed over.
 */
#include "../../src/store/schema.h"
#include "gatherbox.h"

static const char *
themes(void)
{

	return (box_text("SELECT group_concat(who, ' ') FROM (SELECT"
			 " (SELECT group_concat(author, '') FROM (SELECT author"
			 " FROM v_insight i WHERE i.theme_id = t.theme_id"
			 " ORDER BY author)) AS who FROM v_theme t"
			 " WHERE state = 'live' ORDER BY who)"));
}

static void
say_both_sides(void)
{

	say("1", "A", "I wish the kettle had a whistle");
	say("2", "B", "How I wish there were no whistle on the kettle");
	say("3", "C", "I wish for a whistle on my kettle");
	say("4", "D", "I wish the kettle would not have a whistle");
}

static void
who_refuses_is_not_with_who_asks(void **state)
{
	(void)state;
	box_begin();
	say_both_sides();
	assert_string_equal(themes(), "AC BD");
	box_sound();
}

/* Marks are taken away as if they had never been written, and all four brought
 * into one theme, as it was then. */
static void
what_was_told_without_marks_is_told_again(void **state)
{
	(void)state;
	box_begin();
	say_both_sides();
	box_run("UPDATE telling SET words = (SELECT substr(words, 5)"
		" FROM telling WHERE insight_id = 1)");
	box_run("UPDATE insight SET theme_id = 1");
	box_run("INSERT OR IGNORE INTO uncounted SELECT id FROM theme");
	gather_forget(gather);
	box_run(schema_sides[0]);
	settle();
	assert_string_equal(themes(), "AC BD");
	box_sound();
}

/* A form with the same headings round different matters. */
static void
fill_in(int n, const char *matter)
{
	char guid[20], author[20], text[600];

	snprintf(guid, sizeof(guid), "f%d", n);
	snprintf(author, sizeof(author), "P%d", n);
	snprintf(text, sizeof(text),
	    "%s, and I do not know what else to say about it.\n"
	    "## What I wish for in my brochure about plumbing\n"
	    "It was on a day in May, number %d of that month, and it was not "
	    "the first one on which I came to think about all of that.\n",
	    matter, n);
	say(guid, author, text);
}

static const char *const matters[] = { "My pencil is blue", "Doors are high",
	"Rain came in", "Bread was late", "Numbers are small", "The cat slept",
	"Eggs are round" };

static void
headings_of_a_form_are_no_theme(void **state)
{
	int n = 0;

	(void)state;
	box_begin();
	for (; n < 3; n++)
		fill_in(n, matters[n]);
	assert_string_equal(themes(), "P0P1P2");
	for (; n < 7; n++)
		fill_in(n, matters[n]);
	settle();
	assert_string_equal(themes(), "(null)");
	/* A restart forgets no line. */
	gather_free(gather);
	gather = NULL;
	box_close();
	box_begin();
	fill_in(n++, "Trams are yellow");
	fill_in(n++, "Soup was thin");
	assert_string_equal(themes(), "(null)");
	fill_in(n++, "I wish the kettle had a whistle");
	fill_in(n++, "How I wish for a whistle on the kettle");
	assert_string_equal(themes(), "P10P9");
	box_sound();
}

#define SIDES_TEST(f) cmocka_unit_test_setup_teardown(f, box_make, gather_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SIDES_TEST(who_refuses_is_not_with_who_asks),
		SIDES_TEST(what_was_told_without_marks_is_told_again),
		SIDES_TEST(headings_of_a_form_are_no_theme),
	};

	return (RUN_TESTS(tests));
}
