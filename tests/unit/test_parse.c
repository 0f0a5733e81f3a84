#include "earshot/parse.h"
#include "earshot/xml.h"

#include "unit.h"

enum { ARENA_MAX = 128 << 20 };

static struct arena *a;

static int
set_up(void **state)
{

	(void)state;
	a = arena_new(ARENA_MAX);
	return (a == NULL);
}

static int
tear_down(void **state)
{

	(void)state;
	arena_free(a);
	return (0);
}

/* The feed in ${body}, which is gone afterwards. */
static struct parsed *
parse_bytes(struct str body, const struct parse_options *o)
{
	char *copy = malloc(body.n + 1);
	struct parsed *p = NULL;
	struct str why;

	assert_non_null(copy);
	memcpy(copy, body.p, body.n);
	assert_int_equal(parse_document(a, (struct str){ copy, body.n }, o, &p,
			     &why),
	    OK);
	memset(copy, 'x', body.n);
	free(copy);
	return (p);
}

static struct parsed *
parse(const char *body)
{
	struct parse_options o = { 0 };

	return (parse_bytes(str_of(body), &o));
}

static void
refused(const char *body, const char *reason)
{
	struct parse_options o = { 0 };
	struct parsed *p = NULL;
	struct str why;

	assert_int_equal(parse_document(a, str_of(body), &o, &p, &why),
	    E_NOT_FEED);
	assert_str(why, reason);
	assert_null(p);
}

static void
nothing_of_the_body_is_needed_afterwards(void **state)
{
	struct parsed *p = parse("<rss version='2.0'><channel><title>T</title>"
				 "<item><title>I</title><category>c</category>"
				 "<link>https://a.example/</link></item>"
				 "</channel></rss>");

	(void)state;
	assert_int_equal(p->format, FORMAT_RSS);
	assert_str(p->version, "2.0");
	assert_str(p->encoding, "utf-8");
	assert_str(p->feed.title.raw, "T");
	assert_int_equal(p->nentries, 1);
	assert_str(p->entries[0].title.raw, "I");
	assert_str(p->entries[0].link, "https://a.example/");
	assert_str(p->entries[0].categories[0], "c");
	assert_true(p->entries[0].published_ts == NO_TIME);
	assert_int_equal(p->entries[0].comments_count, -1);
}

static void
what_is_no_feed_is_refused_with_a_reason(void **state)
{

	(void)state;
	refused("", "an empty document");
	refused("<html><body></body></html>", "an HTML page");
	refused("<opml/>", "XML of another kind");
	refused("<feed xmlns='urn:parcels'><parcel/></feed>",
	    "XML of another kind");
	refused("{\"a\":1}", "JSON, but no JSON Feed");
	refused("\x1f\x8b", "damaged gzip");
}

static void
too_many_entries_end_the_reading(void **state)
{
	struct buf body = BUF_INIT(1 << 20);
	struct parse_options o = { .max_entries = 7 };
	struct parsed *p;

	(void)state;
	buf_adds(&body, "<rss><channel>");
	for (int i = 0; i < 20; i++)
		buf_printf(&body, "<item><guid>%d</guid></item>", i);
	p = parse_bytes(buf_str(&body), &o);
	assert_true(p->truncated);
	assert_int_equal(p->nentries, 7);
	assert_str(p->entries[6].id, "6");
	o.max_entries = 20;
	p = parse_bytes(buf_str(&body), &o);
	assert_false(p->truncated);
	assert_int_equal(p->nentries, 20);
	buf_free(&body);
}

static void
what_stands_behind_too_many_items_is_read(void **state)
{
	struct buf body = BUF_INIT(1 << 20);
	struct parse_options o = { .max_entries = 7 };
	struct parsed *p;

	(void)state;
	buf_adds(&body, "{\"items\":[{\"id\":\"0\"}");
	for (int i = 1; i < 20; i++)
		buf_printf(&body, ",{\"id\":\"%d\"}", i);
	buf_adds(&body,
	    "],\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"title\":\"T\",\"home_page_url\":\"https://a.example/\","
	    "\"next_url\":\"https://a.example/2\","
	    "\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://h.example/\"}],"
	    "\"items\":[{\"id\":\"x\"}]}");
	p = parse_bytes(buf_str(&body), &o);
	assert_true(p->truncated);
	assert_false(p->malformed);
	assert_int_equal(p->nentries, 7);
	assert_str(p->version, "1.1");
	assert_str(p->feed.title.raw, "T");
	assert_str(p->feed.link, "https://a.example/");
	assert_str(p->feed.next, "https://a.example/2");
	assert_int_equal(p->feed.nhubs, 1);
	/* The end is missing. */
	body.n -= 30;
	p = parse_bytes(buf_str(&body), &o);
	assert_true(p->truncated && p->malformed);
	buf_free(&body);
}

static void
too_large_a_body_is_refused_by_name(void **state)
{
	struct parse_options o = { .max_bytes = 10 };
	struct parsed *p;
	struct str why;

	(void)state;
	assert_int_equal(parse_document(a, STR("<rss></rss>"), &o, &p, &why),
	    E_TOO_LARGE);
	o.max_bytes = 11;
	assert_int_equal(parse_document(a, STR("<rss></rss>"), &o, &p, &why),
	    OK);
}

