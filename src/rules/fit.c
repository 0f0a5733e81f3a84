/*
 * Takes posts with their labels to rows of evidence.  The engine is asked for
 * each: what counts how often is its business.  What is made of the rows is
 * fitrun.c's.
 */
#include "earshot/fit.h"

#include <stdlib.h>

#include "fitdata.h"
#include "logistic.h"

enum { NAMES_CAP = 1 << 20, TEXTS_CAP = 1 << 30, VERDICT_CAP = 16 << 20 };
enum { HITS_MAX = 50000000 };

bool
fit_available(void)
{

	return (logistic_available());
}

/* What the rules say before anything is fitted. */
static bool
take_rules(struct fit *f)
{
	const struct ruleset_info *info = ruleset_info(f->rs);

	f->rules = calloc(info->nrules + 1, sizeof(*f->rules));
	if (f->rules == NULL)
		return (false);
	for (size_t i = 0; i < info->nrules; i++)
		f->rules[i].said = info->rules[i]->weight;
	for (uint32_t i = 0; i < f->rs->nrules; i++) {
		const struct unit *u = &f->rs->units[i];
		const struct tune *by = u->rule->weighed;

		f->rules[u->info->index].own = by != NULL && !by->fitted;
	}
	return (true);
}

struct fit *
fit_new(struct ruleset *rs, bool words)
{
	struct fit *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return (NULL);
	f->rs = ruleset_ref(rs);
	f->keep_texts = words;
	f->classifier = classifier_new(rs);
	f->arena = arena_new(words ? TEXTS_CAP : NAMES_CAP);
	f->scratch = arena_new(VERDICT_CAP);
	if (f->classifier == NULL || f->arena == NULL || f->scratch == NULL ||
	    !take_rules(f)) {
		fit_free(f);
		return (NULL);
	}
	return (f);
}

void
fit_free(struct fit *f)
{

	if (f == NULL)
		return;
	for (int s = 0; s < SIGNALS; s++) {
		free(f->rows[s]);
		free(f->results[s].model.weight);
		for (int w = 0; w < FIT_WHENS; w++)
			free(f->scores[s][w]);
	}
	free(f->posts);
	free(f->hits);
	free(f->rules);
	classifier_free(f->classifier);
	arena_free(f->scratch);
	arena_free(f->arena);
	ruleset_unref(f->rs);
	free(f);
}

