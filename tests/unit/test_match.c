#include "earshot/metrics.h"

#include "ruleshelp.h"

static void
every_match_of_a_sentence_is_found_in_order(void **state)
{
	struct loaded l;

	(void)state;
	load_text("rule a\n  signal idea\n  say tea | milk | \"milk and\"\n"
		  "  match /\\bmilk \\w+/\n",
	    &l);
	/* overlapping hits of one rule are one */
	assert_hears(l.rs, "Tea, milk and tea. Tea.", SIGNAL_IDEA,
	    "[Tea] [milk and] [tea] [Tea]");
	unload(&l);
}

static void
a_pattern_sees_one_sentence(void **state)
{
	struct loaded l;

	(void)state;
	load_text("rule a\n  signal idea\n  match /^so\\b/i | /now\\W*$/\n"
		  "rule b\n  signal praise\n  match /one.{0,20}two/s\n",
	    &l);
	assert_hears(l.rs, "So it is. And so on. Do it now. So now we go.",
	    SIGNAL_IDEA, "[So] [now.] [So]");
	assert_hears(l.rs, "One. Two. one two", SIGNAL_PRAISE, "[one two]");
	assert_hears(l.rs, "This is one.\nThis is two.", SIGNAL_PRAISE, "");
	unload(&l);
}

static void
hits_are_capped_and_counted(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;
	struct heard h;
	uint64_t before;

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_adds(&text, "tea ");
	load_text("rule a\n  signal idea\n  say tea\n", &l);
	before = metrics_get(M_RULE_LIMITS);
	hear(l.rs, text.p, &h);
	assert_int_equal(h.v.signals[SIGNAL_IDEA].nevidence, 32);
	assert_int_equal(metrics_get(M_RULE_LIMITS) - before, 2);
	forget(&h);
	unload(&l);
	buf_free(&text);
}

/* What slips past the bait still ends, and is counted. */
static void
a_match_at_the_limit_is_none_and_is_counted(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;
	struct heard h;
	uint64_t before;

	(void)state;
	/* its bait would need 'qz' in a certain order */
	load_text("rule a\n  signal idea\n"
		  "  match /qz(?:[ab]|b|a[ab]?|[ab]b)+!qz/\n",
	    &l);
	if (l.rs == NULL) { /* then the bait caught it: as well */
		unload(&l);
		return;
	}
	buf_adds(&text, "qz");
	for (int i = 0; i < 4000; i++)
		buf_adds(&text, "ab");
	buf_adds(&text, "?!qz");
	before = metrics_get(M_RULE_LIMITS);
	hear(l.rs, text.p, &h);
	assert_int_equal(h.v.signals[SIGNAL_IDEA].nevidence, 0);
	assert_true(metrics_get(M_RULE_LIMITS) > before);
	forget(&h);
	unload(&l);
	buf_free(&text);
}

static void
letters_that_fold_to_ascii_are_not_missed(void **state)
{
	struct loaded l;

	(void)state;
	load_text("rule a\n  signal idea\n  say leak\n", &l);
	assert_hears(l.rs, "a lea\u212a here", SIGNAL_IDEA, "[lea\u212a]");
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest match_tests[] = {
		cmocka_unit_test(every_match_of_a_sentence_is_found_in_order),
		cmocka_unit_test(a_pattern_sees_one_sentence),
		cmocka_unit_test(hits_are_capped_and_counted),
		cmocka_unit_test(a_match_at_the_limit_is_none_and_is_counted),
		cmocka_unit_test(letters_that_fold_to_ascii_are_not_missed),
	};

	return (cmocka_run_group_tests(match_tests, make_rules_folder,
	    remove_rules_folder));
}
