/*
 * What a worker makes of a fetched document, stage by stage.
 */
#include "../../src/ingest/stages.h"
#include "listening.h"

struct world {
	struct listening l;
	struct stages stages;
};

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .stages = { .scratch = NULL } };
	listening_begin(&w.l);
	listening_feeds(&w.l, 2);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	stages_free(&w->stages);
	listening_end(&w->l);
	return (0);
}

static struct batch *
work(struct world *w, const char *body)
{
	struct batch *b = listening_visit(&w->l.feeds[0], body);

	b->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, b);
	return (b);
}

static void
drop(struct batch *b)
{

	ruleset_unref(b->ruleset);
	batch_free(b);
}

static void
a_document_becomes_posts_with_verdicts(void **state)
{
	struct world *w = *state;
	struct batch *b = work(w,
	    "<rss version='2.0'><channel><title>A &amp;amp; B</title>"
	    "<item><guid>1</guid><title>Milk</title><description>"
	    "&lt;p&gt;I wish you offered &lt;b&gt;oat&lt;/b&gt; milk."
	    "&lt;/p&gt;</description></item>"
	    "<item><guid>2</guid><description>Rain.</description></item>"
	    "</channel></rss>");

	assert_int_equal(b->outcome, OUTCOME_NEW);
	assert_int_equal(b->nposts, 2);
	assert_str(b->posts[0].title, "Milk");
	assert_str(b->posts[0].text, "I wish you offered oat milk.");
	assert_int_equal(b->posts[0].seen, SEEN_NEW);
	assert_true(b->posts[0].guid_unique);
	assert_true(b->posts[0].words >= 6);
	assert_non_null(b->posts[0].verdict);
	assert_true(b->posts[0].verdict->signals[SIGNAL_IDEA].fired);
	assert_non_null(b->posts[1].verdict);
	assert_false(b->posts[1].verdict->signals[SIGNAL_IDEA].fired);
	assert_str(b->posts[1].text, "Rain.");
	/* Right after parsing the body is gone, its size is not. */
	assert_null(b->body.p);
	assert_true(b->bytes > 100);
	drop(b);
}

/* What one entry needed in the scratch is the next one's room. */
static void
titles_outlive_the_entries_behind_them(void **state)
{
	struct world *w = *state;
	struct batch *b = work(w,
	    "<rss version='2.0'><channel><title>T</title>"
	    "<item><guid>1</guid><title>Tom &amp;amp; &lt;b&gt;Jo&lt;/b&gt;"
	    "</title></item>"
	    "<item><guid>2</guid><title>Salt &amp;amp; &lt;i&gt;oil&lt;/i&gt;"
	    "</title><description>Xxxx &lt;b&gt;xxxx&lt;/b&gt; xxxx xxxx xxxx"
	    "</description></item>"
	    "<item><guid>3</guid><title>Cut &amp;amp; o</title></item>"
	    "</channel></rss>");
	struct batch *other = work(w,
	    "<rss version='2.0'><channel><title>T</title>"
	    "<item><guid>9</guid><title>&lt;b&gt;Yyyy&lt;/b&gt; yyyy yyyy"
	    "</title><description>&lt;p&gt;Zzzz zzzz zzzz zzzz zzzz zzzz"
	    "&lt;/p&gt;</description></item></channel></rss>");

	assert_str(b->posts[0].title, "Tom & Jo");
	assert_str(b->posts[1].title, "Salt & oil");
	assert_str(b->posts[2].title, "Cut & o");
	drop(other);
	drop(b);
}

static void
the_same_bytes_again_are_nothing_new(void **state)
{
	struct world *w = *state;
	struct batch *b, *again;

	b = work(w, "<rss version='2.0'><channel><title>T</title></channel>"
		    "</rss>");
	again =
	    listening_visit(&w->l.feeds[0], "<rss version='2.0'><channel>"
					    "<title>T</title></channel></rss>");
	memcpy(again->facts.body_hash, b->body_hash, sizeof(b->body_hash));
	again->facts.has_body_hash = true;
	again->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, again);
	assert_int_equal(again->outcome, OUTCOME_UNCHANGED);
	assert_int_equal(again->status, OK);
	assert_int_equal(again->nposts, 0);
	assert_null(again->body.p);
	drop(b);
	drop(again);
}

