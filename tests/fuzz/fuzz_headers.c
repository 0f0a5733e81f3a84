/*
 * The head of an answer: any bytes, line by line.
 */
#include <assert.h>

#include "../../src/net/headers.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t nows[] = { 0, 1800000000, INT64_MAX / 4 };
	struct str rest = { (const char *)data, size };
	struct arena *a = arena_new(1 << 20);
	struct headers h = { 0 };

	if (a == NULL)
		return (0);
	while (rest.n > 0)
		headers_line(&h, a, str_cut(&rest, '\n'));
	for (size_t i = 0; i < sizeof(nows) / sizeof(nows[0]); i++) {
		int64_t wait = headers_wait_s(&h, nows[i]);
		int64_t fresh = headers_fresh_s(&h, nows[i]);

		assert(wait >= 0 && wait <= HEADERS_WAIT_MAX_S);
		assert(fresh >= 0 && fresh <= HEADERS_WAIT_MAX_S);
	}
	for (size_t i = 0; i < h.etag.n; i++)
		assert(
		    (unsigned char)h.etag.p[i] >= 0x20 || h.etag.p[i] == '\t');
	arena_free(a);
	return (0);
}
