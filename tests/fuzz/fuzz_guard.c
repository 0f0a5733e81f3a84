/*
 * Lists of exceptions: any text; and the lists of fetch.resolve, which are of
 * the same kind.
 */
#include <netinet/in.h>
#include <stdlib.h>

#include "earshot/guard.h"

#include "../../src/net/route.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf err = BUF_INIT(2000);
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct guard *g = NULL;
	struct route *r = NULL;
	char *copy = str_dup(text);
	const char *why;

	if (guard_new(text, &g, &err) == OK) {
		union {
			struct sockaddr_in in;
			struct sockaddr sa;
		} a = { .in = in };

		guard_allows(g, &a.sa, &why);
		guard_free(g);
	}
	if (copy != NULL && route_new(NULL, NULL, copy, &r, &err) == OK) {
		route_needs_lookup(r, text, 80);
		route_free(r);
	}
	buf_free(&err);
	free(copy);
	return (0);
}
