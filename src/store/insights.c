/*
 * Insights: made, changed, withdrawn, revived, each change with its place in
 * changed_seq.  Whether a verdict deserves one is the model's business
 * (insight_worth) and the feed's `need`.
 */
#include "earshot/insight.h"
#include "earshot/novelty.h"
#include "earshot/utf8.h"

#include "store_impl.h"

enum { SNIPPET_BYTES = 240, SNIPPET_BEFORE = 80, REF_TRIES = 64 };

/* What a post's signal is to become. */
struct wanted {
	bool there;        /* an insight, live or quarantined */
	const char *state; /* when there */
	const char *why;
};

struct found {
	int64_t id; /* 0: there is none yet */
	struct str state, why, facet, target;
	double score;
	int64_t ruleset_id;
};

/* The bytes of ${p} that a list shows, and the evidence that counted most. */
struct shown {
	int64_t reason_n; /* -1: none */
	uint32_t start, end;
};

/* `need`: becomes an insight only if the post speaks of that list. */
static bool
need_met(struct str need, const struct verdict *v)
{

	if (need.n == 0)
		return (true);
	for (size_t i = 0; i < v->nmentions; i++)
		if (str_eq(v->mentions[i].list, need) &&
		    (v->mentions[i].field == FIELD_TITLE ||
			v->mentions[i].field == FIELD_TEXT))
			return (true);
	return (false);
}

static struct wanted
want(const struct posting *x, const struct post *p, enum signal signal)
{
	const struct verdict *v = p->verdict;
	struct wanted w = { false, NULL, NULL };
	bool span = false;

	if (v == NULL || x->ruleset_id == 0)
		return (w);
	for (size_t i = 0; i < v->signals[signal].nevidence; i++)
		span |= evidence_has_span(&v->signals[signal].evidence[i]);
	w.there =
	    span && insight_worth(v, signal, p->staff) && need_met(x->need, v);
	w.state = "live";
	if (v->primary == SIGNAL_SPAM) {
		w.state = "quarantined";
		w.why = "spam";
	}
	return (w);
}

static bool
is_break(char c)
{

	return (c == ' ' || c == '\n' || c == '\t');
}

/* A window of the text round ${e}, from a word's start to a word's end. */
static void
window(struct str text, const struct evidence *e, struct shown *ret)
{
	bool inside = e != NULL && e->field == FIELD_TEXT && e->end <= text.n;
	size_t start = inside ? e->start : 0;
	size_t least = inside ? e->end : 0, end;

	if (start > SNIPPET_BEFORE) {
		size_t at = utf8_floor(text, start - SNIPPET_BEFORE), word = at;

		while (word < start && !is_break(text.p[word]))
			word++;
		while (word < start && is_break(text.p[word]))
			word++;
		start = word < start ? word : at;
	} else
		start = 0;
	end = utf8_floor(text,
	    start + SNIPPET_BYTES < text.n ? start + SNIPPET_BYTES : text.n);
	if (end < text.n) {
		size_t word = end;

		while (word > start && !is_break(text.p[word]))
			word--;
		if (word > start && word >= least)
			end = word;
	}
	ret->start = (uint32_t)start;
	ret->end = (uint32_t)end;
}

static struct shown
show(const struct post *p, const struct signal_verdict *sv)
{
	struct shown shown = { -1, 0, 0 };
	const struct evidence *best = NULL;

	for (size_t i = 0; i < sv->nevidence; i++) {
		const struct evidence *e = &sv->evidence[i];

		if (!evidence_has_span(e) || e->points <= 0 ||
		    (best != NULL && e->points <= best->points))
			continue;
		best = e;
		shown.reason_n = (int64_t)i;
	}
	window(p->text, best, &shown);
	return (shown);
}

/* A reference that no other insight has. */
static enum status
free_ref(struct posting *x, const unsigned char uid[16], enum signal signal,
    char ret[INSIGHT_REF])
{

	for (unsigned attempt = 0; attempt < REF_TRIES; attempt++) {
		struct sql q = sql_begin(x->d, SQL_REF_TAKEN,
		    "SELECT 1 FROM insight WHERE ref = ?1"
		    " UNION ALL SELECT 1 FROM gone WHERE ref = ?1");
		enum status st;
		bool row;

		insight_ref(uid, signal, attempt, ret);
		sql_word(&q, ret);
		st = sql_next(&q, &row);
		sql_end(&q);
		if (st != OK || !row)
			return (st);
	}
	return (db_fail(x->d, E_INTERNAL, "no free reference for an insight"));
}

/* What the verdict says: state to ruleset_id, in the order of both statements
 * below. */
static void
put_verdict(const struct posting *x, struct sql *q, const struct wanted *w,
    const struct verdict *v, enum signal signal)
{
	const struct signal_verdict *sv = &v->signals[signal];
	double p_score = x->s->priority.score * sv->score;
	double p_intensity = x->s->priority.intensity * v->intensity;

	sql_word(q, w->state);
	sql_word(q, w->why);
	sql_real(q, sv->score);
	sql_real(q, sv->bias);
	sql_real(q, v->sentiment);
	sql_real(q, v->intensity);
	sql_word(q, facet_word(v->facet));
	sql_word(q, target_word(v->target));
	sql_real(q, p_score);
	sql_real(q, p_intensity);
	sql_real(q, p_score + p_intensity);
	sql_int(q, x->ruleset_id);
}

