/*
 * Documents of files on the road: stored once, under a feed that nobody polls.
 */
#include "earshot/import.h"
#include "earshot/imported.h"

#include "listening.h"

struct world {
	struct listening l;
	struct ingest *in;
	struct import *import;
	struct feed feed;
	struct import_what what;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .in = NULL };
	listening_begin(&w.l);
	listening_feeds(&w.l, 1);
	w.what = (struct import_what){ .spec = { .url = STR("import:Survey"),
					   .source = "Survey",
					   .kind = SOURCE_CUSTOMER,
					   .role = ROLE_REVIEWS,
					   .lang = "en" },
		.rows = true,
		.batch_max = LISTENING_BYTES };
	w.feed.spec = w.what.spec;
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	import_free(w->import);
	ingest_free(w->in);
	listening_end(&w->l);
	return (0);
}

static void
start(struct world *w)
{
	struct ingest_options o = { .store_url = w->l.db,
		.workers = 2,
		.commit_ms = 5,
		.commit_posts = 1000 };
	static const struct import_counts none;

	assert_int_equal(store_imported(w->l.store, &w->feed), OK);
	assert_int_equal(ingest_new(&o, w->l.store, w->l.rules, &w->in), OK);
	w->l.store = NULL;
	assert_int_equal(import_new(w->in, &w->feed, &w->what, &none,
			     &w->import),
	    OK);
}

/* What has been counted since the start. */
static struct import_counts
counts(struct world *w)
{
	struct import_counts n;

	assert_int_equal(import_wait(w->import), OK);
	import_counts(w->import, &n);
	return (n);
}

#define DOCUMENT(items)                                          \
	STR("{\"version\":\"https://jsonfeed.org/version/1.1\"," \
	    "\"items\":[" items "]}")

static int64_t
number(struct world *w, const char *sql)
{

	return (listening_number(&w->l, sql));
}

static void
rows_are_told_apart_by_their_ids_alone(void **state)
{
	struct world *w = *state;
	struct import_counts n;
	const struct str same =
	    DOCUMENT("{\"id\":\"1\",\"url\":\"https://a.example/p\","
		     "\"content_text\":\"I wish you had more\"},"
		     "{\"id\":\"2\",\"url\":\"https://a.example/p\","
		     "\"content_text\":\"I wish you had more\"}");
	const struct str third =
	    DOCUMENT("{\"id\":\"3\",\"url\":\"https://a.example/p\","
		     "\"content_text\":\"I wish you had more\"}");

	start(w);
	assert_int_equal(import_document(w->import, same, false), OK);
	/* Alone with its address in its document: no edit of the others. */
	assert_int_equal(import_document(w->import, third, false), OK);
	n = counts(w);
	assert_int_equal(n.fresh, 3);
	assert_int_equal(n.insights, 3);
	assert_int_equal(import_document(w->import, third, false), OK);
	assert_int_equal(import_document(w->import, same, false), OK);
	n = counts(w);
	assert_int_equal(n.fresh, 3);
	assert_int_equal(n.known, 3);
	assert_int_equal(n.posts, 6);
	assert_int_equal(number(w, "select count(*) from post"), 3);
}

static void
another_text_under_an_id_is_an_edit(void **state)
{
	struct world *w = *state;
	struct import_counts n;

	start(w);
	assert_int_equal(import_document(w->import,
			     DOCUMENT("{\"id\":\"1\",\"content_text\":"
				      "\"I wish you had more\"}"),
			     false),
	    OK);
	n = counts(w);
	assert_int_equal(import_document(w->import,
			     DOCUMENT("{\"id\":\"1\",\"url\":"
				      "\"https://a.example/now\","
				      "\"content_text\":\"All is well\"}"),
			     false),
	    OK);
	n = counts(w);
	assert_int_equal(n.fresh, 1);
	assert_int_equal(n.edited, 1);
	assert_int_equal(number(w, "select count(*) from post"), 1);
	assert_int_equal(number(w, "select count(*) from v_insight_all where"
				   " state_why = 'edited'"),
	    1);
}

static void
what_is_no_feed_is_told_and_stores_nothing(void **state)
{
	struct world *w = *state;

	start(w);
	assert_int_equal(import_document(w->import, STR("<p>no</p>"), true),
	    E_NOT_FEED);
	assert_non_null(strstr(import_error(w->import), "not a feed"));
	assert_int_equal(number(w, "select count(*) from post"), 0);
}

