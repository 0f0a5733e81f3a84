#include "rules/scope.h"
#include "unit.h"

static struct book *
empty_book(void)
{
	struct arena *a = arena_new(8 << 20);
	struct book *b = arena_alloc(a, sizeof(*b));

	assert_non_null(b);
	b->arena = a;
	return (b);
}

static bool
negated(const char *lang, const char *sentence, const char *hit)
{
	struct book *b = empty_book();
	const struct scope_words *w = scope_words_new(b, str_of(lang));
	size_t at = str_find(str_of(sentence), str_of(hit));
	bool is;

	assert_non_null(w);
	assert_int_not_equal(at, SIZE_MAX);
	is = scope_negated(w, str_of(sentence), at);
	arena_free(b->arena);
	return (is);
}

static void
a_negator_shortly_before_negates(void **state)
{

	(void)state;
	assert_true(negated("en", "No problems with it", "problems"));
	assert_true(negated("en", "we had no such problems", "problems"));
	assert_true(negated("en", "it doesn't ever leak", "leak"));
	assert_true(negated("en", "IT NEVER LEAKS", "LEAKS"));
	assert_false(negated("en", "problems, no doubt", "problems"));
	assert_false(negated("en", "a problem", "problem"));
}

static void
it_does_not_reach_over_a_comma_or_but(void **state)
{

	(void)state;
	assert_false(negated("en", "No, it leaks", "leaks"));
	assert_false(negated("en", "not big but leaks", "leaks"));
	assert_false(negated("en", "not that I ever knew, a leak", "leak"));
	assert_false(negated("en", "no one here said such a leak", "leak"));
}

static void
two_negators_make_none(void **state)
{

	(void)state;
	assert_false(negated("en", "not without problems", "problems"));
}

static void
two_negators_are_one_where_the_language_doubles_them(void **state)
{

	(void)state;
	assert_true(negated("es", "no hubo ningún ruido", "ruido"));
	assert_true(negated("fr", "ce n'est pas bruyant", "bruyant"));
	assert_true(negated("fr", "sans aucun souci", "souci"));
	assert_false(negated("fr", "c'est bruyant", "bruyant"));
}

static void
each_language_has_its_own(void **state)
{

	(void)state;
	assert_true(negated("es", "nunca tuve problemas", "problemas"));
	assert_true(negated("fr", "sans aucun souci", "aucun"));
	assert_true(negated("de", "keine Probleme", "Probleme"));
	assert_false(negated("en", "nunca tuve problemas", "problemas"));
	/* rules of any language know all of them */
	assert_true(negated(NULL, "nunca tuve problemas", "problemas"));
}

static void
a_packs_own_list_replaces_the_built_in_one(void **state)
{
	struct book *b = empty_book();
	struct term term = { .text = STR("nope") };
	struct list list = { .name = STR("negator"),
		.lang = STR("en"),
		.n = 1,
		.terms = &term };
	const struct scope_words *w;

	(void)state;
	b->lists = &list;
	w = scope_words_new(b, STR("en"));
	assert_int_equal(wordmap_get(w->map, STR("nope"))->tags, SCOPE_NEGATOR);
	assert_null(wordmap_get(w->map, STR("never")));
	assert_int_equal(wordmap_get(w->map, STR("very"))->tags, SCOPE_BOOSTER);
	assert_int_equal(scope_tags(STR("mustn't"), NULL), SCOPE_NEGATOR);
	arena_free(b->arena);
}

static const char *
vetoed(enum signal signal, const char *sentence, const char *hit)
{
	struct book *b = empty_book();
	const struct scope_words *w = scope_words_new(b, STR("en"));
	size_t at = str_find(str_of(sentence), str_of(hit));
	struct str why;

	assert_non_null(w);
	assert_int_not_equal(at, SIZE_MAX);
	why = scope_veto(w, signal, str_of(sentence), at);
	assert_true((why.p != NULL) == scope_reason(why));
	arena_free(b->arena);
	return (why.p != NULL ? why.p : "");
}

