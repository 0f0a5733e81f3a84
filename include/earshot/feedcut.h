/*
 * Lines taken out of a feed list that people edit; all other bytes stay.
 */
#ifndef EARSHOT_FEEDCUT_H
#define EARSHOT_FEEDCUT_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/status.h"

/* feedcut_opml: is this file OPML, as its suffix or what is in it says? */
bool feedcut_opml(struct arena *a, const char *path, struct str bytes);

/*
 * feedcut: *${ret} is ${bytes} without the lines of these numbers (1-based,
 * ascending), their ends with them; byte order mark, encoding and the ends of
 * other lines stay.  ${a} is for scratch.  E_CORRUPT: what is left would be
 * read as another text, because the encoding is a guess.
 */
enum status feedcut(struct arena *a, struct str bytes, const unsigned *lines,
    size_t n, struct buf *ret) MUST_USE;

#endif
