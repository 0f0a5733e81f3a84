/*
 * Addresses in feeds: which are absolute, and what a relative one means.  What
 * libcurl says of a base is kept, so that simple references cost a copy.
 */
#ifndef EARSHOT_PARSE_RESOLVE_H
#define EARSHOT_PARSE_RESOLVE_H

#include "earshot/arena.h"

/* The last base, and what "/" and "" below it are.  Zeroed at first. */
struct resolver {
	struct str base;   /* as given; compared by its bytes */
	struct str root;   /* https://a.example/ */
	struct str folder; /* https://a.example/blog/ */
};

/* resolve_absolute: begins with a scheme and ":" (RFC 3986, 3.1); a cheap
 * look, not a check. */
bool resolve_absolute(struct str url);

/* resolve_simple: would ${ref} be ${r}'s root or folder and then itself? */
bool resolve_simple(struct str ref);

/*
 * resolve_relative: ${ref} against ${base}, in ${a}, where ${r} keeps what it
 * learns, too.  Percent signs that this adds are followed by upper-case digits
 * (RFC 3986, 2.1).  {NULL,0}: impossible.
 */
struct str resolve_relative(struct resolver *r, struct arena *a,
    struct str base, struct str ref);

#endif
