/*
 * Each promise of the contract, broken by hand, is noticed and named.
 */
#include "storebox.h"

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = "https://b.example/1",
	    .text = "The battery of my Acme is broken",
	    .author = "Jo" },
	{ .guid = "2", .link = "https://b.example/2", .text = "I wish" },
};

/* What the check says after ${sql}. */
static const char *
check_after(const char *sql)
{
	static char text[4096];
	struct buf out = BUF_INIT(100000), why = BUF_INIT(1000);
	struct reader *r = NULL;
	enum status st;

	box_run(sql);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	st = query_check(r, &out);
	assert_int_equal(st, out.n > 0 ? E_CORRUPT : OK);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&out)));
	reader_close(r);
	buf_free(&out);
	buf_free(&why);
	return (text);
}

static void
each_broken_promise_is_named(void **state)
{
	static const struct {
		const char *breaks, *says;
	} table[] = {
		{ "SELECT 1", "" },
		{ "UPDATE evidence SET start_byte = 1, end_byte = 3"
		  " WHERE insight_id = 2",
		    "1 evidence rows are not the words" },
		{ "UPDATE evidence SET points = 1 WHERE insight_id = 1",
		    "1 scores do not follow from bias and evidence (insight"
		    " 1)" },
		{ "UPDATE evidence SET start_byte = NULL WHERE insight_id = 1",
		    "have no words to show for it (insight 1)" },
		{ "UPDATE insight SET state = 'withdrawn'",
		    "2 insights are not live and do not say why" },
		{ "UPDATE insight SET at_ts = 7 WHERE id = 2",
		    "differ from their post (insight 2)" },
		{ "UPDATE insight SET priority_base = 99 WHERE id = 1",
		    "not the sum of their parts (insight 1)" },
		{ "DELETE FROM post_feed WHERE post_id = 2",
		    "1 posts are served by no feed (post 2)" },
		{ "UPDATE settled SET post_id = 1",
		    "1 posts are in no full text nor count (post 2)" },
		{ "UPDATE post SET text = 'x' WHERE id = 2",
		    "changed posts are not in the full text yet" },
		{ "DELETE FROM post_fts_docsize WHERE id = 1",
		    "1 posts are not in the full text (post 1)" },
		{ "INSERT INTO post_fts_docsize VALUES(77, x'00')",
		    "1 posts are gone but in the full text (post 77)" },
		{ "UPDATE post_topic SET nth = 5", "have no first one" },
		{ "UPDATE topic_daily SET n = 7",
		    "topic_daily: 4 rows differ" },
		{ "DELETE FROM coverage_daily", "coverage_daily: " },
		{ "DELETE FROM dictionary WHERE column_name = 'kind'"
		  " AND view_name = 'v_event'",
		    "v_event.kind is not in the dictionary" },
		{ "PRAGMA foreign_keys = OFF; UPDATE post SET feed_id = 99"
		  " WHERE id = 1",
		    "points to a row of feed that is not there" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *said;

		box_begin();
		box_visit(0, posts, 2);
		said = check_after(table[i].breaks);
		if (table[i].says[0] == '\0'
			? said[0] != '\0'
			: strstr(said, table[i].says) == NULL)
			fail_msg("%s: said: %s", table[i].breaks, said);
		box_close();
		assert_int_equal(box_remove(state), 0);
		assert_int_equal(box_make(state), 0);
	}
}

static void
a_damaged_page_is_noticed(void **state)
{
	struct buf out = BUF_INIT(100000), why = BUF_INIT(1000);
	struct reader *r = NULL;
	int64_t page;
	FILE *f;

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	page = box_int("SELECT rootpage FROM sqlite_schema"
		       " WHERE name = 'insight_at'");
	box_close();
	f = fopen(box.path, "r+");
	assert_non_null(f);
	fseek(f, (page - 1) * 4096, SEEK_SET);
	for (int i = 0; i < 4096; i++)
		fputc(0x77, f);
	fclose(f);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_check(r, &out), E_CORRUPT);
	assert_true(out.n > 0);
	reader_close(r);
	buf_free(&out);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(each_broken_promise_is_named),
		BOX_TEST(a_damaged_page_is_noticed),
	};

	return (RUN_TESTS(tests));
}
