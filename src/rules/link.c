/*
 * Makes one consistent set of what many files say: names, tuning, references.
 * Patterns are not looked into here.
 */
#include "link.h"

#include "earshot/utf8.h"

#include "lookup.h"
#include "mend.h"
#include "when.h"

enum { LINK_DEPTH = 32 };

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

	struct lookalike **l = &rule->lookalikes;

	while (*l != NULL)
		l = &(*l)->next;
	*l = more->lookalikes;
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

/* Is a rule tuned of a pack that is not here at all? */
static bool
other_pack(const struct book *b, const struct tune *t)
{
	size_t dot = str_findc(t->name, '.');

	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		if (str_eq(r->pack, str_sub(t->name, 0, dot)))
			return (false);
	return (dot != SIZE_MAX &&
		(str_eq(str_sub(t->name, 0, dot), STR("en")) ||
		    str_eq(str_sub(t->name, 0, dot), STR("es")) ||
		    str_eq(str_sub(t->name, 0, dot), STR("fr"))));
}

/* The rule that a tune names; else a fault, and the rule that was meant. */
static struct rule *
tuned_rule(struct book *b, const struct tune *t)
{
	struct rule *rule = lookup_rule(b, t->pack, t->name);
	const char *near;
	bool clear;

	if (rule != NULL && rule->kind == RULE_RULE)
		return (rule);
	if (lookup_elsewhere(b, false, t->pack, t->name))
		return (NULL);
	if (t->fitted) {
		book_fault(b, true, &t->at, "there is no rule %.*s any more",
		    STR_ARG(t->name));
		return (NULL);
	}
	if (rule != NULL) {
		book_fault(b, false, &t->at,
		    "%.*s is a topic: only rules can be tuned",
		    STR_ARG(t->name));
		return (NULL);
	}
	near = lookup_near_rule(b, t->pack, t->name, false, &clear);
	if (near == NULL && other_pack(b, t)) {
		book_fault(b, false, &t->at,
		    "there is no rule %.*s, nor any other of its pack: --rules "
		    "replaces the shipped packs, unless it names them as well",
		    STR_ARG(t->name));
		return (NULL);
	}
	if (near == NULL) {
		book_fault(b, false, &t->at,
		    "there is no rule %.*s: `earshot rules list` shows all "
		    "names",
		    STR_ARG(t->name));
		return (NULL);
	}
	book_fault(b, false, &t->at, "there is no rule %.*s: did you mean %s?",
	    STR_ARG(t->name), near);
	if (!clear)
		return (NULL);
	mend_at(b, &t->at, t->name, str_of(near), "misspelt");
	return (lookup_rule(b, t->pack, str_of(near)));
}

/* An `also` with nothing behind or below it; not said where a slip is the
 * reason. */
static void
check_also(struct book *b, const struct tune *t)
{
	const struct rule *body = t->body;

	if (body->says == NULL && body->unlesses == NULL &&
	    body->conditions == NULL && body->examples == NULL &&
	    b->faults->errors == 0)
		book_fault(b, false, &t->at,
		    "nothing is added: also %.*s unless \"...\"",
		    STR_ARG(t->name));
}

