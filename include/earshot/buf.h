/*
 * Growing bytes with a cap.  Writers do not fail at each call: the buffer
 * remembers a failure (cap or memory), drops what follows, and the caller asks
 * buf_failed once.  The bytes are always followed by a NUL that does not count.
 */
#ifndef EARSHOT_BUF_H
#define EARSHOT_BUF_H

#include <stdarg.h>

#include "earshot/status.h"
#include "earshot/str.h"

struct buf {
	char *p;     /* NULL until the first byte */
	size_t n;    /* bytes in use */
	size_t size; /* bytes allocated */
	size_t cap;  /* bytes it may ever hold */
	bool failed; /* sticky */
};

#define BUF_INIT(max) ((struct buf){ .cap = (max) })

void buf_init(struct buf *b, size_t cap);
void buf_free(struct buf *b);
/* buf_clear: empty and not failed; the memory is kept. */
void buf_clear(struct buf *b);

/* buf_reserve: room for ${n} more; where to write them, or NULL.  Then
 * buf_advance says how many were written. */
char *buf_grow(struct buf *b, size_t n); /* when there is none */
static inline char *
buf_reserve(struct buf *b, size_t n)
{

	/* Bytes in use never fill the size: the NUL stands behind them.  The
	 * size is no more than the cap and that NUL. */
	if (!b->failed && b->size > 0 && n <= b->size - 1 - b->n)
		return (b->p + b->n);
	return (buf_grow(b, n));
}

static inline void
buf_advance(struct buf *b, size_t n)
{

	b->n += n;
	b->p[b->n] = '\0';
}

static inline void
buf_add(struct buf *b, struct str s)
{
	char *to;

	if (s.n == 0 || (to = buf_reserve(b, s.n)) == NULL)
		return;
	memcpy(to, s.p, s.n);
	buf_advance(b, s.n);
}

static inline void
buf_addc(struct buf *b, char c)
{
	char *to = buf_reserve(b, 1);

	if (to == NULL)
		return;
	*to = c;
	buf_advance(b, 1);
}

void buf_adds(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) PRINTF(2, 0);

bool buf_failed(const struct buf *b);
struct str buf_str(const struct buf *b);
/* buf_steal: the NUL-ended bytes are yours (free); the buffer is empty.  NULL
 * if it failed. */
char *buf_steal(struct buf *b);

#endif
