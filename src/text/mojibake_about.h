/*
 * What kind of character one is, as the repair of mis-decoded text asks it.
 */
#ifndef EARSHOT_TEXT_MOJIBAKE_ABOUT_H
#define EARSHOT_TEXT_MOJIBAKE_ABOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unictype.h>

enum {
	SORT_NONE,
	SORT_CONTROL,
	SORT_SYMBOL,
	SORT_LATIN,
	SORT_COMBINING,
	SORT_PUNCTUATION,
	SORT_SCRIPT,
	SORT_WEAK
};

enum { SCRIPT_CYRILLIC = 2 };

/* All that is asked of a character, in bits. */
enum {
	ABOUT_SORT = 0x0f,
	ABOUT_SCRIPT = 0xf0,
	ABOUT_SCRIPT_SHIFT = 4,
	ABOUT_RARE = 1 << 8,
	ABOUT_LETTER = 1 << 9,
	ABOUT_UPPER = 1 << 10,
	ABOUT_LOWER = 1 << 11,
};

/* Code pages have no characters beyond these: what is asked most often. */
enum { MOJIBAKE_KNOWN = 0x2600 };

extern uint16_t mojibake_known[MOJIBAKE_KNOWN];

/* mojibake_about_init: before all others, as often as one likes. */
void mojibake_about_init(void);

/* mojibake_sort: SORT_…, what a repair that gives ${c} would give. */
int mojibake_sort(uint32_t c);
/* mojibake_script: which script's letter; 0: Latin, or none. */
int mojibake_script(uint32_t c);
/* mojibake_rare: hardly any text has it. */
bool mojibake_rare(uint32_t c);

static inline bool
is_letter(uint32_t c)
{

	return (c < MOJIBAKE_KNOWN ? (mojibake_known[c] & ABOUT_LETTER) != 0
				   : uc_is_alpha(c));
}

static inline bool
is_upper(uint32_t c)
{

	return (c < MOJIBAKE_KNOWN ? (mojibake_known[c] & ABOUT_UPPER) != 0
				   : uc_is_upper(c));
}

static inline bool
is_lower(uint32_t c)
{

	return (c < MOJIBAKE_KNOWN ? (mojibake_known[c] & ABOUT_LOWER) != 0
				   : uc_is_lower(c));
}

#endif