static void
put_part(struct sql *q, double part)
{

	if (part < 0)
		sql_null(q);
	else
		sql_real(q, part);
}

/* What is to be looked at before the commit: what the new insight is worth; its
 * theme, should it have a number that a removed one had; and what is counted of
 * its conversation, unless the post itself is new and looked at anyway. */
static enum status
note_insight(struct posting *x, int64_t id, const struct stored *row)
{
	enum status st = db_run_for(x->d, SQL_NOTE_RANK,
	    "INSERT OR IGNORE INTO unranked VALUES(?)", id);

	if (st == OK)
		st = db_run_for(x->d, SQL_NOTE_THEME,
		    "INSERT OR IGNORE INTO unthemed SELECT ?1"
		    " WHERE ?1 <= (SELECT insight_id FROM themed)",
		    id);
	if (st == OK && !row->is_new)
		st = db_run_for(x->d, SQL_NOTE_THREAD,
		    "INSERT OR IGNORE INTO unthreaded"
		    " SELECT coalesce(root_id, id) FROM post WHERE id = ?1"
		    " AND (root_id IS NOT NULL"
		    "  OR EXISTS(SELECT 1 FROM thread WHERE root_id = ?1))",
		    row->post_id);
	return (st);
}

/* How new it is, is said once, when it is made. */
static enum status
add_insight(struct posting *x, const struct stored *row, const struct post *p,
    enum signal signal, const struct wanted *w)
{
	const struct verdict *v = p->verdict;
	const struct signal_verdict *sv = &v->signals[signal];
	struct shown shown = show(p, sv);
	char ref[INSIGHT_REF];
	struct novelty novelty = { 0, 0, 0, 0 };
	int64_t id;
	struct sql q;
	enum status st = free_ref(x, row->uid, signal, ref);

	if (st == OK)
		st = familiar_novelty(x, row, p, signal, &novelty);
	if (st == OK && !row->is_new)
		st = posts_lift(x, row->post_id);
	if (st != OK)
		return (st);
	q = sql_begin(x->d, SQL_INSIGHT_ADD,
	    "INSERT INTO insight(ref, post_id, signal, state, state_why, score,"
	    " bias, sentiment, intensity, facet, target, p_score, p_intensity,"
	    " priority_base, ruleset_id, voice_id, at_ts, reason_n,"
	    " snippet_start, snippet_end, created_ts, changed_ts, changed_seq,"
	    " novelty, novelty_voice, novelty_place, novelty_words)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	    " ?, ?, ?, ?, ?, ?, ?, ?)");
	sql_word(&q, ref);
	sql_int(&q, row->post_id);
	sql_word(&q, signal_word(signal));
	put_verdict(x, &q, w, v, signal);
	sql_positive(&q, row->voice_id);
	sql_int(&q, row->at_ts);
	sql_time(&q, shown.reason_n < 0 ? NO_TIME : shown.reason_n);
	sql_int(&q, shown.start);
	sql_int(&q, shown.end);
	sql_int(&q, x->now);
	sql_int(&q, x->now);
	sql_int(&q, x->s->next_seq++);
	sql_real(&q, novelty.all);
	put_part(&q, novelty.voice);
	put_part(&q, novelty.place);
	put_part(&q, novelty.words);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	x->b->new_insights++;
	id = sqlite3_last_insert_rowid(x->d->handle);
	st = note_insight(x, id, row);
	return (st == OK ? evidence_add(x, id, sv) : st);
}

static enum status
change_insight(struct posting *x, const struct found *f, const struct post *p,
    enum signal signal, const struct wanted *w)
{
	const struct verdict *v = p->verdict;
	const struct signal_verdict *sv = &v->signals[signal];
	struct shown shown = show(p, sv);
	struct sql q = sql_begin(x->d, SQL_INSIGHT_CHANGE,
	    "UPDATE insight SET state = ?, state_why = ?, score = ?, bias = ?,"
	    " sentiment = ?, intensity = ?, facet = ?, target = ?,"
	    " p_score = ?, p_intensity = ?,"
	    " priority_base = ? + p_voices + p_engagement + p_novelty,"
	    " ruleset_id = ?, reason_n = ?, snippet_start = ?,"
	    " snippet_end = ?, changed_ts = ?, changed_seq = ? WHERE id = ?");
	enum status st;

	put_verdict(x, &q, w, v, signal);
	sql_time(&q, shown.reason_n < 0 ? NO_TIME : shown.reason_n);
	sql_int(&q, shown.start);
	sql_int(&q, shown.end);
	sql_int(&q, x->now);
	sql_int(&q, x->s->next_seq++);
	sql_int(&q, f->id);
	st = sql_run(&q);
	return (st == OK ? evidence_replace(x, f->id, sv) : st);
}

