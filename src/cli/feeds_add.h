/*
 * earshot feeds add: finds the feeds of a page and adds a line to the list.
 */
#ifndef CLI_FEEDS_ADD_H
#define CLI_FEEDS_ADD_H

#include "cli.h"

/* feeds_add: ${pick}: "2", "1,3" or "all"; NULL: asked on a terminal.
 * ${back}: "90d", their past is followed so far; NULL: it is not. */
int feeds_add(struct cli *c, const char *url, const char *pick,
    const char *back);

/* feeds_write_list: a list, new or as it is to be from now on, readable for the
 * daemon; one that was there keeps its mode and owner. */
enum status feeds_write_list(const char *path, struct str text) MUST_USE;
/* feeds_reload: a running daemon takes the lists at once, and its verdict is
 * printed; ${quiet}: unless it is good.  1: yes, 0: no, -1: there is none. */
int feeds_reload(const struct setup *s, bool quiet);

#endif
