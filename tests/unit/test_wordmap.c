#include "rules/wordmap.h"
#include "unit.h"

static void
words_are_kept_in_lower_case(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct wordmap *m = wordmap_new(a);
	struct word *w;

	(void)state;
	w = wordmap_put(m, STR("JAM\u00c1S"));
	assert_non_null(w);
	assert_true(w->tags == 0 && w->value == 0);
	w->value = 1.5;
	assert_ptr_equal(wordmap_get(m, STR("jam\u00e1s")), w);
	assert_ptr_equal(wordmap_put(m, STR("jam\u00e1s")), w);
	assert_int_equal(wordmap_count(m), 1);
	assert_null(wordmap_get(m, STR("jamas")));
	assert_null(wordmap_get(m, STR("")));
	assert_null(wordmap_put(m, STR("")));
	arena_free(a);
}

static void
it_grows(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct wordmap *m = wordmap_new(a);
	char word[20];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		snprintf(word, sizeof(word), "w%d", i);
		wordmap_put(m, str_of(word))->tags = (unsigned)i;
	}
	assert_int_equal(wordmap_count(m), 5000);
	assert_int_equal(wordmap_get(m, STR("w4999"))->tags, 4999);
	arena_free(a);
}

static void
words_are_stepped_over_both_ways(void **state)
{
	struct str s = STR("I don't - really, caf\u00e9s 'x'"), w;
	size_t at = s.n;
	bool parted = false;

	(void)state;
	assert_true(word_before(s, &at, &w, &parted));
	assert_str(w, "x");
	assert_true(word_before(s, &at, &w, &parted));
	assert_str(w, "caf\u00e9s");
	assert_false(parted);
	assert_true(word_before(s, &at, &w, &parted));
	assert_str(w, "really");
	assert_true(parted);
	parted = false;
	assert_true(word_before(s, &at, &w, &parted));
	assert_str(w, "don't");
	assert_true(parted); /* by the dash */
	assert_true(word_before(s, &at, &w, &parted));
	assert_false(word_before(s, &at, &w, &parted));

	at = 0;
	parted = false;
	assert_true(word_after(s, &at, &w, &parted));
	assert_str(w, "I");
	assert_true(word_after(s, &at, &w, &parted));
	assert_str(w, "don't");
	assert_false(parted);
	assert_true(word_after(s, &at, &w, &parted));
	assert_str(w, "really");
	assert_true(parted);
}

int
main(void)
{
	const struct CMUnitTest wordmap_tests[] = {
		cmocka_unit_test(words_are_kept_in_lower_case),
		cmocka_unit_test(it_grows),
		cmocka_unit_test(words_are_stepped_over_both_ways),
	};

	return (RUN_TESTS(wordmap_tests));
}
