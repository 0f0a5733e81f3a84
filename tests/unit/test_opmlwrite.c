/*
 * A feed list as OPML.
 */
#include "earshot/feedlist.h"

#include "unit.h"

static struct feedlist *list;
static struct buf out = { .cap = 1 << 20 };

static int
begin(void **state)
{

	(void)state;
	list = feedlist_new();
	return (list == NULL);
}

static int
end(void **state)
{

	(void)state;
	feedlist_free(list);
	buf_free(&out);
	return (0);
}

static void
add(const char *line)
{
	struct buf why = BUF_INIT(1000);

	if (feedlist_add(list, str_of(line), &why) != OK)
		fail_msg("%s: %s", line, buf_str(&why).p);
	buf_free(&why);
}

static size_t
where(const char *text)
{
	size_t at = str_find(buf_str(&out), str_of(text));

	if (at == SIZE_MAX)
		fail_msg("no %s in\n%s", text, buf_str(&out).p);
	return (at);
}

static void
an_empty_list_is_still_a_document(void **state)
{

	(void)state;
	feedlist_write_opml(list, "Ours & <theirs>", &out);
	assert_false(buf_failed(&out));
	assert_true(str_starts(buf_str(&out), STR("<?xml version=\"1.0\"")));
	where("<title>Ours &amp; &lt;theirs&gt;</title>");
	where("<body>\n  </body>\n</opml>\n");
}

static void
the_first_tag_is_the_folder_and_the_others_are_ours(void **state)
{
	size_t folder, one, two, other;

	(void)state;
	add("https://acme.example/1 tags=shoes,hats,coats");
	add("https://acme.example/2");
	add("https://acme.example/3 tags=shoes");
	feedlist_write_opml(list, "x", &out);
	folder = where("<outline text=\"shoes\">");
	one = where("xmlUrl=\"https://acme.example/1\"");
	two = where("xmlUrl=\"https://acme.example/3\"");
	other = where("\n    <outline type=\"rss\" "
		      "text=\"https://acme.example/2\"");
	where("earshot:tags=\"hats,coats\"");
	assert_true(folder < one && one < two);
	assert_true(other < folder || other > two);
	/* One folder for both. */
	assert_int_equal(str_find(str_sub(buf_str(&out), folder + 1, out.n),
			     STR("<outline text=\"shoes\">")),
	    SIZE_MAX);
}

static void
keys_that_opml_lacks_are_attributes_of_ours(void **state)
{

	(void)state;
	add("https://acme.example/feed?a=1&b=2 title=\"A \\\"b\\\"\" "
	    "every=15m");
	feedlist_write_opml(list, "x", &out);
	where(" xmlUrl=\"https://acme.example/feed?a=1&amp;b=2\"");
	where(" earshot:every=\"15m\"");
	/* A source that is only the host says nothing. */
	assert_int_equal(str_find(buf_str(&out), STR("earshot:source")),
	    SIZE_MAX);
	/* A quote inside a value never ends it. */
	where(" title=\"A &quot;b&quot;\"");
}

int
main(void)
{
	const struct CMUnitTest opml_writing[] = {
		cmocka_unit_test_setup_teardown(
		    an_empty_list_is_still_a_document, begin, end),
		cmocka_unit_test_setup_teardown(
		    the_first_tag_is_the_folder_and_the_others_are_ours, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    keys_that_opml_lacks_are_attributes_of_ours, begin, end),
	};

	return (RUN_TESTS(opml_writing));
}
