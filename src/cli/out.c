/*
 * An answer on paper: a table for people, JSON Lines and CSV for tools.
 */
#include "out.h"

#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/files.h"
#include "earshot/jsonw.h"

#include "wrap.h"

enum { OUT_MAX = 1 << 30, CELL_MAX = 1 << 20, COLUMNS_MAX = 64 };

int
cli_write_out(struct cli *c, struct str text)
{
	enum status st = OK;

	if (c->out_file == NULL)
		fwrite(text.p, 1, text.n, stdout);
	else
		st = files_write(c->out_file, text, 0644);
	if (st != OK)
		return (cli_fail(c, 2, "%s could not be written: %s",
		    c->out_file, status_told(st)));
	return (0);
}

/* One value as people read it. */
static void
cell_text(const struct cell *v, enum result_shape shape, struct buf *out)
{
	char text[CLOCK_TEXT];

	buf_clear(out);
	switch (v->type) {
	case RESULT_NULL:
		break;
	case RESULT_INT:
		if (shape == SHAPE_TIME) {
			clock_local_text(v->number, text);
			buf_adds(out, text);
		} else
			buf_printf(out, "%" PRId64, v->number);
		break;
	case RESULT_REAL:
		buf_printf(out, "%.*f", shape == SHAPE_SHARE ? 2 : 1, v->real);
		break;
	case RESULT_TEXT:
		buf_add(out, v->text);
		break;
	}
}

size_t
cli_column(const struct result *q, struct str name)
{

	for (size_t i = 0; i < result_columns(q); i++)
		if (str_eq(name, str_of(result_name(q, i))))
			return (i);
	return (SIZE_MAX);
}

/* Which columns a table shows, in which order; how many. */
static size_t
choose_columns(struct out_source *s, const char *columns, size_t *at)
{
	struct str rest = str_of(columns), word;
	size_t n = 0, i;

	while (columns != NULL && n < COLUMNS_MAX &&
	       (word = str_word(&rest)).n > 0)
		for (i = 0; i < s->columns && n < COLUMNS_MAX; i++)
			if (str_eq(word, str_of(s->name(s->arg, i))))
				at[n++] = i;
	for (i = 0; columns == NULL && i < s->columns && n < COLUMNS_MAX; i++)
		at[n++] = i;
	return (n);
}

/* What may be cut where a terminal is too narrow for the whole row, and its
 * share of the width then; of the rest, half a word is worth nothing. */
