/*
 * Names in /etc/hosts and domains in /etc/resolv.conf.  Not for addresses.
 */
#include "ownname.h"

#include <stdio.h>

enum { LINE_MAX_BYTES = 2000, LINES_MAX = 10000 };

/* The words of a line that are names: behind the address of hosts(5), behind
 * "search" or "domain" of resolv.conf(5). */
static bool
stands_in(const char *path, bool resolv, struct str wanted)
{
	FILE *f = fopen(path, "re");
	char line[LINE_MAX_BYTES];
	bool found = false;

	for (int i = 0; f != NULL && !found && i < LINES_MAX &&
			fgets(line, sizeof(line), f) != NULL;
	     i++) {
		struct str rest = str_of(line), words = str_cut(&rest, '#');
		struct str first = str_word(&words), word;

		if (resolv && !str_eq(first, STR("search")) &&
		    !str_eq(first, STR("domain")))
			continue;
		while (!found && (word = str_word(&words)).n > 0)
			found = str_ieq(word, wanted);
	}
	if (f != NULL)
		fclose(f);
	return (found);
}

bool
ownname_is(struct str name, struct str own, const char *hosts,
    const char *resolv)
{
	struct str domain = name, ours = own;
	struct str label = str_cut(&domain, '.'), first = str_cut(&ours, '.');

	if (own.n == 0 || !str_ieq(label, first))
		return (false);
	if (domain.n == 0)
		return (label.n == name.n);
	return ((ours.n > 0 && str_ieq(domain, ours)) ||
		stands_in(resolv, true, domain) ||
		stands_in(hosts, false, name));
}
