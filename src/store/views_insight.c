/*
 * The views of insights: what was heard, about what, and why.
 */
#include "views.h"

#define PUBLISHED                                                      \
	"when it was published, as its feed says; when the feed gave " \
	"no date, when we first saw it"
#define REF                                                             \
	TEXT("ref", "i.ref", NULL,                                      \
	    "the name people write into slides; every command takes it" \
	    " and it survives a rebuild",                               \
	    "K7QX-2MPD")

/* What few questions ask for is looked up column by column: a join would cost
 * every count its look-ups. */
#define INSIGHT_FROM                                     \
	"insight i LEFT JOIN post p ON p.id = i.post_id" \
	" LEFT JOIN source s ON s.id = p.source_id"
#define THREAD(column)                                                   \
	"(SELECT t." column " FROM thread t WHERE t.root_id = coalesce(" \
	"p.root_id, p.id))"
#define REASON(column)                                                   \
	"(SELECT " column " FROM evidence e LEFT JOIN rule r ON r.id = " \
	"e.rule_id WHERE e.insight_id = i.id AND e.n = i.reason_n)"

static const struct column insight[] = {
	INT("insight_id", "i.id", NULL,
	    "the insight; grows with time, but may change in a rebuild", "42"),
	BRIEF(TEXT, "ref", "i.ref", NULL,
	    "the name people write into slides; every command takes it and it"
	    " survives a rebuild",
	    "K7QX-2MPD"),
	INT("post_id", "i.post_id", NULL, "the post it was heard in (v_post)",
	    "1234"),
	INT("theme_id", "i.theme_id", NULL,
	    "the theme it belongs to (v_theme); empty: nobody else says so",
	    "7"),
	INT("voice_id", "i.voice_id", NULL,
	    "who said it (v_voice); empty: nobody was named, or by a name such"
	    " as Anonymous",
	    "88"),
	BRIEF(TEXT, "signal", "i.signal", NULL,
	    "idea, complaint, praise, question or advice", "complaint"),
	BRIEF(REAL, "score", "i.score", "0..1",
	    "probability that the post is what the signal says: 1 / (1 +"
	    " exp(-(bias + points of its evidence)))",
	    "0.87"),
	REAL("priority", SQL_AGED("i.priority_base", "i.at_ts"), "0..100",
	    "how soon to look at it: p_score + p_intensity + p_voices +"
	    " p_engagement + p_novelty; halves every 14 days of age"
	    " (priority.half_life), evenly in between",
	    "48.5"),
	TEXT("state", "i.state", NULL,
	    "live, withdrawn, quarantined or removed; v_insight has the live"
	    " ones only",
	    "live"),
	{ "published", COLUMN_TIME, USE_BRIEF, "i.at_ts", NULL, PUBLISHED,
	    NULL },
	TIME("seen", "p.first_seen_ts", "when we first saw the post"),
	INT("changed_seq", "i.changed_seq", NULL,
	    "grows with every change, in the order of commits: read on from"
	    " the last one you had and you miss nothing",
	    "1043"),
	BRIEF(TEXT, "source", "s.name", NULL,
	    "the place we listen to: the first that carried the post",
	    "Acme blog"),
	TEXT("source_kind", "s.kind", NULL,
	    "own, customer, competitor, press, community or internal",
	    "community"),
	TEXT("feed_url",
	    "(SELECT coalesce(f.shown_url, f.url) FROM feed f"
	    " WHERE f.id = p.feed_id)",
	    NULL, "the feed that first carried the post",
	    "https://blog.example/comments/feed/"),
	TEXT("post_kind", "p.kind", NULL,
	    "article, comment, review, question or answer", "comment"),
	TEXT("lang", "p.lang", NULL,
	    "language it was read as; und: could not tell", "en"),
	INT("stars", "p.stars", "1..5",
	    "the rating that its author gave; the mean of many is in"
	    " v_engagement",
	    "2"),
	TEXT("title", "p.title", NULL, "the post's title",
	    "Battery gone by noon"),
	WIDE("snippet",
	    "coalesce(nullif(replace(CAST(substr(CAST(p.text AS BLOB),"
	    " i.snippet_start + 1, i.snippet_end - i.snippet_start) AS TEXT),"
	    " char(10), ' '), ''), p.title)",
	    NULL,
	    "some words of the post round its strongest evidence; its title"
	    " where it has no text",
	    "since the update the battery is gone by noon"),
	TEXT("url", "p.url", NULL, "the post on the web",
	    "https://blog.example/post#comment-5"),
	TEXT("author", "p.author_name", NULL, "who wrote it, as the feed says",
	    "Jo"),
	TEXT("author_kind", SQL_AUTHOR_KIND("i.voice_id"), NULL,
	    "customer, staff, partner or unknown", "customer"),
	REAL("sentiment", "i.sentiment", "-1..1", "how the post feels", "-0.4"),
	REAL("intensity", "i.intensity", "0..1", "how strongly it is said",
	    "0.6"),
	TEXT("facet", "i.facet", NULL,
	    "think, feel, want, lack or need; empty: none stood out", "lack"),
	TEXT("target", "i.target", NULL,
	    "product, service or process; empty: none stood out", "product"),
	TEXT("topics",
	    "(SELECT group_concat(name, ', ') FROM (SELECT o.name FROM"
	    " post_topic x JOIN topic o ON o.id = x.topic_id WHERE"
	    " x.post_id = i.post_id AND x.nth = 0 ORDER BY o.name))",
	    NULL, "its topics, for reading; for counting use v_insight_topic",
	    "battery, updates"),
	TEXT("brands",
	    "(SELECT group_concat(list, ', ') FROM (SELECT x.list FROM"
	    " mention x WHERE x.post_id = i.post_id AND x.nth = 0 AND"
	    " x.list GLOB 'brand.*' ORDER BY x.list))",
	    NULL, "its brands, for reading; for counting use v_mention",
	    "brand.acme"),
	REAL("novelty", "i.novelty", "0..1",
	    "how new it was when it was first heard: 0.4 x novelty_voice + 0.2"
	    " x novelty_place + 0.4 x novelty_words, of which each counts 0.5"
	    " where it is empty; empty: heard before that was reckoned",
	    "0.7"),
	INT("thread_root_id", "coalesce(p.root_id, " THREAD("root_id") ")",
	    NULL,
	    "the post its conversation began with (v_thread); empty: none",
	    "1200"),
	INT("thread_posts", THREAD("posts"), "posts",
	    "size of that conversation", "14"),
	TIME("staff_replied", THREAD("staff_replied_ts"),
	    "when staff first answered in the conversation; empty: not yet"),
	TEXT("reason_rule", REASON("r.name"), NULL,
	    "the rule that counted most", "en.fail.broken"),
	TEXT("reason_about", REASON("r.about"), NULL, "what that rule is about",
	    "Something does not work"),
	TEXT("reason_text", REASON("e.text"), NULL, "the words it matched",
	    "gone by noon"),
	TEXT("judged",
	    "(SELECT j.answer FROM judgement j WHERE j.insight_id = i.id"
	    " ORDER BY j.at_ts DESC, j.id DESC LIMIT 1)",
	    NULL,
	    "what somebody said of it last, right or wrong; empty: nobody did",
	    "right"),
	INT("copies",
	    "(SELECT count(*) - 1 FROM post_feed x WHERE x.post_id ="
	    " i.post_id) + (SELECT count(*) FROM post x WHERE x.duplicate_of"
	    " = i.post_id AND x.state = 'live')",
	    "places",
	    "how many further feeds carried the post, and posts only repeat"
	    " it (v_duplicates)",
	    "2"),
	INT("dated", "p.published_ts IS NOT NULL", "0 or 1",
	    "0: its feed gave no date, and published is when we first saw it",
	    "1"),
	INT("duplicate_of", "p.duplicate_of", NULL,
	    "the post that its post only repeats; empty: it says so itself."
	    " The counts by day and hour count both; to count those who said"
	    " it first: WHERE duplicate_of IS NULL",
	    "1100"),
	REAL("novelty_voice", "i.novelty_voice", "0..1",
	    "1 / (1 + the voice's posts before, at whatever place); at most"
	    " 0.5 while fewer than 30 posts of the place were heard; empty:"
	    " nobody was named",
	    "1.0"),
	REAL("novelty_place", "i.novelty_place", "0..1",
	    "1 / (1 + a tenth of the place's insights of this signal before)",
	    "0.25"),
	REAL("novelty_words", "i.novelty_words", "0..1",
	    "(1 + those of its telling words, 64 at most, that one in a"
	    " hundred of the place's latest posts had at most) / (2 + all of"
	    " them); empty: fewer than 30 posts of the place were heard",
	    "0.6"),
	TEXT("marks",
	    "(SELECT group_concat(kind, ', ') FROM (SELECT DISTINCT m.kind"
	    " FROM mark m WHERE m.insight_id = i.id ORDER BY m.kind))",
	    NULL,
	    "what people did about it: handled, keep, known, later; empty:"
	    " nobody marked it",
	    "handled"),
	TEXT("theme", "(SELECT t.ref FROM theme t WHERE t.id = i.theme_id)",
	    NULL, "the theme's reference", "T-K7QX-2MPD"),
	REAL("p_score", "i.p_score", "0..100",
	    "of its priority, before age: by its score", "34.8"),
	REAL("p_intensity", "i.p_intensity", "0..100",
	    "likewise: by how strongly it is said", "6.0"),
	REAL("p_voices", "i.p_voices", "0..100",
	    "likewise: by the voices of its theme", "11.6"),
	REAL("p_engagement", "i.p_engagement", "0..100",
	    "likewise: by answers, likes, votes and views of its post", "5.2"),
	REAL("p_novelty", "i.p_novelty", "0..100",
	    "likewise: by how new voice, place and words are", "7.0"),
	END_OF_COLUMNS,
};

