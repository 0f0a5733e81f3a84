/*
 * Words and phrases that speak for a signal beyond what the rules hear, chosen
 * by the lasso, written as rules like all others.
 */
#include <math.h>
#include <stdlib.h>

#include "earshot/map.h"

#include "fitmeasure.h"
#include "fitmodel.h"
#include "fitwords.h"
#include "logistic.h"

enum {
	LEXICON_MAX = 300,     /* entries of a signal */
	CANDIDATES_MAX = 6000, /* that the lasso may choose from */
	POSTS_LEAST = 8,
	HOMES_LEAST = 2,   /* collections or domains; or */
	POSTS_ENOUGH = 25, /* so many posts */
	WORDS_CAP = 1 << 30,
	HOMES = 64,
	SCRATCH_CAP = 16 << 20
};

/* An entry helps others, and fires nothing by itself. */
static const double WORTH = 0.003;
static const double ENTRY_LEAST = 0.2, ENTRY_MOST = 1.2;
/* From the sparsest on, while there is room. */
static const double paths[] = { 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2 };

struct entry {
	struct str text;
	uint32_t posts, yes;
	uint64_t homes; /* bits, by hash */
	size_t last;    /* the post that it was counted in; + 1 */
	size_t feature; /* SIZE_MAX: no candidate */
	double worth, weight;
};

struct lexicon {
	struct fit *f;
	enum signal signal;
	struct arena *arena, *scratch;
	struct map *map;
	struct entry **entries; /* candidates, by feature */
	size_t n;
	/* the present post */
	size_t post;
	bool yes;
	uint64_t home;
	size_t nfeatures, features[4 * FIT_WORDS_MAX];
	bool failed;
};

static void
count_phrase(void *arg, struct str phrase)
{
	struct lexicon *x = arg;
	struct entry *e = map_get(x->map, phrase);

	if (e == NULL) {
		e = arena_alloc(x->arena, sizeof(*e));
		if (e != NULL)
			e->text = arena_str(x->arena, phrase);
		if (e == NULL || e->text.p == NULL ||
		    map_put(x->map, e->text, e) != OK) {
			x->failed = true;
			return;
		}
		e->feature = SIZE_MAX;
	}
	if (e->last == x->post + 1)
		return;
	e->last = x->post + 1;
	e->posts++;
	e->yes += x->yes;
	e->homes |= x->home;
}

static void
collect_phrase(void *arg, struct str phrase)
{
	struct lexicon *x = arg;
	struct entry *e = map_get(x->map, phrase);

	if (e == NULL || e->feature == SIZE_MAX || e->last == x->post + 1 ||
	    x->nfeatures == sizeof(x->features) / sizeof(x->features[0]))
		return;
	e->last = x->post + 1;
	x->features[x->nfeatures++] = e->feature;
}

/* ${take} for each phrase of a post. */
static enum status
walk_post(struct lexicon *x, size_t post, fit_phrase *take)
{
	const struct fit_post *p = &x->f->posts[post];
	uint32_t home = p->labels.domain != 0
			    ? p->labels.domain
			    : (uint32_t)x->f->sets[p->set].group;
	enum status st;

	arena_reset(x->scratch);
	x->post = post;
	x->yes = x->f->rows[x->signal][post].y == 1;
	x->home = UINT64_C(1) << home % HOMES;
	x->nfeatures = 0;
	st = fit_phrases(x->scratch, p->text, take, x);
	return (x->failed ? E_MEMORY : st);
}

static int
by_worth(const void *pa, const void *pb)
{
	const struct entry *const *a = pa, *const *b = pb;

	if ((*a)->worth > (*b)->worth || (*a)->worth < (*b)->worth)
		return ((*a)->worth > (*b)->worth ? -1 : 1);
	return (str_cmp((*a)->text, (*b)->text));
}

/* Those that are at home in several places and say something, the most telling
 * first: how many standard deviations from chance. */
static enum status
choose_candidates(struct lexicon *x, size_t posts, size_t yes)
{
	double share = (double)yes / (double)posts;
	size_t at = 0, n = 0;
	struct str key;
	void *value;

	x->entries = arena_array(x->arena, map_count(x->map) + 1,
	    sizeof(struct entry *));
	if (x->entries == NULL)
		return (E_MEMORY);
	while (map_next(x->map, &at, &key, &value)) {
		struct entry *e = value;
		double expected = share * e->posts;

		e->last = 0;
		e->worth = fabs(e->yes - expected) /
			   sqrt(expected * (1 - share) + 1e-9);
		if (e->posts >= POSTS_LEAST && e->worth >= 1.5 &&
		    (__builtin_popcountll(e->homes) >= HOMES_LEAST ||
			e->posts >= POSTS_ENOUGH))
			x->entries[n++] = e;
	}
	qsort(x->entries, n, sizeof(x->entries[0]), by_worth);
	x->n = n < CANDIDATES_MAX ? n : CANDIDATES_MAX;
	for (size_t i = 0; i < x->n; i++)
		x->entries[i]->feature = i;
	return (OK);
}

