/*
 * From rows and lines to JSON Feed documents.  What a cell says is checked
 * here, while its place in the file is known; what it means is the road's
 * business.
 */
#include "earshot/records.h"

#include <inttypes.h>

#include <jansson.h>

#include "earshot/csv.h"

#include "recordpiece.h"

enum {
	KEYS_MAX = 500,
	LINE_MAX_BYTES = 4 << 20,
	ROW_MEMORY = 64 << 20,
	FAULTS_ENOUGH = 100
};

struct lines {
	struct pieces *pieces;
	const struct records_options *options;
	struct faults *faults;
	struct arena *row; /* one record's */
	/* of the line before: most have the same keys */
	struct arena *kept;
	struct str names[KEYS_MAX];
	size_t nnames;
	int columns[RECORD_FIELDS];
	bool mapped;
};

static bool
ends_in(const char *file, const char *end)
{

	return (str_iends(str_of(file), str_of(end)));
}

enum records_form
records_form(const char *file, struct str text)
{
	struct str s = str_trim(str_sub(text, 0, 65536)), line;

	if (ends_in(file, ".csv") || ends_in(file, ".tsv") ||
	    ends_in(file, ".tab"))
		return (RECORDS_CSV);
	if (ends_in(file, ".jsonl") || ends_in(file, ".ndjson"))
		return (RECORDS_LINES);
	if (s.n == 0 || s.p[0] == '<')
		return (RECORDS_FEED);
	if (s.p[0] != '{')
		return (RECORDS_CSV);
	/* One object a line, or a JSON Feed over many or all in one. */
	line = str_trim(str_cut(&s, '\n'));
	if (str_find(line, STR("\"items\"")) != SIZE_MAX ||
	    str_find(line, STR("jsonfeed.org")) != SIZE_MAX || line.n == 0 ||
	    line.p[line.n - 1] != '}')
		return (RECORDS_FEED);
	return (RECORDS_LINES);
}

/* ---- CSV ---- */

static enum status
csv_headings(struct csv *c, struct arena *a, const struct records_options *o,
    struct pieces *p, struct faults *faults, size_t *ret_n,
    int columns[RECORD_FIELDS])
{
	struct buf why = BUF_INIT(8000);
	struct csv_cell *cells = NULL;
	struct str *names;
	size_t n = 0;
	enum status st = csv_next(c, a, &cells, &n);

	if (st == E_SYNTAX)
		faults_add(faults, false, o->file, c->why_line, c->why_column,
		    (struct str){ NULL, 0 }, "%s", c->why);
	if (st != OK)
		return (st);
	if (n == 0) {
		faults_add(faults, false, o->file, 0, 0,
		    (struct str){ NULL, 0 },
		    "the file is empty; the first row names the columns");
		return (E_SYNTAX);
	}
	names = arena_array(a, n, sizeof(*names));
	if (names == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < n; i++)
		names[i] = cells[i].text;
	st = records_map(o->map, names, n, columns, &why);
	if (st != OK)
		faults_add(faults, false, o->file, cells[0].line, 1,
		    csv_source(c, &cells[0]), "%.*s", STR_ARG(buf_str(&why)));
	else
		pieces_columns(p, names, columns);
	buf_free(&why);
	*ret_n = n;
	return (st == OK ? OK : E_SYNTAX);
}

static struct cell
cell_of_csv(const struct csv *c, const struct csv_cell *cell)
{

	return ((struct cell){ .text = cell->text,
	    .line = cell->line,
	    .column = csv_column(c, cell),
	    .source = csv_source(c, cell) });
}

/* More cells than headings: a delimiter stands in a text, and all behind it
 * would be shifted. */
static bool
fits(struct csv *c, const struct records_options *o, struct faults *faults,
    const struct csv_cell *cells, size_t n, size_t headings)
{

	for (size_t i = headings; i < n; i++)
		if (cells[i].text.n > 0) {
			faults_add(faults, false, o->file, cells[i].line,
			    csv_column(c, &cells[i]), csv_source(c, &cells[i]),
			    "this row has %zu cells, the first row names %zu "
			    "columns; a text with a delimiter in it stands in "
			    "quotes",
			    n, headings);
			return (false);
		}
	return (true);
}

static enum status
read_csv(struct str text, const struct records_options *o, struct pieces *p,
    struct faults *faults)
{
	struct arena *a = arena_new(ROW_MEMORY);
	int columns[RECORD_FIELDS];
	struct csv_cell *cells;
	size_t n, headings = 0;
	struct csv c;
	enum status st;

	if (a == NULL)
		return (E_MEMORY);
	csv_open(&c, text, o->delimiter);
	st = csv_headings(&c, a, o, p, faults, &headings, columns);
	while (st == OK) {
		struct cell record[RECORD_FIELDS] = { { .line = 0 } };
		struct str row;
		size_t start;

		arena_reset(a);
		start = c.at;
		st = csv_next(&c, a, &cells, &n);
		if (st == E_SYNTAX)
			faults_add(faults, false, o->file, c.why_line,
			    c.why_column, (struct str){ NULL, 0 }, "%s", c.why);
		if (st != OK || n == 0)
			break;
		row = str_trim(str_sub(text, start, c.at));
		if (!fits(&c, o, faults, cells, n, headings)) {
			if (faults->errors < FAULTS_ENOUGH)
				continue;
			break;
		}
		for (int f = 0; f < RECORD_FIELDS; f++)
			if (columns[f] >= 0 && (size_t)columns[f] < n)
				record[f] = cell_of_csv(&c, &cells[columns[f]]);
		st = pieces_add(p, record, row, cells[0].line);
	}
	arena_free(a);
	return (st);
}

/* ---- JSON Lines ---- */

