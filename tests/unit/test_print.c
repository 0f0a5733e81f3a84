#include <jansson.h>

#include "documents.h"

/* What is printed of the feed in ${body}; json_decref() it. */
static json_t *
print(const char *body)
{
	struct buf out;
	json_t *j;

	buf_init(&out, 1 << 20);
	assert_int_equal(parse_print(parse(body), &out, NULL), OK);
	assert_true(out.n > 0);
	assert_int_equal(buf_str(&out).p[out.n - 1], '\n');
	j = json_loadb(buf_str(&out).p, out.n, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(j);
	buf_free(&out);
	return (j);
}

static const char *
text_of(const json_t *j, const char *key)
{
	const char *text = json_string_value(json_object_get(j, key));

	assert_non_null(text);
	return (text);
}

static json_t *
entry_of(const json_t *j)
{
	json_t *e = json_array_get(json_object_get(j, "entries"), 0);

	assert_non_null(e);
	return (e);
}

#define RSS(inside) "<rss version='2.0'><channel>" inside "</channel></rss>"

static void
what_is_absent_is_null_and_lists_are_empty(void **state)
{
	static const char *const nulls[] = { "id", "link", "title", "summary",
		"content", "published", "updated", "language", "comments",
		"comments_feed", "comments_count", "image", "rating",
		"source" };
	static const char *const lists[] = { "content_links", "authors",
		"categories", "in_reply_to", "enclosures" };
	json_t *j = print(RSS("<item/>")), *e = entry_of(j), *v;

	(void)state;
	for (size_t i = 0; i < sizeof(nulls) / sizeof(nulls[0]); i++)
		assert_true(json_is_null(json_object_get(e, nulls[i])));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		v = json_object_get(e, lists[i]);
		assert_true(json_is_array(v));
		assert_int_equal(json_array_size(v), 0);
	}
	assert_string_equal(text_of(j, "format"), "rss");
	assert_string_equal(text_of(j, "version"), "2.0");
	assert_true(json_is_false(json_object_get(j, "malformed")));
	assert_null(json_object_get(j, "truncated"));
	assert_true(json_is_null(
	    json_object_get(json_object_get(j, "feed"), "update_interval")));
	json_decref(j);
}

static void
texts_are_plain_and_a_title_is_one_line(void **state)
{
	json_t *j =
	    print(RSS("<item><title>One\n two</title>"
		      "<description>&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;"
		      "&lt;/p&gt;</description></item>"));

	(void)state;
	assert_string_equal(text_of(entry_of(j), "title"), "One two");
	assert_string_equal(text_of(entry_of(j), "summary"), "Hello you");
	json_decref(j);
}

static void
links_stand_once_those_of_the_content_first(void **state)
{
	json_t *j =
	    print("<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
		  "<summary type='html'>&lt;a href='https://a.example/s'&gt;s"
		  "&lt;/a&gt; &lt;a href='https://a.example/c'&gt;c&lt;/a&gt;"
		  "</summary><content type='html'>&lt;a"
		  " href='https://a.example/c'&gt;c&lt;/a&gt;</content>"
		  "</entry></feed>");
	const json_t *links = json_object_get(entry_of(j), "content_links");

	(void)state;
	assert_int_equal(json_array_size(links), 2);
	assert_string_equal(json_string_value(json_array_get(links, 0)),
	    "https://a.example/c");
	assert_string_equal(json_string_value(json_array_get(links, 1)),
	    "https://a.example/s");
	json_decref(j);
}

static void
values_keep_their_kind(void **state)
{
	json_t *j =
	    print(RSS("<ttl>10</ttl><skipHours><hour>3</hour></skipHours>"
		      "<item><pubDate>Fri, 02 Jan 1970 00:00:00 GMT</pubDate>"
		      "<rating><value>3.5</value></rating>"
		      "<enclosure url='https://a.example/1' length='8'/>"
		      "<source url='https://s.example/'>S</source></item>"));
	const json_t *e = entry_of(j), *feed = json_object_get(j, "feed"), *v;

	(void)state;
	assert_int_equal(json_integer_value(
			     json_object_get(feed, "update_interval")),
	    600);
	assert_int_equal(json_integer_value(
			     json_array_get(json_object_get(feed, "skip_hours"),
				 0)),
	    3);
	assert_string_equal(text_of(e, "published"), "1970-01-02T00:00:00Z");
	v = json_object_get(e, "rating");
	assert_true(json_number_value(json_object_get(v, "value")) == 3.5);
	assert_true(json_is_null(json_object_get(v, "max")));
	v = json_array_get(json_object_get(e, "enclosures"), 0);
	assert_string_equal(text_of(v, "url"), "https://a.example/1");
	assert_true(json_is_null(json_object_get(v, "type")));
	assert_int_equal(json_integer_value(json_object_get(v, "length")), 8);
	v = json_object_get(e, "source");
	assert_string_equal(text_of(v, "title"), "S");
	assert_true(json_is_null(json_object_get(v, "id")));
	json_decref(j);
}

static void
a_result_over_the_buffers_cap_is_an_error(void **state)
{
	struct parsed *p = parse(RSS("<item><title>T</title></item>"));
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(parse_print(p, &out, NULL), E_MEMORY);
	buf_free(&out);
}

/* More than one piece. */
static void
what_is_written_out_piece_by_piece_is_the_same(void **state)
{
	struct buf whole = BUF_INIT(4 << 20), out = BUF_INIT(4 << 20);
	struct buf doc = BUF_INIT(4 << 20);
	const struct parsed *p;
	char *written = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&written, &n);

	(void)state;
	buf_adds(&doc, "<rss version='2.0'><channel>");
	for (int i = 0; i < 2000; i++)
		buf_printf(&doc, "<item><guid>%d</guid></item>", i);
	buf_adds(&doc, "</channel></rss>");
	p = parse(buf_str(&doc).p);
	assert_int_equal(parse_print(p, &whole, NULL), OK);
	assert_non_null(to);
	assert_int_equal(parse_print(p, &out, to), OK);
	fclose(to);
	assert_true(out.size < whole.n / 2);
	assert_int_equal(n, whole.n);
	assert_memory_equal(written, whole.p, n);
	free(written);
	buf_free(&doc);
	buf_free(&out);
	buf_free(&whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_absent_is_null_and_lists_are_empty, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    texts_are_plain_and_a_title_is_one_line, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    links_stand_once_those_of_the_content_first, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(values_keep_their_kind,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_result_over_the_buffers_cap_is_an_error, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    what_is_written_out_piece_by_piece_is_the_same, arena_make,
		    arena_drop),
	};

	return (RUN_TESTS(tests));
}
