/*
 * Two rule sets over one post: what is gained, lost, changed.
 */
#include "cli/preview.h"
#include "ruleshelp.h"

static const char *const before =
    "pack t\nlang en\n"
    "rule wish\n  signal idea\n  say I wish\n"
    "rule leak\n  signal complaint\n  negatable\n  say leaks\n"
    "rule lid\n  signal complaint\n  say lid\n";

/* "change signal rule words (why)" a line, of one post's text. */
static void
assert_preview(const char *after, const char *post, enum signal only,
    const char *expected)
{
	struct post p = { .text = str_of(post), .published_ts = NO_TIME };
	struct loaded old, new;
	struct preview *preview;
	struct rows *rows;
	char text[2000] = "";
	uint64_t n = 0;
	size_t at = 0;

	load_text(before, &old);
	load_text(after, &new);
	assert_non_null(new.rs);
	preview = preview_new(old.rs, new.rs, only);
	assert_non_null(preview);
	assert_int_equal(preview_post(preview, &p, STR("en"), 7, STR("A")), OK);
	for (int k = 0; k < PREVIEW_CHANGES; k++)
		n += preview_count(preview, k);
	rows = preview_rows(preview);
	assert_int_equal(rows_count(rows), n);
	for (size_t i = 0; i < rows_count(rows); i++) {
		const struct cell *c = rows_cell(rows, i, 0);

		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "%.*s %.*s %.*s [%.*s] (%.*s)\n",
		    STR_ARG(c[PREVIEW_CHANGE].text),
		    STR_ARG(c[PREVIEW_SIGNAL].text),
		    STR_ARG(c[PREVIEW_RULE].text),
		    STR_ARG(c[PREVIEW_WORDS].text),
		    STR_ARG(c[PREVIEW_WHY].text));
		assert_int_equal(c[PREVIEW_POST].number, 7);
		assert_str(c[PREVIEW_SOURCE].text, "A");
	}
	assert_string_equal(text, expected);
	rows_free(rows);
	preview_free(preview);
	unload(&old);
	unload(&new);
}

static void
the_same_rules_change_nothing(void **state)
{

	(void)state;
	assert_preview(before, "I wish the lid leaks.", SIGNAL_NONE, "");
}

static void
a_gain_shows_the_rule_that_brought_it(void **state)
{

	(void)state;
	assert_preview("pack t\nlang en\nrule new\n  signal praise\n  say "
		       "day\n",
	    "A fine day.", SIGNAL_NONE, "gained praise t.new [day] ()\n");
}

static void
a_loss_shows_what_became_of_the_rule(void **state)
{

	(void)state;
	assert_preview("pack t\nlang en\n"
		       "rule wish\n  signal idea\n  say I wish\n"
		       "  unless \"wish you luck\"\n",
	    "I wish you luck.", SIGNAL_NONE,
	    "lost idea t.wish [I wish] (now vetoed by \"wish you luck\")\n");
	assert_preview("pack t\nlang en\nrule x\n  signal spam\n  say y\n",
	    "I wish you luck.", SIGNAL_NONE,
	    "lost idea t.wish [I wish] (not heard any more)\n");
	assert_preview("pack t\nlang en\n"
		       "rule wish\n  signal idea\n  weight hint\n"
		       "  say I wish\n",
	    "I wish you luck.", SIGNAL_NONE,
	    "lost idea t.wish [I wish] (+2.50, now +0.70)\n");
	assert_preview("pack t\nlang en\n"
		       "rule wish\n  signal idea\n  say I wish\n"
		       "  need money\n",
	    "I wish you luck.", SIGNAL_NONE,
	    "lost idea t.wish [I wish] (now missing: need money)\n");
}

static void
another_score_is_a_change(void **state)
{

	(void)state;
	assert_preview("pack t\nlang en\n"
		       "rule leak\n  signal complaint\n  negatable\n"
		       "  say leaks\n",
	    "The lid leaks.", SIGNAL_NONE,
	    "changed complaint t.lid [lid] (not heard any more)\n");
}

static void
only_the_signal_that_was_asked_for(void **state)
{

	(void)state;
	assert_preview("pack t\nlang en\nrule new\n  signal praise\n  say "
		       "wish\n",
	    "I wish you luck.", SIGNAL_PRAISE,
	    "gained praise t.new [wish] ()\n");
}

int
main(void)
{
	const struct CMUnitTest preview_tests[] = {
		cmocka_unit_test(the_same_rules_change_nothing),
		cmocka_unit_test(a_gain_shows_the_rule_that_brought_it),
		cmocka_unit_test(a_loss_shows_what_became_of_the_rule),
		cmocka_unit_test(another_score_is_a_change),
		cmocka_unit_test(only_the_signal_that_was_asked_for),
	};

	return (cmocka_run_group_tests(preview_tests, make_rules_folder,
	    remove_rules_folder));
}
