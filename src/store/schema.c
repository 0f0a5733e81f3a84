/*
 * Migrations: from whatever version a database has to the one this program
 * writes.  What the tables are stands in tables.c.
 */
#include "schema.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/clock.h"

#include "snapshot.h"
#include "working.h"

const struct migration schema_migrations[] = {
	{ 1, "the first tables", schema_tables_1 },
	{ 2, "feeds that people hold, and when each is next due",
	    schema_feeds_2 },
	{ 3, "posts by topic, whatever they say", schema_topics_3 },
	{ 4, "what is left of what is not kept", schema_retain },
	{ 5, "the past of feeds, and what is shown of their addresses",
	    schema_backfill },
	{ 6, "full text merged in larger steps, who serves a post",
	    schema_search_3 },
	{ 7, "fingerprints of posts, read without their texts", schema_echoes },
	{ 8, "what comments answer", schema_threads },
	{ 9, "copies that were cut or framed, what feeds took away",
	    schema_taken },
	{ 10, "themes, and what priorities are made of", schema_themes },
	{ 11, "numbers by the hour, voices of topics by the hour",
	    schema_kudos },
	{ 12, "comment feeds that were found", schema_found },
	{ 13, "people at several places, and how new it is what they say",
	    schema_voices },
	{ 14, "new posts are stored in fewer steps", schema_posting },
	{ 15, "what turns the words of insights, lines of forms",
	    schema_sides },
	{ 16, "rules have a row for each of their wordings", schema_wordings },
};
const size_t schema_count =
    sizeof(schema_migrations) / sizeof(schema_migrations[0]);

int
schema_version(void)
{

	return (schema_migrations[schema_count - 1].number);
}

/* What a database is copied to before it is brought forward. */
static bool
name_copy(const char *path, int64_t version, char ret[PATH_MAX])
{

	return (snprintf(ret, PATH_MAX, "%s.before-%lld", path,
		    (long long)version) < PATH_MAX);
}

enum status
schema_refuse(const char *path, int64_t version, struct buf *reterr)
{

	char copy[PATH_MAX];
	int number = schema_version();

	if (version <= number)
		return (OK);
	buf_printf(reterr,
	    "%s was written by a newer Earshot (tables %lld; this one knows "
	    "%d); it was left as it is: install the newer one again",
	    path, (long long)version, number);
	while (number > 0 &&
	       (!name_copy(path, number, copy) || access(copy, F_OK) != 0))
		number--;
	if (number > 0)
		buf_printf(reterr,
		    ", or go back to what was there before: earshot db restore "
		    "%s",
		    copy);
	return (E_NEWER);
}

static enum status
copy_before(struct db *d, int64_t version)
{
	char path[PATH_MAX];

	if (!name_copy(d->path, version, path))
		return (db_fail(d, E_IO, "%s: its name is too long to copy it",
		    d->path));
	working_at(d, "a copy of it first: %s", path);
	return (snapshot_write(d, path, true));
}

static enum status
note_migration(struct db *d, const struct migration *m)
{
	struct sql q =
	    sql_once(d, "INSERT INTO event(at_ts, kind, what) VALUES(?, ?, ?)");
	char what[200];

	snprintf(what, sizeof(what), "%d: %s", m->number, m->what);
	sql_int(&q, clock_now());
	sql_word(&q, "migration");
	sql_word(&q, what);
	return (sql_run(&q));
}

static enum status
migrate_once(struct db *d, const struct migration *m)
{
	char version[60];
	enum status st = db_exec(d, "BEGIN IMMEDIATE");

	if (st != OK)
		return (st);
	for (size_t i = 0; st == OK && m->sql[i] != NULL; i++)
		st = db_exec(d, m->sql[i]);
	snprintf(version, sizeof(version), "PRAGMA user_version = %d",
	    m->number);
	if (st == OK)
		st = db_exec(d, version);
	if (st == OK)
		st = note_migration(d, m);
	if (st == OK)
		st = db_exec(d, "COMMIT");
	if (st != OK)
		sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
	return (st);
}

enum status
schema_migrate(struct db *d, const struct migration *list, size_t n)
{
	int64_t version = 0;
	bool copied = false;
	enum status st = db_number(d, "PRAGMA user_version", &version);

	for (size_t i = 0; st == OK && i < n; i++) {
		if (list[i].number <= version)
			continue;
		if (version > 0 && !copied)
			st = copy_before(d, version);
		copied = true;
		if (version > 0)
			working_at(d, "tables %d of %d: %s", list[i].number,
			    list[n - 1].number, list[i].what);
		if (st == OK)
			st = migrate_once(d, &list[i]);
	}
	if (st == OK && version > 0 && copied)
		working_at(d,
		    "tables %lld became %d; what was before is in "
		    "%s.before-%lld, yours to delete",
		    (long long)version, list[n - 1].number, d->path,
		    (long long)version);
	return (st);
}
