/*
 * Bytes of one known encoding to UTF-8.
 */
#include "../../src/text/charset_convert.h"
#include "unit.h"

static struct arena *arena;
static size_t bad;

static struct str
converted(const char *label, struct str bytes)
{
	const struct charset *cs = charset_lookup(str_of(label));
	struct str s = { NULL, 0 };

	assert_non_null(cs);
	assert_int_equal(charset_convert(arena, cs, bytes, 100, &s, &bad), OK);
	return (s);
}

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
each_kind_of_converter_gives_utf8(void **state)
{

	(void)state;
	assert_str(converted("windows-1252", STR("5 \x80 \x93na\xefve\x94")),
	    "5 € “naïve”");
	assert_int_equal(bad, 0);
	assert_str(converted("utf-16le", STR("h\0\xe9\0\x3d\xd8\0\xde")),
	    "hé😀");
	assert_str(converted("utf-16be", STR("\0h\0\xe9\xd8\x3d\xde\0")),
	    "hé😀");
	assert_str(converted("utf-32be", STR("\0\0\0h\0\1\xf6\0")), "h😀");
	assert_str(converted("utf-32le", STR("h\0\0\0\0\xf6\1\0")), "h😀");
	assert_str(converted("windows-1251", STR("\xcf\xf0\xe8\xe2\xe5\xf2")),
	    "Привет");
	assert_str(converted("shift_jis", STR("\x93\xfa\x96\x7b")), "日本");
	assert_int_equal(bad, 0);
}

static void
what_does_not_decode_is_marked_and_counted(void **state)
{

	(void)state;
	assert_str(converted("utf-16le", STR("a\0\0\xdc"
					     "b\0c")),
	    "a\uFFFD"
	    "b\uFFFD");
	assert_int_equal(bad, 2);
	/* 0x98 is the one byte that the page leaves out. */
	assert_str(converted("windows-1251", STR("\xc4\x98\xe0")), "Д\uFFFDа");
	assert_int_equal(bad, 1);
}

static void
too_much_of_it_is_another_encoding(void **state)
{
	const struct charset *cs = charset_lookup(STR("windows-1251"));
	struct str s = STR("as it was");

	(void)state;
	assert_int_equal(charset_convert(arena, cs, STR("\x98 \x98 \x98"), 2,
			     &s, &bad),
	    E_CORRUPT);
	assert_str(s, "as it was");
	assert_int_equal(charset_convert(arena, cs, STR("\x98 \x98 \x98"), 3,
			     &s, &bad),
	    OK);
	assert_str(s, "\uFFFD \uFFFD \uFFFD");
}

static void
a_long_text_passes_the_converter_whole(void **state)
{
	static char in[10001];
	struct str s;

	(void)state;
	charset_open_all();
	memset(in, 0xc4, 10000);
	s = converted("windows-1251", str_of(in));
	assert_int_equal(s.n, 20000);
	for (size_t i = 0; i < s.n; i += 2)
		assert_memory_equal(s.p + i, "Д", 2);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest charset_converters[] = {
		cmocka_unit_test_setup_teardown(
		    each_kind_of_converter_gives_utf8, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_does_not_decode_is_marked_and_counted, begin, end),
		cmocka_unit_test_setup_teardown(
		    too_much_of_it_is_another_encoding, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_long_text_passes_the_converter_whole, begin, end),
	};

	return (RUN_TESTS(charset_converters));
}
