/*
 * A slice of bytes that somebody else owns.  Not NUL-ended unless a comment
 * says so; p may be NULL when n is 0.  Numbers and durations are read here.
 */
#ifndef EARSHOT_STR_H
#define EARSHOT_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A stretch of a text that is quoted from others: rules leave it out.  Here,
 * because both the words' floor and the records hand it on. */
struct quote {
	uint32_t start, end; /* bytes into the text, end exclusive; sorted */
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) \
	(int)((s).n > INT32_MAX ? INT32_MAX : (s).n), (s).p ? (s).p : ""

/* str_of: the bytes of ${s} up to its NUL; {NULL, 0} for NULL. */
static inline struct str
str_of(const char *s)
{
	return (struct str){ s, s != NULL ? strlen(s) : 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{

	return (a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

/* ASCII letters alike, all other bytes exact. */
bool str_ieq(struct str a, struct str b);
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_istarts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_iends(struct str s, struct str suffix);

/* str_find, str_ifind: offset of the first ${needle}, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
size_t str_ifind(struct str s, struct str needle);
size_t str_findc(struct str s, char c);

/* str_sub: bytes [from, to) of ${s}, both clamped to it. */
static inline struct str
str_sub(struct str s, size_t from, size_t to)
{

	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return ((struct str){ s.p != NULL ? s.p + from : NULL, to - from });
}

/* str_trim: without ASCII white space at both ends. */
struct str str_trim(struct str s);

/*
 * str_cut: take from the front of *${rest} what stands before ${c}; *${rest}
 * is what follows it.  Without a ${c} all is taken and *${rest} is empty.
 */
struct str str_cut(struct str *rest, char c);
/* str_line: likewise a line, without its end: LF, CR LF, CR CR LF (some
 * programs write it twice) or, of an old Mac, CR alone. */
struct str str_line(struct str *rest);
/* str_word: the next run without ASCII white space; empty at the end. */
struct str str_word(struct str *rest);

/* Whole-string numbers (white space round them is allowed); false: not one. */
bool str_to_i64(struct str s, int64_t *ret);
bool str_to_double(struct str s, double *ret);
/* str_to_seconds: "90", "15m", "2h", "7d", "1w" or "15 min" to seconds. */
bool str_to_seconds(struct str s, int64_t *ret);
/* str_to_bytes: "16777216", "16M", "64K", "1G" (powers of 1024). */
bool str_to_bytes(struct str s, int64_t *ret);
/* str_to_bool: yes/no, true/false, on/off, 1/0. */
bool str_to_bool(struct str s, bool *ret);

/* str_dup: a malloc'd, NUL-ended copy (yours); NULL if memory is out. */
char *str_dup(struct str s);

/*
 * str_near: the one of ${names} (NULL-ended) that ${s} most likely meant, at
 * most two slips away; NULL if none is near.  For "did you mean".
 */
const char *str_near(struct str s, const char *const *names);

#endif
