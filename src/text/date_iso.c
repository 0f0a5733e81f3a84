/*
 * ISO 8601: basic and extended, week and ordinal dates, the truncated ones of
 * its first edition, fractions with dot or comma, zones of hours only, 24:00.
 */
#include "earshot/clock.h"

#include "date_parts.h"

struct cursor {
	const char *p, *end;
};

static size_t
digits(const struct cursor *c, size_t skip)
{
	const char *p;

	if (skip > (size_t)(c->end - c->p))
		return (0);
	p = c->p + skip;
	while (p < c->end && *p >= '0' && *p <= '9')
		p++;
	return ((size_t)(p - c->p) - skip);
}

/* The next ${n} digits; they are there. */
static int64_t
number(struct cursor *c, size_t n)
{
	int64_t v = 0;

	while (n-- > 0)
		v = v * 10 + (*c->p++ - '0');
	return (v);
}

static bool
take(struct cursor *c, char ch)
{

	if (c->p == c->end || *c->p != ch)
		return (false);
	c->p++;
	return (true);
}

/* A minus, also a typographic one. */
static bool
take_minus(struct cursor *c)
{
	struct str rest = { c->p, (size_t)(c->end - c->p) };

	if (take(c, '-'))
		return (true);
	if (!str_starts(rest, STR("\xe2\x88\x92")) &&
	    !str_starts(rest, STR("\xe2\x80\x93")))
		return (false);
	c->p += 3;
	return (true);
}

/* "-" and ${n} digits come next. */
static bool
dash_digits(const struct cursor *c, size_t n)
{

	return (c->p < c->end && *c->p == '-' && digits(c, 1) == n);
}

/* Today in UTC, for what a truncated date leaves out. */
static void
today(struct date_parts *d)
{
	char text[CLOCK_TEXT];

	clock_text(clock_now(), text);
	d->year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 +
		  (text[2] - '0') * 10 + (text[3] - '0');
	d->month = (text[5] - '0') * 10 + (text[6] - '0');
}

/* The ${day}th of the year. */
static bool
ordinal(struct date_parts *d, int64_t day)
{

	d->month = 1;
	d->day = day;
	return (day >= 1 && day <= 366);
}

static bool
calendar_valid(const struct date_parts *d)
{

	/* The 31st of June is the 1st of July: so have it mktime and
	 * curl_getdate, and feeds rely on that. */
	return (d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31);
}

/* Day ${weekday} (Monday is 1) of week ${week}: week 1 has January 4th. */
static void
week_date(struct date_parts *d, int64_t week, int64_t weekday)
{
	int64_t fourth = clock_days(d->year, 1, 4);
	int64_t monday = fourth - ((fourth + 3) % 7 + 7) % 7;

	d->month = 1;
	d->day = 1 + monday + (week - 1) * 7 + weekday - 1 -
		 clock_days(d->year, 1, 1);
}

/* After "W": two digits and perhaps a day. */
static bool
read_week(struct cursor *c, struct date_parts *d)
{
	int64_t week, weekday = 1;
	size_t n = digits(c, 0);

	if (n != 2 && n != 3)
		return (false);
	week = number(c, 2);
	if (n == 3)
		weekday = number(c, 1);
	else if (dash_digits(c, 1)) {
		c->p++;
		weekday = number(c, 1);
	}
	if (week < 1 || week > 53 || weekday < 1 || weekday > 7)
		return (false);
	week_date(d, week, weekday);
	return (true);
}

/* "-MM-DD", "-MM", "-DDD", "-Www-D", "Www", or nothing, after a year. */
static bool
read_after_year(struct cursor *c, struct date_parts *d)
{

	d->month = 1;
	d->day = 1;
	if (take(c, 'W') || take(c, 'w'))
		return (read_week(c, d));
	if (dash_digits(c, 3)) {
		c->p++;
		return (ordinal(d, number(c, 3)));
	}
	if (dash_digits(c, 2)) {
		c->p++;
		d->month = number(c, 2);
		if (dash_digits(c, 2)) {
			c->p++;
			d->day = number(c, 2);
		}
		return (calendar_valid(d));
	}
	if (c->p + 1 < c->end && *c->p == '-' && (c->p[1] | 0x20) == 'w') {
		c->p += 2;
		return (read_week(c, d));
	}
	return (true);
}

/* The first edition's "-YYMM", "-YY-MM", "--MM-DD", "---DD", "-DDD". */
static bool
read_truncated(struct cursor *c, struct date_parts *d)
{
	int64_t century;
	size_t n;

	today(d);
	century = d->year - d->year % 100;
	d->day = 1;
	if (take(c, 'W') || take(c, 'w'))
		return (read_week(c, d));
	if (take(c, '-')) {
		if (take(c, '-')) {
			if (digits(c, 0) != 2)
				return (false);
			d->day = number(c, 2);
			return (calendar_valid(d));
		}
		n = digits(c, 0);
		if (n != 2 && n != 4)
			return (false);
		d->month = number(c, 2);
		if (n == 4)
			d->day = number(c, 2);
		else if (dash_digits(c, 2)) {
			c->p++;
			d->day = number(c, 2);
		}
		return (calendar_valid(d));
	}
	n = digits(c, 0);
	if (n == 3)
		return (ordinal(d, number(c, 3)));
	if (n != 2 && n != 4)
		return (false);
	d->year = century + number(c, 2);
	d->month = 1;
	if (n == 4)
		d->month = number(c, 2);
	else if (dash_digits(c, 2)) {
		c->p++;
		d->month = number(c, 2);
	}
	return (calendar_valid(d));
}

