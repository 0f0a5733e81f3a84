/*
 * The questions that people and pages ask of the store; the SQL for them is
 * here and nowhere else.  An answer is rows of named, typed columns, read one
 * by one, so that every list prints as a table, JSON Lines or CSV.
 */
#ifndef EARSHOT_QUERY_H
#define EARSHOT_QUERY_H

#include "earshot/arena.h"
#include "earshot/novelty.h"
#include "earshot/reader.h"
#include "earshot/verdict.h"

/* The filters that every list takes (contracts/cli.md); {NULL,0}, NO_TIME, -1:
 * not asked for. */
struct query_filter {
	struct str signal, topic, brand, source, lang, facet, target, state,
	    theme;
	double min_score, min_priority; /* < 0: none */
	bool unjudged;
	bool found; /* of feeds: those that were found, not the listed ones */
	int64_t since_ts, until_ts;
	int64_t limit;   /* ≤ 0: 50 */
	struct str sort; /* a column's name, "-" before it: descending */
};
void query_filter_init(struct query_filter *f);

/*
 * query_known: E_USAGE, with who was probably meant, when there never was the
 * source or theme that ${f} asks for.  Whether its topic and its brand's list
 * were ever heard (true: also when it asks for none) is in *${ret}.
 * query_words: are facet and target words that there are?
 */
struct query_heard {
	bool topic, brand;
};
enum status query_known(struct reader *r, const struct query_filter *f,
    struct query_heard *ret, struct buf *reterr) MUST_USE;
enum status query_words(const struct query_filter *f,
    struct buf *reterr) MUST_USE;

struct result;

enum result_type { RESULT_NULL, RESULT_INT, RESULT_REAL, RESULT_TEXT };

/* A column's way of being shown to people. */
enum result_shape {
	SHAPE_PLAIN,
	SHAPE_TIME /* Unix seconds */,
	SHAPE_SHARE,
	SHAPE_NUMBER, /* a count: to the right */
	SHAPE_WIDE    /* takes what room is left */
};

/* Each: E_USAGE with a sentence in *${reterr} (an unknown sort column or word,
 * with what would be right); E_TIMEOUT past the deadline. */
enum status query_insights(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr) MUST_USE;
enum status query_feeds(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr) MUST_USE;
/* query_feed: the feed of that number, or at that address, as listed, as shown
 * or where it moved.  E_NOT_FOUND. */
struct feed_place {
	int64_t id;
	struct str listed;   /* the key of its line, past or present; empty: no
				line ever named it */
	struct str shown;    /* its address for people */
	struct str found_by; /* the line that led to it; empty: none */
	bool retired;        /* no list names it today */
};
enum status query_feed(struct reader *r, struct arena *a, int64_t id,
    struct str url, struct feed_place *ret) MUST_USE;
/* query_evidence: of one insight: rule, about, field, bytes, words, points. */
enum status query_evidence(struct reader *r, int64_t insight_id,
    struct result **ret, struct buf *reterr) MUST_USE;
/* query_engagement: the latest numbers of a post, a row of v_engagement; no
 * row: no feed said any. */
enum status query_engagement(struct reader *r, int64_t post_id,
    struct result **ret, struct buf *reterr) MUST_USE;
/*
 * query_rule_stats: a row for each rule that counted in a live insight: rule,
 * signal, hits (matches), posts, sources, first_ts, last_ts, judged, wrong
 * (insights that people judged, by their last word).  query_rule_pairs: two
 * rules that counted in the same insight: rule, other, signal, together,
 * rule_posts, other_posts, share (of the posts of the rarer one).  Filters:
 * signal, source, lang, since, until; no order, no limit.
 */
enum status query_rule_stats(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr) MUST_USE;
enum status query_rule_pairs(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr) MUST_USE;
/* query_dictionary: the contract's views, column by column; ${view} or
 * {NULL,0}: all. */
enum status query_dictionary(struct reader *r, struct str view,
    struct result **ret, struct buf *reterr) MUST_USE;
enum status query_events(struct reader *r, int64_t limit, struct result **ret,
    struct buf *reterr) MUST_USE;

size_t result_columns(const struct result *q);
const char *result_name(const struct result *q, size_t column);
enum result_shape result_shape(const struct result *q, size_t column);
/* result_brief: does a table on a terminal show it?  JSON and CSV show all. */
bool result_brief(const struct result *q, size_t column);
/* result_next: OK and *${ret_row} false at the end. */
enum status result_next(struct result *q, bool *ret_row) MUST_USE;
/* The current row's values; text is borrowed until the next result_next. */
enum result_type result_type(struct result *q, size_t column);
int64_t result_int(struct result *q, size_t column);
double result_real(struct result *q, size_t column);
struct str result_text(struct result *q, size_t column);
void result_free(struct result *q);