static double
share_of(struct str name, enum result_shape shape)
{
	static const struct {
		const char *name;
		double share;
	} rows[] = {
		{ "title", .2 },
		{ "snippet", .3 },
		{ "source", .12 },
		{ "author", .1 },
		{ "cause", .1 },
		{ "url", .25 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_eq(name, str_of(rows[i].name)))
			return (rows[i].share);
	return (shape == SHAPE_WIDE ? .3 : 0);
}

static struct libscols_table *
make_table(struct out_source *s, const size_t *at, size_t n)
{
	struct libscols_table *t = scols_new_table();

	for (size_t i = 0; t != NULL && i < n; i++) {
		enum result_shape shape = s->shape(s->arg, at[i]);
		struct str name = str_of(s->name(s->arg, at[i]));
		double share = share_of(name, shape);
		int flags = share > 0               ? SCOLS_FL_TRUNC
			    : shape == SHAPE_NUMBER ? SCOLS_FL_RIGHT
						    : 0;
		char head[64];

		/* A moment is shown as people read it, not in seconds. */
		if (shape == SHAPE_TIME && str_ends(name, STR("_ts")))
			name.n -= 3;
		snprintf(head, sizeof(head), "%.*s", STR_ARG(name));
		/* What room is left goes to the wide ones, which are cut. */
		if (scols_table_new_column(t, head, share > 0 ? share : 0.01,
			flags) == NULL) {
			scols_unref_table(t);
			return (NULL);
		}
	}
	return (t);
}

static enum status
print_table(struct out_source *s, const char *columns, struct buf *out)
{
	size_t at[COLUMNS_MAX], rows = 0;
	size_t n = choose_columns(s, columns, at);
	struct libscols_table *t = make_table(s, at, n);
	struct buf text = BUF_INIT(CELL_MAX), plain = BUF_INIT(CELL_MAX);
	enum status st = t != NULL ? OK : E_MEMORY;
	char *printed = NULL;
	bool row = false;

	if (st != OK)
		goto out;
	while ((st = s->next(s->arg, &row)) == OK && row) {
		struct libscols_line *line = scols_table_new_line(t, NULL);

		rows++;
		if (line == NULL) {
			st = E_MEMORY;
			goto out;
		}
		for (size_t i = 0; i < n; i++) {
			struct cell v = s->cell(s->arg, at[i]);

			cell_text(&v, s->shape(s->arg, at[i]), &text);
			buf_clear(&plain);
			wrap_plain(buf_str(&text), &plain);
			if (scols_line_set_data(line, i, buf_str(&plain).p) !=
			    0) {
				st = E_MEMORY;
				goto out;
			}
		}
	}
	if (st != OK || rows == 0)
		goto out;
	/* In a pipe nothing is cut to a width that nobody has. */
	if (!cli_is_terminal(STDOUT_FILENO))
		scols_table_set_termwidth(t, 1 << 16);
	if (scols_print_table_to_string(t, &printed) != 0)
		st = E_MEMORY;
	else
		buf_printf(out, "%s\n", printed);
out:
	free(printed);
	buf_free(&text);
	buf_free(&plain);
	if (t != NULL)
		scols_unref_table(t);
	return (st);
}

static void
json_cell(struct jsonw *j, const char *name, const struct cell *v)
{

	jsonw_key(j, name);
	switch (v->type) {
	case RESULT_NULL:
		jsonw_null(j);
		break;
	case RESULT_INT:
		jsonw_int(j, v->number);
		break;
	case RESULT_REAL:
		jsonw_real(j, v->real, 6);
		break;
	case RESULT_TEXT:
		jsonw_str(j, v->text);
		break;
	}
}

static enum status
print_json(struct out_source *s, struct buf *out)
{
	enum status st;
	bool row = false;

	while ((st = s->next(s->arg, &row)) == OK && row) {
		struct jsonw j;

		jsonw_init(&j, out);
		jsonw_object(&j);
		for (size_t i = 0; i < s->columns; i++) {
			struct cell v = s->cell(s->arg, i);

			json_cell(&j, s->name(s->arg, i), &v);
		}
		jsonw_end_object(&j);
		buf_addc(out, '\n');
	}
	return (st);
}

/* RFC 4180; ${guard}: no cell that a spreadsheet would run. */
static void
csv_cell(struct str s, bool guard, struct buf *out)
{
	bool quote = guard && s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL;
	bool apostrophe = quote;

	for (size_t i = 0; i < s.n && !quote; i++)
		quote = strchr(",\"\r\n", s.p[i]) != NULL;
	if (quote)
		buf_addc(out, '"');
	if (apostrophe)
		buf_addc(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(out, '"');
		buf_addc(out, s.p[i]);
	}
	if (quote)
		buf_addc(out, '"');
}

/* A value as tools read it: exact; moments in local time for Excel only. */
static void
csv_value(const struct cell *v, enum result_shape shape, bool excel,
    struct buf *text)
{

	buf_clear(text);
	if (v->type == RESULT_REAL)
		buf_printf(text, "%.6g", v->real);
	else if (v->type == RESULT_INT && (!excel || shape != SHAPE_TIME))
		buf_printf(text, "%" PRId64, v->number);
	else
		cell_text(v, shape, text);
}

static enum status
print_csv(struct out_source *s, bool excel, struct buf *out)
{
	const char *end = excel ? "\r\n" : "\n";
	struct buf text = BUF_INIT(CELL_MAX);
	enum status st;
	bool row = false;

	if (excel)
		buf_adds(out, "\xef\xbb\xbfsep=,\r\n");
	for (size_t i = 0; i < s->columns; i++)
		buf_printf(out, "%s%s", i > 0 ? "," : "", s->name(s->arg, i));
	buf_adds(out, end);
	while ((st = s->next(s->arg, &row)) == OK && row) {
		for (size_t i = 0; i < s->columns; i++) {
			struct cell v = s->cell(s->arg, i);
			bool number =
			    v.type == RESULT_INT || v.type == RESULT_REAL;

			if (i > 0)
				buf_addc(out, ',');
			csv_value(&v, s->shape(s->arg, i), excel, &text);
			csv_cell(buf_str(&text), excel && !number, out);
		}
		buf_adds(out, end);
	}
	buf_free(&text);
	return (st);
}

int
out_print(struct cli *c, struct out_source *s, const char *columns)
{
	struct buf out = BUF_INIT(OUT_MAX);
	enum status st;
	int status;

	if (c->json)
		st = print_json(s, &out);
	else if (c->csv)
		st = print_csv(s, c->excel, &out);
	else
		st = print_table(s, columns, &out);
	if (st == OK && buf_failed(&out))
		st = E_TOO_LARGE;
	if (st != OK)
		status =
		    cli_fail(c, 2, "the list broke off: %s", status_told(st));
	else if (out.n == 0 && !c->json && !c->request.quiet &&
		 c->out_file == NULL) {
		fprintf(stderr, "%s\n",
		    c->none != NULL ? c->none : "nothing yet");
		status = 0;
	} else
		status = cli_write_out(c, buf_str(&out));
	buf_free(&out);
	return (status);
}

/* An answer of the store, row by row, to its cut. */
struct answer {
	struct result *q;
	size_t rows, most; /* 0: all */
	bool more;
};

static const char *
name_of(void *arg, size_t column)
{
	const struct answer *a = arg;

	return (result_name(a->q, column));
}

static enum result_shape
shape_of(void *arg, size_t column)
{
	const struct answer *a = arg;

	return (result_shape(a->q, column));
}

static enum status
next_row(void *arg, bool *ret_row)
{
	struct answer *a = arg;
	enum status st = result_next(a->q, ret_row);

	if (st != OK || !*ret_row)
		return (st);
	if (a->most > 0 && a->rows == a->most) {
		a->more = true;
		*ret_row = false;
	}
	a->rows++;
	return (OK);
}

static struct cell
cell_of(void *arg, size_t column)
{
	const struct answer *a = arg;
	struct cell v = { .type = result_type(a->q, column) };

	if (v.type == RESULT_INT)
		v.number = result_int(a->q, column);
	else if (v.type == RESULT_REAL)
		v.real = result_real(a->q, column);
	else if (v.type == RESULT_TEXT)
		v.text = result_text(a->q, column);
	return (v);
}

void
cli_limit(struct cli *c)
{

	if (c->filter.limit > 0)
		return;
	c->most = LIST_USUAL;
	/* One more tells whether there are more. */
	c->filter.limit = LIST_USUAL + 1;
}

int
cli_list(struct cli *c, struct result *q, const char *columns)
{
	struct answer a = { .q = q, .most = c->most };
	struct out_source source = { &a, result_columns(q), name_of, shape_of,
		next_row, cell_of };
	int status = out_print(c, &source, columns);

	if (a.more && status == 0 && !c->request.quiet) {
		fflush(stdout);
		fprintf(stderr,
		    "these are the first %d; --limit N shows more\n",
		    LIST_USUAL);
	}
	result_free(q);
	return (status);
}
