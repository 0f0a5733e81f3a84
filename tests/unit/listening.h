/*
 * Real parts for the tests of the upper floors: a folder of its own, rules, a
 * SQLite file, feeds that are in it, visits with a body in hand.
 */
#ifndef TESTS_LISTENING_H
#define TESTS_LISTENING_H

#include <sys/stat.h>

#include <ftw.h>
#include <unistd.h>

#include <sqlite3.h>

#include "earshot/batch.h"
#include "earshot/clock.h"
#include "earshot/feedlist.h"
#include "earshot/ingest.h"
#include "earshot/ruleset.h"
#include "earshot/store.h"

#include "unit.h"

enum { LISTENING_FEEDS = 8, LISTENING_BYTES = 16 << 20 };

#define LISTENING_RULES                                                       \
	"pack test\nlang en\n"                                                \
	"rule wish\n  signal idea\n  say \"I wish you (had|offered|made)\"\n" \
	"  weight sure\n"

struct listening {
	char folder[64], db[100];
	struct ruleset *rules;
	struct store *store; /* NULL once given away */
	struct feed feeds[LISTENING_FEEDS];
	size_t nfeeds;
};

static inline void
listening_path(const struct listening *l, const char *name, char ret[200])
{

	snprintf(ret, 200, "%s/%s", l->folder, name);
}

static inline void
listening_write(const struct listening *l, const char *name, const char *text)
{
	char path[200];
	FILE *f;

	listening_path(l, name, path);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* The rules in ${text}, or a failed test with their faults. */
static inline struct ruleset *
listening_rules(const struct listening *l, const char *text)
{
	const char *const none[] = { NULL };
	char path[200];
	const char *own[] = { path, NULL };
	struct files *files = files_disk();
	struct ruleset *rules = NULL;
	struct faults faults;
	struct buf out = BUF_INIT(10000);

	listening_write(l, "test.rules", text);
	listening_path(l, "test.rules", path);
	faults_init(&faults);
	assert_non_null(files);
	if (ruleset_load(files, none, own, &faults, &rules) != OK) {
		faults_print(&faults, &out, true);
		fail_msg("%s", buf_str(&out).p);
	}
	faults_free(&faults);
	buf_free(&out);
	files_free(files);
	return (rules);
}

static inline void
listening_open(struct listening *l)
{
	struct store_options so = { .url = l->db };
	struct buf why = BUF_INIT(1000);

	if (store_open(&so, &l->store, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	buf_free(&why);
}

static inline int
listening_remove(const char *path, const struct stat *sb, int flag,
    struct FTW *at)
{

	(void)sb;
	(void)flag;
	(void)at;
	return (remove(path));
}

static inline void
listening_end(struct listening *l)
{

	ruleset_unref(l->rules);
	store_close(l->store);
	for (size_t i = 0; i < l->nfeeds; i++)
		feed_facts_free(&l->feeds[i].facts);
	nftw(l->folder, listening_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void
listening_begin(struct listening *l)
{
	const char *tmp = getenv("TMPDIR");

	*l = (struct listening){ .nfeeds = 0 };
	snprintf(l->folder, sizeof(l->folder), "%s/earshot-test.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	assert_non_null(mkdtemp(l->folder));
	snprintf(l->db, sizeof(l->db), "%s/store/test.db", l->folder);
	l->rules = listening_rules(l, LISTENING_RULES);
	listening_open(l);
}

/* Feeds 0 .. ${n} - 1 at http://feeds.example/0 and so on, in the store. */
static inline void
listening_feeds(struct listening *l, size_t n)
{
	static char urls[LISTENING_FEEDS][40];

	assert_true(n <= LISTENING_FEEDS);
	for (size_t i = 0; i < n; i++) {
		snprintf(urls[i], sizeof(urls[i]), "http://feeds.example/%zu",
		    i);
		l->feeds[i] = (struct feed){ .spec = { .url = str_of(urls[i]),
						 .source = "feeds.example",
						 .lang = "en" } };
	}
	l->nfeeds = n;
	assert_int_equal(store_feeds_sync(l->store, l->feeds, n), OK);
	assert_int_equal(store_ruleset(l->store, ruleset_info(l->rules)), OK);
}

/* A visit to ${feed} that brought ${body} (NULL: a 304). */
static inline struct batch *
listening_visit(const struct feed *feed, const char *body)
{
	struct batch *b = batch_new(feed, LISTENING_BYTES, LISTENING_BYTES);

	assert_non_null(b);
	b->started_ts = clock_now();
	b->http_status = body != NULL ? 200 : 304;
	b->outcome = body != NULL ? OUTCOME_NEW : OUTCOME_UNCHANGED;
	b->final_url = b->spec.url;
	b->content_type = STR("application/rss+xml");
	if (body != NULL) {
		b->etag = STR("\"tag\"");
		buf_adds(&b->body, body);
	}
	return (b);
}

/* RSS with posts ${first} .. ${last} whose guids and links begin with
 * ${name}; each says ${text}.  Caller frees. */
static inline char *
listening_rss(const char *name, int first, int last, const char *text)
{
	struct buf b = BUF_INIT(LISTENING_BYTES);

	buf_adds(&b, "<rss version=\"2.0\"><channel><title>T</title>"
		     "<link>http://feeds.example/</link>");
	for (int i = first; i <= last; i++)
		buf_printf(&b,
		    "<item><guid isPermaLink=\"false\">%s-%d</guid>"
		    "<title>%s %d</title>"
		    "<link>http://feeds.example/%s/%d</link>"
		    "<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate>"
		    "<description>%s</description></item>",
		    name, i, name, i, name, i, text);
	buf_adds(&b, "</channel></rss>");
	assert_false(buf_failed(&b));
	return (buf_steal(&b));
}

/* One number from the database, as an analyst reads it; -1: none. */
static inline int64_t
listening_number(const struct listening *l, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t n = -1;

	assert_int_equal(sqlite3_open_v2(l->db, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return (n);
}

#endif
