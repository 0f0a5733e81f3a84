#include "documents.h"

#define ATOM "<feed xmlns='http://www.w3.org/2005/Atom'>"

static void
the_root_says_which_atom_it_is(void **state)
{
	struct parsed *p;

	(void)state;
	p = parse(ATOM "<title>T</title></feed>");
	assert_int_equal(p->format, FORMAT_ATOM);
	assert_str(p->version, "1.0");
	p = parse("<feed version='0.3' xmlns='http://purl.org/atom/ns#'>"
		  "<title>T</title></feed>");
	assert_str(p->version, "0.3");
	p = parse("<entry xmlns='http://www.w3.org/2005/Atom'><id>e</id>"
		  "</entry>");
	assert_int_equal(p->nentries, 1);
	assert_str(p->entries[0].id, "e");
}

static void
the_type_of_a_text_says_what_it_is(void **state)
{
	struct parsed *p = parse(ATOM
	    "<entry><title>a &lt;b&gt; c</title>"
	    "<summary type='html'>x &lt;b&gt;y&lt;/b&gt;</summary>"
	    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
	    "1 &lt;b&gt; 2 <i>z</i></div></content></entry></feed>");
	const struct entry *e = &p->entries[0];
	struct html_text text;

	(void)state;
	assert_int_equal(p->nentries, 1);
	assert_int_equal(e->title.kind, MARKUP_TEXT);
	assert_str(e->title.raw, "a <b> c");
	assert_int_equal(e->summary.kind, MARKUP_HTML);
	assert_str(e->summary.raw, "x <b>y</b>");
	assert_int_equal(e->content.kind, MARKUP_HTML);
	assert_int_equal(parse_text(a, &e->content, &text), OK);
	assert_str(text.text, "1 <b> 2 z");
}

static void
content_in_base64_is_decoded_and_bytes_are_dropped(void **state)
{
	struct parsed *p =
	    parse("<feed version='0.3' xmlns='http://purl.org/atom/ns#'>"
		  "<entry><content type='text/html' mode='base64'>"
		  "PGI+aGVhcjwvYj4=</content></entry>"
		  "<entry><content type='image/png' mode='base64'>"
		  "iVBORw0KGgo=</content></entry></feed>");

	(void)state;
	assert_int_equal(p->nentries, 2);
	assert_str(p->entries[0].content.raw, "<b>hear</b>");
	assert_null(p->entries[1].content.raw.p);
}

static void
each_link_goes_where_its_relation_says(void **state)
{
	struct parsed *p =
	    parse(ATOM "<link rel='self' href='https://a.example/feed'/>"
		       "<link rel='hub' href='https://hub.example/'/>"
		       "<link rel='next' href='https://a.example/feed?2'/>"
		       "<link href='https://a.example/'/>"
		       "<entry>"
		       "<link rel='alternate' type='application/json'"
		       " href='https://a.example/1.json'/>"
		       "<link rel='alternate' type='text/html'"
		       " href='https://a.example/1'/>"
		       "<link rel='enclosure' type='audio/mpeg' length='12'"
		       " href='https://a.example/1.mp3'/>"
		       "<link rel='edit' href='https://a.example/edit'/>"
		       "<link rel='replies' type='text/html'"
		       " href='https://a.example/1#c'/>"
		       "<link rel='replies' type='application/atom+xml'"
		       " xmlns:thr='http://purl.org/syndication/thread/1.0'"
		       " thr:count='7' href='https://a.example/1/c.atom'/>"
		       "</entry></feed>");
	const struct entry *e = &p->entries[0];

	(void)state;
	assert_str(p->feed.self, "https://a.example/feed");
	assert_str(p->feed.next, "https://a.example/feed?2");
	assert_str(p->feed.link, "https://a.example/");
	assert_int_equal(p->feed.nhubs, 1);
	assert_str(p->feed.hubs[0], "https://hub.example/");
	assert_str(e->link, "https://a.example/1");
	assert_int_equal(e->nenclosures, 1);
	assert_str(e->enclosures[0].url, "https://a.example/1.mp3");
	assert_int_equal(e->enclosures[0].length, 12);
	assert_str(e->comments, "https://a.example/1#c");
	assert_str(e->comments_feed, "https://a.example/1/c.atom");
	assert_int_equal(e->comments_count, 7);
}

static void
a_copied_entry_keeps_its_source_and_the_authors_there(void **state)
{
	struct parsed *p = parse(ATOM
	    "<author><name>Planet</name></author><entry><source>"
	    "<id>tag:s</id><title type='html'>&lt;b&gt;S&lt;/b&gt;</title>"
	    "<link href='https://s.example/'/>"
	    "<author><name>Jo</name><email>mailto:jo@s.example</email>"
	    "<uri>https://jo.example/</uri></author></source>"
	    "<category term='t' label='Label'/><category term='term'/>"
	    "</entry><entry><source><author><name>Jo</name></author></source>"
	    "<author><name>Ana</name></author></entry></feed>");
	const struct entry *e = &p->entries[0];

	(void)state;
	assert_true(e->has_source);
	assert_str(e->source_id, "tag:s");
	assert_str(e->source_title, "S");
	assert_str(e->source_link, "https://s.example/");
	assert_int_equal(e->nauthors, 1);
	assert_str(e->authors[0].name, "Jo");
	assert_str(e->authors[0].email, "jo@s.example");
	assert_str(e->authors[0].url, "https://jo.example/");
	assert_int_equal(e->ncategories, 2);
	assert_str(e->categories[0], "Label");
	assert_str(e->categories[1], "term");
	assert_int_equal(p->entries[1].nauthors, 1);
	assert_str(p->entries[1].authors[0].name, "Ana");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_root_says_which_atom_it_is,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_type_of_a_text_says_what_it_is, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    content_in_base64_is_decoded_and_bytes_are_dropped,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    each_link_goes_where_its_relation_says, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_copied_entry_keeps_its_source_and_the_authors_there,
		    arena_make, arena_drop),
	};

	return (RUN_TESTS(tests));
}
