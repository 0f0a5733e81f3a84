#include "conf/intern.h"
#include "unit.h"

static void
the_same_string_is_kept_once(void **state)
{
	struct intern *in = calloc(1, sizeof(*in));
	char mine[] = "Acme blog";
	struct str a, b;

	(void)state;
	in->arena = arena_new(1 << 20);
	a = intern_str(in, STR("Acme blog"));
	b = intern_str(in, str_of(mine));
	assert_ptr_equal(a.p, b.p);
	mine[0] = 'X';
	assert_str(a, "Acme blog");
	assert_null(intern_str(in, STR("")).p);
	arena_free(in->arena);
	free(in);
}

static void
many_strings_are_all_right_though_not_all_kept_once(void **state)
{
	struct intern *in = calloc(1, sizeof(*in));
	struct str all[5000];
	char text[32];

	(void)state;
	in->arena = arena_new(1 << 20);
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "s%d", i);
		all[i] = intern_str(in, str_of(text));
	}
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "s%d", i);
		assert_string_equal(all[i].p, text);
	}
	arena_free(in->arena);
	free(in);
}

static void
a_full_arena_is_told(void **state)
{
	struct intern *in = calloc(1, sizeof(*in));

	(void)state;
	in->arena = arena_new(16);
	assert_null(intern_str(in, STR("longer than sixteen bytes")).p);
	assert_true(arena_failed(in->arena));
	arena_free(in->arena);
	free(in);
}

static const struct CMUnitTest intern[] = {
	cmocka_unit_test(the_same_string_is_kept_once),
	cmocka_unit_test(many_strings_are_all_right_though_not_all_kept_once),
	cmocka_unit_test(a_full_arena_is_told),
};

int
main(void)
{

	return (RUN_TESTS(intern));
}