static void
a_text_over_ten_megabytes_arrives_whole(void **state)
{
	enum { N = 11 << 20 };
	struct buf body = BUF_INIT(16 << 20);
	struct parse_options o = { 0 };
	struct parsed *p;
	char *to;

	(void)state;
	buf_adds(&body, "<rss><channel><item><description><![CDATA[");
	to = buf_reserve(&body, N);
	assert_non_null(to);
	memset(to, 't', N);
	buf_advance(&body, N);
	buf_adds(&body, "]]></description></item><item><title>2</title></item>"
			"</channel></rss>");
	p = parse_bytes(buf_str(&body), &o);
	assert_int_equal(p->nentries, 2);
	assert_int_equal(p->entries[0].summary.raw.n, N);
	assert_false(p->malformed);
	buf_free(&body);
}

static void
long_bases_do_not_multiply(void **state)
{
	struct buf body = BUF_INIT(16 << 20);
	struct parse_options o = { 0 };
	struct parsed *p;

	(void)state;
	buf_adds(&body, "<feed xmlns='http://www.w3.org/2005/Atom' "
			"xml:base='https://a.example/");
	for (int i = 0; i < 1900; i++)
		buf_addc(&body, 'b');
	buf_adds(&body, "/'>");
	for (int i = 0; i < 9000; i++) {
		buf_adds(&body, "<entry>");
		for (int k = 0; k < 20; k++)
			buf_printf(&body, "<link rel='enclosure' href='%d'/>",
			    k);
		buf_adds(&body, "</entry>");
	}
	buf_adds(&body, "</feed>");
	p = parse_bytes(buf_str(&body), &o);
	assert_int_equal(p->nentries, 9000);
	assert_int_equal(p->entries[0].enclosures[0].url.n, 18 + 1900 + 2);
	assert_str(p->entries[8999].enclosures[19].url, "19");
	assert_true(arena_used(a) < 4 * body.n + (16 << 20));
	buf_free(&body);
}

static void
lists_are_bounded_and_cost_linear_time(void **state)
{
	struct buf body = BUF_INIT(16 << 20);
	struct parse_options o = { 0 };
	struct parsed *p;

	(void)state;
	buf_adds(&body, "<rss><channel><item>");
	for (int i = 0; i < 200000; i++)
		buf_printf(&body, "<category>%d</category>", i);
	buf_adds(&body, "<title>last</title></item></channel></rss>");
	/* If it were not linear it would meet the deadline of every test. */
	p = parse_bytes(buf_str(&body), &o);
	assert_int_equal(p->entries[0].ncategories, 256);
	assert_str(p->entries[0].title.raw, "last");
	buf_free(&body);
}

static void
depth_has_an_end(void **state)
{
	struct buf body = BUF_INIT(16 << 20);
	struct parse_options o = { 0 };
	struct parsed *p;

	(void)state;
	buf_adds(&body, "<rss><channel><item><title>1</title><description>");
	for (int i = 0; i < 100000; i++)
		buf_adds(&body, "<b>");
	buf_adds(&body, "</description></item></channel></rss>");
	p = parse_bytes(buf_str(&body), &o);
	assert_true(p->malformed);
	assert_str(p->entries[0].title.raw, "1");
	buf_free(&body);
}

static void
texts_stay_as_served_until_asked_for(void **state)
{
	struct parsed *p =
	    parse("<rss><channel><link>https://a.example/b/</link>"
		  "<item><title>A &amp;lt;b&amp;gt;</title>"
		  "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;"
		  "&lt;a href='c'&gt;two&lt;/a&gt;&lt;/p&gt;"
		  "</description></item></channel></rss>");
	struct html_text text;

	(void)state;
	assert_str(p->entries[0].summary.raw,
	    "<p>One</p><p><a href='c'>two</a></p>");
	assert_int_equal(p->entries[0].summary.kind, MARKUP_HTML);
	assert_int_equal(parse_text(a, &p->entries[0].summary, &text), OK);
	assert_str(text.text, "One\ntwo");
	assert_int_equal(text.nlinks, 1);
	assert_str(text.links[0], "https://a.example/b/c");
	assert_int_equal(parse_text(a, &p->entries[0].title, &text), OK);
	assert_str(text.text, "A <b>");
	assert_int_equal(parse_text(a, &p->entries[0].content, &text), OK);
	assert_int_equal(text.text.n, 0);
}

static void
formats_have_words(void **state)
{

	(void)state;
	assert_string_equal(format_word(FORMAT_RDF), "rdf");
	assert_string_equal(format_word(FORMAT_JSON), "json");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_of_the_body_is_needed_afterwards),
		TEST(what_is_no_feed_is_refused_with_a_reason),
		TEST(too_many_entries_end_the_reading),
		TEST(what_stands_behind_too_many_items_is_read),
		TEST(too_large_a_body_is_refused_by_name),
		TEST(a_text_over_ten_megabytes_arrives_whole),
		TEST(long_bases_do_not_multiply),
		TEST(lists_are_bounded_and_cost_linear_time),
		TEST(depth_has_an_end),
		TEST(texts_stay_as_served_until_asked_for),
		TEST(formats_have_words),
	};

	xml_init();
	return (RUN_TESTS(tests));
}
