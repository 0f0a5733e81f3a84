/*
 * Themes in the store: who joins, who leaves, whose voice counts, and what
 * follows for priorities.
 */
#include "earshot/priority.h"

#include "../../src/store/remove.h"
#include "gatherbox.h"

/* As root, and what follows before the next commit. */
static void
change(const char *sql)
{

	box_run(sql);
	settle();
}

#define ALARM   "I wish the alarm clock were louder"
#define ALARM_2 "Oh how I wish for a louder alarm clock!"
#define LAMP    "I wish the bedside lamp had a dimmer"

static const char *
themes(void)
{

	return (box_text("SELECT group_concat(insights || ' of ' || voices ||"
			 " ' in ' || sources || ' ' || state, ', ') FROM"
			 " (SELECT * FROM v_theme ORDER BY theme_id)"));
}

static void
one_is_no_theme_and_two_are(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", LAMP);
	assert_string_equal(themes(), "(null)");
	say_at(1, "3", "Cy", ALARM_2);
	assert_string_equal(themes(), "2 of 2 in 2 live");
	assert_string_equal(box_text("SELECT t.ref = 'T-' || i.ref FROM v_theme"
				     " t, v_insight i WHERE i.insight_id = 1"),
	    "1");
	assert_string_equal(box_text("SELECT group_concat(insight_id) FROM"
				     " v_insight WHERE theme = (SELECT ref"
				     " FROM v_theme)"),
	    "1,3");
	assert_string_equal(box_text("SELECT title || '|' || (quote_ref IN"
				     " (SELECT ref FROM v_insight)) || places"
				     " FROM v_theme"),
	    ALARM "|1Acme blog, Mirror");
	box_sound();
}

static void
an_idea_and_a_complaint_are_no_theme(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", "I wish the alarm clock were louder");
	say("2", "Bo", "The louder alarm clock is broken");
	assert_string_equal(themes(), "(null)");
}

static void
other_brands_are_other_themes(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", "The Acme alarm clock battery is broken");
	say("2", "Bo", "The alarm clock battery is broken at Acme");
	assert_string_equal(themes(), "2 of 2 in 1 live");
	change("UPDATE mention SET list = 'brand.other' WHERE post_id = 2;"
	       "UPDATE insight SET changed_seq = 99 WHERE post_id = 2");
	say("3", "Cy", "Acme: the battery of the alarm clock is broken");
	assert_string_equal(box_text("SELECT group_concat(insight_id) FROM"
				     " v_insight WHERE theme = (SELECT ref"
				     " FROM v_theme)"),
	    "1,2,3");
}

static void
ten_voices_outrank_one_voice_ten_times(void **state)
{
	char guid[8], name[8];

	(void)state;
	box_begin();
	for (int i = 0; i < 10; i++) {
		snprintf(guid, sizeof(guid), "a%d", i);
		snprintf(name, sizeof(name), "N%d", i);
		say(guid, name, ALARM);
		snprintf(guid, sizeof(guid), "b%d", i);
		say(guid, "Bo", LAMP);
	}
	assert_string_equal(themes(), "10 of 10 in 1 live, 10 of 1 in 1 live");
	assert_string_equal(box_text("SELECT group_concat(title, '|') FROM"
				     " (SELECT title FROM v_theme ORDER BY"
				     " priority DESC)"),
	    ALARM "|" LAMP);
	assert_int_equal(box_int("SELECT count(*) FROM insight WHERE"
				 " theme_id = 1 AND"
				 " abs(p_voices - 25 * 0.664385) < 0.001"),
	    10);
	assert_int_equal(box_int("SELECT count(*) FROM insight WHERE"
				 " theme_id = 2 AND p_voices = 0"),
	    10);
	box_sound();
}

static void
staff_partners_and_echoes_do_not_count(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	say("3", "Cy", ALARM);
	say("4", "Di", ALARM_2);
	assert_string_equal(themes(), "4 of 4 in 1 live");
	people(NULL, "Bo");
	settle();
	assert_string_equal(themes(), "3 of 3 in 1 live");
	change("UPDATE post SET duplicate_of = 1, duplicate_distance = 0"
	       " WHERE id = 3");
	assert_string_equal(themes(), "3 of 2 in 1 live");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight WHERE"
				 " abs(p_voices - 5) < 1e-9"),
	    3);
	box_sound();
}

static void
who_is_not_named_counts_once_a_place(void **state)
{
	(void)state;
	box_begin();
	say("1", NULL, ALARM);
	say("2", NULL, ALARM_2);
	say("3", "Al", ALARM);
	assert_string_equal(themes(), "3 of 2 in 1 live");
	say_at(1, "4", NULL, ALARM);
	assert_string_equal(themes(), "4 of 3 in 2 live");
	box_sound();
}

static void
who_is_withdrawn_leaves_and_comes_back(void **state)
{
	const char *ref;

	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	ref = box_text("SELECT ref FROM v_theme");
	say("2", "Bo", "The alarm clock is loud");
	assert_string_equal(themes(), "1 of 1 in 1 live");
	say("1", "Al", "The alarm clock is loud enough");
	assert_string_equal(themes(), "0 of 0 in 0 empty");
	box_sound();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2 " Please!");
	assert_string_equal(themes(), "2 of 2 in 1 live");
	assert_string_equal(box_text("SELECT ref FROM v_theme"), ref);
	box_sound();
}

