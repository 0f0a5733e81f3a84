/*
 * Any UTF-8 cleaned, with quotations anywhere: text that is valid and within
 * its cap, quotations within the text.
 */
#include <stdlib.h>

#include "earshot/clean.h"
#include "earshot/utf8.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, KEPT = 300, QUOTES = 8 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct quote quotes[QUOTES];
	struct cleaned c;
	struct str text;
	size_t n = 0, at = 0, step = size > 0 ? data[0] : 1;
	bool repaired;

	if (a == NULL)
		return (0);
	text = utf8_clean(a, (struct str){ (const char *)data, size }, NULL);
	for (; n < QUOTES && at + step < text.n; n++) {
		quotes[n].start = (uint32_t)utf8_floor(text, at);
		quotes[n].end = (uint32_t)utf8_floor(text, at + step);
		at += step + 1;
	}
	if (clean_text(a, text, quotes, n, KEPT, &c) != OK)
		abort();
	if (!utf8_valid(c.text) || c.text.n > KEPT)
		abort();
	at = 0;
	for (size_t i = 0; i < c.nquotes; i++) {
		if (c.quotes[i].start < at ||
		    c.quotes[i].end <= c.quotes[i].start ||
		    c.quotes[i].end > c.text.n)
			abort();
		at = c.quotes[i].end;
	}
	text = clean_line(a, text, KEPT, &repaired);
	if (!utf8_valid(text) || text.n > KEPT ||
	    str_findc(text, '\n') != SIZE_MAX)
		abort();
	arena_free(a);
	return (0);
}
