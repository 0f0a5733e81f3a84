/*
 * Tables as feed documents: what the parser makes of them is what stood there.
 */
#include "earshot/parse.h"
#include "earshot/records.h"

#include "unit.h"

struct world {
	struct arena *arena;
	struct faults faults;
	struct records_counts counts;
	char told[4000]; /* faults, one a line */
	struct entry entries[2000];
	size_t n, pieces;
};

static int
begin(void **state)
{
	static struct world w;

	memset(&w, 0, sizeof(w));
	w.arena = arena_new(256 << 20);
	faults_init(&w.faults);
	*state = &w;
	return (w.arena == NULL);
}

static int
end(void **state)
{
	struct world *w = *state;

	arena_free(w->arena);
	faults_free(&w->faults);
	return (0);
}

static enum status
take(void *arg, struct str document)
{
	struct parse_options o = { .max_entries = 0 };
	struct world *w = arg;
	struct parsed *p;
	struct str why;

	assert_int_equal(parse_document(w->arena, document, &o, &p, &why), OK);
	assert_false(p->malformed);
	for (size_t i = 0; i < p->nentries; i++) {
		assert_true(w->n < 2000);
		w->entries[w->n++] = p->entries[i];
	}
	w->pieces++;
	return (OK);
}

static enum status
read_as(struct world *w, enum records_form form, const char *text)
{
	struct records_options o = { .file = "f", .form = form };
	struct buf out = BUF_INIT(1 << 20);
	enum status st;

	w->n = w->pieces = 0;
	faults_free(&w->faults);
	faults_init(&w->faults);
	st = records_read(str_of(text), &o, take, w, &w->faults, &w->counts);
	faults_print(&w->faults, &out, false);
	snprintf(w->told, sizeof(w->told), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	return (st);
}

static void
a_row_is_an_entry(void **state)
{
	struct world *w = *state;
	const struct entry *e = &w->entries[0];

	assert_int_equal(read_as(w, RECORDS_CSV,
			     "id,text,title,date,author,stars,url,lang,tags\n"
			     "17,\"It \"\"leaks\"\"\n<3\",A "
			     "lid,2026-11-21,Jo,2,"
			     "https://a.example/1,en,\"lids, red\"\n"),
	    OK);
	assert_int_equal(w->n, 1);
	assert_str(e->id, "17");
	assert_str(e->content.raw, "It \"leaks\"\n<3");
	assert_int_equal(e->content.kind, MARKUP_TEXT);
	assert_str(e->title.raw, "A lid");
	assert_int_equal(e->published_ts, 1795219200);
	assert_int_equal(e->nauthors, 1);
	assert_str(e->authors[0].name, "Jo");
	assert_true(e->has_rating && e->rating == 2 && e->rating_max == 5);
	assert_str(e->link, "https://a.example/1");
	assert_str(e->language, "en");
	assert_int_equal(e->ncategories, 2);
	assert_string_equal(w->told, "");
}

static void
an_object_a_line_is_an_entry(void **state)
{
	struct world *w = *state;

	assert_int_equal(read_as(w, RECORDS_LINES,
			     "{\"id\":1,\"body\":\"one\",\"rating\":4.5}\n\n"
			     "{\"id\":\"b\",\"body\":\"<p>two</"
			     "p>\",\"tags\":[\"x\",\"y\"]}\r\n"
			     "{\"text\":\"three\",\"id\":null}\r{\"text\":"
			     "\"of an old Mac\"}\r"),
	    OK);
	assert_int_equal(w->n, 4);
	assert_str(w->entries[0].id, "1");
	assert_true(w->entries[0].rating == 4.5);
	assert_int_equal(w->entries[1].content.kind, MARKUP_HTML);
	assert_int_equal(w->entries[1].ncategories, 2);
	assert_str(w->entries[2].content.raw, "three");
	assert_str(w->entries[3].content.raw, "of an old Mac");
	assert_true(str_starts(w->entries[2].id, STR("row-")));
}

static void
every_id_is_there_once_and_the_same_the_next_time(void **state)
{
	struct world *w = *state;
	static const char text[] = "text,id\nA,1\nB,1\nC,\nC,\nD,\n";
	struct str first[5];

	assert_int_equal(read_as(w, RECORDS_CSV, text), OK);
	assert_int_equal(w->n, 5);
	assert_str(w->entries[0].id, "1");
	assert_str(w->entries[1].id, "1#2");
	assert_true(str_starts(w->entries[3].id, w->entries[2].id));
	assert_true(str_ends(w->entries[3].id, STR("#2")));
	for (size_t i = 0; i < 5; i++) {
		first[i] = w->entries[i].id;
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(first[i], first[k]));
	}
	assert_int_equal(read_as(w, RECORDS_CSV, text), OK);
	for (size_t i = 0; i < 5; i++)
		assert_true(str_eq(first[i], w->entries[i].id));
}

