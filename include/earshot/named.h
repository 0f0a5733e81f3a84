/*
 * Which feed a person means by a word: its address, the name of its source or
 * its title, or its number.  Every command asks here, so that all of them
 * understand the same and refuse in the same words.
 */
#ifndef EARSHOT_NAMED_H
#define EARSHOT_NAMED_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/road.h"

enum named_by {
	NAMED_NOTHING, /* empty, as of a variable that is not set */
	NAMED_NUMBER,  /* '#12' */
	NAMED_NEVER,   /* '#x' */
	NAMED_URL,     /* has a scheme */
	/* In this order: a name; a number; an address without its scheme. */
	NAMED_WORD
};

/* named_by: *${ret_id}: the number, also of a WORD that is one; else 0. */
enum named_by named_by(struct str word, int64_t *ret_id);
/* named_is: is its source or its title called so, in any letter case? */
bool named_is(const struct feed_spec *spec, struct str name);
/* named_address: may the WORD be an address? */
bool named_address(struct str word);

#define NAMED_EMPTY "an operand is empty: it names no feed"

/*
 * Why no feed, or none alone, is meant: each a sentence, without a line's end.
 * named_no_number: of a NUMBER; of a NEVER too.  named_several: ${n} ${are}
 * ("are called \"Acme\""), with ${also}, what else may be said, and a
 * named_line for each to follow, NAMED_SHOWN at the most; named_more ends them.
 */
enum { NAMED_SHOWN = 10 };
void named_no_number(struct str word, struct buf *out);
void named_no_name(struct str word, const char *near, struct buf *out);
void named_several(size_t n, const char *are, struct str word, const char * or,
    struct buf *out);
/* ${id} 0: it has no number yet. */
void named_line(struct arena *a, int64_t id, struct str url, struct buf *out);
void named_more(size_t n, struct buf *out);

/* setup_named: the road's feed that ${word} means, in *${ret} until the next
 * reload; false: none, or several, and why is in *${out}, ending its line. */
bool setup_named(struct road *r, struct str word, const struct feed **ret,
    struct buf *out);

#endif
