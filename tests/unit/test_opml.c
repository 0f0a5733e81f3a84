#include "earshot/xml.h"

#include "conf/opml.h"
#include "samefeeds.h"

static void
try_example(const char *from, const char *path, const char *want)
{
	const char *const paths[] = { path, NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;
	enum status st;

	faults_init(&faults);
	st = feedlist_load(files, paths, &faults, &l);
	assert_string_equal(shown(&faults, from), want);
	assert_int_equal(st, faults.errors > 0 ? E_SYNTAX : OK);
	faults_free(&faults);
	feedlist_free(l);
	files_free(files);
}

static void
examples_give_the_faults_beside_them(void **state)
{

	(void)state;
	assert_true(each_example("opml", ".opml", try_example) >= 5);
}

static void
folders_become_tags_and_attributes_what_they_say(void **state)
{
	struct feedlist *l;
	char path[600];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/data/conf/opml/readers.opml",
	    getenv("EARSHOT_SRC"));
	l = load_list(path);
	assert_int_equal(feedlist_count(l), 3);
	assert_str(feedlist_get(l, 0)->url,
	    "https://bean.example/feed?a=1&b=2");
	assert_string_equal(feedlist_get(l, 0)->title, "Bean & Gone");
	assert_string_equal(feedlist_get(l, 0)->site, "https://bean.example/");
	assert_string_equal(feedlist_get(l, 0)->tags, "Coffee,Roasters  small");
	assert_int_equal(feedlist_get(l, 0)->line, 7);
	assert_null(feedlist_get(l, 1)->title);
	assert_string_equal(feedlist_get(l, 1)->tags, "Coffee");
	assert_int_equal(feedlist_get(l, 1)->line, 10);
	assert_string_equal(feedlist_get(l, 2)->source, "top.example");
	assert_null(feedlist_get(l, 2)->site);
	assert_null(feedlist_get(l, 2)->tags);
	feedlist_free(l);
}

static void
a_feed_in_several_folders_has_the_tags_of_all(void **state)
{
	static const char opml[] =
	    "<opml><body><outline text=\"tea\">"
	    "<outline text=\"A\" xmlUrl=\"https://a.example/\"/></outline>"
	    "<outline text=\"news\"><outline text=\"B\" "
	    "xmlUrl=\"https://b.example/\"/>"
	    "<outline text=\"A\" xmlUrl=\"https://a.example/\"/></outline>"
	    "</body></opml>";
	struct feedlist *l = load_list(put("folders.opml", opml));

	(void)state;
	assert_int_equal(feedlist_count(l), 2);
	assert_str(feedlist_get(l, 0)->url, "https://a.example/");
	assert_string_equal(feedlist_get(l, 0)->tags, "tea,news");
	assert_string_equal(feedlist_get(l, 1)->tags, "news");
	feedlist_free(l);
}

static void
nothing_is_lost_from_a_list_to_opml_and_back(void **state)
{
	struct feedlist *before = load_list(put("rich.feeds", rich_list));
	struct buf opml = BUF_INIT(100000), list = BUF_INIT(100000);
	struct feedlist *middle, *after;

	(void)state;
	feedlist_write_opml(before, "Tea & coffee", &opml);
	assert_false(buf_failed(&opml));
	middle = load_list(put("rich.opml", opml.p));
	assert_same_feeds(before, middle);
	feedlist_write(middle, &list);
	after = load_list(put("after.feeds", list.p));
	assert_same_feeds(before, after);
	feedlist_free(before);
	feedlist_free(middle);
	feedlist_free(after);
	buf_free(&opml);
	buf_free(&list);
}

static void
opml_is_written_so_that_other_readers_know_it(void **state)
{
	struct feedlist *l = load_list(put("few.feeds",
	    "https://a.example/feed title=A tags=news,x\n"
	    "[source Acme kind=own site=https://acme.example/]\n"
	    "https://acme.example/?a&b\n"));
	struct buf out = BUF_INIT(10000);

	(void)state;
	feedlist_write_opml(l, "Mine <now>", &out);
	assert_str(buf_str(&out),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<opml version=\"2.0\" "
	    "xmlns:earshot=\"https://earshot.example/ns/opml\">\n"
	    "  <head>\n"
	    "    <title>Mine &lt;now&gt;</title>\n"
	    "  </head>\n"
	    "  <body>\n"
	    "    <outline text=\"news\">\n"
	    "      <outline type=\"rss\" text=\"A\" title=\"A\" "
	    "xmlUrl=\"https://a.example/feed\" earshot:tags=\"x\"/>\n"
	    "    </outline>\n"
	    "    <outline type=\"rss\" text=\"https://acme.example/?a&amp;b\" "
	    "xmlUrl=\"https://acme.example/?a&amp;b\" "
	    "htmlUrl=\"https://acme.example/\" earshot:source=\"Acme\" "
	    "earshot:kind=\"own\"/>\n"
	    "  </body>\n"
	    "</opml>\n");
	feedlist_free(l);
	buf_free(&out);
}

