/*
 * An open-addressed table of the hosts that matter now, a heap of those that
 * somebody waits for, and one `next` per feed for the queues.  A host is known
 * by the hash of its name: should two ever share one, they share a gap.
 */
#include "host.h"

#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/heap.h"

enum {
	HOST_CONNECTIONS = 2,
	TABLE_MIN = 64,
	HOST_NAME_MAX_BYTES = 255,
	ANSWERING_KEPT = 4096,
};

struct host {
	uint64_t key;         /* 0: free */
	int64_t next_ms;      /* no request before */
	uint32_t first, last; /* waiting feeds; HOST_NO_FEED */
	uint16_t active;
	uint8_t refusals;
	bool queued; /* has an item in the heap */
};

struct hosts {
	int64_t gap_ms;
	unsigned connections;
	struct host *table;
	size_t size, n;   /* size: a power of two, or 0 */
	struct heap heap; /* {next_ms, key}: hosts that are waited for */
	uint32_t *next;   /* of each feed, in its host's queue */
	uint64_t answering[ANSWERING_KEPT]; /* by key */
};

uint64_t
host_key(struct str url)
{
	size_t at = str_find(url, STR("://"));
	char name[HOST_NAME_MAX_BYTES];
	size_t n = 0;

	if (at != SIZE_MAX)
		url = str_sub(url, at + 3, url.n);
	for (at = 0; at < url.n && strchr("/?#\\", url.p[at]) == NULL; at++)
		;
	url = str_sub(url, 0, at);
	while ((at = str_findc(url, '@')) != SIZE_MAX)
		url = str_sub(url, at + 1, url.n);
	if (str_starts(url, STR("[")))
		url = str_sub(url, 1, str_findc(url, ']'));
	else
		url = str_cut(&url, ':');
	for (; n < url.n && n < sizeof(name); n++)
		name[n] = url.p[n] >= 'A' && url.p[n] <= 'Z'
			      ? (char)(url.p[n] + 32)
			      : url.p[n];
	return (hash_table((struct str){ name, n }) | 1);
}

struct hosts *
host_new(int64_t gap_ms, int connections)
{
	struct hosts *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return (NULL);
	h->gap_ms = gap_ms > 0 ? gap_ms : 0;
	h->connections =
	    connections > 0 ? (unsigned)connections : HOST_CONNECTIONS;
	heap_init(&h->heap);
	return (h);
}

void
host_free(struct hosts *h)
{

	if (h == NULL)
		return;
	heap_free(&h->heap);
	free(h->table);
	free(h->next);
	free(h);
}

enum status
host_reset(struct hosts *h, size_t n)
{
	uint32_t *next = calloc(n + 1, sizeof(*next));

	if (next == NULL)
		return (E_MEMORY);
	free(h->next);
	h->next = next;
	heap_clear(&h->heap);
	for (size_t i = 0; i < h->size; i++) {
		h->table[i].first = h->table[i].last = HOST_NO_FEED;
		h->table[i].queued = false;
	}
	return (OK);
}

enum status
host_grow(struct hosts *h, size_t was, size_t n)
{
	uint32_t *next = reallocarray(h->next, n + 1, sizeof(*next));

	if (next == NULL)
		return (E_MEMORY);
	memset(next + was, 0, (n + 1 - was) * sizeof(*next));
	h->next = next;
	return (OK);
}

/* Where ${key} is, or would be put. */
static struct host *
slot_of(struct host *table, size_t size, uint64_t key)
{
	size_t i = (key >> 1) & (size - 1);

	while (table[i].key != 0 && table[i].key != key)
		i = (i + 1) & (size - 1);
	return (&table[i]);
}

static struct host *
find(const struct hosts *h, uint64_t key)
{
	struct host *host;

	if (h->n == 0)
		return (NULL);
	host = slot_of(h->table, h->size, key);
	return (host->key == key ? host : NULL);
}

/* A new table without the hosts that there is nothing to remember of. */
static bool
sweep(struct hosts *h, int64_t now_ms)
{
	size_t kept = 0, size = TABLE_MIN;
	struct host *table;

	for (size_t i = 0; i < h->size; i++) {
		struct host *host = &h->table[i];

		if (host->active == 0 && host->first == HOST_NO_FEED &&
		    host->next_ms <= now_ms)
			host->key = 0;
		kept += host->key != 0;
	}
	while (size < kept * 3)
		size *= 2;
	table = calloc(size, sizeof(*table));
	if (table == NULL)
		return (false);
	for (size_t i = 0; i < h->size; i++)
		if (h->table[i].key != 0)
			*slot_of(table, size, h->table[i].key) = h->table[i];
	free(h->table);
	h->table = table;
	h->size = size;
	h->n = kept;
	return (true);
}

