#include "rules/compile.h"
#include "rules/link.h"
#include "rules/rulefile.h"
#include "ruleshelp.h"

static void
compile_text(const char *text, struct faults *faults, struct ruleset *rs)
{
	struct book *b = book_new(NULL, faults);

	memset(rs, 0, sizeof(*rs));
	assert_non_null(b);
	rs->book = b;
	assert_int_equal(rulefile_parse(b, "t.rules", str_of(text), TIER_OWN),
	    OK);
	assert_int_equal(link_book(b), OK);
	assert_int_equal(compile_book(b, rs), OK);
}

static void
drop_compiled(struct ruleset *rs)
{

	compile_free(rs);
	book_free(rs->book);
}

static void
units_are_rules_then_topics_then_lists(void **state)
{
	struct faults faults;
	struct ruleset rs;

	(void)state;
	faults_init(&faults);
	compile_text("list brand.a = tea\nlist plain = x\nlist used = y\n"
		     "topic t\n  say tau\n"
		     "rule a\n  signal idea\n  say alpha | {plain}\n  near "
		     "used\n"
		     "rule b\n  signal idea\n  say beta\n",
	    &faults, &rs);
	assert_int_equal(faults.n, 0);
	assert_int_equal(rs.nrules, 2);
	assert_int_equal(rs.nunits, 5);
	assert_str(rs.units[0].name, "t.a");
	assert_str(rs.units[2].name, "t");
	assert_int_equal(rs.units[2].kind, UNIT_TOPIC);
	assert_str(rs.units[3].name, "brand.a");
	assert_str(rs.units[4].name, "used");
	assert_int_equal(rs.units[0].nneeds, 1);
	assert_int_equal(rs.units[0].needs[0].unit, 4);
	drop_compiled(&rs);
	faults_free(&faults);
}

static void
each_phrase_and_pattern_is_run_on_its_own(void **state)
{
	struct faults faults;
	struct ruleset rs;

	(void)state;
	faults_init(&faults);
	compile_text("rule a\n  signal idea\n  say alpha | beta gamma | "
		     "\"!!\"\n"
		     "  match /delta/ | /epsilon/i\n",
	    &faults, &rs);
	assert_int_equal(rs.programs.n, 5);
	for (uint32_t i = 0; i < rs.programs.n; i++)
		assert_int_equal(rs.programs.v[i].unit, 0);
	assert_true(prefilter_literals(rs.prefilter) >= 5);
	drop_compiled(&rs);
	faults_free(&faults);
}

static void
rules_that_others_need_come_first(void **state)
{
	struct faults faults;
	struct ruleset rs;

	(void)state;
	faults_init(&faults);
	compile_text("rule a\n  signal idea\n  say alpha\n  need b\n"
		     "rule b\n  signal idea\n  say beta\n  need c\n"
		     "rule c\n  signal idea\n  say gamma\n",
	    &faults, &rs);
	assert_true(rs.units[2].rank < rs.units[1].rank);
	assert_true(rs.units[1].rank < rs.units[0].rank);
	drop_compiled(&rs);
	faults_free(&faults);
}

static void
very_many_phrases_are_fine(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;

	(void)state;
	buf_adds(&text, "rule a\n  signal idea\n");
	for (int i = 0; i < 2000; i++)
		buf_printf(&text, "  say \"phrase number %d (of|in) all\"\n",
		    i);
	load_text(text.p, &l);
	assert_string_equal(l.printed, "");
	assert_hears(l.rs, "Phrase number 1999 of all", SIGNAL_IDEA,
	    "[Phrase number 1999 of all]");
	assert_hears(l.rs, "phrase number 0 in all", SIGNAL_IDEA,
	    "[phrase number 0 in all]");
	unload(&l);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest compile_tests[] = {
		cmocka_unit_test(units_are_rules_then_topics_then_lists),
		cmocka_unit_test(each_phrase_and_pattern_is_run_on_its_own),
		cmocka_unit_test(rules_that_others_need_come_first),
		cmocka_unit_test(very_many_phrases_are_fine),
	};

	return (cmocka_run_group_tests(compile_tests, make_rules_folder,
	    remove_rules_folder));
}
