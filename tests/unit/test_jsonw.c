#include <jansson.h>

#include "earshot/jsonw.h"

#include "unit.h"

static void
commas_and_nesting_are_the_writers_business(void **state)
{
	struct buf b = BUF_INIT(1000);
	struct jsonw j;

	(void)state;
	jsonw_init(&j, &b);
	jsonw_object(&j);
	jsonw_kint(&j, "a", -1);
	jsonw_key(&j, "list");
	jsonw_array(&j);
	jsonw_bool(&j, true);
	jsonw_null(&j);
	jsonw_object(&j);
	jsonw_end_object(&j);
	jsonw_end_array(&j);
	jsonw_kstr(&j, "none", str_of(NULL));
	jsonw_kreal(&j, "r", 0.5, 3);
	jsonw_kreal(&j, "nan", 0.0 / 0.0, 3);
	jsonw_kreal(&j, "whole", 2.0, 3);
	jsonw_end_object(&j);
	assert_string_equal(b.p, "{\"a\":-1,\"list\":[true,null,{}],"
				 "\"none\":null,\"r\":0.5,\"nan\":null,"
				 "\"whole\":2}");
	buf_free(&b);
}

/* As printf would, less the zeros at the end. */
static void
numbers_are_written_shortly(void **state)
{
	static const struct {
		double v;
		int digits;
		const char *text;
	} reals[] = { { 0, 6, "0" }, { -0.0, 6, "0" }, { -1e-9, 6, "0" },
		{ 0.109097, 6, "0.109097" }, { 0.1090971, 6, "0.109097" },
		{ 0.9999996, 6, "1" }, { -2.1, 6, "-2.1" }, { 100, 0, "100" },
		{ 100, 3, "100" }, { 0.05, 4, "0.05" }, { -0.05, 4, "-0.05" },
		{ 123456789.125, 3, "123456789.125" },
		{ 12345678901.5, 3, "12345678901.5" }, { 0.25, 1, "0.3" },
		{ 1e16, 2, "null" } };
	static const struct {
		int64_t v;
		const char *text;
	} ints[] = { { 0, "0" }, { -1, "-1" }, { 1234567890, "1234567890" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" } };

	(void)state;
	for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
		struct buf b = BUF_INIT(100);
		struct jsonw j;

		jsonw_init(&j, &b);
		jsonw_real(&j, reals[i].v, reals[i].digits);
		assert_str(buf_str(&b), reals[i].text);
		buf_free(&b);
	}
	for (size_t i = 0; i < sizeof(ints) / sizeof(ints[0]); i++) {
		struct buf b = BUF_INIT(100);
		struct jsonw j;

		jsonw_init(&j, &b);
		jsonw_int(&j, ints[i].v);
		assert_str(buf_str(&b), ints[i].text);
		buf_free(&b);
	}
}

static void
any_bytes_become_a_string_that_a_reader_takes(void **state)
{
	static const struct str texts[] = { { "", 0 }, { "\"\\/", 3 },
		{ "a\n\t\r\x01\x7f", 6 }, { "\xc3\xa9\xf0\x9f\x98\x80", 6 },
		{ "\xff\xc3\xed\xa0\x80\xf5\x80", 7 }, { "x\0y", 3 } };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf b = BUF_INIT(1000);
		json_error_t error;
		json_t *v;

		jsonw_quote(&b, texts[i]);
		v = json_loadb(b.p, b.n, JSON_DECODE_ANY | JSON_ALLOW_NUL,
		    &error);
		assert_non_null(v);
		if (i < 4)
			assert_string_equal(json_string_value(v), texts[i].p);
		json_decref(v);
		buf_free(&b);
	}
}

static void
numbers_are_written_whole(void **state)
{
	struct buf out = BUF_INIT(1000);
	struct jsonw j;

	(void)state;
	jsonw_init(&j, &out);
	jsonw_array(&j);
	jsonw_int(&j, 0);
	jsonw_int(&j, -7);
	jsonw_int(&j, 1000000);
	jsonw_int(&j, INT64_MAX);
	jsonw_int(&j, INT64_MIN);
	jsonw_end_array(&j);
	assert_string_equal(out.p,
	    "[0,-7,1000000,9223372036854775807,-9223372036854775808]");
	buf_free(&out);
}

static void
runs_of_any_length_are_copied_and_escaped(void **state)
{
	struct buf out = BUF_INIT(1000);
	char text[64], want[80];
	size_t n, at;

	(void)state;
	for (n = 1; n < 60; n++)
		for (at = 0; at < n; at++) {
			memset(text, 'x', n);
			text[at] = '\n';
			memset(want, 'x', n + 3);
			want[0] = want[n + 2] = '"';
			want[at + 1] = '\\';
			want[at + 2] = 'n';
			buf_clear(&out);
			jsonw_quote(&out, (struct str){ text, n });
			assert_int_equal(out.n, n + 3);
			assert_memory_equal(out.p, want, n + 3);
		}
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest jsonw_tests[] = {
		cmocka_unit_test(numbers_are_written_whole),
		cmocka_unit_test(runs_of_any_length_are_copied_and_escaped),
		cmocka_unit_test(commas_and_nesting_are_the_writers_business),
		cmocka_unit_test(numbers_are_written_shortly),
		cmocka_unit_test(any_bytes_become_a_string_that_a_reader_takes),
	};

	return (RUN_TESTS(jsonw_tests));
}
