#include "earshot/feedcut.h"

#include "arenabox.h"

static void
cuts(struct str bytes, const unsigned *lines, size_t n, struct str want)
{
	struct buf left = BUF_INIT(1 << 20);

	assert_int_equal(feedcut(a, bytes, lines, n, &left), OK);
	assert_int_equal(left.n, want.n);
	assert_memory_equal(buf_str(&left).n > 0 ? left.p : "", want.p, want.n);
	buf_free(&left);
}

static void
a_line_goes_with_its_end_and_nothing_else(void **state)
{
	static const unsigned second[] = { 2 }, both[] = { 1, 3 };

	(void)state;
	cuts(STR("# a\nb\n\n c \n"), second, 1, STR("# a\n\n c \n"));
	cuts(STR("a\r\nb\r\nc\r\n"), second, 1, STR("a\r\nc\r\n"));
	cuts(STR("a\nb\nc"), both, 2, STR("b\n"));
	cuts(STR("a\nb"), second, 1, STR("a\n"));
	cuts(STR("a\n"), second, 1, STR("a\n"));
	cuts(STR(""), second, 1, STR(""));
}

static void
a_cr_alone_ends_a_line_too(void **state)
{
	static const unsigned second[] = { 2 }, third[] = { 3 };

	(void)state;
	cuts(STR("a\rb\rc\r"), second, 1, STR("a\rc\r"));
	cuts(STR("a\r\rc"), third, 1, STR("a\r\r"));
	cuts(STR("a\r\r\nb\r\r\nc"), second, 1, STR("a\r\r\nc"));
	cuts(STR("\xff\xfe"
		 "a\0\r\0b\0\r\0c\0"),
	    second, 1,
	    STR("\xff\xfe"
		"a\0\r\0c\0"));
}

static void
the_mark_stays_where_the_first_line_goes(void **state)
{
	static const unsigned first[] = { 1 };

	(void)state;
	cuts(STR("\xef\xbb\xbf"
		 "a\nb\n"),
	    first, 1,
	    STR("\xef\xbb\xbf"
		"b\n"));
}

static void
utf16_is_cut_at_its_own_line_ends(void **state)
{
	static const unsigned first[] = { 1 }, second[] = { 2 };

	(void)state;
	cuts(STR("\xff\xfe"
		 "a\0\r\0\n\0b\0\r\0\n\0c\0"),
	    first, 1,
	    STR("\xff\xfe"
		"b\0\r\0\n\0c\0"));
	cuts(STR("\xfe\xff"
		 "\0a\0\n\0b\0\n\0c"),
	    second, 1,
	    STR("\xfe\xff"
		"\0a\0\n\0c"));
	/* U+0A05 has the byte of a line's end in it. */
	cuts(STR("\xff\xfe"
		 "a\0\n\0\x05\x0a\n\0c\0"),
	    second, 1,
	    STR("\xff\xfe"
		"a\0\n\0c\0"));
}

static void
what_would_be_read_otherwise_is_refused(void **state)
{
	static const unsigned first[] = { 1 };
	struct buf left = BUF_INIT(1000);

	(void)state;
	/* Two bytes that UTF-8 has, and one that it has not: all three are
	 * windows-1252's, but without the third line they would be one. */
	assert_int_equal(feedcut(a, STR("\xe9\xe8\xe9 \xe9\n\xc3\xa9\n"), first,
			     1, &left),
	    E_CORRUPT);
	buf_free(&left);
}

static void
opml_is_known_by_its_name_or_what_is_in_it(void **state)
{

	(void)state;
	assert_true(feedcut_opml(a, "a.OPML", STR("")));
	assert_true(feedcut_opml(a, "a.feeds",
	    STR("<?xml version=\"1.0\"?>\n<opml version=\"2.0\">")));
	assert_false(
	    feedcut_opml(a, "a.feeds", STR("# <opml\nhttps://a.example/\n")));
}

int
main(void)
{
	const struct CMUnitTest feedcut_tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_line_goes_with_its_end_and_nothing_else, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(a_cr_alone_ends_a_line_too,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_mark_stays_where_the_first_line_goes, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    utf16_is_cut_at_its_own_line_ends, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    what_would_be_read_otherwise_is_refused, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    opml_is_known_by_its_name_or_what_is_in_it, arena_make,
		    arena_drop),
	};

	return (RUN_TESTS(feedcut_tests));
}
