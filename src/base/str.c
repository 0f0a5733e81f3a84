/*
 * Slices: comparing, cutting, and reading numbers and durations.
 */
#include "earshot/str.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

static bool
is_space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

static char
lower(char c)
{

	return (c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
}

bool
str_ieq(struct str a, struct str b)
{

	if (a.n != b.n)
		return (false);
	/* Most that are alike are so to the letter. */
	if (a.n > 0 && memcmp(a.p, b.p, a.n) == 0)
		return (true);
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return (false);
	return (true);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int r = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (r != 0)
		return (r);
	return (a.n < b.n ? -1 : a.n > b.n);
}

bool
str_starts(struct str s, struct str prefix)
{

	return (
	    s.n >= prefix.n && str_eq((struct str){ s.p, prefix.n }, prefix));
}

bool
str_istarts(struct str s, struct str prefix)
{

	return (
	    s.n >= prefix.n && str_ieq((struct str){ s.p, prefix.n }, prefix));
}

bool
str_ends(struct str s, struct str suffix)
{

	return (
	    s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix));
}

bool
str_iends(struct str s, struct str suffix)
{

	return (s.n >= suffix.n &&
		str_ieq(str_sub(s, s.n - suffix.n, s.n), suffix));
}

size_t
str_find(struct str s, struct str needle)
{
	const char *at;

	if (needle.n == 0)
		return (0);
	if (s.n < needle.n)
		return (SIZE_MAX);
	at = memmem(s.p, s.n, needle.p, needle.n);
	return (at != NULL ? (size_t)(at - s.p) : SIZE_MAX);
}

size_t
str_ifind(struct str s, struct str needle)
{

	if (needle.n == 0)
		return (0);
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (str_ieq((struct str){ s.p + i, needle.n }, needle))
			return (i);
	return (SIZE_MAX);
}

size_t
str_findc(struct str s, char c)
{
	const char *at = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return (at != NULL ? (size_t)(at - s.p) : SIZE_MAX);
}

struct str
str_trim(struct str s)
{

	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return (s);
}

struct str
str_cut(struct str *rest, char c)
{
	size_t at = str_findc(*rest, c);
	struct str head = *rest;

	if (at == SIZE_MAX) {
		*rest = str_sub(*rest, rest->n, rest->n);
		return (head);
	}
	head.n = at;
	*rest = str_sub(*rest, at + 1, rest->n);
	return (head);
}

struct str
str_line(struct str *rest)
{
	struct str s = *rest, line;
	size_t n = 0, end;

	while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r')
		n++;
	line = str_sub(s, 0, n);
	end = n + 1;
	if (str_starts(str_sub(s, n, s.n), STR("\r\r\n")))
		end = n + 3;
	else if (str_starts(str_sub(s, n, s.n), STR("\r\n")))
		end = n + 2;
	*rest = str_sub(s, end, s.n);
	return (line);
}

struct str
str_word(struct str *rest)
{
	struct str s = *rest, word;
	size_t n = 0;

	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (n < s.n && !is_space(s.p[n]))
		n++;
	word = (struct str){ s.p, n };
	*rest = str_sub(s, n, s.n);
	return (word);
}

/* Into a NUL-ended copy for the C library; false: too long for a number. */
static bool
number_text(struct str s, char *out, size_t size)
{

	s = str_trim(s);
	if (s.n == 0 || s.n >= size || memchr(s.p, '\0', s.n) != NULL)
		return (false);
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return (true);
}

bool
str_to_i64(struct str s, int64_t *ret)
{
	char text[32], *end;
	long long v;

	if (!number_text(s, text, sizeof(text)))
		return (false);
	errno = 0;
	v = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0')
		return (false);
	*ret = v;
	return (true);
}

bool
str_to_double(struct str s, double *ret)
{
	char text[64], *end;
	double v;

	if (!number_text(s, text, sizeof(text)))
		return (false);
	/* Not for us: hexadecimal floats, nan, inf. */
	if (text[strspn(text, "0123456789+-.eE")] != '\0')
		return (false);
	errno = 0;
	v = strtod(text, &end);
	if (end == text || *end != '\0' || !isfinite(v))
		return (false);
	*ret = v;
	return (true);
}

