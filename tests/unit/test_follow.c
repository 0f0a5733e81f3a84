/*
 * Comment feeds: which one a post has, whether it is worth a visit, and how
 * long it is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "earshot/follow.h"

#define NOW  1800000000
#define HOUR 3600
#define DAY  86400

static struct arena *arena;

static int
begin(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

/* The comment feed of a post, "" when it has none. */
static const char *
feed_of(const char *named, const char *guid, const char *link,
    const char *comments)
{
	struct post p = { .guid = str_of(guid),
		.link = str_of(link),
		.comments_url = str_of(comments),
		.comments_feed = str_of(named) };
	enum found_shape shape;
	struct str url = follow_feed(arena, &p, &shape);

	return (url.n > 0 ? arena_str(arena, url).p : "");
}

static void
what_the_feed_names_is_the_comment_feed(void **state)
{

	(void)state;
	assert_string_equal(feed_of("https://a.example/1/feed/",
				"https://a.example/?p=1", "https://a.example/1",
				NULL),
	    "https://a.example/1/feed/");
	/* The fragment is no part of what is asked for. */
	assert_string_equal(feed_of("https://a.example/1/feed/#x", NULL, NULL,
				NULL),
	    "https://a.example/1/feed/");
}

static void
what_is_named_but_no_address_of_ours_is_none(void **state)
{
	static const char *const bad[] = { "ftp://a.example/feed",
		"https://user:pass@a.example/feed", "/feed", "javascript:1",
		"https://a.example/ feed", "https://a.example/feed\n",
		"https://a.example/{secret}/feed", "https://" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(feed_of(bad[i], NULL, NULL, NULL), "");
}

static void
a_shape_that_leaves_no_doubt_gives_the_address(void **state)
{
	static const struct {
		const char *guid, *link, *comments, *feed;
	} all[] = {
		{ "https://a.example/?p=12", "https://a.example/2026/words/",
		    NULL, "https://a.example/2026/words/feed/" },
		{ "http://a.example/?p=12", "https://a.example/words", NULL,
		    "https://a.example/words/feed/" },
		{ "tag:blogger.com,1999:blog-12.post-345",
		    "https://b.blogspot.example/2026/11/words.html", NULL,
		    "https://b.blogspot.example/feeds/345/comments/default" },
		{ "forum.example-topic-12", "https://forum.example/t/words/12",
		    NULL, "https://forum.example/t/words/12.rss" },
		{ "1", "https://a.example/words",
		    "https://acme.disqus.com/words_1/#disqus_thread",
		    "https://acme.disqus.com/words_1/latest.rss" },
		{ "t3_abc",
		    "https://www.reddit.com/r/coffee/comments/abc/words_here/",
		    NULL,
		    "https://www.reddit.com/r/coffee/comments/abc/words_here/"
		    ".rss" },
		{ "https://stackoverflow.example/q/12",
		    "https://stackoverflow.example/questions/12/words", NULL,
		    "https://stackoverflow.example/feeds/question/12" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(feed_of(NULL, all[i].guid, all[i].link,
					all[i].comments),
		    all[i].feed);
}

static void
half_a_shape_gives_nothing(void **state)
{
	static const struct {
		const char *guid, *link, *comments;
	} all[] = {
		{ NULL, "https://a.example/2026/words/", NULL },
		{ "https://a.example/words/", "https://a.example/words/",
		    "https://a.example/words/#comments" },
		{ "https://b.example/?p=12", "https://a.example/words/", NULL },
		{ "https://a.example/?p=12", "https://a.example/?p=12", NULL },
		{ "https://a.example/?p=12&x=1", "https://a.example/w", NULL },
		{ "https://a.example/?p=12", "https://a.example/", NULL },
		{ "tag:blogger.com,1999:blog-12.post-x", "https://b.example/w",
		    NULL },
		{ "forum.example-topic-13", "https://forum.example/t/words/12",
		    NULL },
		{ "1", "https://a.example/w", "https://disqus.com/words/" },
		{ "1", "https://a.example/w", "https://notdisqus.com/words/" },
		{ "1", "https://notreddit.com/r/a/comments/b/c/", NULL },
		{ "1", "https://www.reddit.com/r/a/comments/b/../", NULL },
		{ "1", "https://www.reddit.com/user/a", NULL },
		{ "https://a.example/q/13", "https://a.example/questions/12/w",
		    NULL },
		{ "yt:video:x", "https://www.youtube.com/watch?v=x", NULL },
		{ "1", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(feed_of(NULL, all[i].guid, all[i].link,
					all[i].comments),
		    "");
}

static void
a_count_that_grew_is_worth_a_visit_and_none_is_never(void **state)
{

	(void)state;
	assert_true(follow_worth(3, -1, false));
	assert_true(follow_worth(4, 3, false));
	assert_true(follow_worth(-1, -1, false));
	assert_true(follow_worth(-1, 3, false));
	assert_false(follow_worth(0, -1, false));
	assert_false(follow_worth(3, 3, false));
	assert_false(follow_worth(2, 3, false));
	assert_false(follow_worth(4, 3, true));
	assert_false(follow_worth(-1, -1, true));
}

static void
without_a_count_only_the_young_begin_unless_someone_is_keen(void **state)
{

	(void)state;
	assert_true(follow_begins(-1, NOW - DAY, NOW, false, false));
	assert_true(follow_begins(-1, NO_TIME, NOW, false, false));
	assert_false(follow_begins(-1, NOW - 15 * DAY, NOW, false, false));
	assert_true(follow_begins(-1, NOW - 15 * DAY, NOW, false, true));
	assert_true(follow_begins(2, NOW - 900 * DAY, NOW, false, false));
	assert_false(follow_begins(0, NOW, NOW, false, true));
	assert_false(follow_begins(2, NOW, NOW, true, true));
}

static void
the_pace_is_an_eighth_of_the_silence_within_its_bounds(void **state)
{

	(void)state;
	assert_int_equal(follow_every_s(0, 300), 300);
	assert_int_equal(follow_every_s(HOUR, 300), 450);
	assert_int_equal(follow_every_s(DAY, 300), 3 * HOUR);
	assert_int_equal(follow_every_s(8 * DAY, 300), DAY);
	assert_int_equal(follow_every_s(20 * DAY, 300), DAY);
	assert_int_equal(follow_every_s(-50, 300), 300);
}

/* A good visit where nobody counts, an hour after the last word. */
static struct follow_visit
a_visit(void)
{

	return ((struct follow_visit){ .now = NOW,
	    .min_interval_s = 300,
	    .read = true,
	    .newest_ts = NOW - HOUR,
	    .last_ts = NOW - 2 * DAY,
	    .comments = -1,
	    .was = { .feed_id = 2,
		.post_id = 1,
		.comments = -1,
		.seen = -1 } });
}

/* Likewise where the count grew from ${seen} to ${comments}. */
static struct follow_visit
counted(int64_t seen, int64_t comments, bool fresh)
{
	struct follow_visit v = a_visit();

	v.comments = v.was.comments = comments;
	v.was.seen = seen;
	v.fresh = fresh;
	return (v);
}

static void
where_nobody_counts_it_goes_on_by_the_last_word(void **state)
{
	struct follow_visit v = a_visit();
	struct follow_next n;

	(void)state;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_GOES_ON);
	assert_int_equal(n.every_s, 450);
	assert_int_equal(n.last_ts, NOW - HOUR);
	/* As it was: the last word is older by now. */
	v.newest_ts = NO_TIME;
	follow_next(&v, &n);
	assert_int_equal(n.every_s, 6 * HOUR);
	/* Comments without dates came just now. */
	v.fresh = true;
	follow_next(&v, &n);
	assert_int_equal(n.last_ts, NOW);
}

static void
it_is_over_when_nobody_spoke_for_three_weeks(void **state)
{
	struct follow_visit v = a_visit();
	struct follow_next n;

	(void)state;
	v.newest_ts = v.last_ts = NOW - 21 * DAY;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_GOES_ON);
	v.newest_ts = v.last_ts = NOW - 21 * DAY - 1;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
	assert_non_null(n.why);
	assert_false(n.closes);
}

static void
a_count_that_was_read_lets_it_sleep(void **state)
{
	struct follow_visit v = counted(-1, 3, true);
	struct follow_next n;

	(void)state;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_SLEEPS);
	assert_int_equal(n.seen, 3);
}

static void
a_count_that_grew_meanwhile_keeps_it_awake(void **state)
{
	struct follow_visit v = counted(-1, 3, true);
	struct follow_next n;

	(void)state;
	v.was.comments = 5;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_GOES_ON);
	assert_int_equal(n.seen, 3);
	assert_int_equal(n.every_s, 300);
	/* It shrank: no more than that was read. */
	v.was.comments = 2;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_SLEEPS);
	assert_int_equal(n.seen, 2);
}

