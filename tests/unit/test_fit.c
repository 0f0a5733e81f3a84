/*
 * Posts whose right weights are known: what each word is worth is decided here.
 */
#include <math.h>

#include "earshot/fit.h"

#include "rules/fitdata.h"
#include "ruleshelp.h"

enum { POSTS = 300 };

static const char text[] = "lang en\n"
			   "rule good\n  signal complaint\n  say alpha\n"
			   "rule idle\n  signal complaint\n  say bravo\n"
			   "rule rare\n  signal complaint\n  say charlie\n"
			   "rule wrong\n  signal complaint\n  say delta\n"
			   "rule mine\n  signal complaint\n  say echo\n"
			   "weight mine 1.5\n";

static uint32_t seed;

static double
chance(void)
{

	seed = seed * 1664525 + 1013904223;
	return ((seed >> 8) / (double)(1 << 24));
}

/* One set: a fifth of the posts each.  Alpha is worth logit .95 - logit .3 =
 * 3.8, bravo nothing, delta speaks against; echo is worth its own 1.5. */
static void
add_posts(struct fit *f, const char *name, size_t posts, const char *lang)
{
	static const struct {
		const char *word;
		double share;
	} words[] = { { "alpha", 0.95 }, { "bravo", 0.3 }, { "delta", 0.02 },
		{ "echo", 0.66 }, { "nothing", 0.3 } };
	size_t set;

	assert_int_equal(fit_set(f, str_of(name), &set), OK);
	for (size_t i = 0; i < posts; i++) {
		struct classify_input in = { .lang = str_of(lang) };
		struct fit_labels labels = { .domain = 0 };
		size_t k = i % 5;
		char said[100];

		/* charlie: once a set */
		snprintf(said, sizeof(said), "It is %s here%s.", words[k].word,
		    i == 4 ? " charlie" : "");
		in.text = str_of(said);
		memset(labels.of, -1, sizeof(labels.of));
		labels.of[SIGNAL_COMPLAINT] = chance() < words[k].share;
		assert_int_equal(fit_add(f, set, &in, &labels), OK);
	}
}

struct fitted {
	struct loaded l;
	struct fit *f;
	struct buf weights, report;
};

static void
fit_three_sets(double strength, struct fitted *ret)
{
	struct fit_options o = { strength };

	seed = 7;
	ret->weights = ret->report = BUF_INIT(1 << 20);
	load_text(text, &ret->l);
	assert_non_null(ret->l.rs);
	ret->f = fit_new(ret->l.rs, false);
	assert_non_null(ret->f);
	add_posts(ret->f, "one", POSTS, "en");
	add_posts(ret->f, "two", POSTS, "en");
	add_posts(ret->f, "three", POSTS, "en");
	assert_int_equal(fit_run(ret->f, &o), OK);
	fit_weights(ret->f, &ret->weights);
	fit_report(ret->f, &ret->report);
}

static void
drop(struct fitted *r)
{

	fit_free(r->f);
	unload(&r->l);
	buf_free(&r->weights);
	buf_free(&r->report);
}

static double
weight(const struct fitted *r, const char *name)
{
	const struct ruleset_info *info = ruleset_info(r->l.rs);

	for (size_t i = 0; i < info->nrules; i++)
		if (str_ends(info->rules[i]->name, str_of(name)))
			return (
			    r->f->results[SIGNAL_COMPLAINT].model.weight[i]);
	fail_msg("no rule %s", name);
	return (0);
}

/* Without liblinear there is nothing to test. */
static void
need_liblinear(void)
{

	if (!fit_available()) {
		print_message("built without liblinear\n");
		skip();
	}
}

static void
weights_go_where_the_posts_lead_them(void **state)
{
	struct fitted r;

	(void)state;
	need_liblinear();
	fit_three_sets(320, &r);
	assert_true(weight(&r, "good") > 2.5);
	assert_true(weight(&r, "idle") < 1);
	assert_true(weight(&r, "idle") >= 0);
	assert_non_null(strstr(r.weights.p, "weight own.idle "));
	drop(&r);
}

static void
the_weaker_the_strength_the_nearer_they_stay(void **state)
{
	struct fitted some, little;

	(void)state;
	need_liblinear();
	fit_three_sets(80, &some);
	fit_three_sets(2, &little);
	assert_true(weight(&some, "idle") < weight(&little, "idle"));
	assert_true(weight(&little, "idle") < 2.5);
	drop(&some);
	drop(&little);
}

