/*
 * Durations and sizes as people write them.
 */
#include "values.h"

#include <inttypes.h>

static const struct {
	int64_t s;
	char letter;
} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };

bool
duration_read(struct str s, double bare_s, double *ret_s)
{
	char one[16] = "1";
	struct str unit;
	int64_t unit_s;
	double v;
	size_t n = 0;

	s = str_trim(s);
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
		n++;
	unit = str_trim(str_sub(s, n, s.n));
	if (!str_to_double(str_sub(s, 0, n), &v))
		return (false);
	if (unit.n == 0)
		v *= bare_s;
	else if (str_ieq(unit, STR("ms")))
		v /= 1000;
	else {
		/* The units are str_to_seconds's business. */
		if (unit.n > sizeof(one) - 2)
			return (false);
		memcpy(one + 1, unit.p, unit.n);
		if (!str_to_seconds((struct str){ one, unit.n + 1 }, &unit_s))
			return (false);
		v *= (double)unit_s;
	}
	/* A hundred thousand years: beyond it no sum would be safe. */
	if (!(v <= 3.2e12))
		return (false);
	*ret_s = v;
	return (true);
}

void
duration_print(int64_t s, struct buf *out)
{

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (s % units[i].s != 0 || (s == 0 && units[i].s > 1))
			continue;
		buf_printf(out, "%" PRId64 "%c", s / units[i].s,
		    units[i].letter);
		return;
	}
}

void
duration_print_ms(int64_t ms, struct buf *out)
{

	if (ms % 1000 == 0)
		duration_print(ms / 1000, out);
	else
		buf_printf(out, "%" PRId64 "ms", ms);
}

void
size_print(int64_t bytes, struct buf *out)
{
	static const char letters[] = "GMK";
	int64_t unit = (int64_t)1 << 30;

	for (const char *l = letters; *l != '\0'; l++, unit >>= 10) {
		if (bytes == 0 || bytes % unit != 0)
			continue;
		buf_printf(out, "%" PRId64 "%c", bytes / unit, *l);
		return;
	}
	buf_printf(out, "%" PRId64, bytes);
}
