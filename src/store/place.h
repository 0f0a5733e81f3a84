/*
 * Where the database is: from the words of a configuration to an absolute
 * path, its folder, and whether what lies there is ours to open.
 */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "earshot/buf.h"
#include "earshot/status.h"

struct place {
	char *path;   /* absolute, links resolved; NUL-ended */
	char *folder; /* that it lies in */
};

enum place_state { PLACE_NOTHING, PLACE_EMPTY, PLACE_OURS };

/* Each: a failure has one sentence in *${reterr} that names the file. */

/* place_find: ${url} is a path or sqlite:PATH; E_USAGE.  ${make}: a folder
 * that is missing is made, 2750, its parents 0755; else E_NOT_FOUND.  A folder
 * that exists is left as it is.  place_free whatever came of it. */
enum status place_find(const char *url, bool make, struct place *ret,
    struct buf *reterr) MUST_USE;
void place_free(struct place *p);

/*
 * place_look: by its first bytes, without a lock and without touching it:
 * E_CORRUPT (no SQLite file, or another program's), E_NEWER, E_DENIED.
 */
enum status place_look(const struct place *p, enum place_state *ret,
    struct buf *reterr) MUST_USE;

/* place_create: an empty file of mode 0640, whatever the umask.  ${give}: as
 * place_give. */
enum status place_create(const char *path, bool give,
    struct buf *reterr) MUST_USE;

/* place_give: what root makes in the folder of another, such as the service's,
 * is his; else a poll by root before the first start would lock him out.
 * SQLite does the same with what it makes beside the database. */
void place_give(const char *path, int fd);

/* place_fault: errno in our words: "FILE: what: why". */
enum status place_fault(struct buf *reterr, const char *path, const char *what,
    int error);

#endif