/* A stored post with what it was scored by, for `explain`. */
struct stored_post {
	int64_t post_id;
	int64_t at_ts;    /* published, else first seen */
	struct post post; /* as kept; strings in the arena */
	struct str source, feed_url;
	int64_t ninsights;
	struct stored_insight {
		int64_t insight_id;
		char ref[10];
		enum signal signal;
		double score;
		struct str state;
		struct novelty novelty; /* all < 0: not known */
	} * insights;
};

/* query_post: by insight ref, post id, or the post's URL. E_NOT_FOUND. */
enum status query_post(struct reader *r, struct arena *a, struct str ref,
    struct stored_post *ret) MUST_USE;

/*
 * query_thread: the conversation that ${post_id} belongs to, each post below
 * what it answers: post_id, parent_id, depth, kind, author, author_kind,
 * published_ts, published_at, dated, state, duplicate_of, url, title, text,
 * signals ("idea K7QX-2MPD", live ones); 2,000 posts at the most.
 * E_NOT_FOUND.
 */
struct thread_head {
	int64_t root_id, posts, voices;
	int64_t closed_ts, staff_replied_ts, asked_ts; /* NO_TIME */
	int64_t reply_wait_s;
};
enum status query_thread(struct reader *r, int64_t post_id,
    struct thread_head *ret_head, struct result **ret,
    struct buf *reterr) MUST_USE;

/*
 * query_themes: v_theme: by default those with two live insights or more, the
 * most pressing first.  Filters: signal, state, min_priority, since and until
 * (of its latest insight) of the theme; the others name themes of which a live
 * insight is so.
 * query_theme: the theme that ${ref} names; one that is part of another gives
 * that one, and its own name in asked.  E_NOT_FOUND.
 */
struct theme_head {
	int64_t theme_id;
	struct str asked; /* {NULL,0}: the same */
	struct str ref, signal, title, places, state, marks;
	double priority;
	int64_t insights, voices, sources, first_ts, last_ts; /* NO_TIME */
};
enum status query_themes(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr) MUST_USE;
enum status query_theme(struct reader *r, struct arena *a, struct str ref,
    struct theme_head *ret) MUST_USE;

/* query_priority: what the priority of an insight is made of. */
enum { PRIORITY_PARTS = 5 }; /* score, intensity, voices, engagement, novelty */
struct priority_told {
	double now, base;             /* with and without its age */
	double parts[PRIORITY_PARTS]; /* their sum is base */
	double of[PRIORITY_PARTS];    /* 0..1: what each is a share of */
	int64_t half_life_s;
	struct str theme, theme_title; /* {NULL,0}: none */
	int64_t theme_voices, theme_insights;
};
enum status query_priority(struct reader *r, struct arena *a,
    int64_t insight_id, struct priority_told *ret) MUST_USE;

/*
 * query_posts: a page of what customers wrote (live posts, not the staff's),
 * the newest first, without insights: at most ${max} after *${at}, which moves
 * on.  Each page is a question of its own, so that no reader stays long.
 * Filters: source, lang, since, until.  query_posts_count: how many there are.
 */
struct query_place {
	int64_t at_ts, post_id; /* of the last one given; INT64_MAX: none yet */
};
enum status query_posts(struct reader *r, struct arena *a,
    const struct query_filter *f, size_t max, struct query_place *at,
    struct stored_post **ret, size_t *ret_n) MUST_USE;
enum status query_posts_count(struct reader *r, const struct query_filter *f,
    int64_t *ret) MUST_USE;

/*
 * query_judgements: each insight that people judged, with their last word;
 * ${take} for each, the oldest first.  ${post} lives until it returns; what it
 * returns but OK ends the walk.
 */
typedef enum status query_judged(void *arg, const struct post *post,
    enum signal signal, bool right);
enum status query_judgements(struct reader *r, query_judged *take,
    void *arg) MUST_USE;

/* Numbers for `earshot status`. */
struct store_status {
	int64_t posts, insights;
	int64_t feeds_by_status[FEED_STATUSES]; /* listed ones */
	int64_t found, found_asleep;            /* comment feeds they led to */
	int64_t last_visit_ts, last_post_ts, bytes, wal_bytes, schema;
	struct str ruleset; /* hash */
	int64_t rules;
};
enum status query_status(struct reader *r, struct arena *a,
    struct store_status *ret) MUST_USE;

/* query_check: integrity, foreign keys, and the contract's invariants; each
 * finding one line in ${out}.  E_CORRUPT when there is one.  Reads everything:
 * the reader's deadline does not count. */
enum status query_check(struct reader *r, struct buf *out) MUST_USE;

/* query_snapshot: a copy that is safe to carry away (VACUUM INTO), mode 0640.
 * E_BUSY: ${path} exists. */
enum status query_snapshot(struct reader *r, const char *path,
    struct buf *reterr) MUST_USE;

#endif
