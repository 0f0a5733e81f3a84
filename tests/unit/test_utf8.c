/*
 * UTF-8: what is valid, stepping and cutting, and what is made safe.
 */
#include "earshot/buf.h"
#include "earshot/utf8.h"

#include "unit.h"

static int
make_arena(void **state)
{

	*state = arena_new(1 << 20);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

static const char *const valid[] = { "", "plain", "\xc2\x80", "\xdf\xbf",
	"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
	"\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\x7f", "日本語 😀" };

static const char *const invalid[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf",
	"\xc2",
	"\xc2"
	"a",
	"\xe0\x9f\xbf", "\xe2\x82",
	"\xe2\x82"
	"a",
	"\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
	"\xf5\x80\x80\x80", "\xf0\x90\x80", "\xfe", "\xff" };

static void
well_formed_bytes_are_valid_and_others_are_not(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		assert_true(utf8_valid(str_of(valid[i])));
	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
		assert_false(utf8_valid(str_of(invalid[i])));
}

/* The scan works in blocks: a flaw must be seen wherever it stands. */
static void
a_flaw_is_seen_at_any_place(void **state)
{
	char text[300];
	size_t n, at;

	(void)state;
	for (n = 1; n < sizeof(text); n += 7) {
		for (at = 0; at < n; at++) {
			memset(text, 'a', n);
			assert_true(utf8_ascii((struct str){ text, n }));
			assert_int_equal(utf8_span((struct str){ text, n }), n);
			text[at] = '\x01';
			assert_true(utf8_valid((struct str){ text, n }));
			assert_int_equal(utf8_span((struct str){ text, n }),
			    at);
			text[at] = '\xff';
			assert_false(utf8_valid((struct str){ text, n }));
			assert_false(utf8_ascii((struct str){ text, n }));
			assert_int_equal(utf8_span((struct str){ text, n }),
			    at);
		}
	}
}

static void
a_character_may_lie_across_blocks(void **state)
{
	char text[200];
	size_t at;

	(void)state;
	for (at = 0; at + 4 <= sizeof(text); at++) {
		memset(text, 'a', sizeof(text));
		memcpy(text + at, "\xf0\x9f\x98\x80", 4);
		assert_true(utf8_valid((struct str){ text, sizeof(text) }));
		assert_int_equal(utf8_span((struct str){ text, sizeof(text) }),
		    sizeof(text));
		assert_false(utf8_valid((struct str){ text, at + 3 }));
	}
}

static void
stepping_gives_characters_and_writing_gives_them_back(void **state)
{
	static const uint32_t some[] = { 0, 'a', 0x7f, 0x80, 0x7ff, 0x800,
		0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff };
	char four[4];
	size_t i, n, at;

	(void)state;
	for (i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		n = utf8_put(some[i], four);
		at = 0;
		assert_int_equal(utf8_next((struct str){ four, n }, &at),
		    some[i]);
		assert_int_equal(at, n);
	}
	assert_int_equal(utf8_put(0xd800, four), 0);
	assert_int_equal(utf8_put(0x110000, four), 0);
}

static void
a_bad_byte_is_one_step(void **state)
{
	size_t at = 0;

	(void)state;
	assert_int_equal(utf8_next(STR("\xe2\x82x"), &at), 0xfffd);
	assert_int_equal(at, 1);
	assert_int_equal(utf8_next(STR("\xe2\x82x"), &at), 0xfffd);
	assert_int_equal(at, 2);
	assert_int_equal(utf8_next(STR("\xe2\x82x"), &at), 'x');
}

static void
cuts_fall_between_characters(void **state)
{
	struct str s = STR("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	static const size_t floors[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(floors) / sizeof(floors[0]); i++) {
		assert_int_equal(utf8_floor(s, i), floors[i]);
		assert_int_equal(utf8_cut(s, i).n, floors[i]);
	}
	/* stray bytes are nobody's */
	assert_int_equal(utf8_floor(STR("\x80\x80\x80\x80\x80\x80"), 5), 5);
	assert_int_equal(utf8_floor(STR(""), 5), 0);
}

static void
columns_count_characters(void **state)
{
	struct str s = STR("a\xc3\xa9\xe2\x82\xac!");

	(void)state;
	assert_int_equal(utf8_columns(s, 0), 0);
	assert_int_equal(utf8_columns(s, 3), 2);
	assert_int_equal(utf8_columns(s, 6), 3);
	assert_int_equal(utf8_columns(s, 100), 4);
}

static void
clean_text_is_not_copied(void **state)
{
	struct str s = STR("tabs\tand\r\nlines \xe2\x82\xac \x7f \xc2\x85");
	bool changed = true;

	assert_ptr_equal(utf8_clean(*state, s, &changed).p, s.p);
	assert_false(changed);
	assert_int_equal(utf8_clean(*state, STR(""), NULL).n, 0);
}

static void
what_cannot_be_stored_is_replaced_or_dropped(void **state)
{
	bool changed = false;

	assert_str(utf8_clean(*state,
		       STR("a\0b\x01"
			   "c\x1f"
			   "d\xef\xbf\xbe"
			   "e"),
		       &changed),
	    "abcde");
	assert_true(changed);
	assert_str(utf8_clean(*state,
		       STR("Espa\xf1"
			   "a"),
		       NULL),
	    "Espa\xef\xbf\xbd"
	    "a");
	/* a sequence that was cut short is one place */
	assert_str(utf8_clean(*state, STR("\xe2\x82x\xf0\x9f\x98x"), NULL),
	    "\xef\xbf\xbdx\xef\xbf\xbdx");
	assert_str(utf8_clean(*state, STR("\xf5\x80"), NULL),
	    "\xef\xbf\xbd\xef\xbf\xbd");
	assert_str(utf8_clean(*state, STR("\xe2\x82"), NULL), "\xef\xbf\xbd");
	assert_str(utf8_clean(*state, STR("\xed\xa0\x80x"), NULL),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx");
}

static void
halves_in_three_bytes_each_are_one_character(void **state)
{

	assert_str(utf8_clean(*state, STR("\xed\xa0\xbd\xed\xb8\x80"), NULL),
	    "\xf0\x9f\x98\x80");
}

static void
what_was_cleaned_is_clean(void **state)
{
	char text[64];
	struct str once;
	unsigned seed = 1;
	size_t i, k;

	for (k = 0; k < 2000; k++) {
		for (i = 0; i < sizeof(text); i++) {
			seed = seed * 1103515245U + 12345U;
			text[i] = (char)(seed >> 16);
		}
		arena_reset(*state);
		once = utf8_clean(*state, (struct str){ text, sizeof(text) },
		    NULL);
		assert_true(utf8_valid(once));
		assert_int_equal(utf8_span(once), once.n);
	}
}

static void
a_full_arena_is_told(void **state)
{
	struct arena *a = arena_new(8);

	(void)state;
	assert_null(utf8_clean(a, STR("\xff a longer text"), NULL).p);
	arena_free(a);
}

static void
a_terminal_gets_nothing_that_it_obeys(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	/* Escapes, C1 in two bytes and in one, marks of direction. */
	utf8_plain(STR("a\033[2Jb\xc2\x9b"
		       "c\xe2\x80\xae"
		       "d\xe2\x81\xa6"
		       "e\xd8\x9c"
		       "f\x9bg\nh\xef\xbb\xbf"
		       "i\xc3\xa9"),
	    false, &out);
	assert_string_equal(buf_str(&out).p,
	    "a [2Jb c d e f\xef\xbf\xbdg h i\xc3\xa9");
	buf_clear(&out);
	utf8_plain(STR("one\r\ntwo\n"), true, &out);
	assert_string_equal(buf_str(&out).p, "one \ntwo\n");
	buf_free(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    well_formed_bytes_are_valid_and_others_are_not),
		cmocka_unit_test(a_flaw_is_seen_at_any_place),
		cmocka_unit_test(a_character_may_lie_across_blocks),
		cmocka_unit_test(
		    stepping_gives_characters_and_writing_gives_them_back),
		cmocka_unit_test(a_bad_byte_is_one_step),
		cmocka_unit_test(cuts_fall_between_characters),
		cmocka_unit_test(columns_count_characters),
		TEST(clean_text_is_not_copied),
		TEST(what_cannot_be_stored_is_replaced_or_dropped),
		TEST(halves_in_three_bytes_each_are_one_character),
		TEST(what_was_cleaned_is_clean),
		cmocka_unit_test(a_full_arena_is_told),
		cmocka_unit_test(a_terminal_gets_nothing_that_it_obeys),
	};

	return (RUN_TESTS(tests));
}
