/*
 * Rows and cells, and the places of what is wrong.
 */
#include "earshot/csv.h"

#include "arenabox.h"

static struct csv c;

/* All rows of ${text}: cells in [], rows end with "|"; a fault as its place. */
static const char *
rows(const char *text, char delimiter)
{
	static char out[4000];
	struct csv_cell *cells;
	size_t n = 0, at = 0;
	enum status st;

	out[0] = '\0';
	csv_open(&c, str_of(text), delimiter);
	while ((st = csv_next(&c, a, &cells, &n)) == OK && n > 0) {
		for (size_t i = 0; i < n; i++)
			at += (size_t)snprintf(out + at, sizeof(out) - at,
			    "[%.*s]", STR_ARG(cells[i].text));
		at += (size_t)snprintf(out + at, sizeof(out) - at, "|");
		assert_true(at < sizeof(out));
	}
	if (st != OK)
		snprintf(out + at, sizeof(out) - at, "%u:%u %s", c.why_line,
		    c.why_column, c.why);
	return (out);
}

static void
cells_stand_between_delimiters(void **state)
{

	(void)state;
	assert_string_equal(rows("a,b\n1,2\n", ','), "[a][b]|[1][2]|");
	assert_string_equal(rows("a,b\n1,2", ','), "[a][b]|[1][2]|");
	assert_string_equal(rows("a\n", ','), "[a]|");
	assert_string_equal(rows(",\n,,", ','), "[][]|[][][]|");
	assert_string_equal(rows(" a , b ", ','), "[ a ][ b ]|");
	assert_string_equal(rows("", ','), "");
	assert_string_equal(rows("\n\n", ','), "");
}

static void
lines_end_in_every_way(void **state)
{

	(void)state;
	assert_string_equal(rows("a,b\r\n1,2\r\n", ','), "[a][b]|[1][2]|");
	assert_string_equal(rows("a,b\r1,2\r", ','), "[a][b]|[1][2]|");
	assert_string_equal(rows("a\n\n\r\nb\n", ','), "[a]|[b]|");
}

static void
quotes_keep_what_is_in_them(void **state)
{

	(void)state;
	assert_string_equal(rows("\"a,b\",\"c\nd\"\n", ','), "[a,b][c\nd]|");
	assert_string_equal(rows("\"he said \"\"hi\"\"\",2", ','),
	    "[he said \"hi\"][2]|");
	assert_string_equal(rows("\"\",\"\"\"\"", ','), "[][\"]|");
	assert_string_equal(rows("\"a\" ,b", ','), "[a][b]|");
	/* Not at a cell's first byte it is a sign like others. */
	assert_string_equal(rows("5\" nails,b", ','), "[5\" nails][b]|");
}

static void
a_quote_that_is_never_closed_is_told_where_it_opens(void **state)
{

	(void)state;
	assert_string_equal(rows("a,b\n1,\"two\nthree\n", ','),
	    "[a][b]|2:3 this quote is never closed");
	assert_string_equal(rows("ä,\"", ','),
	    "1:3 this quote is never closed");
}

static void
words_behind_a_closing_quote_are_a_fault(void **state)
{

	(void)state;
	assert_string_equal(rows("a\n\"x\ny\" z\n", ','),
	    "[a]|3:4 behind a closing quote the cell ends; a quote that is "
	    "text is doubled");
}

static void
the_delimiter_is_the_one_that_makes_rows_alike(void **state)
{

	(void)state;
	assert_string_equal(rows("a,b\n1,2\n", 0), "[a][b]|[1][2]|");
	assert_string_equal(rows("a;b\n1;2,5\n", 0), "[a][b]|[1][2,5]|");
	assert_string_equal(rows("a\tb, c\n1\t2, 3; 4\n", 0),
	    "[a][b, c]|[1][2, 3; 4]|");
	assert_string_equal(rows("id;text\n1;\"a, b, c\"\n2;\"d, e\"\n", 0),
	    "[id][text]|[1][a, b, c]|[2][d, e]|");
	/* One column has none. */
	assert_string_equal(rows("text\nhello; you\n", 0),
	    "[text]|[hello; you]|");
}

static void
excel_says_it_in_a_line_of_its_own(void **state)
{

	(void)state;
	assert_string_equal(rows("sep=;\r\na;b,c\r\n", 0), "[a][b,c]|");
	assert_string_equal(rows("sep=;\na;b\n", ','), "[a;b]|");
	assert_int_equal(c.line, 3);
	assert_string_equal(rows("sep=a\n", ','), "");
}

static void
places_are_lines_and_characters(void **state)
{
	struct csv_cell *cells;
	size_t n;

	(void)state;
	csv_open(&c, STR("a,b\n\"é\nü\",\"x\"\n"), ',');
	assert_int_equal(csv_next(&c, a, &cells, &n), OK);
	assert_int_equal(csv_next(&c, a, &cells, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(cells[0].line, 2);
	assert_int_equal(csv_column(&c, &cells[0]), 1);
	assert_int_equal(cells[1].line, 3);
	assert_int_equal(csv_column(&c, &cells[1]), 4);
	assert_str(csv_source(&c, &cells[1]), "ü\",\"x\"");
}

static void
cells_and_rows_are_bounded(void **state)
{
	size_t n = CSV_CELL_MAX + 100;
	char *text = malloc(n + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', n);
	text[n] = '\0';
	assert_string_equal(rows(text, ','),
	    "1:1 this cell has more than 1 MB");
	text[0] = '"';
	assert_string_equal(rows(text, ','),
	    "1:1 this cell has more than 1 MB; is its quote closed?");
	memset(text, ',', n);
	assert_string_equal(rows(text, ','),
	    "1:1 a row has at most 1000 cells and 4 MB");
	free(text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, arena_make, arena_drop)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cells_stand_between_delimiters),
		TEST(lines_end_in_every_way),
		TEST(quotes_keep_what_is_in_them),
		TEST(a_quote_that_is_never_closed_is_told_where_it_opens),
		TEST(words_behind_a_closing_quote_are_a_fault),
		TEST(the_delimiter_is_the_one_that_makes_rows_alike),
		TEST(excel_says_it_in_a_line_of_its_own),
		TEST(places_are_lines_and_characters),
		TEST(cells_and_rows_are_bounded),
	};

	return (RUN_TESTS(tests));
}
