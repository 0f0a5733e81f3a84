/*
 * HTML's elements: what each does to the text in and around it.
 */
#ifndef EARSHOT_TEXT_ELEMENTS_H
#define EARSHOT_TEXT_ELEMENTS_H

#include "earshot/str.h"

enum {
	ELEMENT_BLOCK = 1 << 0, /* stands on lines of its own */
	ELEMENT_CELL = 1 << 1,  /* a space between it and its neighbour */
	ELEMENT_VOID = 1 << 2,  /* has no end tag */
	ELEMENT_DROP = 1 << 3,  /* what is in it is not for readers */
	ELEMENT_RAW = 1 << 4,   /* what is in it is not markup either */
	ELEMENT_LINES = 1 << 5, /* line ends in it are line ends */
	ELEMENT_QUOTE = 1 << 6, /* somebody else's words */
	ELEMENT_CODE = 1 << 7,  /* dropped even if it never ends */
};

enum { ELEMENT_NAME_SIZE = 16, ELEMENTS_MOST = 160 };

struct element {
	char name[ELEMENT_NAME_SIZE]; /* NULs behind it */
	uint16_t flags;
	uint16_t kind; /* a bit, for those whose end tag people leave out */
	uint16_t ends; /* kinds that end where it starts */
};

/* element_find: NULL: no HTML element.  Case does not matter. */
const struct element *element_find(struct str name);

/* A name's first and next eight letters in lower case, the first one lowest,
 * zero behind the last. */
struct element_key {
	uint64_t low, high;
};

/* element_of_key: element_find for who has the key already. */
const struct element *element_of_key(struct element_key key);

/* element_number: a number below ELEMENTS_MOST that is this one's. */
size_t element_number(const struct element *e);

#endif
