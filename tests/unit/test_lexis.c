#include "earshot/buf.h"
#include "earshot/lexis.h"

#include "unit.h"

static uint32_t words[LEXIS_MAX], others[LEXIS_MAX];

static size_t
count(const char *text)
{

	return (lexis_words(str_of(text), NULL, 0, words, 0));
}

/* Do both have the same words, in this order? */
static bool
alike(const char *one, const char *other)
{
	size_t n = lexis_words(str_of(one), NULL, 0, words, 0);
	size_t m = lexis_words(str_of(other), NULL, 0, others, 0);

	return (n == m && n > 0 && memcmp(words, others, n * 4) == 0);
}

static void
words_of_four_letters_count_once(void **state)
{

	(void)state;
	assert_int_equal(count("The lid of the kettle leaks, and leaks!"), 2);
	assert_int_equal(count("no it is 2026 an IPA"), 0);
	assert_int_equal(count(""), 0);
}

static void
case_and_inner_signs_do_not_matter(void **state)
{

	(void)state;
	assert_true(alike("Don't e-mail ÉCOLE", "DON’T email école"));
	assert_true(alike("Größe", "GRÖßE"));
	assert_false(alike("kettle", "kettles"));
}

static void
signs_beyond_ascii_part_words(void **state)
{

	(void)state;
	assert_true(alike("«mots justes» — “kettle” 🫖 lids…",
	    "mots justes kettle lids"));
}

static void
scripts_without_spaces_are_taken_by_character(void **state)
{

	(void)state;
	assert_int_equal(count("漏水 水"), 2);
	assert_int_equal(count("กาน้ำ"), 5);
}

static void
links_and_quotes_are_left_out(void **state)
{
	const char *text = "quoted words here said mine";
	struct quote quotes[] = { { 0, 18 } };

	(void)state;
	assert_true(
	    alike("see https://kettle.example/broken/lid here", "here"));
	assert_int_equal(lexis_words(str_of(text), quotes, 1, words, 0), 2);
	assert_int_equal(lexis_words(STR("said mine"), NULL, 0, others, 0), 2);
	assert_memory_equal(words, others, 8);
}

static void
a_text_is_added_to_another(void **state)
{
	size_t n = lexis_words(STR("kettle leaks"), NULL, 0, words, 0);

	(void)state;
	n = lexis_words(STR("leaks badly"), NULL, 0, words, n);
	assert_int_equal(n, 3);
}

static void
no_text_gives_more_than_the_bound(void **state)
{
	struct buf b = BUF_INIT(1 << 20);

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_printf(&b, "%c%c%cword ", 'a' + i % 26, 'a' + i / 26 % 26,
		    'a' + i / 676);
	assert_int_equal(lexis_words(buf_str(&b), NULL, 0, words, 0),
	    LEXIS_MAX);
	assert_int_equal(lexis_words(buf_str(&b), NULL, 0, words, LEXIS_MAX),
	    LEXIS_MAX);
	buf_free(&b);
}

static void
any_bytes_will_do(void **state)
{
	unsigned char bytes[4096];
	uint32_t seed = 1;
	struct quote odd[] = { { 5, 3 }, { 2, 9000 }, { 9000, 9001 } };

	(void)state;
	for (int round = 0; round < 200; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (unsigned char)(seed >> 24);
		}
		assert_true(lexis_words((struct str){ (const char *)bytes,
					    sizeof(bytes) - (size_t)round },
				round % 2 ? odd : NULL, round % 2 ? 3 : 0,
				words, 0) <= LEXIS_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_four_letters_count_once),
		cmocka_unit_test(case_and_inner_signs_do_not_matter),
		cmocka_unit_test(signs_beyond_ascii_part_words),
		cmocka_unit_test(scripts_without_spaces_are_taken_by_character),
		cmocka_unit_test(links_and_quotes_are_left_out),
		cmocka_unit_test(a_text_is_added_to_another),
		cmocka_unit_test(no_text_gives_more_than_the_bound),
		cmocka_unit_test(any_bytes_will_do),
	};

	return (RUN_TESTS(tests));
}
