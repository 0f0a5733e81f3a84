#include "earshot/map.h"

#include "unit.h"

enum { MANY = 5000 };

static char keys[MANY][16];
static int values[MANY];

static void
what_is_put_is_found_and_what_is_removed_is_gone(void **state)
{
	struct map *m = map_new();
	size_t at = 0, seen = 0;
	struct str key;
	void *value;

	(void)state;
	assert_null(map_get(m, STR("nothing")));
	for (int i = 0; i < MANY; i++) {
		snprintf(keys[i], sizeof(keys[i]), "key-%d", i);
		assert_int_equal(map_put(m, str_of(keys[i]), &values[i]), OK);
	}
	assert_int_equal(map_count(m), MANY);
	for (int i = 0; i < MANY; i += 2)
		assert_ptr_equal(map_remove(m, str_of(keys[i])), &values[i]);
	assert_null(map_remove(m, str_of(keys[0])));
	for (int i = 0; i < MANY; i++)
		assert_ptr_equal(map_get(m, str_of(keys[i])),
		    i % 2 == 0 ? NULL : &values[i]);
	while (map_next(m, &at, &key, &value))
		seen++;
	assert_int_equal(seen, MANY / 2);
	assert_int_equal(map_put(m, str_of(keys[1]), &values[0]), OK);
	assert_ptr_equal(map_get(m, str_of(keys[1])), &values[0]);
	assert_int_equal(map_count(m), MANY / 2);
	map_free(m);
}

int
main(void)
{
	const struct CMUnitTest map_tests[] = {
		cmocka_unit_test(
		    what_is_put_is_found_and_what_is_removed_is_gone),
	};

	return (RUN_TESTS(map_tests));
}
