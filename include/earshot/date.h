/*
 * Dates as feeds write them: RFC 822 with its common mistakes (curl_getdate
 * where it can), ISO 8601 in all its forms, the odd ones, other languages'
 * month and day names.  Without a zone: UTC.
 */
#ifndef EARSHOT_DATE_H
#define EARSHOT_DATE_H

#include "earshot/feed.h"
#include "earshot/str.h"

/* date_read: Unix seconds, fraction truncated; NO_TIME when it is no date, or
 * not within the years 1970..(now + 2 years)… see the body for why. */
int64_t date_read(struct str s);

#endif
