/*
 * The program's only clock, real or frozen.
 */
#include "earshot/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define NOT_FROZEN INT64_MIN

static _Atomic int64_t frozen_ms = NOT_FROZEN; /* Unix milliseconds */
static _Atomic int64_t stepped_ms;

static int64_t
read_clock_us(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ((int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
}

int64_t
clock_now_ms(void)
{
	int64_t ms = atomic_load(&frozen_ms);

	if (ms == NOT_FROZEN)
		ms = read_clock_us(CLOCK_REALTIME) / 1000;
	return (ms + atomic_load(&stepped_ms));
}

int64_t
clock_now(void)
{

	return (clock_now_ms() / 1000);
}

int64_t
clock_mono_us(void)
{
	int64_t ms = atomic_load(&frozen_ms);

	return (ms != NOT_FROZEN ? ms * 1000 : read_clock_us(CLOCK_MONOTONIC));
}

int64_t
clock_mono_ms(void)
{

	return (clock_mono_us() / 1000);
}

int64_t
clock_cpu_us(void)
{

	return (read_clock_us(CLOCK_THREAD_CPUTIME_ID));
}

void
clock_freeze(int64_t unix_s)
{

	atomic_store(&frozen_ms, unix_s * 1000);
}

void
clock_advance(int64_t ms)
{

	atomic_fetch_add(&frozen_ms, ms);
}

void
clock_thaw(void)
{

	atomic_store(&frozen_ms, NOT_FROZEN);
	atomic_store(&stepped_ms, 0);
}

void
clock_step(int64_t s)
{

	atomic_fetch_add(&stepped_ms, s * 1000);
}

static void
put_digits(char *to, int64_t v, int n)
{

	for (; n > 0; n--, v /= 10)
		to[n - 1] = (char)('0' + v % 10);
}

/* Not strftime: a feed has thousands of dates, and it is slow. */
void
clock_text(int64_t unix_s, char ret[CLOCK_TEXT])
{
	const int64_t first = -62167219200, last = 253402300799;
	int64_t days, s, era, of_era, year, of_year, month;

	ret[0] = '\0';
	if (unix_s < first || unix_s > last)
		return;
	/* The inverse of clock_days, counted from 1 March of the year 0; the
	 * years are March-based as there. */
	s = unix_s - (first + 60 * 86400);
	days = s >= 0 ? s / 86400 : -1 - (-1 - s) / 86400;
	s -= days * 86400;
	era = days >= 0 ? days / 146097 : -1;
	of_era = days - era * 146097;
	year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	year += era * 400 + (month >= 10);
	memcpy(ret, "yyyy-mm-ddThh:mm:ssZ", sizeof("yyyy-mm-ddThh:mm:ssZ"));
	put_digits(ret, year, 4);
	put_digits(ret + 5, month < 10 ? month + 3 : month - 9, 2);
	put_digits(ret + 8, of_year - (153 * month + 2) / 5 + 1, 2);
	put_digits(ret + 11, s / 3600, 2);
	put_digits(ret + 14, s / 60 % 60, 2);
	put_digits(ret + 17, s % 60, 2);
}

int64_t
clock_days(int64_t year, unsigned month, unsigned day)
{
	/* March-based years, so that the leap day is the last; eras of 400. */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 +
		      (int64_t)day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (era * 146097 + doe - 719468);
}

void
clock_local_text(int64_t unix_s, char ret[CLOCK_TEXT])
{
	time_t t = (time_t)unix_s;
	struct tm tm;

	ret[0] = '\0';
	if (localtime_r(&t, &tm) != NULL)
		strftime(ret, CLOCK_TEXT, "%Y-%m-%d %H:%M", &tm);
}
