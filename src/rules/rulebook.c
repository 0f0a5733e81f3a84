/*
 * Reads a linked book backwards: which line a value is from, and how a rule
 * differs from the same one without the own files.
 */
#include "earshot/rulebook.h"

#include <stdlib.h>

#include "saying.h"
#include "set.h"

enum { SAYING_MAX = 2000, CHANGE_MAX = 1 << 20 };

const char *
weight_from_word(enum weight_from from)
{
	static const char *const words[WEIGHT_FROMS] = { "usual", "rule",
		"weights file", "person" };

	return (words[from]);
}

static struct rule_weight
place_of(enum weight_from from, const struct place *at)
{

	return ((struct rule_weight){ from, str_of(at->file), at->line });
}

void
rulebook_weight(const struct ruleset *rs, const struct rule_info *info,
    struct rule_weight *ret)
{
	const struct rule *rule;

	/* Rules come first; a `when` has its weight in its own line. */
	*ret = (struct rule_weight){ WEIGHT_RULE, info->file, info->line };
	if (info->index >= rs->nrules)
		return;
	rule = rs->units[info->index].rule;
	if (rule->weighed != NULL)
		*ret = place_of(rule->weighed->fitted ? WEIGHT_FITTED
						      : WEIGHT_PERSON,
		    &rule->weighed->at);
	else
		ret->from = rule->has_weight ? WEIGHT_RULE : WEIGHT_USUAL;
}

struct changes {
	const struct ruleset *rs, *shipped;
	struct arena *arena;
	struct rule_change *list;
	size_t n, size;
	struct buf text;
};

static struct rule_change *
add(struct changes *c, const char *what, struct str name, enum signal signal,
    const struct place *at)
{
	struct rule_change *more =
	    arena_grow(c->arena, c->list, c->n, &c->size, sizeof(*more));

	if (more == NULL)
		return (NULL);
	c->list = more;
	more += c->n++;
	*more = (struct rule_change){ .what = what,
		.name = name,
		.signal = signal,
		.file = str_of(at->file),
		.line = at->line };
	return (more);
}

/* What was written to the buffer; long ones are cut. */
static struct str
taken(struct changes *c)
{
	struct str s = buf_str(&c->text);
	struct str copy;

	if (s.n > SAYING_MAX) {
		while (s.n > SAYING_MAX || (s.p[s.n] & 0xc0) == 0x80)
			s.n--;
		copy = arena_printf(c->arena, "%.*s…", STR_ARG(s));
	} else
		copy = arena_str(c->arena, s);
	buf_clear(&c->text);
	return (copy);
}

static void
say_list(struct changes *c, const char *word, const struct pattern *p,
    bool regex)
{
	size_t n = c->text.n;

	if (n > 0)
		buf_adds(&c->text, "; ");
	buf_printf(&c->text, "%s ", word);
	if (saying_patterns(&c->text, p, regex) == 0) {
		c->text.n = n; /* nothing of the kind */
		if (c->text.p != NULL)
			c->text.p[n] = '\0';
	}
}

/* All that makes the rule hear or not, on one line. */
static struct str
body_of(struct changes *c, const struct rule *r, bool whole)
{
	size_t yes = 0, no = 0;

	if (whole)
		buf_printf(&c->text, "%s %.2f",
		    r->signal != SIGNAL_NONE ? signal_word(r->signal) : "?",
		    r->weight);
	say_list(c, "say", r->says, false);
	say_list(c, "match", r->says, true);
	say_list(c, "unless", r->unlesses, false);
	say_list(c, "unless", r->unlesses, true);
	for (const struct condition *d = r->conditions; d != NULL; d = d->next)
		buf_printf(&c->text, "%s%s %.*s", c->text.n > 0 ? "; " : "",
		    d->required ? "need" : "near", STR_ARG(d->text));
	for (const struct example *e = r->examples; e != NULL; e = e->next) {
		yes += e->yes;
		no += !e->yes;
	}
	if (!whole && yes > 0)
		buf_printf(&c->text, "%s%zu yes", c->text.n > 0 ? "; " : "",
		    yes);
	if (!whole && no > 0)
		buf_printf(&c->text, "%s%zu no", c->text.n > 0 ? "; " : "", no);
	return (taken(c));
}

/* The rule that an own line means, and as it was shipped; false: none. */
static bool
find(const struct changes *c, const struct tune *t, const struct rule **ret,
    const struct rule **ret_old)
{
	struct str full = arena_printf(c->arena, "%.*s.%.*s", STR_ARG(t->pack),
	    STR_ARG(t->name));
	struct str names[2] = { full, t->name };

	for (int i = 0; i < 2; i++) {
		*ret = names[i].p != NULL
			   ? map_get(c->rs->book->rule_names, names[i])
			   : NULL;
		if (*ret == NULL)
			continue;
		*ret_old = map_get(c->shipped->book->rule_names, names[i]);
		return (*ret_old != NULL);
	}
	return (false);
}

