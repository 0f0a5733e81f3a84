/*
 * Older pages: which may be followed, and what each teaches.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "earshot/pages.h"

#define NOW 1800000000
#define DAY 86400

/* A page of a feed that came, or did not. */
static struct batch *
page_of(const char *feed_url, const char *page)
{
	struct feed feed = { .id = 1 };
	struct backfill f = { .since_ts = NOW - 90 * DAY,
		.oldest_ts = NO_TIME,
		.not_before_ts = NO_TIME,
		.page = str_of(page) };
	struct batch *b;

	feed.spec.url = str_of(feed_url);
	b = batch_new(&feed, 1 << 20, 1 << 20);
	assert_non_null(b);
	b->backfill = backfill_copy(b->arena, &f);
	assert_non_null(b->backfill);
	b->final_url = b->backfill->page;
	b->http_status = 200;
	b->outcome = OUTCOME_NEW;
	return (b);
}

static struct batch *
a_page(void)
{
	struct batch *b =
	    page_of("https://a.example/feed", "https://a.example/feed?page=2");

	b->new_posts = 10;
	b->backfill->ndated = 10;
	b->backfill->page_oldest_ts = NOW - 20 * DAY;
	b->backfill->older = STR("https://a.example/feed?page=3");
	return (b);
}

static struct batch *
failed(int http_status, enum status st)
{
	struct batch *b = a_page();

	b->new_posts = 0;
	b->outcome = OUTCOME_FAILED;
	b->status = st;
	b->http_status = http_status;
	return (b);
}

/* What a document at https://a.example/feed?page=2 names is followed, or
 * not. */
static void
expect_older(struct batch *b, const char *prev_archive, const char *next,
    const char *want, enum backfill_end want_why)
{
	enum backfill_end why;
	struct str older =
	    pages_older(b, str_of(prev_archive), str_of(next), &why);

	if (want == NULL) {
		assert_null(older.p);
		assert_int_equal(why, want_why);
	} else {
		assert_non_null(older.p);
		assert_string_equal(older.p, want);
	}
}

static void
archives_come_before_next_pages(void **state)
{
	struct batch *b = a_page();

	(void)state;
	expect_older(b, "https://a.example/2025", "https://a.example/?p=3",
	    "https://a.example/2025", 0);
	expect_older(b, NULL, " https://a.example/?p=3#top ",
	    "https://a.example/?p=3", 0);
	expect_older(b, NULL, NULL, NULL, BACKFILL_LAST);
	expect_older(b, "", "#top", NULL, BACKFILL_LAST);
	batch_free(b);
}

static void
pages_stay_on_the_feed_s_host(void **state)
{
	struct batch *b = a_page();

	(void)state;
	expect_older(b, NULL, "http://A.example:8080/3",
	    "http://A.example:8080/3", 0);
	expect_older(b, NULL, "https://b.example/3", NULL, BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "https://a.example.evil.example/3", NULL,
	    BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "https://a.example@b.example/3", NULL,
	    BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "file:///etc/passwd", NULL, BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "/3", NULL, BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "https://a.example/3\x1b[2J", NULL,
	    BACKFILL_ELSEWHERE);
	/* Where its redirects led, its pages may be, too. */
	b->final_url = STR("https://b.example/feed");
	expect_older(b, NULL, "https://b.example/3", "https://b.example/3", 0);
	batch_free(b);
}

static void
a_login_stays_at_its_own_origin(void **state)
{
	struct batch *b = page_of("https://jo:pw@a.example/feed",
	    "https://jo:pw@a.example/feed");

	(void)state;
	expect_older(b, NULL, "https://a.example/3", "https://a.example/3", 0);
	expect_older(b, NULL, "http://a.example/3", NULL, BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "https://a.example:444/3", NULL,
	    BACKFILL_ELSEWHERE);
	b->final_url = STR("https://b.example/feed");
	expect_older(b, NULL, "https://b.example/3", NULL, BACKFILL_ELSEWHERE);
	batch_free(b);
}

static void
a_secret_leaves_its_place_in_the_address(void **state)
{
	struct batch *b = page_of("https://a.example/feed?t={secret}",
	    "https://a.example/feed?t={secret}");

	(void)state;
	b->spec.secret = "key";
	b->secret = STR("s3cr3t");
	expect_older(b, NULL, "https://a.example/feed?t=s3cr3t&p=2",
	    "https://a.example/feed?t={secret}&p=2", 0);
	/* Spelt otherwise it would be stored as it is. */
	expect_older(b, NULL, "https://a.example/feed?t=s%33cr3t&p=2", NULL,
	    BACKFILL_ELSEWHERE);
	expect_older(b, NULL, "https://b.example/feed?t=s3cr3t", NULL,
	    BACKFILL_ELSEWHERE);
	batch_free(b);
}

static void
a_page_leads_to_the_next(void **state)
{
	struct batch *b = a_page();
	struct backfill *f = b->backfill;

	(void)state;
	f->tries = 2;
	pages_learn(b, NOW);
	assert_int_equal(f->end, BACKFILL_GOES_ON);
	assert_string_equal(f->page.p, "https://a.example/feed?page=3");
	assert_int_equal(f->pages, 1);
	assert_int_equal(f->posts, 10);
	assert_int_equal(f->oldest_ts, NOW - 20 * DAY);
	assert_int_equal(f->tries, 0);
	assert_int_equal(f->nseen, 1);
	batch_free(b);
}

static void
it_ends_where_half_a_page_is_too_old(void **state)
{
	struct batch *b = a_page();

	(void)state;
	/* A few may be pinned. */
	b->backfill->npast = 4;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_GOES_ON);
	batch_free(b);
	b = a_page();
	b->backfill->npast = 5;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_SPAN);
	batch_free(b);
}

