#include "ruleshelp.h"

static const char *const good = "rule a\n"
				"  signal idea\n"
				"  say please add\n";

static void
a_rule_needs_no_pack_language_or_examples(void **state)
{
	struct loaded l;
	const struct ruleset_info *info;

	(void)state;
	load_text(good, &l);
	assert_string_equal(l.printed, "");
	info = ruleset_info(l.rs);
	assert_int_equal(info->nrules, 1);
	assert_str(info->rules[0]->name, "own.a");
	assert_str(info->rules[0]->pack, "own");
	assert_null(info->rules[0]->lang.p);
	assert_int_equal(info->rules[0]->line, 1);
	assert_int_equal(info->rules[0]->signal, SIGNAL_IDEA);
	assert_true(info->rules[0]->weight == 2.5);
	unload(&l);
}

static void
what_editors_save_is_read(void **state)
{
	static const char utf16[] = "\xff\xfer\0u\0l\0e\0 \0a\0\r\0\n\0"
				    " \0s\0i\0g\0n\0a\0l\0 \0i\0d\0e\0a\0\n\0"
				    " \0s\0a\0y\0 \0x\0y\0z\0\n";

	(void)state;
	assert_loads(
	    "\xef\xbb\xbfrule a\r\n\tsignal idea\r\n\tsay please add\r\n");
	assert_loads(
	    "rule\u00a0a\n\u00a0\u00a0signal idea\n  say please\u00a0add\n");
	assert_loads("Rule: a\n  Signal: Idea\n  Say: please add\n");
	assert_loads("rule a\n  signal idea\n  say \u201cplease add\u201d | "
		     "\u00abbring back\u00bb | \u201eadd more\u201c\n");
	{
		struct loaded l;
		struct files *files = files_disk();
		const char *own[] = { write_bytes("utf16.rules",
					  (struct str){ utf16, sizeof(utf16) }),
			NULL };

		faults_init(&l.faults);
		l.rs = NULL;
		assert_int_equal(ruleset_load(files, NULL, own, &l.faults,
				     &l.rs),
		    OK);
		assert_hears(l.rs, "Xyz.", SIGNAL_IDEA, "[Xyz]");
		files_free(files);
		unload(&l);
	}
}

static void
comments_open_at_the_start_or_before_no_letter(void **state)
{
	struct loaded l;

	(void)state;
	load_text("# all of this\n"
		  "#and this\n"
		  "rule a # one\n"
		  "  #say no\n"
		  "  signal idea   # two\n"
		  "  say #acmebrew | \"x # y\"  # three\n"
		  "  yes I like #acmebrew # four\n",
	    &l);
	assert_string_equal(l.printed, "");
	assert_hears(l.rs, "so #AcmeBrew here", SIGNAL_IDEA, "[#AcmeBrew]");
	unload(&l);
}

static void
long_values_go_on_below(void **state)
{
	struct loaded l;

	(void)state;
	load_text("rule a\n"
		  "  signal idea\n"
		  "  say please add |\n"
		  "      \"bring back\" |\n"
		  "      give us\n"
		  "      more\n"
		  "  yes It is so that I say:\n"
		  "      give us more.\n",
	    &l);
	assert_string_equal(l.printed, "");
	assert_hears(l.rs, "Give us more! Bring back the bus.", SIGNAL_IDEA,
	    "[Give us more] [Bring back]");
	unload(&l);
}

