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
 * What is run.  Small, and what is looked at together lies together: thousands
 * of patterns are run in turn, each from memory that was not looked at for
 * long, and all of them stay as long as their rules.
 */
struct step {
	uint8_t op;
	uint16_t n;       /* bytes of a text; alternatives of a group */
	uint32_t number;  /* of a mark */
	const char *text; /* of a group: see there */
	struct step *next;
};

/* OP_EITHER, OP_MAYBE.  step.text: the first bytes of the alternatives ('\0':
 * anything), then those that are one text each, with a byte before each for its
 * length. */
struct group {
	struct step step;
	uint64_t may[2];       /* with which bytes it may begin */
	const uint16_t *words; /* where the alternatives stand in step.text; */
	struct step **inners;  /* INNER and more: in this list */
};
enum { INNER = 0x8000 };

struct phrasecode {
	struct step *first; /* a group */
};

/* What was read; it goes when the steps are made. */
struct part {
	uint8_t op;
	char first;      /* of a text; '\0': of anything else */
	uint16_t n;      /* bytes of a text; alternatives of a group */
	uint32_t number; /* of a mark */
	const char *text;
	uint64_t may[2];
	struct part *behind; /* in its sequence */
	struct part *inner;  /* the first alternative */
	struct part *other;  /* of a first part: the next alternative */
};

/* phrasecode_read: a whole phrase, in ${a}; NULL: PCRE2 must do it. */
struct part *phrasecode_read(struct arena *a, struct str regex);

static inline bool
is_group(uint8_t op)
{

	return (op == OP_EITHER || op == OP_MAYBE);
}

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
