/*
 * Words, folded copies and the way back from them.
 */
#include "earshot/utf8.h"
#include "earshot/words.h"

#include "unit.h"

static int
make_arena(void **state)
{

	*state = arena_new(8 << 20);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

/* The words of ${text}, with "|" between them. */
static void
check_words(const char *text, const char *want)
{
	size_t at = 0, start, end, n = 0;
	char got[512];

	while (words_next(str_of(text), &at, &start, &end)) {
		if (n > 0)
			got[n++] = '|';
		memcpy(got + n, text + start, end - start);
		n += end - start;
	}
	got[n] = '\0';
	assert_string_equal(got, want);
}

static void
words_are_letters_and_digits(void **state)
{

	(void)state;
	check_words("Hello, world! 42x", "Hello|world|42x");
	check_words("", "");
	check_words(" ,.- ", "");
	check_words("#tag @me foo_bar", "tag|me|foo|bar");
	check_words("3.5 1,000", "3|5|1|000");
}

static void
apostrophes_and_hyphens_inside_belong_to_words(void **state)
{

	(void)state;
	check_words("don't 'quoted' rock-'n'-roll", "don't|quoted|rock|n|roll");
	check_words("well-known -- a- -b", "well-known|a|b");
	check_words("don\xe2\x80\x99t l\xe2\x80\x99\xc3\xa9t\xc3\xa9",
	    "don\xe2\x80\x99t|l\xe2\x80\x99\xc3\xa9t\xc3\xa9");
	check_words("a' b'", "a|b");
}

static void
other_scripts_have_words(void **state)
{

	(void)state;
	check_words("Съешь же ещё", "Съешь|же|ещё");
	check_words("日本のテスト。", "日|本|の|テスト");
	check_words("한국어 텍스트", "한국어|텍스트");
	check_words("e\xcc\x81t\xc3\xa9 😀 ok", "e\xcc\x81t\xc3\xa9|ok");
	check_words("\xff\xfe ok", "ok");
	assert_int_equal(words_count(STR("one two, three's four")), 4);
}

static void
a_normal_form_forgets_case_and_signs(void **state)
{

	assert_str(words_normal(*state, STR("  Hello,  WORLD! ")),
	    "hello world");
	assert_str(words_normal(*state, STR("ÄÖÜ Éa ЁЖ Ⱥ")), "äöü éa ёж ⱥ");
	assert_str(words_normal(*state, STR("日本")), "日 本");
	assert_str(words_normal(*state, STR("")), "");
	assert_str(words_normal(*state, STR("?!")), "");
}

static struct fold
fold(struct arena *a, const char *text)
{
	struct fold f;

	assert_int_equal(fold_text(a, str_of(text), &f), OK);
	assert_true(utf8_valid(f.text));
	return (f);
}

static void
plain_text_is_its_own_fold(void **state)
{
	static const char *const texts[] = { "", "Plain ASCII text.",
		"AT&T, R&D & co; &copy 2004 &nosuchname; &#; &",
		"Voil\xc3\xa0 d\xc3\xa9j\xc3\xa0, ça et là", "日本語。",
		"Съешь же ещё" };
	struct fold f;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		f = fold(*state, texts[i]);
		assert_ptr_equal(f.text.p, texts[i]);
		assert_null(f.map);
	}
}

static void
signs_are_made_plain(void **state)
{

	assert_str(fold(*state, "“Don’t” — ‘no’ «yes» … a b`s").text,
	    "\"Don't\" - 'no' \"yes\" ... a b's");
	assert_str(fold(*state, "soft\xc2\xadhyphen zero\xe2\x80\x8bwidth"
				" \xe2\x9d\xa4\xef\xb8\x8f")
		       .text,
	    "softhyphen zerowidth \xe2\x9d\xa4");
	assert_str(fold(*state, "e\xcc\x81 o\xcc\x82\xcc\x81 x\xcc\x81").text,
	    "\xc3\xa9 \xe1\xbb\x91 x\xcc\x81");
}

