/*
 * What is familiar at each place: how much of what was heard there, and in
 * which words.  A few places are known by heart; all of them are in a table,
 * written once a group.  What is new is said elsewhere (novelty.c).
 */
#include <inttypes.h>
#include <stdlib.h>

#include "earshot/novelty.h"

#include "store_impl.h"

enum { PLACES = 64 };

struct place {
	int64_t source_id; /* 0: free */
	int64_t posts, heard[SIGNAL_SPAM];
	uint64_t used; /* the last time */
	bool learned;  /* and not written yet */
	bool now;      /* in the visit under way */
	struct novelty_words words;
};

struct familiar {
	uint64_t time;
	struct place *places[PLACES];
};

static enum status
write_place(struct db *d, struct place *p)
{
	unsigned char packed[NOVELTY_PACKED_MAX];
	struct sql q = sql_begin(d, SQL_FAMILIAR_PUT,
	    "INSERT INTO familiar(source_id, posts, idea, complaint, praise,"
	    " question, advice, words) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT(source_id) DO UPDATE SET posts = excluded.posts,"
	    " idea = excluded.idea, complaint = excluded.complaint,"
	    " praise = excluded.praise, question = excluded.question,"
	    " advice = excluded.advice, words = excluded.words");
	enum status st;

	sql_int(&q, p->source_id);
	sql_int(&q, p->posts);
	for (enum signal s = 0; s < SIGNAL_SPAM; s++)
		sql_int(&q, p->heard[s]);
	sql_bytes(&q, packed, novelty_pack(&p->words, packed));
	st = sql_run(&q);
	if (st == OK)
		p->learned = false;
	return (st);
}

/* Of a place that nothing is known of everything is new. */
static enum status
read_place(struct posting *x, struct place *p, int64_t source_id)
{
	struct sql q = sql_begin(x->d, SQL_FAMILIAR_FIND,
	    "SELECT words, posts, idea, complaint, praise, question, advice"
	    " FROM familiar WHERE source_id = ?");
	enum status st;
	bool row;

	memset(p, 0, sizeof(*p));
	sql_int(&q, source_id);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		(void)novelty_unpack(sql_get_str(&q, 0), &p->words);
		p->posts = sql_get_int(&q, 1);
		for (enum signal s = 0; s < SIGNAL_SPAM; s++)
			p->heard[s] = sql_get_int(&q, 2 + (int)s);
	}
	sql_end(&q);
	if (st == OK)
		p->source_id = source_id;
	return (st);
}

/* A place for another one: a free one, or that of whom nobody asked longest. */
static enum status
free_place(struct posting *x, struct familiar *f, struct place **ret)
{
	struct place **oldest = &f->places[0];
	enum status st = OK;

	for (size_t i = 0; i < PLACES; i++) {
		struct place **p = &f->places[i];

		if (*p == NULL && (*p = calloc(1, sizeof(**p))) == NULL)
			return (db_fail(x->d, E_MEMORY, "out of memory"));
		if ((*p)->source_id == 0) {
			*ret = *p;
			return (OK);
		}
		if ((*p)->used < (*oldest)->used)
			oldest = p;
	}
	if ((*oldest)->learned)
		st = write_place(x->d, *oldest);
	(*oldest)->source_id = 0;
	*ret = *oldest;
	return (st);
}

static enum status
find_place(struct posting *x, int64_t source_id, struct place **ret)
{
	struct familiar *f = x->s->familiar;
	enum status st;

	if (f == NULL)
		f = x->s->familiar = calloc(1, sizeof(*f));
	if (f == NULL)
		return (db_fail(x->d, E_MEMORY, "out of memory"));
	for (size_t i = 0; i < PLACES && f->places[i] != NULL; i++)
		if (f->places[i]->source_id == source_id) {
			*ret = f->places[i];
			(*ret)->used = ++f->time;
			return (OK);
		}
	st = free_place(x, f, ret);
	if (st == OK)
		st = read_place(x, *ret, source_id);
	if (st == OK)
		(*ret)->used = ++f->time;
	return (st);
}

/* How many posts of the same voice are older than ${row}; more than a few
 * make no difference. */
static enum status
count_voice(struct posting *x, const struct stored *row, int64_t *ret)
{
	struct sql q = sql_begin(x->d, SQL_VOICE_POSTS,
	    "SELECT count(*) FROM (SELECT 1 FROM post WHERE voice_id = ?1"
	    " AND (at_ts, id) < (?2, ?3) LIMIT ?4)");
	enum status st;
	bool row_there;

	sql_int(&q, row->voice_id);
	sql_int(&q, row->at_ts);
	sql_int(&q, row->post_id);
	sql_int(&q, NOVELTY_VOICE_POSTS_MAX);
	st = sql_next(&q, &row_there);
	*ret = st == OK && row_there ? sql_get_int(&q, 0) : 0;
	sql_end(&q);
	return (st);
}

enum status
familiar_novelty(struct posting *x, const struct stored *row,
    const struct post *p, enum signal signal, struct novelty *ret)
{
	struct novelty_counts c = { .voice_posts = -1 };
	struct place *place = NULL;
	enum status st = find_place(x, row->source_id, &place);

	if (st == OK && row->voice_id != 0)
		st = count_voice(x, row, &c.voice_posts);
	if (st != OK)
		return (st);
	c.place_posts = place->posts;
	c.place_insights = place->heard[signal];
	c.words = novelty_rare(&place->words, p->said, p->nsaid);
	novelty_of(&c, ret);
	place->heard[signal]++;
	place->learned = place->now = true;
	return (OK);
}

enum status
familiar_learn(struct posting *x, const struct post *p)
{
	struct place *place = NULL;
	enum status st = find_place(x, x->b->source_id, &place);

	if (st != OK)
		return (st);
	novelty_learn(&place->words, p->said, p->nsaid);
	place->posts++;
	place->learned = place->now = true;
	return (OK);
}

/* Of a place that is given up, other visits of the group may have taught
 * something as well: a few posts count for nothing. */
void
familiar_end(struct store *s, bool keep)
{
	struct familiar *f = s->familiar;

	for (size_t i = 0; f != NULL && i < PLACES && f->places[i] != NULL;
	     i++) {
		if (f->places[i]->now && !keep)
			f->places[i]->source_id = 0;
		f->places[i]->now = false;
	}
}

enum status
familiar_settle(struct store *s)
{
	struct familiar *f = s->familiar;
	enum status st = OK;

	for (size_t i = 0;
	     f != NULL && st == OK && i < PLACES && f->places[i] != NULL; i++)
		if (f->places[i]->source_id != 0 && f->places[i]->learned)
			st = write_place(&s->db, f->places[i]);
	return (st);
}

void
familiar_drop(struct store *s)
{
	struct familiar *f = s->familiar;

	for (size_t i = 0; f != NULL && i < PLACES; i++)
		free(f->places[i]);
	free(f);
	s->familiar = NULL;
}
