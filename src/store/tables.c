/*
 * The tables of the first release.  Moments are *_ts, Unix seconds.  Base
 * tables may change from release to release; what others may rely on are the
 * views (views.c).
 */
#include "schema.h"

static const char places[] =
    "CREATE TABLE meta("
    " key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE dictionary("
    " view_name TEXT NOT NULL, column_name TEXT NOT NULL,"
    " type TEXT NOT NULL, unit TEXT, meaning TEXT NOT NULL, example TEXT,"
    " UNIQUE(view_name, column_name)) STRICT;"
    "CREATE TABLE event("
    " id INTEGER PRIMARY KEY, at_ts INTEGER NOT NULL,"
    " kind TEXT NOT NULL, what TEXT) STRICT;"
    "CREATE INDEX event_at ON event(at_ts);"
    "CREATE TABLE source("
    " id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " kind TEXT NOT NULL CHECK(kind IN ('own','customer','competitor',"
    "  'press','community','internal')),"
    " site_url TEXT, tags TEXT) STRICT;"
    /* listed_url: the list's line, the key even when a redirect moves url;
     * NULL for a feed that was found.  Facts only: when it is next due is
     * computed. */
    "CREATE TABLE feed("
    " id INTEGER PRIMARY KEY,"
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " url TEXT NOT NULL, listed_url TEXT UNIQUE, title TEXT,"
    " role TEXT NOT NULL CHECK(role IN ('posts','comments','thread',"
    "  'reviews')),"
    " origin TEXT NOT NULL CHECK(origin IN ('listed','discovered')),"
    " parent_post_id INTEGER REFERENCES post(id), lang TEXT, need TEXT,"
    " status TEXT NOT NULL CHECK(status IN ('active','quiet','failing',"
    "  'gone','closed','paused')),"
    " cause TEXT, since_ts INTEGER NOT NULL,"
    " etag TEXT, last_modified TEXT, body_hash BLOB,"
    " every_s INTEGER NOT NULL DEFAULT 0, not_before_ts INTEGER,"
    " visited_ts INTEGER, changed_ts INTEGER, last_ok_ts INTEGER,"
    " full_ts INTEGER, ttl_s INTEGER NOT NULL DEFAULT 0,"
    " skip_hours INTEGER NOT NULL DEFAULT 0,"
    " skip_days INTEGER NOT NULL DEFAULT 0,"
    " moved_url TEXT, moved_visits INTEGER NOT NULL DEFAULT 0,"
    " last_post_ts INTEGER, http_status INTEGER,"
    " failures INTEGER NOT NULL DEFAULT 0,"
    " posts_per_day REAL NOT NULL DEFAULT 0,"
    " visits INTEGER NOT NULL DEFAULT 0,"
    " unchanged INTEGER NOT NULL DEFAULT 0,"
    " hub TEXT, added_ts INTEGER NOT NULL, retired_ts INTEGER) STRICT;"
    "CREATE INDEX feed_source ON feed(source_id);"
    "CREATE INDEX feed_parent ON feed(parent_post_id)"
    " WHERE parent_post_id IS NOT NULL;"
    /* A ring of 50 a feed: id = feed_id * 50 + (number of the visit) % 50.
     * Visits that brought nothing are counters on the feed. */
    "CREATE TABLE visit("
    " id INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL REFERENCES feed(id),"
    " started_ts INTEGER NOT NULL, ms INTEGER NOT NULL, http_status INTEGER,"
    " bytes INTEGER NOT NULL, outcome TEXT NOT NULL, why TEXT,"
    " new_posts INTEGER NOT NULL, edited_posts INTEGER NOT NULL,"
    " seen_posts INTEGER NOT NULL, error TEXT) STRICT;"
    "CREATE TABLE hook("
    " name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL DEFAULT 0,"
    " updated_ts INTEGER) STRICT;"
    "CREATE TABLE tombstone("
    " uid_hash BLOB PRIMARY KEY, at_ts INTEGER NOT NULL, reason TEXT)"
    " STRICT, WITHOUT ROWID;";

static const char rules[] =
    "CREATE TABLE ruleset("
    " id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE,"
    " loaded_ts INTEGER NOT NULL, files TEXT) STRICT;"
    "CREATE TABLE ruleset_signal("
    " ruleset_id INTEGER NOT NULL REFERENCES ruleset(id),"
    " signal TEXT NOT NULL, bias REAL NOT NULL, threshold REAL NOT NULL,"
    " cal_a REAL NOT NULL, cal_b REAL NOT NULL,"
    " PRIMARY KEY(ruleset_id, signal)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE rule("
    " id INTEGER PRIMARY KEY,"
    " ruleset_id INTEGER NOT NULL REFERENCES ruleset(id),"
    " name TEXT NOT NULL, pack TEXT, signal TEXT NOT NULL, facet TEXT,"
    " target TEXT, weight REAL NOT NULL, about TEXT, file TEXT,"
    " line INTEGER, lang TEXT) STRICT;"
    "CREATE INDEX rule_ruleset ON rule(ruleset_id);"
    "CREATE INDEX rule_name ON rule(name);";

/* Small columns first: whoever asks for one of them need not walk through the
 * pages of a long text.  Here and below words are asked for one by one: for a
 * list SQLite fills a temporary table at each row. */
static const char posts[] =
    "CREATE TABLE voice("
    " id INTEGER PRIMARY KEY,"
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " name TEXT NOT NULL, uri TEXT NOT NULL,"
    " kind TEXT NOT NULL CHECK(kind = 'customer' OR kind = 'staff'"
    " OR kind = 'partner' OR kind = 'unknown'),"
    " first_ts INTEGER NOT NULL, UNIQUE(source_id, name, uri)) STRICT;"
    "CREATE TABLE post("
    " id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE,"
    " kind TEXT NOT NULL CHECK(kind = 'article' OR kind = 'comment'"
    " OR kind = 'review' OR kind = 'question' OR kind = 'answer'),"
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " feed_id INTEGER NOT NULL REFERENCES feed(id),"
    " root_id INTEGER REFERENCES post(id),"
    " parent_id INTEGER REFERENCES post(id),"
    " depth INTEGER NOT NULL DEFAULT 0,"
    " voice_id INTEGER REFERENCES voice(id),"
    " ruleset_id INTEGER REFERENCES ruleset(id),"
    " published_ts INTEGER, updated_ts INTEGER,"
    " first_seen_ts INTEGER NOT NULL, at_ts INTEGER NOT NULL,"
    " edited_ts INTEGER, content_hash BLOB NOT NULL, simhash INTEGER,"
    " duplicate_of INTEGER REFERENCES post(id), duplicate_distance INTEGER,"
    " state TEXT NOT NULL DEFAULT 'live' CHECK(state IN ('live','removed')),"
    " primary_signal TEXT, sentiment REAL, intensity REAL,"
    " lang TEXT NOT NULL, stars INTEGER,"
    " backlog INTEGER NOT NULL DEFAULT 0,"
    " moderated INTEGER NOT NULL DEFAULT 0,"
    " recovered INTEGER NOT NULL DEFAULT 0,"
    " repaired INTEGER NOT NULL DEFAULT 0,"
    " solicited INTEGER NOT NULL DEFAULT 0,"
    " staff INTEGER NOT NULL DEFAULT 0,"
    " abstained INTEGER NOT NULL DEFAULT 0,"
    " truncated INTEGER NOT NULL DEFAULT 0,"
    " author_name TEXT, url TEXT, comments_url TEXT, comments_feed TEXT,"
    " reply_to_id TEXT, reply_to_link TEXT, tags TEXT, quotes TEXT,"
    " title TEXT, text TEXT) STRICT;"
    "CREATE INDEX post_content ON post(content_hash);"
    "CREATE INDEX post_at ON post(at_ts);"
    "CREATE INDEX post_voice ON post(voice_id, at_ts)"
    " WHERE voice_id IS NOT NULL;"
    "CREATE INDEX post_root ON post(root_id) WHERE root_id IS NOT NULL;"
    "CREATE INDEX post_parent ON post(parent_id)"
    " WHERE parent_id IS NOT NULL;"
    "CREATE INDEX post_duplicate ON post(duplicate_of)"
    " WHERE duplicate_of IS NOT NULL;"
    /* Who serves it.  link_key: of the link's canonical form; words_key: of
     * words, author and date, where guid or link do not tell; entry_hash: of
     * all that was served; content_hash: of what this feed served last, which
     * need not be what the post says now. */
    "CREATE TABLE post_feed("
    " id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post(id),"
    " feed_id INTEGER NOT NULL REFERENCES feed(id), guid TEXT, url TEXT,"
    " link_key INTEGER, words_key INTEGER, entry_hash BLOB NOT NULL, "
    "content_hash BLOB NOT NULL,"
    " first_seen_ts INTEGER NOT NULL, last_seen_ts INTEGER NOT NULL,"
    " UNIQUE(feed_id, guid, url)) STRICT;"
    "CREATE INDEX post_feed_entry ON post_feed(feed_id, entry_hash);"
    "CREATE INDEX post_feed_link ON post_feed(link_key, feed_id)"
    " WHERE link_key IS NOT NULL;"
    "CREATE INDEX post_feed_words ON post_feed(feed_id, words_key)"
    " WHERE words_key IS NOT NULL;"
    "CREATE INDEX post_feed_post ON post_feed(post_id);";

/* nth: 0 marks the first of its topic or list in a post, so that posts can be
 * counted without DISTINCT. */
static const char about[] =
    "CREATE TABLE topic(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"
    " STRICT;"
    "CREATE TABLE post_topic("
    " post_id INTEGER NOT NULL REFERENCES post(id),"
    " topic_id INTEGER NOT NULL REFERENCES topic(id),"
    " nth INTEGER NOT NULL, field TEXT NOT NULL, start_byte INTEGER,"
    " end_byte INTEGER, sentence INTEGER,"
    " PRIMARY KEY(post_id, topic_id, nth)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX post_topic_topic ON post_topic(topic_id, post_id)"
    " WHERE nth = 0;"
    "CREATE TABLE mention("
    " post_id INTEGER NOT NULL REFERENCES post(id), list TEXT NOT NULL,"
    " nth INTEGER NOT NULL, term TEXT NOT NULL, field TEXT NOT NULL,"
    " start_byte INTEGER, end_byte INTEGER,"
    " PRIMARY KEY(post_id, list, nth)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX mention_list ON mention(list, post_id);"
    "CREATE TABLE engagement("
    " post_id INTEGER NOT NULL REFERENCES post(id),"
    " taken_ts INTEGER NOT NULL, comments INTEGER, likes INTEGER,"
    " views INTEGER, rating REAL, votes INTEGER,"
    " PRIMARY KEY(post_id, taken_ts)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE thread("
    " root_id INTEGER PRIMARY KEY REFERENCES post(id),"
    " posts INTEGER NOT NULL DEFAULT 1, voices INTEGER NOT NULL DEFAULT 0,"
    " depth INTEGER NOT NULL DEFAULT 0, closed_ts INTEGER, last_ts INTEGER,"
    " ideas INTEGER NOT NULL DEFAULT 0,"
    " complaints INTEGER NOT NULL DEFAULT 0, staff_replied_ts INTEGER)"
    " STRICT;";

/* priority_base is the sum of the p_ parts; reason_n: the evidence that
 * counted most; snippet: bytes of the post's text round it. */
static const char insights[] =
    "CREATE TABLE theme("
    " id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE,"
    " signal TEXT NOT NULL, title TEXT, first_ts INTEGER, last_ts INTEGER,"
    " insights INTEGER NOT NULL DEFAULT 0, voices INTEGER NOT NULL DEFAULT 0,"
    " sources INTEGER NOT NULL DEFAULT 0,"
    " priority_base REAL NOT NULL DEFAULT 0,"
    " state TEXT NOT NULL DEFAULT 'live',"
    " merged_into INTEGER REFERENCES theme(id),"
    " changed_seq INTEGER NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE insight("
    " id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE,"
    " post_id INTEGER NOT NULL REFERENCES post(id),"
    " signal TEXT NOT NULL CHECK(signal = 'idea'"
    " OR signal = 'complaint' OR signal = 'praise'"
    " OR signal = 'question' OR signal = 'advice'),"
    " state TEXT NOT NULL CHECK(state = 'live' OR state = 'withdrawn'"
    " OR state = 'quarantined' OR state = 'removed'),"
    " state_why TEXT, score REAL NOT NULL, bias REAL NOT NULL,"
    " sentiment REAL NOT NULL, intensity REAL NOT NULL, facet TEXT,"
    " target TEXT, novelty REAL, p_score REAL NOT NULL,"
    " p_intensity REAL NOT NULL, p_voices REAL NOT NULL DEFAULT 0,"
    " p_engagement REAL NOT NULL DEFAULT 0,"
    " p_novelty REAL NOT NULL DEFAULT 0, priority_base REAL NOT NULL,"
    " ruleset_id INTEGER NOT NULL REFERENCES ruleset(id),"
    " theme_id INTEGER REFERENCES theme(id),"
    " voice_id INTEGER REFERENCES voice(id), at_ts INTEGER NOT NULL,"
    " reason_n INTEGER, snippet_start INTEGER NOT NULL,"
    " snippet_end INTEGER NOT NULL, created_ts INTEGER NOT NULL,"
    " changed_ts INTEGER NOT NULL, changed_seq INTEGER NOT NULL UNIQUE,"
    " UNIQUE(post_id, signal)) STRICT;"
    "CREATE INDEX insight_signal ON insight(signal, at_ts)"
    " WHERE state = 'live';"
    "CREATE INDEX insight_at ON insight(at_ts) WHERE state = 'live';"
    "CREATE INDEX insight_created ON insight(created_ts);"
    "CREATE INDEX insight_voice ON insight(voice_id, signal)"
    " WHERE state = 'live';"
    "CREATE INDEX insight_theme ON insight(theme_id)"
    " WHERE theme_id IS NOT NULL;"
    "CREATE TABLE evidence("
    " insight_id INTEGER NOT NULL REFERENCES insight(id),"
    " n INTEGER NOT NULL, rule_id INTEGER NOT NULL REFERENCES rule(id),"
    " field TEXT NOT NULL CHECK(field = 'title' OR field = 'text'"
    " OR field = 'author' OR field = 'url' OR field = 'tags'"
    " OR field = 'stars' OR field = 'rule'),"
    " start_byte INTEGER, end_byte INTEGER, text TEXT,"
    " weight REAL NOT NULL, points REAL NOT NULL,"
    " sentence INTEGER, negated INTEGER NOT NULL, vetoed_by TEXT,"
    " PRIMARY KEY(insight_id, n)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX evidence_rule ON evidence(rule_id, insight_id);"
    "CREATE TABLE judgement("
    " id INTEGER PRIMARY KEY,"
    " insight_id INTEGER NOT NULL REFERENCES insight(id),"
    " answer TEXT NOT NULL CHECK(answer IN ('right','wrong')),"
    " note TEXT, \"by\" TEXT, at_ts INTEGER NOT NULL) STRICT;"
    "CREATE INDEX judgement_insight ON judgement(insight_id, at_ts);"
    "CREATE TABLE mark("
    " id INTEGER PRIMARY KEY, insight_id INTEGER REFERENCES insight(id),"
    " theme_id INTEGER REFERENCES theme(id),"
    " kind TEXT NOT NULL CHECK(kind IN ('keep','handled','known','later')),"
    " note TEXT, \"by\" TEXT, at_ts INTEGER NOT NULL,"
    " CHECK((insight_id IS NULL) <> (theme_id IS NULL))) STRICT;"
    "CREATE INDEX mark_insight ON mark(insight_id)"
    " WHERE insight_id IS NOT NULL;"
    "CREATE INDEX mark_theme ON mark(theme_id) WHERE theme_id IS NOT NULL;";

/* What is counted ahead (rollup.c).  score_sum: millionths, whole, so that
 * adding and taking away leaves no trace. */
static const char counts[] =
    "CREATE TABLE signal_daily("
    " day TEXT NOT NULL, signal TEXT NOT NULL, source_id INTEGER NOT NULL,"
    " lang TEXT NOT NULL, n INTEGER NOT NULL, score_sum INTEGER NOT NULL,"
    " PRIMARY KEY(day, signal, source_id, lang)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE signal_daily_voice("
    " day TEXT NOT NULL, signal TEXT NOT NULL, source_id INTEGER NOT NULL,"
    " lang TEXT NOT NULL, voice_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(day, signal, source_id, lang, voice_id))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE signal_hourly("
    " hour_ts INTEGER NOT NULL, signal TEXT NOT NULL,"
    " source_id INTEGER NOT NULL, lang TEXT NOT NULL, n INTEGER NOT NULL,"
    " score_sum INTEGER NOT NULL,"
    " PRIMARY KEY(hour_ts, signal, source_id, lang)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE topic_daily("
    " day TEXT NOT NULL, topic_id INTEGER NOT NULL, signal TEXT NOT NULL,"
    " source_id INTEGER NOT NULL, lang TEXT NOT NULL, n INTEGER NOT NULL,"
    " score_sum INTEGER NOT NULL,"
    " PRIMARY KEY(day, topic_id, signal, source_id, lang))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE topic_daily_voice("
    " day TEXT NOT NULL, topic_id INTEGER NOT NULL, signal TEXT NOT NULL,"
    " source_id INTEGER NOT NULL, lang TEXT NOT NULL,"
    " voice_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(day, topic_id, signal, source_id, lang, voice_id))"
    " STRICT, WITHOUT ROWID;"
    /* at_ts: the end of the hour */
    "CREATE TABLE topic_hourly("
    " at_ts INTEGER NOT NULL, topic_id INTEGER NOT NULL,"
    " signal TEXT NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(at_ts, topic_id, signal)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX topic_hourly_topic"
    " ON topic_hourly(topic_id, signal, at_ts, n);"
    "CREATE TABLE brand_daily("
    " day TEXT NOT NULL, brand TEXT NOT NULL, signal TEXT NOT NULL,"
    " n INTEGER NOT NULL, PRIMARY KEY(day, brand, signal))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE brand_daily_voice("
    " day TEXT NOT NULL, brand TEXT NOT NULL, signal TEXT NOT NULL,"
    " voice_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(day, brand, signal, voice_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE coverage_daily("
    " day TEXT NOT NULL, source_id INTEGER NOT NULL, lang TEXT NOT NULL,"
    " posts INTEGER NOT NULL, scored INTEGER NOT NULL,"
    " abstained INTEGER NOT NULL, truncated INTEGER NOT NULL,"
    " PRIMARY KEY(day, source_id, lang)) STRICT, WITHOUT ROWID;";

/*
 * New posts enter full text and counts together, right before the commit, up
 * to `settled`: one pass for the whole group costs a third of a trigger a row,
 * which makes FTS5 flush at each SAVEPOINT.  What changes behind that line the
 * triggers note in `unsettled`, as the full text still has it: with
 * trusted_schema off, FTS5 of SQLite 3.40 itself may not be used in a trigger.
 * Datasette and sqlite-utils find the full text of a table by content="post",
 * quoted so.
 */
static const char search[] =
    "CREATE TABLE settled("
    " id INTEGER PRIMARY KEY CHECK(id = 1), post_id INTEGER NOT NULL) STRICT;"
    "INSERT INTO settled VALUES(1, 0);"
    "CREATE TABLE unsettled("
    " post_id INTEGER PRIMARY KEY, title TEXT, text TEXT) STRICT;"
    "CREATE VIRTUAL TABLE post_fts USING fts5(title, text, content=\"post\","
    " content_rowid='id', tokenize='unicode61 remove_diacritics 2',"
    " prefix='2 3');"
    "INSERT INTO post_fts(post_fts, rank) VALUES('automerge', 8);"
    "INSERT INTO post_fts(post_fts, rank) VALUES('hashsize', 8388608);"
    "CREATE TRIGGER post_edited AFTER UPDATE OF title, text ON post"
    " WHEN old.id <= (SELECT post_id FROM settled) BEGIN"
    "  INSERT OR IGNORE INTO unsettled VALUES(old.id, old.title, old.text);"
    " END;"
    "CREATE TRIGGER post_deleted AFTER DELETE ON post"
    " WHEN old.id <= (SELECT post_id FROM settled) BEGIN"
    "  INSERT OR IGNORE INTO unsettled VALUES(old.id, old.title, old.text);"
    " END;";

/*
 * held_ts: a person paused it, whatever its line says.  next_ts: what its last
 * visit decided.  A feed that is lost or found again is news, but no flood of
 * it: after twenty in a minute the rest goes without saying.
 */
#define FEW_LATELY(kind)                                               \
	" (SELECT count(*) FROM event WHERE id > (SELECT max(id) FROM" \
	" event) - 20 AND kind = '" kind "' AND at_ts >= new.since_ts" \
	" - 60) < 20"
/* ${url}: how such news names the feed. */
#define LOST_AND_FOUND(url)                                                \
	"CREATE TRIGGER feed_lost AFTER UPDATE OF status ON feed"          \
	" WHEN new.status IN ('failing', 'gone', 'closed')"                \
	" AND old.status IN ('active', 'quiet') AND" FEW_LATELY(           \
	    "feed_lost") " BEGIN"                                          \
			 "  INSERT INTO event(at_ts, kind, what) "         \
			 "VALUES(new.since_ts, 'feed_lost',"               \
			 "   iif(instr(new.cause, " url ") > 0,"           \
			 "    new.status || ': ' || new.cause, " url       \
			 "    || ' is ' || new.status || coalesce(': ' ||" \
			 " new.cause, '')));"                              \
			 " END;" /* By a visit, not by a person. */        \
			 "CREATE TRIGGER feed_found AFTER UPDATE OF"       \
			 " status ON feed"                                 \
			 " WHEN new.status IN ('active', 'quiet')"         \
			 " AND old.status IN ('failing', 'gone',"          \
			 " 'closed') AND new.visits > old.visits"          \
			 " AND" FEW_LATELY(                                \
			     "feed_found") " BEGIN"                        \
					   "  INSERT INTO event(at_ts,"    \
					   " kind, what) "                 \
					   "VALUES(new.since_ts,"          \
					   " 'feed_found', " url           \
					   " || ' answers again');"        \
					   " END;"
static const char wishes[] =
    "ALTER TABLE feed ADD COLUMN held_ts INTEGER;"
    "ALTER TABLE feed ADD COLUMN next_ts INTEGER;" LOST_AND_FOUND(
	"coalesce(new.listed_url, new.url)");

/*
 * Each group adds a segment to the full text; merging more of them at a time
 * writes every word less often.  A question reads some segments more, which
 * costs microseconds each.  pgsz: a segment's leaf fills a page, without
 * overflow.
 */
static const char searching[] =
    "INSERT INTO post_fts(post_fts, rank) VALUES('automerge', 16);"
    "INSERT INTO post_fts(post_fts, rank) VALUES('crisismerge', 64);"
    "INSERT INTO post_fts(post_fts, rank)"
    " SELECT 'pgsz', page_size - 46 FROM pragma_page_size;"
    /* Does this feed serve that post already?  One step, however many do. */
    "DROP INDEX post_feed_post;"
    "CREATE INDEX post_feed_post ON post_feed(post_id, feed_id);";

const char *const schema_search_3[] = { searching, NULL };
const char *const schema_feeds_2[] = { wishes, NULL };

/* One row for each feed whose past somebody asked for.  page: to be asked
 * next; seen: hashes of those that came, eight bytes each. */
static const char backfills[] =
    "CREATE TABLE backfill("
    " feed_id INTEGER PRIMARY KEY REFERENCES feed(id) ON DELETE CASCADE,"
    " since_ts INTEGER NOT NULL, page TEXT NOT NULL,"
    " pages INTEGER NOT NULL DEFAULT 0, posts INTEGER NOT NULL DEFAULT 0,"
    " oldest_ts INTEGER, not_before_ts INTEGER,"
    " tries INTEGER NOT NULL DEFAULT 0, seen BLOB,"
    " begun_ts INTEGER NOT NULL, ended TEXT, ended_ts INTEGER) STRICT";
/* shown_url: without passwords and tokens; NULL: it has none. */
static const char shown[] =
    "ALTER TABLE feed ADD COLUMN shown_url TEXT;"
    "DROP TRIGGER feed_lost; DROP TRIGGER feed_found;" LOST_AND_FOUND(
	"coalesce(new.shown_url, new.listed_url, new.url)");
#undef LOST_AND_FOUND
#undef FEW_LATELY
/* All that is asked of fingerprints at a start. */
static const char echoes[] =
    "CREATE INDEX post_simhash ON post(id, simhash)"
    " WHERE simhash IS NOT NULL AND duplicate_of IS NULL;";
const char *const schema_echoes[] = { echoes, NULL };
const char *const schema_backfill[] = { backfills, shown, NULL };

const char *const schema_tables_1[] = { places, rules, posts, about, insights,
	counts, search, NULL };

/* v_topic_daily counts posts as well: counted again as after a change of zone,
 * by naming one that there is not. */
const char *const schema_topics_3[] = {
	"UPDATE meta SET value = '1' WHERE key = 'day_zone_s';",
	NULL,
};
