/*
 * The lists that people ask for: insights, feeds, evidence, the dictionary,
 * events.  Filters become conditions on the contract's views.
 */
#include "earshot/query.h"

#include "reader_impl.h"

enum { LIMIT_DEFAULT = 50, NAMES_MAX = 100 };

void
query_filter_init(struct query_filter *f)
{

	*f = (struct query_filter){ .min_score = -1,
		.min_priority = -1,
		.since_ts = NO_TIME,
		.until_ts = NO_TIME };
}

/* "no signal is called x: did you mean y?", or what there is. */
static enum status
unknown(const char *what, struct str word, const char *const *names,
    struct buf *reterr)
{
	const char *near = str_near(word, names);

	buf_printf(reterr, "no %s is called \"%.*s\"", what, STR_ARG(word));
	if (near != NULL)
		buf_printf(reterr, "; did you mean %s?", near);
	else {
		buf_adds(reterr, "; there are");
		for (size_t i = 0; names[i] != NULL; i++)
			buf_printf(reterr, "%s %s", i > 0 ? "," : "", names[i]);
	}
	return (E_USAGE);
}

const char *const query_signals[] = { "idea", "complaint", "praise", "question",
	"advice", NULL };
const char *const query_facets[] = { "think", "feel", "want", "lack", "need",
	NULL };
const char *const query_targets[] = { "product", "service", "process", NULL };
static const char *const states[] = { "live", "withdrawn", "quarantined",
	"removed", "all", NULL };
static const char *const feed_states[] = { "active", "quiet", "failing", "gone",
	"closed", "paused", NULL };

/* ${condition} when ${word} is asked for and is one of ${names}. */
enum status
question_word(struct question *q, const char *what, struct str word,
    const char *const *names, const char *condition, struct buf *reterr)
{

	if (word.n == 0)
		return (OK);
	for (size_t i = 0; names[i] != NULL; i++)
		if (str_ieq(word, str_of(names[i]))) {
			question_and(q, condition);
			question_text(q, str_of(names[i]));
			return (OK);
		}
	return (unknown(what, word, names, reterr));
}

void
question_filter(struct question *q, struct str word, const char *condition)
{

	if (word.n == 0)
		return;
	question_and(q, condition);
	question_text(q, word);
}

void
question_span(struct question *q, const char *since, int64_t since_ts,
    const char *until, int64_t until_ts)
{

	if (since_ts != NO_TIME) {
		question_and(q, since);
		question_int(q, since_ts);
	}
	if (until_ts != NO_TIME) {
		question_and(q, until);
		question_int(q, until_ts);
	}
}

/* The view's column that ${sort} names: "published" is published_ts. */
enum status
question_order(struct question *q, const struct view *view, struct str sort,
    const char *tie, struct buf *reterr)
{
	const char *names[NAMES_MAX + 1];
	char kept[NAMES_MAX][VIEWS_NAME];
	bool down = str_starts(sort, STR("-"));
	size_t n = 0;

	if (down)
		sort = str_sub(sort, 1, sort.n);
	for (; n < NAMES_MAX && views_column(view, n, kept[n]) != NULL; n++) {
		struct str name = str_of(kept[n]), stem = name;

		names[n] = kept[n];
		if (str_ends(stem, STR("_ts")))
			stem.n -= 3;
		if (!str_ieq(sort, name) && !str_ieq(sort, stem))
			continue;
		buf_printf(&q->sql, " ORDER BY v.%s%s, v.%s%s", kept[n],
		    down ? " DESC" : "", tie, down ? " DESC" : "");
		return (OK);
	}
	names[n] = NULL;
	return (unknown("column", sort, names, reterr));
}

void
question_limit(struct question *q, int64_t n)
{

	buf_adds(&q->sql, " LIMIT ?");
	question_int(q, n > 0 ? n : LIMIT_DEFAULT);
}

enum status
query_filter_insights(struct question *q, const struct query_filter *f,
    struct buf *reterr)
{
	enum status st = question_word(q, "signal", f->signal, query_signals,
	    "v.signal = ?", reterr);

