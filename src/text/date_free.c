/*
 * Dates as people and programs write them: RFC 822 with its mistakes, asctime,
 * other languages' months, numbers only, East Asian forms, 12-hour clocks.
 * What is no number, month, zone or mark is passed over (days of the week,
 * "at", "de", "o'clock"): no list of those would ever be whole.
 */
#include "date_parts.h"
#include "date_tokens.h"

enum { NUMBERS = 3, ZONE_MOST_S = 15 * 3600 };

enum half { HALF_NONE, HALF_AM, HALF_PM };

struct reading {
	const struct date_token *t; /* the next one */
	/* numbers that are not part of the time or zone */
	int64_t value[NUMBERS];
	int digits[NUMBERS];
	char before[NUMBERS]; /* the sign before it; '\0': none */
	size_t n;
	int64_t year, month, day; /* by a mark beside them; -1: not so */
	int name;                 /* month by its name; 0: none */
	bool name_whole, thai;
	int era;
	bool time; /* seen */
	int64_t hour, minute, second;
	enum half half;
	bool zone, zone_number;
	int64_t zone_s;
	bool after_time; /* the last token belonged to time or zone */
};

static bool
is_sign(const struct date_token *t, char sign)
{

	return (t->kind == TOKEN_SIGN && t->sign == sign);
}

static bool
is_number(const struct date_token *t)
{

	return (t->kind == TOKEN_NUMBER);
}

static bool
is_mark(const struct date_token *t, enum date_mark mark)
{

	return (t->kind == TOKEN_WORD && t->mark == mark);
}

/* Are day, month and year all there? */
static bool
date_complete(const struct reading *r)
{
	size_t n = r->n;

	n += r->name != 0;
	n += r->year >= 0;
	n += r->month >= 0;
	n += r->day >= 0;
	return (n >= 3);
}

static void
set_time(struct reading *r, int64_t hour, int64_t minute, int64_t second)
{

	r->time = true;
	r->after_time = true;
	r->hour = hour;
	r->minute = minute;
	r->second = second;
}

/* h:mm, h:mm:ss, h:mm:ss.fff, at a number before a colon. */
static void
read_clock(struct reading *r)
{
	const struct date_token *t = r->t;
	int64_t hour = t[0].value, minute = t[2].value, second = 0;

	t += 3;
	if (is_sign(t, ':') && is_number(t + 1)) {
		second = t[1].value;
		t += 2;
		/* A fraction, also after a colon (.NET's FFF). */
		if (t->kind == TOKEN_SIGN && strchr(".,:", t->sign) != NULL &&
		    is_number(t + 1) && !t[1].spaced)
			t += 2;
	}
	r->t = t;
	if (!r->time)
		set_time(r, hour, minute, second);
}

/* "12h30", "14 Uhr", "3時15分30秒", at a number before an hour's mark. */
static void
read_marked_clock(struct reading *r)
{
	const struct date_token *t = r->t;
	int64_t hour = t[0].value, minute = 0, second = 0;

	t += 2;
	if (is_number(t) &&
	    (is_mark(t + 1, DATE_MARK_MINUTE) || t->digits == 2)) {
		minute = t->value;
		t += 1 + is_mark(t + 1, DATE_MARK_MINUTE);
		if (is_number(t) && is_mark(t + 1, DATE_MARK_SECOND)) {
			second = t->value;
			t += 2;
		}
	}
	r->t = t;
	set_time(r, hour, minute, second);
}

/* "14.30" and "14.30.15", once the date is known. */
static bool
read_dotted_clock(struct reading *r)
{
	const struct date_token *t = r->t;

	if (!is_sign(t + 1, '.') || !is_number(t + 2) || t[2].spaced ||
	    t->digits > 2 || t[2].digits != 2)
		return (false);
	set_time(r, t->value, t[2].value, 0);
	t += 3;
	if (is_sign(t, '.') && is_number(t + 1) && t[1].digits == 2 &&
	    !t[1].spaced) {
		r->second = t[1].value;
		t += 2;
	}
	r->t = t;
	return (true);
}

/* The zone's number behind its sign: h, hh, hmm, hhmm, h:mm, hh:mm. */
static bool
read_zone_number(struct reading *r, int sign)
{
	const struct date_token *t = r->t + 1;
	int64_t v = t->value, seconds;

	switch (t->digits) {
	case 1:
	case 2:
		seconds = v * 3600;
		break;
	case 3:
	case 4:
		seconds = v / 100 * 3600 + v % 100 * 60;
		break;
	default:
		return (false);
	}
	t++;
	if (t[-1].digits <= 2 && is_sign(t, ':') && is_number(t + 1)) {
		seconds += t[1].value * 60;
		t += 2;
	}
	if (seconds > ZONE_MOST_S)
		return (false);
	r->t = t;
	r->zone = true;
	r->zone_number = true;
	r->zone_s = sign * seconds;
	r->after_time = true;
	return (true);
}

