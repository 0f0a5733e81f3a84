/*
 * One line of a feed list: a [source] header, or a feed with its keys.
 */
#ifndef CONF_FEEDLINE_H
#define CONF_FEEDLINE_H

#include "earshot/feed.h"

#include "intern.h"
#include "lines.h"

struct feedline {
	struct place place; /* the line being read */
	struct intern *strings;
	struct arena *scratch;   /* forgotten before each line */
	struct feed_spec header; /* what the header above says */
};

enum line_kind {
	LINE_EMPTY,  /* also: a comment */
	LINE_HEADER, /* now in r->header */
	LINE_FEED,
	LINE_FAULTY
};

/* feedline_init: no header yet. */
void feedline_init(struct feedline *r, struct faults *faults, const char *file,
    struct intern *strings, struct arena *scratch);

/*
 * feedline_read: the line's text and number; faults are noted.  LINE_FEED:
 * *${ret_spec}, its header merged in, and the URL's canonical form, which
 * lives until the next line.
 */
enum line_kind feedline_read(struct feedline *r, struct str text,
    unsigned number, struct feed_spec *ret_spec, struct str *ret_canonical);

/* feedline_quote: a value so that it is read back the same; with quotes only
 * where it needs them. */
void feedline_quote(struct str value, struct buf *out);

#endif