	if (st == OK && !str_ieq(f->state, STR("all")))
		st = question_word(q, "state", f->state, states, "v.state = ?",
		    reterr);
	if (st == OK)
		st = question_word(q, "facet", f->facet, query_facets,
		    "v.facet = ?", reterr);
	if (st == OK)
		st = question_word(q, "target", f->target, query_targets,
		    "v.target = ?", reterr);
	question_filter(q, f->source, "v.source = ? COLLATE NOCASE");
	question_filter(q, f->lang, "v.lang = ? COLLATE NOCASE");
	question_filter(q, f->topic,
	    "EXISTS(SELECT 1 FROM post_topic x JOIN topic o"
	    " ON o.id = x.topic_id WHERE x.post_id = v.post_id AND x.nth = 0"
	    " AND o.name = ? COLLATE NOCASE)");
	if (f->theme.n > 0) {
		question_and(q,
		    "v.theme_id IN (SELECT coalesce(t.merged_into, t.id)"
		    " FROM theme t WHERE t.ref = upper(?) OR t.id = ?)");
		question_text(q, f->theme);
		question_text(q, f->theme);
	}
	if (f->brand.n > 0) {
		question_and(q, "EXISTS(SELECT 1 FROM mention m"
				" WHERE m.post_id = v.post_id AND m.nth = 0"
				" AND m.list IN (?, 'brand.' || ?))");
		question_text(q, f->brand);
		question_text(q, f->brand);
	}
	if (f->min_score >= 0) {
		question_and(q, "v.score >= ?");
		question_real(q, f->min_score);
	}
	if (f->min_priority >= 0) {
		question_and(q, "v.priority >= ?");
		question_real(q, f->min_priority);
	}
	question_span(q, "v.published_ts >= ?", f->since_ts,
	    "v.published_ts < ?", f->until_ts);
	if (f->unjudged)
		question_and(q, "v.judged IS NULL");
	return (st);
}

enum status
query_insights(struct reader *r, const struct query_filter *f,
    struct result **ret, struct buf *reterr)
{
	bool live = f->state.n == 0 || str_ieq(f->state, STR("live"));
	const struct view *view =
	    views_find(live ? STR("v_insight") : STR("v_insight_all"));
	struct str sort = f->sort.n > 0 ? f->sort : STR("-published");
	struct question q;
	enum status st;

