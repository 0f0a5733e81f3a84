/*
 * Character references as XML and HTML texts have them.
 */
#ifndef EARSHOT_TEXT_ENTITIES_H
#define EARSHOT_TEXT_ENTITIES_H

#include "earshot/str.h"

enum { ENTITY_NAME_MAX = 24 };

struct reference {
	size_t length;  /* bytes of the reference, '&' and ';' included */
	bool semicolon; /* it had one */
	bool exact;     /* a number that means the character it names */
	size_t n;       /* bytes of out; 0: it stands for nothing we keep */
	char out[4];    /* UTF-8 */
};

/* reference_read: the reference whose '&' is at ${at}.  false: it is none, and
 * the '&' is text. */
bool reference_read(struct str s, size_t at, struct reference *r);

/* reference_name: what follows the '&' at ${at}, letters and digits, at most
 * one more than ENTITY_NAME_MAX. */
struct str reference_name(struct str s, size_t at);

#endif
