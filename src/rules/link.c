/*
 * Makes one consistent set of what many files say: names, tuning, references.
 * Patterns are not looked into here.
 */
#include "link.h"

#include "when.h"

enum { LINK_DEPTH = 32 };

struct rule *
link_rule(const struct book *b, struct str pack, struct str name)
{
	struct str full;
	struct rule *rule;

	full =
	    arena_printf(b->arena, "%.*s.%.*s", STR_ARG(pack), STR_ARG(name));
	rule = full.p != NULL ? map_get(b->rule_names, full) : NULL;
	return (rule != NULL ? rule : map_get(b->rule_names, name));
}

struct list *
link_list(const struct book *b, struct str pack, struct str name)
{
	struct list *found = NULL, *list;
	struct str full;

	full =
	    arena_printf(b->arena, "%.*s.%.*s", STR_ARG(pack), STR_ARG(name));
	if (full.p != NULL && (list = map_get(b->list_names, full)) != NULL)
		return (list);
	list = map_get(b->list_names, name);
	if (list != NULL)
		return (list);
	for (list = b->lists; list != NULL; list = list->next) {
		if (!str_eq(list->name, name))
			continue;
		if (found != NULL)
			return (NULL);
		found = list;
	}
	return (found);
}

/* What ${name} was probably meant to be, full or inside ${pack}; or NULL. */
static const char *
near_rule(struct book *b, struct str pack, struct str name)
{
	const char **names;
	size_t n = 0;

	names = arena_array(b->arena, 2 * b->nrules + 1, sizeof(*names));
	if (names == NULL)
		return (NULL);
	for (const struct rule *r = b->rules; r != NULL; r = r->next) {
		if (r->kind != RULE_RULE || r->off)
			continue;
		names[n++] = r->name.p;
		if (str_eq(r->pack, pack))
			names[n++] = r->name.p + pack.n + 1;
	}
	return (str_near(name, names));
}

static const char *
near_list(struct book *b, struct str name)
{
	const char *names[200];
	size_t n = 0;

	for (const struct list *l = b->lists; l != NULL && n < 199; l = l->next)
		names[n++] = l->full.p + l->pack.n + 1;
	names[n] = NULL;
	return (str_near(name, names));
}

/* The names of rules and topics; own ones replace shipped ones. */
static enum status
name_rules(struct book *b)
{
	enum status st;

	for (struct rule *r = b->rules; r != NULL; r = r->next) {
		struct rule *old = map_get(b->rule_names, r->name);

		if (old != NULL && old->tier == r->tier) {
			book_fault(b, false, &r->at,
			    "%.*s is already defined "
			    "at %s:%u",
			    STR_ARG(r->name), old->at.file, old->at.line);
			r->off = true;
			continue;
		}
		if (old != NULL) {
			book_fault(b, true, &r->at,
			    "this replaces the shipped "
			    "%.*s: say override to show that it is meant",
			    STR_ARG(r->name));
			old->off = true;
		}
		st = map_put(b->rule_names, r->name, r);
		if (st != OK)
			return (st);
	}
	return (OK);
}

static enum status
name_lists(struct book *b)
{
	struct list **at = &b->lists;
	enum status st;

	while (*at != NULL) {
		struct list *l = *at, *old = map_get(b->list_names, l->full);

		if (old != NULL && old->tier == l->tier)
			book_fault(b, false, &l->at,
			    "the list %.*s is already "
			    "defined at %s:%u",
			    STR_ARG(l->name), old->at.file, old->at.line);
		if (old != NULL) {
			old->terms = l->terms; /* the own one counts */
			old->n = l->n;
			*at = l->next;
			continue;
		}
		st = map_put(b->list_names, l->full, l);
		if (st != OK)
			return (st);
		at = &l->next;
	}
	return (OK);
}

static void
append_patterns(struct pattern **to, struct pattern *more)
{

	while (*to != NULL)
		to = &(*to)->next;
	*to = more;
}

static void
apply_also(struct rule *rule, const struct rule *more)
{
	struct condition **c = &rule->conditions;
	struct example **e = &rule->examples;

	rule->spoke |= more->spoke;
	append_patterns(&rule->says, more->says);
	append_patterns(&rule->unlesses, more->unlesses);
	while (*c != NULL)
		c = &(*c)->next;
	*c = more->conditions;
	for (; *e != NULL; e = &(*e)->next)
		(*e)->tuned = true;
	*e = more->examples;
}

/* The rule keeps its name and place in the set; all else is new. */
static void
apply_override(struct rule *rule, struct rule *body)
{
	struct rule *next = rule->next;
	struct str name = rule->name, pack = rule->pack, lang = rule->lang;

	*rule = *body;
	rule->next = next;
	rule->name = name;
	rule->pack = pack;
	if (rule->lang.n == 0)
		rule->lang = lang;
}

static void
apply_tune(struct book *b, struct tune *t)
{
	struct rule *rule = link_rule(b, t->pack, t->name);
	const char *near;

	if (rule == NULL || rule->kind != RULE_RULE) {
		near = near_rule(b, t->pack, t->name);
		if (t->fitted)
			book_fault(b, true, &t->at,
			    "there is no rule %.*s any "
			    "more",
			    STR_ARG(t->name));
		else if (near != NULL)
			book_fault(b, false, &t->at,
			    "there is no rule %.*s: "
			    "did you mean %s?",
			    STR_ARG(t->name), near);
		else
			book_fault(b, false, &t->at, "there is no rule %.*s",
			    STR_ARG(t->name));
		return;
	}
	rule->tuned |= t->tier != rule->tier;
	switch (t->kind) {
	case TUNE_WEIGHT:
		rule->weight = t->weight;
		rule->has_weight = true;
		break;
	case TUNE_OFF:
		rule->off = true;
		break;
	case TUNE_ALSO:
		if (t->body != NULL)
			apply_also(rule, t->body);
		break;
	case TUNE_OVERRIDE:
		if (t->body != NULL)
			apply_override(rule, t->body);
		break;
	}
}

