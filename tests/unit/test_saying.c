/*
 * Phrases and patterns as they are written.
 */
#include "rules/saying.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "unit.h"

static void
quotes_inside_a_phrase_are_escaped(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	saying_phrase(&out, STR("say \"so\" | \\ or"));
	assert_str(buf_str(&out), "\"say \\\"so\\\" | \\ or\"");
	buf_free(&out);
}

static void
flags_are_told_in_one_order(void **state)
{
	struct pattern p = { .caseless = true,
		.options = PCRE2_EXTENDED | PCRE2_DOTALL | PCRE2_MULTILINE };
	char flags[5];

	(void)state;
	saying_flags(&p, flags);
	assert_string_equal(flags, "ismx");
	p = (struct pattern){ .caseless = false };
	saying_flags(&p, flags);
	assert_string_equal(flags, "");
}

static void
phrases_and_regexes_are_told_apart(void **state)
{
	struct pattern c = { .source = STR("c"), .caseless = true };
	struct pattern b = { .next = &c, .source = STR("b+"), .regex = true };
	struct pattern a = { .next = &b, .source = STR("a"), .caseless = true };
	struct buf out = BUF_INIT(1000);

	(void)state;
	assert_int_equal(saying_patterns(&out, &a, false), 2);
	assert_str(buf_str(&out), "\"a\" | \"c\"");
	buf_clear(&out);
	assert_int_equal(saying_patterns(&out, &a, true), 1);
	assert_str(buf_str(&out), "/b+/");
	assert_int_equal(saying_patterns(&out, NULL, true), 0);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest saying_tests[] = {
		cmocka_unit_test(quotes_inside_a_phrase_are_escaped),
		cmocka_unit_test(flags_are_told_in_one_order),
		cmocka_unit_test(phrases_and_regexes_are_told_apart),
	};

	return (RUN_TESTS(saying_tests));
}
