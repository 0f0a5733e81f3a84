/*
 * Which insights say the same: an index in memory over the telling words of
 * those that stand alone and of up to sixteen differing members of each theme.
 * Two say the same when they are of one signal, do not name different brands,
 * share at least two telling words (one, where hardly any is left over) and
 * are alike: the cosine of their words, each weighted by how rare it is here,
 * is THEME_ALIKE or more.  Who asks for a thing and who refuses it, who has too
 * much of it and who has none, are not alike, whatever words they share
 * (telling_mark).  An insight joins a theme when it is alike to one of
 * its members and, in the mean, THEME_FITS or more to all that are kept; two
 * themes that an insight could join are one when their members fit each other.
 */
#ifndef EARSHOT_THEME_H
#define EARSHOT_THEME_H

#include "earshot/telling.h"

enum {
	THEME_POINTS = 131072, /* that the index holds */
	THEME_KEPT = 16,       /* of one theme */
	THEME_LOOKS = 256,     /* at others, for one insight */
	THEME_ALONE = 8        /* that found a theme together */
};
#define THEME_ALIKE .5
#define THEME_FITS  .3
/* Where only one word is shared. */
#define THEME_SAME .8

struct theme_point {
	int64_t insight_id;
	int64_t theme_id; /* 0: it stands alone */
	enum signal signal;
	uint32_t about; /* hash of the brands it names; 0: none */
	const struct telling *telling;
};

/* What is to become of an insight. */
struct theme_choice {
	int64_t theme_id; /* 0: none fits */
	/* a further one that says the same as theme_id; 0: none */
	int64_t merge_id;
	/* insights that stand alone no more: with theme_id 0 and one of them
	 * a theme begins */
	size_t nalone;
	int64_t alone[THEME_ALONE];
};

struct themes;

struct themes *themes_new(void);    /* NULL if memory is out */
void themes_free(struct themes *t); /* NULL is fine */

/* themes_choose: ${p}->insight_id itself, if known, does not count; nor does
 * ${p}->theme_id.  Below a millisecond, however many there are. */
void themes_choose(struct themes *t, const struct theme_point *p,
    struct theme_choice *ret);
/* themes_fits: is ${p} still at home in its theme, for all that is known? */
bool themes_fits(struct themes *t, const struct theme_point *p);
/* themes_add: from now on ${p} is found.  Known already: forgotten first.
 * One more like a theme's other members is not kept.  E_TOO_LARGE: the index
 * is full. */
enum status themes_add(struct themes *t, const struct theme_point *p) MUST_USE;
/* themes_move: insight ${insight_id} is in ${theme_id} now. */
enum status themes_move(struct themes *t, int64_t insight_id,
    int64_t theme_id) MUST_USE;
/* themes_merge: what ${from} had is ${into}'s. */
enum status themes_merge(struct themes *t, int64_t from, int64_t into) MUST_USE;
void themes_drop(struct themes *t, int64_t insight_id);
size_t themes_count(const struct themes *t);

/* themes_alike: how alike two are, 0 to 1, words weighted by ${t} (NULL: all
 * the same); 0 where they share too little. */
double themes_alike(const struct themes *t, const struct telling *a,
    const struct telling *b);

#endif
