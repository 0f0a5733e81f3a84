/*
 * The heart of the repair: is "Ã…" a damaged "Å", or the end of a Portuguese
 * word in capitals before an ellipsis? What a writer would never set side by
 * side is sure; what one might is weak, and weak ones are left alone unless
 * sure ones stand in the same stretch.
 */
#include "mojibake_judge.h"

#include <pthread.h>
#include <unictype.h>

/* Tables of these are sorted. */
struct range {
	uint32_t first, last;
	int value;
};

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

enum { SCRIPT_CYRILLIC = 2 };

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

/* All that is asked of a character, in bits. */
enum {
	ABOUT_SORT = 0x0f,
	ABOUT_SCRIPT_SHIFT = 4, /* up to 0xf0 */
	ABOUT_RARE = 1 << 8,
	ABOUT_LETTER = 1 << 9,
	ABOUT_UPPER = 1 << 10,
	ABOUT_LOWER = 1 << 11,
};

/* Code pages have no characters beyond these: what is asked most often. */
enum { KNOWN = 0x2600 };

static uint16_t known[KNOWN];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static unsigned
find_out(uint32_t c)
{
	int sort = LOOK_UP(sorts, c);

	/* Is anything assigned, and printable? */
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cn |
						    UC_CATEGORY_MASK_Co |
						    UC_CATEGORY_MASK_Cs))
		sort = SORT_NONE;
	return ((unsigned)sort |
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

	for (c = 0; c < KNOWN; c++)
		known[c] = (uint16_t)find_out(c);
}

void
mojibake_judge_init(void)
{

	(void)pthread_once(&once, build);
}

static unsigned
about(uint32_t c)
{

	return (c < KNOWN ? known[c] : find_out(c));
}

int
mojibake_script(uint32_t c)
{

	return ((int)((c < KNOWN ? known[c] >> ABOUT_SCRIPT_SHIFT
				 : (unsigned)LOOK_UP(scripts, c)) &
		      0xf));
}

/* What Windows shows for a C1 control; itself if nothing. */
static uint32_t
shown(uint32_t c)
{

	if (c >= 0x80 && c <= 0x9f)
		return (codepage_upper[CODEPAGE_1252][c - 0x80]);
	return (c);
}

static bool
is_control(uint32_t c)
{

	return (c >= 0x80 && c <= 0x9f);
}

/*
 * Is there a control in ${u} that cannot be a sign of windows-1252 which was
 * read as ISO-8859-1? Nobody types those.
 */
static bool
any_control(const struct mojibake_unit *u)
{
	bool latin = u->page == CODEPAGE_8859_1 || u->page == CODEPAGE_8859_15;
	size_t i;

	for (i = 1; i < u->n; i++) {
		if (is_control(latin ? shown(u->from[i]) : u->from[i]))
			return (true);
	}
	return (false);
}

/* Signs that may follow a letter directly in well-set text. */
static bool
is_closer(uint32_t c)
{

	switch (c) {
	case 0x00a0: /* no-break space */
	case 0x00ab: /* « */
	case 0x00ae: /* ® */
	case 0x00bb: /* » */
	case 0x2013: /* – */
	case 0x2014: /* — */
	case 0x2018: /* ‘ */
	case 0x2019: /* ’ */
	case 0x201c: /* “ */
	case 0x201d: /* ” */
	case 0x2026: /* … */
	case 0x203a: /* › */
	case 0x2122: /* ™ */
		return (true);
	default:
		return (false);
	}
}

/* Of these, the ones after which the next letter may follow directly. */
static bool
is_joiner(uint32_t c)
{

	return (c == 0x00a0 || c == 0x00ad || c == 0x2013 || c == 0x2014 ||
		c == 0x2019 || c == 0x2026);
}

static bool
is_opener(uint32_t c)
{

	return (c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x00ab ||
		c == 0x00bb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
		c == 0x203a);
}

static inline bool
is_letter(uint32_t c)
{

	return (c < KNOWN ? (known[c] & ABOUT_LETTER) != 0 : uc_is_alpha(c));
}

static inline bool
is_upper(uint32_t c)
{

	return (c < KNOWN ? (known[c] & ABOUT_UPPER) != 0 : uc_is_upper(c));
}

static inline bool
is_lower(uint32_t c)
{

	return (c < KNOWN ? (known[c] & ABOUT_LOWER) != 0 : uc_is_lower(c));
}

static bool
is_digit(uint32_t c)
{

	return (c >= '0' && c <= '9');
}