	question_init(&q);
	buf_printf(&q.sql, "SELECT * FROM %s v", view->name);
	st = query_filter_insights(&q, f, reterr);
	if (st == OK)
		st = question_order(&q, view, sort, "insight_id", reterr);
	question_limit(&q, f->limit);
	if (st == OK)
		st = result_ask(r, &q, view, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
question_insights(struct question *q, const char *from, const char *joined,
    const struct query_filter *f, struct buf *reterr)
{
	struct question inside;
	enum status st;

	question_init(&inside);
	buf_printf(&inside.sql, "SELECT 1 FROM %s", from);
	question_and(&inside, joined);
	st = query_filter_insights(&inside, f, reterr);
	if (st == OK)
		question_inside(q, &inside);
	question_free(&inside);
	return (st);
}

/* What only insights have names feeds that carried such an insight. */
static enum status
feeds_with_insights(struct question *q, const struct query_filter *f,
    struct buf *reterr)
{
	struct query_filter of = *f;

	if (f->signal.n == 0 && f->topic.n == 0 && f->brand.n == 0 &&
	    f->lang.n == 0 && f->facet.n == 0 && f->target.n == 0 &&
	    f->theme.n == 0 && f->min_score < 0 && f->min_priority < 0 &&
	    !f->unjudged && f->since_ts == NO_TIME && f->until_ts == NO_TIME)
		return (OK);
	/* These two are the feed's own. */
	of.state = of.source = (struct str){ NULL, 0 };
	return (question_insights(q,
	    "post_feed x JOIN v_insight v ON v.post_id = x.post_id",
	    "x.feed_id = h.feed_id", &of, reterr));
}

enum status
query_feeds(struct reader *r, const struct query_filter *f, struct result **ret,
    struct buf *reterr)
{
	const struct view *view = views_find(STR("v_feed_health"));
	struct str sort = f->sort.n > 0 ? f->sort : STR("source");
	struct question q;
	enum status st;

	question_init(&q);
	/* The sort is by `v'. */
	buf_printf(&q.sql, "SELECT * FROM (SELECT * FROM %s h", view->name);
	question_filter(&q, f->source, "h.source = ? COLLATE NOCASE");
	question_and(&q, "h.origin = ?");
	question_text(&q, f->found ? STR("found") : STR("listed"));
	st = question_word(&q, "state", f->state, feed_states, "h.status = ?",
	    reterr);
	if (st == OK)
		st = feeds_with_insights(&q, f, reterr);
	buf_adds(&q.sql, ") v");
	if (st == OK)
		st = question_order(&q, view, sort, "feed_id", reterr);
	question_limit(&q, f->limit);
	if (st == OK)
		st = result_ask(r, &q, view, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_feed(struct reader *r, struct arena *a, int64_t id, struct str url,
    struct feed_place *ret)
{
	enum status st;
	struct sql q;
	bool row;

	reader_ask(r);
	/* What is listed today comes first. */
	q = sql_once(&r->db,
	    "SELECT f.listed_url, f.retired_ts IS NOT NULL, coalesce("
	    "f.shown_url, f.url), p.listed_url, f.id FROM feed f"
	    " LEFT JOIN feed p ON p.id = f.found_by WHERE f.id = ?1"
	    " OR ?2 IN (f.url, f.listed_url, f.shown_url)"
	    " ORDER BY f.retired_ts IS NOT NULL, f.listed_url IS NULL, f.id"
	    " LIMIT 1");
	sql_int(&q, id);
	sql_text(&q, url);
	st = sql_next(&q, &row);
	if (st == OK && !row)
		st = E_NOT_FOUND;
	if (st == OK) {
		ret->listed = arena_str(a, sql_get_str(&q, 0));
		ret->retired = sql_get_int(&q, 1) != 0;
		ret->shown = arena_str(a, sql_get_str(&q, 2));
		ret->found_by = arena_str(a, sql_get_str(&q, 3));
		ret->id = sql_get_int(&q, 4);
		st = arena_failed(a) ? E_MEMORY : OK;
	}
	sql_end(&q);
	return (st);
}

enum status
query_evidence(struct reader *r, int64_t insight_id, struct result **ret,
    struct buf *reterr)
{
	const struct view *view = views_find(STR("v_evidence"));
	struct question q;
	enum status st;

	question_init(&q);
	/* The order of the rows' key: fields in turn, then by start. */
	buf_adds(&q.sql, "SELECT * FROM v_evidence v");
	question_and(&q, "v.insight_id = ?");
	question_int(&q, insight_id);
	st = result_ask(r, &q, view, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_engagement(struct reader *r, int64_t post_id, struct result **ret,
    struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	buf_adds(&q.sql, "SELECT * FROM v_engagement v");
	question_and(&q, "v.post_id = ?");
	question_int(&q, post_id);
	buf_adds(&q.sql, " ORDER BY v.taken_ts DESC LIMIT 1");
	st = result_ask(r, &q, views_find(STR("v_engagement")), ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_dictionary(struct reader *r, struct str view, struct result **ret,
    struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	buf_adds(&q.sql,
	    "SELECT view_name AS view, column_name AS column, type, unit,"
	    " meaning, example FROM dictionary");
	if (view.n > 0) {
		question_and(&q, "view_name IN (?, 'v_' || ?)");
		question_text(&q, view);
		question_text(&q, view);
	}
	buf_adds(&q.sql, " ORDER BY rowid");
	st = result_ask(r, &q, NULL, ret, reterr);
	question_free(&q);
	return (st);
}

enum status
query_events(struct reader *r, int64_t n, struct result **ret,
    struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	buf_adds(&q.sql, "SELECT * FROM v_event v ORDER BY v.at_ts DESC");
	question_limit(&q, n);
	st = result_ask(r, &q, views_find(STR("v_event")), ret, reterr);
	question_free(&q);
	return (st);
}
