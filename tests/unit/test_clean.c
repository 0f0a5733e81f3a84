#include "earshot/clean.h"
#include "earshot/html.h"
#include "earshot/post.h"
#include "earshot/xml.h"

#include "unit.h"

static struct arena *a;

static struct cleaned
clean(struct str text)
{
	struct cleaned c;

	assert_int_equal(clean_text(a, text, NULL, 0, POST_TEXT_MAX, &c), OK);
	return (c);
}

#define assert_clean(s, want) assert_str(clean(STR(s)).text, want)

/* The words that are quoted in ${text}, before and after cleaning. */
static void
check_quote(const char *text, const char *quoted, const char *want_text,
    const char *want_quoted)
{
	struct str t = str_of(text), q = str_of(quoted);
	size_t at = str_find(t, q);
	struct quote in = { (uint32_t)at, (uint32_t)(at + q.n) };
	struct cleaned c;

	assert_true(at != SIZE_MAX);
	assert_int_equal(clean_text(a, t, &in, 1, POST_TEXT_MAX, &c), OK);
	assert_str(c.text, want_text);
	if (want_quoted == NULL) {
		assert_int_equal(c.nquotes, 0);
		return;
	}
	assert_int_equal(c.nquotes, 1);
	assert_str(str_sub(c.text, c.quotes[0].start, c.quotes[0].end),
	    want_quoted);
}

static void
what_people_say_stays_byte_for_byte(void **state)
{
	static const char *const texts[] = { "I love it.",
		"Es ist gro\xc3\x9f"
		"artig.\nAber zu teuer!",
		"C\xe2\x80\x99"
		"est tr\xc3\xa8s bien\xc2\xa0!",
		"\xd0\x9e\xd1\x87\xd0\xb5\xd0\xbd\xd1\x8c", "x", "" };
	struct cleaned c;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		c = clean(str_of(texts[i]));
		assert_str(c.text, texts[i]);
		assert_false(c.repaired || c.moderated || c.closed || c.cut);
	}
}

static void
white_space_is_settled(void **state)
{

	(void)state;
	assert_clean("  a  b\tc \r\n\n\n d ", "a b c\nd");
	assert_clean("\n \n", "");
}

static void
page_chrome_is_dropped(void **state)
{

	(void)state;
	assert_clean("I think so.\nNext post: 10 From 2010\nPrevious post: Who "
		     "Will Win The Battle: Apple Or Pear?",
	    "I think so.");
	assert_clean("Words.\nCategory: Marketing, Spider Works", "Words.");
	assert_clean("Words.\nPosted in Marketing | 3 Comments\nTags: a, b",
	    "Words.");
	assert_clean("Words.\nShare this:\nTwitter\nFacebook\nLike this:\nLike "
		     "Loading...\nRelated",
	    "Words.");
	assert_clean("Words.\nRead more \xc2\xbb", "Words.");
	assert_clean("Words.\nThe post On words appeared first on Words.",
	    "Words.");
	assert_clean("Words.\nsubmitted by /u/bob [link] [comments]", "Words.");
	assert_clean("submitted by /u/bob\n[link] [comments]\n", "submitted by "
								 "/u/bob");
	assert_clean("submitted by /u/bob to r/kettles [link] [comments]", "");
	assert_clean("Words.\n12 people found this helpful", "Words.");
}

static void
chrome_at_the_end_is_words_elsewhere(void **state)
{

	(void)state;
	assert_clean("Category: the worst of all\nI want a refund",
	    "Category: the worst of all\nI want a refund");
	assert_clean("Tags: please bring them back", "Tags: please bring them "
						     "back");
	assert_clean("Words\nPosted in the wrong forum, sorry",
	    "Words\nPosted in the wrong forum, sorry");
	assert_clean("Facebook\nis not for me", "Facebook\nis not for me");
	assert_clean("Read more", "Read more");
	assert_clean("Words.\nSent from my phone because the site is down",
	    "Words.\nSent from my phone because the site is down");
	/* a chrome line does not end the end */
	assert_clean("Words.\nTags: a\nNext post: B\nComments are closed.",
	    "Words.");
}

static void
removal_markers_are_noticed_and_dropped(void **state)
{
	static const char *const markers[] = { "[deleted]", "[removed]",
		"[ Removed by Reddit ]", "[removed by moderator]",
		"[self-promotion comments removed]", "(comment deleted)",
		"This comment has been removed by the author.",
		"This comment has been removed by a blog administrator.",
		"This post was deleted", "Comment removed by moderator",
		"This comment was removed for violating our guidelines." };
	struct cleaned c;
	char text[200];

	(void)state;
	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
		c = clean(str_of(markers[i]));
		assert_str(c.text, "");
		assert_true(c.moderated);
		snprintf(text, sizeof(text), "one\n%s\ntwo", markers[i]);
		c = clean(str_of(text));
		assert_str(c.text, "one\ntwo");
		assert_true(c.moderated);
	}
}

static void
people_may_speak_of_removing(void **state)
{
	static const char *const texts[] = { "[Removed example using x]",
		"(I removed the link)", "[battery removed]", "removed",
		"This comment has been removed, why?",
		"This review was removed without a reason!",
		"I think [deleted] was right",
		"This post was removed from the store by mistake" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_str(clean(str_of(texts[i])).text, texts[i]);
		assert_false(clean(str_of(texts[i])).moderated);
	}
}

static void
closed_comments_are_noticed(void **state)
{
	struct cleaned c = clean(STR("Words.\nComments are closed."));

	(void)state;
	assert_str(c.text, "Words.");
	assert_true(c.closed);
	assert_false(clean(STR("The comments are closed minded")).closed);
	assert_true(
	    clean(STR("This topic was automatically closed 90 days after "
		      "the last reply. New replies are no longer "
		      "allowed."))
		.closed);
}

