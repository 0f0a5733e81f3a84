/*
 * One file of feeds, whatever it is written in.
 */
#include "earshot/map.h"

#include "conf/feedset.h"
#include "edited.h"

static struct feedloader loader;
static struct faults faults;

static int
begin(void **state)
{

	(void)state;
	faults_init(&faults);
	loader = (struct feedloader){ feedlist_new(), &faults, map_new() };
	return (loader.list == NULL || loader.sources == NULL);
}

static int
end(void **state)
{

	(void)state;
	faults_free(&faults);
	map_free(loader.sources);
	feedlist_free(loader.list);
	return (0);
}

static void
read_file(const char *name, struct str bytes)
{

	assert_int_equal(feedfile_read(&loader, name, bytes), OK);
}

static const struct feed_spec *
feed(size_t i)
{

	assert_true(i < feedlist_count(loader.list));
	return (feedlist_get(loader.list, i));
}

static void
lines_are_feeds_of_the_header_above_them(void **state)
{

	(void)state;
	read_file("a.feeds", STR("[source \"Acme blog\" kind=press]\n"
				 "https://acme.example/feed tags=a,b\n"
				 "\n# none\nhttps://acme.example/news\n"));
	assert_string_equal(shown(&faults, ""), "");
	assert_int_equal(feedlist_count(loader.list), 2);
	assert_str(feed(0)->url, "https://acme.example/feed");
	assert_string_equal(feed(0)->source, "Acme blog");
	assert_string_equal(feed(0)->tags, "a,b");
	assert_int_equal(feed(1)->kind, SOURCE_PRESS);
}

static void
lines_of_an_old_mac_are_lines(void **state)
{

	(void)state;
	read_file("a.feeds", STR("# ours\r[source \"Acme blog\" kind=press]\r"
				 "https://acme.example/feed\r"
				 "https://acme.example/news evry=1h\r"));
	assert_non_null(strstr(shown(&faults, ""), "a.feeds:4:27: "));
	assert_int_equal(feedlist_count(loader.list), 1);
	assert_str(feed(0)->url, "https://acme.example/feed");
	assert_int_equal(feed(0)->kind, SOURCE_PRESS);
	assert_int_equal(feed(0)->line, 3);
}

static void
opml_is_known_by_what_is_in_it(void **state)
{

	(void)state;
	read_file("list.txt",
	    STR("<?xml version=\"1.0\"?><opml version=\"2.0\"><body>"
		"<outline text=\"Blog\" xmlUrl=\"https://acme.example/feed\"/>"
		"</body></opml>"));
	assert_int_equal(feedlist_count(loader.list), 1);
	assert_str(feed(0)->url, "https://acme.example/feed");
	assert_string_equal(feed(0)->title, "Blog");
}

static void
a_file_may_be_in_another_encoding(void **state)
{

	(void)state;
	read_file("a.feeds",
	    STR("[source \"Caf\xe9\"]\nhttps://acme.example/feed\n"));
	assert_string_equal(feed(0)->source, "Café");
}

static void
headers_of_one_source_that_differ_are_a_slip(void **state)
{

	(void)state;
	read_file("a.feeds",
	    STR("[source Acme kind=press]\nhttps://acme.example/1\n"));
	read_file("b.feeds",
	    STR("[source Acme kind=own]\nhttps://acme.example/2\n"));
	assert_int_equal(faults.errors, 0);
	assert_int_equal(faults.warnings, 1);
	assert_string_equal(faults.list[0].file, "b.feeds");
	assert_non_null(strstr(faults.list[0].message, "another kind"));
	assert_non_null(strstr(faults.list[0].message, "a.feeds:1"));
	assert_int_equal(feedlist_count(loader.list), 2);
}

int
main(void)
{
	const struct CMUnitTest feedfiles[] = {
		cmocka_unit_test_setup_teardown(
		    lines_are_feeds_of_the_header_above_them, begin, end),
		cmocka_unit_test_setup_teardown(lines_of_an_old_mac_are_lines,
		    begin, end),
		cmocka_unit_test_setup_teardown(opml_is_known_by_what_is_in_it,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    a_file_may_be_in_another_encoding, begin, end),
		cmocka_unit_test_setup_teardown(
		    headers_of_one_source_that_differ_are_a_slip, begin, end),
	};

	return (RUN_TESTS(feedfiles));
}
