/*
 * earshot feeds import: a list out of another reader's OPML.
 */
#ifndef CLI_FEEDS_IMPORT_H
#define CLI_FEEDS_IMPORT_H

#include "cli.h"

/* feeds_import: its operand to FILE.feeds in the feeds folder, or with -o
 * elsewhere.  The exit status. */
int feeds_import(struct cli *c);

#endif
