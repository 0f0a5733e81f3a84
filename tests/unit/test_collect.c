#include "builderbox.h"

static void
a_category_stands_once_in_the_order_of_the_document(void **state)
{

	(void)state;
	builder_category(b, STR("of no entry"));
	builder_entry(b, none);
	builder_category(b, STR("Bugs"));
	builder_category(b, STR("  Ideas &amp;  wishes "));
	builder_category(b, STR("Bugs"));
	builder_category(b, STR("   "));
	assert_int_equal(b->ncategories, 2);
	assert_str(b->categories[0], "Bugs");
	assert_str(b->categories[1], "Ideas & wishes");
	builder_entry(b, none);
	builder_category(b, STR("Bugs"));
	assert_int_equal(b->ncategories, 1);
}

static void
a_list_ends_at_its_cap(void **state)
{
	char text[64];

	(void)state;
	builder_entry(b, none);
	for (int i = 0; i < LIST_MAX + 50; i++) {
		snprintf(text, sizeof(text), "https://a.example/%d", i);
		builder_category(b, str_of(text));
		builder_hub(b, none, str_of(text));
		builder_reply(b, none, str_of(text), none);
		builder_enclosure(b, none, str_of(text), none, -1);
		builder_author(b, 1, str_of(text));
	}
	assert_int_equal(b->ncategories, LIST_MAX);
	assert_int_equal(b->nhubs, LIST_MAX);
	assert_int_equal(b->nreplies, LIST_MAX);
	assert_int_equal(b->nenclosures, LIST_MAX);
	assert_int_equal(b->authors.n, LIST_MAX);
	assert_str(b->categories[LIST_MAX - 1], "https://a.example/255");
}

static void
a_file_said_twice_is_one_that_more_is_known_of(void **state)
{
	struct str base = STR("https://a.example/feed");

	(void)state;
	builder_entry(b, none);
	builder_enclosure(b, base, STR("https://a.example/1.mp3"), none, -1);
	builder_enclosure(b, base, STR(" 1.mp3 "), STR("audio/mpeg"), 7);
	builder_enclosure(b, base, STR("1.mp3"), STR("audio/x"), 9);
	builder_enclosure(b, base, STR("2.mp3"), none, 1);
	builder_enclosure(b, base, none, STR("audio/mpeg"), 1);
	assert_int_equal(b->nenclosures, 2);
	assert_str(b->enclosures[0].url, "https://a.example/1.mp3");
	assert_str(b->enclosures[0].type, "audio/mpeg");
	assert_int_equal(b->enclosures[0].length, 7);
	assert_str(b->enclosures[1].url, "https://a.example/2.mp3");
}

static void
a_reply_needs_an_id_or_a_link(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_reply(b, none, STR(" "), STR(" "));
	builder_reply(b, none, STR(" tag:1 "), none);
	builder_reply(b, STR("https://a.example/"), none, STR("2"));
	assert_int_equal(b->nreplies, 2);
	assert_str(b->replies[0].id, "tag:1");
	assert_null(b->replies[0].link.p);
	assert_null(b->replies[1].id.p);
	assert_str(b->replies[1].link, "https://a.example/2");
}

static void
the_same_address_without_a_name_is_one_person(void **state)
{
	struct person who = { .email = STR("jo@a.example") };

	(void)state;
	builder_entry(b, none);
	builder_person(b, &b->authors, 1, none, who);
	builder_person(b, &b->authors, 1, none, who);
	who.email = STR("ana@a.example");
	builder_person(b, &b->authors, 1, none, who);
	builder_person(b, &b->authors, 1, none, (struct person){ 0 });
	assert_int_equal(b->authors.n, 2);
	assert_str(b->authors.list[0].email, "jo@a.example");
	assert_str(b->authors.list[1].email, "ana@a.example");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_category_stands_once_in_the_order_of_the_document,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(a_list_ends_at_its_cap,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    a_file_said_twice_is_one_that_more_is_known_of,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(a_reply_needs_an_id_or_a_link,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    the_same_address_without_a_name_is_one_person, builder_make,
		    builder_drop),
	};

	return (RUN_TESTS(tests));
}
