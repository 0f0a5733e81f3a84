/*
 * words, fold, sentences, mojibake: what a post's text goes through.
 */
#include <stdlib.h>

#include "earshot/mojibake.h"
#include "earshot/sentence.h"
#include "earshot/utf8.h"
#include "earshot/words.h"

#include "fuzz.h"

enum { ARENA_MAX = 256 << 20 };

static void
check_fold(struct arena *a, struct str s)
{
	uint32_t start, end, before = 0;
	struct fold f;
	size_t i;

	if (fold_text(a, s, &f) != OK || !utf8_valid(f.text))
		abort();
	for (i = 0; i <= f.text.n; i++) {
		fold_back(&f, i, i + 3, &start, &end);
		if (start > end || end > s.n || start < before ||
		    utf8_floor(s, start) != start || utf8_floor(s, end) != end)
			abort();
		before = start;
	}
}

static void
check_sentences(struct arena *a, struct str s)
{
	struct span *spans;
	size_t n, i, at = 0;

	if (sentence_split(a, s, 1000, &spans, &n) != OK || n > 1000)
		abort();
	for (i = 0; i < n; i++) {
		if (spans[i].start < at || spans[i].end <= spans[i].start ||
		    spans[i].end > s.n)
			abort();
		at = spans[i].end;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct arena *a = arena_new(ARENA_MAX);
	size_t at = 0, start, end = 0, last = 0;
	bool changed;

	if (a == NULL)
		abort();
	s = utf8_clean(a, s, NULL);
	if (!utf8_valid(mojibake_repair(a, s, &changed)))
		abort();
	check_fold(a, s);
	check_sentences(a, s);
	while (words_next(s, &at, &start, &end)) {
		if (start < last || end <= start || end > s.n)
			abort();
		last = end;
	}
	(void)words_normal(a, s);
	arena_free(a);
	return (0);
}
