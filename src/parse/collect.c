/*
 * What an entry or feed has several of: people, categories, enclosures,
 * replies, hubs.  Each thing once, in document order.
 */
#include "earshot/hash.h"

#include "builder.h"
#include "line.h"
#include "person.h"

/* Where ${hash} is in the list; SIZE_MAX: nowhere. */
static size_t
find(const struct seen *seen, uint64_t hash)
{

	for (size_t i = 0; i < seen->n; i++)
		if (seen->hash[i] == hash)
			return (i);
	return (SIZE_MAX);
}

/* Is ${s} in no list yet, and is there room?  It is noted if so. */
static bool
is_new(struct seen *seen, struct str s)
{
	uint64_t hash = hash_table(s);

	if (find(seen, hash) != SIZE_MAX || seen->n == LIST_MAX)
		return (false);
	seen->hash[seen->n++] = hash;
	return (true);
}

void
builder_category(struct builder *b, struct str value)
{

	if (b->e == NULL || b->ncategories == LIST_MAX)
		return;
	value = line_plain(b->a, value);
	if (value.n == 0 || !is_new(&b->categories_seen, value))
		return;
	b->categories[b->ncategories++] = arena_str(b->a, value);
}

void
builder_hub(struct builder *b, struct str base, struct str value)
{
	struct str url;

	if (b->nhubs == LIST_MAX)
		return;
	url = builder_resolve(b, base, value);
	if (url.n > 0 && is_new(&b->hubs_seen, url))
		b->hubs[b->nhubs++] = url;
}

void
builder_deleted(struct builder *b, struct str id)
{
	struct channel *c = &b->p->feed;
	struct str *more;

	id = str_trim(id);
	if (id.n == 0 || c->ndeleted >= b->max_entries)
		return;
	more = arena_grow(b->a, c->deleted, c->ndeleted, &b->deleted_cap,
	    sizeof(*more));
	if (more == NULL)
		return;
	c->deleted = more;
	c->deleted[c->ndeleted++] = arena_str(b->a, id);
}

void
builder_reply(struct builder *b, struct str base, struct str id,
    struct str link)
{
	struct reply_to *to;

	id = str_trim(id);
	if (b->e == NULL || b->nreplies == LIST_MAX)
		return;
	link = builder_resolve(b, base, link);
	if (id.n == 0 && link.n == 0)
		return;
	to = &b->replies[b->nreplies++];
	to->link = link;
	to->id = id.n > 0 ? arena_str(b->a, id) : (struct str){ NULL, 0 };
}

/*
 * The enclosure at ${url}, perhaps a new one; NULL: no room.  First by what was
 * written: a URL said again costs no resolution.
 */
static struct enclosure *
place_enclosure(struct builder *b, struct str base, struct str url)
{
	uint64_t written = hash_table(url), resolved;
	size_t i = find(&b->enclosures_written, written);

	if (i != SIZE_MAX)
		return (&b->enclosures[b->enclosures_which[i]]);
	if (b->enclosures_written.n == LIST_MAX)
		return (NULL);
	url = builder_resolve(b, base, url);
	resolved = hash_table(url);
	i = find(&b->enclosures_seen, resolved);
	if (i == SIZE_MAX) {
		i = b->nenclosures++;
		b->enclosures[i] =
		    (struct enclosure){ .url = url, .length = -1 };
		b->enclosures_seen.hash[b->enclosures_seen.n++] = resolved;
	}
	b->enclosures_which[b->enclosures_written.n] = (uint16_t)i;
	b->enclosures_written.hash[b->enclosures_written.n++] = written;
	return (&b->enclosures[i]);
}

void
builder_enclosure(struct builder *b, struct str base, struct str url,
    struct str type, int64_t length)
{
	struct enclosure *to;

	url = line_trim(url);
	type = line_trim(type);
	if (b->e == NULL || url.n == 0 ||
	    (to = place_enclosure(b, base, url)) == NULL)
		return;
	/* The same file said twice: each may know more of it. */
	if (to->type.n == 0 && type.n > 0)
		to->type = arena_str(b->a, type);
	if (to->length < 0)
		to->length = length;
}

void
builder_enclosure_origin(struct builder *b, struct str base, struct str url)
{

	if (b->e == NULL || b->enclosure_origin.n > 0)
		return;
	b->enclosure_origin = builder_resolve(b, base, url);
}

/* The person of the same name, or, where there are no names, of the same
 * address. */
static struct person *
find_person(struct people *list, const struct person *who)
{

	for (size_t i = 0; i < list->n; i++) {
		struct person *p = &list->list[i];

		if (who->name.n > 0
			? str_eq(p->name, who->name)
			: p->name.n == 0 && str_eq(p->email, who->email) &&
			      str_eq(p->url, who->url))
			return (p);
	}
	return (NULL);
}

/* What ${more} knows of ${p} and ${p} does not. */
static void
fill_person(struct person *p, const struct person *more)
{

	if (p->name.n == 0)
		p->name = more->name;
	if (p->email.n == 0)
		p->email = more->email;
	if (p->url.n == 0)
		p->url = more->url;
}

/* May ${a} and ${b} be one person, one without a name? */
static bool
completes(const struct person *a, const struct person *b)
{

	return (
	    (a->name.n == 0) != (b->name.n == 0) &&
	    (a->email.n == 0 || b->email.n == 0 || str_eq(a->email, b->email)));
}

void
builder_person(struct builder *b, struct people *list, unsigned rank,
    struct str base, struct person who)
{
	struct person *same;

	if (list->n == LIST_MAX && rank >= list->rank)
		return;
	who.name = line_plain(b->a, who.name);
	who.email = line_trim(who.email);
	who.url = builder_resolve(b, base, who.url);
	who.name = who.name.n > 0 ? arena_str(b->a, who.name)
				  : (struct str){ NULL, 0 };
	who.email = who.email.n > 0 ? arena_str(b->a, who.email)
				    : (struct str){ NULL, 0 };
	if (who.name.n == 0 && who.email.n == 0 && who.url.n == 0)
		return;

	same = find_person(list, &who);
	if (same != NULL)
		fill_person(same, &who);
	if (list->n > 0 && rank != list->rank) {
		/* RSS's author is a mail address, dc:creator beside it has the
		 * name; otherwise the better kind alone counts. */
		if (list->n == 1 && completes(&list->list[0], &who)) {
			if (rank < list->rank) {
				fill_person(&who, &list->list[0]);
				list->list[0] = who;
			} else
				fill_person(&list->list[0], &who);
		} else if (rank < list->rank) {
			list->list[0] = who;
			list->n = 1;
		}
		if (rank < list->rank)
			list->rank = rank;
		return;
	}
	if (same != NULL || list->n == LIST_MAX)
		return;
	list->list[list->n++] = who;
	list->rank = rank;
}

void
builder_author(struct builder *b, unsigned rank, struct str value)
{

	builder_person(b, b->e != NULL ? &b->authors : &b->feed_authors, rank,
	    (struct str){ NULL, 0 }, person_read(value));
}
