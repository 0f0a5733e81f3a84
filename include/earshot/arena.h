/*
 * Bump memory for one visit (or one load): many allocations, one free.  An
 * arena has a cap, so that no visit can eat the machine.  A failed allocation
 * is remembered: ask arena_failed once at the end.
 * Not for: memory that many threads share, or that must shrink.
 */
#ifndef EARSHOT_ARENA_H
#define EARSHOT_ARENA_H

#include "earshot/status.h"
#include "earshot/str.h"

struct arena;

/* arena_new: ${cap} bytes at the most, in all.  NULL if memory is out. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena *a);
/* arena_reset: forget everything, keep a little memory for the next use. */
void arena_reset(struct arena *a);

/* Aligned for any type; NULL at the cap.  Zeroed memory. */
void *arena_alloc(struct arena *a, size_t n);
/* arena_array: ${count} items of ${size}, zeroed; NULL also on overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);
/*
 * arena_grow: an array of *${cap} items of ${size} in which item ${n} may be
 * written: returns ${old} or a copy of twice the size; NULL at the cap (old
 * stays valid).
 */
void *arena_grow(struct arena *a, void *old, size_t n, size_t *cap,
    size_t size);
/* Copies, NUL-ended; the slice's n does not count the NUL.  {NULL,0} at the
 * cap. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

bool arena_failed(const struct arena *a);
/* arena_starved: it failed because the system had no memory, not by its cap. */
bool arena_starved(const struct arena *a);
/* arena_used: bytes handed out so far. */
size_t arena_used(const struct arena *a);

#endif
