#include <unistd.h>

#include "conf/home.h"
#include "unit.h"

static void
a_plain_user_without_a_system_configuration_is_at_home(void **state)
{

	(void)state;
	assert_true(home_personal(1000, "jo", false));
	assert_true(home_personal(1000, NULL, false));
	assert_false(home_personal(1000, "jo", true));
	assert_false(home_personal(0, "root", false));
	assert_false(home_personal(999, "earshot", false));
}

static void
paths_are_placed(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct home h = { .folder = STR("/home/jo") };
	struct str etc = STR("/etc/earshot/"), none = { NULL, 0 };

	(void)state;
	assert_str(home_place(a, &h, etc, STR("/srv/a.db")), "/srv/a.db");
	assert_str(home_place(a, &h, etc, STR("feeds")), "/etc/earshot/feeds");
	assert_str(home_place(a, &h, none, STR("feeds")), "feeds");
	assert_str(home_place(a, &h, etc, STR("~/a.db")), "/home/jo/a.db");
	assert_str(home_place(a, &h, none, STR("~/a.db")), "/home/jo/a.db");
	assert_str(home_place(a, &h, etc, STR("sqlite:a.db")),
	    "sqlite:/etc/earshot/a.db");
	assert_str(home_place(a, &h, etc, STR("sqlite:/a.db")), "sqlite:/a.db");
	assert_str(home_place(a, &h, etc, STR(":memory:")), ":memory:");
	assert_str(home_place(a, &h, etc, STR("postgresql://db.example/x")),
	    "postgresql://db.example/x");
	h.folder = none;
	assert_str(home_place(a, &h, none, STR("~/a.db")), "~/a.db");
	arena_free(a);
}

static void
a_path_is_inside_a_folder_only_below_it(void **state)
{

	(void)state;
	assert_true(home_inside(STR("/b/src/earshot"), STR("/b")));
	assert_true(home_inside(STR("/b/src/earshot"), STR("/b/")));
	assert_false(home_inside(STR("/bb/earshot"), STR("/b")));
	assert_false(home_inside(STR("/b"), STR("/b")));
	assert_false(home_inside(STR("/b/x"), STR("")));
}

static void
whoever_runs_this_has_a_default_file(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct home h;

	(void)state;
	assert_int_equal(home_find(a, &h), OK);
	assert_int_equal(h.config[0], '/');
	if (geteuid() == 0)
		assert_string_equal(h.config,
		    SYSCONFDIR "/earshot/earshot.conf");
	arena_free(a);
}

static void
a_program_in_its_build_tree_takes_the_rules_of_the_sources(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct home h;

	(void)state;
	assert_int_equal(home_find(a, &h), OK);
#ifdef BUILDDIR
	assert_string_equal(h.shipped, SRCDIR "/rules");
#else
	assert_null(h.shipped);
#endif
	arena_free(a);
}

static const struct CMUnitTest home[] = {
	cmocka_unit_test(
	    a_plain_user_without_a_system_configuration_is_at_home),
	cmocka_unit_test(paths_are_placed),
	cmocka_unit_test(a_path_is_inside_a_folder_only_below_it),
	cmocka_unit_test(whoever_runs_this_has_a_default_file),
	cmocka_unit_test(
	    a_program_in_its_build_tree_takes_the_rules_of_the_sources),
};

int
main(void)
{

	return (RUN_TESTS(home));
}
