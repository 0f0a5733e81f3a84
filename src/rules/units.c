/*
 * Rules first, then topics, then lists: a unit's number says what it is.  Rules
 * that are off, and lists that nobody asks for, have none.
 */
#include "units.h"

/* The rooms for rule_infos are allocated before. */
struct describer {
	struct book *book;
	struct ruleset *rs;
	const struct rule_info **infos;
};

static struct rule_info *
new_info(struct describer *d, struct str name, struct str pack,
    const struct place *at)
{
	struct rule_info *info = arena_alloc(d->book->arena, sizeof(*info));
	struct ruleset_info *all = &d->rs->info;

	if (info == NULL)
		return (NULL);
	info->index = (unsigned)all->nrules;
	info->name = arena_str(d->book->arena, name);
	info->pack = arena_str(d->book->arena, pack);
	info->file = str_of(at->file);
	info->line = at->line;
	d->infos[all->nrules++] = info;
	return (info);
}

static void
describe_rule(struct describer *d, const struct rule *rule, struct unit *u)
{
	struct rule_info *info;

	info = new_info(d, rule->name, rule->pack, &rule->at);
	if (info == NULL)
		return;
	info->about = rule->about;
	if (rule->lang.n > 0)
		info->lang = arena_str(d->book->arena, rule->lang);
	info->signal = rule->signal;
	info->facet = rule->facet;
	info->target = rule->target;
	info->weight = rule->weight;
	u->info = info;
}

/* The name of a condition: its pack and line, and a number where two files of
 * one pack have one on the same line. */
static struct str
name_of(const struct describer *d, const struct when *w)
{
	unsigned same = 1;

	for (size_t i = 0; i < d->rs->nwhens; i++)
		same += str_eq(d->rs->whens[i].said->name, w->name);
	return (same == 1 ? w->name
			  : arena_printf(d->book->arena, "%.*s.%u",
				STR_ARG(w->name), same));
}

static void
describe_whens(struct describer *d)
{
	struct ruleset *rs = d->rs;

	for (const struct when *w = d->book->whens; w != NULL; w = w->next) {
		struct rule_info *info;

		info = new_info(d, name_of(d, w), w->pack, &w->at);
		if (info == NULL)
			return;
		info->about = arena_str(d->book->arena, w->text);
		info->signal = w->signal;
		info->weight = w->weight;
		rs->whens[rs->nwhens++] = (struct compiled_when){ w, info };
	}
}

static void
number_rules(struct describer *d, enum rule_kind kind)
{
	struct ruleset *rs = d->rs;

	for (struct rule *r = d->book->rules; r != NULL; r = r->next) {
		struct unit *u = &rs->units[rs->nunits];

		if (r->off || r->kind != kind)
			continue;
		r->index = rs->nunits++;
		if (kind == RULE_TOPIC) {
			u->kind = UNIT_TOPIC;
			u->name = str_sub(r->name, r->pack.n + 1, r->name.n);
			continue;
		}
		u->kind = UNIT_RULE;
		u->name = r->name;
		describe_rule(d, r, u);
	}
}

static void
number_lists(struct describer *d)
{
	struct ruleset *rs = d->rs;

	for (struct list *l = d->book->lists; l != NULL; l = l->next) {
		if (!l->mention && !l->used)
			continue;
		rs->units[rs->nunits].kind = UNIT_LIST;
		rs->units[rs->nunits].name = l->name;
		rs->units[rs->nunits].list = l;
		l->index = rs->nunits++;
	}
}

enum status
units_number(struct book *b, struct ruleset *rs)
{
	struct describer d = { .book = b, .rs = rs };
	size_t nwhens = 0, n = 0;

	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		n += !r->off;
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		n += l->mention || l->used;
	for (const struct when *w = b->whens; w != NULL; w = w->next)
		nwhens++;
	rs->units = arena_array(b->arena, n + 1, sizeof(*rs->units));
	rs->whens = arena_array(b->arena, nwhens, sizeof(*rs->whens));
	d.infos =
	    arena_array(b->arena, n + nwhens, sizeof(const struct rule_info *));
	if (rs->units == NULL || rs->whens == NULL || d.infos == NULL)
		return (E_MEMORY);
	number_rules(&d, RULE_RULE);
	rs->nrules = rs->nunits;
	number_rules(&d, RULE_TOPIC);
	number_lists(&d);
	describe_whens(&d);
	rs->info.rules = d.infos;
	return (arena_failed(b->arena) ? E_MEMORY : OK);
}
