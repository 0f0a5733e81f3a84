/*
 * Bump memory in chunks that double, under one cap.
 */
#include "earshot/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* clang says it otherwise than gcc. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* AddressSanitizer sees who still reads what arena_reset took back. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define TAKE_BACK(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define HAND_OUT(p, n)  ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define TAKE_BACK(p, n) ((void)0)
#define HAND_OUT(p, n)  ((void)0)
#endif

enum { CHUNK_FIRST = 4096, CHUNK_MOST = 1 << 20, ALIGN = 16 };

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(ALIGN) char bytes[];
};

struct arena {
	struct chunk *chunks; /* newest first */
	size_t cap;
	size_t used; /* handed out */
	size_t held; /* allocated from the system */
	bool failed, starved;
};

struct arena *
arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a != NULL)
		a->cap = cap;
	return (a);
}

static void
free_chunks(struct chunk *c)
{
	struct chunk *next;

	for (; c != NULL; c = next) {
		next = c->next;
		HAND_OUT(c->bytes, c->size);
		free(c);
	}
}

void
arena_free(struct arena *a)
{

	if (a == NULL)
		return;
	free_chunks(a->chunks);
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct chunk *keep = a->chunks;

	/* Keep one chunk of ordinary size: the next visit is like this one. */
	if (keep != NULL) {
		free_chunks(keep->next);
		keep->next = NULL;
		if (keep->size > CHUNK_MOST) {
			HAND_OUT(keep->bytes, keep->size);
			free(keep);
			keep = NULL;
		} else {
			keep->used = 0;
			TAKE_BACK(keep->bytes, keep->size);
		}
	}
	a->chunks = keep;
	a->held = keep != NULL ? keep->size : 0;
	a->used = 0;
	a->failed = a->starved = false;
}

/* A chunk with room for ${n}; NULL at the cap. */
static struct chunk *
add_chunk(struct arena *a, size_t n)
{
	size_t size = a->chunks != NULL ? a->chunks->size * 2 : CHUNK_FIRST;
	struct chunk *c;

	if (size > CHUNK_MOST)
		size = CHUNK_MOST;
	if (size < n)
		size = n;
	if (size > a->cap - a->used)
		size = n; /* the last few bytes under the cap */
	c = malloc(sizeof(*c) + size);
	if (c == NULL) {
		a->starved = true;
		return (NULL);
	}
	c->size = size;
	c->used = 0;
	c->next = a->chunks;
	a->chunks = c;
	a->held += size;
	return (c);
}

static void *
take(struct arena *a, size_t n, size_t align)
{
	struct chunk *c = a->chunks;
	size_t pad = c != NULL ? -c->used & (align - 1) : 0;
	void *p;

	if (n == 0)
		n = 1;
	if (n > a->cap - a->used || pad > a->cap - a->used - n)
		goto fail;
	if (c == NULL || c->size - c->used < pad ||
	    c->size - c->used - pad < n) {
		c = add_chunk(a, n);
		if (c == NULL)
			goto fail;
		pad = 0;
	}
	p = c->bytes + c->used + pad;
	HAND_OUT(p, n);
	c->used += pad + n;
	a->used += pad + n;
	return (p);
fail:
	a->failed = true;
	return (NULL);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	void *p = take(a, n, ALIGN);

	if (p != NULL)
		memset(p, 0, n);
	return (p);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{

	if (size != 0 && count > SIZE_MAX / size) {
		a->failed = true;
		return (NULL);
	}
	return (arena_alloc(a, count * size));
}

void *
arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap > 0 ? *cap * 2 : 8;
	void *p;

	if (n < *cap)
		return (old);
	if (more <= n)
		more = n + 1;
	p = arena_array(a, more, size);
	if (p == NULL)
		return (NULL);
	if (*cap > 0)
		memcpy(p, old, *cap * size);
	*cap = more;
	return (p);
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p;

	if (s.n == SIZE_MAX || (p = take(a, s.n + 1, 1)) == NULL) {
		a->failed = true;
		return ((struct str){ NULL, 0 });
	}
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return ((struct str){ p, s.n });
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (p = take(a, (size_t)n + 1, 1)) == NULL)
		return ((struct str){ NULL, 0 });
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return ((struct str){ p, (size_t)n });
}

bool
arena_starved(const struct arena *a)
{

	return (a->starved);
}

bool
arena_failed(const struct arena *a)
{

	return (a->failed);
}

size_t
arena_used(const struct arena *a)
{

	return (a->used);
}
