/*
 * Themes as rows: which insights wait for theirs, what they say, and what came
 * of it.  Who says the same is not the store's business (theme.h).  All of it
 * in the open group.
 */
#ifndef EARSHOT_THEME_ROWS_H
#define EARSHOT_THEME_ROWS_H

#include "earshot/arena.h"
#include "earshot/store.h"

enum {
	THEME_ROWS_PLACES = 16,
	/* No theme with more members becomes part of another. */
	THEME_ROWS_MOVED = 2000
};

/* An insight with the words that prove it; strings in the arena. */
struct theme_insight {
	int64_t insight_id, theme_id; /* theme_id 0: none */
	int64_t post_id, source_id;
	bool live;
	enum signal signal;
	uint32_t about; /* hash of the brands that it names; 0: none */
	struct str title, text, lang, source;
	bool titled;      /* the title is its own */
	struct str words; /* as theme_rows_told left them; {NULL,0}: never */
	size_t nplaces, nnames;
	struct theme_place {
		enum field field;
		uint32_t start, end;
		double points;
	} places[THEME_ROWS_PLACES], names[THEME_ROWS_PLACES];
};

/* theme_rows_next: up to ${max} insights that wait, by id.  theme_rows_done:
 * of those up to ${insight_id} none waits any more. */
enum status theme_rows_next(struct store *s, int64_t *ret_ids, size_t max,
    size_t *ret_n) MUST_USE;
enum status theme_rows_done(struct store *s, int64_t insight_id) MUST_USE;
/* *${ret_there} false: it is gone. */
enum status theme_rows_read(struct store *s, struct arena *a,
    int64_t insight_id, struct theme_insight *ret, bool *ret_there) MUST_USE;

/* theme_rows_alone: is it live and in no theme?  theme_rows_waiting: is there
 * anything that a commit would bring further? */
enum status theme_rows_alone(struct store *s, int64_t insight_id,
    bool *ret) MUST_USE;
enum status theme_rows_waiting(struct store *s, bool *ret) MUST_USE;

/* theme_rows_told: the words that it is found by, and the sentence that stands
 * for it. */
struct theme_told {
	struct str words; /* bytes */
	uint32_t about;
	enum field field;
	uint32_t start, end;
};
enum status theme_rows_told(struct store *s, int64_t insight_id,
    const struct theme_told *told) MUST_USE;

/* theme_rows_found: a theme that begins with these two; its reference comes
 * from the elder's. */
enum status theme_rows_found(struct store *s, int64_t one, int64_t other,
    int64_t *ret_theme_id) MUST_USE;
enum status theme_rows_join(struct store *s, int64_t theme_id,
    int64_t insight_id) MUST_USE;
enum status theme_rows_leave(struct store *s, int64_t insight_id) MUST_USE;
/* theme_rows_merge: the younger points to the elder, its members move.
 * *${ret_into} 0: it is too large, nothing was done. */
enum status theme_rows_merge(struct store *s, int64_t one, int64_t other,
    int64_t *ret_into, int64_t *ret_from) MUST_USE;

/*
 * theme_rows_load: live insights that have been told, each theme's first
 * ${kept} with differing words at the least, and of those that stand alone the
 * newest ${max}; ${each} for every one, not OK: that is the answer.
 */
struct theme_loaded {
	int64_t insight_id, theme_id;
	enum signal signal;
	uint32_t about;
	struct str words; /* borrowed */
};
enum status theme_rows_load(struct store *s, size_t max,
    enum status (*each)(void *arg, const struct theme_loaded *row),
    void *arg) MUST_USE;

#endif
