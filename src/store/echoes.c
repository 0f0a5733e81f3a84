/*
 * Fingerprints in and out of the table of posts.
 */
#include "earshot/echoes.h"

#include "store_impl.h"

enum status
echoes_last(struct store *s, int64_t *ret)
{

	*ret = 0;
	return (db_number(&s->db, "SELECT max(id) FROM post", ret));
}

enum status
echoes_list(struct store *s, int64_t after_id, struct print_row *rows,
    size_t max, size_t *ret_n)
{
	/* From the index alone: the texts are not walked through. */
	struct sql q = sql_begin(&s->db, SQL_ECHO_LIST,
	    "SELECT id, simhash FROM post INDEXED BY post_simhash"
	    " WHERE simhash IS NOT NULL AND duplicate_of IS NULL AND id > ?"
	    " ORDER BY id LIMIT ?");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, after_id);
	sql_int(&q, (int64_t)max);
	while ((st = sql_next(&q, &row)) == OK && row && n < max)
		rows[n++] = (struct print_row){ sql_get_int(&q, 0),
			(uint64_t)sql_get_int(&q, 1) };
	sql_end(&q);
	*ret_n = n;
	return (st);
}

enum status
echoes_first(struct store *s, int64_t post_id, uint64_t *ret, bool *ret_there)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_FIRST,
	    "SELECT simhash FROM post WHERE id = ? AND simhash IS NOT NULL"
	    " AND duplicate_of IS NULL");
	enum status st;

	sql_int(&q, post_id);
	st = sql_next(&q, ret_there);
	if (st == OK && *ret_there)
		*ret = (uint64_t)sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

enum status
echoes_mark(struct store *s, const struct print_row *row, int64_t first_id,
    unsigned distance)
{
	struct sql q = sql_begin(&s->db, SQL_ECHO_MARK,
	    "UPDATE post SET duplicate_of = ?, duplicate_distance = ?"
	    " WHERE id = ? AND simhash = ? AND duplicate_of IS NULL");

	sql_int(&q, first_id);
	sql_int(&q, (int64_t)distance);
	sql_int(&q, row->post_id);
	sql_int(&q, (int64_t)row->simhash);
	return (store_check(s, sql_run(&q)));
}
