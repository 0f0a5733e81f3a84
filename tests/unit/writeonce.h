/*
 * The writer, run to its end in the test's own thread, over and over: for
 * faults that are counted call by call.
 */
#ifndef TESTS_WRITEONCE_H
#define TESTS_WRITEONCE_H

#include <inttypes.h>

#include "earshot/log.h"

#include "../../src/ingest/stages.h"
#include "../../src/ingest/writer.h"
#include "listening.h"

enum { ROUND_POSTS = 3 };

struct once {
	struct listening l;
	struct ingest_options options;
	struct writer writer;
	int round;
	int64_t posts; /* that must be there */
	char etag[40]; /* that feed 0 must have; "" none */
};

static inline int
once_begin(void **state)
{
	static struct once w;

	/* Hundreds of rounds, none of which has to outlive a power cut. */
	setenv("TMPDIR", memory_folder(), 0);
	w = (struct once){ .options = { .commit_ms = 20,
			       .commit_posts = 1000,
			       .follow = { 100000, 100000, 100000 } } };
	listening_begin(&w.l);
	listening_feeds(&w.l, 1);
	w.writer.options = &w.options;
	w.writer.entered = 1;
	w.writer.store = w.l.store;
	pthread_mutex_init(&w.writer.lock, NULL);
	pthread_cond_init(&w.writer.job_done, NULL);
	log_set(0, false);
	*state = &w;
	return (0);
}

static inline int
once_end(void **state)
{
	struct once *w = *state;

	pthread_cond_destroy(&w->writer.job_done);
	pthread_mutex_destroy(&w->writer.lock);
	listening_end(&w->l);
	return (0);
}

/* This round's feed: two posts with a feed of comments and numbers that grow,
 * and a comment on the last round's; each an idea of one theme, of one voice,
 * in words of its own. */
static inline char *
once_body(const struct once *w)
{
	static const char *const said[] = { "a larger kettle", "a red lid",
		"a longer cord" };
	struct buf b = BUF_INIT(LISTENING_BYTES);
	int r = w->round;

	buf_adds(&b, "<rss version=\"2.0\""
		     " xmlns:thr=\"http://purl.org/syndication/thread/1.0\""
		     " xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\""
		     " xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\">"
		     "<channel><title>T</title>"
		     "<link>http://feeds.example/</link>");
	for (int i = 1; i <= ROUND_POSTS; i++) {
		buf_printf(&b,
		    "<item><guid isPermaLink=\"false\">r%d-%d</guid>"
		    "<title>r%d %d</title>"
		    "<link>http://feeds.example/r%d/%d</link>"
		    "<author>Voice %d</author>"
		    "<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate>"
		    "<description>I wish you had %s.</description>",
		    r, i, r, i, r, i, i, said[i - 1]);
		if (i == ROUND_POSTS)
			buf_printf(&b,
			    "<thr:in-reply-to ref=\"r%d-1\"/></item>", r);
		else
			buf_printf(&b,
			    "<slash:comments>%d</slash:comments>"
			    "<wfw:commentRss>http://feeds.example/r%d/%d/c"
			    "</wfw:commentRss></item>",
			    r + i, r, i);
	}
	buf_adds(&b, "</channel></rss>");
	assert_false(buf_failed(&b));
	return (buf_steal(&b));
}

/* This round's visit, worked on. */
static inline struct batch *
once_batch(struct once *w)
{
	struct stages stages = { .follows = true };
	char name[40], *body;
	struct batch *b;

	/* As the scheduler keeps it. */
	free(w->l.feeds[0].facts.etag);
	w->l.feeds[0].facts.etag =
	    w->etag[0] != '\0' ? str_dup(str_of(w->etag)) : NULL;
	snprintf(name, sizeof(name), "r%d", w->round);
	body = once_body(w);
	b = listening_visit(&w->l.feeds[0], body);
	b->ruleset = ruleset_ref(w->l.rules);
	b->etag = arena_str(b->arena, str_of(name));
	stages_run(&stages, b);
	stages_free(&stages);
	free(body);
	assert_int_equal(b->nposts, ROUND_POSTS);
	return (b);
}

/* once_run: the writer takes ${b} and ends, with ${arm} called before and
 * ${disarm} after; then, still armed, a checkpoint, if ${checkpoint}. */
static inline struct batch *
once_run(struct once *w, struct batch *b, void (*arm)(void),
    void (*disarm)(void), bool checkpoint)
{
	struct batch *back;

	w->writer.in = queue_new();
	w->writer.jobs = queue_new();
	w->writer.out = queue_new();
	assert_int_equal(queue_reserve(w->writer.out, 1), OK);
	assert_int_equal(queue_push(w->writer.in, b), OK);
	queue_close(w->writer.in);
	if (arm != NULL)
		arm();
	writer_run(&w->writer);
	/* What it comes to is no matter: the next one will do. */
	if (checkpoint && store_checkpoint(w->l.store, true) != OK)
		back = NULL;
	if (disarm != NULL)
		disarm();
	back = queue_pop(w->writer.out, 0);
	assert_ptr_equal(back, b);
	queue_free(w->writer.in);
	queue_free(w->writer.jobs);
	queue_free(w->writer.out);
	return (back);
}

