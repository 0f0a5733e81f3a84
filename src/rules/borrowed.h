/*
 * Stretches of a text that are not its author's own words: lines quoted with
 * >, quotes in brackets, code between fences, comments of templates.
 */
#ifndef EARSHOT_RULES_BORROWED_H
#define EARSHOT_RULES_BORROWED_H

#include "earshot/arena.h"
#include "earshot/post.h"

enum {
	BORROWED_MAX = 256, /* stretches; further ones are searched */
	BORROWED_MARKERS = 8,
};

struct borrowed {
	size_t n;
	const struct quote *list; /* sorted and apart */
	/* Those that are a moderator's markers (marker.h): in list too. */
	size_t nmarkers;
	struct quote markers[BORROWED_MARKERS];
};

/*
 * borrowed_find: what ${quotes} say and what the text itself shows.
 * ${ret}->list may be ${quotes}.  E_MEMORY.
 */
enum status borrowed_find(struct arena *a, struct str text,
    const struct quote *quotes, size_t nquotes, struct borrowed *ret) MUST_USE;

#endif
