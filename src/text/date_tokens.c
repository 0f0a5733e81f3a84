/*
 * Dates cut into tokens: digits and signs of any script are made plain here,
 * so that date_free.c sees one kind of numbers.
 */
#include "date_tokens.h"

#include <unictype.h>

#include "earshot/utf8.h"

/* The ASCII sign or letter that a wide or typographic one stands for. */
static uint32_t
narrow(uint32_t c)
{

	if (c >= 0xff01 && c <= 0xff5e)
		return (c - 0xfee0); /* fullwidth forms */
	if (c == 0x2212 || (c >= 0x2010 && c <= 0x2015))
		return ('-');
	if (c == 0x3000 || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) ||
	    c == 0x202f || c == 0x205f)
		return (' ');
	if (c == 0x3001 || c == 0x060c)
		return (',');
	return (c);
}

static int
digit_of(uint32_t c)
{

	if (c >= '0' && c <= '9')
		return ((int)(c - '0'));
	return (c < 0x80 ? -1 : uc_decimal_value(c));
}

/* Does a script without spaces between words start here? */
static bool
eastern(uint32_t c)
{

	return ((c >= 0x3040 && c < 0xa000) || (c >= 0xac00 && c < 0xd7b0));
}

static void
read_number(struct str s, size_t *at, struct date_token *t)
{
	size_t next;
	int d;

	t->kind = TOKEN_NUMBER;
	for (; *at < s.n; *at = next) {
		next = *at;
		d = digit_of(narrow(utf8_next(s, &next)));
		if (d < 0)
			break;
		/* Fractions of a second may be longer; all their digits but
		 * the first few mean nothing. */
		if (t->digits < DATE_DIGITS) {
			t->value = t->value * 10 + d;
			t->digits++;
		}
	}
}

/*
 * "a.m.", "p. m." and Greek "π.μ.": ${t} holds the first letter, *${at} is
 * behind it.
 */
static void
read_half(struct str s, size_t *at, struct str first, struct date_token *t)
{
	char out[DATE_WORD_MAX];
	size_t i = *at;
	struct str word;
	bool latin = str_eq(first, STR("a")) || str_eq(first, STR("p"));
	bool greek = str_eq(first, STR("π")) || str_eq(first, STR("μ"));

	if (!latin && !greek)
		return;
	while (i < s.n && i < *at + 3 && (s.p[i] == '.' || s.p[i] == ' '))
		i++;
	if (i == *at)
		return;
	word = date_word_fold(s, &i, out);
	if (!str_eq(word, latin ? STR("m") : STR("μ")))
		return;
	*at = i;
	t->zone = false;
	t->mark = str_eq(first, STR("a")) || str_eq(first, STR("π"))
		      ? DATE_MARK_AM
		      : DATE_MARK_PM;
}

static void
read_word(struct str s, size_t *at, struct date_token *t)
{
	char out[DATE_WORD_MAX];
	struct str word = date_word_fold(s, at, out);

	t->kind = TOKEN_WORD;
	t->single = word.n == 1;
	t->month = date_month(word, &t->month_whole);
	t->month_thai = date_month_thai(word);
	t->zone = date_zone(word, &t->zone_minutes);
	t->mark = date_mark(word);
	read_half(s, at, word, t);
}

static void
read_eastern(struct str s, size_t *at, struct date_token *t)
{
	size_t n;

	t->kind = TOKEN_WORD;
	t->eastern = true;
	n = date_mark_east(str_sub(s, *at, s.n), &t->mark, &t->era);
	if (n > 0)
		*at += n;
	else
		utf8_next(s, at);
}

bool
date_tokens(struct str s, struct date_token ret[DATE_TOKENS])
{
	size_t at = 0, next, n = 0;
	struct date_token *t;
	bool spaced = true;
	uint32_t c;

	memset(ret, 0, DATE_TOKENS * sizeof(*ret));
	while (at < s.n) {
		next = at;
		c = narrow(utf8_next(s, &next));
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			spaced = true;
			at = next;
			continue;
		}
		/* Some ends stay, so that a reader may look ahead. */
		if (n == DATE_TOKENS - 3)
			return (false);
		t = &ret[n++];
		t->spaced = spaced;
		spaced = false;
		if (digit_of(c) >= 0)
			read_number(s, &at, t);
		else if (eastern(c))
			read_eastern(s, &at, t);
		else if ((c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			 (c >= 0x80 && uc_is_alpha(c)))
			read_word(s, &at, t);
		else {
			t->kind = TOKEN_SIGN;
			t->sign = c < 0x80 ? (char)c : '?';
			at = next;
		}
		if (at < next && t->kind == TOKEN_WORD)
			at = next; /* a letter that the fold did not take */
	}
	return (true);
}
