/*
 * The folded copy that rules match, with a map back: character references
 * read, mis-decoded text put right, typographic signs made plain.  Each is one
 * pass over the last one's result, and is left out where there is nothing for
 * it to do.  Patterns are folded alike.
 */
#include <uninorm.h>

#include "earshot/utf8.h"
#include "earshot/words.h"

#include "entities.h"
#include "mojibake_find.h"

enum { BLOCK = 64 };

/* What a pass reads, and what it writes. */
struct pass {
	struct arena *arena;
	struct str in;
	const uint32_t *in_map; /* NULL: in is the original */
	char *p;                /* NULL: nothing was written */
	uint32_t *map;
	size_t n;
};

/* Room for a text no longer than what is read. */
static bool
begin(struct pass *f)
{

	f->n = 0;
	f->p = arena_alloc(f->arena, f->in.n + 1);
	f->map = arena_array(f->arena, f->in.n + 1, sizeof(*f->map));
	return (f->p != NULL && f->map != NULL);
}

static uint32_t
source(const struct pass *f, size_t at)
{

	return (f->in_map != NULL ? f->in_map[at] : (uint32_t)at);
}

/* ${s} for what stands at ${at}. */
static void
put(struct pass *f, struct str s, size_t at)
{
	uint32_t from = source(f, at);
	size_t i;

	for (i = 0; i < s.n; i++) {
		f->map[f->n] = from;
		f->p[f->n++] = s.p[i];
	}
}

/* Bytes [from, to) as they are. */
static void
copy(struct pass *f, size_t from, size_t to)
{
	uint32_t *map = f->map + f->n;
	size_t i, n = to - from;

	if (n == 0)
		return;
	memcpy(f->p + f->n, f->in.p + from, n);
	f->n += n;
	if (f->in_map != NULL)
		memcpy(map, f->in_map + from, n * sizeof(*map));
	else {
		for (i = 0; i < n; i++)
			map[i] = (uint32_t)(from + i);
	}
}

/* What was written is what the next pass reads. */
static void
finish(struct pass *f)
{

	f->map[f->n] = source(f, f->in.n);
	f->in = (struct str){ f->p, f->n };
	f->in_map = f->map;
	f->p = NULL;
}

/*
 * References to their characters, only with semicolon: "&copy" may be part of
 * an address.  *${again}: an ampersand came out, so that what follows it may
 * be a reference now ("&amp;#39;").
 */
static enum status
fold_references(struct pass *f, bool *again)
{
	struct reference r;
	size_t at = 0, next, copied = 0;

	*again = false;
	while (
	    (next = str_findc(str_sub(f->in, at, f->in.n), '&')) != SIZE_MAX) {
		at += next;
		if (!reference_read(f->in, at, &r) || !r.semicolon ||
		    r.n == 0 || r.n > r.length) {
			at++;
			continue;
		}
		if (f->p == NULL && !begin(f))
			return (E_MEMORY);
		copy(f, copied, at);
		put(f, (struct str){ r.out, r.n }, at);
		*again = *again || r.out[0] == '&';
		at += r.length;
		copied = at;
	}
	if (f->p != NULL) {
		copy(f, copied, f->in.n);
		finish(f);
	}
	return (OK);
}

/* One layer of mis-decoding; *${again}: there was one. */
static enum status
fold_mojibake(struct pass *f, bool *again)
{
	struct mojibake_patch *patches;
	size_t i, n, at = 0, longer = 0;
	char four[4];
	enum status st;

	st = mojibake_find(f->arena, f->in, &patches, &n);
	*again = n > 0;
	if (st != OK || n == 0)
		return (st);
	/* A control of two bytes may become a sign of three. */
	for (i = 0; i < n; i++)
		longer += patches[i].end - patches[i].start < 3;
	f->n = 0;
	f->p = arena_alloc(f->arena, f->in.n + longer + 1);
	f->map = arena_array(f->arena, f->in.n + longer + 1, sizeof(*f->map));
	if (f->p == NULL || f->map == NULL)
		return (E_MEMORY);
	for (i = 0; i < n; i++) {
		copy(f, at, patches[i].start);
		at = patches[i].end;
		if (patches[i].c != 0)
			put(f,
			    (struct str){ four, utf8_put(patches[i].c, four) },
			    patches[i].start);
	}
	copy(f, at, f->in.n);
	finish(f);
	return (OK);
}

