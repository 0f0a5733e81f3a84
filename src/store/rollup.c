/*
 * The counting tables, one row each: what is counted by which key.
 */
#include "rollup.h"

#include <inttypes.h>
#include <stdio.h>

enum { SQL_MAX = 8192 };

/* Parameters of every `select`: posts in (?1, ?2], sign ?3, zone ?4. */
#define RANGE(column) column " > ?1 AND " column " <= ?2"
#define DAY(at)       "date(" at " + ?4, 'unixepoch')"
#define HOUR(at)      at " - ((" at " % 3600) + 3600) % 3600"
#define SCORE         "sum(CAST(round(i.score * 1000000) AS INTEGER)) * ?3"
#define INSIGHTS      " FROM insight i JOIN post p ON p.id = i.post_id"
#define INSIGHT_TOPICS                                    \
	INSIGHTS " JOIN post_topic t ON t.post_id = p.id" \
		 " AND t.nth = 0"
#define LIVE " WHERE i.state = 'live' AND " RANGE("i.post_id")
/* Each topic of a post, once for the post itself and once for each of its
 * insights. */
#define TOPICS(of_insight, of_post, more)                                     \
	"SELECT " DAY(                                                        \
	    "i.at_ts") " AS day, t.topic_id, i.signal AS signal,"             \
		       " p.source_id, p.lang" of_insight INSIGHT_TOPICS LIVE  \
			   more " UNION ALL SELECT " DAY(                     \
			       "p.at_ts") ", t.topic_id, 'any',"              \
					  " p.source_id, p.lang" of_post      \
					  " FROM post_topic t"                \
					  " JOIN post p ON p.id = t.post_id " \
					  "WHERE t.nth = 0" more              \
					  " AND " RANGE("t.post_id")
/* Each mention of a brand by a post, once for the post itself and once for
 * each of its insights. */
#define BRANDS(columns, more)                                                  \
	"SELECT " DAY(                                                         \
	    "p.at_ts") " AS day, m.list AS brand,"                             \
		       " 'any' AS signal" columns " FROM mention m"            \
		       " JOIN post p ON p.id = m.post_id WHERE m.nth = 0"      \
		       " AND m.list GLOB 'brand.*'" more                       \
		       " AND " RANGE("m.post_id") " UNION ALL SELECT " DAY(    \
			   "p.at_ts") ", m.list, i.signal" columns             \
				      " FROM mention m JOIN post p ON p.id = " \
				      "m.post_id"                              \
				      " JOIN insight i ON i.post_id = "        \
				      "m.post_id AND i.state = 'live'"         \
				      " WHERE m.nth = 0 AND m.list GLOB "      \
				      "'brand.*'" more                         \
				      " AND " RANGE("m.post_id")

