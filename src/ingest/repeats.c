/*
 * Echoes: fingerprints from the workers, the index, and the store's rows.  The
 * index only hints; what the rows and their words say counts.
 */
#include "repeats.h"

#include <stdlib.h>

#include "earshot/alike.h"
#include "earshot/echoes.h"
#include "earshot/log.h"
#include "earshot/neardup.h"

enum {
	SLICE = 4096, /* fingerprints; of posts, which are read: */
	SLICE_POSTS = 128,
	ECHOES_MAX = 4096, /* of an edited post that are looked at again */
	POST_MEMORY = 256 << 10
};

struct repeats {
	struct neardup *index;
	struct alike *alike;
	struct arena *one, *other; /* a stored post each */
	bool begun, loaded, told;
	bool due; /* the store knows that posts are still to be looked up */
	int64_t at_id;   /* loaded up to here */
	int64_t from_id; /* what is behind it is looked up in its time */
	struct print_row rows[SLICE];
};

struct repeats *
repeats_new(void)
{
	struct repeats *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return (NULL);
	r->index = neardup_new();
	r->alike = alike_new();
	r->one = arena_new(POST_MEMORY);
	r->other = arena_new(POST_MEMORY);
	if (r->index != NULL && r->alike != NULL && r->one != NULL &&
	    r->other != NULL)
		return (r);
	repeats_free(r);
	return (NULL);
}

void
repeats_free(struct repeats *r)
{

	if (r == NULL)
		return;
	neardup_free(r->index);
	alike_free(r->alike);
	arena_free(r->one);
	arena_free(r->other);
	free(r);
}

/* Does the post of alike_later repeat the stored ${first_id}? */
static enum status
repeats_it(struct repeats *r, struct store *s, int64_t first_id, bool *ret)
{
	struct post first;
	enum status st;

	arena_reset(r->other);
	st = echoes_post(s, r->other, first_id, &first, ret);
	if (st == OK && *ret)
		*ret = alike_is(r->alike, &first);
	return (st);
}

/* Whom ${p}, as it says now, repeats; 0: nobody.  *${ret_known}: the index has
 * it. */
static enum status
find_first(struct repeats *r, struct store *s, const struct post *p,
    int64_t *ret, bool *ret_known)
{
	struct near near[NEARDUP_FOUND];
	int64_t asked[NEARDUP_FOUND];
	size_t n = neardup_find(r->index, &p->print, near), nasked = 0;
	enum status st = OK;
	bool is = false;

	*ret = 0;
	*ret_known = false;
	for (size_t i = 0; st == OK && !is && i < n; i++) {
		int64_t first = 0;
		bool known = near[i].post_id == p->post_id;

		*ret_known |= known && near[i].distance == 0;
		if (known)
			continue;
		st = echoes_first(s, near[i].post_id, &first);
		for (size_t k = 0; k < nasked; k++)
			known |= asked[k] == first;
		if (st != OK || known || first == 0 || first == p->post_id)
			continue;
		if (nasked == 0)
			alike_later(r->alike, p);
		asked[nasked++] = first;
		st = repeats_it(r, s, first, &is);
		if (st == OK && is)
			*ret = first;
	}
	return (st);
}

static enum status
point_to(struct store *s, const struct post *echo, int64_t first_id)
{
	struct print_row row = { echo->post_id, echo->print };

	return (echoes_mark(s, &row, first_id));
}

static enum status
settle(struct repeats *r, struct store *s, const struct post *p)
{
	int64_t first;
	bool known;
	enum status st = find_first(r, s, p, &first, &known);

	if (st == OK && first != 0)
		st = point_to(s, p, first);
	/* Without memory one post fewer has echoes; no visit fails for that. */
	if (st == OK && !known)
		(void)!neardup_add(r->index, &p->print, p->post_id);
	return (st);
}

static enum status
settle_stored(struct repeats *r, struct store *s, int64_t post_id, bool *filled)
{
	struct post p;
	bool there;
	enum status st;

	arena_reset(r->one);
	st = echoes_post(s, r->one, post_id, &p, &there);
	if (st != OK || !there)
		return (st);
	if (!p.has_print) {
		struct print_row row = { post_id, { .simhash = 0 } };

		p.has_print = fingerprint_of(p.kind == POST_COMMENT ||
						     p.kind == POST_ANSWER
						 ? STR("")
						 : p.title,
		    p.text, p.quotes, p.quotes != NULL ? p.nquotes : 0,
		    &p.print);
		row.print = p.print;
		if (p.has_print)
			st = echoes_put(s, &row);
		*filled = true;
	}
	return (st == OK && p.has_print ? settle(r, s, &p) : st);
}

/* ${p} was edited: who repeated its old words and does not repeat these is
 * looked up anew, so that the oldest of them is the first of the rest. */
