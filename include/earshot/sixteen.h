/*
 * Sixteen bytes at a time, by the compiler's own vectors: which of them are
 * of some kind, and where the first of those stands.  Not for: meaning.
 */
#ifndef EARSHOT_SIXTEEN_H
#define EARSHOT_SIXTEEN_H

#include <stdint.h>
#include <string.h>

enum { SIXTEEN = 16 };

/* In a mask each byte is 0 or 0xff: comparing gives one. */
typedef uint8_t sixteen __attribute__((vector_size(16)));
typedef int8_t sixteen_signed __attribute__((vector_size(16)));

static inline sixteen
sixteen_load(const void *p)
{
	sixteen v;

	memcpy(&v, p, sizeof(v));
	return (v);
}

static inline void
sixteen_store(void *p, sixteen v)
{

	memcpy(p, &v, sizeof(v));
}

/* sixteen_first: the first byte that is set in ${mask}; SIXTEEN: none. */
static inline size_t
sixteen_first(sixteen mask)
{
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	if ((half[0] | half[1]) == 0)
		return (SIXTEEN);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	half[0] = __builtin_bswap64(half[0]);
	half[1] = __builtin_bswap64(half[1]);
#endif
	if (half[0] != 0)
		return ((size_t)__builtin_ctzll(half[0]) / 8);
	return (8 + (size_t)__builtin_ctzll(half[1]) / 8);
}

#endif