static int
by_number(const void *pa, const void *pb)
{
	const size_t *a = pa, *b = pb;

	return (*a < *b ? -1 : *a > *b);
}

/* The posts as rows: what the rules hear already, then the phrases. */
static enum status
fill(struct lexicon *x, const struct fit_choice *c, struct logistic *l,
    size_t *ret_most)
{
	struct fit_walk w = fit_walk(x->f, c);
	struct fit_model hand;
	enum status st = fit_hand(x->f, x->signal, &hand);

	*ret_most = w.most > 0 ? w.most : 1;
	while (st == OK && fit_walk_next(&w)) {
		st = walk_post(x, w.post, collect_phrase);
		qsort(x->features, x->nfeatures, sizeof(x->features[0]),
		    by_number);
		for (size_t i = 0; i < x->nfeatures; i++)
			logistic_value(l, x->features[i], 1);
		logistic_value(l, x->n,
		    fit_sum(x->f, x->signal, &hand, w.post));
		logistic_row(l, x->yes, w.copies);
	}
	free(hand.weight);
	return (st);
}

static bool
is_entry(const struct entry *e)
{

	return (fabs(e->weight) > 0);
}

/* How many entries ${w} has; their weights are set. */
static size_t
read_weights(struct lexicon *x, const double *w)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		double v = fmax(-ENTRY_MOST, fmin(ENTRY_MOST, w[i]));

		x->entries[i]->weight =
		    fabs(v) >= ENTRY_LEAST ? round(v * 10) / 10 : 0;
		n += is_entry(x->entries[i]);
	}
	return (n);
}

/* The richest lexicon that is not too large. */
static enum status
learn(struct lexicon *x, const struct fit_choice *c, size_t *ret_n)
{
	struct logistic *l = logistic_new(x->n + 1);
	double *w = calloc(x->n + 1, sizeof(*w)), constant;
	enum status st = l != NULL && w != NULL ? OK : E_MEMORY;
	size_t most = 1;

	*ret_n = 0;
	if (st == OK) {
		logistic_loose(l, x->n);
		st = fill(x, c, l, &most);
	}
	for (size_t i = sizeof(paths) / sizeof(paths[0]); i > 0 && st == OK;
	     i--) {
		st = logistic_solve(l, LOGISTIC_LASSO,
		    paths[i - 1] * 1000 / (double)most, w, &constant);
		if (st == OK)
			*ret_n = read_weights(x, w);
		if (*ret_n <= LEXICON_MAX)
			break;
	}
	logistic_free(l);
	free(w);
	return (st);
}

static void
write_entry(const struct lexicon *x, const struct entry *e, struct buf *out)
{
	const char *signal = signal_word(x->signal);

	buf_printf(out, "rule %s.", signal);
	for (size_t i = 0; i < e->text.n; i++) {
		char c = e->text.p[i];

		buf_addc(out, (c >= 'a' && c <= 'z') ? c
			      : c == '*'             ? 'X'
						     : '_');
	}
	buf_printf(out,
	    "\n  about   Learned: in %u posts, %u of them with this signal\n"
	    "  signal  %s  weight %.1f  once\n"
	    "  say     \"%.*s\"\n  yes     ",
	    e->posts, e->yes, signal, e->weight, STR_ARG(e->text));
	for (size_t i = 0; i < e->text.n; i++)
		if (e->text.p[i] == '*')
			buf_adds(out, "this");
		else
			buf_addc(out, e->text.p[i]);
	buf_adds(out, "\n\n");
}

static void
lexicon_free(struct lexicon *x)
{

	if (x == NULL)
		return;
	map_free(x->map);
	arena_free(x->arena);
	arena_free(x->scratch);
	free(x);
}

/* What the chosen collections teach; *${ret_n} entries. */
static enum status
learn_from(struct fit *f, const struct fit_choice *c, struct lexicon **ret,
    size_t *ret_n)
{
	struct lexicon *x = calloc(1, sizeof(*x));
	size_t posts = 0, yes = 0;
	enum status st = E_MEMORY;

	*ret = x;
	*ret_n = 0;
	if (x == NULL)
		return (E_MEMORY);
	x->f = f;
	x->signal = c->signal;
	x->arena = arena_new(WORDS_CAP);
	x->scratch = arena_new(SCRATCH_CAP);
	x->map = map_new();
	if (x->arena == NULL || x->scratch == NULL || x->map == NULL)
		return (E_MEMORY);
	st = OK;
	for (struct fit_walk w = fit_walk(f, c); st == OK && fit_walk_next(&w);
	     posts++) {
		st = walk_post(x, w.post, count_phrase);
		yes += x->yes;
	}
	if (st == OK && yes > 0 && yes < posts)
		st = choose_candidates(x, posts, yes);
	if (st == OK && x->n > 0)
		st = learn(x, c, ret_n);
	return (st == E_NOT_FOUND ? OK : st);
}

