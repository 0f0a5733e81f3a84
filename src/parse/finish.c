/*
 * The end of an entry and of the document: lists get their final place, URLs
 * that waited for the feed's own link are resolved, what entries inherit from
 * the feed is handed down.
 */
#include "earshot/url.h"

#include "builder.h"
#include "resolve.h"

/* A slice to copy ${n} items of ${size} from ${list}; NULL: none. */
static void *
keep(struct builder *b, const void *list, size_t n, size_t size)
{
	void *to;

	if (n == 0)
		return (NULL);
	to = arena_array(b->a, n, size);
	if (to != NULL)
		memcpy(to, list, n * size);
	return (to);
}

/* origEnclosureLink: a counting redirector stood in the first enclosure. */
static void
settle_enclosures(struct builder *b)
{
	struct str origin = b->enclosure_origin;
	size_t n = 0;

	if (origin.n == 0)
		return;
	if (b->nenclosures == 0) {
		b->enclosures[0] = (struct enclosure){ .length = -1 };
		b->nenclosures = 1;
	}
	b->enclosures[0].url = origin;
	for (size_t i = 0; i < b->nenclosures; i++)
		if (i == 0 || !str_eq(b->enclosures[i].url, origin))
			b->enclosures[n++] = b->enclosures[i];
	b->nenclosures = n;
}

void
builder_entry(struct builder *b, struct str lang)
{

	builder_entry_end(b);
	if (b->p->nentries >= b->max_entries) {
		b->full = true;
		b->p->truncated = true;
	}
	b->draft = (struct entry){ .published_ts = NO_TIME,
		.updated_ts = NO_TIME,
		.comments_count = -1 };
	b->e = &b->draft;
	b->lang = lang;
	b->date_ts = NO_TIME;
	memset(b->rank, UNSET_RANK, sizeof(b->rank));
	b->ncategories = b->nenclosures = b->nreplies = 0;
	b->categories_seen.n = b->enclosures_seen.n = 0;
	b->enclosures_written.n = 0;
	b->enclosure_origin = (struct str){ NULL, 0 };
	b->authors.n = b->source_authors.n = 0;
}

void
builder_entry_end(struct builder *b)
{
	struct entry *e = b->e, *all;
	const struct people *authors;

	if (e == NULL)
		return;
	b->e = NULL;
	if (b->full)
		return;
	settle_enclosures(b);
	authors = b->authors.n > 0 ? &b->authors : &b->source_authors;
	e->nauthors = authors->n;
	e->authors = keep(b, authors->list, authors->n, sizeof(*e->authors));
	e->ncategories = b->ncategories;
	e->categories =
	    keep(b, b->categories, b->ncategories, sizeof(*e->categories));
	e->nenclosures = b->nenclosures;
	e->enclosures =
	    keep(b, b->enclosures, b->nenclosures, sizeof(*e->enclosures));
	e->nreplies = b->nreplies;
	e->replies = keep(b, b->replies, b->nreplies, sizeof(*e->replies));
	e->has_source =
	    e->source_id.n > 0 || e->source_title.n > 0 || e->source_link.n > 0;
	if (e->published_ts == NO_TIME && e->updated_ts == NO_TIME)
		e->published_ts = b->date_ts;
	if (e->language.p == NULL)
		e->language = b->lang;

	all = arena_grow(b->a, b->p->entries, b->p->nentries, &b->entries_cap,
	    sizeof(*all));
	if (all == NULL)
		return; /* the arena remembers */
	b->p->entries = all;
	all[b->p->nentries++] = *e;
}

/* The late resolution of one URL. */
static void
settle_url(struct builder *b, struct str base, struct str *url)
{

	if (url->n > 0 && !resolve_absolute(*url))
		*url = builder_resolve(b, base, *url);
}

static void
settle_entry(struct builder *b, struct str base, struct entry *e)
{
	struct str *urls[] = { &e->link, &e->comments, &e->comments_feed,
		&e->image, &e->source_link };
	struct markup *texts[] = { &e->title, &e->summary, &e->content };

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		settle_url(b, base, urls[i]);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i]->base.p == NULL)
			texts[i]->base = base;
	for (size_t i = 0; i < e->nauthors; i++)
		settle_url(b, base, &e->authors[i].url);
	for (size_t i = 0; i < e->nenclosures; i++)
		settle_url(b, base, &e->enclosures[i].url);
	for (size_t i = 0; i < e->nreplies; i++)
		settle_url(b, base, &e->replies[i].link);
}

/* Without a base from outside, what is relative is so to the feed's link. */
static void
settle_urls(struct builder *b)
{
	struct channel *f = &b->p->feed;
	struct str base = url_http(f->link) ? f->link : f->self;
	struct str *urls[] = { &f->link, &f->image, &f->self, &f->next,
		&f->prev_archive };

	if (!b->relative || !url_http(base))
		return;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		settle_url(b, base, urls[i]);
	for (size_t i = 0; i < f->nhubs; i++)
		settle_url(b, base, &f->hubs[i]);
	for (size_t i = 0; i < f->nauthors; i++)
		settle_url(b, base, &f->authors[i].url);
	if (f->title.base.p == NULL)
		f->title.base = base;
	if (f->description.base.p == NULL)
		f->description.base = base;
	for (size_t i = 0; i < b->p->nentries; i++)
		settle_entry(b, base, &b->p->entries[i]);
}

/* What is not a URL even now is none. */
static void
settle_comments(struct builder *b)
{

	for (size_t i = 0; i < b->p->nentries; i++) {
		struct entry *e = &b->p->entries[i];

		if (e->comments.n > 0 && !resolve_absolute(e->comments))
			e->comments = (struct str){ NULL, 0 };
	}
}

static void
inherit(struct builder *b)
{
	const struct channel *f = &b->p->feed;
	bool authors =
	    b->p->format == FORMAT_ATOM || b->p->format == FORMAT_JSON;

	for (size_t i = 0; i < b->p->nentries; i++) {
		struct entry *e = &b->p->entries[i];

		if (e->language.p == NULL)
			e->language = f->language;
		else if (e->language.n == 0) /* xml:lang="" */
			e->language = (struct str){ NULL, 0 };
		if (authors && e->nauthors == 0) {
			e->nauthors = f->nauthors;
			e->authors = f->authors;
		}
	}
}

enum status
builder_end(struct builder *b)
{
	struct channel *f = &b->p->feed;

	builder_entry_end(b);
	f->nhubs = b->nhubs;
	f->hubs = keep(b, b->hubs, b->nhubs, sizeof(*f->hubs));
	f->nauthors = b->feed_authors.n;
	f->authors = keep(b, b->feed_authors.list, b->feed_authors.n,
	    sizeof(*f->authors));
	settle_urls(b);
	settle_comments(b);
	inherit(b);
	return (arena_failed(b->a) ? E_MEMORY : OK);
}
