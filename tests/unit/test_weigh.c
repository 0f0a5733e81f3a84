#include "oneset.h"

static const char *const rules =
    "list brand.acme = acme\n"
    "rule leak\n  signal complaint\n  say leak*\n"
    "  need brand.acme within 3 words\n"
    "rule slow\n  signal complaint\n  say slow\n"
    "  need leak in post\n"
    "rule wish\n  signal idea\n  say I wish\n"
    "  near brand.acme within 2 words add hint\n"
    "  near \"please\" in post add 0.25\n"
    "rule any\n  signal praise\n  say nice\n"
    "  need \"cup\" | \"pot\"\n"
    "rule pair\n  signal question\n  say do you\n"
    "  unless \"how do you do\" | \"do you know\"\n  unless /!$/\n";

static int
load(void **state)
{

	return (set_make(state, rules));
}

static double
points(const struct heard *h, enum signal signal)
{
	double sum = 0;

	for (size_t i = 0; i < h->v.signals[signal].nevidence; i++)
		sum += h->v.signals[signal].evidence[i].points;
	return (sum);
}

static void
assert_points(const char *text, enum signal signal, double expected)
{
	struct heard h;

	hear(set.rs, text, &h);
	if (points(&h, signal) != expected)
		fail_msg("%s: %g points", text, points(&h, signal));
	forget(&h);
}

static void
need_counts_words_between_nearest_ends(void **state)
{

	(void)state;
	assert_points("acme leaks", SIGNAL_COMPLAINT, 2.5);
	assert_points("acme is one that leaks", SIGNAL_COMPLAINT, 2.5);
	assert_points("acme is one of those leaks", SIGNAL_COMPLAINT, 0);
	assert_points("leaking, so much for acme", SIGNAL_COMPLAINT, 2.5);
	/* not over the end of the sentence */
	assert_points("Acme. Leaks.", SIGNAL_COMPLAINT, 0);
}

static void
what_is_missing_is_named(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs, "it leaks", &h);
	assert_str(h.v.signals[SIGNAL_COMPLAINT].evidence[0].vetoed_by,
	    "need brand.acme within 3 words");
	forget(&h);
}

static void
a_rule_may_need_another_rule(void **state)
{

	(void)state;
	assert_points("So slow. My acme leaks.", SIGNAL_COMPLAINT, 5);
	/* the other one is not heard itself: it lacks its own need */
	assert_points("So slow. And it leaks.", SIGNAL_COMPLAINT, 0);
}

static void
need_takes_phrases(void **state)
{

	(void)state;
	assert_points("nice cup", SIGNAL_PRAISE, 2.5);
	assert_points("a pot so nice", SIGNAL_PRAISE, 2.5);
	assert_points("nice lid. A cup.", SIGNAL_PRAISE, 0);
}

static void
near_adds_once_and_is_not_required(void **state)
{
	struct heard h;
	const struct evidence *e;

	(void)state;
	assert_points("I wish", SIGNAL_IDEA, 2.5);
	assert_points("I wish acme", SIGNAL_IDEA, 2.5 + 0.7);
	assert_points("I wish that this were acme", SIGNAL_IDEA, 2.5);
	assert_points("Please. I wish. I wish.", SIGNAL_IDEA,
	    2.5 + 1.25 + 0.25);
	hear(set.rs, "I wish acme", &h);
	e = &h.v.signals[SIGNAL_IDEA].evidence[1];
	assert_str(e->text, "acme");
	assert_str(e->rule->name, "own.wish");
	assert_true(e->weight == 0.7);
	forget(&h);
}

static void
unless_vetoes_within_its_sentence(void **state)
{
	struct heard h;

	(void)state;
	assert_points("Do you sell it? How do you do?", SIGNAL_QUESTION, 2.5);
	assert_points("Do you sell it!", SIGNAL_QUESTION, 0);
	hear(set.rs, "So, do you know him", &h);
	assert_str(h.v.signals[SIGNAL_QUESTION].evidence[0].vetoed_by,
	    "do you know");
	forget(&h);
}

static void
evidence_is_capped(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct heard h;

	(void)state;
	for (int i = 0; i < 400; i++)
		buf_adds(&text, "I wish.\n");
	hear(set.rs, text.p, &h);
	assert_int_equal(h.v.signals[SIGNAL_IDEA].nevidence, 256);
	forget(&h);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest weigh_tests[] = {
		cmocka_unit_test(need_counts_words_between_nearest_ends),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_rule_may_need_another_rule),
		cmocka_unit_test(need_takes_phrases),
		cmocka_unit_test(near_adds_once_and_is_not_required),
		cmocka_unit_test(unless_vetoes_within_its_sentence),
		cmocka_unit_test(evidence_is_capped),
	};

	return (cmocka_run_group_tests(weigh_tests, load, set_drop));
}
