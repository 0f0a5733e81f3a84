#include "conf/options.h"
#include "manpage.h"

static struct arena *arena;
static struct buf why = { .cap = 2000 };

/* ${text} as the value of option ${name}; "" in why when it is taken. */
static bool
read_option(const char *name, const char *text, struct conf *c)
{
	const struct option *o = option_find(str_of(name));

	assert_non_null(o);
	buf_clear(&why);
	return (option_read(o, str_of(text), arena, c, &why));
}

static void
every_option_is_whole(void **state)
{
	struct conf c = { 0 };

	(void)state;
	for (const struct option *o = option_table; o->name != NULL; o++) {
		assert_non_null(strchr(o->name, '.'));
		assert_ptr_equal(option_find(str_of(o->name)), o);
		assert_non_null(o->help);
		assert_int_equal(o->help[strlen(o->help) - 1], '.');
		if (o->standard[0] == '\0')
			assert_non_null(o->empty);
		/* A default is a value like any other. */
		assert_true(read_option(o->name, o->standard, &c));
	}
}

static void
every_field_of_the_configuration_has_one_option(void **state)
{
	unsigned char used[sizeof(struct conf)] = { 0 };

	(void)state;
	for (const struct option *o = option_table; o->name != NULL; o++)
		for (size_t i = 0; i < 8; i++)
			assert_int_equal(used[o->field + i]++, 0);
	for (size_t i = 0; i < sizeof(used); i++)
		assert_int_equal(used[i], 1);
}

static void
numbers_are_read_with_their_units(void **state)
{
	struct conf c = { 0 };

	(void)state;
	assert_true(read_option("fetch.timeout", "2m", &c));
	assert_int_equal(c.fetch_timeout_s, 120);
	assert_true(read_option("fetch.timeout", "45", &c));
	assert_int_equal(c.fetch_timeout_s, 45);
	assert_true(read_option("fetch.min_interval", "1", &c));
	assert_int_equal(c.fetch_min_interval_s, 1);
	assert_true(read_option("fetch.min_interval", "7d", &c));
	assert_int_equal(c.fetch_min_interval_s, 604800);
	assert_true(read_option("fetch.max_bytes", "4M", &c));
	assert_int_equal(c.fetch_max_bytes, 4 << 20);
	assert_true(read_option("store.commit_ms", "40", &c));
	assert_int_equal(c.store_commit_ms, 40);
	assert_true(read_option("store.commit_ms", "1.5s", &c));
	assert_int_equal(c.store_commit_ms, 1500);
	assert_true(read_option("fetch.host_gap", "0", &c));
	assert_true(c.fetch_host_gap_s <= 0 && c.fetch_host_gap_s >= 0);
	assert_true(read_option("fetch.host_gap", "0.25", &c));
	assert_true(c.fetch_host_gap_s > 0.24 && c.fetch_host_gap_s < 0.26);
}

static void
a_value_out_of_bounds_says_the_bounds_and_the_unit(void **state)
{
	struct conf c = { .fetch_min_interval_s = 77 };

	(void)state;
	assert_false(read_option("fetch.min_interval", "0", &c));
	assert_str(buf_str(&why),
	    "0 is out of bounds, it must be a duration (30s, 15m, 2h, 7d) "
	    "from 1s to 7d");
	assert_false(read_option("fetch.min_interval", "8d", &c));
	assert_int_equal(c.fetch_min_interval_s, 77);
	assert_false(read_option("parse.max_bytes", "1G", &c));
	assert_str(buf_str(&why),
	    "1G is out of bounds, it must be a size (65536, 64K, 16M) from 1K "
	    "to 256M");
	assert_true(read_option("parse.max_bytes", "256M", &c));
	assert_int_equal(c.parse_max_bytes, 256 << 20);
	assert_false(read_option("ingest.workers", "-1", &c));
	assert_str(buf_str(&why),
	    "-1 is out of bounds, it must be a whole number from 0 to 64");
}

static void
texts_are_checked_for_their_shape(void **state)
{
	struct conf c = { 0 };

	(void)state;
	assert_true(read_option("log.level", "WARN", &c));
	assert_string_equal(c.log_level, "warn");
	assert_false(read_option("log.level", "chatty", &c));
	assert_false(read_option("store.url", "", &c));
	assert_str(buf_str(&why), "it may not be empty");
	assert_true(read_option("web.listen", "", &c));
	assert_string_equal(c.web_listen, "");
	assert_false(read_option("fetch.user_agent", "a\nHost: b", &c));
	assert_str(buf_str(&why), "it has a control character");
}

