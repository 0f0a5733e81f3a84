#include <math.h>

#include "ruleshelp.h"

static struct loaded shipped;

static bool
load_packs(struct loaded *ret, bool as_own)
{
	const char *src = getenv("EARSHOT_SRC");
	const char *paths[] = { NULL, NULL };
	char path[500];
	struct files *files = files_disk();

	snprintf(path, sizeof(path), "%s/rules", src != NULL ? src : "rules");
	paths[0] = path;
	ret->rs = NULL;
	faults_init(&ret->faults);
	if (ruleset_load(files, as_own ? NULL : paths, as_own ? paths : NULL,
		&ret->faults, &ret->rs) != OK) {
		print_faults(ret, true);
		print_message("%s\n", ret->printed);
	}
	files_free(files);
	return (ret->rs != NULL);
}

static int
load(void **state)
{

	(void)state;
	return (!load_packs(&shipped, false));
}

static int
drop(void **state)
{

	(void)state;
	unload(&shipped);
	return (0);
}

static void
the_shipped_packs_load_without_a_word(void **state)
{

	(void)state;
	print_faults(&shipped, true);
	assert_string_equal(shipped.printed, "");
	assert_true(ruleset_info(shipped.rs)->nrules >= 60);
}

/* Where they are shipped, no machine times them any more. */
static void
each_of_their_patterns_is_quick(void **state)
{
	struct loaded own;

	(void)state;
	assert_true(load_packs(&own, true));
	assert_int_equal(own.faults.errors, 0);
	unload(&own);
}

static void
they_load_where_no_machine_code_is_made(void **state)
{
	struct loaded plain;
	bool loaded;

	(void)state;
	ruleset_use_jit(false);
	loaded = load_packs(&plain, false);
	ruleset_use_jit(true);
	assert_true(loaded);
	assert_false(ruleset_jit(plain.rs));
	assert_int_equal(plain.faults.n, 0);
	assert_string_equal(ruleset_info(plain.rs)->hash,
	    ruleset_info(shipped.rs)->hash);
	unload(&plain);
}

static void
every_rule_says_what_it_is_about(void **state)
{
	const struct ruleset_info *info = ruleset_info(shipped.rs);
	char name[200];

	(void)state;
	for (size_t i = 0; i < info->nrules; i++) {
		snprintf(name, sizeof(name), "%.*s",
		    STR_ARG(info->rules[i]->name));
		/* A `when` weighs what rules heard: it hears nothing. */
		if (strstr(name, ".when.") != NULL ||
		    info->rules[i]->signal == SIGNAL_SPAM)
			continue;
		if (info->rules[i]->about.n == 0 ||
		    info->rules[i]->facet == FACET_NONE)
			fail_msg("%s", name);
	}
}

/* Counts yes and no lines below each rule of a shipped file. */
static void
every_rule_has_two_examples_of_each_kind(void **state)
{
	const struct ruleset_info *info = ruleset_info(shipped.rs);
	char line[2000], path[500];
	unsigned yes = 2, no = 2, n = 0, rules = 0;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%.*s", STR_ARG(info->rules[0]->file));
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		n++;
		if (strncmp(line, "rule ", 5) == 0) {
			if (yes < 2 || no < 2)
				fail_msg("the rule before line %u", n);
			yes = no = 0;
			rules++;
		}
		yes += strncmp(line, "  yes ", 6) == 0;
		no += strncmp(line, "  no ", 5) == 0;
	}
	fclose(f);
	assert_true(yes >= 2 && no >= 2 && rules > 0);
}

static void
assert_fires_in(const char *lang, const char *text, enum signal signal,
    bool fires)
{
	struct classify_input in = { .text = str_of(text),
		.lang = str_of(lang) };
	struct heard h;

	hear_input(shipped.rs, &in, &h);
	if (h.v.signals[signal].fired != fires)
		fail_msg("%s %s: %s", signal_word(signal),
		    fires ? "should fire" : "must not fire", text);
	forget(&h);
}

static void
assert_fires(const char *text, enum signal signal, bool fires)
{

	assert_fires_in("en", text, signal, fires);
}

static void
ideas_and_complaints_are_heard(void **state)
{

	(void)state;
	assert_fires("It would be great if the pump had a timer.", SIGNAL_IDEA,
	    true);
	assert_fires("Please add a smaller size.", SIGNAL_IDEA, true);
	assert_fires("You should offer a student ticket.", SIGNAL_IDEA, true);
	assert_fires("The lid is broken and nobody answers.", SIGNAL_COMPLAINT,
	    true);
	assert_fires("Still waiting for my refund!", SIGNAL_COMPLAINT, true);
	assert_fires("Thank you, the staff were lovely.", SIGNAL_PRAISE, true);
	assert_fires("How do I clean the filter?", SIGNAL_QUESTION, true);
	assert_fires("Avoid the front rows and bring a cushion.", SIGNAL_ADVICE,
	    true);
	assert_fires("Check out my channel and subscribe!", SIGNAL_SPAM, true);
}

