/*
 * What stands round a hit and turns its meaning: negation, speech of others,
 * suppositions.  Word lists by language; a pack's own lists named negator,
 * booster, contrast, reported, speaker, opinion and supposed replace the
 * built-in ones.
 */
#ifndef EARSHOT_RULES_SCOPE_H
#define EARSHOT_RULES_SCOPE_H

#include "rule.h"
#include "wordmap.h"

/* What a word may be, as tags of the map. */
enum {
	SCOPE_NEGATOR = 1,   /* not, never */
	SCOPE_BOOSTER = 2,   /* very */
	SCOPE_CONTRAST = 4,  /* but */
	SCOPE_REPORTED = 8,  /* said, suggested: somebody's words follow */
	SCOPE_SPEAKER = 16,  /* I, we: who speaks here */
	SCOPE_OPINION = 32,  /* think, want: not ... is a refusal */
	SCOPE_SUPPOSED = 64, /* if, whether */
};

struct scope_words {
	struct wordmap *map; /* values: valences; sentiment.c puts them in */
	bool valences;       /* there are some */
	bool concord;        /* two negations are one */
};

/* scope_words_new: for language ${lang} ({NULL,0}: any) out of the book's lists
 * and the built-in ones; in the book's arena.  NULL if memory is out. */
struct scope_words *scope_words_new(struct book *b, struct str lang);

/* scope_tags: of ${word} in lower case; n't negates whatever it ends. */
unsigned scope_tags(struct str word, const struct word *entry);

/* scope_negated: is what begins at ${start} of ${sentence} negated? */
bool scope_negated(const struct scope_words *w, struct str sentence,
    size_t start);

/*
 * scope_veto: why what begins at ${start} of ${sentence} is not its
 * author's ${signal}: speech of others, a suggestion that is refused, a
 * supposition, a purpose.  {NULL,0}: it is.
 */
struct str scope_veto(const struct scope_words *w, enum signal signal,
    struct str sentence, size_t start);
/* scope_reason: is ${why} one of those that scope_veto gives? */
bool scope_reason(struct str why);

#endif
