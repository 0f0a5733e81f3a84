/*
 * The formula, and what a place's words are counted in.  Where that is kept,
 * and which posts came before, the store knows.
 */
#include "earshot/novelty.h"

enum {
	READ_MAX = 16384, /* bytes of a text */
	LETTERS_MIN = 4,
	RARE_IN = 100, /* at most one post in so many */
	PACKED_AS = 1  /* how; other ways will have other numbers */
};

#define SHARE_VOICE 0.4
#define SHARE_PLACE 0.2
#define SHARE_WORDS 0.4
#define UNKNOWN     0.5
#define PLACE_HALF  10.0

static double
known(double part)
{

	return (part < 0 ? UNKNOWN : part);
}

void
novelty_of(const struct novelty_counts *c, struct novelty *ret)
{

	ret->voice = c->voice_posts < 0 ? -1 : 1 / (1.0 + (double)c->voice_posts);
	if (c->place_posts < NOVELTY_POSTS_MIN && ret->voice > UNKNOWN)
		ret->voice = UNKNOWN;
	ret->place = 1 / (1 + (double)c->place_insights / PLACE_HALF);
	ret->words = c->words;
	ret->all = SHARE_VOICE * known(ret->voice) +
		   SHARE_PLACE * known(ret->place) +
		   SHARE_WORDS * known(ret->words);
}

/* What a byte is of a word, 0: nothing: small letters are themselves.  Letters
 * beyond ASCII are taken byte by byte. */
static unsigned
letter(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];

	if (c >= 'A' && c <= 'Z')
		return (c + 32u);
	if ((c >= 'a' && c <= 'z') || c < 0x80)
		return (c >= 'a' && c <= 'z' ? c : 0);
	/* É and é: capitals of Latin-1, but for the sign of times. */
	if (at > 0 && (unsigned char)s.p[at - 1] == 0xc3 && c <= 0x9e &&
	    c != 0x97)
		return (c + 32u);
	return (c);
}

/* A character at ${at} that no word goes on with: how many bytes it has; 0: it
 * is a letter or ASCII.  *${ret_word}: it is a word by itself, as in Han, kana,
 * Hangul, Thai and Lao; else a sign or a picture. */
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

static uint32_t
mix(uint32_t h)
{

	h = (h ^ (h >> 16)) * 0x85ebca6bu;
	h = (h ^ (h >> 13)) * 0xc2b2ae35u;
	return (h ^ (h >> 16));
}

static size_t
add_word(uint32_t *words, size_t n, uint32_t h)
{

	h = mix(h);
	for (size_t i = 0; i < n; i++)
		if (words[i] == h)
			return (n);
	words[n] = h;
	return (n + 1);
}

static size_t
skip_link(struct str s, size_t at)
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

/* The word at ${at}: its hash, its letters and its end.  A sign inside (don't,
 * e-mail) ends no word, and is not of it. */
