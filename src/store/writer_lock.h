/*
 * One process writes: a lock file beside the database, with the writer's pid
 * for those who are refused.
 */
#ifndef STORE_WRITER_LOCK_H
#define STORE_WRITER_LOCK_H

#include "earshot/buf.h"
#include "earshot/status.h"

/* writer_lock_take: of the database at ${path}.  E_BUSY with "earshotd (pid
 * 812) is writing FILE" in *${reterr}; E_DENIED, E_IO …  What a dead writer
 * left behind is taken over. */
enum status writer_lock_take(const char *path, int *ret_fd,
    struct buf *reterr) MUST_USE;
void writer_lock_release(int fd); /* -1 is fine */

#endif
