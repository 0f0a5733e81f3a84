/*
 * For tests of the store: a real database in a folder of its own, and visits
 * as the daemon makes them: look up over a reader, classify what is new, write
 * in a group.  The classifier is a toy: "broken" is a complaint, "wish" an
 * idea, "CASINO" spam, "battery" and "hinge" are topics, "Acme" and "Zeta"
 * brands.
 */
#ifndef TESTS_STOREBOX_H
#define TESTS_STOREBOX_H

#include <sys/stat.h>
#include <sys/wait.h>

#include <math.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "earshot/clock.h"
#include "earshot/hash.h"
#include "earshot/query.h"
#include "earshot/store.h"
#include "earshot/url.h"

#include "unit.h"

/* A frozen moment: 2026-03-10T12:00:00Z. */
#define BOX_NOW INT64_C(1773144000)

struct box {
	char folder[64], path[100];
	struct store *store;
	struct feed feeds[8];
	size_t nfeeds;
	struct reader *reader; /* of the toy worker; opened when needed */
};

static struct box box;

/* What a feed serves, as a test writes it. */
struct serve {
	const char *guid, *link, *title, *text, *author;
	int64_t published_ts; /* 0: no date */
	int stars;
	bool staff;
	int64_t comments; /* 0: not said */
	const char *uri;  /* the author's */
	struct kudos kudos;
};

/* ---- the toy rules ---- */

#define TOY_RULE(i, rule_name, rule_signal, rule_about)            \
	static const struct rule_info toy_rule_##i = { .index = i, \
		.name = { rule_name, sizeof(rule_name) - 1 },      \
		.pack = { "toy", 3 },                              \
		.about = { rule_about, sizeof(rule_about) - 1 },   \
		.lang = { "en", 2 },                               \
		.file = { "toy.rules", 9 },                        \
		.line = 10 * (i) + 1,                              \
		.signal = rule_signal,                             \
		.weight = 3.5 }
TOY_RULE(0, "toy.broken", SIGNAL_COMPLAINT, "Something is broken");
TOY_RULE(1, "toy.wish", SIGNAL_IDEA, "A wish");
TOY_RULE(2, "toy.casino", SIGNAL_SPAM, "Gambling");
TOY_RULE(3, "toy.stars", SIGNAL_COMPLAINT, "Few stars");

static const struct rule_info *const toy_rules[] = { &toy_rule_0, &toy_rule_1,
	&toy_rule_2, &toy_rule_3 };

#define TOY_EACH(x)              \
	{                        \
		x, x, x, x, x, x \
	}
static const struct ruleset_info toy_ruleset = { .hash = "toy1",
	.files = { "toy.rules", 9 },
	.nrules = 4,
	.rules = toy_rules,
	.bias = TOY_EACH(-2),
	.threshold = TOY_EACH(.5),
	.cal_a = TOY_EACH(1),
	.cal_b = TOY_EACH(0) };

static inline void
toy_evidence(struct arena *a, struct verdict *v, enum signal s,
    const struct rule_info *rule, enum field field, struct str in, size_t at,
    size_t n, double points)
{
	struct signal_verdict *sv = &v->signals[s];
	struct evidence *e;

	if (sv->evidence == NULL)
		sv->evidence = arena_array(a, 16, sizeof(*sv->evidence));
	assert_true(sv->nevidence < 16);
	e = &sv->evidence[sv->nevidence++];
	*e = (struct evidence){ .rule = rule,
		.field = field,
		.start = (uint32_t)at,
		.end = (uint32_t)(at + n),
		.weight = rule->weight,
		.points = points,
		.negated = points == 0 };
	if (field != FIELD_STARS)
		e->text = str_sub(in, at, at + n);
}

