/*
 * What fingerprints and their index cost at a million posts:
 *	bench_neardup
 * Made-up posts of the words that people use most often; then an index in which
 * a quarter of each fingerprint and an anchor are alike, as a sender of many
 *texts could make them.  CPU time of this thread.  Not a test.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "earshot/fingerprint.h"
#include "earshot/neardup.h"

enum { POSTS = 1000000, WORDS = 70, VOCABULARY = 20000, ASKED = 20000 };

static uint64_t seed = 1;

static uint64_t
draw(void)
{

	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * 0x2545f4914f6cdd1du);
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3);
}

/* Words as Zipf has them: the n-th is said 1/n as often as the first. */
static size_t
make_text(char *text)
{
	size_t n = 0;

	for (int i = 0; i < WORDS; i++) {
		double u = (double)(draw() >> 11) / 9007199254740992.0;

		n += (size_t)sprintf(text + n, "w%d ", (int)pow(VOCABULARY, u));
	}
	return (n);
}

static void
ask(const char *what, const struct neardup *n, const struct fingerprint *prints)
{
	struct near near[NEARDUP_FOUND];
	double since = cpu_us(), worst = 0, one, before;
	size_t found = 0;

	for (int i = 0; i < ASKED; i++) {
		struct fingerprint f = prints[draw() % POSTS];

		f.simhash ^= 0x100000001u;
		before = cpu_us();
		found += neardup_find(n, &f, near);
		one = cpu_us() - before;
		worst = one > worst ? one : worst;
	}
	printf("%s: look-up %.2f us, the slowest of %d %.0f us, %zu found\n",
	    what, (cpu_us() - since) / ASKED, ASKED, worst, found);
}

int
main(void)
{
	struct fingerprint *prints = malloc(POSTS * sizeof(*prints));
	struct neardup *n = neardup_new(), *hostile = neardup_new();
	static char text[WORDS * 8];
	double hashing = 0, since;

	if (prints == NULL || n == NULL || hostile == NULL)
		return (1);
	for (int i = 0; i < POSTS; i++) {
		struct str s = { text, make_text(text) };

		since = cpu_us();
		if (!fingerprint_of(STR(""), s, NULL, 0, &prints[i]))
			return (1);
		hashing += cpu_us() - since;
	}
	printf("fingerprint of %d words: %.2f us\n", WORDS, hashing / POSTS);
	since = cpu_us();
	for (int i = 0; i < POSTS; i++)
		if (neardup_add(n, &prints[i], i + 1) != OK)
			return (1);
	printf("%d posts: added in %.0f ms, %.1f MB\n", POSTS,
	    (cpu_us() - since) / 1e3, (double)neardup_bytes(n) / 1e6);
	ask("texts", n, prints);
	for (int i = 0; i < POSTS; i++) {
		prints[i].simhash &= ~UINT64_C(0xffff) << 16 * (i % 4);
		prints[i].anchors[i % 4] = 7;
		if (neardup_add(hostile, &prints[i], i + 1) != OK)
			return (1);
	}
	ask("hostile", hostile, prints);
	neardup_free(n);
	neardup_free(hostile);
	free(prints);
	return (0);
}