static void
with_no_strength_all_weights_stay(void **state)
{
	struct fitted r;

	(void)state;
	need_liblinear();
	fit_three_sets(0, &r);
	assert_true(weight(&r, "good") == 2.5);
	assert_true(weight(&r, "idle") == 2.5);
	assert_null(strstr(r.weights.p, "\nweight "));
	drop(&r);
}

static void
a_rule_with_little_to_show_keeps_its_weight(void **state)
{
	struct fitted r;

	(void)state;
	need_liblinear();
	fit_three_sets(320, &r);
	assert_true(weight(&r, "rare") == 2.5);
	assert_null(strstr(r.weights.p, "own.rare"));
	drop(&r);
}

static void
a_sign_that_would_flip_is_held_at_nothing_and_told(void **state)
{
	struct fitted r;

	(void)state;
	need_liblinear();
	fit_three_sets(320, &r);
	assert_true(weight(&r, "wrong") == 0);
	assert_non_null(strstr(r.weights.p, "weight own.wrong 0.00"));
	assert_non_null(strstr(r.report.p, "suspicious: own.wrong"));
	drop(&r);
}

static void
a_persons_own_weight_stays(void **state)
{
	struct fitted r;

	(void)state;
	need_liblinear();
	fit_three_sets(320, &r);
	assert_true(weight(&r, "mine") == 1.5);
	assert_null(strstr(r.weights.p, "own.mine"));
	assert_non_null(strstr(r.report.p, "have a weight of yours"));
	drop(&r);
}

/* The report's figures are the engine's, not an imitation's. */
static void
the_engine_gives_the_scores_that_the_report_counts(void **state)
{
	struct files *files = files_disk();
	const char *paths[] = { NULL, NULL, NULL };
	struct fitted r;
	struct loaded again;
	size_t same = 0;

	(void)state;
	need_liblinear();
	fit_three_sets(80, &r);
	paths[0] = rules_path("own.rules");
	paths[1] = write_bytes("own.weights", buf_str(&r.weights));
	faults_init(&again.faults);
	assert_int_equal(ruleset_load(files, NULL, paths, &again.faults,
			     &again.rs),
	    OK);
	assert_int_equal(again.faults.n, 0);
	for (size_t i = 0; i < 5; i++) {
		static const char *const words[] = { "alpha", "bravo", "delta",
			"echo", "nothing" };
		const struct fit_score *s =
		    &r.f->scores[SIGNAL_COMPLAINT][FIT_INSIDE][i + 5];
		struct classify_input in = { .lang = STR("en") };
		struct heard h;
		char said[100];

		snprintf(said, sizeof(said), "It is %s here.", words[i]);
		in.text = str_of(said);
		hear_input(again.rs, &in, &h);
		assert_true(fabs(h.v.signals[SIGNAL_COMPLAINT].score -
				 (double)s->p) < 0.001);
		assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].fired, s->fired);
		same++;
		forget(&h);
	}
	assert_int_equal(same, 5);
	ruleset_unref(again.rs);
	faults_free(&again.faults);
	files_free(files);
	drop(&r);
}

static void
without_weights_files_the_rules_are_as_people_wrote_them(void **state)
{
	struct files *files = files_disk();
	const char *paths[] = { NULL, NULL, NULL };
	struct loaded l;

	(void)state;
	paths[0] = write_bytes("p.rules", STR("rule a\n  signal idea\n"
					      "  say tea\n"));
	paths[1] = write_bytes("p.weights", STR("weight p.a 1.0\n"
						"threshold idea .3\n"));
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, paths, NULL, &l.faults, &l.rs),
	    OK);
	assert_true(ruleset_info(l.rs)->rules[0]->weight == 1);
	assert_true(ruleset_info(l.rs)->threshold[SIGNAL_IDEA] == 0.3);
	ruleset_unref(l.rs);
	assert_int_equal(ruleset_load_plain(files, paths, NULL, &l.faults,
			     &l.rs),
	    OK);
	assert_true(ruleset_info(l.rs)->rules[0]->weight == 2.5);
	assert_true(ruleset_info(l.rs)->threshold[SIGNAL_IDEA] == 0.5);
	unload(&l);
	files_free(files);
}