static inline void
toy_find(struct arena *a, struct verdict *v, const struct rule_info *rule,
    const char *word, enum field field, struct str in)
{
	size_t from = 0, n = strlen(word), at;

	while ((at = str_find(str_sub(in, from, in.n), str_of(word))) !=
	       SIZE_MAX) {
		at += from;
		from = at + n;
		/* "not broken" counts for nothing, and says so. */
		toy_evidence(a, v, rule->signal, rule, field, in, at, n,
		    at >= 4 && memcmp(in.p + at - 4, "not ", 4) == 0 ? 0 : 3.5);
	}
}

static inline struct verdict *
toy_classify(struct arena *a, const struct post *p)
{
	struct verdict *v = arena_alloc(a, sizeof(*v));
	const struct str fields[] = { p->title, p->text };

	v->lang = STR("en");
	v->primary = SIGNAL_NONE;
	v->facet = FACET_LACK;
	v->target = TARGET_PRODUCT;
	v->intensity = .4;
	v->sentiment = -.25;
	v->topics = arena_array(a, 8, sizeof(*v->topics));
	v->mentions = arena_array(a, 8, sizeof(*v->mentions));
	for (size_t i = 0; i < 2; i++) {
		enum field f = i == 0 ? FIELD_TITLE : FIELD_TEXT;
		static const char *const topics[] = { "battery", "hinge" };
		static const char *const brands[][2] = {
			{ "Acme", "brand.acme" }, { "Zeta", "brand.zeta" }
		};

		toy_find(a, v, toy_rules[0], "broken", f, fields[i]);
		toy_find(a, v, toy_rules[1], "wish", f, fields[i]);
		toy_find(a, v, toy_rules[2], "CASINO", f, fields[i]);
		for (size_t k = 0; k < 2; k++) {
			struct str topic = str_of(topics[k]);
			struct str brand = str_of(brands[k][0]);
			size_t at = str_find(fields[i], topic);

			if (at != SIZE_MAX)
				v->topics[v->ntopics++] =
				    (struct topic_hit){ topic, f, (uint32_t)at,
					    (uint32_t)(at + topic.n), 0 };
			at = str_find(fields[i], brand);
			if (at != SIZE_MAX)
				v->mentions[v->nmentions++] =
				    (struct mention){ str_of(brands[k][1]),
					    brand, f, (uint32_t)at,
					    (uint32_t)(at + brand.n) };
		}
	}
	if (p->stars > 0 && p->stars <= 2)
		toy_evidence(a, v, SIGNAL_COMPLAINT, toy_rules[3], FIELD_STARS,
		    p->text, 0, 0, 1.5);
	for (enum signal s = 0; s < SIGNALS; s++) {
		struct signal_verdict *sv = &v->signals[s];
		double sum = sv->bias = -2;

		for (size_t i = 0; i < sv->nevidence; i++)
			sum += sv->evidence[i].points;
		sv->score = 1 / (1 + exp(-sum));
		sv->fired = sv->score >= .5;
		if (sv->fired && (v->primary == SIGNAL_NONE ||
				     sv->score > v->signals[v->primary].score))
			v->primary = s;
	}
	return (v);
}

/* ---- the box ---- */

static inline int
box_make_in(const char *folder)
{

	memset(&box, 0, sizeof(box));
	snprintf(box.folder, sizeof(box.folder), "%s/test-store.XXXXXX",
	    folder);
	if (mkdtemp(box.folder) == NULL || chmod(box.folder, 0755) != 0)
		return (1);
	snprintf(box.path, sizeof(box.path), "%s/data/earshot.db", box.folder);
	clock_freeze(BOX_NOW);
	return (0);
}

static inline int
box_make(void **state)
{

	(void)state;
	return (box_make_in(memory_folder()));
}

static inline enum status
box_try_open(struct buf *why)
{
	struct store_options o = { .url = box.path };

	return (store_open(&o, &box.store, why));
}

static inline void
box_open(void)
{
	struct buf why = BUF_INIT(1000);
	enum status st = box_try_open(&why);

	if (st != OK)
		fail_msg("%s: %s", status_word(st), buf_str(&why).p);
	buf_free(&why);
}

