/*
 * charset: any body with any Content-Type becomes clean UTF-8.  The first line
 * of the input is the header's value.
 */
#include <stdlib.h>

#include "earshot/charset.h"
#include "earshot/utf8.h"

#include "fuzz.h"

enum { ARENA_MAX = 256 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = { (const char *)data, size }, type, text, name;
	struct arena *a = arena_new(ARENA_MAX);
	bool repaired;

	if (a == NULL)
		abort();
	type = str_cut(&body, '\n');
	if (charset_decode(a, body, type, &text, &name, &repaired) != OK ||
	    name.n == 0 || utf8_span(text) != text.n)
		abort();
	if (charset_from(a, type, body, &text) == OK &&
	    utf8_span(text) != text.n)
		abort();
	text = charset_text(a, body);
	if (utf8_span(text) != text.n)
		abort();
	arena_free(a);
	return (0);
}
