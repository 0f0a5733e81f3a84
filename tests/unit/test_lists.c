#include "ruleshelp.h"

#define RULE "rule a\n  signal idea\n  say x y\n"

static void
terms_stand_in_the_file_or_in_one_of_their_own(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	write_bytes("shop.txt", STR("# our shops\n\nKiosk Nord\n#kiosknord\n"
				    "  \"Kiosk (S\u00fcd)\"  # the old one\n"));
	load_text("list brand.a = \"Tea, black\", t-pot | #teaparty ,\n"
		  "    caf\u00e9 noir\n"
		  "list product.shop from shop.txt\n" RULE,
	    &l);
	assert_string_equal(l.printed, "");
	hear(l.rs,
	    "tea, black / tpot / T pot / #teaparty / CAF\u00c9-NOIR / "
	    "KioskNord / #kiosknord / kiosk (s\u00fcd)",
	    &h);
	assert_int_equal(h.v.nmentions, 8);
	assert_str(h.v.mentions[0].term, "Tea, black");
	assert_str(h.v.mentions[4].term, "caf\u00e9 noir");
	assert_str(h.v.mentions[5].list, "product.shop");
	assert_str(h.v.mentions[6].term, "#kiosknord");
	assert_str(h.v.mentions[7].term, "Kiosk (S\u00fcd)");
	forget(&h);
	unload(&l);
}

static void
only_brands_and_products_are_mentions(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("list colours = red, blue\n" RULE, &l);
	hear(l.rs, "red and blue", &h);
	assert_int_equal(h.v.nmentions, 0);
	forget(&h);
	unload(&l);
}

static void
a_line_of_a_file_may_have_quotes_and_a_comma_round_its_term(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	write_bytes("typed.txt", STR("\u201cAcme Brew\u201d,\n'Teatime'\n"
				     "\u00abHaus\u00bb ;\n\"Tea, black\"\n"));
	load_text("list brand.a from typed.txt\n" RULE, &l);
	assert_string_equal(l.printed, "");
	hear(l.rs, "AcmeBrew / teatime / haus / tea, black", &h);
	assert_int_equal(h.v.nmentions, 4);
	forget(&h);
	unload(&l);
	write_bytes("typed.txt", STR("Tea, Pot\n"));
	assert_faults("list brand.a from typed.txt\n" RULE,
	    "typed.txt:1:1: warning: one term a line: this is a single one "
	    "with a comma in it; quotes round it say that it is meant\n");
}

static void
a_list_has_an_end_and_it_is_said_once(void **state)
{
	struct buf terms = BUF_INIT(1 << 20);

	(void)state;
	for (int i = 0; i < 100002; i++)
		buf_adds(&terms, "tea\n");
	write_bytes("many.txt", buf_str(&terms));
	assert_faults("list brand.a from many.txt\n" RULE,
	    "many.txt:100001:1: a list holds at most 100000 terms\n");
	buf_free(&terms);
}

static void
faults_in_lists_are_told(void **state)
{

	(void)state;
	write_bytes("empty.txt", STR("# nothing yet\n"));
	assert_faults("list brand.a =\n" RULE,
	    "own.rules:1:14: the list brand.a is empty\n");
	assert_faults("list brand.a Tea, Pot\n" RULE,
	    "own.rules:1:14: write list NAME = term, term  or  list NAME from "
	    "FILE\n");
	assert_faults("list brand.a = \"Tea\" \"Pot\"\n" RULE,
	    "own.rules:1:22: write a comma between terms\n");
	assert_faults("list brand.a = \"Tea\n" RULE,
	    "own.rules:1:16: these quotes are never closed\n");
	assert_faults("list brand.a from empty.txt\n" RULE,
	    "own.rules:1:19: the list brand.a is empty\n");
	{
		struct loaded l;

		load_text("list brand.a from lost.txt\n" RULE, &l);
		assert_string_equal(l.printed,
		    "own.rules:1:19: cannot read lost.txt: there is no such "
		    "file\n");
		unload(&l);
	}
}

static void
a_long_list_is_searched_too(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;
	struct heard h;

	(void)state;
	buf_adds(&text, RULE "list product.all = first");
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, ", model-%d", i);
	buf_addc(&text, '\n');
	load_text(text.p, &l);
	assert_string_equal(l.printed, "");
	hear(l.rs, "My Model 4999, not model 77 nor model 7777.", &h);
	assert_int_equal(h.v.nmentions, 2);
	assert_str(h.v.mentions[0].term, "model-4999");
	assert_str(h.v.mentions[1].term, "model-77");
	forget(&h);
	unload(&l);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest lists_tests[] = {
		cmocka_unit_test(
		    terms_stand_in_the_file_or_in_one_of_their_own),
		cmocka_unit_test(only_brands_and_products_are_mentions),
		cmocka_unit_test(
		    a_line_of_a_file_may_have_quotes_and_a_comma_round_its_term),
		cmocka_unit_test(a_list_has_an_end_and_it_is_said_once),
		cmocka_unit_test(faults_in_lists_are_told),
		cmocka_unit_test(a_long_list_is_searched_too),
	};

	return (cmocka_run_group_tests(lists_tests, make_rules_folder,
	    remove_rules_folder));
}
