#include "rules/automaton.h"
#include "unit.h"

/* Where the literals end: "number@end ...", in the order of the text. */
static const char *
found(const char *const *words, const char *text)
{
	static char out[1000];
	struct str literals[20];
	struct automaton a;
	size_t n = 0, at = 0;
	uint32_t row = 0;

	for (; words[n] != NULL; n++)
		literals[n] = str_of(words[n]);
	assert_int_equal(automaton_build(&a, literals, n), OK);
	out[0] = '\0';
	for (size_t i = 0; text[i] != '\0'; i++) {
		uint32_t state;

		row = a.next[(row & ~AUTOMATON_OUTPUT) +
			     a.classes[(uint8_t)text[i]]];
		if ((row & AUTOMATON_OUTPUT) == 0)
			continue;
		state = (row & ~AUTOMATON_OUTPUT) >> a.shift;
		for (uint32_t o = a.out_at[state]; o < a.out_at[state + 1]; o++)
			at += (size_t)sprintf(out + at, "%s%u@%zu",
			    at > 0 ? " " : "", a.out[o], i + 1);
	}
	automaton_free(&a);
	return (out);
}

static void
all_places_of_all_literals_are_found(void **state)
{
	static const char *const words[] = { "he", "she", "his", "hers", NULL };

	(void)state;
	assert_string_equal(found(words, "ushers"), "1@4 0@4 3@6");
	assert_string_equal(found(words, "HISHE"), "2@3 1@5 0@5");
	assert_string_equal(found(words, "xyz"), "");
}

static void
any_bytes_can_be_literals(void **state)
{
	static const char *const words[] = { "caf\xc3\xa9", "\xc3\xa9s", "''",
		NULL };

	(void)state;
	assert_string_equal(found(words, "CAF\xc3\xa9s ''' "),
	    "0@5 1@6 2@9 2@10");
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
	const struct CMUnitTest automaton_tests[] = {
		cmocka_unit_test(all_places_of_all_literals_are_found),
		cmocka_unit_test(any_bytes_can_be_literals),
		cmocka_unit_test(none_is_fine),
	};

	return (RUN_TESTS(automaton_tests));
}
