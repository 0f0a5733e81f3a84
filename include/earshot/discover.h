/*
 * The feeds that an HTML page names: <link rel="alternate">, rel="feed",
 * rel="replies"; where there are none, anchors that look like feeds.  A
 * linear look at the tags; nothing is fetched, nothing is certain.
 */
#ifndef EARSHOT_DISCOVER_H
#define EARSHOT_DISCOVER_H

#include "earshot/arena.h"

enum { DISCOVER_MAX = 64 }; /* feeds of one page; further ones are left out */

struct discovered {
	struct str url;   /* absolute */
	struct str title; /* one line; {NULL,0}: none */
	struct str type;  /* media type, lower case; {NULL,0}: not said */
	bool is_comments; /* what readers say, not the posts */
	bool is_guess;    /* from an anchor: only its address looks like a feed
			   */
};

/*
 * discover_feeds: ${body} as served, ${content_type} its header's value or
 * {NULL,0}, ${base_url} its address (the page's own <base> counts).  Document
 * order, each URL once; everything lives in ${a}.  None is no error.
 * E_MEMORY.
 */
enum status discover_feeds(struct arena *a, struct str body,
    struct str content_type, struct str base_url, struct discovered **ret,
    size_t *ret_n) MUST_USE;

#endif
