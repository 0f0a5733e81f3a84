/*
 * Documents of files on the road: one by one, each with somebody who waits.
 */
#include <stdlib.h>

#include "earshot/imported.h"

#include "road_impl.h"

struct asker {
	struct asker *next;
	void (*done)(void *arg, const struct batch *b);
	void *arg; /* NULL: gone */
};

static enum status
find_feed(struct store *s, void *arg)
{

	return (store_imported(s, arg));
}

enum status
road_import(struct road *r, struct import_what *what, struct str document,
    void (*done)(void *arg, const struct batch *b), void *arg)
{
	struct asker *a = calloc(1, sizeof(*a));
	struct feed feed = { .spec = what->spec };
	struct batch *b = NULL;
	enum status st = E_MEMORY;

	if (a != NULL)
		st = ingest_run(r->ingest, find_feed, &feed);
	what->batch_max = r->options.batch_max;
	if (st == OK && (b = import_batch(&feed, what, document)) == NULL)
		st = E_MEMORY;
	if (st != OK) {
		free(a);
		return (st);
	}
	*a = (struct asker){ r->askers, done, arg };
	r->askers = a;
	b->asker = a;
	ingest_enter(r->ingest, b);
	ingest_push(r->ingest, b);
	return (OK);
}

static void
drop(struct road *r, struct asker *a)
{
	struct asker **at = &r->askers;

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	free(a);
}

bool
road_imported(struct road *r, struct batch *b)
{
	struct asker *a = b->asker;

	if (a == NULL)
		return (false);
	if (a->arg != NULL)
		a->done(a->arg, b);
	drop(r, a);
	ingest_leave(r->ingest, b);
	return (true);
}

void
road_import_forget(struct road *r, void *arg)
{
	struct asker *a, *next;

	for (a = r->askers; a != NULL; a = next) {
		next = a->next;
		/* Nobody at all: the road ends, and no batch is left. */
		if (arg == NULL)
			drop(r, a);
		else if (a->arg == arg)
			a->arg = NULL;
	}
}
