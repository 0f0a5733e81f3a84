/*
 * The views of what people said, who they are, and how it hangs together.
 */
#include "views.h"

#define PUBLISHED                                                      \
	"when it was published, as its feed says; when the feed gave " \
	"no date, when we first saw it"

static const struct column post[] = {
	INT("post_id", "p.id", NULL, "the post; grows with time", "1234"),
	TEXT("kind", "p.kind", NULL,
	    "article, comment, review, question or answer", "comment"),
	INT("root_id", "p.root_id", NULL,
	    "the post its conversation began with; empty: none known", "1200"),
	INT("parent_id", "p.parent_id", NULL,
	    "the post it answers; empty: none known", "1201"),
	INT("depth", "p.depth", NULL, "how deep in the conversation; 0: root",
	    "1"),
	TEXT("title", "p.title", NULL, "title, plain text",
	    "Battery gone by noon"),
	TEXT("text", "p.text", NULL,
	    "text, plain, up to 64 KB. To search: SELECT p.* FROM post_fts f"
	    " JOIN v_post p ON p.post_id = f.rowid WHERE post_fts MATCH 'leak'"
	    " ORDER BY f.rowid DESC LIMIT 50. leak finds the word, leak* every"
	    " beginning; ordered by rowid (newest first) it is fast, by any"
	    " other column every hit is read",
	    "Since the update the battery is gone by noon."),
	TEXT("url", "p.url", NULL, "the post on the web",
	    "https://blog.example/post#comment-5"),
	TEXT("lang", "p.lang", NULL,
	    "language it was read as; und: could not tell", "en"),
	TEXT("author", "p.author_name", NULL, "who wrote it, as the feed says",
	    "Jo"),
	INT("voice_id", "p.voice_id", NULL,
	    "who wrote it (v_voice); empty: nobody was named, or by a name such"
	    " as Anonymous",
	    "88"),
	TEXT("author_kind", SQL_AUTHOR_KIND("p.voice_id"), NULL,
	    "customer, staff, partner or unknown", "customer"),
	INT("stars", "p.stars", "1..5",
	    "the rating that its author gave; the mean of many is in"
	    " v_engagement",
	    "2"),
	TIME("published", "p.at_ts", PUBLISHED),
	TIME("first_seen", "p.first_seen_ts", "when we first saw it"),
	TIME("edited", "p.edited_ts",
	    "when we last saw it say something else than before; empty:"
	    " never"),
	TEXT("state", "p.state", NULL,
	    "live, or removed: its feed took it away, and no other serves it;"
	    " it is live again when one does",
	    "live"),
	INT("backlog", "p.backlog", "0 or 1",
	    "1: it was older than 48 hours when we first saw it", "0"),
	INT("moderated", "p.moderated", "0 or 1",
	    "1: it carries a moderator's marker of removal", "0"),
	INT("recovered", "p.recovered", "0 or 1",
	    "1: from a document that had to be repaired", "0"),
	INT("repaired", "p.repaired", "0 or 1",
	    "1: wrongly decoded text was put right", "0"),
	INT("duplicate_of", "p.duplicate_of", NULL,
	    "the first post that says nearly the same, which it only repeats"
	    " (v_duplicates); empty: this is it",
	    "1100"),
	TEXT("source", "s.name", NULL, "the place that first carried it",
	    "Acme blog"),
	TEXT("feed_url",
	    "(SELECT coalesce(f.shown_url, f.url) FROM feed f"
	    " WHERE f.id = p.feed_id)",
	    NULL, "the feed that first carried it",
	    "https://blog.example/feed/"),
	INT("dated", "p.published_ts IS NOT NULL", "0 or 1",
	    "0: its feed gave no date, and published is when we first saw it",
	    "1"),
	TEXT("tags", "p.tags", NULL, "categories that came with it",
	    "news, coffee"),
	TEXT("primary_signal", "p.primary_signal", NULL,
	    "the strongest signal that fired; empty: none", "complaint"),
	REAL("sentiment", "p.sentiment", "-1..1", "how it feels", "-0.4"),
	REAL("intensity", "p.intensity", "0..1", "how strongly it is said",
	    "0.6"),
	INT("solicited", "p.solicited", "0 or 1",
	    "1: it answers a question of ours, as in a survey", "0"),
	END_OF_COLUMNS,
};

static const struct column thread[] = {
	INT("root_id", "t.root_id", NULL, "the post it began with (v_post)",
	    "1200"),
	TEXT("title", "p.title", NULL, "that post's title",
	    "Battery gone by noon"),
	TEXT("url", "p.url", NULL, "that post on the web",
	    "https://blog.example/post"),
	INT("posts", "t.posts", "posts", "how many, the root included", "14"),
	INT("voices", "t.voices", "voices", "how many people", "9"),
	INT("depth", "t.depth", NULL, "the deepest answer", "3"),
	INT("open", "t.closed_ts IS NULL", "0 or 1", "1: people can answer",
	    "1"),
	TIME("closed", "t.closed_ts", "when it was closed; empty: open"),
	TIME("last", "t.last_ts", "the last post"),
	INT("ideas", "t.ideas", "insights", "ideas in it", "2"),
	INT("complaints", "t.complaints", "insights", "complaints in it", "5"),
	TIME("staff_replied", "t.staff_replied_ts",
	    "when staff first answered; empty: not yet"),
	INT("reply_wait_s", "t.staff_replied_ts - t.asked_ts", "seconds",
	    "how long that took, from the first word of others", "7200"),
	TIME("asked", "t.asked_ts",
	    "the first word of others than staff and partners; empty: nobody"
	    " else spoke"),
	END_OF_COLUMNS,
};

