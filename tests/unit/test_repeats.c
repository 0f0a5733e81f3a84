/*
 * Echoes in the store: who repeats whom, after edits, restarts and removals.
 */
#include "../../src/ingest/repeats.h"
#include "../../src/ingest/stages.h"
#include "../../src/store/remove.h"
#include "listening.h"

#define STORY                                                             \
	"I wish you had a lid for the small kettle, because mine boils "  \
	"over whenever somebody in our kitchen forgets to look after it " \
	"for more than a minute."
#define NEWS                                                               \
	"Yesterday the workshop in the old harbour hall opened its gates " \
	"again, and forty visitors repaired toasters until late."

struct world {
	struct listening l;
	struct repeats *repeats;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .repeats = NULL };
	listening_begin(&w.l);
	listening_feeds(&w.l, 4);
	w.repeats = repeats_new();
	*state = &w;
	return (w.repeats == NULL);
}

static int
end(void **state)
{
	struct world *w = *state;

	repeats_free(w->repeats);
	listening_end(&w->l);
	return (0);
}

static void
load(struct world *w)
{

	while (repeats_load(w->repeats, w->l.store))
		;
}

/* Feed ${i} serves one entry, ${guid}; its post's id. */
static int64_t
serve(struct world *w, size_t i, const char *guid, const char *text)
{
	struct stages stages = { .scratch = NULL };
	struct buf b = BUF_INIT(100000);
	struct batch *v;
	int64_t id;

	buf_printf(&b,
	    "<rss version=\"2.0\"><channel><title>T</title><item>"
	    "<guid isPermaLink=\"false\">%s</guid><description>%s"
	    "</description></item></channel></rss>",
	    guid, text);
	v = listening_visit(&w->l.feeds[i], buf_str(&b).p);
	buf_free(&b);
	v->ruleset = ruleset_ref(w->l.rules);
	stages_run(&stages, v);
	stages_free(&stages);
	assert_int_equal(v->nposts, 1);
	assert_int_equal(store_begin(w->l.store), OK);
	assert_int_equal(store_visit_begin(w->l.store), OK);
	assert_int_equal(store_posts(w->l.store, v, ruleset_info(v->ruleset)),
	    OK);
	assert_int_equal(repeats_settle(w->repeats, w->l.store, v), OK);
	assert_int_equal(store_visit_end(w->l.store, true), OK);
	assert_int_equal(store_commit(w->l.store), OK);
	id = v->posts[0].post_id;
	ruleset_unref(v->ruleset);
	batch_free(v);
	return (id);
}

static int64_t
first_of(struct world *w, int64_t post_id)
{
	char sql[120];

	snprintf(sql, sizeof(sql),
	    "SELECT coalesce(duplicate_of, 0) FROM post WHERE id = %lld",
	    (long long)post_id);
	return (listening_number(&w->l, sql));
}

static void
a_near_copy_points_to_the_first(void **state)
{
	struct world *w = *state;
	int64_t first, copy, retweet, other;

	load(w);
	first = serve(w, 0, "a", STORY);
	other = serve(w, 1, "n", NEWS);
	copy = serve(w, 1, "b", STORY " https://mirror.example/kettle");
	retweet = serve(w, 2, "c", "RT @cook: " STORY);
	assert_int_equal(first_of(w, first), 0);
	assert_int_equal(first_of(w, other), 0);
	assert_int_equal(first_of(w, copy), first);
	assert_int_equal(first_of(w, retweet), first);
	assert_int_equal(listening_number(&w->l,
			     "SELECT max(distance) FROM v_duplicates"),
	    0);
	assert_int_equal(listening_number(&w->l,
			     "SELECT copies FROM v_insight ORDER BY post_id"),
	    2);
}

static void
short_posts_are_nobodys_echo(void **state)
{
	struct world *w = *state;

	load(w);
	serve(w, 0, "a", "I wish you had a lid.");
	serve(w, 1, "b", "I wish you had a lid!");
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM post WHERE simhash IS NULL"
			     " AND duplicate_of IS NULL"),
	    2);
}

