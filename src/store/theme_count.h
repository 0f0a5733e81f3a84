/*
 * Counting themes, and what their count means for priorities.
 */
#ifndef STORE_THEME_COUNT_H
#define STORE_THEME_COUNT_H

#include "store_impl.h"

/* Does the voice of this insight count?  Staff, partners, echoes and what was
 * taken away do not.  Of insight i, post p and voice v. */
#define THEME_COUNTS                                                 \
	"(i.state = 'live' AND p.duplicate_of IS NULL"               \
	" AND p.staff = 0 AND p.state = 'live' AND coalesce(v.kind," \
	" '') NOT IN ('staff', 'partner'))"

/* theme_count: before the commit: those whose members changed. */
enum status theme_count(struct store *s) MUST_USE;
/* theme_count_voices: their number changed: the members' priority does. */
enum status theme_count_voices(struct store *s, int64_t theme_id) MUST_USE;

#endif
