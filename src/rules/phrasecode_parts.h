/*
 * What a phrase's code is made of: read by phrasecode_read.c, run by
 * phrasecode.c.
 */
#ifndef EARSHOT_RULES_PHRASECODE_PARTS_H
#define EARSHOT_RULES_PHRASECODE_PARTS_H

#include "earshot/arena.h"

enum op {
	OP_TEXT,   /* these bytes in lower case */
	OP_NEVER,  /* a letter that ASCII has not */
	OP_EITHER, /* one of the alternatives, the first one first */
	OP_MAYBE,  /* one of the alternatives, else nothing */
	OP_SPACE,  /* the fixed forms of phrase.h */
	OP_ENDING,
	OP_QUOTE,
	OP_JOINT,
	OP_ELISION,
	OP_AFTER_ELISION,
	OP_GAP,
	OP_MARK, /* (*:7) */
	OP_END,  /* of the phrase */
};

/*
 * Small, and what is looked at together lies together: thousands of patterns
 * are run in turn, each from memory that was not looked at for long.
 */
struct step {
	uint8_t op;
	char first;      /* of a text; '\0': of anything else */
	uint16_t n;      /* bytes of a text; alternatives of a group */
	uint32_t number; /* of a mark */
	/* A text; of a group: the first bytes of its alternatives, then those
	 * that are one text each, with a byte before each for its length. */
	const char *text;
	const struct step *next; /* what follows */
	uint64_t may[2];         /* with which bytes a group may begin */
	const uint16_t *words;   /* of a group: where they stand in text; 0: */
	struct step **inners;    /* the first steps of those that are more */
	/* while it is read */
	struct step *behind; /* in its sequence */
	struct step *inner;  /* the first alternative */
	struct step *other;  /* of a first step: the next alternative */
};

struct phrasecode {
	struct arena *arena;
	struct step *first;
};

/* letter: as \\w, in ASCII. */
static inline bool
letter(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || c == '_');
}

static inline char
small(char c)
{

	return ((char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
}

#endif
