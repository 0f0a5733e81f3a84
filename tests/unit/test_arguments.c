#include "earshot/arguments.h"

#include "unit.h"

static const struct argument_row table[] = {
	{ 1, 'a', "all", NULL, "everything" },
	{ 2, 'o', "output", "FILE", "to FILE" },
	{ 3, 0, "csv", "[excel]", "comma-separated" },
	{ 4, 'n', "number", "N", "a number" },
	{ 0, 0, NULL, NULL, NULL },
};
static const struct argument_row *const tables[] = { table, NULL };

static bool
take(void *arg, int id, const char *value, struct buf *reterr)
{
	struct buf *seen = arg;

	(void)reterr;
	buf_printf(seen, "%d=%s;", id, value != NULL ? value : "-");
	return (id != 4 || value[0] == '7');
}

/* What was taken of ${words}, then the operands. */
static enum status
read_words(const char *line, struct buf *seen, struct buf *why)
{
	char copy[200], *argv[20], *save = NULL, *word;
	int argc = 0, operands = 0;
	enum status st;

	snprintf(copy, sizeof(copy), "program %s", line);
	for (word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save))
		argv[argc++] = word;
	st = arguments_read(tables, argc, argv, take, seen, &operands, why);
	for (int i = 0; st == OK && i < operands; i++)
		buf_printf(seen, "<%s>", argv[1 + i]);
	return (st);
}

static void
every_way_to_write_an_option_is_read(void **state)
{
	static const struct {
		const char *line, *seen;
	} cases[] = {
		{ "--all x", "1=-;<x>" },
		{ "x --output=f y", "2=f;<x><y>" },
		{ "--output f", "2=f;" },
		{ "-af", NULL },
		{ "-aof", "1=-;2=f;" },
		{ "-o f -", "2=f;<->" },
		{ "--csv x", "3=-;<x>" },
		{ "--csv=excel", "3=excel;" },
		{ "-- --all", "<--all>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf seen = BUF_INIT(1000), why = BUF_INIT(1000);
		enum status st = read_words(cases[i].line, &seen, &why);

		if (cases[i].seen == NULL)
			assert_int_equal(st, E_USAGE);
		else
			assert_string_equal(buf_str(&seen).p, cases[i].seen);
		buf_free(&seen);
		buf_free(&why);
	}
}

static void
what_is_off_is_said_with_what_would_be_right(void **state)
{
	static const struct {
		const char *line, *why;
	} cases[] = {
		{ "--outptu x", "unknown option --outptu; did you mean "
				"--output?" },
		{ "--output", "--output needs a value: --output=FILE" },
		{ "--all=yes", "--all takes no value" },
		{ "-z", "unknown option -z" },
		{ "--number=8", "bad value for --number: 8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf seen = BUF_INIT(1000), why = BUF_INIT(1000);

		assert_int_equal(read_words(cases[i].line, &seen, &why),
		    E_USAGE);
		assert_string_equal(why.p, cases[i].why);
		buf_free(&seen);
		buf_free(&why);
	}
}

static void
help_is_aligned(void **state)
{
	struct buf out = BUF_INIT(4000);

	(void)state;
	arguments_help(table, &out);
	assert_string_equal(out.p, "  -a, --all               everything\n"
				   "  -o, --output=FILE       to FILE\n"
				   "      --csv[=excel]       comma-separated\n"
				   "  -n, --number=N          a number\n");
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest arguments_tests[] = {
		cmocka_unit_test(every_way_to_write_an_option_is_read),
		cmocka_unit_test(what_is_off_is_said_with_what_would_be_right),
		cmocka_unit_test(help_is_aligned),
	};

	return (RUN_TESTS(arguments_tests));
}
