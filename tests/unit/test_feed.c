#include "earshot/feed.h"

#include "unit.h"

static void
every_word_is_read_back_as_what_it_names(void **state)
{

	(void)state;
	for (int i = 0; i < SOURCE_KINDS; i++)
		assert_int_equal(source_kind_of(str_of(
				     source_kind_word((enum source_kind)i))),
		    i);
	for (int i = 0; i < FEED_ROLES; i++)
		assert_int_equal(feed_role_of(
				     str_of(feed_role_word((enum feed_role)i))),
		    i);
	for (int i = 0; i < FEED_STATUSES; i++)
		assert_int_equal(feed_status_of(str_of(
				     feed_status_word((enum feed_status)i))),
		    i);
	for (int i = 0; i < FEED_FOLLOWS; i++)
		assert_int_equal(feed_follow_of(str_of(
				     feed_follow_word((enum feed_follow)i))),
		    i);
	assert_int_equal(feed_role_of(STR("Comments")), ROLE_COMMENTS);
	assert_int_equal(feed_role_of(STR("remarks")), -1);
}

int
main(void)
{
	const struct CMUnitTest feed_tests[] = {
		cmocka_unit_test(every_word_is_read_back_as_what_it_names),
	};

	return (RUN_TESTS(feed_tests));
}