static void
what_is_no_feed_is_said_in_one_sentence(void **state)
{
	static const char *const bodies[] = { "<html><body>Hi</body></html>",
		"nothing", "", "\0", "{\"a\":1}", "%PDF-1.4" };
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct batch *b = work(w, bodies[i]);

		assert_int_equal(b->outcome, OUTCOME_FAILED);
		assert_int_equal(b->status, E_NOT_FEED);
		assert_true(str_starts(b->error,
		    STR("http://feeds.example/0: not a feed: ")));
		assert_int_equal(str_findc(b->error, '\n'), SIZE_MAX);
		assert_int_equal(b->nposts, 0);
		drop(b);
	}
}

static void
doubled_guids_and_links_are_marked(void **state)
{
	struct world *w = *state;
	struct batch *b = work(w,
	    "<rss version='2.0'><channel><title>T</title>"
	    "<item><guid>a</guid><link>http://x.example/1</link></item>"
	    "<item><guid>a</guid><link>http://x.example/2</link></item>"
	    "<item><guid>a</guid><link>http://X.example/1?utm_source=q</link>"
	    "</item>"
	    "<item><guid>b</guid><link>http://x.example/4</link></item>"
	    "<item><title>Neither</title></item>"
	    "</channel></rss>");
	static const bool guids[] = { false, false, false, true, false };
	static const bool links[] = { false, true, false, true, false };

	assert_int_equal(b->nposts, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(b->posts[i].guid_unique, guids[i]);
		assert_int_equal(b->posts[i].link_unique, links[i]);
	}
	drop(b);
}

static void
a_known_entry_costs_nothing_more(void **state)
{
	struct world *w = *state;
	char *body = listening_rss("a", 1, 3, "I wish you had more.");
	char *more = listening_rss("a", 1, 4, "I wish you had more.");
	struct buf why = BUF_INIT(1000);
	struct batch *b = work(w, body);

	assert_int_equal(store_begin(w->l.store), OK);
	assert_int_equal(store_visit_begin(w->l.store), OK);
	assert_int_equal(store_posts(w->l.store, b, ruleset_info(w->l.rules)),
	    OK);
	assert_int_equal(store_visit_end(w->l.store, true), OK);
	assert_int_equal(store_commit(w->l.store), OK);
	drop(b);

	assert_int_equal(reader_open(w->l.db, 0, &w->stages.reader, &why), OK);
	b = work(w, more);
	assert_int_equal(b->outcome, OUTCOME_NEW);
	assert_int_equal(b->nposts, 4);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(b->posts[i].seen, SEEN_KNOWN);
		assert_null(b->posts[i].verdict);
		assert_null(b->posts[i].text.p);
		assert_true(b->posts[i].post_id > 0);
	}
	assert_int_equal(b->posts[3].seen, SEEN_NEW);
	assert_non_null(b->posts[3].verdict);
	drop(b);

	/* The same posts, other words: edited, and judged again. */
	free(more);
	more = listening_rss("a", 1, 1, "I wish you made less.");
	b = work(w, more);
	assert_int_equal(b->posts[0].seen, SEEN_EDITED);
	assert_true(b->posts[0].post_id > 0);
	assert_non_null(b->posts[0].verdict);
	drop(b);
	free(body);
	free(more);
	buf_free(&why);
}

static void
a_failed_visit_brings_nothing_however_far_it_got(void **state)
{
	struct world *w = *state;
	char *body = listening_rss("a", 1, 400, "I wish you had more.");
	struct batch *b = batch_new(&w->l.feeds[0], 64 << 10, LISTENING_BYTES);

	assert_non_null(b);
	b->outcome = OUTCOME_NEW;
	buf_adds(&b->body, body);
	b->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, b);
	assert_int_equal(b->outcome, OUTCOME_FAILED);
	assert_int_equal(b->status, E_MEMORY);
	assert_int_equal(b->nposts, 0);
	assert_null(b->body.p);
	/* There was no arena left for a sentence; it must still have one. */
	assert_true(b->error.n > 0);
	drop(b);
	free(body);
}

