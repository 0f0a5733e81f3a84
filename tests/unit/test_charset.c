/*
 * Encodings: the contract's order, labels as servers write them, few bad bytes.
 */
#include <iconv.h>
#include <pthread.h>

#include "earshot/charset.h"

#include "../../src/text/codepages.h"
#include "unit.h"

static int
make_arena(void **state)
{

	*state = arena_new(8 << 20);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

struct decoded {
	struct str text, name;
	bool repaired;
};

static struct decoded
decode(struct arena *a, struct str body, const char *content_type)
{
	struct decoded d;

	assert_int_equal(charset_decode(a, body, str_of(content_type), &d.text,
			     &d.name, &d.repaired),
	    OK);
	return (d);
}

static void
check(struct arena *a, struct str body, const char *content_type,
    const char *name, const char *text, bool repaired)
{
	struct decoded d = decode(a, body, content_type);

	assert_str(d.name, name);
	assert_str(d.text, text);
	assert_int_equal(d.repaired, repaired);
}

#define DECL(label) "<?xml version=\"1.0\" encoding=\"" label "\"?>"

static void
clean_utf8_is_a_slice_of_the_body(void **state)
{
	struct str body = STR(DECL("utf-8") "<a>caf\xc3\xa9</a>");
	struct decoded d = decode(*state, body, "text/xml");

	assert_ptr_equal(d.text.p, body.p);
	assert_int_equal(d.text.n, body.n);
	assert_str(d.name, "utf-8");
	body = STR("\xef\xbb\xbf"
		   "abc");
	d = decode(*state, body, NULL);
	assert_ptr_equal(d.text.p, body.p + 3);
	assert_int_equal(arena_used(*state), 0);
}

static void
a_byte_order_mark_wins(void **state)
{

	check(*state, STR("\xef\xbb\xbf" DECL("iso-8859-1") "\xc3\xa9"),
	    "text/xml; charset=koi8-r", "utf-8", DECL("iso-8859-1") "\xc3\xa9",
	    false);
	check(*state,
	    STR("\xff\xfe"
		"a\0\xe9\0"),
	    "text/xml; charset=utf-8", "utf-16le", "a\xc3\xa9", false);
	check(*state, STR("\xfe\xff\0a\0\xe9"), NULL, "utf-16be", "a\xc3\xa9",
	    false);
	check(*state, STR("\xff\xfe\0\0a\0\0\0"), NULL, "utf-32le", "a", false);
	check(*state, STR("\0\0\xfe\xff\0\0\0a"), NULL, "utf-32be", "a", false);
	check(*state,
	    STR("\xef\xbb\xbf\xef\xbb\xbf"
		"abc"),
	    NULL, "utf-8", "abc", false);
}

static void
a_mark_of_utf16_before_single_bytes_is_junk(void **state)
{

	check(*state, STR("\xff\xfe<a>caf\xc3\xa9 is plain</a>"), NULL, "utf-8",
	    "<a>caf\xc3\xa9 is plain</a>", false);
}

static void
the_header_wins_over_the_declaration(void **state)
{

	check(*state, STR(DECL("utf-8") "\xe9"), "text/xml; charset=iso-8859-1",
	    "windows-1252", DECL("utf-8") "\xc3\xa9", false);
	check(*state, STR(DECL("iso-8859-1") "\xe0"),
	    "text/xml;charset=\"windows-1251\"", "windows-1251",
	    DECL("iso-8859-1") "\xd0\xb0", false);
	check(*state, STR(DECL("koi8-r") "\xc1"), "text/xml", "koi8-r",
	    DECL("koi8-r") "\xd0\xb0", false);
	check(*state, STR(DECL("koi8-r") "\xc1"), NULL, "koi8-r",
	    DECL("koi8-r") "\xd0\xb0", false);
}

static void
without_any_label_it_is_utf8_or_windows_1252(void **state)
{

	check(*state, STR("caf\xc3\xa9"), "text/xml", "utf-8", "caf\xc3\xa9",
	    false);
	check(*state, STR("caf\xe9 \x93q\x94 \x80"), "text/xml", "windows-1252",
	    "caf\xc3\xa9 \xe2\x80\x9cq\xe2\x80\x9d \xe2\x82\xac", false);
	check(*state, STR("\x81\x8d"), NULL, "windows-1252", "\xc2\x81\xc2\x8d",
	    false);
	check(*state, STR(""), NULL, "utf-8", "", false);
}

static void
a_label_that_the_bytes_contradict_falls_to_the_next(void **state)
{

	/* no UTF-8 at all */
	check(*state, STR(DECL("utf-8") "caf\xe9 cr\xe8me"), NULL,
	    "windows-1252", DECL("utf-8") "caf\xc3\xa9 cr\xc3\xa8me", true);
	check(*state, STR(DECL("windows-1251") "\xe0\xe1"),
	    "text/xml; charset=utf-8", "windows-1251",
	    DECL("windows-1251") "\xd0\xb0\xd0\xb1", true);
	/* a byte that windows-1252 does not have, in valid UTF-8 */
	check(*state, STR(DECL("iso-8859-1") "\xe2\x80\x9d"), NULL, "utf-8",
	    DECL("iso-8859-1") "\xe2\x80\x9d", true);
	/* not Shift_JIS */
	check(*state, STR(DECL("shift_jis") "\xfd\xfe\xff"), NULL,
	    "windows-1252", DECL("shift_jis") "\xc3\xbd\xc3\xbe\xc3\xbf", true);
}

static void
utf16_is_seen_without_a_mark_and_not_believed_without_zeros(void **state)
{

	check(*state, STR("\0<\0?\0x\0m\0l\0 \0\xe9\0>"), NULL, "utf-16be",
	    "<?xml \xc3\xa9>", false);
	check(*state, STR("<\0?\0x\0m\0l\0 \0\xe9\0>\0"),
	    "text/xml; charset=utf-8", "utf-16le", "<?xml \xc3\xa9>", false);
	check(*state, STR("<\0\0\0?\0\0\0x\0\0\0m\0\0\0"), NULL, "utf-32le",
	    "<?xm", false);
	check(*state, STR(DECL("utf-16") "caf\xc3\xa9"), NULL, "utf-8",
	    DECL("utf-16") "caf\xc3\xa9", true);
	check(*state, STR(DECL("utf-16") "x"), "text/xml; charset=utf-16",
	    "utf-8", DECL("utf-16") "x", true);
}

static void
surrogates_pair_or_are_replaced(void **state)
{

	check(*state, STR("\xff\xfe\x3d\xd8\x00\xde"), NULL, "utf-16le",
	    "\xf0\x9f\x98\x80", false);
	check(*state,
	    STR("\xff\xfe\x3d\xd8"
		"a\0"),
	    NULL, "utf-16le",
	    "\xef\xbf\xbd"
	    "a",
	    true);
	check(*state,
	    STR("\xff\xfe"
		"a\0b"),
	    NULL, "utf-16le", "a\xef\xbf\xbd", true);
}

static void
nearly_valid_utf8_stays_utf8(void **state)
{

	check(*state, STR(DECL("utf-8") "\xc3\xa9\xc3\xa8 \xf1 \xc3\xa0"), NULL,
	    "utf-8", DECL("utf-8") "\xc3\xa9\xc3\xa8 \xef\xbf\xbd \xc3\xa0",
	    true);
	/* a character cut in two speaks for UTF-8, too */
	check(*state, STR(DECL("utf-8") "a\xe2\x80 b"), NULL, "utf-8",
	    DECL("utf-8") "a\xef\xbf\xbd b", true);
	/* undeclared: one slip among many */
	check(*state, STR("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 \xe9 x"),
	    NULL, "utf-8",
	    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 \xef\xbf\xbd x", true);
	check(*state, STR("\xc3\xa9 \xe9 \xe8"), NULL, "windows-1252",
	    "\xc3\x83\xc2\xa9 \xc3\xa9 \xc3\xa8", false);
}

static void
one_slip_does_not_unmake_a_declared_encoding(void **state)
{
	char body[2048];
	size_t n = 0;
	struct decoded d;

	n += (size_t)snprintf(body, sizeof(body), "%s", DECL("shift_jis"));
	while (n < 1000) {
		memcpy(body + n, "\x93\xfa\x96\x7b", 4);
		n += 4;
	}
	body[n++] = '\xfd';
	d = decode(*state, (struct str){ body, n }, NULL);
	assert_str(d.name, "shift_jis");
	assert_true(d.repaired);
	assert_true(str_ends(d.text, STR("本\xef\xbf\xbd")));
}

static void
control_characters_are_dropped(void **state)
{

	check(*state, STR("<a>\x01x\x0b\0y\t\r\n</a>"), NULL, "utf-8",
	    "<a>xy\t\r\n</a>", true);
	check(*state, STR("\xe9\x02"), NULL, "windows-1252", "\xc3\xa9", true);
}

static void
a_declaration_may_stand_behind_junk(void **state)
{

	check(*state, STR("\r\n  junk " DECL("windows-1251") "\xe0"), NULL,
	    "windows-1251", "\r\n  junk " DECL("windows-1251") "\xd0\xb0",
	    false);
	check(*state,
	    STR("<?xml version='1.0' encoding = 'windows-1251' ?>\xe0"), NULL,
	    "windows-1251",
	    "<?xml version='1.0' encoding = 'windows-1251' ?>\xd0\xb0", false);
	check(*state,
	    STR("<html><head><meta charset=\"windows-1251\"></head>\xe0"), NULL,
	    "windows-1251",
	    "<html><head><meta charset=\"windows-1251\"></head>\xd0\xb0",
	    false);
}

static void
labels_are_read_however_they_are_written(void **state)
{
	static const struct {
		const char *header, *name;
	} rows[] = {
		{ "text/xml; charset=UTF-8", "utf-8" },
		{ "text/xml; charset=utf8", "utf-8" },
		{ "text/xml;charset = 'us-ascii'", "windows-1252" },
		{ "text/xml; charset=latin1", "windows-1252" },
		{ "text/xml; CHARSET=ISO_8859-1", "windows-1252" },
		{ "text/xml; charset=iso8859-15", "iso-8859-15" },
		{ "text/xml; charset=cp1251", "windows-1251" },
		{ "text/xml; charset=GB2312", "gb18030" },
		{ "text/xml; charset=gbk", "gbk" },
		{ "text/xml; charset=x-sjis", "shift_jis" },
		{ "text/xml; charset=ks_c_5601-1987", "euc-kr" },
		{ "text/xml; charset=TIS-620", "tis-620" },
		{ "text/xml; charset=utf-8utf-8", "utf-8" },
		{ "text/xml; charset=utf-8; charset=iso-8859-1", "utf-8" },
		{ "text/xml; charset=utf-8, text/xml", "utf-8" },
		{ "text/xml; charset=nonsense; charset=koi8-r", "koi8-r" },
		{ "text/xml; charset=charset=utf-8", "utf-8" },
		{ "text/xml; charset=utf-7", "utf-8" },
		{ "text/xml; charset=ebcdic-us", "utf-8" },
		{ "text/xml; charset=", "utf-8" },
		{ "text/xml; charset:koi8-r", "utf-8" },
		{ "charset", "utf-8" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(*state, STR("<a/>"), rows[i].header, rows[i].name, "<a/>",
		    false);
}

static void
an_unknown_declaration_is_a_repair(void **state)
{

	check(*state, STR(DECL("bogus") "x"), NULL, "utf-8", DECL("bogus") "x",
	    true);
	check(*state, STR(DECL("utf-8\" encoding=\"utf-8") "x"), NULL, "utf-8",
	    DECL("utf-8\" encoding=\"utf-8") "x", false);
}

static void
east_asian_encodings_are_read_as_their_supersets(void **state)
{

	check(*state, STR(DECL("shift_jis") "\x87\x40\x81\x60"), NULL,
	    "shift_jis", DECL("shift_jis") "①～", false);
	check(*state, STR(DECL("euc-kr") "\xb3\xe2\x8c\x63"), NULL, "euc-kr",
	    DECL("euc-kr") "년똠", false);
	check(*state, STR(DECL("gb2312") "\xc4\xe3\x81\x40"), NULL, "gb18030",
	    DECL("gb2312") "你丂", false);
	check(*state, STR(DECL("big5") "\xa7\x41"), NULL, "big5",
	    DECL("big5") "你", false);
	check(*state, STR(DECL("euc-jp") "\xc6\xfc"), NULL, "euc-jp",
	    DECL("euc-jp") "日", false);
	check(*state, STR(DECL("iso-2022-jp") "\x1b$BF|\x1b(B."), NULL,
	    "iso-2022-jp", DECL("iso-2022-jp") "日.", false);
}

static void
one_named_encoding_is_read_or_refused(void **state)
{
	struct str text;

	assert_int_equal(charset_from(*state, STR("koi8-r"), STR("\xc1"),
			     &text),
	    OK);
	assert_str(text, "\xd0\xb0");
	assert_int_equal(charset_from(*state, STR("nonsense"), STR("a"), &text),
	    E_NOT_FOUND);
	assert_int_equal(charset_from(*state, STR("utf-8"), STR("a\xff"),
			     &text),
	    E_CORRUPT);
	assert_int_equal(charset_from(*state, STR("shift_jis"), STR("\xfd"),
			     &text),
	    E_CORRUPT);
	assert_int_equal(charset_from(*state, STR("utf-16"),
			     STR("\xff\xfe"
				 "a\0"),
			     &text),
	    OK);
	assert_str(text, "a");
	assert_int_equal(charset_from(*state, STR("utf-16"), STR("\0a\0b"),
			     &text),
	    OK);
	assert_str(text, "ab");
	assert_int_equal(charset_from(*state, STR("utf-16le"), STR("a\0b"),
			     &text),
	    E_CORRUPT);
	assert_int_equal(charset_from(*state, STR("latin1"), STR("\xff\xfe"),
			     &text),
	    OK);
	assert_str(text, "\xc3\xbf\xc3\xbe");
}

static void
files_from_any_editor_are_text(void **state)
{

	assert_str(charset_text(*state, STR("\xef\xbb\xbf"
					    "a\r\nb")),
	    "a\r\nb");
	assert_str(charset_text(*state, STR("\xff\xfe"
					    "a\0\r\0\n\0")),
	    "a\r\n");
	assert_str(charset_text(*state, STR("a\0b\0c\0d\0")), "abcd");
	assert_str(charset_text(*state, STR("caf\xc3\xa9")), "caf\xc3\xa9");
	assert_str(charset_text(*state, STR("caf\xe9")), "caf\xc3\xa9");
	assert_str(charset_text(*state, STR("")), "");
}

static void *
decode_in_a_thread(void *arg)
{
	struct arena *a = arena_new(1 << 20);
	struct str text;
	int *failed = arg;

	charset_init();
	*failed =
	    a == NULL ||
	    charset_from(a, STR("euc-kr"), STR("\xb3\xe2"), &text) != OK ||
	    !str_eq(text, STR("년"));
	arena_free(a);
	return (NULL);
}

static void
each_thread_has_its_own_converters(void **state)
{
	pthread_t threads[4];
	int failed[4] = { 1, 1, 1, 1 }, i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
				     decode_in_a_thread, &failed[i]),
		    0);
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(failed[i], 0);
	}
}

/* Our tables against the system's. */
static void
the_code_pages_are_what_iconv_says(void **state)
{
	static const char *const names[CODEPAGES] = { "CP1252", "ISO-8859-1",
		"ISO-8859-15", "CP1257", "CP1250", "CP1251", "IBM437" };
	uint32_t c;
	char byte, *in, *out;
	size_t page, i, left, room;
	iconv_t cd;

	(void)state;
	for (page = 0; page < CODEPAGES; page++) {
		cd = iconv_open("UTF-32LE", names[page]);
		assert_true(cd != (iconv_t)-1);
		for (i = 0; i < 128; i++) {
			byte = (char)(0x80 + i);
			in = &byte;
			out = (char *)&c;
			left = 1;
			room = sizeof(c);
			if (iconv(cd, &in, &left, &out, &room) == (size_t)-1)
				c = (uint32_t)(0x80 + i); /* it has none */
			assert_int_equal(codepage_upper[page][i], c);
		}
		iconv_close(cd);
	}
}

static void
a_full_arena_is_told(void **state)
{
	struct arena *a = arena_new(16);
	struct str text, name;
	bool repaired;

	(void)state;
	assert_int_equal(charset_decode(a, STR("a long \xe9 enough text"),
			     STR(""), &text, &name, &repaired),
	    E_MEMORY);
	assert_int_equal(charset_decode(a, STR("a long \x01 enough text"),
			     STR(""), &text, &name, &repaired),
	    E_MEMORY);
	arena_free(a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clean_utf8_is_a_slice_of_the_body),
		TEST(a_byte_order_mark_wins),
		TEST(a_mark_of_utf16_before_single_bytes_is_junk),
		TEST(the_header_wins_over_the_declaration),
		TEST(without_any_label_it_is_utf8_or_windows_1252),
		TEST(a_label_that_the_bytes_contradict_falls_to_the_next),
		TEST(
		    utf16_is_seen_without_a_mark_and_not_believed_without_zeros),
		TEST(surrogates_pair_or_are_replaced),
		TEST(nearly_valid_utf8_stays_utf8),
		TEST(one_slip_does_not_unmake_a_declared_encoding),
		TEST(control_characters_are_dropped),
		TEST(a_declaration_may_stand_behind_junk),
		TEST(labels_are_read_however_they_are_written),
		TEST(an_unknown_declaration_is_a_repair),
		TEST(east_asian_encodings_are_read_as_their_supersets),
		TEST(one_named_encoding_is_read_or_refused),
		TEST(files_from_any_editor_are_text),
		cmocka_unit_test(each_thread_has_its_own_converters),
		cmocka_unit_test(the_code_pages_are_what_iconv_says),
		cmocka_unit_test(a_full_arena_is_told),
	};

	return (RUN_TESTS(tests));
}
