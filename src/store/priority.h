/*
 * Priorities in the writer.
 */
#ifndef STORE_PRIORITY_H
#define STORE_PRIORITY_H

#include "store_impl.h"

/* priority_open: the shares as the database has them. */
enum status priority_open(struct store *s) MUST_USE;
/* priority_settle: before the commit, after themes were counted: parts that
 * changed, so many at a time. */
enum status priority_settle(struct store *s) MUST_USE;

#endif