static void
a_cache_that_is_behind_is_read_once_more(void **state)
{
	struct follow_visit v = counted(3, 4, false);
	struct follow_next n;

	(void)state;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_GOES_ON);
	assert_int_equal(n.tries, 1);
	assert_int_equal(n.every_s, HOUR);
	assert_int_equal(n.seen, 3);
	v.was.tries = 1;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_SLEEPS);
	assert_int_equal(n.seen, 4);
}

static void
one_that_says_it_is_closed_is_over_and_its_thread_closed(void **state)
{
	struct follow_visit v = counted(1, 2, true);
	struct follow_next n;

	(void)state;
	v.closed = true;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
	assert_true(n.closes);
	assert_int_equal(n.seen, 2);
}

static void
what_passes_is_waited_for_and_what_does_not_ends_it(void **state)
{
	struct follow_visit v = counted(-1, 2, false);
	struct follow_next n;

	(void)state;
	v.read = false;
	v.failures = FOLLOW_FAILURES_MAX - 1;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_GOES_ON);
	assert_int_equal(n.every_s, 0);
	assert_int_equal(n.seen, -1);
	v.failures = FOLLOW_FAILURES_MAX;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
	assert_false(n.closes);
	v.failures = 1;
	v.final = v.gone = true;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
	assert_true(n.closes);
	/* Only a count that grows wakes it. */
	assert_int_equal(n.seen, 2);
	/* That it never was there tells nothing. */
	v.was.facts.ok_ts = NO_TIME;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
	assert_false(n.closes);
}

