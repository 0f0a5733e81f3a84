#include "../../src/rules/spelling.h"
#include "unit.h"

static void
check_letter(const char *word, const char *want)
{
	struct buf out = BUF_INIT(1000);
	size_t at = 0;

	spelling_letter(str_of(word), &at, &out);
	assert_string_equal(out.p, want);
	assert_int_equal(at, strlen(word));
	buf_free(&out);
}

static void
a_letter_hears_its_kin_without_the_accent(void **state)
{

	(void)state;
	check_letter("\xc3\xa9", "(?:e|\xc3\xa8|\xc3\xa9|\xc3\xaa|\xc3\xab)");
	check_letter("\xc3\x89", "(?:e|\xc3\xa8|\xc3\xa9|\xc3\xaa|\xc3\xab)");
	check_letter("\xc3\xb1", "(?:n|\xc3\xb1)");
	/* German and Nordic letters, and other scripts */
	check_letter("\xc3\xb6", "\xc3\xb6");
	check_letter("\xd0\xb6", "\xd0\xb6");
}

static void
what_is_no_letter_means_itself(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	spelling_char(&out, 'a');
	spelling_char(&out, '.');
	spelling_char(&out, '_');
	assert_string_equal(out.p, "a\\._");
	assert_true(spelling_ascii('Z') && !spelling_ascii('-'));
	buf_free(&out);
}

static void
elided_words_are_known_by_what_stands_before(void **state)
{

	(void)state;
	assert_true(spelling_elides(STR("l'eau"), 1));
	assert_true(spelling_elides(STR("Qu'il"), 2));
	assert_false(spelling_elides(STR("don't"), 3));
	assert_false(spelling_elides(STR("o'clock"), 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_hears_its_kin_without_the_accent),
		cmocka_unit_test(what_is_no_letter_means_itself),
		cmocka_unit_test(elided_words_are_known_by_what_stands_before),
	};

	return (RUN_TESTS(tests));
}
