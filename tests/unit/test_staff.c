#include "people.h"

#define JO "https://forum.example/u/jo"

/* A live insight of Jo, and one of Ann. */
static void
begin(void)
{

	box_begin();
	people_hear(0, "Jo", JO, "the battery is broken");
	people_hear(0, "Ann", NULL, "the lid is broken");
}

static const char *
states(void)
{

	return (box_text("SELECT group_concat(author || ' ' || state || ' ' ||"
			 " coalesce(state_why, '-') || ' ' || author_kind,"
			 " ', ') FROM (SELECT * FROM v_insight_all"
			 " ORDER BY insight_id)"));
}

static void
what_was_said_before_is_withdrawn_and_comes_back(void **state)
{
	const char *ref;
	int64_t seq;

	(void)state;
	begin();
	ref = box_text("SELECT ref FROM v_insight WHERE author = 'Jo'");
	seq = box_int("SELECT max(changed_seq) FROM v_insight_all");
	people("jo", NULL);
	assert_string_equal(states(),
	    "Jo withdrawn staff staff, Ann live - customer");
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight_all"
				 " WHERE author = 'Jo'"),
	    seq + 1);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 1);
	assert_string_equal(box_text("SELECT kind FROM v_voice"
				     " WHERE name = 'Jo'"),
	    "staff");
	assert_int_equal(box_int("SELECT count(*) FROM v_event"
				 " WHERE kind = 'staff'"),
	    1);
	box_sound();
	people(NULL, NULL);
	assert_string_equal(states(),
	    "Jo live - customer, Ann live - customer");
	assert_string_equal(box_text("SELECT ref FROM v_insight"
				     " WHERE author = 'Jo'"),
	    ref);
	assert_int_equal(box_int("SELECT changed_seq FROM v_insight_all"
				 " WHERE author = 'Jo'"),
	    seq + 2);
	assert_int_equal(box_int("SELECT sum(n) FROM v_signal_daily"), 2);
	/* Whatever other rules said meanwhile, the next reclassify says. */
	assert_int_equal(box_int("SELECT count(*) FROM post"
				 " WHERE ruleset_id IS NULL"),
	    1);
	box_sound();
}

static void
the_same_list_again_changes_nothing(void **state)
{
	int64_t seq;

	(void)state;
	begin();
	people("Jo", NULL);
	seq = box_int("SELECT max(changed_seq) FROM v_insight_all");
	people("Jo", NULL);
	assert_false(store_staff_due(box.store));
	people("Jo, Nobody Else", NULL);
	assert_int_equal(box_int("SELECT max(changed_seq)"
				 " FROM v_insight_all"),
	    seq);
	box_sound();
}

static void
uris_name_people_however_they_are_typed(void **state)
{

	(void)state;
	begin();
	people("http://www.Forum.example/u/jo/", NULL);
	assert_string_equal(states(),
	    "Jo withdrawn staff staff, Ann live - customer");
	box_sound();
}

static void
partners_are_no_customers_either(void **state)
{

	(void)state;
	begin();
	people(NULL, "Jo");
	assert_string_equal(states(),
	    "Jo withdrawn staff partner, Ann live - customer");
	people("Jo", NULL);
	assert_string_equal(states(),
	    "Jo withdrawn staff staff, Ann live - customer");
	box_sound();
}

static void
a_list_is_of_its_place(void **state)
{

	(void)state;
	begin();
	people_hear(1, "Jo", JO, "the mirror is broken");
	people("Jo, Ann", NULL);
	assert_string_equal(states(),
	    "Jo withdrawn staff staff, Ann withdrawn staff staff,"
	    " Jo live - customer");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"
				 " WHERE kind = 'staff'"),
	    2);
	box_sound();
}

static void
one_name_of_a_person_is_enough(void **state)
{

	(void)state;
	begin();
	people_hear(0, "Jolanda", JO, "it is broken");
	people("Jolanda", NULL);
	assert_string_equal(states(),
	    "Jo withdrawn staff staff, Ann live - customer,"
	    " Jolanda withdrawn staff staff");
	/* A third one is known as well. */
	people_hear(0, "J. Miller", JO, "it is broken");
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	box_sound();
}

static void
names_of_nobody_can_be_named(void **state)
{

	(void)state;
	begin();
	people_hear(0, "admin", NULL, "it is broken");
	people_hear(0, "Guest", NULL, "it is broken");
	people("Admin", NULL);
	assert_string_equal(states(),
	    "Jo live - customer, Ann live - customer,"
	    " admin withdrawn staff staff, Guest live - unknown");
	people(NULL, NULL);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 4);
	box_sound();
}

static void
spam_comes_back_as_spam(void **state)
{

	(void)state;
	begin();
	people_hear(0, "Bo", NULL, "CASINO CASINO I wish");
	assert_int_equal(box_int("SELECT count(*) FROM v_quarantine"), 1);
	people("Bo", NULL);
	assert_int_equal(box_int("SELECT count(*) FROM v_quarantine"), 0);
	people(NULL, NULL);
	assert_string_equal(box_text("SELECT why FROM v_quarantine"), "spam");
	box_sound();
}

