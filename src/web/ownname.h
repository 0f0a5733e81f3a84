/*
 * What this machine is called by those who look it up, as far as its own files
 * say: no question to anybody.
 */
#ifndef WEB_OWNNAME_H
#define WEB_OWNNAME_H

#include "earshot/str.h"

/*
 * ownname_is: is ${name} that of the machine ${own} (as gethostname says)?
 * That itself, its first label, or one with a domain that is known to be ours:
 * that of ${own}, one that the file ${resolv} searches, or the whole name in
 * the file ${hosts}.  Anybody may have a name such as "debian.evil.example".
 */
bool ownname_is(struct str name, struct str own, const char *hosts,
    const char *resolv);

#endif
