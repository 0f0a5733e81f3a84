/*
 * Finds what a name names, or what it was probably meant to be.
 */
#include "lookup.h"

#include "mend.h"

struct rule *
lookup_rule(const struct book *b, struct str pack, struct str name)
{
	struct str full;
	struct rule *rule;

	full =
	    arena_printf(b->arena, "%.*s.%.*s", STR_ARG(pack), STR_ARG(name));
	rule = full.p != NULL ? map_get(b->rule_names, full) : NULL;
	return (rule != NULL ? rule : map_get(b->rule_names, name));
}

struct list *
lookup_list(const struct book *b, struct str pack, struct str name)
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

static size_t
count(const char *const *names)
{
	size_t n = 0;

	while (names != NULL && names[n] != NULL)
		n++;
	return (n);
}

/* What other files define, when one is mended by itself. */
static const char *const *
known(const struct book *b, bool lists)
{

	if (b->mends == NULL || b->mends->known == NULL)
		return (NULL);
	return (lists ? b->mends->known->lists : b->mends->known->rules);
}

/* Some other file defines it, so there is no fault. */
bool
lookup_elsewhere(const struct book *b, bool lists, struct str pack,
    struct str name)
{
	const char *const *names = known(b, lists);

	for (; names != NULL && *names != NULL; names++) {
		struct str full = str_of(*names);

		if (str_eq(full, name) ||
		    (str_ends(full, name) && full.n == pack.n + 1 + name.n &&
			str_starts(full, pack)) ||
		    (lists && str_ends(full, name) && full.n > name.n &&
			full.p[full.n - name.n - 1] == '.'))
			return (true);
	}
	return (false);
}

/* Both names of ${full}, the short one inside ${pack}. */
static size_t
add_names(const char **names, size_t n, const char *full, struct str pack)
{
	struct str name = str_of(full);

	names[n++] = full;
	if (name.n > pack.n + 1 && name.p[pack.n] == '.' &&
	    str_starts(name, pack))
		names[n++] = full + pack.n + 1;
	return (n);
}

/* What ${name} was probably meant to be, full or inside ${pack}; or NULL. */
const char *
lookup_near_rule(struct book *b, struct str pack, struct str name, bool topic,
    bool *ret_clear)
{
	const char *const *others = topic ? NULL : known(b, false);
	const char **names;
	size_t n = 0, size = 0;

	*ret_clear = false;
	if (b->faults->errors > FAULTS_MAX)
		return (NULL); /* nobody reads so many */
	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		size++;
	names = arena_array(b->arena, 2 * (size + count(others)) + 1,
	    sizeof(*names));
	if (names == NULL)
		return (NULL);
	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		if ((r->kind == RULE_TOPIC) == topic && !r->off)
			n = add_names(names, n, r->name.p, pack);
	for (; others != NULL && *others != NULL; others++)
		n = add_names(names, n, *others, pack);
	return (mend_near(name, names, ret_clear));
}

const char *
lookup_near_list(struct book *b, struct str name, bool *ret_clear)
{
	const char *const *others = known(b, true);
	const char **names;
	size_t n = 0, size = 0;

	*ret_clear = false;
	if (b->faults->errors > FAULTS_MAX)
		return (NULL);
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		size++;
	names =
	    arena_array(b->arena, size + 2 * count(others) + 1, sizeof(*names));
	if (names == NULL)
		return (NULL);
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		names[n++] = l->full.p + l->pack.n + 1;
	for (; others != NULL && *others != NULL; others++) {
		struct str full = str_of(*others);
		size_t dot = str_findc(full, '.');

		names[n++] = *others + (dot != SIZE_MAX ? dot + 1 : 0);
	}
	return (mend_near(name, names, ret_clear));
}
