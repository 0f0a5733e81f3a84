/*
 * The telling words of an insight: what is left of the sentences that prove it
 * when the words are gone that say nothing, brought to their stems and hashed,
 * so that nobody reads a customer's words out of them.  Which insights say the
 * same by them: theme.h.  The numbers are stored: they must not change from
 * one version to the next.
 */
#ifndef EARSHOT_TELLING_H
#define EARSHOT_TELLING_H

#include "earshot/arena.h"
#include "earshot/verdict.h"

enum {
	TELLING_WORDS = 24,
	TELLING_MARKS = 8, /* beside them: what turns them */
	TELLING_MAX = TELLING_WORDS + TELLING_MARKS,
	TELLING_MARK_END = 1 << 19, /* odd ones below are marks */
	TELLING_PLACES = 16,        /* evidence that is looked at */
	TELLING_SENTENCES = 3,      /* of which so many sentences are read */
	TELLING_SENTENCE = 600,     /* bytes of one */
	TELLING_TITLE = 160         /* bytes that stand for it, in a list */
};

/* Words of a rule that counted. */
struct telling_place {
	enum field field; /* title or text */
	uint32_t start, end;
	double points;
};

struct telling_from {
	enum signal signal;
	struct str title, text, lang;
	/* the title is the post's own, not its conversation's */
	bool titled;
	const struct telling_place *places;
	size_t nplaces;
	/* What everybody here says anyway: names of brands and products that
	 * were found (points do not count), and the place's own. */
	const struct telling_place *names;
	size_t nnames;
	struct str source;
};

struct telling {
	size_t n;
	/* ascending, each once; an odd one is a word that everybody says and
	 * counts little, or a mark */
	uint32_t words[TELLING_MAX];
	/* the sentence of the strongest evidence, cut to TELLING_TITLE */
	enum field field;
	uint32_t start, end;
};

/* telling_mark: no word but what is said of one: that it is not so, that it is
 * missing, that it is refused, that it is too loud and not too quiet. */
static inline bool
telling_mark(uint32_t word)
{

	return ((word & 1) != 0 && word < TELLING_MARK_END);
}

/* telling_of: any bytes; linear in the sentences that are read.  E_MEMORY. */
enum status telling_of(struct arena *a, const struct telling_from *from,
    struct telling *ret) MUST_USE;

/* telling_stem: of a lower-case word in ${word}, NUL-ended, in place: without
 * accents, apostrophes and the endings of its language; "" when nothing is
 * left.  For tests. */
void telling_stem(struct str lang, char *word);

#endif
