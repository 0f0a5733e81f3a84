/*
 * Words: runs of letters and digits, by a table for ASCII and by Unicode's
 * word-break properties for the rest.  Where a script writes no spaces
 * (Chinese, Japanese, Thai) each letter is a word of its own.  Folding is in
 * fold.c.
 */
#include "earshot/words.h"

#include <unicase.h>
#include <unictype.h>
#include <uniwbrk.h>

#include "earshot/utf8.h"

enum part {
	PART_NONE,   /* not of a word */
	PART_LETTER, /* letters and digits: joined with their like */
	PART_ALONE,  /* a word by itself */
	PART_MARK,   /* an accent or joiner: belongs to what is before it */
};

static bool
is_word_ascii(unsigned char c)
{

	return (
	    (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

static enum part
part_of(uint32_t c)
{

	switch (uc_wordbreak_property(c)) {
	case WBP_ALETTER:
	case WBP_HL:
	case WBP_KATAKANA:
	case WBP_NUMERIC:
		return (PART_LETTER);
	case WBP_EXTEND:
	case WBP_FORMAT:
	case WBP_ZWJ:
		return (PART_MARK);
	default:
		break;
	}
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L))
		return (PART_ALONE);
	return (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_N)
		    ? PART_LETTER
		    : PART_NONE);
}

/* What stands at ${at}, and where it ends. */
static enum part
part_at(struct str s, size_t at, size_t *end)
{
	unsigned char c = (unsigned char)s.p[at];

	*end = at + 1;
	if (c < 0x80)
		return (is_word_ascii(c) ? PART_LETTER : PART_NONE);
	*end = at;
	return (part_of(utf8_next(s, end)));
}

/* An apostrophe or hyphen at ${at}: where it ends; 0: there is none. */
static size_t
inner_sign(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);

	if (rest.n == 0)
		return (0);
	if (rest.p[0] == '\'' || rest.p[0] == '-')
		return (at + 1);
	if ((unsigned char)rest.p[0] != 0xe2)
		return (0);
	/* ’ and the two typographic hyphens */
	return (str_starts(rest, STR("\xe2\x80\x99")) ||
			str_starts(rest, STR("\xe2\x80\x90")) ||
			str_starts(rest, STR("\xe2\x80\x91"))
		    ? at + 3
		    : 0);
}

/* From ${at}, the end of a word that has begun there. */
static size_t
word_end(struct str s, size_t at)
{
	enum part part;
	size_t end, sign;

	while (at < s.n) {
		part = part_at(s, at, &end);
		if (part == PART_LETTER || part == PART_MARK) {
			at = end;
			continue;
		}
		sign = inner_sign(s, at);
		if (sign == 0 || sign == s.n ||
		    part_at(s, sign, &end) != PART_LETTER)
			break;
		at = end;
	}
	return (at);
}

bool
words_next(struct str s, size_t *at, size_t *ret_start, size_t *ret_end)
{
	enum part part = PART_NONE;
	size_t i = *at, end = *at, next;

	for (; i < s.n; i = end) {
		part = part_at(s, i, &end);
		if (part == PART_LETTER || part == PART_ALONE)
			break;
	}
	if (i >= s.n) {
		*at = s.n;
		return (false);
	}
	*ret_start = i;
	if (part == PART_LETTER)
		end = word_end(s, end);
	else {
		while (end < s.n && part_at(s, end, &next) == PART_MARK)
			end = next;
	}
	*ret_end = *at = end;
	return (true);
}

size_t
words_count(struct str s)
{
	size_t at = 0, start, end, n = 0;

	while (words_next(s, &at, &start, &end))
		n++;
	return (n);
}

/* ${s} in small letters to ${to}; its length there. */
static size_t
lower(struct str s, char *to)
{
	size_t at = 0, n = 0;
	char c;

	while (at < s.n) {
		c = s.p[at];
		if ((unsigned char)c >= 0x80) {
			n += utf8_put(uc_tolower(utf8_next(s, &at)), to + n);
			continue;
		}
		to[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
		at++;
	}
	return (n);
}

struct str
words_normal(struct arena *a, struct str s)
{
	size_t at = 0, start, end, n = 0;
	char *p;

	/* No letter grows by more than a byte, and no word is shorter than
	 * two where words stand without a space between. */
	if (s.n > SIZE_MAX / 2 - 4 || (p = arena_alloc(a, s.n * 2 + 4)) == NULL)
		return ((struct str){ NULL, 0 });
	while (words_next(s, &at, &start, &end)) {
		if (n > 0)
			p[n++] = ' ';
		n += lower(str_sub(s, start, end), p + n);
	}
	return ((struct str){ p, n });
}
