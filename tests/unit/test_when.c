#include "ruleshelp.h"

#define BASE                                       \
	"rule a\n  signal idea\n  say alpha\n"     \
	"rule b\n  signal complaint\n  say beta\n" \
	"topic t\n  say tau\n"                     \
	"list names = lambda\n"

/* What `when CONDITION add 1 to praise` added to ${text}. */
static double
added(const char *condition, const char *text, int stars)
{
	struct classify_input in = { .text = str_of(text), .stars = stars };
	struct buf rules = BUF_INIT(10000);
	struct loaded l;
	struct heard h;
	double points = 0;

	buf_printf(&rules, BASE "when %s add 1 to praise\n", condition);
	load_text(rules.p, &l);
	assert_string_equal(l.printed, "");
	hear_input(l.rs, &in, &h);
	for (size_t i = 0; i < h.v.signals[SIGNAL_PRAISE].nevidence; i++)
		points += h.v.signals[SIGNAL_PRAISE].evidence[i].points;
	/* never by itself */
	assert_false(h.v.signals[SIGNAL_PRAISE].fired);
	forget(&h);
	unload(&l);
	buf_free(&rules);
	return (points);
}

static void
conditions_ask_what_was_heard(void **state)
{
	static const struct {
		const char *condition, *text;
		int stars;
		double points;
	} cases[] = {
		{ "idea", "alpha", 0, 1 },
		{ "idea", "beta", 0, 0 },
		{ "rule a", "alpha", 0, 1 },
		{ "rule own.b", "alpha", 0, 0 },
		{ "topic t", "tau", 0, 1 },
		{ "list names", "lambda", 0, 1 },
		{ "list names", "mu", 0, 0 },
		{ "stars <= 2", "x", 2, 1 },
		{ "stars <= 2", "x", 3, 0 },
		{ "stars <= 2", "x", 0, 0 },
		{ "stars = 5", "x", 5, 1 },
		{ "stars>4", "x", 5, 1 },
		{ "idea and complaint", "alpha beta", 0, 1 },
		{ "idea and complaint", "alpha", 0, 0 },
		{ "idea or complaint", "beta", 0, 1 },
		{ "not idea", "beta", 0, 1 },
		{ "not (idea or topic t)", "tau", 0, 0 },
		{ "idea or complaint and topic t", "alpha", 0, 1 },
		{ "(idea or complaint) and topic t", "alpha", 0, 0 },
		{ "any(rule a, rule b)", "beta", 0, 1 },
		{ "all(rule a, rule b)", "beta", 0, 0 },
		{ "all(rule a, rule b)", "alpha beta", 0, 1 },
		{ "count(rule a, rule b, topic t) >= 2", "alpha tau", 0, 1 },
		{ "count(rule a, rule b, topic t) > 2", "alpha tau", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (added(cases[i].condition, cases[i].text, cases[i].stars) !=
		    cases[i].points)
			fail_msg("when %s: %s", cases[i].condition,
			    cases[i].text);
}

static void
faults_in_conditions_are_pointed_at(void **state)
{

	(void)state;
	assert_faults(BASE "when idea add loud to praise\n",
	    "own.rules:10:15: no weight is called loud: hint, weak, strong, "
	    "sure or a number from -6 to 6\n");
	assert_faults(BASE "when idea\n",
	    "own.rules:10:10: write what it adds: when CONDITION add weak to "
	    "complaint\n");
	assert_faults(BASE "when idea add weak to anger\n",
	    "own.rules:10:23: no signal is called anger: idea, complaint, "
	    "praise, question, advice or spam\n");
	assert_faults(BASE "when rule c add weak to idea\n",
	    "own.rules:10:11: there is no rule c\n");
	assert_faults(BASE "when topic tt add weak to idea\n",
	    "own.rules:10:12: there is no topic tt\n");
	assert_faults(BASE "when (idea add weak to idea\n",
	    "own.rules:10:12: a closing parenthesis is missing here\n");
	assert_faults(BASE "when stars 2 add weak to idea\n",
	    "own.rules:10:12: write a comparison with < <= = >= or >: "
	    "stars <= 2\n");
	assert_faults(BASE "when happy add weak to idea\n",
	    "own.rules:10:6: a condition asks for a signal (idea, complaint "
	    "...), rule NAME, topic NAME, list NAME, stars, count(...), "
	    "any(...) or all(...)\n");
	assert_faults(BASE "when idea add weak to praise now\n",
	    "own.rules:10:30: nothing more can stand here\n");
}

static void
depth_has_an_end(void **state)
{
	struct buf rules = BUF_INIT(10000);
	struct loaded l;

	(void)state;
	buf_adds(&rules, BASE "when ");
	for (int i = 0; i < 100; i++)
		buf_addc(&rules, '(');
	buf_adds(&rules, "idea\n");
	load_text(rules.p, &l);
	assert_non_null(strstr(l.printed, "nested too deeply"));
	unload(&l);
	buf_free(&rules);
}

int
main(void)
{
	const struct CMUnitTest when_tests[] = {
		cmocka_unit_test(conditions_ask_what_was_heard),
		cmocka_unit_test(faults_in_conditions_are_pointed_at),
		cmocka_unit_test(depth_has_an_end),
	};

	return (cmocka_run_group_tests(when_tests, make_rules_folder,
	    remove_rules_folder));
}
