/*
 * All hits of a post, twice: where the prefilter and its windows let patterns
 * look, and with every pattern run on everything.  For the unit test and for
 * tests/bench/same_hits.c.
 */
#ifndef TESTS_EVERYHIT_H
#define TESTS_EVERYHIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/match.h"

struct every {
	struct matcher m; /* one is enough: its hits are copied */
	struct arena *arena;
	struct hit *hits;
	size_t posts, compared, differ, limited;
	char why[600]; /* of the first difference */
};

static inline bool
every_init(struct every *e, const struct ruleset *rs)
{

	memset(e, 0, sizeof(*e));
	e->arena = arena_new(64 << 20);
	e->hits = calloc(HITS_MAX, sizeof(*e->hits));
	return (e->arena != NULL && e->hits != NULL &&
		matcher_init(&e->m, rs) == OK);
}

static inline void
every_close(struct every *e)
{

	matcher_close(&e->m);
	arena_free(e->arena);
	free(e->hits);
}

static inline bool
every_same(const struct hit *a, const struct hit *b)
{

	return (a->unit == b->unit && a->field == b->field &&
		a->start == b->start && a->end == b->end &&
		a->sentence == b->sentence && a->number == b->number);
}

static inline void
every_explain(struct every *e, const struct field_text *f, const struct hit *h,
    const char *what)
{
	const struct unit *u = &e->m.rs->units[h->unit];

	if (e->differ++ > 0)
		return;
	snprintf(e->why, sizeof(e->why), "%s: %.*s \"%.*s\" in \"%.*s\"", what,
	    STR_ARG(u->name),
	    STR_ARG(str_sub(f[h->field].fold.text, h->start, h->end)),
	    STR_ARG(field_sentence(&f[h->field], h->sentence)));
}

/*
 * every_compare: of ${title} and ${text}.  Posts where a pattern met a limit
 * are left out and counted: where it was given up is no matter of windows.
 */
static inline void
every_compare(struct every *e, struct str title, struct str text)
{
	struct field_text f[FIELDS];
	struct matcher *m = &e->m;
	uint64_t given_up = m->given_up;
	size_t n;

	arena_reset(e->arena);
	memset(f, 0, sizeof(f));
	if (field_prepare(e->arena, title, NULL, 0, &f[FIELD_TITLE]) != OK ||
	    field_prepare(e->arena, text, NULL, 0, &f[FIELD_TEXT]) != OK)
		abort();
	m->everything = true;
	matcher_search(m, f, UINT64_MAX);
	n = m->nhits;
	memcpy(e->hits, m->hits, n * sizeof(*m->hits));
	m->everything = false;
	matcher_search(m, f, UINT64_MAX);
	e->posts++;
	if (m->given_up != given_up || n == HITS_MAX) {
		e->limited++;
		return;
	}
	e->compared += n;
	for (size_t i = 0; i < n && i < m->nhits; i++)
		if (!every_same(&e->hits[i], &m->hits[i])) {
			every_explain(e, f, &e->hits[i], "differs");
			return;
		}
	if (m->nhits < n)
		every_explain(e, f, &e->hits[m->nhits], "missed");
	else if (m->nhits > n)
		every_explain(e, f, &m->hits[n], "only in the window");
}

/* Posts without end: words and phrases of rules, joined by signs. */
struct maker {
	uint64_t seed;
	const struct ruleset *rs;
};

static inline uint32_t
maker_pick(struct maker *k, uint32_t n)
{

	k->seed = k->seed * 6364136223846793005u + 1442695040888963407u;
	return ((uint32_t)(k->seed >> 33) % n);
}

/* Part of a phrase or pattern as it stands in the rule, signs and all, so that
 * texts come near to what is looked for. */
static inline struct str
maker_phrase(struct maker *k)
{
	const struct unit *u = &k->rs->units[maker_pick(k, k->rs->nunits)];
	const struct pattern *p;
	struct str s;
	size_t from, n;

	if (u->rule == NULL || u->rule->says == NULL)
		return (STR("and"));
	p = u->rule->says;
	for (uint32_t skip = maker_pick(k, 4); skip > 0 && p->next != NULL;
	     skip--)
		p = p->next;
	s = p->source;
	from = maker_pick(k, 3) > 0 ? 0 : maker_pick(k, (uint32_t)s.n + 1);
	n = 4 + maker_pick(k, 60);
	return (str_sub(s, from, from + n));
}

/* maker_post: one post into ${out}. */
static inline void
maker_post(struct maker *k, struct buf *out)
{
	static const char *const words[] = { "I", "you", "please", "add", "the",
		"app", "would", "be", "nice", "if", "it", "does", "not", "work",
		"wish", "had", "should", "why", "can't", "broken", "great",
		"check", "out", "my", "channel", "never", "kiss", "BROKEN",
		"Would", "LOVE", "to", "see", "caf\u00e9", "\u212aiss",
		"mi\u017fs", "\U0001f600", "1", "100", "yes", "no" };
	static const char *const signs[] = { " ", " ", " ", " ", " ", " ", "  ",
		", ", ". ", "! ", "? ", "\n", "-", "'", "\u2019", "\u00a0",
		"\t", " (", ") ", "/", "\"", "&amp;", "... ", "\u00ad" };
	uint32_t n = 1 + maker_pick(k, 40);

	buf_clear(out);
	while (n-- > 0) {
		struct str s = maker_pick(k, 3) == 0
				   ? maker_phrase(k)
				   : str_of(words[maker_pick(k,
					 sizeof(words) / sizeof(words[0]))]);
		size_t at = out->n;

		/* A group's bar parts words: (a|b) becomes " a b ". */
		buf_add(out, s);
		for (; at < out->n; at++)
			if (strchr("(|){}", out->p[at]) != NULL)
				out->p[at] = ' ';
		if (maker_pick(k, 3) == 0)
			while (out->n > 1 && out->p[out->n - 1] == ' ')
				out->n--;
		buf_adds(out,
		    signs[maker_pick(k, sizeof(signs) / sizeof(signs[0]))]);
	}
}

#endif
