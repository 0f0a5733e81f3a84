#include <jansson.h>

#include "earshot/verdict_print.h"

#include "oneset.h"

static const char *const rules =
    "pack t\nlang en\n"
    "list brand.acme = Acme\n"
    "topic tea \"Tea\"\n  say tea\n"
    "rule had\n  about Customer wishes for something\n"
    "  signal idea  facet want  target product\n  say I wish you had\n"
    "rule leak\n  signal complaint  negatable\n  say leak*\n"
    "  unless \"leaks out\"\n  need cup within 9 words\n"
    "when stars <= 2 add weak to complaint\n";

static int
load(void **state)
{

	return (set_make(state, rules));
}

static json_t *
to_json(const struct heard *h, const char *id)
{
	struct buf out = BUF_INIT(1 << 20);
	json_error_t error;
	json_t *o;

	verdict_json(&out, str_of(id), &h->v);
	assert_false(buf_failed(&out));
	assert_null(memchr(out.p, '\n', out.n));
	o = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, &error);
	if (o == NULL)
		fail_msg("%s: %s", error.text, out.p);
	buf_free(&out);
	return (o);
}

static void
the_json_object_has_all_that_the_contract_names(void **state)
{
	struct classify_input in = { .title = STR("Tea & \"Acme\""),
		.text = STR("Tea! I wish you had\ttea \u201clike\u201d Acme."),
		.stars = 1 };
	static const char *const keys[] = { "id", "lang", "primary", "signals",
		"facet", "target", "topics", "mentions", "sentiment",
		"intensity", "truncated" };
	struct heard h;
	json_t *o, *s, *e;

	(void)state;
	hear_input(set.rs, &in, &h);
	o = to_json(&h, "{\"a\":[1]}");
	assert_int_equal(json_object_size(o), 11);
	for (size_t i = 0; i < 11; i++)
		assert_non_null(json_object_get(o, keys[i]));
	assert_true(json_is_object(json_object_get(o, "id")));
	assert_string_equal(json_string_value(json_object_get(o, "primary")),
	    "idea");
	assert_string_equal(json_string_value(json_object_get(o, "facet")),
	    "want");
	assert_int_equal(json_array_size(json_object_get(o, "topics")), 1);
	assert_int_equal(json_array_size(json_object_get(o, "mentions")), 1);
	assert_int_equal(json_array_size(json_object_get(o, "signals")),
	    SIGNALS);
	s = json_array_get(json_object_get(o, "signals"), 0);
	assert_string_equal(json_string_value(json_object_get(s, "signal")),
	    "idea");
	assert_true(json_is_true(json_object_get(s, "fired")));
	e = json_array_get(json_object_get(s, "evidence"), 0);
	assert_string_equal(json_string_value(json_object_get(e, "rule")),
	    "t.had");
	assert_string_equal(json_string_value(json_object_get(e, "text")),
	    "I wish you had");
	assert_int_equal(json_integer_value(json_object_get(e, "start")), 5);
	assert_int_equal(json_integer_value(json_object_get(e, "sentence")), 1);
	s = json_array_get(json_object_get(o, "signals"), 1);
	e = json_array_get(json_object_get(s, "evidence"), 0);
	assert_string_equal(json_string_value(json_object_get(e, "field")),
	    "stars");
	json_decref(o);
	forget(&h);
}

static void
nothing_heard_is_null_and_empty(void **state)
{
	struct heard h;
	json_t *o;

	(void)state;
	hear(set.rs, "", &h);
	o = to_json(&h, "null");
	assert_true(json_is_null(json_object_get(o, "id")));
	assert_true(json_is_null(json_object_get(o, "primary")));
	assert_true(json_is_null(json_object_get(o, "facet")));
	assert_true(json_is_null(json_object_get(o, "target")));
	assert_int_equal(json_array_size(json_object_get(o, "topics")), 0);
	json_decref(o);
	forget(&h);
}

static const char *
to_text(const struct classify_input *in, bool color)
{
	static char text[8000];
	struct buf out = BUF_INIT(1 << 20);
	struct heard h;

	hear_input(set.rs, in, &h);
	verdict_text(&out, in, ruleset_info(set.rs), &h.v, color);
	snprintf(text, sizeof(text), "%s", out.p);
	buf_free(&out);
	forget(&h);
	return (text);
}

