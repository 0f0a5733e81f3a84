/*
 * What is kept of comment feeds that were found, beside what is kept of every
 * feed.
 */
#include "schema.h"

/*
 * found_by: the listed feed that serves its post; NULL: it is listed itself, or
 * a file's.  site: a number for its host.  shape: how it was found.  comments:
 * as its post's feed said last, comments_seen: when they were last read.
 * asleep: nobody visits it until the count moves.
 */
static const char found[] =
    "ALTER TABLE feed ADD COLUMN found_by INTEGER REFERENCES feed(id);"
    "ALTER TABLE feed ADD COLUMN site INTEGER;"
    "ALTER TABLE feed ADD COLUMN shape TEXT;"
    "ALTER TABLE feed ADD COLUMN comments INTEGER;"
    "ALTER TABLE feed ADD COLUMN comments_seen INTEGER;"
    "ALTER TABLE feed ADD COLUMN comments_tries INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE feed ADD COLUMN asleep INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX feed_found_url ON feed(url) WHERE found_by IS NOT NULL;"
    "CREATE INDEX feed_awake ON feed(site) WHERE found_by IS NOT NULL"
    " AND asleep = 0 AND retired_ts IS NULL;"
    /* Whose post is gone, so that the last of it can go, too. */
    "CREATE INDEX feed_orphan ON feed(id) WHERE found_by IS NOT NULL"
    " AND parent_post_id IS NULL;";

/* A conversation that ends is no news. */
#define FEW_LATELY(kind)                                               \
	" (SELECT count(*) FROM event WHERE id > (SELECT max(id) FROM" \
	" event) - 20 AND kind = '" kind "' AND at_ts >= new.since_ts" \
	" - 60) < 20"
#define SHOWN "coalesce(new.shown_url, new.listed_url, new.url)"
static const char news[] =
    "DROP TRIGGER feed_lost; DROP TRIGGER feed_found;"
    "CREATE TRIGGER feed_lost AFTER UPDATE OF status ON feed"
    " WHEN new.status IN ('failing', 'gone', 'closed')"
    " AND old.status IN ('active', 'quiet') AND new.found_by IS NULL"
    " AND" FEW_LATELY("feed_lost") //
    " BEGIN INSERT INTO event(at_ts, kind, what)"
    " VALUES(new.since_ts, 'feed_lost', iif(instr(new.cause, " SHOWN ") > 0,"
    " new.status || ': ' || new.cause, " SHOWN " || ' is ' || new.status"
    " || coalesce(': ' || new.cause, ''))); END;"
    "CREATE TRIGGER feed_found AFTER UPDATE OF status ON feed"
    " WHEN new.status IN ('active', 'quiet')"
    " AND old.status IN ('failing', 'gone', 'closed')"
    " AND new.visits > old.visits AND new.found_by IS NULL"
    " AND" FEW_LATELY("feed_found") //
    " BEGIN INSERT INTO event(at_ts, kind, what)"
    " VALUES(new.since_ts, 'feed_found', " SHOWN " || ' answers again'); END;";

const char *const schema_found[] = { found, news, NULL };