static void
stars_and_the_question_asked_are_kept(void **state)
{
	struct world *w = *state;

	w->what.solicited = true;
	start(w);
	assert_int_equal(import_document(w->import,
			     DOCUMENT("{\"id\":\"1\",\"content_text\":\"So "
				      "so\",\"_stars\":3}"),
			     false),
	    OK);
	assert_int_equal(counts(w).fresh, 1);
	assert_int_equal(number(w, "select stars * 10 + solicited from v_post"),
	    31);
	assert_int_equal(number(w, "select kind = 'review' from v_post"), 1);
}

static void
the_feed_and_its_source_are_made_once(void **state)
{
	struct world *w = *state;
	struct feed again = { .spec = w->what.spec };
	struct feed listed = { .spec = w->what.spec };

	assert_int_equal(store_imported(w->l.store, &w->feed), OK);
	again.spec.kind = SOURCE_PRESS;
	assert_int_equal(store_imported(w->l.store, &again), OK);
	assert_int_equal(again.id, w->feed.id);
	assert_int_equal(again.source_id, w->feed.source_id);
	/* Which kind it is was said before. */
	assert_int_equal(again.spec.kind, SOURCE_CUSTOMER);
	/* Under a listed source it is a feed of its own. */
	listed.spec.source = w->l.feeds[0].spec.source;
	listed.spec.url = STR("import:listed");
	assert_int_equal(store_imported(w->l.store, &listed), OK);
	assert_int_equal(listed.source_id, w->l.feeds[0].source_id);
	assert_true(listed.id != w->l.feeds[0].id);
	assert_int_equal(number(w, "select count(*) from v_feed_health"), 1);
}

static void
the_line_that_says_it_is_read_as_it_was_written(void **state)
{
	struct world *w = *state;
	struct buf line = BUF_INIT(1000), why = BUF_INIT(1000);
	struct import_what what;
	size_t bytes = 0;

	w->what.spec.source = "A survey, 2026";
	w->what.solicited = true;
	import_print(&w->what, 77, &line);
	assert_int_equal(import_read(line.p, &what, &bytes, &why), OK);
	assert_int_equal(bytes, 77);
	assert_string_equal(what.spec.source, "A survey, 2026");
	assert_string_equal(what.spec.lang, "en");
	assert_int_equal(what.spec.kind, SOURCE_CUSTOMER);
	assert_int_equal(what.spec.role, ROLE_REVIEWS);
	assert_true(what.rows && what.solicited);
	w->what.spec.lang = NULL;
	w->what.rows = w->what.solicited = false;
	buf_clear(&line);
	import_print(&w->what, 1, &line);
	assert_int_equal(import_read(line.p, &what, &bytes, &why), OK);
	assert_null(what.spec.lang);
	assert_false(what.rows || what.solicited);
	buf_free(&line);
	buf_free(&why);
}

static void
a_line_that_says_nonsense_is_refused(void **state)
{
	static const char *const lines[] = { "", "x",
		"0 rows unasked own posts - A", "5 rows unasked mine posts - A",
		"5 rows unasked own rows - A", "5 rows unasked own posts -",
		"99999999999 rows unasked own posts - A",
		"-5 rows unasked own posts - A",
		"5 rows unasked own posts - A\033[1m",
		"5 rows unasked own posts - \xff" };
	struct buf why = BUF_INIT(10000);
	struct import_what what;
	size_t bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *line = str_dup(str_of(lines[i]));

		assert_int_equal(import_read(line, &what, &bytes, &why),
		    E_USAGE);
		free(line);
	}
	buf_free(&why);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(rows_are_told_apart_by_their_ids_alone),
		TEST(another_text_under_an_id_is_an_edit),
		TEST(what_is_no_feed_is_told_and_stores_nothing),
		TEST(stars_and_the_question_asked_are_kept),
		TEST(the_feed_and_its_source_are_made_once),
		TEST(the_line_that_says_it_is_read_as_it_was_written),
		TEST(a_line_that_says_nonsense_is_refused),
	};

	return (RUN_TESTS(tests));
}
