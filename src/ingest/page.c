/*
 * A page of a feed's past on its way: what the worker takes from it and what
 * the writer keeps of it.
 */
#include "page.h"

#include "earshot/log.h"
#include "earshot/pages.h"
#include "earshot/url.h"

#include "outcome.h"
#include "stages.h"

/* Too old, or without a date and so never too old. */
static bool
is_past(struct backfill *f, const struct post *p)
{

	if (p->published_ts == NO_TIME)
		return (false);
	f->ndated++;
	if (f->page_oldest_ts == NO_TIME || p->published_ts < f->page_oldest_ts)
		f->page_oldest_ts = p->published_ts;
	if (p->published_ts >= f->since_ts)
		return (false);
	f->npast++;
	return (true);
}

enum status
stage_page(struct stages *s, struct batch *b)
{
	struct backfill *f = b->backfill;
	struct parsed *doc = s->parsed;
	size_t kept = 0;

	if (f == NULL)
		return (OK);
	f->older =
	    pages_older(b, doc->feed.prev_archive, doc->feed.next, &f->why);
	/* Posts and entries stay side by side. */
	for (size_t i = 0; i < b->nposts; i++) {
		if (is_past(f, &b->posts[i]))
			continue;
		b->posts[kept] = b->posts[i];
		doc->entries[kept++] = doc->entries[i];
	}
	b->nposts = doc->nentries = kept;
	return (OK);
}

/* For people: the feed, what came, and what went wrong. */
static void
say(const struct batch *b, struct buf *out)
{

	buf_add(out, outcome_url(b));
	buf_adds(out, ": ");
	pages_say(b->backfill, out);
	if (b->backfill->end == BACKFILL_FAILED)
		buf_printf(out, ": %.*s", STR_ARG(b->error));
}

enum status
page_store(struct store *s, struct batch *b)
{
	struct buf what = BUF_INIT(2000);
	enum status st;

	pages_learn(b, clock_now());
	st = store_backfill_page(s, b);
	if (st == OK && b->backfill->end != BACKFILL_GOES_ON) {
		say(b, &what);
		st = store_event(s, "backfill", buf_str(&what).p);
	}
	buf_free(&what);
	return (st);
}

void
page_log(const struct batch *b)
{
	const struct backfill *f = b->backfill;
	struct str url = url_mask(b->arena, f->page);
	struct buf what = BUF_INIT(2000);

	if (b->outcome == OUTCOME_FAILED)
		log_line(b->status == E_CANCELLED || b->ours ? LOG_DEBUG
							     : LOG_WARN,
		    "page feed=%lld outcome=failed why=%s status=%d "
		    "tries=%lld %.*s",
		    (long long)b->feed_id, status_word(b->status),
		    b->http_status, (long long)f->tries, STR_ARG(b->error));
	else
		log_line(LOG_INFO,
		    "page feed=%lld outcome=%s status=%d bytes=%zu posts=%zu "
		    "new=%lld pages=%lld%s next=%.*s",
		    (long long)b->feed_id, outcome_word(b->outcome),
		    b->http_status, b->bytes, b->nposts,
		    (long long)b->new_posts, (long long)f->pages,
		    b->stored != OK ? " not_stored" : "",
		    STR_ARG(f->end == BACKFILL_GOES_ON ? url : STR("-")));
	if (b->stored == OK && f->end != BACKFILL_GOES_ON) {
		say(b, &what);
		log_line(LOG_INFO, "backfill feed=%lld end=%s %.*s",
		    (long long)b->feed_id, backfill_end_word(f->end),
		    STR_ARG(buf_str(&what)));
	}
	buf_free(&what);
}