static void
one_collection_is_not_enough(void **state)
{
	struct fit_options o = { -1 };
	struct buf out = BUF_INIT(1 << 20);
	struct loaded l;
	struct fit *f;

	(void)state;
	need_liblinear();
	seed = 7;
	load_text(text, &l);
	f = fit_new(l.rs, false);
	/* two parts of one collection */
	add_posts(f, "one-train", POSTS, "en");
	add_posts(f, "one-dev", POSTS, "en");
	assert_int_equal(f->ngroups, 1);
	assert_int_equal(fit_run(f, &o), E_NOT_FOUND);
	fit_weights(f, &out);
	assert_null(strstr(out.p, "\nweight "));
	assert_null(strstr(out.p, "\ncalibrate "));
	buf_free(&out);
	fit_free(f);
	unload(&l);
}

/* Alpha fires alone whatever it weighs, so no weight can be better. */
static void
the_more_cautious_way_stays_unless_another_is_better(void **state)
{
	struct fit_options o = { -1 };
	struct buf out = BUF_INIT(1 << 20);
	struct loaded l;
	struct fit *f;

	(void)state;
	need_liblinear();
	seed = 7;
	load_text("lang en\nrule good\n  signal complaint\n  say alpha\n", &l);
	f = fit_new(l.rs, false);
	add_posts(f, "one", POSTS, "en");
	add_posts(f, "two", POSTS, "en");
	add_posts(f, "three", POSTS, "en");
	assert_int_equal(fit_run(f, &o), OK);
	assert_true(f->results[SIGNAL_COMPLAINT].way.hold);
	fit_weights(f, &out);
	assert_null(strstr(out.p, "\nweight "));
	buf_free(&out);
	fit_free(f);
	unload(&l);
}

static void
posts_that_no_rule_listens_to_teach_nothing(void **state)
{
	struct fit_options o = { -1 };
	struct buf out = BUF_INIT(1 << 20);
	struct loaded l;
	struct fit *f;

	(void)state;
	need_liblinear();
	load_text(text, &l);
	f = fit_new(l.rs, false);
	add_posts(f, "un", POSTS, "fr");
	add_posts(f, "deux", POSTS, "fr");
	assert_int_equal(fit_run(f, &o), E_NOT_FOUND);
	fit_report(f, &out);
	assert_non_null(strstr(out.p, "un: 300 of 300 posts are in a language "
				      "that no rule listens to"));
	buf_free(&out);
	fit_free(f);
	unload(&l);
}

static void
lines_that_are_no_posts_are_faults_with_their_number(void **state)
{
	static const char lines[] =
	    "{\"text\":\"alpha\",\"labels\":{\"complaint\":1}}\n"
	    "\n"
	    "{\"text\":\"alpha\",\"labels\":{\"complaint\":2}}\n"
	    "{\"text\":\"alpha\",\"labels\":{\"anger\":1}}\n"
	    "{\"labels\":{}}\n"
	    "[]\n"
	    "{\"text\":\"bravo\"}\r\n"
	    "{\"text\":\"bravo\",\"stars\":7}\n"
	    "{\"text\":\"bravo\",\"labels\":{\"idea\":null,\"spam\":true}}";
	struct loaded l;
	struct fit *f;
	size_t set;

	(void)state;
	load_text(text, &l);
	f = fit_new(l.rs, false);
	assert_int_equal(fit_set(f, STR("one"), &set), OK);
	faults_free(&l.faults);
	faults_init(&l.faults);
	assert_int_equal(fit_lines(f, set, "one.jsonl", STR(lines), &l.faults),
	    OK);
	print_faults(&l, false);
	assert_string_equal(l.printed,
	    "one.jsonl:3: a label is 1 or 0 (or left out: not known)\n"
	    "one.jsonl:4: a label is no signal: idea, complaint, praise, "
	    "question, advice, spam or suggestion\n"
	    "one.jsonl:5: \"text\" is missing or no string\n"
	    "one.jsonl:6: this is no object: write {\"text\":\"...\","
	    "\"labels\":{\"idea\":1}}\n"
	    "one.jsonl:8: \"stars\" is not from 1 to 5\n");
	assert_int_equal(f->nposts, 3);
	assert_int_equal(f->posts[2].labels.of[SIGNAL_SPAM], 1);
	assert_int_equal(f->posts[2].labels.of[SIGNAL_IDEA], -1);
	fit_free(f);
	unload(&l);
}

