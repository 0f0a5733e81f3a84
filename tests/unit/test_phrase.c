#include "ruleshelp.h"

/* What one phrase hears in ${text}: "[a] [b]". */
static const char *
heard_by(const char *phrase, const char *text)
{
	static char spans[500];
	struct buf rules = BUF_INIT(20000);
	struct loaded l;
	struct heard h;

	buf_printf(&rules,
	    "list brand.acme = Acme Brew, acmebrew, Acme\n"
	    "rule a\n  signal idea\n  say %s\n",
	    phrase);
	load_text(rules.p, &l);
	assert_string_equal(l.printed, "");
	hear(l.rs, text, &h);
	strcpy(spans, spans_of(&h, SIGNAL_IDEA));
	forget(&h);
	unload(&l);
	buf_free(&rules);
	return (spans);
}

static void
phrases_match_as_the_manual_says(void **state)
{
	static const char *const cases[][3] = {
		/* whole words, any case, any white space */
		{ "leak", "leak LEAK leaks bleak leak-proof leak's leak'll",
		    "[leak] [LEAK] [leak] [leak]" },
		{ "please add", "Please\tadd  PLEASE   ADD please, add",
		    "[Please\tadd] [PLEASE   ADD]" },
		{ "caf\u00e9", "CAF\u00c9 caf\u00e9s caf\u00e9",
		    "[CAF\u00c9] "
		    "[caf\u00e9]" },
		/* accents that are missing or wrong; dots are letters */
		{ "tr\u00c8s", "tr\u00e8s tres tr\u00e9s TR\u00c9S tros",
		    "[tr\u00e8s] [tres] [tr\u00e9s] [TR\u00c9S]" },
		{ "(habitaci|ecuaci)\u00f3n", "habitacion ECUACI\u00d3N",
		    "[habitacion] [ECUACI\u00d3N]" },
		{ "tres | sch\u00f6n", "tr\u00e8s schon tres sch\u00f6n",
		    "[tres] [sch\u00f6n]" },
		/* apostrophes */
		{ "can't", "can't can\u2019t cant can",
		    "[can't] [can\u2019t] "
		    "[cant]" },
		{ "can", "can can't can'd", "[can]" },
		{ "pas (de|d')", "pas d\u2019eau, pas de, pas dire, pas d'",
		    "[pas d\u2019] [pas de] [pas d']" },
		{ "(l'eau|qu'il fuit)",
		    "l'eau l eau leau L\u2019eau eau l'eaux quil fuit",
		    "[l'eau] [l eau] [leau] [L\u2019eau] [quil fuit]" },
		{ "\"(ne|n'|) (va|a) (plus|pas)\"",
		    "n'a plus, n a pas, ne va pas, n' a pas, va pas, n'va pas",
		    "[n'a plus] [n a pas] [ne va pas] [n' a pas] [va pas] "
		    "[n'va pas]" },
		{ "\"pas d' (eau|air)\" | \"rien d'(autre)\"",
		    "pas d'eau, pas d air, pas deau, rien d'autre, rien d "
		    "autre",
		    "[pas d'eau] [pas d air] [rien d'autre] [rien d autre]" },
		/* endings */
		{ "leak*", "leaky leaks leak lea leak's",
		    "[leaky] [leaks] "
		    "[leak] [leak]" },
		{ "problem~s with", "problems with problem with problemx with",
		    "[problems with] [problem with]" },
		{ "stop~ed~ing", "stop stopped stopping stops",
		    "[stop] [stopped] [stopping]" },
		{ "\"(bug|glitch)~s again\"",
		    "bugs again, glitches again, "
		    "bug again",
		    "[bugs again] [glitches again] [bug again]" },
		/* gaps */
		{ "bring * back",
		    "bring back; bring it back; bring a b c d e "
		    "back; bring a b c d e f back",
		    "[bring back] [bring it back] [bring a b c d e back]" },
		/* groups */
		{ "would be (nice|really great) if",
		    "would be nice if would be really great if would be if",
		    "[would be nice if] [would be really great if]" },
		{ "would (really|) love",
		    "would love, would really love, "
		    "would not love",
		    "[would love] [would really love]" },
		{ "(so|) good", "good so good", "[good] [so good]" },
		{ "improv(e|ing) it", "improve it improving it improv it",
		    "[improve it] [improving it]" },
		{ "a (b (c|d)|e) f", "a b c f, a e f, a b f",
		    "[a b c f] [a e f]" },
		{ "\"one|two\"", "one two", "[one] [two]" },
		/* lists */
		{ "my {brand.acme}",
		    "my ACME-brew, my acmebrew, my acme, "
		    "my AcmeBrews",
		    "[my ACME-brew] [my acmebrew] [my acme]" },
		/* signs */
		{ "\"C\\+\\+\" | #tea | @acme | \"100%\"",
		    "C++ #tea @acme 100%", "[C++] [#tea] [@acme] [100%]" },
		{ "\"no, thanks\"", "No,  thanks", "[No,  thanks]" },
		{ "\"what \\(the\\)\"", "what (the)", "[what (the)]" },
		{ "\u2764", "so \u2764\u2764", "[\u2764] [\u2764]" },
		{ "foo(bar|)", "foo foobar", "[foo] [foobar]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = heard_by(cases[i][0], cases[i][1]);

		if (strcmp(got, cases[i][2]) != 0)
			fail_msg("say %s\n hears %s\n not  %s", cases[i][0],
			    got, cases[i][2]);
	}
}

#define SAY(value)          "rule a\n  signal idea\n  say " value "\n"
#define AT(column, message) "own.rules:3:" column ": " message "\n"

static void
faults_inside_phrases_are_pointed_at(void **state)
{

	(void)state;
	assert_faults(SAY("le*"), AT("7", "a * needs at least three letters "
					  "before it"));
	assert_faults(SAY("leak*ing"),
	    AT("12", "a * stands at the end of a "
		     "word, or alone between words"));
	assert_faults(SAY("* leak"), AT("7", "a * alone needs a word on both "
					     "sides"));
	assert_faults(SAY("leak *"), AT("13", "a * alone needs a word on both "
					      "sides"));
	assert_faults(SAY("a (b|c"), AT("9", "this parenthesis is never "
					     "closed"));
	assert_faults(SAY("a b)"), AT("10", "there is no ( for this )"));
	assert_faults(SAY("a () b"), AT("9", "nothing stands between these "
					     "parentheses"));
	assert_faults(SAY("my {brand.x}"),
	    AT("11", "there is no list brand.x"));
	assert_faults(SAY("my {brand.x"), AT("10", "this { is never closed"));
	assert_faults(SAY("my brand}"), AT("15", "there is no { for this }"));
	assert_faults(SAY("leak~er"), AT("12", "an ending is ~s, ~ed or ~ing"));
	assert_faults(SAY("~s leak"), AT("7", "an ending needs a word before "
					      "it"));
	assert_faults(SAY("(very|) (much|)"),
	    AT("7", "this can match nothing at all: make some part of it "
		    "required"));
	assert_faults(SAY("((((((((((a))))))))))"),
	    AT("15", "parentheses are nested too deeply"));
}

int
main(void)
{
	const struct CMUnitTest phrase_tests[] = {
		cmocka_unit_test(phrases_match_as_the_manual_says),
		cmocka_unit_test(faults_inside_phrases_are_pointed_at),
	};

	return (cmocka_run_group_tests(phrase_tests, make_rules_folder,
	    remove_rules_folder));
}
