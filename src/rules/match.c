/*
 * Runs patterns where the prefilter says they can match, sentence by sentence.
 * Bounded on every side: bytes, hits, PCRE2's own limits.
 */
#include "match.h"

#include <stdlib.h>

#include "earshot/log.h"
#include "earshot/metrics.h"
#include "earshot/utf8.h"

#include "pattern.h"
#include "phrasecode.h"

enum status
matcher_init(struct matcher *m, const struct ruleset *rs)
{

	memset(m, 0, sizeof(*m));
	m->rs = rs;
	m->jit = rs->jit;
	m->limits = pattern_limits();
	m->limit = SET_MATCH_LIMIT;
	m->last = PCRE2_UNSET;
	m->md = pcre2_match_data_create(1, NULL);
	m->scratch = prefilter_scratch_new(rs->prefilter);
	m->copy = malloc(CLASSIFY_WINDOW);
	m->hits = calloc(HITS_MAX, sizeof(*m->hits));
	m->first = calloc(rs->nunits + 1, sizeof(*m->first));
	m->count = calloc(rs->nunits + 1, sizeof(*m->count));
	m->told = calloc(rs->nunits + 1, sizeof(*m->told));
	if (m->limits == NULL || m->md == NULL || m->scratch == NULL ||
	    m->hits == NULL || m->first == NULL || m->count == NULL ||
	    m->told == NULL || m->copy == NULL)
		return (E_MEMORY);
	if (rs->jit) {
		m->stack = pcre2_jit_stack_create(PATTERN_STACK_LEAST,
		    PATTERN_STACK_MOST, NULL);
		if (m->stack == NULL)
			return (E_MEMORY);
		pcre2_jit_stack_assign(m->limits, NULL, m->stack);
	}
	return (OK);
}

void
matcher_close(struct matcher *m)
{

	pcre2_match_context_free(m->limits);
	pcre2_jit_stack_free(m->stack);
	pcre2_match_data_free(m->md);
	prefilter_scratch_free(m->scratch);
	free(m->hits);
	free(m->first);
	free(m->count);
	free(m->told);
	free(m->copy);
}

/* Too many steps: it goes on without this match, and says so once a rule. */
static void
give_up(struct matcher *m, uint32_t unit)
{

	metrics_add(M_RULE_LIMITS, 1);
	m->given_up++;
	if (m->told[unit])
		return;
	m->told[unit] = true;
	log_line(LOG_WARN, "rule_limit rule=%.*s",
	    STR_ARG(m->rs->units[unit].name));
}

/* The longer the subject, the fewer steps from each place in it. */
static void
set_limit(struct matcher *m, size_t n)
{
	size_t limit = n * SET_MATCH_LIMIT <= MATCH_WORK ? SET_MATCH_LIMIT
							 : MATCH_WORK / n;

	if (limit < MATCH_LIMIT_LEAST)
		limit = MATCH_LIMIT_LEAST;
	if (limit == m->limit)
		return;
	m->limit = (uint32_t)limit;
	pcre2_set_match_limit(m->limits, m->limit);
}

static uint32_t
mark_of(const struct matcher *m)
{
	PCRE2_SPTR mark = pcre2_get_mark(m->md);
	uint32_t number = 0;

	for (; mark != NULL && *mark >= '0' && *mark <= '9'; mark++)
		number = number * 10 + (uint32_t)(*mark - '0');
	return (number);
}

/* Many patterns ask of the same sentence. */
static bool
is_ascii(struct matcher *m, struct str subject)
{

	if (m->asked.p != subject.p || m->asked.n != subject.n) {
		m->asked = subject;
		m->ascii = utf8_ascii(subject);
	}
	return (m->ascii);
}

