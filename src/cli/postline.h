/*
 * A post on a line of its own, read without jansson: that took a fifth of all
 * the time that classifying takes.  Only plain lines are read here: whatever is
 * rare or wrong is left to jansson, which has the last word on JSON.
 */
#ifndef EARSHOT_CLI_POSTLINE_H
#define EARSHOT_CLI_POSTLINE_H

#include "earshot/arena.h"

/* The strings are {NULL, 0} where the line has none, or something else. */
struct postline {
	struct str id; /* as it is written; "null" if there is none */
	struct str text, title, lang, context;
	int stars; /* 1 to 5; 0: none */
};

/* postline_read: false: ask jansson.  What it gives is ${line}'s or ${a}'s. */
bool postline_read(struct arena *a, struct str line, struct postline *ret);

/*
 * postline_id: what stands behind "id" in a line of whatever JSON, byte for
 * byte, also before a fault; whether it is JSON itself is not looked at.
 * {NULL, 0}: there is none.  Linear; for lines that postline_read refused.
 */
struct str postline_id(struct str line);

#endif