static inline void
box_close(void)
{

	reader_close(box.reader);
	box.reader = NULL;
	store_close(box.store);
	box.store = NULL;
	for (size_t i = 0; i < box.nfeeds; i++)
		feed_facts_free(&box.feeds[i].facts);
}

static inline int
box_remove(void **state)
{
	char command[100];

	(void)state;
	box_close();
	clock_thaw();
	snprintf(command, sizeof(command), "rm -rf %s", box.folder);
	return (system(command));
}

/* box_list: from now on these are the feeds; box.feeds[i]. */
static inline void
box_list(const char *const *urls, size_t n)
{

	for (size_t i = 0; i < box.nfeeds; i++)
		feed_facts_free(&box.feeds[i].facts);
	memset(box.feeds, 0, sizeof(box.feeds));
	box.nfeeds = n;
	for (size_t i = 0; i < n; i++) {
		struct feed_spec *spec = &box.feeds[i].spec;

		spec->url = str_of(urls[i]);
		spec->source = i == 0 ? "Acme blog" : "Mirror";
		spec->kind = SOURCE_COMMUNITY;
	}
	assert_int_equal(store_feeds_sync(box.store, box.feeds, n), OK);
}

static const char *const box_urls[] = { "https://blog.example/feed",
	"https://mirror.example/feed", "https://third.example/feed" };

static inline void
box_begin(void)
{

	box_open();
	box_list(box_urls, 3);
}

static inline struct str
box_str(struct arena *a, const char *s)
{

	return (s != NULL ? arena_str(a, str_of(s)) : (struct str){ NULL, 0 });
}

static inline void
box_hash(unsigned char ret[16], const struct str *parts, size_t n)
{
	unsigned char full[HASH_BYTES];
	struct hash *h = hash_new();

	assert_non_null(h);
	for (size_t i = 0; i < n; i++)
		hash_add(h, parts[i]);
	hash_end(h, full);
	memcpy(ret, full, 16);
}

static inline void
box_shape(struct arena *a, const struct serve *s, struct post *p)
{

	*p = (struct post){ .guid = box_str(a, s->guid),
		.link = box_str(a, s->link),
		.title = box_str(a, s->title),
		.text = box_str(a, s->text),
		.author = box_str(a, s->author),
		.author_uri = box_str(a, s->uri),
		.published_ts =
		    s->published_ts != 0 ? s->published_ts : NO_TIME,
		.updated_ts = NO_TIME,
		.comments = s->comments > 0 ? s->comments : -1,
		.kudos = s->kudos,
		.stars = s->stars,
		.staff = s->staff };
	if (p->link.p != NULL)
		p->canonical = url_canonical(a, p->link);
	for (size_t i = 0; i < p->text.n; i++)
		p->words += p->text.p[i] == ' ';
	p->words++;
	box_hash(p->entry_hash,
	    (struct str[]){ p->guid, p->link, p->title, p->text, p->author,
		{ (const char *)&p->published_ts, 8 },
		{ (const char *)&p->stars, sizeof(p->stars) } },
	    7);
}

/* What the worker does: mark, look up, clean, look up, classify. */
static inline void
box_work(struct batch *b)
{

	if (box.reader == NULL) {
		struct buf why = BUF_INIT(1000);

		assert_int_equal(reader_open(box.path, 0, &box.reader, &why),
		    OK);
		buf_free(&why);
	}
	for (size_t i = 0; i < b->nposts; i++) {
		struct post *p = &b->posts[i];

		p->guid_unique = p->guid.n > 0;
		p->link_unique = p->canonical.n > 0;
		for (size_t j = 0; j < b->nposts; j++) {
			if (j == i)
				continue;
			if (str_eq(p->guid, b->posts[j].guid))
				p->guid_unique = false;
			if (str_eq(p->canonical, b->posts[j].canonical))
				p->link_unique = false;
		}
	}
	assert_int_equal(reader_begin(box.reader), OK);
	for (size_t i = 0; i < b->nposts; i++) {
		struct post *p = &b->posts[i];
		bool known = false;

		assert_int_equal(reader_known(box.reader, b->feed_id, p,
				     &known),
		    OK);
		if (known) {
			p->seen = SEEN_KNOWN;
			continue;
		}
		box_hash(p->content_hash, (struct str[]){ p->title, p->text },
		    2);
		assert_int_equal(reader_identify(box.reader, b->feed_id, p),
		    OK);
		if (p->seen != SEEN_KNOWN)
			p->verdict = toy_classify(b->arena, p);
	}
	reader_end(box.reader);
}

