#include "rules/lang.h"
#include "unit.h"

static void
assert_guess(const char *text, const char *code, bool latin)
{
	struct arena *a = arena_new(8 << 20);
	const struct lang_words *w = lang_words_new(a);
	struct lang_guess guess;

	assert_non_null(w);
	guess = lang_guess(w, str_of(text));
	if (!str_eq(guess.code, str_of(code)) || guess.latin != latin)
		fail_msg("%s: %.*s", text, STR_ARG(guess.code));
	arena_free(a);
}

static void
function_words_tell_the_language(void **state)
{

	(void)state;
	assert_guess("The kettle is broken and I have no other.", "en", true);
	assert_guess("La tetera no funciona y nadie me responde.", "es", true);
	assert_guess("La bouilloire ne marche pas et personne ne r\u00e9pond.",
	    "fr", true);
	assert_guess("Der Kocher ist kaputt und niemand antwortet mir.", "de",
	    true);
	assert_guess("Il bollitore non funziona pi\u00f9 e non so perch\u00e9.",
	    "it", true);
	assert_guess("Os bilhetes n\u00e3o s\u00e3o v\u00e1lidos para o "
		     "comboio.",
	    "pt", true);
	assert_guess("De waterkoker is kapot en niemand geeft een antwoord.",
	    "nl", true);
}

static void
scripts_are_told_by_their_letters(void **state)
{

	(void)state;
	assert_guess("Кнопка не работает", "und", false);
	assert_guess("Кнопки были сломаны", "ru", false);
	assert_guess("Кнопка не працює, і це сумно", "und", false);
	assert_guess("\u58ca\u308c\u3066\u3044\u307e\u3059", "ja", false);
	assert_guess("\u5b83\u574f\u4e86", "zh", false);
	assert_guess("\uace0\uc7a5\ub0ac\uc5b4\uc694", "ko", false);
	assert_guess("\u0394\u03b5\u03bd \u03bb\u03b5\u03b9\u03c4\u03bf\u03c5"
		     "\u03c1\u03b3\u03b5\u03af",
	    "el", false);
}

static void
short_posts_are_told_by_their_words_and_endings(void **state)
{

	(void)state;
	assert_guess("Ascensor pequeño.", "es", true);
	assert_guess("Excelente ubicacion, buen trato", "es", true);
	assert_guess("Camareros atentos, cocina riquísima", "es", true);
	assert_guess("¡Recomendable totalmente!", "es", true);
	assert_guess("Ascenseur minuscule.", "fr", true);
	assert_guess("Terrasse bruyante, serveur désagréable", "fr", true);
	assert_guess("l'escalier, l'odeur", "fr", true);
	assert_guess("Excellent accueil !", "fr", true);
	assert_guess("Great location, friendly staff!", "en", true);
	assert_guess("Completely useless, totally overpriced", "en", true);
	assert_guess("Thanks!", "en", true);
}

static void
other_languages_are_not_taken_for_english(void **state)
{
	static const char *const posts[] = { "Zimmer sehr laut",
		"Wunderbare Lage, freundliche Bedienung",
		"Camera pulita, colazione abbondante",
		"Posizione ottima ma ascensore rotto",
		"Quarto limpo e boa localização", "Elevador avariado",
		"Kamer schoon, ontbijt heerlijk", "Mooie ligging",
		"Pokój czysty, śniadanie bardzo dobre", "Winda nie działa",
		"Rummet var litet men fint", "Værelset var godt",
		"Oda çok küçüktü", "Kamar bersih dan nyaman",
		"Habitación ruidosa", "Chambre bruyante",
		"Комната чистая, но шумно" };
	struct arena *a = arena_new(8 << 20);
	const struct lang_words *w = lang_words_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++)
		if (str_eq(lang_guess(w, str_of(posts[i])).code, STR("en")))
			fail_msg("%s: taken for English", posts[i]);
	arena_free(a);
}

static void
of_two_languages_the_one_with_more_words_counts(void **state)
{

	(void)state;
	assert_guess("The waiter said \"no se puede\" and that was all that we "
		     "heard from him.",
	    "en", true);
	assert_guess("El botón \"save as\" no hace nada y mi archivo se "
		     "pierde.",
	    "es", true);
}

static void
too_little_is_undetermined(void **state)
{

	(void)state;
	assert_guess("", "und", true);
	assert_guess("Broken!!!", "und", true);
	assert_guess("12345 :-)", "und", true);
	assert_guess("https://t.co/abc @co #no", "und", true);
}

static void
declared_codes_are_cut_to_the_language(void **state)
{
	struct arena *a = arena_new(8 << 20);

	(void)state;
	assert_str(lang_primary(a, STR("en-GB")), "en");
	assert_str(lang_primary(a, STR(" EN_us ")), "en");
	assert_str(lang_primary(a, STR("fr")), "fr");
	assert_null(lang_primary(a, STR("")).p);
	assert_null(lang_primary(a, STR("english")).p);
	assert_null(lang_primary(a, STR("und")).p);
	assert_str(lang_primary(a, STR("eng")), "en");
	assert_str(lang_primary(a, STR("FRE-ca")), "fr");
	assert_str(lang_primary(a, STR("gsw")), "gsw");
	assert_null(lang_primary(a, STR("mul")).p);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest lang_tests[] = {
		cmocka_unit_test(function_words_tell_the_language),
		cmocka_unit_test(
		    short_posts_are_told_by_their_words_and_endings),
		cmocka_unit_test(other_languages_are_not_taken_for_english),
		cmocka_unit_test(
		    of_two_languages_the_one_with_more_words_counts),
		cmocka_unit_test(scripts_are_told_by_their_letters),
		cmocka_unit_test(too_little_is_undetermined),
		cmocka_unit_test(declared_codes_are_cut_to_the_language),
	};

	return (RUN_TESTS(lang_tests));
}
