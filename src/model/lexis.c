/*
 * Words by their bytes alone: quicker than by Unicode's properties (words.c),
 * and good enough to be counted.
 */
#include "earshot/lexis.h"

#include <stdbool.h>

enum { READ_MAX = 16384, LETTERS_MIN = 4, SEEN_BITS = 1024 };

/* Words so far, and some bits of each, so that most new ones are known as such
 * at a look. */
struct found {
	uint32_t *words;
	size_t n;
	uint64_t bits[SEEN_BITS / 64];
};

static bool
is_ascii_letter(unsigned char b)
{

	return (b < 0x80 && (b | 0x20u) - 'a' < 26u);
}

/* A character beyond ASCII at ${at} that no word goes on with: how many bytes
 * it has; 0: it is a letter.  *${ret_word}: it is a word by itself, as in Han,
 * kana, Hangul, Thai and Lao; else a sign or a picture. */
static size_t
alone(struct str s, size_t at, bool *ret_word)
{
	unsigned char b = (unsigned char)s.p[at];
	unsigned char next = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;

	*ret_word = (b >= 0xe3 && b <= 0xed) ||
		    (b == 0xe0 && next >= 0xb8 && next <= 0xbb);
	if (*ret_word)
		return (3);
	return (b == 0xc2 ? 2 : b == 0xe2 || b == 0xef ? 3 : b >= 0xf0 ? 4 : 0);
}

/* An apostrophe or hyphen, in its typographic form as well: its bytes. */
static size_t
inner_sign(struct str s, size_t at)
{
	unsigned char last;

	if (s.p[at] == '\'' || s.p[at] == '-')
		return (1);
	if ((unsigned char)s.p[at] != 0xe2 || at + 2 >= s.n ||
	    (unsigned char)s.p[at + 1] != 0x80)
		return (0);
	last = (unsigned char)s.p[at + 2];
	return (last == 0x99 || last == 0x90 || last == 0x91 ? 3 : 0);
}

/* É is é: capitals of Latin-1, but for the sign of times. */
static unsigned
small(struct str s, size_t at)
{
	unsigned char b = (unsigned char)s.p[at];

	if (at > 0 && (unsigned char)s.p[at - 1] == 0xc3 && b <= 0x9e &&
	    b != 0x97)
		return (b + 32u);
	return (b);
}

static void
add(struct found *f, uint32_t h)
{
	uint64_t bit;
	uint64_t *bits;

	h = (h ^ (h >> 16)) * 0x85ebca6bu;
	h = (h ^ (h >> 13)) * 0xc2b2ae35u;
	h ^= h >> 16;
	bits = &f->bits[h % SEEN_BITS / 64];
	bit = UINT64_C(1) << (h % 64);
	for (size_t i = 0; (*bits & bit) != 0 && i < f->n; i++)
		if (f->words[i] == h)
			return;
	*bits |= bit;
	f->words[f->n++] = h;
}

/* Where the link at ${at} ends; ${at}: there is none. */
static size_t
link_end(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);

	if ((s.p[at] | 0x20) != 'h' && (s.p[at] | 0x20) != 'w')
		return (at);
	if (!str_istarts(rest, STR("http://")) &&
	    !str_istarts(rest, STR("https://")) &&
	    !str_istarts(rest, STR("www.")))
		return (at);
	while (at < s.n && (unsigned char)s.p[at] > ' ')
		at++;
	return (at);
}

/* The word at ${at}: its hash, its letters and its end. */
static size_t
read_word(struct str s, size_t at, uint32_t *ret_hash, unsigned *ret_letters)
{
	uint32_t h = 0x811c9dc5u;
	unsigned n = 0;
	bool word;

	while (at < s.n) {
		unsigned char b = (unsigned char)s.p[at];
		size_t sign;

		if (is_ascii_letter(b)) {
			h = (h ^ (b | 0x20u)) * 0x01000193u;
			n++;
			at++;
			continue;
		}
		sign = n > 0 ? inner_sign(s, at) : 0;
		at += sign;
		if (sign > 0)
			continue;
		if (b < 0x80 || alone(s, at, &word) > 0)
			break;
		h = (h ^ small(s, at)) * 0x01000193u;
		n += (b & 0xc0) != 0x80;
		at++;
	}
	*ret_hash = h;
	*ret_letters = n;
	return (at);
}

static uint32_t
hash_alone(struct str s, size_t at)
{
	uint32_t h = 0;

	for (size_t i = 0; i < 3 && at + i < s.n; i++)
		h = h << 8 | (unsigned char)s.p[at + i];
	return (h);
}

static void
take_piece(struct found *f, struct str s)
{
	size_t at = 0, end;
	unsigned letters;
	uint32_t h;
	bool word;

	while (at < s.n && f->n < LEXIS_MAX) {
		unsigned char b = (unsigned char)s.p[at];

		if (b < 0x80 && !is_ascii_letter(b)) {
			at++;
			continue;
		}
		if (b >= 0x80 && (end = alone(s, at, &word)) > 0) {
			if (word)
				add(f, hash_alone(s, at));
			at += end;
			continue;
		}
		end = link_end(s, at);
		if (end == at) {
			end = read_word(s, at, &h, &letters);
			if (letters >= LETTERS_MIN)
				add(f, h);
		}
		at = end;
	}
}

size_t
lexis_words(struct str text, const struct quote *quotes, size_t nquotes,
    uint32_t words[LEXIS_MAX], size_t n)
{
	struct found f = { .words = words, .n = n };
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		f.bits[words[i] % SEEN_BITS / 64] |= UINT64_C(1)
						     << (words[i] % 64);
	if (text.n > READ_MAX)
		text.n = READ_MAX;
	for (size_t i = 0; i < nquotes && at < text.n; i++) {
		if (quotes[i].end <= at)
			continue;
		if (quotes[i].start > at)
			take_piece(&f, str_sub(text, at, quotes[i].start));
		at = quotes[i].end;
	}
	take_piece(&f, str_sub(text, at, text.n));
	return (f.n);
}
