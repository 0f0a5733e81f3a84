/*
 * What a worker makes of comments: whose words are in them, and what of them
 * the rules hear; and what older versions left without names.
 */
#include <inttypes.h>

#include "earshot/hearing.h"
#include "earshot/query.h"
#include "earshot/url.h"

#include "../../src/ingest/refill.h"
#include "../../src/ingest/stages.h"
#include "../../src/store/schema.h"
#include "listening.h"

#define WISH                                                            \
	"I wish you had a lid for the small kettle, because it always " \
	"boils over."

struct world {
	struct listening l;
	struct stages stages;
};

static int
begin(void **state)
{
	static struct world w;
	struct buf why = BUF_INIT(1000);

	w = (struct world){ .stages = { .scratch = NULL } };
	listening_begin(&w.l);
	listening_feeds(&w.l, 2);
	w.l.feeds[1].spec.role = ROLE_COMMENTS;
	assert_int_equal(store_feeds_sync(w.l.store, w.l.feeds, 2), OK);
	assert_int_equal(reader_open(w.l.db, 0, &w.stages.reader, &why), OK);
	buf_free(&why);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	stages_free(&w->stages);
	listening_end(&w->l);
	return (0);
}

struct entry_text {
	const char *guid, *link, *title, *text;
};

static struct batch *
visit(struct world *w, size_t feed, const char *title,
    const struct entry_text *list, size_t n)
{
	struct buf b = BUF_INIT(100000);
	struct batch *v;

	buf_printf(&b, "<rss version=\"2.0\"><channel><title>%s</title>",
	    title);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b,
		    "<item><guid isPermaLink=\"false\">%s</guid><link>%s"
		    "</link><title>%s</title><description>%s</description>"
		    "</item>",
		    list[i].guid, list[i].link, list[i].title, list[i].text);
	buf_adds(&b, "</channel></rss>");
	v = listening_visit(&w->l.feeds[feed], buf_str(&b).p);
	buf_free(&b);
	v->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, v);
	assert_int_equal(v->outcome, OUTCOME_NEW);
	return (v);
}

static void
drop(struct batch *b)
{

	ruleset_unref(b->ruleset);
	batch_free(b);
}

static void
store(struct world *w, struct batch *v)
{

	assert_int_equal(store_begin(w->l.store), OK);
	assert_int_equal(store_visit_begin(w->l.store), OK);
	assert_int_equal(store_posts(w->l.store, v, ruleset_info(v->ruleset)),
	    OK);
	assert_int_equal(store_visit_end(w->l.store, true), OK);
	assert_int_equal(store_commit(w->l.store), OK);
	drop(v);
}

static bool
fired(const struct post *p)
{

	assert_non_null(p->verdict);
	return (p->verdict->signals[SIGNAL_IDEA].fired);
}

static const struct entry_text article = { "http://b.example/?p=1",
	"http://b.example/kettle", "I wish you had a lid", WISH };

#define ON(n) "http://b.example/?p=1#" #n, "http://b.example/kettle#c" #n

static void
a_title_is_heard_only_where_it_is_the_comments_own(void **state)
{
	static const struct entry_text list[] = {
		{ ON(1), "I wish you had a lid", "Yes." },
		{ ON(2), "Re: I wish you had a lid", "Yes." },
		{ ON(3), "I wish you had a spout", "Yes." },
		{ ON(4), "Comment on I wish you had a lid by Jo", "Yes." },
		{ ON(5), "i wish you had a LID", "Yes." },
	};
	struct world *w = *state;
	struct batch *v;

	store(w, visit(w, 0, "Blog", &article, 1));
	v = visit(w, 1, "Comments", list, 5);
	assert_int_equal(v->nposts, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(fired(&v->posts[i]), i == 2);
	drop(v);
	/* An article's "Re:" is its author's word. */
	v = visit(w, 0, "Blog", list + 1, 1);
	assert_true(fired(&v->posts[0]));
	drop(v);
	/* As forums do: each post is called what the whole is called. */
	v = visit(w, 1, "I wish you had a spout", list + 2, 1);
	assert_false(fired(&v->posts[0]));
	drop(v);
}

static void
words_of_the_stored_parent_are_not_the_comments(void **state)
{
	static const struct entry_text list[] = {
		{ ON(1), "", "You say: " WISH " Indeed." },
		{ ON(2), "", "I wish you had a lid. Me too." },
		{ ON(3), "", "\"I wish you had a lid\" - me too." },
	};
	struct world *w = *state;
	struct batch *v;

	store(w, visit(w, 0, "Blog", &article, 1));
	v = visit(w, 1, "Comments", list, 3);
	assert_false(fired(&v->posts[0]));
	assert_int_equal(v->posts[0].nquotes, 1);
	assert_true(fired(&v->posts[1]));
	assert_false(fired(&v->posts[2]));
	drop(v);
}

static void
words_of_a_parent_in_the_same_document_are_known(void **state)
{
	static const char body[] =
	    "<feed xmlns='http://www.w3.org/2005/Atom'"
	    " xmlns:thr='http://purl.org/syndication/thread/1.0'>"
	    "<title>T</title>"
	    "<entry><id>2</id><title>two</title>"
	    "<thr:in-reply-to ref='1'/><content>Jo wrote:\n" WISH
	    "\nIt does not boil over here.</content></entry>"
	    "<entry><id>1</id><title>one</title><content>" WISH
	    "</content></entry></feed>";
	struct world *w = *state;
	struct batch *v = listening_visit(&w->l.feeds[1], body);

	v->content_type = STR("application/atom+xml");
	v->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, v);
	assert_int_equal(v->nposts, 2);
	assert_false(fired(&v->posts[0]));
	assert_true(fired(&v->posts[1]));
	drop(v);
}

