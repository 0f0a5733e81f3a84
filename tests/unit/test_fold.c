/*
 * The folded copy that rules match, and the way back from it.
 */
#include "earshot/words.h"

#include "unit.h"

static struct arena *arena;
static struct fold f;

static int
begin(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static struct str
folded(const char *s)
{

	assert_int_equal(fold_text(arena, str_of(s), &f), OK);
	return (f.text);
}

/* What stands in the original for ${words} of the folded text. */
static struct str
origin(const char *words)
{
	size_t at = str_find(f.text, str_of(words));
	uint32_t from, to;

	assert_int_not_equal(at, SIZE_MAX);
	fold_back(&f, at, at + strlen(words), &from, &to);
	return (str_sub(f.original, from, to));
}

static void
plain_text_is_its_own_fold(void **state)
{
	static const char plain[] = "It doesn't work - at all.";

	(void)state;
	assert_ptr_equal(folded(plain).p, plain);
	assert_null(f.map);
	assert_str(origin("work"), "work");
}

static void
signs_references_and_accents_are_made_plain(void **state)
{

	(void)state;
	assert_str(folded("It doesn’t “work”"), "It doesn't \"work\"");
	assert_str(folded("Tom &amp; Jo &#39;s"), "Tom & Jo 's");
	assert_str(folded("a\u00a0b"), "a b");
	assert_str(folded("cafe\u0301 ou\u0308"), "café oü");
	assert_str(folded("the cafÃ© doesnâ€™t"), "the café doesn't");
}

static void
evidence_is_a_slice_of_the_original(void **state)
{

	(void)state;
	folded("so it doesn’t work &amp; cafe\u0301 is cafÃ© now");
	assert_str(origin("doesn't"), "doesn’t");
	assert_str(origin("'"), "’");
	assert_str(origin("work & "), "work &amp; ");
	assert_str(origin("is café"), "is cafÃ©");
	assert_str(origin("café is"), "cafe\u0301 is");
	assert_str(origin("now"), "now");
}

static void
half_of_a_character_is_all_of_it(void **state)
{
	uint32_t from, to;
	size_t at;

	(void)state;
	folded("a &eacute; b");
	at = str_find(f.text, STR("é"));
	fold_back(&f, at, at + 1, &from, &to);
	assert_str(str_sub(f.original, from, to), "&eacute;");
	/* Past the end is the end. */
	fold_back(&f, f.text.n + 5, f.text.n + 9, &from, &to);
	assert_int_equal(from, f.original.n);
	assert_int_equal(to, f.original.n);
}

int
main(void)
{
	const struct CMUnitTest folds[] = {
		cmocka_unit_test_setup_teardown(plain_text_is_its_own_fold,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    signs_references_and_accents_are_made_plain, begin, end),
		cmocka_unit_test_setup_teardown(
		    evidence_is_a_slice_of_the_original, begin, end),
		cmocka_unit_test_setup_teardown(
		    half_of_a_character_is_all_of_it, begin, end),
	};

	return (RUN_TESTS(folds));
}
