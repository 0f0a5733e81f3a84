/*
 * A date taken apart, and its two readers: date_iso for ISO 8601 in all its
 * forms, date_free for all that people and programs write otherwise.
 */
#ifndef EARSHOT_TEXT_DATE_PARTS_H
#define EARSHOT_TEXT_DATE_PARTS_H

#include "earshot/str.h"

struct date_parts {
	int64_t year;
	int64_t month, day; /* from 1; days may run past the month's end */
	int64_t hour, minute, second;
	int64_t zone_s; /* seconds east of Greenwich */
};

/* date_iso: all of ${s} must be read.  False: it is not ISO 8601. */
bool date_iso(struct str s, struct date_parts *ret);

/* date_free: a day, month and year must be found.  False: they were not. */
bool date_free(struct str s, struct date_parts *ret);

/* date_time_valid: 24:00 and leap seconds count as valid. */
bool date_time_valid(int64_t hour, int64_t minute, int64_t second);

/* date_short_year: a year of two digits (RFC 5322, 4.3). */
int64_t date_short_year(int64_t year);

#endif
