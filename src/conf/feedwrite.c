/*
 * A feed list as a *.feeds file: plain lines first, then each source with its
 * feeds under a header that says what they share.
 */
#include <stdlib.h>

#include "earshot/map.h"
#include "earshot/url.h"

#include "feedline.h"
#include "feedset.h"
#include "keys.h"

enum { SCRATCH_MAX = 1 << 20, NAME_BYTES_MAX = 32768 };

/* The feeds of one header, in the list's order, linked by their index. */
struct group {
	struct group *next;
	uint32_t first, last;
	uint32_t n;
};

/* What a header must be apart for: only it can say these. */
static const char *const header_only[] = { "source", "site", "staff",
	"partner" };
enum { HEADER_ONLY = 4 };

struct writing {
	const struct feedlist *list;
	struct buf *out;
	struct arena *arena, *scratch;
	struct map *groups;
	struct group *head, **tail;
	uint32_t *following; /* of each feed: the next in its group */
};

/* No header needed: its source is the URL's host, and it has no site. */
static bool
is_plain(struct writing *w, const struct feed_spec *spec)
{
	bool plain;

	arena_reset(w->scratch);
	plain = str_eq(str_of(spec->source), url_host(w->scratch, spec->url));
	for (size_t i = 1; i < HEADER_ONLY; i++)
		plain =
		    plain && !key_said(key_find(str_of(header_only[i])), spec);
	return (plain);
}

/* Its header's name, for finding the group again. */
static struct str
group_name(const struct feed_spec *spec, struct buf *name)
{

	buf_clear(name);
	for (size_t i = 0; i < HEADER_ONLY; i++) {
		key_print(key_find(str_of(header_only[i])), spec, name);
		buf_addc(name, '\n');
	}
	return (buf_str(name));
}

static enum status
add_to_group(struct writing *w, uint32_t at, struct buf *name)
{
	struct str key = group_name(feedlist_get(w->list, at), name);
	struct group *g = map_get(w->groups, key);

	w->following[at] = UINT32_MAX;
	if (buf_failed(name))
		return (E_MEMORY);
	if (g != NULL) {
		w->following[g->last] = at;
		g->last = at;
		g->n++;
		return (OK);
	}
	key = arena_str(w->arena, key);
	g = arena_alloc(w->arena, sizeof(*g));
	if (key.p == NULL || g == NULL)
		return (E_MEMORY);
	*g = (struct group){ NULL, at, at, 1 };
	*w->tail = g;
	w->tail = &g->next;
	return (map_put(w->groups, key, g));
}

static void
write_key(struct writing *w, const struct key *k, const struct feed_spec *spec)
{
	struct buf value = BUF_INIT(NAME_BYTES_MAX);

	buf_printf(w->out, " %s=", k->name);
	key_print(k, spec, &value);
	feedline_quote(buf_str(&value), w->out);
	w->out->failed |= buf_failed(&value);
	buf_free(&value);
}

/* One feed; keys whose bit is in ${lifted} stand in the header. */
static void
write_feed(struct writing *w, const struct feed_spec *spec, uint64_t lifted)
{

	buf_add(w->out, spec->url);
	for (const struct key *k = key_table; k->name != NULL; k++) {
		if ((k->where & IN_LINE) == 0 ||
		    k->field == offsetof(struct feed_spec, source) ||
		    (lifted >> (k - key_table) & 1) != 0 || !key_said(k, spec))
			continue;
		write_key(w, k, spec);
	}
	buf_addc(w->out, '\n');
}

/* The keys that all feeds of the group say alike, as bits. */
static uint64_t
lift(const struct writing *w, const struct group *g)
{
	const struct feed_spec *first = feedlist_get(w->list, g->first);
	enum key_lift least = g->n > 1 ? LIFT_MANY : LIFT_ALWAYS;
	uint64_t lifted = 0;

	for (const struct key *k = key_table; k->name != NULL; k++) {
		bool same = k->lift >= least && key_said(k, first);

		for (uint32_t i = g->first; same && i != UINT32_MAX;
		     i = w->following[i])
			same = key_same(k, first, feedlist_get(w->list, i));
		if (same)
			lifted |= UINT64_C(1) << (k - key_table);
	}
	return (lifted);
}

static void
write_group(struct writing *w, const struct group *g)
{
	const struct feed_spec *first = feedlist_get(w->list, g->first);
	uint64_t lifted = lift(w, g);

	if (w->out->n > 0)
		buf_addc(w->out, '\n');
	buf_adds(w->out, "[source \"");
	for (const char *at = first->source; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			buf_addc(w->out, '\\');
		buf_addc(w->out, *at);
	}
	buf_addc(w->out, '"');
	for (const struct key *k = key_table; k->name != NULL; k++)
		if ((lifted >> (k - key_table) & 1) != 0 ||
		    ((k->where & IN_LINE) == 0 && key_said(k, first)))
			write_key(w, k, first);
	buf_adds(w->out, "]\n");
	for (uint32_t i = g->first; i != UINT32_MAX; i = w->following[i])
		write_feed(w, feedlist_get(w->list, i), lifted);
}

void
feedlist_write(const struct feedlist *l, struct buf *out)
{
	struct buf name = BUF_INIT(NAME_BYTES_MAX);
	struct writing w = { .list = l,
		.out = out,
		.arena = arena_new((size_t)1 << 30),
		.scratch = arena_new(SCRATCH_MAX),
		.groups = map_new(),
		.following = calloc(l->n + 1, sizeof(uint32_t)) };
	bool good = w.arena != NULL && w.scratch != NULL && w.groups != NULL &&
		    w.following != NULL;

	w.tail = &w.head;
	for (uint32_t i = 0; good && i < l->n; i++) {
		const struct feed_spec *spec = feedlist_get(l, i);

		if (is_plain(&w, spec))
			write_feed(&w, spec, 0);
		else
			good = add_to_group(&w, i, &name) == OK;
	}
	for (const struct group *g = w.head; good && g != NULL; g = g->next)
		write_group(&w, g);
	if (!good)
		out->failed = true;
	buf_free(&name);
	map_free(w.groups);
	free(w.following);
	arena_free(w.scratch);
	arena_free(w.arena);
}
