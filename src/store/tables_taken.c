/*
 * What the tables say of copies of posts, and of posts that feeds took away.
 */
#include "schema.h"

/* anchors: of three words in a row each (fingerprint.h).  The index is all that
 * is asked of fingerprints at a start.  echoes_due: posts behind that id are
 * still to be looked up. */
static const char copies[] =
    "ALTER TABLE post ADD COLUMN anchors BLOB;"
    "DROP INDEX post_simhash;"
    "CREATE INDEX post_print ON post(id, simhash, anchors)"
    " WHERE simhash IS NOT NULL;"
    "INSERT OR REPLACE INTO meta(key, value)"
    " SELECT 'echoes_due', '0' WHERE EXISTS(SELECT 1 FROM post);";

/* taken_ts: since when this feed does not serve it any more, and says so.
 * emptied_ts: since when a feed that says that it is complete has nothing. */
static const char taken[] =
    "ALTER TABLE post_feed ADD COLUMN taken_ts INTEGER;"
    "ALTER TABLE feed ADD COLUMN emptied_ts INTEGER;"
    "CREATE INDEX post_removed ON post(id) WHERE state = 'removed';";

const char *const schema_taken[] = { copies, taken, NULL };
