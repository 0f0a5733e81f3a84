/*
 * A document's own DOCTYPE: passed over, its literal entities kept.
 */
#ifndef EARSHOT_TEXT_DOCTYPE_H
#define EARSHOT_TEXT_DOCTYPE_H

#include "prescan.h"

/* doctype_read: from after "<!DOCTYPE" to after its '>'; SIZE_MAX: it has no
 * end. */
size_t doctype_read(struct scan *s, size_t at);

#endif
