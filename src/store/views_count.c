/*
 * The views that count: by day, hour, topic, brand, facet, and what could not
 * be heard.
 */
#include "views.h"

#define DAY                                                           \
	TEXT("day", "d.day", NULL,                                    \
	    "the day of publication, in the zone that meta(day_zone)" \
	    " names",                                                 \
	    "2026-11-21")
#define SIGNAL(expr) \
	TEXT("signal", expr, NULL, "the insights' signal", "complaint")
#define SOURCE     TEXT("source", "s.name", NULL, "the place", "Acme blog")
#define LANG(expr) TEXT("lang", expr, NULL, "the posts' language", "en")
#define N          INT("n", "d.n", "insights", "how many live insights", "12")
#define MEAN                                                        \
	REAL("mean_score", "d.score_sum / 1000000.0 / d.n", "0..1", \
	    "their mean score", "0.81")
#define VOICES(expr)                                                  \
	INT("voices", expr, "voices",                                 \
	    "from how many people; voices of several days or places " \
	    "do not add up",                                          \
	    "9")

static const struct column signal_daily[] = {
	DAY,
	SIGNAL("d.signal"),
	SOURCE,
	LANG("d.lang"),
	N,
	VOICES("(SELECT count(*) FROM signal_daily_voice x WHERE x.day = d.day"
	       " AND x.signal = d.signal AND x.source_id = d.source_id"
	       " AND x.lang = d.lang AND x.n > 0)"),
	MEAN,
	END_OF_COLUMNS,
};

static const struct column signal_hourly[] = {
	TIME("hour", "d.hour_ts", "the hour of publication, its beginning"),
	SIGNAL("d.signal"),
	SOURCE,
	LANG("d.lang"),
	N,
	VOICES("(SELECT count(DISTINCT i.voice_id) FROM insight i"
	       " JOIN post p ON p.id = i.post_id WHERE i.state = 'live'"
	       " AND i.signal = d.signal AND i.at_ts >= d.hour_ts"
	       " AND i.at_ts < d.hour_ts + 3600"
	       " AND p.source_id = d.source_id AND p.lang = d.lang)"),
	MEAN,
	END_OF_COLUMNS,
};

static const struct column topic_daily[] = {
	DAY,
	TEXT("topic", "o.name", NULL, "what they are about", "battery"),
	TEXT("signal", "d.signal", NULL,
	    "the insights' signal; any: all posts on the topic, whatever they"
	    " say: what to divide by",
	    "any"),
	SOURCE,
	LANG("d.lang"),
	INT("n", "d.n", "insights; posts for any", "how many", "12"),
	VOICES("(SELECT count(*) FROM topic_daily_voice x WHERE x.day = d.day"
	       " AND x.topic_id = d.topic_id AND x.signal = d.signal"
	       " AND x.source_id = d.source_id AND x.lang = d.lang"
	       " AND x.n > 0)"),
	REAL("mean_score",
	    "iif(d.signal = 'any', NULL, d.score_sum / 1000000.0 / d.n)",
	    "0..1", "their mean score; empty for any", "0.81"),
	END_OF_COLUMNS,
};

static const struct column brand_daily[] = {
	DAY,
	TEXT("brand", "d.brand", NULL, "the list that was mentioned",
	    "brand.acme"),
	TEXT("signal", "d.signal", NULL,
	    "the insights' signal; any: all posts that mention the brand,"
	    " whatever they say: what to divide by",
	    "any"),
	INT("n", "d.n", "insights; posts for any", "how many", "12"),
	VOICES("(SELECT count(*) FROM brand_daily_voice x WHERE x.day = d.day"
	       " AND x.brand = d.brand AND x.signal = d.signal"
	       " AND x.n > 0)"),
	END_OF_COLUMNS,
};

/* Every hour from the running one, by its end, back to the first that counts:
 * who asks for some rows gets the newest. */
#define HOURS                                                                \
	"(WITH RECURSIVE hour(at_ts) AS (SELECT (" SQL_NOW " / 3600 + 1)"    \
	" * 3600 UNION ALL SELECT at_ts - 3600 FROM hour WHERE at_ts - 3600" \
	" >= (SELECT at_ts FROM topic_hourly WHERE n > 0 ORDER BY at_ts"     \
	" LIMIT 1)) SELECT CAST(at_ts AS INTEGER) AS at_ts FROM hour)"
#define SIGNALS_OF_TREND                                                  \
	"(SELECT 'idea' AS signal UNION ALL SELECT 'complaint' UNION ALL" \
	" SELECT 'praise' UNION ALL SELECT 'question' UNION ALL"          \
	" SELECT 'advice')"
/* Of a row's topic and signal, from ${from} seconds before its hour's end to
 * ${to} before it. */
#define HEARD(from, to)                                          \
	" FROM topic_hourly x WHERE x.topic_id = o.id"           \
	" AND x.signal = g.signal AND x.at_ts > h.at_ts - " from \
	" AND x.at_ts <= h.at_ts - " to " AND x.n > 0"
