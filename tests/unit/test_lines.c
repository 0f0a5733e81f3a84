#include "conf/lines.h"
#include "unit.h"

/* ${text} has these lines, NULL-ended, and no more. */
static void
has_lines(struct str text, const char *const *lines)
{
	struct lines l = LINES(text);
	unsigned n = 0;

	for (; lines[n] != NULL; n++) {
		assert_true(lines_next(&l));
		assert_str(l.text, lines[n]);
	}
	assert_int_equal(l.number, n);
	assert_false(lines_next(&l));
}

static void
line_ends_of_all_kinds_are_cut(void **state)
{
	static const char *const lines[] = { "one", "", "two", "three", NULL };

	(void)state;
	has_lines(STR("one\r\n\ntwo\r\r\nthree"), lines);
}

static void
old_macs_end_lines_by_cr_alone(void **state)
{
	static const char *const lines[] = { "one", "", "three", NULL };
	/* Other programs add theirs. */
	static const char *const mixed[] = { "one", "two", "three", NULL };

	(void)state;
	has_lines(STR("one\r\rthree\r"), lines);
	has_lines(STR("one\rtwo\r\nthree\n"), mixed);
}

static void
a_fault_points_at_a_character_not_a_byte(void **state)
{
	struct faults faults;
	struct place p = { &faults, "f", 7, STR("Caf\xc3\xa9 = bad") };

	(void)state;
	faults_init(&faults);
	lines_fault(&p, p.text.p + 8, "no %s", "good");
	lines_warn(&p, NULL, "well");
	p.text = (struct str){ NULL, 0 };
	lines_fault(&p, "elsewhere", "hidden");
	assert_int_equal(faults.list[0].line, 7);
	assert_int_equal(faults.list[0].column, 8);
	assert_string_equal(faults.list[0].message, "no good");
	assert_string_equal(faults.list[0].source, "Caf\xc3\xa9 = bad");
	assert_true(faults.list[1].warning);
	assert_int_equal(faults.list[1].column, 0);
	assert_null(faults.list[2].source);
	assert_int_equal(faults.list[2].column, 0);
	assert_int_equal(faults.errors, 2);
	faults_free(&faults);
}

static void
a_fault_shows_the_line_without_its_password(void **state)
{
	struct faults faults;
	struct place p = { &faults, "f", 7,
		STR("proxi = http://jo:hunter2@p.example") };

	(void)state;
	faults_init(&faults);
	lines_fault(&p, p.text.p + 8, "unknown");
	assert_int_equal(faults.list[0].column, 9);
	assert_string_equal(faults.list[0].source,
	    "proxi = http://**********@p.example");
	faults_free(&faults);
}

static void
control_characters_are_seen_but_tabs_are_not(void **state)
{
	struct str s = STR("a\tb\x1b");

	(void)state;
	assert_ptr_equal(lines_control(s), s.p + 3);
	assert_null(lines_control(STR("a\tb \xc3\xa9")));
	assert_non_null(lines_control((struct str){ "a\0b", 3 }));
}

static const struct CMUnitTest lines[] = {
	cmocka_unit_test(line_ends_of_all_kinds_are_cut),
	cmocka_unit_test(old_macs_end_lines_by_cr_alone),
	cmocka_unit_test(a_fault_points_at_a_character_not_a_byte),
	cmocka_unit_test(a_fault_shows_the_line_without_its_password),
	cmocka_unit_test(control_characters_are_seen_but_tabs_are_not),
};

int
main(void)
{

	return (RUN_TESTS(lines));
}
