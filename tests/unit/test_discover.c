#include "earshot/buf.h"
#include "earshot/discover.h"

#include "arenabox.h"

static struct discovered *list;
static size_t n;

static void
look(const char *html)
{
	struct str none = { NULL, 0 };

	assert_int_equal(discover_feeds(a, str_of(html), none,
			     STR("https://a.example/blog/post"), &list, &n),
	    OK);
}

static void
links_of_feed_types_are_found_in_order(void **state)
{

	(void)state;
	look("<!DOCTYPE html><html><head>"
	     "<link rel=stylesheet href=/s.css>"
	     "<link rel='alternate' type='application/rss+xml' "
	     "title='A &amp; B' href='/feed/'>"
	     "<LINK TYPE=\"application/atom+xml; charset=utf-8\" "
	     "HREF=atom.xml REL=\"alternate home\">"
	     "<link rel=alternate type=application/feed+json "
	     "href='https://b.example/f.json'/>"
	     "<link rel=alternate hreflang=de href=/de/>"
	     "<link rel='alternate stylesheet' type=text/css href=/x>"
	     "<link rel=alternate type=application/json href=/wp-json/p/1>"
	     "</head>");
	assert_int_equal(n, 3);
	assert_str(list[0].url, "https://a.example/feed/");
	assert_str(list[0].title, "A & B");
	assert_str(list[0].type, "application/rss+xml");
	assert_false(list[0].is_comments);
	assert_false(list[0].is_guess);
	assert_str(list[1].url, "https://a.example/blog/atom.xml");
	assert_str(list[1].type, "application/atom+xml");
	assert_str(list[2].url, "https://b.example/f.json");
}

static void
the_base_of_the_page_counts_and_only_the_first(void **state)
{

	(void)state;
	look("<head><base target=_top><base href='/en/'><base href='/fr/'>"
	     "<link rel=alternate type=application/rss+xml href=feed>");
	assert_int_equal(n, 1);
	assert_str(list[0].url, "https://a.example/en/feed");
}

static void
comment_feeds_are_labelled(void **state)
{

	(void)state;
	look("<link rel=alternate type=application/rss+xml title='Posts' "
	     "href=/feed>"
	     "<link rel=alternate type=application/rss+xml "
	     "title='Site &raquo; Comments Feed' href=/x>"
	     "<link rel=alternate type=application/rss+xml href=/comments/feed>"
	     "<link rel=replies type=application/atom+xml href=/r.atom>"
	     "<link rel=replies href=/r2>"
	     "<link rel=replies type=text/html href=/r3>");
	assert_int_equal(n, 5);
	assert_false(list[0].is_comments);
	assert_true(list[1].is_comments);
	assert_true(list[2].is_comments);
	assert_true(list[3].is_comments);
	assert_true(list[4].is_comments);
	assert_int_equal(list[4].type.n, 0);
}

static void
each_address_stands_once(void **state)
{

	(void)state;
	look(
	    "<link rel=alternate type=application/rss+xml href=/feed>"
	    "<link rel=feed href=https://a.example/feed>"
	    "<link rel=feed href='feed://b.example/f'>"
	    "<link rel=feed href='feed:https://c.example/f'>"
	    "<link rel=feed href='mailto:x@a.example'><link rel=feed href=''>");
	assert_int_equal(n, 3);
	assert_str(list[1].url, "https://b.example/f");
	assert_str(list[2].url, "https://c.example/f");
}

static void
what_is_in_comments_and_scripts_is_not_the_page(void **state)
{

	(void)state;
	look("<!-- <link rel=feed href=/no> --><script>'<link rel=feed "
	     "href=/no>'</script><title><link rel=feed href=/no></title>"
	     "<p title='<link rel=feed href=/no>'><link rel=feed href=/yes>");
	assert_int_equal(n, 1);
	assert_str(list[0].url, "https://a.example/yes");
}

static void
anchors_are_guesses_when_there_are_no_links(void **state)
{
	const char *anchors =
	    "<a href='/about'>About</a><a href='/rss.xml'><b>RSS</b> feed</a>"
	    "<a href='/?feed=comments-rss2'>Comments</a><a "
	    "href=/feeding>no</a>";
	struct buf page = BUF_INIT(10000);

	(void)state;
	look(anchors);
	assert_int_equal(n, 2);
	assert_str(list[0].url, "https://a.example/rss.xml");
	assert_str(list[0].title, "RSS feed");
	assert_true(list[0].is_guess);
	assert_true(list[1].is_comments);
	buf_printf(&page, "%s<link rel=feed href=/sure>", anchors);
	look(page.p);
	assert_int_equal(n, 1);
	assert_false(list[0].is_guess);
	buf_free(&page);
}

static void
a_page_without_feeds_has_none(void **state)
{

	(void)state;
	look("<html><body><p>Nothing here");
	assert_int_equal(n, 0);
	look("");
	assert_int_equal(n, 0);
	look("<link rel=feed href=/cut");
	assert_int_equal(n, 1);
}

static void
hostile_pages_cost_little(void **state)
{
	enum { N = 4 << 20 };
	static const char *const parts[] = { "<", "<a", "<a b=\"", "<!--",
		"<link rel=feed href=\"", "<script>", "</script",
		"<a href=x>" };
	struct str none = { NULL, 0 };
	char *page = malloc(N);

	(void)state;
	assert_non_null(page);
	/* If it were not linear it would meet the deadline of every test. */
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = strlen(parts[i]);

		for (size_t k = 0; k < N; k++)
			page[k] = parts[i][k % len];
		assert_int_equal(discover_feeds(a, (struct str){ page, N },
				     none, STR("https://a.example/"), &list,
				     &n),
		    OK);
		assert_true(n <= DISCOVER_MAX);
	}
	free(page);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(links_of_feed_types_are_found_in_order),
		TEST(the_base_of_the_page_counts_and_only_the_first),
		TEST(comment_feeds_are_labelled),
		TEST(each_address_stands_once),
		TEST(what_is_in_comments_and_scripts_is_not_the_page),
		TEST(anchors_are_guesses_when_there_are_no_links),
		TEST(a_page_without_feeds_has_none),
		TEST(hostile_pages_cost_little),
	};

	return (RUN_TESTS(tests));
}
