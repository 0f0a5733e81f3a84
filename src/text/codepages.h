/*
 * The upper halves of the code pages that text is wrongly read in.  Tables,
 * because repairs must work where converters can no longer be opened.
 */
#ifndef EARSHOT_TEXT_CODEPAGES_H
#define EARSHOT_TEXT_CODEPAGES_H

#include <stdint.h>

/* In the order in which a tie is decided. */
enum codepage {
	CODEPAGE_1252,
	CODEPAGE_8859_1,
	CODEPAGE_8859_15,
	CODEPAGE_1257,
	CODEPAGE_1250,
	CODEPAGE_1251,
	CODEPAGE_437,
	CODEPAGES
};

/* The character of byte 0x80 + i; where a page has none, the C1 control (or
 * Latin-1 character) of the same number, as browsers and old converters do. */
extern const uint16_t codepage_upper[CODEPAGES][128];

#endif
