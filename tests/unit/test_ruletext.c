#include "rules/ruletext.h"
#include "unit.h"

static void
plain_text_has_lf_and_plain_spaces(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_str(ruletext_plain(a, STR("\xef\xbb\xbf"
					 "a\r\nb\rc\u00a0d\u2003e")),
	    "a\nb\nc d e");
	assert_str(ruletext_plain(a, STR("so\u00adft zero\u200bwidth")),
	    "soft zerowidth");
	assert_str(ruletext_plain(a, STR("caf\xe9")), "caf\u00e9");
	assert_str(ruletext_plain(a, STR("")), "");
	arena_free(a);
}

static void
lines_are_numbered(void **state)
{
	struct ruletext t = { .path = "f", .rest = STR("a\n\nb") };

	(void)state;
	assert_true(ruletext_next(&t));
	assert_str(t.line, "a");
	assert_true(ruletext_next(&t) && t.line.n == 0);
	assert_true(ruletext_next(&t));
	assert_str(t.line, "b");
	assert_int_equal(t.number, 3);
	assert_false(ruletext_next(&t));
}

static void
comments_are_told_from_text(void **state)
{

	(void)state;
	assert_str(ruletext_uncomment(STR(" a b # c"), COMMENT_PLAIN), "a b");
	assert_str(ruletext_uncomment(STR("a #tag"), COMMENT_PLAIN), "a #tag");
	assert_str(ruletext_uncomment(STR("a#b # 5"), COMMENT_PLAIN), "a#b");
	assert_str(ruletext_uncomment(STR("# a"), COMMENT_PLAIN), "");
	assert_str(ruletext_uncomment(STR("\"a # b\" # c"), COMMENT_QUOTES),
	    "\"a # b\"");
	assert_str(ruletext_uncomment(STR("\u201ea # b\u201c # c"),
		       COMMENT_QUOTES),
	    "\u201ea # b\u201c");
	assert_str(ruletext_uncomment(STR("\"a\\\" # b\" # c"), COMMENT_QUOTES),
	    "\"a\\\" # b\"");
	assert_str(ruletext_uncomment(STR("match /a # b[/ # ]/ # c"),
		       COMMENT_SLASHES),
	    "match /a # b[/ # ]/");
	assert_str(ruletext_uncomment(STR("5\" wide # c"), COMMENT_PLAIN),
	    "5\" wide");
}

static void
places_lead_back_through_joined_lines(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct ruletext t = { .path = "f",
		.rest = STR("  \u00e9 one\n\t two") };
	struct value v;
	struct scan s;
	struct place p;

	(void)state;
	ruletext_next(&t);
	value_start(&v, &t);
	assert_int_equal(value_add(a, &v, &t, str_trim(t.line)), OK);
	ruletext_next(&t);
	assert_int_equal(value_add(a, &v, &t, str_trim(t.line)), OK);
	assert_str(v.text, "\u00e9 one two");
	s = (struct scan){ &v, v.text, 0 };
	assert_str(scan_word(&s), "\u00e9");
	assert_str(scan_peek(&s), "one");
	p = scan_place(&s);
	assert_int_equal(p.line, 1);
	assert_int_equal(p.column, 5);
	scan_word(&s);
	scan_space(&s);
	p = scan_place(&s);
	assert_int_equal(p.line, 2);
	assert_int_equal(p.column, 3);
	assert_str(scan_rest(&s), "two");
	assert_true(scan_end(&s));
	arena_free(a);
}

/* A list of a hundred thousand terms stands on one line: each is found from
 * where the one before was, and what lies before that as well. */
static void
columns_are_right_whatever_was_asked_before(void **state)
{
	static const struct {
		size_t at;
		unsigned line, column;
	} places[] = { { 2, 1, 4 }, { 3, 1, 5 }, { 4, 1, 5 }, { 0, 1, 3 },
		{ 6, 2, 1 }, { 9, 2, 3 }, { 8, 2, 2 }, { 4, 1, 5 },
		{ 10, 2, 4 }, { 99, 2, 4 } };
	struct arena *a = arena_new(1 << 20);
	struct ruletext t = { .path = "f",
		.rest = STR("  \u00e9\u00e8 \n\u00eaxy") };
	struct value v;

	(void)state;
	ruletext_next(&t);
	value_start(&v, &t);
	assert_int_equal(value_add(a, &v, &t, str_sub(t.line, 2, t.line.n)),
	    OK);
	ruletext_next(&t);
	assert_int_equal(value_add(a, &v, &t, t.line), OK);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct place p = value_place(&v, places[i].at);

		assert_int_equal(p.line, places[i].line);
		assert_int_equal(p.column, places[i].column);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest ruletext_tests[] = {
		cmocka_unit_test(plain_text_has_lf_and_plain_spaces),
		cmocka_unit_test(lines_are_numbered),
		cmocka_unit_test(comments_are_told_from_text),
		cmocka_unit_test(places_lead_back_through_joined_lines),
		cmocka_unit_test(columns_are_right_whatever_was_asked_before),
	};

	return (RUN_TESTS(ruletext_tests));
}
