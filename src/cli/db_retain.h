/*
 * earshot db prune, forget, restore.
 */
#ifndef CLI_DB_RETAIN_H
#define CLI_DB_RETAIN_H

#include "cli.h"

/* Each by the running daemon, else by ourselves under the writer's lock; the
 * exit status. */
int db_prune(struct cli *c, const struct setup *s);
/* db_forget: a dry run unless ${yes}. */
int db_forget(struct cli *c, const struct setup *s, const char *voice,
    const char *uri, bool mentions, bool yes);

/* db_restore: the operand in the place of the database. */
int db_restore(struct cli *c, const struct setup *s);

#endif