static void
people_see_points_rule_and_the_words_in_their_sentence(void **state)
{
	struct classify_input in = { .lang = STR("en"),
		.text = STR("Hello all.\nSo, I wish you had\033[31m mint tea. "
			    "Bye.") };
	const char *text;

	(void)state;
	text = to_text(&in, false);
	assert_non_null(
	    strstr(text, "primary: idea, facet want, target product,"
			 " language en"));
	assert_non_null(strstr(text,
	    "idea       0.60 fired: 0.10 over its threshold 0.50  (bias "
	    "-2.10)\n"
	    "   +2.50  t.had                        Customer wishes for "
	    "something\n"
	    "          So, [I wish you had] [31m mint tea.\n"));
	assert_non_null(strstr(text, "praise     0.11 nothing heard"));
	assert_non_null(strstr(text, "topics: tea\n"));
	/* Once, however often it is spoken of. */
	in.text = STR("Mint tea, green tea. Tea!");
	assert_non_null(strstr(to_text(&in, false), "topics: tea\n"));
	in.text = STR("Hello all.\nSo, I wish you had mint tea.");
	assert_non_null(
	    strstr(to_text(&in, true), "So, \033[1mI wish you had\033[0m"));
}

static void
people_see_why_not(void **state)
{
	struct classify_input in = { .lang = STR("en"),
		.text =
		    STR("It leaks. The cup never leaks. A cup leaks out.") };
	const char *text;

	(void)state;
	text = to_text(&in, false);
	assert_non_null(
	    strstr(text, "not fired: 0.39 under its threshold 0.50"));
	assert_non_null(strstr(text, "(missing: need cup within 9 words)"));
	assert_non_null(strstr(text, "(negated: counts nothing)"));
	assert_non_null(strstr(text, "(vetoed by \"leaks out\")"));
	in.lang = STR("fr");
	assert_non_null(strstr(to_text(&in, false),
	    "abstained: the post seems to be \"fr\", the rules speak en (no "
	    "rules for this language)\n"));
}

static void
in_brief_only_what_was_heard_and_what_nearly_was(void **state)
{
	struct classify_input in = { .lang = STR("en"),
		.text = STR("I wish you had tea. The cup never leaks.") };
	struct buf out = BUF_INIT(1 << 20);
	struct heard h;

	(void)state;
	hear_input(set.rs, &in, &h);
	verdict_brief(&out, &in, ruleset_info(set.rs), &h.v, false);
	assert_string_equal(out.p,
	    "  idea       0.60 fired: 0.10 over its threshold 0.50\n"
	    "   +2.50  t.had                        Customer wishes for "
	    "something\n"
	    "          [I wish you had] tea.\n"
	    "  nearly heard:\n"
	    "    complaint t.leak (negated: counts nothing)\n"
	    "              The cup never [leaks].\n");
	forget(&h);
	in.text = STR("Hello.");
	hear_input(set.rs, &in, &h);
	buf_clear(&out);
	verdict_brief(&out, &in, ruleset_info(set.rs), &h.v, false);
	assert_string_equal(out.p, "  nothing heard\n");
	forget(&h);
	buf_free(&out);
}

static double
told_score(const json_t *o, size_t signal)
{
	const json_t *s = json_array_get(json_object_get(o, "signals"), signal);

	return (json_real_value(json_object_get(s, "score")));
}

/* The higher of them is the primary signal's. */
static void
scores_near_one_are_told_apart(void **state)
{
	struct heard h;
	json_t *o;

	(void)state;
	hear(set.rs, "I wish you had a cup that leaks", &h);
	h.v.signals[SIGNAL_IDEA].score = 0.99999961;
	h.v.signals[SIGNAL_COMPLAINT].score = 0.99999979;
	o = to_json(&h, "1");
	assert_true(
	    told_score(o, SIGNAL_IDEA) < told_score(o, SIGNAL_COMPLAINT));
	json_decref(o);
	forget(&h);
}

int
main(void)
{
	const struct CMUnitTest verdict_print_tests[] = {
		cmocka_unit_test(
		    the_json_object_has_all_that_the_contract_names),
		cmocka_unit_test(nothing_heard_is_null_and_empty),
		cmocka_unit_test(scores_near_one_are_told_apart),
		cmocka_unit_test(
		    people_see_points_rule_and_the_words_in_their_sentence),
		cmocka_unit_test(people_see_why_not),
		cmocka_unit_test(
		    in_brief_only_what_was_heard_and_what_nearly_was),
	};

	return (cmocka_run_group_tests(verdict_print_tests, load, set_drop));
}
