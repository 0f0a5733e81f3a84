/*
 * Lists that are made here: sorted and cut.
 */
#include "cli/rows.h"
#include "unit.h"

static const struct rows_column columns[] = {
	{ "name", RESULT_TEXT, SHAPE_PLAIN },
	{ "last_ts", RESULT_INT, SHAPE_TIME },
	{ "share", RESULT_REAL, SHAPE_SHARE },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

static struct rows *
three(void)
{
	struct rows *r = rows_new(columns);

	assert_non_null(r);
	rows_word(r, "b");
	rows_int(r, 3);
	rows_real(r, .5);
	rows_word(r, "a");
	rows_null(r);
	rows_real(r, .25);
	rows_word(r, "c");
	rows_int(r, 1);
	rows_real(r, .5);
	return (r);
}

/* The names in their order. */
static const char *
names(const struct rows *r)
{
	static char text[100];
	size_t n = 0;

	for (size_t i = 0; i < rows_count(r); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%.*s",
		    STR_ARG(rows_cell(r, i, 0)->text));
	text[n] = '\0';
	return (text);
}

static void
assert_order(const char *sort, int64_t limit, const char *expected)
{
	struct buf why = BUF_INIT(1000);
	struct rows *r = three();

	assert_int_equal(rows_order(r, str_of(sort), limit, &why), OK);
	assert_string_equal(names(r), expected);
	rows_free(r);
	buf_free(&why);
}

static void
rows_stay_as_they_came(void **state)
{

	(void)state;
	assert_order("", 0, "bac");
}

static void
rows_are_sorted_by_any_column_both_ways(void **state)
{

	(void)state;
	assert_order("name", 0, "abc");
	assert_order("-name", 0, "cba");
	assert_order("share", 0, "abc");
}

static void
no_value_comes_first_and_alike_ones_stay_in_order(void **state)
{

	(void)state;
	assert_order("last", 0, "acb");
	assert_order("-last_ts", 0, "bca");
	assert_order("-share", 0, "bca");
}

static void
a_limit_cuts_what_is_sorted(void **state)
{

	(void)state;
	assert_order("name", 2, "ab");
	assert_order("name", 9, "abc");
}

static void
an_unknown_column_is_answered_with_the_nearest_or_all(void **state)
{
	struct buf why = BUF_INIT(1000);
	struct rows *r = three();

	(void)state;
	assert_int_equal(rows_order(r, STR("-shar"), 0, &why), E_USAGE);
	assert_string_equal(buf_str(&why).p,
	    "no column is called \"shar\"; did you mean share?");
	buf_clear(&why);
	assert_int_equal(rows_order(r, STR("weather"), 0, &why), E_USAGE);
	assert_string_equal(buf_str(&why).p,
	    "no column is called \"weather\"; there are name, last_ts, share");
	rows_free(r);
	buf_free(&why);
}

static void
texts_are_copied_and_null_is_no_value(void **state)
{
	struct rows *r = rows_new(columns);
	char text[] = "one";

	(void)state;
	rows_word(r, text);
	text[0] = 'x';
	rows_word(r, NULL);
	assert_str(rows_cell(r, 0, 0)->text, "one");
	assert_int_equal(rows_cell(r, 0, 1)->type, RESULT_NULL);
	rows_free(r);
}

int
main(void)
{
	const struct CMUnitTest rows_tests[] = {
		cmocka_unit_test(rows_stay_as_they_came),
		cmocka_unit_test(rows_are_sorted_by_any_column_both_ways),
		cmocka_unit_test(
		    no_value_comes_first_and_alike_ones_stay_in_order),
		cmocka_unit_test(a_limit_cuts_what_is_sorted),
		cmocka_unit_test(
		    an_unknown_column_is_answered_with_the_nearest_or_all),
		cmocka_unit_test(texts_are_copied_and_null_is_no_value),
	};

	return (RUN_TESTS(rows_tests));
}
