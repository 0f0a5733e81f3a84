#include "earshot/fault.h"

#include "unit.h"

static void
faults_are_listed_worst_file_first_with_a_caret(void **state)
{
	struct faults fs;
	struct buf out = BUF_INIT(10000);

	(void)state;
	faults_init(&fs);
	faults_add(&fs, true, "b.rules", 9, 0, str_of(NULL), "only a hint");
	faults_add(&fs, false, "a.rules", 7, 3, STR("\tsgnal idea"),
	    "unknown word '%s'", "sgnal");
	faults_add(&fs, false, "a.rules", 2, 1, str_of(NULL), "no signal");
	faults_print(&fs, &out, true);
	assert_string_equal(out.p, "a.rules:2:1: no signal\n"
				   "a.rules:7:3: unknown word 'sgnal'\n"
				   "  \tsgnal idea\n"
				   "  \t ^\n"
				   "b.rules:9: warning: only a hint\n");
	buf_clear(&out);
	faults_brief(&fs, &out);
	assert_string_equal(out.p,
	    "a.rules:7:3: unknown word 'sgnal' (and 1 more)");
	assert_int_equal(fs.errors, 2);
	assert_int_equal(fs.warnings, 1);
	faults_free(&fs);
	buf_free(&out);
}

static void
what_was_said_is_not_said_again(void **state)
{
	struct faults fs;

	(void)state;
	faults_init(&fs);
	for (int i = 0; i < 2; i++) {
		faults_add(&fs, true, "a", 3, 1, str_of(NULL), "a hint");
		faults_add(&fs, false, "a", 3, 1, str_of(NULL), "a hint");
		faults_add(&fs, false, "a", 3, 2, str_of(NULL), "a hint");
		faults_add(&fs, false, "b", 3, 1, str_of(NULL), "a hint");
		faults_add(&fs, false, "a", 3, 1, str_of(NULL), "another");
	}
	assert_int_equal(fs.n, 5);
	assert_int_equal(fs.errors, 4);
	assert_int_equal(fs.warnings, 1);
	faults_free(&fs);
}

static void
faults_of_one_line_stand_from_left_to_right(void **state)
{
	struct faults fs;
	struct buf out = BUF_INIT(10000);

	(void)state;
	faults_init(&fs);
	faults_add(&fs, false, "a", 3, 9, str_of(NULL), "right");
	faults_add(&fs, false, "a", 3, 2, str_of(NULL), "left");
	faults_print(&fs, &out, true);
	assert_string_equal(out.p, "a:3:2: left\na:3:9: right\n");
	faults_free(&fs);
	buf_free(&out);
}

static void
past_the_cap_faults_are_counted(void **state)
{
	struct faults fs;
	struct buf out = BUF_INIT(1 << 20);

	(void)state;
	faults_init(&fs);
	for (unsigned i = 0; i < FAULTS_MAX + 10u; i++)
		faults_add(&fs, false, "f", i + 1, 0, str_of(NULL), "x");
	assert_int_equal(fs.n, FAULTS_MAX);
	assert_int_equal(fs.errors, FAULTS_MAX + 10);
	faults_print(&fs, &out, false);
	assert_non_null(strstr(out.p, "and 10 more"));
	faults_free(&fs);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest fault_tests[] = {
		cmocka_unit_test(
		    faults_are_listed_worst_file_first_with_a_caret),
		cmocka_unit_test(what_was_said_is_not_said_again),
		cmocka_unit_test(faults_of_one_line_stand_from_left_to_right),
		cmocka_unit_test(past_the_cap_faults_are_counted),
	};

	return (RUN_TESTS(fault_tests));
}