/* Without PCRE2, where that can be. */
static enum phrasecode_answer
run_phrase(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t last, size_t *ret_start, size_t *ret_end,
    uint32_t *ret_number)
{
	const struct phrasecode *code =
	    m->everything ? NULL : pattern_phrase(p);
	enum phrasecode_answer answer;
	uint32_t mark;

	if (code == NULL || !is_ascii(m, subject))
		return (PHRASECODE_GIVE_UP);
	m->runs++;
	answer = phrasecode_run(code, subject, from, last, ret_start, ret_end,
	    &mark);
	if (answer == PHRASECODE_MATCH)
		*ret_number = p->marks ? mark : p->base;
	return (answer);
}

/* The next match that begins at byte ${last} or before. */
static bool
run_pcre2(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t last, size_t *ret_start, size_t *ret_end,
    uint32_t *ret_number)
{
	const pcre2_code *quick = m->jit ? pattern_quick(p) : NULL;
	const pcre2_code *code = quick != NULL ? quick : pattern_code(p);
	const PCRE2_SIZE *at;
	int rc;

	set_limit(m, subject.n);
	if (m->last != last) {
		m->last = last;
		pcre2_set_offset_limit(m->limits, last);
	}
	m->runs++;
	/* jit_match does what match does, less its checks of arguments. */
	rc = quick != NULL
		 ? pcre2_jit_match(quick, (PCRE2_SPTR)subject.p, subject.n,
		       from, PCRE2_NOTEMPTY, m->md, m->limits)
	     : code == NULL
		 ? PCRE2_ERROR_NOMEMORY
		 : pcre2_match(code, (PCRE2_SPTR)subject.p, subject.n, from,
		       PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | PCRE2_NOTEMPTY,
		       m->md, m->limits);
	if (rc < 0) {
		if (rc != PCRE2_ERROR_NOMATCH)
			give_up(m, p->unit);
		return (false);
	}
	at = pcre2_get_ovector_pointer(m->md);
	/* \K in a lookahead could turn it round. */
	if (at[0] > at[1])
		return (false);
	*ret_start = at[0];
	*ret_end = at[1];
	*ret_number = p->marks ? mark_of(m) : p->base;
	return (true);
}

static bool
run_window(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t last, size_t *ret_start, size_t *ret_end,
    uint32_t *ret_number)
{
	enum phrasecode_answer answer = run_phrase(m, p, subject, from, last,
	    ret_start, ret_end, ret_number);

	return (answer == PHRASECODE_MATCH ||
		(answer == PHRASECODE_GIVE_UP &&
		    run_pcre2(m, p, subject, from, last, ret_start, ret_end,
			ret_number)));
}

bool
matcher_run(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t *ret_start, size_t *ret_end, uint32_t *ret_number)
{

	return (run_window(m, p, subject, from, PCRE2_UNSET, ret_start, ret_end,
	    ret_number));
}

bool
matcher_may(struct matcher *m, const struct program *p,
    const struct field_text *f, struct str subject)
{
	const struct prefilter *pf = m->rs->prefilter;

	if (m->everything)
		return (true);
	if (m->shown.p != subject.p || m->shown.n != subject.n) {
		m->shown = subject;
		if (!prefilter_show(m->scratch,
			f->plain ? subject
				 : prefilter_text(subject, m->copy))) {
			m->shown = (struct str){ NULL, 0 };
			return (true);
		}
	}
	return (prefilter_lets(pf, m->scratch, p->guard));
}

static void
run_all(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t last, const struct hit *where, uint32_t base)
{
	size_t start, end;
	uint32_t number;

	/* Windows are blocks of bytes; PCRE2 must begin at a character. */
	while (from > 0 && from < subject.n &&
	    ((unsigned char)subject.p[from] & 0xc0) == 0x80)
		from--;
	for (unsigned n = 0; from < subject.n && from <= last; n++) {
		if (!run_window(m, p, subject, from,
			last < subject.n ? last : PCRE2_UNSET, &start, &end,
			&number))
			return;
		if (n == HITS_SENTENCE || m->nhits == HITS_MAX) {
			metrics_add(M_RULE_LIMITS, 1);
			return;
		}
		m->hits[m->nhits] = *where;
		m->hits[m->nhits].unit = p->unit;
		m->hits[m->nhits].start = base + (uint32_t)start;
		m->hits[m->nhits].end = base + (uint32_t)end;
		m->hits[m->nhits++].number = number;
		from = end;
	}
}

