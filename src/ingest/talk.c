/*
 * Which conversations are worth a visit is follow.h's to say, which feeds there
 * are is the store's; here they meet, a visit at a time.  A post whose count is
 * 0 costs nothing, one whose count stands costs one look.
 */
#include "talk.h"

#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/follow.h"
#include "earshot/found_rows.h"

enum {
	/* So many begin with one visit, the newest first; the others' turn
	 * comes with the next ones. */
	BEGIN_MAX = 10,
	LOOKS_MAX = 1000, /* at those that may begin, in one visit */
	COMMENTS_MAX = 1000000000,
	COUNT_EVERY_MS = 10000
};

/* A post whose conversation nobody reads yet. */
struct candidate {
	int64_t at_ts;
	size_t index;
};

struct settling {
	struct store *s;
	struct batch *b;
	const struct ingest_options *options;
	int64_t now;
	struct candidate *candidates;
	size_t n;
	size_t size; /* of b->found */
	struct talk_awake *awake;
	int64_t site, nsite; /* how many of the site asked about last */
};

static int64_t
count_of(const struct post *p)
{

	return (p->comments > COMMENTS_MAX ? COMMENTS_MAX : p->comments);
}

static struct found_feed *
add_found(struct settling *x)
{
	struct batch *b = x->b;
	struct found_feed *list =
	    arena_grow(b->arena, b->found, b->nfound, &x->size, sizeof(*list));

	if (list == NULL)
		return (NULL);
	b->found = list;
	list[b->nfound] = (struct found_feed){ .id = 0 };
	return (&list[b->nfound++]);
}

static enum status
wake(struct settling *x, const struct post *p, const struct found_row *r)
{
	bool moved = r->retired && !str_eq(r->url, p->thread_feed);
	struct found_feed *f = add_found(x);

	if (f == NULL)
		return (E_MEMORY);
	*f = (struct found_feed){ .id = r->feed_id,
		.source_id = r->source_id,
		.post_id = r->post_id,
		.url = moved ? p->thread_feed : r->url,
		.facts = r->facts,
		.awake = !r->asleep && !r->retired };
	f->facts.comments = (int32_t)count_of(p);
	/* Its rhythm and its failures stay what they are. */
	if (f->awake)
		return (
		    store_found_count(x->s, r->feed_id, count_of(p), r->seen));
	return (store_found_wake(x->s, x->b, r->feed_id, count_of(p),
	    moved ? p->thread_feed : (struct str){ NULL, 0 }, p->thread_shape));
}

/* May one that is over be read again? */
static bool
may_wake(const struct settling *x, const struct post *p,
    const struct found_row *r)
{
	bool keen = x->b->spec.follow == FOLLOW_COMMENTS;

	/* It may have another address now. */
	if (r->none && str_eq(r->url, p->thread_feed))
		return (false);
	if (p->comments >= 0)
		return (follow_worth(p->comments, r->seen, p->closed));
	/* Its line came back, or its feed is followed again. */
	return (r->status != FEED_CLOSED && r->status != FEED_GONE &&
		!r->asleep &&
		follow_begins(-1, p->published_ts, x->now, p->closed, keen));
}

static enum status
close_found(struct settling *x, const struct found_row *r)
{
	struct found_feed *f;
	enum status st;

	if (r->retired)
		return (OK);
	st = store_found_turn(x->s, r->feed_id, FOUND_OVER, r->seen, r->tries,
	    "comments are closed");
	if (st != OK || r->asleep)
		return (st);
	/* The loop has it, and lets it go. */
	f = add_found(x);
	if (f == NULL)
		return (E_MEMORY);
	*f = (struct found_feed){ .id = r->feed_id,
		.url = r->url,
		.facts.status = FEED_CLOSED };
	return (OK);
}

