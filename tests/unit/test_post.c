#include "earshot/post.h"

#include "unit.h"

static void
every_kind_has_its_own_word(void **state)
{

	(void)state;
	for (int i = 0; i < POST_KINDS; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(post_kind_word(
						    (enum post_kind)i),
			    post_kind_word((enum post_kind)j));
	assert_string_equal(post_kind_word(POST_REVIEW), "review");
}

int
main(void)
{
	const struct CMUnitTest post_tests[] = {
		cmocka_unit_test(every_kind_has_its_own_word),
	};

	return (RUN_TESTS(post_tests));
}
