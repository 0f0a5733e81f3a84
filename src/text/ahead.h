/*
 * What the pre-scan looks for ahead of where it is.
 */
#ifndef EARSHOT_TEXT_AHEAD_H
#define EARSHOT_TEXT_AHEAD_H

#include "prescan.h"

enum {
	AHEAD_LESS,
	AHEAD_GREATER,
	AHEAD_QUOTE,
	AHEAD_APOSTROPHE,
	AHEAD_COMMENT,
	AHEAD_PI,
	AHEAD_CDATA_END,
	AHEAD_CDATA
};

/* scan_look: where the next ${what} stands at or after ${from}; the text's end
 * if none. */
size_t scan_look(struct scan *s, int what, size_t from);

/* scan_name: where the name at ${at} ends; ${at} itself if there is none. */
size_t scan_name(const struct scan *s, size_t at);
bool scan_name_start(char c);

#endif