static const struct rollup {
	const char *table;
	const char *keys; /* its primary key */
	const char *sums; /* the rest */
	const char *select;
} rollups[] = {
	{ "signal_daily", "day, signal, source_id, lang", "n, score_sum",
	    "SELECT " DAY("i.at_ts") " AS day, i.signal, p.source_id, p.lang,"
				     " count(*) * ?3, " SCORE INSIGHTS LIVE
				     " GROUP BY 1, 2, 3, 4" },
	{ "signal_daily_voice", "day, signal, source_id, lang, voice_id", "n",
	    "SELECT " DAY("i.at_ts") " AS day, i.signal, p.source_id, p.lang,"
				     " i.voice_id, count(*) * ?3" INSIGHTS LIVE
				     " AND i.voice_id IS NOT NULL GROUP BY 1, "
				     "2, 3, 4, 5" },
	{ "signal_hourly", "hour_ts, signal, source_id, lang", "n, score_sum",
	    "SELECT " HOUR("i.at_ts") ", i.signal, p.source_id, p.lang,"
				      " count(*) * ?3, " SCORE INSIGHTS LIVE
				      " GROUP BY 1, 2, 3, 4" },
	{ "topic_daily", "day, topic_id, signal, source_id, lang",
	    "n, score_sum",
	    "SELECT day, topic_id, signal, source_id, lang, count(*) * ?3,"
	    " coalesce(sum(score), 0) * ?3 FROM (" TOPICS(
		", CAST(round(i.score * 1000000) AS INTEGER) AS score", ", 0",
		"") ") WHERE true GROUP BY 1, 2, 3, 4, 5" },
	{ "topic_daily_voice",
	    "day, topic_id, signal, source_id, lang, voice_id", "n",
	    "SELECT day, topic_id, signal, source_id, lang, voice_id,"
	    " count(*) * ?3 FROM (" TOPICS(", p.voice_id AS voice_id",
		", p.voice_id",
		" AND p.voice_id IS NOT NULL") ") WHERE true"
					       " GROUP BY 1, 2, 3, 4, 5, 6" },
	/* For trends; a first visit's backlog is no trend. */
	{ "topic_hourly", "at_ts, topic_id, signal", "n",
	    "SELECT " HOUR("i.at_ts") " + 3600, t.topic_id, i.signal,"
				      " count(*) * ?3" INSIGHT_TOPICS LIVE
				      " AND p.backlog = 0 GROUP BY 1, 2, 3" },
	{ "topic_hourly_voice", "at_ts, topic_id, signal, voice_id", "n",
	    "SELECT " HOUR("i.at_ts") " + 3600, t.topic_id, i.signal,"
				      " i.voice_id, count(*) * "
				      "?3" INSIGHT_TOPICS LIVE
				      " AND p.backlog = 0 AND i.voice_id IS "
				      "NOT NULL GROUP BY 1, 2, 3, 4" },
	{ "brand_daily", "day, brand, signal", "n",
	    "SELECT day, brand, signal, count(*) * ?3 FROM (" BRANDS("",
		"") ") WHERE true GROUP BY 1, 2, 3" },
	{ "brand_daily_voice", "day, brand, signal, voice_id", "n",
	    "SELECT day, brand, signal, voice_id, count(*) * ?3 FROM (" BRANDS(
		", p.voice_id AS voice_id",
		" AND p.voice_id IS NOT NULL") ") WHERE true GROUP BY 1, 2, 3, "
					       "4" },
	{ "coverage_daily", "day, source_id, lang",
	    "posts, scored, abstained, truncated",
	    "SELECT " DAY(
		"p.at_ts") " AS day, p.source_id, p.lang,"
			   " count(*) * ?3,"
			   " sum(p.ruleset_id IS NOT NULL AND NOT p.abstained) "
			   "* ?3,"
			   " sum(p.abstained) * ?3, sum(p.truncated) * ?3"
			   " FROM post p WHERE " RANGE(
			       "p.id") " GROUP BY 1, 2, 3" },
};
enum { ROLLUPS = sizeof(rollups) / sizeof(rollups[0]) };
_Static_assert(SQL_ROLLUP + ROLLUPS - 1 <= SQL_ROLLUP_LAST,
    "room for every rollup's statement");

/* "n = n + excluded.n, …" */
static void
add_sums(struct buf *b, struct str sums)
{

	while (sums.n > 0) {
		struct str name = str_trim(str_cut(&sums, ','));

		buf_printf(b, "%.*s = %.*s + excluded.%.*s%s", STR_ARG(name),
		    STR_ARG(name), STR_ARG(name), sums.n > 0 ? ", " : "");
	}
}

static void
count_text(const struct rollup *r, struct buf *b)
{

	buf_printf(b,
	    "INSERT INTO %s(%s, %s) %s ON CONFLICT(%s) DO UPDATE SET ",
	    r->table, r->keys, r->sums, r->select, r->keys);
	add_sums(b, str_of(r->sums));
}

static void
bind_range(struct sql *q, int64_t after, int64_t upto, int sign, int64_t zone_s)
{

	sql_int(q, after);
	sql_int(q, upto);
	sql_int(q, sign);
	/* Hours are hours in every zone. */
	if (q->stmt != NULL && sqlite3_bind_parameter_count(q->stmt) > 3)
		sql_int(q, zone_s);
}

enum status
rollup_count(struct db *d, int64_t after, int64_t upto, int sign,
    int64_t zone_s)
{
	struct buf text = BUF_INIT(SQL_MAX);
	enum status st = OK;

	for (unsigned i = 0; st == OK && i < ROLLUPS; i++) {
		enum sql_name name = (enum sql_name)(SQL_ROLLUP + i);
		struct sql q;

		buf_clear(&text);
		if (d->kept[name] == NULL)
			count_text(&rollups[i], &text);
		if (buf_failed(&text)) {
			st = db_fail(d, E_MEMORY, "out of memory");
			break;
		}
		q = sql_begin(d, name, buf_str(&text).p);
		bind_range(&q, after, upto, sign, zone_s);
		st = sql_run(&q);
	}
	buf_free(&text);
	return (st);
}

