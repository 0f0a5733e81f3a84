/*
 * Which addresses we may connect to: public ones, and those that
 * `fetch.allow_private` names (ADDRESS[/BITS][:PORT], exact).
 */
#ifndef EARSHOT_GUARD_H
#define EARSHOT_GUARD_H

#include <sys/socket.h>

#include "earshot/buf.h"

struct guard;

/* guard_new: ${allow}: space-separated; E_SYNTAX with a sentence in
 * *${reterr}. */
enum status guard_new(struct str allow, struct guard **ret,
    struct buf *reterr) MUST_USE;
void guard_free(struct guard *g);

/* guard_allows: *${ret_why}: a static word: "loopback", "private",
 * "link-local", "multicast" …; NULL when it may. */
bool guard_allows(const struct guard *g, const struct sockaddr *sa,
    const char **ret_why);

#endif
