/*
 * What the repair asks of a character: tables of ranges, and all answers for
 * the characters of code pages in one table, since hostile texts ask them
 * again and again.  Not for: what follows from them (mojibake_judge.c).
 */
#include "mojibake_about.h"

#include <pthread.h>

/* Tables of these are sorted. */
struct range {
	uint32_t first, last;
	int value;
};

/* What a repair may give.  All else is likelier to be chance. */
static const struct range sorts[] = {
	{ 0x0080, 0x009f, SORT_CONTROL },
	{ 0x00a0, 0x00bf, SORT_SYMBOL },
	{ 0x00c0, 0x017f, SORT_LATIN },
	{ 0x0192, 0x0192, SORT_WEAK },
	{ 0x01a0, 0x01a1, SORT_LATIN }, /* Vietnamese o and u with horn */
	{ 0x01af, 0x01b0, SORT_LATIN },
	{ 0x0218, 0x021b, SORT_LATIN },  /* Romanian, with comma below */
	{ 0x0250, 0x02af, SORT_SCRIPT }, /* phonetic */
	{ 0x02b0, 0x02dd, SORT_WEAK },
	{ 0x0300, 0x0304, SORT_COMBINING },
	{ 0x0306, 0x0308, SORT_COMBINING },
	{ 0x030a, 0x030c, SORT_COMBINING },
	{ 0x0323, 0x0323, SORT_COMBINING },
	{ 0x0327, 0x0328, SORT_COMBINING },
	{ 0x0370, 0x03ff, SORT_SCRIPT },
	{ 0x0400, 0x052f, SORT_SCRIPT },
	{ 0x0531, 0x0587, SORT_SCRIPT },
	{ 0x05d0, 0x05ea, SORT_SCRIPT },
	{ 0x060c, 0x060c, SORT_SCRIPT },
	{ 0x061b, 0x06d3, SORT_SCRIPT },
	{ 0x0900, 0x0dff, SORT_SCRIPT },
	{ 0x0e01, 0x0e5b, SORT_SCRIPT },
	{ 0x10a0, 0x10ff, SORT_SCRIPT },
	{ 0x1e80, 0x1ef9, SORT_LATIN },
	{ 0x2000, 0x206f, SORT_PUNCTUATION },
	{ 0x2070, 0x209c, SORT_WEAK },
	{ 0x20a0, 0x20c0, SORT_PUNCTUATION },
	{ 0x2100, 0x214f, SORT_PUNCTUATION },
	{ 0x2150, 0x218b, SORT_PUNCTUATION }, /* fractions */
	{ 0x2190, 0x24ff, SORT_PUNCTUATION },
	{ 0x2500, 0x27bf, SORT_PUNCTUATION },
	{ 0x2b00, 0x2bff, SORT_PUNCTUATION },
	{ 0x3000, 0x3020, SORT_PUNCTUATION },
	{ 0x3021, 0x30ff, SORT_SCRIPT },
	{ 0x4e00, 0x9fff, SORT_SCRIPT },
	{ 0xac00, 0xd7a3, SORT_SCRIPT },
	{ 0xfb01, 0xfb02, SORT_WEAK }, /* ligatures */
	{ 0xfe0f, 0xfe0f, SORT_PUNCTUATION },
	{ 0xfeff, 0xfeff, SORT_PUNCTUATION },
	{ 0xff01, 0xff0f, SORT_PUNCTUATION },
	{ 0xff1a, 0xff20, SORT_PUNCTUATION },
	{ 0xff21, 0xff9f, SORT_SCRIPT },
	{ 0xfffd, 0xfffd, SORT_PUNCTUATION },
	{ 0x1f000, 0x1faff, SORT_PUNCTUATION },
};

static const struct range scripts[] = {
	{ 0x0250, 0x02af, 11 },
	{ 0x0370, 0x03ff, 1 },
	{ 0x0400, 0x052f, SCRIPT_CYRILLIC },
	{ 0x0530, 0x058f, 3 },
	{ 0x0590, 0x05ff, 4 },
	{ 0x0600, 0x06ff, 5 },
	{ 0x0900, 0x0dff, 6 },
	{ 0x0e00, 0x0e7f, 7 },
	{ 0x10a0, 0x10ff, 8 },
	{ 0x3000, 0x9fff, 9 }, /* Chinese and Japanese mix */
	{ 0xac00, 0xd7a3, 10 },
	{ 0xff01, 0xff9f, 9 },
};

/* What hardly any text has, although it is in the ranges above. */
static const struct range rare[] = {
	{ 0x0108, 0x0109, 1 },
	{ 0x0114, 0x0115, 1 },
	{ 0x011c, 0x011d, 1 },
	{ 0x0124, 0x0128, 1 },
	{ 0x012c, 0x012d, 1 },
	{ 0x0132, 0x0135, 1 },
	{ 0x0138, 0x0138, 1 },
	{ 0x013f, 0x0140, 1 },
	{ 0x0149, 0x0149, 1 },
	{ 0x014e, 0x014f, 1 },
	{ 0x015c, 0x015d, 1 },
	{ 0x0166, 0x0168, 1 },
	{ 0x016c, 0x016d, 1 },
	{ 0x0174, 0x0177, 1 },
	{ 0x017f, 0x017f, 1 },
	{ 0x2000, 0x2012, 1 },
	{ 0x2015, 0x2017, 1 },
	{ 0x201b, 0x201b, 1 },
	{ 0x201f, 0x201f, 1 },
	{ 0x2023, 0x2025, 1 },
	{ 0x2027, 0x202f, 1 },
};

#define LOOK_UP(table, c) look_up(table, sizeof(table) / sizeof(table[0]), c)

static int
look_up(const struct range *table, size_t n, uint32_t c)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (c > table[mid].last)
			low = mid + 1;
		else if (c < table[mid].first)
			high = mid;
		else
			return (table[mid].value);
	}
	return (0);
}

uint16_t mojibake_known[MOJIBAKE_KNOWN];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
find_sort(uint32_t c)
{

	/* Is anything assigned, and printable? */
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cn |
						    UC_CATEGORY_MASK_Co |
						    UC_CATEGORY_MASK_Cs))
		return (SORT_NONE);
	return (LOOK_UP(sorts, c));
}

static unsigned
find_out(uint32_t c)
{

	return ((unsigned)find_sort(c) |
		(unsigned)LOOK_UP(scripts, c) << ABOUT_SCRIPT_SHIFT |
		(LOOK_UP(rare, c) != 0 ? ABOUT_RARE : 0) |
		(uc_is_alpha(c) ? ABOUT_LETTER : 0) |
		(uc_is_upper(c) ? ABOUT_UPPER : 0) |
		(uc_is_lower(c) ? ABOUT_LOWER : 0));
}

static void
build(void)
{
	uint32_t c;

	for (c = 0; c < MOJIBAKE_KNOWN; c++)
		mojibake_known[c] = (uint16_t)find_out(c);
}

void
mojibake_about_init(void)
{

	(void)pthread_once(&once, build);
}

int
mojibake_sort(uint32_t c)
{

	return (
	    c < MOJIBAKE_KNOWN ? mojibake_known[c] & ABOUT_SORT : find_sort(c));
}

int
mojibake_script(uint32_t c)
{

	return (c < MOJIBAKE_KNOWN
		    ? (mojibake_known[c] & ABOUT_SCRIPT) >> ABOUT_SCRIPT_SHIFT
		    : LOOK_UP(scripts, c));
}

bool
mojibake_rare(uint32_t c)
{

	return (c < MOJIBAKE_KNOWN && (mojibake_known[c] & ABOUT_RARE) != 0);
}
