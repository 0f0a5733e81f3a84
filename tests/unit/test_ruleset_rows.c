/*
 * A rule set's rows: once a hash, the newest load is the one in force; a
 * rule's: once a wording.
 */
#include "storebox.h"

static struct ruleset_info
named(const char *hash)
{
	struct ruleset_info rules = toy_ruleset;

	snprintf(rules.hash, sizeof(rules.hash), "%s", hash);
	return (rules);
}

static const char *
in_force(void)
{
	struct buf why = BUF_INIT(500);
	struct arena *a = arena_new(10000);
	struct reader *r = NULL;
	struct store_status status;
	static char hash[33];

	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_status(r, a, &status), OK);
	snprintf(hash, sizeof(hash), "%.*s", STR_ARG(status.ruleset));
	assert_int_equal(status.rules, 4);
	reader_close(r);
	arena_free(a);
	buf_free(&why);
	return (hash);
}

static void
rules_are_kept_once_a_hash(void **state)
{
	struct ruleset_info one = named("one");

	(void)state;
	box_open();
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_int_equal(box_int("SELECT count(*) FROM ruleset"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM rule"), 4);
	assert_int_equal(box_int("SELECT count(*) FROM ruleset_signal"), 6);
	assert_string_equal(
	    box_text("SELECT name || ' ' || signal || ' ' || weight || ' ' ||"
		     " about || ' ' || file || ':' || line || ' ' || lang"
		     " FROM rule ORDER BY id LIMIT 1"),
	    "toy.broken complaint 3.5 Something is broken toy.rules:1 en");
}

/* Two loads whose files differ in one rule: its weight; the others moved. */
static void
a_rule_has_a_row_for_each_of_its_wordings(void **state)
{
	struct ruleset_info one = named("one"), two = named("two");
	const struct rule_info *rules[4];
	struct rule_info moved = *one.rules[0], heavier = *one.rules[1];

	(void)state;
	assert_int_equal(one.nrules, 4);
	memcpy(rules, one.rules, sizeof(rules));
	rules[0] = &moved;
	rules[1] = &heavier;
	moved.line = 77;
	heavier.weight += 1;
	two.rules = rules;
	box_open();
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_int_equal(store_ruleset(box.store, &two), OK);
	assert_int_equal(box_int("SELECT count(*) FROM rule"), 5);
	assert_int_equal(box_int(
			     "SELECT count(*) FROM rule WHERE ruleset_id = 2"),
	    4);
	assert_int_equal(box_int("SELECT line FROM rule WHERE id = 1"), 77);
	assert_int_equal(box_int("SELECT count(*) FROM v_rule_quality"), 4);
	/* And back: nothing is new, but the first set has its own again. */
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_int_equal(box_int("SELECT count(*) FROM rule"), 5);
	assert_int_equal(box_int(
			     "SELECT count(*) FROM rule WHERE ruleset_id = 1"),
	    4);
	assert_int_equal(box_int("SELECT ruleset_id FROM rule WHERE id = 5"),
	    2);
	assert_int_equal(box_int("SELECT line FROM rule WHERE id = 1"), 1);
	box_sound();
}

static void
a_set_that_comes_back_is_in_force_again(void **state)
{
	struct ruleset_info one = named("one"), two = named("two"),
			    three = named("three");

	(void)state;
	box_open();
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_string_equal(in_force(), "one");
	assert_int_equal(store_ruleset(box.store, &two), OK);
	assert_string_equal(in_force(), "two");
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_string_equal(in_force(), "one");
	assert_int_equal(store_ruleset(box.store, &three), OK);
	assert_string_equal(in_force(), "three");
	assert_int_equal(box_int("SELECT count(*) FROM v_rule_quality"), 4);
}

static void
evidence_names_the_rule_of_the_newest_set(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .text = "I wish" },
	};
	struct ruleset_info one = named("one");
	struct store_options o = { .url = box.path };
	struct buf why = BUF_INIT(500);

	(void)state;
	box_begin();
	assert_int_equal(store_ruleset(box.store, &one), OK);
	box_visit(0, posts, 1);
	assert_string_equal(box_text(
				"SELECT r.name || ' ' || g.hash FROM evidence e"
				" JOIN rule r ON r.id = e.rule_id"
				" JOIN ruleset g ON g.id = r.ruleset_id"),
	    "toy.wish toy1");
	/* Known again after a restart. */
	box_close();
	assert_int_equal(store_open(&o, &box.store, &why), OK);
	assert_int_equal(store_ruleset(box.store, &one), OK);
	assert_int_equal(box_int("SELECT count(*) FROM rule"), 4);
	buf_free(&why);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(rules_are_kept_once_a_hash),
		BOX_TEST(a_rule_has_a_row_for_each_of_its_wordings),
		BOX_TEST(a_set_that_comes_back_is_in_force_again),
		BOX_TEST(evidence_names_the_rule_of_the_newest_set),
	};

	return (RUN_TESTS(tests));
}
