/*
 * Which lines come in many posts of one place: learned, bounded, forgotten.
 */
#include "earshot/fixed.h"

#include "unit.h"

#define HEAD "## How to see it\n"
#define REST                                                            \
	"I opened the lid of the box, and then there was a sound that " \
	"went on for the whole night, as if somebody was in it.\n"

static int
begin(void **state)
{

	*state = fixed_new();
	return (*state == NULL);
}

static int
end(void **state)
{

	fixed_free(*state);
	return (0);
}

static uint64_t
line(const char *text, const char *words)
{
	const char *at = strstr(text, words);

	assert_non_null(at);
	return (fixed_line(str_of(text), (uint32_t)(at - text),
	    (uint32_t)((size_t)(at - text) + strlen(words))));
}

static size_t
learn(struct fixed *f, int64_t source_id, int64_t post_id, uint64_t of)
{
	struct fixed_at at = { source_id, post_id, post_id + 1000 };
	int64_t before[FIXED_POSTS];
	size_t n;

	assert_int_equal(fixed_post(f, &at), OK);
	assert_int_equal(fixed_learn(f, &at, of, before, &n), OK);
	for (size_t i = 0; i < n; i++)
		assert_true(before[i] > 1000 && before[i] <= post_id + 1000);
	return (n);
}

static void
a_line_is_known_without_its_figures_and_its_case(void **state)
{
	uint64_t one = line(HEAD REST, "see");

	(void)state;
	assert_true(one != 0);
	assert_true(one == line(REST "**How to see it:** \n", "see"));
	assert_true(line("Crash of id a7f3 | " REST, "of id") ==
		    line(REST "|crash of id 99-b2|" REST, "of id"));
	assert_true(one != line(REST "How to hear it\n", "hear"));
}

static void
a_post_of_that_line_alone_is_no_form(void **state)
{
	(void)state;
	assert_true(line("Please add a whistle\n", "add") == 0);
	assert_true(line("Please add a whistle\nNow!\n", "add") == 0);
	assert_true(fixed_line(STR(""), 0, 0) == 0);
	assert_true(fixed_line(STR("abc"), 2, 9) == 0);
}

/* Where ends of lines were lost. */
static void
in_a_long_line_a_sentence_counts_if_it_is_long(void **state)
{
	static const char *const text =
	    "The kettle leaks. If this is a fault please say how you came to "
	    "see it. Else go on. I filled it on Monday, and on Tuesday there "
	    "was water below the table, the chairs and the cat, and that "
	    "went on for the whole of the week, day after day, whatever I did "
	    "to the lid, the handle and the spout of it, in vain, "
	    "and nobody was there to help me. ";
	char twice[1000];

	(void)state;
	snprintf(twice, sizeof(twice), "%s%s", text, text);
	assert_true(line(twice, "please say") != 0);
	assert_true(line(twice, "leaks") == 0);
}

static void
what_is_in_many_posts_of_a_place_is_fixed_there(void **state)
{
	uint64_t of = line(HEAD REST, "see");

	for (int64_t post = 1; post < FIXED_POSTS; post++) {
		assert_int_equal(learn(*state, 1, post, of), 0);
		/* The same again, as when rules change. */
		assert_int_equal(learn(*state, 1, post, of), 0);
	}
	assert_false(fixed_known(*state, 1, of));
	assert_int_equal(learn(*state, 1, 1, of), 0);
	assert_int_equal(learn(*state, 2, 90, of), 0);
	assert_int_equal(learn(*state, 1, 91, of), FIXED_POSTS);
	assert_true(fixed_known(*state, 1, of));
	assert_false(fixed_known(*state, 2, of));
	assert_int_equal(learn(*state, 1, 92, of), 0);
}

static void
what_few_say_among_many_is_not(void **state)
{
	uint64_t of = line(HEAD REST, "see");
	int64_t post = 1;

	for (; post <= FIXED_ONE_IN * (FIXED_POSTS + 2); post++) {
		struct fixed_at at = { 1, post, post };

		assert_int_equal(fixed_post(*state, &at), OK);
	}
	for (int i = 0; i < FIXED_POSTS; i++)
		assert_int_equal(learn(*state, 1, post++, of), 0);
	assert_false(fixed_known(*state, 1, of));
}

static void
lines_without_end_push_out_what_came_once(void **state)
{
	uint64_t of = line(HEAD REST, "see");

	assert_int_equal(fixed_add(*state, 1, of), OK);
	assert_int_equal(learn(*state, 1, 1, 77), 0);
	assert_int_equal(learn(*state, 1, 2, 77), 0);
	for (int64_t post = 3; post < 3 * FIXED_LINES; post++)
		assert_int_equal(learn(*state, 1, post, (uint64_t)post << 8),
		    0);
	assert_true(fixed_known(*state, 1, of));
	for (int64_t i = 0; i < 2 * FIXED_LINES; i++)
		assert_int_equal(fixed_add(*state, i + 2, of), OK);
	assert_true(fixed_known(*state, 2 * FIXED_LINES + 1, of));
}

#define FIXED_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FIXED_TEST(a_line_is_known_without_its_figures_and_its_case),
		FIXED_TEST(a_post_of_that_line_alone_is_no_form),
		FIXED_TEST(in_a_long_line_a_sentence_counts_if_it_is_long),
		FIXED_TEST(what_is_in_many_posts_of_a_place_is_fixed_there),
		FIXED_TEST(what_few_say_among_many_is_not),
		FIXED_TEST(lines_without_end_push_out_what_came_once),
	};

	return (RUN_TESTS(tests));
}