static void
a_suggestion_is_carried_by_what_the_rules_hear_more_of(void **state)
{
	static const char two[] = "rule i\n  signal idea\n  say alpha\n"
				  "rule a\n  signal advice\n  say bravo\n";
	struct fit_options o = { -1 };
	struct loaded l;
	struct fit *f;
	size_t set;
	static const char lines[] =
	    "{\"text\":\"alpha\",\"labels\":{\"suggestion\":1}}\n"
	    "{\"text\":\"bravo\",\"labels\":{\"suggestion\":1}}\n"
	    "{\"text\":\"bravo bravo\",\"labels\":{\"suggestion\":1}}\n"
	    "{\"text\":\"nothing\",\"labels\":{\"suggestion\":1}}\n"
	    "{\"text\":\"alpha\",\"labels\":{\"suggestion\":0}}\n"
	    "{\"text\":\"alpha\",\"labels\":{}}\n";
	static const signed char idea[] = { 1, -1, -1, -1, 0, -1 };
	static const signed char advice[] = { -1, 1, 1, 1, 0, -1 };

	(void)state;
	need_liblinear();
	load_text(two, &l);
	f = fit_new(l.rs, false);
	assert_int_equal(fit_set(f, STR("one"), &set), OK);
	assert_int_equal(fit_lines(f, set, "x", STR(lines), &l.faults), OK);
	assert_int_equal(fit_run(f, &o), E_NOT_FOUND);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(f->rows[SIGNAL_IDEA][i].y, idea[i]);
		assert_int_equal(f->rows[SIGNAL_ADVICE][i].y, advice[i]);
	}
	fit_free(f);
	unload(&l);
}

static void
hits_count_as_often_as_the_engine_says(void **state)
{
	static const char rules[] = "rule a\n  signal idea\n  say alpha\n"
				    "rule b\n  signal idea  once\n  say bravo\n"
				    "rule c\n  signal idea  negatable\n"
				    "  say charlie\n  near delta add strong\n";
	struct fit_labels none;
	struct classify_input in = {
		.text = STR("alpha bravo, alpha bravo and alpha. "
			    "Not charlie. A charlie with delta.")
	};
	const struct fit_row *row;
	struct loaded l;
	struct fit *f;
	size_t set;

	(void)state;
	memset(&none, -1, sizeof(none));
	load_text(rules, &l);
	f = fit_new(l.rs, false);
	assert_int_equal(fit_set(f, STR("one"), &set), OK);
	assert_int_equal(fit_add(f, set, &in, &none), OK);
	row = &f->rows[SIGNAL_IDEA][0];
	assert_int_equal(row->n, 3);
	assert_true(f->hits[row->first].share == 1.75f);    /* 1 + ½ + ¼ */
	assert_true(f->hits[row->first + 1].share == 1.0f); /* once */
	assert_true(f->hits[row->first + 2].share == 1.0f); /* not negated */
	assert_true(row->fixed == 2.5f && row->near);       /* near */
	fit_free(f);
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest fit_tests[] = {
		cmocka_unit_test(weights_go_where_the_posts_lead_them),
		cmocka_unit_test(the_weaker_the_strength_the_nearer_they_stay),
		cmocka_unit_test(with_no_strength_all_weights_stay),
		cmocka_unit_test(a_rule_with_little_to_show_keeps_its_weight),
		cmocka_unit_test(
		    a_sign_that_would_flip_is_held_at_nothing_and_told),
		cmocka_unit_test(a_persons_own_weight_stays),
		cmocka_unit_test(
		    the_engine_gives_the_scores_that_the_report_counts),
		cmocka_unit_test(
		    without_weights_files_the_rules_are_as_people_wrote_them),
		cmocka_unit_test(one_collection_is_not_enough),
		cmocka_unit_test(
		    the_more_cautious_way_stays_unless_another_is_better),
		cmocka_unit_test(posts_that_no_rule_listens_to_teach_nothing),
		cmocka_unit_test(
		    lines_that_are_no_posts_are_faults_with_their_number),
		cmocka_unit_test(
		    a_suggestion_is_carried_by_what_the_rules_hear_more_of),
		cmocka_unit_test(hits_count_as_often_as_the_engine_says),
	};

	return (cmocka_run_group_tests(fit_tests, make_rules_folder,
	    remove_rules_folder));
}
