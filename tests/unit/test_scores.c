/*
 * Lines of numbers in the texts of entries: read, and taken out; everything
 * that could be somebody's words stays.
 */
#include "earshot/scores.h"

#include "unit.h"

struct world {
	struct arena *a;
	struct entry e;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .a = arena_new(8 << 20),
		.e = { .comments_count = -1 } };
	*state = &w;
	return (w.a == NULL);
}

static int
end(void **state)
{
	struct world *w = *state;

	arena_free(w->a);
	return (0);
}

static void
take(struct world *w, const char *link, const char *text)
{

	w->e = (struct entry){ .comments_count = -1,
		.comments = str_of(link),
		.summary = { .raw = str_of(text), .kind = MARKUP_HTML } };
	assert_int_equal(scores_take(w->a, &w->e), OK);
}

static int64_t
number(const struct world *w, enum kudo k)
{

	return ((w->e.kudos.said & 1u << k) != 0 ? w->e.kudos.n[k] : -1);
}

#define HN      "https://news.ycombinator.com/item?id=1"
#define NOWHERE "https://blog.example/1"

static void
points_and_comments_of_a_bridge_are_its_numbers(void **state)
{
	struct world *w = *state;

	take(w, HN,
	    "<p>Article URL: <a href=\"https://b.example/\">b</a></p>\n"
	    "<p>Points: 45</p>\n<p># Comments: 12</p>");
	assert_int_equal(number(w, KUDO_LIKES), 45);
	assert_int_equal(w->e.comments_count, 12);
	assert_str(w->e.summary.raw,
	    "<p>Article URL: <a href=\"https://b.example/\">b</a></p>\n"
	    "<p></p>\n<p></p>");
}

static void
a_score_line_needs_no_known_site_when_it_has_two_numbers(void **state)
{
	struct world *w = *state;

	take(w, NOWHERE,
	    "submitted by <a href=\"https://l.example/u/jo\">jo</a> to"
	    " <a href=\"https://l.example/c/tea\">tea</a><br>180 points |"
	    " <a href=\"https://l.example/post/9\">19 comments</a><br>"
	    "<p>I wish you sold tea.</p>");
	assert_int_equal(number(w, KUDO_LIKES), 180);
	assert_int_equal(w->e.comments_count, 19);
	assert_str(w->e.summary.raw, "<br><br><p>I wish you sold tea.</p>");
	take(w, NOWHERE, "I wish.\n1.2k points | 1 comment | 30 views");
	assert_int_equal(number(w, KUDO_LIKES), 1200);
	assert_int_equal(number(w, KUDO_VIEWS), 30);
	assert_int_equal(w->e.comments_count, 1);
	assert_str(w->e.summary.raw, "I wish.\n");
}

static void
peoples_words_stay(void **state)
{
	static const char *const texts[] = {
		"<p>Points: 45</p>",
		"<p># Comments: 12</p>",
		"<p>12 comments</p>",
		"<p>Two points | three comments</p>",
		"<p>I have 12 points | 3 comments on this</p>",
		"<p>12 points and 3 comments</p>",
		"<p>1.5 points | 3 comments</p>",
		"<p>12 points |</p>",
		"<p>a | b</p>",
		"<p>12 points | 3 apples</p>",
		"submitted by jo to me<br>It is broken | it smokes",
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		take(w, NOWHERE, texts[i]);
		if (!str_eq(w->e.summary.raw, str_of(texts[i])) ||
		    w->e.kudos.said != 0 || w->e.comments_count != -1)
			fail_msg("%s", texts[i]);
	}
	/* Also on a site that writes such lines. */
	take(w, HN, "<p>My points: 45 of them. 12 comments were right.</p>");
	assert_int_equal(w->e.kudos.said, 0);
	assert_int_equal(w->e.comments_count, -1);
}

static void
what_elements_said_goes_before_the_text(void **state)
{
	struct world *w = *state;

	w->e = (struct entry){ .comments_count = 3,
		.link = STR(HN),
		.content = { .raw = STR("Points: 9<br># Comments: 8") } };
	kudos_say(&w->e.kudos, KUDO_LIKES, 5);
	assert_int_equal(scores_take(w->a, &w->e), OK);
	assert_int_equal(w->e.comments_count, 3);
	assert_int_equal(number(w, KUDO_LIKES), 5);
	assert_str(w->e.content.raw, "<br>");
}

static void
only_a_texts_ends_are_looked_at(void **state)
{
	static char text[100000];
	struct world *w = *state;
	size_t n = 0;

	memset(text, 'x', sizeof(text) - 1);
	memcpy(text + 50000, "\n12 points | 3 comments\n", 24);
	take(w, NOWHERE, text);
	assert_int_equal(w->e.comments_count, -1);
	n = sizeof(text) - 1 - 23;
	memcpy(text + n, "\n12 points | 3 comments", 23);
	take(w, NOWHERE, text);
	assert_int_equal(w->e.comments_count, 3);
	assert_int_equal(w->e.summary.raw.n, n + 1);
}

static void
hostile_texts_cost_no_more_than_their_length(void **state)
{
	static const char *const pieces[] = { "<", ">", "|", "<a ", "1 point|",
		"\n1 point | 2 views", "<br>", "Points: 1<br>", "submitted by",
		"<a>1</a> point | <b>2 views</b>", "", "\n" };
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b = BUF_INIT(1 << 20);

		for (int k = 0; k < 20000; k++)
			buf_adds(&b, pieces[i]);
		take(w, HN, buf_str(&b).p);
		assert_true(w->e.summary.raw.n <= b.n);
		buf_free(&b);
		arena_reset(w->a);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(points_and_comments_of_a_bridge_are_its_numbers),
		T(a_score_line_needs_no_known_site_when_it_has_two_numbers),
		T(peoples_words_stay),
		T(what_elements_said_goes_before_the_text),
		T(only_a_texts_ends_are_looked_at),
		T(hostile_texts_cost_no_more_than_their_length),
	};

	return (RUN_TESTS(tests));
}
