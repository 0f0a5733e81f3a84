/*
 * What turns an insight's telling words: whether a thing is asked for or
 * refused, there or missing, too loud or too quiet.  It is told as marks among
 * the words, so that two whose words are the same and whose marks are contrary
 * are not taken for one.
 */
#ifndef THEMES_SIDES_H
#define THEMES_SIDES_H

#include "earshot/telling.h"

struct sides {
	enum signal signal;
	bool spanish; /* no: not */
	bool wanted, refused;
	uint32_t axes[2]; /* of pairs of contraries: one side, the other */
	size_t n;
	uint32_t marks[TELLING_MARKS];
	/* of the sentence: */
	struct str text;
	size_t nwords, last_end;
	uint32_t last;       /* word that says something */
	unsigned before;     /* tags of the word before, */
	struct str word;     /* which is this */
	unsigned seen;       /* tags, so far */
	bool wish;           /* and no clause ended since */
	bool refuses, opens; /* with a negation: behind a wish, at once */
	bool hangs;          /* by the word before alone */
	size_t switched;     /* words since switch, turn */
	size_t pending;      /* words that a negation still waits for its own */
	unsigned state;      /* that this will have */
};

void sides_begin(struct sides *s, enum signal signal, struct str lang);
/* sides_sentence: of ${text}, whose words follow, in their order, each with its
 * number among the telling words (0: says nothing); then sides_end. */
void sides_sentence(struct sides *s, struct str text);
void sides_word(struct sides *s, size_t start, size_t end, uint32_t hash);
void sides_end(struct sides *s);
/* sides_marks: how many, at most TELLING_MARKS. */
size_t sides_marks(const struct sides *s, uint32_t ret[TELLING_MARKS]);

/* sides_contrary: do the marks of one say the contrary of the other's, where
 * they speak of the same?  Words with their marks, sorted. */
bool sides_contrary(const uint32_t *a, size_t na, const uint32_t *b, size_t nb);

#endif
