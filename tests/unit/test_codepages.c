/*
 * The tables of code pages, against this system's converters.
 */
#include <iconv.h>

#include "../../src/text/codepages.h"
#include "unit.h"

/* What iconv makes of ${byte}; 0: nothing, the page leaves it out. */
static uint32_t
by_iconv(iconv_t cd, unsigned char byte)
{
	char in[1], out[4], *from = in, *to = out;
	size_t left = 1, room = sizeof(out);
	const unsigned char *p = (const unsigned char *)out;

	memcpy(in, &byte, 1);
	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || room != 0)
		return (0);
	return ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3]);
}

static void
each_page_is_what_converters_say_it_is(void **state)
{
	static const char *const names[CODEPAGES] = {
		[CODEPAGE_1252] = "CP1252",
		[CODEPAGE_8859_1] = "ISO-8859-1",
		[CODEPAGE_8859_15] = "ISO-8859-15",
		[CODEPAGE_1257] = "CP1257",
		[CODEPAGE_1250] = "CP1250",
		[CODEPAGE_1251] = "CP1251",
		[CODEPAGE_437] = "CP437",
	};
	size_t asked = 0;

	(void)state;
	for (size_t page = 0; page < CODEPAGES; page++) {
		iconv_t cd = iconv_open("UTF-32BE", names[page]);

		if (cd == (iconv_t)-1) {
			print_message("no converter for %s\n", names[page]);
			continue;
		}
		for (size_t i = 0; i < 128; i++) {
			uint32_t c = by_iconv(cd, (unsigned char)(0x80 + i));

			if (c != 0 && codepage_upper[page][i] != c)
				fail_msg("%s 0x%zx: U+%04x, not U+%04x",
				    names[page], 0x80 + i,
				    (unsigned)codepage_upper[page][i],
				    (unsigned)c);
			asked += c != 0;
		}
		iconv_close(cd);
	}
	assert_true(asked > 0);
}

static void
what_a_page_leaves_out_is_the_control_of_that_number(void **state)
{

	(void)state;
	assert_int_equal(codepage_upper[CODEPAGE_1252][0x01], 0x81);
	assert_int_equal(codepage_upper[CODEPAGE_1252][0x1d], 0x9d);
	assert_int_equal(codepage_upper[CODEPAGE_1250][0x01], 0x81);
	assert_int_equal(codepage_upper[CODEPAGE_1251][0x18], 0x98);
	for (size_t i = 0; i < 128; i++)
		assert_int_equal(codepage_upper[CODEPAGE_8859_1][i], 0x80 + i);
}

static void
no_page_says_a_character_twice(void **state)
{

	(void)state;
	for (size_t page = 0; page < CODEPAGES; page++)
		for (size_t i = 0; i < 128; i++) {
			assert_true(codepage_upper[page][i] >= 0x80);
			for (size_t j = 0; j < i; j++)
				assert_int_not_equal(codepage_upper[page][i],
				    codepage_upper[page][j]);
		}
}

int
main(void)
{
	const struct CMUnitTest codepages[] = {
		cmocka_unit_test(each_page_is_what_converters_say_it_is),
		cmocka_unit_test(
		    what_a_page_leaves_out_is_the_control_of_that_number),
		cmocka_unit_test(no_page_says_a_character_twice),
	};

	return (RUN_TESTS(codepages));
}
