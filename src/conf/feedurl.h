/*
 * Is this the URL of a feed?  For lines, for OPML and for command lines.
 */
#ifndef CONF_FEEDURL_H
#define CONF_FEEDURL_H

#include "earshot/arena.h"
#include "earshot/buf.h"

/*
 * feedurl_check: the canonical form of ${url}, by which doubles are found, in
 * ${scratch}.  {NULL,0}: ${why} says what would be right, without passwords.
 */
struct str feedurl_check(struct arena *scratch, struct str url,
    struct buf *why);

/* feedurl_password: it carries a password, which a list is no place for. */
bool feedurl_password(struct str url);

#endif
