/*
 * Phrases and names out of sentences.
 */
#include "cli/suggest.h"
#include "unit.h"

static void
assert_phrase(const char *lang, const char *sentence, const char *expected)
{
	struct arena *a = arena_new(1 << 20);

	assert_non_null(a);
	assert_str(suggest_phrase(a, str_of(sentence), str_of(lang)), expected);
	arena_free(a);
}

static void
assert_name(const char *sentence, const char *expected)
{
	struct arena *a = arena_new(1 << 20);

	assert_non_null(a);
	assert_str(suggest_name(a, str_of(sentence), STR("en"), SIGNAL_IDEA),
	    expected);
	arena_free(a);
}

static void
the_words_of_an_attitude_are_kept(void **state)
{

	(void)state;
	assert_phrase("en", "I wish you offered oat milk refills.",
	    "I wish you offered");
	assert_phrase("en", "Please add a dark mode to the app.", "Please add");
	assert_phrase("es", "Ojalá tuvieran tallas grandes.", "Ojalá tuvieran");
	assert_phrase("fr", "Je voudrais que vous vendiez du thé.",
	    "Je voudrais que vous");
}

static void
names_and_figures_are_left_out(void **state)
{

	(void)state;
	assert_phrase("en", "It would be great if Acme Brew sold 5 sizes.",
	    "It would be great if * sold");
	assert_phrase("en", "My Barista One leaks water since 9 Monday.",
	    "leaks water");
	assert_phrase("en", "I wish @acme had more", "I wish");
}

static void
what_is_denied_goes_with_its_denial(void **state)
{

	(void)state;
	assert_phrase("en", "The lid does not close after 2 days.",
	    "does not close");
	assert_phrase("en", "I can't open the box", "I can't open");
	assert_phrase("en", "I can\u2019t open the box", "I can\u2019t open");
}

static void
no_attitude_gives_the_first_words_of_the_matter(void **state)
{

	(void)state;
	assert_phrase("en", "The app crashes every time", "app crashes");
	assert_phrase("xx", "eins zwei drei vier", "eins zwei drei");
}

static void
a_phrase_does_not_reach_over_a_comma(void **state)
{

	(void)state;
	assert_phrase("en", "I wish, you had", "I wish");
}

static void
signs_and_nothing_are_borne(void **state)
{

	(void)state;
	assert_phrase("en", "", "");
	assert_phrase("en", "?! | * (", "");
	assert_phrase("en", "Broken!", "Broken");
	assert_phrase("en", "\xf0\x9f\x98\xa1 9", "9");
}

static void
a_name_says_what_it_is_about_in_ascii(void **state)
{

	(void)state;
	assert_name("I wish you offered oat milk refills.", "idea.oat_milk");
	assert_name("Please, Acme: more!", "idea.new");
	assert_name("Please sell Crème brûlée ice", "idea.brle_ice");
	assert_name("", "idea.new");
}

int
main(void)
{
	const struct CMUnitTest suggest_tests[] = {
		cmocka_unit_test(the_words_of_an_attitude_are_kept),
		cmocka_unit_test(names_and_figures_are_left_out),
		cmocka_unit_test(what_is_denied_goes_with_its_denial),
		cmocka_unit_test(
		    no_attitude_gives_the_first_words_of_the_matter),
		cmocka_unit_test(a_phrase_does_not_reach_over_a_comma),
		cmocka_unit_test(signs_and_nothing_are_borne),
		cmocka_unit_test(a_name_says_what_it_is_about_in_ascii),
	};

	return (RUN_TESTS(suggest_tests));
}
