#include "people.h"

#define NEW_INSIGHT " ORDER BY insight_id DESC LIMIT 1"

/* Forty posts of the same few people in the same few words. */
static void
regulars(size_t feed)
{
	static const char *const names[] = { "Ann", "Bo", "Cy", "Di" };
	struct serve served[40];

	for (int i = 0; i < 40; i++)
		served[i] = people_said(names[i % 4], NULL,
		    "the kettle leaks from its handle again", 100000 + i);
	people_visit(feed, served, 40);
}

static double
newest(const char *column)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "SELECT %s FROM v_insight" NEW_INSIGHT,
	    column);
	return (strtod(box_text(sql), NULL));
}

static void
a_stranger_outranks_a_regular_with_the_same_words(void **state)
{
	double regular, stranger;

	(void)state;
	box_begin();
	regulars(0);
	people_hear(0, "Ann", NULL, "I wish for a kettle with solar panels");
	regular = newest("novelty");
	people_hear(0, "Zoe", NULL, "I wish for a kettle with solar panels");
	stranger = newest("novelty");
	/* The words are not so new any more, but the voice is. */
	assert_true(stranger > regular + .1);
	assert_true(fabs(newest("novelty_voice") - 1) < 1e-9);
	box_sound();
}

static void
new_words_outrank_old_ones(void **state)
{
	double old;

	(void)state;
	box_begin();
	regulars(0);
	people_hear(0, "Ann", NULL, "again the kettle handle broken");
	old = newest("novelty_words");
	people_hear(0, "Ann", NULL, "broken thermostat cracked enamel");
	assert_true(newest("novelty_words") > old + .3);
	box_sound();
}

static void
a_place_that_is_new_to_us_makes_nobody_a_stranger(void **state)
{

	(void)state;
	box_begin();
	people_hear(0, "Ann", NULL, "I wish for a kettle");
	assert_string_equal(
	    box_text("SELECT novelty_voice || ' ' || novelty_place || ' ' ||"
		     " coalesce(novelty_words, '-') || ' ' || novelty"
		     " FROM v_insight"),
	    "0.5 1.0 - 0.6");
	people_hear(0, "Guest", NULL, "I wish for a kettle");
	assert_string_equal(box_text("SELECT coalesce(novelty_voice, '-')"
				     " FROM v_insight" NEW_INSIGHT),
	    "-");
	box_sound();
}

static void
a_place_is_known_signal_by_signal(void **state)
{
	struct serve served[10];

	(void)state;
	box_begin();
	for (int i = 0; i < 10; i++)
		served[i] = people_said("Ann", NULL, "it is broken", i);
	people_visit(0, served, 10);
	people_hear(0, "Ann", NULL, "broken as well");
	assert_true(fabs(newest("novelty_place") - .5) < 1e-9);
	people_hear(0, "Ann", NULL, "I wish");
	assert_true(fabs(newest("novelty_place") - 1) < 1e-9);
	people_hear(1, "Ann", NULL, "broken elsewhere");
	assert_true(fabs(newest("novelty_place") - 1) < 1e-9);
	box_sound();
}

static void
a_voice_is_known_at_every_place(void **state)
{

	(void)state;
	box_begin();
	regulars(0);
	regulars(1);
	for (int i = 0; i < 3; i++)
		people_hear(0, "Jo", "https://forum.example/u/jo", "so");
	people_hear(1, "Jo", "https://forum.example/u/jo", "I wish");
	assert_true(fabs(newest("novelty_voice") - .25) < 1e-9);
	box_sound();
}

static void
an_edit_keeps_it(void **state)
{
	struct serve s =
	    people_said("Zoe", NULL, "I wish for a kettle of glass", 60);
	const char *before;

	(void)state;
	box_begin();
	regulars(0);
	people_visit(0, &s, 1);
	before = box_text("SELECT novelty FROM v_insight" NEW_INSIGHT);
	people_hear(0, "Zoe", NULL, "a kettle of glass");
	s.text = "I wish for a wooden kettle";
	people_visit(0, &s, 1);
	assert_string_equal(box_text("SELECT novelty FROM"
				     " v_insight" NEW_INSIGHT),
	    before);
	box_sound();
}

static void
what_is_heard_later_counts_only_what_was_before(void **state)
{
	struct serve s = people_said("Zoe", NULL, "so so", 5000);

	(void)state;
	box_begin();
	regulars(0);
	people_visit(0, &s, 1);
	for (int i = 0; i < 5; i++)
		people_hear(0, "Zoe", NULL, "later");
	s.text = "I wish";
	people_visit(0, &s, 1);
	assert_true(fabs(newest("novelty_voice") - 1) < 1e-9);
	box_sound();
}

static const char *
known(void)
{

	return (box_text("SELECT posts || ' ' || complaint || ' ' ||"
			 " hex(words) FROM familiar WHERE source_id = 1"));
}

