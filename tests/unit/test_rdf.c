#include "documents.h"

#define RDF "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"

static void
the_version_is_that_of_the_declared_rss(void **state)
{
	struct parsed *p;

	(void)state;
	p = parse("<rdf:RDF " RDF " xmlns='http://purl.org/rss/1.0/'>"
		  "<channel><title>T</title></channel></rdf:RDF>");
	assert_int_equal(p->format, FORMAT_RDF);
	assert_str(p->version, "1.0");
	p = parse(
	    "<rdf:RDF " RDF " xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
	    "<channel><title>T</title></channel></rdf:RDF>");
	assert_str(p->version, "0.90");
}

static void
a_module_of_rss_1_is_not_rss_1(void **state)
{
	struct parsed *p;

	(void)state;
	p = parse("<rdf:RDF " RDF " xmlns='http://my.netscape.com/rdf/simple/"
		  "0.9/' xmlns:sy='http://purl.org/rss/1.0/modules/"
		  "syndication/'><channel/></rdf:RDF>");
	assert_str(p->version, "0.90");
}

static void
items_beside_the_channel_are_entries_with_about_as_id(void **state)
{
	struct parsed *p =
	    parse("<rdf:RDF " RDF " xmlns='http://purl.org/rss/1.0/'>"
		  "<channel rdf:about='https://a.example/rss'>"
		  "<title>T</title><items><rdf:Seq>"
		  "<rdf:li rdf:resource='https://a.example/1'/></rdf:Seq>"
		  "</items></channel><item rdf:about='https://a.example/1'>"
		  "<title>One</title></item></rdf:RDF>");

	(void)state;
	assert_str(p->feed.id, "https://a.example/rss");
	assert_int_equal(p->nentries, 1);
	assert_str(p->entries[0].id, "https://a.example/1");
	assert_str(p->entries[0].link, "https://a.example/1");
	assert_str(p->entries[0].title.raw, "One");
}

static void
an_item_says_which_rss_it_is_when_the_root_does_not(void **state)
{
	struct parsed *p =
	    parse("<rdf:RDF " RDF "><item xmlns='http://purl.org/rss/1.0/'>"
		  "<title>One</title></item></rdf:RDF>");

	(void)state;
	assert_str(p->version, "1.0");
	assert_int_equal(p->nentries, 1);
	assert_str(p->entries[0].title.raw, "One");
}

static void
rdf_without_rss_is_no_feed(void **state)
{

	(void)state;
	refused("<rdf:RDF " RDF "><rdf:Description rdf:about='x'/></rdf:RDF>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_version_is_that_of_the_declared_rss, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(a_module_of_rss_1_is_not_rss_1,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    items_beside_the_channel_are_entries_with_about_as_id,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    an_item_says_which_rss_it_is_when_the_root_does_not,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(rdf_without_rss_is_no_feed,
		    arena_make, arena_drop),
	};

	return (RUN_TESTS(tests));
}
