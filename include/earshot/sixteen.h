/*
 * Sixteen bytes at a time, by the compiler's own vectors: which of them are
 * of some kind, and where the first of those stands.  Not for: meaning.
 */
#ifndef EARSHOT_SIXTEEN_H
#define EARSHOT_SIXTEEN_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SIXTEEN = 16 };

/* In a mask a byte is 0, or its highest bit is set and is all that counts. */
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

/*
 * sixteen_any: is any byte set in ${mask}?  sixteen_first: the first one that
 * is.  Ask in this order: a step that waits for the place of a byte that is
 * not there costs three times as much as one that guesses so.
 */
#if defined(__SSE2__)
static inline unsigned
sixteen_bits(sixteen mask)
{
	typedef char chars __attribute__((vector_size(16)));

	return ((unsigned)__builtin_ia32_pmovmskb128((chars)mask));
}

static inline bool
sixteen_any(sixteen mask)
{

	return (sixteen_bits(mask) != 0);
}

static inline size_t
sixteen_first(sixteen mask)
{

	return ((size_t)__builtin_ctz(sixteen_bits(mask)));
}
#else
static inline bool
sixteen_any(sixteen mask)
{
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	return ((half[0] | half[1]) != 0);
}

static inline size_t
sixteen_first(sixteen mask)
{
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	if (half[0] != 0)
		return ((size_t)__builtin_ctzll(le64toh(half[0])) / 8);
	return (8 + (size_t)__builtin_ctzll(le64toh(half[1])) / 8);
}
#endif

#endif