static size_t
read_word(struct str s, size_t at, uint32_t *ret_hash, unsigned *ret_letters)
{
	uint32_t h = 0x811c9dc5u;
	unsigned c, n = 0;
	size_t sign;
	bool word;

	while (at < s.n) {
		sign = n > 0 ? inner_sign(s, at) : 0;
		if (sign > 0) {
			at += sign;
			continue;
		}
		c = alone(s, at, &word) > 0 ? 0 : letter(s, at);
		if (c == 0)
			break;
		h = (h ^ c) * 0x01000193u;
		n += ((unsigned char)s.p[at++] & 0xc0) != 0x80;
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

static size_t
take_piece(struct str s, uint32_t *words, size_t n)
{
	size_t at = 0, end, bytes;
	unsigned letters;
	uint32_t h;
	bool word;

	while (at < s.n && n < NOVELTY_WORDS_MAX) {
		bytes = alone(s, at, &word);
		if (word)
			n = add_word(words, n, hash_alone(s, at));
		at += bytes;
		if (bytes > 0)
			continue;
		end = skip_link(s, at);
		if (end > at) {
			at = end;
			continue;
		}
		end = read_word(s, at, &h, &letters);
		if (letters >= LETTERS_MIN)
			n = add_word(words, n, h);
		at = end > at ? end : at + 1;
	}
	return (n);
}

size_t
novelty_take(struct str text, const struct quote *quotes, size_t nquotes,
    uint32_t *words, size_t n)
{
	size_t at = 0;

	if (text.n > READ_MAX)
		text.n = READ_MAX;
	for (size_t i = 0; i < nquotes && at < text.n; i++) {
		if (quotes[i].end <= at)
			continue;
		if (quotes[i].start > at)
			n = take_piece(str_sub(text, at, quotes[i].start),
			    words, n);
		at = quotes[i].end;
	}
	return (take_piece(str_sub(text, at, text.n), words, n));
}

/* Which counters are a word's. */
static void
slots(uint32_t h, size_t ret[2])
{

	ret[0] = h % NOVELTY_SLOTS;
	ret[1] = h / NOVELTY_SLOTS % NOVELTY_SLOTS;
}

double
novelty_rare(const struct novelty_words *w, const uint32_t *words, size_t n)
{
	size_t rare = 0;

	if (w->posts < NOVELTY_POSTS_MIN || n == 0)
		return (-1);
	for (size_t i = 0; i < n; i++) {
		uint8_t a, b;
		size_t at[2];

		slots(words[i], at);
		a = w->seen[0][at[0]];
		b = w->seen[1][at[1]];
		rare += (uint32_t)(a < b ? a : b) * RARE_IN <= w->posts;
	}
	return ((double)(1 + rare) / (double)(2 + n));
}

void
novelty_learn(struct novelty_words *w, const uint32_t *words, size_t n)
{

	for (size_t i = 0; i < n; i++) {
		size_t at[2];

		slots(words[i], at);
		for (size_t row = 0; row < 2; row++)
			if (w->seen[row][at[row]] < UINT8_MAX)
				w->seen[row][at[row]]++;
	}
	if (++w->posts < NOVELTY_WINDOW)
		return;
	w->posts /= 2;
	for (size_t row = 0; row < 2; row++)
		for (size_t i = 0; i < NOVELTY_SLOTS; i++)
			w->seen[row][i] /= 2;
}

/* Bytes as they are, but for zeros: a zero, and how many there are. */
size_t
novelty_pack(const struct novelty_words *w,
    unsigned char ret[NOVELTY_PACKED_MAX])
{
	const uint8_t *seen = (const uint8_t *)w->seen;
	size_t n = 0, i = 0, run;

	ret[n++] = PACKED_AS;
	ret[n++] = (unsigned char)(w->posts & 0xff);
	ret[n++] = (unsigned char)(w->posts >> 8);
	while (i < sizeof(w->seen)) {
		if (seen[i] != 0) {
			ret[n++] = seen[i++];
			continue;
		}
		for (run = 1; run < UINT8_MAX && i + run < sizeof(w->seen) &&
			      seen[i + run] == 0;
		     run++)
			;
		ret[n++] = 0;
		ret[n++] = (unsigned char)run;
		i += run;
	}
	return (n);
}

bool
novelty_unpack(struct str packed, struct novelty_words *ret)
{
	const unsigned char *p = (const unsigned char *)packed.p;
	uint8_t *seen = (uint8_t *)ret->seen;
	size_t n = 0;

	memset(ret, 0, sizeof(*ret));
	if (packed.n < 3 || p[0] != PACKED_AS)
		return (false);
	ret->posts = p[1] | (uint32_t)p[2] << 8;
	for (size_t i = 3; i < packed.n && n < sizeof(ret->seen); i++) {
		if (p[i] != 0)
			seen[n++] = p[i];
		else if (++i < packed.n)
			n += p[i];
		else
			n = SIZE_MAX;
	}
	if (n == sizeof(ret->seen) && ret->posts < NOVELTY_WINDOW)
		return (true);
	memset(ret, 0, sizeof(*ret));
	return (false);
}
