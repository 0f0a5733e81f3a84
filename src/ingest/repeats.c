/*
 * Echoes: fingerprints from the workers, the index, and the store's rows.  The
 * index only hints; what the row says counts.
 */
#include "repeats.h"

#include <stdlib.h>

#include "earshot/echoes.h"
#include "earshot/fingerprint.h"
#include "earshot/log.h"
#include "earshot/neardup.h"

enum { SLICE = 4096 };

struct repeats {
	struct neardup *index;
	bool begun, loaded, told;
	int64_t at_id;   /* loaded up to here */
	int64_t last_id; /* there at the start: looked up in their time */
	struct print_row rows[SLICE];
};

struct repeats *
repeats_new(void)
{
	struct repeats *r = calloc(1, sizeof(*r));

	if (r != NULL && (r->index = neardup_new()) == NULL) {
		free(r);
		r = NULL;
	}
	return (r);
}

void
repeats_free(struct repeats *r)
{

	if (r == NULL)
		return;
	neardup_free(r->index);
	free(r);
}

/* The first post that ${row} repeats, if any; else it may be one itself. */
static enum status
settle(struct repeats *r, struct store *s, const struct print_row *row)
{
	int64_t ids[NEARDUP_FOUND];
	size_t n = neardup_find(r->index, row->simhash, ids);
	bool known = false;
	enum status st = OK;

	for (size_t i = 0; i < n && ids[i] <= row->post_id; i++) {
		uint64_t first = 0;
		bool there = false;
		unsigned d;

		known = ids[i] == row->post_id;
		if (known)
			break;
		st = echoes_first(s, ids[i], &first, &there);
		if (st != OK)
			return (st);
		d = fingerprint_distance(first, row->simhash);
		if (there && d <= FINGERPRINT_NEAR)
			return (echoes_mark(s, row, ids[i], d));
	}
	/* Without memory one post fewer has echoes; no visit fails for that. */
	if (!known)
		st = neardup_add(r->index, row->simhash, row->post_id);
	return (st == E_MEMORY ? OK : st);
}

static enum status
settle_rows(struct repeats *r, struct store *s, size_t n)
{
	enum status st = store_begin(s);

	for (size_t i = 0; st == OK && i < n; i++)
		st = settle(r, s, &r->rows[i]);
	if (st == OK)
		return (store_commit(s));
	store_rollback(s);
	return (st);
}

static enum status
load_slice(struct repeats *r, struct store *s)
{
	size_t n = 0, old = 0;
	enum status st = OK;

	if (!r->begun)
		st = echoes_last(s, &r->last_id);
	r->begun = st == OK;
	if (st == OK)
		st = echoes_list(s, r->at_id, r->rows, SLICE, &n);
	if (st != OK)
		return (st);
	r->loaded = n < SLICE;
	while (old < n && r->rows[old].post_id <= r->last_id)
		old++;
	/* What came meanwhile has a slice of its own. */
	if (old > 0 && old < n) {
		n = old;
		r->loaded = false;
	}
	for (size_t i = 0; st == OK && i < old; i++)
		st = neardup_add(r->index, r->rows[i].simhash,
		    r->rows[i].post_id);
	if (st == OK && old == 0 && n > 0)
		st = settle_rows(r, s, n);
	if (st == OK && n > 0)
		r->at_id = r->rows[n - 1].post_id;
	return (st);
}

bool
repeats_load(struct repeats *r, struct store *s)
{
	enum status st;

	if (r == NULL || r->loaded)
		return (false);
	st = load_slice(r, s);
	if (st == OK)
		return (!r->loaded);
	/* Tried again in the next turn. */
	r->loaded = false;
	if (!r->told)
		log_line(LOG_WARN, "echoes_not_loaded status=%s %s",
		    status_word(st), store_error(s));
	r->told = true;
	return (false);
}

enum status
repeats_settle(struct repeats *r, struct store *s, const struct batch *b)
{
	enum status st = OK;

	for (size_t i = 0; r != NULL && r->loaded && st == OK && i < b->nposts;
	     i++) {
		const struct post *p = &b->posts[i];
		struct print_row row = { p->post_id, p->simhash };

		if (p->has_simhash && p->post_id > 0)
			st = settle(r, s, &row);
	}
	return (st);
}
