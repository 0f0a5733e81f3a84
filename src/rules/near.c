/*
 * Hits of a unit, or of the condition's own phrases, seen from another hit.
 * Bounded whatever the post: of many hits only the nearest are looked at, and
 * phrases are searched in the whole post once.
 */
#include "near.h"

#include <stdlib.h>

enum {
	NEIGHBOURS = 8,  /* looked at on each side of a hit */
	WORD_BYTES = 64, /* no gap of so many a word is within */
};

/* What a condition's phrases hit anywhere in the post. */
struct found {
	struct found *next;
	const struct need *need;
	struct hit *hits; /* by field and start */
	size_t n;
};

/* At most ${most} words in ${s}? */
static bool
words_within(struct str s, unsigned most)
{
	size_t at = 0, start, end;

	if (s.n / WORD_BYTES > most + 16u)
		return (false);
	for (unsigned n = 0; words_next(s, &at, &start, &end); n++)
		if (n == most)
			return (false);
	return (true);
}

static bool
close_enough(const struct weighing *w, const struct condition *said,
    const struct hit *h, const struct hit *other)
{
	struct str text = w->fields[h->field].fold.text;

	if (!said->in_post &&
	    (other->field != h->field || other->sentence != h->sentence))
		return (false);
	if (said->words == 0)
		return (true);
	if (other->field != h->field)
		return (false);
	if (h->end <= other->start)
		text = str_sub(text, h->end, other->start);
	else if (other->end <= h->start)
		text = str_sub(text, other->end, h->start);
	else
		return (true);
	return (words_within(text, said->words));
}

/* The first of ${hits} that does not begin before ${h}. */
static size_t
first_behind(const struct hit *hits, size_t n, const struct hit *h)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (hits[mid].field < h->field ||
		    (hits[mid].field == h->field && hits[mid].start < h->start))
			low = mid + 1;
		else
			high = mid;
	}
	return (low);
}

/* Among ${hits}, which are sorted. */
static bool
among(const struct weighing *w, const struct condition *said,
    const struct hit *hits, size_t n, const struct hit *h, struct hit *ret)
{
	size_t from = first_behind(hits, n, h), i;
	unsigned looked = 0;

	/* Anywhere in the post: the first there is. */
	for (i = 0; said->in_post && said->words == 0 && i < n; i++)
		if (hits[i].valid && &hits[i] != h) {
			*ret = hits[i];
			return (true);
		}
	for (i = from; i > 0 && looked < NEIGHBOURS; i--) {
		const struct hit *other = &hits[i - 1];

		if (!other->valid || other == h)
			continue;
		looked++;
		if (close_enough(w, said, h, other)) {
			*ret = *other;
			return (true);
		}
	}
	for (i = from, looked = 0; i < n && looked < NEIGHBOURS; i++) {
		if (!hits[i].valid || &hits[i] == h)
			continue;
		looked++;
		if (close_enough(w, said, h, &hits[i])) {
			*ret = hits[i];
			return (true);
		}
	}
	return (false);
}

/* All that the phrases of ${need} hit in one sentence; how many. */
static size_t
search_sentence(struct weighing *w, const struct need *need, uint32_t field,
    uint32_t sentence, struct hit *hits, size_t most)
{
	const struct field_text *f = &w->fields[field];
	struct str text = field_sentence(f, sentence);
	uint32_t number, base = f->sentences[sentence].start;
	size_t start, end, n = 0;

	for (uint32_t i = 0; i < need->phrases.n; i++) {
		size_t from = 0;

		if (!matcher_may(w->matcher, &need->phrases.v[i], f, text))
			continue;

		for (unsigned k = 0; k < HITS_SENTENCE && n < most; k++) {
			if (!matcher_run(w->matcher, &need->phrases.v[i], text,
				from, &start, &end, &number))
				break;
			from = end;
			hits[n++] = (struct hit){ .field = field,
				.sentence = sentence,
				.start = base + (uint32_t)start,
				.end = base + (uint32_t)end,
				.valid = true };
		}
	}
	return (n);
}

static int
by_start(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;

	if (a->field != b->field)
		return (a->field < b->field ? -1 : 1);
	return (a->start < b->start ? -1 : a->start > b->start);
}

/* What the phrases of ${need} hit in the post, searched when first asked for.
 * NULL if memory is out: then nothing is near. */
static const struct found *
search_post(struct weighing *w, const struct need *need)
{
	struct found *f;

	for (f = w->found; f != NULL; f = f->next)
		if (f->need == need)
			return (f);
	f = arena_alloc(w->scratch, sizeof(*f));
	if (f == NULL || (f->hits = arena_array(w->scratch, FOUND_MAX,
			      sizeof(*f->hits))) == NULL)
		return (NULL);
	f->need = need;
	for (uint32_t field = 0; field < FIELDS; field++)
		for (size_t i = 0;
		     i < w->fields[field].nown && f->n < FOUND_MAX; i++)
			f->n += search_sentence(w, need, field, (uint32_t)i,
			    f->hits + f->n, FOUND_MAX - f->n);
	if (f->n > 1)
		qsort(f->hits, f->n, sizeof(*f->hits), by_start);
	f->next = w->found;
	w->found = f;
	return (f);
}

bool
near_holds(struct weighing *w, const struct need *need, const struct hit *h,
    struct hit *ret)
{
	struct hit here[2 * HITS_SENTENCE];
	const struct hit *hits = here;
	const struct found *found;
	size_t n;

	if (need->unit != UINT32_MAX)
		hits = matcher_hits(w->matcher, need->unit, &n);
	else if (need->said->in_post) {
		found = search_post(w, need);
		if (found == NULL)
			return (false);
		hits = found->hits;
		n = found->n;
	} else {
		n = search_sentence(w, need, h->field, h->sentence, here,
		    sizeof(here) / sizeof(here[0]));
		if (n > 1)
			qsort(here, n, sizeof(here[0]), by_start);
	}
	return (among(w, need->said, hits, n, h, ret));
}
