/*
 * Trends and daily counts are what a count of the posts themselves gives, for
 * any hour and day, whatever happened to the posts.
 */
#include "earshot/retain.h"

#include "../../src/store/schema.h"
#include "storebox.h"

enum {
	HOUR = 3600,
	DAY = 86400,
	DAYS = 20,
	STEPS = 260,
	SAID_MAX = 4000,
	GUIDS = 400
};

static unsigned seed;

static unsigned
roll(unsigned n)
{

	return ((unsigned)rand_r(&seed) % n);
}

/* ---- a random life ---- */

static const char *
some_words(void)
{
	static const char *const texts[] = {
		"The battery is broken",
		"battery broken, hinge broken",
		"I wish the battery were bigger, Acme",
		"I wish for a hinge, Zeta and Acme",
		"The hinge is broken and I wish it were not, Zeta",
		"Acme battery",
		"nothing at all",
		"The battery is not broken",
		"CASINO battery broken",
		"broken",
	};

	return (texts[roll(sizeof(texts) / sizeof(texts[0]))]);
}

static char guids[GUIDS][40], links[GUIDS][60], words_of[GUIDS][200];
static struct serve written[GUIDS];
static size_t nwritten;

static const struct serve *
write_post(int64_t now)
{
	static const char *const names[] = { NULL, "Jo", "Al", "Bo", "Cy", "Di",
		"Ed", "Flo" };
	size_t i = nwritten++;
	int64_t age = roll(10) == 0 ? 2 * DAY + roll(5 * DAY) : roll(6 * HOUR);

	snprintf(guids[i], sizeof(guids[i]), "g%zu", i);
	snprintf(links[i], sizeof(links[i]), "https://b.example/%zu", i);
	snprintf(words_of[i], sizeof(words_of[i]), "%s (%zu)", some_words(), i);
	written[i] = (struct serve){ .guid = guids[i],
		.link = links[i],
		.text = words_of[i],
		.author = names[roll(sizeof(names) / sizeof(names[0]))],
		.published_ts = roll(12) == 0 ? 0 : now - age };
	return (&written[i]);
}

static void
forget_somebody(void)
{
	struct forget f = { 0 };
	char sql[100];

	snprintf(sql, sizeof(sql),
	    "SELECT id FROM voice ORDER BY id LIMIT 1 OFFSET %u", roll(8));
	f.voice_id = box_int(sql);
	reader_close(box.reader);
	box.reader = NULL;
	if (f.voice_id == 0)
		return;
	for (int i = 0; !f.done; i++) {
		assert_true(i < 10000);
		if (store_forget(box.store, &f) != OK)
			fail_msg("%s", store_error(box.store));
	}
	forget_free(&f);
}

static void
prune_old(int64_t days)
{
	struct prune p = { .keep_posts_s = days * DAY };

	for (int i = 0; !p.done; i++) {
		assert_true(i < 1000);
		assert_int_equal(store_prune(box.store, &p), OK);
	}
}

/* Twenty days up to ${now}: new posts, late ones, edits, the same post
 * elsewhere, with nights in which nobody writes. */
static void
live(int64_t now)
{
	int64_t at = now - DAYS * DAY;

	nwritten = 0;
	for (int step = 0; step < STEPS; step++) {
		struct serve served[4];
		size_t n = 0, feed = roll(3);

		at += roll(2 * DAYS * DAY / STEPS);
		if (at > now)
			at = now - roll(HOUR);
		if (roll(25) == 0)
			at += 20 * HOUR;
		clock_freeze(at < now ? at : now);
		while (n < 1 + roll(3) && nwritten < GUIDS)
			served[n++] = *write_post(at);
		if (nwritten > 10 && roll(3) == 0) {
			size_t i = roll((unsigned)nwritten - 4);

			if (roll(2) == 0)
				snprintf(words_of[i], sizeof(words_of[i]),
				    "%s (%zu)", some_words(), i);
			served[n++] = written[i];
		}
		box_visit(feed, served, n);
		if (step % 90 == 89)
			forget_somebody();
	}
	clock_freeze(now);
}