/* Of the insight that speaks for a theme. */
#define SPEAKER(what)                                                \
	"(SELECT " what " FROM insight i JOIN post p ON p.id = "     \
	"i.post_id LEFT JOIN telling x ON x.insight_id = i.id WHERE" \
	" i.id = t.best_id)"
#define WORDS(text, start, end)                                     \
	"nullif(replace(CAST(substr(CAST(" text " AS BLOB), " start \
	" + 1, " end " - " start ") AS TEXT), char(10), ' '), '')"

static const struct column theme[] = {
	INT("theme_id", "t.id", NULL, "the theme", "7"),
	BRIEF(TEXT, "ref", "t.ref", NULL,
	    "the name people write into slides: T- and the insight it began"
	    " with; every command takes it",
	    "T-K7QX-2MPD"),
	BRIEF(TEXT, "signal", "t.signal", NULL, "what its insights are",
	    "idea"),
	WIDE("title",
	    "coalesce(t.title, " SPEAKER(
		WORDS("CASE x.field WHEN 'title' THEN p.title ELSE p.text END",
		    "x.start_byte", "x.end_byte")) ", " SPEAKER("p.title") ")",
	    NULL, "what they say: the sentence of the insight to look at first",
	    "I wish the alarm were louder."),
	TIME("first", "t.first_ts", "its first insight"),
	{ "last", COLUMN_TIME, USE_BRIEF, "t.last_ts", NULL,
	    "its latest insight", NULL },
	BRIEF(INT, "insights", "t.insights", "insights", "how many live ones",
	    "40"),
	BRIEF(INT, "voices", "t.voices", "voices",
	    "from how many people who do not repeat each other: staff,"
	    " partners and echoes do not count, those whom nobody named count"
	    " once a place",
	    "31"),
	BRIEF(INT, "sources", "t.sources", "sources",
	    "from how many places, by the same voices", "4"),
	BRIEF(REAL, "priority", SQL_AGED("t.priority_base", "t.last_ts"),
	    "0..100",
	    "how soon to look at it: its most pressing insight's; halves with"
	    " the time since its latest (see PRIORITY)",
	    "71.0"),
	TEXT("state", "t.state", NULL,
	    "live; merged: part of another one (merged_into); empty: all its"
	    " insights were withdrawn or removed",
	    "live"),
	INT("merged_into", "t.merged_into", NULL,
	    "the theme it is part of now; empty: itself", "9"),
	INT("changed_seq", "t.changed_seq", NULL,
	    "grows with every change of its members, in the order of commits;"
	    " one row of numbers with v_insight_all's",
	    "1043"),
	TEXT("quote",
	    SPEAKER("coalesce(" WORDS("p.text", "i.snippet_start",
		"i.snippet_end") ", p.title)"),
	    NULL, "some more words of that insight's post",
	    "I sleep right through it. I wish the alarm were louder."),
	TEXT("quote_ref", SPEAKER("i.ref"), NULL, "that insight (v_insight)",
	    "K7QX-2MPD"),
	TEXT("places",
	    "(SELECT group_concat(name, ', ') FROM (SELECT DISTINCT s.name"
	    " FROM theme_from f JOIN source s ON s.id = f.source_id"
	    " WHERE f.theme_id = t.id ORDER BY s.name))",
	    NULL, "the names of its sources, for reading",
	    "Acme blog, Coffee forum"),
	TEXT("marks",
	    "(SELECT group_concat(kind, ', ') FROM (SELECT DISTINCT m.kind"
	    " FROM mark m WHERE m.theme_id = t.id ORDER BY m.kind))",
	    NULL,
	    "what people did about it: handled, keep, known, later; empty:"
	    " nobody marked it",
	    "handled"),
	END_OF_COLUMNS,
};

#define SAID(signal)                                                   \
	"(SELECT count(*) FROM insight i WHERE i.voice_id = v.id AND " \
	"i.signal = '" signal "' AND i.state = 'live')"

/* Is the voice, by whatever name and place, of this kind? */
#define IS(of)                                                      \
	"(v.kind = '" of "' OR EXISTS(SELECT 1 FROM voice x WHERE " \
	"x.person_id = v.id AND x.kind = '" of "'))"

