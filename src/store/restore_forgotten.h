/*
 * What was forgotten on request stays forgotten when a copy of former days
 * comes back.
 */
#ifndef STORE_RESTORE_FORGOTTEN_H
#define STORE_RESTORE_FORGOTTEN_H

#include "earshot/buf.h"
#include "earshot/status.h"

/* restore_forgotten: takes out of the database ${ready}, which nobody uses,
 * what the one at ${old_path} remembers as forgotten.  One that is not there or
 * cannot be read remembers nothing. */
enum status restore_forgotten(const char *old_path, const char *ready,
    struct buf *reterr) MUST_USE;

#endif