/* ---- trends, counted from the insights ---- */

struct said {
	int64_t at_ts, topic, signal, voice;
};
static struct said said[SAID_MAX];
static size_t nsaid;

static const char *const topics[] = { "battery", "hinge" };
static const char *const signals[] = { "idea", "complaint" };
enum { TOPICS = 2, SIGNALS_ASKED = 2 };

static int64_t
index_of(const unsigned char *word, const char *const *list)
{

	return (strcmp((const char *)word, list[0]) == 0 ? 0 : 1);
}

static void
read_said(void)
{
	sqlite3 *db;
	sqlite3_stmt *q;

	nsaid = 0;
	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT p.published_ts, t.topic, t.signal, p.voice_id"
		" FROM v_insight_topic t JOIN v_post p USING(post_id)"
		" WHERE p.backlog = 0",
		-1, &q, NULL),
	    SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		assert_true(nsaid < SAID_MAX);
		said[nsaid++] = (struct said){ sqlite3_column_int64(q, 0),
			index_of(sqlite3_column_text(q, 1), topics),
			index_of(sqlite3_column_text(q, 2), signals),
			sqlite3_column_int64(q, 3) };
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
}

struct counted {
	double n, mean, sd, z, voices; /* z -99: none */
};

/* False: no row. */
static bool
count_trend(int64_t hour, int64_t topic, int64_t signal, struct counted *ret)
{
	int64_t days[8] = { 0 }, voices[100], total = 0;
	double squares = 0;
	size_t nvoices = 0;

	for (size_t i = 0; i < nsaid; i++) {
		const struct said *s = &said[i];
		size_t k = 0;

		if (s->topic != topic || s->signal != signal ||
		    s->at_ts >= hour || s->at_ts < hour - 8 * DAY)
			continue;
		days[(hour - 1 - s->at_ts) / DAY]++;
		if (s->at_ts < hour - DAY || s->voice == 0)
			continue;
		while (k < nvoices && voices[k] != s->voice)
			k++;
		if (k == nvoices)
			voices[nvoices++] = s->voice;
	}
	for (int d = 1; d <= 7; d++)
		total += days[d];
	*ret = (struct counted){ .n = (double)days[0],
		.mean = (double)total / 7,
		.z = -99,
		.voices = (double)nvoices };
	for (int d = 1; d <= 7; d++)
		squares += ((double)days[d] - ret->mean) *
			   ((double)days[d] - ret->mean);
	ret->sd = sqrt(squares / 7);
	if (days[0] >= 5)
		ret->z = (ret->n - ret->mean) / (ret->sd > 1 ? ret->sd : 1);
	return (total + days[0] > 0);
}

static bool
alike(const char *text, const struct counted *t)
{
	struct counted r;

	return (sscanf(text, "%lf %lf %lf %lf %lf", &r.n, &r.mean, &r.sd, &r.z,
		    &r.voices) == 5 &&
		r.n == t->n && fabs(r.mean - t->mean) < 1e-6 &&
		fabs(r.sd - t->sd) < 1e-6 && fabs(r.z - t->z) < 0.00501 &&
		r.voices == t->voices);
}

static void
hour_is_right(int64_t hour)
{

	for (int t = 0; t < TOPICS; t++)
		for (int s = 0; s < SIGNALS_ASKED; s++) {
			struct counted wanted;
			bool there = count_trend(hour, t, s, &wanted);
			const char *told;
			char sql[600];

			snprintf(sql, sizeof(sql),
			    "SELECT n_24h || ' ' || mean_7d || ' ' || sd_7d ||"
			    " ' ' || coalesce(z, -99) || ' ' || voices_24h"
			    " FROM v_trend WHERE at_ts = %lld AND topic = '%s'"
			    " AND signal = '%s'",
			    (long long)hour, topics[t], signals[s]);
			told = box_text(sql);
			if (there ? !alike(told, &wanted)
				  : strcmp(told, "(null)") != 0)
				fail_msg("%lld %s %s: %s, not %g %g %g %g %g",
				    (long long)hour, topics[t], signals[s],
				    told, wanted.n, wanted.mean, wanted.sd,
				    wanted.z, wanted.voices);
		}
}