static bool
is_box(uint32_t c)
{

	return (c >= 0x2500 && c <= 0x259f);
}

/* Are all but the first of ${u} closers? */
static bool
all_closers(const struct mojibake_unit *u)
{
	size_t i;

	for (i = 1; i < u->n; i++) {
		if (!is_closer(shown(u->from[i])))
			return (false);
	}
	return (true);
}

static bool
any_box(const struct mojibake_unit *u)
{
	size_t i;

	for (i = 1; i < u->n; i++) {
		if (is_box(u->from[i]))
			return (true);
	}
	return (false);
}

/* A letter and signs that end words: could one have written just that? */
static enum mojibake_verdict
judge_closer(const struct mojibake_unit *u)
{
	uint32_t k = shown(u->from[1]);
	bool tilde = u->from[0] == 0x00c3;

	if (is_lower(u->before) || is_digit(u->before))
		return (MOJIBAKE_SURE); /* a capital inside a word */
	if (is_letter(u->next) && !is_joiner(k))
		return (MOJIBAKE_SURE); /* a quote inside a word */
	/* A control is rather half of a character than a sign, except where
	 * the word could end so. */
	if (is_control(u->from[1]) &&
	    (is_letter(u->next) || !tilde || k == 0x2122 || k == 0x203a))
		return (MOJIBAKE_SURE);
	if (is_upper(u->before) || is_opener(u->before))
		return (MOJIBAKE_WEAK); /* AMANHÃ… “Ã” */
	/* At a word's start: no word is, or begins with, Ã and a sign. */
	return (tilde ? MOJIBAKE_SURE : MOJIBAKE_WEAK);
}

/* Cyrillic and ASCII letters within one word. */
static enum mojibake_verdict
judge_latin_in_cyrillic(const struct mojibake_unit *u)
{
	bool before = u->before < 0x80 && is_letter(u->before);
	bool next = u->next < 0x80 && is_letter(u->next);
	bool small = is_lower(before ? u->before : u->next);
	uint32_t k = u->from[1];

	if (before && next)
		return (MOJIBAKE_SURE);
	return ((before || next) && (small || (!is_letter(k) && !is_closer(k)))
		    ? MOJIBAKE_SURE
		    : MOJIBAKE_WEAK);
}

static enum mojibake_verdict
judge_latin(const struct mojibake_unit *u)
{
	uint32_t k = shown(u->from[1]);
	bool capitals = (is_upper(u->before) || !is_letter(u->before)) &&
			(is_upper(u->next) || !is_letter(u->next));

	if (u->page == CODEPAGE_1251)
		return (judge_latin_in_cyrillic(u));
	if (u->page == CODEPAGE_437)
		return (!is_box(u->from[0]) ||
				((is_letter(u->before) || is_letter(u->next)) &&
				    !is_closer(k) && !any_box(u))
			    ? MOJIBAKE_SURE
			    : MOJIBAKE_WEAK);
	if (u->n == 3)
		return (all_closers(u) && !is_letter(u->next) ? MOJIBAKE_WEAK
							      : MOJIBAKE_SURE);
	if (is_closer(k))
		return (judge_closer(u));
	if (k == 0x00ad) /* hyphenated capitals */
		return (is_upper(u->before) && is_upper(u->next)
			    ? MOJIBAKE_WEAK
			    : MOJIBAKE_SURE);
	if (is_upper(k) && capitals &&
	    (u->page == CODEPAGE_1250 || u->page == CODEPAGE_1257))
		return (MOJIBAKE_WEAK); /* DĹŽKA, ORĂŞEL */
	if (u->from[0] == 0x00c5 && !is_letter(k) && !is_letter(u->before) &&
	    !is_letter(u->next))
		return (MOJIBAKE_WEAK); /* 12 Å², 5 Å±0.2 */
	return (MOJIBAKE_SURE);
}

/* "Â" and a sign; the sign is what should be read. */
static enum mojibake_verdict
judge_symbol(const struct mojibake_unit *u)
{
	uint32_t k = shown(u->from[1]);

	switch (u->page) {
	case CODEPAGE_1251:
		/* "220 В±10 %", "12 В·А", "кВ»": volts. */
		return (k == 0x00a9 || k == 0x00a7 || k == 0x00b6 ||
				k == 0x00a4 || k == 0x00ac
			    ? MOJIBAKE_SURE
			    : MOJIBAKE_WEAK);
	case CODEPAGE_437:
		return (is_letter(u->before) || is_letter(u->next) ||
				is_digit(u->next)
			    ? MOJIBAKE_SURE
			    : MOJIBAKE_WEAK);
	default:
		break;
	}
	if (is_closer(k) || k == 0x00ad)
		return ((is_upper(u->before) || is_opener(u->before)) &&
				(!is_letter(u->next) || is_joiner(k))
			    ? MOJIBAKE_WEAK
			    : MOJIBAKE_SURE);
	if (is_upper(k) && is_upper(u->before) && is_upper(u->next))
		return (MOJIBAKE_WEAK);
	return (MOJIBAKE_SURE);
}

