/*
 * Growing bytes; one sticky failure.
 */
#include "earshot/buf.h"

#include <stdio.h>
#include <stdlib.h>

void
buf_init(struct buf *b, size_t cap)
{

	*b = BUF_INIT(cap);
}

void
buf_free(struct buf *b)
{

	free(b->p);
	*b = BUF_INIT(b->cap);
}

void
buf_clear(struct buf *b)
{

	b->n = 0;
	b->failed = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

char *
buf_grow(struct buf *b, size_t n)
{
	size_t size = b->size;
	char *p;

	/* The NUL behind it wants its byte as well. */
	if (b->cap > SIZE_MAX / 2)
		b->cap = SIZE_MAX / 2;
	if (b->failed || b->n > b->cap || n > b->cap - b->n)
		goto fail;
	if (size > 0 && n <= size - 1 - b->n)
		return (b->p + b->n);
	size = size > 0 ? size : 64;
	while (size - 1 < b->n + n)
		size += size / 2 + 1;
	if (size > b->cap + 1)
		size = b->cap + 1;
	p = realloc(b->p, size);
	if (p == NULL)
		goto fail;
	b->p = p;
	b->size = size;
	return (b->p + b->n);
fail:
	b->failed = true;
	return (NULL);
}

void
buf_adds(struct buf *b, const char *s)
{

	buf_add(b, str_of(s));
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	char *to;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		b->failed = true;
	else if ((to = buf_reserve(b, (size_t)n)) != NULL) {
		vsnprintf(to, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

bool
buf_failed(const struct buf *b)
{

	return (b->failed);
}

struct str
buf_str(const struct buf *b)
{

	return ((struct str){ b->p != NULL ? b->p : "", b->n });
}

char *
buf_steal(struct buf *b)
{
	char *p = b->p;

	if (b->failed) {
		buf_free(b);
		return (NULL);
	}
	if (p == NULL)
		return (calloc(1, 1));
	*b = BUF_INIT(b->cap);
	return (p);
}
