/*
 * Which words of a post count, one after the other.  What they tell, others
 * say.
 */
#include "said.h"

#include "earshot/letters.h"
#include "earshot/words.h"

/* The last rounds of MurmurHash3: the high bits are as good as the low ones. */
static uint64_t
finish(uint64_t h)
{

	h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
	h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
	return (h ^ (h >> 33));
}

uint64_t
said_hash(struct str word, uint32_t *ret_letters)
{
	return (finish(letters_hash(word, ret_letters)));
}

static bool
is_space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

/* The first `http://' or `https://' at or after ${at}. */
static size_t
find_address(struct str s, size_t at)
{
	size_t i = at;
	const char *colon;

	while (i < s.n && (colon = memchr(s.p + i, ':', s.n - i)) != NULL) {
		i = (size_t)(colon - s.p) + 1;
		if (!str_starts(str_sub(s, i, s.n), STR("//")))
			continue;
		if (i >= at + 6 && str_ieq(str_sub(s, i - 6, i), STR("https:")))
			return (i - 6);
		if (i >= at + 5 && str_ieq(str_sub(s, i - 5, i), STR("http:")))
			return (i - 5);
	}
	return (s.n);
}

/* The first `www.' at or after ${at}. */
static size_t
find_www(struct str s, size_t at)
{
	size_t i = at;
	const char *dot;

	while (i < s.n && (dot = memchr(s.p + i, '.', s.n - i)) != NULL) {
		i = (size_t)(dot - s.p) + 1;
		if (i >= at + 4 && str_ieq(str_sub(s, i - 4, i), STR("www.")))
			return (i - 4);
	}
	return (s.n);
}

/* ASCII letters and digits, in small; 0: another character. */
static const unsigned char small[256] = {
	['0'] = '0',
	['1'] = '1',
	['2'] = '2',
	['3'] = '3',
	['4'] = '4',
	['5'] = '5',
	['6'] = '6',
	['7'] = '7',
	['8'] = '8',
	['9'] = '9',
	['A'] = 'a',
	['a'] = 'a',
	['B'] = 'b',
	['b'] = 'b',
	['C'] = 'c',
	['c'] = 'c',
	['D'] = 'd',
	['d'] = 'd',
	['E'] = 'e',
	['e'] = 'e',
	['F'] = 'f',
	['f'] = 'f',
	['G'] = 'g',
	['g'] = 'g',
	['H'] = 'h',
	['h'] = 'h',
	['I'] = 'i',
	['i'] = 'i',
	['J'] = 'j',
	['j'] = 'j',
	['K'] = 'k',
	['k'] = 'k',
	['L'] = 'l',
	['l'] = 'l',
	['M'] = 'm',
	['m'] = 'm',
	['N'] = 'n',
	['n'] = 'n',
	['O'] = 'o',
	['o'] = 'o',
	['P'] = 'p',
	['p'] = 'p',
	['Q'] = 'q',
	['q'] = 'q',
	['R'] = 'r',
	['r'] = 'r',
	['S'] = 's',
	['s'] = 's',
	['T'] = 't',
	['t'] = 't',
	['U'] = 'u',
	['u'] = 'u',
	['V'] = 'v',
	['v'] = 'v',
	['W'] = 'w',
	['w'] = 'w',
	['X'] = 'x',
	['x'] = 'x',
	['Y'] = 'y',
	['y'] = 'y',
	['Z'] = 'z',
	['z'] = 'z',
};

/* A word of ASCII alone at *${at}, and its hash; false: there is none, or it
 * goes on beyond ASCII, for words_next to tell. */
static bool
read_ascii(struct str s, size_t *at, struct said *ret)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = *at, signs = 0;
	uint64_t h = LETTERS_FIRST;
	unsigned char c;

	for (;;) {
		while (i < s.n && (c = small[p[i]]) != 0) {
			h = (h ^ c) * LETTERS_PRIME;
			i++;
		}
		if (i == *at)
			return (false);
		if (i < s.n && p[i] >= 0x80)
			return (false);
		if (i + 1 >= s.n || (p[i] != '\'' && p[i] != '-'))
			break;
		if (p[i + 1] >= 0x80)
			return (false);
		if (small[p[i + 1]] == 0)
			break;
		signs++;
		i++;
	}
	*ret = (struct said){ str_sub(s, *at, i), finish(h),
		(uint32_t)(i - *at - signs) };
	*at = i;
	return (true);
}

/* false: no more is wanted. */
static bool
say_words(struct str s, said_word *each, void *arg)
{
	size_t at = 0, start, end;
	struct said w;

	while (at < s.n) {
		unsigned char c = (unsigned char)s.p[at];

		if (c < 0x80 && small[c] == 0) {
			at++;
			continue;
		}
		if (!read_ascii(s, &at, &w)) {
			if (!words_next(s, &at, &start, &end))
				break;
			w.word = str_sub(s, start, end);
			w.hash = said_hash(w.word, &w.letters);
		}
		if (!each(arg, &w))
			return (false);
	}
	return (true);
}

/* The words of ${s} but for those in links. */
static bool
say_piece(struct str s, said_word *each, void *arg)
{
	size_t at = 0, address = find_address(s, 0), www = find_www(s, 0);

	while (at < s.n) {
		size_t link;

		if (address < at)
			address = find_address(s, at);
		if (www < at)
			www = find_www(s, at);
		link = address < www ? address : www;
		if (!say_words(str_sub(s, at, link), each, arg))
			return (false);
		at = link;
		while (at < s.n && !is_space(s.p[at]))
			at++;
	}
	return (true);
}

/* ${s} behind `RT @name:', however often it was passed on. */
static struct str
without_retweet(struct str s)
{

	for (;;) {
		size_t at = 0;

		while (at < s.n && is_space(s.p[at]))
			at++;
		if (!str_istarts(str_sub(s, at, s.n), STR("RT @")))
			return (s);
		at += 4;
		while (at < s.n && !is_space(s.p[at]) && s.p[at] != ':')
			at++;
		if (at < s.n && s.p[at] == ':')
			at++;
		s = str_sub(s, at, s.n);
	}
}

void
said_text(struct str s, const struct quote *quotes, size_t nquotes,
    said_word *each, void *arg)
{
	size_t at = s.n - without_retweet(s).n;

	for (size_t i = 0; i < nquotes; i++) {
		size_t start = quotes[i].start, end = quotes[i].end;

		if (start > s.n || end > s.n || end <= at)
			continue;
		if (start > at && !say_piece(str_sub(s, at, start), each, arg))
			return;
		at = end;
	}
	if (at < s.n)
		(void)say_piece(str_sub(s, at, s.n), each, arg);
}

struct counted {
	size_t n, enough;
};

static bool
count(void *arg, const struct said *word)
{
	struct counted *c = arg;

	(void)word;
	return (++c->n < c->enough);
}

bool
said_itself(struct str text, const struct quote *quotes, size_t nquotes,
    size_t least)
{
	struct counted c = { 0, least };

	if (nquotes == 0)
		return (true);
	said_text(text, quotes, nquotes, count, &c);
	return (c.n >= least);
}
