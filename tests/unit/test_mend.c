#include "../../src/text/mend.h"
#include "../../src/text/prescan.h"
#include "unit.h"

static struct mend m;

static void
open_it(const char *name)
{

	mend_push(&m, str_of(name), scan_hash(str_of(name)), 0, NULL);
}

static size_t
find(const char *name)
{

	return (mend_find(&m, str_of(name), scan_hash(str_of(name))));
}

static void
an_end_tag_finds_the_innermost_of_its_name(void **state)
{

	(void)state;
	mend_init(&m);
	assert_int_equal(find("a"), SIZE_MAX);
	open_it("a");
	open_it("b");
	open_it("a");
	open_it("c");
	assert_int_equal(find("c"), 3);
	assert_int_equal(find("a"), 2);
	assert_int_equal(find("b"), 1);
	assert_int_equal(find("d"), SIZE_MAX);
	assert_str(mend_top(&m), "c");
	assert_str(mend_pop(&m), "c");
	assert_str(mend_pop(&m), "a");
	assert_int_equal(find("a"), 0);
	assert_int_equal(find("c"), SIZE_MAX);
}

static void
the_same_case_goes_before_another(void **state)
{

	(void)state;
	mend_init(&m);
	open_it("Title");
	open_it("title");
	open_it("TITLE");
	assert_int_equal(find("Title"), 0);
	assert_int_equal(find("title"), 1);
	assert_int_equal(find("tItLe"), 2);
}

static void
a_prefix_may_be_missing_at_the_innermost_only(void **state)
{

	(void)state;
	mend_init(&m);
	open_it("c:encoded");
	assert_int_equal(find("encoded"), 0);
	assert_int_equal(find("x:encoded"), 0);
	open_it("b");
	assert_int_equal(find("encoded"), SIZE_MAX);
}

static void
namespaces_go_with_their_element(void **state)
{

	(void)state;
	mend_init(&m);
	mend_push(&m, STR("a"), 1, 3, NULL);
	mend_push(&m, STR("b"), 2, 4, NULL);
	assert_int_equal(m.namespaces, 7);
	mend_pop(&m);
	assert_int_equal(m.namespaces, 3);
	mend_pop(&m);
	assert_int_equal(m.namespaces, 0);
	assert_null(mend_top(&m).p);
	assert_null(mend_top_element(&m));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_tag_finds_the_innermost_of_its_name),
		cmocka_unit_test(the_same_case_goes_before_another),
		cmocka_unit_test(a_prefix_may_be_missing_at_the_innermost_only),
		cmocka_unit_test(namespaces_go_with_their_element),
	};

	return (RUN_TESTS(tests));
}
