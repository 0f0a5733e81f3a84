/*
 * A feed list in memory: a million feeds in chunks, and no feed twice.  Reading
 * a file: feedfile.c; a line: feedline.c.
 */
#include "earshot/feedlist.h"

#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/map.h"

#include "feedline.h"
#include "feedset.h"
#include "feedurl.h"

enum { FILE_BYTES_MAX = 200 << 20 };
/* Two million feeds of the longest usual kind. */
#define ARENA_MAX   ((size_t)1 << 30)
#define SCRATCH_MAX ((size_t)1 << 20)

struct feedlist *
feedlist_new(void)
{
	struct feedlist *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return (NULL);
	l->arena = arena_new(ARENA_MAX);
	l->scratch = arena_new(SCRATCH_MAX);
	l->strings.arena = l->arena;
	if (l->arena == NULL || l->scratch == NULL) {
		feedlist_free(l);
		return (NULL);
	}
	return (l);
}

void
feedlist_keep_strings(struct feedlist *l)
{

	for (size_t i = 0; i < l->nchunks; i++)
		free(l->chunks[i]);
	free(l->chunks);
	free(l->seen);
	arena_free(l->scratch);
	l->chunks = NULL;
	l->seen = NULL;
	l->scratch = NULL;
	l->nchunks = l->size = l->n = 0;
}

void
feedlist_free(struct feedlist *l)
{

	if (l == NULL)
		return;
	feedlist_keep_strings(l);
	arena_free(l->arena);
	free(l);
}

size_t
feedlist_count(const struct feedlist *l)
{

	return (l->n);
}

const struct feed_spec *
feedlist_get(const struct feedlist *l, size_t i)
{

	return (&l->chunks[i / FEEDS_IN_CHUNK][i % FEEDS_IN_CHUNK]);
}

/* Room for one more feed. */
static enum status
make_room(struct feedlist *l)
{
	struct feed_spec **chunks;
	struct seen *seen;

	if (l->n == l->size) {
		size_t size = l->size + l->size / 2 + 64;

		seen = reallocarray(l->seen, size, sizeof(*seen));
		if (seen == NULL)
			return (E_MEMORY);
		l->seen = seen;
		l->size = size;
	}
	if (l->n < l->nchunks * FEEDS_IN_CHUNK)
		return (OK);
	chunks =
	    reallocarray(l->chunks, l->nchunks + 1, sizeof(struct feed_spec *));
	if (chunks == NULL)
		return (E_MEMORY);
	l->chunks = chunks;
	chunks[l->nchunks] = calloc(FEEDS_IN_CHUNK, sizeof(struct feed_spec));
	if (chunks[l->nchunks] == NULL)
		return (E_MEMORY);
	l->nchunks++;
	return (OK);
}

enum status
feedset_append(struct feedlist *l, const struct feed_spec *spec,
    struct str canonical)
{
	enum status st;

	if (l->n == FEEDS_MAX)
		return (E_TOO_LARGE);
	st = make_room(l);
	if (st != OK)
		return (st);
	l->chunks[l->n / FEEDS_IN_CHUNK][l->n % FEEDS_IN_CHUNK] = *spec;
	l->seen[l->n] = (struct seen){ hash_table(canonical), (uint32_t)l->n };
	l->n++;
	return (OK);
}

struct feed_spec *
feedset_last(struct feedlist *l)
{
	size_t i = l->n - 1;

	return (&l->chunks[i / FEEDS_IN_CHUNK][i % FEEDS_IN_CHUNK]);
}

static int
by_hash(const void *pa, const void *pb)
{
	const struct seen *a = pa, *b = pb;

	if (a->hash != b->hash)
		return (a->hash < b->hash ? -1 : 1);
	return (a->feed < b->feed ? -1 : a->feed > b->feed);
}

/* The next parameter of a query that is not utm_*; {NULL,0} at the end. */
static struct str
next_parameter(struct str *query)
{

	while (query->n > 0) {
		struct str pair = str_cut(query, '&');

		if (pair.n > 0 && !str_istarts(pair, STR("utm_")))
			return (pair);
	}
	return ((struct str){ NULL, 0 });
}

