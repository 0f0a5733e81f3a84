/*
 * How the values of options are found, read, bounded and printed.
 */
#include "conf/options.h"
#include "unit.h"

static struct arena *arena;
static struct conf c;
static struct buf why = { .cap = 2000 };

static int
begin(void **state)
{

	(void)state;
	memset(&c, 0, sizeof(c));
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(arena);
	buf_free(&why);
	return (0);
}

/* "": taken; else what is wrong. */
static const char *
take(const char *name, const char *text)
{

	buf_clear(&why);
	if (option_read(option_find(str_of(name)), str_of(text), arena, &c,
		&why))
		return ("");
	return (buf_str(&why).p);
}

static const char *
printed(const char *name)
{
	static char text[2000];
	struct buf out = BUF_INIT(sizeof(text) - 1);

	option_print(option_find(str_of(name)), &c, &out);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	return (text);
}

static void
a_name_nearby_is_found(void **state)
{

	(void)state;
	assert_string_equal(option_near(STR("fetch.timeuot")), "fetch.timeout");
	/* The right key without its section, or in a wrong one. */
	assert_string_equal(option_near(STR("user_agent")), "fetch.user_agent");
	assert_string_equal(option_near(STR("store.user_agent")),
	    "fetch.user_agent");
	assert_null(option_near(STR("colour.of.the.sky")));
	assert_true(option_section(STR("fetch")));
	assert_false(option_section(STR("fetc")));
	assert_str(option_near_section(STR("fetc")), "fetch");
	assert_null(option_near_section(STR("kitchen")).p);
}

static void
values_are_printed_as_one_would_write_them(void **state)
{
	static const char *const rows[][3] = { { "fetch.timeout", "120", "2m" },
		{ "fetch.max_bytes", "16777216", "16M" },
		{ "store.commit_ms", "250ms", "250ms" },
		{ "fetch.host_gap", "1.5s", "1.5s" },
		{ "fetch.host_gap", "2", "2s" },
		{ "fetch.max_transfers", " 7 ", "7" },
		{ "log.level", "DEBUG", "debug" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (option_find(str_of(rows[i][0])) == NULL)
			fail_msg("no option %s", rows[i][0]);
		assert_string_equal(take(rows[i][0], rows[i][1]), "");
		assert_string_equal(printed(rows[i][0]), rows[i][2]);
	}
}

static void
a_wrong_value_leaves_the_field_and_says_what_is_right(void **state)
{

	(void)state;
	assert_string_equal(take("fetch.timeout", "45"), "");
	assert_string_equal(take("fetch.timeout", "soon"),
	    "\"soon\" is not a duration (30s, 15m, 2h, 7d)");
	assert_non_null(strstr(take("fetch.timeout", "1.5s"), "is not"));
	assert_non_null(strstr(take("fetch.timeout", "9000w"),
	    "9000w is out of bounds, it must be a duration"));
	assert_int_equal(c.fetch_timeout_s, 45);
	assert_non_null(strstr(take("log.level", "loud"), "is not one of "));
	assert_non_null(strstr(take("fetch.max_transfers", "7.5"),
	    "is not a whole number"));
	assert_string_equal(take("fetch.user_agent", "a\x01z"),
	    "it has a control character");
}

static void
the_same_is_what_says_the_same(void **state)
{
	const struct option *gap = option_find(STR("fetch.host_gap"));
	const struct option *level = option_find(STR("log.level"));
	struct conf other;

	(void)state;
	assert_string_equal(take("fetch.host_gap", "1.5s"), "");
	assert_string_equal(take("log.level", "info"), "");
	other = c;
	assert_string_equal(take("log.level", "INFO"), "");
	assert_ptr_not_equal(c.log_level, other.log_level);
	assert_true(option_same(level, &c, &other));
	assert_true(option_same(gap, &c, &other));
	assert_string_equal(take("log.level", "debug"), "");
	assert_string_equal(take("fetch.host_gap", "1.75s"), "");
	assert_false(option_same(level, &c, &other));
	assert_false(option_same(gap, &c, &other));
}

int
main(void)
{
	const struct CMUnitTest option_values[] = {
		cmocka_unit_test_setup_teardown(a_name_nearby_is_found, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    values_are_printed_as_one_would_write_them, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_wrong_value_leaves_the_field_and_says_what_is_right,
		    begin, end),
		cmocka_unit_test_setup_teardown(the_same_is_what_says_the_same,
		    begin, end),
	};

	return (RUN_TESTS(option_values));
}
