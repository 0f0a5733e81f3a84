/*
 * A visit's life: made when it starts, freed when its outcome is known.
 */
#include "earshot/batch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *
outcome_word(enum outcome o)
{
	static const char *const words[] = { "new", "unchanged", "failed" };

	return (words[o]);
}

/* The spec's strings, copied: the list may be replaced while we travel. */
static void
copy_spec(struct arena *a, struct feed_spec *spec)
{
	const char **strings[] = { &spec->title, &spec->source, &spec->site,
		&spec->tags, &spec->lang, &spec->need, &spec->secret,
		&spec->staff, &spec->partner, &spec->file };

	if (spec->url.p != NULL)
		spec->url = arena_str(a, spec->url);
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		if (*strings[i] != NULL)
			*strings[i] = arena_str(a, str_of(*strings[i])).p;
}

/* Validators are short, and the arena's memory is nobody's constant. */
static char *
copy_text(struct arena *a, const char *text)
{
	size_t n = strlen(text) + 1;
	char *copy = arena_alloc(a, n);

	if (copy != NULL)
		memcpy(copy, text, n);
	return (copy);
}

struct batch *
batch_new(const struct feed *feed, size_t cap, size_t body_cap)
{
	struct arena *a = arena_new(cap);
	struct batch *b;

	if (a == NULL)
		return (NULL);
	b = arena_alloc(a, sizeof(*b));
	if (b == NULL)
		goto fail;
	b->arena = a;
	b->feed_id = feed->id;
	b->next_ts = NO_TIME;
	b->source_id = feed->source_id;
	b->found_by = feed->found_by;
	b->spec = feed->spec;
	copy_spec(a, &b->spec);
	b->facts = feed->facts;
	if (feed->facts.etag != NULL)
		b->facts.etag = copy_text(a, feed->facts.etag);
	if (feed->facts.last_modified != NULL)
		b->facts.last_modified =
		    copy_text(a, feed->facts.last_modified);
	if (feed->facts.moved_url != NULL)
		b->facts.moved_url = copy_text(a, feed->facts.moved_url);
	buf_init(&b->body, body_cap);
	if (arena_failed(a))
		goto fail;
	return (b);
fail:
	arena_free(a);
	return (NULL);
}

void
batch_free(struct batch *b)
{

	if (b == NULL)
		return;
	buf_free(&b->body);
	arena_free(b->arena);
}

void
batch_fail(struct batch *b, enum status st, const char *fmt, ...)
{
	char text[500];
	va_list ap;

	if (b->outcome == OUTCOME_FAILED)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	b->outcome = OUTCOME_FAILED;
	b->status = st;
	b->error = arena_str(b->arena, str_of(text));
}