/* box_batch: a visit that brought ${served}, worked on, not yet written. */
static inline struct batch *
box_batch(size_t feed, const struct serve *served, size_t n)
{
	struct batch *b = batch_new(&box.feeds[feed], 8 << 20, 1000);

	assert_non_null(b);
	b->started_ts = clock_now();
	b->http_status = 200;
	b->posts = arena_array(b->arena, n + 1, sizeof(*b->posts));
	b->nposts = n;
	for (size_t i = 0; i < n; i++)
		box_shape(b->arena, &served[i], &b->posts[i]);
	box_work(b);
	return (b);
}

/* What the writer does with one visit. */
static inline void
box_write(struct batch *b)
{

	assert_int_equal(store_visit_begin(box.store), OK);
	if (store_posts(box.store, b, &toy_ruleset) != OK)
		fail_msg("%s", store_error(box.store));
	b->facts.visited_ts = b->started_ts;
	assert_int_equal(store_facts(box.store, b), OK);
	assert_int_equal(store_visit_end(box.store, true), OK);
}

struct told {
	int64_t new_posts, edited, known, insights;
};

/* box_visit: the whole way, in a group of its own; ends with what was said. */
static inline struct told
box_visit(size_t feed, const struct serve *served, size_t n)
{
	struct batch *b = box_batch(feed, served, n);
	struct told told;

	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
	told = (struct told){ b->new_posts, b->edited_posts, b->known_posts,
		b->new_insights };
	batch_free(b);
	return (told);
}

#define assert_told(t, news, edits, knowns)             \
	do {                                            \
		struct told t_ = (t);                   \
		assert_int_equal(t_.new_posts, (news)); \
		assert_int_equal(t_.edited, (edits));   \
		assert_int_equal(t_.known, (knowns));   \
	} while (0)

/* box_text: the first column of ${sql}'s first row as an analyst's SQLite
 * gives it; "(null)"; good for eight calls. */
static inline const char *
box_text(const char *sql)
{
	static char texts[8][4096];
	static int at;
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	const unsigned char *s = NULL;

	at = (at + 1) % 8;
	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(q) == SQLITE_ROW)
		s = sqlite3_column_text(q, 0);
	snprintf(texts[at], sizeof(texts[at]), "%s",
	    s != NULL ? (const char *)s : "(null)");
	sqlite3_finalize(q);
	sqlite3_close(db);
	return (texts[at]);
}

static inline int64_t
box_int(const char *sql)
{

	return (strtoll(box_text(sql), NULL, 10));
}

/* box_run: as root behind the store's back. */
static inline void
box_run(const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;

	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READWRITE,
			     NULL),
	    SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(db);
}

/* box_sound: every invariant of the contract holds. */
static inline void
box_sound(void)
{
	struct buf why = BUF_INIT(100000), out = BUF_INIT(100000);
	struct reader *r = NULL;

	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	if (query_check(r, &out) != OK)
		fail_msg("%s", buf_str(&out).p);
	reader_close(r);
	buf_free(&why);
	buf_free(&out);
}

#define BOX_TEST(f) cmocka_unit_test_setup_teardown(f, box_make, box_remove)

#endif
