/*
 * Themes and priorities: what they are made of, and what of them is to be
 * looked at before a commit.
 */
#include "schema.h"

/*
 * telling: the words that an insight is found by, hashed, and where the
 * sentence stands that speaks for it.  theme_from: the voices of a theme (0:
 * nobody named, once a source) with how many insights.  themed: insights up to
 * here have been looked at; behind that line the triggers fill unthemed.
 * uncounted: themes whose members changed otherwise than by one more.
 * unranked: whose priority is to be worked out; reranked: all members of that
 * theme, from there on.
 */
static const char tables[] =
    "ALTER TABLE theme ADD COLUMN best_id INTEGER;"
    "CREATE INDEX theme_merged ON theme(merged_into)"
    " WHERE merged_into IS NOT NULL;"
    "CREATE TABLE telling("
    " insight_id INTEGER PRIMARY KEY REFERENCES insight(id),"
    " words BLOB NOT NULL, about INTEGER NOT NULL, field TEXT NOT NULL,"
    " start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL) STRICT;"
    "CREATE TABLE theme_from("
    " theme_id INTEGER NOT NULL REFERENCES theme(id),"
    " source_id INTEGER NOT NULL, voice_id INTEGER NOT NULL,"
    " n INTEGER NOT NULL,"
    " PRIMARY KEY(theme_id, source_id, voice_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE themed("
    " id INTEGER PRIMARY KEY CHECK(id = 1), insight_id INTEGER NOT NULL)"
    " STRICT;"
    "INSERT INTO themed VALUES(1, 0);"
    "CREATE TABLE unthemed(insight_id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE uncounted(theme_id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE unranked(insight_id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE reranked("
    " theme_id INTEGER PRIMARY KEY, insight_id INTEGER NOT NULL) STRICT;";

static const char words[] =
    "CREATE TRIGGER insight_changed AFTER UPDATE OF changed_seq, state"
    " ON insight WHEN new.id <= (SELECT insight_id FROM themed) BEGIN"
    "  INSERT OR IGNORE INTO unthemed VALUES(new.id);"
    " END;"
    /* A number that a removed one had. */
    "CREATE TRIGGER insight_again AFTER INSERT ON insight"
    " WHEN new.id <= (SELECT insight_id FROM themed) BEGIN"
    "  INSERT OR IGNORE INTO unthemed VALUES(new.id);"
    " END;"
    "CREATE TRIGGER post_reworded AFTER UPDATE OF title, text ON post"
    " WHEN new.title IS NOT old.title OR new.text IS NOT old.text BEGIN"
    /* Whatever was told of the old words is forgotten at once. */
    "  DELETE FROM telling WHERE insight_id IN (SELECT id FROM insight"
    "   WHERE post_id = new.id);"
    "  INSERT OR IGNORE INTO unthemed SELECT id FROM insight"
    "   WHERE post_id = new.id"
    "   AND id <= (SELECT insight_id FROM themed);"
    " END;";

static const char members[] =
    "CREATE TRIGGER insight_left AFTER UPDATE OF state, voice_id, at_ts"
    " ON insight WHEN new.theme_id IS NOT NULL AND (new.state <> old.state"
    " OR new.voice_id IS NOT old.voice_id OR new.at_ts <> old.at_ts) BEGIN"
    "  INSERT OR IGNORE INTO uncounted VALUES(new.theme_id);"
    " END;"
    "CREATE TRIGGER insight_gone AFTER DELETE ON insight BEGIN"
    "  DELETE FROM telling WHERE insight_id = old.id;"
    "  DELETE FROM unthemed WHERE insight_id = old.id;"
    "  DELETE FROM unranked WHERE insight_id = old.id;"
    "  INSERT OR IGNORE INTO uncounted SELECT old.theme_id"
    "   WHERE old.theme_id IS NOT NULL;"
    " END;"
    "CREATE TRIGGER post_echoed AFTER UPDATE OF duplicate_of, staff, state"
    " ON post WHEN new.duplicate_of IS NOT old.duplicate_of"
    " OR new.staff <> old.staff OR new.state <> old.state BEGIN"
    "  INSERT OR IGNORE INTO uncounted SELECT theme_id FROM insight"
    "   WHERE post_id = new.id AND theme_id IS NOT NULL;"
    " END;"
    "CREATE TRIGGER voice_turned AFTER UPDATE OF kind ON voice"
    " WHEN new.kind <> old.kind BEGIN"
    "  INSERT OR IGNORE INTO uncounted SELECT theme_id FROM insight"
    "   WHERE voice_id = new.id AND state = 'live'"
    "   AND theme_id IS NOT NULL;"
    " END;";

static const char parts[] =
    "CREATE TRIGGER insight_rank_new AFTER INSERT ON insight"
    " WHEN new.novelty IS NOT NULL OR EXISTS(SELECT 1 FROM engagement"
    "  WHERE post_id = new.post_id) OR EXISTS(SELECT 1 FROM thread"
    "  WHERE root_id = new.post_id) BEGIN"
    "  INSERT OR IGNORE INTO unranked VALUES(new.id);"
    " END;"
    "CREATE TRIGGER insight_rank AFTER UPDATE OF novelty, score, intensity,"
    " theme_id ON insight WHEN new.novelty IS NOT old.novelty"
    " OR new.score <> old.score OR new.intensity <> old.intensity"
    " OR new.theme_id IS NOT old.theme_id BEGIN"
    "  INSERT OR IGNORE INTO unranked VALUES(new.id);"
    " END;"
    "CREATE TRIGGER engagement_rank AFTER INSERT ON engagement BEGIN"
    "  INSERT OR IGNORE INTO unranked SELECT id FROM insight"
    "   WHERE post_id = new.post_id;"
    " END;"
    "CREATE TRIGGER engagement_rank_again AFTER UPDATE ON engagement BEGIN"
    "  INSERT OR IGNORE INTO unranked SELECT id FROM insight"
    "   WHERE post_id = new.post_id;"
    " END;"
    "CREATE TRIGGER thread_rank_new AFTER INSERT ON thread BEGIN"
    "  INSERT OR IGNORE INTO unranked SELECT id FROM insight"
    "   WHERE post_id = new.root_id;"
    " END;"
    "CREATE TRIGGER thread_rank AFTER UPDATE OF posts ON thread"
    " WHEN new.posts <> old.posts BEGIN"
    "  INSERT OR IGNORE INTO unranked SELECT id FROM insight"
    "   WHERE post_id = new.root_id;"
    " END;";

/* Parts are of these shares from now on; those that are there are worked out
 * again. */
static const char shares[] =
    "INSERT OR REPLACE INTO meta(key, value) VALUES"
    " ('priority_shares', '40 10 25 15 10'), ('priority_after', '0');";

const char *const schema_themes[] = { tables, words, members, parts, shares,
	NULL };

/* Telling words have marks among them from now on: all insights are told again,
 * in slices. */
static const char told_again[] = "UPDATE themed SET insight_id = 0;"
				 "DELETE FROM unthemed;";

/* fixed_line: lines of a place that stand in many of its posts, as numbers
 * (fixed.h). */
static const char fixed[] =
    "CREATE TABLE fixed_line("
    " source_id INTEGER NOT NULL, line INTEGER NOT NULL,"
    " PRIMARY KEY(source_id, line)) STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER source_unfixed AFTER DELETE ON source BEGIN"
    "  DELETE FROM fixed_line WHERE source_id = old.id;"
    " END;";

const char *const schema_sides[] = { told_again, fixed, NULL };
