#include "ruleshelp.h"

#define SAY(value)          "rule a\n  signal idea\n  say " value "\n"
#define MATCH(value)        "rule a\n  signal idea\n  match " value "\n"
#define AT(column, message) "own.rules:3:" column ": " message "\n"

static void
phrases_stand_side_by_side(void **state)
{
	struct loaded l;

	(void)state;
	load_text(SAY("\"say \\\"hi\\\" now\" | two words|three (a|b) | 5, "
		      "6:30"),
	    &l);
	assert_string_equal(l.printed,
	    AT("51", "write | between phrases, not a comma"));
	unload(&l);
	load_text(SAY("\"say \\\"hi\\\" now\" | two words|three (a|b)"), &l);
	assert_string_equal(l.printed, "");
	assert_hears(l.rs, "Say \u201chi\u201d now! Two  words. Three B.",
	    SIGNAL_IDEA, "[Say \u201chi\u201d now] [Two  words] [Three B]");
	unload(&l);
}

static void
joining_words_get_the_sentence_that_says_what_to_write(void **state)
{

	(void)state;
	assert_faults(SAY("please add OR bring back"),
	    AT("18", "write | between phrases, not OR"));
	assert_faults(SAY("\"please add\" or \"bring back\""),
	    AT("20", "write | between phrases, not OR"));
	assert_faults(SAY("\"please\" AND \"add\""),
	    AT("16",
		"there is no AND: put what must also be there on a line of "
		"its own: need \"...\""));
	assert_faults(SAY("add NOT now"),
	    AT("11", "there is no NOT: put what must not be there on a line of "
		     "its own: unless \"...\""));
	assert_faults(SAY("\"a b\", \"c d\""),
	    AT("12", "write | between phrases, not a comma"));
	assert_faults(SAY("\"a b\" \"c d\""),
	    AT("13", "write | between phrases"));
	assert_loads(SAY("more or less | this and that | \"this OR that\""));
}

static void
broken_phrases_are_pointed_at(void **state)
{

	(void)state;
	assert_faults(SAY(""), "own.rules:3:6: a phrase is missing here\n");
	assert_faults(SAY("a b |"), AT("12", "a phrase is missing here"));
	assert_faults(SAY("a b || c d"), AT("12", "a phrase is missing here"));
	assert_faults(SAY("\"\" | a b"),
	    AT("7", "nothing stands between these quotes"));
	assert_faults(SAY("\"a b"), AT("7", "these quotes are never closed"));
	assert_faults(SAY("would be \"nice\""),
	    AT("16", "quotes go round a whole phrase: \"...\" | \"...\""));
	assert_faults(SAY("'please add'"),
	    AT("7", "use double quotes round a phrase: \"...\""));
	assert_faults(SAY("/please/i"),
	    AT("7", "a /pattern/ goes on a `match` line"));
}

static void
patterns_stand_between_slashes(void **state)
{
	struct loaded l;

	(void)state;
	load_text(MATCH("/\\bon\\/off\\b/i | /[/]x y/"), &l);
	assert_string_equal(l.printed, "");
	assert_hears(l.rs, "On/Off and /x y but /X y", SIGNAL_IDEA,
	    "[On/Off] [/x y]");
	unload(&l);
	assert_faults(MATCH("please add"),
	    AT("9", "a pattern stands between slashes: match /.../i; for plain "
		    "words there is `say`"));
	assert_faults(MATCH("/please"),
	    AT("9", "this pattern lacks its closing "
		    "/"));
	assert_faults(MATCH("//"), AT("9", "an empty pattern matches nothing"));
	assert_faults(MATCH("/a/b/"),
	    AT("12", "a pattern ends in / and perhaps i, s, m or x; write \\/ "
		     "for a slash inside it"));
	assert_faults(MATCH("/ab/ /cd/"),
	    AT("14", "write | between patterns, or a line for each"));
}

int
main(void)
{
	const struct CMUnitTest alternatives_tests[] = {
		cmocka_unit_test(phrases_stand_side_by_side),
		cmocka_unit_test(
		    joining_words_get_the_sentence_that_says_what_to_write),
		cmocka_unit_test(broken_phrases_are_pointed_at),
		cmocka_unit_test(patterns_stand_between_slashes),
	};

	return (cmocka_run_group_tests(alternatives_tests, make_rules_folder,
	    remove_rules_folder));
}
