/*
 * Lines that a site puts round what people say: page chrome, moderators'
 * markers.  Known by their whole shape only, from a table of wordings.
 */
#ifndef EARSHOT_TEXT_CHROME_H
#define EARSHOT_TEXT_CHROME_H

#include "earshot/str.h"

enum chrome {
	CHROME_NONE,
	CHROME_SURE,      /* nobody types that */
	CHROME_LIKELY,    /* chrome where there are other lines */
	CHROME_TAIL,      /* chrome at the end of a text */
	CHROME_SHARE,     /* heads a list of buttons */
	CHROME_BUTTON,    /* chrome after such a heading */
	CHROME_MODERATED, /* a moderator took something away */
	CHROME_CLOSED,    /* no more comments here */
};

/* chrome_line: ${line} without white space at its ends. */
enum chrome chrome_line(struct str line);

#endif
