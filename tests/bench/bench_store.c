/*
 * How fast the store takes posts in and answers analysts:
 *	bench_store FILE POSTS
 * Makes FILE (which must not exist) of so many made-up posts by the store's own
 * way, in groups as the writer makes them; then puts the same rows into
 * FILE.floor by plain INSERTs, with the same tables, indexes and full text:
 * what SQLite itself costs (only up to FLOOR_MAX posts); then asks the
 * everyday questions.  CPU time of this thread.  Not a test: it passes whatever
 * it measures.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "earshot/clock.h"
#include "earshot/hash.h"
#include "earshot/lexis.h"
#include "earshot/query.h"
#include "earshot/store.h"
#include "earshot/verdict.h"

enum {
	FEEDS = 200,
	VISIT_POSTS = 10,
	GROUP_VISITS = 100,
	FLOOR_MAX = 200000,
	VOCABULARY = 20000,
	TEXT_WORDS = 70,
	TOPICS = 40,
	VOICES = 50000,
	RULES = 500,
	ASKED = 21, /* times each */
	PERIOD_DAYS = 400,
};

static struct feed feeds[FEEDS];
static struct rule_info rules[RULES];
static const struct rule_info *rule_list[RULES];
static char rule_names[RULES][24];
static struct ruleset_info ruleset;
static int64_t posts_wanted, first_ts;

static uint64_t seed = 1;

/* xorshift64*: the same world every time. */
static uint64_t
dice(void)
{

	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * UINT64_C(2685821657736338717));
}

/* A word's rank, few of them common, as in any language. */
static unsigned
word_rank(void)
{
	double u = (double)(dice() >> 11) / 9007199254740992.0;

	return ((unsigned)(pow(VOCABULARY, u)) - 1);
}

/* Ranks as syllables: short for the common ones. */
static void
add_word(struct buf *b, unsigned rank)
{
	static const char *const syllables[] = { "ba", "ce", "di", "fo", "gu",
		"ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu",
		"sta" };

	do {
		buf_adds(b, syllables[rank % 16]);
		rank /= 16;
	} while (rank > 0);
	buf_addc(b, ' ');
}

static struct str
words(struct arena *a, unsigned n)
{
	static struct buf b = BUF_INIT(100000);

	buf_clear(&b);
	while (n-- > 0)
		add_word(&b, word_rank());
	return (arena_str(a, str_trim(buf_str(&b))));
}

static void
make_rules(void)
{

	for (unsigned i = 0; i < RULES; i++) {
		snprintf(rule_names[i], sizeof(rule_names[i]), "bench.r%u", i);
		rules[i] = (struct rule_info){ .index = i,
			.name = str_of(rule_names[i]),
			.pack = STR("bench"),
			.about = STR("made up"),
			.file = STR("bench.rules"),
			.line = i + 1,
			.signal = (enum signal)(i % SIGNALS),
			.weight = 2 };
		rule_list[i] = &rules[i];
	}
	ruleset = (struct ruleset_info){ .hash = "bench",
		.files = STR("bench.rules"),
		.nrules = RULES,
		.rules = rule_list };
	for (int s = 0; s < SIGNALS; s++) {
		ruleset.bias[s] = -2;
		ruleset.threshold[s] = .5;
		ruleset.cal_a[s] = 1;
	}
}

