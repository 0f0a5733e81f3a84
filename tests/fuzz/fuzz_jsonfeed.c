/*
 * Any bytes as the items of a JSON feed, or as a whole one.
 */
#include <stdlib.h>

#include <jansson.h>

#include "earshot/parse.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, OUT_MAX = 256 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct parse_options o = { .max_entries = 1000 };
	struct arena *a = arena_new(ARENA_MAX);
	struct buf body = BUF_INIT(4 << 20), out = BUF_INIT(OUT_MAX);
	struct parsed *parsed;
	struct str why;
	json_t *back;

	if (size > 0 && data[0] != '{')
		buf_adds(&body,
		    "{\"version\":\"https://jsonfeed.org/version/1.1\","
		    "\"items\":[");
	buf_add(&body, (struct str){ (const char *)data, size });
	if (a != NULL && !buf_failed(&body) &&
	    parse_document(a, buf_str(&body), &o, &parsed, &why) == OK &&
	    parse_print(parsed, &out, NULL) == OK) {
		/* What is printed is JSON whatever was read. */
		back = json_loadb(out.p, out.n, 0, NULL);
		if (back == NULL)
			abort();
		json_decref(back);
	}
	buf_free(&body);
	buf_free(&out);
	arena_free(a);
	return (0);
}