static void
withdrawn_for_another_reason_stays_so(void **state)
{

	(void)state;
	begin();
	box_run("UPDATE insight SET state = 'removed', state_why = 'removed'"
		" WHERE id = 1");
	box_close();
	box_begin();
	people("Jo", NULL);
	people(NULL, NULL);
	assert_string_equal(states(),
	    "Jo removed removed customer, Ann live - customer");
}

static void
many_posts_follow_from_group_to_group_and_over_a_restart(void **state)
{
	enum { MANY = 450 };
	struct serve served[MANY];
	static char texts[MANY][40], names[MANY][40];
	int groups = 0;

	(void)state;
	begin();
	for (int i = 0; i < MANY; i++) {
		snprintf(texts[i], sizeof(texts[i]), "number %d is broken", i);
		snprintf(names[i], sizeof(names[i]), "https://jo.example/%d",
		    i);
		served[i] = people_said("Jo", JO, texts[i], i);
		served[i].guid = served[i].link = names[i];
	}
	people_visit(0, served, MANY);
	people("Jo", NULL);
	assert_true(store_staff_due(box.store));
	assert_true(box_int("SELECT count(*) FROM v_insight") > 1);
	box_sound();
	box_close();
	box_open();
	people("Jo", NULL);
	assert_true(store_staff_due(box.store));
	while (store_staff_due(box.store) && groups++ < 20) {
		assert_int_equal(store_begin(box.store), OK);
		assert_int_equal(store_commit(box.store), OK);
	}
	assert_in_range(groups, 1, 6);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM post"
				 " WHERE staff = 1"),
	    MANY + 1);
	box_sound();
}

static void
a_group_that_is_undone_is_begun_anew(void **state)
{

	(void)state;
	begin();
	people("Ann", NULL);
	box_run("UPDATE source SET judge = 1 WHERE id = 1;"
		"UPDATE post SET staff = 0; UPDATE voice SET kind = 'customer';"
		"UPDATE insight SET state = 'live', state_why = NULL");
	assert_int_equal(store_begin(box.store), OK);
	store_rollback(box.store);
	assert_true(store_staff_due(box.store));
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_commit(box.store), OK);
	assert_false(store_staff_due(box.store));
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
}

static void
no_list_is_written_down(void **state)
{
	char command[300];

	(void)state;
	begin();
	people("Ottoline Quaverly", "Zebedee Partner");
	box_close();
	snprintf(command, sizeof(command),
	    "grep -q -e Quaverly -e Zebedee %s %s-wal", box.path, box.path);
	assert_int_not_equal(system(command), 0);
}

static void
a_visit_under_way_follows_the_new_list(void **state)
{
	struct serve late = people_said("Jo", JO, "late and broken", 10);
	struct serve first = people_said("Bo", NULL, "Bo is broken", 10);
	struct batch *b, *c;

	(void)state;
	begin();
	b = people_batch(0, &late, 1);
	c = people_batch(0, &first, 1);
	people("Jo, Bo", NULL);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	box_write(c);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	batch_free(c);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 1);
	box_sound();
}

static void
of_hashed_names_a_visit_tells(void **state)
{
	struct serve s =
	    people_said("voice-0123456789abcdef", NULL, "it is broken", 60);
	struct serve again = s;

	(void)state;
	begin();
	people_visit(0, &s, 1);
	people("Somebody", NULL);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 3);
	again.guid = again.link = "https://post.example/again";
	again.staff = true;
	people_visit(0, &again, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 2);
	/* No list that does not name the sign takes that back. */
	people("Somebody Else", NULL);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 2);
	again.guid = again.link = "https://post.example/more";
	again.staff = false;
	people_visit(0, &again, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_insight"), 4);
	box_sound();
}

static void
an_edit_of_staff_stays_staffs(void **state)
{
	struct serve s = people_said("Jo", JO, "it is broken", 60);

	(void)state;
	box_begin();
	people_visit(0, &s, 1);
	people("Jo", NULL);
	s.text = "it is still broken";
	people_visit(0, &s, 1);
	assert_string_equal(states(), "Jo withdrawn staff staff");
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(what_was_said_before_is_withdrawn_and_comes_back),
		BOX_TEST(the_same_list_again_changes_nothing),
		BOX_TEST(uris_name_people_however_they_are_typed),
		BOX_TEST(partners_are_no_customers_either),
		BOX_TEST(a_list_is_of_its_place),
		BOX_TEST(one_name_of_a_person_is_enough),
		BOX_TEST(names_of_nobody_can_be_named),
		BOX_TEST(spam_comes_back_as_spam),
		BOX_TEST(withdrawn_for_another_reason_stays_so),
		BOX_TEST(
		    many_posts_follow_from_group_to_group_and_over_a_restart),
		BOX_TEST(a_group_that_is_undone_is_begun_anew),
		BOX_TEST(no_list_is_written_down),
		BOX_TEST(a_visit_under_way_follows_the_new_list),
		BOX_TEST(of_hashed_names_a_visit_tells),
		BOX_TEST(an_edit_of_staff_stays_staffs),
	};

	return (RUN_TESTS(tests));
}
