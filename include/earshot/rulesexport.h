/*
 * All rules of a loaded set as one JSON document: the machine's twin of the
 * rule files.  Every part that the text has is named; rules.schema.json says
 * how.  A file that replaces something is told by the result, and among
 * "tunes" by its own line.
 */
#ifndef EARSHOT_RULESEXPORT_H
#define EARSHOT_RULESEXPORT_H

#include "earshot/buf.h"
#include "earshot/ruleset.h"

/* rules_export: the document, on one line with a newline at its end; lists of
 * words (valences) included.  ${out} remembers a failure. */
void rules_export(const struct ruleset *rs, struct buf *out);

#endif