static void
trends_are_right(int64_t now)
{
	int64_t first = INT64_MAX, quiet = 0, last = now / HOUR * HOUR + HOUR;
	char sql[200];

	read_said();
	for (size_t i = 0; i < nsaid; i++)
		if (said[i].at_ts < first)
			first = said[i].at_ts;
	first = first / HOUR * HOUR + HOUR;
	for (int64_t hour = first; hour <= last; hour += HOUR) {
		bool here = false;

		for (size_t i = 0; i < nsaid; i++)
			here |= said[i].at_ts >= hour - HOUR &&
				said[i].at_ts < hour;
		quiet += !here;
		if (hour < first + 3 * HOUR || hour > last - 3 * HOUR ||
		    roll(5) == 0)
			hour_is_right(hour);
	}
	assert_true(quiet > 50);
	snprintf(sql, sizeof(sql), "SELECT min(at_ts) = %lld FROM v_trend",
	    (long long)first);
	assert_int_equal(box_int(sql), 1);
	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM v_trend WHERE at_ts %% 3600 <> 0"
	    " OR at_ts > %lld",
	    (long long)last + HOUR);
	assert_int_equal(box_int(sql), 0);
	assert_true(box_int("SELECT count(*) FROM v_trend WHERE z > 1") > 0);
	assert_true(
	    box_int("SELECT count(*) FROM v_trend WHERE n_24h = 0") > 0);
}

/* ---- days, counted from the posts ---- */

/* ${columns} of ${view}, as one text a row, are what ${fresh} gives. */
static void
same_rows(const char *view, const char *columns, const char *fresh)
{
	char sql[4000];

	snprintf(sql, sizeof(sql),
	    "WITH fresh AS (%s), kept AS (SELECT %s AS row FROM %s)"
	    " SELECT group_concat(row, char(10)) FROM ("
	    "SELECT 'missing: ' || row AS row FROM"
	    " (SELECT * FROM fresh EXCEPT SELECT * FROM kept)"
	    " UNION ALL SELECT 'wrong: ' || row FROM"
	    " (SELECT * FROM kept EXCEPT SELECT * FROM fresh))",
	    fresh, columns, view);
	if (strcmp(box_text(sql), "(null)") != 0)
		fail_msg("%s: %s", view, box_text(sql));
	snprintf(sql, sizeof(sql), "SELECT count(*) > 5 FROM %s", view);
	assert_int_equal(box_int(sql), 1);
}