/* Six digits: the standard's YYMMDD, else YYYYMM, which it has not. */
static bool
read_six(struct cursor *c, struct date_parts *d)
{
	int64_t v = number(c, 6);

	d->year = date_short_year(v / 10000);
	d->month = v / 100 % 100;
	d->day = v % 100;
	if (calendar_valid(d))
		return (true);
	d->year = v / 100;
	d->month = v % 100;
	d->day = 1;
	return (calendar_valid(d));
}

/*
 * The date.  *${joined} is how many digits of a time follow without any sign
 * between (20040523123000).
 */
static bool
read_date(struct cursor *c, struct date_parts *d, size_t *joined)
{
	size_t n;

	*joined = 0;
	if (take(c, '-'))
		return (read_truncated(c, d));
	if (take(c, '+')) {
		/* An expanded year: more than four digits. */
		if ((n = digits(c, 0)) < 5 || n > 7)
			return (false);
		d->year = number(c, n);
		return (read_after_year(c, d));
	}
	switch (n = digits(c, 0)) {
	case 4:
		d->year = number(c, 4);
		return (read_after_year(c, d));
	case 2:
		d->year = date_short_year(number(c, 2));
		if (dash_digits(c, 2) && (digits(c, 4) != 2 || c->p[3] != '-'))
			return (false); /* YY-MM: could be anything */
		return (c->p < c->end && *c->p == '-' && read_after_year(c, d));
	case 5:
		d->year = date_short_year(number(c, 2));
		return (ordinal(d, number(c, 3)));
	case 6:
		return (read_six(c, d));
	case 7:
		d->year = number(c, 4);
		return (ordinal(d, number(c, 3)));
	case 8:
	case 10:
	case 12:
	case 14:
		d->year = number(c, 4);
		d->month = number(c, 2);
		d->day = number(c, 2);
		*joined = n - 8;
		return (calendar_valid(d));
	default:
		return (false);
	}
}

/* A fraction of ${unit} seconds; only its whole seconds count. */
static int64_t
read_fraction(struct cursor *c, int64_t unit)
{
	int64_t value = 0, scale = 1;

	if (c->p + 1 >= c->end || (*c->p != '.' && *c->p != ',') ||
	    digits(c, 1) == 0)
		return (0);
	c->p++;
	for (; digits(c, 0) > 0 && scale < 1000000000; scale *= 10)
		value = value * 10 + number(c, 1);
	while (digits(c, 0) > 0)
		c->p++;
	return (value * unit / scale);
}

/* hh, hhmm, hh:mm, hhmmss, hh:mm:ss; ${n} digits come next. */
static bool
read_time(struct cursor *c, size_t n, struct date_parts *d)
{

	if (n != 2 && n != 4 && n != 6)
		return (false);
	d->hour = number(c, 2);
	if (n == 2 && !(c->p < c->end && *c->p == ':' && digits(c, 1) == 2)) {
		d->second = read_fraction(c, 3600);
		d->minute = d->second / 60;
		d->second %= 60;
		return (true);
	}
	if (n == 2)
		c->p++;
	d->minute = number(c, 2);
	if (n == 4 ||
	    (n == 2 && !(c->p < c->end && *c->p == ':' && digits(c, 1) == 2))) {
		d->second = read_fraction(c, 60);
		return (true);
	}
	if (n == 2)
		c->p++;
	d->second = number(c, 2);
	read_fraction(c, 1);
	return (true);
}

/* Z, ±hh, ±hhmm, ±hh:mm, ±hh:mm:ss, or nothing. */
static bool
read_zone(struct cursor *c, struct date_parts *d)
{
	int64_t sign = 1, seconds = 0, unit = 3600;
	size_t n;
	int i;

	while (take(c, ' '))
		;
	if (c->p == c->end || take(c, 'Z') || take(c, 'z'))
		return (true);
	if (take_minus(c))
		sign = -1;
	else if (!take(c, '+'))
		return (false);
	n = digits(c, 0);
	if (n != 2 && n != 4 && n != 6)
		return (false);
	for (i = 0; n > 0 && i < 3; i++, unit /= 60) {
		seconds += number(c, 2) * unit;
		n -= 2;
		if (n == 0 && i < 2 && c->p < c->end && *c->p == ':' &&
		    digits(c, 1) == 2) {
			c->p++;
			n = 2;
		}
	}
	d->zone_s = sign * seconds;
	return (true);
}

bool
date_iso(struct str s, struct date_parts *ret)
{
	struct cursor c = { s.p, s.p + s.n };
	struct date_parts d = { .day = 1 };
	size_t joined;

	if (s.n == 0 || !read_date(&c, &d, &joined))
		return (false);
	if (joined > 0) {
		if (!read_time(&c, joined, &d))
			return (false);
	} else if (take(&c, 'T') || take(&c, 't') || take(&c, '_') ||
		   (c.p + 1 < c.end && *c.p == ' ' && c.p[1] != '+' &&
		       c.p[1] != '-' && c.p[1] != 'Z')) {
		while (take(&c, ' '))
			;
		if (!read_time(&c, digits(&c, 0), &d))
			return (false);
	}
	if (!read_zone(&c, &d))
		return (false);
	/* Java's name of the place behind the zone. */
	if (c.p < c.end && *c.p == '[' && c.end[-1] == ']')
		c.p = c.end;
	if (c.p != c.end)
		return (false);
	*ret = d;
	return (true);
}
