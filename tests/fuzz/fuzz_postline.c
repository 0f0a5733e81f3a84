/*
 * Any bytes as a line of classify --jsonl: what is read without jansson is what
 * jansson reads.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cli/postline.h"
#include "fuzz.h"

enum { ARENA_MAX = 16 << 20 };

static void
must_be(const json_t *o, const char *key, struct str s)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v)) {
		if (s.p != NULL)
			abort();
	} else if (s.p == NULL || s.n != json_string_length(v) ||
		   memcmp(s.p, json_string_value(v), s.n) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str line = { (const char *)data, size };
	struct arena *a = arena_new(ARENA_MAX);
	struct postline p;

	if (a != NULL && postline_read(a, line, &p)) {
		json_t *o = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);

		if (o == NULL)
			abort();
		must_be(o, "text", p.text);
		must_be(o, "title", p.title);
		must_be(o, "lang", p.lang);
		must_be(o, "context", p.context);
		if (p.stars != json_integer_value(json_object_get(o, "stars")))
			abort();
		json_decref(o);
	}
	arena_free(a);
	return (0);
}
