/*
 * What people say of insights, and that nothing takes it from them.
 */
#include "earshot/judgement.h"

#include "storebox.h"

static const struct serve two[] = {
	{ .guid = "1",
	    .link = "https://b.example/1",
	    .text = "My Acme is broken",
	    .author = "Jo",
	    .published_ts = BOX_NOW - 60 },
	{ .guid = "2",
	    .link = "https://b.example/2",
	    .text = "I wish it were not",
	    .author = "Al",
	    .published_ts = BOX_NOW - 30 },
};

static char said[4000];

/* "REF WORD NOTE" by ${by}; what was answered is in `said`. */
static enum status
say(const char *line, bool mark, const char *by)
{
	struct buf out = BUF_INIT(4000);
	struct judgement j;
	enum status st = judgement_read(str_of(line), mark, &j, &out);

	j.by = str_of(by);
	if (st == OK)
		st = store_judge(box.store, &j, &out);
	snprintf(said, sizeof(said), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	return (st);
}

/* The reference of the ${n}th insight with ${rest} behind it. */
static const char *
of(int n, const char *rest)
{
	static char line[3000];
	char sql[100];

	snprintf(sql, sizeof(sql), "SELECT ref FROM insight WHERE id = %d", n);
	snprintf(line, sizeof(line), "%s %s", box_text(sql), rest);
	return (line);
}

static int
begin(void **state)
{

	if (box_make(state) != 0)
		return (1);
	box_begin();
	box_visit(0, two, 2);
	assert_int_equal(box_int("SELECT count(*) FROM insight"), 2);
	return (0);
}

static void
an_answer_is_kept_with_who_and_why(void **state)
{

	(void)state;
	assert_int_equal(say(of(1, "wrong it is a joke"), false, "jo"), OK);
	assert_non_null(strstr(said, "judged wrong: complaint\n"));
	assert_string_equal(box_text("SELECT insight_id || answer || note || "
				     "\"by\" || at_ts"
				     " FROM judgement"),
	    "1wrongit is a jokejo1773144000");
	assert_string_equal(box_text("SELECT judged FROM v_insight WHERE "
				     "insight_id = 1"),
	    "wrong");
	box_sound();
}

static void
an_answer_is_a_change_that_whoever_reads_on_hears_of(void **state)
{

	(void)state;
	assert_int_equal(say(of(1, "right"), false, "jo"), OK);
	assert_int_equal(box_int("SELECT changed_seq FROM insight"
				 " WHERE id = 1"),
	    3);
	assert_int_equal(say(of(1, "wrong"), false, "jo"), OK);
	assert_int_equal(box_int("SELECT changed_seq FROM insight"
				 " WHERE id = 1"),
	    4);
	/* It lasts: the counter goes on from there. */
	box_close();
	box_begin();
	assert_int_equal(say(of(2, "right"), false, "jo"), OK);
	assert_int_equal(box_int("SELECT changed_seq FROM insight"
				 " WHERE id = 2"),
	    5);
}

static void
the_same_said_again_changes_nothing(void **state)
{

	(void)state;
	assert_int_equal(say(of(1, "right so it is"), false, "jo"), OK);
	assert_int_equal(say(of(1, "right so it is"), false, "jo"), OK);
	assert_non_null(strstr(said, "nothing changed"));
	assert_int_equal(box_int("SELECT count(*) FROM judgement"), 1);
	assert_int_equal(box_int("SELECT max(changed_seq) FROM insight"), 3);
	/* By another person it is another voice; after another answer, too. */
	assert_int_equal(say(of(1, "right so it is"), false, "al"), OK);
	assert_int_equal(say(of(1, "wrong"), false, "jo"), OK);
	assert_int_equal(say(of(1, "right so it is"), false, "jo"), OK);
	assert_int_equal(box_int("SELECT count(*) FROM judgement"), 4);
}

static void
a_mark_is_no_change_of_what_was_heard(void **state)
{
	static const char *const kinds[] = { "keep", "handled", "known",
		"later" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(say(of(2, kinds[i]), true, "jo"), OK);
		assert_int_equal(say(of(2, kinds[i]), true, "jo"), OK);
	}
	assert_string_equal(box_text("SELECT marks FROM v_insight WHERE"
				     " insight_id = 2"),
	    "handled, keep, known, later");
	assert_string_equal(box_text("SELECT marks FROM v_insight WHERE"
				     " insight_id = 1"),
	    "(null)");
	assert_string_equal(box_text("SELECT group_concat(insight_id || kind)"
				     " FROM mark WHERE theme_id IS NULL"),
	    "2keep,2handled,2known,2later");
	assert_int_equal(box_int("SELECT max(changed_seq) FROM insight"), 2);
}

static void
a_theme_is_marked_and_never_judged(void **state)
{

	(void)state;
	box_run("INSERT INTO theme(ref, signal, title, changed_seq)"
		" VALUES('T-9', 'idea', 't', 900)");
	assert_int_equal(say("t-9 handled by the lid team", true, "jo"), OK);
	assert_non_null(strstr(said, "T-9 marked handled: theme, idea"));
	assert_string_equal(box_text("SELECT theme_id || kind || note ||"
				     " (insight_id IS NULL) FROM mark"),
	    "1handledby the lid team1");
	assert_int_equal(say("T-9 wrong", false, "jo"), E_USAGE);
	assert_non_null(strstr(said, "its insights are judged"));
}

static void
what_is_not_there_or_no_answer_is_refused(void **state)
{

	(void)state;
	assert_int_equal(say("AAAA-AAAA wrong", false, "jo"), E_NOT_FOUND);
	assert_non_null(strstr(said, "no insight has the reference AAAA-AAAA"));
	assert_int_equal(say(of(1, "maybe"), false, "jo"), E_USAGE);
	assert_non_null(strstr(said, "'maybe' is not one of: right or wrong"));
	assert_int_equal(say(of(1, "right"), true, "jo"), E_USAGE);
	assert_non_null(strstr(said, "keep, handled, known or later"));
	assert_int_equal(say("", false, "jo"), E_USAGE);
	assert_int_equal(box_int("SELECT count(*) FROM judgement"), 0);
}

static void
a_note_is_one_line_of_bounded_length(void **state)
{
	char note[JUDGEMENT_NOTE_MAX + 100] = "wrong ";

	(void)state;
	assert_int_equal(say(of(1, "wrong a\tb\033[1m c\xff"), false, "jo"),
	    OK);
	assert_null(strchr(box_text("SELECT note FROM judgement"), '\033'));
	memset(note + 6, 'a', JUDGEMENT_NOTE_MAX + 1);
	assert_int_equal(say(of(1, note), false, "jo"), E_USAGE);
	assert_non_null(strstr(said, "at most 2000 bytes"));
}

static void
a_reference_may_be_mistyped(void **state)
{
	char line[100];
	const char *ref = box_text("SELECT ref FROM insight WHERE id = 1");
	size_t n = 0;

	(void)state;
	for (; *ref != '\0'; ref++)
		if (*ref != '-')
			line[n++] = (char)(*ref | 0x20);
	memcpy(line + n, " right", 7);
	assert_int_equal(say(line, false, "jo"), OK);
}

static void
an_edit_and_other_rules_leave_what_people_said(void **state)
{
	static const struct serve edited = { .guid = "1",
		.link = "https://b.example/1",
		.text = "My Acme works again",
		.author = "Jo",
		.published_ts = BOX_NOW - 60 };

	(void)state;
	assert_int_equal(say(of(1, "wrong"), false, "jo"), OK);
	assert_int_equal(say(of(1, "keep"), true, "jo"), OK);
	box_visit(0, &edited, 1);
	assert_string_equal(box_text("SELECT state || judged FROM"
				     " v_insight_all WHERE insight_id = 1"),
	    "withdrawnwrong");
	assert_string_equal(box_text("SELECT kind FROM mark WHERE"
				     " insight_id = 1"),
	    "keep");
	box_sound();
}

static void
a_rule_is_as_good_as_the_last_answers_say(void **state)
{
	static const char row[] =
	    "SELECT judged_n || ' ' || judged_wrong || ' ' || precision FROM"
	    " v_rule_quality WHERE rule = 'toy.broken'";

	(void)state;
	assert_string_equal(box_text(row), "(null)");
	assert_int_equal(say(of(1, "wrong"), false, "jo"), OK);
	assert_string_equal(box_text(row), "1 1 0.0");
	assert_int_equal(say(of(1, "right"), false, "al"), OK);
	assert_string_equal(box_text(row), "1 0 1.0");
	assert_int_equal(box_int(
			     "SELECT judged_n FROM v_rule_quality WHERE rule ="
			     " 'toy.wish'"),
	    0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, box_remove)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(an_answer_is_kept_with_who_and_why),
		TEST(an_answer_is_a_change_that_whoever_reads_on_hears_of),
		TEST(the_same_said_again_changes_nothing),
		TEST(a_mark_is_no_change_of_what_was_heard),
		TEST(a_theme_is_marked_and_never_judged),
		TEST(what_is_not_there_or_no_answer_is_refused),
		TEST(a_note_is_one_line_of_bounded_length),
		TEST(a_reference_may_be_mistyped),
		TEST(an_edit_and_other_rules_leave_what_people_said),
		TEST(a_rule_is_as_good_as_the_last_answers_say),
	};

	return (RUN_TESTS(tests));
}