static const struct column insight_why[] = {
	TEXT("state_why", "i.state_why", NULL,
	    "why it is not live: edited, reclassified, staff (its voice is"
	    " listed as staff or partner since), spam, removed, pruned"
	    " (older than what is kept) or forgotten (removed on request); of"
	    " the last two nothing else is left",
	    "edited"),
	END_OF_COLUMNS,
};

static const struct column topic[] = {
	INT("insight_id", "i.id", NULL, "the insight (v_insight)", "42"),
	REF,
	TEXT("signal", "i.signal", NULL, "the insight's signal", "idea"),
	TEXT("topic", "o.name", NULL,
	    "what it is about; one row for each topic of each live insight",
	    "battery"),
	INT("post_id", "i.post_id", NULL, "the post (v_post)", "1234"),
	INT("voice_id", "i.voice_id", NULL, "who said it (v_voice)", "88"),
	TEXT("source", "s.name", NULL, "the place that first carried it",
	    "Acme blog"),
	TIME("published", "i.at_ts", PUBLISHED),
	END_OF_COLUMNS,
};

static const struct column mention[] = {
	INT("post_id", "m.post_id", NULL, "the post (v_post)", "1234"),
	TEXT("list", "m.list", NULL,
	    "who or what is mentioned: the list's name, brand.* or product.*",
	    "brand.acme"),
	TEXT("term", "m.term", NULL, "the term of the list that was found",
	    "Acme Brew"),
	TEXT("field", "m.field", NULL, "where: title or text", "text"),
	INT("start_byte", "m.start_byte", "bytes",
	    "first byte of the words in that field of v_post", "14"),
	INT("end_byte", "m.end_byte", "bytes", "the byte after the last", "23"),
	TEXT("source", "s.name", NULL, "the place that first carried it",
	    "Acme blog"),
	TIME("published", "p.at_ts", PUBLISHED),
	END_OF_COLUMNS,
};

