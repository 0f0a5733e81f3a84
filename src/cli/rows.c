/*
 * Rows in memory: cells in one array, row after row.
 */
#include "rows.h"

#include <stdlib.h>

enum { ROWS_MEMORY = 512 << 20, ROWS_COLUMNS = 64, CELLS_MAX = 1 << 24 };

struct rows {
	struct arena *arena;
	const struct rows_column *columns;
	size_t ncolumns;
	struct cell *cells;
	size_t ncells, size;
	bool failed;
};

struct rows *
rows_new(const struct rows_column *columns)
{
	struct rows *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return (NULL);
	r->columns = columns;
	while (columns[r->ncolumns].name != NULL)
		r->ncolumns++;
	r->arena = arena_new(ROWS_MEMORY);
	if (r->arena == NULL || r->ncolumns > ROWS_COLUMNS) {
		rows_free(r);
		return (NULL);
	}
	return (r);
}

void
rows_free(struct rows *r)
{

	if (r == NULL)
		return;
	arena_free(r->arena);
	free(r->cells);
	free(r);
}

static void
add(struct rows *r, struct cell cell)
{

	if (r->ncells == r->size && !r->failed) {
		size_t size = r->size > 0 ? 2 * r->size : 1024;
		struct cell *more = NULL;

		if (size <= CELLS_MAX)
			more = reallocarray(r->cells, size, sizeof(*more));
		if (more == NULL)
			r->failed = true;
		else {
			r->cells = more;
			r->size = size;
		}
	}
	if (!r->failed)
		r->cells[r->ncells++] = cell;
}

void
rows_text(struct rows *r, struct str s)
{

	if (s.p == NULL) {
		rows_null(r);
		return;
	}
	s = arena_str(r->arena, s);
	r->failed |= s.p == NULL;
	add(r, (struct cell){ .type = RESULT_TEXT, .text = s });
}

void
rows_word(struct rows *r, const char *word)
{

	rows_text(r, str_of(word));
}

void
rows_int(struct rows *r, int64_t n)
{

	add(r, (struct cell){ .type = RESULT_INT, .number = n });
}

void
rows_real(struct rows *r, double v)
{

	add(r, (struct cell){ .type = RESULT_REAL, .real = v });
}

void
rows_null(struct rows *r)
{

	add(r, (struct cell){ .type = RESULT_NULL });
}

size_t
rows_count(const struct rows *r)
{

	return (r->ncells / r->ncolumns);
}

const struct cell *
rows_cell(const struct rows *r, size_t row, size_t column)
{

	return (&r->cells[row * r->ncolumns + column]);
}

static void
copy_cell(struct rows *r, struct result *q, size_t column)
{

	if (column == SIZE_MAX) {
		rows_null(r);
		return;
	}
	switch (result_type(q, column)) {
	case RESULT_NULL:
		rows_null(r);
		break;
	case RESULT_INT:
		rows_int(r, result_int(q, column));
		break;
	case RESULT_REAL:
		rows_real(r, result_real(q, column));
		break;
	case RESULT_TEXT:
		rows_text(r, result_text(q, column));
		break;
	}
}

enum status
rows_result(struct rows *r, struct result *q)
{
	size_t from[ROWS_COLUMNS];
	enum status st;
	bool row = false;

	for (size_t i = 0; i < r->ncolumns; i++)
		from[i] = cli_column(q, str_of(r->columns[i].name));
	while ((st = result_next(q, &row)) == OK && row && !r->failed)
		for (size_t i = 0; i < r->ncolumns; i++)
			copy_cell(r, q, from[i]);
	return (st == OK && r->failed ? E_MEMORY : st);
}

static int
compare(const struct cell *a, const struct cell *b)
{

	/* No value comes first, as in SQL. */
	if (a->type == RESULT_NULL || b->type == RESULT_NULL)
		return ((a->type != RESULT_NULL) - (b->type != RESULT_NULL));
	if (a->type == RESULT_TEXT)
		return (str_cmp(a->text, b->text));
	if (a->type == RESULT_INT)
		return ((a->number > b->number) - (a->number < b->number));
	return ((a->real > b->real) - (a->real < b->real));
}

struct order {
	size_t column;
	bool down;
};

