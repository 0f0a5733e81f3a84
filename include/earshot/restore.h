/*
 * A copy in the place of the database: looked through before anything changes,
 * the old one kept aside.
 */
#ifndef EARSHOT_RESTORE_H
#define EARSHOT_RESTORE_H

#include "earshot/buf.h"
#include "earshot/status.h"

/*
 * restore_prepare: ${file} is a sound database of ours, not newer than this
 * program; a copy of it is ready beside the database at ${url}, as
 * PATH.restore, without what was forgotten since it was made.  What is in use
 * is not touched.  E_CORRUPT, E_NEWER, E_FULL …,
 * and a sentence in *${reterr}.
 */
enum status restore_prepare(const char *url, const char *file,
    struct buf *reterr) MUST_USE;

/*
 * restore_swap: PATH.restore becomes the database, while nobody writes
 * (E_BUSY); the old one stays as PATH.before-restore-MOMENT.  At every moment
 * one of them is there, whole.  What it did, or why not, is in ${out}.
 */
enum status restore_swap(const char *url, struct buf *out) MUST_USE;

/* restore_drop: what restore_prepare made is not wanted. */
void restore_drop(const char *url);

#endif
