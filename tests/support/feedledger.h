/*
 * feedledger: a feed that forgets.  Its entries are numbered; whoever presents
 * the ETag of an answer has said that it has all of that, so those entries are
 * dropped for ever and new ones come.  A client that keeps an ETag without the
 * posts has lost them.
 */
#ifndef EARSHOT_TESTS_FEEDLEDGER_H
#define EARSHOT_TESTS_FEEDLEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feedledger {
	uint64_t a_time, most; /* new ones each time; in all */
	uint64_t first, last;  /* numbers that it serves now, from 1 */
};

/*
 * feedledger_turn: ${presented}, the If-None-Match (NULL: none), is taken note
 * of; ${ret_etag} is the ETag of what is served now.  True: there is nothing
 * that this client does not have.
 */
bool feedledger_turn(struct feedledger *ledger, const char *presented,
    char *ret_etag, size_t etag_max);

/* What its entries lead to; NULL: nowhere. */
struct feedledger_links {
	const char *answers; /* another ledger: each answers the one before its
				own number there */
	const char *talk;    /* the comment feed of the first entry */
};

/* feedledger_body: what ${path} serves now, as RSS; every third entry wishes
 * for something, and seven people say all that.  free() it; NULL: out of
 * memory. */
char *feedledger_body(const struct feedledger *ledger, const char *path,
    const struct feedledger_links *links, size_t *ret_len);

#endif
