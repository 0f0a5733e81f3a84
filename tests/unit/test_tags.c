#include "../../src/parse/tags.h"
#include "unit.h"

static void
what_only_looks_like_a_tag_is_passed_over(void **state)
{
	struct tags t = { .html = STR("<!doctype html><!-- <a> --><p>1 < 2</p>"
				      "<script>if (a<b) '<i>'</script>"
				      "<title><u></title><br/>") };
	static const char *const names[] = { "p", "script", "title", "br" };
	struct tag tag;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_true(tags_next(&t, &tag));
		assert_str(tag.name, names[i]);
	}
	assert_false(tags_next(&t, &tag));
	assert_false(tags_next(&t, &tag));
}

static void
an_attribute_is_found_however_it_is_written(void **state)
{
	struct tags t = { .html = STR("<link REL = 'alternate' async"
				      " href=/feed?a=1&amp;b=2 title=\"a > b\""
				      " title='second'>after") };
	struct arena *a = arena_new(1 << 20);
	struct tag tag;

	(void)state;
	assert_non_null(a);
	assert_true(tags_next(&t, &tag));
	assert_str(tag_attribute(a, &tag, "rel"), "alternate");
	assert_str(tag_attribute(a, &tag, "href"), "/feed?a=1&b=2");
	assert_str(tag_attribute(a, &tag, "title"), "a > b");
	assert_int_equal(tag_attribute(a, &tag, "async").n, 0);
	assert_null(tag_attribute(a, &tag, "type").p);
	assert_str(str_sub(t.html, tag.end, t.html.n), "after");
	arena_free(a);
}

static void
what_is_never_closed_ends_with_the_page(void **state)
{
	static const char *const pages[] = { "<a href='x",
		"<a href=", "<script><b>", "<a" };
	struct arena *a = arena_new(1 << 20);
	struct tag tag;

	(void)state;
	assert_non_null(a);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct tags t = { .html = str_of(pages[i]) };

		assert_true(tags_next(&t, &tag));
		assert_true(tag.end <= t.html.n);
		(void)tag_attribute(a, &tag, "href");
		assert_false(tags_next(&t, &tag));
	}
	assert_false(
	    tags_next(&(struct tags){ .html = STR("<!-- <a>") }, &tag));
	assert_false(tags_next(&(struct tags){ .html = STR("<") }, &tag));
	arena_free(a);
}

static void
a_tag_without_end_is_cut_at_the_cap(void **state)
{
	size_t n = 2 * TAG_MAX;
	char *page = malloc(n);
	struct tags t = { .html = { page, n } };
	struct tag tag;

	(void)state;
	assert_non_null(page);
	memset(page, ' ', n);
	page[0] = '<';
	page[1] = 'a';
	memcpy(page + n - 4, "<hr>", 4);
	assert_true(tags_next(&t, &tag));
	assert_str(tag.name, "a");
	assert_true(tag.end <= TAG_MAX + 2);
	assert_true(tags_next(&t, &tag));
	assert_str(tag.name, "hr");
	assert_int_equal(tag.end, n);
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_only_looks_like_a_tag_is_passed_over),
		cmocka_unit_test(an_attribute_is_found_however_it_is_written),
		cmocka_unit_test(what_is_never_closed_ends_with_the_page),
		cmocka_unit_test(a_tag_without_end_is_cut_at_the_cap),
	};

	return (RUN_TESTS(tests));
}
