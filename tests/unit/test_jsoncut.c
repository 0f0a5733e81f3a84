#include "../../src/parse/jsoncut.h"
#include "unit.h"

static void
an_object_is_cut_at_its_members(void **state)
{
	struct jsoncut c = { .text = STR(" { \"a\" : 1 , \"b}\\\"\":[{},\"]\"],"
					 "\"c\":\"\\\\\" } tail") };
	struct jsonpiece piece;
	struct str key;

	(void)state;
	assert_true(jsoncut_enter(&c, '{'));
	assert_true(jsoncut_member(&c, &key, &piece));
	assert_str(key, "a");
	assert_str(piece.text, "1");
	assert_true(jsoncut_member(&c, &key, &piece));
	assert_str(key, "b}\\\"");
	assert_str(piece.text, "[{},\"]\"]");
	assert_true(jsoncut_member(&c, &key, &piece));
	assert_str(piece.text, "\"\\\\\"");
	assert_false(jsoncut_member(&c, &key, &piece));
	assert_false(c.broken);
}

static void
a_broken_item_does_not_hide_the_next(void **state)
{
	struct jsoncut c = { .text = STR("[{\"a\" 1},,;{\"b\":2}, nul]") };
	struct jsonpiece piece;

	(void)state;
	assert_true(jsoncut_enter(&c, '['));
	assert_true(jsoncut_item(&c, &piece));
	assert_str(piece.text, "{\"a\" 1}");
	assert_true(jsoncut_item(&c, &piece));
	assert_str(piece.text, "{\"b\":2}");
	assert_true(jsoncut_item(&c, &piece));
	assert_str(piece.text, "nul");
	assert_false(jsoncut_item(&c, &piece));
	assert_true(c.broken);
}

static void
what_is_cut_off_ends_with_the_text(void **state)
{
	struct jsoncut c = { .text = STR("[\"whole\",{\"a\":\"ha") };
	struct jsonpiece piece;

	(void)state;
	assert_true(jsoncut_enter(&c, '['));
	assert_true(jsoncut_item(&c, &piece));
	assert_true(jsoncut_item(&c, &piece));
	assert_str(piece.text, "{\"a\":\"ha");
	assert_false(jsoncut_item(&c, &piece));
	assert_true(c.broken);
}

static void
too_deep_or_too_many_is_said(void **state)
{
	static char deep[2 * (JSONCUT_DEPTH + 1)];
	static char many[2 * JSONCUT_VALUES + 10];
	struct jsoncut c = { .text = { deep, sizeof(deep) } };
	struct jsonpiece piece;

	(void)state;
	memset(deep, '[', sizeof(deep) / 2);
	memset(deep + sizeof(deep) / 2, ']', sizeof(deep) / 2);
	assert_true(jsoncut_enter(&c, '['));
	assert_true(jsoncut_item(&c, &piece));
	assert_false(piece.hostile);
	c = (struct jsoncut){ .text = { deep, sizeof(deep) } };
	assert_true(jsoncut_item(&c, &piece));
	assert_true(piece.hostile);

	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = i % 2 ? ',' : '1';
	many[0] = '[';
	many[1] = '[';
	c = (struct jsoncut){ .text = { many, sizeof(many) } };
	assert_true(jsoncut_enter(&c, '['));
	assert_true(jsoncut_item(&c, &piece));
	assert_true(piece.hostile);
}

static void
mended(const char *from, const char *to)
{
	struct buf out = BUF_INIT(10000);

	jsoncut_mend(str_of(from), &out);
	assert_str(buf_str(&out), to);
	buf_free(&out);
}

static void
common_breakage_is_mended(void **state)
{

	(void)state;
	mended("{\"a\":[1,2,],}", "{\"a\":[1,2]}");
	mended("\"half \\ud83d!\"", "\"half \\ufffd!\"");
	mended("\"\\ud83d\\ude00\"", "\"\\ud83d\\ude00\"");
	mended("\"\\udc00\\ud83d\"", "\"\\ufffd\\ufffd\"");
	mended("\"a\nb\"", "\"a\\u000ab\"");
	mended("\"\\x \\u12 \\\"\"", "\"\\\\x \\\\u12 \\\"\"");
	mended("[1e999,123456789012345678901234567890,-1.5e3]",
	    "[\"1e999\",\"123456789012345678901234567890\",-1.5e3]");
	mended("[NaN,undefined,true,-,01]", "[null,null,true,null,null]");
	mended("\"never closed", "\"never closed\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_is_cut_at_its_members),
		cmocka_unit_test(a_broken_item_does_not_hide_the_next),
		cmocka_unit_test(what_is_cut_off_ends_with_the_text),
		cmocka_unit_test(too_deep_or_too_many_is_said),
		cmocka_unit_test(common_breakage_is_mended),
	};

	return (RUN_TESTS(tests));
}
