/*
 * What people slip on in rule files, and word for word what they are told:
 * file, line, column, what is wrong, what would be right, and the caret.  The
 * cases are in tests/data/rules/slips, one file a kind.
 */
#include "ruleshelp.h"

static const char file_mark[] = "=== the file\n",
		  told_mark[] = "=== what is told\n";

/* The text up to the next mark (or the end), NUL-ended; *${at} moves on. */
static char *
part(const char **at, const char *mark)
{
	const char *end = strstr(*at, mark);
	char *text;

	if (end == NULL)
		end = *at + strlen(*at);
	text = str_dup((struct str){ *at, (size_t)(end - *at) });
	assert_non_null(text);
	*at = *end != '\0' ? end + strlen(mark) : end;
	return (text);
}

static void
check_kind(const char *name)
{
	const char *src = getenv("EARSHOT_SRC"), *at;
	struct files *files = files_disk();
	struct str bytes;
	char path[500], *all;
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/tests/data/rules/slips/%s.txt",
	    src != NULL ? src : ".", name);
	assert_int_equal(files_read(files, path, 1 << 20, &bytes), OK);
	all = str_dup(bytes);
	assert_non_null(all);
	assert_memory_equal(all, file_mark, strlen(file_mark));
	for (at = all + strlen(file_mark); *at != '\0'; n++) {
		char *text = part(&at, told_mark), *told = part(&at, file_mark);
		struct loaded l;

		load_text(text, &l);
		print_faults(&l, true);
		if (strcmp(l.printed, told) != 0)
			fail_msg("%s\ntold:\n%s\nwanted:\n%s", text, l.printed,
			    told);
		unload(&l);
		free(text);
		free(told);
	}
	assert_true(n > 1);
	free(all);
	files_free(files);
}

static void
words_nobody_knows_are_answered_with_what_was_meant(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
what_stands_between_phrases_is_said(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
a_name_is_one_word(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
names_stand_for_one_thing(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
names_of_nothing_get_a_suggestion(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
what_is_missing_is_named(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
a_misspelt_word_below_free_text_is_pointed_at(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
numbers_have_bounds_and_points(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
circles_are_found(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
patterns_that_cannot_serve_are_refused(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
examples_that_do_not_hold_say_why(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
what_is_doubtful_is_warned_of(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
lines_stand_where_they_belong(void **state)
{

	(void)state;
	check_kind(__func__);
}

static void
what_a_keyboard_makes_is_accepted(void **state)
{
	static const char utf16[] = "\xff\xfer\0u\0l\0e\0 \0a\0\r\0\n\0\t\0"
				    "s\0i\0g\0n\0a\0l\0 \0i\0d\0e\0a\0\n\0"
				    " \0s\0a\0y\0 \0x\0 \0y\0\n\0";
	static const char *const texts[] = {
		"\xef\xbb\xbfrule a\r\n\tsignal idea\r\n\tsay x y\r\n",
		"rule a\r  signal idea\r  say x y\r",
		"rule\u00a0a\n\u00a0signal\u00a0idea\n  say x\u00a0y\n",
		"Rule: a\n  Signal: Idea\n  SAY: x y\n",
		"rule a\n  signal idea\n  say \u201cx y\u201d | \u201ex "
		"z\u201c "
		"| \u00abz y\u00bb\n",
		"list brand.a = \u201cTea\u201d, #tea | @tea\n",
		"topic t \u201cTea\u201d\n  say tea\n",
	};
	struct files *files = files_disk();
	struct loaded l;
	const char *own[] = { NULL, NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_loads(texts[i]);
	own[0] = write_bytes("utf16.rules",
	    (struct str){ utf16, sizeof(utf16) - 1 });
	faults_init(&l.faults);
	l.rs = NULL;
	assert_int_equal(ruleset_load(files, NULL, own, &l.faults, &l.rs), OK);
	assert_hears(l.rs, "X Y.", SIGNAL_IDEA, "[X Y]");
	files_free(files);
	unload(&l);
}

static void
all_files_are_listed_the_worst_first_and_the_set_is_refused(void **state)
{
	struct loaded l;

	(void)state;
	load_two("rule a\n  signal idea\n  say x, y\n",
	    "rule b c\n  signal praze\n  say (x\nrule d\n  say x y\n", &l);
	assert_null(l.rs);
	assert_string_equal(l.printed,
	    "own.rules:1:8: a name is one word: write b_c\n"
	    "own.rules:2:10: no signal is called praze: did you mean praise?\n"
	    "own.rules:3:7: this parenthesis is never closed\n"
	    "own.rules:4:6: own.d has no signal: add a line `signal` with "
	    "idea, complaint, praise, question, advice or spam\n"
	    "shipped.rules:3:8: write | between phrases, not a comma\n");
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest rule_slips_tests[] = {
		cmocka_unit_test(
		    words_nobody_knows_are_answered_with_what_was_meant),
		cmocka_unit_test(what_stands_between_phrases_is_said),
		cmocka_unit_test(a_name_is_one_word),
		cmocka_unit_test(names_stand_for_one_thing),
		cmocka_unit_test(names_of_nothing_get_a_suggestion),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_misspelt_word_below_free_text_is_pointed_at),
		cmocka_unit_test(numbers_have_bounds_and_points),
		cmocka_unit_test(circles_are_found),
		cmocka_unit_test(patterns_that_cannot_serve_are_refused),
		cmocka_unit_test(examples_that_do_not_hold_say_why),
		cmocka_unit_test(what_is_doubtful_is_warned_of),
		cmocka_unit_test(lines_stand_where_they_belong),
		cmocka_unit_test(what_a_keyboard_makes_is_accepted),
		cmocka_unit_test(
		    all_files_are_listed_the_worst_first_and_the_set_is_refused),
	};

	return (cmocka_run_group_tests(rule_slips_tests, make_rules_folder,
	    remove_rules_folder));
}
