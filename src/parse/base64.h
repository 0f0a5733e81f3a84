/*
 * Base64 as Atom's content may be.
 */
#ifndef EARSHOT_PARSE_BASE64_H
#define EARSHOT_PARSE_BASE64_H

#include "earshot/arena.h"

/* base64_decode: white space is allowed; {NULL,0}: it is no base64. */
struct str base64_decode(struct arena *a, struct str s);

#endif
