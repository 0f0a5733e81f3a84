/*
 * Makes the views and their dictionary from the tables of columns.
 */
#include "views.h"

#include <stdio.h>
#include <string.h>

#include "earshot/hash.h"

enum { VIEW_SQL_MAX = 65536 };

static const struct view *const all[] = { views_insight, views_post,
	views_count, views_feed };

const struct view *
views_next(size_t *at)
{
	size_t i = (*at)++;

	for (size_t group = 0; group < sizeof(all) / sizeof(all[0]); group++) {
		size_t n = 0;

		while (all[group][n].name != NULL)
			n++;
		if (i < n)
			return (&all[group][i]);
		i -= n;
	}
	return (NULL);
}

const struct view *
views_find(struct str name)
{
	const struct view *v;

	for (size_t at = 0; (v = views_next(&at)) != NULL;)
		if (str_eq(name, str_of(v->name)))
			return (v);
	return (NULL);
}

const struct column *
views_column(const struct view *v, size_t i, char ret_name[VIEWS_NAME])
{
	const struct column *parts[] = { v->columns, v->more };

	ret_name[0] = '\0';
	for (size_t p = 0; p < 2; p++)
		for (const struct column *c = parts[p];
		     c != NULL && c->name != NULL; c++) {
			bool pair = c->type == COLUMN_TIME;

			if (i == 0 || (pair && i == 1)) {
				snprintf(ret_name, VIEWS_NAME, "%s%s", c->name,
				    !pair    ? ""
				    : i == 0 ? "_ts"
					     : "_at");
				return (c);
			}
			i -= pair ? 2 : 1;
		}
	return (NULL);
}

/* Is this the readable half of a moment? */
static bool
is_text_half(const struct column *c, const char *name)
{

	return (c->type == COLUMN_TIME &&
		strcmp(name + strlen(name) - 3, "_at") == 0);
}

static const char *
also_expr(const struct view_also *also, const struct column *c)
{

	for (size_t i = 0; i < sizeof(also->has) / sizeof(also->has[0]); i++)
		if (also->has[i].column != NULL &&
		    strcmp(also->has[i].column, c->name) == 0)
			return (also->has[i].expr);
	return (c->expr);
}

/* ${also}: not NULL for the rows from elsewhere. */
static void
print_select(const struct view *v, const struct view_also *also,
    struct buf *out)
{
	const struct column *c;
	char name[VIEWS_NAME];

	for (size_t i = 0; (c = views_column(v, i, name)) != NULL; i++) {
		const char *comma = i > 0 ? "," : "";
		const char *expr = also != NULL ? also_expr(also, c) : c->expr;

		if (is_text_half(c, name))
			buf_printf(out,
			    "%s\n strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', %s,"
			    " 'unixepoch') AS %s",
			    comma, expr, name);
		else
			buf_printf(out, "%s\n %s AS %s", comma, expr, name);
	}
}

static void
print_view(const struct view *v, struct buf *out)
{

	buf_printf(out, "CREATE VIEW %s AS SELECT", v->name);
	print_select(v, NULL, out);
	buf_printf(out, "\nFROM %s", v->from);
	for (const struct view_also *also = views_also; also->view != NULL;
	     also++) {
		if (strcmp(also->view, v->name) != 0)
			continue;
		buf_adds(out, "\nUNION ALL SELECT");
		print_select(v, also, out);
		buf_printf(out, "\nFROM %s", also->from);
	}
}

static const char *
type_word(const struct column *c, const char *name)
{

	switch (c->type) {
	case COLUMN_INT:
		return ("integer");
	case COLUMN_REAL:
		return ("real");
	case COLUMN_TIME:
		return (is_text_half(c, name) ? "text" : "integer");
	default:
		return ("text");
	}
}

static enum status
describe(struct db *d, const struct view *v, const struct column *c,
    const char *name)
{
	bool moment = c->type == COLUMN_TIME, text = is_text_half(c, name);
	struct sql q = sql_once(d,
	    "INSERT INTO dictionary(view_name, column_name, type, unit,"
	    " meaning, example) VALUES(?, ?, ?, ?, ?, ?)");

	sql_word(&q, v->name);
	sql_word(&q, name);
	sql_word(&q, type_word(c, name));
	sql_word(&q, !moment ? c->unit
		     : text  ? "ISO 8601, UTC"
			     : "Unix seconds");
	sql_word(&q, c->meaning);
	sql_word(&q, !moment ? c->example
		     : text  ? "2026-11-21T08:30:00Z"
			     : "1795249800");
	return (sql_run(&q));
}

