#include "builderbox.h"

static void
the_lower_rank_wins_and_of_equals_the_first(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_id(b, SLOT_ID, 5, STR("poor"));
	builder_id(b, SLOT_ID, 1, STR("  good  "));
	builder_id(b, SLOT_ID, 1, STR("late"));
	builder_id(b, SLOT_ID, 7, STR("worse"));
	builder_id(b, SLOT_ID, 0, STR("   "));
	assert_str(b->e->id, "good");
}

static void
what_is_no_date_leaves_the_slot_free(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_time(b, SLOT_PUBLISHED, 1, STR("soon"));
	builder_time(b, SLOT_PUBLISHED, 2, STR("1970-01-02T00:00:00Z"));
	assert_int_equal(b->e->published_ts, 86400);
}

static void
a_plain_date_counts_only_without_another(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_time(b, SLOT_DATE, 1, STR("1970-01-02T00:00:00Z"));
	builder_time(b, SLOT_UPDATED, 1, STR("1970-01-03T00:00:00Z"));
	builder_entry(b, none);
	builder_time(b, SLOT_DATE, 1, STR("1970-01-02T00:00:00Z"));
	assert_int_equal(builder_end(b), OK);
	assert_true(b->p->entries[0].published_ts == NO_TIME);
	assert_int_equal(b->p->entries[0].updated_ts, 2 * 86400);
	assert_int_equal(b->p->entries[1].published_ts, 86400);
}

static void
a_name_stands_once_and_learns_what_is_said_later(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_author(b, 1, STR("Jo"));
	builder_author(b, 1, STR("Ana"));
	builder_author(b, 1, STR("Jo (jo@a.example)"));
	assert_int_equal(b->authors.n, 2);
	assert_str(b->authors.list[0].name, "Jo");
	assert_str(b->authors.list[0].email, "jo@a.example");
	assert_str(b->authors.list[1].name, "Ana");
}

static void
a_better_kind_of_author_replaces_the_other(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_author(b, 12, STR("The Show"));
	builder_author(b, 10, STR("Jo"));
	builder_author(b, 12, STR("The Network"));
	assert_int_equal(b->authors.n, 1);
	assert_str(b->authors.list[0].name, "Jo");
}

static void
a_mail_in_one_and_a_name_in_the_other_are_one_person(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_author(b, 1, STR("jo@a.example"));
	builder_author(b, 10, STR("Jo"));
	assert_int_equal(b->authors.n, 1);
	assert_str(b->authors.list[0].name, "Jo");
	assert_str(b->authors.list[0].email, "jo@a.example");
	builder_entry(b, none);
	builder_author(b, 10, STR("Jo"));
	builder_author(b, 1, STR("jo@a.example"));
	assert_int_equal(b->authors.n, 1);
	assert_str(b->authors.list[0].name, "Jo");
}

static void
entries_of_atom_inherit_people_and_those_of_rss_do_not(void **state)
{

	(void)state;
	b->p->format = FORMAT_RSS;
	builder_entry(b, none);
	builder_entry_end(b);
	builder_author(b, 1, STR("Jo"));
	assert_int_equal(builder_end(b), OK);
	assert_int_equal(b->p->entries[0].nauthors, 0);
	b->p->format = FORMAT_ATOM;
	assert_int_equal(builder_end(b), OK);
	assert_int_equal(b->p->entries[0].nauthors, 1);
}

static void
urls_wait_for_the_feeds_own_link(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_url(b, SLOT_LINK, 1, none, STR(" /1 "));
	builder_comments(b, 1, none, STR("/1#c"));
	builder_enclosure(b, none, STR("1.mp3"), none, -1);
	builder_entry_end(b);
	builder_url(b, SLOT_LINK, 1, none, STR("https://a.example/b/"));
	assert_int_equal(builder_end(b), OK);
	assert_str(b->p->entries[0].link, "https://a.example/1");
	assert_str(b->p->entries[0].comments, "https://a.example/1#c");
	assert_str(b->p->entries[0].enclosures[0].url,
	    "https://a.example/b/1.mp3");
}

static void
without_any_base_they_stay_as_written(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_url(b, SLOT_LINK, 1, none, STR("/1"));
	builder_comments(b, 1, none, STR("/1#c"));
	assert_int_equal(builder_end(b), OK);
	assert_str(b->p->entries[0].link, "/1");
	assert_int_equal(b->p->entries[0].comments.n, 0);
}

static void
line_breaks_in_a_url_are_taken_out(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_url(b, SLOT_LINK, 1, none,
	    STR("\n https://a.example/\n\tlong \n"));
	assert_str(b->e->link, "https://a.example/long");
}

static void
the_real_enclosure_replaces_the_counting_one(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_enclosure_origin(b, none, STR("https://a.example/1.mp3"));
	builder_enclosure(b, none, STR("https://t.example/r"),
	    STR("audio/mpeg"), 7);
	builder_enclosure(b, none, STR("https://a.example/1.mp3"), none, -1);
	builder_entry_end(b);
	assert_int_equal(b->p->entries[0].nenclosures, 1);
	assert_str(b->p->entries[0].enclosures[0].url,
	    "https://a.example/1.mp3");
	assert_int_equal(b->p->entries[0].enclosures[0].length, 7);
}

static void
an_empty_language_cancels_what_is_inherited(void **state)
{

	(void)state;
	builder_language(b, 1, STR("en_GB"));
	builder_entry(b, none);
	builder_entry(b, STR(""));
	builder_entry(b, STR("de"));
	builder_language(b, 1, STR("fr"));
	assert_int_equal(builder_end(b), OK);
	assert_str(b->p->entries[0].language, "en-GB");
	assert_int_equal(b->p->entries[1].language.n, 0);
	assert_str(b->p->entries[2].language, "fr");
}

static void
counts_are_whole_and_not_negative(void **state)
{

	(void)state;
	assert_int_equal(count_of(STR(" 12 ")), 12);
	assert_int_equal(count_of(STR("-1")), -1);
	assert_int_equal(count_of(STR("1.5")), -1);
	assert_int_equal(count_of(STR("99999999999999999999")), -1);
	assert_int_equal(count_of(none), -1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, builder_make, builder_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_lower_rank_wins_and_of_equals_the_first),
		TEST(what_is_no_date_leaves_the_slot_free),
		TEST(a_plain_date_counts_only_without_another),
		TEST(a_name_stands_once_and_learns_what_is_said_later),
		TEST(a_better_kind_of_author_replaces_the_other),
		TEST(a_mail_in_one_and_a_name_in_the_other_are_one_person),
		TEST(entries_of_atom_inherit_people_and_those_of_rss_do_not),
		TEST(urls_wait_for_the_feeds_own_link),
		TEST(without_any_base_they_stay_as_written),
		TEST(line_breaks_in_a_url_are_taken_out),
		TEST(the_real_enclosure_replaces_the_counting_one),
		TEST(an_empty_language_cancels_what_is_inherited),
		TEST(counts_are_whole_and_not_negative),
	};

	return (RUN_TESTS(tests));
}