static void
a_restart_forgets_nothing(void **state)
{
	struct world *w = *state;
	int64_t first, copy;

	load(w);
	first = serve(w, 0, "a", STORY);
	repeats_free(w->repeats);
	w->repeats = repeats_new();
	assert_non_null(w->repeats);
	load(w);
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	assert_int_equal(first_of(w, copy), first);
}

/* ${n} posts more of other words, as if they had long been there. */
static void
add_past(struct world *w, int n)
{
	static const char sql[] =
	    "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k"
	    " WHERE i < %d) INSERT INTO post(id, uid, kind, source_id,"
	    " feed_id, first_seen_ts, at_ts, content_hash, simhash, lang)"
	    " SELECT 100 + i, randomblob(16), kind, source_id, feed_id,"
	    " first_seen_ts, at_ts, randomblob(16), random(), lang"
	    " FROM k, post WHERE id = 1";
	char text[sizeof(sql) + 20];
	sqlite3 *db = NULL;

	snprintf(text, sizeof(text), sql, n);
	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
what_comes_while_it_loads_is_settled_then(void **state)
{
	struct world *w = *state;
	int64_t first, copy;

	first = serve(w, 0, "a", STORY);
	assert_int_equal(first, 1);
	add_past(w, 10000);
	store_close(w->l.store);
	listening_open(&w->l);
	assert_true(repeats_load(w->repeats, w->l.store));
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	assert_true(copy > 10100);
	assert_int_equal(first_of(w, copy), 0);
	load(w);
	assert_int_equal(first_of(w, copy), first);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM v_duplicates"),
	    1);
	/* From now on at once. */
	copy = serve(w, 2, "c", "RT @x: " STORY);
	assert_int_equal(first_of(w, copy), first);
}

static void
an_edit_is_looked_up_anew(void **state)
{
	struct world *w = *state;
	int64_t first, copy, news;

	load(w);
	first = serve(w, 0, "a", STORY);
	news = serve(w, 0, "n", NEWS);
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	assert_int_equal(first_of(w, copy), first);
	assert_int_equal(serve(w, 1, "b", "RT @cook: " NEWS), copy);
	assert_int_equal(first_of(w, copy), news);
	/* Another word for the first: its echo echoes it no more. */
	assert_int_equal(serve(w, 0, "n",
			     "All of it is said in other words, so many "
			     "that nobody could take one for the other now."),
	    news);
	assert_int_equal(first_of(w, copy), 0);
	/* Too few words now. */
	assert_int_equal(serve(w, 0, "a", "Never mind."), first);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM post WHERE simhash IS NULL"),
	    1);
}

static void
a_post_that_is_found_again_is_not_its_own_echo(void **state)
{
	struct world *w = *state;
	int64_t first;

	load(w);
	first = serve(w, 0, "a", STORY);
	assert_int_equal(serve(w, 0, "a", STORY " "), first);
	assert_int_equal(first_of(w, first), 0);
}

static void
what_repeats_a_removed_post_stands_alone(void **state)
{
	struct world *w = *state;
	struct retain_counts counts = { 0 };
	int64_t first, copy;

	load(w);
	first = serve(w, 0, "a", STORY);
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	assert_int_equal(remove_begin(w->l.store), OK);
	assert_int_equal(remove_end(w->l.store, remove_posts(w->l.store, &first,
						    1, false, &counts)),
	    OK);
	assert_int_equal(counts.posts, 1);
	assert_int_equal(first_of(w, copy), 0);
	/* The index still names it: its row is asked, and is gone. */
	copy = serve(w, 2, "c", "RT @x: " STORY);
	assert_int_equal(first_of(w, copy), 0);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM v_duplicates"),
	    0);
}

int
main(void)
{
#define ECHO_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		ECHO_TEST(a_near_copy_points_to_the_first),
		ECHO_TEST(short_posts_are_nobodys_echo),
		ECHO_TEST(a_restart_forgets_nothing),
		ECHO_TEST(what_comes_while_it_loads_is_settled_then),
		ECHO_TEST(an_edit_is_looked_up_anew),
		ECHO_TEST(a_post_that_is_found_again_is_not_its_own_echo),
		ECHO_TEST(what_repeats_a_removed_post_stands_alone),
	};

	return (RUN_TESTS(tests));
}