/*
 * The canonical form was made for posts and drops what tells no posts apart.
 * Of two feeds, ?rss=1 and ?rss=2 may well be two.
 */
static bool
same_query(struct str a, struct str b)
{
	struct str x, y;

	a = str_cut(&a, '#');
	b = str_cut(&b, '#');
	str_cut(&a, '?');
	str_cut(&b, '?');
	do {
		x = next_parameter(&a);
		y = next_parameter(&b);
		if (!str_eq(x, y))
			return (false);
	} while (x.n > 0);
	return (true);
}

enum likeness { OTHER, ALIKE, SAME };

/* Equal hashes are almost always equal URLs, but only almost. */
static enum likeness
compare(struct feedlist *l, struct str a, struct str b)
{
	struct buf why = BUF_INIT(1000);
	bool same;

	arena_reset(l->scratch);
	same = str_eq(feedurl_check(l->scratch, a, &why),
	    feedurl_check(l->scratch, b, &why));
	buf_free(&why);
	if (!same)
		return (OTHER);
	return (same_query(a, b) ? SAME : ALIKE);
}

static void
doubled(struct faults *faults, const struct feed_spec *first,
    const struct feed_spec *again, enum likeness likeness)
{
	struct str url = again->url;
	const char *word = "is already", *more = "";

	if (feedurl_password(url))
		url = (struct str){ NULL, 0 };
	if (likeness == ALIKE) {
		word = "may be the one";
		more = ", with other parameters";
	} else if (!str_eq(first->url, again->url))
		more = ", written differently";
	if (first->file == again->file)
		faults_add(faults, likeness == ALIKE, again->file, again->line,
		    1, url, "this feed %s on line %u%s", word, first->line,
		    more);
	else
		faults_add(faults, likeness == ALIKE, again->file, again->line,
		    1, url, "this feed %s in %s:%u%s", word, first->file,
		    first->line, more);
}

enum status
feedset_settle(struct feedlist *l, struct faults *faults)
{

	if (l->n > 1)
		qsort(l->seen, l->n, sizeof(*l->seen), by_hash);
	for (size_t i = 1, first = 0; i < l->n; i++) {
		const struct feed_spec *a, *b;
		enum likeness likeness;

		if (l->seen[i].hash != l->seen[first].hash) {
			first = i;
			continue;
		}
		a = feedlist_get(l, l->seen[first].feed);
		b = feedlist_get(l, l->seen[i].feed);
		likeness = compare(l, a->url, b->url);
		if (likeness != OTHER)
			doubled(faults, a, b, likeness);
	}
	return (arena_failed(l->arena) ? E_MEMORY : OK);
}

static void
cannot_read(struct faults *faults, const char *path, enum status st)
{
	const char *why = "it cannot be read";

	if (st == E_NOT_FOUND)
		why = "there is no such file or folder";
	else if (st == E_DENIED)
		why = "we may not read it";
	else if (st == E_TOO_LARGE)
		why = "it is larger than 200M";
	faults_add(faults, false, path, 0, 0, (struct str){ NULL, 0 }, "%s",
	    why);
}

static enum status
load_path(struct feedloader *loader, struct files *files, const char *path)
{
	enum status st, worst = OK;
	const char *const *names;
	struct str bytes;

	st = files_list(files, path, ".feeds .opml", &names);
	if (st != OK) {
		if (st != E_MEMORY)
			cannot_read(loader->faults, path, st);
		return (st);
	}
	for (; *names != NULL; names++) {
		st = files_read(files, *names, FILE_BYTES_MAX, &bytes);
		if (st == OK)
			st = feedfile_read(loader, *names, bytes);
		else if (st != E_MEMORY)
			cannot_read(loader->faults, *names, st);
		if (st == E_MEMORY)
			return (st);
		if (st != OK)
			worst = st;
	}
	return (worst);
}

/* ${faulty}: what could be read is given also with faults. */
static enum status
load(struct files *files, const char *const *paths, bool faulty,
    struct faults *faults, struct feedlist **ret)
{
	struct feedloader loader = { feedlist_new(), faults, map_new() };
	size_t errors = faults->errors;
	enum status st = OK, one;

