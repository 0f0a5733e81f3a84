/*
 * The words of a backfill, and its copy for a batch.
 */
#include "earshot/backfill.h"

static const struct {
	const char *word, *text;
} ends[BACKFILL_ENDS] = {
	[BACKFILL_GOES_ON] = { "goes_on", "it goes on" },
	[BACKFILL_SPAN] = { "span", "that is as far as was asked for" },
	[BACKFILL_LAST] = { "last", "the last page names no older one" },
	[BACKFILL_NOTHING_NEW] = { "nothing_new",
	    "the last page brought nothing new" },
	[BACKFILL_AGAIN] = { "again", "the pages lead back to one another" },
	[BACKFILL_ELSEWHERE] = { "elsewhere",
	    "the next page is not on the feed's own host" },
	[BACKFILL_MANY] = { "many", "more pages are not asked for" },
	[BACKFILL_FAILED] = { "failed", "the next page cannot be had" },
};

const char *
backfill_end_word(enum backfill_end e)
{

	return (ends[e].word);
}

const char *
backfill_end_text(enum backfill_end e)
{

	return (ends[e].text);
}

struct backfill *
backfill_copy(struct arena *a, const struct backfill *from)
{
	struct backfill *f = arena_alloc(a, sizeof(*f));

	if (f == NULL)
		return (NULL);
	*f = *from;
	f->page = arena_str(a, from->page);
	f->older = (struct str){ NULL, 0 };
	f->ndated = f->npast = 0;
	f->page_oldest_ts = NO_TIME;
	return (f->page.p != NULL ? f : NULL);
}
