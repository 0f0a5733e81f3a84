/*
 * Insights and evidence: made, confirmed, changed, withdrawn.
 */
#include "earshot/stale.h"

#include "storebox.h"

#define LINK "https://b.example/"

/* What happens between a worker's look and the writer's turn. */
static const char *meanwhile;

/* The stored post ${id} once more, as a worker reads it, scored by ${rules}
 * under the name ${hash}; ${deaf}: rules that hear nothing. */
static struct told
rescore(int64_t id, const char *hash, bool deaf)
{
	struct ruleset_info rules = toy_ruleset;
	struct arena *a = arena_new(1 << 20);
	struct buf why = BUF_INIT(500);
	struct reader *r = NULL;
	struct stored_post stored;
	struct batch *b = batch_new(&box.feeds[0], 1 << 20, 1);
	const struct stale what = { .again = true };
	char ref[24];
	struct told told;

	snprintf(rules.hash, sizeof(rules.hash), "%s", hash);
	snprintf(ref, sizeof(ref), "%lld", (long long)id);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_post(r, a, str_of(ref), &stored), OK);
	b->stale = &what;
	b->posts = &stored.post;
	b->nposts = 1;
	stored.post.seen = SEEN_EDITED;
	stored.post.verdict = toy_classify(b->arena, &stored.post);
	if (deaf)
		for (enum signal s = 0; s < SIGNALS; s++) {
			struct signal_verdict *sv =
			    &stored.post.verdict->signals[s];

			sv->nevidence = 0;
			sv->fired = false;
			sv->score = 1 / (1 + exp(-sv->bias));
		}
	if (meanwhile != NULL)
		box_run(meanwhile);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b, &rules), OK);
	assert_int_equal(store_visit_end(box.store, true), OK);
	assert_int_equal(store_commit(box.store), OK);
	told = (struct told){ b->new_posts, b->edited_posts, b->known_posts,
		b->new_insights };
	reader_close(r);
	arena_free(a);
	buf_free(&why);
	batch_free(b);
	return (told);
}

static void
evidence_says_which_words_counted_and_which_did_not(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.title = "So broken",
		.text = "Zoë's is not broken, but mine is broken." };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_string_equal(
	    box_text("SELECT group_concat(field || ' ' || start_byte || '-' ||"
		     " end_byte || ' ' || text || ' ' || points || ' ' ||"
		     " negated, '; ') FROM v_evidence"),
	    "title 3-9 broken 3.5 0; text 14-20 broken 0.0 1; "
	    "text 34-40 broken 3.5 0");
	assert_string_equal(
	    box_text("SELECT rule || ' ' || pack || ' ' || about || ' ' || file"
		     " || ':' || line || ' ' || bias FROM v_evidence LIMIT 1"),
	    "toy.broken toy Something is broken toy.rules:1 -2.0");
	/* Bytes of the stored field, as the manual says to take them. */
	assert_string_equal(
	    box_text("SELECT CAST(substr(CAST(p.text AS BLOB), e.start_byte +"
		     " 1, e.end_byte - e.start_byte) AS TEXT) FROM v_evidence"
		     " e JOIN v_post p USING(post_id) WHERE e.start_byte ="
		     " 34"),
	    "broken");
	assert_string_equal(box_text("SELECT reason_rule || ', ' || "
				     "reason_about || ': ' ||"
				     " reason_text FROM v_insight"),
	    "toy.broken, Something is broken: broken");
	box_sound();
}

static void
a_snippet_is_words_round_the_reason(void **state)
{
	static char text[2000];
	const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = text };
	const char *snippet;

	(void)state;
	for (int i = 0; i < 40; i++)
		strcat(text, "größte Mühe ");
	strcat(text, "and it is broken ");
	for (int i = 0; i < 40; i++)
		strcat(text, "größte\nMühe ");
	box_begin();
	box_visit(0, &post, 1);
	snippet = box_text("SELECT snippet FROM v_insight");
	assert_non_null(strstr(snippet, "it is broken größte Mühe"));
	assert_null(strchr(snippet, '\n'));
	assert_true(strlen(snippet) <= 240 && strlen(snippet) > 200);
	assert_true(strncmp(snippet, "größte", 7) == 0 ||
		    strncmp(snippet, "Mühe", 5) == 0);
	box_sound();
}

