/*
 * Answers: a question put together from parts, and its rows one by one.
 */
#include "../../src/store/reader_impl.h"
#include "storebox.h"

static struct reader *r;
static struct buf why = { .cap = 10000 };

static int
begin(void **state)
{

	if (box_make(state) != 0)
		return (1);
	box_begin();
	return (reader_open(box.path, 0, &r, &why) != OK);
}

static int
end(void **state)
{

	reader_close(r);
	r = NULL;
	buf_free(&why);
	return (box_remove(state));
}

static void
values_are_bound_in_order_with_their_types(void **state)
{
	struct question q;
	struct result *a = NULL;
	bool row = false;
	char text[] = "it's";

	(void)state;
	question_init(&q);
	buf_adds(&q.sql, "SELECT ? AS one, ? AS two, ? AS three, NULL AS four");
	question_text(&q, str_of(text));
	question_int(&q, INT64_C(-5000000000));
	question_real(&q, .25);
	assert_int_equal(result_ask(r, &q, NULL, &a, &why), OK);
	/* The answer outlives the question and its texts. */
	question_free(&q);
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(result_columns(a), 4);
	assert_string_equal(result_name(a, 2), "three");
	assert_int_equal(result_next(a, &row), OK);
	assert_true(row);
	assert_int_equal(result_type(a, 0), RESULT_TEXT);
	assert_str(result_text(a, 0), "it's");
	assert_int_equal(result_type(a, 1), RESULT_INT);
	assert_true(result_int(a, 1) == INT64_C(-5000000000));
	assert_int_equal(result_type(a, 2), RESULT_REAL);
	assert_true(result_real(a, 2) > .24 && result_real(a, 2) < .26);
	assert_int_equal(result_type(a, 3), RESULT_NULL);
	assert_int_equal(result_next(a, &row), OK);
	assert_false(row);
	result_free(a);
}

static void
conditions_are_joined(void **state)
{
	struct question q;

	(void)state;
	question_init(&q);
	buf_adds(&q.sql, "SELECT 1 FROM feed");
	question_and(&q, "id = ?");
	question_and(&q, "url = ?");
	assert_str(buf_str(&q.sql),
	    "SELECT 1 FROM feed WHERE id = ? AND url = ?");
	question_free(&q);
}

static void
columns_are_shown_as_their_view_says(void **state)
{
	const struct view *v = views_find(STR("v_feed_health"));
	struct question q;
	struct result *a = NULL;
	size_t seen = 0;

	(void)state;
	question_init(&q);
	buf_adds(&q.sql, "SELECT * FROM v_feed_health");
	assert_int_equal(result_ask(r, &q, v, &a, &why), OK);
	question_free(&q);
	for (size_t i = 0; i < result_columns(a); i++) {
		const char *name = result_name(a, i);

		if (strcmp(name, "url") == 0) {
			assert_int_equal(result_shape(a, i), SHAPE_WIDE);
			assert_true(result_brief(a, i));
		} else if (strcmp(name, "last_ok_ts") == 0) {
			assert_int_equal(result_shape(a, i), SHAPE_TIME);
			assert_true(result_brief(a, i));
		} else if (strcmp(name, "last_ok_at") == 0) {
			assert_int_equal(result_shape(a, i), SHAPE_PLAIN);
			assert_false(result_brief(a, i));
		} else if (strcmp(name, "http_status") == 0)
			assert_false(result_brief(a, i));
		else
			continue;
		seen++;
	}
	assert_int_equal(seen, 4);
	result_free(a);
}

static void
a_question_that_is_too_much_is_refused(void **state)
{
	struct question q;
	struct result *a = NULL;

	(void)state;
	question_init(&q);
	buf_adds(&q.sql, "SELECT 1");
	for (int i = 0; i <= QUESTION_VALUES; i++)
		question_int(&q, i);
	assert_int_equal(result_ask(r, &q, NULL, &a, &why), E_MEMORY);
	assert_null(a);
	question_free(&q);
	buf_clear(&why);
	question_init(&q);
	buf_adds(&q.sql, "SELECT nothing FROM nowhere");
	assert_int_not_equal(result_ask(r, &q, NULL, &a, &why), OK);
	assert_int_not_equal(why.n, 0);
	assert_null(a);
	question_free(&q);
}

int
main(void)
{
	const struct CMUnitTest results[] = {
		cmocka_unit_test_setup_teardown(
		    values_are_bound_in_order_with_their_types, begin, end),
		cmocka_unit_test_setup_teardown(conditions_are_joined, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    columns_are_shown_as_their_view_says, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_question_that_is_too_much_is_refused, begin, end),
	};

	return (RUN_TESTS(results));
}
