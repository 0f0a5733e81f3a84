/*
 * A text line by line, and faults that point into a line.
 */
#ifndef CONF_LINES_H
#define CONF_LINES_H

#include "earshot/fault.h"

struct lines {
	struct str rest; /* what follows the current line */
	struct str text; /* the current line, without its end */
	unsigned number; /* 1-based; 0 before the first */
};

#define LINES(s) ((struct lines){ (s), { NULL, 0 }, 0 })

/* lines_next: on to the next line; false at the end. */
bool lines_next(struct lines *l);

/* Where a fault is: what faults_add wants, but for the column. */
struct place {
	struct faults *faults;
	const char *file;
	unsigned line;
	struct str text; /* the line; {NULL,0}: not to be shown */
};

/* lines_fault: ${at} points into the line (NULL: the line as a whole). */
void lines_fault(const struct place *p, const char *at, const char *fmt, ...)
    PRINTF(3, 4);
void lines_warn(const struct place *p, const char *at, const char *fmt, ...)
    PRINTF(3, 4);

/* lines_control: the first control character but for tabs in ${s}, or NULL. */
const char *lines_control(struct str s);

#endif
