/*
 * Words that travel, and words that do not.
 */
#include "earshot/fit.h"

#include "ruleshelp.h"

static const char rules[] = "lang en\n"
			    "rule a\n  signal idea\n  say alpha\n";

/*
 * Each fourth post is an idea: it has alpha every other time; ${telling} stands
 * in nearly all of them, noise in as many of either kind.
 */
static void
add_set(struct fit *f, const char *name, const char *telling)
{
	size_t set;

	assert_int_equal(fit_set(f, str_of(name), &set), OK);
	for (size_t i = 0; i < 400; i++) {
		struct classify_input in = { .lang = STR("en") };
		struct fit_labels labels = { .domain = 0 };
		bool idea = i % 4 == 0, said = idea ? i % 36 != 0 : i % 47 == 0;
		char text[200];

		snprintf(text, sizeof(text), "So it %s %s here%s.",
		    said ? telling : "goes", i % 3 == 0 ? "noise" : "calm",
		    idea && i % 8 == 0 ? ", alpha" : "");
		in.text = str_of(text);
		memset(labels.of, -1, sizeof(labels.of));
		labels.of[SIGNAL_IDEA] = idea;
		assert_int_equal(fit_add(f, set, &in, &labels), OK);
	}
}

struct learned {
	struct loaded l;
	struct fit *f;
	struct buf out, report;
	enum status st;
};

static void
learn(const char *first, const char *second, struct learned *ret)
{

	load_text(rules, &ret->l);
	ret->f = fit_new(ret->l.rs, true);
	assert_non_null(ret->f);
	add_set(ret->f, "one", first);
	add_set(ret->f, "two", second);
	add_set(ret->f, "three", first);
	ret->out = ret->report = BUF_INIT(1 << 20);
	assert_int_equal(fit_run(ret->f, &(struct fit_options){ -1 }), OK);
	ret->st = fit_lexicon(ret->f, STR("words"), &ret->out, &ret->report);
}

static void
drop(struct learned *r)
{

	fit_free(r->f);
	unload(&r->l);
	buf_free(&r->out);
	buf_free(&r->report);
}

static void
a_word_that_tells_in_every_set_becomes_a_rule(void **state)
{
	struct learned r;
	struct loaded l;

	(void)state;
	if (!fit_available())
		skip();
	learn("wobbles", "wobbles", &r);

	assert_int_equal(r.st, OK);
	assert_non_null(strstr(r.out.p, "say     \"wobbles\""));
	assert_null(strstr(r.out.p, "say     \"noise\""));
	/* what a rule hears already is not learned again */
	assert_null(strstr(r.out.p, "say     \"alpha\""));
	/* it is a pack like any other */
	load_text(r.out.p, &l);
	assert_non_null(l.rs);
	assert_int_equal(l.faults.errors, 0);
	assert_true(
	    str_starts(ruleset_info(l.rs)->rules[0]->name, STR("words.idea.")));
	/* and fires nothing alone */
	assert_true(ruleset_info(l.rs)->rules[0]->weight <= 1.2);
	unload(&l);
	drop(&r);
}

static void
a_word_of_some_sets_only_is_not_written(void **state)
{
	struct learned r;

	(void)state;
	if (!fit_available())
		skip();
	learn("wobbles", "jiggles", &r);
	assert_null(strstr(r.out.p != NULL ? r.out.p : "", "jiggles"));
	drop(&r);
}

int
main(void)
{
	const struct CMUnitTest fitlexicon_tests[] = {
		cmocka_unit_test(a_word_that_tells_in_every_set_becomes_a_rule),
		cmocka_unit_test(a_word_of_some_sets_only_is_not_written),
	};

	return (cmocka_run_group_tests(fitlexicon_tests, make_rules_folder,
	    remove_rules_folder));
}