static void
slips_are_answered_with_what_would_be_right(void **state)
{

	(void)state;
	assert_faults("rulle a\n  signal idea\n  say x\n",
	    "own.rules:1:1: unknown word rulle: did you mean rule?\n");
	assert_faults("xyzzy a\n",
	    "own.rules:1:1: unknown word xyzzy: rule, list, topic, pack, lang, "
	    "when, weight, also, off, override, bias, threshold, calibrate or "
	    "valence\n");
	assert_faults("rule a\n  sgnal idea\n  signal idea\n  say x y\n",
	    "own.rules:2:3: unknown word sgnal: did you mean signal?\n");
	assert_faults("rule a\n  signal idea\n  say x y\n  phrase z\n",
	    "own.rules:4:3: unknown word phrase: did you mean say?\n");
	assert_faults("rule a\nsignal idea\n  say x y\n",
	    "own.rules:2:1: `signal` belongs to the rule above: put spaces "
	    "before it\n");
	assert_faults("  say x\n",
	    "own.rules:1:3: `say` belongs to a rule, and none is open here\n");
	assert_faults("say x\n",
	    "own.rules:1:1: `say` belongs to a rule, and none is open here\n");
	assert_faults("  what is this\n",
	    "own.rules:1:3: this line belongs to nothing: a rule begins with "
	    "`rule NAME` at the margin\n");
	assert_faults("rule a\n  signal idea\n  say x y\n  rule b\n"
		      "  signal idea\n  say z z\n",
	    "own.rules:4:3: `rule` opens something new: put it at the start of "
	    "the line\n");
}

static void
weight_at_the_margin_is_forgiven_with_a_word(void **state)
{

	(void)state;
	assert_faults("rule a\n  signal idea\n  say x y\nweight strong\n",
	    "own.rules:4:1: `weight` belongs to the rule above: put spaces "
	    "before it\n");
}

static void
all_faults_come_at_once(void **state)
{

	(void)state;
	assert_faults("rule a b\n"
		      "  signal compliant\n"
		      "  say \"x\n"
		      "rule c\n"
		      "  weight strng\n"
		      "  say y y AND z\n",
	    "own.rules:1:8: a name is one word: write a_b\n"
	    "own.rules:2:10: no signal is called compliant: did you mean "
	    "complaint?\n"
	    "own.rules:3:7: these quotes are never closed\n"
	    "own.rules:4:6: own.c has no signal: add a line `signal` with "
	    "idea, "
	    "complaint, praise, question, advice or spam\n"
	    "own.rules:5:10: no weight is called strng: did you mean strong?\n"
	    "own.rules:6:11: there is no AND: put what must also be there on a "
	    "line of its own: need \"...\"\n");
}

static void
a_caret_stands_under_the_place(void **state)
{
	struct loaded l;

	(void)state;
	load_text("rule a\n  signal idea\n  say \u00e9t\u00e9, winter\n", &l);
	print_faults(&l, true);
	assert_string_equal(l.printed,
	    "own.rules:3:10: write | between phrases, not a comma\n"
	    "    say \u00e9t\u00e9, winter\n"
	    "           ^\n");
	unload(&l);
}

static void
a_value_has_an_end(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;

	(void)state;
	buf_adds(&text, "rule a\n  signal idea\n  about x\n");
	for (int i = 0; i < 300; i++)
		buf_adds(&text, "        word\n");
	buf_adds(&text, "  say x y\n");
	load_text(text.p, &l);
	assert_string_equal(l.printed,
	    "own.rules:203:9: this goes on over more than 200 lines\n");
	unload(&l);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest rulefile_tests[] = {
		cmocka_unit_test(a_rule_needs_no_pack_language_or_examples),
		cmocka_unit_test(what_editors_save_is_read),
		cmocka_unit_test(
		    comments_open_at_the_start_or_before_no_letter),
		cmocka_unit_test(long_values_go_on_below),
		cmocka_unit_test(slips_are_answered_with_what_would_be_right),
		cmocka_unit_test(weight_at_the_margin_is_forgiven_with_a_word),
		cmocka_unit_test(all_faults_come_at_once),
		cmocka_unit_test(a_caret_stands_under_the_place),
		cmocka_unit_test(a_value_has_an_end),
	};

	return (cmocka_run_group_tests(rulefile_tests, make_rules_folder,
	    remove_rules_folder));
}
