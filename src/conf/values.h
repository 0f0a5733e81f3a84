/*
 * Durations and sizes as people write them, for options and for feed lists.
 */
#ifndef CONF_VALUES_H
#define CONF_VALUES_H

#include "earshot/buf.h"

/* duration_read: "90", "500ms", "1.5s", "15m", "2h", "7d", "1w" to seconds; a
 * bare number counts ${bare_s} seconds each. */
bool duration_read(struct str s, double bare_s, double *ret_s);
/* duration_print: the shortest exact form: "90s", "15m", "7d". */
void duration_print(int64_t s, struct buf *out);
void duration_print_ms(int64_t ms, struct buf *out);
/* size_print: "16M", "64K", "1000". */
void size_print(int64_t bytes, struct buf *out);

#endif
