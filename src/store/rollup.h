/*
 * Counts kept ahead, so that "top topics of thirty days" costs milliseconds at
 * ten million posts.  Every table is a sum over posts; adding a post and
 * taking it away are the same statement with another sign, so an edit or a
 * withdrawal leaves no trace.
 */
#ifndef STORE_ROLLUP_H
#define STORE_ROLLUP_H

#include "db.h"

/* rollup_count: posts in (${after}, ${upto}] with ${sign} 1 or -1, as they are
 * stored now.  ${zone_s}: east of UTC, for `day`. */
enum status rollup_count(struct db *d, int64_t after, int64_t upto, int sign,
    int64_t zone_s) MUST_USE;

/* rollup_rebuild: everything anew, for posts up to ${upto}. */
enum status rollup_rebuild(struct db *d, int64_t upto, int64_t zone_s) MUST_USE;

/* rollup_check: each table that differs from a fresh count is one line. */
enum status rollup_check(struct db *d, int64_t upto, int64_t zone_s,
    struct buf *out) MUST_USE;

/*
 * rollup_sweep: what was taken away again leaves rows of zeros: those of table
 * ${nth} up to ${upto_ts} go.  *${ret_done}: there is no such table.
 */
enum status rollup_sweep(struct db *d, int64_t nth, int64_t zone_s,
    int64_t upto_ts, bool *ret_done) MUST_USE;

/* rollup_zone: "UTC", "", "+02:00", "-0330" to seconds; false: not a zone. */
bool rollup_zone(struct str s, int64_t *ret);

#endif
