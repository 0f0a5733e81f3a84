/*
 * Punycode (RFC 3492): the letters that a label of a host's name stands for.
 */
#ifndef CONF_PUNYCODE_H
#define CONF_PUNYCODE_H

#include "earshot/str.h"

enum { PUNYCODE_MAX = 63 };

/* punycode_read: how many characters ${label}, what is behind its xn--, stands
 * for; 0: it is not well-formed. */
size_t punycode_read(struct str label, uint32_t ret[PUNYCODE_MAX]);

#endif