/* Another rule set, or other words around, gave the same: no change to tell
 * anybody, but the rows name the rules of today. */
static enum status
confirm_insight(struct posting *x, const struct found *f, const struct post *p,
    enum signal signal, bool stale)
{
	const struct verdict *v = p->verdict;
	const struct signal_verdict *sv = &v->signals[signal];
	struct shown shown;
	struct sql q;
	enum status st;

	/* By the very rules that had spoken: nothing is left to say. */
	if (x->b->stale != NULL && f->ruleset_id == x->ruleset_id)
		return (OK);
	shown = show(p, sv);
	q = sql_begin(x->d, SQL_INSIGHT_RESCORED,
	    "UPDATE insight SET ruleset_id = ?, sentiment = ?, intensity = ?,"
	    " p_intensity = ?, priority_base = p_score + ? + p_voices +"
	    " p_engagement + p_novelty, snippet_start = ?, snippet_end = ?"
	    " WHERE id = ?");
	sql_int(&q, x->ruleset_id);
	sql_real(&q, v->sentiment);
	sql_real(&q, v->intensity);
	sql_real(&q, x->s->priority.intensity * v->intensity);
	sql_real(&q, x->s->priority.intensity * v->intensity);
	sql_int(&q, shown.start);
	sql_int(&q, shown.end);
	sql_int(&q, f->id);
	st = sql_run(&q);
	return (st == OK && stale ? evidence_replace(x, f->id, sv) : st);
}

/* Borrowed strings until the next look-up: copies go into the batch's arena. */
static enum status
find_insight(struct posting *x, int64_t post_id, enum signal signal,
    struct found *ret)
{
	struct arena *a = x->b->arena;
	struct sql q = sql_begin(x->d, SQL_INSIGHT_FIND,
	    "SELECT id, state, state_why, facet, target, score, ruleset_id"
	    " FROM insight WHERE post_id = ? AND signal = ?");
	enum status st;
	bool row;

	*ret = (struct found){ .id = 0 };
	sql_int(&q, post_id);
	sql_word(&q, signal_word(signal));
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->id = sql_get_int(&q, 0);
		ret->state = arena_str(a, sql_get_str(&q, 1));
		ret->why = arena_str(a, sql_get_str(&q, 2));
		ret->facet = arena_str(a, sql_get_str(&q, 3));
		ret->target = arena_str(a, sql_get_str(&q, 4));
		ret->score = sql_get_real(&q, 5);
		ret->ruleset_id = sql_get_int(&q, 6);
	}
	sql_end(&q);
	if (st == OK && arena_failed(a))
		st = db_fail(x->d, E_MEMORY, "out of memory");
	return (st);
}

/* What was an insight and is none any more is withdrawn, and says why. */
static enum status
update_insight(struct posting *x, const struct stored *row,
    const struct post *p, enum signal signal, struct wanted *w,
    const struct found *f)
{
	const struct verdict *v = p->verdict;
	bool alike, stale;
	enum status st;

	/* What people took away does not come back by an edit. */
	if (str_eq(f->state, STR("removed")))
		return (OK);
	if (!w->there && str_eq(f->state, STR("withdrawn"))) {
		w->state = f->state.p;
		w->why = f->why.n > 0 ? f->why.p : NULL;
	} else if (!w->there) {
		w->state = "withdrawn";
		w->why = p->staff      ? "staff"
			 : row->edited ? "edited"
				       : "reclassified";
	}
	st = evidence_alike(x, f->id, &v->signals[signal], &alike, &stale);
	if (st != OK)
		return (st);
	if (alike && f->score == v->signals[signal].score &&
	    str_eq(f->state, str_of(w->state)) &&
	    str_eq(f->why, str_of(w->why)) &&
	    str_eq(f->facet, str_of(facet_word(v->facet))) &&
	    str_eq(f->target, str_of(target_word(v->target))))
		return (confirm_insight(x, f, p, signal, stale));
	if (w->there || str_eq(f->state, STR("withdrawn")))
		x->b->changed_insights++;
	else
		x->b->withdrawn_insights++;
	st = posts_lift(x, row->post_id);
	return (st == OK ? change_insight(x, f, p, signal, w) : st);
}

enum status
insights_put(struct posting *x, const struct stored *row, const struct post *p)
{
	enum status st = OK;

	/* Not scored: nothing is known, so nothing changes. */
	if (p->verdict == NULL || x->ruleset_id == 0)
		return (OK);
	for (enum signal i = 0; st == OK && i < SIGNAL_SPAM; i++) {
		struct wanted w = want(x, p, i);
		struct found f = { .id = 0 };

		if (!row->is_new)
			st = find_insight(x, row->post_id, i, &f);
		if (st == OK && f.id != 0)
			st = update_insight(x, row, p, i, &w, &f);
		else if (st == OK && w.there)
			st = add_insight(x, row, p, i, &w);
	}
	return (st);
}