static const struct column evidence[] = {
	INT("insight_id", "e.insight_id", NULL, "the insight (v_insight_all)",
	    "42"),
	REF,
	INT("post_id", "i.post_id", NULL, "the post (v_post)", "1234"),
	TEXT("signal", "i.signal", NULL, "what it speaks for", "complaint"),
	BRIEF(TEXT, "rule", "r.name", NULL, "the rule's full name",
	    "en.fail.broken"),
	TEXT("pack", "r.pack", NULL, "the pack it belongs to", "en"),
	BRIEF(TEXT, "about", "r.about", NULL, "what the rule is about",
	    "Something does not work"),
	TEXT("file", "r.file", NULL, "the file it stands in", "en-ideas.rules"),
	INT("line", "r.line", NULL, "and the line", "120"),
	BRIEF(TEXT, "field", "e.field", NULL,
	    "title, text, author, url or tags; stars and rule have no bytes",
	    "text"),
	INT("start_byte", "e.start_byte", "bytes",
	    "where the words begin in that field of v_post: substr(CAST(text"
	    " AS BLOB), start_byte + 1, end_byte - start_byte)",
	    "14"),
	INT("end_byte", "e.end_byte", "bytes", "the byte after the last", "31"),
	WIDE("text", "e.text", NULL, "the words themselves", "gone by noon"),
	REAL("weight", "e.weight", "log-odds", "the rule's weight as written",
	    "2.5"),
	BRIEF(REAL, "points", "e.points", "log-odds",
	    "what it added to the score; 0: it was negated or vetoed, or"
	    " counted once already",
	    "2.5"),
	REAL("bias", "i.bias", "log-odds",
	    "where the signal's sum starts, the same for all its evidence",
	    "-2.1"),
	INT("sentence", "e.sentence", NULL,
	    "in which sentence of its field, from 0", "1"),
	INT("negated", "e.negated", "0 or 1", "1: a negation took it back",
	    "0"),
	TEXT("vetoed_by", "e.vetoed_by", NULL,
	    "the `unless` that took it back; empty: none", "wish you luck"),
	END_OF_COLUMNS,
};