struct sign {
	uint32_t first, last;
	const char *plain;
};

/* Sorted.  Nothing is longer than what it stands for. */
static const struct sign signs[] = {
	{ 0x0060, 0x0060, "'" },
	{ 0x00a0, 0x00a0, " " },
	{ 0x00ab, 0x00ab, "\"" },
	{ 0x00ad, 0x00ad, "" },
	{ 0x00b4, 0x00b4, "'" },
	{ 0x00bb, 0x00bb, "\"" },
	{ 0x02bc, 0x02bc, "'" },
	{ 0x034f, 0x034f, "" },
	{ 0x061c, 0x061c, "" },
	{ 0x1680, 0x1680, " " },
	{ 0x180e, 0x180e, "" },
	{ 0x2000, 0x200a, " " },
	{ 0x200b, 0x200f, "" },
	{ 0x2010, 0x2015, "-" },
	{ 0x2018, 0x201b, "'" },
	{ 0x201c, 0x201f, "\"" },
	{ 0x2026, 0x2026, "..." },
	{ 0x202a, 0x202e, "" },
	{ 0x202f, 0x202f, " " },
	{ 0x2032, 0x2032, "'" },
	{ 0x2033, 0x2033, "\"" },
	{ 0x2035, 0x2035, "'" },
	{ 0x2036, 0x2036, "\"" },
	{ 0x2039, 0x203a, "'" },
	{ 0x2043, 0x2043, "-" },
	{ 0x205f, 0x205f, " " },
	{ 0x2060, 0x2064, "" },
	{ 0x2066, 0x2069, "" },
	{ 0x2212, 0x2212, "-" },
	{ 0x3000, 0x3000, " " },
	{ 0xfe0e, 0xfe0f, "" },
	{ 0xfeff, 0xfeff, "" },
};

static const struct sign *
sign_of(uint32_t c)
{
	size_t low = 0, high = sizeof(signs) / sizeof(signs[0]), mid;

	/* Most letters are past the Latin signs and before the others. */
	if ((c > 0x00bb && c < 0x02bc) || (c > 0x034f && c < 0x061c) ||
	    (c > 0x061c && c < 0x1680) || (c > 0x3000 && c < 0xfe0e))
		return (NULL);
	while (low < high) {
		mid = low + (high - low) / 2;
		if (c > signs[mid].last)
			low = mid + 1;
		else if (c < signs[mid].first)
			high = mid;
		else
			return (&signs[mid]);
	}
	return (NULL);
}

static bool
combines(uint32_t c)
{

	return (c >= 0x0300 && c < 0x0370);
}

/* Where a run of ASCII from ${at} ends; itself: there is none. */
static size_t
ascii_end(struct str s, size_t at, bool ticks)
{
	uint64_t eight;

	for (; !ticks && s.n - at >= 8; at += 8) {
		memcpy(&eight, s.p + at, 8);
		if ((eight & 0x8080808080808080U) != 0)
			break;
	}
	while (at < s.n && (unsigned char)s.p[at] < 0x80 && s.p[at] != '`')
		at++;
	return (at);
}

/* A letter that was just written, and the accent on it, in one. */
struct last {
	uint32_t c;   /* 0: none, or a sign */
	size_t start; /* where it begins in what is read */
	size_t to;    /* and in what is written */
};

/*
 * Signs to plain ones, and letters with accents of their own (as some
 * machines write file names) to one character.
 */
