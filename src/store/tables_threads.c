/*
 * The tables of what comments answer.
 */
#include "schema.h"

/* What is counted of the conversation of ${post} is counted again: by its root,
 * which answers nobody, so that nothing is looked for a second time. */
#define RECOUNT_OF(post)                                                  \
	"  INSERT OR IGNORE INTO unthreaded SELECT coalesce(root_id, id)" \
	"   FROM post WHERE id = " post " AND (root_id IS NOT NULL"       \
	"   OR EXISTS(SELECT 1 FROM thread WHERE root_id = " post "));"   \
	" END;"

/*
 * reply: what a comment may answer, by names that a post may have or get later
 * (threads.c); key: of its link, else of word.  unthreaded: whose place in its
 * conversation is to be looked at before the commit.  asked_ts: the first word
 * in it that is not the staff's.  reply_fill: comments up to here were stored
 * before they had such names, and get them piece by piece.
 */
static const char threads[] =
    "CREATE TABLE reply("
    " post_id INTEGER NOT NULL REFERENCES post(id), rank INTEGER NOT NULL,"
    " how INTEGER NOT NULL, key INTEGER NOT NULL, word TEXT,"
    " PRIMARY KEY(post_id, rank)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX reply_key ON reply(key, post_id);"
    "CREATE TABLE unthreaded(post_id INTEGER PRIMARY KEY) STRICT;"
    "ALTER TABLE thread ADD COLUMN asked_ts INTEGER;"
    "CREATE INDEX post_title ON post(source_id, title)"
    " WHERE kind = 'article'"
    " AND (comments_url IS NOT NULL OR comments_feed IS NOT NULL);"
    "CREATE TRIGGER insight_added AFTER INSERT ON insight"
    " BEGIN" RECOUNT_OF(
	"new.post_id") "CREATE TRIGGER insight_turned AFTER "
		       "UPDATE OF state ON insight"
		       " WHEN new.state <> old.state"
		       " BEGIN" RECOUNT_OF(
			   "new.post_id") "INSERT INTO meta(key, value)"
					  " SELECT 'reply_fill', max(id) FROM "
					  "post HAVING max(id) IS NOT NULL;";
const char *const schema_threads[] = { threads, NULL };
