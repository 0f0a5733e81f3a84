/*
 * url: a base on the first line, a reference on the rest.
 */
#include <stdlib.h>

#include "earshot/url.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str ref = { (const char *)data, size }, base, s, again;
	struct arena *a = arena_new(ARENA_MAX);

	if (a == NULL)
		abort();
	base = str_cut(&ref, '\n');
	s = url_resolve(a, base, ref);
	if (s.p != NULL && (s.n == 0 || s.p[s.n] != '\0'))
		abort();
	s = url_canonical(a, ref);
	if (s.p != NULL) {
		if (!url_http(s))
			abort();
		again = url_canonical(a, s);
		if (!str_eq(s, again))
			abort();
	}
	url_host(a, ref);
	if (url_mask(a, ref).p == NULL)
		abort();
	(void)url_absolute(ref);
	arena_free(a);
	return (0);
}
