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

#define DATED(day) \
	"</description><pubDate>" day " 10:00:00 GMT</pubDate><description>"

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

/* Nobody points to an echo, to itself or to what is gone. */
static int64_t
sound(struct world *w)
{

	return (listening_number(&w->l,
	    "SELECT NOT EXISTS(SELECT 1 FROM post e LEFT JOIN post f"
	    " ON f.id = e.duplicate_of WHERE e.duplicate_of IS NOT NULL"
	    " AND (f.id IS NULL OR f.duplicate_of IS NOT NULL"
	    " OR f.id = e.id))"));
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
remove_post(struct world *w, int64_t id)
{
	struct retain_counts counts = { 0 };

	assert_int_equal(remove_begin(w->l.store), OK);
	assert_int_equal(remove_end(w->l.store,
			     remove_posts(w->l.store, &id, 1, false, &counts)),
	    OK);
	assert_int_equal(counts.posts, 1);
}

static void
when_the_first_is_removed_the_oldest_of_its_echoes_is_the_first(void **state)
{
	struct world *w = *state;
	int64_t first, second, third, fourth;

	load(w);
	first = serve(w, 0, "a", STORY);
	second = serve(w, 1, "b", "RT @cook: " STORY);
	third = serve(w, 2, "c", "RT @x: " STORY " So true.");
	assert_int_equal(first_of(w, third), first);
	remove_post(w, first);
	assert_int_equal(first_of(w, second), 0);
	assert_int_equal(first_of(w, third), second);
	/* The index still names who is gone: its row is asked. */
	fourth = serve(w, 3, "d", "RT @y: " STORY);
	assert_int_equal(first_of(w, fourth), second);
	remove_post(w, third);
	assert_int_equal(first_of(w, fourth), second);
	remove_post(w, second);
	assert_int_equal(first_of(w, fourth), 0);
	assert_int_equal(sound(w), 1);
}

/* The first is told by when we saw it; its heir by what the feeds say. */
static void
the_heir_is_the_one_that_was_published_first(void **state)
{
	struct world *w = *state;
	int64_t first, young, old;

	load(w);
	first = serve(w, 0, "a", STORY);
	young = serve(w, 1, "b", STORY DATED("02 Jan 2026"));
	old = serve(w, 2, "c", STORY DATED("01 Jan 2026"));
	assert_int_equal(first_of(w, young), first);
	assert_int_equal(first_of(w, old), first);
	remove_post(w, first);
	assert_int_equal(first_of(w, old), 0);
	assert_int_equal(first_of(w, young), old);
}

#define CUT                                                              \
	"I wish you had a lid for the small kettle, because mine boils " \
	"over whenever somebody in our kitchen forgets [\342\200\246]"

static void
copies_that_were_cut_or_framed_are_echoes(void **state)
{
	struct world *w = *state;
	int64_t first;

	load(w);
	first = serve(w, 0, "a", STORY);
	assert_int_equal(first_of(w, serve(w, 1, "b", CUT)), first);
	assert_int_equal(first_of(w, serve(w, 1, "c", "So true: " STORY)),
	    first);
	assert_int_equal(first_of(w, serve(w, 1, "d", STORY " via @cook")),
	    first);
	assert_int_equal(first_of(w, serve(w, 1, "e",
					 "Exactly this!&lt;blockquote&gt;" STORY
					 "&lt;/blockquote&gt;")),
	    first);
	assert_int_equal(first_of(w,
			     serve(w, 2, "f",
				 "&lt;p&gt;&lt;b&gt;I wish&lt;/b&gt; you had a "
				 "lid for the small kettle, because mine "
				 "boils over whenever somebody in our kitchen "
				 "forgets to look after it for more than a "
				 "minute.&lt;/p&gt;&lt;p&gt;The post Lids "
				 "appeared first on Kitchen.&lt;/p&gt;")),
	    first);
	assert_int_equal(listening_number(&w->l,
			     "SELECT copies FROM v_insight WHERE post_id = 1"),
	    5);
	assert_int_equal(sound(w), 1);
}

/* What a quoting post says itself is heard, quotes or not. */
static void
words_of_its_own_are_still_heard(void **state)
{
	struct world *w = *state;
	int64_t echo;

	load(w);
	serve(w, 0, "n", NEWS);
	echo = serve(w, 1, "b",
	    "I wish you offered a mug.&lt;blockquote&gt;" NEWS
	    "&lt;/blockquote&gt;");
	assert_int_equal(first_of(w, echo), 1);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM v_insight"
			     " WHERE duplicate_of = 1"),
	    1);
}

static void
who_says_something_else_in_the_same_words_is_no_echo(void **state)
{
	static const char *const others[] = {
		"I wish you had a lid for the small kettle, because mine "
		"never boils over whenever somebody in our kitchen forgets to "
		"look after it for more than a minute.",
		"I wish you had a lid for the small toaster, because mine "
		"boils over whenever somebody in our kitchen forgets to look "
		"after it for more than a minute.",
		"I wish you had a lid for the small kettle, because mine boils "
		"over whenever somebody in our kitchen forgets to look after "
		"it for more than 2 minutes.",
		"Not so: I wish you had a lid for the small kettle, because "
		"mine boils over whenever somebody in our kitchen forgets to "
		"look after it for more than a minute.",
	};
	struct world *w = *state;

	load(w);
	serve(w, 0, "a", STORY);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		char guid[2] = { (char)('b' + i), '\0' };

		if (first_of(w, serve(w, 1, guid, others[i])) != 0)
			fail_msg("%s", others[i]);
	}
}

