#include "../../src/parse/line.h"
#include "unit.h"

static struct arena *a;

static void
white_space_of_unicode_is_trimmed(void **state)
{

	(void)state;
	assert_str(line_trim(STR(" \t\n tea \r\n")), "tea");
	assert_str(line_trim(STR("\xc2\xa0\xe3\x80\x80tea\xe2\x80\xa8")),
	    "tea");
	assert_str(line_trim(STR("\xc2\xa0 ")), "");
	assert_str(line_trim(STR("\xc3\xa0")), "\xc3\xa0");
	assert_int_equal(line_trim((struct str){ NULL, 0 }).n, 0);
}

static void
runs_become_one_space_and_clean_lines_stay(void **state)
{
	struct str clean = STR("two words");

	(void)state;
	assert_str(line_collapse(a, STR(" a \n\n b\tc\xc2\xa0 d ")), "a b c d");
	assert_ptr_equal(line_collapse(a, clean).p, clean.p);
	assert_str(line_collapse(a, STR(" \n ")), "");
}

static void
known_tags_go_and_other_signs_stay(void **state)
{

	(void)state;
	assert_str(line_plain(a, STR("a <b>bold</b> word")), "a bold word");
	assert_str(line_plain(a, STR("A<B and <gorilla>")),
	    "A<B and <gorilla>");
	assert_str(line_plain(a, STR("Ben &amp; Jo&#39;s")), "Ben & Jo's");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_of_unicode_is_trimmed),
		cmocka_unit_test(runs_become_one_space_and_clean_lines_stay),
		cmocka_unit_test(known_tags_go_and_other_signs_stay),
	};
	int failed;

	a = arena_new(1 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