static void
push_number(struct reading *r, char before)
{
	const struct date_token *t = r->t++;

	r->after_time = false;
	if (r->n == NUMBERS)
		return;
	r->value[r->n] = t->value;
	r->digits[r->n] = t->digits;
	r->before[r->n++] = before;
}

/* 2004年, 5월, 23日: false when no such mark follows. */
static bool
read_marked(struct reading *r)
{
	const struct date_token *t = r->t;
	int64_t *to;

	switch (t[1].kind == TOKEN_WORD ? t[1].mark : DATE_MARK_NONE) {
	case DATE_MARK_YEAR:
		to = &r->year;
		break;
	case DATE_MARK_MONTH:
		to = &r->month;
		break;
	case DATE_MARK_DAY:
		to = &r->day;
		break;
	default:
		return (false);
	}
	if (*to < 0)
		*to = t->value;
	r->t += 2;
	return (true);
}

static void
read_number(struct reading *r, char before)
{
	const struct date_token *t = r->t;

	if (t->digits <= 2 && is_sign(t + 1, ':') && is_number(t + 2)) {
		read_clock(r);
		return;
	}
	if (!r->time && t->digits <= 2 && is_mark(t + 1, DATE_MARK_HOUR)) {
		read_marked_clock(r);
		return;
	}
	/* "3pm"; but in "25 오후 3:05" the half belongs to what follows. */
	if (!r->time && t->digits <= 2 && !is_number(t + 2) &&
	    (is_mark(t + 1, DATE_MARK_AM) || is_mark(t + 1, DATE_MARK_PM))) {
		set_time(r, t->value, 0, 0);
		r->t++;
		return;
	}
	if (read_marked(r))
		return;
	if (!r->time && date_complete(r)) {
		if (read_dotted_clock(r))
			return;
		if (t->digits == 4 && before == '\0') { /* 1230 */
			set_time(r, t->value / 100, t->value % 100, 0);
			r->t++;
			return;
		}
	}
	if (t->digits == 8 && r->n == 0 && r->name == 0) {
		r->year = t->value / 10000;
		r->month = t->value / 100 % 100;
		r->day = t->value % 100;
		r->t++;
		return;
	}
	push_number(r, before);
}

/*
 * A sign: of a zone, between numbers, or of a year before Christ, in which
 * programs write their zero date ("30 Nov -0001").  False: that one.
 */
static bool
read_sign(struct reading *r, char *before)
{
	const struct date_token *t = r->t;
	bool joined = is_number(t + 1) && !t[1].spaced;

	if ((t->sign == '+' || t->sign == '-') && joined && !r->zone_number &&
	    (r->after_time ||
		(t->spaced && t[1].digits == 4 && date_complete(r))) &&
	    read_zone_number(r, t->sign == '+' ? 1 : -1))
		return (true);
	if (t->sign == '-' && t->spaced && joined && t[1].digits >= 4 &&
	    !date_complete(r))
		return (false);
	*before = t->sign;
	r->t++;
	/* "GMT +2", "12:30 (UTC": what belongs to the time goes on. */
	if (t->sign != '(' && t->sign != '.')
		r->after_time = false;
	return (true);
}

static void
read_word(struct reading *r)
{
	const struct date_token *t = r->t++;

	/* Before the time only in the East: "Sa, 22 Mai" is a Saturday. */
	if ((t->mark == DATE_MARK_AM || t->mark == DATE_MARK_PM) &&
	    (r->after_time || t->eastern)) {
		if (r->half == HALF_NONE)
			r->half = t->mark == DATE_MARK_AM ? HALF_AM : HALF_PM;
		return;
	}
	if (t->mark == DATE_MARK_ERA) {
		r->era = t->era;
		return;
	}
	if (t->mark == DATE_MARK_MONTH_NEXT && is_number(r->t)) {
		r->month = r->t++->value;
		return;
	}
	/* The later of two equals: "mar. 23 mars" is a Tuesday. */
	if (t->month != 0 && (t->month_whole || !r->name_whole)) {
		r->name = t->month;
		r->name_whole = t->month_whole;
		r->thai = t->month_thai;
		return;
	}
	/* Single letters are zones only right behind the time: they are too
	 * many words otherwise. */
	if (t->zone && !r->zone && t->mark != DATE_MARK_HOUR &&
	    (t->single ? r->after_time : r->time || date_complete(r))) {
		r->zone = true;
		r->zone_s = t->zone_minutes * 60;
		r->after_time = true;
	}
}

