#include "../../src/parse/xmlfeed.h"
#include "unit.h"

static void
the_row_depends_on_namespace_name_and_place(void **state)
{
	const struct field *f;

	(void)state;
	f = feedfields_find(NS_NATIVE, STR("title"), IN_ENTRY);
	assert_non_null(f);
	assert_int_equal(f->slot, SLOT_TITLE);
	f = feedfields_find(NS_NATIVE, STR("title"), IN_SOURCE);
	assert_int_equal(f->slot, SLOT_SOURCE_TITLE);
	assert_null(feedfields_find(NS_NATIVE, STR("title"), IN_PERSON));
	assert_null(feedfields_find(NS_UNKNOWN, STR("title"), IN_ENTRY));
	assert_true(feedfields_find(NS_DC, STR("title"), IN_ENTRY)->rank >
		    feedfields_find(NS_NATIVE, STR("title"), IN_ENTRY)->rank);
}

static void
case_does_not_matter(void **state)
{
	const struct field *f;

	(void)state;
	f = feedfields_find(NS_WFW, STR("commentRss"), IN_ENTRY);
	assert_non_null(f);
	assert_ptr_equal(feedfields_find(NS_WFW, STR("commentRSS"), IN_ENTRY),
	    f);
	assert_non_null(feedfields_find(NS_NATIVE, STR("pubDate"), IN_ENTRY));
}

static void
unknown_and_endless_names_have_no_row(void **state)
{
	static char name[100000];

	(void)state;
	memset(name, 'n', sizeof(name));
	assert_null(feedfields_find(NS_NATIVE,
	    (struct str){ name, sizeof(name) }, IN_ENTRY));
	assert_null(feedfields_find(NS_NATIVE, STR(""), IN_ENTRY));
	assert_null(feedfields_find(NS_NATIVE, STR("titl"), IN_ENTRY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_row_depends_on_namespace_name_and_place),
		cmocka_unit_test(case_does_not_matter),
		cmocka_unit_test(unknown_and_endless_names_have_no_row),
	};

	return (RUN_TESTS(tests));
}