static void
after_a_reload_the_new_rules_judge(void **state)
{
	struct world *w = *state;
	struct ruleset *other;
	struct batch *b;
	char *body = listening_rss("a", 1, 1, "The lid leaks.");

	b = work(w, body);
	assert_int_equal(b->posts[0].verdict->primary, SIGNAL_NONE);
	drop(b);
	other = listening_rules(&w->l,
	    "pack test\nlang en\nrule leak\n"
	    "  signal complaint\n  say leaks\n  weight sure\n");
	ruleset_unref(w->l.rules);
	w->l.rules = other;
	b = work(w, body);
	assert_int_equal(b->posts[0].verdict->primary, SIGNAL_COMPLAINT);
	drop(b);
	free(body);
}

static void
after_a_reload_a_visit_without_news_lets_go_of_the_old_rules(void **state)
{
	struct world *w = *state;
	struct ruleset *old = w->l.rules;
	char *body = listening_rss("a", 1, 1, "The lid leaks.");
	struct batch *b = work(w, body), *again;

	assert_ptr_equal(w->stages.ruleset, old);
	assert_non_null(w->stages.classifier);
	w->l.rules = listening_rules(&w->l,
	    "pack test\nlang en\nrule leak\n"
	    "  signal complaint\n  say leaks\n  weight sure\n");
	again = listening_visit(&w->l.feeds[0], body);
	memcpy(again->facts.body_hash, b->body_hash, sizeof(b->body_hash));
	again->facts.has_body_hash = true;
	again->ruleset = ruleset_ref(w->l.rules);
	stages_run(&w->stages, again);
	assert_int_equal(again->outcome, OUTCOME_UNCHANGED);
	assert_null(w->stages.classifier);
	drop(again);
	drop(b);
	ruleset_unref(old);
	free(body);
}

static void
a_worker_at_rest_holds_no_rules(void **state)
{
	struct world *w = *state;
	char *body = listening_rss("a", 1, 1, "I wish you had one.");

	drop(work(w, body));
	assert_non_null(w->stages.classifier);
	stages_rest(&w->stages);
	assert_null(w->stages.classifier);
	assert_null(w->stages.ruleset);
	/* And works on as before. */
	drop(work(w, body));
	assert_non_null(w->stages.classifier);
	free(body);
}

static void
the_feeds_language_counts_where_the_post_has_none(void **state)
{
	struct world *w = *state;
	struct batch *b;

	w->l.feeds[0].spec.lang = NULL;
	b = work(w, "<rss version='2.0'><channel><language>de</language>"
		    "<item><guid>1</guid><description>I wish you had one."
		    "</description></item></channel></rss>");
	assert_str(b->posts[0].verdict->lang, "de");
	assert_false(b->posts[0].verdict->signals[SIGNAL_IDEA].fired);
	drop(b);
}

static void
words_quoted_from_others_are_left_out(void **state)
{
	struct world *w = *state;
	struct batch *b = work(w,
	    "<rss version='2.0'><channel><title>T</title><item><guid>1</guid>"
	    "<description>&lt;blockquote&gt;I wish you had one.&lt;/blockquote"
	    "&gt;&lt;p&gt;No.&lt;/p&gt;</description></item></channel></rss>");

	assert_int_equal(b->posts[0].nquotes, 1);
	assert_false(b->posts[0].verdict->signals[SIGNAL_IDEA].fired);
	drop(b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest stages_tests[] = {
		TEST(a_document_becomes_posts_with_verdicts),
		TEST(titles_outlive_the_entries_behind_them),
		TEST(the_same_bytes_again_are_nothing_new),
		TEST(what_is_no_feed_is_said_in_one_sentence),
		TEST(doubled_guids_and_links_are_marked),
		TEST(a_known_entry_costs_nothing_more),
		TEST(a_failed_visit_brings_nothing_however_far_it_got),
		TEST(after_a_reload_the_new_rules_judge),
		TEST(
		    after_a_reload_a_visit_without_news_lets_go_of_the_old_rules),
		TEST(a_worker_at_rest_holds_no_rules),
		TEST(the_feeds_language_counts_where_the_post_has_none),
		TEST(words_quoted_from_others_are_left_out),
	};

	return (RUN_TESTS(stages_tests));
}
