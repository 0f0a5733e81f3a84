/*
 * The tables of what is not kept any more: only names, numbers and hashes,
 * never words.
 */
#include "schema.h"

/* gone: what is left of an insight that was removed, so that whoever reads on
 * by changed_seq learns of it.  keep_s: what a feed's line says of how long its
 * posts are kept. */
static const char retain[] =
    "CREATE TABLE gone("
    " changed_seq INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE,"
    " signal TEXT NOT NULL,"
    " why TEXT NOT NULL CHECK(why IN ('pruned','forgotten')),"
    " at_ts INTEGER NOT NULL) STRICT;"
    "CREATE INDEX gone_at ON gone(at_ts) WHERE why = 'pruned';"
    "CREATE INDEX tombstone_at ON tombstone(at_ts)"
    " WHERE reason = 'pruned';"
    "ALTER TABLE feed ADD COLUMN keep_s INTEGER;";

const char *const schema_retain[] = { retain, NULL };
