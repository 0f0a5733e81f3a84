#include "earshot/feedlist.h"

#include "edited.h"

/* The list in ${path}; its faults are in ${faults}. */
static struct feedlist *
load(const char *path, struct faults *faults, enum status *ret)
{
	const char *const paths[] = { path, NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;

	faults_init(faults);
	*ret = feedlist_load(files, paths, faults, &l);
	files_free(files);
	return (l);
}

static struct feedlist *
load_fine(const char *path)
{
	struct faults faults;
	struct feedlist *l;
	enum status st;

	l = load(path, &faults, &st);
	assert_string_equal(shown(&faults, ""), "");
	assert_int_equal(st, OK);
	faults_free(&faults);
	return (l);
}

static const struct feed_spec *
find(const struct feedlist *l, const char *url)
{

	for (size_t i = 0; i < feedlist_count(l); i++)
		if (str_eq(feedlist_get(l, i)->url, str_of(url)))
			return (feedlist_get(l, i));
	fail_msg("no feed %s", url);
	return (NULL);
}

static void
try_example(const char *from, const char *path, const char *want)
{
	struct faults faults;
	struct feedlist *l;
	enum status st;

	l = load(path, &faults, &st);
	assert_string_equal(shown(&faults, from), want);
	assert_int_equal(st, faults.errors > 0 ? E_SYNTAX : OK);
	faults_free(&faults);
	feedlist_free(l);
}

static void
examples_give_the_faults_beside_them(void **state)
{

	(void)state;
	assert_true(each_example("feeds", ".feeds", try_example) >= 8);
}

static void
a_plain_list_of_urls_is_a_feed_list(void **state)
{
	struct feedlist *l = load_fine(put("plain.feeds",
	    "https://a.example/feed\n\nhttps://B.example/feed"));
	const struct feed_spec *b = feedlist_get(l, 1);

	(void)state;
	assert_int_equal(feedlist_count(l), 2);
	assert_str(b->url, "https://B.example/feed");
	assert_string_equal(b->source, "b.example");
	assert_int_equal(b->kind, SOURCE_COMMUNITY);
	assert_int_equal(b->role, ROLE_POSTS);
	assert_int_equal(b->follow, FOLLOW_AUTO);
	assert_int_equal(b->every_s, 0);
	assert_int_equal(b->line, 3);
	assert_string_equal(b->file, at("plain.feeds"));
	assert_null(b->title);
	feedlist_free(l);
}

static void
a_header_holds_for_the_feeds_below_it(void **state)
{
	struct feedlist *l = load_fine(put("a.feeds",
	    "[source \"Acme blog\" kind=own staff=\"Jo Miller, author\" "
	    "tags=news need=brand.acme every=2h site=https://acme.example/]\n"
	    "https://acme.example/feed\n"
	    "https://acme.example/tea tags=tea,news kind=press every=15m\n"
	    "https://acme.example/all need= every=\n"
	    "[source Next]\n"
	    "https://next.example/feed\n"));
	const struct feed_spec *s = feedlist_get(l, 0);

	(void)state;
	assert_string_equal(s->source, "Acme blog");
	assert_int_equal(s->kind, SOURCE_OWN);
	assert_string_equal(s->staff, "Jo Miller, author");
	assert_string_equal(s->site, "https://acme.example/");
	assert_string_equal(s->tags, "news");
	assert_string_equal(s->need, "brand.acme");
	assert_int_equal(s->every_s, 7200);
	s = feedlist_get(l, 1);
	assert_string_equal(s->tags, "news,tea");
	assert_int_equal(s->kind, SOURCE_PRESS);
	assert_int_equal(s->every_s, 900);
	s = feedlist_get(l, 2);
	assert_null(s->need);
	assert_int_equal(s->every_s, 0);
	assert_string_equal(s->staff, "Jo Miller, author");
	s = feedlist_get(l, 3);
	assert_string_equal(s->source, "Next");
	assert_int_equal(s->kind, SOURCE_COMMUNITY);
	assert_null(s->staff);
	assert_null(s->tags);
	feedlist_free(l);
}

static void
a_line_that_names_its_source_leaves_the_header(void **state)
{
	struct feedlist *l = load_fine(put("b.feeds",
	    "[source Acme kind=own staff=Jo tags=news]\n"
	    "https://a.example/feed tags=tea source=\"Tea time\"\n"));
	const struct feed_spec *s = feedlist_get(l, 0);

	(void)state;
	assert_string_equal(s->source, "Tea time");
	assert_string_equal(s->tags, "tea");
	assert_int_equal(s->kind, SOURCE_COMMUNITY);
	assert_null(s->staff);
	feedlist_free(l);
}

static void
every_key_has_its_field(void **state)
{
	struct feedlist *l = load_fine(put("c.feeds",
	    "https://a.example/?k={secret} title=\"Say \\\"hi\\\" \\\\ you\" "
	    "role=reviews lang=pt-BR secret=shop-token follow=none keep=30d "
	    "paused kind=competitor\n"));
	const struct feed_spec *s = feedlist_get(l, 0);

	(void)state;
	assert_string_equal(s->title, "Say \"hi\" \\ you");
	assert_int_equal(s->role, ROLE_REVIEWS);
	assert_string_equal(s->lang, "pt-BR");
	assert_string_equal(s->secret, "shop-token");
	assert_int_equal(s->follow, FOLLOW_NONE);
	assert_int_equal(s->keep_s, 30 * 86400);
	assert_true(s->paused);
	assert_int_equal(s->kind, SOURCE_COMPETITOR);
	feedlist_free(l);
}

static void
windows_editors_are_understood(void **state)
{
	char path[600];
	struct feedlist *l;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/data/conf/feeds/windows.feeds",
	    getenv("EARSHOT_SRC"));
	l = load_fine(path);
	assert_string_equal(feedlist_get(l, 0)->source, "Caf\xc3\xa9");
	assert_string_equal(feedlist_get(l, 0)->tags, "x");
	feedlist_free(l);
}

