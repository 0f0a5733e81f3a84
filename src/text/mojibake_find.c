/*
 * The search: characters of a text back to bytes of a code page, bytes that
 * are UTF-8 to units, units to patches where mojibake_judge is sure.  A real
 * sign or letter between two stretches parts them, so a text that was spoilt
 * in one place only is mended in that place only.
 */
#include "mojibake_find.h"

#include <pthread.h>

#include "earshot/sixteen.h"
#include "earshot/utf8.h"

#include "codepages.h"
#include "mojibake_about.h"
#include "mojibake_judge.h"

/* Code pages have characters in two stretches of Unicode only. */
enum {
	LOW_END = 0x500,
	HIGH_START = 0x2000,
	HIGH_END = 0x2600,
	SLOTS = LOW_END + HIGH_END - HIGH_START,
	SCORE_SURE = 4,
};

static uint8_t byte_of[CODEPAGES][SLOTS]; /* 0: not in the page */
/* Pages, as bits, in which a character can begin a sequence, or go on. */
static uint8_t begins[SLOTS], goes_on[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static inline size_t
slot_of(uint32_t c)
{

	if (c < LOW_END)
		return (c);
	if (c >= HIGH_START && c < HIGH_END)
		return (LOW_END + c - HIGH_START);
	return (0); /* NUL: in no page's upper half */
}

static void
enter(size_t page, uint32_t c, uint8_t byte)
{
	size_t slot = slot_of(c);

	byte_of[page][slot] = byte;
	if (byte >= 0xc2 && byte <= 0xf4)
		begins[slot] |= (uint8_t)(1U << page);
	else if (byte < 0xc0)
		goes_on[slot] |= (uint8_t)(1U << page);
}

static void
build(void)
{
	size_t page, i;

	mojibake_about_init();
	for (page = 0; page < CODEPAGES; page++) {
		for (i = 0; i < 128; i++)
			enter(page, codepage_upper[page][i],
			    (uint8_t)(0x80 + i));
	}
}

static inline size_t
skip_ascii(struct str s, size_t i)
{
	sixteen high;

	if (i < s.n && (unsigned char)s.p[i] >= 0x80)
		return (i);
	for (; s.n - i >= SIXTEEN; i += SIXTEEN) {
		high = sixteen_load(s.p + i) & 0x80;
		if (sixteen_any(high))
			return (i + sixteen_first(high));
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return (i);
}

/* utf8_next, with a short way for two bytes: nearly all that is asked here. */
static inline uint32_t
next_of(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] >= 0xc2 && p[0] < 0xe0 && s.n - *at >= 2 &&
	    (p[1] & 0xc0) == 0x80) {
		*at += 2;
		return ((p[0] & 0x1fU) << 6 | (p[1] & 0x3fU));
	}
	return (utf8_next(s, at));
}

/* The pages in which some two neighbours could be a sequence's beginning. */
static unsigned
candidates(struct str s, bool *controls)
{
	unsigned pages = 0, open = 0;
	size_t i = 0, slot, next;

	while ((next = skip_ascii(s, i)) < s.n) {
		if (next != i)
			open = 0;
		i = next;
		slot = slot_of(next_of(s, &i));
		pages |= open & goes_on[slot];
		open = begins[slot];
		*controls = *controls || (slot >= 0x80 && slot < 0xa0);
	}
	return (pages);
}

struct finder {
	struct arena *arena;
	struct str s;
	enum codepage page;
	struct mojibake_patch *patches;
	size_t n, cap;
	int64_t score; /* of what is kept */
	uint32_t before;
	bool failed;
	bool flawed; /* something is weak, rare, or stands for itself */
	/* the stretch since the last character that stands for itself */
	size_t stretch; /* its first patch */
	int64_t stretch_score;
	bool sure;
	/* the run of characters over 0x7f */
	int script;  /* of the unit just before; 0: none */
	bool pair;   /* two letters of one script side by side */
	bool single; /* a letter that has no such neighbour yet */
	bool mixed;  /* with a letter that stands for itself */
};

/*
 * Units of one script are over.  Two Cyrillic letters may hide in a Cyrillic
 * word by chance, so there all of the run must be damaged.
 */
static inline void
end_script(struct finder *f)
{

	if (f->script == 0 && !f->pair && !f->single)
		return;
	if (f->pair && !(f->page == CODEPAGE_1251 && f->mixed))
		f->sure = true;
	f->flawed = f->flawed || f->single;
	f->single = false;
	f->pair = false;
	f->script = 0;
}

