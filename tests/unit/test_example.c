/*
 * Customers' sentences as example lines: what is read back is what was printed.
 */
#include <jansson.h>

#include "earshot/rulesexport.h"

#include "cli/example.h"
#include "ruleshelp.h"

/* The line for ${sentence}, and what a rule file with it says its `no` is. */
static void
assert_line(const char *sentence, const char *expected)
{
	struct arena *a = arena_new(1 << 20);
	struct buf out = BUF_INIT(1 << 20);
	struct str line;
	char file[3000];
	struct loaded l;
	json_error_t error;
	json_t *o, *no;

	assert_non_null(a);
	line = example_line(a, str_of(sentence));
	assert_str(line, expected);
	snprintf(file, sizeof(file),
	    "pack p\nrule r\n  signal idea\n  say zzqx\n  no      %.*s\n",
	    STR_ARG(line));
	load_two(file, NULL, &l);
	assert_string_equal(l.printed, "");
	rules_export(l.rs, &out);
	o = json_loadb(out.p, out.n, 0, &error);
	assert_non_null(o);
	no = json_object_get(json_array_get(json_object_get(o, "rules"), 0),
	    "no");
	assert_int_equal(json_array_size(no), 1);
	assert_string_equal(json_string_value(json_array_get(no, 0)), expected);
	json_decref(o);
	unload(&l);
	buf_free(&out);
	arena_free(a);
}

static void
plain_sentences_are_themselves(void **state)
{

	(void)state;
	assert_line("The lid does not work.", "The lid does not work.");
	assert_line("yes, rule of thumb: say nothing",
	    "yes, rule of thumb: say nothing");
	assert_line("no", "no");
	assert_line("a | b (c) * d \\ e = f, \"g\" h",
	    "a | b (c) * d \\ e = f, \"g\" h");
	assert_line("ça coûte trop cher #acme #fail",
	    "ça coûte trop cher #acme #fail");
}

static void
one_line_with_single_spaces(void **state)
{

	(void)state;
	assert_line("  The lid\n\tdoes  not\r\nwork ", "The lid does not work");
}

static void
what_would_open_a_comment_loses_its_sign(void **state)
{

	(void)state;
	assert_line("# it is #1 and # 2 of ##3", "it is 1 and 2 of 3");
}

static void
quotes_round_the_whole_are_taken_off(void **state)
{

	(void)state;
	assert_line("\"It does not work\"", "It does not work");
	assert_line("«Rien ne marche»", "Rien ne marche");
	assert_line("\"It\" does not work", "\"It\" does not work");
}

static void
nothing_stays_nothing(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char longer[EXAMPLE_MAX + 10];

	(void)state;
	assert_int_equal(example_line(a, STR("")).n, 0);
	assert_int_equal(example_line(a, STR(" # ")).n, 0);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(example_line(a, str_of(longer)).n, 0);
	arena_free(a);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_sentences_are_themselves),
		cmocka_unit_test(one_line_with_single_spaces),
		cmocka_unit_test(what_would_open_a_comment_loses_its_sign),
		cmocka_unit_test(quotes_round_the_whole_are_taken_off),
		cmocka_unit_test(nothing_stays_nothing),
	};

	return (RUN_TESTS(tests));
}
