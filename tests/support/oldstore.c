/*
 * oldstore: see oldstore.h.  As a program, for stories and the service's test:
 *
 *	oldstore NUMBER FROM TO
 *	oldstore --latest
 *
 * The latter prints the number that this Earshot writes.
 */
#include "oldstore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/place.h"
#include "store/schema.h"

enum { SQL_MAX = 64 << 10 };

/* Every row of ${table}, in the columns that both have; in ${out}, as SQL. */
static enum status
copy_of(struct db *d, struct str table, struct buf *out)
{
	struct sql q =
	    sql_once(d, "SELECT group_concat('\"' || n.name || '\"') FROM"
			" pragma_table_info(?, 'main') n JOIN "
			"pragma_table_info(?, 'present')"
			" p USING(name)");
	enum status st;
	bool row;

	sql_text(&q, table);
	sql_text(&q, table);
	st = sql_next(&q, &row);
	if (st == OK && row && sql_get_str(&q, 0).n > 0)
		buf_printf(out,
		    "DELETE FROM main.\"%.*s\";"
		    "INSERT INTO main.\"%.*s\"(%.*s) SELECT %.*s FROM"
		    " present.\"%.*s\";",
		    STR_ARG(table), STR_ARG(table), STR_ARG(sql_get_str(&q, 0)),
		    STR_ARG(sql_get_str(&q, 0)), STR_ARG(table));
	sql_end(&q);
	return (st);
}

/* What columns held nothing as long as those that explain it were not there. */
#define LACKS(table, column)                                             \
	" WHERE NOT EXISTS(SELECT 1 FROM pragma_table_info('" table "')" \
	" WHERE name = '" column "');"
static const char never_written[] =
    "UPDATE main.insight SET priority_base = priority_base - p_novelty,"
    " p_novelty = 0, novelty = NULL" LACKS("insight",
	"novelty_words") "UPDATE main.insight SET priority_base = p_score + "
			 "p_intensity,"
			 " p_voices = 0, p_engagement = 0, p_novelty = 0,"
			 " theme_id = NULL" LACKS("theme",
			     "best_id") "DELETE FROM main.theme" LACKS("theme",
			     "best_id");

static enum status
copy_rows(struct db *d)
{
	struct buf all = BUF_INIT(SQL_MAX);
	struct sql q = sql_once(d,
	    "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
	    " AND name NOT GLOB 'post_fts*' AND name NOT GLOB 'sqlite_*'");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row && st == OK)
		st = copy_of(d, sql_get_str(&q, 0), &all);
	sql_end(&q);
	/* Its views are its own. */
	buf_adds(&all, "DELETE FROM main.meta WHERE key = 'views';"
		       "INSERT INTO post_fts(post_fts) VALUES('rebuild');");
	buf_adds(&all, never_written);
	if (st == OK)
		st = buf_failed(&all) ? E_MEMORY : db_exec(d, all.p);
	buf_free(&all);
	return (st);
}

static enum status
fill(struct db *d, const char *from, int number)
{
	char mark[100];
	struct sql q;
	enum status st;

	snprintf(mark, sizeof(mark),
	    "PRAGMA application_id = %d; PRAGMA journal_mode = WAL",
	    DB_APPLICATION_ID);
	st = db_exec(d, mark);
	if (st == OK)
		st = schema_migrate(d, schema_migrations, (size_t)number);
	if (st == OK)
		st = db_exec(d, "PRAGMA foreign_keys = OFF");
	if (st != OK)
		return (st);
	q = sql_once(d, "ATTACH ? AS present");
	sql_word(&q, from);
	st = sql_run(&q);
	if (st == OK)
		st = db_exec(d, "BEGIN IMMEDIATE");
	if (st == OK)
		st = copy_rows(d);
	return (st == OK ? db_exec(d, "COMMIT; DETACH present") : st);
}

enum status
oldstore_make(const char *from, const char *to, int number, struct buf *reterr)
{
	struct db d = { .handle = NULL };
	enum status st = place_create(to, false, reterr);

	if (st != OK)
		return (st);
	if (number < 1 || number > schema_version()) {
		buf_printf(reterr, "there is no version %d", number);
		return (E_USAGE);
	}
	st = db_open(&d, to, DB_WRITE);
	if (st == OK)
		st = fill(&d, from, number);
	if (st != OK)
		buf_adds(reterr, db_error(&d));
	db_close(&d);
	return (st);
}

#ifdef OLDSTORE_MAIN
int
main(int argc, char **argv)
{
	struct buf why = BUF_INIT(2000);
	enum status st;

	if (argc == 2 && strcmp(argv[1], "--latest") == 0) {
		printf("%d\n", schema_version());
		return (0);
	}
	if (argc != 4) {
		fputs("usage: oldstore NUMBER FROM TO | --latest\n", stderr);
		return (2);
	}
	st = oldstore_make(argv[2], argv[3], atoi(argv[1]), &why);
	if (st != OK)
		fprintf(stderr, "oldstore: %.*s (%s)\n", STR_ARG(buf_str(&why)),
		    status_word(st));
	buf_free(&why);
	return (st != OK);
}
#endif
