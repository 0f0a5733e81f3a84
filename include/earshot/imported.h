/*
 * A feed that nobody polls: what files bring stands under it.
 */
#ifndef EARSHOT_IMPORTED_H
#define EARSHOT_IMPORTED_H

#include "earshot/store.h"

/*
 * store_imported: the feed of ${feed}'s spec.url, under its source, both made
 * when they are not there; a source that is there keeps its kind.  Fills id,
 * source_id and spec.kind.  In a group of its own.
 */
enum status store_imported(struct store *s, struct feed *feed) MUST_USE;

#endif
