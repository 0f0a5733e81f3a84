/*
 * One post by whatever name a person has for it; the numbers of `status`.
 */
#include "storebox.h"

static struct buf why = { .cap = 10000 };
static struct reader *r;
static struct arena *a;

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = "https://b.example/1?x=1",
	    .title = "One",
	    .text = "The battery is broken, I wish it were not",
	    .published_ts = BOX_NOW - 3000 },
	{ .guid = "2", .link = "https://b.example/2", .text = "It is broken" },
};

static int
fill(void **state)
{

	if (box_make(state) != 0)
		return (1);
	box_begin();
	box_visit(0, &posts[0], 1);
	box_visit(1, &posts[1], 1);
	r = NULL;
	a = arena_new(1 << 20);
	return (reader_open(box.path, 0, &r, &why) != OK);
}

static int
empty(void **state)
{

	reader_close(r);
	arena_free(a);
	return (box_remove(state));
}

static void
a_post_is_found_by_ref_id_and_address(void **state)
{
	struct stored_post post;
	char ref[16], lower[16];

	(void)state;
	strcpy(ref, box_text("SELECT ref FROM v_insight WHERE post_id = 1"
			     " AND signal = 'idea'"));
	for (size_t i = 0; i <= strlen(ref); i++)
		lower[i] = (char)(ref[i] >= 'A' && ref[i] <= 'Z' ? ref[i] + 32
								 : ref[i]);
	assert_int_equal(query_post(r, a, str_of(ref), &post), OK);
	assert_int_equal(post.post_id, 1);
	assert_int_equal(query_post(r, a, str_of(lower), &post), OK);
	assert_int_equal(post.post_id, 1);
	assert_int_equal(query_post(r, a, STR(" 2 "), &post), OK);
	assert_int_equal(post.post_id, 2);
	assert_str(post.source, "Mirror");
	assert_int_equal(post.post.published_ts, NO_TIME);
	assert_int_equal(query_post(r, a, STR("http://b.example/1?x=1"), &post),
	    OK);
	assert_int_equal(post.post_id, 1);
	assert_int_equal(query_post(r, a, STR("https://b.example/3"), &post),
	    E_NOT_FOUND);
	assert_non_null(strstr(reader_error(r), "https://b.example/3"));
	assert_int_equal(query_post(r, a, STR("99"), &post), E_NOT_FOUND);
	assert_int_equal(query_post(r, a, STR("what"), &post), E_NOT_FOUND);
}

static char judged[200];

static enum status
take_judged(void *arg, const struct post *post, enum signal signal, bool right)
{
	size_t n = strlen(judged);

	snprintf(judged + n, sizeof(judged) - n, "%.*s %s %d;",
	    STR_ARG(post->guid), signal_word(signal), right);
	return (arg != NULL ? E_CANCELLED : OK);
}

static void
judgements_come_with_their_post_and_the_last_word(void **state)
{

	(void)state;
	judged[0] = '\0';
	assert_int_equal(query_judgements(r, take_judged, NULL), OK);
	assert_string_equal(judged, "");
	box_run("INSERT INTO judgement(insight_id, answer, at_ts)"
		" SELECT id, 'wrong', 1 FROM insight WHERE post_id = 1"
		" ORDER BY signal");
	box_run("INSERT INTO judgement(insight_id, answer, at_ts)"
		" SELECT id, 'right', 2 FROM insight WHERE post_id = 1"
		" AND signal = 'complaint'");
	assert_int_equal(query_judgements(r, take_judged, NULL), OK);
	assert_string_equal(judged, "1 idea 0;1 complaint 1;");
	judged[0] = '\0';
	assert_int_equal(query_judgements(r, take_judged, judged), E_CANCELLED);
	assert_string_equal(judged, "1 idea 0;");
}

static void
its_insights_come_with_it_live_ones_first(void **state)
{
	struct stored_post post;

	(void)state;
	box_run("UPDATE insight SET state = 'withdrawn', state_why = 'edited'"
		" WHERE signal = 'complaint' AND post_id = 1");
	assert_int_equal(query_post(r, a, STR("1"), &post), OK);
	assert_int_equal(post.ninsights, 2);
	assert_int_equal(post.insights[0].signal, SIGNAL_IDEA);
	assert_str(post.insights[0].state, "live");
	assert_int_equal(strlen(post.insights[0].ref), 9);
	assert_true(post.insights[0].score > .8);
	assert_str(post.insights[1].state, "withdrawn");
}

static void
status_counts_what_there_is(void **state)
{
	struct store_status s;

	(void)state;
	assert_int_equal(query_status(r, a, &s), OK);
	assert_int_equal(s.posts, 2);
	assert_int_equal(s.insights, 3);
	assert_int_equal(s.feeds_by_status[FEED_ACTIVE], 3);
	assert_int_equal(s.last_visit_ts, BOX_NOW);
	assert_int_equal(s.last_post_ts, BOX_NOW);
	assert_int_equal(s.rules, 4);
	assert_int_equal(s.schema, 3);
	assert_str(s.ruleset, "toy1");
	assert_true(s.bytes > 100000 && s.wal_bytes > 0);
}

static void
an_empty_store_has_a_status_too(void **state)
{
	struct store_status s;
	struct reader *fresh = NULL;

	(void)state;
	box_close();
	strcat(box.path, "2");
	box_open();
	assert_int_equal(reader_open(box.path, 0, &fresh, &why), OK);
	assert_int_equal(query_status(fresh, a, &s), OK);
	assert_int_equal(s.posts, 0);
	assert_int_equal(s.last_visit_ts, NO_TIME);
	assert_int_equal(s.last_post_ts, NO_TIME);
	assert_int_equal(s.ruleset.n, 0);
	reader_close(fresh);
}

#define POST_TEST(f) cmocka_unit_test_setup_teardown(f, fill, empty)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		POST_TEST(a_post_is_found_by_ref_id_and_address),
		POST_TEST(its_insights_come_with_it_live_ones_first),
		POST_TEST(judgements_come_with_their_post_and_the_last_word),
		POST_TEST(status_counts_what_there_is),
		POST_TEST(an_empty_store_has_a_status_too),
	};

	return (RUN_TESTS(tests));
}
