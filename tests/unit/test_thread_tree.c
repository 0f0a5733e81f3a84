/*
 * Trees and what is counted of them: long chains, hours worked out by hand, who
 * counts as staff.
 */
#include "../../src/store/store_impl.h"
#include "people.h"
#include "threadbox.h"

enum { LINKS = 600 };

static char names[LINKS + 1][16], urls[LINKS + 1][40];

static void
chain_of(struct said *s)
{

	for (int i = 0; i <= LINKS; i++) {
		snprintf(names[i], sizeof(names[i]), "n%d", i);
		snprintf(urls[i], sizeof(urls[i]), "https://b.example/n%d", i);
	}
	for (int i = 0; i < LINKS; i++)
		s[i] = (struct said){ names[i], urls[i], names[i], "word",
			"Ann", i > 0 ? names[i - 1] : NULL, 100 + i, true,
			false, false, NULL };
}

#define CHAIN                                                           \
	"SELECT count(*) || ' ' || max(depth) || ' ' || count(DISTINCT" \
	" root_id) || ' ' || (SELECT title FROM post WHERE parent_id"   \
	" IS NULL) || ' ' || sum(depth) || ' ' || (SELECT posts || ' '" \
	" || depth FROM thread) FROM post"

/* Oldest first, newest first, every second one first. */
static void
a_long_chain_is_the_same_however_it_comes(void **state)
{
	static struct said s[LINKS], turned[LINKS];

	(void)state;
	box_begin();
	chain_of(s);
	hear(s, LINKS);
	assert_string_equal(box_text(CHAIN), "600 599 1 n0 179700 600 599");
	box_sound();
	for (int way = 0; way < 2; way++) {
		box_run("DELETE FROM thread; DELETE FROM reply;"
			" DELETE FROM post_feed; DELETE FROM post;"
			" DELETE FROM unsettled; DELETE FROM unthreaded");
		for (int i = 0; i < LINKS; i++)
			turned[i] =
			    s[way == 0 ? LINKS - 1 - i
				       : (i * 2) % LINKS + i / (LINKS / 2)];
		for (int i = 0; i < LINKS; i += 40)
			hear(turned + i, 40);
		assert_string_equal(box_text(CHAIN),
		    "600 599 1 n0 179700 600 599");
	}
}

#define ASKED                                                                  \
	"SELECT asked_ts || ' ' || coalesce(staff_replied_ts, '-') || ' ' || " \
	"coalesce((SELECT reply_wait_s FROM v_thread), '-') FROM thread"

static const struct said by_staff = { "a", "https://b.example/a", "A", "News",
	"Ann", NULL, 1000, false, true, false, NULL };

static struct said
comment(const char *guid, const char *author, int64_t at_ts, bool staff)
{
	static char links[16][60];
	static int n;
	struct said s = { guid, NULL, guid, "a word", author, "a", at_ts, true,
		staff, false, NULL };

	n = (n + 1) % 16;
	snprintf(links[n], sizeof(links[n]), "https://b.example/a#comment-%s",
	    guid);
	s.link = links[n];
	return (s);
}

static void
an_answer_is_what_staff_says_after_others_spoke(void **state)
{
	struct said s[] = { by_staff, comment("1", "Ann", 1100, true),
		comment("2", "Ben", 1200, false),
		comment("3", "Ann", 4800, true),
		comment("4", "Cy", 9000, false) };

	(void)state;
	box_begin();
	hear(s, 2);
	assert_string_equal(box_text("SELECT asked_ts FROM thread"), "(null)");
	assert_string_equal(box_text("SELECT staff_replied_ts FROM v_thread"),
	    "(null)");
	hear(s + 4, 1);
	assert_string_equal(box_text(ASKED), "9000 - -");
	/* An earlier question, and the answer to it, come late. */
	hear(s + 2, 1);
	assert_string_equal(box_text(ASKED), "1200 - -");
	hear(s + 3, 1);
	assert_string_equal(box_text(ASKED), "1200 4800 3600");
	assert_string_equal(box_text("SELECT last_at FROM v_thread"),
	    "1970-01-01T02:30:00Z");
	box_sound();
}

static void
a_customers_own_post_is_the_question(void **state)
{
	struct said s[] = { by_staff, comment("1", "Ann", 8200, true) };

	(void)state;
	box_begin();
	s[0].author = "Ben";
	s[0].staff = false;
	hear(s, 2);
	assert_string_equal(box_text(ASKED), "1000 8200 7200");
}

static void
who_becomes_staff_has_answered_as_staff(void **state)
{
	struct said s[] = { by_staff, comment("1", "Ben", 2000, false),
		comment("2", "Cy", 3000, false) };

	(void)state;
	box_begin();
	hear(s, 3);
	assert_string_equal(box_text(ASKED), "2000 - -");
	people("Ann, Cy", NULL);
	assert_string_equal(box_text(ASKED), "2000 3000 1000");
	box_sound();
}

static void
a_partner_neither_asks_nor_answers(void **state)
{
	struct said s[] = { by_staff, comment("1", "Pat", 1500, true),
		comment("2", "Ben", 2000, false),
		comment("3", "Pat", 2500, true),
		comment("4", "Ann", 3000, true) };

	(void)state;
	box_begin();
	people("Ann", "Pat");
	hear(s, 4);
	assert_string_equal(box_text(ASKED), "2000 - -");
	hear(s + 4, 1);
	assert_string_equal(box_text(ASKED), "2000 3000 1000");
	/* From now on Ann is a partner as well. */
	people(NULL, "Pat, Ann");
	assert_string_equal(box_text(ASKED), "2000 - -");
	assert_int_equal(box_int("SELECT posts FROM v_thread"), 5);
	box_sound();
}

static void
staff_without_a_name_is_staff(void **state)
{
	struct said s[] = { by_staff, comment("1", NULL, 2000, false),
		comment("2", NULL, 2600, true) };

	(void)state;
	box_begin();
	s[0].author = NULL;
	hear(s, 3);
	assert_string_equal(box_text(ASKED), "2000 2600 600");
}

static void
a_closed_article_nobody_answered_is_counted_again(void **state)
{
	struct said s = by_staff;

	(void)state;
	box_begin();
	s.staff = false;
	s.closed = true;
	s.text = "It is broken";
	hear(&s, 1);
	assert_int_equal(box_int("SELECT complaints FROM v_thread"), 1);
	s.text = "It works";
	hear(&s, 1);
	assert_int_equal(box_int("SELECT complaints FROM v_thread"), 0);
	assert_int_equal(box_int("SELECT open FROM v_thread"), 0);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_long_chain_is_the_same_however_it_comes),
		BOX_TEST(an_answer_is_what_staff_says_after_others_spoke),
		BOX_TEST(a_customers_own_post_is_the_question),
		BOX_TEST(who_becomes_staff_has_answered_as_staff),
		BOX_TEST(a_partner_neither_asks_nor_answers),
		BOX_TEST(staff_without_a_name_is_staff),
		BOX_TEST(a_closed_article_nobody_answered_is_counted_again),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