static const struct column voice[] = {
	INT("voice_id", "v.id", NULL,
	    "one person, at whatever places: who has the same page or profile"
	    " (uri), or writes for the same site by the same name; by a name"
	    " alone at one place only. Letter case does not count, and names"
	    " such as Anonymous, Guest or admin are nobody's",
	    "88"),
	TEXT("name", "nullif(v.name, '')", NULL,
	    "as the feed says; of several the first", "Jo"),
	TEXT("uri", "nullif(v.uri, '')", NULL, "the author's page or profile",
	    "https://forum.example/u/jo"),
	TEXT("kind",
	    "CASE WHEN " IS("staff") " THEN 'staff' WHEN " IS(
		"partner") " THEN 'partner' WHEN " IS("customer") " THEN"
								  " 'customer' "
								  "ELSE v.kind "
								  "END",
	    NULL,
	    "customer, staff, partner or unknown; staff and partners are"
	    " named in the feed list, place by place: here what is named"
	    " anywhere",
	    "customer"),
	INT("sources",
	    "1 + (SELECT count(DISTINCT x.source_id) FROM voice x WHERE"
	    " x.person_id = v.id AND x.source_id <> v.source_id)",
	    "sources", "at how many places it was heard", "2"),
	INT("posts", "(SELECT count(*) FROM post p WHERE p.voice_id = v.id)",
	    "posts", "how many posts", "12"),
	INT("ideas", SAID("idea"), "insights", "how many live ideas", "2"),
	INT("complaints", SAID("complaint"), "insights",
	    "how many live complaints", "1"),
	INT("praise", SAID("praise"), "insights", "how much live praise", "3"),
	TIME("first",
	    "(SELECT min(p.at_ts) FROM post p WHERE p.voice_id = v.id)",
	    "the first post"),
	TIME("last",
	    "(SELECT max(p.at_ts) FROM post p WHERE p.voice_id = v.id)",
	    "the latest post"),
	END_OF_COLUMNS,
};

/* Since the row before; what fell has no speed. */
#define PER_HOUR(what)                                              \
	"iif(e." what " >= b." what ", round((e." what " - b." what \
	") * 3600.0 / (e.taken_ts - b.taken_ts), 3), NULL)"

static const struct column engagement[] = {
	INT("post_id", "e.post_id", NULL, "the post (v_post)", "1234"),
	TIME("taken", "e.taken_ts", "when the numbers were read"),
	INT("comments", "e.comments", "comments",
	    "answers, as served; this and the other numbers are what was last"
	    " said of each, empty: nothing yet",
	    "17"),
	INT("likes", "e.likes", "likes",
	    "approvals, as served: likes, favorites, points, how many found a"
	    " review useful; a score below zero stands as 0",
	    "40"),
	INT("views", "e.views", "views", "views, as served", "1200"),
	REAL("rating", "e.rating", "1..5",
	    "the mean of all who rated it, whatever the scale was; what one"
	    " person gave are that post's stars (v_post)",
	    "4.2"),
	INT("votes", "e.votes", "votes",
	    "how many rated it or voted on it, as served", "33"),
	REAL("comments_per_h", PER_HOUR("comments"), "1/h",
	    "how fast comments came since the row before; empty: there is"
	    " none, or the number fell",
	    "2.5"),
	REAL("likes_per_h", PER_HOUR("likes"), "1/h",
	    "how fast likes came since the row before", "4.0"),
	REAL("views_per_h", PER_HOUR("views"), "1/h",
	    "how fast views came since the row before", "310.0"),
	REAL("votes_per_h", PER_HOUR("votes"), "1/h",
	    "how fast votes came since the row before", "1.5"),
	END_OF_COLUMNS,
};

static const struct column duplicates[] = {
	INT("post_id", "p.id", NULL, "the copy (v_post)", "1300"),
	INT("first_post_id", "p.duplicate_of", NULL,
	    "the post it repeats (v_post)", "1234"),
	INT("distance", "p.duplicate_distance", "bits",
	    "how far apart they are, 0 to 64; 0: the same words", "2"),
	TEXT("source", "s.name", NULL, "the copy's place", "Mirror"),
	TEXT("url", "p.url", NULL, "the copy on the web",
	    "https://mirror.example/p"),
	TIME("published", "p.at_ts", PUBLISHED),
	END_OF_COLUMNS,
};

const struct view views_post[] = {
	{ "v_post", post, NULL,
	    "post p LEFT JOIN source s ON s.id = p.source_id" },
	{ "v_thread", thread, NULL,
	    "thread t LEFT JOIN post p ON p.id = t.root_id" },
	{ "v_theme", theme, NULL, "theme t" },
	{ "v_voice", voice, NULL, "voice v WHERE v.person_id IS NULL" },
	{ "v_engagement", engagement, NULL,
	    "engagement e LEFT JOIN engagement b ON b.post_id = e.post_id"
	    " AND b.taken_ts = (SELECT max(x.taken_ts) FROM engagement x"
	    " WHERE x.post_id = e.post_id AND x.taken_ts < e.taken_ts)" },
	{ "v_duplicates", duplicates, NULL,
	    "post p LEFT JOIN source s ON s.id = p.source_id"
	    " WHERE p.duplicate_of IS NOT NULL" },
	{ .name = NULL },
};