/* NULL: no memory; then nobody waits and no gap is kept for it. */
static struct host *
find_or_add(struct hosts *h, uint64_t key, int64_t now_ms)
{
	struct host *host = find(h, key);

	if (host != NULL)
		return (host);
	if ((h->n + 1) * 3 > h->size * 2 && !sweep(h, now_ms))
		return (NULL);
	host = slot_of(h->table, h->size, key);
	*host = (struct host){ .key = key,
		.first = HOST_NO_FEED,
		.last = HOST_NO_FEED,
		.next_ms = INT64_MIN };
	h->n++;
	return (host);
}

static void
queue_host(struct hosts *h, struct host *host)
{

	if (host->queued || host->first == HOST_NO_FEED ||
	    host->active >= h->connections)
		return;
	host->queued =
	    heap_push(&h->heap, host->next_ms, (int64_t)host->key) == OK;
}

static void
count_start(struct hosts *h, struct host *host, int64_t now_ms)
{

	host->active++;
	host->next_ms = now_ms + h->gap_ms;
	queue_host(h, host);
}

bool
host_start(struct hosts *h, uint64_t key, uint32_t feed, int64_t now_ms)
{
	struct host *host = find_or_add(h, key, now_ms);

	if (host == NULL)
		return (true);
	if (host->first == HOST_NO_FEED && host->next_ms <= now_ms &&
	    host->active < h->connections) {
		count_start(h, host, now_ms);
		return (true);
	}
	h->next[feed] = HOST_NO_FEED;
	if (host->first == HOST_NO_FEED)
		host->first = feed;
	else
		h->next[host->last] = feed;
	host->last = feed;
	queue_host(h, host);
	return (false);
}

uint32_t
host_ready(struct hosts *h, int64_t now_ms)
{
	struct heap_item item;
	struct host *host;
	uint32_t feed;

	while (heap_peek(&h->heap, &item) && item.key <= now_ms) {
		heap_pop(&h->heap, &item);
		host = find(h, (uint64_t)item.id);
		if (host == NULL || !host->queued)
			continue;
		host->queued = false;
		if (host->first == HOST_NO_FEED ||
		    host->active >= h->connections || host->next_ms > now_ms) {
			queue_host(h, host);
			continue;
		}
		feed = host->first;
		host->first = h->next[feed];
		if (host->first == HOST_NO_FEED)
			host->last = HOST_NO_FEED;
		count_start(h, host, now_ms);
		return (feed);
	}
	return (HOST_NO_FEED);
}

void
host_end(struct hosts *h, uint64_t key, int64_t now_ms, int64_t rest_ms)
{
	struct host *host = find(h, key);

	if (host == NULL)
		return;
	if (host->active > 0)
		host->active--;
	if (rest_ms > 0 && host->next_ms < now_ms + rest_ms)
		host->next_ms = now_ms + rest_ms;
	queue_host(h, host);
}

void
host_unasked(struct hosts *h, uint64_t key, int64_t now_ms)
{
	struct host *host = find(h, key);

	if (host != NULL && host->next_ms > now_ms &&
	    host->next_ms <= now_ms + h->gap_ms) {
		host->next_ms = now_ms;
		host->queued = false; /* its item in the heap is stale */
	}
	host_end(h, key, now_ms, 0);
}

void
host_answered(struct hosts *h, uint64_t key, bool answered)
{
	uint64_t *slot = &h->answering[(key >> 1) % ANSWERING_KEPT];

	if (answered)
		*slot = key;
	else if (*slot == key)
		*slot = 0;
}

bool
host_answers(const struct hosts *h, uint64_t key)
{

	return (h->answering[(key >> 1) % ANSWERING_KEPT] == key);
}

unsigned
host_refused(struct hosts *h, uint64_t key, bool refused)
{
	struct host *host = find(h, key);

	if (host == NULL)
		return (0);
	if (!refused)
		host->refusals = 0;
	else if (host->refusals < UINT8_MAX)
		host->refusals++;
	return (host->refusals);
}

int64_t
host_next_ms(const struct hosts *h)
{
	struct heap_item item;

	return (heap_peek(&h->heap, &item) ? item.key : INT64_MAX);
}

uint32_t
host_first_waiting(const struct hosts *h, size_t *at)
{

	while (*at < h->size) {
		const struct host *host = &h->table[(*at)++];

		if (host->key != 0 && host->first != HOST_NO_FEED)
			return (host->first);
	}
	return (HOST_NO_FEED);
}

size_t
host_count(const struct hosts *h)
{

	return (h->n);
}
