/*
 * Numbers of posts as series: what is kept of them, and how fast they grow.
 */
#include "storebox.h"

#define LINK "https://b.example/1"

static struct serve post;

static void
begin(void)
{

	post = (struct serve){ .guid = "1", .link = LINK, .text = "talk" };
	box_begin();
}

static void
say(enum kudo k, int64_t n)
{

	post.kudos.said |= 1u << k;
	post.kudos.n[k] = n;
}

/* The first feed serves it ${seconds} later. */
static void
later(int64_t seconds)
{

	clock_advance(seconds * 1000);
	box_visit(0, &post, 1);
}

static const char *
series(const char *column)
{
	char sql[300];

	snprintf(sql, sizeof(sql),
	    "SELECT group_concat(coalesce(%s, '-'), ' ') FROM (SELECT * FROM"
	    " v_engagement ORDER BY taken_ts)",
	    column);
	return (box_text(sql));
}

static void
a_row_is_a_change_of_any_number(void **state)
{

	(void)state;
	begin();
	later(0);
	assert_int_equal(box_int("SELECT count(*) FROM v_engagement"), 0);
	post.comments = 3;
	later(3600);
	say(KUDO_VIEWS, 0);
	later(3600);
	later(3600);
	say(KUDO_LIKES, 5);
	say(KUDO_VOTES, 6);
	post.kudos.rating = 4.5;
	later(3600);
	later(3600);
	assert_string_equal(series("comments"), "3 3 3");
	assert_string_equal(series("views"), "- 0 0");
	assert_string_equal(series("likes"), "- - 5");
	assert_string_equal(series("votes"), "- - 6");
	assert_string_equal(series("rating"), "- - 4.5");
	box_sound();
}

static void
what_is_not_said_this_time_stands_as_it_was_said_last(void **state)
{

	(void)state;
	begin();
	post.comments = 3;
	say(KUDO_LIKES, 5);
	later(0);
	post.comments = 0; /* not said */
	say(KUDO_LIKES, 6);
	later(3600);
	post.kudos.said = 0;
	later(3600);
	assert_string_equal(series("comments"), "3 3");
	assert_string_equal(series("likes"), "5 6");
}

static void
a_number_that_falls_is_kept_and_has_no_speed(void **state)
{

	(void)state;
	begin();
	post.comments = 10;
	say(KUDO_VIEWS, 100);
	later(0);
	post.comments = 4;
	say(KUDO_VIEWS, 1000);
	later(7200);
	post.comments = 7;
	later(5400);
	assert_string_equal(series("comments"), "10 4 7");
	/* 900 views in two hours, then none; three comments in an hour and a
	 * half. */
	assert_string_equal(series("comments_per_h"), "- - 2.0");
	assert_string_equal(series("views_per_h"), "- 450.0 0.0");
	assert_string_equal(series("likes_per_h"), "- - -");
}

static void
each_number_has_its_speed(void **state)
{

	(void)state;
	begin();
	say(KUDO_LIKES, 1);
	say(KUDO_VOTES, 1);
	later(0);
	say(KUDO_LIKES, 2);
	say(KUDO_VOTES, 11);
	later(1800);
	assert_string_equal(series("likes_per_h"), "- 2.0");
	assert_string_equal(series("votes_per_h"), "- 20.0");
}

/* Every minute another number, for five days: of the first minute the row, of
 * the last two days one an hour, of each day before one. */
static void
a_series_is_thinned_out_as_it_ages(void **state)
{

	(void)state;
	begin();
	for (int minute = 0; minute <= 5 * 24 * 60; minute++) {
		post.comments = minute + 1;
		later(minute == 0 ? 0 : 60);
	}
	/* It began at noon. */
	assert_string_equal(
	    box_text("SELECT group_concat(comments, ' ') FROM (SELECT comments"
		     " FROM v_engagement ORDER BY taken_ts LIMIT 6)"),
	    "1 720 2160 3600 4380 4440");
	/* The first, three ends of days, an hour each, the present one. */
	assert_int_equal(box_int("SELECT count(*) FROM v_engagement"),
	    1 + 3 + 48 + 1);
	assert_int_equal(box_int("SELECT max(comments) FROM v_engagement"),
	    5 * 24 * 60 + 1);
	box_sound();
}

static void
a_row_is_left_of_every_time_though_visits_are_rare(void **state)
{

	(void)state;
	begin();
	for (int i = 0; i < 12; i++) {
		post.comments = i + 1;
		later(i == 0 ? 0 : 3 * 86400);
	}
	assert_string_equal(series("comments"), "1 2 3 4 5 6 7 8 9 10 11 12");
}

static void
another_place_with_the_same_words_has_its_own_readers(void **state)
{
	struct serve there;

	(void)state;
	begin();
	post.text = "one two three four five six seven eight nine ten one two"
		    " three four five six seven eight nine ten one two three"
		    " four five six seven eight nine ten one two three four"
		    " five six seven eight nine ten";
	post.comments = 3;
	later(0);
	there = post;
	there.guid = "there";
	there.link = "https://mirror.example/1";
	there.comments = 700;
	clock_advance(3600 * 1000);
	for (int i = 0; i < 2; i++)
		box_visit(1, &there, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_string_equal(series("comments"), "3");
	/* Its own feed goes on. */
	post.comments = 4;
	later(60);
	assert_string_equal(series("comments"), "3 4");
}

static void
a_clock_that_goes_back_keeps_the_order(void **state)
{

	(void)state;
	begin();
	post.comments = 1;
	later(86400);
	clock_freeze(BOX_NOW);
	post.comments = 2;
	later(0);
	post.comments = 3;
	later(60);
	assert_string_equal(box_text("SELECT comments FROM v_engagement"
				     " ORDER BY taken_ts DESC LIMIT 1"),
	    "3");
	post.comments = 4;
	later(2 * 86400);
	assert_string_equal(box_text("SELECT comments FROM v_engagement"
				     " ORDER BY taken_ts DESC LIMIT 1"),
	    "4");
	box_sound();
}

static void
numbers_beyond_bounds_are_not_stored(void **state)
{

	(void)state;
	begin();
	post.comments = KUDOS_MAX + 1;
	later(0);
	assert_int_equal(box_int("SELECT count(*) FROM v_engagement"), 0);
	post.comments = KUDOS_MAX;
	later(0);
	assert_string_equal(series("comments"), "9007199254740992");
	box_run("UPDATE engagement SET comments = -1");
	{
		struct buf why = BUF_INIT(1000), out = BUF_INIT(10000);
		struct reader *r = NULL;

		assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
		assert_int_equal(query_check(r, &out), E_CORRUPT);
		assert_true(str_find(buf_str(&out), STR("rows of numbers")) !=
			    SIZE_MAX);
		reader_close(r);
		buf_free(&why);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_row_is_a_change_of_any_number),
		BOX_TEST(what_is_not_said_this_time_stands_as_it_was_said_last),
		BOX_TEST(a_number_that_falls_is_kept_and_has_no_speed),
		BOX_TEST(each_number_has_its_speed),
		BOX_TEST(a_series_is_thinned_out_as_it_ages),
		BOX_TEST(a_row_is_left_of_every_time_though_visits_are_rare),
		BOX_TEST(another_place_with_the_same_words_has_its_own_readers),
		BOX_TEST(a_clock_that_goes_back_keeps_the_order),
		BOX_TEST(numbers_beyond_bounds_are_not_stored),
	};

	return (RUN_TESTS(tests));
}
