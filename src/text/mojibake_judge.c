/*
 * The heart of the repair: is "Ã…" a damaged "Å", or the end of a Portuguese
 * word in capitals before an ellipsis? What a writer would never set side by
 * side is sure; what one might is weak, and weak ones are left alone unless
 * sure ones stand in the same stretch.
 */
#include "mojibake_judge.h"

#include "mojibake_about.h"

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
	int sort = mojibake_sort(u->c);

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

int
mojibake_taste(const struct mojibake_unit *u)
{

	if (mojibake_rare(u->c) || (is_upper(u->c) && is_lower(u->before)))
		return (-2);
	if (is_lower(u->c) && (is_lower(u->before) || is_lower(u->next)))
		return (1);
	return (0);
}
