/*
 * earshot feeds remove: takes feeds out of the lists that people edit.
 */
#ifndef CLI_FEEDS_REMOVE_H
#define CLI_FEEDS_REMOVE_H

#include "cli.h"

/* feeds_remove: the operands: addresses, names of sources or feeds, "#ID";
 * ${all}: a name may be that of several feeds.  All of them or none.  The exit
 * status. */
int feeds_remove(struct cli *c, bool all);

#endif