static void
without_its_post_it_is_over(void **state)
{
	struct follow_visit v = a_visit();
	struct follow_next n;

	(void)state;
	v.was.post_id = 0;
	follow_next(&v, &n);
	assert_int_equal(n.turn, FOUND_OVER);
}

static void
a_secret_goes_to_its_own_origin_only(void **state)
{
	static const struct {
		const char *listed, *found;
		bool goes;
	} all[] = {
		{ "https://a.example/feed", "https://a.example/1/feed", true },
		{ "https://a.example/feed", "https://A.example/1/feed", true },
		{ "https://a.example/feed", "http://a.example/1/feed", false },
		{ "https://a.example/feed", "https://b.example/feed", false },
		{ "https://a.example/feed", "https://a.example:8443/f", false },
		{ "https://a.example/feed", "https://a.example.b.example/f",
		    false },
		{ "https://a.example/{secret}/f", "https://a.example/1",
		    false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct feed_spec listed = { .url = str_of(all[i].listed),
			.secret = "token",
			.staff = "Jo",
			.need = "brand.acme",
			.every_s = 60,
			.line = 3 };
		struct feed_spec found;

		follow_spec(&listed, str_of(all[i].found), &found);
		assert_int_equal(found.secret != NULL, all[i].goes);
		assert_int_equal(found.role, ROLE_THREAD);
		assert_string_equal(found.staff, "Jo");
		assert_string_equal(found.need, "brand.acme");
		assert_int_equal(found.every_s, 0);
	}
}

static void
a_site_is_a_host(void **state)
{

	(void)state;
	assert_true(follow_site(arena, STR("https://a.example/1")) ==
		    follow_site(arena, STR("http://A.example/2?x")));
	assert_true(follow_site(arena, STR("https://a.example/1")) !=
		    follow_site(arena, STR("https://b.example/1")));
	assert_true(follow_site(arena, STR("nothing")) != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_feed_names_is_the_comment_feed),
		cmocka_unit_test(what_is_named_but_no_address_of_ours_is_none),
		cmocka_unit_test(
		    a_shape_that_leaves_no_doubt_gives_the_address),
		cmocka_unit_test(half_a_shape_gives_nothing),
		cmocka_unit_test(
		    a_count_that_grew_is_worth_a_visit_and_none_is_never),
		cmocka_unit_test(
		    without_a_count_only_the_young_begin_unless_someone_is_keen),
		cmocka_unit_test(
		    the_pace_is_an_eighth_of_the_silence_within_its_bounds),
		cmocka_unit_test(
		    where_nobody_counts_it_goes_on_by_the_last_word),
		cmocka_unit_test(it_is_over_when_nobody_spoke_for_three_weeks),
		cmocka_unit_test(a_count_that_was_read_lets_it_sleep),
		cmocka_unit_test(a_count_that_grew_meanwhile_keeps_it_awake),
		cmocka_unit_test(a_cache_that_is_behind_is_read_once_more),
		cmocka_unit_test(
		    one_that_says_it_is_closed_is_over_and_its_thread_closed),
		cmocka_unit_test(
		    what_passes_is_waited_for_and_what_does_not_ends_it),
		cmocka_unit_test(without_its_post_it_is_over),
		cmocka_unit_test(a_secret_goes_to_its_own_origin_only),
		cmocka_unit_test(a_site_is_a_host),
	};

	return (cmocka_run_group_tests(tests, begin, end));
}