enum status
rollup_rebuild(struct db *d, int64_t upto, int64_t zone_s)
{
	char text[100];
	enum status st = OK;

	for (size_t i = 0; st == OK && i < ROLLUPS; i++) {
		snprintf(text, sizeof(text), "DELETE FROM %s",
		    rollups[i].table);
		st = db_exec(d, text);
	}
	if (st == OK)
		st = rollup_count(d, 0, upto, 1, zone_s);
	return (st);
}

/* What was taken away again may stay as a row of zeros. */
static void
check_text(const struct rollup *r, struct buf *b)
{
	struct str sums = str_of(r->sums), first = str_cut(&sums, ',');

	buf_printf(b,
	    "WITH fresh AS (%s), kept AS (SELECT %s, %s FROM %s WHERE %.*s<>0)"
	    " SELECT (SELECT count(*) FROM (SELECT * FROM fresh EXCEPT"
	    " SELECT * FROM kept)) + (SELECT count(*) FROM (SELECT * FROM kept"
	    " EXCEPT SELECT * FROM fresh))",
	    r->select, r->keys, r->sums, r->table, STR_ARG(first));
}

enum status
rollup_check(struct db *d, int64_t upto, int64_t zone_s, struct buf *out)
{
	struct buf text = BUF_INIT(SQL_MAX);
	enum status st = OK;

	for (size_t i = 0; st == OK && i < ROLLUPS; i++) {
		struct sql q;
		bool row = false;

		buf_clear(&text);
		check_text(&rollups[i], &text);
		if (buf_failed(&text)) {
			st = db_fail(d, E_MEMORY, "out of memory");
			break;
		}
		q = sql_once(d, buf_str(&text).p);
		bind_range(&q, 0, upto, 1, zone_s);
		st = sql_next(&q, &row);
		if (st == OK && row && sql_get_int(&q, 0) > 0)
			buf_printf(out,
			    "%s: %" PRId64 " rows differ from a fresh count\n",
			    rollups[i].table, sql_get_int(&q, 0));
		sql_end(&q);
	}
	buf_free(&text);
	return (st);
}

enum status
rollup_sweep(struct db *d, int64_t nth, int64_t zone_s, int64_t upto_ts,
    bool *ret_done)
{
	struct str key, sum;
	const struct rollup *r;
	struct sql q;
	char text[200];

	*ret_done = nth >= ROLLUPS;
	if (*ret_done)
		return (OK);
	r = &rollups[nth];
	key = str_of(r->keys);
	key = str_cut(&key, ',');
	sum = str_of(r->sums);
	sum = str_cut(&sum, ',');
	snprintf(text, sizeof(text),
	    "DELETE FROM %s WHERE %.*s <= %s AND %.*s = 0", r->table,
	    STR_ARG(key),
	    str_eq(key, STR("day")) ? "date(?1 + ?2, 'unixepoch')"
				    : "?1 + 3600 + 0 * ?2",
	    STR_ARG(sum));
	q = sql_once(d, text);
	sql_int(&q, upto_ts);
	sql_int(&q, zone_s);
	return (sql_run(&q));
}

bool
rollup_zone(struct str s, int64_t *ret)
{
	int64_t hours, minutes = 0, sign = 1;
	struct str head;

	s = str_trim(s);
	if (s.n == 0 || str_ieq(s, STR("UTC")) || str_ieq(s, STR("Z"))) {
		*ret = 0;
		return (true);
	}
	if (s.p[0] != '+' && s.p[0] != '-')
		return (false);
	if (s.p[0] == '-')
		sign = -1;
	s = str_sub(s, 1, s.n);
	if (str_findc(s, ':') == SIZE_MAX && s.n == 4) {
		head = str_sub(s, 0, 2);
		s = str_sub(s, 2, 4);
	} else
		head = str_cut(&s, ':');
	if (head.n < 1 || head.n > 2 || !str_to_i64(head, &hours) ||
	    (s.n > 0 && (s.n != 2 || !str_to_i64(s, &minutes))))
		return (false);
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return (false);
	*ret = sign * (hours * 3600 + minutes * 60);
	return (true);
}