static void
spam_is_held_back_and_says_so(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.title = "CASINO CASINO",
		.text = "I wish you luck" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_signal_daily"), 0);
	assert_string_equal(box_text(
				"SELECT why || ' ' || signal || ' ' || title"
				" FROM v_quarantine"),
	    "spam idea CASINO CASINO");
	assert_string_equal(box_text("SELECT primary_signal FROM v_post"),
	    "spam");
	box_sound();
}

static void
a_reference_that_is_taken_gets_another(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	char take[200];
	const char *ref;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	ref = box_text("SELECT ref FROM insight");
	/* The same post comes once more to a store where the ref is gone. */
	snprintf(take, sizeof(take),
	    "UPDATE insight SET signal = 'praise' WHERE ref = '%s'", ref);
	box_run(take);
	rescore(1, "toy2", false);
	assert_int_equal(box_int("SELECT count(*) FROM insight"), 2);
	assert_int_equal(box_int("SELECT count(DISTINCT ref) FROM insight"), 2);
	assert_int_equal(
	    box_int("SELECT count(*) FROM insight WHERE length(ref) = 9"), 2);
}

static void
a_rule_set_that_gives_the_same_changes_nothing(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "The battery is broken",
		.author = "Jo" };
	const char *before, *after;
	static const char all[] =
	    "SELECT group_concat(ref || state || score || changed_seq ||"
	    " priority_base || at_ts || changed_ts) FROM insight";

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	before = box_text(all);
	clock_advance(1000 * 1000);
	assert_told(rescore(1, "toy2", false), 0, 0, 0);
	after = box_text(all);
	assert_string_equal(before, after);
	/* The rows name the rules of today. */
	assert_string_equal(box_text("SELECT g.hash FROM insight i JOIN "
				     "ruleset g ON g.id ="
				     " i.ruleset_id"),
	    "toy2");
	assert_string_equal(
	    box_text("SELECT DISTINCT g.hash FROM evidence e JOIN rule r ON"
		     " r.id = e.rule_id JOIN ruleset g ON g.id ="
		     " r.ruleset_id"),
	    "toy2");
	assert_string_equal(box_text("SELECT edited_ts FROM post"), "(null)");
	box_sound();
}

static void
a_rule_set_that_hears_nothing_withdraws_once(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	rescore(1, "deaf", true);
	assert_string_equal(box_text("SELECT state || ' ' || state_why || ' ' "
				     "|| changed_seq"
				     " FROM v_insight_all"),
	    "withdrawn reclassified 2");
	box_sound();
	rescore(1, "deaf", true);
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight_all"), 2);
	rescore(1, "toy1", false);
	assert_string_equal(box_text("SELECT state || ' ' || changed_seq FROM "
				     "v_insight"),
	    "live 3");
	box_sound();
}

static void
what_was_edited_meanwhile_is_left_to_its_visit(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	meanwhile = "UPDATE post SET content_hash = zeroblob(16)";
	rescore(1, "deaf", true);
	meanwhile = NULL;
	/* Read before, written after: as if it had not been. */
	assert_string_equal(box_text("SELECT i.state || ' ' || changed_seq "
				     "|| (SELECT hash FROM ruleset WHERE id ="
				     " p.ruleset_id) FROM insight i JOIN post p"
				     " ON p.id = i.post_id"),
	    "live 1toy1");
	assert_string_equal(box_text("SELECT edited_ts FROM post"), "(null)");
}

static void
what_a_feed_needs_counts_for_its_stored_posts(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = LINK "1",
		    .text = "It is broken",
		    .published_ts = BOX_NOW - 2 },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "Acme is broken",
		    .published_ts = BOX_NOW - 1 },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 2);
	box_run("UPDATE feed SET need = 'brand.acme' WHERE id = 1");
	rescore(1, "toy1", false);
	rescore(2, "toy1", false);
	assert_string_equal(box_text("SELECT group_concat(post_id || state)"
				     " FROM insight"),
	    "1withdrawn,2live");
	box_sound();
}

