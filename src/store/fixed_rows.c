/*
 * Fixed lines as rows, and what is to be told again because of one.
 */
#include "earshot/fixed_rows.h"

#include "store_impl.h"

enum status
fixed_rows_load(struct store *s, enum status (*each)(void *, int64_t, uint64_t),
    void *arg)
{
	struct sql q =
	    sql_once(&s->db, "SELECT source_id, line FROM fixed_line");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row) {
		st =
		    each(arg, sql_get_int(&q, 0), (uint64_t)sql_get_int(&q, 1));
		if (st != OK)
			break;
	}
	sql_end(&q);
	return (st);
}

enum status
fixed_rows_add(struct store *s, int64_t source_id, uint64_t line)
{
	struct sql q = sql_once(&s->db,
	    "INSERT OR IGNORE INTO fixed_line(source_id, line) VALUES(?, ?)");

	sql_int(&q, source_id);
	sql_int(&q, (int64_t)line);
	return (store_check(s, sql_run(&q)));
}

enum status
fixed_rows_again(struct store *s, int64_t insight_id)
{
	struct sql q = sql_once(&s->db,
	    "INSERT OR IGNORE INTO unthemed SELECT i.id FROM insight o"
	    " JOIN insight i ON i.id = o.id OR i.theme_id = o.theme_id"
	    " WHERE o.id = ?1 AND i.id <= (SELECT insight_id FROM themed)");

	sql_int(&q, insight_id);
	return (store_check(s, sql_run(&q)));
}
