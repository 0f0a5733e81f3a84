/*
 * Upkeep as it is asked for: words, steps, and what is said of it.
 */
#include "earshot/keeping.h"

#include "storebox.h"

static const struct conf conf = { .store_keep_posts_s = 400 * 86400,
	.store_keep_visits_s = 90 * 86400 };

static int64_t doubt_since_ms; /* kept as the daemon keeps it */

static const char *
run(const char *request)
{
	static char said[2000];
	struct buf out = BUF_INIT(1000);
	struct keeping k;

	if (keeping_read(&k, str_of(request), &conf, &out)) {
		k.doubt_since_ms = doubt_since_ms;
		while (!k.done)
			if (keeping_step(box.store, &k) != OK)
				break;
		if (!k.done)
			buf_adds(&out, k.error);
		else if (k.idle)
			buf_adds(&out, "idle");
		else
			keeping_tell(&k, &out);
	}
	doubt_since_ms = k.daily ? k.doubt_since_ms : doubt_since_ms;
	if (k.daily && k.doubted)
		buf_adds(&out, ", in doubt");
	keeping_free(&k);
	snprintf(said, sizeof(said), "%s", buf_str(&out).p);
	buf_free(&out);
	return (said);
}

static const struct serve posts[] = {
	{ .guid = "1", .text = "It is broken", .author = "Ann" },
	{ .guid = "2", .text = "I wish", .author = "Ben", .uri = "a b:c" },
};

static void
what_cannot_be_read_is_told(void **state)
{

	(void)state;
	box_begin();
	assert_non_null(strstr(run("sweep"), "unknown"));
	assert_non_null(strstr(run("prune all"), "unknown"));
	assert_non_null(strstr(run("forget"), "a voice is a number"));
	assert_non_null(strstr(run("forget voice Ann"), "a number"));
	assert_non_null(strstr(run("forget uri "), "not empty"));
	assert_non_null(strstr(run("forget mentions voice -1"), "a number"));
	assert_non_null(strstr(run("forget voice 7"), "no such voice"));
}

static void
a_daily_prune_is_idle_until_a_day_has_passed(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	assert_string_equal(run("prune daily"),
	    "pruned posts 0 insights 0 voices 0 visits 0\n");
	assert_string_equal(run("prune daily"), "idle");
	for (int day = 0; day < 400; day++) {
		clock_advance(INT64_C(86400000));
		assert_string_equal(run("prune daily"),
		    day == 90
			? "pruned posts 0 insights 0 voices 0 visits 1\n"
			: "pruned posts 0 insights 0 voices 0 visits 0\n");
	}
	clock_advance(INT64_C(86400000));
	assert_string_equal(run("prune daily"),
	    "pruned posts 2 insights 2 voices 2 visits 0\n");
	assert_string_equal(run("prune"),
	    "pruned posts 0 insights 0 voices 0 visits 0\n");
}

static void
a_clock_that_jumps_ahead_removes_nothing_for_two_days(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	run("prune daily");
	clock_advance(401 * INT64_C(86400000));
	assert_string_equal(run("prune daily"), "idle, in doubt");
	clock_advance(47 * INT64_C(3600000));
	assert_string_equal(run("prune daily"), "idle, in doubt");
	/* Who asks for it knows what time it is; and if it goes on, it is so.
	 */
	clock_advance(INT64_C(3600000));
	assert_string_equal(run("prune daily"),
	    "pruned posts 2 insights 2 voices 2 visits 1\n");
	clock_advance(31 * INT64_C(86400000));
	assert_string_equal(run("prune"),
	    "pruned posts 0 insights 0 voices 0 visits 0\n");
}

static void
a_clock_that_is_set_right_ends_the_doubt(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	run("prune daily");
	clock_advance(9000 * INT64_C(86400000));
	assert_string_equal(run("prune daily"), "idle, in doubt");
	clock_advance(-8999 * INT64_C(86400000));
	assert_string_equal(run("prune daily"),
	    "pruned posts 0 insights 0 voices 0 visits 0\n");
	assert_int_equal(doubt_since_ms, 0);
}

static void
a_uri_may_have_spaces(void **state)
{

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	reader_close(box.reader);
	box.reader = NULL;
	assert_string_equal(run("forget mentions uri a b:c"),
	    "forgot voices 1 posts 1 insights 1 crossed out in 0\n");
}

static void
a_prune_ends_a_forget_that_was_cut_short(void **state)
{
	struct forget f = { .voice_id = 1 };
	bool due = false;

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	reader_close(box.reader);
	box.reader = NULL;
	run("prune daily");
	assert_int_equal(store_forget(box.store, &f), OK);
	forget_free(&f);
	assert_int_equal(store_scrub_due(box.store, &due), OK);
	assert_true(due);
	assert_non_null(strstr(run("prune daily"), "pruned posts 0"));
	assert_int_equal(store_scrub_due(box.store, &due), OK);
	assert_false(due);
	assert_string_equal(run("prune daily"), "idle");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(what_cannot_be_read_is_told),
		BOX_TEST(a_daily_prune_is_idle_until_a_day_has_passed),
		BOX_TEST(a_clock_that_jumps_ahead_removes_nothing_for_two_days),
		BOX_TEST(a_clock_that_is_set_right_ends_the_doubt),
		BOX_TEST(a_uri_may_have_spaces),
		BOX_TEST(a_prune_ends_a_forget_that_was_cut_short),
	};

	return (RUN_TESTS(tests));
}