/* With accents and without. */
static void
spanish_is_heard(void **state)
{

	(void)state;
	assert_fires_in("es", "Sería genial que la bomba tuviera un reloj.",
	    SIGNAL_IDEA, true);
	assert_fires_in("es", "Deberian vender billetes para estudiantes.",
	    SIGNAL_IDEA, true);
	assert_fires_in("es", "La tapa llegó rota y nadie contesta.",
	    SIGNAL_COMPLAINT, true);
	assert_fires_in("es", "la habitacion muy pequeña y no funciona el wifi",
	    SIGNAL_COMPLAINT, true);
	assert_fires_in("es", "Sin ningún problema, todo muy limpio.",
	    SIGNAL_COMPLAINT, false);
	assert_fires_in("es", "Gracias, el personal fue muy amable.",
	    SIGNAL_PRAISE, true);
	assert_fires_in("es", "¿Cómo se limpia el filtro?", SIGNAL_QUESTION,
	    true);
	assert_fires_in("es", "Suscríbete a mi canal", SIGNAL_SPAM, true);
}

static void
french_is_heard(void **state)
{

	(void)state;
	assert_fires_in("fr", "Ce serait bien que la pompe ait une horloge.",
	    SIGNAL_IDEA, true);
	assert_fires_in("fr", "Il faudrait proposer un tarif réduit.",
	    SIGNAL_IDEA, true);
	assert_fires_in("fr", "Le couvercle est cassé et personne ne répond.",
	    SIGNAL_COMPLAINT, true);
	assert_fires_in("fr", "ca marche pas, j arrive pas a ouvrir l appli",
	    SIGNAL_COMPLAINT, true);
	assert_fires_in("fr", "Aucun bruit, rien à redire, très propre.",
	    SIGNAL_COMPLAINT, false);
	assert_fires_in("fr", "Merci, le personnel était très souriant.",
	    SIGNAL_PRAISE, true);
	assert_fires_in("fr", "Comment faire pour nettoyer le filtre ?",
	    SIGNAL_QUESTION, true);
	assert_fires_in("fr", "Abonnez-vous à ma chaîne", SIGNAL_SPAM, true);
}

static double
sentiment_in(const char *lang, const char *text)
{
	struct classify_input in = { .text = str_of(text),
		.lang = str_of(lang) };
	struct heard h;
	double sentiment;

	hear_input(shipped.rs, &in, &h);
	sentiment = h.v.sentiment;
	forget(&h);
	return (sentiment);
}

static void
sentiment_is_turned_once_by_a_doubled_negation(void **state)
{

	(void)state;
	assert_true(sentiment_in("fr", "C'est très bon.") > 0);
	assert_true(sentiment_in("fr", "Ce n'est pas bon.") < 0);
	assert_true(sentiment_in("es", "Es un lugar precioso.") > 0);
	assert_true(sentiment_in("es", "No es nada bonito.") < 0);
}

/* Reports, purposes, the third person: speaking of wishes is not wishing. */
static void
essays_on_wanting_and_needing_are_neither(void **state)
{
	static const char *const essays[] = {
		"Companies want to know what their customers want, lack or "
		"need, and they need to listen where people talk.",
		"In order to improve a service one needs to understand what "
		"users need.",
		"Teams will need to join forces, and leaders should begin with "
		"understanding the process.",
		"The study found that people wanted more control and lacked "
		"the time to take it.",
		"There needs to be trust between those who work together.",
		"Such tools help to add features that customers asked for.",
		"The way it used to be, you would offer people a reward.",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(essays) / sizeof(essays[0]); i++) {
		assert_fires(essays[i], SIGNAL_IDEA, false);
		assert_fires(essays[i], SIGNAL_COMPLAINT, false);
	}
}

int
main(void)
{
	const struct CMUnitTest rules_shipped_tests[] = {
		cmocka_unit_test(the_shipped_packs_load_without_a_word),
		cmocka_unit_test(each_of_their_patterns_is_quick),
		cmocka_unit_test(they_load_where_no_machine_code_is_made),
		cmocka_unit_test(every_rule_says_what_it_is_about),
		cmocka_unit_test(every_rule_has_two_examples_of_each_kind),
		cmocka_unit_test(ideas_and_complaints_are_heard),
		cmocka_unit_test(spanish_is_heard),
		cmocka_unit_test(french_is_heard),
		cmocka_unit_test(
		    sentiment_is_turned_once_by_a_doubled_negation),
		cmocka_unit_test(essays_on_wanting_and_needing_are_neither),
	};

	return (cmocka_run_group_tests(rules_shipped_tests, load, drop));
}
