/*
 * Who runs this program and where it lives: which defaults hold, what ~ means,
 * and whose rule packs are the shipped ones.
 */
#ifndef CONF_HOME_H
#define CONF_HOME_H

#include <sys/types.h>

#include "earshot/arena.h"

struct home {
	bool personal;      /* a plain user without a system configuration */
	struct str folder;  /* what ~ stands for; {NULL,0}: unknown */
	const char *config; /* the default configuration file */
	const char
	    *shipped; /* the shipped rule packs; NULL: as the table says */
};

/* home_find: strings in ${a}.  E_MEMORY. */
enum status home_find(struct arena *a, struct home *ret) MUST_USE;

/* home_personal: the choice itself.  ${user} may be NULL. */
bool home_personal(uid_t uid, const char *user, bool system_conf);

/* home_place: a path as written in a file of ${folder} ({NULL,0}: on the
 * command line): ~/ and relative names become absolute; URLs stay. */
struct str home_place(struct arena *a, const struct home *h, struct str folder,
    struct str path);

/* home_inside: ${path} lies in ${folder}. */
bool home_inside(struct str path, struct str folder);

#endif
