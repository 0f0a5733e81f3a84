/*
 * Where a text is damaged, and what should stand there.
 */
#include "../../src/text/mojibake_find.h"
#include "unit.h"

static struct arena *arena;
static struct mojibake_patch *patches;
static size_t n;

static int
begin(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static void
find(const char *s)
{

	assert_int_equal(mojibake_find(arena, str_of(s), &patches, &n), OK);
}

static void
each_patch_says_where_and_what(void **state)
{

	(void)state;
	find("the cafÃ© doesnâ€™t open");
	assert_int_equal(n, 2);
	assert_int_equal(patches[0].start, 7);
	assert_int_equal(patches[0].end, 11);
	assert_int_equal(patches[0].c, 0xe9);
	assert_int_equal(patches[1].start, 17);
	assert_int_equal(patches[1].end, 25);
	assert_int_equal(patches[1].c, 0x2019);
}

static void
clean_text_costs_nothing(void **state)
{

	(void)state;
	find("plain words");
	assert_int_equal(n, 0);
	assert_null(patches);
	find("Ça va, señor? Großer Ärger – “naïve” café");
	assert_int_equal(n, 0);
	assert_null(patches);
	assert_int_equal(arena_used(arena), 0);
}

static void
other_pages_and_controls_are_found(void **state)
{

	(void)state;
	find("РџСЂРёРІРµС‚"); /* UTF-8 read as windows-1251 */
	assert_int_equal(n, 6);
	assert_int_equal(patches[0].c, 0x041f);
	find("it\xc2\x92s");
	assert_int_equal(n, 1);
	assert_int_equal(patches[0].start, 2);
	assert_int_equal(patches[0].end, 4);
	assert_int_equal(patches[0].c, 0x2019);
	assert_true(patches[0].sure);
}

int
main(void)
{
	const struct CMUnitTest mojibake_search[] = {
		cmocka_unit_test_setup_teardown(each_patch_says_where_and_what,
		    begin, end),
		cmocka_unit_test_setup_teardown(clean_text_costs_nothing, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    other_pages_and_controls_are_found, begin, end),
	};

	return (RUN_TESTS(mojibake_search));
}
