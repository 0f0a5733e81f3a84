/*
 * Time: wall clock (Unix seconds) and monotonic milliseconds.  Tests freeze it
 * and move it by hand; the whole program asks only here.  Thread-safe.
 */
#ifndef EARSHOT_CLOCK_H
#define EARSHOT_CLOCK_H

#include <stdint.h>

#include "earshot/str.h"

/* "No such moment": what an undated post or a never-visited feed has. */
#define NO_TIME INT64_MIN

int64_t clock_now(void);     /* Unix seconds */
int64_t clock_now_ms(void);  /* Unix milliseconds */
int64_t clock_mono_ms(void); /* monotonic */
int64_t clock_mono_us(void);
/* clock_cpu_us: CPU time of this thread. Never frozen. */
int64_t clock_cpu_us(void);

/* clock_freeze: from now on it is ${unix_s} until advanced or thawed. */
void clock_freeze(int64_t unix_s);
void clock_advance(int64_t ms);
void clock_thaw(void);
/* clock_step: somebody set the wall clock so far on, or back; the monotonic one
 * does not know.  Until clock_thaw. */
void clock_step(int64_t s);

enum { CLOCK_TEXT = 24 }; /* room for "YYYY-MM-DDThh:mm:ssZ" and NUL */
/* clock_text: RFC 3339 in UTC.  Years outside 0..9999 give "". */
void clock_text(int64_t unix_s, char ret[CLOCK_TEXT]);
/* clock_civil: days since 1970-01-01 of a Gregorian date (any year). */
int64_t clock_days(int64_t year, unsigned month, unsigned day);
/* clock_local_text: "2026-11-21 14:05" in the machine's zone, for people. */
void clock_local_text(int64_t unix_s, char ret[CLOCK_TEXT]);

#endif
