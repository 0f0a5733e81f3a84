/*
 * Themes in the store: each word finds its theme, as before a commit of the
 * writer.
 */
#ifndef TESTS_GATHERBOX_H
#define TESTS_GATHERBOX_H

#include "../../src/ingest/gather.h"
#include "people.h"

#define LINK "https://blog.example/"

static struct gather *gather;
static int64_t clock_s; /* between one word and the next */

static inline void
settle(void)
{

	if (gather == NULL)
		gather = gather_new();
	assert_non_null(gather);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(gather_settle(gather, box.store), OK);
	if (store_commit(box.store) != OK)
		fail_msg("%s", store_error(box.store));
}

static inline int
gather_drop(void **state)
{

	gather_free(gather);
	gather = NULL;
	return (box_remove(state));
}

static inline void
say_at(size_t feed, const char *guid, const char *author, const char *text)
{
	char link[100];
	struct serve post = { .guid = guid,
		.link = link,
		.text = text,
		.author = author,
		.published_ts = BOX_NOW - 1000 + clock_s++ };

	snprintf(link, sizeof(link), LINK "%s", guid);
	box_visit(feed, &post, 1);
	settle();
}

static inline void
say(const char *guid, const char *author, const char *text)
{

	say_at(0, guid, author, text);
}

#endif
