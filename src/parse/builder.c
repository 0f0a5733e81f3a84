/*
 * Single values into their slots, by rank.  Lists are in collect.c, what waits
 * for the end of the document is in finish.c.
 */
#include "builder.h"

#include <math.h>
#include <stdlib.h>

#include "earshot/date.h"

#include "line.h"
#include "resolve.h"

enum {
	ENTRIES_MAX = 10000,
	BUDGET_SPARE = 2 << 20,
	RESOLVE_COST = 256, /* what the time of one resolution is worth */
	LANGUAGE_MAX = 64,
};

/* Where a slot's value lies in an entry and in the feed; 0: nowhere. */
struct place {
	unsigned entry, feed;
};

#define ENTRY(member) offsetof(struct entry, member) + 1
#define FEED(member)  offsetof(struct channel, member) + 1

static const struct place places[SLOTS] = {
	[SLOT_ID] = { ENTRY(id), FEED(id) },
	[SLOT_LINK] = { ENTRY(link), FEED(link) },
	[SLOT_TITLE] = { ENTRY(title), FEED(title) },
	[SLOT_SUMMARY] = { ENTRY(summary), FEED(description) },
	[SLOT_CONTENT] = { ENTRY(content), 0 },
	[SLOT_PUBLISHED] = { ENTRY(published_ts), FEED(published_ts) },
	[SLOT_UPDATED] = { ENTRY(updated_ts), FEED(updated_ts) },
	[SLOT_LANGUAGE] = { ENTRY(language), FEED(language) },
	[SLOT_COMMENTS] = { ENTRY(comments), 0 },
	[SLOT_COMMENTS_FEED] = { ENTRY(comments_feed), 0 },
	[SLOT_COUNT] = { ENTRY(comments_count), 0 },
	[SLOT_IMAGE] = { ENTRY(image), FEED(image) },
	[SLOT_SOURCE_ID] = { ENTRY(source_id), 0 },
	[SLOT_SOURCE_TITLE] = { ENTRY(source_title), 0 },
	[SLOT_SOURCE_LINK] = { ENTRY(source_link), 0 },
	[SLOT_SELF] = { 0, FEED(self) },
	[SLOT_NEXT] = { 0, FEED(next) },
	[SLOT_PREV_ARCHIVE] = { 0, FEED(prev_archive) },
	[SLOT_INTERVAL] = { 0, FEED(update_interval_s) },
};

struct builder *
builder_new(struct arena *a, const struct parse_options *o, size_t body_bytes)
{
	struct builder *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return (NULL);
	b->a = a;
	b->p = arena_alloc(a, sizeof(*b->p));
	if (b->p == NULL) {
		free(b);
		return (NULL);
	}
	b->p->feed.published_ts = NO_TIME;
	b->p->feed.updated_ts = NO_TIME;
	b->p->feed.update_interval_s = -1;
	b->max_entries = o->max_entries > 0 ? o->max_entries : ENTRIES_MAX;
	b->budget = body_bytes / 4 + BUDGET_SPARE;
	b->date_ts = NO_TIME;
	b->base = str_trim(o->base_url);
	if (b->base.n > 0)
		b->base = arena_str(a, b->base);
	else
		b->base = (struct str){ NULL, 0 };
	memset(b->rank, UNSET_RANK, sizeof(b->rank));
	memset(b->feed_rank, UNSET_RANK, sizeof(b->feed_rank));
	return (b);
}

/* The slot's value in what is being built; NULL: there is none. */
static void *
place_of(struct builder *b, enum slot slot)
{
	const struct place *at = &places[slot];

	if (b->e != NULL)
		return (at->entry > 0 ? (char *)b->e + at->entry - 1 : NULL);
	return (at->feed > 0 ? (char *)&b->p->feed + at->feed - 1 : NULL);
}

bool
builder_wants(const struct builder *b, enum slot slot, unsigned rank)
{

	return (rank < (b->e != NULL ? b->rank : b->feed_rank)[slot]);
}

/* Where to put a value of this rank; NULL: it is not wanted. */
static void *
want(struct builder *b, enum slot slot, unsigned rank)
{

	return (builder_wants(b, slot, rank) ? place_of(b, slot) : NULL);
}

static void
took(struct builder *b, enum slot slot, unsigned rank)
{

	(b->e != NULL ? b->rank : b->feed_rank)[slot] = (unsigned char)rank;
}

void
builder_id(struct builder *b, enum slot slot, unsigned rank, struct str value)
{
	struct str *to = want(b, slot, rank);

	value = str_trim(value);
	if (to == NULL || value.n == 0)
		return;
	*to = arena_str(b->a, value);
	took(b, slot, rank);
}

void
builder_line(struct builder *b, enum slot slot, unsigned rank, struct str value)
{
	struct str *to = want(b, slot, rank);

	if (to == NULL)
		return;
	value = line_plain(b->a, value);
	if (value.n == 0)
		return;
	*to = arena_str(b->a, value);
	took(b, slot, rank);
}

void
builder_markup(struct builder *b, enum slot slot, unsigned rank,
    enum markup_kind kind, struct str base, struct str value)
{
	struct markup *to = want(b, slot, rank);

	value = line_trim(value);
	if (to == NULL || value.n == 0)
		return;
	to->raw = arena_str(b->a, value);
	to->base = base;
	to->kind = kind;
	if (base.p == NULL)
		b->relative = true;
	took(b, slot, rank);
}

