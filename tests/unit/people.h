/*
 * For tests of people: visits of one post, and lists of staff.
 */
#ifndef TESTS_PEOPLE_H
#define TESTS_PEOPLE_H

#include "earshot/lexis.h"

#include "storebox.h"

/* people: from now on the first place has these; NULL: none. */
static inline void
people(const char *staff, const char *partner)
{

	for (size_t i = 0; i < box.nfeeds; i++)
		feed_facts_free(&box.feeds[i].facts);
	for (size_t i = 0; i < box.nfeeds; i++) {
		box.feeds[i].facts = (struct feed_facts){ .failures = 0 };
		box.feeds[i].spec.staff = i == 0 ? staff : NULL;
		box.feeds[i].spec.partner = i == 0 ? partner : NULL;
	}
	assert_int_equal(store_feeds_sync(box.store, box.feeds, box.nfeeds),
	    OK);
}

/* people_said: ${text} by ${author}, ${at_s} seconds before now. */
static inline struct serve
people_said(const char *author, const char *uri, const char *text, int64_t at_s)
{
	static char names[64][40];
	static unsigned at;
	char *name = names[at++ % 64];

	snprintf(name, sizeof(names[0]), "https://post.example/%u", at);
	return ((struct serve){ .guid = name,
	    .link = name,
	    .text = text,
	    .author = author,
	    .uri = uri,
	    .published_ts = BOX_NOW - at_s });
}

static inline struct batch *
people_batch(size_t feed, const struct serve *served, size_t n)
{
	struct batch *b = box_batch(feed, served, n);

	for (size_t i = 0; i < n; i++) {
		struct post *p = &b->posts[i];

		p->said = arena_array(b->arena, LEXIS_MAX, sizeof(*p->said));
		p->nsaid = lexis_words(p->text, NULL, 0, p->said, 0);
	}
	return (b);
}

/* people_visit: a visit in a group of its own. */
static inline void
people_visit(size_t feed, const struct serve *served, size_t n)
{
	struct batch *b = people_batch(feed, served, n);

	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
	batch_free(b);
}

static inline void
people_hear(size_t feed, const char *author, const char *uri, const char *text)
{
	struct serve s = people_said(author, uri, text, 60);

	people_visit(feed, &s, 1);
}

#endif