/* A typing error of the first is put right; then it says something else. */
static void
when_the_first_is_edited_its_echoes_are_looked_at_again(void **state)
{
	struct world *w = *state;
	int64_t first, second, third;

	load(w);
	first = serve(w, 0, "a", STORY);
	second = serve(w, 1, "b", "RT @cook: " STORY);
	third = serve(w, 2, "c", "So true: " STORY);
	assert_int_equal(serve(w, 0, "a", STORY " Really."), first);
	assert_int_equal(first_of(w, first), 0);
	assert_int_equal(first_of(w, second), first);
	assert_int_equal(first_of(w, third), first);
	assert_int_equal(serve(w, 0, "a", NEWS), first);
	assert_int_equal(first_of(w, second), 0);
	assert_int_equal(first_of(w, third), second);
	assert_int_equal(sound(w), 1);
	/* Back again, it repeats who stayed; the group moves with nobody. */
	assert_int_equal(serve(w, 0, "a", STORY), first);
	assert_int_equal(first_of(w, first), second);
	assert_int_equal(first_of(w, third), second);
	assert_int_equal(sound(w), 1);
}

/* Edited into another's words, a first takes its echoes along. */
static void
nobody_repeats_an_echo(void **state)
{
	struct world *w = *state;
	int64_t one, other, echo;

	load(w);
	one = serve(w, 0, "a", STORY);
	other = serve(w, 1, "b", NEWS);
	echo = serve(w, 2, "c", "RT @y: " NEWS);
	assert_int_equal(first_of(w, echo), other);
	assert_int_equal(serve(w, 2, "c", NEWS " " NEWS), echo);
	assert_int_equal(serve(w, 1, "b", STORY), other);
	assert_int_equal(first_of(w, other), one);
	assert_int_equal(sound(w), 1);
}

/* As a version that knew no fingerprints left them. */
static void
forget_prints(struct world *w)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "UPDATE post SET simhash = NULL, anchors = NULL,"
			     " duplicate_of = NULL, duplicate_distance = NULL;"
			     "INSERT INTO meta VALUES('echoes_due', '0')",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	store_close(w->l.store);
	listening_open(&w->l);
	repeats_free(w->repeats);
	w->repeats = repeats_new();
	assert_non_null(w->repeats);
}

static void
posts_without_fingerprints_get_theirs_slice_by_slice(void **state)
{
	struct world *w = *state;
	int64_t first, copy, late;

	load(w);
	first = serve(w, 0, "a", STORY);
	for (int i = 0; i < 300; i++) {
		char guid[20], text[400];

		snprintf(guid, sizeof(guid), "n%d", i);
		snprintf(text, sizeof(text), NEWS " Number %d of them.", i);
		serve(w, 0, guid, text);
	}
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	forget_prints(w);
	/* One slice, and the daemon ends. */
	assert_true(repeats_load(w->repeats, w->l.store));
	assert_int_equal(listening_number(&w->l,
			     "SELECT value FROM meta WHERE key = 'echoes_due'"),
	    128);
	late = serve(w, 2, "c", "RT @x: " STORY);
	assert_int_equal(first_of(w, late), 0);
	repeats_free(w->repeats);
	w->repeats = repeats_new();
	assert_non_null(w->repeats);
	load(w);
	assert_int_equal(first_of(w, copy), first);
	assert_int_equal(first_of(w, late), first);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM post WHERE anchors IS NULL"),
	    0);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM v_duplicates"),
	    2);
	assert_int_equal(listening_number(&w->l, "SELECT count(*) FROM meta"
						 " WHERE key = 'echoes_due'"),
	    0);
}

/* What came before all was loaded is not lost by a crash. */
static void
who_waited_at_a_crash_is_looked_up_at_the_next_start(void **state)
{
	struct world *w = *state;
	int64_t first, copy;

	load(w);
	first = serve(w, 0, "a", STORY);
	repeats_free(w->repeats);
	w->repeats = repeats_new();
	assert_non_null(w->repeats);
	copy = serve(w, 1, "b", "RT @cook: " STORY);
	assert_int_equal(first_of(w, copy), 0);
	repeats_free(w->repeats);
	w->repeats = repeats_new();
	assert_non_null(w->repeats);
	load(w);
	assert_int_equal(first_of(w, copy), first);
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
		ECHO_TEST(
		    when_the_first_is_removed_the_oldest_of_its_echoes_is_the_first),
		ECHO_TEST(the_heir_is_the_one_that_was_published_first),
		ECHO_TEST(copies_that_were_cut_or_framed_are_echoes),
		ECHO_TEST(words_of_its_own_are_still_heard),
		ECHO_TEST(who_says_something_else_in_the_same_words_is_no_echo),
		ECHO_TEST(
		    when_the_first_is_edited_its_echoes_are_looked_at_again),
		ECHO_TEST(nobody_repeats_an_echo),
		ECHO_TEST(posts_without_fingerprints_get_theirs_slice_by_slice),
		ECHO_TEST(who_waited_at_a_crash_is_looked_up_at_the_next_start),
	};

	return (RUN_TESTS(tests));
}
