/*
 * A document before it is read as XML.
 */
#ifndef EARSHOT_TEXT_XMLPREPARE_H
#define EARSHOT_TEXT_XMLPREPARE_H

#include "earshot/str.h"

/* xmlprepare: ${text} without byte order mark and junk before <?xml;
 * *${mended} is set if there was junk. */
struct str xmlprepare(struct str text, bool *mended);

#endif