/* Three or four characters that stand for a quote, a dash, a smiley. */
static enum mojibake_verdict
judge_punctuation(const struct mojibake_unit *u)
{
	uint32_t last = u->from[u->n - 1];

	if (u->page == CODEPAGE_1251 && is_lower(u->from[1]))
		/* "вљ" and "рџ" can stand in a Serbian word. */
		return (is_lower(last) || (u->n == 3 && is_closer(last))
			    ? MOJIBAKE_WEAK
			    : MOJIBAKE_SURE);
	if (u->page == CODEPAGE_437 && is_box(u->from[0]))
		return (any_box(u) ? MOJIBAKE_WEAK : MOJIBAKE_SURE);
	return (all_closers(u) && is_letter(u->before) ? MOJIBAKE_WEAK
						       : MOJIBAKE_SURE);
}

/* Are all but the first of ${u} signs, not all of which can end a word? */
static bool
odd_signs(const struct mojibake_unit *u)
{
	size_t i;

	for (i = 1; i < u->n; i++) {
		if (is_letter(shown(u->from[i])))
			return (false);
	}
	return (!all_closers(u));
}

/* A letter of another script, which needs one of its kind beside it. */
static enum mojibake_verdict
judge_script(const struct mojibake_unit *u)
{
	bool capitals = is_upper(u->from[0]) && is_upper(u->from[1]);
	bool modern = (u->c >= 0x0401 && u->c <= 0x045f) || u->c == 0x0490 ||
		      u->c == 0x0491;
	bool alone = u->next < 0x80 && mojibake_script(u->before) == 0;

	if (alone && (is_letter(u->before) || is_letter(u->next)))
		return (MOJIBAKE_NEVER); /* one letter in a Latin word */
	if (alone && u->page <= CODEPAGE_8859_15 &&
	    (odd_signs(u) || (is_control(u->from[1]) && !all_closers(u))) &&
	    (u->n == 3 || (u->from[0] >= 0xce && u->from[0] <= 0xd1)))
		return (MOJIBAKE_SURE); /* a word of one letter */

	/* Ukrainian and Serbian capitals pair like damage: "СІРІ". */
	if (u->page == CODEPAGE_1251 &&
	    mojibake_script(u->c) == SCRIPT_CYRILLIC && (capitals || !modern))
		return (MOJIBAKE_WEAK);
	return (MOJIBAKE_SCRIPT);
}

enum mojibake_verdict
mojibake_judge(const struct mojibake_unit *u)
{
	unsigned sort = about(u->c) & ABOUT_SORT;

	if (sort == SORT_NONE)
		return (MOJIBAKE_NEVER);
	if (any_control(u))
		return (MOJIBAKE_SURE);
	switch (sort) {
	case SORT_CONTROL:
		/* Between two layers of damage; never after capitals. */
		return (is_upper(u->before) && !is_control(u->from[1])
			    ? MOJIBAKE_NEVER
			    : MOJIBAKE_WEAK);
	case SORT_SYMBOL:
		return (judge_symbol(u));
	case SORT_LATIN:
		return (judge_latin(u));
	case SORT_PUNCTUATION:
		return (judge_punctuation(u));
	case SORT_COMBINING:
		return (is_letter(u->before) && !is_upper(shown(u->from[1])) &&
				!is_closer(shown(u->from[1]))
			    ? MOJIBAKE_SURE
			    : MOJIBAKE_WEAK);
	case SORT_SCRIPT:
		return (judge_script(u));
	default:
		return (MOJIBAKE_WEAK);
	}
}

bool
mojibake_letter(uint32_t c)
{

	return (is_letter(c));
}

int
mojibake_taste(const struct mojibake_unit *u)
{

	if ((u->c < KNOWN && (known[u->c] & ABOUT_RARE)) ||
	    (is_upper(u->c) && is_lower(u->before)))
		return (-2);
	if (is_lower(u->c) && (is_lower(u->before) || is_lower(u->next)))
		return (1);
	return (0);
}
