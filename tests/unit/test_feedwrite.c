#include "samefeeds.h"

/* The list in ${text}, written. */
static struct str
rewritten(const char *text, struct buf *out)
{
	struct feedlist *l = load_list(put("in.feeds", text));

	buf_clear(out);
	feedlist_write(l, out);
	assert_false(buf_failed(out));
	feedlist_free(l);
	return (buf_str(out));
}

static void
plain_lines_stay_plain(void **state)
{
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_str(rewritten("https://a.example/feed\n"
			     "https://b.example/feed   tags=a,b  paused\n",
		       &out),
	    "https://a.example/feed\n"
	    "https://b.example/feed tags=a,b paused=yes\n");
	buf_free(&out);
}

static void
sources_become_headers_with_what_their_feeds_share(void **state)
{
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_str(
	    rewritten("[source \"Acme blog\" kind=own staff=\"Jo, Al\"]\n"
		      "https://a.example/1 every=15m lang=de\n"
		      "[source Beta]\n"
		      "https://b.example/1 tags=x need=brand.beta\n"
		      "[source \"Acme blog\" kind=own staff=\"Jo, Al\"]\n"
		      "https://a.example/2 every=15m role=comments\n"
		      "https://c.example/plain source=c.example\n",
		&out),
	    "https://c.example/plain\n"
	    "\n"
	    "[source \"Acme blog\" kind=own staff=\"Jo, Al\" every=15m]\n"
	    "https://a.example/1 lang=de\n"
	    "https://a.example/2 role=comments\n"
	    "\n"
	    "[source \"Beta\" tags=x]\n"
	    "https://b.example/1 need=brand.beta\n");
	buf_free(&out);
}

static void
nothing_is_lost_from_a_list_and_back(void **state)
{
	struct feedlist *before = load_list(put("rich.feeds", rich_list));
	struct buf out = BUF_INIT(100000), again = BUF_INIT(100000);
	struct feedlist *after;

	(void)state;
	feedlist_write(before, &out);
	after = load_list(put("again.feeds", out.p));
	assert_same_feeds(before, after);
	/* And once written, it stays as it is. */
	feedlist_write(after, &again);
	assert_string_equal(out.p, again.p);
	feedlist_free(before);
	feedlist_free(after);
	buf_free(&out);
	buf_free(&again);
}

static void
an_empty_list_is_an_empty_file(void **state)
{
	struct feedlist *l = feedlist_new();
	struct buf out = BUF_INIT(100);

	(void)state;
	feedlist_write(l, &out);
	assert_int_equal(out.n, 0);
	assert_false(buf_failed(&out));
	feedlist_free(l);
	buf_free(&out);
}

static void
a_full_buffer_is_told(void **state)
{
	struct feedlist *l = load_list(put("rich.feeds", rich_list));
	struct buf out = BUF_INIT(100);

	(void)state;
	feedlist_write(l, &out);
	assert_true(buf_failed(&out));
	feedlist_free(l);
	buf_free(&out);
}

static const struct CMUnitTest feedwrite[] = {
	cmocka_unit_test(plain_lines_stay_plain),
	cmocka_unit_test(sources_become_headers_with_what_their_feeds_share),
	cmocka_unit_test(nothing_is_lost_from_a_list_and_back),
	cmocka_unit_test(an_empty_list_is_an_empty_file),
	cmocka_unit_test(a_full_buffer_is_told),
};

int
main(void)
{

	return (cmocka_run_group_tests_name("feedwrite", feedwrite, make_folder,
	    remove_folder));
}
