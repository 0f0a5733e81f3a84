/*
 * By which names a comment may say what it answers.
 */
#include "earshot/replies.h"
#include "earshot/url.h"

#include "unit.h"

static struct arena *arena;

static int
open_arena(void **state)
{

	(void)state;
	arena = arena_new(4 << 20);
	return (arena == NULL);
}

static int
close_arena(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static struct replies
find(struct post p, const char *feed_link, const char *feed_title)
{
	struct reply_feed f = { str_of(feed_link), str_of(feed_title) };
	struct replies r;

	assert_int_equal(replies_find(arena, &p, &f, &r), OK);
	return (r);
}

/* The place of a link among what was found; -1: it is not there. */
static int
link_at(const struct replies *r, enum reply_how how, const char *url)
{
	int64_t key = post_link_key(url_canonical(arena, str_of(url)));

	for (size_t i = 0; i < r->n; i++)
		if (r->keys[i].how == how && r->keys[i].link_key == key)
			return ((int)i);
	return (-1);
}

static int
word_at(const struct replies *r, enum reply_how how, const char *word)
{

	for (size_t i = 0; i < r->n; i++)
		if (r->keys[i].how == how &&
		    str_eq(r->keys[i].word, str_of(word)))
			return ((int)i);
	return (-1);
}

static void
an_article_answers_nothing(void **state)
{
	struct replies r =
	    find((struct post){ .kind = POST_ARTICLE,
		     .link = STR("https://b.example/p#comment-1"),
		     .title = STR("Re: X") },
		NULL, NULL);

	(void)state;
	assert_int_equal(r.n, 0);
}

static void
a_reference_comes_before_everything_else(void **state)
{
	struct replies r =
	    find((struct post){ .kind = POST_COMMENT,
		     .reply_to_id = STR("tag:b.example,1999:blog-1.post-2"),
		     .reply_to_link = STR("https://b.example/2010/01/p.html"),
		     .link = STR("https://b.example/2010/01/q.html"
				 "?showComment=12#c34") },
		NULL, NULL);

	(void)state;
	assert_int_equal(word_at(&r, REPLY_ID,
			     "tag:b.example,1999:blog-1.post-2"),
	    0);
	assert_int_equal(link_at(&r, REPLY_LINK,
			     "https://b.example/2010/01/p.html"),
	    1);
	assert_true(
	    link_at(&r, REPLY_PAGE, "https://b.example/2010/01/q.html") > 1);
}

static void
a_permalink_names_its_page(void **state)
{
	static const char *const pairs[][2] = {
		{ "https://b.example/p/#comment-7", "https://b.example/p/" },
		{ "https://b.example/p#comment-7", "https://b.example/p/" },
		{ "https://b.example/p/#comment-7", "https://b.example/p" },
		{ "https://b.example/p/comment-page-2/#comment-7",
		    "https://b.example/p" },
		{ "https://b.example/?p=4&cpage=2#comment-7",
		    "https://b.example/?p=4" },
		{ "https://b.example/x.html?showComment=1#c2",
		    "https://b.example/x.html" },
		{ "https://f.example/t/a-topic/12/3",
		    "https://f.example/t/a-topic/12" },
		{ "https://r.example/r/tea/comments/ab1/title/cd2/",
		    "https://r.example/r/tea/comments/ab1/title/" },
		{ "https://s.example/questions/12/a-title/34#34",
		    "https://s.example/questions/12/a-title" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct replies r = find((struct post){ .kind = POST_COMMENT,
					    .link = str_of(pairs[i][0]) },
		    NULL, NULL);

		if (link_at(&r, REPLY_PAGE, pairs[i][1]) < 0)
			fail_msg("%s does not lead to %s", pairs[i][0],
			    pairs[i][1]);
	}
}

static void
replytocom_names_a_comment(void **state)
{
	struct replies r = find((struct post){ .kind = POST_COMMENT,
				    .link = STR("https://b.example/p/"
						"?replytocom=12#respond") },
	    NULL, NULL);

	(void)state;
	assert_int_equal(link_at(&r, REPLY_LINK,
			     "https://b.example/p/#comment-12"),
	    0);
	assert_true(link_at(&r, REPLY_PAGE, "https://b.example/p/") > 0);
}

static void
guids_have_shapes(void **state)
{
	struct replies r = find((struct post){ .kind = POST_COMMENT,
				    .guid = STR("https://b.example/?p=12"
						"#comment-3") },
	    NULL, NULL);

	(void)state;
	assert_true(word_at(&r, REPLY_ID, "https://b.example/?p=12") >= 0);
	assert_true(link_at(&r, REPLY_PAGE, "https://b.example/?p=12") >= 0);
	r = find((struct post){ .kind = POST_COMMENT,
		     .guid = STR("f.example-post-12-3") },
	    NULL, NULL);
	assert_true(word_at(&r, REPLY_ID, "f.example-topic-12") >= 0);
}

static void
titles_name_their_subject(void **state)
{
	static const char *const pairs[][3] = {
		{ "Re: Oat milk", "", "Oat milk" },
		{ "re: RE: Oat milk", "", "Oat milk" },
		{ "Comment on Oat milk by Jo", "Jo", "Oat milk" },
		{ "Comment on Day by day by Jo by Lake", "Jo by Lake",
		    "Day by day" },
		{ "Comment on Day by day by Jo", "", "Day by day" },
		{ "Comments on: Oat milk", "", "Oat milk" },
		{ "Kommentar zu Hafermilch von Jo", "Jo", "Hafermilch" },
		{ "RE:Oat milk", "", "Oat milk" },
		{ "Re : Antw: SV: Oat milk", "", "Oat milk" },
		{ "R\xc3\xa9ponse \xc3\xa0 : Lait", "", "Lait" },
		{ "Respuesta a: Leche", "", "Leche" },
		{ "Reply to all is broken", "", "" },
		{ "Rest of it", "", "" },
		{ "By: Jo", "Jo", "" },
		{ "Re:", "", "" },
		{ "Oat milk", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct str s =
		    replies_subject(str_of(pairs[i][0]), str_of(pairs[i][1]));

		if (!str_eq(s, str_of(pairs[i][2])))
			fail_msg("%s: %.*s", pairs[i][0], STR_ARG(s));
	}
}

static void
a_title_is_its_own_where_nobody_elses(void **state)
{
	struct post p = { .kind = POST_COMMENT, .title = STR("It leaks") };

	(void)state;
	assert_true(str_eq(replies_title(&p), STR("It leaks")));
	p.title_taken = true;
	assert_int_equal(replies_title(&p).n, 0);
	p.kind = POST_ARTICLE;
	assert_true(str_eq(replies_title(&p), STR("It leaks")));
	p = (struct post){ .kind = POST_ANSWER, .title = STR("Re: It leaks") };
	assert_int_equal(replies_title(&p).n, 0);
	p.kind = POST_REVIEW;
	assert_int_equal(replies_title(&p).n, 12);
}

static void
a_feed_of_one_post_names_it(void **state)
{
	struct replies r = find((struct post){ .kind = POST_COMMENT,
				    .title = STR("By: Jo"),
				    .author = STR("Jo") },
	    "https://b.example/p", "Comments on: Oat milk");
	size_t i;

	(void)state;
	for (i = 0; i < r.n && r.keys[i].how != REPLY_POST; i++)
		;
	assert_true(i < r.n);
	assert_true(link_at(&r, REPLY_PAGE, "https://b.example/p") > (int)i);
	assert_int_equal(word_at(&r, REPLY_TITLE, "Oat milk"), r.n - 1);
}

static void
what_is_no_address_does_no_harm(void **state)
{
	static const char *const links[] = { "", "#", "http://", "http://#",
		"http://h#", "http://h/?#", "http:///t/1/2", "http://h/t/1/2",
		"http://h//////", "http://h/?replytocom=#x",
		"http://h/?replytocom=1&replytocom=2", "mailto:x#y",
		"http://h/comments/a/b/c", "-post-1-2", "a-post-", "a-post--" };

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct str s = str_of(links[i]);
		struct replies r = find((struct post){ .kind = POST_COMMENT,
					    .link = s,
					    .guid = s,
					    .title = s,
					    .reply_to_id = s,
					    .reply_to_link = s },
		    links[i], links[i]);

		assert_true(r.n <= REPLIES_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_article_answers_nothing),
		cmocka_unit_test(a_reference_comes_before_everything_else),
		cmocka_unit_test(a_permalink_names_its_page),
		cmocka_unit_test(replytocom_names_a_comment),
		cmocka_unit_test(guids_have_shapes),
		cmocka_unit_test(titles_name_their_subject),
		cmocka_unit_test(a_title_is_its_own_where_nobody_elses),
		cmocka_unit_test(a_feed_of_one_post_names_it),
		cmocka_unit_test(what_is_no_address_does_no_harm),
	};

	return (cmocka_run_group_tests(tests, open_arena, close_arena));
}
