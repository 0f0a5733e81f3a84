/*
 * A database as an earlier Earshot left it: made by the store's own migrations
 * up to a number, with the rows of a present one.
 */
#ifndef TESTS_OLDSTORE_H
#define TESTS_OLDSTORE_H

#include "earshot/buf.h"
#include "earshot/status.h"

/* oldstore_make: a new file at ${to} of version ${number} with what those
 * tables can hold of ${from}, which nobody writes meanwhile. */
enum status oldstore_make(const char *from, const char *to, int number,
    struct buf *reterr) MUST_USE;

#endif
