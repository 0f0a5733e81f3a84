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

/*
 * feedlist_load: ${paths}: NULL-ended, files or folders.  OPML is known by its
 * suffix or by what is in it.  All faults (unknown key, bad URL, doubled feed
 * …) of all files; E_SYNTAX, or E_NOT_FOUND, E_DENIED, E_IO, E_TOO_LARGE for a
 * path that could not be read, which is a fault too.  An empty list is fine.
 * Needs ${files} only until it returns.
 */
enum status feedlist_load(struct files *files, const char *const *paths,
    struct faults *faults, struct feedlist **ret) MUST_USE;
/* feedlist_look: likewise, but with E_SYNTAX *${ret} has what could be read, a
 * doubled feed once a line: for who mends the files. */
enum status feedlist_look(struct files *files, const char *const *paths,
    struct faults *faults, struct feedlist **ret) MUST_USE;
/* feedlist_find: the lines, at most ${max}, that are this feed, also where it
 * is written differently; how many. */
size_t feedlist_find(struct feedlist *l, struct str url, size_t *ret,
    size_t max);
/*
 * feedlist_add: one more line, as in a list: a URL, keys behind it if need be;
 * for `poll URL`.  A feed that is there already stays as it is: OK.  E_USAGE:
 * *${reterr} gets a sentence.
 */
enum status feedlist_add(struct feedlist *l, struct str line,
    struct buf *reterr) MUST_USE;
/* feedlist_keep: only those whose place in ${keep} is true; their order stays.
 */
enum status feedlist_keep(struct feedlist *l, const bool *keep) MUST_USE;
/* feedlist_quote: a value behind "key=", with quotes where it needs them, so
 * that it is read back the same; it has no control characters. */
void feedlist_quote(struct str value, struct buf *out);
struct feedlist *feedlist_new(void);
void feedlist_free(struct feedlist *l);
/* feedlist_keep_strings: for who has copied every feed_spec: only what they
 * point to is left, and the list is empty.  Nothing is added from then on. */
void feedlist_keep_strings(struct feedlist *l);

size_t feedlist_count(const struct feedlist *l);
const struct feed_spec *feedlist_get(const struct feedlist *l, size_t i);

/*
 * feedlist_write: in *.feeds form, sources as headers.  feedlist_write_opml:
 * folders for tags, `earshot:` attributes for the keys.  Both are read back to
 * the same feeds, but for their order and where they stand.
 */
void feedlist_write(const struct feedlist *l, struct buf *out);
void feedlist_write_opml(const struct feedlist *l, const char *title,
    struct buf *out);

#endif