/* It is known: did its count move? */
static enum status
look_again(struct settling *x, const struct post *p, const struct found_row *r)
{
	int64_t n = count_of(p);

	if (p->closed)
		return (close_found(x, r));
	if (r->retired)
		return (may_wake(x, p, r) ? wake(x, p, r) : OK);
	if (n < 0 || n == r->comments)
		return (OK);
	if (follow_worth(n, r->seen, false))
		return (wake(x, p, r));
	/* Fewer: somebody took some away. */
	return (
	    store_found_count(x->s, r->feed_id, n, n < r->seen ? n : r->seen));
}

static enum status
look_at(struct settling *x, size_t index)
{
	const struct post *p = &x->b->posts[index];
	bool keen = x->b->spec.follow == FOLLOW_COMMENTS;
	struct found_row r = { .feed_id = 0 };
	enum status st = OK;

	/* What is new has none, but as another feed's post. */
	if (p->seen != SEEN_NEW)
		st = store_found_of(x->s, x->b->arena, p->post_id, &r);
	if (st != OK || r.feed_id != 0)
		return (st == OK ? look_again(x, p, &r) : st);
	if (follow_begins(p->comments, p->published_ts, x->now, p->closed,
		keen))
		x->candidates[x->n++] =
		    (struct candidate){ p->published_ts != NO_TIME &&
						p->published_ts < x->now
					    ? p->published_ts
					    : x->now,
			    index };
	return (OK);
}

static int
newest_first(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;

	if (a->at_ts != b->at_ts)
		return (a->at_ts > b->at_ts ? -1 : 1);
	return (a->index < b->index ? -1 : a->index > b->index);
}

/* *${ret_begun}: it is read from now on. */
static enum status
begin_one(struct settling *x, const struct candidate *c, bool *ret_begun)
{
	struct batch *b = x->b;
	struct post *p = &b->posts[c->index];
	struct found_new n = { .post_id = p->post_id,
		.site = follow_site(b->arena, p->thread_feed),
		.comments = count_of(p),
		.last_ts = c->at_ts,
		.url = p->thread_feed,
		.shape = p->thread_shape };
	struct found_feed *f;
	struct found_row r;
	bool taken;
	enum status st = store_found_of(x->s, b->arena, p->post_id, &r);

	*ret_begun = false;
	if (st == OK && r.feed_id == 0)
		st =
		    store_found_taken(x->s, p->post_id, p->thread_feed, &taken);
	if (st != OK || r.feed_id != 0 || taken)
		return (st);
	if (n.site != x->site)
		st = store_found_awake(x->s, n.site, &x->nsite);
	x->site = st == OK ? n.site : 0;
	if (st != OK || x->nsite >= x->options->follow.per_site)
		return (st);
	f = add_found(x);
	if (f == NULL)
		return (E_MEMORY);
	*f = (struct found_feed){ .source_id = b->source_id,
		.post_id = p->post_id,
		.url = p->thread_feed,
		.facts = { .status = FEED_ACTIVE,
		    .comments = (int32_t)n.comments,
		    .visited_ts = NO_TIME,
		    .ok_ts = NO_TIME,
		    .full_ts = NO_TIME,
		    .changed_ts = n.last_ts,
		    .not_before_ts = NO_TIME,
		    .added_ts = x->now } };
	*ret_begun = true;
	x->nsite++;
	x->awake->all++;
	return (store_found_add(x->s, b, &n, &f->id));
}

static enum status
count_awake(struct settling *x)
{
	int64_t now_ms = clock_mono_ms();

	if (x->awake->counted_ms != 0 &&
	    now_ms - x->awake->counted_ms < COUNT_EVERY_MS)
		return (OK);
	x->awake->counted_ms = now_ms;
	return (store_found_count_all(x->s, &x->awake->all));
}

static enum status
begin_newest(struct settling *x)
{
	enum status st = count_awake(x);
	size_t begun = 0;

	qsort(x->candidates, x->n, sizeof(*x->candidates), newest_first);
	for (size_t i = 0;
	     st == OK && i < x->n && i < LOOKS_MAX && begun < BEGIN_MAX &&
	     x->awake->all < x->options->follow.max_feeds;
	     i++) {
		bool yes;

		st = begin_one(x, &x->candidates[i], &yes);
		begun += yes;
	}
	return (st);
}