static void
attributes_of_ours_are_known_without_their_namespace(void **state)
{
	struct feedlist *l = load_list(put("loose.opml",
	    "<opml><body><outline text='A' earshot:kind='press' other:x='y' "
	    "xmlUrl='https://a.example/feed'/></body></opml>\n"));

	(void)state;
	assert_int_equal(feedlist_get(l, 0)->kind, SOURCE_PRESS);
	feedlist_free(l);
}

static void
utf_16_is_read_as_windows_programs_write_it(void **state)
{
	const char *text = "<?xml version=\"1.0\" encoding=\"utf-16\"?>"
			   "<opml><body><outline text=\"A\" "
			   "xmlUrl=\"https://a.example/feed\"/></body></opml>";
	struct buf wide = BUF_INIT(10000);
	struct feedlist *l;

	(void)state;
	buf_add(&wide, (struct str){ "\xff\xfe", 2 });
	for (const char *p = text; *p != '\0'; p++)
		buf_add(&wide, (struct str){ (const char[]){ *p, 0 }, 2 });
	assert_int_equal(files_write(at("wide.opml"), buf_str(&wide), 0600),
	    OK);
	l = load_list(at("wide.opml"));
	assert_int_equal(feedlist_count(l), 1);
	feedlist_free(l);
	buf_free(&wide);
}

static void
lines_are_counted_as_any_system_ends_them(void **state)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct buf text = BUF_INIT(10000);
		struct feedlist *l;

		buf_printf(&text,
		    "<opml><body>%s<!-- ours%s -->%s"
		    "<outline xmlUrl='https://a.example/feed'/>%s"
		    "</body></opml>",
		    ends[i], ends[i], ends[i], ends[i]);
		assert_int_equal(files_write(at("ends.opml"), buf_str(&text),
				     0600),
		    OK);
		l = load_list(at("ends.opml"));
		assert_int_equal(feedlist_count(l), 1);
		assert_int_equal(feedlist_get(l, 0)->line, 4);
		feedlist_free(l);
		buf_free(&text);
	}
}

static void
deep_folders_are_no_harm(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;
	const char *paths[2] = { NULL, NULL };

	(void)state;
	buf_adds(&text, "<opml><body>");
	for (int i = 0; i < 3000; i++)
		buf_adds(&text, "<outline text='a'>");
	buf_adds(&text, "<outline xmlUrl='https://a.example/feed'/>");
	for (int i = 0; i < 3000; i++)
		buf_adds(&text, "</outline>");
	buf_adds(&text, "</body></opml>");
	paths[0] = put("deep.opml", text.p);
	faults_init(&faults);
	/* Refused or read: either is fine, if it ends. */
	(void)(feedlist_load(files, paths, &faults, &l) == OK);
	feedlist_free(l);
	faults_free(&faults);
	files_free(files);
	buf_free(&text);
}

static void
opml_is_known_by_its_content(void **state)
{

	(void)state;
	assert_true(opml_like(STR(" <?xml version='1.0'?>\n<opml>")));
	assert_true(opml_like(STR("<!-- x --><OPML version='1'>")));
	assert_false(opml_like(STR("# <opml>\nhttps://a.example/\n")));
	assert_false(opml_like(STR("<rss/>")));
	assert_false(opml_like(STR("")));
}

static const struct CMUnitTest opml[] = {
	cmocka_unit_test(examples_give_the_faults_beside_them),
	cmocka_unit_test(folders_become_tags_and_attributes_what_they_say),
	cmocka_unit_test(a_feed_in_several_folders_has_the_tags_of_all),
	cmocka_unit_test(nothing_is_lost_from_a_list_to_opml_and_back),
	cmocka_unit_test(opml_is_written_so_that_other_readers_know_it),
	cmocka_unit_test(attributes_of_ours_are_known_without_their_namespace),
	cmocka_unit_test(utf_16_is_read_as_windows_programs_write_it),
	cmocka_unit_test(lines_are_counted_as_any_system_ends_them),
	cmocka_unit_test(deep_folders_are_no_harm),
	cmocka_unit_test(opml_is_known_by_its_content),
};

int
main(void)
{

	xml_init();
	return (cmocka_run_group_tests_name("opml", opml, make_folder,
	    remove_folder));
}
