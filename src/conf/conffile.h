/*
 * One file of configuration, read into a loaded configuration.
 */
#ifndef CONF_CONFFILE_H
#define CONF_CONFFILE_H

#include "earshot/arena.h"
#include "earshot/conf.h"

#include "home.h"
#include "options.h"

struct origin {
	const char *file; /* NULL: the default; "--set" or the like */
	unsigned line;    /* 0 for --set */
	unsigned column;  /* of the value; 0 for --set */
};

struct conf_file {
	struct arena *arena;
	struct home home;
	struct str folder; /* of the main file; {NULL,0}: the working one */
	struct conf values;
	struct origin origins[OPTIONS_MAX]; /* as in option_table[] */
};

/* conffile_set: one option; ${why} says what is wrong. */
bool conffile_set(struct conf_file *c, const struct option *o, struct str value,
    const struct origin *origin, struct buf *why);
/* conffile_read: all lines of ${text} (UTF-8) of ${file}, whose name lives as
 * long as ${c}. */
void conffile_read(struct conf_file *c, struct str text, const char *file,
    struct faults *faults);

#endif