static void
days_are_right(int zone_s)
{
	char sql[3000];

	snprintf(sql, sizeof(sql),
	    "WITH about AS (SELECT DISTINCT post_id, topic_id FROM post_topic),"
	    " every AS (SELECT post_id, topic_id, 'any' AS signal, NULL AS"
	    " score FROM about UNION ALL SELECT a.post_id, a.topic_id,"
	    " v.signal, v.score FROM about a JOIN v_insight v USING(post_id))"
	    " SELECT date(p.at_ts + %d, 'unixepoch') || ' ' || o.name ||"
	    " ' ' || e.signal || ' ' || s.name || ' ' || p.lang || ' ' ||"
	    " count(*) || ' ' || count(DISTINCT p.voice_id) || ' ' ||"
	    " coalesce(sum(CAST(round(e.score * 1000000) AS INTEGER)) /"
	    " 1000000.0 / count(*), '-') AS row FROM every e"
	    " JOIN post p ON p.id = e.post_id JOIN topic o ON o.id ="
	    " e.topic_id JOIN source s ON s.id = p.source_id"
	    " GROUP BY date(p.at_ts + %d, 'unixepoch'), o.id, e.signal, s.id,"
	    " p.lang",
	    zone_s, zone_s);
	same_rows("v_topic_daily",
	    "day || ' ' || topic || ' ' || signal || ' ' || source || ' ' ||"
	    " lang || ' ' || n || ' ' || voices || ' ' ||"
	    " coalesce(mean_score, '-')",
	    sql);
	snprintf(sql, sizeof(sql),
	    "WITH about AS (SELECT DISTINCT post_id, list FROM mention),"
	    " every AS (SELECT post_id, list, 'any' AS signal FROM about"
	    " UNION ALL SELECT a.post_id, a.list, v.signal FROM about a"
	    " JOIN v_insight v USING(post_id))"
	    " SELECT date(p.at_ts + %d, 'unixepoch') || ' ' || e.list ||"
	    " ' ' || e.signal || ' ' || count(*) || ' ' ||"
	    " count(DISTINCT p.voice_id) AS row FROM every e"
	    " JOIN post p ON p.id = e.post_id"
	    " GROUP BY date(p.at_ts + %d, 'unixepoch'), e.list, e.signal",
	    zone_s, zone_s);
	same_rows("v_brand_daily",
	    "day || ' ' || brand || ' ' || signal || ' ' || n || ' ' ||"
	    " voices",
	    sql);
}

static void
life_in(const char *zone, int zone_s, unsigned with_seed)
{
	struct store_options o = { .url = box.path, .day_zone = zone };
	struct buf why = BUF_INIT(1000);
	/* The view asks what time it is. */
	int64_t now = (int64_t)time(NULL);

	seed = with_seed;
	clock_freeze(now - DAYS * DAY);
	assert_int_equal(store_open(&o, &box.store, &why), OK);
	box_list(box_urls, 3);
	live(now);
	trends_are_right(now);
	days_are_right(zone_s);
	box_sound();
	reader_close(box.reader);
	box.reader = NULL;
	prune_old(9);
	trends_are_right(now);
	days_are_right(zone_s);
	box_sound();
	buf_free(&why);
}

static void
every_hour_and_day_is_what_the_posts_say(void **state)
{

	(void)state;
	life_in("UTC", 0, 1);
}

static void
days_begin_where_the_zone_says_and_hours_do_not_mind(void **state)
{

	(void)state;
	life_in("+05:30", 19800, 2);
}

static void
west_of_greenwich_it_is_yesterday(void **state)
{

	(void)state;
	life_in("-08:00", -28800, 3);
}

static void
a_database_of_before_gets_its_voices_by_the_hour(void **state)
{
	int64_t now = (int64_t)time(NULL);

	(void)state;
	seed = 4;
	clock_freeze(now - DAYS * DAY);
	box_begin();
	live(now);
	box_run("DROP TABLE topic_hourly_voice; DROP INDEX engagement_taken");
	for (size_t i = 0; schema_kudos[i] != NULL; i++)
		box_run(schema_kudos[i]);
	trends_are_right(now);
	box_sound();
}

static void
nothing_said_is_no_trend(void **state)
{

	(void)state;
	box_begin();
	assert_int_equal(box_int("SELECT count(*) FROM v_trend"), 0);
}

static void
posts_dated_ahead_are_no_trend_yet(void **state)
{
	static struct serve post = { .guid = "1", .text = "battery broken" };

	(void)state;
	clock_freeze((int64_t)time(NULL));
	post.published_ts = clock_now() + 400 * DAY;
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_trend"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(every_hour_and_day_is_what_the_posts_say),
		BOX_TEST(days_begin_where_the_zone_says_and_hours_do_not_mind),
		BOX_TEST(west_of_greenwich_it_is_yesterday),
		BOX_TEST(a_database_of_before_gets_its_voices_by_the_hour),
		BOX_TEST(nothing_said_is_no_trend),
		BOX_TEST(posts_dated_ahead_are_no_trend_yet),
	};

	return (RUN_TESTS(tests));
}