static enum status
fold_signs(struct pass *f)
{
	bool ticks = str_findc(f->in, '`') != SIZE_MAX;
	size_t at = 0, from, copied = 0;
	struct last last = { 0, 0, 0 };
	const struct sign *sign;
	uint32_t c, whole;
	char four[4];

	while (at < f->in.n) {
		from = at;
		if ((at = ascii_end(f->in, at, ticks)) > from) {
			last.start = at - 1;
			last.c = (unsigned char)f->in.p[at - 1];
			continue;
		}
		c = utf8_next(f->in, &at);
		sign = sign_of(c);
		whole =
		    combines(c) && last.c != 0 ? uc_composition(last.c, c) : 0;
		if (sign == NULL && (whole == 0 || whole >= 0x10000)) {
			last.c = c;
			last.start = from;
			continue;
		}
		if (f->p == NULL && !begin(f))
			return (E_MEMORY);
		if (sign != NULL) {
			copy(f, copied, from);
			put(f, str_of(sign->plain), from);
			last.c = 0;
		} else {
			/* The letter waits in what was not copied yet, or was
			 * itself composed a moment ago. */
			if (last.start >= copied) {
				copy(f, copied, last.start);
				last.to = f->n;
			}
			f->n = last.to;
			put(f, (struct str){ four, utf8_put(whole, four) },
			    last.start);
			last.c = whole;
		}
		copied = at;
	}
	if (f->p != NULL) {
		copy(f, copied, f->in.n);
		finish(f);
	}
	return (OK);
}

/* Is there anything to fold at all? One scan, without an early exit in each
 * block so that it becomes vector code. */
static bool
needs_folding(struct str s, bool *high)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char bits = 0, found = 0;
	size_t i = 0;
	int k;

	for (; s.n - i >= BLOCK; i += BLOCK) {
		for (k = 0; k < BLOCK; k++) {
			bits |= p[i + (size_t)k];
			found |= (unsigned char)((p[i + (size_t)k] == '&') |
						 (p[i + (size_t)k] == '`'));
		}
	}
	for (; i < s.n; i++) {
		bits |= p[i];
		found |= (unsigned char)((p[i] == '&') | (p[i] == '`'));
	}
	*high = bits >= 0x80;
	return (*high || found != 0);
}

enum status
fold_text(struct arena *a, struct str s, struct fold *ret)
{
	struct pass f = { .arena = a, .in = s };
	bool again, high;
	enum status st;
	int round;

	*ret = (struct fold){ s, s, NULL };
	if (!needs_folding(s, &high))
		return (OK);
	if (s.n >= UINT32_MAX)
		return (E_MEMORY);
	st = fold_references(&f, &again);
	if (st == OK && again)
		st = fold_references(&f, &again);
	again = st == OK && (high || f.in_map != NULL);
	for (round = 0; again && round < MOJIBAKE_ROUNDS; round++) {
		st = fold_mojibake(&f, &again);
		again = again && st == OK;
	}
	if (st == OK)
		st = fold_signs(&f);
	if (st != OK)
		return (st);
	ret->text = f.in;
	ret->map = f.in_map;
	return (OK);
}

void
fold_back(const struct fold *f, size_t start, size_t end, uint32_t *ret_start,
    uint32_t *ret_end)
{
	size_t from, to;

	if (end > f->text.n)
		end = f->text.n;
	if (start > end)
		start = end;
	from = start;
	to = end;
	if (f->map != NULL) {
		from = f->map[start];
		/* Half of what one character became is all of it. */
		while (end > start && end < f->text.n &&
		       f->map[end] == f->map[end - 1])
			end++;
		to = f->map[end];
	}
	while (to < f->original.n &&
	       ((unsigned char)f->original.p[to] & 0xc0) == 0x80)
		to++;
	*ret_start = (uint32_t)utf8_floor(f->original, from);
	*ret_end = (uint32_t)to;
}