static const struct column quarantine[] = {
	INT("post_id", "i.post_id", NULL, "the post (v_post)", "1234"),
	TEXT("why", "i.state_why", NULL, "why it is held back", "spam"),
	TEXT("signal", "i.signal", NULL, "what it would have been", "idea"),
	TEXT("title", "p.title", NULL, "the post's title", "Best offers"),
	TEXT("url", "p.url", NULL, "the post on the web",
	    "https://forum.example/t/9"),
	TIME("published", "i.at_ts", PUBLISHED),
	END_OF_COLUMNS,
};

/*
 * What is not kept any more leaves its name, its place in changed_seq and why.
 * The other columns are what the same words give of no row: then both halves
 * have the same affinities, and SQLite merges them by changed_seq instead of
 * sorting all.
 */
const struct view_also views_also[] = {
	{ .view = "v_insight_all",
	    .from = "gone g LEFT JOIN insight i ON i.id = NULL"
		    " LEFT JOIN post p ON p.id = i.post_id"
		    " LEFT JOIN source s ON s.id = p.source_id",
	    .has = { { "ref", "g.ref" }, { "signal", "g.signal" },
		{ "state", "CAST('removed' AS TEXT)" },
		{ "state_why", "g.why" }, { "changed_seq", "g.changed_seq" },
		{ "copies", "NULL" }, { "dated", "NULL" } } },
	{ .view = NULL },
};

const struct view views_insight[] = {
	{ "v_insight", insight, NULL, INSIGHT_FROM " WHERE i.state = 'live'" },
	{ "v_insight_all", insight, insight_why, INSIGHT_FROM },
	{ "v_insight_topic", topic, NULL,
	    "insight i JOIN post_topic x ON x.post_id = i.post_id AND x.nth ="
	    " 0 JOIN topic o ON o.id = x.topic_id"
	    " LEFT JOIN post p ON p.id = i.post_id"
	    " LEFT JOIN source s ON s.id = p.source_id"
	    " WHERE i.state = 'live'" },
	{ "v_mention", mention, NULL,
	    "mention m LEFT JOIN post p ON p.id = m.post_id"
	    " LEFT JOIN source s ON s.id = p.source_id" },
	{ "v_evidence", evidence, NULL,
	    "evidence e JOIN insight i ON i.id = e.insight_id"
	    " LEFT JOIN rule r ON r.id = e.rule_id" },
	{ "v_quarantine", quarantine, NULL,
	    "insight i LEFT JOIN post p ON p.id = i.post_id"
	    " WHERE i.state = 'quarantined'" },
	{ .name = NULL },
};