/* Does anybody listen to ${u} in this field, sentence and language? */
static bool
listens(const struct unit *u, const struct field_text *f, uint32_t field,
    size_t sentence, uint64_t langs)
{

	if ((u->fields & 1u << field) == 0 ||
	    (langs & UINT64_C(1) << u->lang) == 0)
		return (false);
	return (sentence < f->nown ||
		(u->info != NULL && u->info->signal == SIGNAL_SPAM));
}

static void
search_sentence(struct matcher *m, const struct field_text *f, uint32_t field,
    size_t sentence, uint64_t langs)
{
	const struct ruleset *rs = m->rs;
	struct str subject = field_sentence(f, sentence);
	struct hit where = { .field = field, .sentence = (uint32_t)sentence };
	const struct candidate *candidates;
	bool everything = m->everything;
	struct str text = f->plain ? subject : prefilter_text(subject, m->copy);
	/* Else bytes of the one are not those of the other. */
	bool windows = text.n == subject.n && !everything;
	size_t n;

	m->shown = subject;
	n = everything ? rs->programs.n
		       : prefilter_scan(rs->prefilter, m->scratch, text, langs,
			     &candidates);
	for (size_t i = 0; i < n; i++) {
		const struct program *p =
		    &rs->programs.v[everything ? i : candidates[i].program];
		const struct unit *u = &rs->units[p->unit];

		if (!listens(u, f, field, sentence, langs))
			continue;
		run_all(m, p, subject, windows ? candidates[i].from : 0,
		    windows ? candidates[i].last : subject.n, &where,
		    f->sentences[sentence].start);
	}
}

static int
by_unit(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;

	if (a->unit != b->unit)
		return (a->unit < b->unit ? -1 : 1);
	if (a->field != b->field)
		return (a->field < b->field ? -1 : 1);
	if (a->start != b->start)
		return (a->start < b->start ? -1 : 1);
	if (a->end != b->end)
		return (a->end > b->end ? -1 : 1);
	return (a->number < b->number ? -1 : a->number > b->number);
}

/* Several patterns of one unit may hit the same words: the first one counts. */
static void
drop_overlaps(struct matcher *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->nhits; i++) {
		const struct hit h = m->hits[i], *last;

		last = n > 0 ? &m->hits[n - 1] : NULL;
		if (last != NULL && last->unit == h.unit &&
		    last->field == h.field && h.start < last->end)
			continue;
		m->hits[n++] = h;
	}
	m->nhits = n;
}

void
matcher_search(struct matcher *m, const struct field_text *fields,
    uint64_t langs)
{

	for (size_t i = 0; i < m->nhits; i++)
		m->count[m->hits[i].unit] = 0;
	m->nhits = 0;
	m->shown = m->asked = (struct str){ NULL, 0 };
	for (uint32_t field = 0; field < FIELDS; field++)
		for (size_t i = 0; i < fields[field].nsentences; i++)
			search_sentence(m, &fields[field], field, i, langs);
	if (m->nhits > 1)
		qsort(m->hits, m->nhits, sizeof(*m->hits), by_unit);
	drop_overlaps(m);
	for (size_t i = 0; i < m->nhits; i++) {
		uint32_t unit = m->hits[i].unit;

		if (m->count[unit]++ == 0)
			m->first[unit] = (uint32_t)i;
	}
}

struct hit *
matcher_hits(const struct matcher *m, uint32_t unit, size_t *ret_n)
{

	*ret_n = m->count[unit];
	return (*ret_n > 0 ? &m->hits[m->first[unit]] : NULL);
}
