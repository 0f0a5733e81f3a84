/*
 * From one post's words to its verdict.  A classifier is one thread's scratch
 * (match data, JIT stack) over one rule set.
 */
#ifndef EARSHOT_CLASSIFY_H
#define EARSHOT_CLASSIFY_H

#include "earshot/arena.h"
#include "earshot/post.h"
#include "earshot/ruleset.h"
#include "earshot/verdict.h"

enum { CLASSIFY_MAX = 65536, CLASSIFY_WINDOW = 16384 }; /* bytes */

struct classify_input {
	struct str title, text; /* UTF-8 */
	struct str author, url, tags;
	struct str lang; /* declared; {NULL,0}: not */
	bool reply;      /* a comment or answer */
	int stars;       /* 1..5; 0: none */
	size_t nquotes;
	const struct quote *quotes; /* over text */
};

struct classifier;

/* classifier_new: takes a reference to ${rs}.  NULL if memory is out. */
struct classifier *classifier_new(struct ruleset *rs);
void classifier_free(struct classifier *c);

/* classify: ${ret} and all it points to lives in ${a} and in ${in}'s strings.
 * E_MEMORY only: hostile input costs bounded time and is counted. */
enum status classify(struct classifier *c, struct arena *a,
    const struct classify_input *in, struct verdict *ret) MUST_USE;

#endif