/* Overrides first (they bring their own weight), then fitted weights, then
 * what people say, the own tier last. */
static void
apply_tunes(struct book *b)
{

	for (int round = 0; round < 4; round++)
		for (struct tune *t = b->tunes; t != NULL; t = t->next) {
			int when = t->kind == TUNE_OVERRIDE  ? 0
				   : t->fitted               ? 1
				   : t->tier == TIER_SHIPPED ? 2
							     : 3;

			if (when == round)
				apply_tune(b, t);
		}
}

static void
check_rule(struct book *b, const struct rule *r)
{

	if (r->kind == RULE_RULE && r->signal == SIGNAL_NONE)
		book_fault(b, false, &r->at,
		    "%.*s has no signal: add a line "
		    "`signal` with idea, complaint, praise, question, advice "
		    "or spam",
		    STR_ARG(r->name));
	if (!r->spoke)
		book_fault(b, false, &r->at,
		    "%.*s hears nothing: add a line "
		    "`say` with a phrase",
		    STR_ARG(r->name));
}

/* A bare word behind near and need: a list, a rule, else a phrase. */
static void
link_condition(struct book *b, struct rule *r, struct condition *c)
{
	const char *near;

	if (c->name.n == 0)
		return;
	c->list = link_list(b, r->pack, c->name);
	if (c->list != NULL) {
		c->list->used = true;
		return;
	}
	c->rule = link_rule(b, r->pack, c->name);
	if (c->rule != NULL && c->rule->off)
		book_fault(b, false, &c->at, "the rule %.*s is off",
		    STR_ARG(c->name));
	if (c->rule != NULL || str_findc(c->name, '.') == SIZE_MAX)
		return;
	near = near_list(b, c->name);
	if (near == NULL)
		near = near_rule(b, r->pack, c->name);
	if (near != NULL)
		book_fault(b, false, &c->at,
		    "there is no list or rule %.*s: "
		    "did you mean %s?",
		    STR_ARG(c->name), near);
	else
		book_fault(b, false, &c->at,
		    "there is no list or rule %.*s; "
		    "a phrase with a dot stands in quotes",
		    STR_ARG(c->name));
}

/* True: a way from ${r} leads back to a rule on the way. */
static bool
cycle(struct book *b, struct rule *r, unsigned depth)
{

	if (r->visit == 2)
		return (false);
	if (r->visit == 1 || depth > LINK_DEPTH)
		return (true);
	r->visit = 1;
	for (struct condition *c = r->conditions; c != NULL; c = c->next) {
		if (c->rule == NULL || !cycle(b, c->rule, depth + 1))
			continue;
		book_fault(b, false, &c->at,
		    depth >= LINK_DEPTH
			? "%.*s leads on through too many rules"
			: "%.*s leads back to this rule in a circle",
		    STR_ARG(c->name));
		c->rule = NULL;
	}
	r->visit = 2;
	r->order = b->norders++;
	return (false);
}

static void
link_when(struct book *b, struct str pack, struct when_node *node)
{
	const char *near = NULL;

	if (node->op == WHEN_LIST) {
		node->list = link_list(b, pack, node->name);
		if (node->list != NULL)
			node->list->used = true;
		else
			near = near_list(b, node->name);
	} else if (node->op == WHEN_RULE || node->op == WHEN_TOPIC) {
		node->rule = link_rule(b, pack, node->name);
		if (node->rule != NULL && (node->rule->kind == RULE_TOPIC) !=
					      (node->op == WHEN_TOPIC))
			node->rule = NULL;
		if (node->rule == NULL && node->op == WHEN_RULE)
			near = near_rule(b, pack, node->name);
	}
	if (node->name.n > 0 && node->rule == NULL && node->list == NULL)
		book_fault(b, false, &node->at, "there is no %s %.*s%s%s%s",
		    node->op == WHEN_LIST    ? "list"
		    : node->op == WHEN_TOPIC ? "topic"
					     : "rule",
		    STR_ARG(node->name), near != NULL ? ": did you mean " : "",
		    near != NULL ? near : "", near != NULL ? "?" : "");
	for (struct when_node *n = node->first; n != NULL; n = n->next)
		link_when(b, pack, n);
}

enum status
link_book(struct book *b)
{
	enum status st;

	b->rule_names = map_new();
	b->list_names = map_new();
	if (b->rule_names == NULL || b->list_names == NULL)
		return (E_MEMORY);
	st = name_rules(b);
	if (st == OK)
		st = name_lists(b);
	if (st != OK)
		return (st);
	apply_tunes(b);
	for (struct rule *r = b->rules; r != NULL; r = r->next) {
		if (r->off)
			continue;
		check_rule(b, r);
		for (struct condition *c = r->conditions; c != NULL;
		     c = c->next)
			link_condition(b, r, c);
	}
	for (struct rule *r = b->rules; r != NULL; r = r->next)
		if (!r->off)
			cycle(b, r, 0);
	for (struct when *w = b->whens; w != NULL; w = w->next)
		link_when(b, w->pack, w->root);
	return (arena_failed(b->arena) ? E_MEMORY : OK);
}
