/*
 * What rules did, out of a real store.
 */
#include "askbox.h"

#define LINK "https://b.example/"

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = LINK "1",
	    .text = "My Acme is broken, broken",
	    .published_ts = BOX_NOW - 3000 },
	{ .guid = "2",
	    .link = LINK "2",
	    .text = "I wish it were louder",
	    .published_ts = BOX_NOW - 2000 },
	{ .guid = "3",
	    .link = LINK "3",
	    .text = "It is broken, not broken: two stars",
	    .stars = 2,
	    .published_ts = BOX_NOW - 1000 },
	{ .guid = "4",
	    .link = LINK "4",
	    .text = "Broken? No: not broken at all",
	    .published_ts = BOX_NOW - 500 },
};

static int
fill(void **state)
{

	return (ask_make(state, posts, 2, 4));
}

/* All rows, columns by | and rows by newlines, moments less BOX_NOW. */
static void
assert_rows(enum status (*ask)(struct reader *, const struct query_filter *,
		struct result **, struct buf *),
    const struct query_filter *f, const char *expected)
{
	struct result *q = NULL;
	enum status st = ask(r, f, &q, &why);
	char text[4000] = "";
	size_t n = 0;
	bool row;

	if (st != OK)
		fail_msg("%s", buf_str(&why).p);
	while (result_next(q, &row) == OK && row) {
		for (size_t c = 0; c < result_columns(q); c++) {
			struct str name = str_of(result_name(q, c));
			const char *bar = c > 0 ? "|" : "";

			if (result_type(q, c) == RESULT_INT)
				n += (size_t)snprintf(text + n,
				    sizeof(text) - n, "%s%lld", bar,
				    (long long)(result_int(q, c) -
						(str_ends(name, STR("_ts"))
							? BOX_NOW
							: 0)));
			else if (result_type(q, c) == RESULT_REAL)
				n +=
				    (size_t)snprintf(text + n, sizeof(text) - n,
					"%s%.2f", bar, result_real(q, c));
			else
				n += (size_t)snprintf(text + n,
				    sizeof(text) - n, "%s%.*s", bar,
				    STR_ARG(result_text(q, c)));
		}
		n += (size_t)snprintf(text + n, sizeof(text) - n, "\n");
	}
	result_free(q);
	assert_string_equal(text, expected);
}

static void
each_rule_that_counted_has_its_hits_posts_and_sources(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	assert_rows(query_rule_stats, &f,
	    "toy.broken|complaint|3|2|2|-3000|-1000|0|0\n"
	    "toy.stars|complaint|1|1|1|-1000|-1000|0|0\n"
	    "toy.wish|idea|1|1|1|-2000|-2000|0|0\n");
}

static void
filters_narrow_what_is_counted(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	f.signal = STR("Complaint");
	f.source = STR("acme BLOG");
	assert_rows(query_rule_stats, &f,
	    "toy.broken|complaint|2|1|1|-3000|-3000|0|0\n");
	query_filter_init(&f);
	f.since_ts = BOX_NOW - 1000;
	f.lang = STR("en");
	assert_rows(query_rule_stats, &f,
	    "toy.broken|complaint|1|1|1|-1000|-1000|0|0\n"
	    "toy.stars|complaint|1|1|1|-1000|-1000|0|0\n");
	f.until_ts = BOX_NOW - 1000;
	assert_rows(query_rule_stats, &f, "");
}

static void
only_the_last_word_of_a_judgement_counts(void **state)
{
	struct query_filter f;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(box.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "INSERT INTO judgement(insight_id, answer, at_ts)"
			     " SELECT id, 'wrong', 10 FROM insight;"
			     "INSERT INTO judgement(insight_id, answer, at_ts)"
			     " SELECT id, 'right', 20 FROM insight WHERE "
			     "signal = 'idea';",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	query_filter_init(&f);
	assert_rows(query_rule_stats, &f,
	    "toy.broken|complaint|3|2|2|-3000|-1000|2|2\n"
	    "toy.stars|complaint|1|1|1|-1000|-1000|1|1\n"
	    "toy.wish|idea|1|1|1|-2000|-2000|1|0\n");
}

static void
rules_that_speak_together_are_pairs(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	assert_rows(query_rule_pairs, &f,
	    "toy.broken|toy.stars|complaint|1|2|1|1.00\n");
	f.signal = STR("idea");
	assert_rows(query_rule_pairs, &f, "");
}

int
main(void)
{
	const struct CMUnitTest rule_stats_tests[] = {
		cmocka_unit_test_setup_teardown(
		    each_rule_that_counted_has_its_hits_posts_and_sources, fill,
		    ask_drop),
		cmocka_unit_test_setup_teardown(filters_narrow_what_is_counted,
		    fill, ask_drop),
		cmocka_unit_test_setup_teardown(
		    only_the_last_word_of_a_judgement_counts, fill, ask_drop),
		cmocka_unit_test_setup_teardown(
		    rules_that_speak_together_are_pairs, fill, ask_drop),
	};

	return (RUN_TESTS(rule_stats_tests));
}
