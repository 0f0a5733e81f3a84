/*
 * Answers: a question put together from parts, and its rows one by one, with
 * what a list needs to know of each column.
 */
#include <stdlib.h>
#include <string.h>

#include "reader_impl.h"

struct result {
	struct reader *reader;
	struct sql sql;
	const struct view *view;
	size_t columns;
};

void
question_init(struct question *q)
{

	*q = (struct question){ .sql = BUF_INIT(QUESTION_MAX) };
}

void
question_free(struct question *q)
{

	buf_free(&q->sql);
}

void
question_and(struct question *q, const char *condition)
{

	buf_adds(&q->sql, q->where ? " AND " : " WHERE ");
	buf_adds(&q->sql, condition);
	q->where = true;
}

static void
add_value(struct question *q, struct question_value v)
{

	if (q->nvalues == QUESTION_VALUES)
		q->sql.failed = true;
	else
		q->values[q->nvalues++] = v;
}

void
question_text(struct question *q, struct str v)
{

	add_value(q, (struct question_value){ .type = VALUE_TEXT, .text = v });
}

void
question_int(struct question *q, int64_t v)
{

	add_value(q, (struct question_value){ .type = VALUE_INT, .number = v });
}

void
question_real(struct question *q, double v)
{

	add_value(q, (struct question_value){ .type = VALUE_REAL, .real = v });
}

void
question_inside(struct question *q, const struct question *inside)
{
	struct buf text = BUF_INIT(QUESTION_MAX);

	buf_printf(&text, "EXISTS(%s)", inside->sql.p);
	q->sql.failed |= buf_failed(&text) || buf_failed(&inside->sql);
	if (!buf_failed(&text))
		question_and(q, text.p);
	for (size_t i = 0; i < inside->nvalues; i++) {
		const struct question_value *v = &inside->values[i];

		if (v->type == VALUE_INT)
			question_int(q, v->number);
		else if (v->type == VALUE_REAL)
			question_real(q, v->real);
		else
			question_text(q, v->text);
	}
	buf_free(&text);
}

enum status
question_begin(struct reader *r, const struct question *q, struct sql *ret)
{

	if (buf_failed(&q->sql))
		return (db_fail(&r->db, E_MEMORY, "out of memory"));
	reader_ask(r);
	*ret = sql_once(&r->db, q->sql.p);
	for (size_t i = 0; i < q->nvalues; i++) {
		const struct question_value *v = &q->values[i];

		if (v->type == VALUE_INT)
			sql_int(ret, v->number);
		else if (v->type == VALUE_REAL)
			sql_real(ret, v->real);
		else
			sql_text(ret, v->text);
	}
	return (OK);
}

/* The answer outlives the question, so SQLite keeps copies of the texts. */
static void
bind_values(struct sql *sql, const struct question *q)
{

	for (size_t i = 0; sql->st == OK && i < q->nvalues; i++) {
		const struct question_value *v = &q->values[i];

		if (v->type == VALUE_INT)
			sql_int(sql, v->number);
		else if (v->type == VALUE_REAL)
			sql_real(sql, v->real);
		else
			sql->st = db_status(sql->db,
			    sqlite3_bind_text64(sql->stmt, ++sql->at,
				v->text.n > 0 ? v->text.p : "", v->text.n,
				SQLITE_TRANSIENT, SQLITE_UTF8));
	}
}

enum status
result_ask(struct reader *r, const struct question *q, const struct view *view,
    struct result **ret, struct buf *reterr)
{
	struct result *answer = calloc(1, sizeof(*answer));
	enum status st;

	if (answer == NULL || buf_failed(&q->sql)) {
		free(answer);
		buf_adds(reterr, "out of memory");
		return (E_MEMORY);
	}
	reader_ask(r);
	answer->reader = r;
	answer->view = view;
	answer->sql = sql_once(&r->db, buf_str(&q->sql).p);
	bind_values(&answer->sql, q);
	st = answer->sql.st;
	if (st != OK) {
		buf_adds(reterr, db_error(&r->db));
		result_free(answer);
		return (st);
	}
	answer->columns = (size_t)sqlite3_column_count(answer->sql.stmt);
	*ret = answer;
	return (OK);
}

size_t
result_columns(const struct result *q)
{

	return (q->columns);
}

const char *
result_name(const struct result *q, size_t column)
{

	return (sqlite3_column_name(q->sql.stmt, (int)column));
}

static const struct column *
described(const struct result *q, size_t column, char name[VIEWS_NAME])
{

	name[0] = '\0';
	return (q->view != NULL ? views_column(q->view, column, name) : NULL);
}

static bool
is_seconds(const char *name)
{
	size_t n = strlen(name);

	return (n > 3 && strcmp(name + n - 3, "_ts") == 0);
}

enum result_shape
result_shape(const struct result *q, size_t column)
{
	char name[VIEWS_NAME];
	const struct column *c = described(q, column, name);

	if (c == NULL)
		return (q->view == NULL && column + 2 == q->columns
			    ? SHAPE_WIDE
			    : SHAPE_PLAIN);
	if (c->use == USE_WIDE)
		return (SHAPE_WIDE);
	if (c->type == COLUMN_TIME)
		return (is_seconds(name) ? SHAPE_TIME : SHAPE_PLAIN);
	if (c->type == COLUMN_REAL && c->unit != NULL &&
	    strcmp(c->unit, "0..1") == 0)
		return (SHAPE_SHARE);
	return (SHAPE_PLAIN);
}

bool
result_brief(const struct result *q, size_t column)
{
	char name[VIEWS_NAME];
	const struct column *c = described(q, column, name);

	if (c == NULL)
		return (true);
	return (
	    c->use != USE_FULL && (c->type != COLUMN_TIME || is_seconds(name)));
}

enum status
result_next(struct result *q, bool *ret_row)
{

	return (sql_next(&q->sql, ret_row));
}

enum result_type
result_type(struct result *q, size_t column)
{

	switch (sqlite3_column_type(q->sql.stmt, (int)column)) {
	case SQLITE_INTEGER:
		return (RESULT_INT);
	case SQLITE_FLOAT:
		return (RESULT_REAL);
	case SQLITE_NULL:
		return (RESULT_NULL);
	default:
		return (RESULT_TEXT);
	}
}

int64_t
result_int(struct result *q, size_t column)
{

	return (sql_get_int(&q->sql, (int)column));
}

double
result_real(struct result *q, size_t column)
{

	return (sql_get_real(&q->sql, (int)column));
}

struct str
result_text(struct result *q, size_t column)
{

	return (sql_get_str(&q->sql, (int)column));
}

void
result_free(struct result *q)
{

	if (q == NULL)
		return;
	sql_end(&q->sql);
	free(q);
}
