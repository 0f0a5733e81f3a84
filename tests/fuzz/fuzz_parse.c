/*
 * Any bytes as a feed's body: parsed, made plain and printed; as a page, for
 * the feeds that it names.
 */
#include <stdlib.h>

#include "earshot/discover.h"
#include "earshot/parse.h"
#include "earshot/xml.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, OUT_MAX = 256 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct parse_options o = { .base_url = STR("https://kettle.example/f"),
		.max_bytes = 4 << 20,
		.max_entries = 1000 };
	struct arena *a = arena_new(ARENA_MAX);
	struct buf out = BUF_INIT(OUT_MAX);
	struct discovered *found;
	struct parsed *parsed;
	struct str why;
	size_t n;

	xml_init();
	/* Without a base, what is relative waits for the end. */
	if (size % 2 == 1)
		o.base_url = (struct str){ NULL, 0 };
	if (a != NULL &&
	    parse_document(a, (struct str){ (const char *)data, size }, &o,
		&parsed, &why) == OK &&
	    parse_print(parsed, &out, NULL) == OK &&
	    (out.n == 0 || out.p[out.n - 1] != '\n'))
		abort();
	if (a != NULL &&
	    discover_feeds(a, (struct str){ (const char *)data, size },
		o.content_type, STR("https://kettle.example/"), &found,
		&n) == OK &&
	    n > DISCOVER_MAX)
		abort();
	buf_free(&out);
	arena_free(a);
	return (0);
}
