#include "../../src/parse/jsonfeed.h"
#include "builderbox.h"

static bool malformed;

static enum status
read_feed(const char *text)
{

	malformed = false;
	return (jsonfeed_parse(b, str_of(text), &malformed));
}

#define VERSION "\"version\":\"https://jsonfeed.org/version/1.1\""

static void
the_version_makes_it_a_feed(void **state)
{

	(void)state;
	assert_int_equal(read_feed("{" VERSION "}"), OK);
	assert_str(b->p->version, "1.1");
	assert_false(malformed);
	assert_int_equal(read_feed("{\"version\":\"1.1\",\"items\":[]}"),
	    E_NOT_FEED);
	assert_int_equal(read_feed("{\"items\":[{\"id\":1}]}"), E_NOT_FEED);
	assert_int_equal(read_feed("{}"), E_NOT_FEED);
}

static void
items_with_a_title_above_are_a_feed_of_no_version(void **state)
{

	(void)state;
	assert_int_equal(read_feed("{\"title\":\"T\",\"items\":[{}]}"), OK);
	assert_int_equal(b->p->nentries, 1);
	assert_int_equal(b->p->version.n, 0);
}

static void
a_bad_item_loses_only_itself(void **state)
{

	(void)state;
	assert_int_equal(read_feed("{" VERSION ",\"items\":[{\"id\":\"1\"},"
				   "{\"id\" \"2\"},{\"id\":\"3\"}]}"),
	    OK);
	assert_true(malformed);
	assert_int_equal(b->p->nentries, 2);
	assert_str(b->p->entries[1].id, "3");
}

static void
an_item_of_too_many_values_is_left_out(void **state)
{
	struct buf text = BUF_INIT(1 << 20);

	(void)state;
	buf_adds(&text, "{" VERSION ",\"items\":[{\"id\":1,\"tags\":[");
	for (size_t i = 0; i < 60000; i++)
		buf_adds(&text, "1,");
	buf_adds(&text, "1]},{\"id\":2}]}");
	assert_int_equal(read_feed(text.p), OK);
	assert_true(malformed);
	assert_int_equal(b->p->nentries, 1);
	assert_str(b->p->entries[0].id, "2");
	buf_free(&text);
}

static void
values_of_other_types_do_no_harm(void **state)
{

	(void)state;
	assert_int_equal(read_feed(
			     "{" VERSION
			     ",\"title\":{},\"authors\":[1,null,\"Jo\"],"
			     "\"hubs\":{},\"items\":[{\"id\":12.5,\"title\":[],"
			     "\"tags\":\"one\",\"attachments\":{\"url\":\"/a\","
			     "\"size_in_bytes\":\"7\"},\"author\":\"Ana\"}]}"),
	    OK);
	assert_int_equal(builder_end(b), OK);
	assert_str(b->p->entries[0].id, "12.5");
	assert_int_equal(b->p->entries[0].title.raw.n, 0);
	assert_str(b->p->entries[0].categories[0], "one");
	assert_int_equal(b->p->entries[0].enclosures[0].length, 7);
	assert_str(b->p->entries[0].authors[0].name, "Ana");
	assert_str(b->p->feed.authors[0].name, "Jo");
}

static void
endless_badness_ends(void **state)
{
	struct buf text = BUF_INIT(1 << 20);

	(void)state;
	buf_adds(&text, "{" VERSION ",\"items\":[");
	for (size_t i = 0; i < 1000; i++)
		buf_adds(&text, "{\"a\" 1},");
	buf_adds(&text, "{\"id\":1}]}");
	assert_int_equal(read_feed(text.p), OK);
	assert_true(malformed);
	assert_int_equal(b->p->nentries, 0);
	buf_free(&text);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, builder_make, builder_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_version_makes_it_a_feed),
		TEST(items_with_a_title_above_are_a_feed_of_no_version),
		TEST(a_bad_item_loses_only_itself),
		TEST(an_item_of_too_many_values_is_left_out),
		TEST(values_of_other_types_do_no_harm),
		TEST(endless_badness_ends),
	};

	return (RUN_TESTS(tests));
}