static void
apply_tune(struct book *b, struct tune *t)
{
	struct rule *rule = tuned_rule(b, t);

	if (rule == NULL)
		return;
	rule->tuned |= t->tier != rule->tier;
	switch (t->kind) {
	case TUNE_WEIGHT:
		if (rule->weighed != NULL && rule->weighed->tier == t->tier &&
		    !rule->weighed->fitted && !t->fitted &&
		    rule->weighed->weight != t->weight)
			book_fault(b, true, &t->at,
			    "this replaces what %s:%u says",
			    rule->weighed->at.file, rule->weighed->at.line);
		rule->weight = t->weight;
		rule->weighed = t;
		rule->has_weight = true;
		break;
	case TUNE_OFF:
		rule->off = true;
		rule->silenced = t;
		break;
	case TUNE_ALSO:
		if (t->body == NULL)
			break;
		check_also(b, t);
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

/* The line that was probably meant to be ${attribute}; NULL: none. */
static struct lookalike *
looks_like(const struct rule *r, const char *attribute)
{
	struct lookalike *found = NULL;

	for (struct lookalike *l = r->lookalikes; l != NULL; l = l->next)
		if (strcmp(l->attribute, attribute) == 0)
			found = l; /* the first one of the file */
	return (found);
}

/* ${what} is missing: the fault, and the line that may be it. */
static void
missing(struct book *b, const struct rule *r, const char *attribute,
    const char *what, const char *advice)
{
	struct lookalike *l = looks_like(r, attribute);

	if (l == NULL) {
		book_fault(b, false, &r->at, "%.*s %s: %s", STR_ARG(r->name),
		    what, advice);
		return;
	}
	book_fault(b, false, &r->at,
	    "%.*s %s: line %u looks like `%s`, but was read as going on with "
	    "`%s`: write %s there, not %.*s",
	    STR_ARG(r->name), what, l->at.line, l->attribute, l->above,
	    l->attribute, STR_ARG(l->word));
	l->strict = false; /* it is said */
}

static void
check_rule(struct book *b, const struct rule *r)
{

	if (r->kind == RULE_RULE && r->signal == SIGNAL_NONE)
		missing(b, r, "signal", "has no signal",
		    "add a line `signal` with idea, complaint, praise, "
		    "question, advice or spam");
	if (!r->spoke)
		missing(b, r, "say", "hears nothing",
		    "add a line `say` with a phrase");
	for (const struct lookalike *l = r->lookalikes; l != NULL; l = l->next)
		if (l->strict)
			book_fault(b, true, &l->at,
			    "this line looks like `%s`, but was read as going "
			    "on with `%s`: write %s if it is one",
			    l->attribute, l->above, l->attribute);
}

/* A phrase that begins with a list's name: something behind it is off. */
static void
check_phrase(struct book *b, const struct rule *r, const struct condition *c)
{
	struct str rest = c->phrases->source, word = str_word(&rest);
	struct place at = c->at;
	const char *stop = "within N words, in post";

	if (!c->bare || str_findc(word, '.') == SIZE_MAX ||
	    (lookup_list(b, r->pack, word) == NULL &&
		lookup_rule(b, r->pack, word) == NULL))
		return;
	rest = str_trim(rest);
	at.column += (unsigned)utf8_columns(c->phrases->source,
	    (size_t)(rest.p - c->phrases->source.p));
	book_fault(b, false, &at,
	    "behind %.*s stands %s%s; the words of a phrase go in quotes",
	    STR_ARG(word), stop, c->required ? "" : " or add WEIGHT");
}

/* A bare word behind near and need: a list, a rule, else a phrase. */
static void
link_condition(struct book *b, struct rule *r, struct condition *c)
{
	const char *near;
	bool clear;

	if (c->name.n == 0) {
		if (c->phrases != NULL && c->phrases->next == NULL)
			check_phrase(b, r, c);
		return;
	}
	c->list = lookup_list(b, r->pack, c->name);
	if (c->list != NULL) {
		c->list->used = true;
		return;
	}
	c->rule = lookup_rule(b, r->pack, c->name);
	if (c->rule != NULL && c->rule->off)
		book_fault(b, false, &c->at, "the rule %.*s is off",
		    STR_ARG(c->name));
	if (c->rule != NULL || str_findc(c->name, '.') == SIZE_MAX ||
	    lookup_elsewhere(b, true, r->pack, c->name) ||
	    lookup_elsewhere(b, false, r->pack, c->name))
		return;
	near = lookup_near_list(b, c->name, &clear);
	if (near == NULL)
		near = lookup_near_rule(b, r->pack, c->name, false, &clear);
	if (near == NULL) {
		book_fault(b, false, &c->at,
		    "there is no list or rule %.*s; a phrase with a dot stands "
		    "in quotes",
		    STR_ARG(c->name));
		return;
	}
	book_fault(b, false, &c->at,
	    "there is no list or rule %.*s: did you mean %s?", STR_ARG(c->name),
	    near);
	if (!clear)
		return;
	mend_at(b, &c->at, c->name, str_of(near), "misspelt");
	c->list = lookup_list(b, r->pack, str_of(near));
	if (c->list != NULL)
		c->list->used = true;
	else
		c->rule = lookup_rule(b, r->pack, str_of(near));
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

/* The list, rule or topic of a condition; false: there is none. */
static bool
find_named(struct book *b, struct str pack, struct when_node *node,
    struct str name)
{

	if (node->op == WHEN_LIST) {
		node->list = lookup_list(b, pack, name);
		if (node->list != NULL)
			node->list->used = true;
		return (node->list != NULL);
	}
	node->rule = lookup_rule(b, pack, name);
	if (node->rule != NULL &&
	    (node->rule->kind == RULE_TOPIC) != (node->op == WHEN_TOPIC))
		node->rule = NULL;
	return (node->rule != NULL);
}

static void
link_named(struct book *b, struct str pack, struct when_node *node)
{
	bool clear, list = node->op == WHEN_LIST,
		    topic = node->op == WHEN_TOPIC;
	const char *near;

	if (find_named(b, pack, node, node->name) ||
	    lookup_elsewhere(b, list, pack, node->name))
		return;
	near = list ? lookup_near_list(b, node->name, &clear)
		    : lookup_near_rule(b, pack, node->name, topic, &clear);
	book_fault(b, false, &node->at, "there is no %s %.*s%s%s%s",
	    list    ? "list"
	    : topic ? "topic"
		    : "rule",
	    STR_ARG(node->name), near != NULL ? ": did you mean " : "",
	    near != NULL ? near : "", near != NULL ? "?" : "");
	if (near == NULL || !clear)
		return;
	mend_at(b, &node->at, node->name, str_of(near), "misspelt");
	find_named(b, pack, node, str_of(near));
}

static void
link_when(struct book *b, struct str pack, struct when_node *node)
{

	if (node->op == WHEN_LIST || node->op == WHEN_RULE ||
	    node->op == WHEN_TOPIC)
		link_named(b, pack, node);
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