static void
other_rules_leave_what_people_said(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	const char *ref;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	ref = box_text("SELECT ref FROM insight");
	box_run("INSERT INTO judgement(insight_id, answer, at_ts)"
		" VALUES(1, 'wrong', 5);"
		"INSERT INTO mark(insight_id, kind, at_ts)"
		" VALUES(1, 'keep', 6)");
	rescore(1, "deaf", true);
	rescore(1, "toy2", false);
	assert_string_equal(box_text("SELECT ref FROM insight"), ref);
	assert_string_equal(box_text("SELECT i.id || answer || kind FROM"
				     " insight i JOIN judgement j ON"
				     " j.insight_id = i.id JOIN mark m ON"
				     " m.insight_id = i.id"),
	    "1wrongkeep");
}

static void
what_was_removed_stays_removed(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	box_run("UPDATE insight SET state = 'removed', state_why ="
		" 'forgotten'");
	rescore(1, "toy2", false);
	assert_string_equal(box_text("SELECT state FROM insight"), "removed");
}

static void
changed_seq_grows_in_the_order_of_commits(void **state)
{
	struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct batch *b;

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	post = (struct serve){ .guid = "2",
		.link = LINK "2",
		.text = "It is broken, I wish it were not" };
	b = box_batch(0, &post, 1);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	store_rollback(box.store);
	batch_free(b);
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight_all"), 3);
	assert_int_equal(box_int("SELECT count(DISTINCT changed_seq) FROM "
				 "v_insight_all"),
	    3);
	box_close();
	box_begin();
	post = (struct serve){ .guid = "3",
		.link = LINK "3",
		.text = "It is broken" };
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT insight_id FROM v_insight_all ORDER BY"
				 " changed_seq DESC LIMIT 1"),
	    box_int("SELECT max(insight_id) FROM v_insight_all"));
	box_sound();
}

static void
priority_is_the_sum_of_its_parts_and_halves_with_age(void **state)
{
	struct serve posts[] = {
		{ .guid = "1", .link = LINK "1", .text = "It is broken" },
		{ .guid = "2", .link = LINK "2", .text = "It is broken too" },
		{ .guid = "3", .link = LINK "3", .text = "It is broken 3" },
	};
	int64_t now = (int64_t)time(NULL);

	(void)state;
	clock_freeze(now);
	posts[0].published_ts = now;
	posts[1].published_ts = now - 14 * 86400;
	posts[2].published_ts = now - 21 * 86400;
	box_begin();
	box_visit(0, posts, 3);
	assert_int_equal(box_int("SELECT count(*) FROM insight WHERE abs(40 * "
				 "score + 10 * .4 + 10 * novelty -"
				 " priority_base) < 1e-9"),
	    3);
	assert_string_equal(
	    box_text("SELECT group_concat(CAST(round(40 * priority / (p_score"
		     " + p_intensity + p_novelty)) AS INTEGER)) FROM (SELECT *"
		     " FROM v_insight ORDER BY published_ts DESC)"),
	    "40,20,15");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(evidence_says_which_words_counted_and_which_did_not),
		BOX_TEST(a_snippet_is_words_round_the_reason),
		BOX_TEST(spam_is_held_back_and_says_so),
		BOX_TEST(a_reference_that_is_taken_gets_another),
		BOX_TEST(a_rule_set_that_gives_the_same_changes_nothing),
		BOX_TEST(a_rule_set_that_hears_nothing_withdraws_once),
		BOX_TEST(what_was_edited_meanwhile_is_left_to_its_visit),
		BOX_TEST(what_a_feed_needs_counts_for_its_stored_posts),
		BOX_TEST(other_rules_leave_what_people_said),
		BOX_TEST(what_was_removed_stays_removed),
		BOX_TEST(changed_seq_grows_in_the_order_of_commits),
		BOX_TEST(priority_is_the_sum_of_its_parts_and_halves_with_age),
	};

	return (RUN_TESTS(tests));
}
