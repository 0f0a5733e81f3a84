/*
 * Two rule sets over the same posts: which signals one of them gains, loses or
 * scores otherwise.
 */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "rows.h"

struct preview;

/* What preview_post finds, row by row; a row begins with one of
 * preview_changes. */
enum preview_column {
	PREVIEW_CHANGE,
	PREVIEW_SIGNAL,
	PREVIEW_WAS,
	PREVIEW_SCORE,
	PREVIEW_RULE,
	PREVIEW_WORDS,
	PREVIEW_WHY,
	PREVIEW_SENTENCE,
	PREVIEW_TITLE,
	PREVIEW_POST,
	PREVIEW_PUBLISHED,
	PREVIEW_SOURCE,
	PREVIEW_URL
};
enum { PREVIEW_GAINED, PREVIEW_LOST, PREVIEW_CHANGED, PREVIEW_CHANGES };
enum { PREVIEW_ROWS = 100000 }; /* further ones are counted, not kept */
extern const char *const preview_changes[PREVIEW_CHANGES];

/* preview_new: takes references to the sets.  ${only}: SIGNAL_NONE: all.  NULL
 * if memory is out. */
struct preview *preview_new(struct ruleset *old, struct ruleset *new,
    enum signal only);
void preview_free(struct preview *p);

/* preview_post: compares one post.  ${post_id} 0: a sample. */
enum status preview_post(struct preview *p, const struct post *post,
    struct str lang, int64_t post_id, struct str source) MUST_USE;

/* preview_count: how many signals of the posts so far changed in this way. */
uint64_t preview_count(const struct preview *p, int change);
/* preview_rows: all rows so far, taken away: rows_free or cli_rows them. */
struct rows *preview_rows(struct preview *p);

#endif