#define ALL_OF(from, to) "coalesce((SELECT sum(x.n)" HEARD(from, to) "), 0)"
#define TODAY            ALL_OF("86400", "0")
#define WEEK             ALL_OF("691200", "86400")
/* What day ${n} before the last counts, squared; all seven of them. */
#define DAY_N(n)  "sum(x.n * ((h.at_ts - x.at_ts) / 86400 = " n "))"
#define SQUARE(n) " + " DAY_N(n) " * " DAY_N(n)
#define SQUARES_1 SQUARE("1") SQUARE("2") SQUARE("3") SQUARE("4")
#define SQUARES_5 SQUARE("5") SQUARE("6") SQUARE("7")
#define SQUARES   "(0" SQUARES_1 SQUARES_5 ") / 7.0"
#define MEAN_7D   "sum(x.n) / 7.0"
#define SPREAD    "max(0, " SQUARES " - (" MEAN_7D ") * (" MEAN_7D "))"
#define A_WEEK    HEARD("691200", "86400")
#define DEVIATION "coalesce((SELECT sqrt(" SPREAD ")" A_WEEK "), 0.0)"
/*
 * Hours, topics and signals are not grouped: a row is looked up in the index of
 * its topic and signal, so that a hundred rows cost a hundred rows, however
 * long the past.
 */
#define TREND                                                           \
	HOURS " h CROSS JOIN topic o CROSS JOIN " SIGNALS_OF_TREND " g" \
	      " WHERE EXISTS(SELECT 1" HEARD("691200", "0") ")"

static const struct column trend[] = {
	TIME("at", "h.at_ts",
	    "the end of the hour that is looked at: each full hour since the"
	    " first insight; the last one is still running"),
	TEXT("topic", "o.name", NULL,
	    "what it is about: topics that were spoken of in the eight days"
	    " before",
	    "battery"),
	SIGNAL("g.signal"),
	INT("n_24h", TODAY, "insights", "in the 24 hours before", "9"),
	REAL("mean_7d", WEEK " / 7.0", "insights",
	    "a day's mean over the seven days before those", "2.1"),
	REAL("sd_7d", DEVIATION, "insights",
	    "standard deviation of those seven days", "1.4"),
	REAL("z",
	    "iif(" TODAY " >= 5, round((" TODAY " - " WEEK " / 7.0) /"
	    " max(1.0, " DEVIATION "), 2), NULL)",
	    "deviations",
	    "how unusual that is: (n_24h - mean_7d) / sd_7d, a deviation"
	    " under 1 counting as 1; empty under 5 insights; a first visit's"
	    " backlog never counts",
	    "4.9"),
	INT("voices_24h",
	    "(SELECT count(DISTINCT v.voice_id) FROM topic_hourly_voice v"
	    " WHERE v.topic_id = o.id AND v.signal = g.signal"
	    " AND v.at_ts > h.at_ts - 86400 AND v.at_ts <= h.at_ts"
	    " AND v.n > 0)",
	    "voices", "from how many people in those 24 hours", "8"),
	END_OF_COLUMNS,
};

static const struct column facet[] = {
	TEXT("facet", "i.facet", NULL,
	    "think (an opinion), feel (an emotion), want (a wish), lack"
	    " (missing or broken), need (cannot do without); empty: none",
	    "lack"),
	TEXT("target", "i.target", NULL,
	    "product, service or process; empty: none", "product"),
	SIGNAL("i.signal"),
	INT("n", "count(*)", "insights", "how many live insights", "12"),
	INT("voices", "count(DISTINCT i.voice_id)", "voices",
	    "from how many people", "9"),
	REAL("mean_score", "avg(i.score)", "0..1", "their mean score", "0.81"),
	END_OF_COLUMNS,
};

static const struct column coverage[] = {
	DAY,
	SOURCE,
	LANG("d.lang"),
	INT("posts", "d.posts", "posts", "how many posts", "120"),
	INT("scored", "d.scored", "posts", "scored by rules", "112"),
	INT("abstained", "d.abstained", "posts",
	    "not scored: no rules for their language", "8"),
	INT("truncated", "d.truncated", "posts",
	    "longer than 64 KB, the rest was not heard", "0"),
	END_OF_COLUMNS,
};

const struct view views_count[] = {
	{ "v_signal_daily", signal_daily, NULL,
	    "signal_daily d LEFT JOIN source s ON s.id = d.source_id"
	    " WHERE d.n > 0" },
	{ "v_signal_hourly", signal_hourly, NULL,
	    "signal_hourly d LEFT JOIN source s ON s.id = d.source_id"
	    " WHERE d.n > 0" },
	{ "v_topic_daily", topic_daily, NULL,
	    "topic_daily d LEFT JOIN topic o ON o.id = d.topic_id"
	    " LEFT JOIN source s ON s.id = d.source_id WHERE d.n > 0" },
	{ "v_brand_daily", brand_daily, NULL, "brand_daily d WHERE d.n > 0" },
	{ "v_trend", trend, NULL, TREND },
	{ "v_facet", facet, NULL,
	    "insight i WHERE i.state = 'live'"
	    " GROUP BY i.facet, i.target, i.signal" },
	{ "v_coverage", coverage, NULL,
	    "coverage_daily d LEFT JOIN source s ON s.id = d.source_id"
	    " WHERE d.posts > 0" },
	{ .name = NULL },
};
