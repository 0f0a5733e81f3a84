/*
 * Strings of a feed list, packed (an arena alone would align each), and kept
 * once where that is cheap: a thousand feeds of one source share its name.  A
 * small cache, not a table: what fell out of it is simply stored again.
 */
#ifndef CONF_INTERN_H
#define CONF_INTERN_H

#include "earshot/arena.h"

enum { INTERN_SLOTS = 1024 };

struct intern {
	struct arena *arena; /* where the strings live */
	char *block;         /* being filled */
	size_t left;         /* room in it */
	struct str slots[INTERN_SLOTS];
};

/* intern_str: NUL-ended, as long as the arena; {NULL,0} when it is full, and
 * for an empty string.  intern_keep: one that is not worth looking for. */
struct str intern_str(struct intern *in, struct str s);
struct str intern_keep(struct intern *in, struct str s);

#endif