	if (loader.list == NULL || loader.sources == NULL)
		st = E_MEMORY;
	for (; st != E_MEMORY && *paths != NULL; paths++) {
		one = load_path(&loader, files, *paths);
		if (one != OK && (st == OK || one == E_MEMORY))
			st = one;
	}
	if (st != E_MEMORY && feedset_settle(loader.list, faults) != OK)
		st = E_MEMORY;
	if (st == OK && faults->errors > errors)
		st = E_SYNTAX;
	map_free(loader.sources);
	if (st != OK && (st != E_SYNTAX || !faulty)) {
		feedlist_free(loader.list);
		return (st);
	}
	*ret = loader.list;
	return (st);
}

enum status
feedlist_load(struct files *files, const char *const *paths,
    struct faults *faults, struct feedlist **ret)
{

	return (load(files, paths, false, faults, ret));
}

enum status
feedlist_look(struct files *files, const char *const *paths,
    struct faults *faults, struct feedlist **ret)
{

	return (load(files, paths, true, faults, ret));
}

/* Where ${hash} is, or would be, in a settled list. */
static size_t
find_seen(const struct feedlist *l, uint64_t hash)
{
	size_t from = 0, to = l->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (l->seen[mid].hash < hash)
			from = mid + 1;
		else
			to = mid;
	}
	return (from);
}

size_t
feedlist_find(struct feedlist *l, struct str url, size_t *ret, size_t max)
{
	struct buf why = BUF_INIT(1000);
	struct str canonical;
	size_t n = 0, at;
	uint64_t hash;

	arena_reset(l->scratch);
	canonical = feedurl_check(l->scratch, url, &why);
	buf_free(&why);
	if (canonical.p == NULL)
		return (0);
	hash = hash_table(canonical);
	for (at = find_seen(l, hash);
	     n < max && at < l->n && l->seen[at].hash == hash; at++)
		if (compare(l, feedlist_get(l, l->seen[at].feed)->url, url) ==
		    SAME)
			ret[n++] = l->seen[at].feed;
	return (n);
}

enum status
feedlist_keep(struct feedlist *l, const bool *keep)
{
	uint32_t *place = calloc(l->n + 1, sizeof(*place));
	size_t n = 0, seen = 0;

	if (place == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < l->n; i++) {
		if (!keep[i])
			continue;
		l->chunks[n / FEEDS_IN_CHUNK][n % FEEDS_IN_CHUNK] =
		    *feedlist_get(l, i);
		place[i] = (uint32_t)n++;
	}
	for (size_t i = 0; i < l->n; i++) {
		uint32_t feed = l->seen[i].feed;

		if (keep[feed])
			l->seen[seen++] =
			    (struct seen){ l->seen[i].hash, place[feed] };
	}
	l->n = n;
	free(place);
	return (OK);
}

void
feedlist_quote(struct str value, struct buf *out)
{

	feedline_quote(value, out);
}

enum status
feedlist_add(struct feedlist *l, struct str line, struct buf *reterr)
{
	struct feed_spec spec;
	struct str canonical;
	struct faults faults;
	struct feedline r;
	struct seen last;
	enum status st = E_USAGE;
	uint64_t hash;
	size_t at;

	faults_init(&faults);
	feedline_init(&r, &faults, "command line", &l->strings, l->scratch);
	if (feedline_read(&r, line, 0, &spec, &canonical) != LINE_FEED) {
		buf_adds(reterr,
		    faults.n > 0 ? faults.list[0].message : "a URL is missing");
		goto out;
	}
	st = E_MEMORY;
	if (arena_failed(l->arena))
		goto out;
	st = OK;
	hash = hash_table(canonical);
	if (feedlist_find(l, spec.url, &at, 1) > 0)
		goto out;
	at = find_seen(l, hash);
	arena_reset(l->scratch);
	st = feedset_append(l, &spec, STR(""));
	if (st != OK)
		goto out;
	last = (struct seen){ hash, (uint32_t)(l->n - 1) };
	memmove(&l->seen[at + 1], &l->seen[at], (l->n - 1 - at) * sizeof(last));
	l->seen[at] = last;
out:
	faults_free(&faults);
	return (st);
}
