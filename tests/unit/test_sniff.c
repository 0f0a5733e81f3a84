#include "earshot/buf.h"

#include "../../src/parse/sniff.h"
#include "unit.h"

static void
expect(const char *text, enum sniffed is, const char *from, bool junk)
{
	struct sniff s = sniff(str_of(text));

	assert_int_equal(s.is, is);
	assert_int_equal(s.junk, junk);
	if (from != NULL)
		assert_str(s.text, from);
	if (is == SNIFF_XML || is == SNIFF_JSON)
		assert_null(s.why);
	else
		assert_non_null(s.why);
}

static void
the_root_says_what_it_is(void **state)
{

	(void)state;
	expect("<rss/>", SNIFF_XML, "<rss/>", false);
	expect("<?xml version='1.0'?><feed/>", SNIFF_XML, NULL, false);
	expect("<!-- <html> --><rdf:RDF></rdf:RDF>", SNIFF_XML, NULL, false);
	expect("<RSS version='2.0'>", SNIFF_XML, NULL, false);
	expect("<r:rss xmlns:r='x'>", SNIFF_XML, NULL, false);
	expect("<channel><title/></channel>", SNIFF_XML, NULL, false);
	expect("  {\"version\":1}", SNIFF_JSON, "{\"version\":1}", false);
}

static void
pages_and_other_documents_are_no_feeds(void **state)
{

	(void)state;
	expect("", SNIFF_NOTHING, NULL, false);
	expect(" \n ", SNIFF_NOTHING, NULL, false);
	expect("Not found", SNIFF_NOTHING, NULL, false);
	expect("[1,2]", SNIFF_NOTHING, NULL, false);
	expect("<?xml version='1.0'?><urlset/>", SNIFF_NOTHING, NULL, false);
	expect("<CHANNEL HREF='x'>", SNIFF_NOTHING, NULL, false);
	expect("<!DOCTYPE html><html><body>", SNIFF_HTML, NULL, false);
	expect("<html><body><rss></rss></body>", SNIFF_HTML, NULL, false);
	expect("<p>Sorry</p>", SNIFF_HTML, NULL, false);
}

static void
junk_before_the_declaration_is_passed_over(void **state)
{

	(void)state;
	expect("\n\n<?xml version='1.0'?><rss/>", SNIFF_XML,
	    "<?xml version='1.0'?><rss/>", true);
	expect("\n\n<rss/>", SNIFF_XML, "<rss/>", false);
	expect("oops <?xml version='1.0'?><rss/>", SNIFF_XML,
	    "<?xml version='1.0'?><rss/>", true);
	expect("<br />\n<b>Warning</b>: x<?xml version='1.0'?><feed>",
	    SNIFF_XML, "<?xml version='1.0'?><feed>", true);
	expect("<b>Notice</b><rss version='2.0'>", SNIFF_XML,
	    "<rss version='2.0'>", true);
	expect("1 < 2 <rss/>", SNIFF_XML, "<rss/>", true);
}

static void
the_doctype_stays_with_the_document(void **state)
{
	const char *text = "<!DOCTYPE rss [<!ENTITY a \"<feed>\">]><rss/>";

	(void)state;
	expect(text, SNIFF_XML, text, false);
	text = "<!DOCTYPE rss [<!-- don't --> <!ENTITY a 'b'>]><rss/>";
	expect(text, SNIFF_XML, text, false);
	text = "<!DOCTYPE rss \"open><rss/>";
	expect(text, SNIFF_XML, text, false);
}

static void
the_root_tag_comes_whole(void **state)
{
	struct sniff s = sniff(STR("<?xml?><rdf:RDF a='>' b=\"x\"><item/>"));

	(void)state;
	assert_str(s.root_tag, "<rdf:RDF a='>' b=\"x\">");
}

static void
hostile_beginnings_cost_little(void **state)
{
	enum { N = 4 << 20 };
	static const char *const parts[] = { "<!DOCTYPE [>", "<!DOCTYPE \">",
		"<!DOCTYPE <!-- >", "<!--", "<?x", "<?x>", "<a b=\"", "x",
		"<br><?xml ", "<rss " };
	char *text = malloc(N);

	(void)state;
	assert_non_null(text);
	/* If it were not linear it would meet the deadline of every test. */
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t n = strlen(parts[i]);

		for (size_t k = 0; k < N; k++)
			text[k] = parts[i][k % n];
		(void)sniff((struct str){ text, N });
	}
	free(text);
}

static void
a_long_comment_before_the_root_is_passed_over(void **state)
{
	struct buf b = BUF_INIT(1 << 20);

	(void)state;
	buf_adds(&b, "<!--");
	for (size_t i = 0; i < 100000; i++)
		buf_addc(&b, '#');
	buf_adds(&b, "--><rss/>");
	assert_int_equal(sniff(buf_str(&b)).is, SNIFF_XML);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_root_says_what_it_is),
		cmocka_unit_test(pages_and_other_documents_are_no_feeds),
		cmocka_unit_test(junk_before_the_declaration_is_passed_over),
		cmocka_unit_test(the_doctype_stays_with_the_document),
		cmocka_unit_test(the_root_tag_comes_whole),
		cmocka_unit_test(hostile_beginnings_cost_little),
		cmocka_unit_test(a_long_comment_before_the_root_is_passed_over),
	};

	return (RUN_TESTS(tests));
}
