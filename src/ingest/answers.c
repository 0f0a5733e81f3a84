/*
 * What new comments may answer: by which names, which the writer looks up when
 * everybody is there; and whose words they are that a comment repeats, as far
 * as those are known by now.
 */
#include <stdlib.h>

#include "earshot/answered.h"
#include "earshot/copied.h"
#include "earshot/hash.h"
#include "earshot/replies.h"

#include "stages.h"

enum {
	PARENT_MEMORY = 4 << 20, /* of one post that is answered */
	HELD = 256               /* names whose holder is remembered */
};

struct held {
	uint64_t key; /* 0: free */
	int64_t post_id;
};

/* The post that is answered: of this document, or stored; the last one that
 * was held against a comment. */
struct answered {
	const struct post *here;
	int64_t post_id;
};

struct answers {
	struct stages *s;
	struct batch *b;
	struct held held[HELD];
	struct held *here; /* the document's names, to places in it from 1 */
	size_t slots;
	struct arena *arena;
	struct answered of;
	struct str title;
	struct copied *words; /* of `of` */
};

static bool
is_comment(const struct post *p)
{

	return (p->kind == POST_COMMENT || p->kind == POST_ANSWER);
}

static uint64_t
name_key(bool guid, struct str word, int64_t link_key)
{
	uint64_t key = guid ? hash_stable64(word) : (uint64_t)link_key;

	key = (key ^ (guid ? 0x5bd1e995u : 0)) * 0x9e3779b97f4a7c15u;
	return (key != 0 ? key : 1);
}

static struct held *
slot(struct answers *x, uint64_t key)
{
	size_t at = (size_t)(key >> 32) & (x->slots - 1);

	while (x->here[at].key != 0 && x->here[at].key != key)
		at = (at + 1) & (x->slots - 1);
	return (&x->here[at]);
}

static void
put_name(struct answers *x, uint64_t key, size_t i)
{
	struct held *h = slot(x, key);

	/* Whose it is when two have it, the writer says. */
	if (h->key == 0)
		*h = (struct held){ key, (int64_t)i + 1 };
}

/* The document's own posts by guid and link. */
static enum status
index_here(struct answers *x)
{
	struct batch *b = x->b;

	x->slots = 16;
	while (x->slots < 4 * b->nposts)
		x->slots *= 2;
	x->here = calloc(x->slots, sizeof(*x->here));
	if (x->here == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < b->nposts; i++) {
		const struct post *p = &b->posts[i];

		if (p->guid.n > 0)
			put_name(x, name_key(true, p->guid, 0), i);
		if (p->canonical.n > 0)
			put_name(x,
			    name_key(false, p->guid,
				post_link_key(p->canonical)),
			    i);
	}
	return (OK);
}

/* One of this document, whose words are known here. */
static const struct post *
find_here(struct answers *x, const struct reply_key *k)
{
	const struct held *h;
	const struct post *p;

	if (k->how == REPLY_POST || k->how == REPLY_TITLE)
		return (NULL);
	h = slot(x, name_key(k->how == REPLY_ID, k->word, k->link_key));
	if (h->key == 0)
		return (NULL);
	p = &x->b->posts[h->post_id - 1];
	if (p->seen == SEEN_KNOWN || (k->how == REPLY_PAGE && is_comment(p)))
		return (NULL);
	return (p);
}

static enum status
find_stored(struct answers *x, const struct reply_key *k, int64_t *ret)
{
	uint64_t key = name_key(k->word.n > 0, k->word, k->link_key) + k->how;
	struct held *h = &x->held[(key >> 32) % HELD];
	enum status st = OK;

	*ret = 0;
	if (x->s->reader == NULL)
		return (OK);
	if (h->key != key) {
		st = answered_find(x->s->reader, k, x->b->source_id,
		    x->b->feed_id, ret);
		if (st == OK)
			*h = (struct held){ key, *ret };
	}
	*ret = h->key == key ? h->post_id : 0;
	return (st);
}

