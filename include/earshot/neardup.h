/*
 * Fingerprints of posts, to be found by nearness.  It only hints: a post that
 * it names may be gone or edited since, so whoever asks looks at its row and
 * its words.  One thread at a time.  56 MB when full; then the oldest give way.
 */
#ifndef EARSHOT_NEARDUP_H
#define EARSHOT_NEARDUP_H

#include <stddef.h>
#include <stdint.h>

#include "earshot/fingerprint.h"
#include "earshot/status.h"

enum {
	NEARDUP_MAX = 1 << 20, /* fingerprints kept, the newest */
	NEARDUP_FOUND = 8      /* of one look-up */
};

struct neardup;

struct near {
	int64_t post_id;
	unsigned distance; /* bits of the simhash */
};

struct neardup *neardup_new(void);    /* NULL if memory is out */
void neardup_free(struct neardup *n); /* NULL is fine */

/* neardup_add: E_MEMORY only; what is there stays. */
enum status neardup_add(struct neardup *n, const struct fingerprint *f,
    int64_t post_id) MUST_USE;
/* neardup_find: posts at most FINGERPRINT_NEAR bits away, and those at most
 * FINGERPRINT_FAR that have an anchor of ${f}: the nearest, of those equally
 * near the lowest ids, each once; how many.  Bounded: where too many share a
 * quarter of their bits or an anchor, the oldest are not seen. */
size_t neardup_find(const struct neardup *n, const struct fingerprint *f,
    struct near ret[NEARDUP_FOUND]);

size_t neardup_count(const struct neardup *n);
size_t neardup_bytes(const struct neardup *n);

#endif
