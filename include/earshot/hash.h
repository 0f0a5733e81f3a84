/*
 * Hashes: SHA-256 (libcrypto) for identities that are stored or shown, a fast
 * seeded 64-bit one for tables in memory.
 */
#ifndef EARSHOT_HASH_H
#define EARSHOT_HASH_H

#include "earshot/str.h"

enum { HASH_BYTES = 32, HASH_HEX = 65 };

struct hash; /* a SHA-256 being fed */

/* NULL if memory is out. */
struct hash *hash_new(void);
/* hash_add: the length goes in too, so that ("ab","c") and ("a","bc") differ.
 */
void hash_add(struct hash *h, struct str s);
/* hash_end: frees ${h}. */
void hash_end(struct hash *h, unsigned char ret[HASH_BYTES]);

/* hash_of: plain SHA-256 of the bytes. */
void hash_of(struct str s, unsigned char ret[HASH_BYTES]);
/* hash_hex: lower-case hex of the first ${bytes}, NUL-ended. */
void hash_hex(const unsigned char *h, size_t bytes, char *ret);

/* hash_table: fast, seeded at start so that nobody outside can aim. */
uint64_t hash_table(struct str s);
/* hash_stable64: fast and the same for ever (fingerprints of words). */
uint64_t hash_stable64(struct str s);

#endif
