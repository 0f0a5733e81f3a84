/*
 * Pieces are ranges of post ids: a few are under way at a time, so that visits
 * go on between them.  Whatever a run did not reach still bears the old rules'
 * number, and so nothing need be remembered.
 */
#include "earshot/rescore.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/log.h"

enum {
	PIECE = 64,    /* posts */
	UNDER_WAY = 6, /* pieces */
	PASSES_MAX = 10,
	PIECE_BYTES = 64 << 20, /* the most that a piece's arena may hold */
	WORDS_BYTES = 1 << 16,
	DEADLINE_MS = 10000
};

struct rescore {
	struct ingest *ingest;
	const char *store_url;
	struct stale what;
	struct arena *words;
	char rules[33]; /* hash, when this pass began */
	int64_t next, last;
	size_t under_way;
	int passes;
	bool overtaken; /* by a visit that old rules scored, perhaps */
	bool stopping, told, waits;
	char held[STORE_WAL_HELD]; /* why it waits */
	struct rescore_state state;
	char error[600];
};

static enum status
read_last(struct rescore *r, struct buf *reterr)
{
	struct reader *reader = NULL;
	enum status st =
	    reader_open(r->store_url, DEADLINE_MS, &reader, reterr);

	if (st != OK)
		return (st);
	st = stale_last(reader, &r->last);
	if (st != OK)
		buf_adds(reterr, reader_error(reader));
	reader_close(reader);
	return (st);
}

static void
begin_pass(struct rescore *r)
{

	memcpy(r->rules, ruleset_info(ingest_ruleset(r->ingest))->hash,
	    sizeof(r->rules));
	r->next = 0;
	r->overtaken = false;
	r->passes++;
	r->state.done = 0;
	r->state.all = r->last;
}

/* The filter's words outlive whoever asked. */
static bool
copy_words(struct rescore *r)
{
	struct query_filter *f = &r->what.filter;
	struct str *words[] = { &f->signal, &f->topic, &f->brand, &f->source,
		&f->lang, &f->facet, &f->target, &f->state, &f->theme,
		&f->sort };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i]->p != NULL)
			*words[i] = arena_str(r->words, *words[i]);
	return (!arena_failed(r->words));
}

enum status
rescore_new(struct ingest *in, const char *store_url, const struct stale *what,
    struct rescore **ret, struct buf *reterr)
{
	struct rescore *r = calloc(1, sizeof(*r));
	enum status st = E_MEMORY;

	if (r == NULL)
		goto out;
	r->ingest = in;
	r->store_url = store_url;
	r->what = *what;
	r->words = arena_new(WORDS_BYTES);
	if (r->words == NULL || !copy_words(r))
		goto out;
	st = stale_check(&r->what, reterr);
	if (st == OK)
		st = read_last(r, reterr);
	if (st == OK)
		begin_pass(r);
out:
	if (st != OK) {
		if (buf_str(reterr).n == 0)
			buf_adds(reterr, status_word(st));
		rescore_free(r);
		return (st);
	}
	*ret = r;
	return (OK);
}

static bool
push_piece(struct rescore *r)
{
	static const struct feed nobody = {
		.spec = { .url = { "stored posts", 12 } },
	};
	struct batch *b = batch_new(&nobody, PIECE_BYTES, 0);

	if (b == NULL)
		return (false);
	b->replayed = true;
	b->stale = &r->what;
	b->stale_from = r->next;
	b->stale_to = r->next + PIECE < r->last ? r->next + PIECE : r->last;
	r->next = b->stale_to;
	r->under_way++;
	ingest_enter(r->ingest, b);
	ingest_push(r->ingest, b);
	return (true);
}

static void
fail(struct rescore *r, struct str why)
{

	if (r->error[0] == '\0')
		snprintf(r->error, sizeof(r->error), "%.*s", STR_ARG(why));
	r->stopping = true;
}

static enum status
note_end(struct store *s, void *arg)
{

	return (store_event(s, "reclassify", arg));
}

static void
tell(struct rescore *r)
{
	char what[300];

	r->told = true;
	/* That nothing was to be done is no news. */
	if (r->state.posts == 0)
		return;
	snprintf(what, sizeof(what),
	    "%" PRId64 " posts by rule set %.8s%s: insights new %" PRId64
	    " changed %" PRId64 " withdrawn %" PRId64,
	    r->state.posts, r->rules, r->stopping ? " (not all)" : "",
	    r->state.fresh, r->state.changed, r->state.withdrawn);
	log_line(LOG_NOTICE, "reclassify %s", what);
	if (ingest_run(r->ingest, note_end, what) != OK)
		log_line(LOG_WARN, "event_lost kind=reclassify");
}

/* Other rules came meanwhile, or a visit overtook a piece: what bears another
 * number is looked for once more. */
static bool
once_more(struct rescore *r)
{
	struct buf why = BUF_INIT(500);
	const char *rules = ruleset_info(ingest_ruleset(r->ingest))->hash;
	bool again = r->overtaken || strcmp(rules, r->rules) != 0;

	if (r->stopping || !again || r->passes >= PASSES_MAX)
		return (false);
	if (read_last(r, &why) != OK) {
		fail(r, buf_str(&why));
		again = false;
	} else
		begin_pass(r);
	buf_free(&why);
	return (again);
}

static void
look_at_room(struct rescore *r)
{
	bool waited = r->waits;

	r->waits = !r->stopping && r->next < r->last &&
		   ingest_crowded(r->ingest, r->held, sizeof(r->held));
	if (r->waits && !waited)
		log_line(LOG_NOTICE, "reclassify_waits %s", r->held);
	else if (waited && !r->waits)
		log_line(LOG_NOTICE, "reclassify_goes_on");
}

void
rescore_push(struct rescore *r)
{

	look_at_room(r);
	if (r->waits)
		return;
	do {
		while (!r->stopping && r->next < r->last &&
		       (r->under_way == 0 || (r->under_way < UNDER_WAY &&
						 ingest_room(r->ingest) > 0)))
			if (!push_piece(r))
				fail(r, STR("out of memory"));
		if (r->under_way > 0)
			return;
	} while (once_more(r));
	if (!r->told)
		tell(r);
}

bool
rescore_take(struct rescore *r, struct batch *b)
{

	if (b->stale == NULL)
		return (false);
	r->under_way--;
	r->state.done += b->stale_to - b->stale_from;
	if (b->stored != OK || b->outcome == OUTCOME_FAILED)
		fail(r,
		    b->error.n > 0 ? b->error : str_of(status_word(b->stored)));
	else {
		r->state.posts += b->rescored_posts;
		r->state.fresh += b->new_insights;
		r->state.changed += b->changed_insights;
		r->state.withdrawn += b->withdrawn_insights;
		r->overtaken |= b->overtaken_posts > 0;
	}
	ingest_leave(r->ingest, b);
	return (true);
}

void
rescore_stop(struct rescore *r)
{

	r->stopping = true;
}

void
rescore_state(const struct rescore *r, struct rescore_state *ret)
{

	*ret = r->state;
	ret->waits = r->waits ? r->held : NULL;
	ret->over = r->told;
	ret->error = r->error[0] != '\0' ? r->error : NULL;
}

void
rescore_free(struct rescore *r)
{

	if (r == NULL)
		return;
	arena_free(r->words);
	free(r);
}
