/*
 * What is changed so that new posts cost less to store.
 */
#include "schema.h"

/* As for searching: twice as many segments at a time.  Of 200,000 posts each
 * word is written 3 % less often, of the first ones of a new database once;
 * a question costs as much as before. */
static const char merging[] =
    "INSERT INTO post_fts(post_fts, rank) VALUES('automerge', 32);"
    "INSERT INTO post_fts(post_fts, rank) VALUES('crisismerge', 128);";

/*
 * A trigger makes SQLite copy each page that the statement touches, so that it
 * can be undone: ten pages an insight, two a number.  Both are added in one
 * place only (insights.c, engagement.c), which notes itself what is to be
 * looked at again.
 */
static const char noting[] = "DROP TRIGGER insight_added;"
			     "DROP TRIGGER insight_again;"
			     "DROP TRIGGER insight_rank_new;"
			     "DROP TRIGGER engagement_rank;"
			     "DROP TRIGGER engagement_rank_again;";

const char *const schema_posting[] = { merging, noting, NULL };

/* A rule has one row for each of its wordings (ruleset_rows.c); until now each
 * load brought all of them anew.  What no evidence names goes. */
static const char wordings[] =
    "DELETE FROM rule WHERE ruleset_id <> (SELECT id FROM ruleset"
    "  ORDER BY loaded_ts DESC, id DESC LIMIT 1)"
    " AND NOT EXISTS(SELECT 1 FROM evidence e WHERE e.rule_id = rule.id);";

const char *const schema_wordings[] = { wordings, NULL };
