/*
 * What the index of themes is filled with.
 */
#include "earshot/theme_rows.h"

#include "store_impl.h"

static enum status
load_rows(struct sql *q,
    enum status (*each)(void *, const struct theme_loaded *), void *arg)
{
	enum status st;
	bool row;

	while ((st = sql_next(q, &row)) == OK && row) {
		int signal = signal_of(sql_get_str(q, 2));
		struct theme_loaded l = { sql_get_int(q, 0), sql_get_int(q, 1),
			signal < 0 ? SIGNAL_NONE : (enum signal)signal,
			(uint32_t)sql_get_int(q, 3), sql_get_str(q, 4) };

		st = each(arg, &l);
		if (st != OK)
			break;
	}
	sql_end(q);
	return (st);
}

#define LOADED                                                             \
	"SELECT i.id, i.theme_id, i.signal, t.about, t.words FROM telling" \
	" t JOIN insight i ON i.id = t.insight_id AND i.state = 'live'"

enum status
theme_rows_load(struct store *s, size_t max,
    enum status (*each)(void *arg, const struct theme_loaded *row), void *arg)
{
	/* What speaks for each theme, however old; then the newest. */
	struct sql q = sql_once(&s->db,
	    LOADED " WHERE i.id IN (SELECT best_id FROM theme WHERE state ="
		   " 'live' ORDER BY id DESC LIMIT ?) ORDER BY i.id");
	enum status st;

	sql_int(&q, (int64_t)max / 2);
	st = load_rows(&q, each, arg);
	if (st != OK)
		return (st);
	q = sql_once(&s->db,
	    LOADED " WHERE i.id >= coalesce((SELECT insight_id FROM telling"
		   " ORDER BY insight_id DESC LIMIT 1 OFFSET ?), 0)"
		   " ORDER BY i.id");
	sql_int(&q, (int64_t)max);
	return (load_rows(&q, each, arg));
}
