#include "rules/fields.h"
#include "unit.h"

static struct field_text
prepare(struct arena *a, const char *text, const struct quote *quotes, size_t n)
{
	struct field_text f;

	assert_int_equal(field_prepare(a, str_of(text), quotes, n, &f), OK);
	return (f);
}

static void
sentences_cover_the_folded_text(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct field_text f =
	    prepare(a, "It\u2019s one. Two &amp; more!\nThree", NULL, 0);

	(void)state;
	assert_int_equal(f.nsentences, 3);
	assert_str(str_trim(field_sentence(&f, 0)), "It's one.");
	assert_str(str_trim(field_sentence(&f, 1)), "Two & more!");
	assert_str(str_trim(field_sentence(&f, 2)), "Three");
	arena_free(a);
}

static void
quotes_are_cut_out_at_the_right_bytes(void **state)
{
	struct arena *a = arena_new(8 << 20);
	/* two quotes behind signs that change their length when folded */
	struct quote quotes[] = { { 8, 14 }, { 20, 23 } };
	struct field_text f =
	    prepare(a, "a\u2019b &lt;\u201cxx\u201d yes", quotes, 2);

	(void)state;
	for (size_t i = 0; i < f.nsentences; i++)
		assert_int_equal(str_find(field_sentence(&f, i), STR("xx")),
		    SIZE_MAX);
	assert_true(f.nsentences >= 2);
	arena_free(a);
}

static void
a_sentence_never_exceeds_the_window(void **state)
{
	struct arena *a = arena_new(32 << 20);
	char *text = malloc(60001);
	struct field_text f;
	size_t total = 0;

	(void)state;
	for (size_t i = 0; i < 60000; i++)
		text[i] = i % 7 == 6 ? ' ' : 'x';
	text[60000] = '\0';
	f = prepare(a, text, NULL, 0);
	assert_true(f.nsentences >= 4);
	for (size_t i = 0; i < f.nsentences; i++) {
		assert_true(field_sentence(&f, i).n <= CLASSIFY_WINDOW);
		total += field_sentence(&f, i).n;
		/* cut between words */
		if (i > 0)
			assert_true(text[f.sentences[i].start] == ' ');
	}
	assert_true(total >= 59990);
	assert_false(f.truncated);
	free(text);
	arena_free(a);
}

static void
a_million_sentences_are_bounded(void **state)
{
	struct arena *a = arena_new(64 << 20);
	char *text = malloc(2000001);
	struct field_text f;

	(void)state;
	for (size_t i = 0; i < 2000000; i++)
		text[i] = i % 2 ? '\n' : 'a';
	text[2000000] = '\0';
	f = prepare(a, text, NULL, 0);
	assert_true(f.truncated);
	assert_int_equal(f.original.n, CLASSIFY_MAX);
	assert_true(f.nsentences <= CLASSIFY_MAX / 2);
	free(text);
	arena_free(a);
}

static void
plain_texts_are_told_apart(void **state)
{
	struct arena *a = arena_new(8 << 20);

	(void)state;
	assert_true(prepare(a, "one two", NULL, 0).plain);
	assert_false(prepare(a, "one  two", NULL, 0).plain);
	assert_false(prepare(a, "caf\u00e9", NULL, 0).plain);
	arena_free(a);
}

static void
bad_bytes_do_not_move_the_others(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct field_text f = prepare(a, "\xff\xfe one", NULL, 0);
	uint32_t start, end;
	size_t at;

	(void)state;
	at = str_find(f.fold.text, STR("one"));
	assert_int_not_equal(at, SIZE_MAX);
	fold_back(&f.fold, at, at + 3, &start, &end);
	assert_int_equal(start, 3);
	assert_int_equal(end, 6);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest fields_tests[] = {
		cmocka_unit_test(sentences_cover_the_folded_text),
		cmocka_unit_test(quotes_are_cut_out_at_the_right_bytes),
		cmocka_unit_test(a_sentence_never_exceeds_the_window),
		cmocka_unit_test(a_million_sentences_are_bounded),
		cmocka_unit_test(plain_texts_are_told_apart),
		cmocka_unit_test(bad_bytes_do_not_move_the_others),
	};

	return (RUN_TESTS(fields_tests));
}
