/*
 * What is wrong in a file that a person must mend: file, line, column and one
 * sentence that says what would be right.  A loader collects all faults, not
 * the first only, and a set with one error is refused whole.
 */
#ifndef EARSHOT_FAULT_H
#define EARSHOT_FAULT_H

#include "earshot/buf.h"

enum { FAULTS_MAX = 500 }; /* further ones are counted, not kept */

struct fault {
	bool warning;    /* does not refuse the set */
	unsigned line;   /* 1-based; 0: the file as a whole */
	unsigned column; /* 1-based, in characters; 0: the line as a whole */
	char *file;      /* as the person knows it */
	char *message;   /* one sentence, no full stop needed */
	char *source;    /* the line itself, for the caret; may be NULL */
};

struct faults {
	struct fault *list;
	size_t n, size;
	size_t errors, warnings; /* counted even past FAULTS_MAX */
};

void faults_init(struct faults *fs);
void faults_free(struct faults *fs);

/* What was said of this place already is not said again.
 * ${source}: the text of the line ({NULL,0}: none), copied, cut at 200 bytes.
 */
void faults_add(struct faults *fs, bool warning, const char *file,
    unsigned line, unsigned column, struct str source, const char *fmt, ...)
    PRINTF(7, 8);

/*
 * faults_print: each as "file:line:col: message", the line and a caret below
 * it; files with the most errors first, lines in order.  ${carets}: with them.
 */
void faults_print(const struct faults *fs, struct buf *out, bool carets);
/* faults_brief: the first error in one line, and how many more. */
void faults_brief(const struct faults *fs, struct buf *out);

#endif
