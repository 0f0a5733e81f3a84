/*
 * Words in dates: months in the languages that feeds are written in, zones,
 * halves of the day.  The numbers round them are read by date_free.c.
 */
#ifndef EARSHOT_TEXT_DATE_WORDS_H
#define EARSHOT_TEXT_DATE_WORDS_H

#include "earshot/str.h"

enum { DATE_WORD_MAX = 40 }; /* bytes of a folded word; longer is none */

/*
 * date_word_fold: the word at ${s}[*${at}]: its letters and marks in lower
 * case, Latin and Greek ones without accents.  *${at} moves behind it;
 * empty: it was longer than any word of ours.
 */
struct str date_word_fold(struct str s, size_t *at, char out[DATE_WORD_MAX]);

/*
 * date_month: 1 to 12, or 0: not a month.  Three letters or more that begin
 * the names of one month only are enough.  *${ret_whole}: it was a whole name
 * or a usual abbreviation.
 */
int date_month(struct str folded, bool *ret_whole);

/* date_zone: minutes east of Greenwich of a named zone; false: unknown. */
bool date_zone(struct str folded, int *ret_minutes);

/* What numbers stand beside in East Asian and other dates. */
enum date_mark {
	DATE_MARK_NONE,
	DATE_MARK_YEAR,
	DATE_MARK_MONTH,
	DATE_MARK_DAY,
	DATE_MARK_HOUR,
	DATE_MARK_MINUTE,
	DATE_MARK_SECOND,
	DATE_MARK_AM,
	DATE_MARK_PM,
	DATE_MARK_MONTH_NEXT, /* Vietnamese: the month's number follows */
	DATE_MARK_ERA,        /* Japanese: years count from ${era} */
};

/* date_mark: of a folded word. */
enum date_mark date_mark(struct str folded);

/*
 * date_mark_east: the mark that ${s} begins with, where words are not
 * separated (Chinese, Japanese, Korean); its length in bytes, 0: none.
 */
size_t date_mark_east(struct str s, enum date_mark *ret, int *ret_era);

/* date_month_thai: Thai month names come with Buddhist years. */
bool date_month_thai(struct str folded);

#endif