/* Years as written to years. */
static int64_t
full_year(const struct reading *r, int64_t year, int digits)
{

	if (r->era != 0)
		return (r->era + year);
	if (digits == 3)
		return (1900 + year); /* RFC 5322, 4.3; C's tm_year */
	if (digits < 3)
		return (date_short_year(year));
	return (r->thai && year > 2400 ? year - 543 : year);
}

/* A month's name, a day and a year, in this order or another. */
static bool
settle_named(const struct reading *r, struct date_parts *ret)
{
	size_t year = 1, day = 0;

	ret->month = r->name;
	if (r->n == 0)
		return (false);
	if (r->digits[0] >= 3 || r->value[0] > 31) {
		year = 0;
		day = 1;
	}
	if (r->n == 1 && year == 1)
		return (false); /* no year */
	ret->year = full_year(r, r->value[year], r->digits[year]);
	ret->day = r->n > 1 ? r->value[day] : 1;
	return (true);
}

/*
 * Three numbers.  The year is where it must be; else a dot or a hyphen means
 * that the day comes first (Europe), a slash that the month does (America),
 * unless it cannot be one.
 */
static bool
settle_numbers(const struct reading *r, struct date_parts *ret)
{
	size_t year = 2, month = 1, day = 0;

	if (r->n < NUMBERS)
		return (false);
	if (r->digits[0] >= 3 || r->value[0] > 31) {
		year = 0;
		day = 2;
	} else if (r->before[1] == '/' || r->before[1] == '\0') {
		month = 0;
		day = 1;
	}
	if (r->value[month] > 12 && r->value[day] <= 12) {
		size_t other = month;

		month = day;
		day = other;
	}
	ret->year = full_year(r, r->value[year], r->digits[year]);
	ret->month = r->value[month];
	ret->day = r->value[day];
	return (true);
}

/* What the marks left open is filled from the plain numbers, in order. */
static bool
settle_marked(const struct reading *r, struct date_parts *ret)
{
	size_t i = 0;

	ret->day = r->day;
	ret->month = r->name != 0 ? r->name : r->month;
	ret->year = r->year;
	if (ret->day < 0 && i < r->n)
		ret->day = r->value[i++];
	if (ret->year < 0 && i < r->n)
		ret->year = r->value[i++];
	if (ret->day < 0)
		ret->day = 1;
	if (ret->year < 0 || ret->month < 0)
		return (false);
	ret->year = full_year(r, ret->year, ret->year < 100 ? 2 : 4);
	return (true);
}

static bool
settle(const struct reading *r, struct date_parts *ret)
{
	/* "mar. 23/05/2004": the word was a Tuesday. */
	bool numeric = r->n == NUMBERS && r->before[1] != '\0' &&
		       r->before[1] != ',' && r->before[1] == r->before[2];

	if (r->year >= 0 || r->month >= 0 || r->day >= 0)
		return (settle_marked(r, ret));
	if (r->name != 0 && !numeric)
		return (settle_named(r, ret));
	return (settle_numbers(r, ret));
}

/* 12-hour clocks; 13:00 PM is 13:00. */
static int64_t
full_hour(const struct reading *r)
{

	if (r->half == HALF_AM && r->hour == 12)
		return (0);
	if (r->half == HALF_PM && r->hour < 12)
		return (r->hour + 12);
	return (r->hour);
}

bool
date_free(struct str s, struct date_parts *ret)
{
	struct date_token tokens[DATE_TOKENS];
	struct reading r = { .t = tokens, .year = -1, .month = -1, .day = -1 };
	struct date_parts d = { .year = 0 };
	char before = '\0';

	if (!date_tokens(s, tokens))
		return (false);
	while (r.t->kind != TOKEN_END) {
		switch (r.t->kind) {
		case TOKEN_NUMBER:
			read_number(&r, before);
			before = '\0';
			break;
		case TOKEN_SIGN:
			if (!read_sign(&r, &before))
				return (false);
			break;
		case TOKEN_WORD:
			read_word(&r);
			before = '\0';
			break;
		case TOKEN_END:
			break;
		}
	}
	if (!settle(&r, &d) || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > 31)
		return (false);
	d.hour = full_hour(&r);
	d.minute = r.minute;
	d.second = r.second;
	d.zone_s = r.zone_s;
	*ret = d;
	return (true);
}