/* A value as a cell has it; {NULL,0}: it has none. */
static struct str
text_of(struct arena *a, const json_t *value)
{
	struct buf b = BUF_INIT(LINE_MAX_BYTES);
	struct str s = { NULL, 0 };
	const json_t *each;
	size_t i;

	if (json_is_string(value))
		return ((struct str){ json_string_value(value),
		    json_string_length(value) });
	if (json_is_integer(value))
		return (arena_printf(a, "%" PRId64,
		    (int64_t)json_integer_value(value)));
	if (json_is_real(value))
		return (arena_printf(a, "%.17g", json_real_value(value)));
	json_array_foreach(value, i, each)
	{
		if (!json_is_string(each))
			continue;
		if (b.n > 0)
			buf_adds(&b, ", ");
		buf_add(&b, (struct str){ json_string_value(each),
				json_string_length(each) });
	}
	if (b.n > 0 && !buf_failed(&b))
		s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return (s);
}

static bool
same_names(const struct lines *l, const json_t *object)
{
	const char *key;
	json_t *value;
	size_t n = 0;

	if (!l->mapped || json_object_size(object) != l->nnames)
		return (false);
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (n >= l->nnames || !str_eq(l->names[n], str_of(key)))
			return (false);
		n++;
	}
	return (true);
}

static enum status
map_names(struct lines *l, const json_t *object, unsigned line,
    struct str source)
{
	struct buf why = BUF_INIT(8000);
	const char *key;
	json_t *value;
	enum status st;

	if (same_names(l, object))
		return (OK);
	arena_reset(l->kept);
	l->nnames = 0;
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (l->nnames < KEYS_MAX)
			l->names[l->nnames++] = arena_str(l->kept, str_of(key));
	}
	st = arena_failed(l->kept) ? E_MEMORY
				   : records_map(l->options->map, l->names,
					 l->nnames, l->columns, &why);
	l->mapped = st == OK;
	if (st == OK)
		pieces_columns(l->pieces, l->names, l->columns);
	if (st == E_USAGE) {
		faults_add(l->faults, false, l->options->file, line, 1, source,
		    "%.*s", STR_ARG(buf_str(&why)));
		st = E_SYNTAX;
	}
	buf_free(&why);
	return (st);
}

static enum status
take_object(struct lines *l, const json_t *object, unsigned line,
    struct str source)
{
	struct cell record[RECORD_FIELDS] = { { .line = 0 } };
	enum status st = map_names(l, object, line, source);

	if (st != OK)
		return (st);
	for (int f = 0; f < RECORD_FIELDS; f++) {
		const char *key;

		if (l->columns[f] < 0)
			continue;
		key = l->names[l->columns[f]].p;
		record[f] = (struct cell){ .text = text_of(l->row,
					       json_object_get(object, key)),
			.line = line,
			.column = 1,
			.source = source };
	}
	return (arena_failed(l->row)
		    ? E_MEMORY
		    : pieces_add(l->pieces, record, source, line));
}

static enum status
take_line(struct lines *l, struct str source, unsigned line)
{
	const char *file = l->options->file;
	json_error_t error;
	json_t *object;
	enum status st;

	if (source.n > LINE_MAX_BYTES) {
		faults_add(l->faults, false, file, line, 0,
		    (struct str){ NULL, 0 }, "a line has at most 4 MB");
		return (E_SYNTAX);
	}
	object = json_loadb(source.p, source.n, JSON_ALLOW_NUL, &error);
	if (object == NULL) {
		faults_add(l->faults, false, file, line,
		    error.column > 0 ? (unsigned)error.column : 1, source,
		    "no JSON object: %s", error.text);
		return (E_SYNTAX);
	}
	if (json_is_object(object))
		st = take_object(l, object, line, source);
	else {
		faults_add(l->faults, false, file, line, 1, source,
		    "each line is one JSON object, such as {\"text\":\"...\"}");
		st = E_SYNTAX;
	}
	json_decref(object);
	return (st);
}

static enum status
read_lines(struct str text, const struct records_options *o, struct pieces *p,
    struct faults *faults)
{
	struct lines *l = calloc(1, sizeof(*l));
	enum status st = OK, first = OK;
	unsigned line = 0;

	if (l == NULL)
		return (E_MEMORY);
	l->pieces = p;
	l->options = o;
	l->faults = faults;
	l->row = arena_new(ROW_MEMORY);
	l->kept = arena_new(1 << 20);
	if (l->row == NULL || l->kept == NULL)
		st = E_MEMORY;
	while (st == OK && text.n > 0) {
		struct str source = str_trim(str_line(&text));

		line++;
		if (source.n == 0)
			continue;
		arena_reset(l->row);
		st = take_line(l, source, line);
		/* All bad lines are told, not the first only. */
		if (st == E_SYNTAX && faults->errors < FAULTS_ENOUGH) {
			first = st;
			st = OK;
		}
	}
	arena_free(l->row);
	arena_free(l->kept);
	free(l);
	return (st == OK ? first : st);
}

enum status
records_read(struct str text, const struct records_options *o,
    enum status (*piece)(void *arg, struct str document), void *arg,
    struct faults *faults, struct records_counts *ret)
{
	struct pieces *p = pieces_new(o->file, faults, piece, arg);
	enum status st = E_MEMORY;

	if (p == NULL)
		return (E_MEMORY);
	if (o->form == RECORDS_CSV)
		st = read_csv(text, o, p, faults);
	else if (o->form == RECORDS_LINES)
		st = read_lines(text, o, p, faults);
	else
		st = piece != NULL ? piece(arg, text) : OK;
	if (st == OK)
		st = pieces_end(p);
	if (st == OK && faults->errors > 0)
		st = E_SYNTAX;
	*ret = pieces_counts(p);
	pieces_free(p);
	return (st);
}
