/*
 * The views of the machine itself: feeds, rules, what happened when.
 */
#include "views.h"

#define SQL_NEXT                                                           \
	"CASE WHEN f.status IN ('gone', 'closed', 'paused')"               \
	" OR f.asleep = 1 THEN NULL"                                       \
	" WHEN f.visited_ts IS NULL THEN coalesce(f.next_ts, f.added_ts) " \
	"ELSE f.next_ts END"
#define SQL_CAUSE                                                          \
	"CASE WHEN f.status = 'paused' THEN iif(f.held_ts > 0, 'paused by" \
	" hand', 'paused by its line') WHEN f.asleep = 1 THEN 'none until" \
	" the count of its post moves' WHEN f.cause IS NOT NULL THEN"      \
	" f.cause WHEN f.status = 'quiet' THEN 'nothing new since ' ||"    \
	" strftime('%Y-%m-%d', coalesce(f.changed_ts, f.added_ts),"        \
	" 'unixepoch') || ', three times longer than usual' END"

static const struct column feed_health[] = {
	BRIEF(INT, "feed_id", "f.id", NULL, "the feed", "12"),
	WIDE("url", "coalesce(f.shown_url, f.url)", NULL,
	    "where it is fetched; passwords and tokens in it are ***",
	    "https://blog.example/feed/"),
	BRIEF(TEXT, "source", "s.name", NULL, "the place it belongs to",
	    "Acme blog"),
	TEXT("role", "f.role", NULL, "posts, comments, thread or reviews",
	    "comments"),
	BRIEF(TEXT, "status", "f.status", NULL,
	    "active, quiet, failing, gone, closed or paused", "active"),
	BRIEF(TEXT, "cause", SQL_CAUSE, NULL,
	    "in words, why the last visit failed, or why there is none;"
	    " empty: all is well",
	    "the server answers 404"),
	{ "since", COLUMN_TIME, USE_BRIEF, "f.since_ts", NULL,
	    "since when it has this status", NULL },
	{ "last_ok", COLUMN_TIME, USE_BRIEF, "f.last_ok_ts", NULL,
	    "the last visit that went well", NULL },
	{ "last_post", COLUMN_TIME, USE_BRIEF, "f.last_post_ts", NULL,
	    "the date of its latest post", NULL },
	BRIEF(REAL, "posts_per_day", "f.posts_per_day", "1/day",
	    "how much it brings", "3.5"),
	{ "next", COLUMN_TIME, USE_BRIEF, SQL_NEXT, NULL,
	    "when it is next due, as its last visit decided; empty: never",
	    NULL },
	BRIEF(INT, "lag_s", "max(0, " SQL_NOW " - " SQL_NEXT ")", "seconds",
	    "how late its visit is; empty: none is due", "0"),
	INT("http_status", "f.http_status", NULL, "the last answer's", "200"),
	BRIEF(INT, "failures", "f.failures", "visits",
	    "failed in a row; 0: the last went well", "0"),
	TEXT("origin", "iif(f.found_by IS NULL, 'listed', 'found')", NULL,
	    "listed by people, or found: the comments on one post", "listed"),
	INT("post_id", "f.parent_post_id", NULL,
	    "the post it is all about; empty: it is no conversation's", "4711"),
	END_OF_COLUMNS,
};

/* Evidence by any rule of that name: each of its wordings has a row. */
#define HITS                                               \
	" FROM rule o JOIN evidence e ON e.rule_id = o.id" \
	" JOIN insight i ON i.id = e.insight_id"
/* Of each wording the index has the last insight first. */
#define LAST_HIT                                                          \
	"(SELECT i.at_ts FROM insight i WHERE i.id = (SELECT max((SELECT" \
	" e.insight_id FROM evidence e WHERE e.rule_id = o.id"            \
	" AND e.points <> 0 ORDER BY e.insight_id DESC LIMIT 1))"         \
	" FROM rule o WHERE o.name = r.name))"
/* What was said last of each insight that the rule spoke in. */
#define JUDGED                                                              \
	" FROM judgement j WHERE j.id = (SELECT l.id FROM judgement l"      \
	" WHERE l.insight_id = j.insight_id ORDER BY l.at_ts DESC, l.id"    \
	" DESC LIMIT 1) AND EXISTS(SELECT 1 FROM evidence e JOIN rule o ON" \
	" o.id = e.rule_id WHERE e.insight_id = j.insight_id AND"           \
	" o.name = r.name AND e.points <> 0)"

static const struct column rule_quality[] = {
	TEXT("rule", "r.name", NULL, "the rule's full name; the rules in force",
	    "en.fail.broken"),
	TEXT("pack", "r.pack", NULL, "the pack it belongs to", "en"),
	TEXT("signal", "r.signal", NULL, "what it speaks for", "complaint"),
	INT("hits_30d",
	    "(SELECT count(*)" HITS " WHERE o.name = r.name AND e.points <> 0"
	    " AND i.state = 'live' AND e.insight_id >= (SELECT n.id FROM"
	    " insight n WHERE n.created_ts >= " SQL_NOW " - 2592000"
	    " ORDER BY n.created_ts, n.id LIMIT 1))",
	    "matches",
	    "how often it counted in live insights of the last 30 days", "12"),
	INT("judged_n", "(SELECT count(*)" JUDGED ")", "insights",
	    "how many insights it spoke in were judged", "10"),
	INT("judged_wrong",
	    "(SELECT count(*)" JUDGED " AND j.answer = 'wrong')", "insights",
	    "how many of these were judged wrong", "1"),
	REAL("precision", "(SELECT avg(j.answer = 'right')" JUDGED ")", "0..1",
	    "share of the judged ones that were right; empty: none", "0.9"),
	TIME("last_hit", LAST_HIT, "the last insight it spoke in; empty: none"),
	END_OF_COLUMNS,
};

static const struct column event[] = {
	{ "at", COLUMN_TIME, USE_BRIEF, "e.at_ts", NULL, "when", NULL },
	BRIEF(TEXT, "kind", "e.kind", NULL,
	    "ruleset, reload_refused, stale, feed_added, feed_gone, feed_lost,"
	    " feed_found, outage, backfill, reclassify, staff, forget,"
	    " migration or"
	    " gap",
	    "ruleset"),
	WIDE("what", "e.what", NULL, "in words", "12 rules loaded"),
	END_OF_COLUMNS,
};

const struct view views_feed[] = {
	{ "v_feed_health", feed_health, NULL,
	    "feed f LEFT JOIN source s ON s.id = f.source_id"
	    " WHERE f.retired_ts IS NULL" },
	{ "v_rule_quality", rule_quality, NULL,
	    "rule r WHERE r.ruleset_id = (SELECT g.id FROM ruleset g"
	    " ORDER BY g.loaded_ts DESC, g.id DESC LIMIT 1)" },
	{ "v_event", event, NULL, "event e" },
	{ .name = NULL },
};
