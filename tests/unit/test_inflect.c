#include "rules/inflect.h"
#include "unit.h"

static void
assert_forms(const char *word, const char *endings, const char *expected)
{
	struct buf out = BUF_INIT(1000);
	struct str rest = str_of(endings), one;
	unsigned forms = 0;

	while ((one = str_word(&rest)).n > 0) {
		assert_int_not_equal(inflect_form(one), 0);
		forms |= inflect_form(one);
	}
	inflect(&out, str_of(word), forms);
	assert_str(buf_str(&out), expected);
	buf_free(&out);
}

static void
plurals_follow_the_spelling(void **state)
{

	(void)state;
	assert_forms("problem", "s", "(?:problem|problems)");
	assert_forms("battery", "s", "(?:battery|batteries)");
	assert_forms("day", "s", "(?:day|days)");
	assert_forms("crash", "s", "(?:crash|crashes|crashs)");
	assert_forms("box", "s", "(?:box|boxes)");
}

static void
past_and_progressive_drop_or_double_letters(void **state)
{

	(void)state;
	assert_forms("charge", "ed ing", "(?:charge|charged|charging)");
	assert_forms("stop", "ed ing",
	    "(?:stop|stoped|stopped|stoping|stopping)");
	assert_forms("try", "s ed ing", "(?:try|tries|tried|trying)");
	assert_forms("die", "ing", "(?:die|dying)");
	assert_forms("see", "ing", "(?:see|seeing)");
	assert_forms("show", "ed", "(?:show|showed)");
}

static void
a_stem_stays_a_stem(void **state)
{

	(void)state;
	assert_forms("charg", "ing", "(?:charg|charging)");
}

static void
other_endings_are_none(void **state)
{

	(void)state;
	assert_int_equal(inflect_form(STR("er")), 0);
	assert_int_equal(inflect_form(STR("")), 0);
}

int
main(void)
{
	const struct CMUnitTest inflect_tests[] = {
		cmocka_unit_test(plurals_follow_the_spelling),
		cmocka_unit_test(past_and_progressive_drop_or_double_letters),
		cmocka_unit_test(a_stem_stays_a_stem),
		cmocka_unit_test(other_endings_are_none),
	};

	return (RUN_TESTS(inflect_tests));
}
