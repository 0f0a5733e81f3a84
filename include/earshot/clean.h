/*
 * From what a feed served to what we keep: mis-decoded text repaired, page
 * chrome that is nobody's opinion dropped ("Next post: …"), moderators' markers
 * noticed and dropped, white space settled, caps kept.  Plain text in, plain
 * text out; quotes move along.
 */
#ifndef EARSHOT_CLEAN_H
#define EARSHOT_CLEAN_H

#include "earshot/arena.h"

struct cleaned {
	struct str text;
	size_t nquotes;
	struct quote *quotes;
	bool repaired;  /* mis-decoded text was put right */
	bool moderated; /* a removal marker was there; it is gone from text */
	bool closed;    /* said "Comments are closed." */
	bool cut;       /* longer than the cap */
};

/* clean_text: ${max}: bytes kept (POST_TEXT_MAX), cut between words; no more
 * than four times as many are looked at.  Quotes over ${text}, sorted. */
enum status clean_text(struct arena *a, struct str text,
    const struct quote *quotes, size_t nquotes, size_t max,
    struct cleaned *ret) MUST_USE;

/* clean_line: a title or name: one line, repaired, at most ${max} bytes.
 * A slice of ${s} where nothing had to change: it lives as long as that.
 * *${ret_repaired} may be NULL. */
struct str clean_line(struct arena *a, struct str s, size_t max,
    bool *ret_repaired);

#endif
