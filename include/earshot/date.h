/*
 * Dates as feeds write them: RFC 822 with its common mistakes, ISO 8601 in all
 * its forms, the odd ones, other languages' month names.  Without a zone: UTC.
 */
#ifndef EARSHOT_DATE_H
#define EARSHOT_DATE_H

#include "earshot/clock.h"
#include "earshot/str.h"

/* date_read: Unix seconds, fraction truncated; NO_TIME when it is no date, or
 * not between 1900 and two years from now (zero dates, placeholders). */
int64_t date_read(struct str s);

#endif
