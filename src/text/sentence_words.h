/*
 * Words that tell a sentence's end from an abbreviation's.
 */
#ifndef EARSHOT_TEXT_SENTENCE_WORDS_H
#define EARSHOT_TEXT_SENTENCE_WORDS_H

#include "earshot/str.h"

/* What a stop after a known word means. */
enum sentence_after {
	AFTER_UNKNOWN,
	AFTER_GOES_ON, /* never an end: a name or a number follows */
	AFTER_BIG,     /* an end when a capital follows */
	AFTER_NUMBER,  /* an end unless a digit or small letter follows */
	AFTER_NO,      /* "No. 5", but "no. i won't" */
};

/* sentence_after: of ${word} before a stop: small letters, inner stops kept. */
enum sentence_after sentence_after(struct str word);

/* sentence_starter: does a word at ${at} begin sentences, but no names? */
bool sentence_starter(struct str s, size_t at);

/* sentence_german_month: is it one, whose day may stand before it: "3. Mai"? */
bool sentence_german_month(struct str s, size_t at);

#endif
