/*
 * What a moderator or the machine of a forum left where a post's words were:
 * "[removed]", "[self-promotion comments removed]".  Nobody's opinion.
 */
#ifndef EARSHOT_RULES_MARKER_H
#define EARSHOT_RULES_MARKER_H

#include "earshot/str.h"

/* marker_at: where the marker that opens at byte ${at} of ${text} ends; 0: none
 * does.  Looks at a few words only. */
size_t marker_at(struct str text, size_t at);

#endif
