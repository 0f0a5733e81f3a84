/*
 * The list of backfills that are not over, few as a rule.
 */
#include "paging.h"

#include <stdlib.h>

#include "earshot/clock.h"

enum {
	NOT_STORED_WAIT_S = 60,
	/* Nobody waits longer: the clock went back. */
	WAIT_MAX_S = 8 * 86400
};

struct item {
	int64_t feed_id;
	struct str url;    /* of the feed, as listed; malloc'd */
	struct backfill f; /* f.page is malloc'd */
	bool asked;        /* its feed's turn is planned for it */
	bool own;          /* the feed's next visit is its own */
	bool under_way;
	bool listed; /* the store still has it; while loading */
};

struct paging {
	struct cadence_options cadence;
	struct item **items;
	size_t n;
	int64_t only; /* while loading: this feed's alone; 0: all */
};

struct paging *
paging_new(const struct cadence_options *cadence)
{
	struct paging *p = calloc(1, sizeof(*p));

	if (p != NULL)
		p->cadence = *cadence;
	return (p);
}

static void
item_free(struct item *i)
{

	if (i == NULL)
		return;
	free((char *)(uintptr_t)i->url.p);
	free((char *)(uintptr_t)i->f.page.p);
	free(i);
}

void
paging_free(struct paging *p)
{

	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n; i++)
		item_free(p->items[i]);
	free(p->items);
	free(p);
}

static struct item *
find(const struct paging *p, int64_t feed_id)
{

	for (size_t i = 0; i < p->n; i++)
		if (p->items[i]->feed_id == feed_id)
			return (p->items[i]);
	return (NULL);
}

static void
drop(struct paging *p, size_t i)
{

	item_free(p->items[i]);
	p->items[i] = p->items[--p->n];
}

/* The page may be the batch's own string. */
static enum status
take_state(struct item *i, const struct backfill *f)
{
	int64_t since_ts = i->f.since_ts;
	struct str page = { str_dup(f->page), f->page.n };

	if (page.p == NULL)
		return (E_MEMORY);
	free((char *)(uintptr_t)i->f.page.p);
	i->f = *f;
	i->f.page = page;
	i->f.older = (struct str){ NULL, 0 };
	/* Meanwhile it may have been asked for a longer one. */
	i->f.since_ts = since_ts;
	return (OK);
}

static enum status
add(struct paging *p, int64_t feed_id, struct str url)
{
	struct item *i = calloc(1, sizeof(*i)), **list;

	if (i == NULL)
		return (E_MEMORY);
	i->feed_id = feed_id;
	i->url = (struct str){ str_dup(url), url.n };
	list = realloc(p->items, (p->n + 1) * sizeof(*list));
	if (list != NULL)
		p->items = list;
	if (i->url.p == NULL || list == NULL) {
		item_free(i);
		return (E_MEMORY);
	}
	p->items[p->n++] = i;
	return (OK);
}

static enum status
load_one(void *arg, int64_t feed_id, struct str url, const struct backfill *f)
{
	struct paging *p = arg;
	struct item *i = find(p, feed_id);
	enum status st = OK;

	if (p->only != 0 && p->only != feed_id)
		return (OK);
	if (i == NULL) {
		st = add(p, feed_id, url);
		if (st == OK)
			i = find(p, feed_id);
	}
	if (i == NULL)
		return (st);
	i->listed = true;
	i->f.since_ts = f->since_ts;
	/* What is under way knows more than the store. */
	return (i->under_way ? OK : take_state(i, f));
}

enum status
paging_load(struct store *s, void *arg)
{
	struct paging *p = arg;
	enum status st;

	for (size_t i = 0; i < p->n; i++)
		p->items[i]->listed = p->items[i]->under_way;
	st = store_backfills(s, load_one, p);
	for (size_t i = p->n; i-- > 0;)
		if (!p->items[i]->listed || p->items[i]->f.page.p == NULL)
			drop(p, i);
	return (st);
}

struct begin_job {
	struct paging *p;
	int64_t feed_id;
	struct backfill f;
};

static enum status
begin(struct store *s, void *arg)
{
	struct begin_job *job = arg;
	enum status st = store_backfill(s, job->feed_id, &job->f);

	job->p->only = job->feed_id;
	if (st == OK)
		st = store_backfills(s, load_one, job->p);
	job->p->only = 0;
	return (st);
}

enum status
paging_begin(struct paging *p, struct ingest *in, int64_t feed_id,
    int64_t since_ts, struct str page)
{
	struct begin_job job = { p, feed_id,
		{ .since_ts = since_ts, .page = page } };

	return (ingest_run(in, begin, &job));
}

void
paging_wake(struct paging *p, struct sched *s)
{
	int64_t now = p->n > 0 ? clock_now() : 0;

	for (size_t i = 0; i < p->n; i++) {
		struct item *x = p->items[i];
		const struct feed *feed;

		if (x->asked || x->own || x->under_way ||
		    (x->f.not_before_ts > now &&
			x->f.not_before_ts <= now + WAIT_MAX_S))
			continue;
		feed = sched_find(s, x->url);
		if (feed == NULL || feed->spec.paused ||
		    feed->facts.status == FEED_PAUSED ||
		    feed->facts.status == FEED_GONE ||
		    feed->facts.status == FEED_CLOSED)
			continue;
		x->asked = sched_now(s, x->url, true) > 0;
	}
}

void
paging_take(struct paging *p, struct batch *b)
{
	struct item *i = p->n > 0 ? find(p, b->feed_id) : NULL;
	int64_t now = clock_now();

	if (i == NULL || !i->asked || i->own)
		return;
	/* When both are due, the feed itself comes first. */
	if (cadence_next(&b->spec, &b->facts, &p->cadence, now,
		cadence_jitter(b->feed_id, b->facts.visited_ts)) <= now)
		return;
	b->backfill = backfill_copy(b->arena, &i->f);
	i->under_way = b->backfill != NULL;
}

void
paging_yield(struct paging *p, struct str url, bool replanned)
{

	for (size_t i = 0; i < p->n; i++)
		if (url.p == NULL || str_eq(url, p->items[i]->url)) {
			p->items[i]->asked = false;
			p->items[i]->own |= !replanned;
		}
}

void
paging_done(struct paging *p, const struct batch *b)
{

	for (size_t k = 0; k < p->n; k++) {
		struct item *i = p->items[k];

		if (i->feed_id != b->feed_id)
			continue;
		i->asked = false;
		if (b->backfill == NULL) {
			i->own = false;
			return;
		}
		i->under_way = false;
		if (b->stored != OK || take_state(i, b->backfill) != OK)
			i->f.not_before_ts = clock_now() + NOT_STORED_WAIT_S;
		else if (i->f.end != BACKFILL_GOES_ON)
			drop(p, k);
		return;
	}
}

size_t
paging_left(const struct paging *p)
{

	return (p->n);
}
