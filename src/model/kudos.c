/*
 * Digits to counts, scales to one to five.
 */
#include "earshot/kudos.h"

#include <math.h>

static const double scale_max = 1e9;

void
kudos_say(struct kudos *to, enum kudo k, int64_t n)
{

	if (n < 0 || n > KUDOS_MAX || (to->said & 1u << k) != 0)
		return;
	to->said |= 1u << k;
	to->n[k] = n;
}

static bool
is_digit(char c)
{

	return (c >= '0' && c <= '9');
}

/* How many bytes of a sign between groups of three begin at ${i}; 0: none. */
static size_t
group_sign(struct str s, size_t i)
{
	static const char *const signs[] = { ",", ".", " ", "'", "\xc2\xa0",
		"\xe2\x80\xaf", "\xe2\x80\x99" };

	for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++) {
		struct str sign = str_of(signs[k]);

		if (str_starts(str_sub(s, i, s.n), sign))
			return (sign.n);
	}
	return (0);
}

/* The digits at *${i}, onto ${n}; false: none, or too many. */
static bool
take_digits(struct str s, size_t *i, int64_t *n, size_t *ret_count)
{
	size_t from = *i;

	while (*i < s.n && is_digit(s.p[*i]) && *n <= KUDOS_MAX)
		*n = *n * 10 + (s.p[(*i)++] - '0');
	*ret_count = *i - from;
	return (*i > from && *n <= KUDOS_MAX);
}

/* ",234,567" behind up to three digits: true, and *${i} is behind it. */
static bool
take_groups(struct str s, size_t *i, int64_t *n)
{
	size_t at = *i, sign = group_sign(s, at), digits;
	int64_t sum = *n;

	if (sign == 0 || at == 0 || at > 3 || s.p[0] == '0')
		return (false);
	while (at < s.n &&
	       str_eq(str_sub(s, at, at + sign), str_sub(s, *i, *i + sign))) {
		at += sign;
		if (!take_digits(s, &at, &sum, &digits) || digits != 3)
			return (false);
	}
	*i = at;
	*n = sum;
	return (true);
}

static int64_t
times(struct str unit)
{
	static const struct {
		const char *word;
		int64_t times;
	} units[] = { { "k", 1000 }, { "m", 1000000 }, { "b", 1000000000 } };

	unit = str_trim(unit);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (str_ieq(unit, str_of(units[i].word)))
			return (units[i].times);
	return (0);
}

/* What stands behind whole digits: a unit, or a fraction and a unit. */
static int64_t
scaled(struct str rest, int64_t n)
{
	int64_t part = 0, unit, below = 1;
	size_t i = 1, digits;

	if (rest.p[0] == '.' || rest.p[0] == ',') {
		if (!take_digits(rest, &i, &part, &digits) || digits > 9)
			return (-1);
		while (digits-- > 0)
			below *= 10;
		rest = str_sub(rest, i, rest.n);
		if (rest.n == 0)
			return (part == 0 ? n : -1);
	}
	unit = times(rest);
	if (unit == 0 || n > KUDOS_MAX / unit)
		return (-1);
	n = n * unit + part * unit / below;
	return (n <= KUDOS_MAX ? n : -1);
}

int64_t
kudos_count(struct str s)
{
	int64_t n = 0;
	size_t i = 0, digits;

	s = str_trim(s);
	if (s.n > 0 && s.p[0] == '+')
		s = str_sub(s, 1, s.n);
	if (!take_digits(s, &i, &n, &digits))
		return (-1);
	if (i == s.n || (take_groups(s, &i, &n) && i == s.n))
		return (n);
	return (scaled(str_sub(s, i, s.n), n));
}

double
kudos_of_five(const struct scale *s)
{
	double max = isfinite(s->max) && s->max > 0 ? s->max : 5;
	double min = isfinite(s->min) && s->min < max ? s->min : (double)NAN;
	double five;

	/* Beyond what anybody rates on, where sums below would overflow. */
	if (!isfinite(s->value) || s->value > max || max > scale_max ||
	    min < -scale_max)
		return (0);
	if (isnan(min) || (max == 5 && min >= 0)) {
		if (s->value <= 0)
			return (0);
		five = max == 5 ? s->value : s->value * 5 / max;
	} else if (s->value < min)
		return (0);
	else
		five = 1 + 4 * (s->value - min) / (max - min);
	return (five < 1 ? 1 : five > 5 ? 5 : five);
}
