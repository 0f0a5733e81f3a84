/*
 * date: any text is a moment between 1900 and two years from now, or none.
 */
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/date.h"

#include "fuzz.h"

enum { NOW = 1782864000 }; /* 2026-07-01: an input means the same every day */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	char text[CLOCK_TEXT];
	int64_t t;

	clock_freeze(NOW);
	t = date_read(s);
	if (t != NO_TIME) {
		if (t < clock_days(1900, 1, 1) * 86400 || t > NOW + 733 * 86400)
			abort();
		/* What we print we read. */
		clock_text(t, text);
		if (date_read(str_of(text)) != t)
			abort();
	}
	clock_thaw();
	return (0);
}
