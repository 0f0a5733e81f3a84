/*
 * The pre-scan's looks ahead, and what it takes for a name.
 */
#include "../../src/text/ahead.h"
#include "unit.h"

static struct scan scan;

static size_t
look(int what, size_t from)
{

	return (scan_look(&scan, what, from));
}

static size_t
name(const char *text)
{

	scan_init(&scan, str_of(text), false);
	return (scan_name(&scan, 0));
}

static void
a_look_finds_the_next_mark_or_the_end(void **state)
{

	(void)state;
	scan_init(&scan, STR("a<b - -> --> ?> ] ]]> <![CDATA[ \"'>"), false);
	assert_int_equal(look(AHEAD_LESS, 0), 1);
	assert_int_equal(look(AHEAD_LESS, 2), 22);
	assert_int_equal(look(AHEAD_GREATER, 0), 7);
	assert_int_equal(look(AHEAD_COMMENT, 0), 9);
	assert_int_equal(look(AHEAD_COMMENT, 10), scan.text.n);
	assert_int_equal(look(AHEAD_PI, 0), 13);
	assert_int_equal(look(AHEAD_CDATA_END, 0), 18);
	assert_int_equal(look(AHEAD_CDATA, 0), 22);
	assert_int_equal(look(AHEAD_QUOTE, 0), 32);
	assert_int_equal(look(AHEAD_APOSTROPHE, 0), 33);
	assert_int_equal(look(AHEAD_APOSTROPHE, 34), scan.text.n);
	assert_int_equal(look(AHEAD_LESS, scan.text.n), scan.text.n);
}

static void
what_was_found_once_is_not_looked_for_again(void **state)
{
	char text[] = "....<....<";

	(void)state;
	scan_init(&scan, str_of(text), false);
	assert_int_equal(look(AHEAD_LESS, 2), 4);
	/* Were the text read again, the second one would be found. */
	text[4] = '.';
	assert_int_equal(look(AHEAD_LESS, 3), 4);
	assert_int_equal(look(AHEAD_LESS, 4), 4);
	assert_int_equal(look(AHEAD_LESS, 5), 9);
	/* Further back nothing is known. */
	assert_int_equal(look(AHEAD_LESS, 0), 9);
}

static void
a_name_is_one_of_xml(void **state)
{

	(void)state;
	assert_int_equal(name("item>"), 4);
	assert_int_equal(name("dc:date x"), 7);
	assert_int_equal(name("_a-1.b/"), 6);
	assert_int_equal(name("größe="), 7);
	assert_int_equal(name("項目>"), 6);
	assert_int_equal(name("1st>"), 0);
	assert_int_equal(name("-x>"), 0);
	assert_int_equal(name("a×b>"), 0);
	assert_int_equal(name(""), 0);
	assert_true(scan_name_start('q'));
	assert_true(scan_name_start(':'));
	assert_false(scan_name_start('7'));
	assert_false(scan_name_start(' '));
}

static void
an_address_is_no_name_nor_is_what_never_ends(void **state)
{
	char text[SCAN_NAME_MAX + 2];

	(void)state;
	assert_int_equal(name("http://acme.example/>"), 0);
	assert_int_equal(name("a:b:c>"), 0);
	assert_int_equal(name(":a>"), 0);
	assert_int_equal(name("a:1>"), 0);
	memset(text, 'n', sizeof(text));
	text[SCAN_NAME_MAX + 1] = '\0';
	assert_int_equal(name(text), 0);
	text[SCAN_NAME_MAX] = '\0';
	assert_int_equal(name(text), SCAN_NAME_MAX);
}

int
main(void)
{
	const struct CMUnitTest ahead[] = {
		cmocka_unit_test(a_look_finds_the_next_mark_or_the_end),
		cmocka_unit_test(what_was_found_once_is_not_looked_for_again),
		cmocka_unit_test(a_name_is_one_of_xml),
		cmocka_unit_test(an_address_is_no_name_nor_is_what_never_ends),
	};

	return (RUN_TESTS(ahead));
}
