/*
 * OPML (sameback.h).
 */
#include "sameback.h"

static void
write_opml(const struct feedlist *l, struct buf *out)
{

	feedlist_write_opml(l, "T", out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{

	same_back("fuzz.opml", (struct str){ (const char *)data, size },
	    write_opml);
	return (0);
}