static void
it_ends_where_nothing_new_comes(void **state)
{
	struct batch *b = a_page();

	(void)state;
	/* Known posts that lead further back are gone through. */
	b->new_posts = 0;
	b->backfill->oldest_ts = NOW - 10 * DAY;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_GOES_ON);
	batch_free(b);
	b = a_page();
	b->new_posts = 0;
	b->backfill->oldest_ts = NOW - 20 * DAY;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_NOTHING_NEW);
	batch_free(b);
	/* The feed's own page is the beginning, and known as a rule. */
	b = page_of("https://a.example/feed", "https://a.example/feed");
	b->backfill->older = STR("https://a.example/feed?page=2");
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_GOES_ON);
	batch_free(b);
}

static void
no_page_is_asked_for_twice(void **state)
{
	struct batch *b = a_page();

	(void)state;
	b->backfill->older = b->backfill->page;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->end, BACKFILL_AGAIN);
	batch_free(b);
}

static void
there_is_an_end_to_endless_pages(void **state)
{
	struct batch *b = a_page();
	struct backfill *f = b->backfill;
	char next[100];
	int n = 0;

	(void)state;
	do {
		snprintf(next, sizeof(next), "https://a.example/%d", n++);
		f->older = arena_str(b->arena, str_of(next));
		f->page_oldest_ts--;
		pages_learn(b, NOW);
	} while (f->end == BACKFILL_GOES_ON && n < 1000);
	assert_int_equal(f->end, BACKFILL_MANY);
	assert_int_equal(n, BACKFILL_PAGES_MAX);
	batch_free(b);
}

static void
what_passes_is_tried_again_later_and_later(void **state)
{
	static const int64_t waits_s[] = { 60, 240, 960, 3840 };
	struct batch *b = failed(0, E_TIMEOUT);
	struct backfill *f = b->backfill;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		pages_learn(b, NOW);
		assert_int_equal(f->end, BACKFILL_GOES_ON);
		assert_int_equal(f->not_before_ts, NOW + waits_s[i]);
	}
	pages_learn(b, NOW);
	assert_int_equal(f->end, BACKFILL_FAILED);
	assert_int_equal(f->pages, 0);
	batch_free(b);
}

static void
a_server_is_left_alone_as_long_as_it_asks(void **state)
{
	struct batch *b = failed(503, E_STATUS);

	(void)state;
	b->retry_after_s = 7200;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->not_before_ts, NOW + 7200);
	b->retry_after_s = 365 * DAY;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->not_before_ts, NOW + 7 * DAY);
	batch_free(b);
	b = failed(429, E_STATUS);
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->not_before_ts, NOW + 900);
	batch_free(b);
}

static void
what_will_not_pass_ends_it(void **state)
{
	static const struct {
		int http_status;
		enum status st;
	} cases[] = { { 404, E_STATUS }, { 410, E_STATUS }, { 403, E_STATUS },
		{ 0, E_REFUSED }, { 200, E_NOT_FEED }, { 200, E_TOO_LARGE },
		{ 302, E_REDIRECT } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct batch *b = failed(cases[i].http_status, cases[i].st);

		pages_learn(b, NOW);
		assert_int_equal(b->backfill->end, BACKFILL_FAILED);
		batch_free(b);
	}
}

static void
what_is_not_the_page_s_fault_teaches_nothing(void **state)
{
	struct batch *b = failed(0, E_CANCELLED);

	(void)state;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->tries, 0);
	b->status = E_CONNECT;
	b->ours = true;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->tries, 0);
	batch_free(b);
	b = a_page();
	b->stored = E_FULL;
	pages_learn(b, NOW);
	assert_int_equal(b->backfill->pages, 0);
	assert_string_equal(b->backfill->page.p,
	    "https://a.example/feed?page=2");
	batch_free(b);
}

static void
says_what_came_of_it(void **state)
{
	struct backfill f = { .pages = 1,
		.posts = 2,
		.oldest_ts = 1787000000,
		.end = BACKFILL_LAST };
	struct buf out = BUF_INIT(1000);

	(void)state;
	pages_say(&f, &out);
	assert_string_equal(buf_str(&out).p,
	    "1 page, 2 new posts, back to 2026-08-17: the last page names no "
	    "older one");
	buf_free(&out);
	for (int i = 0; i < BACKFILL_ENDS; i++) {
		assert_non_null(backfill_end_word((enum backfill_end)i));
		assert_non_null(backfill_end_text((enum backfill_end)i));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archives_come_before_next_pages),
		cmocka_unit_test(pages_stay_on_the_feed_s_host),
		cmocka_unit_test(a_login_stays_at_its_own_origin),
		cmocka_unit_test(a_secret_leaves_its_place_in_the_address),
		cmocka_unit_test(a_page_leads_to_the_next),
		cmocka_unit_test(it_ends_where_half_a_page_is_too_old),
		cmocka_unit_test(it_ends_where_nothing_new_comes),
		cmocka_unit_test(no_page_is_asked_for_twice),
		cmocka_unit_test(there_is_an_end_to_endless_pages),
		cmocka_unit_test(what_passes_is_tried_again_later_and_later),
		cmocka_unit_test(a_server_is_left_alone_as_long_as_it_asks),
		cmocka_unit_test(what_will_not_pass_ends_it),
		cmocka_unit_test(what_is_not_the_page_s_fault_teaches_nothing),
		cmocka_unit_test(says_what_came_of_it),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
