/*
 * For tests of conversations: posts as a test writes them, heard by a store
 * (storebox.h), and the tree that came of it in one line.
 */
#ifndef TESTS_THREADBOX_H
#define TESTS_THREADBOX_H

#include "earshot/replies.h"

#include "storebox.h"

/* A post as a test writes it: ${to}: the guid that it answers. */
struct said {
	const char *guid, *link, *title, *text, *author, *to;
	int64_t at_ts;
	bool comment, staff, closed;
	const char *comments; /* the page of its comments */
};

static inline void
hear_in(size_t feed, const struct said *list, size_t n)
{
	struct serve *served = calloc(n, sizeof(*served));
	struct batch *b;

	assert_non_null(served);
	for (size_t i = 0; i < n; i++)
		served[i] = (struct serve){ .guid = list[i].guid,
			.link = list[i].link,
			.title = list[i].title,
			.text = list[i].text,
			.author = list[i].author,
			.published_ts = list[i].at_ts,
			.staff = list[i].staff };
	b = box_batch(feed, served, n);
	for (size_t i = 0; i < n; i++) {
		struct post *p = &b->posts[i];
		struct reply_feed f = { { NULL, 0 }, { NULL, 0 } };
		struct replies found;

		p->kind = list[i].comment ? POST_COMMENT : POST_ARTICLE;
		p->closed = list[i].closed;
		p->comments_url = box_str(b->arena, list[i].comments);
		p->reply_to_id = box_str(b->arena, list[i].to);
		assert_int_equal(replies_find(b->arena, p, &f, &found), OK);
		p->replies =
		    arena_array(b->arena, found.n + 1, sizeof(*p->replies));
		memcpy(p->replies, found.keys, found.n * sizeof(*p->replies));
		p->nreplies = found.n;
	}
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
	batch_free(b);
	free(served);
}

static inline void
hear(const struct said *list, size_t n)
{

	hear_in(0, list, n);
}

#define TREE                                                                  \
	"SELECT group_concat(c.title || '<' || coalesce(p.title, '-') || ':'" \
	" || c.depth || ':' || coalesce(r.title, '-'), ' ') FROM (SELECT *"   \
	" FROM post ORDER BY title) c LEFT JOIN post p ON p.id = c.parent_id" \
	" LEFT JOIN post r ON r.id = c.root_id"

static const struct said talk[] = {
	{ "a", "https://b.example/a", "A", "An article", "Ann", NULL, 100,
	    false, true, false, NULL },
	{ "c1", "https://b.example/a#comment-1", "B", "It is broken", "Ben",
	    NULL, 200, true, false, false, NULL },
	{ "c2", "https://b.example/a#comment-2", "C", "We look", "Ann", "c1",
	    500, true, true, false, NULL },
	{ "c3", "https://b.example/a#comment-3", "D", "I wish", "Ben", "c2",
	    600, true, false, false, NULL },
	{ "c4", "https://b.example/a#comment-4", "E", "Mine too", "Cy", "c1",
	    700, true, false, false, NULL },
	{ "c5", "https://b.example/a#comment-5", "F", "Nice", "Di", NULL, 800,
	    true, false, false, NULL },
};
#define TALK_TREE "A<-:0:A B<A:1:A C<B:2:A D<C:3:A E<B:2:A F<A:1:A"
#define COUNTS                                                             \
	"SELECT posts || ' ' || voices || ' ' || depth || ' ' || last_ts"  \
	" || ' ' || ideas || ' ' || complaints || ' ' || staff_replied_ts" \
	" || ' ' || reply_wait_s || ' ' || open FROM v_thread"
#define TALK_COUNTS "6 4 3 800 1 1 500 300 1"

#endif
