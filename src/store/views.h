/*
 * The contract: views of named, described columns.  A row here is a column:
 * its SQL and what the dictionary says of it, side by side, so that neither
 * can be without the other.
 */
#ifndef STORE_VIEWS_H
#define STORE_VIEWS_H

#include "db.h"

/* The contract's version, in meta: views only ever gain columns. */
#define VIEWS_CONTRACT "1"

/* A column of type COLUMN_TIME is two: NAME_ts, Unix seconds, and NAME_at. */
enum column_type { COLUMN_INT, COLUMN_REAL, COLUMN_TEXT, COLUMN_TIME };

/* How a list for people takes a column; of result_shape and result_brief. */
enum column_use {
	USE_FULL,  /* only in JSON and CSV */
	USE_BRIEF, /* also in a table on a terminal */
	USE_WIDE,  /* there too, with what room is left */
};

struct column {
	const char *name; /* NULL: the end */
	enum column_type type;
	enum column_use use;
	const char *expr;
	const char *unit; /* NULL: none */
	const char *meaning;
	const char *example; /* NULL: none */
};

struct view {
	const char *name;             /* NULL: the end */
	const struct column *columns; /* ended by a NULL name */
	const struct column *more;    /* further ones, or NULL */
	const char *from;             /* FROM and all that follows */
};

/* Rows from elsewhere that a view shows as well: where they differ from its
 * columns' expressions. */
struct view_also {
	const char *view; /* NULL: the end */
	const char *from;
	struct {
		const char *column, *expr;
	} has[8];
};
extern const struct view_also views_also[];

extern const struct view views_insight[], views_post[], views_count[],
    views_feed[];

/* views_refresh: makes views and dictionary anew when they are not exactly
 * what this program would make. */
enum status views_refresh(struct db *d) MUST_USE;

/* views_next: walks all views; *${at} starts at 0; NULL at the end. */
const struct view *views_next(size_t *at);
const struct view *views_find(struct str name);

/*
 * views_column: column ${i} of ${v} as SQL sees it (a COLUMN_TIME counts
 * twice): its name in ${ret_name}, "" for none, and where it is described;
 * NULL past the end.
 */
enum { VIEWS_NAME = 64 };
const struct column *views_column(const struct view *v, size_t i,
    char ret_name[VIEWS_NAME]);

/* Short hand for the tables of columns. */
#define INT(name, expr, unit, meaning, example)                          \
	{                                                                \
		name, COLUMN_INT, USE_FULL, expr, unit, meaning, example \
	}
#define REAL(name, expr, unit, meaning, example)                          \
	{                                                                 \
		name, COLUMN_REAL, USE_FULL, expr, unit, meaning, example \
	}
#define TEXT(name, expr, unit, meaning, example)                          \
	{                                                                 \
		name, COLUMN_TEXT, USE_FULL, expr, unit, meaning, example \
	}
#define TIME(name, expr, meaning)                                      \
	{                                                              \
		name, COLUMN_TIME, USE_FULL, expr, NULL, meaning, NULL \
	}
#define BRIEF(type, name, expr, unit, meaning, example)                      \
	{                                                                    \
		name, COLUMN_##type, USE_BRIEF, expr, unit, meaning, example \
	}
#define WIDE(name, expr, unit, meaning, example)                          \
	{                                                                 \
		name, COLUMN_TEXT, USE_WIDE, expr, unit, meaning, example \
	}
#define END_OF_COLUMNS       \
	{                    \
		.name = NULL \
	}

/* Who wrote post p: by its list, else by ${voice}; a name that is nobody's is
 * unknown. */
#define SQL_AUTHOR_KIND(voice)                                        \
	"CASE p.staff WHEN 1 THEN 'staff' WHEN 2 THEN 'partner' ELSE" \
	" coalesce((SELECT iif(v.kind IN ('staff', 'partner'),"       \
	" 'customer', v.kind) FROM voice v WHERE v.id = " voice       \
	"), iif(p.author_name IS NULL, NULL, 'unknown')) END"

/* "Now" and an age in days' halves, for any SQLite that reads STRICT tables. */
#define SQL_NOW "CAST(strftime('%s', 'now') AS INTEGER)"
/* With which age priorities halve. */
#define SQL_HALF_LIFE                                                \
	"(SELECT max(1, CAST(value AS INTEGER)) FROM meta WHERE key" \
	" = 'priority_half_life_s')"
#define SQL_AGED(base, at)                                                \
	"round(" base " * (1.0 - 0.5 * (max(0, " SQL_NOW " - " at         \
	") % " SQL_HALF_LIFE ") / " SQL_HALF_LIFE                         \
	") / (1 << min(62, max(0, " SQL_NOW " - " at ") / " SQL_HALF_LIFE \
	")), 1)"

#endif
