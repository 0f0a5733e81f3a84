/*
 * The machine's twin: valid JSON, nothing lost.  (By its schema it is checked
 * in the story rules_export.)
 */
#include <jansson.h>

#include "earshot/rulesexport.h"

#include "ruleshelp.h"

static json_t *export(const char *shipped, const char *own)
{
	struct buf out = BUF_INIT(16 << 20);
	struct loaded l;
	json_error_t error;
	json_t *o;

	load_two(shipped, own, &l);
	assert_string_equal(l.printed, "");
	/* The files are gone by now. */
	rules_export(l.rs, &out);
	assert_false(buf_failed(&out));
	assert_int_equal(out.p[out.n - 1], '\n');
	o = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, &error);
	if (o == NULL)
		fail_msg("%s", error.text);
	unload(&l);
	buf_free(&out);
	return (o);
}

static const char *
word(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return (s != NULL ? s : "(null)");
}

static void
an_empty_set_has_all_six_signals_and_no_rules(void **state)
{
	json_t *o = export("", NULL);

	(void)state;
	assert_string_equal(word(o, "format"), "earshot-rules-1");
	assert_int_equal(json_array_size(json_object_get(o, "signals")),
	    SIGNALS);
	assert_int_equal(json_array_size(json_object_get(o, "rules")), 0);
	json_decref(o);
}

static void
rules_that_are_off_are_there_and_say_so(void **state)
{
	json_t *o =
	    export("pack p\nrule a\n  signal idea\n  say one\n", "off p.a\n");
	json_t *r = json_array_get(json_object_get(o, "rules"), 0);

	(void)state;
	assert_true(json_is_true(json_object_get(r, "off")));
	assert_string_equal(word(r, "tier"), "shipped");
	r = json_array_get(json_object_get(o, "tunes"), 0);
	assert_string_equal(word(r, "tune"), "off");
	assert_string_equal(word(r, "tier"), "own");
	json_decref(o);
}

static void
words_that_came_from_files_outlive_them(void **state)
{
	json_t *o, *list;

	(void)state;
	write_bytes("words.txt", STR("# a remark\nkind\t2\n\nvery bad\t-3\n"));
	o = export("lang en\nvalence from words.txt\n", NULL);
	list =
	    json_object_get(json_array_get(json_object_get(o, "valences"), 0),
		"words");
	assert_int_equal(json_array_size(list), 2);
	list = json_array_get(list, 1);
	assert_string_equal(json_string_value(json_array_get(list, 0)),
	    "very bad");
	assert_true(json_number_value(json_array_get(list, 1)) == -3);
	json_decref(o);
}

static void
signs_and_letters_of_all_kinds_survive(void **state)
{
	json_t *o = export("rule a\n  signal idea\n"
			   "  say \"größer \\\"als\\\" \\ x\" | 日本\n"
			   "  about tab\tand \xf0\x9f\x98\x80\n",
	    NULL);
	json_t *r = json_array_get(json_object_get(o, "rules"), 0);
	json_t *say = json_object_get(r, "say");

	(void)state;
	assert_string_equal(json_string_value(json_array_get(say, 0)),
	    "größer \"als\" \\ x");
	assert_string_equal(json_string_value(json_array_get(say, 1)), "日本");
	assert_non_null(strstr(word(r, "about"), "\xf0\x9f\x98\x80"));
	json_decref(o);
}

int
main(void)
{
	const struct CMUnitTest rulesexport_tests[] = {
		cmocka_unit_test(an_empty_set_has_all_six_signals_and_no_rules),
		cmocka_unit_test(rules_that_are_off_are_there_and_say_so),
		cmocka_unit_test(words_that_came_from_files_outlive_them),
		cmocka_unit_test(signs_and_letters_of_all_kinds_survive),
	};

	return (cmocka_run_group_tests(rulesexport_tests, make_rules_folder,
	    remove_rules_folder));
}
