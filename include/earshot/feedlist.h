/*
 * Feed lists: *.feeds (contracts/feeds.md) and *.opml, as people write them.
 */
#ifndef EARSHOT_FEEDLIST_H
#define EARSHOT_FEEDLIST_H

#include "earshot/buf.h"
#include "earshot/fault.h"
#include "earshot/feed.h"
#include "earshot/files.h"

struct feedlist;

/* feedlist_load: ${paths}: NULL-ended, files or folders.  All faults (unknown
 * key, bad URL, doubled feed …); E_SYNTAX. An empty list is fine. */
enum status feedlist_load(struct files *files, const char *const *paths,
    struct faults *faults, struct feedlist **ret) MUST_USE;
/* feedlist_add: one more line, e.g. from a command's words; for `poll URL`. */
enum status feedlist_add(struct feedlist *l, struct str url) MUST_USE;
struct feedlist *feedlist_new(void);
void feedlist_free(struct feedlist *l);

size_t feedlist_count(const struct feedlist *l);
const struct feed_spec *feedlist_get(const struct feedlist *l, size_t i);

/* feedlist_write: in *.feeds form, sources as headers.  feedlist_write_opml:
 * folders for tags, `earshot:` attributes for the keys; nothing is lost. */
void feedlist_write(const struct feedlist *l, struct buf *out);
void feedlist_write_opml(const struct feedlist *l, const char *title,
    struct buf *out);

#endif
