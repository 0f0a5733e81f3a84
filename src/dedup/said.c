/*
 * Which words of a post count, one after the other.  What they tell, others
 * say.
 */
#include "said.h"

#include <unicase.h>

#include "earshot/utf8.h"
#include "earshot/words.h"

/* FNV-1a, and the last rounds of MurmurHash3, whose high bits are as good as
 * its low ones. */
uint64_t
said_hash(struct str word, uint32_t *ret_letters)
{
	uint64_t h = 0xcbf29ce484222325u;
	uint32_t n = 0;
	size_t at = 0;

	while (at < word.n) {
		unsigned char b = (unsigned char)word.p[at];
		uint32_t c = b;

		if (b < 0x80) {
			at++;
			if (b == '\'' || b == '-')
				continue;
			if (b >= 'A' && b <= 'Z')
				c = b | 0x20u;
		} else {
			c = uc_tolower(utf8_next(word, &at));
			if (c == 0x2019 || c == 0x2010 || c == 0x2011)
				continue;
		}
		h = (h ^ c) * 0x100000001b3u;
		n++;
	}
	*ret_letters = n;
	h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
	h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
	return (h ^ (h >> 33));
}

static bool
is_space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

/* A link at ${at}: where it ends; ${at}: there is none. */
static size_t
link_end(struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);

	if (!str_istarts(rest, STR("http://")) &&
	    !str_istarts(rest, STR("https://")) &&
	    !str_istarts(rest, STR("www.")))
		return (at);
	while (at < s.n && !is_space(s.p[at]))
		at++;
	return (at);
}

/* Where the first link at or after ${at} begins, and ends in *${ret_end}. */
static size_t
find_link(struct str s, size_t at, size_t *ret_end)
{

	for (; at < s.n; at++) {
		char c = s.p[at] | 0x20;

		if (c != 'h' && c != 'w')
			continue;
		*ret_end = link_end(s, at);
		if (*ret_end > at)
			return (at);
	}
	return (*ret_end = s.n);
}

static void
say_words(struct str s, said_word *each, void *arg)
{
	size_t at = 0, start, end;

	while (words_next(s, &at, &start, &end))
		each(arg, str_sub(s, start, end));
}

/* The words of ${s} but for those in links. */
static void
say_piece(struct str s, said_word *each, void *arg)
{
	size_t at = 0, end;

	while (at < s.n) {
		size_t link = find_link(s, at, &end);

		say_words(str_sub(s, at, link), each, arg);
		at = end;
	}
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
		if (start > at)
			say_piece(str_sub(s, at, start), each, arg);
		at = end;
	}
	if (at < s.n)
		say_piece(str_sub(s, at, s.n), each, arg);
}

static void
count(void *arg, struct str word)
{

	(void)word;
	(*(size_t *)arg)++;
}

bool
said_itself(struct str text, const struct quote *quotes, size_t nquotes,
    size_t least)
{
	size_t n = 0;

	if (nquotes == 0)
		return (true);
	said_text(text, quotes, nquotes, count, &n);
	return (n >= least);
}
