/*
 * What encodings are called, and where their names stand.
 */
#include "../../src/text/charset_labels.h"
#include "unit.h"

static const char *
called(const char *label)
{
	const struct charset *cs = charset_lookup(str_of(label));

	return (cs != NULL ? cs->name : "-");
}

static const char *
header(const char *text, struct charset_labels *l)
{

	*l = (struct charset_labels){ .n = 0 };
	charset_of_header(str_of(text), l);
	return (l->n > 0 ? l->found[0]->name : "-");
}

static const char *
document(const char *text, struct charset_labels *l)
{

	*l = (struct charset_labels){ .n = 0 };
	charset_of_document(str_of(text), l);
	return (l->n > 0 ? l->found[0]->name : "-");
}

static void
a_label_is_known_whatever_its_case_and_signs(void **state)
{

	(void)state;
	assert_string_equal(called("UTF-8"), "utf-8");
	assert_string_equal(called("utf_8"), "utf-8");
	assert_string_equal(called("utf-8utf-8"), "utf-8");
	assert_string_equal(called("ISO-8859-1"), "windows-1252");
	assert_string_equal(called("us-ascii"), "windows-1252");
	assert_string_equal(called("Windows-1251"), "windows-1251");
	assert_string_equal(called("Latin2"), "iso-8859-2");
}

static void
what_is_not_in_the_list_names_no_converter(void **state)
{

	(void)state;
	assert_string_equal(called("utf-7"), "-");
	assert_string_equal(called("ISO-2022-CN-EXT"), "-");
	assert_string_equal(called("ebcdic-us"), "-");
	assert_string_equal(called(""), "-");
	assert_string_equal(called("utf-8//TRANSLIT"), "-");
}

static void
the_table_is_bounded_and_finds_itself(void **state)
{
	size_t n = 0;

	(void)state;
	for (; charset_table[n].name != NULL; n++) {
		const struct charset *cs = &charset_table[n];

		assert_ptr_equal(charset_lookup(str_of(cs->name)), cs);
		assert_int_equal(cs->kind == CHARSET_ICONV, cs->iconv != NULL);
		if (cs->kind != CHARSET_ICONV)
			assert_ptr_equal(charset_by_kind(cs->kind), cs);
	}
	assert_true(n > 20 && n <= CHARSETS_MAX);
}

static void
headers_and_documents_say_their_encoding(void **state)
{
	struct charset_labels l;

	(void)state;
	assert_string_equal(header("text/xml; charset=\"koi8-r\"", &l),
	    "koi8-r");
	assert_string_equal(header("text/xml;Charset = utf-8;q=1", &l),
	    "utf-8");
	assert_string_equal(header("text/xml", &l), "-");
	assert_false(l.unknown);
	assert_string_equal(header("text/xml; charset=klingon", &l), "-");
	assert_true(l.unknown);
	header("text/xml; charset=utf-8, text/xml; charset=iso-8859-1", &l);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.found[1]->name, "windows-1252");

	assert_string_equal(
	    document("<?xml version='1.0' encoding='windows-1251'?><rss/>", &l),
	    "windows-1251");
	assert_string_equal(document("<!DOCTYPE html><meta charset=utf-8><p>",
				&l),
	    "utf-8");
	/* Only a declaration counts, not what a text talks about. */
	assert_string_equal(document("<rss>encoding='koi8-r' charset=koi8-r",
				&l),
	    "-");
	assert_string_equal(
	    document("<?xml version='1.0'?><rss encoding='koi8-r'/>", &l), "-");
}

int
main(void)
{
	const struct CMUnitTest charset_names[] = {
		cmocka_unit_test(a_label_is_known_whatever_its_case_and_signs),
		cmocka_unit_test(what_is_not_in_the_list_names_no_converter),
		cmocka_unit_test(the_table_is_bounded_and_finds_itself),
		cmocka_unit_test(headers_and_documents_say_their_encoding),
	};

	return (RUN_TESTS(charset_names));
}