static void
a_visit_that_is_undone_teaches_nothing(void **state)
{
	struct serve s = people_said("Zoe", NULL, "thermostat is broken", 60);
	struct batch *b;
	const char *before;

	(void)state;
	box_begin();
	regulars(0);
	before = known();
	b = people_batch(0, &s, 1);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b, &toy_ruleset), OK);
	assert_int_equal(store_visit_end(box.store, false), OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_string_equal(known(), before);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	store_rollback(box.store);
	assert_string_equal(known(), before);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(store_commit(box.store), OK);
	assert_int_equal(box_int("SELECT posts FROM familiar"
				 " WHERE source_id = 1"),
	    41);
	batch_free(b);
	box_sound();
}

static void
it_is_the_same_after_a_restart(void **state)
{
	double before;

	(void)state;
	box_begin();
	regulars(0);
	people_hear(0, "Zoe", NULL, "broken thermostat and kettle");
	before = newest("novelty_words");
	box_close();
	box_begin();
	people_hear(0, "Yan", NULL, "broken thermostat and kettle");
	/* Once used, a word is still rare among forty posts. */
	assert_true(newest("novelty_words") <= before);
	assert_int_equal(box_int("SELECT posts FROM familiar"
				 " WHERE source_id = 1"),
	    42);
	box_sound();
}

static void
a_damaged_memory_is_begun_anew(void **state)
{

	(void)state;
	box_begin();
	regulars(0);
	box_run("UPDATE familiar SET words = x'010203'");
	box_close();
	box_begin();
	people_hear(0, "Zoe", NULL, "the lid is broken");
	assert_string_equal(box_text("SELECT coalesce(novelty_words, '-')"
				     " FROM v_insight" NEW_INSIGHT),
	    "-");
	box_sound();
}

static void
more_places_than_are_known_by_heart_lose_nothing(void **state)
{
	enum { PLACES = 150 };
	static char urls[PLACES][40], names[PLACES][20];
	static struct feed feeds[PLACES];
	struct serve s;

	(void)state;
	box_begin();
	for (int i = 0; i < PLACES; i++) {
		snprintf(urls[i], sizeof(urls[i]), "https://f.example/%d", i);
		snprintf(names[i], sizeof(names[i]), "Place %d", i);
		feeds[i] = (struct feed){ .spec = { .url = str_of(urls[i]),
					      .source = names[i],
					      .kind = SOURCE_COMMUNITY } };
	}
	assert_int_equal(store_feeds_sync(box.store, feeds, PLACES), OK);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(store_begin(box.store), OK);
		for (int i = 0; i < PLACES; i++) {
			char text[40], link[40];
			struct batch *b;

			snprintf(text, sizeof(text), "%d is broken", round);
			snprintf(link, sizeof(link), "https://p.example/%d/%d",
			    round, i);
			s = people_said("Ann", NULL, text, 60);
			s.guid = s.link = link;
			box.feeds[0].id = feeds[i].id;
			box.feeds[0].source_id = feeds[i].source_id;
			b = people_batch(0, &s, 1);
			box_write(b);
			batch_free(b);
		}
		assert_int_equal(store_commit(box.store), OK);
	}
	assert_int_equal(box_int("SELECT count(*) FROM familiar"
				 " WHERE posts = 2 AND complaint = 2"),
	    PLACES);
	for (int i = 0; i < PLACES; i++)
		feed_facts_free(&feeds[i].facts);
	box_sound();
}

static void
a_check_finds_what_does_not_follow(void **state)
{
	struct buf why = BUF_INIT(1000), out = BUF_INIT(100000);
	struct reader *r = NULL;

	(void)state;
	box_begin();
	people_hear(0, "Ann", NULL, "I wish");
	box_run("UPDATE insight SET novelty = novelty + .1");
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_check(r, &out), E_CORRUPT);
	assert_non_null(strstr(out.p, "novelties"));
	reader_close(r);
	buf_free(&why);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_stranger_outranks_a_regular_with_the_same_words),
		BOX_TEST(new_words_outrank_old_ones),
		BOX_TEST(a_place_that_is_new_to_us_makes_nobody_a_stranger),
		BOX_TEST(a_place_is_known_signal_by_signal),
		BOX_TEST(a_voice_is_known_at_every_place),
		BOX_TEST(an_edit_keeps_it),
		BOX_TEST(what_is_heard_later_counts_only_what_was_before),
		BOX_TEST(a_visit_that_is_undone_teaches_nothing),
		BOX_TEST(it_is_the_same_after_a_restart),
		BOX_TEST(a_damaged_memory_is_begun_anew),
		BOX_TEST(more_places_than_are_known_by_heart_lose_nothing),
		BOX_TEST(a_check_finds_what_does_not_follow),
	};

	return (RUN_TESTS(tests));
}
