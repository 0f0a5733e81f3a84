#include "earshot/retain.h"

#include "people.h"

#define JO "https://forum.example/u/jo"

static void
one_person_at_two_places_is_one_voice(void **state)
{
	struct serve first = people_said("Jo", JO, "I wish for Acme tea", 900);
	struct serve last = people_said("Jolanda",
	    "http://www.forum.example/u/Jo/", "the Acme lid is broken", 100);

	(void)state;
	box_begin();
	people_visit(0, &first, 1);
	people_visit(1, &last, 1);
	people_hear(1, "Ann", NULL, "nice");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 2);
	assert_string_equal(
	    box_text("SELECT name || ' ' || uri || ' ' || kind || ' ' ||"
		     " sources || ' ' || posts || ' ' || ideas || ' ' ||"
		     " complaints || ' ' || praise FROM v_voice"
		     " WHERE posts = 2"),
	    "Jo " JO " customer 2 2 1 1 0");
	assert_int_equal(box_int("SELECT first_ts FROM v_voice"
				 " WHERE name = 'Jo'"),
	    BOX_NOW - 900);
	assert_int_equal(box_int("SELECT last_ts FROM v_voice"
				 " WHERE name = 'Jo'"),
	    BOX_NOW - 100);
	/* Whoever counts voices counts people. */
	assert_int_equal(box_int("SELECT count(*) FROM v_insight JOIN v_voice"
				 " USING (voice_id) WHERE name = 'Jo'"),
	    2);
	assert_int_equal(box_int("SELECT voices FROM v_brand_daily"
				 " WHERE signal = 'any'"),
	    1);
	box_sound();
}

static void
a_name_alone_is_known_at_its_place(void **state)
{

	(void)state;
	box_begin();
	people_hear(0, "Jo", NULL, "one");
	people_hear(0, " jo", NULL, "two");
	people_hear(1, "Jo", NULL, "three");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 2);
	assert_string_equal(box_text("SELECT group_concat(posts) FROM"
				     " (SELECT posts FROM v_voice"
				     "  ORDER BY posts)"),
	    "1,2");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"
				 " WHERE sources = 1"),
	    2);
	box_sound();
}

static void
nobody_is_neither_one_voice_nor_many(void **state)
{
	static const char *const names[] = { "Anonymous", "anonymous", "Guest",
		"[deleted]", "Anónimo", "Gast" };

	(void)state;
	box_begin();
	for (size_t i = 0; i < 6; i++)
		people_hear(i % 2, names[i], NULL, "it is broken");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"
				 " WHERE voice_id IS NULL AND author_kind ="
				 " 'unknown' AND author IS NOT NULL"),
	    6);
	assert_int_equal(box_int("SELECT sum(voices) FROM v_signal_daily"), 0);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 6);
	/* With a page of one's own it is somebody. */
	people_hear(0, "Anonymous", JO, "it is broken");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 1);
	box_sound();
}

static void
who_is_listed_by_a_name_of_nobody_is_somebody(void **state)
{
	struct serve s = people_said("admin", NULL, "it is broken", 60);

	(void)state;
	box_begin();
	people("Admin", NULL);
	s.staff = true;
	people_visit(0, &s, 1);
	assert_string_equal(box_text("SELECT kind FROM v_voice"), "staff");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 0);
	box_sound();
}

static void
the_order_of_arrival_does_not_matter(void **state)
{
	static const char *const who[4][2] = { { "Jo", JO }, { "Jolanda", JO },
		{ "Jo", "https://jo.example/" },
		{ "JO", "https://jo.example/about" } };
	static const int orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 },
		{ 2, 0, 3, 1 }, { 1, 3, 0, 2 } };

	for (size_t o = 0; o < 4; o++) {
		if (o > 0)
			assert_int_equal(box_make(state), 0);
		box_begin();
		for (size_t i = 0; i < 4; i++)
			people_hear(i % 2, who[orders[o][i]][0],
			    who[orders[o][i]][1], "so");
		assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 2);
		assert_int_equal(box_int("SELECT min(posts) FROM v_voice"), 2);
		box_sound();
		if (o < 3)
			assert_int_equal(box_remove(state), 0);
	}
}

static void
there_is_a_row_for_each_person_however_many_posts(void **state)
{
	struct serve served[40];
	char names[8][10];

	(void)state;
	box_begin();
	for (int i = 0; i < 8; i++)
		snprintf(names[i], sizeof(names[i]), "Voice %d", i);
	for (int i = 0; i < 40; i++)
		served[i] = people_said(names[i % 8],
		    i % 16 < 8 ? NULL : "https://site.example/", "I wish", i);
	people_visit(0, served, 40);
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 16);
	assert_int_equal(box_int("SELECT sum(posts) FROM v_voice"), 40);
	assert_int_equal(box_int("SELECT sum(ideas) FROM v_voice"), 40);
	box_sound();
}

static void
voices_of_before_are_known_again(void **state)
{

	(void)state;
	box_begin();
	people_hear(0, "Jo", JO, "before");
	box_run("UPDATE voice SET key = NULL");
	people_hear(0, "Jo", JO, "after");
	people_hear(1, "Jo M.", JO, "elsewhere");
	assert_int_equal(box_int("SELECT posts FROM v_voice"), 3);
	/* Two of them with one page stay two. */
	box_run("INSERT INTO voice(id, source_id, name, uri, kind, first_ts)"
		" VALUES(900, 1, 'J', '" JO "', 'customer', 1)");
	people_hear(0, "J", JO, "as J");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 2);
	box_sound();
}

static enum status
forget(struct forget *f)
{
	enum status st = OK;

	while (st == OK && !f->done)
		st = store_forget(box.store, f);
	forget_free(f);
	return (st);
}

static void
the_whole_person_is_forgotten_and_does_not_come_back(void **state)
{
	struct forget f = { .uri = STR(JO) };

	(void)state;
	box_begin();
	people_hear(0, "Jo", JO, "one");
	people_hear(1, "Jolanda", JO "/", "two");
	people_hear(1, "Ann", NULL, "three");
	assert_int_equal(forget(&f), OK);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM voice"), 1);
	people_hear(0, "Joey", "http://forum.example/u/Jo", "four");
	people_hear(0, "Joey", "http://forum.example/u/joey", "five");
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	box_sound();
}

static void
second_names_go_with_the_last_post(void **state)
{
	struct prune p = { .keep_posts_s = 1000, .now = BOX_NOW + 2000 };

	(void)state;
	box_begin();
	people_hear(0, "Jo", JO, "one");
	people_hear(1, "Jolanda", JO, "two");
	clock_freeze(BOX_NOW + 2000);
	while (!p.done)
		assert_int_equal(store_prune(box.store, &p), OK);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM voice"), 0);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(one_person_at_two_places_is_one_voice),
		BOX_TEST(a_name_alone_is_known_at_its_place),
		BOX_TEST(nobody_is_neither_one_voice_nor_many),
		BOX_TEST(who_is_listed_by_a_name_of_nobody_is_somebody),
		BOX_TEST(the_order_of_arrival_does_not_matter),
		BOX_TEST(there_is_a_row_for_each_person_however_many_posts),
		BOX_TEST(voices_of_before_are_known_again),
		BOX_TEST(the_whole_person_is_forgotten_and_does_not_come_back),
		BOX_TEST(second_names_go_with_the_last_post),
	};

	return (RUN_TESTS(tests));
}
