/*
 * The formula, and what a place's words are counted in.  Where that is kept,
 * and which posts came before, the store knows.
 */
#include "earshot/novelty.h"

enum {
	RARE_IN = 100,    /* at most one post in so many */
	COUNT_MAX = 15,   /* what four bits hold */
	PACKED_RUNS = 1,  /* how: the first byte; then two of posts */
	PACKED_WHOLE = 2, /* without runs it is shorter */
	HEAD = 3
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

	ret->voice =
	    c->voice_posts < 0 ? -1 : 1 / (1.0 + (double)c->voice_posts);
	if (c->place_posts < NOVELTY_POSTS_MIN && ret->voice > UNKNOWN)
		ret->voice = UNKNOWN;
	ret->place = 1 / (1 + (double)c->place_insights / PLACE_HALF);
	ret->words = c->words;
	ret->all = SHARE_VOICE * known(ret->voice) +
		   SHARE_PLACE * known(ret->place) +
		   SHARE_WORDS * known(ret->words);
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

	_Static_assert(COUNT_MAX * RARE_IN > NOVELTY_WINDOW,
	    "what is not rare can be told");
	if (w->posts < NOVELTY_POSTS_MIN || n == 0)
		return (-1);
	for (size_t i = 0; i < n; i++) {
		unsigned low, high;
		size_t at[2];

		slots(words[i], at);
		low = w->seen[at[0]] & 0x0fu;
		high = w->seen[at[1]] >> 4;
		rare += (low < high ? low : high) * RARE_IN <= w->posts;
	}
	return ((double)(1 + rare) / (double)(2 + n));
}

void
novelty_learn(struct novelty_words *w, const uint32_t *words, size_t n)
{

	for (size_t i = 0; i < n; i++) {
		size_t at[2];

		slots(words[i], at);
		if ((w->seen[at[0]] & 0x0f) < COUNT_MAX)
			w->seen[at[0]] += 0x01;
		if (w->seen[at[1]] >> 4 < COUNT_MAX)
			w->seen[at[1]] += 0x10;
	}
	if (++w->posts < NOVELTY_WINDOW)
		return;
	w->posts /= 2;
	for (size_t i = 0; i < NOVELTY_SLOTS; i++)
		w->seen[i] = w->seen[i] >> 1 & 0x77;
}

/* Zeros as a zero and how many there are, the rest as it is. */
static size_t
pack_runs(const uint8_t *seen, unsigned char *ret, size_t max)
{
	size_t n = 0, i = 0, run;

	while (i < NOVELTY_SLOTS && n + 2 <= max) {
		if (seen[i] != 0) {
			ret[n++] = seen[i++];
			continue;
		}
		for (run = 1; run < UINT8_MAX && i + run < NOVELTY_SLOTS &&
			      seen[i + run] == 0;
		     run++)
			;
		ret[n++] = 0;
		ret[n++] = (unsigned char)run;
		i += run;
	}
	return (i == NOVELTY_SLOTS ? n : SIZE_MAX);
}

size_t
novelty_pack(const struct novelty_words *w,
    unsigned char ret[NOVELTY_PACKED_MAX])
{
	size_t n = pack_runs(w->seen, ret + HEAD, NOVELTY_SLOTS);

	ret[0] = n != SIZE_MAX ? PACKED_RUNS : PACKED_WHOLE;
	ret[1] = (unsigned char)(w->posts & 0xff);
	ret[2] = (unsigned char)(w->posts >> 8);
	if (n != SIZE_MAX)
		return (HEAD + n);
	memcpy(ret + HEAD, w->seen, NOVELTY_SLOTS);
	return (HEAD + NOVELTY_SLOTS);
}

static bool
unpack_runs(const unsigned char *p, size_t size, uint8_t *seen)
{
	size_t n = 0;

	for (size_t i = 0; i < size && n < NOVELTY_SLOTS; i++) {
		if (p[i] != 0)
			seen[n++] = p[i];
		else if (++i < size)
			n += p[i];
		else
			return (false);
	}
	return (n == NOVELTY_SLOTS);
}

bool
novelty_unpack(struct str packed, struct novelty_words *ret)
{
	const unsigned char *p = (const unsigned char *)packed.p;
	bool good = false;

	memset(ret, 0, sizeof(*ret));
	if (packed.n < HEAD)
		return (false);
	ret->posts = p[1] | (uint32_t)p[2] << 8;
	if (p[0] == PACKED_RUNS)
		good = unpack_runs(p + HEAD, packed.n - HEAD, ret->seen);
	else if (p[0] == PACKED_WHOLE && packed.n == HEAD + NOVELTY_SLOTS) {
		memcpy(ret->seen, p + HEAD, NOVELTY_SLOTS);
		good = true;
	}
	if (good && ret->posts < NOVELTY_WINDOW)
		return (true);
	memset(ret, 0, sizeof(*ret));
	return (false);
}