static void
reported_suggestions_are_none(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"She said that you should add tea",
				"you should"),
	    "reported speech");
	assert_string_equal(vetoed(SIGNAL_ADVICE,
				"I was told you should try it", "you should"),
	    "reported speech");
	assert_string_equal(vetoed(SIGNAL_IDEA, "as I said, you should add tea",
				"you should"),
	    "");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"he said no but you should add tea",
				"you should"),
	    "");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I have already suggested that you should add "
				"tea",
				"you should"),
	    "");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"when I asked, they said you should add it",
				"you should"),
	    "reported speech");
	/* a complaint stays one when somebody says it */
	assert_string_equal(vetoed(SIGNAL_COMPLAINT, "she said that it leaks",
				"leaks"),
	    "");
}

static void
refused_suggestions_are_none(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I don't think you should add tea",
				"you should"),
	    "a refused suggestion");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I would not recommend that you add it",
				"you add"),
	    "a refused suggestion");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I don't like it, you should add tea",
				"you should"),
	    "");
	assert_string_equal(vetoed(SIGNAL_IDEA, "I think you should add tea",
				"you should"),
	    "");
}

static void
suppositions_are_no_complaints(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_COMPLAINT, "tell us whether it leaks",
				"leaks"),
	    "a supposition");
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"if I open the lid it leaks", "leaks"),
	    "");
}

static void
quoted_speech_is_nobodys_here(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"He wrote: \"the lid leaks badly\" to me",
				"leaks"),
	    "quoted speech");
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"the \"lid leaks badly\" again", "leaks"),
	    "");
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"He wrote: \"no\" and it leaks", "leaks"),
	    "");
}

static void
what_is_told_behind_a_quote_is_quoted_too(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"\"You should add tea,\" she said to me",
				"You should"),
	    "quoted speech");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"\"You should add tea,\" I said to them",
				"You should"),
	    "");
	/* from the quote on, however long it is */
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"He wrote: \"one two three four five six seven "
				"eight nine ten the lid leaks\" to me",
				"leaks"),
	    "quoted speech");
	assert_string_equal(vetoed(SIGNAL_COMPLAINT,
				"the \"brew\" said little and the \"lid\" "
				"leaks",
				"leaks"),
	    "");
}

static void
a_word_may_stand_between_no_and_opinion(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I don't really think that you should add tea",
				"you should"),
	    "a refused suggestion");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"no but I think you should add tea",
				"you should"),
	    "");
}

static void
purposes_are_no_suggestions(void **state)
{

	(void)state;
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"To make it easier, I bought two",
				"make it easier"),
	    "a purpose");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"I bought two in order to make it easier",
				"make it easier"),
	    "a purpose");
	assert_string_equal(vetoed(SIGNAL_IDEA, "you need to make it easier",
				"make it easier"),
	    "");
	assert_string_equal(vetoed(SIGNAL_IDEA,
				"To make it easier, please add a lid",
				"please add"),
	    "");
	assert_string_equal(vetoed(SIGNAL_COMPLAINT, "To leak is bad", "leak"),
	    "");
}

int
main(void)
{
	const struct CMUnitTest scope_tests[] = {
		cmocka_unit_test(a_negator_shortly_before_negates),
		cmocka_unit_test(it_does_not_reach_over_a_comma_or_but),
		cmocka_unit_test(two_negators_make_none),
		cmocka_unit_test(
		    two_negators_are_one_where_the_language_doubles_them),
		cmocka_unit_test(each_language_has_its_own),
		cmocka_unit_test(a_packs_own_list_replaces_the_built_in_one),
		cmocka_unit_test(reported_suggestions_are_none),
		cmocka_unit_test(refused_suggestions_are_none),
		cmocka_unit_test(what_is_told_behind_a_quote_is_quoted_too),
		cmocka_unit_test(a_word_may_stand_between_no_and_opinion),
		cmocka_unit_test(purposes_are_no_suggestions),
		cmocka_unit_test(suppositions_are_no_complaints),
		cmocka_unit_test(quoted_speech_is_nobodys_here),
	};

	return (RUN_TESTS(scope_tests));
}
