/*
 * The address of a hop: taken apart, checked, and shown without its secrets.
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include "earshot/arena.h"

/* Strings are the arena's and NUL-ended. */
struct address {
	struct str url;    /* without user, password and fragment */
	struct str scheme; /* "http", "https" */
	struct str host;   /* lower case, without brackets */
	uint16_t port;
	struct str user, password; /* {NULL,0}: none */
};

/*
 * address_read: ${ref}, resolved against ${base} when that is not {NULL,0}.
 * E_REFUSED: neither http nor https; E_SYNTAX; E_MEMORY.
 */
enum status address_read(struct arena *a, struct str base, struct str ref,
    struct address *ret) MUST_USE;
/* address_same_origin: scheme, host and port alike. */
bool address_same_origin(const struct address *a, const struct address *b);

/* address_replace: ${s} with every ${what} replaced by ${by}; ${s} itself when
 * it is not in there. */
struct str address_replace(struct arena *a, struct str s, struct str what,
    struct str by);
/* address_line: ${s} on one line: control characters are blanks. */
struct str address_line(struct arena *a, struct str s);

#endif