/* Three in ten posts say something, one in a hundred is spam. */
static struct verdict *
judge(struct arena *a, const struct post *p)
{
	static const enum signal said[] = { SIGNAL_COMPLAINT, SIGNAL_COMPLAINT,
		SIGNAL_IDEA, SIGNAL_PRAISE, SIGNAL_QUESTION };
	struct verdict *v = arena_alloc(a, sizeof(*v));
	unsigned roll = (unsigned)(dice() % 100);

	v->lang = STR("en");
	v->primary = SIGNAL_NONE;
	v->facet = (enum facet)(dice() % FACETS);
	v->target = (enum target)(dice() % TARGETS);
	v->intensity = (double)(dice() % 100) / 100;
	for (int s = 0; s < SIGNALS; s++) {
		v->signals[s].bias = -2;
		v->signals[s].score = 1 / (1 + exp(2));
	}
	if (roll < 31) {
		enum signal s = roll == 30 ? SIGNAL_SPAM : said[roll % 5];
		struct signal_verdict *sv = &v->signals[s];

		v->primary = s;
		sv->nevidence = 2;
		sv->evidence = arena_array(a, 2, sizeof(*sv->evidence));
		for (unsigned i = 0; i < 2; i++)
			sv->evidence[i] = (struct evidence){
				.rule = &rules[dice() % RULES],
				.field = FIELD_TEXT,
				.start = 10 * i,
				.end = 10 * i + 8,
				.text = str_sub(p->text, 10 * i, 10 * i + 8),
				.weight = 2,
				.points = 2,
			};
		sv->score = 1 / (1 + exp(-2.0));
		sv->fired = true;
	}
	if (roll % 2 == 0) {
		static char names[TOPICS][12];
		unsigned t = (unsigned)(dice() % TOPICS);

		snprintf(names[t], sizeof(names[t]), "topic%u", t);
		v->ntopics = 1;
		v->topics = arena_array(a, 1, sizeof(*v->topics));
		v->topics[0] = (struct topic_hit){ .topic = str_of(names[t]),
			.field = FIELD_TEXT,
			.start = 0,
			.end = 4 };
	}
	return (v);
}

static void
make_post(struct arena *a, int64_t n, struct post *p)
{
	char text[60];

	*p = (struct post){ .title = words(a, 8),
		.text =
		    words(a, TEXT_WORDS / 2 + (unsigned)dice() % TEXT_WORDS),
		.published_ts =
		    first_ts + n * PERIOD_DAYS * 86400 / posts_wanted,
		.updated_ts = NO_TIME,
		.comments = -1,
		.words = TEXT_WORDS,
		.guid_unique = true,
		.link_unique = true,
		.kind = POST_COMMENT };
	snprintf(text, sizeof(text), "https://b.example/%" PRId64, n);
	p->guid = p->link = p->canonical = arena_str(a, str_of(text));
	snprintf(text, sizeof(text), "voice %u", (unsigned)(dice() % VOICES));
	p->author = arena_str(a, str_of(text));
	memcpy(p->entry_hash, (uint64_t[]){ dice(), dice() }, 16);
	memcpy(p->content_hash, (uint64_t[]){ dice(), dice() }, 16);
	p->verdict = judge(a, p);
	p->said = arena_array(a, LEXIS_MAX, sizeof(*p->said));
	p->nsaid = lexis_words(p->text, NULL, 0, p->said, 0);
}

static void
must(enum status st, const struct store *s)
{

	if (st == OK)
		return;
	fprintf(stderr, "%s: %s\n", status_word(st), store_error(s));
	exit(1);
}

static void
visit(struct store *s, int64_t from)
{
	struct feed *f = &feeds[from / VISIT_POSTS % FEEDS];
	struct batch *b = batch_new(f, 8 << 20, 1000);

	if (b == NULL)
		abort();
	/* Seen when they came: the past of a first visit is no trend. */
	clock_freeze(first_ts + (from + VISIT_POSTS) * PERIOD_DAYS *
				    INT64_C(86400) / posts_wanted);
	b->started_ts = clock_now();
	b->http_status = 200;
	b->posts = arena_array(b->arena, VISIT_POSTS, sizeof(*b->posts));
	for (b->nposts = 0; b->nposts < VISIT_POSTS; b->nposts++)
		make_post(b->arena, from + (int64_t)b->nposts,
		    &b->posts[b->nposts]);
	must(store_visit_begin(s), s);
	must(store_posts(s, b, &ruleset), s);
	must(store_facts(s, b), s);
	must(store_visit_end(s, true), s);
	batch_free(b);
}

/* What making the posts up costs, to be taken off. */
static int64_t
make_only(void)
{
	struct arena *a = arena_new(8 << 20);
	int64_t from = clock_cpu_us();
	struct post p;

	for (int64_t n = 0; n < 10000; n++) {
		if (n % VISIT_POSTS == 0)
			arena_reset(a);
		make_post(a, n, &p);
	}
	from = clock_cpu_us() - from;
	arena_free(a);
	return (from * posts_wanted / 10000);
}

