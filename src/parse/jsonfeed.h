/*
 * JSON Feed 1 and 1.1.
 */
#ifndef EARSHOT_PARSE_JSONFEED_H
#define EARSHOT_PARSE_JSONFEED_H

#include "builder.h"

/* jsonfeed_parse: ${text} (UTF-8) into ${b}.  E_NOT_FEED: JSON, but no feed;
 * E_MEMORY.  *${ret_malformed}: it had to be repaired. */
enum status jsonfeed_parse(struct builder *b, struct str text,
    bool *ret_malformed) MUST_USE;

#endif
