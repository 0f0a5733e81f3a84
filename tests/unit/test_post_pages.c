/*
 * Stored posts page by page.
 */
#include "askbox.h"

#define LINK "https://b.example/"

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = LINK "1",
	    .title = "One",
	    .text = "Old",
	    .author = "Jo",
	    .published_ts = BOX_NOW - 5000 },
	{ .guid = "2",
	    .link = LINK "2",
	    .title = "Two",
	    .text = "Same moment",
	    .stars = 4,
	    .published_ts = BOX_NOW - 1000 },
	{ .guid = "3",
	    .link = LINK "3",
	    .title = "Three",
	    .text = "Same moment, too",
	    .published_ts = BOX_NOW - 1000 },
	{ .guid = "4",
	    .link = LINK "4",
	    .title = "Ours",
	    .text = "We say",
	    .staff = true,
	    .published_ts = BOX_NOW - 500 },
	{ .guid = "5", .link = LINK "5", .title = "Five", .text = "Undated" },
};

static int
fill(void **state)
{

	return (ask_make(state, posts, 4, 5));
}

/* The titles, pages of ${max} by slashes. */
static void
assert_pages(const struct query_filter *f, size_t max, const char *expected)
{
	struct query_place at = { INT64_MAX, INT64_MAX };
	struct arena *a = arena_new(1 << 20);
	struct stored_post *list;
	char text[1000] = "";
	size_t count = 1, n = 0;
	int64_t all = 0, seen = 0;

	assert_non_null(a);
	while (count > 0) {
		assert_int_equal(query_posts(r, a, f, max, &at, &list, &count),
		    OK);
		for (size_t i = 0; i < count; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
			    "%.*s ", STR_ARG(list[i].post.title));
		n += (size_t)snprintf(text + n, sizeof(text) - n, "/ ");
		seen += (int64_t)count;
	}
	assert_string_equal(text, expected);
	assert_int_equal(query_posts_count(r, f, &all), OK);
	assert_int_equal(all, seen);
	arena_free(a);
}

static void
every_page_goes_on_where_the_last_one_ended(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	/* At one moment the later id comes first. */
	assert_pages(&f, 1, "Five / Two / Three / One / / ");
	assert_pages(&f, 2, "Five Two / Three One / / ");
	assert_pages(&f, 9, "Five Two Three One / / ");
}

static void
filters_narrow_pages_and_count_alike(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	f.since_ts = BOX_NOW - 1000;
	assert_pages(&f, 9, "Five Two Three / / ");
	f.until_ts = BOX_NOW;
	assert_pages(&f, 9, "Two Three / / ");
	query_filter_init(&f);
	f.source = STR("mirror");
	assert_pages(&f, 9, "Five / / ");
	f.lang = STR("de");
	assert_pages(&f, 9, "/ ");
}

static void
a_post_comes_with_all_that_it_was_heard_by(void **state)
{
	struct query_place at = { BOX_NOW - 999, 0 };
	struct arena *a = arena_new(1 << 20);
	struct stored_post *list;
	struct query_filter f;
	size_t n;

	(void)state;
	assert_non_null(a);
	query_filter_init(&f);
	assert_int_equal(query_posts(r, a, &f, 9, &at, &list, &n), OK);
	assert_int_equal(n, 3);
	assert_str(list[0].post.text, "Same moment");
	assert_int_equal(list[0].post.stars, 4);
	assert_str(list[0].source, "Acme blog");
	assert_int_equal(list[0].at_ts, BOX_NOW - 1000);
	assert_str(list[2].post.author, "Jo");
	assert_str(list[2].post.link, LINK "1");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest post_pages_tests[] = {
		cmocka_unit_test_setup_teardown(
		    every_page_goes_on_where_the_last_one_ended, fill,
		    ask_drop),
		cmocka_unit_test_setup_teardown(
		    filters_narrow_pages_and_count_alike, fill, ask_drop),
		cmocka_unit_test_setup_teardown(
		    a_post_comes_with_all_that_it_was_heard_by, fill, ask_drop),
	};

	return (RUN_TESTS(post_pages_tests));
}