static enum status
find_answered(struct answers *x, const struct post *p,
    const struct replies *found, struct answered *ret)
{
	enum status st = OK;

	*ret = (struct answered){ NULL, 0 };
	for (size_t i = 0; st == OK && i < found->n; i++) {
		const struct reply_key *k = &found->keys[i];

		ret->here = find_here(x, k);
		if (ret->here == p)
			ret->here = NULL;
		if (ret->here != NULL)
			break;
		st = find_stored(x, k, &ret->post_id);
		if (ret->post_id == p->post_id)
			ret->post_id = 0;
		if (ret->post_id != 0)
			break;
	}
	return (st);
}

/* Made ready once for all that answer it one after another. */
static enum status
take_answered(struct answers *x, const struct answered *of)
{
	struct str text = { NULL, 0 };
	enum status st = OK;

	if (x->words != NULL && of->here == x->of.here &&
	    of->post_id == x->of.post_id)
		return (OK);
	if (x->arena == NULL)
		x->arena = arena_new(PARENT_MEMORY);
	if (x->arena == NULL)
		return (E_MEMORY);
	arena_reset(x->arena);
	x->words = NULL;
	x->of = *of;
	if (of->here != NULL) {
		x->title = of->here->title;
		text = of->here->text;
	} else
		st = answered_words(x->s->reader, x->arena, of->post_id,
		    &x->title, &text);
	if (st == OK)
		x->words = copied_new(x->arena, text);
	return (st == OK && x->words == NULL ? E_MEMORY : st);
}

/* Words and title that are those of what it answers. */
static enum status
mark_copies(struct answers *x, struct post *p, const struct replies *found)
{
	struct answered of;
	struct quote *quotes, *kept;
	size_t n;
	enum status st = find_answered(x, p, found, &of);

	p->title_taken = p->title.n > 0 && str_ieq(p->title, x->b->feed_title);
	if (st != OK || (of.here == NULL && of.post_id == 0))
		return (st);
	st = take_answered(x, &of);
	if (st != OK)
		return (st);
	p->title_taken |= p->title.n > 0 && str_ieq(p->title, x->title);
	st = copied_find(x->s->scratch, x->words, p->text, p->quotes,
	    p->nquotes, &quotes, &n);
	if (st != OK || quotes == p->quotes)
		return (st);
	kept = arena_array(x->b->arena, n, sizeof(*kept));
	if (kept == NULL)
		return (E_MEMORY);
	memcpy(kept, quotes, n * sizeof(*kept));
	p->quotes = kept;
	p->nquotes = n;
	stage_print(p);
	return (OK);
}

static enum status
keep_names(struct arena *a, struct post *p, const struct replies *found)
{

	p->replies = arena_array(a, found->n, sizeof(*p->replies));
	if (p->replies == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < found->n; i++) {
		p->replies[i] = found->keys[i];
		if (found->keys[i].word.n > 0)
			p->replies[i].word = arena_str(a, found->keys[i].word);
	}
	p->nreplies = found->n;
	return (arena_failed(a) ? E_MEMORY : OK);
}

static enum status
look_at(struct answers *x, struct post *p)
{
	struct reply_feed feed = { x->b->feed_link, x->b->feed_title };
	struct replies found;
	enum status st;

	arena_reset(x->s->scratch);
	st = replies_find(x->s->scratch, p, &feed, &found);
	if (st != OK || found.n == 0)
		return (st);
	if (p->seen == SEEN_NEW)
		st = keep_names(x->b->arena, p, &found);
	if (st != OK || !is_comment(p))
		return (st);
	if (x->here == NULL)
		st = index_here(x);
	return (st == OK ? mark_copies(x, p, &found) : st);
}

enum status
stage_answers(struct stages *s, struct batch *b)
{
	struct answers x = { .s = s, .b = b };
	enum status st = OK;

	for (size_t i = 0; st == OK && i < b->nposts; i++)
		if (b->posts[i].seen != SEEN_KNOWN)
			st = look_at(&x, &b->posts[i]);
	free(x.here);
	arena_free(x.arena);
	return (st);
}