static void
misread_characters_are_repaired(void **state)
{
	struct cleaned c =
	    clean(STR("I\xc4\x81\xe2\x82\xac\xe2\x84\xa2m glad"));
	bool repaired = false;

	(void)state;
	assert_str(c.text, "I\xe2\x80\x99m glad");
	assert_true(c.repaired);
	assert_str(clean_line(a, STR("Iâ€™m  glad"), 100, &repaired),
	    "I\xe2\x80\x99m glad");
	assert_true(repaired);
}

static void
quotations_move_along(void **state)
{

	(void)state;
	check_quote("mine  is \n\n  this  one  here \nthen", "this  one  here",
	    "mine is\nthis one here\nthen", "this one here");
	check_quote("Next post: X\na\nquoted", "quoted", "a\nquoted", "quoted");
	check_quote("a\n[deleted]\nquoted\nmore", "[deleted]\nquoted",
	    "a\nquoted\nmore", "quoted");
	check_quote("a\n[deleted]\nb", "[deleted]", "a\nb", NULL);
	check_quote("a\nTags: b, c", "Tags: b, c", "a", NULL);
	check_quote("Iâ€™m glad\nthatâ€™s it, isnâ€™t it\nsoâ€™s this",
	    "thatâ€™s it, isnâ€™t it",
	    "I\xe2\x80\x99m glad\nthat\xe2\x80\x99s it, isn\xe2\x80\x99t it\n"
	    "so\xe2\x80\x99s this",
	    "that\xe2\x80\x99s it, isn\xe2\x80\x99t it");
}

static void
long_texts_are_cut_between_words(void **state)
{
	struct quote q[2] = { { 2, 5 }, { 9, 12 } };
	struct cleaned c;

	(void)state;
	assert_int_equal(clean_text(a, STR("ab cde fgh ijk"), q, 2, 10, &c),
	    OK);
	assert_str(c.text, "ab cde fgh");
	assert_true(c.cut);
	assert_int_equal(c.nquotes, 2);
	assert_int_equal(c.quotes[1].end, 10);
	assert_int_equal(clean_text(a, STR("ab cde fgh ijk"), q, 2, 9, &c), OK);
	assert_str(c.text, "ab cde");
	assert_int_equal(c.nquotes, 1);
	assert_int_equal(clean_text(a, STR("\xc3\xa9\xc3\xa9\xc3\xa9"), NULL, 0,
			     5, &c),
	    OK);
	assert_str(c.text, "\xc3\xa9\xc3\xa9");
	assert_int_equal(clean_text(a, STR("abc"), NULL, 0, 3, &c), OK);
	assert_false(c.cut);
}

static void
much_too_long_texts_are_not_looked_through(void **state)
{
	size_t n = 8 << 20;
	char *p = arena_alloc(a, n);
	struct cleaned c;

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = i % 7 == 6 ? '\n' : 'x';
	c = clean((struct str){ p, n });
	assert_true(c.cut);
	assert_true(c.text.n <= POST_TEXT_MAX && c.text.n > POST_TEXT_MAX - 16);
}

static void
a_line_is_one_line(void **state)
{
	bool repaired = true;
	struct str s = STR("As it was");

	(void)state;
	assert_ptr_equal(clean_line(a, s, 100, &repaired).p, s.p);
	assert_false(repaired);
	assert_str(clean_line(a, STR(" a \n b\t\tc "), 100, NULL), "a b c");
	assert_str(clean_line(a, STR("one two three"), 9, NULL), "one two");
	assert_str(clean_line(a, STR(""), 9, NULL), "");
}

/* The real blog's comments and posts: chrome goes, a marker is noticed. */
static void
a_real_blog_is_cleaned(void **state)
{
	static const char *const files[] = { "posts.xml", "pact-comments.xml",
		"pact-mirror.xml" };
	const char *shared = getenv("EARSHOT_SHARED");
	char path[4096], *doc = arena_alloc(a, 1 << 19);
	struct html_text text;
	struct cleaned c;
	bool moderated = false, repaired = false;
	FILE *f;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/data/blog/%s",
		    shared != NULL ? shared : "", files[i]);
		f = fopen(path, "rb");
		if (f == NULL) {
			printf("skipped: %s is not there\n", path);
			skip();
		}
		n = fread(doc, 1, 1 << 19, f);
		fclose(f);
		assert_int_equal(html_to_text(a, (struct str){ doc, n }, &text),
		    OK);
		c = clean(text.text);
		moderated |= c.moderated;
		repaired |= c.repaired;
		assert_true(str_find(c.text, STR("Next post:")) == SIZE_MAX);
		assert_true(str_find(c.text, STR("\xe2\x82\xac")) == SIZE_MAX);
		assert_true(c.text.n > text.text.n * 9 / 10);
	}
	assert_true(moderated);
	assert_true(repaired);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_say_stays_byte_for_byte),
		cmocka_unit_test(white_space_is_settled),
		cmocka_unit_test(page_chrome_is_dropped),
		cmocka_unit_test(chrome_at_the_end_is_words_elsewhere),
		cmocka_unit_test(removal_markers_are_noticed_and_dropped),
		cmocka_unit_test(people_may_speak_of_removing),
		cmocka_unit_test(closed_comments_are_noticed),
		cmocka_unit_test(misread_characters_are_repaired),
		cmocka_unit_test(quotations_move_along),
		cmocka_unit_test(long_texts_are_cut_between_words),
		cmocka_unit_test(much_too_long_texts_are_not_looked_through),
		cmocka_unit_test(a_line_is_one_line),
		cmocka_unit_test(a_real_blog_is_cleaned),
	};
	int failed;

	xml_init();
	a = arena_new(256 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