static void
references_are_read(void **state)
{

	assert_str(fold(*state, "It&#39;s &quot;AT&amp;T&quot;&nbsp;&#x2019;s")
		       .text,
	    "It's \"AT&T\" 's");
	assert_str(fold(*state, "&amp;#39;x&amp;quot; &eacute;").text,
	    "'x\" é");
	/* but only once more */
	assert_str(fold(*state, "&amp;amp;amp;").text, "&amp;");
}

static void
misread_text_is_put_right(void **state)
{

	assert_str(fold(*state, "Iâ€™m at the cafÃ©").text, "I'm at the café");
	assert_str(fold(*state, "I&acirc;&euro;&trade;m").text, "I'm");
	assert_str(fold(*state, "don\xc2\x92t").text, "don't");
}

/* The slice of the original that ${needle} in the fold stands for. */
static void
check_back(struct arena *a, const char *text, const char *needle,
    const char *want)
{
	struct fold f = fold(a, text);
	size_t at = str_find(f.text, str_of(needle));
	uint32_t start, end;

	assert_int_not_equal(at, SIZE_MAX);
	fold_back(&f, at, at + strlen(needle), &start, &end);
	assert_str(str_sub(f.original, start, end), want);
}

static void
what_was_found_is_a_slice_of_the_original(void **state)
{

	check_back(*state, "plain text", "text", "text");
	check_back(*state, "I don’t know", "don't", "don’t");
	check_back(*state, "It&#39;s here", "It's", "It&#39;s");
	check_back(*state, "x &amp;#39;y&amp;#39; z", "'y'",
	    "&amp;#39;y&amp;#39;");
	check_back(*state, "say “yes”!", "\"yes\"", "“yes”");
	check_back(*state, "donâ€™t stop", "don't", "donâ€™t");
	check_back(*state, "le cafÃ© là", "café", "cafÃ©");
	check_back(*state, "e\xcc\x81t\xc3\xa9.", "ét", "e\xcc\x81t");
	check_back(*state, "wait… now", "t...", "t…");
	/* half of a sign is the sign */
	check_back(*state, "wait… now", "t.", "t…");
	check_back(*state, "wait… now", ". now", "… now");
}

static void
any_stretch_goes_back_to_character_boundaries(void **state)
{
	static const char text[] = "a“é”&amp;…日e\xcc\x81 cafÃ© \xc2\xad&#39;z";
	struct fold f = fold(*state, text);
	uint32_t start, end, before = 0;
	size_t i, k;

	for (i = 0; i <= f.text.n; i++) {
		for (k = i; k <= f.text.n; k++) {
			fold_back(&f, i, k, &start, &end);
			assert_true(start <= end);
			assert_true(end <= sizeof(text) - 1);
			assert_int_equal(utf8_floor(STR(text), start), start);
			assert_int_equal(utf8_floor(STR(text), end), end);
		}
		fold_back(&f, i, i, &start, &end);
		assert_true(start >= before);
		before = start;
	}
	fold_back(&f, 0, f.text.n, &start, &end);
	assert_int_equal(start, 0);
	assert_int_equal(end, sizeof(text) - 1);
}

static void
a_full_arena_is_told(void **state)
{
	struct arena *a = arena_new(16);
	struct fold f;

	(void)state;
	assert_int_equal(fold_text(a, STR("it’s a long enough text"), &f),
	    E_MEMORY);
	assert_null(words_normal(a, STR("it is a long enough text")).p);
	arena_free(a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_letters_and_digits),
		cmocka_unit_test(
		    apostrophes_and_hyphens_inside_belong_to_words),
		cmocka_unit_test(other_scripts_have_words),
		TEST(a_normal_form_forgets_case_and_signs),
		TEST(plain_text_is_its_own_fold),
		TEST(signs_are_made_plain),
		TEST(references_are_read),
		TEST(misread_text_is_put_right),
		TEST(what_was_found_is_a_slice_of_the_original),
		TEST(any_stretch_goes_back_to_character_boundaries),
		cmocka_unit_test(a_full_arena_is_told),
	};

	return (RUN_TESTS(tests));
}