static void
an_unknown_name_finds_the_near_one(void **state)
{

	(void)state;
	assert_string_equal(option_near(STR("fetch.tiemout")), "fetch.timeout");
	assert_string_equal(option_near(STR("fetch.listen")), "web.listen");
	assert_string_equal(option_near(STR("timeout")), "fetch.timeout");
	assert_null(option_near(STR("fetch.colour")));
	assert_true(option_section(STR("fetch")));
	assert_false(option_section(STR("fetc")));
	assert_str(option_near_section(STR("fecth")), "fetch");
	assert_null(option_near_section(STR("colours")).p);
}

static void
values_are_printed_as_they_may_be_written(void **state)
{
	static const char *const pairs[][2] = { { "fetch.timeout", "90s" },
		{ "fetch.timeout", "2m" }, { "fetch.max_interval", "7d" },
		{ "fetch.host_gap", "0.5s" }, { "fetch.host_gap", "0s" },
		{ "store.commit_ms", "250ms" }, { "store.commit_ms", "2s" },
		{ "parse.max_bytes", "1025" }, { "parse.max_bytes", "64K" },
		{ "ingest.workers", "3" }, { "log.level", "debug" } };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct buf out = BUF_INIT(100);
		struct conf c = { 0 };

		assert_true(read_option(pairs[i][0], pairs[i][1], &c));
		option_print(option_find(str_of(pairs[i][0])), &c, &out);
		assert_str(buf_str(&out), pairs[i][1]);
		buf_free(&out);
	}
}

static void
a_password_is_never_printed(void **state)
{
	struct buf out = BUF_INIT(500);
	struct conf c = { 0 };

	(void)state;
	assert_true(read_option("fetch.proxy",
	    "http://jo:hunter2@proxy.example:3128", &c));
	option_print(option_find(STR("fetch.proxy")), &c, &out);
	assert_null(strstr(out.p, "hunter2"));
	assert_non_null(strstr(out.p, "proxy.example:3128"));
	buf_free(&out);
}

/* "Default 5m, from 1s to 7d." as the page says it. */
static void
page_sentence(const struct option *o, struct buf *out)
{
	struct buf range = BUF_INIT(500);
	const char *bounds;

	option_print_range(o, &range);
	if (str_find(str_of(o->standard), STR(PACKAGE_VERSION)) != SIZE_MAX)
		buf_adds(out, "Default earshot/VERSION (+{contact})");
	else if (o->standard[0] == '\0')
		buf_printf(out, "Default empty (%s)", o->empty);
	else
		buf_printf(out, "Default %s", o->standard);
	bounds = range.n > 0 ? strstr(range.p, "from ") : NULL;
	if (bounds != NULL)
		buf_printf(out, ", %s", bounds);
	else if (range.n > 0)
		buf_printf(out, ", %s", range.p);
	buf_addc(out, '.');
	buf_free(&range);
}

static void
the_man_page_has_every_option_with_its_default_and_no_other(void **state)
{
	struct files *files = files_disk();
	struct str rest = manpage(files, "earshot.conf.5"), name;
	size_t found = 0, all = 0;
	char text[4000];

	(void)state;
	while (next_item(&rest, &name, text, sizeof(text))) {
		const struct option *o = option_find(name);
		struct buf want = BUF_INIT(1000);

		if (o == NULL)
			fail_msg("earshot.conf(5) has %.*s, the table has not",
			    STR_ARG(name));
		found++;
		page_sentence(o, &want);
		if ((o->type != OPTION_PATH || o->standard[0] == '\0') &&
		    strstr(text, want.p) == NULL)
			fail_msg("%s: earshot.conf(5) lacks \"%s\"", o->name,
			    want.p);
		if (o->reload != (strstr(text, "A reload is enough.") != NULL))
			fail_msg("%s: is a reload enough?", o->name);
		buf_free(&want);
	}
	for (const struct option *o = option_table; o->name != NULL; o++)
		all++;
	assert_int_equal(found, all);
	files_free(files);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(every_option_is_whole),
	cmocka_unit_test(every_field_of_the_configuration_has_one_option),
	cmocka_unit_test(numbers_are_read_with_their_units),
	cmocka_unit_test(a_value_out_of_bounds_says_the_bounds_and_the_unit),
	cmocka_unit_test(texts_are_checked_for_their_shape),
	cmocka_unit_test(an_unknown_name_finds_the_near_one),
	cmocka_unit_test(values_are_printed_as_they_may_be_written),
	cmocka_unit_test(a_password_is_never_printed),
	cmocka_unit_test(
	    the_man_page_has_every_option_with_its_default_and_no_other),
};

int
main(void)
{
	int failed;

	arena = arena_new(1 << 20);
	failed = cmocka_run_group_tests_name("options", tests, NULL, NULL);
	arena_free(arena);
	buf_free(&why);
	return (failed);
}
