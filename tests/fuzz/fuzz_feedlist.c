/*
 * Feed lists (sameback.h).
 */
#include "sameback.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{

	same_back("fuzz.feeds", (struct str){ (const char *)data, size },
	    feedlist_write);
	return (0);
}
