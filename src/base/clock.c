/*
 * The program's only clock, real or frozen.
 */
#include "earshot/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define NOT_FROZEN INT64_MIN

static _Atomic int64_t frozen_ms = NOT_FROZEN; /* Unix milliseconds */

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

	return (ms != NOT_FROZEN ? ms : read_clock_us(CLOCK_REALTIME) / 1000);
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
}

void
clock_text(int64_t unix_s, char ret[CLOCK_TEXT])
{
	time_t t = (time_t)unix_s;
	struct tm tm;

	ret[0] = '\0';
	if (gmtime_r(&t, &tm) == NULL || tm.tm_year < -1900 ||
	    tm.tm_year > 9999 - 1900)
		return;
	strftime(ret, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
	/* strftime writes years before 1000 without their zeros. */
	if (tm.tm_year < 1000 - 1900)
		snprintf(ret, CLOCK_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ",
		    (unsigned)(tm.tm_year + 1900) % 10000u,
		    (unsigned)(tm.tm_mon + 1) % 100u,
		    (unsigned)tm.tm_mday % 100u, (unsigned)tm.tm_hour % 100u,
		    (unsigned)tm.tm_min % 100u, (unsigned)tm.tm_sec % 100u);
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