/* Without what says only which part of a collection it is. */
static struct str
group_name(struct str name)
{
	static const char *const parts[] = { "-train", "-dev", "-trial",
		"-test" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (str_ends(name, str_of(parts[i])) &&
		    name.n > strlen(parts[i]))
			return (str_sub(name, 0, name.n - strlen(parts[i])));
	return (name);
}

enum status
fit_set(struct fit *f, struct str name, size_t *ret_set)
{
	struct fit_set *set = &f->sets[f->nsets];
	struct str group;
	size_t at = 0;

	if (f->nsets == FIT_SETS_MAX)
		return (E_TOO_LARGE);
	name = arena_str(f->arena, name);
	if (name.p == NULL)
		return (E_MEMORY);
	group = group_name(name);
	while (at < f->ngroups && !str_eq(f->groups[at], group))
		at++;
	if (at == f->ngroups)
		f->groups[f->ngroups++] = group;
	*set = (struct fit_set){ .name = name, .group = at };
	*ret_set = f->nsets++;
	return (OK);
}

/* Room for one item more in an array that grows by half. */
static bool
grow(void **items, size_t n, size_t *size, size_t item, size_t max)
{
	size_t more = *size == 0 ? 1024 : *size + *size / 2;
	void *p;

	if (n < *size)
		return (true);
	if (n >= max)
		return (false);
	p = realloc(*items, more * item);
	if (p == NULL)
		return (false);
	*items = p;
	*size = more;
	return (true);
}

static bool
room_for_post(struct fit *f)
{
	bool ok;
	void *p = f->posts;

	ok = grow(&p, f->nposts, &f->posts_size, sizeof(*f->posts),
	    FIT_POSTS_MAX);
	f->posts = p;
	for (int s = 0; s < SIGNALS && ok; s++) {
		size_t size = f->scores_size[s];

		p = f->rows[s];
		ok = grow(&p, f->nposts, &f->rows_size[s], sizeof(*f->rows[s]),
		    FIT_POSTS_MAX);
		f->rows[s] = p;
		for (int w = 0; w < FIT_WHENS && ok; w++) {
			size = f->scores_size[s];
			p = f->scores[s][w];
			ok = grow(&p, f->nposts, &size,
			    sizeof(*f->scores[s][w]), FIT_POSTS_MAX);
			f->scores[s][w] = p;
		}
		f->scores_size[s] = size;
	}
	return (ok);
}

static enum status
add_hit(struct fit *f, struct fit_row *row, uint32_t rule, double share)
{
	void *p = f->hits;

	for (uint32_t i = 0; i < row->n; i++)
		if (f->hits[row->first + i].rule == rule) {
			f->hits[row->first + i].share += (float)share;
			return (OK);
		}
	if (!grow(&p, f->nhits, &f->hits_size, sizeof(*f->hits), HITS_MAX))
		return (E_MEMORY);
	f->hits = p;
	f->hits[f->nhits++] = (struct fit_hit){ rule, (float)share };
	row->n++;
	return (OK);
}

/*
 * The evidence of one signal.  A hit's points are its rule's weight times its
 * share; what is neither (a `near`, a `when`) stays as it is.  The second full
 * share of one rule can only be a `near` that weighs the same.
 */
static enum status
add_row(struct fit *f, const struct signal_verdict *s, double scale,
    struct fit_row *row)
{
	enum status st = OK;

	row->first = (uint32_t)f->nhits;
	for (size_t i = 0; i < s->nevidence && st == OK; i++) {
		const struct evidence *e = &s->evidence[i];
		uint32_t rule = e->rule->index;
		bool fixed = e->field == FIELD_STARS ||
			     e->field == FIELD_RULE || rule >= f->rs->nrules ||
			     e->weight != e->rule->weight;

		if (e->points == 0)
			continue;
		for (size_t k = 0; k < i && !fixed; k++)
			fixed = s->evidence[k].rule == e->rule &&
				s->evidence[k].points == e->points &&
				e->points == scale * e->weight;
		if (fixed) {
			row->fixed += (float)(e->points / scale);
			row->near |= e->end > e->start && e->points > 0;
		} else
			st = add_hit(f, row, rule,
			    e->points / (scale * e->weight));
	}
	return (st);
}

enum status
fit_add(struct fit *f, size_t set, const struct classify_input *in,
    const struct fit_labels *labels)
{
	const struct ruleset_info *info = ruleset_info(f->rs);
	struct fit_post *post;
	struct verdict v;
	enum status st;

	arena_reset(f->scratch);
	if (!room_for_post(f))
		return (E_MEMORY);
	st = classify(f->classifier, f->scratch, in, &v);
	post = &f->posts[f->nposts];
	*post = (struct fit_post){ .set = (uint32_t)set,
		.abstained = v.abstained,
		.labels = *labels };
	for (int s = 0; s < SIGNALS && st == OK; s++) {
		struct fit_row *row = &f->rows[s][f->nposts];

		*row = (struct fit_row){ .y = labels->of[s] };
		st = add_row(f, &v.signals[s], info->cal_a[s], row);
		f->scores[s][FIT_BEFORE][f->nposts] =
		    (struct fit_score){ (float)v.signals[s].score,
			    v.signals[s].fired };
	}
	if (st == OK && f->keep_texts)
		post->text = arena_str(f->arena, in->text);
	if (st != OK || (f->keep_texts && post->text.p == NULL))
		return (E_MEMORY);
	f->sets[set].n++;
	f->sets[set].abstained += v.abstained;
	f->nposts++;
	return (OK);
}
