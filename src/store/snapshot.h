/*
 * Copies of a database that are safe to carry away.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "db.h"

/* snapshot_write: a copy as of now to ${path}, whole or not at all, 0640,
 * there for good when OK comes back.  E_BUSY: ${path} exists, and ${replace}
 * is not set. */
enum status snapshot_write(struct db *d, const char *path,
    bool replace) MUST_USE;

/* snapshot_room: would a copy of ${d} fit into ${folder}?  E_FULL. */
enum status snapshot_room(struct db *d, const char *folder) MUST_USE;

#endif
