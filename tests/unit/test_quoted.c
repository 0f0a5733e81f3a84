#include "earshot/buf.h"

#include "../../src/text/quoted.h"
#include "unit.h"

static struct arena *a;

static void
check(const char *text, const struct quote *known, size_t nknown,
    const char *want)
{
	struct buf out = BUF_INIT(1 << 20);
	struct quote *q;
	size_t n;

	assert_int_equal(quoted_lines(a, str_of(text), known, nknown, &q, &n),
	    OK);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "[%.*s]",
		    STR_ARG(str_sub(str_of(text), q[i].start, q[i].end)));
	assert_string_equal(out.p != NULL ? out.p : "", want);
	buf_free(&out);
}

#define assert_quoted(text, want) check(text, NULL, 0, want)

static void
marked_lines_are_quoted(void **state)
{

	(void)state;
	assert_quoted("a\n> b\n>> c\n>d\ne\n> f", "[> b\n>> c\n>d][> f]");
	assert_quoted(">_<\n>5\n>\na > b", "");
	assert_quoted("", "");
}

static void
lines_that_say_who_wrote_are_quoted(void **state)
{

	(void)state;
	assert_quoted("On 3 May 2010 at 10:00, Ann <a@x.example> wrote:\n> "
		      "b\nc",
	    "[On 3 May 2010 at 10:00, Ann <a@x.example> wrote:\n> b]");
	assert_quoted("Am 3. Mai 2010 schrieb Ann:\n> b",
	    "[Am 3. Mai 2010 schrieb Ann:\n> b]");
	assert_quoted("Le 3 mai 2010, Ann a \xc3\xa9"
		      "crit :\n> b",
	    "[Le 3 mai 2010, Ann a \xc3\xa9"
	    "crit :\n> b]");
	assert_quoted("On Monday I wrote: it is bad\nOn and on:\nOn the phone "
		      "she "
		      "wrote:",
	    "");
	assert_quoted("Am Montag war es so:\nb", "");
}

static void
all_that_follows_an_original_message_is_quoted(void **state)
{

	(void)state;
	assert_quoted("a\n-----Original Message-----\nb\nc",
	    "[-----Original Message-----\nb\nc]");
	assert_quoted("a\nBegin forwarded message:\nb",
	    "[Begin forwarded message:\nb]");
	assert_quoted("Original Message lost\n--- Original Message of mine\nb",
	    "");
}

static void
known_quotations_are_kept_in_order_and_joined(void **state)
{
	static const struct quote known[] = { { 0, 1 }, { 4, 9 }, { 12, 13 } };

	(void)state;
	check("a\nb\nc d e\nf g", known, 3, "[a][c d e][g]");
	check("a\n> c d e\nf", known, 2, "[a\n> c d e]");
	check("> a\nb", (const struct quote[]){ { 2, 5 } }, 1, "[> a\nb]");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marked_lines_are_quoted),
		cmocka_unit_test(lines_that_say_who_wrote_are_quoted),
		cmocka_unit_test(
		    all_that_follows_an_original_message_is_quoted),
		cmocka_unit_test(known_quotations_are_kept_in_order_and_joined),
	};
	int failed;

	a = arena_new(16 << 20);
	failed = RUN_TESTS(tests);
	arena_free(a);
	return (failed);
}
