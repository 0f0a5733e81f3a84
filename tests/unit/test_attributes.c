#include "ruleshelp.h"

#define RULE(lines) "rule a\n  signal idea\n  say x y\n" lines

static void
short_attributes_may_share_a_line(void **state)
{
	struct loaded l;
	const struct rule_info *info;

	(void)state;
	load_text("rule a\n"
		  "  target service signal idea facet want weight sure once "
		  "negatable in title\n"
		  "  about A wish\n"
		  "  say x y\n",
	    &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs)->rules[0];
	assert_int_equal(info->facet, FACET_WANT);
	assert_int_equal(info->target, TARGET_SERVICE);
	assert_true(info->weight == 4.0);
	assert_str(info->about, "A wish");
	assert_hears(l.rs, "x y", SIGNAL_IDEA, "");
	unload(&l);
}

static void
long_attributes_may_not(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea say x y\n  say x y\n",
	    "own.rules:2:15: `say` needs a line of its own\n");
	assert_faults("rule a\n  signal idea or praise\n  say x y\n",
	    "own.rules:2:15: nothing more can stand here; a line may hold "
	    "signal, facet, target, weight, once, negatable and in\n");
	assert_faults("rule a\n  signal idea wieght weak\n  say x y\n",
	    "own.rules:2:15: unknown word wieght: did you mean weight?\n");
	assert_faults("rule a\n  signal idea\n  signal praise\n  say x y\n",
	    "own.rules:3:3: `signal` is given twice\n");
}

static void
words_of_a_set_are_named_when_wrong(void **state)
{

	(void)state;
	assert_faults(RULE("  facet loud\n"),
	    "own.rules:4:9: no facet is called loud: think, feel, want, lack "
	    "or "
	    "need\n");
	assert_faults(RULE("  target prodct\n"),
	    "own.rules:4:10: no target is called prodct: did you mean "
	    "product?\n");
	assert_faults("rule a\n  signal\n  say x y\n",
	    "own.rules:2:9: which signal? idea, complaint, praise, question, "
	    "advice or spam\n");
	assert_faults(RULE("  in header\n"),
	    "own.rules:4:6: no field is called header: title, text, author, url "
	    "or tags\n");
	assert_faults(RULE("  weight 9\n"),
	    "own.rules:4:10: 9 is out of bounds: a weight is hint, weak, "
	    "strong, sure or a number from -6 to 6\n");
}

static void
a_weight_may_be_a_number(void **state)
{
	struct loaded l;

	(void)state;
	load_text(RULE("  weight +3.25\n"), &l);
	assert_true(ruleset_info(l.rs)->rules[0]->weight == 3.25);
	unload(&l);
	load_text(RULE("  weight -1\n"), &l);
	assert_true(ruleset_info(l.rs)->rules[0]->weight == -1);
	unload(&l);
}

static void
examples_are_sentences_quotes_round_them_forgiven(void **state)
{
	struct loaded l;
	size_t n;

	(void)state;
	load_text(RULE("  yes \"x y # is here\"\n  yes x y\n  no "
		       "\u201cz\u201d\n"),
	    &l);
	assert_string_equal(l.printed, "");
	assert_int_equal(ruleset_test(l.rs, &l.faults, &n), OK);
	assert_int_equal(n, 3);
	unload(&l);
	assert_faults(RULE("  yes\n"),
	    "own.rules:4:6: write a sentence that this rule must hear\n");
	assert_faults(RULE("  no   # later\n"),
	    "own.rules:4:5: write a sentence that this rule must not hear\n");
}

static void
fields_say_where_a_rule_listens(void **state)
{
	struct loaded l;
	struct heard h;
	struct classify_input in = { .title = STR("x y"),
		.text = STR("x y"),
		.author = STR("x y"),
		.url = STR("http://x.example/x y"),
		.tags = STR("news, x y") };

	(void)state;
	load_text("rule a\n  signal idea\n  say x y\n"
		  "rule b\n  signal praise  in author tags\n  say x y\n"
		  "  yes x y\n",
	    &l);
	assert_string_equal(l.printed, "");
	hear_input(l.rs, &in, &h);
	assert_string_equal(spans_of(&h, SIGNAL_IDEA), "[x y] [x y]");
	assert_string_equal(spans_of(&h, SIGNAL_PRAISE), "[x y] [x y]");
	assert_int_equal(h.v.signals[SIGNAL_PRAISE].evidence[0].field,
	    FIELD_AUTHOR);
	assert_int_equal(h.v.signals[SIGNAL_PRAISE].evidence[1].field,
	    FIELD_TAGS);
	forget(&h);
	unload(&l);
}

static void
conditions_are_read_strictly(void **state)
{

	(void)state;
	assert_loads(RULE("  near \"tea\" within 3 words add weak\n"
			  "  near cup in post add 0.3\n"
			  "  need (tea|milk) within 12\n"
			  "  need \"a b\" | \"c d\" in post\n"));
	assert_faults(RULE("  near tea within a few words\n"),
	    "own.rules:4:12: write how many words may stand between: within 12 "
	    "words (1 to 200)\n");
	assert_faults(RULE("  need tea within 0 words\n"),
	    "own.rules:4:12: write how many words may stand between: within 12 "
	    "words (1 to 200)\n");
	assert_faults(RULE("  need tea add weak\n"),
	    "own.rules:4:12: `need` adds nothing, it is required: `near` "
	    "adds\n");
	assert_faults(RULE("  near tea in post somewhere\n"),
	    "own.rules:4:20: write within N words, in post or add WEIGHT\n");
	assert_faults(RULE("  near tea.pot within 3 words\n"),
	    "own.rules:4:8: there is no list or rule tea.pot; a phrase with a "
	    "dot stands in quotes\n");
}

int
main(void)
{
	const struct CMUnitTest attributes_tests[] = {
		cmocka_unit_test(short_attributes_may_share_a_line),
		cmocka_unit_test(long_attributes_may_not),
		cmocka_unit_test(words_of_a_set_are_named_when_wrong),
		cmocka_unit_test(a_weight_may_be_a_number),
		cmocka_unit_test(
		    examples_are_sentences_quotes_round_them_forgiven),
		cmocka_unit_test(fields_say_where_a_rule_listens),
		cmocka_unit_test(conditions_are_read_strictly),
	};

	return (cmocka_run_group_tests(attributes_tests, make_rules_folder,
	    remove_rules_folder));
}
