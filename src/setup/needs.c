/*
 * A feed's need=LIST against the lists of the rules.  Only said, never refused:
 * feeds and rules are mended by different people, one after the other.
 */
#include "needs.h"

#include "earshot/map.h"

static void
tell(const struct feed_spec *spec, const struct ruleset *rules,
    struct faults *faults)
{
	const struct str none = { NULL, 0 };
	const char *near = NULL;

	if (ruleset_mentions(rules, str_of(spec->need), &near))
		return;
	if (near != NULL)
		faults_add(faults, true, spec->file, spec->line, 0, none,
		    "need: the rules have no list %s: did you mean %s? Until "
		    "then no post of this feed becomes an insight",
		    spec->need, near);
	else
		faults_add(faults, true, spec->file, spec->line, 0, none,
		    "need: the rules have no list %s: it takes one named "
		    "brand.NAME or product.NAME, else no post of this feed "
		    "becomes an insight",
		    spec->need);
}

void
needs_check(const struct feedlist *feeds, const struct ruleset *rules,
    struct faults *faults)
{
	struct map *told = map_new();
	static char yes[] = "";
	const char *last = NULL;

	for (size_t i = 0; told != NULL && i < feedlist_count(feeds); i++) {
		const struct feed_spec *spec = feedlist_get(feeds, i);

		/* A header's need is that of all its feeds. */
		if (spec->need == NULL || spec->need == last)
			continue;
		last = spec->need;
		if (map_get(told, str_of(spec->need)) != NULL)
			continue;
		if (map_put(told, str_of(spec->need), yes) != OK)
			break;
		tell(spec, rules, faults);
	}
	map_free(told);
}