static int
in_order(const void *pa, const void *pb, void *arg)
{
	const struct order *o = arg;
	const struct cell *a = *(const struct cell *const *)pa;
	const struct cell *b = *(const struct cell *const *)pb;
	int sign = compare(a + o->column, b + o->column);

	if (sign != 0)
		return (o->down ? -sign : sign);
	/* As they came: the cells lie in one array. */
	return ((a > b) - (a < b));
}

/* The column that ${name} means: "last" is last_ts; SIZE_MAX: none. */
static size_t
sort_column(const struct rows *r, struct str name, struct buf *reterr)
{
	const char *names[ROWS_COLUMNS + 1], *near;
	size_t i;

	for (i = 0; i < r->ncolumns; i++) {
		struct str stem = str_of(r->columns[i].name);

		names[i] = r->columns[i].name;
		if (str_ieq(name, stem))
			return (i);
		if (str_ends(stem, STR("_ts")))
			stem.n -= 3;
		if (str_ieq(name, stem))
			return (i);
	}
	names[i] = NULL;
	near = str_near(name, names);
	buf_printf(reterr, "no column is called \"%.*s\"", STR_ARG(name));
	if (near != NULL)
		buf_printf(reterr, "; did you mean %s?", near);
	else
		for (i = 0; i < r->ncolumns; i++)
			buf_printf(reterr, "%s %s",
			    i == 0 ? "; there are" : ",", names[i]);
	return (SIZE_MAX);
}

enum status
rows_order(struct rows *r, struct str sort, int64_t limit, struct buf *reterr)
{
	size_t n = rows_count(r), line = r->ncolumns * sizeof(struct cell);
	struct order order = { 0, str_starts(sort, STR("-")) };
	const struct cell **at;
	struct cell *cells;

	if (order.down)
		sort = str_sub(sort, 1, sort.n);
	if (sort.n > 0)
		order.column = sort_column(r, sort, reterr);
	if (order.column == SIZE_MAX)
		return (E_USAGE);
	if (r->failed)
		return (E_MEMORY);
	if (sort.n > 0 && n > 1) {
		at = reallocarray(NULL, n, sizeof(*at));
		cells = reallocarray(NULL, n, line);
		if (at == NULL || cells == NULL) {
			free(at);
			free(cells);
			return (E_MEMORY);
		}
		for (size_t i = 0; i < n; i++)
			at[i] = rows_cell(r, i, 0);
		qsort_r(at, n, sizeof(*at), in_order, &order);
		for (size_t i = 0; i < n; i++)
			memcpy(cells + i * r->ncolumns, at[i], line);
		free(at);
		free(r->cells);
		r->cells = cells;
		r->size = n * r->ncolumns;
	}
	if (limit > 0 && (size_t)limit < n)
		r->ncells = (size_t)limit * r->ncolumns;
	return (OK);
}

/* What out.c prints: one row after the other. */
struct walk {
	const struct rows *rows;
	size_t next;
};

static const char *
name_of(void *arg, size_t column)
{
	const struct walk *w = arg;

	return (w->rows->columns[column].name);
}

static enum result_shape
shape_of(void *arg, size_t column)
{
	const struct walk *w = arg;

	return (w->rows->columns[column].shape);
}

static enum status
next_row(void *arg, bool *ret_row)
{
	struct walk *w = arg;

	*ret_row = w->next < rows_count(w->rows);
	w->next += *ret_row;
	return (OK);
}

static struct cell
cell_of(void *arg, size_t column)
{
	const struct walk *w = arg;

	return (*rows_cell(w->rows, w->next - 1, column));
}

int
cli_rows(struct cli *c, struct rows *r, const char *sort, const char *columns)
{
	struct str by = c->filter.sort.n > 0 ? c->filter.sort : str_of(sort);
	struct buf why = BUF_INIT(4096);
	struct walk w = { r, 0 };
	struct out_source source = { .arg = &w,
		.name = name_of,
		.shape = shape_of,
		.next = next_row,
		.cell = cell_of };
	enum status st;
	int status;

	if (r == NULL)
		return (cli_fail(c, 2, "out of memory"));
	st = rows_order(r, by, c->filter.limit, &why);
	if (st == E_USAGE)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else if (st != OK)
		status = cli_fail(c, 2, "%s", status_told(st));
	else {
		source.columns = r->ncolumns;
		status = out_print(c, &source, columns);
	}
	buf_free(&why);
	rows_free(r);
	return (status);
}
