/*
 * Who is being visited, also after the list has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/sched/visits.h"

static void
what_was_added_can_be_taken_once(void **state)
{
	struct visits v = { NULL, 0, 0 };
	struct visited got;

	(void)state;
	assert_false(visits_take(&v, 1, &got));
	for (int64_t i = 0; i < 1000; i++) {
		assert_true(visits_room(&v));
		visits_add(&v,
		    (struct visited){ i, (size_t)i + 7, (uint64_t)i });
	}
	for (int64_t i = 999; i >= 0; i -= 2) {
		assert_true(visits_take(&v, i, &got));
		assert_int_equal(got.index, i + 7);
		assert_false(visits_take(&v, i, &got));
	}
	assert_int_equal(v.n, 500);
	visits_free(&v);
}

static void
a_new_list_moves_them_or_drops_them(void **state)
{
	struct feed feeds[3] = { { .id = 9 }, { .id = 5 }, { .id = 4 } };
	struct visits v = { NULL, 0, 0 };
	struct visited got;

	(void)state;
	visits_relist(&v, feeds, 3);
	for (int64_t id = 4; id <= 6; id++) {
		assert_true(visits_room(&v));
		visits_add(&v, (struct visited){ id, 0, 0 });
	}
	visits_relist(&v, feeds, 3);
	assert_true(visits_take(&v, 4, &got));
	assert_int_equal(got.index, 2);
	assert_true(visits_take(&v, 5, &got));
	assert_int_equal(got.index, 1);
	assert_true(visits_take(&v, 6, &got));
	assert_true(got.index == SIZE_MAX);
	visits_free(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_can_be_taken_once),
		cmocka_unit_test(a_new_list_moves_them_or_drops_them),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
