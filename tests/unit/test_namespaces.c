#include "builderbox.h"

static enum ns
ns_is(const char *prefix, const char *uri)
{
	struct xml_element e = { .name = STR("x"),
		.prefix = str_of(prefix),
		.ns = str_of(uri) };

	return (ns_of(r, &e));
}

static void
a_uri_is_known_whatever_its_scheme_case_and_end(void **state)
{

	(void)state;
	assert_int_equal(ns_is("x", "http://purl.org/dc/elements/1.1/"), NS_DC);
	assert_int_equal(ns_is("x", " HTTPS://PURL.org/dc/elements/1.1 "),
	    NS_DC);
	assert_int_equal(ns_is("x",
			     "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
	    NS_RDF);
	assert_int_equal(ns_is("x", "http://purl.org/atom/ns#draft-07"),
	    NS_ATOM);
	assert_int_equal(ns_is("x", "http://purl.org/dc/elements/1.1/more"),
	    NS_UNKNOWN);
}

static void
the_uri_counts_before_the_prefix(void **state)
{

	(void)state;
	assert_int_equal(ns_is("dc", "http://search.yahoo.com/mrss/"),
	    NS_MEDIA);
	assert_int_equal(ns_is("media", "http://other.example/"), NS_UNKNOWN);
	assert_int_equal(ns_is("", "http://purl.org/dc/terms/"), NS_DCTERMS);
}

static void
a_prefix_that_nobody_declared_means_what_it_usually_does(void **state)
{

	(void)state;
	assert_int_equal(ns_is("DC", ""), NS_DC);
	assert_int_equal(ns_is("googleplay", ""), NS_PLAY);
	assert_int_equal(ns_is("mine", ""), NS_UNKNOWN);
	assert_int_equal(ns_is("", ""), NS_NATIVE);
	memcpy(r->native_prefix, "mine", 5);
	assert_int_equal(ns_is("mine", ""), NS_NATIVE);
}

static void
the_formats_own_namespace_is_native_once_the_root_is_found(void **state)
{

	(void)state;
	assert_int_equal(ns_is("", "http://purl.org/rss/1.0/"), NS_RSS);
	assert_int_equal(ns_is("", "http://www.w3.org/2005/Atom"), NS_ATOM);
	r->found = true;
	b->p->format = FORMAT_RSS;
	assert_int_equal(ns_is("", "http://purl.org/rss/1.0/"), NS_NATIVE);
	assert_int_equal(ns_is("a", "http://www.w3.org/2005/Atom"), NS_ATOM);
	b->p->format = FORMAT_ATOM;
	assert_int_equal(ns_is("a", "http://www.w3.org/2005/Atom"), NS_NATIVE);
	r->native_uri = STR("http://own.example/ns");
	assert_int_equal(ns_is("", "http://own.example/ns"), NS_NATIVE);
}

static void
uris_that_share_a_place_in_the_cache_do_not_mix(void **state)
{

	(void)state;
	/* Same length, same middle, same end. */
	for (int i = 0; i < 2000; i++) {
		assert_int_equal(ns_is("x", "http://purl.org/dc/terms/"),
		    NS_DCTERMS);
		assert_int_equal(ns_is("x", "http://burl.org/dc/terms/"),
		    NS_UNKNOWN);
	}
	assert_true(r->nknown <= NS_KEPT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_uri_is_known_whatever_its_scheme_case_and_end,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    the_uri_counts_before_the_prefix, builder_make,
		    builder_drop),
		cmocka_unit_test_setup_teardown(
		    a_prefix_that_nobody_declared_means_what_it_usually_does,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    the_formats_own_namespace_is_native_once_the_root_is_found,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    uris_that_share_a_place_in_the_cache_do_not_mix,
		    builder_make, builder_drop),
	};

	return (RUN_TESTS(tests));
}
