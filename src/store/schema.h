/*
 * Which tables there are: numbered migrations, forward only.  The number of
 * the last one that ran is the database's user_version.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "db.h"

struct migration {
	int number;             /* 1, 2, 3 … without a gap */
	const char *what;       /* for the log and the event */
	const char *const *sql; /* NULL-ended; each piece whole statements */
};

extern const struct migration schema_migrations[];
extern const size_t schema_count;

/* The tables of the first release. */
extern const char *const schema_tables_1[];
extern const char *const schema_feeds_2[];
extern const char *const schema_topics_3[];
/* What is left of what is not kept. */
extern const char *const schema_retain[];
extern const char *const schema_backfill[];
extern const char *const schema_search_3[];
extern const char *const schema_echoes[];
extern const char *const schema_threads[];
extern const char *const schema_taken[];
extern const char *const schema_themes[];
extern const char *const schema_kudos[];
extern const char *const schema_found[];
/* Who is who, and what is new. */
extern const char *const schema_voices[];
extern const char *const schema_posting[];
extern const char *const schema_sides[];
extern const char *const schema_wordings[];

/* schema_version: the last number that this program knows. */
int schema_version(void);

/* schema_refuse: E_NEWER with a sentence when ${version} is one that this
 * program does not know. */
enum status schema_refuse(const char *path, int64_t version,
    struct buf *reterr) MUST_USE;

/*
 * schema_migrate: every migration of ${list} that ${d} has not seen, each in a
 * transaction of its own.  Before the first of them a database that holds
 * anything is copied to PATH.before-N (N: its version): E_FULL when there is
 * no room for that.
 */
enum status schema_migrate(struct db *d, const struct migration *list,
    size_t n) MUST_USE;

#endif
