/*
 * Counts kept ahead are what a fresh count gives, whatever happened.
 */
#include "../../src/store/rollup.h"
#include "storebox.h"

static void
zones_are_read(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t seconds;
	} table[] = {
		{ "", true, 0 },
		{ "UTC", true, 0 },
		{ "utc", true, 0 },
		{ "+02:00", true, 7200 },
		{ "-0330", true, -12600 },
		{ "+5", true, 18000 },
		{ "+14:00", true, 50400 },
		{ "+15:00", false, 0 },
		{ "+02:60", false, 0 },
		{ "2", false, 0 },
		{ "Europe/Vienna", false, 0 },
		{ "+02:00:00", false, 0 },
		{ "+", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t seconds = 0;

		if (rollup_zone(str_of(table[i].text), &seconds) !=
			table[i].ok ||
		    seconds != table[i].seconds)
			fail_msg("%s", table[i].text);
	}
}

static void
counts_name_day_hour_topic_brand_and_voices(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .text = "My Acme battery is broken",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 60 },
		{ .guid = "2",
		    .link = "https://b.example/2",
		    .text = "My battery is broken as well",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 90 },
		{ .guid = "3",
		    .link = "https://b.example/3",
		    .text = "Also broken",
		    .author = "Al",
		    .published_ts = BOX_NOW - 86400 },
		{ .guid = "4",
		    .link = "https://b.example/4",
		    .text = "Acme is fine",
		    .author = "Al",
		    .published_ts = BOX_NOW - 60 },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 4);
	assert_string_equal(
	    box_text("SELECT group_concat(day || ' ' || n || ' ' || voices ||"
		     " ' ' || round(mean_score, 3), '; ') FROM v_signal_daily"),
	    "2026-03-09 1 1 0.818; 2026-03-10 2 1 0.818");
	assert_string_equal(
	    box_text("SELECT hour_at || ' ' || n || ' ' || voices FROM"
		     " v_signal_hourly ORDER BY hour_ts DESC LIMIT 1"),
	    "2026-03-10T11:00:00Z 2 1");
	assert_string_equal(
	    box_text("SELECT day || ' ' || topic || ' ' || signal || ' ' ||"
		     " source || ' ' || lang || ' ' || n || ' ' || voices"
		     " FROM v_topic_daily WHERE signal <> 'any'"),
	    "2026-03-10 battery complaint Acme blog en 2 1");
	assert_string_equal(
	    box_text("SELECT group_concat(brand || ' ' || signal || ' ' || n ||"
		     " ' ' || voices, '; ') FROM v_brand_daily"),
	    "brand.acme any 2 2; brand.acme complaint 1 1");
	assert_string_equal(
	    box_text("SELECT group_concat(day || ' ' || posts || ' ' || scored"
		     " || ' ' || abstained, '; ') FROM v_coverage"),
	    "2026-03-09 1 1 0; 2026-03-10 3 3 0");
	box_sound();
}

static void
a_long_life_of_edits_leaves_no_trace(void **state)
{
	static const char *const texts[] = { "It is broken", "I wish",
		"The battery is broken", "Acme wish broken", "nothing",
		"My Acme battery is not broken", "broken broken wish" };
	enum { POSTS = 12, ROUNDS = 40, TEXTS = 7 };
	struct serve posts[POSTS];
	char names[POSTS][40];
	unsigned seed = 7;

	(void)state;
	box_begin();
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = 1 + (unsigned)rand_r(&seed) % POSTS;

		for (size_t i = 0; i < n; i++) {
			snprintf(names[i], sizeof(names[i]),
			    "https://b.example/%zu", i);
			posts[i] = (struct serve){ .guid = names[i],
				.link = names[i],
				.text = texts[(unsigned)rand_r(&seed) % TEXTS],
				.author = i % 3 == 0   ? "Jo"
					  : i % 3 == 1 ? "Al"
						       : NULL,
				.published_ts = BOX_NOW - 3600 * (int64_t)i };
		}
		box_visit((unsigned)rand_r(&seed) % 2, posts, n);
		clock_advance(60 * 1000);
		box_sound();
	}
	assert_true(box_int("SELECT count(*) FROM v_insight_all"
			    " WHERE state = 'withdrawn'") > 0);
}

static void
a_wrong_count_is_noticed_and_mended(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = "https://b.example/1",
		.text = "It is broken",
		.author = "Jo" };
	struct buf out = BUF_INIT(10000);
	struct db d;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	box_close();
	assert_int_equal(db_open(&d, box.path, DB_WRITE), OK);
	assert_int_equal(db_exec(&d, "UPDATE signal_daily SET n = 5"), OK);
	assert_int_equal(rollup_check(&d, 1, 0, &out), OK);
	assert_str(buf_str(&out),
	    "signal_daily: 2 rows differ from a fresh count\n");
	assert_int_equal(rollup_rebuild(&d, 1, 0), OK);
	buf_clear(&out);
	assert_int_equal(rollup_check(&d, 1, 0, &out), OK);
	assert_int_equal(out.n, 0);
	buf_free(&out);
	db_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_are_read),
		BOX_TEST(counts_name_day_hour_topic_brand_and_voices),
		BOX_TEST(a_long_life_of_edits_leaves_no_trace),
		BOX_TEST(a_wrong_count_is_noticed_and_mended),
	};

	return (RUN_TESTS(tests));
}
