/*
 * Fixed lines of places, kept over restarts: numbers only.  Which lines are
 * fixed is not the store's business (fixed.h).
 */
#ifndef EARSHOT_FIXED_ROWS_H
#define EARSHOT_FIXED_ROWS_H

#include "earshot/store.h"

/* fixed_rows_load: ${each} for every one, not OK: that is the answer. */
enum status fixed_rows_load(struct store *s,
    enum status (*each)(void *arg, int64_t source_id, uint64_t line),
    void *arg) MUST_USE;
/* In the open group. */
enum status fixed_rows_add(struct store *s, int64_t source_id,
    uint64_t line) MUST_USE;
/* fixed_rows_again: ${insight_id}, and all of its theme, are to be told
 * again. */
enum status fixed_rows_again(struct store *s, int64_t insight_id) MUST_USE;

#endif