static void
a_folder_gives_its_feeds_and_opml_files_and_no_others(void **state)
{
	char path[128];
	struct feedlist *l;

	(void)state;
	snprintf(path, sizeof(path), "mkdir %s", at("set"));
	assert_int_equal(system(path), 0);
	put("set/b.feeds", "https://b.example/feed\n");
	put("set/a.opml",
	    "<opml><body><outline text='A' xmlUrl='https://a.example/feed'/>"
	    "</body></opml>");
	put("set/c.feeds.old", "nonsense\n");
	put("set/.hidden.feeds", "nonsense\n");
	l = load_fine(at("set"));
	assert_int_equal(feedlist_count(l), 2);
	assert_string_equal(feedlist_get(l, 0)->title, "A");
	assert_str(feedlist_get(l, 1)->url, "https://b.example/feed");
	feedlist_free(l);
}

static void
a_named_file_may_have_any_suffix_and_opml_is_known_by_its_content(void **state)
{
	struct feedlist *l =
	    load_fine(put("list.txt", "https://a.example/feed\n"));

	(void)state;
	feedlist_free(l);
	l = load_fine(put("list.xml",
	    "<?xml version='1.0'?>\n<!-- mine -->\n<opml><body>"
	    "<outline text='A' xmlUrl='https://a.example/feed'/>"
	    "</body></opml>\n"));
	assert_int_equal(feedlist_count(l), 1);
	feedlist_free(l);
}

