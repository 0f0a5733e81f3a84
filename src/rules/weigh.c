/*
 * Rules that others refer to are weighed first.  Nothing is dropped silently:
 * what was vetoed or negated stays as evidence with 0 points, so that
 * `explain` can say why not.
 */
#include "weigh.h"

#include <stdlib.h>

#include "earshot/metrics.h"

#include "near.h"

/* Each further hit of a rule adds half of what the one before added. */
static const double REPEATED = 0.5;

static struct str
sentence_of(const struct weighing *w, const struct hit *h)
{

	return (field_sentence(&w->fields[h->field], h->sentence));
}

/* Where in its sentence a hit begins. */
static size_t
start_in(const struct weighing *w, const struct hit *h)
{

	return (h->start - w->fields[h->field].sentences[h->sentence].start);
}

enum status
weigh_add(struct weighing *w, const struct evidence *e)
{
	struct signal_verdict *s = &w->verdict->signals[e->rule->signal];
	struct evidence *more;

	if (w->nevidence == EVIDENCE_MAX) {
		metrics_add(M_RULE_LIMITS, 1);
		return (OK);
	}
	more = arena_grow(w->arena, s->evidence, s->nevidence,
	    &w->sizes[e->rule->signal], sizeof(*more));
	if (more == NULL)
		return (E_MEMORY);
	s->evidence = more;
	s->evidence[s->nevidence++] = *e;
	w->nevidence++;
	return (OK);
}

/* The evidence of [start, end) of a field's fold. */
static struct evidence
evidence_of(const struct weighing *w, const struct rule_info *rule,
    const struct hit *h)
{
	const struct field_text *f = &w->fields[h->field];
	struct evidence e = { .rule = rule,
		.field = (enum field)h->field,
		.sentence = h->sentence };

	fold_back(&f->fold, h->start, h->end, &e.start, &e.end);
	e.text = str_sub(f->original, e.start, e.end);
	return (e);
}

/* The `unless` of ${u} that stands in the hit's sentence; {NULL,0}: none. */
static struct str
veto(struct weighing *w, const struct unit *u, const struct hit *h)
{
	struct str sentence = sentence_of(w, h);
	size_t start, end;
	uint32_t number;

	/* Hits come sentence by sentence: many may ask of the same one. */
	if (w->asked.unit == u && w->asked.field == h->field &&
	    w->asked.sentence == h->sentence)
		return (w->asked.answer);
	w->asked.unit = u;
	w->asked.field = h->field;
	w->asked.sentence = h->sentence;
	w->asked.answer = (struct str){ NULL, 0 };
	for (uint32_t i = 0; i < u->unless.n; i++)
		if (matcher_may(w->matcher, &u->unless.v[i],
			&w->fields[h->field], sentence) &&
		    matcher_run(w->matcher, &u->unless.v[i], sentence, 0,
			&start, &end, &number)) {
			w->asked.answer = u->unless_said[number]->source;
			break;
		}
	return (w->asked.answer);
}

/* What keeps a hit from counting; {NULL,0}: nothing. */
static struct str
objection(struct weighing *w, const struct unit *u, const struct hit *h)
{
	struct str why = veto(w, u, h);
	struct hit there;

	if (why.p == NULL)
		why = scope_veto(w->words, u->info->signal, sentence_of(w, h),
		    start_in(w, h));
	for (uint32_t i = 0; i < u->nneeds && why.p == NULL; i++)
		if (u->needs[i].said->required &&
		    !near_holds(w, &u->needs[i], h, &there))
			why = arena_printf(w->arena, "need %.*s",
			    STR_ARG(u->needs[i].said->text));
	return (why);
}

/* What stands near the first hit that counts adds its hint, once a post. */
static enum status
add_near(struct weighing *w, const struct unit *u, const struct hit *h,
    double scale, bool *done)
{
	enum status st = OK;
	struct evidence e;
	struct hit there;

	for (uint32_t i = 0; i < u->nneeds && st == OK; i++) {
		if (u->needs[i].said->required || done[i] ||
		    !near_holds(w, &u->needs[i], h, &there))
			continue;
		done[i] = true;
		e = evidence_of(w, u->info, &there);
		e.weight = u->needs[i].said->weight;
		e.points = scale * e.weight;
		st = weigh_add(w, &e);
	}
	return (st);
}

static enum status
weigh_rule(struct weighing *w, const struct unit *u, uint32_t unit)
{
	const struct ruleset *rs = w->matcher->rs;
	double scale = rs->info.cal_a[u->info->signal];
	double points = scale * u->info->weight;
	bool near_done[32] = { false };
	enum status st = OK;
	struct hit *hits;
	size_t n;

	hits = matcher_hits(w->matcher, unit, &n);
	for (size_t i = 0; i < n && st == OK; i++) {
		struct evidence e = evidence_of(w, u->info, &hits[i]);

		e.weight = u->info->weight;
		e.vetoed_by = objection(w, u, &hits[i]);
		e.negated = u->rule->negatable &&
			    scope_negated(w->words, sentence_of(w, &hits[i]),
				start_in(w, &hits[i]));
		hits[i].valid = e.vetoed_by.p == NULL && !e.negated;
		if (hits[i].valid) {
			e.points = points;
			points = u->rule->once ? 0 : points * REPEATED;
		}
		st = weigh_add(w, &e);
		if (st == OK && hits[i].valid && u->nneeds <= 32)
			st = add_near(w, u, &hits[i], scale, near_done);
	}
	return (st);
}