enum status
talk_settle(struct store *s, struct batch *b, const struct ingest_options *o,
    struct talk_awake *awake)
{
	struct settling x = { .s = s, .b = b, .options = o, .awake = awake };
	enum status st = OK;

	b->nfound = 0;
	b->found = NULL;
	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		if (b->posts[i].thread_feed.n == 0 || b->posts[i].post_id == 0)
			continue;
		if (x.candidates == NULL) {
			x.now = clock_now();
			x.candidates = arena_array(b->arena, b->nposts,
			    sizeof(*x.candidates));
			if (x.candidates == NULL)
				return (E_MEMORY);
		}
		st = look_at(&x, i);
	}
	return (st == OK && x.n > 0 ? begin_newest(&x) : st);
}

/* A failure that will not pass by waiting. */
static bool
is_final(const struct batch *b)
{

	return (b->http_status == 401 || b->http_status == 404 ||
		b->http_status == 410 || b->status == E_NOT_FEED ||
		b->status == E_REFUSED || b->status == E_SYNTAX ||
		b->status == E_REDIRECT);
}

static int64_t
newest_ts(const struct batch *b, int64_t now)
{
	int64_t newest = NO_TIME;

	for (size_t i = 0; i < b->nposts; i++) {
		int64_t ts = b->posts[i].published_ts;

		if (ts != NO_TIME && ts <= now && ts > newest)
			newest = ts;
	}
	return (newest);
}

static bool
says_closed(const struct batch *b)
{

	for (size_t i = 0; i < b->nposts; i++)
		if (b->posts[i].closed)
			return (true);
	return (false);
}

enum status
talk_learn(struct store *s, struct batch *b, const struct ingest_options *o,
    int64_t last_ts, struct talk_end *ret)
{
	bool read = b->outcome != OUTCOME_FAILED;
	struct feed_facts *f = &b->facts;
	struct follow_visit v = { .now = b->started_ts,
		.min_interval_s = o->cadence.min_interval_s,
		.read = read,
		.final = !read && is_final(b),
		.gone =
		    !read && (b->http_status == 404 || b->http_status == 410),
		.closed = read && says_closed(b),
		.fresh = read && b->new_posts + b->edited_posts > 0,
		.newest_ts = read ? newest_ts(b, b->started_ts) : NO_TIME,
		.last_ts = last_ts,
		.failures = f->failures,
		.comments = f->comments };
	struct follow_next n;
	enum status st;

	*ret = (struct talk_end){ .learned = false };
	/* As in cadence_learn: such a visit teaches nothing. */
	if (b->stored != OK || b->ours || (!read && b->status == E_CANCELLED))
		return (OK);
	st = store_found_row(s, b->feed_id, &v.was);
	if (st != OK)
		return (st);
	/* Left alone meanwhile: its list or its post says so. */
	b->turn = FOUND_OVER;
	if (v.was.retired)
		return (OK);
	follow_next(&v, &n);
	b->turn = n.turn;
	f->changed_ts = n.last_ts;
	if (n.every_s > 0)
		f->every_s = n.every_s;
	if (read && f->status != FEED_PAUSED)
		f->status = FEED_ACTIVE;
	if (n.turn == FOUND_OVER)
		f->status = FEED_CLOSED;
	*ret = (struct talk_end){ true, v.was.post_id, n.seen, n.tries, n.why,
		n.closes };
	return (OK);
}

enum status
talk_store(struct store *s, struct batch *b, const struct talk_end *end)
{
	enum status st;

	if (!end->learned)
		return (OK);
	st = store_found_turn(s, b->feed_id, b->turn, end->seen, end->tries,
	    end->why);
	if (st == OK && end->closes && end->post_id != 0)
		st = store_found_closes(s, end->post_id);
	return (st);
}