static void
doubled_feeds_are_named_across_files(void **state)
{
	const char *const paths[] = { put("one.feeds",
					  "https://a.example/feed\n"),
		put("two.feeds", "\nhttp://a.example/feed\n"), NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;
	char want[600];

	(void)state;
	faults_init(&faults);
	assert_int_equal(feedlist_load(files, paths, &faults, &l), E_SYNTAX);
	assert_null(l);
	snprintf(want, sizeof(want),
	    "two.feeds:2:1: this feed is already in %s/one.feeds:1, written "
	    "differently",
	    folder);
	assert_memory_equal(shown(&faults, at("")), "two", 3);
	assert_int_equal(faults.errors, 1);
	assert_string_equal(faults.list[0].message, strstr(want, "this"));
	faults_free(&faults);
	files_free(files);
}

static void
a_path_that_is_not_there_is_a_fault(void **state)
{
	struct faults faults;
	enum status st;

	(void)state;
	assert_null(load(at("nowhere"), &faults, &st));
	assert_int_equal(st, E_NOT_FOUND);
	assert_string_equal(shown(&faults, at("")),
	    "nowhere: there is no such file or folder\n");
	faults_free(&faults);
}

static void
an_empty_list_is_fine(void **state)
{
	struct feedlist *l = load_fine(put("empty.feeds", "# nothing yet\n"));

	(void)state;
	assert_int_equal(feedlist_count(l), 0);
	feedlist_free(l);
}

static void
all_faults_are_counted_however_many(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct faults faults;
	enum status st;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_adds(&text, "nonsense\n");
	assert_null(load(put("many.feeds", text.p), &faults, &st));
	assert_int_equal(st, E_SYNTAX);
	assert_int_equal(faults.errors, 2000);
	faults_free(&faults);
	buf_free(&text);
}

static void
a_line_may_be_added_and_no_feed_comes_twice(void **state)
{
	struct feedlist *l = load_fine(put("some.feeds",
	    "https://a.example/feed tags=mine\nhttps://b.example/feed\n"));
	struct buf why = BUF_INIT(1000);

	(void)state;
	assert_int_equal(feedlist_add(l, STR("https://c.example/feed"), &why),
	    OK);
	assert_int_equal(feedlist_add(l, STR("http://a.example/feed"), &why),
	    OK);
	assert_int_equal(feedlist_add(l, STR("https://c.example/feed"), &why),
	    OK);
	assert_int_equal(feedlist_add(l,
			     STR("https://d.example/feed role=comments"), &why),
	    OK);
	assert_int_equal(feedlist_count(l), 4);
	assert_string_equal(find(l, "https://a.example/feed")->tags, "mine");
	assert_string_equal(find(l, "https://c.example/feed")->source,
	    "c.example");
	assert_int_equal(find(l, "https://d.example/feed")->role,
	    ROLE_COMMENTS);
	assert_int_equal(feedlist_add(l, STR("c.example/feed"), &why), E_USAGE);
	assert_str(buf_str(&why),
	    "the URL must begin with https://; write https://c.example/feed");
	buf_clear(&why);
	assert_int_equal(feedlist_add(l, STR("  "), &why), E_USAGE);
	assert_str(buf_str(&why), "a URL is missing");
	buf_free(&why);
	feedlist_free(l);
}

static void
a_list_is_read_again_from_what_was_kept(void **state)
{
	const char *const paths[] = { at("kept"), NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;
	char command[200];

	(void)state;
	faults_init(&faults);
	snprintf(command, sizeof(command), "mkdir %s", at("kept"));
	assert_int_equal(system(command), 0);
	put("kept/a.feeds", "https://a.example/feed\n");
	assert_int_equal(feedlist_load(files, paths, &faults, &l), OK);
	feedlist_free(l);
	assert_int_equal(files_save(files, at("kept.archive")), OK);
	files_free(files);
	put("kept/a.feeds", "nonsense\n");
	assert_int_equal(files_archive(at("kept.archive"), &files), OK);
	assert_int_equal(feedlist_load(files, paths, &faults, &l), OK);
	assert_str(feedlist_get(l, 0)->url, "https://a.example/feed");
	feedlist_free(l);
	files_free(files);
	faults_free(&faults);
}

/* A shipped list with its examples made active: "# " taken away from them. */
static void
activate(struct str text, struct buf *out)
{

	while (text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (str_starts(line, STR("# http")) ||
		    str_starts(line, STR("# [source")))
			line = str_sub(line, 2, line.n);
		buf_add(out, line);
		buf_addc(out, '\n');
	}
}

static void
the_shipped_lists_have_no_fault_even_when_made_active(void **state)
{
	struct files *files = files_disk();
	const char *const *paths;
	struct feedlist *l;
	char path[600];
	size_t feeds = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/feeds", getenv("EARSHOT_SRC"));
	if (files_list(files, path, ".feeds", &paths) != OK) {
		print_message("there is no feeds/ in the source tree\n");
		files_free(files);
		skip();
	}
	l = load_fine(path);
	feedlist_free(l);
	for (; *paths != NULL; paths++) {
		struct buf out = BUF_INIT(1 << 20);
		struct str text;

		assert_int_equal(files_read(files, *paths, 1 << 20, &text), OK);
		activate(text, &out);
		l = load_fine(put("active.feeds", out.p));
		feeds += feedlist_count(l);
		feedlist_free(l);
		buf_free(&out);
	}
	assert_true(feeds >= 10);
	files_free(files);
}

static void
a_hundred_thousand_lines_load(void **state)
{
	struct buf text = BUF_INIT(64 << 20);
	struct feedlist *l;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_printf(&text,
		    "https://host%d.example/feed/%d every=2h tags=t%d\n",
		    i % 5000, i, i % 7);
	l = load_fine(put("large.feeds", text.p));
	assert_int_equal(feedlist_count(l), 100000);
	assert_str(feedlist_get(l, 99999)->url,
	    "https://host4999.example/feed/99999");
	assert_string_equal(feedlist_get(l, 12345)->tags, "t4");
	buf_free(&text);
	feedlist_free(l);
}

static void
who_mends_a_list_sees_it_with_its_faults(void **state)
{
	const char *const paths[] = { put("faulty.feeds",
					  "https://a.example/feed\n"
					  "https://b.example/feed evry=1h\n"
					  "http://A.example/feed\n"
					  "https://a.example/other\n"),
		NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;
	size_t lines[4];

	(void)state;
	faults_init(&faults);
	assert_int_equal(feedlist_look(files, paths, &faults, &l), E_SYNTAX);
	assert_int_equal(faults.errors, 2);
	assert_int_equal(feedlist_count(l), 3);
	/* One feed, on two lines. */
	assert_int_equal(feedlist_find(l, STR("https://a.example/feed"), lines,
			     4),
	    2);
	assert_int_equal(feedlist_get(l, lines[0])->line, 1);
	assert_int_equal(feedlist_get(l, lines[1])->line, 3);
	assert_int_equal(feedlist_find(l, STR("https://a.example/feed"), lines,
			     1),
	    1);
	assert_int_equal(feedlist_find(l, STR("https://b.example/feed"), lines,
			     4),
	    0);
	assert_int_equal(feedlist_find(l, STR("no address"), lines, 4), 0);
	faults_free(&faults);
	feedlist_free(l);
	files_free(files);
}

static void
some_feeds_are_kept_and_found_again(void **state)
{
	static const bool keep[] = { false, true, false, true };
	struct feedlist *l = load_fine(put("keep.feeds",
	    "https://a.example/\nhttps://b.example/\nhttps://c.example/\n"
	    "https://d.example/\n"));
	struct buf why = BUF_INIT(100);
	size_t at;

	(void)state;
	assert_int_equal(feedlist_keep(l, keep), OK);
	assert_int_equal(feedlist_count(l), 2);
	assert_int_equal(feedlist_find(l, STR("https://a.example/"), &at, 1),
	    0);
	assert_int_equal(feedlist_find(l, STR("https://d.example/"), &at, 1),
	    1);
	assert_int_equal(at, 1);
	assert_str(feedlist_get(l, 0)->url, "https://b.example/");
	assert_int_equal(feedlist_add(l, STR("https://c.example/"), &why), OK);
	assert_int_equal(feedlist_count(l), 3);
	feedlist_free(l);
	buf_free(&why);
}

static const struct CMUnitTest feedlist[] = {
	cmocka_unit_test(examples_give_the_faults_beside_them),
	cmocka_unit_test(a_plain_list_of_urls_is_a_feed_list),
	cmocka_unit_test(a_header_holds_for_the_feeds_below_it),
	cmocka_unit_test(a_line_that_names_its_source_leaves_the_header),
	cmocka_unit_test(every_key_has_its_field),
	cmocka_unit_test(windows_editors_are_understood),
	cmocka_unit_test(a_folder_gives_its_feeds_and_opml_files_and_no_others),
	cmocka_unit_test(
	    a_named_file_may_have_any_suffix_and_opml_is_known_by_its_content),
	cmocka_unit_test(doubled_feeds_are_named_across_files),
	cmocka_unit_test(a_path_that_is_not_there_is_a_fault),
	cmocka_unit_test(an_empty_list_is_fine),
	cmocka_unit_test(all_faults_are_counted_however_many),
	cmocka_unit_test(a_line_may_be_added_and_no_feed_comes_twice),
	cmocka_unit_test(who_mends_a_list_sees_it_with_its_faults),
	cmocka_unit_test(some_feeds_are_kept_and_found_again),
	cmocka_unit_test(a_list_is_read_again_from_what_was_kept),
	cmocka_unit_test(the_shipped_lists_have_no_fault_even_when_made_active),
	cmocka_unit_test(a_hundred_thousand_lines_load),
};

int
main(void)
{

	return (cmocka_run_group_tests_name("feedlist", feedlist, make_folder,
	    remove_folder));
}