static void
end_run(struct finder *f)
{

	end_script(f);
	f->mixed = false;
}

/* Do ${a} and ${b} stand in one word? */
static bool
together(struct str s, const struct mojibake_patch *a,
    const struct mojibake_patch *b)
{
	size_t i;

	for (i = a->end; i < b->start; i++) {
		if (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t')
			return (false);
	}
	return (true);
}

/*
 * Weak ones at the ends of a stretch belong to it only within the word of a
 * sure one: beyond, the clean part of the text begins.
 */
static void
trim_stretch(struct finder *f)
{
	struct mojibake_patch *p = f->patches + f->stretch;
	size_t n = f->n - f->stretch, first = 0, last = n - 1;

	while (first < last && !p[first].sure)
		first++;
	while (last > first && !p[last].sure)
		last--;
	while (first > 0 && together(f->s, &p[first - 1], &p[first]))
		first--;
	while (last + 1 < n && together(f->s, &p[last], &p[last + 1]))
		last++;
	memmove(p, p + first, (last - first + 1) * sizeof(*p));
	f->n = f->stretch + last - first + 1;
}

/* ${whole}: nothing in the text stands for itself. */
static inline void
end_stretch(struct finder *f, bool whole)
{

	if (f->n == f->stretch && !f->sure)
		return;
	if (f->sure && !f->failed) {
		if (!whole)
			trim_stretch(f);
		f->stretch = f->n;
		f->score += f->stretch_score;
	} else
		f->n = f->stretch;
	f->stretch_score = 0;
	f->sure = false;
}

static void
add_patch(struct finder *f, size_t start, size_t end, uint32_t c, bool sure)
{
	struct mojibake_patch *p = f->patches;

	if (f->n == f->cap) {
		p = arena_grow(f->arena, p, f->n, &f->cap, sizeof(*p));
		if (p == NULL) {
			f->failed = true;
			return;
		}
		f->patches = p;
	}
	/* A byte order mark in the text says nothing. */
	p[f->n++] = (struct mojibake_patch){ (uint32_t)start, (uint32_t)end,
		c == 0xfeff ? 0 : c, sure };
}

/* The character that is looked at: where the next one is, its byte. */
struct first {
	uint32_t c;
	uint8_t byte;
	size_t next;
};

/* The sequence that ${first} begins in this page, into ${u}; where it ends, 0:
 * none. */
static inline size_t
match(const struct finder *f, const struct first *first,
    struct mojibake_unit *u)
{
	const uint8_t *bytes_of = byte_of[f->page];
	size_t i = first->next, n, need, all = 0;
	uint8_t byte = first->byte;
	char bytes[4];

	if (byte < 0xc2 || byte > 0xf4)
		return (0);
	u->from[0] = first->c;
	need = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
	bytes[0] = (char)byte;
	for (n = 1; n < need; n++) {
		if (i >= f->s.n || (unsigned char)f->s.p[i] < 0x80)
			return (0);
		u->from[n] = next_of(f->s, &i);
		byte = bytes_of[slot_of(u->from[n])];
		if (byte < 0x80 || byte >= 0xc0)
			return (0);
		bytes[n] = (char)byte;
	}
	u->c = next_of((struct str){ bytes, need }, &all);
	if (all != need)
		return (0); /* not well-formed */
	u->page = f->page;
	u->n = need;
	u->before = f->before;
	u->next = ' ';
	n = i;
	if (n < f->s.n)
		u->next = next_of(f->s, &n);
	return (i);
}

/*
 * What lost a byte on its way: white space was settled ("Ã " for à and a
 * no-break space), or a byte that windows-1252 does not have was dropped
 * ("â€" for the closing quote).  Weak, always.
 */
static inline size_t
match_lossy(const struct finder *f, const struct first *first, size_t at,
    uint32_t *c)
{
	size_t next = first->next;
	uint8_t byte = first->byte;
	struct str rest;

	if (f->page == CODEPAGE_437)
		return (0); /* its byte 0xa0 is a letter */
	if ((byte == 0xc2 || byte == 0xc3) && next < f->s.n &&
	    f->s.p[next] == ' ') {
		*c = byte == 0xc2 ? 0 : 0xe0;
		/* "lÃ -bas": there was but the one space. */
		if (next + 1 < f->s.n && byte == 0xc3 &&
		    strchr("-,.)", f->s.p[next + 1]) != NULL)
			next++;
		return (next);
	}
	if (f->page != CODEPAGE_1252 || first->c != 0xe2)
		return (0);
	rest = str_sub(f->s, at, f->s.n);
	if (!str_starts(rest, STR("â€")))
		return (0);
	*c = 0x201d;
	/* The byte's place may be held by a replacement character. */
	return (at + (str_starts(rest, STR("â€\xef\xbf\xbd")) ? 8 : 5));
}

static void
take_unit(struct finder *f, size_t at, size_t end,
    const struct mojibake_unit *u, enum mojibake_verdict v)
{
	int script = mojibake_script(u->c);
	bool sure = v == MOJIBAKE_SURE;
	int taste;

	if (sure)
		f->sure = true;
	else if (v == MOJIBAKE_SCRIPT && script != 0 && script == f->script) {
		f->pair = true;
		sure = true;
		if (f->n > f->stretch)
			f->patches[f->n - 1].sure = true;
	}
	f->script = script;
	taste = mojibake_taste(u);
	f->flawed = f->flawed || v == MOJIBAKE_WEAK || taste < 0;
	f->single = v == MOJIBAKE_SCRIPT && !f->pair;
	f->stretch_score += sure ? SCORE_SURE + taste : 1;
	add_patch(f, at, end, u->c, sure);
	f->before = u->c;
}

/* All patches of one page, in f. */
static void
search(struct finder *f)
{
	enum mojibake_verdict v;
	struct mojibake_unit u;
	struct first first;
	bool whole = true;
	size_t i = 0, end;
	uint32_t c;

	f->before = ' ';
	while (i < f->s.n && !f->failed) {
		if ((unsigned char)f->s.p[i] < 0x80) {
			end_run(f);
			i = skip_ascii(f->s, i);
			f->before = (unsigned char)f->s.p[i - 1];
			continue;
		}
		first.next = i;
		first.c = next_of(f->s, &first.next);
		first.byte = byte_of[f->page][slot_of(first.c)];
		end = match(f, &first, &u);
		if (end > 0 && (v = mojibake_judge(&u)) != MOJIBAKE_NEVER) {
			take_unit(f, i, end, &u, v);
			i = end;
			continue;
		}
		if ((end = match_lossy(f, &first, i, &c)) > 0) {
			add_patch(f, i, end, c, false);
			f->script = 0;
			f->before = ' ';
			i = end;
			continue;
		}
		f->before = first.c;
		i = first.next;
		f->mixed = f->mixed || is_letter(f->before);
		f->flawed = true;
		whole = false;
		end_script(f);
		end_stretch(f, whole);
	}
	end_run(f);
	end_stretch(f, whole);
}

/* Controls that are windows-1252's signs, read as ISO-8859-1. */
static enum status
find_controls(struct arena *a, struct str s, struct mojibake_patch **ret,
    size_t *ret_n)
{
	struct finder f = { .arena = a, .s = s };
	size_t i = 0, from;
	uint32_t c;

	while ((i = skip_ascii(s, i)) < s.n && !f.failed) {
		from = i;
		c = utf8_next(s, &i);
		if (c >= 0x80 && c < 0xa0 &&
		    codepage_upper[CODEPAGE_1252][c - 0x80] != c)
			add_patch(&f, from, i,
			    codepage_upper[CODEPAGE_1252][c - 0x80], true);
	}
	*ret = f.patches;
	*ret_n = f.n;
	return (f.failed ? E_MEMORY : OK);
}

enum status
mojibake_find(struct arena *a, struct str s, struct mojibake_patch **ret,
    size_t *ret_n)
{
	struct finder best = { .score = 0 }, f;
	bool controls = false;
	unsigned pages, page;

	*ret = NULL;
	*ret_n = 0;
	if (s.n >= UINT32_MAX || pthread_once(&once, build) != 0)
		return (OK);
	pages = candidates(s, &controls);
	for (page = 0; page < CODEPAGES; page++) {
		if ((pages >> page & 1) == 0)
			continue;
		/* Without controls it is a part of windows-1252. */
		if (page == CODEPAGE_8859_1 && !controls)
			continue;
		f = (struct finder){ .arena = a, .s = s, .page = page };
		search(&f);
		if (f.failed)
			return (E_MEMORY);
		/* Hardly anything reads in 8859-15 any more. */
		if (page == CODEPAGE_8859_15)
			f.score -= 2;
		if (f.n > 0 && f.score > best.score)
			best = f;
		if (f.n > 0 && !f.flawed)
			break; /* no other page could say it better */
	}
	*ret = best.patches;
	*ret_n = best.n;
	if (best.n == 0 && controls)
		return (find_controls(a, s, ret, ret_n));
	return (OK);
}
