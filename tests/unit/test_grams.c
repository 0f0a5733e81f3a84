#include "rules/grams.h"
#include "unit.h"

/* The numbers of the literals that stand in ${text}, in the order of their
 * grams. */
static const char *
found(const char *const *words, const char *text)
{
	static char out[1000];
	struct gram_literal literals[20] = { 0 };
	struct str s = str_of(text);
	char room[200] = { 0 };
	struct grams g;
	size_t n = 0, at = 0;

	for (; words[n] != NULL; n++)
		literals[n] = (struct gram_literal){ .text = str_of(words[n]),
			.langs = words[n][0] != '-' };
	assert_int_equal(grams_build(&g, literals, n), OK);
	memcpy(room, s.p, s.n);
	out[0] = '\0';
	for (size_t i = 0; i < s.n; i++)
		for (size_t k = 2; k <= 4 && i + k <= s.n; k++) {
			uint32_t gram = gram_four(room + i);
			const struct gram_entry *e;

			gram = k == 2   ? gram_two(gram)
			       : k == 3 ? gram_three(gram)
					: gram;
			e = grams_may(&g, gram) ? grams_find(&g, gram) : NULL;
			for (; e != NULL; e = e->last ? NULL : e + 1)
				if (i >= e->at &&
				    gram_stands(e, room + i - e->at))
					at += (size_t)sprintf(out + at,
					    "%s%u@%zu", at > 0 ? " " : "",
					    e->literal, i - e->at);
		}
	grams_free(&g);
	return (out);
}

static void
literals_are_found_by_their_grams(void **state)
{
	static const char *const words[] = { "he", "she", "hers", "ushers",
		"and then", NULL };

	(void)state;
	assert_string_equal(found(words, "xyz"), "");
	assert_string_equal(found(words, "she"), "1@0 0@1");
	assert_string_equal(found(words, "and then"), "4@0 0@5");
	assert_string_equal(found(words, "and the"), "0@5");
}

static void
those_that_share_a_gram_are_all_found(void **state)
{
	static const char *const words[] = { "quiz", "quizzes", "a quiz",
		NULL };

	(void)state;
	assert_string_equal(found(words, "a quizzes"), "0@2 2@0 1@2");
}

static void
what_no_language_asks_for_is_left_out(void **state)
{
	static const char *const words[] = { "-abc", "abc", NULL };

	(void)state;
	assert_string_equal(found(words, "-abc"), "1@1");
}

static void
any_bytes_can_be_literals(void **state)
{
	static const char *const words[] = { "caf\xc3\xa9", "\xc3\xa9s", "''",
		NULL };

	(void)state;
	assert_string_equal(found(words, "'' \xc3\xa9s"), "2@0 1@3");
}

static void
none_is_fine(void **state)
{
	static const char *const words[] = { NULL };

	(void)state;
	assert_string_equal(found(words, "anything"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literals_are_found_by_their_grams),
		cmocka_unit_test(those_that_share_a_gram_are_all_found),
		cmocka_unit_test(what_no_language_asks_for_is_left_out),
		cmocka_unit_test(any_bytes_can_be_literals),
		cmocka_unit_test(none_is_fine),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