/* The posts of ${group}, by the rules and by the rules and ${x}. */
static enum status
try_group(struct lexicon *x, size_t group, struct measure ret[2])
{
	struct fit *f = x->f;
	struct fit_choice c = { .signal = x->signal };
	struct fit_model hand;
	enum status st = fit_hand(f, x->signal, &hand);

	c.group[group] = true;
	for (struct fit_walk w = fit_walk(f, &c);
	     st == OK && fit_walk_next(&w);) {
		double sum = fit_sum(f, x->signal, &hand, w.post);
		bool heard = fit_heard(f, x->signal, &hand, w.post);

		for (size_t i = 0; i < x->n; i++)
			x->entries[i]->last = 0;
		st = walk_post(x, w.post, collect_phrase);
		measure_add(&ret[0], fit_judge(f, x->signal, &hand, sum, heard),
		    x->yes);
		for (size_t i = 0; i < x->nfeatures; i++) {
			double v = x->entries[x->features[i]]->weight;

			sum += v;
			heard |= v > 0;
		}
		measure_add(&ret[1], fit_judge(f, x->signal, &hand, sum, heard),
		    x->yes);
	}
	free(hand.weight);
	return (st);
}

/* Each collection by what the others teach: mean F1 without and with. */
static enum status
try_lexicon(struct fit *f, const struct fit_choice *all, size_t groups,
    double ret[2])
{
	enum status st = OK;

	ret[0] = ret[1] = 0;
	for (size_t g = 0; g < f->ngroups && st == OK; g++) {
		struct fit_choice c = *all;
		struct lexicon *x = NULL;
		struct measure m[2] = { { .n = 0 }, { .n = 0 } };
		size_t n;

		if (!c.group[g])
			continue;
		c.group[g] = false;
		st = learn_from(f, &c, &x, &n);
		if (st == OK)
			st = try_group(x, g, m);
		for (int i = 0; i < 2; i++)
			ret[i] += measure_figures(&m[i]).f1 / (double)groups;
		lexicon_free(x);
	}
	return (st);
}

static enum status
learn_signal(struct fit *f, enum signal signal, struct buf *out,
    struct buf *report, size_t *total)
{
	const char *word = signal_word(signal);
	struct fit_choice c = { .signal = signal };
	struct lexicon *x = NULL;
	size_t groups = 0, n = 0;
	double f1[2] = { 0, 0 };
	enum status st;

	for (size_t g = 0; g < f->ngroups; g++) {
		size_t kinds[2];

		fit_labelled(f, signal, g, kinds);
		c.group[g] = kinds[0] > 0 && kinds[1] > 0;
		groups += c.group[g];
	}
	if (groups == 0)
		return (OK);
	st = learn_from(f, &c, &x, &n);
	if (st == OK && groups > 1)
		st = try_lexicon(f, &c, groups, f1);
	if (st != OK)
		goto out;
	if (groups > 1)
		buf_printf(report,
		    "  %s: %zu entries of %zu candidates; on collections left "
		    "out F1 %.3f without, %.3f with such words%s\n",
		    word, n, x->n, f1[0], f1[1],
		    f1[1] < f1[0] + WORTH ? ": not written" : "");
	else
		buf_printf(report,
		    "  %s: %zu entries of %zu candidates, from one collection: "
		    "try them on others before you trust them\n",
		    word, n, x->n);
	if (n == 0 || (groups > 1 && f1[1] < f1[0] + WORTH))
		goto out;
	buf_printf(out, "# %s\n\n", word);
	for (size_t i = 0; i < x->n; i++)
		if (is_entry(x->entries[i]))
			write_entry(x, x->entries[i], out);
	*total += n;
out:
	lexicon_free(x);
	return (st);
}

enum status
fit_lexicon(struct fit *f, struct str pack, struct buf *out, struct buf *report)
{
	enum status st = OK;
	size_t total = 0;

	buf_printf(out,
	    "# Words and phrases learned by `earshot rules fit --lexicon`: "
	    "each helps\n# others and fires nothing alone.\n"
	    "pack %.*s\nlang en\n\n",
	    STR_ARG(pack));
	buf_adds(report, "lexicon\n");
	for (int s = 0; s < SIGNALS && st == OK; s++)
		st = learn_signal(f, (enum signal)s, out, report, &total);
	return (st == OK && total == 0 ? E_NOT_FOUND : st);
}
