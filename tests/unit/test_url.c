/*
 * URLs: resolving (RFC 3986, section 5.4), the canonical form, masking.
 */
#include "earshot/url.h"

#include "unit.h"

static int
make_arena(void **state)
{

	*state = arena_new(1 << 20);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

struct pair {
	const char *in, *out;
};

static void
references_resolve_as_rfc_3986_says(void **state)
{
	static const struct pair pairs[] = {
		{ "g:h", "g:h" },
		{ "g", "http://a/b/c/g" },
		{ "./g", "http://a/b/c/g" },
		{ "g/", "http://a/b/c/g/" },
		{ "/g", "http://a/g" },
		{ "//g", "http://g/" },
		{ "?y", "http://a/b/c/d;p?y" },
		{ "g?y", "http://a/b/c/g?y" },
		{ "#s", "http://a/b/c/d;p?q#s" },
		{ "g#s", "http://a/b/c/g#s" },
		{ "g?y#s", "http://a/b/c/g?y#s" },
		{ ";x", "http://a/b/c/;x" },
		{ "g;x", "http://a/b/c/g;x" },
		{ "g;x?y#s", "http://a/b/c/g;x?y#s" },
		{ "", "http://a/b/c/d;p?q" },
		{ ".", "http://a/b/c/" },
		{ "./", "http://a/b/c/" },
		{ "..", "http://a/b/" },
		{ "../", "http://a/b/" },
		{ "../g", "http://a/b/g" },
		{ "../..", "http://a/" },
		{ "../../", "http://a/" },
		{ "../../g", "http://a/g" },
		{ "../../../g", "http://a/g" },
		{ "../../../../g", "http://a/g" },
		{ "/./g", "http://a/g" },
		{ "/../g", "http://a/g" },
		{ "g.", "http://a/b/c/g." },
		{ ".g", "http://a/b/c/.g" },
		{ "g..", "http://a/b/c/g.." },
		{ "./../g", "http://a/b/g" },
		{ "./g/.", "http://a/b/c/g/" },
		{ "g/./h", "http://a/b/c/g/h" },
		{ "g/../h", "http://a/b/c/h" },
		{ "g;x=1/./y", "http://a/b/c/g;x=1/y" },
		{ "g;x=1/../y", "http://a/b/c/y" },
		{ "g?y/./x", "http://a/b/c/g?y/./x" },
		{ "g?y/../x", "http://a/b/c/g?y/../x" },
		{ "g#s/./x", "http://a/b/c/g#s/./x" },
		{ "http:g", "http://a/b/c/g" },
		{ "https://other.example/x", "https://other.example/x" },
		{ "mailto:me@example.com", "mailto:me@example.com" },
		{ "tag:example.com,2004:1", "tag:example.com,2004:1" },
		{ "urn:uuid:1", "urn:uuid:1" },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str(url_resolve(*state, STR("http://a/b/c/d;p?q#f"),
			       str_of(pairs[i].in)),
		    pairs[i].out);
}

static void
white_space_round_and_in_a_reference_is_mended(void **state)
{

	assert_str(url_resolve(*state, STR(" http://a/b/ "), STR("\n c \t")),
	    "http://a/b/c");
	assert_str(url_resolve(*state, STR(""), STR(" http://a/b c\n/d ")),
	    "http://a/b%20c/d");
	assert_str(url_resolve(*state, STR("http://a/b/"),
		       STR("two words.png")),
	    "http://a/b/two%20words.png");
}

static void
what_cannot_be_resolved_is_nothing(void **state)
{
	char text[URL_MAX + 2];

	memset(text, 'a', sizeof(text));
	assert_null(url_resolve(*state, STR(""), STR("g")).p);
	assert_null(url_resolve(*state, STR("/b/c"), STR("g")).p);
	assert_null(url_resolve(*state, STR("tag:x,2004:1"), STR("g")).p);
	assert_null(url_resolve(*state, STR("http://"), STR("g")).p);
	assert_null(url_resolve(*state, STR(""), STR("//host/x")).p);
	assert_null(url_resolve(*state, STR("https://a/"), STR("http:g")).p);
	assert_null(url_resolve(*state, STR("http://a/"), STR("g\0h")).p);
	assert_null(url_resolve(*state, STR("http://a/"),
	    (struct str){ text, sizeof(text) })
			.p);
}

static void
only_a_scheme_with_a_host_is_http(void **state)
{

	(void)state;
	assert_true(url_http(STR("http://a")));
	assert_true(url_http(STR(" HTTPS://a/b ")));
	assert_true(url_http(STR("http://[::1]/")));
	assert_false(url_http(STR("http://")));
	assert_false(url_http(STR("http:///a")));
	assert_false(url_http(STR("http:a")));
	assert_false(url_http(STR("ftp://a/")));
	assert_false(url_http(STR("//a/")));
	assert_false(url_http(STR("")));
	assert_true(url_absolute(STR("tag:a,2004:1")));
	assert_true(url_absolute(STR("feed://a/b")));
	assert_false(url_absolute(STR("http:///a")));
	assert_false(url_absolute(STR("a/b:c")));
	assert_false(url_absolute(STR("urn:")));
	assert_false(url_absolute(STR("1a:b")));
}

static void
what_leads_to_one_post_has_one_canonical_form(void **state)
{
	static const struct pair pairs[] = {
		{ "https://Example.COM", "http://example.com/" },
		{ "http://example.com:80/", "http://example.com/" },
		{ "https://example.com:443/", "http://example.com/" },
		{ "http://example.com:8080/", "http://example.com:8080/" },
		{ "http://example.com./a", "http://example.com/a" },
		{ "http://me:pw@example.com/a", "http://example.com/a" },
		{ "http://example.com/a/../b/./c", "http://example.com/b/c" },
		{ "http://example.com/%7euser", "http://example.com/~user" },
		{ "http://example.com/%c3%a9", "http://example.com/%C3%A9" },
		{ "http://example.com/\xc3\xa9", "http://example.com/%C3%A9" },
		{ "http://example.com/a b", "http://example.com/a%20b" },
		{ "http://example.com/?", "http://example.com/" },
		{ "http://example.com/?a&&b", "http://example.com/?a&b" },
		{ "http://example.com/?utm_source=x&id=2&UTM_medium=y",
		    "http://example.com/?id=2" },
		{ "http://example.com/?id=2&amp;utm_source=x",
		    "http://example.com/?id=2" },
		{ "http://example.com/?fbclid=1", "http://example.com/" },
		{ "http://example.com/?source=rss----1&x=1",
		    "http://example.com/?x=1" },
		{ "http://example.com/?source=shop",
		    "http://example.com/?source=shop" },
		{ "http://example.com/a/..;jsessionid=1/b",
		    "http://example.com/a/..;jsessionid=1/b" },
		{ "http://example.com/a;jsessionid=1F?x=1",
		    "http://example.com/a?x=1" },
		{ "http://example.com/a#comments", "http://example.com/a" },
		{ "http://example.com/a#respond", "http://example.com/a" },
		{ "http://example.com/a#section-2", "http://example.com/a" },
		{ "http://example.com/a#contact2", "http://example.com/a" },
		{ "http://example.com/a#comment-12",
		    "http://example.com/a#comment-12" },
		{ "http://example.com/a#c12", "http://example.com/a#c12" },
		{ "http://example.com/a#post77",
		    "http://example.com/a#post77" },
		{ "http://example.com/a#issuecomment-9",
		    "http://example.com/a#issuecomment-9" },
		{ "http://B\xc3\xbc"
		  "cher.example/",
		    "http://b\xc3\xbc"
		    "cher.example/" },
		{ "http://[2001:DB8::1]/", "http://[2001:db8::1]/" },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str(url_canonical(*state, str_of(pairs[i].in)),
		    pairs[i].out);
}

static void
a_canonical_form_is_its_own(void **state)
{
	static const char *const urls[] = {
		"https://Example.com/a%20b/%7e?b=2&utm_source=x&c=%2f#c1",
		"http://example.com/%25%41?%26=%3d",
	};
	struct str once;
	size_t i;

	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		once = url_canonical(*state, str_of(urls[i]));
		assert_non_null(once.p);
		assert_true(str_eq(once, url_canonical(*state, once)));
	}
}

static void
what_is_not_http_has_no_canonical_form(void **state)
{

	assert_null(url_canonical(*state, STR("mailto:a@b.example")).p);
	assert_null(url_canonical(*state, STR("tag:x,2004:1")).p);
	assert_null(url_canonical(*state, STR("ftp://example.com/")).p);
	assert_null(url_canonical(*state, STR("example.com/a")).p);
	assert_null(url_canonical(*state, STR("")).p);
	assert_null(url_canonical(*state, STR("http://exam ple.com/")).p);
}

static void
a_host_is_as_written_in_small_letters(void **state)
{

	assert_str(url_host(*state, STR("https://me@WWW.Example.com:81/x")),
	    "www.example.com");
	assert_str(url_host(*state, STR("http://[::1]/")), "[::1]");
	assert_null(url_host(*state, STR("mailto:a@b.example")).p);
	assert_null(url_host(*state, STR("")).p);
	assert_null(url_host(*state, STR("no url")).p);
}

static void
secrets_are_masked_and_nothing_else(void **state)
{
	static const struct pair pairs[] = {
		{ "https://me:pw@a.example/x", "https://***@a.example/x" },
		{ "https://tok@a.example/x", "https://***@a.example/x" },
		{ "https://a.example/@me/x", "https://a.example/@me/x" },
		{ "https://a.example/f?token=1&p=12",
		    "https://a.example/f?token=***&p=12" },
		{ "https://a.example/f?API_Key=1",
		    "https://a.example/f?API_Key=***" },
		{ "https://a.example/.rss?feed=0123456789abcdef&user=me",
		    "https://a.example/.rss?feed=***&user=***" },
		{ "https://a.example/?feed=rss2",
		    "https://a.example/?feed=rss2" },
		{ "https://a.example/#access_token=x&n=1",
		    "https://a.example/#access_token=***&n=1" },
		{ "https://a.example/?token=a=b?c",
		    "https://a.example/?token=***" },
		{ "no url?secret=x", "no url?secret=***" },
		{ "https://a.example/?a;token=x",
		    "https://a.example/?a;token=***" },
		{ "", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str(url_mask(*state, str_of(pairs[i].in)), pairs[i].out);
}

static void
secrets_are_hidden_in_what_is_no_url_as_well(void **state)
{
	static const struct {
		const char *in, *out;
	} pairs[] = {
		{ "proxy = ftp://jo:pw@p:21", "proxy = ftp://*****@p:21" },
		{ "proxi=jo:p@=w@p", "proxi=*******@p" },
		{ "proxy = \"http://jo:p /w@p\"",
		    "proxy = \"http://*******@p\"" },
		{ "https://jo:p w@h/ rol=x", "https://******@h/ rol=x" },
		{ "https://h/x?token=s3 rol=x", "https://h/x?token=** rol=x" },
		{ "https://h/x?a=b&key={secret}",
		    "https://h/x?a=b&key={secret}" },
		{ "contact = me@a.example", "contact = me@a.example" },
		{ "https://h/@jo tags=a", "https://h/@jo tags=a" },
		{ "?token=", "?token=" },
		{ "@", "@" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char text[100];

		snprintf(text, sizeof(text), "%s", pairs[i].in);
		url_hide(text, strlen(text));
		assert_string_equal(text, pairs[i].out);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(references_resolve_as_rfc_3986_says),
		TEST(white_space_round_and_in_a_reference_is_mended),
		TEST(what_cannot_be_resolved_is_nothing),
		TEST(only_a_scheme_with_a_host_is_http),
		TEST(what_leads_to_one_post_has_one_canonical_form),
		TEST(a_canonical_form_is_its_own),
		TEST(what_is_not_http_has_no_canonical_form),
		TEST(a_host_is_as_written_in_small_letters),
		TEST(secrets_are_masked_and_nothing_else),
		TEST(secrets_are_hidden_in_what_is_no_url_as_well),
	};

	return (RUN_TESTS(tests));
}
