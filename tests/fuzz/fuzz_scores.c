/*
 * Lines of numbers in an entry's texts, and the numbers themselves.  A line of
 * an address, then summary and content with a form feed between them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/scores.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, SAID = 7 };

static void
check_numbers(const struct entry *e)
{

	if (e->comments_count < -1 || e->comments_count > KUDOS_MAX)
		abort();
	for (int k = 0; k < KUDOS; k++)
		if ((e->kudos.said & 1u << k) != 0 &&
		    (e->kudos.n[k] < 0 || e->kudos.n[k] > KUDOS_MAX))
			abort();
}

static void
check_count(struct str s)
{
	int64_t n = kudos_count(s);
	char again[32];

	if (n < -1 || n > KUDOS_MAX)
		abort();
	snprintf(again, sizeof(again), "%lld", (long long)n);
	if (n >= 0 && kudos_count(str_of(again)) != n)
		abort();
}

static void
check_scale(struct str s)
{
	struct str rest = s;
	struct scale scale = { (double)NAN, (double)NAN, (double)NAN };
	double five;

	(void)str_to_double(str_cut(&rest, ' '), &scale.value);
	(void)str_to_double(str_cut(&rest, ' '), &scale.min);
	(void)str_to_double(str_cut(&rest, ' '), &scale.max);
	five = kudos_of_five(&scale);
	if (five != 0 && !(five >= 1 && five <= 5))
		abort();
}

/* What is left of ${was}: its bytes in their order. */
static void
check_left(struct str was, struct str is)
{
	size_t at = 0;

	for (size_t i = 0; i < is.n; i++, at++) {
		while (at < was.n && was.p[at] != is.p[i])
			at++;
		if (at >= was.n)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, lines, summary;
	struct arena *a = arena_new(ARENA_MAX);
	struct entry e = { .comments_count = -1 }, said;

	if (a == NULL)
		abort();
	e.link = str_cut(&rest, '\n');
	lines = rest;
	summary = str_cut(&rest, '\f');
	e.summary.raw = summary;
	e.content.raw = rest;
	said = e;
	said.comments_count = SAID;
	kudos_say(&said.kudos, KUDO_LIKES, SAID);
	if (scores_take(a, &e) != OK || scores_take(a, &said) != OK)
		abort();
	check_numbers(&e);
	check_left(summary, e.summary.raw);
	check_left(rest, e.content.raw);
	/* What elements said stays; the texts lose the same. */
	if (said.comments_count != SAID || said.kudos.n[KUDO_LIKES] != SAID ||
	    !str_eq(said.summary.raw, e.summary.raw) ||
	    !str_eq(said.content.raw, e.content.raw))
		abort();
	for (int i = 0; i < 64 && lines.n > 0; i++) {
		struct str line = str_cut(&lines, '\n');

		check_count(line);
		check_scale(line);
	}
	arena_free(a);
	return (0);
}
