/*
 * Reading a pattern for its literals: what literal.c, which reads sequences,
 * groups and repeats, leaves to literal_atoms.c.
 */
#ifndef EARSHOT_RULES_LITERAL_ATOMS_H
#define EARSHOT_RULES_LITERAL_ATOMS_H

#include "parts.h"

struct literal_reader {
	struct arena *a;
	struct str s;
	size_t at;
	unsigned depth;
	bool caseless;
	bool given_up;
	bool repeats;
};

/* literal_give_up: nothing is known of ${p}, nor of the whole pattern. */
void literal_give_up(struct literal_reader *r, struct part *p);
/* literal_letter: one character that stands for itself. */
void literal_letter(struct literal_reader *r, struct part *p, struct str c);
/* literal_plain: letters and digits of which none repeats; false: there are
 * none. */
bool literal_plain(struct literal_reader *r, struct part *p);
/* literal_escape, literal_class: behind the backslash, behind the bracket. */
void literal_escape(struct literal_reader *r, struct part *p);
void literal_class(struct literal_reader *r, struct part *p);
/* literal_flags: (?i-s) and kin up to : or ); false: something else. */
bool literal_flags(struct literal_reader *r);

#endif
