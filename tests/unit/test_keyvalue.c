/*
 * The values of a feed list's keys: read, bounded, compared, printed.
 */
#include "conf/keys.h"
#include "unit.h"

static struct intern strings;
static struct feed_spec spec;
static struct buf why = { .cap = 2000 };

static int
begin(void **state)
{

	(void)state;
	memset(&strings, 0, sizeof(strings));
	strings.arena = arena_new(1 << 20);
	spec_init(&spec);
	return (strings.arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(strings.arena);
	buf_free(&why);
	return (0);
}

/* "": taken; else what is wrong. */
static const char *
take(const char *name, const char *value)
{
	const struct key *k = key_find(str_of(name));

	assert_non_null(k);
	buf_clear(&why);
	if (key_read(k, str_of(value), &strings, &spec, &why)) {
		assert_int_equal(why.n, 0);
		return ("");
	}
	assert_int_not_equal(why.n, 0);
	return (buf_str(&why).p);
}

static const char *
printed(const char *name)
{
	static char text[2000];
	struct buf out = BUF_INIT(sizeof(text) - 1);

	key_print(key_find(str_of(name)), &spec, &out);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	return (text);
}

static void
tags_add_up_and_are_kept_once(void **state)
{

	(void)state;
	assert_string_equal(take("tags", "a, b c ,,a"), "");
	assert_string_equal(take("tags", "b c,d"), "");
	assert_string_equal(printed("tags"), "a,b c,d");
	assert_string_equal(take("tags", ""), "");
	assert_string_equal(printed("tags"), "");
}

static void
too_many_tags_leave_those_that_were_there(void **state)
{
	char many[400] = "";

	(void)state;
	assert_string_equal(take("tags", "mine"), "");
	for (int i = 0; i < 70; i++)
		snprintf(many + strlen(many), sizeof(many) - strlen(many),
		    "t%d,", i);
	assert_string_equal(take("tags", many), "64 tags are the most");
	assert_string_equal(printed("tags"), "mine");
}

static void
a_wrong_value_is_answered_with_what_would_be_right(void **state)
{

	(void)state;
	assert_non_null(strstr(take("kind", "pres"), "did you mean press?"));
	assert_non_null(strstr(take("kind", "zzzzzz"), "it is one of own, "));
	assert_string_equal(take("every", "soon"),
	    "\"soon\" is no duration; write it as in 15m, 2h or 7d");
	assert_string_equal(take("every", "1.5s"), "it counts whole seconds");
	assert_non_null(strstr(take("every", "1000000w"),
	    "is out of bounds, it must be from "));
	assert_string_equal(take("paused", "perhaps"),
	    "\"perhaps\" is neither yes nor no");
	assert_string_equal(take("title", " "), "it has no value");
	assert_false(key_said(key_find(STR("every")), &spec));
	assert_false(key_said(key_find(STR("paused")), &spec));
}

static void
values_are_printed_as_one_would_write_them(void **state)
{
	struct feed_spec other;

	(void)state;
	spec_init(&other);
	assert_string_equal(take("every", "900"), "");
	assert_string_equal(printed("every"), "15m");
	assert_string_equal(take("paused", "on"), "");
	assert_string_equal(printed("paused"), "yes");
	assert_string_equal(take("title", "one\ttwo\nthree"), "");
	assert_string_equal(printed("title"), "one two three");
	assert_false(key_same(key_find(STR("every")), &spec, &other));
	assert_true(key_same(key_find(STR("kind")), &spec, &other));
	other.every_s = 900;
	assert_true(key_same(key_find(STR("every")), &spec, &other));
}

int
main(void)
{
	const struct CMUnitTest key_values[] = {
		cmocka_unit_test_setup_teardown(tags_add_up_and_are_kept_once,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    too_many_tags_leave_those_that_were_there, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_wrong_value_is_answered_with_what_would_be_right, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    values_are_printed_as_one_would_write_them, begin, end),
	};

	return (RUN_TESTS(key_values));
}