static void
rows_without_a_word_are_counted_and_left_out(void **state)
{
	struct world *w = *state;

	assert_int_equal(read_as(w, RECORDS_CSV, "id,text\n1,\n2,  \n3,a\n"),
	    OK);
	assert_int_equal(w->n, 1);
	assert_int_equal(w->counts.records, 1);
	assert_int_equal(w->counts.empty, 2);
	assert_string_equal(w->counts.columns,
	    "id is \"id\", text is \"text\"");
}

static void
a_cell_that_says_nothing_is_left_out_and_told(void **state)
{
	struct world *w = *state;

	assert_int_equal(read_as(w, RECORDS_CSV,
			     "text,date,stars,url\na,soon,9,ftp://x\nb,,3/10,\n"
			     "c,,\"4,5\",\nd,,★★★,\ne,,2 stars,\nf,,-1,\n"),
	    OK);
	assert_non_null(strstr(w->told, "f:2:3: warning: \"soon\" is no date"));
	assert_non_null(strstr(w->told, "f:2:8: warning: \"9\" is no number of "
					"stars"));
	assert_non_null(strstr(w->told, "f:2:10: warning: \"ftp://x\" is no "
					"address"));
	assert_non_null(strstr(w->told, "f:7:4: warning: \"-1\""));
	assert_int_equal(w->faults.warnings, 4);
	assert_false(w->entries[0].has_rating);
	assert_true(w->entries[1].rating == 1.5);
	assert_true(w->entries[2].rating == 4.5);
	assert_true(w->entries[3].rating == 3);
	assert_true(w->entries[4].rating == 2);
}

static void
a_fault_is_told_with_its_place(void **state)
{
	struct world *w = *state;

	assert_int_equal(read_as(w, RECORDS_CSV, "text,id\na,1\nb,c,2\nd\n"),
	    E_SYNTAX);
	assert_non_null(strstr(w->told,
	    "f:3:5: this row has 3 cells, the first row names 2"));
	assert_int_equal(read_as(w, RECORDS_CSV, "text,id\na,\"1\n"), E_SYNTAX);
	assert_non_null(strstr(w->told, "f:2:3: this quote is never"));
	assert_int_equal(read_as(w, RECORDS_CSV, "a,b\n1,2\n"), E_SYNTAX);
	assert_non_null(strstr(w->told, "f:1:1: which column is the "
					"text?"));
	assert_int_equal(read_as(w, RECORDS_CSV, ""), E_SYNTAX);
	assert_int_equal(read_as(w, RECORDS_LINES,
			     "{\"text\":\"a\"}\n{\"text\":}\n[1]\n"),
	    E_SYNTAX);
	assert_non_null(strstr(w->told, "f:2:9: no JSON object"));
	assert_non_null(strstr(w->told, "f:3:1: each line is one JSON"));
}

static void
documents_are_bounded(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT(1 << 20);

	buf_adds(&b, "text\n");
	for (int i = 0; i < 1201; i++)
		buf_printf(&b, "row %d\n", i);
	assert_int_equal(read_as(w, RECORDS_CSV, buf_str(&b).p), OK);
	assert_int_equal(w->n, 1201);
	assert_int_equal(w->pieces, 3);
	assert_str(w->entries[1200].content.raw, "row 1200");
	buf_free(&b);
}

static void
the_form_is_seen(void **state)
{

	(void)state;
	assert_int_equal(records_form("x.CSV", STR("{")), RECORDS_CSV);
	assert_int_equal(records_form("x.jsonl", STR("a")), RECORDS_LINES);
	assert_int_equal(records_form("x", STR(" <rss")), RECORDS_FEED);
	assert_int_equal(records_form("x", STR("a,b\n")), RECORDS_CSV);
	assert_int_equal(records_form("x", STR("{\"text\":\"a\"}\n")),
	    RECORDS_LINES);
	assert_int_equal(records_form("x",
			     STR("{\"version\":\"https://jsonfeed.org/"
				 "version/1\",\"items\":[]}")),
	    RECORDS_FEED);
	assert_int_equal(records_form("x", STR("{\n \"items\": []}")),
	    RECORDS_FEED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_row_is_an_entry),
		TEST(an_object_a_line_is_an_entry),
		TEST(every_id_is_there_once_and_the_same_the_next_time),
		TEST(rows_without_a_word_are_counted_and_left_out),
		TEST(a_cell_that_says_nothing_is_left_out_and_told),
		TEST(a_fault_is_told_with_its_place),
		TEST(documents_are_bounded),
		TEST(the_form_is_seen),
	};

	return (RUN_TESTS(tests));
}