static enum status
look_at_echoes(struct repeats *r, struct store *s, const struct post *p)
{
	int64_t ids[SLICE_POSTS], at = 0;
	bool is = false, filled;
	enum status st = OK;
	size_t n, seen = 0;

	do {
		st = echoes_of(s, p->post_id, at, ids, SLICE_POSTS, &n);
		for (size_t i = 0; st == OK && i < n; i++) {
			struct post echo;

			at = ids[i];
			arena_reset(r->one);
			st = echoes_post(s, r->one, at, &echo, &is);
			if (st == OK && is && p->has_print) {
				alike_later(r->alike, &echo);
				is = alike_is(r->alike, p);
			} else
				is = false;
			if (st == OK && is)
				st = point_to(s, &echo, p->post_id);
			else if (st == OK)
				st = echoes_free(s, at);
			if (st == OK && !is && seen < ECHOES_MAX)
				st = settle_stored(r, s, at, &filled);
		}
		seen += n;
	} while (st == OK && n == SLICE_POSTS);
	return (st);
}

static enum status
settle_posts(struct repeats *r, struct store *s, const int64_t *ids, size_t n)
{
	enum status st = store_begin(s);
	bool filled = false;

	for (size_t i = 0; st == OK && i < n; i++)
		st = settle_stored(r, s, ids[i], &filled);
	if (st == OK && (filled || r->due)) {
		st = echoes_set_due(s, ids[n - 1]);
		r->due = true;
	}
	return (store_end(s, st));
}

static enum status
begin(struct repeats *r, struct store *s)
{
	enum status st = echoes_due(s, &r->from_id);

	r->due = st == OK && r->from_id >= 0;
	if (st == OK && !r->due)
		st = echoes_last(s, &r->from_id);
	r->begun = st == OK;
	return (st);
}

/* What was looked up before: only into the index. */
static enum status
load_known(struct repeats *r, struct store *s)
{
	size_t n = 0, i;
	enum status st = echoes_list(s, r->at_id, r->rows, SLICE, &n);

	for (i = 0; st == OK && i < n && r->rows[i].post_id <= r->from_id; i++)
		st = neardup_add(r->index, &r->rows[i].print,
		    r->rows[i].post_id);
	if (st == OK)
		r->at_id = i < SLICE ? r->from_id : r->rows[i - 1].post_id;
	return (st);
}

/* What was not, oldest first. */
static enum status
load_due(struct repeats *r, struct store *s)
{
	int64_t ids[SLICE_POSTS];
	size_t n = 0;
	enum status st = echoes_ids(s, r->at_id, ids, SLICE_POSTS, &n);

	if (st == OK && n > 0)
		st = settle_posts(r, s, ids, n);
	if (st == OK && n > 0)
		r->at_id = ids[n - 1];
	if (st != OK || n == SLICE_POSTS)
		return (st);
	if (r->due) {
		st = store_begin(s);
		if (st == OK)
			st = store_end(s, echoes_set_due(s, -1));
		r->due = st != OK;
	}
	r->loaded = st == OK;
	return (st);
}

bool
repeats_load(struct repeats *r, struct store *s)
{
	enum status st = OK;

	if (r == NULL || r->loaded)
		return (false);
	if (!r->begun)
		st = begin(r, s);
	if (st == OK)
		st = r->at_id < r->from_id ? load_known(r, s) : load_due(r, s);
	if (st == OK) {
		r->told = false;
		return (!r->loaded);
	}
	/* Tried again in the next turn. */
	if (!r->told)
		log_line(LOG_WARN, "echoes_not_loaded status=%s %s",
		    status_word(st), store_error(s));
	r->told = true;
	return (false);
}

/* New ones wait until it is loaded; the store knows that they do, should we
 * not come so far. */
static enum status
wait_for_load(struct repeats *r, struct store *s, int64_t lowest_id)
{
	int64_t due = lowest_id - 1;
	enum status st;

	if (r->begun)
		due = r->at_id > r->from_id ? r->at_id : r->from_id;
	st = echoes_set_due(s, due);
	r->due |= st == OK;
	return (st);
}

enum status
repeats_settle(struct repeats *r, struct store *s, const struct batch *b)
{
	enum status st = OK;
	int64_t waits = INT64_MAX;
	bool filled = false;

	for (size_t i = 0; r != NULL && st == OK && i < b->nposts; i++) {
		const struct post *p = &b->posts[i];

		if (p->edited)
			st = look_at_echoes(r, s, p);
		else if (p->back)
			st = settle_stored(r, s, p->post_id, &filled);
		if (st != OK || !p->has_print || (!p->added && !p->edited))
			continue;
		if (r->loaded || p->edited)
			st = settle(r, s, p);
		else if (p->post_id < waits)
			waits = p->post_id;
	}
	return (
	    st == OK && waits < INT64_MAX ? wait_for_load(r, s, waits) : st);
}
