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
french_colons_and_wrapped_lines_are_known(void **state)
{

	(void)state;
	assert_quoted("Le 3 mai 2010, Ann a \xc3\xa9"
		      "crit\xc2\xa0:\nb",
	    "[Le 3 mai 2010, Ann a \xc3\xa9"
	    "crit\xc2\xa0:]");
	assert_quoted("El lun, 3 may 2010 a las 10:00, Ann (<a@x.example>)\n"
		      "escribi\xc3\xb3:\n> b\nc",
	    "[El lun, 3 may 2010 a las 10:00, Ann (<a@x.example>)\n"
	    "escribi\xc3\xb3:\n> b]");
	assert_quoted("On Mon, May 3, 2010 at 10:00 AM Ann Example\n"
		      "<ann@x.example> wrote:\nb",
	    "[On Mon, May 3, 2010 at 10:00 AM Ann Example\n"
	    "<ann@x.example> wrote:]");
	assert_quoted("On Monday it rained, and all went home.\nShe wrote:\nb",
	    "");
	assert_quoted("On a day like this\nwrote:", "");
}

static void
a_letters_head_begins_what_was_sent_before(void **state)
{

	(void)state;
	assert_quoted("Mine too.\nFrom: Ann\nSent: Monday, 3 May 2010\nTo: Ben"
		      "\nSubject: x\nIt is broken.",
	    "[From: Ann\nSent: Monday, 3 May 2010\nTo: Ben\nSubject: x\nIt is "
	    "broken.]");
	assert_quoted("a\nVon: Ann\nGesendet: Montag\nb",
	    "[Von: Ann\nGesendet: Montag\nb]");
	assert_quoted("a\nDe : Ann\nEnvoy\xc3\xa9 : lundi\nb",
	    "[De : Ann\nEnvoy\xc3\xa9 : lundi\nb]");
	assert_quoted("a\nDe: Ann\nEnviado el: lunes\nb",
	    "[De: Ann\nEnviado el: lunes\nb]");
	assert_quoted("From: Rome\nTo: Paris\nIt was late.", "");
	assert_quoted("De l'eau\nEnvoy\xc3\xa9", "");
}

static void
forums_quote_one_paragraph(void **state)
{

	(void)state;
	assert_quoted("Quote:\nOriginally Posted by Ann\nIt is broken.\nMine "
		      "is not.",
	    "[Originally Posted by Ann\nIt is broken.]");
	assert_quoted("Zitat:\nZitat von Ann\nEs ist kaputt.\nMeines nicht.",
	    "[Zitat von Ann\nEs ist kaputt.]");
	assert_quoted("Cita:\nIniciado por Ann\nroto\nno",
	    "[Iniciado por Ann\nroto]");
	assert_quoted("Ein\nZitat von Goethe\nist das.", "");
	assert_quoted("Originally posted by Ann", "[Originally posted by Ann]");
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
		cmocka_unit_test(french_colons_and_wrapped_lines_are_known),
		cmocka_unit_test(a_letters_head_begins_what_was_sent_before),
		cmocka_unit_test(forums_quote_one_paragraph),
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
