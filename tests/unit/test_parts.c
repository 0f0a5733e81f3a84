#include "rules/parts.h"
#include "unit.h"

static struct arena *arena;

static int
open_arena(void **state)
{

	(void)state;
	arena = arena_new(4 << 20);
	return (arena == NULL);
}

static int
close_arena(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static struct part
exactly(const char *a, const char *b)
{
	struct part p;

	part_nothing(&p);
	p.nstrings = 0;
	part_string(&p, str_of(a));
	if (b != NULL)
		part_string(&p, str_of(b));
	p.max = 3;
	return (p);
}

static void
what_follows_multiplies_until_it_is_too_much(void **state)
{
	struct part seq, tail, next = exactly("ab", "cd");

	(void)state;
	part_nothing(&seq);
	part_nothing(&tail);
	for (int i = 0; i < 4; i++)
		part_append(arena, &seq, &tail, &next);
	assert_true(seq.exact && tail.nstrings == 16);
	part_append(arena, &seq, &tail, &next);
	assert_false(seq.exact);
	part_end(arena, &seq, &tail);
	assert_int_equal(seq.n, 2);
	assert_int_equal(seq.clauses[0].n, 16);
	assert_int_equal(seq.clauses[1].n, 2);
	assert_int_equal(seq.max, 15);
}

static void
the_same_string_is_kept_once(void **state)
{
	struct part p = exactly("ab", "ab");

	(void)state;
	assert_int_equal(p.nstrings, 1);
}

static void
side_by_side_needs_one_clause_of_each(void **state)
{
	struct part a = exactly("abc", NULL), b;

	(void)state;
	part_loosen(arena, &a);
	b = exactly("def", NULL);
	part_either(arena, &a, &b);
	assert_int_equal(a.n, 1);
	assert_int_equal(a.clauses[0].n, 2);
	part_anything(&b, 7);
	part_either(arena, &a, &b);
	assert_int_equal(a.n, 0);
	assert_int_equal(a.max, 7);
}

static void
repeats_loosen(void **state)
{
	struct part p = exactly("abc", NULL);

	(void)state;
	part_repeat(arena, &p, 0, 1);
	assert_true(p.exact && p.nstrings == 2);
	p = exactly("abc", NULL);
	part_repeat(arena, &p, 1, PART_NO_BOUND);
	assert_true(!p.exact && p.n == 1 && p.max == PART_NO_BOUND);
	p = exactly("abc", NULL);
	part_repeat(arena, &p, 0, 5);
	assert_true(!p.exact && p.n == 0 && p.max == 15);
}

static void
one_letter_is_no_clause(void **state)
{
	struct part p = exactly("a", "bcd");

	(void)state;
	part_loosen(arena, &p);
	assert_int_equal(p.n, 0);
}

int
main(void)
{
	const struct CMUnitTest parts_tests[] = {
		cmocka_unit_test(what_follows_multiplies_until_it_is_too_much),
		cmocka_unit_test(the_same_string_is_kept_once),
		cmocka_unit_test(side_by_side_needs_one_clause_of_each),
		cmocka_unit_test(repeats_loosen),
		cmocka_unit_test(one_letter_is_no_clause),
	};

	return (cmocka_run_group_tests(parts_tests, open_arena, close_arena));
}
