/*
 * How new something is: said by a voice not heard before, at a place that says
 * such things rarely, in words that this place rarely uses.  Each part is 0..1
 * (1: new), and
 *
 *	novelty = .4 voice + .2 place + .4 words
 *	voice   = 1 / (1 + posts of this voice before, anywhere)
 *	place   = 1 / (1 + insights of this signal from this place before / 10)
 *	words   = (1 + rare ones) / (2 + all of them)
 *
 * A part that is not known counts .5: the voice, when nobody is named; the
 * words, while fewer than 30 posts of the place were heard.  So long nobody is
 * a stranger there, either: voice is .5 at the most.
 */
#ifndef EARSHOT_NOVELTY_H
#define EARSHOT_NOVELTY_H

#include <stdbool.h>
#include <stdint.h>

#include "earshot/str.h"

enum {
	NOVELTY_WORDS_MAX = 64, /* of a post; the rest does not count */
	NOVELTY_POSTS_MIN = 30, /* fewer say nothing of a place */
	NOVELTY_WINDOW = 512,   /* posts; then all counts are halved */
	NOVELTY_SLOTS = 4096,   /* of a row of counters, two a byte */
	NOVELTY_PACKED_MAX = NOVELTY_SLOTS + 8,
	NOVELTY_VOICE_POSTS_MAX = 100 /* more need not be counted */
};

struct novelty_counts {
	int64_t voice_posts;    /* of this voice, before; -1: nobody named */
	int64_t place_posts;    /* heard of this place, before */
	int64_t place_insights; /* of this signal, of this place, before */
	double words;           /* novelty_rare; < 0: not known */
};

struct novelty {
	double all;
	double voice, place, words; /* < 0: not known */
};

void novelty_of(const struct novelty_counts *c, struct novelty *ret);

/*
 * The words that a place uses: in how many of its latest posts each stood, in
 * two rows of counters by hash.  Words cannot be read from it.  A word that
 * shares both its counters with others (one in hundreds) seems less rare than
 * it is, never rarer.
 */
struct novelty_words {
	uint32_t posts; /* counted; less than NOVELTY_WINDOW */
	/* 0..15, which is enough: the low four bits of byte i are counter i of
	 * the first row, the high ones of the second */
	uint8_t seen[NOVELTY_SLOTS];
};

/* novelty_rare: the part `words': rare is what one post in a hundred, at most,
 * has used.  < 0: not known. */
double novelty_rare(const struct novelty_words *w, const uint32_t *words,
    size_t n);
/* novelty_learn: another post of the place has these. */
void novelty_learn(struct novelty_words *w, const uint32_t *words, size_t n);

/* novelty_pack: how many bytes of ${ret} it took.  novelty_unpack: false: these
 * are none; then nothing is known of the place. */
size_t novelty_pack(const struct novelty_words *w,
    unsigned char ret[NOVELTY_PACKED_MAX]);
bool novelty_unpack(struct str packed, struct novelty_words *ret);

#endif
