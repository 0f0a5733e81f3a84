/*
 * The views of insights.
 */
#include "storebox.h"

static void
fill(void)
{

	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1",
				  .title = "Acme",
				  .text = "the battery is broken",
				  .published_ts = BOX_NOW - 3600 },
		{ .guid = "2", .text = "I wish for CASINO, CASINO" },
		{ .guid = "3", .text = "nothing to hear" } },
	    3);
}

static void
live_insights_are_listed_with_their_reason(void **state)
{

	(void)state;
	fill();
	assert_string_equal(
	    box_text("SELECT signal || '|' || reason_rule || '|' || reason_text"
		     " || '|' || source || '|' || published_at FROM v_insight"
		     " WHERE signal = 'complaint'"),
	    "complaint|toy.broken|broken|Acme blog|2026-03-10T11:00:00Z");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"
				 " WHERE state <> 'live'"),
	    0);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight_all"),
	    box_int("SELECT (SELECT count(*) FROM v_insight) +"
		    " (SELECT count(*) FROM v_quarantine)"));
}

static void
spam_is_in_quarantine_and_nowhere_else(void **state)
{

	(void)state;
	fill();
	assert_string_equal(box_text("SELECT signal || ' ' || why FROM "
				     "v_quarantine"),
	    "idea spam");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"
				 " WHERE signal = 'idea'"),
	    0);
}

static void
topics_and_mentions_point_into_the_post(void **state)
{

	(void)state;
	fill();
	assert_string_equal(box_text("SELECT topic || ' ' || signal FROM "
				     "v_insight_topic"),
	    "battery complaint");
	assert_string_equal(
	    box_text("SELECT list || '|' || field || '|' || substr(CAST(p.title"
		     " AS BLOB), start_byte + 1, end_byte - start_byte)"
		     " FROM v_mention m JOIN v_post p USING(post_id)"),
	    "brand.acme|title|Acme");
}

static void
evidence_is_the_words_of_the_text(void **state)
{

	(void)state;
	fill();
	assert_string_equal(
	    box_text("SELECT rule || '|' || e.text || '|' || points || '|' ||"
		     " bias || '|' || (CAST(e.text AS BLOB) = substr(CAST("
		     "p.text AS BLOB), start_byte + 1, end_byte - start_byte))"
		     " FROM v_evidence e JOIN v_post p USING(post_id)"
		     " WHERE signal = 'complaint'"),
	    "toy.broken|broken|3.5|-2.0|1");
}

int
main(void)
{
	const struct CMUnitTest views_of_insights[] = {
		BOX_TEST(live_insights_are_listed_with_their_reason),
		BOX_TEST(spam_is_in_quarantine_and_nowhere_else),
		BOX_TEST(topics_and_mentions_point_into_the_post),
		BOX_TEST(evidence_is_the_words_of_the_text),
	};

	return (RUN_TESTS(views_of_insights));
}