/* As an analyst sees it; opened anew, once for all that is asked at a time:
 * to read its schema takes longer than the answers. */
static inline sqlite3 *
once_look(const struct once *w)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open_v2(w->l.db, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	return (db);
}

static inline void
once_text(sqlite3 *db, const char *sql, char *ret, size_t size)
{
	sqlite3_stmt *q = NULL;
	const unsigned char *s = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(q) == SQLITE_ROW)
		s = sqlite3_column_text(q, 0);
	snprintf(ret, size, "%s", s != NULL ? (const char *)s : "");
	sqlite3_finalize(q);
}

/* -1: none. */
static inline int64_t
once_number(sqlite3 *db, const char *sql)
{
	char text[40];

	once_text(db, sql, text, sizeof(text));
	return (text[0] != '\0' ? strtoll(text, NULL, 10) : -1);
}

/* All that was acknowledged is there, and nothing else. */
static inline void
once_check(struct once *w, const char *after)
{
	sqlite3 *db = once_look(w);
	char text[200];

	once_text(db, "PRAGMA integrity_check", text, sizeof(text));
	if (strcmp(text, "ok") != 0)
		fail_msg("%s: %s", after, text);
	if (once_number(db, "SELECT count(*) FROM post") != w->posts ||
	    once_number(db, "SELECT count(*) FROM insight") != w->posts)
		fail_msg("%s: not %" PRId64 " posts and insights", after,
		    w->posts);
	if (once_number(db, "SELECT count(*) FROM post WHERE parent_id"
			    " IS NOT NULL") *
		    ROUND_POSTS !=
		w->posts ||
	    once_number(db, "SELECT count(*) - 1 FROM feed") * ROUND_POSTS !=
		w->posts * (ROUND_POSTS - 1) ||
	    once_number(db, "SELECT count(*) FROM engagement") * ROUND_POSTS !=
		w->posts * (ROUND_POSTS - 1))
		fail_msg("%s: answers, found feeds or counts are amiss", after);
	once_text(db, "SELECT etag FROM feed ORDER BY id LIMIT 1", text,
	    sizeof(text));
	if (strcmp(text, w->etag) != 0)
		fail_msg("%s: etag %s, not %s", after, text, w->etag);
	sqlite3_close(db);
}

static inline void
once_stored(struct once *w)
{

	w->posts += ROUND_POSTS;
	snprintf(w->etag, sizeof(w->etag), "r%d", w->round);
}

/* Who has the posts may forget the validators, for want of memory: the next
 * visit brings the same again. */
static inline void
once_allow_no_etag(struct once *w)
{
	sqlite3 *db = once_look(w);
	char text[40];

	once_text(db, "SELECT etag FROM feed ORDER BY id LIMIT 1", text,
	    sizeof(text));
	if (text[0] == '\0')
		w->etag[0] = '\0';
	sqlite3_close(db);
}

/*
 * once_round: a visit with faults; whatever came of it, all or nothing is
 * there, and a second one without faults brings the rest.
 */
static inline void
once_round(struct once *w, void (*arm)(void), void (*disarm)(void),
    bool checkpoint, const char *what)
{
	struct batch *b;

	w->round++;
	b = once_run(w, once_batch(w), arm, disarm, checkpoint);
	if (b->stored == OK && b->outcome == OUTCOME_NEW) {
		assert_int_equal(b->new_posts, ROUND_POSTS);
		once_stored(w);
		once_allow_no_etag(w);
	} else {
		assert_int_equal(b->new_posts, 0);
		assert_int_equal(b->new_insights, 0);
		assert_true(b->stored != OK || b->outcome == OUTCOME_FAILED);
		assert_int_not_equal(w->writer.ill[0], '\0');
		/* Never the feed's fault. */
		assert_int_equal(b->facts.failures, 0);
	}
	once_check(w, what);
	if (b->stored != OK || b->outcome != OUTCOME_NEW) {
		ruleset_unref(b->ruleset);
		batch_free(b);
		b = once_run(w, once_batch(w), NULL, NULL, false);
		if (b->stored != OK || b->new_posts != ROUND_POSTS)
			fail_msg("%s: not healed: %s %s", what,
			    status_word(b->stored), w->writer.ill);
		assert_string_equal(w->writer.ill, "");
		once_stored(w);
		once_check(w, what);
	}
	ruleset_unref(b->ruleset);
	batch_free(b);
}

#define ONCE_TEST(f) cmocka_unit_test_setup_teardown(f, once_begin, once_end)

#endif