static void
other_words_are_another_theme(void **state)
{
	struct serve post = { .guid = "2",
		.link = LINK "2",
		.author = "Bo",
		.published_ts = BOX_NOW - 1000,
		.text = "I wish the bedside lamp had one more dimmer" };

	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	say("3", "Cy", LAMP);
	box_visit(0, &post, 1);
	settle();
	assert_string_equal(themes(), "1 of 1 in 1 live, 2 of 2 in 1 live");
	box_sound();
}

static void
themes_that_say_the_same_become_one(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", "I wish apples bananas cherries damsons elderberries");
	say("2", "Bo", "I wish elderberries damsons cherries bananas apples");
	say("3", "Cy", "I wish damsons elderberries figs grapes hazelnuts");
	say("4", "Di", "I wish hazelnuts grapes figs elderberries damsons");
	assert_string_equal(themes(), "2 of 2 in 1 live, 2 of 2 in 1 live");
	box_run("INSERT INTO mark(theme_id, kind, at_ts) VALUES(2, 'keep', 1)");
	say("5", "Ed",
	    "I wish bananas cherries damsons elderberries figs grapes");
	assert_string_equal(themes(), "5 of 5 in 1 live, 0 of 0 in 0 merged");
	assert_int_equal(
	    box_int("SELECT merged_into FROM v_theme WHERE theme_id = 2"), 1);
	assert_string_equal(box_text(
				"SELECT marks FROM v_theme WHERE theme_id = 1"),
	    "keep");
	assert_int_equal(box_int("SELECT count(*) = count(DISTINCT changed_seq)"
				 " FROM (SELECT changed_seq FROM theme UNION"
				 " ALL SELECT changed_seq FROM insight)"),
	    1);
	box_sound();
}

static void
what_is_removed_leaves_nothing(void **state)
{
	struct retain_counts counts = { .posts = 0 };
	const int64_t ids[] = { 1, 2 };

	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	say("3", "Cy", ALARM);
	assert_int_equal(remove_begin(box.store), OK);
	assert_int_equal(remove_end(box.store,
			     remove_posts(box.store, ids, 2, true, &counts)),
	    OK);
	assert_string_equal(themes(), "1 of 1 in 1 live");
	assert_int_equal(box_int("SELECT count(*) FROM telling"), 1);
	assert_int_equal(box_int("SELECT quote_ref = (SELECT ref FROM"
				 " v_insight) FROM v_theme"),
	    1);
	box_sound();
	assert_int_equal(remove_begin(box.store), OK);
	assert_int_equal(remove_end(box.store,
			     remove_posts(box.store, (int64_t[]){ 3 }, 1, true,
				 &counts)),
	    OK);
	assert_string_equal(box_text("SELECT state || coalesce(title, quote,"
				     " quote_ref, places, ' nothing')"
				     " FROM v_theme"),
	    "empty nothing");
	assert_int_equal(box_int("SELECT count(*) FROM telling"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM theme_from"), 0);
	box_sound();
	/* The index still hints at them; the rows count. */
	say("4", "Di", ALARM);
	say("5", "Ed", ALARM_2);
	assert_int_equal(box_int("SELECT sum(insights) FROM v_theme WHERE "
				 "state = 'live'"),
	    2);
	box_sound();
}

static void
a_restart_forgets_no_theme(void **state)
{
	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	say("3", "Cy", LAMP);
	gather_free(gather);
	gather = NULL;
	box_close();
	box_begin();
	say("4", "Di", ALARM);
	say("5", "Ed", LAMP);
	assert_string_equal(themes(), "3 of 3 in 1 live, 2 of 2 in 1 live");
	box_sound();
}

static void
what_was_undone_was_not_learned(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.author = "Al",
		.text = ALARM };
	struct batch *b;

	(void)state;
	box_begin();
	say("0", "Al", LAMP);
	b = box_batch(0, &post, 1);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(gather_settle(gather, box.store), OK);
	store_rollback(box.store);
	gather_forget(gather);
	batch_free(b);
	say("2", "Bo", ALARM_2);
	assert_string_equal(themes(), "(null)");
	say("1", "Al", ALARM);
	assert_string_equal(themes(), "2 of 2 in 1 live");
	box_sound();
}

/* Whatever comes first, the same are together. */
static void
the_order_of_arrival_does_not_matter(void **state)
{
	static const struct {
		const char *author, *text;
	} all[8] = { { "Al", ALARM }, { "Bo", LAMP }, { "Cy", ALARM_2 },
		{ "Di", "The bedside lamp needs a dimmer, I wish it had one" },
		{ "Ed", "My alarm clock: I wish it were louder" },
		{ "Fi", "I wish the manual had pictures" },
		{ "Gu", "A dimmer for the bedside lamp is what I wish" },
		{ "Hu", "I wish the clock had a louder alarm" } };
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 12; round++) {
		size_t order[8];
		char guid[4];

		for (size_t i = 0; i < 8; i++)
			order[i] = i;
		for (size_t i = 8; round > 0 && i > 1; i--) {
			size_t j, was = order[i - 1];

			seed = seed * UINT64_C(6364136223846793005) + 1;
			j = (size_t)(seed >> 33) % i;
			order[i - 1] = order[j];
			order[j] = was;
		}
		if (round > 0)
			assert_int_equal(box_make(state), 0);
		box_begin();
		for (size_t i = 0; i < 8; i++) {
			snprintf(guid, sizeof(guid), "%zu", order[i]);
			say(guid, all[order[i]].author, all[order[i]].text);
		}
		assert_string_equal(
		    box_text("SELECT group_concat(who, '|') FROM (SELECT"
			     " group_concat(author, '') AS who FROM (SELECT"
			     " author, theme_id FROM v_insight WHERE theme_id"
			     " IS NOT NULL ORDER BY author) GROUP BY theme_id"
			     " ORDER BY who)"),
		    "AlCyEdHu|BoDiGu");
		box_sound();
		gather_drop(state);
	}
	assert_int_equal(box_make(state), 0);
}

