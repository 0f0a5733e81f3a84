/*
 * Where the texts come from that people edit: the disk, or an archive of what
 * was last good.  A loader asks here for each file and folder it reads; what
 * it was given is remembered, so that the whole set can be kept aside and read
 * again when an edit went wrong.
 */
#ifndef EARSHOT_FILES_H
#define EARSHOT_FILES_H

#include "earshot/status.h"
#include "earshot/str.h"

struct files;

/* files_disk: reads from the disk. files_archive: only from ${path}, which
 * files_save wrote; E_NOT_FOUND, E_CORRUPT. */
struct files *files_disk(void);
enum status files_archive(const char *path, struct files **ret) MUST_USE;
void files_free(struct files *f);
bool files_archived(const struct files *f); /* it is the latter */

/*
 * files_read: the bytes of ${path}, borrowed until files_free; at most ${cap}
 * bytes, else E_TOO_LARGE.  E_NOT_FOUND, E_DENIED, E_IO.
 */
enum status files_read(struct files *f, const char *path, size_t cap,
    struct str *ret) MUST_USE;

/*
 * files_list: the paths of the regular files in folder ${path} whose names end
 * in one of the space-separated ${suffixes} (".feeds .opml"), sorted by name,
 * hidden ones left out, links that lead nowhere not; NULL-ended, borrowed until
 * files_free.  When ${path} is itself a file: just that, whatever its suffix.
 */
enum status files_list(struct files *f, const char *path, const char *suffixes,
    const char *const **ret) MUST_USE;

/* files_save: all that was read and listed, written to ${path} atomically
 * (temporary name, fsync, rename), mode 0640. */
enum status files_save(const struct files *f, const char *path) MUST_USE;

/* files_write: ${bytes} to ${path}, atomically, with ${mode}. */
enum status files_write(const char *path, struct str bytes,
    unsigned mode) MUST_USE;
/* files_replace: likewise for a file that is there: a link stays one, and mode,
 * owner and group stay what they are.  E_NOT_FOUND; E_DENIED also for one that
 * may not be written, though its folder may. */
enum status files_replace(const char *path, struct str bytes) MUST_USE;

#endif
