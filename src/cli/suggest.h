/*
 * A rule to begin with, out of one sentence: phrases that keep what any such
 * sentence says and leave out names, figures and the thing itself.
 */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/verdict.h"

/*
 * suggest_phrase: "I wish * offered", for a `say` line, without quotes; words
 * only, a * for names left out.  ${lang}: "en"; of other languages than en, es
 * and fr no word is known: the sentence's first words then.  Empty: there are
 * no words in it.  It matches the sentence.
 */
struct str suggest_phrase(struct arena *a, struct str sentence,
    struct str lang);

/* suggest_name: "idea.oat_milk": what it is about, in ASCII letters. */
struct str suggest_name(struct arena *a, struct str sentence, struct str lang,
    enum signal signal);

#endif