/* What would be made, as one hash: names, SQL and every word of it. */
static enum status
hash_views(struct db *d, char ret[33])
{
	unsigned char full[HASH_BYTES];
	struct buf text = BUF_INIT(VIEW_SQL_MAX);
	struct hash *h = hash_new();
	const struct view *v;
	bool failed = h == NULL;

	for (size_t at = 0; !failed && (v = views_next(&at)) != NULL;) {
		const struct column *c;
		char name[VIEWS_NAME];

		buf_clear(&text);
		print_view(v, &text);
		failed = buf_failed(&text);
		hash_add(h, buf_str(&text));
		for (size_t i = 0; (c = views_column(v, i, name)) != NULL;
		     i++) {
			hash_add(h, str_of(c->unit));
			hash_add(h, str_of(c->meaning));
			hash_add(h, str_of(c->example));
		}
	}
	if (h != NULL)
		hash_end(h, full);
	buf_free(&text);
	if (failed)
		return (db_fail(d, E_MEMORY, "out of memory"));
	hash_hex(full, 16, ret);
	return (OK);
}

/* Also views that a former version made and this one does not. */
static enum status
drop_views(struct db *d)
{
	struct buf drops = BUF_INIT(VIEW_SQL_MAX);
	struct sql q =
	    sql_once(d, "SELECT name FROM sqlite_schema WHERE type = 'view'"
			" AND name GLOB 'v_*'");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row)
		buf_printf(&drops, "DROP VIEW \"%.*s\";",
		    STR_ARG(sql_get_str(&q, 0)));
	sql_end(&q);
	if (st == OK && buf_failed(&drops))
		st = db_fail(d, E_MEMORY, "out of memory");
	if (st == OK && drops.n > 0)
		st = db_exec(d, buf_str(&drops).p);
	buf_free(&drops);
	return (st);
}

static enum status
make_view(struct db *d, const struct view *v)
{
	struct buf text = BUF_INIT(VIEW_SQL_MAX);
	const struct column *c;
	char name[VIEWS_NAME];
	enum status st;

	print_view(v, &text);
	st = buf_failed(&text) ? db_fail(d, E_MEMORY, "out of memory")
			       : db_exec(d, buf_str(&text).p);
	for (size_t i = 0; st == OK && (c = views_column(v, i, name)) != NULL;
	     i++)
		st = describe(d, v, c, name);
	buf_free(&text);
	return (st);
}

static enum status
put_meta(struct db *d, const char *key, const char *value)
{
	struct sql q =
	    sql_once(d, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)");

	sql_word(&q, key);
	sql_word(&q, value);
	return (sql_run(&q));
}

static enum status
make_all(struct db *d, const char *hash)
{
	const struct view *v;
	enum status st = drop_views(d);

	if (st == OK)
		st = db_exec(d, "DELETE FROM dictionary");
	for (size_t at = 0; st == OK && (v = views_next(&at)) != NULL;)
		st = make_view(d, v);
	if (st == OK)
		st = put_meta(d, "contract", VIEWS_CONTRACT);
	if (st == OK)
		st = db_exec(d, "INSERT OR IGNORE INTO meta(key, value)"
				" VALUES('priority_half_life_s', '1209600')");
	if (st == OK)
		st = put_meta(d, "views", hash);
	return (st);
}

enum status
views_refresh(struct db *d)
{
	char hash[33];
	struct sql q;
	bool row = false;
	enum status st = hash_views(d, hash);

	if (st != OK)
		return (st);
	q = sql_once(d, "SELECT 1 FROM meta WHERE key = 'views' AND value = ?");
	sql_word(&q, hash);
	st = sql_next(&q, &row);
	sql_end(&q);
	if (st != OK || row)
		return (st);
	st = db_exec(d, "BEGIN IMMEDIATE");
	if (st != OK)
		return (st);
	st = make_all(d, hash);
	if (st == OK)
		st = db_exec(d, "COMMIT");
	if (st != OK)
		sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
	return (st);
}