static struct str
number(struct changes *c, double v)
{

	return (arena_printf(c->arena, "%.2f", v));
}

static void
tell_tune(struct changes *c, const struct tune *t)
{
	const struct rule *rule, *old;
	struct rule_change *to;

	if (t->tier != TIER_OWN || !find(c, t, &rule, &old))
		return;
	switch (t->kind) {
	case TUNE_WEIGHT:
		/* One that lost against another line changed nothing. */
		if (rule->weighed != t)
			return;
		to = add(c, "weight", old->name, old->signal, &t->at);
		if (to != NULL) {
			to->was = number(c, old->weight);
			to->now = number(c, rule->weight);
		}
		break;
	case TUNE_ALSO:
		to = add(c, "also", old->name, old->signal, &t->at);
		if (to != NULL && t->body != NULL)
			to->now = body_of(c, t->body, false);
		break;
	case TUNE_OFF:
		to = add(c, "off", old->name, old->signal, &t->at);
		if (to != NULL) {
			to->was = body_of(c, old, true);
			to->now = STR("off");
		}
		break;
	case TUNE_OVERRIDE:
		break; /* told with the rules that are new */
	}
}

/* Rules that replace a shipped one, with or without the word. */
static void
tell_override(struct changes *c, const struct rule *rule)
{
	const struct rule *old =
	    map_get(c->shipped->book->rule_names, rule->name);
	struct rule_change *to;

	if (rule->tier != TIER_OWN || old == NULL || old->tier == TIER_OWN)
		return;
	to = add(c, "override", old->name, old->signal, &rule->at);
	if (to == NULL)
		return;
	to->was = body_of(c, old, true);
	to->now = body_of(c, rule, true);
}

static struct str
terms_of(struct changes *c, const struct list *l)
{

	for (size_t i = 0; i < l->n && c->text.n <= SAYING_MAX; i++)
		buf_printf(&c->text, "%s%.*s", i > 0 ? ", " : "",
		    STR_ARG(l->terms[i].text));
	return (taken(c));
}

static void
tell_list(struct changes *c, const struct list *list)
{
	const struct list *old =
	    map_get(c->shipped->book->list_names, list->full);
	struct rule_change *to;

	if (old == NULL || old->n == 0 || list->n == 0 ||
	    str_eq(str_of(old->terms[0].at.file),
		str_of(list->terms[0].at.file)))
		return;
	to = add(c, "list", list->full, SIGNAL_NONE, &list->terms[0].at);
	if (to == NULL)
		return;
	to->was = terms_of(c, old);
	to->now = terms_of(c, list);
}

static void
tell_dials(struct changes *c)
{
	static const char *const words[DIALS] = { "bias", "threshold",
		"calibrate" };

	for (int k = 0; k < DIALS; k++)
		for (int s = 0; s < SIGNALS; s++) {
			const struct dial *d = &c->rs->book->dials[k][s];
			const struct ruleset_info *i = &c->shipped->info;
			struct rule_change *to;

			if (!d->set || d->tier != TIER_OWN)
				continue;
			to = add(c, words[k],
			    str_of(signal_word((enum signal)s)), (enum signal)s,
			    &d->at);
			if (to == NULL)
				return;
			to->was =
			    number(c, k == DIAL_BIAS        ? i->bias[s]
				      : k == DIAL_THRESHOLD ? i->threshold[s]
							    : i->cal_a[s]);
			to->now = number(c, d->v[0]);
			if (k != DIAL_CALIBRATE)
				continue;
			to->was = arena_printf(c->arena, "%.2f %.2f",
			    i->cal_a[s], i->cal_b[s]);
			to->now = arena_printf(c->arena, "%.2f %.2f", d->v[0],
			    d->v[1]);
		}
}

static int
in_order(const void *pa, const void *pb)
{
	const struct rule_change *a = pa, *b = pb;
	int sign = str_cmp(a->file, b->file);

	if (sign != 0)
		return (sign);
	if (a->line != b->line)
		return (a->line < b->line ? -1 : 1);
	return (str_cmp(a->name, b->name));
}

enum status
rulebook_changes(const struct ruleset *rs, const struct ruleset *shipped,
    struct arena *a, struct rule_change **ret, size_t *ret_n)
{
	struct changes c = { .rs = rs,
		.shipped = shipped,
		.arena = a,
		.text = BUF_INIT(CHANGE_MAX) };
	const struct book *b = rs->book;

	for (const struct tune *t = b->tunes; t != NULL; t = t->next)
		tell_tune(&c, t);
	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		tell_override(&c, r);
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		tell_list(&c, l);
	tell_dials(&c);
	buf_free(&c.text);
	if (arena_failed(a))
		return (E_MEMORY);
	if (c.n > 1)
		qsort(c.list, c.n, sizeof(*c.list), in_order);
	*ret = c.list;
	*ret_n = c.n;
	return (OK);
}
