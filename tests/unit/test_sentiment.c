#include "ruleshelp.h"

static struct loaded set;

static int
load(void **state)
{

	if (make_rules_folder(state) != 0)
		return (1);
	write_bytes("tone.txt", STR("# ours\ngood\t2\nlove\t3\nbad\t-2.5\n"
				    ":)\t2\n\U0001f600\t2.5\nslow -1.5\n"));
	load_text("lang en\nvalence from tone.txt\n"
		  "rule a\n  signal idea\n  say x y\n",
	    &set);
	return (set.rs == NULL);
}

static int
drop(void **state)
{

	unload(&set);
	return (remove_rules_folder(state));
}

static struct verdict
say(const char *text)
{
	struct classify_input in = { .text = str_of(text), .lang = STR("en") };
	struct verdict v;
	struct heard h;

	hear_input(set.rs, &in, &h);
	v = h.v;
	forget(&h);
	assert_true(v.sentiment >= -1 && v.sentiment <= 1);
	assert_true(v.intensity >= 0 && v.intensity <= 1);
	return (v);
}

static double
tone(const char *text)
{

	return (say(text).sentiment);
}

static void
words_carry_their_valence(void **state)
{

	(void)state;
	assert_true(tone("a good cup") > 0.3);
	assert_true(tone("a bad cup") < -0.3);
	assert_true(tone("a cup") == 0);
	assert_true(tone("GOOD") > tone("good"));
	assert_true(tone("ok :)") > 0 && tone("ok \U0001f600\U0001f600") > 0);
}

static void
negators_turn_and_boosters_raise(void **state)
{

	(void)state;
	assert_true(tone("not good") < 0);
	assert_true(tone("it isn't really bad") > 0);
	assert_true(tone("very good") > tone("good"));
	assert_true(tone("very bad") < tone("bad"));
	assert_true(tone("no, good") > 0);
}

static void
what_stands_behind_but_weighs_more(void **state)
{

	(void)state;
	assert_true(tone("good but bad") < 0);
	assert_true(tone("bad but good") > 0);
}

static void
intensity_rises_with_how_it_is_said(void **state)
{
	double plain = say("it came late").intensity;

	(void)state;
	assert_true(plain == 0);
	assert_true(say("it came late!!!").intensity > 0.4);
	assert_true(say("IT CAME SO LATE").intensity > 0.4);
	assert_true(say("it came sooooo late").intensity > 0.2);
	assert_true(say("it came very very late").intensity > 0.2);
}

static void
a_bad_line_is_a_fault_in_its_own_file(void **state)
{

	(void)state;
	write_bytes("odd.txt", STR("good\t2\ngood two\nbad\t-9\n"));
	assert_faults("lang en\nvalence from odd.txt\n"
		      "rule a\n  signal idea\n  say x y\n",
	    "odd.txt:2:1: a line is a word, a tab and a number from -4 to 4\n"
	    "odd.txt:3:1: a line is a word, a tab and a number from -4 to 4\n");
}

int
main(void)
{
	const struct CMUnitTest sentiment_tests[] = {
		cmocka_unit_test(words_carry_their_valence),
		cmocka_unit_test(negators_turn_and_boosters_raise),
		cmocka_unit_test(what_stands_behind_but_weighs_more),
		cmocka_unit_test(intensity_rises_with_how_it_is_said),
		cmocka_unit_test(a_bad_line_is_a_fault_in_its_own_file),
	};

	return (cmocka_run_group_tests(sentiment_tests, load, drop));
}
