/*
 * Showing a post and the words that prove an insight: for explain and demo.
 */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "earshot/post.h"

#include "cli.h"

/* Evidence of one stored insight; strings in the arena it was read into. */
struct shown {
	struct str rule, about, field, text, vetoed_by;
	struct str file;    /* where the rule stands */
	int64_t line;       /* there */
	int64_t start, end; /* bytes; -1: none (stars, rule) */
	double points;
	bool negated;
};

/* show_evidence: of an insight; E_MEMORY, or the store's status. */
enum status show_evidence(struct reader *r, struct arena *a, int64_t insight_id,
    struct shown **ret, size_t *ret_n) MUST_USE;

/*
 * show_sentence: the sentence of ${field} round the first of ${list} in that
 * field that added points, all of them in it marked: bold on a terminal, else
 * [in brackets]; at most ${max} bytes, cut at words with "…".
 */
void show_sentence(struct arena *a, const struct post *p,
    const struct shown *list, size_t n, size_t max, bool color,
    struct buf *out);

/* show_sentence_of: the sentence round list[i], that span alone marked. */
void show_sentence_of(struct arena *a, const struct post *p,
    const struct shown *e, size_t max, bool color, struct buf *out);

/* show_whole: that sentence as it stands; {NULL,0}: it has no bytes. */
struct str show_whole(struct arena *a, const struct post *p,
    const struct shown *e);

/* show_novelty: one line: the number and its parts; "" where it is not known.
 */
void show_novelty(const struct novelty *n, struct buf *out);

#endif