static double
fill(const char *path)
{
	struct store_options o = { .url = path };
	struct buf why = BUF_INIT(1000);
	struct store *s;
	int64_t made = make_only(), from;
	static char urls[FEEDS][40], names[FEEDS][16];

	seed = 1;
	if (store_open(&o, &s, &why) != OK) {
		fprintf(stderr, "%s\n", buf_str(&why).p);
		exit(1);
	}
	for (int i = 0; i < FEEDS; i++) {
		snprintf(urls[i], sizeof(urls[i]), "https://f%d.example/", i);
		feeds[i].spec.url = str_of(urls[i]);
		snprintf(names[i], sizeof(names[i]), "Place %d", i / 10);
		feeds[i].spec.source = names[i];
	}
	must(store_feeds_sync(s, feeds, FEEDS), s);
	must(store_ruleset(s, &ruleset), s);
	from = clock_cpu_us();
	for (int64_t n = 0; n < posts_wanted;) {
		must(store_begin(s), s);
		for (int i = 0; i < GROUP_VISITS && n < posts_wanted; i++) {
			visit(s, n);
			n += VISIT_POSTS;
		}
		must(store_commit(s), s);
		if (isatty(STDERR_FILENO))
			fprintf(stderr, "\r%3d %%",
			    (int)(n * 100 / posts_wanted));
	}
	from = clock_cpu_us() - from - made;
	clock_thaw();
	store_close(s);
	return ((double)from / (double)posts_wanted);
}

static void
run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) == SQLITE_OK)
		return;
	fprintf(stderr, "%s\n%s\n", sql, why);
	exit(1);
}

/* The same tables and indexes, without triggers, views and counts. */
static void
same_tables(sqlite3 *db)
{
	sqlite3_stmt *q;
	const char *ask =
	    "SELECT replace(replace(sql, 'CREATE TABLE ', 'CREATE TABLE fl.'),"
	    " 'CREATE INDEX ', 'CREATE INDEX fl.') FROM main.sqlite_schema"
	    " WHERE sql IS NOT NULL AND type IN ('table', 'index') AND"
	    " name NOT GLOB 'sqlite_*' AND name NOT GLOB 'post_fts*' AND"
	    " sql NOT GLOB 'CREATE UNIQUE*' ORDER BY type DESC, rowid";

	if (sqlite3_prepare_v2(db, ask, -1, &q, NULL) != SQLITE_OK)
		exit(1);
	while (sqlite3_step(q) == SQLITE_ROW)
		run(db, (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	run(db,
	    "CREATE VIRTUAL TABLE fl.post_fts USING fts5(title, text,"
	    " content='post', content_rowid='id',"
	    " tokenize='unicode61 remove_diacritics 2', prefix='2 3');"
	    "INSERT INTO fl.post_fts(post_fts, rank) VALUES('automerge', 8);"
	    "INSERT INTO fl.post_fts(post_fts, rank)"
	    " VALUES('hashsize', 8388608)");
}

static double
floor_of(const char *path)
{
	static const char *const tables[] = { "post", "post_feed", "post_topic",
		"mention", "insight", "evidence", "engagement" };
	static const char *const keys[] = { "id", "post_id", "post_id",
		"post_id", "post_id",
		"insight_id IN (SELECT id FROM main.insight WHERE post_id",
		"post_id" };
	char sql[600];
	int64_t from;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	snprintf(sql, sizeof(sql),
	    "ATTACH '%s.floor' AS fl; PRAGMA fl.journal_mode = WAL;"
	    " PRAGMA fl.synchronous = FULL; PRAGMA fl.cache_size = -65536;"
	    " PRAGMA foreign_keys = OFF",
	    path);
	run(db, sql);
	same_tables(db);
	from = clock_cpu_us();
	for (int64_t at = 0; at < posts_wanted; at += 1000) {
		run(db, "BEGIN");
		for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]);
		     i++) {
			snprintf(sql, sizeof(sql),
			    "INSERT INTO fl.%s SELECT * FROM main.%s WHERE %s"
			    " BETWEEN %" PRId64 " AND %" PRId64 "%s",
			    tables[i], tables[i], keys[i], at + 1, at + 1000,
			    strchr(keys[i], '(') != NULL ? ")" : "");
			run(db, sql);
		}
		snprintf(sql, sizeof(sql),
		    "INSERT INTO fl.post_fts(rowid, title, text)"
		    " SELECT id, title, text FROM main.post WHERE id"
		    " BETWEEN %" PRId64 " AND %" PRId64,
		    at + 1, at + 1000);
		run(db, sql);
		run(db, "COMMIT");
	}
	from = clock_cpu_us() - from;
	sqlite3_close(db);
	return ((double)from / (double)posts_wanted);
}

