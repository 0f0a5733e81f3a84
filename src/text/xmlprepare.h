/*
 * A document before it is read as XML.
 */
#ifndef EARSHOT_TEXT_XMLPREPARE_H
#define EARSHOT_TEXT_XMLPREPARE_H

#include "earshot/arena.h"

/*
 * xmlprepare: *${text} without byte order mark, junk before <?xml, and
 * characters that XML forbids.  *${mended} is set if there was any.  false:
 * memory.
 */
bool xmlprepare(struct arena *a, struct str *text, bool *mended);

#endif
