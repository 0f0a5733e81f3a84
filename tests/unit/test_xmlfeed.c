#include "documents.h"

static void
xml_of_another_kind_is_no_feed(void **state)
{

	(void)state;
	refused("<?xml version='1.0'?><opml version='2.0'><body/></opml>");
	refused("<feed xmlns='urn:cattle'><hay>1</hay></feed>");
}

static void
the_base_of_an_address_is_that_of_its_element(void **state)
{
	struct parsed *p = parse("<feed xmlns='http://www.w3.org/2005/Atom'"
				 " xml:base='https://a.example/x/'>"
				 "<entry xml:base='y/'><link href='1'/>"
				 "<content type='xhtml' xml:base='z/'>"
				 "<div xmlns='http://www.w3.org/1999/xhtml'>"
				 "<p xml:base='/deep/'><a href='3'>3</a></p>"
				 "<a href='2'>2</a></div></content></entry>"
				 "<entry><link href='4'/></entry></feed>");
	struct html_text text;

	(void)state;
	assert_int_equal(p->nentries, 2);
	assert_str(p->entries[0].link, "https://a.example/x/y/1");
	assert_str(p->entries[1].link, "https://a.example/x/4");
	assert_int_equal(parse_text(a, &p->entries[0].content, &text), OK);
	assert_int_equal(text.nlinks, 2);
	assert_str(text.links[0], "https://a.example/deep/3");
	assert_str(text.links[1], "https://a.example/x/y/z/2");
}

static void
the_language_in_scope_holds_until_its_element_ends(void **state)
{
	struct parsed *p =
	    parse("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>"
		  "<entry xml:lang='de_CH'><id>1</id></entry>"
		  "<entry><id>2</id></entry>"
		  "<entry xml:lang=''><id>3</id></entry></feed>");

	(void)state;
	assert_int_equal(p->nentries, 3);
	assert_str(p->feed.language, "en");
	assert_str(p->entries[0].language, "de-CH");
	assert_str(p->entries[1].language, "en");
	assert_null(p->entries[2].language.p);
	p = parse("<rss version='2.0'><channel xml:lang='fr'>"
		  "<language>en</language><item/></channel></rss>");
	assert_str(p->feed.language, "en");
	assert_str(p->entries[0].language, "fr");
}

static void
atom_in_rss_counts_less_than_what_rss_says_itself(void **state)
{
	struct parsed *p =
	    parse("<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'>"
		  "<channel><item><a:title>Atom's</a:title>"
		  "<title>RSS's</title></item>"
		  "<item><a:title>Alone</a:title></item></channel></rss>");

	(void)state;
	assert_int_equal(p->nentries, 2);
	assert_str(p->entries[0].title.raw, "RSS's");
	assert_str(p->entries[1].title.raw, "Alone");
}

static void
markup_that_was_not_escaped_is_written_out_again(void **state)
{
	struct parsed *p =
	    parse("<rss version='2.0'><channel><item><description>a <b title='"
		  "&quot;1&quot; &amp; 2'>b</b><br/>c</description></item>"
		  "</channel></rss>");

	(void)state;
	assert_int_equal(p->entries[0].summary.kind, MARKUP_HTML);
	assert_str(p->entries[0].summary.raw,
	    "a <b title=\"&quot;1&quot; &amp; 2\">b</b><br>c");
}

static void
a_value_whose_end_is_missing_ends_at_the_next_field(void **state)
{
	struct parsed *p =
	    parse("<rss version='2.0'><channel><item><title>One"
		  "<link>https://a.example/1</link><guid>g1</guid></item>"
		  "<item><title>Two</title></item></channel></rss>");

	(void)state;
	assert_true(p->malformed);
	assert_int_equal(p->nentries, 2);
	assert_str(p->entries[0].title.raw, "One");
	assert_str(p->entries[0].link, "https://a.example/1");
	assert_str(p->entries[0].id, "g1");
	assert_str(p->entries[1].title.raw, "Two");
}

static void
a_feed_says_that_it_is_complete_and_what_is_no_more(void **state)
{
	struct parsed *p = parse("<feed xmlns='http://www.w3.org/2005/Atom' "
				 "xmlns:h='http://purl.org/syndication/history/"
				 "1.0' xmlns:at='http://purl.org/atompub/"
				 "tombstones/1.0'><h:complete/><entry><id>2"
				 "</id><title>x</title></entry>"
				 "<at:deleted-entry ref=' 1 ' when="
				 "'2026-01-02T00:00:00Z'><at:comment>gone"
				 "</at:comment></at:deleted-entry>"
				 "<at:deleted-entry ref=''/></feed>");
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_true(p->feed.complete);
	assert_int_equal(p->nentries, 1);
	assert_int_equal(p->feed.ndeleted, 1);
	assert_str(p->feed.deleted[0], "1");
	assert_int_equal(parse_print(p, &out, NULL), OK);
	assert_non_null(strstr(buf_str(&out).p, "\"complete\":true"));
	assert_non_null(strstr(buf_str(&out).p, "\"deleted\":[\"1\"]"));
	buf_clear(&out);
	p = parse("<rss version='2.0' xmlns:fh='http://purl.org/syndication/"
		  "history/1.0'><channel><item><fh:complete/><title>x</title>"
		  "</item></channel></rss>");
	/* An entry says nothing of its feed. */
	assert_false(p->feed.complete);
	assert_int_equal(parse_print(p, &out, NULL), OK);
	assert_null(strstr(buf_str(&out).p, "complete"));
	assert_null(strstr(buf_str(&out).p, "deleted"));
	buf_free(&out);
	p = parse("<rss version='2.0'><channel><fh:complete/></channel></rss>");
	assert_true(p->feed.complete);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(xml_of_another_kind_is_no_feed,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_base_of_an_address_is_that_of_its_element, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_language_in_scope_holds_until_its_element_ends,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    atom_in_rss_counts_less_than_what_rss_says_itself,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    markup_that_was_not_escaped_is_written_out_again,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_value_whose_end_is_missing_ends_at_the_next_field,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_feed_says_that_it_is_complete_and_what_is_no_more,
		    arena_make, arena_drop),
	};

	return (RUN_TESTS(tests));
}