/* The comment came first: who reads it again knows better. */
static void
a_stored_comment_is_read_with_its_parent_at_hand(void **state)
{
	static const struct entry_text list[] = {
		{ ON(1), "I wish you had a lid", "You say: " WISH },
	};
	struct world *w = *state;
	struct batch *v = visit(w, 1, "Comments", list, 1);
	struct stored_post sp;
	struct classify_input in;
	struct arena *a = arena_new(1 << 20);

	assert_true(fired(&v->posts[0]));
	store(w, v);
	store(w, visit(w, 0, "Blog", &article, 1));
	assert_int_equal(query_post(w->stages.reader, a, STR("1"), &sp), OK);
	in = hearing_input(&sp.post, str_of(NULL));
	assert_int_equal(in.title.n, 0);
	assert_true(in.reply);
	assert_int_equal(in.nquotes, 1);
	assert_int_equal(in.quotes[0].start, 9);
	arena_free(a);
}

static void
comments_of_an_older_version_find_their_places(void **state)
{
	static const struct entry_text list[] = {
		{ ON(1), "", "One." },
		{ ON(2), "", "Two." },
	};
	struct world *w = *state;
	struct refill refill = { .left = 0 };
	sqlite3 *db = NULL;

	/* Nothing is to be done where all have names. */
	assert_false(refill_some(&refill, w->l.store));
	store(w, visit(w, 1, "Comments", list, 2));
	store(w, visit(w, 0, "Blog", &article, 1));
	/* As migration 8 finds a file of before. */
	assert_int_equal(sqlite3_open(w->l.db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "DELETE FROM reply; DELETE FROM thread;"
			     "UPDATE post SET parent_id = NULL, root_id = NULL,"
			     " depth = 0; INSERT INTO meta SELECT 'reply_fill',"
			     " max(id) FROM post",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	refill = (struct refill){ .left = 0 };
	while (refill_some(&refill, w->l.store))
		;
	assert_int_equal(listening_number(&w->l, "SELECT posts FROM v_thread"),
	    3);
	assert_int_equal(listening_number(&w->l,
			     "SELECT count(*) FROM meta WHERE key ="
			     " 'reply_fill'"),
	    0);
	refill = (struct refill){ .left = 0 };
	assert_false(refill_some(&refill, w->l.store));
}

/* A file of version 7: an article, and comments by link and by title. */
static void
make_old(const char *path)
{
	struct arena *a = arena_new(1 << 16);
	struct buf sql = BUF_INIT(10000);
	sqlite3 *db = NULL;
	struct db d;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	buf_printf(&sql, "PRAGMA application_id = %d", DB_APPLICATION_ID);
	assert_int_equal(sqlite3_exec(db, buf_str(&sql).p, NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(db_open(&d, path, DB_WRITE), OK);
	assert_int_equal(schema_migrate(&d, schema_migrations, 7), OK);
	buf_clear(&sql);
	buf_printf(&sql,
	    "INSERT INTO source(id, name, kind) VALUES(1, 'S', 'own');"
	    "INSERT INTO feed(id, source_id, url, listed_url, title, role,"
	    " origin, status, since_ts, added_ts) VALUES(1, 1, 'http://f',"
	    " 'http://f', 'Blog', 'comments', 'listed', 'active', 0, 0);"
	    "INSERT INTO post(id, uid, kind, source_id, feed_id, first_seen_ts,"
	    " at_ts, content_hash, lang, url, title, comments_url, text) VALUES"
	    "(1, x'01', 'comment', 1, 1, 0, 200, x'00', 'en',"
	    " 'http://b.example/p#c1', 'By: Jo', NULL, 'One'),"
	    "(2, x'02', 'article', 1, 1, 0, 100, x'00', 'en',"
	    " 'http://b.example/p', 'Kettle', 'http://b.example/p#all',"
	    " 'Two'),"
	    "(3, x'03', 'comment', 1, 1, 0, 300, x'00', 'en',"
	    " NULL, 'Re: Kettle', NULL, 'Three');"
	    "INSERT INTO post_feed(post_id, feed_id, guid, url, link_key,"
	    " entry_hash, content_hash, first_seen_ts, last_seen_ts)"
	    " VALUES(2, 1, 'g', 'http://b.example/p', %" PRId64
	    ", x'00', x'00', 0, 0)",
	    post_link_key(url_canonical(a, STR("http://b.example/p"))));
	if (db_exec(&d, buf_str(&sql).p) != OK)
		fail_msg("%s", db_error(&d));
	db_close(&d);
	buf_free(&sql);
	arena_free(a);
}

static void
a_file_of_an_older_version_gets_its_conversations(void **state)
{
	struct world *w = *state;
	struct refill refill = { .left = 0 };
	struct buf why = BUF_INIT(1000);
	struct listening old = w->l;
	struct store *s = NULL;
	struct store_options so = { .url = old.db };

	snprintf(old.db, sizeof(old.db), "%s/old.db", w->l.folder);
	make_old(old.db);
	if (store_open(&so, &s, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	assert_int_equal(listening_number(&old, "SELECT count(*) FROM thread"),
	    0);
	while (refill_some(&refill, s))
		;
	assert_int_equal(listening_number(&old, "SELECT posts FROM v_thread"),
	    3);
	store_close(s);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
		T(a_title_is_heard_only_where_it_is_the_comments_own),
		T(words_of_the_stored_parent_are_not_the_comments),
		T(words_of_a_parent_in_the_same_document_are_known),
		T(a_stored_comment_is_read_with_its_parent_at_hand),
		T(comments_of_an_older_version_find_their_places),
		T(a_file_of_an_older_version_gets_its_conversations),
#undef T
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