#define FOUND(words)                                                           \
	"SELECT v.ref, v.score, v.snippet FROM post_fts f CROSS JOIN"          \
	" v_insight v ON v.post_id = f.rowid WHERE post_fts MATCH '" words "'" \
	" AND +v.signal = 'complaint' ORDER BY f.rowid DESC LIMIT 50"

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y ? -1 : x > y);
}

static void
ask(sqlite3 *db, const char *what, const char *sql)
{
	int64_t took[ASKED];
	sqlite3_stmt *q;
	int rows = 0;

	for (int i = 0; i < ASKED; i++) {
		took[i] = clock_cpu_us();
		if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
			fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
			exit(1);
		}
		for (rows = 0; sqlite3_step(q) == SQLITE_ROW;)
			rows++;
		sqlite3_finalize(q);
		took[i] = clock_cpu_us() - took[i];
	}
	qsort(took, ASKED, sizeof(took[0]), by_value);
	printf("%-48s %8.2f ms  (%d rows)\n", what,
	    (double)took[ASKED / 2] / 1000, rows);
}

int
main(int argc, char **argv)
{
	sqlite3 *db;
	double ours, bare;

	if (argc != 3 || (posts_wanted = strtoll(argv[2], NULL, 10)) < 1000) {
		fprintf(stderr, "usage: bench_store FILE POSTS\n");
		return (2);
	}
	posts_wanted -= posts_wanted % 1000;
	first_ts = clock_now() - PERIOD_DAYS * INT64_C(86400);
	make_rules();
	if (access(argv[1], F_OK) != 0) {
		ours = fill(argv[1]);
		printf("\n%" PRId64 " posts: %.1f us each\n", posts_wanted,
		    ours);
		if (posts_wanted <= FLOOR_MAX) {
			bare = floor_of(argv[1]);
			printf("SQLite alone, the same rows: %.1f us; %.2f of"
			       " its speed\n",
			    bare, bare / ours);
		}
	}
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		return (1);
	ask(db, "newest 50 complaints",
	    "SELECT ref, score, published_at, source, snippet FROM v_insight"
	    " WHERE signal = 'complaint' ORDER BY published_ts DESC LIMIT 50");
	ask(db, "top topics of complaints in 30 days",
	    "SELECT topic, sum(n) FROM v_topic_daily WHERE signal ="
	    " 'complaint' AND day >= date('now', '-30 days')"
	    " GROUP BY topic ORDER BY 2 DESC LIMIT 10");
	ask(db, "newest 50 complaints with a word of every post", FOUND("ba"));
	ask(db, "newest 50 complaints with a common word", FOUND("cece"));
	ask(db, "newest 50 complaints with a rare beginning", FOUND("zuguse*"));
	ask(db, "a line for each signal, 90 days",
	    "SELECT day, sum(n * (signal = 'complaint')) FROM v_signal_daily"
	    " WHERE day >= date('now', '-90 days') GROUP BY day");
	ask(db, "trends of this hour",
	    "SELECT * FROM v_trend WHERE"
	    " at_ts = (strftime('%s', 'now') / 3600 + 1) * 3600");
	ask(db, "trends of one hour half a year ago",
	    "SELECT * FROM v_trend WHERE"
	    " at_ts = strftime('%s', 'now') / 3600 * 3600 - 180 * 86400");
	ask(db, "what changed since the last 100",
	    "SELECT changed_seq, ref, state FROM v_insight_all WHERE"
	    " changed_seq > (SELECT max(changed_seq) - 100 FROM insight)"
	    " ORDER BY changed_seq");
	sqlite3_close(db);
	return (0);
}
