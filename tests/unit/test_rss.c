#include "documents.h"

/* A channel of RSS 2.0 with ${inside} in it. */
#define RSS(inside) "<rss version='2.0'><channel>" inside "</channel></rss>"

static void
only_known_versions_are_named(void **state)
{

	(void)state;
	assert_str(parse("<rss version='2.0.11'><channel/></rss>")->version,
	    "2.0");
	assert_str(parse("<rss version=' 0.92 '><channel/></rss>")->version,
	    "0.92");
	assert_null(parse("<rss version='20'><channel/></rss>")->version.p);
	assert_null(parse("<rss><channel/></rss>")->version.p);
}

static void
a_guid_is_a_link_only_when_it_may_be(void **state)
{
	struct parsed *p = parse(RSS(
	    "<item><guid>https://a.example/1</guid></item>"
	    "<item><guid isPermaLink='false'>https://a.example/2</guid></item>"
	    "<item><guid>4711</guid></item>"
	    "<item><guid>https://a.example/p?4</guid>"
	    "<link>https://a.example/4</link></item>"));

	(void)state;
	assert_int_equal(p->nentries, 4);
	assert_str(p->entries[0].id, "https://a.example/1");
	assert_str(p->entries[0].link, "https://a.example/1");
	assert_str(p->entries[1].id, "https://a.example/2");
	assert_null(p->entries[1].link.p);
	assert_str(p->entries[2].id, "4711");
	assert_null(p->entries[2].link.p);
	assert_str(p->entries[3].link, "https://a.example/4");
}

static void
hours_and_days_to_skip_stand_once_and_in_bounds(void **state)
{
	struct parsed *p = parse(
	    RSS("<skipHours><hour>24</hour><hour>24</hour><hour>7</hour>"
		"<hour>25</hour><hour>-1</hour><hour>x</hour><hour>07</hour>"
		"</skipHours><skipDays><day>Sunday</day><day>sun</day>"
		"<day>Friday</day><day>Someday</day></skipDays>"));

	(void)state;
	assert_int_equal(p->feed.nskip_hours, 2);
	assert_int_equal(p->feed.skip_hours[0], 0);
	assert_int_equal(p->feed.skip_hours[1], 7);
	assert_int_equal(p->feed.nskip_days, 2);
	assert_str(p->feed.skip_days[0], "Sunday");
	assert_str(p->feed.skip_days[1], "Friday");
}

#define SY "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"

static void
the_interval_is_the_ttl_or_the_period_by_its_frequency(void **state)
{

	(void)state;
	assert_int_equal(parse(RSS("<ttl>90</ttl>"))->feed.update_interval_s,
	    5400);
	assert_int_equal(parse(RSS("<sy:updatePeriod " SY ">hourly"
				   "</sy:updatePeriod><sy:updateFrequency " SY
				   ">4</sy:updateFrequency>"))
			     ->feed.update_interval_s,
	    900);
	assert_int_equal(parse(RSS("<sy:updateFrequency " SY
				   ">2</sy:updateFrequency>"))
			     ->feed.update_interval_s,
	    43200);
	assert_int_equal(parse(RSS("<sy:updatePeriod " SY ">hourly"
				   "</sy:updatePeriod><ttl>5</ttl>"))
			     ->feed.update_interval_s,
	    300);
	assert_int_equal(parse(RSS("<sy:updatePeriod " SY ">sometimes"
				   "</sy:updatePeriod>"))
			     ->feed.update_interval_s,
	    -1);
}

static void
an_item_names_its_enclosure_source_and_comments(void **state)
{
	struct parsed *p = parse(
	    RSS("<image><url>https://a.example/i.png</url></image>"
		"<item><enclosure url='https://a.example/1.ogg' length='9'"
		" type='audio/ogg'/>"
		"<source url='https://s.example/rss'>Their  feed</source>"
		"<comments>https://a.example/1#c</comments></item>"
		"<item><comments>12</comments></item>"));
	const struct entry *e = &p->entries[0];

	(void)state;
	assert_int_equal(p->nentries, 2);
	assert_str(p->feed.image, "https://a.example/i.png");
	assert_int_equal(e->nenclosures, 1);
	assert_str(e->enclosures[0].url, "https://a.example/1.ogg");
	assert_str(e->enclosures[0].type, "audio/ogg");
	assert_int_equal(e->enclosures[0].length, 9);
	assert_true(e->has_source);
	assert_str(e->source_title, "Their feed");
	assert_str(e->source_link, "https://s.example/rss");
	assert_str(e->comments, "https://a.example/1#c");
	assert_null(p->entries[1].comments.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_known_versions_are_named,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_guid_is_a_link_only_when_it_may_be, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    hours_and_days_to_skip_stand_once_and_in_bounds, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_interval_is_the_ttl_or_the_period_by_its_frequency,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    an_item_names_its_enclosure_source_and_comments, arena_make,
		    arena_drop),
	};

	return (RUN_TESTS(tests));
}