static void
what_people_answer_and_like_counts(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.author = "Al",
		.text = ALARM,
		.comments = 7 };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(box_int("SELECT abs(p_engagement - 15 * .3) < 1e-9"
				 " FROM v_insight"),
	    1);
	change("INSERT INTO engagement(post_id, taken_ts, comments, likes,"
	       " views) VALUES(1, 2000000000, 7, 20, 400);"
	       "INSERT INTO unranked SELECT insight_id FROM v_insight");
	assert_int_equal(box_int("SELECT abs(p_engagement - 15 * .5) < 1e-9"
				 " FROM v_insight"),
	    1);
	change("UPDATE insight SET novelty = .5, novelty_voice = .5,"
	       " novelty_place = .5, novelty_words = .5");
	assert_int_equal(box_int(
			     "SELECT abs(p_novelty - 5) < 1e-9"
			     " AND abs(priority_base - p_score - p_intensity"
			     " - 7.5 - 5) < 1e-9 FROM insight"),
	    1);
	box_sound();
}

static void
other_shares_are_worked_out_again(void **state)
{
	struct priority p = { 1, 1, 0, 0, 0, 7 * 86400 };

	(void)state;
	box_begin();
	say("1", "Al", ALARM);
	say("2", "Bo", ALARM_2);
	assert_int_equal(store_prefer(box.store, &p), OK);
	settle();
	assert_int_equal(box_int("SELECT count(*) FROM insight WHERE"
				 " abs(p_score - 50 * score) < 1e-9 AND"
				 " abs(p_intensity - 20) < 1e-9 AND"
				 " p_voices = 0"),
	    2);
	assert_int_equal(box_int(
			     "SELECT count(*) FROM meta WHERE (key, value) IN"
			     " (('priority_half_life_s', '604800'),"
			     "  ('priority_after', '0'))"),
	    1);
	box_sound();
	box_close();
	gather_forget(gather);
	box_begin();
	say("3", "Cy", LAMP);
	assert_int_equal(box_int("SELECT count(*) FROM insight WHERE"
				 " abs(p_score - 50 * score) < 1e-9"),
	    3);
	box_sound();
}

static void
shares_of_voices_and_engagement_grow_slowly(void **state)
{
	(void)state;
	assert_true(priority_of_voices(0) == 0 && priority_of_voices(1) == 0);
	assert_true(fabs(priority_of_voices(2) - .2) < 1e-9);
	assert_true(priority_of_voices(32) == 1);
	assert_true(priority_of_voices(1000000) == 1);
	assert_true(priority_of_engagement(-1, -5, 0, 0) == 0);
	assert_true(fabs(priority_of_engagement(1, 0, 0, 0) - .1) < 1e-9);
	assert_true(priority_of_engagement(0, 0, 0, INT64_MAX) == 1);
}

#define THEME_TEST(f) cmocka_unit_test_setup_teardown(f, box_make, gather_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		THEME_TEST(one_is_no_theme_and_two_are),
		THEME_TEST(an_idea_and_a_complaint_are_no_theme),
		THEME_TEST(other_brands_are_other_themes),
		THEME_TEST(ten_voices_outrank_one_voice_ten_times),
		THEME_TEST(staff_partners_and_echoes_do_not_count),
		THEME_TEST(who_is_not_named_counts_once_a_place),
		THEME_TEST(who_is_withdrawn_leaves_and_comes_back),
		THEME_TEST(other_words_are_another_theme),
		THEME_TEST(themes_that_say_the_same_become_one),
		THEME_TEST(what_is_removed_leaves_nothing),
		THEME_TEST(a_restart_forgets_no_theme),
		THEME_TEST(what_was_undone_was_not_learned),
		THEME_TEST(the_order_of_arrival_does_not_matter),
		THEME_TEST(what_people_answer_and_like_counts),
		THEME_TEST(other_shares_are_worked_out_again),
		cmocka_unit_test(shares_of_voices_and_engagement_grow_slowly),
	};

	return (RUN_TESTS(tests));
}