/* A number and its unit word: "15m" to 15 and "m". */
static bool
number_unit(struct str s, double *ret_v, struct str *ret_unit)
{
	size_t n = 0;

	s = str_trim(s);
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
		n++;
	*ret_unit = str_trim(str_sub(s, n, s.n));
	return (n > 0 && str_to_double(str_sub(s, 0, n), ret_v));
}

bool
str_to_seconds(struct str s, int64_t *ret)
{
	static const struct {
		const char *names; /* between spaces */
		double seconds;
	} units[] = {
		{ "  s sec secs second seconds ", 1 },
		{ " m min mins minute minutes ", 60 },
		{ " h hour hours ", 3600 },
		{ " d day days ", 86400 },
		{ " w week weeks ", 604800 },
	};
	char name[16];
	struct str unit;
	double v;

	if (!number_unit(s, &v, &unit) || unit.n > sizeof(name) - 3)
		return (false);
	name[0] = ' ';
	for (size_t i = 0; i < unit.n; i++)
		name[1 + i] = lower(unit.p[i]);
	name[unit.n + 1] = ' ';
	name[unit.n + 2] = '\0';
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strstr(units[i].names, name) == NULL)
			continue;
		v *= units[i].seconds;
		if (v > 1e12)
			return (false);
		*ret = (int64_t)v;
		return (true);
	}
	return (false);
}

bool
str_to_bytes(struct str s, int64_t *ret)
{
	struct str unit;
	double v, by;

	if (!number_unit(s, &v, &unit))
		return (false);
	if (unit.n > 1 && lower(unit.p[unit.n - 1]) == 'b')
		unit.n--;
	if (unit.n > 1 && lower(unit.p[unit.n - 1]) == 'i')
		unit.n--;
	if (unit.n > 1)
		return (false);
	switch (unit.n == 0 ? 'b' : lower(unit.p[0])) {
	case 'b':
		by = 1;
		break;
	case 'k':
		by = 1024;
		break;
	case 'm':
		by = 1024.0 * 1024;
		break;
	case 'g':
		by = 1024.0 * 1024 * 1024;
		break;
	case 't':
		by = 1024.0 * 1024 * 1024 * 1024;
		break;
	default:
		return (false);
	}
	if (v * by > 9e18)
		return (false);
	*ret = (int64_t)(v * by);
	return (true);
}

bool
str_to_bool(struct str s, bool *ret)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	s = str_trim(s);
	for (size_t i = 0; i < 4; i++) {
		if (str_ieq(s, str_of(yes[i]))) {
			*ret = true;
			return (true);
		}
		if (str_ieq(s, str_of(no[i]))) {
			*ret = false;
			return (true);
		}
	}
	return (false);
}

char *
str_dup(struct str s)
{
	char *copy = malloc(s.n + 1);

	if (copy == NULL)
		return (NULL);
	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return (copy);
}

enum { NEAR_MAX = 40 };

/* Damerau-Levenshtein (adjacent swaps count one), case folded. */
static unsigned
distance(struct str a, struct str b)
{
	unsigned rows[3][NEAR_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2], *t;

	for (size_t j = 0; j <= b.n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
			unsigned best = last[j - 1] + (x != y);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && x == lower(b.p[j - 2]) &&
			    y == lower(a.p[i - 2]) && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		t = before;
		before = last;
		last = now;
		now = t;
	}
	return (last[b.n]);
}

const char *
str_near(struct str s, const char *const *names)
{
	const char *best = NULL;
	unsigned best_d = 3;

	if (s.n == 0 || s.n > NEAR_MAX)
		return (NULL);
	for (; *names != NULL; names++) {
		struct str name = str_of(*names);
		unsigned d;

		/* As many slips as they differ in length, at the least. */
		if (name.n > NEAR_MAX || name.n >= s.n + best_d ||
		    s.n >= name.n + best_d)
			continue;
		d = distance(s, name);
		/* Short words: one slip, and never a different word. */
		if (d < best_d && d * 2 < (s.n > name.n ? s.n : name.n)) {
			best = *names;
			best_d = d;
		}
	}
	return (best);
}