static enum status
list_topics(struct weighing *w)
{
	const struct ruleset *rs = w->matcher->rs;
	struct verdict *v = w->verdict;
	struct topic_hit *topics;
	struct hit *hits;
	size_t n, size = 0;

	for (uint32_t i = rs->nrules; i < rs->nunits; i++) {
		const struct unit *u = &rs->units[i];

		if (u->kind != UNIT_TOPIC)
			continue;
		hits = matcher_hits(w->matcher, i, &n);
		for (size_t j = 0; j < n; j++) {
			struct evidence e = evidence_of(w, NULL, &hits[j]);

			hits[j].valid = veto(w, u, &hits[j]).p == NULL;
			if (!hits[j].valid || v->ntopics == TOPICS_MAX)
				continue;
			topics = arena_grow(w->arena, v->topics, v->ntopics,
			    &size, sizeof(*topics));
			if (topics == NULL)
				return (E_MEMORY);
			v->topics = topics;
			v->topics[v->ntopics++] = (struct topic_hit){ u->name,
				e.field, e.start, e.end, e.sentence };
		}
	}
	return (OK);
}

static enum status
list_mentions(struct weighing *w)
{
	const struct ruleset *rs = w->matcher->rs;
	struct verdict *v = w->verdict;
	struct mention *mentions;
	struct hit *hits;
	size_t n, size = 0;

	for (uint32_t i = rs->nrules; i < rs->nunits; i++) {
		const struct unit *u = &rs->units[i];

		if (u->kind != UNIT_LIST)
			continue;
		hits = matcher_hits(w->matcher, i, &n);
		for (size_t j = 0; j < n; j++) {
			struct evidence e = evidence_of(w, NULL, &hits[j]);

			hits[j].valid = true;
			if (!u->list->mention || v->nmentions == MENTIONS_MAX)
				continue;
			mentions = arena_grow(w->arena, v->mentions,
			    v->nmentions, &size, sizeof(*mentions));
			if (mentions == NULL)
				return (E_MEMORY);
			v->mentions = mentions;
			v->mentions[v->nmentions++] = (struct mention){ u->name,
				u->list->terms[hits[j].number].text, e.field,
				e.start, e.end };
		}
	}
	return (OK);
}

static int
in_order(const void *pa, const void *pb)
{
	const struct evidence *a = pa, *b = pb;

	if (a->field != b->field)
		return (a->field < b->field ? -1 : 1);
	if (a->start != b->start)
		return (a->start < b->start ? -1 : 1);
	if (a->end != b->end)
		return (a->end < b->end ? -1 : 1);
	return (a->rule->index < b->rule->index
		    ? -1
		    : a->rule->index > b->rule->index);
}

static int
by_rank(const void *pa, const void *pb)
{
	const struct unit *const *a = pa, *const *b = pb;

	return ((*a)->rank < (*b)->rank ? -1 : (*a)->rank > (*b)->rank);
}

/* The rules that were hit, those that others refer to first. */
static enum status
weigh_in_turn(struct weighing *w)
{
	const struct matcher *m = w->matcher;
	const struct unit **units;
	enum status st = OK;
	size_t n = 0;

	if (m->nhits == 0)
		return (OK);
	units = arena_array(w->scratch, m->nhits, sizeof(*units));
	if (units == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < m->nhits; i++)
		if ((i == 0 || m->hits[i].unit != m->hits[i - 1].unit) &&
		    m->hits[i].unit < m->rs->nrules)
			units[n++] = &m->rs->units[m->hits[i].unit];
	if (n > 1)
		qsort(units, n, sizeof(*units), by_rank);
	for (size_t i = 0; i < n && st == OK; i++)
		st = weigh_rule(w, units[i],
		    (uint32_t)(units[i] - m->rs->units));
	return (st);
}

enum status
weigh_rules(struct weighing *w)
{
	enum status st;

	/* Topics and lists first: rules may need them. */
	st = list_topics(w);
	if (st == OK)
		st = list_mentions(w);
	if (st == OK)
		st = weigh_in_turn(w);
	for (int s = 0; s < SIGNALS && st == OK; s++) {
		struct signal_verdict *sv = &w->verdict->signals[s];

		if (sv->nevidence > 1)
			qsort(sv->evidence, sv->nevidence,
			    sizeof(*sv->evidence), in_order);
	}
	return (st);
}
