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
	assert_guess("\u041d\u0435 \u0440\u0430\u0431\u043e\u0442\u0430\u0435"
		     "\u0442",
	    "und", false);
	assert_guess("\u58ca\u308c\u3066\u3044\u307e\u3059", "ja", false);
	assert_guess("\u5b83\u574f\u4e86", "zh", false);
	assert_guess("\uace0\uc7a5\ub0ac\uc5b4\uc694", "ko", false);
	assert_guess("\u0394\u03b5\u03bd \u03bb\u03b5\u03b9\u03c4\u03bf\u03c5"
		     "\u03c1\u03b3\u03b5\u03af",
	    "el", false);
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
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest lang_tests[] = {
		cmocka_unit_test(function_words_tell_the_language),
		cmocka_unit_test(scripts_are_told_by_their_letters),
		cmocka_unit_test(too_little_is_undetermined),
		cmocka_unit_test(declared_codes_are_cut_to_the_language),
	};

	return (RUN_TESTS(lang_tests));
}
