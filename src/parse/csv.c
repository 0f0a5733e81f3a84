/*
 * Cells and rows.  A quote opens only at a cell's first byte; whatever is odd
 * after that is a fault with its place, never a guess that shifts columns.
 */
#include "earshot/csv.h"

#include "earshot/utf8.h"

enum { TRIAL_BYTES = 1 << 16, TRIAL_ROWS = 50 };

static enum status
fault(struct csv *c, const char *why, unsigned line, size_t line_start,
    size_t at)
{
	struct str text = str_sub(c->text, line_start, c->text.n);

	c->why = why;
	c->why_line = line;
	c->why_column = (unsigned)utf8_columns(text, at - line_start) + 1;
	c->at = c->text.n;
	return (E_SYNTAX);
}

static bool
at_line_end(const struct csv *c)
{

	return (c->at >= c->text.n || c->text.p[c->at] == '\n' ||
		c->text.p[c->at] == '\r');
}

static void
next_line(struct csv *c)
{

	if (c->at < c->text.n && c->text.p[c->at] == '\r')
		c->at++;
	if (c->at < c->text.n && c->text.p[c->at] == '\n')
		c->at++;
	c->line++;
	c->line_start = c->at;
}

/* The text between quotes, doubled ones made one. */
static enum status
unescape(struct arena *a, struct str s, size_t doubled, struct str *ret)
{
	char *to = arena_alloc(a, s.n - doubled + 1);
	size_t n = 0;

	if (to == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < s.n; i++) {
		to[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	*ret = (struct str){ to, n };
	return (OK);
}

static enum status
quoted_cell(struct csv *c, struct arena *a, struct csv_cell *cell)
{
	size_t start = ++c->at, doubled = 0;
	enum status st = OK;

	for (;; c->at++) {
		char b;

		if (c->at >= c->text.n)
			return (fault(c, "this quote is never closed",
			    cell->line, cell->line_start, cell->at));
		if (c->at - start > CSV_CELL_MAX)
			return (fault(c,
			    "this cell has more than 1 MB; is its quote "
			    "closed?",
			    cell->line, cell->line_start, cell->at));
		b = c->text.p[c->at];
		if (b == '"' && c->at + 1 < c->text.n &&
		    c->text.p[c->at + 1] == '"') {
			doubled++;
			c->at++;
		} else if (b == '"')
			break;
		else if (b == '\n' ||
			 (b == '\r' && (c->at + 1 >= c->text.n ||
					   c->text.p[c->at + 1] != '\n'))) {
			c->line++;
			c->line_start = c->at + 1;
		}
	}
	cell->text = str_sub(c->text, start, c->at);
	if (doubled > 0)
		st = unescape(a, cell->text, doubled, &cell->text);
	c->at++;
	while (c->at < c->text.n && c->text.p[c->at] == ' ')
		c->at++;
	if (st == OK && !at_line_end(c) && c->text.p[c->at] != c->delimiter)
		st = fault(c,
		    "behind a closing quote the cell ends; a quote that is "
		    "text is doubled",
		    c->line, c->line_start, c->at);
	return (st);
}

static enum status
plain_cell(struct csv *c, struct csv_cell *cell)
{
	size_t start = c->at;

	while (!at_line_end(c) && c->text.p[c->at] != c->delimiter)
		c->at++;
	cell->text = str_sub(c->text, start, c->at);
	if (cell->text.n > CSV_CELL_MAX)
		return (fault(c, "this cell has more than 1 MB", cell->line,
		    cell->line_start, cell->at));
	return (OK);
}

enum status
csv_next(struct csv *c, struct arena *a, struct csv_cell **ret, size_t *ret_n)
{
	struct csv_cell *list = NULL;
	size_t n = 0, size = 0, start;

	*ret_n = 0;
	while (c->at < c->text.n && at_line_end(c))
		next_line(c);
	start = c->at;
	while (c->at < c->text.n) {
		struct csv_cell *more =
		    arena_grow(a, list, n, &size, sizeof(*list));
		enum status st;

		if (more == NULL)
			return (E_MEMORY);
		list = more;
		list[n] = (struct csv_cell){ .at = c->at,
			.line_start = c->line_start,
			.line = c->line };
		st = !at_line_end(c) && c->text.p[c->at] == '"'
			 ? quoted_cell(c, a, &list[n])
			 : plain_cell(c, &list[n]);
		if (st != OK)
			return (st);
		n++;
		if (n > CSV_CELLS_MAX || c->at - start > CSV_ROW_MAX)
			return (
			    fault(c, "a row has at most 1000 cells and 4 MB",
				list[0].line, list[0].line_start, list[0].at));
		if (at_line_end(c))
			break;
		/* A delimiter at the very end stands before an empty cell. */
		c->at++;
		if (c->at == c->text.n) {
			more = arena_grow(a, list, n, &size, sizeof(*list));
			if (more == NULL)
				return (E_MEMORY);
			list = more;
			list[n++] = (struct csv_cell){ .at = c->at,
				.line_start = c->line_start,
				.line = c->line };
		}
	}
	if (c->at < c->text.n)
		next_line(c);
	*ret = list;
	*ret_n = n;
	return (OK);
}

/* How well ${delimiter} explains the first rows: all as long as the first. */
static unsigned
try_delimiter(struct str text, char delimiter)
{
	struct csv c = { .text = text, .delimiter = delimiter, .line = 1 };
	struct arena *a = arena_new(8 << 20);
	struct csv_cell *cells;
	size_t n, first = 0, rows = 0, alike = 0;

	for (; a != NULL && rows < TRIAL_ROWS; rows++) {
		if (csv_next(&c, a, &cells, &n) != OK || n == 0)
			break;
		/* The last one may have been cut. */
		if (c.at >= text.n && rows > 0)
			break;
		if (rows == 0)
			first = n;
		alike += n == first;
		arena_reset(a);
	}
	arena_free(a);
	if (first < 2 || rows == 0)
		return (0);
	return ((unsigned)(alike * 1000 / rows + (first < 99 ? first : 99)));
}

static char
find_delimiter(struct str text)
{
	static const char candidates[] = { '\t', ';', ',' };
	char best = ',';
	unsigned most = 0;

	text = str_sub(text, 0, TRIAL_BYTES);
	for (size_t i = 0; i < sizeof(candidates); i++) {
		unsigned points = try_delimiter(text, candidates[i]);

		if (points > most) {
			most = points;
			best = candidates[i];
		}
	}
	return (best);
}

void
csv_open(struct csv *c, struct str text, char delimiter)
{

	*c = (struct csv){ .text = text, .delimiter = delimiter, .line = 1 };
	/* Excel's own first line says it. */
	if (str_istarts(text, STR("sep=")) && text.n > 5 &&
	    (text.p[5] == '\n' || text.p[5] == '\r')) {
		if (delimiter == 0)
			c->delimiter = text.p[4];
		c->at = 5;
		next_line(c);
	}
	if (c->delimiter == 0)
		c->delimiter = find_delimiter(text);
}

unsigned
csv_column(const struct csv *c, const struct csv_cell *cell)
{
	struct str line = str_sub(c->text, cell->line_start, c->text.n);

	return ((unsigned)utf8_columns(line, cell->at - cell->line_start) + 1);
}

struct str
csv_source(const struct csv *c, const struct csv_cell *cell)
{
	struct str line = str_sub(c->text, cell->line_start, c->text.n);
	size_t n = 0;

	while (n < line.n && line.p[n] != '\n' && line.p[n] != '\r')
		n++;
	return (str_sub(line, 0, n));
}
