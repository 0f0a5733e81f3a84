#include "rules/fitwords.h"
#include "unit.h"

static char heard[4000];

static void
take(void *arg, struct str phrase)
{
	size_t n = strlen(heard);

	(void)arg;
	snprintf(heard + n, sizeof(heard) - n, "[%.*s]", STR_ARG(phrase));
}

/* The phrases of ${text}, in brackets. */
static const char *
phrases(const char *text)
{
	struct arena *a = arena_new(4 << 20);

	heard[0] = '\0';
	assert_int_equal(fit_phrases(a, str_of(text), take, NULL), OK);
	arena_free(a);
	return (heard);
}

static void
phrases_have_one_to_three_words(void **state)
{

	(void)state;
	assert_string_equal(phrases("Red green blue"),
	    "[red][red green][red green blue][green][green blue][blue]");
}

static void
no_phrase_goes_on_across_a_sign(void **state)
{

	(void)state;
	assert_string_equal(phrases("red, green. Blue"), "[red][green][blue]");
}

static void
skeletons_keep_the_frame_and_drop_the_content(void **state)
{

	(void)state;
	assert_non_null(
	    strstr(phrases("would be lovely if"), "[would be * if]"));
	assert_non_null(strstr(heard, "[be * if]"));
	/* not at an end, and one only */
	assert_null(strstr(phrases("lovely would be if"), "*"));
	assert_null(strstr(phrases("would lovely red be"), "*"));
}

static void
names_numbers_and_addresses_are_left_out(void **state)
{

	(void)state;
	assert_string_equal(phrases(
				"@acme 42 #beans x2 www.site.test na\u00efve"),
	    "");
}

static void
apostrophes_are_plain(void **state)
{

	(void)state;
	assert_string_equal(phrases("Don\u2019t"), "[don't]");
}

static void
long_texts_are_cut(void **state)
{
	static char text[FIT_WORDS_MAX * 8];
	struct arena *a = arena_new(16 << 20);

	(void)state;
	for (size_t i = 0; i + 4 < sizeof(text); i += 4)
		memcpy(text + i, "ab, ", 5);
	heard[0] = '\0';
	assert_int_equal(fit_phrases(a, str_of(text), take, NULL), OK);
	assert_true(strlen(heard) > 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest fitwords_tests[] = {
		cmocka_unit_test(phrases_have_one_to_three_words),
		cmocka_unit_test(no_phrase_goes_on_across_a_sign),
		cmocka_unit_test(skeletons_keep_the_frame_and_drop_the_content),
		cmocka_unit_test(names_numbers_and_addresses_are_left_out),
		cmocka_unit_test(apostrophes_are_plain),
		cmocka_unit_test(long_texts_are_cut),
	};

	return (cmocka_run_group_tests(fitwords_tests, NULL, NULL));
}