void
builder_time(struct builder *b, enum slot slot, unsigned rank, struct str value)
{
	int64_t *to, ts;

	if (!builder_wants(b, slot, rank))
		return;
	ts = date_read(value);
	if (ts == NO_TIME)
		return;
	to = slot == SLOT_DATE ? &b->date_ts : place_of(b, slot);
	if (to == NULL)
		return;
	*to = ts;
	took(b, slot, rank);
}

void
builder_language(struct builder *b, unsigned rank, struct str value)
{
	struct str *to = want(b, SLOT_LANGUAGE, rank);
	char text[LANGUAGE_MAX];

	value = line_trim(value);
	if (to == NULL || value.n == 0 || value.n > sizeof(text))
		return;
	for (size_t i = 0; i < value.n; i++)
		text[i] = value.p[i] == '_' ? '-' : value.p[i];
	*to = arena_str(b->a, (struct str){ text, value.n });
	took(b, SLOT_LANGUAGE, rank);
}

/* A copy without the tabs and line breaks that wrapping put into a URL. */
static struct str
copy_url(struct builder *b, struct str s)
{
	struct str copy = arena_str(b->a, s);
	size_t out = 0;
	char *p;

	if (copy.p == NULL ||
	    (memchr(s.p, '\n', s.n) == NULL && memchr(s.p, '\t', s.n) == NULL &&
		memchr(s.p, '\r', s.n) == NULL))
		return (copy);
	p = (char *)(uintptr_t)copy.p;
	for (size_t i = 0; i < copy.n; i++)
		if (p[i] != '\n' && p[i] != '\t' && p[i] != '\r')
			p[out++] = p[i];
	p[out] = '\0';
	copy.n = out;
	return (copy);
}

struct str
builder_resolve(struct builder *b, struct str base, struct str ref)
{
	struct str url;
	size_t cost;

	ref = line_trim(ref);
	if (ref.n == 0)
		return ((struct str){ NULL, 0 });
	if (resolve_absolute(ref))
		return (copy_url(b, ref));
	/* A base may be long, and libcurl takes its time. */
	cost = base.n + ref.n + (resolve_simple(ref) ? 0 : RESOLVE_COST);
	if (base.n > 0 && cost <= b->budget) {
		b->budget -= cost;
		url = resolve_relative(&b->resolver, b->a, base, ref);
		if (url.n > 0)
			return (url);
	}
	b->relative = true;
	return (copy_url(b, ref));
}

void
builder_url(struct builder *b, enum slot slot, unsigned rank, struct str base,
    struct str value)
{
	struct str *to = want(b, slot, rank), url;

	if (to == NULL)
		return;
	url = builder_resolve(b, base, value);
	if (url.n == 0)
		return;
	*to = url;
	took(b, slot, rank);
}

void
builder_comments(struct builder *b, unsigned rank, struct str base,
    struct str value)
{
	bool only_digits = true;

	value = line_trim(value);
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];

		if (c <= ' ')
			return; /* words such as "Add comment" */
		if (c < '0' || c > '9')
			only_digits = false;
	}
	if (only_digits)
		return; /* a count in the wrong place */
	if (resolve_absolute(value) && !str_istarts(value, STR("http://")) &&
	    !str_istarts(value, STR("https://")))
		return;
	builder_url(b, SLOT_COMMENTS, rank, base, value);
}

int64_t
count_of(struct str s)
{
	int64_t n;

	if (!str_to_i64(line_trim(s), &n) || n < 0 || n > (1LL << 53))
		return (-1);
	return (n);
}

void
builder_count(struct builder *b, unsigned rank, struct str value)
{
	int64_t *to = want(b, SLOT_COUNT, rank), n;

	if (to == NULL)
		return;
	n = kudos_count(line_trim(value));
	if (n < 0)
		return;
	*to = n;
	took(b, SLOT_COUNT, rank);
}

void
builder_kudos(struct builder *b, enum kudo k, unsigned rank, struct str value)
{
	enum slot slot = (enum slot)(SLOT_KUDOS + k);
	int64_t n;

	if (b->e == NULL || !builder_wants(b, slot, rank))
		return;
	n = kudos_count(line_trim(value));
	if (n < 0)
		return;
	b->e->kudos.said |= 1u << k;
	b->e->kudos.n[k] = n;
	took(b, slot, rank);
}

void
builder_interval(struct builder *b, unsigned rank, int64_t seconds)
{
	int64_t *to = want(b, SLOT_INTERVAL, rank);

	if (to == NULL || seconds < 0)
		return;
	*to = seconds;
	took(b, SLOT_INTERVAL, rank);
}

void
builder_rating(struct builder *b, unsigned rank, const struct scale *s,
    bool of_many)
{

	if (b->e == NULL || !builder_wants(b, SLOT_RATING, rank) ||
	    !isfinite(s->value) || fabs(s->value) > 1e9)
		return;
	b->e->has_rating = true;
	b->e->rating = s->value;
	b->e->has_rating_max = isfinite(s->max) && s->max > 0 && s->max <= 1e9;
	b->e->rating_max = b->e->has_rating_max ? s->max : 0;
	b->e->has_rating_min = isfinite(s->min) && fabs(s->min) <= 1e9;
	b->e->rating_min = b->e->has_rating_min ? s->min : 0;
	b->e->rating_of_many = of_many;
	took(b, SLOT_RATING, rank);
}
