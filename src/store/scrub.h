/*
 * The file made clean of what was deleted: full text merged, the file written
 * anew, the WAL emptied.
 */
#ifndef STORE_SCRUB_H
#define STORE_SCRUB_H

#include "earshot/retain.h"

#include "store_impl.h"

enum scrub_phase {
	SCRUB_MERGE,
	SCRUB_VACUUM,
	SCRUB_WAL,
	SCRUB_DONE /* nothing is left to do */
};

/* scrub_mark: in a group: the file is not clean until scrub_step has done its
 * last, whatever happens in between. */
enum status scrub_mark(struct store *s) MUST_USE;

/* scrub_step: outside of any group; ${phase} moves on when that is done.
 * ${f}: tries, at and cancelled. */
enum status scrub_step(struct store *s, struct forget *f,
    enum scrub_phase *phase) MUST_USE;

#endif
