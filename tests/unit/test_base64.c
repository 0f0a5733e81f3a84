#include "../../src/parse/base64.h"
#include "unit.h"

static struct arena *a;

static void
all_lengths_decode(void **state)
{

	(void)state;
	assert_str(base64_decode(a, STR("VGVh")), "Tea");
	assert_str(base64_decode(a, STR("VGVhcw==")), "Teas");
	assert_str(base64_decode(a, STR("VGVhcG8=")), "Teapo");
	assert_str(base64_decode(a, STR("VGVhcG8")), "Teapo");
	assert_str(base64_decode(a, STR("\n VG\nVh \n")), "Tea");
	assert_memory_equal(base64_decode(a, STR("-_-_")).p, "\xfb\xff\xbf", 3);
}

static void
what_is_no_base64_is_refused(void **state)
{

	(void)state;
	assert_null(base64_decode(a, STR("plain text, no code")).p);
	assert_null(base64_decode(a, STR("VGVh!")).p);
	assert_null(base64_decode(a, STR("VG=Vh")).p);
	assert_null(base64_decode(a, STR("VGVhc")).p);
	assert_null(base64_decode(a, STR("")).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_lengths_decode),
		cmocka_unit_test(what_is_no_base64_is_refused),
	};
	int failed;

	a = arena_new(1 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
