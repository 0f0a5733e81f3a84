/*
 * One insight after the other: its telling words, whose theme they fit, and
 * the rows that follow from that.
 */
#include "gather.h"

#include <stdlib.h>

#include "earshot/log.h"
#include "earshot/theme.h"
#include "earshot/theme_rows.h"

#include "forms.h"

enum {
	PAGE = 256,
	GROUP_MAX = 4096, /* before one commit */
	MEMORY = 4 << 20,
	LOAD = THEME_POINTS / 2,
	TRIES = THEME_ALONE, /* with one that is gone */
	WORDS_BYTES = TELLING_MAX * 4
};

struct gather {
	struct themes *index; /* NULL: to be filled */
	struct forms *forms;  /* with it */
	struct arena *arena;
	bool told; /* of a failure */
};

struct gather *
gather_new(void)
{
	struct gather *g = calloc(1, sizeof(*g));

	if (g != NULL && (g->arena = arena_new(MEMORY)) == NULL) {
		free(g);
		g = NULL;
	}
	return (g);
}

void
gather_free(struct gather *g)
{

	if (g == NULL)
		return;
	gather_forget(g);
	arena_free(g->arena);
	free(g);
}

void
gather_forget(struct gather *g)
{

	if (g == NULL)
		return;
	themes_free(g->index);
	forms_free(g->forms);
	g->index = NULL;
	g->forms = NULL;
}

/* Little end first, on every machine. */
static struct str
words_bytes(const struct telling *t, unsigned char ret[WORDS_BYTES])
{

	for (size_t i = 0; i < 4 * t->n; i++)
		ret[i] = (unsigned char)(t->words[i / 4] >> (i % 4 * 8));
	return ((struct str){ (const char *)ret, 4 * t->n });
}

static void
read_words(struct str s, struct telling *ret)
{

	*ret = (struct telling){ .n = 0 };
	for (; ret->n < TELLING_MAX && 4 * ret->n + 4 <= s.n; ret->n++)
		for (size_t i = 0; i < 4; i++)
			ret->words[ret->n] |=
			    (uint32_t)(unsigned char)s.p[4 * ret->n + i]
			    << (8 * i);
}

static enum status
load_one(void *arg, const struct theme_loaded *row)
{
	struct gather *g = arg;
	struct telling words;
	struct theme_point p = { row->insight_id, row->theme_id, row->signal,
		row->about, &words };

	read_words(row->words, &words);
	return (themes_add(g->index, &p));
}

static enum status
load(struct gather *g, struct store *s)
{
	enum status st;

	if (g->index != NULL)
		return (OK);
	g->index = themes_new();
	if (g->index == NULL)
		return (E_MEMORY);
	st = forms_new(s, &g->forms);
	if (st == OK)
		st = theme_rows_load(s, LOAD, load_one, g);
	if (st != OK)
		gather_forget(g);
	return (st);
}

/* Everybody's words alone find nobody. */
static bool
tells(const struct telling *t)
{

	for (size_t i = 0; i < t->n; i++)
		if ((t->words[i] & 1) == 0)
			return (true);
	return (false);
}

static void
copy_places(const struct theme_place *from, size_t n, struct telling_place *to)
{

	for (size_t i = 0; i < n; i++)
		to[i] = (struct telling_place){ from[i].field, from[i].start,
			from[i].end, from[i].points };
}

static enum status
tell(struct gather *g, struct store *s, const struct theme_insight *in,
    struct telling *ret, bool *ret_same)
{
	struct telling_place places[THEME_ROWS_PLACES];
	struct telling_place names[THEME_ROWS_PLACES];
	struct telling_from from = { .signal = in->signal,
		.title = in->title,
		.text = in->text,
		.lang = in->lang,
		.titled = in->titled,
		.places = places,
		.nplaces = in->nplaces,
		.names = names,
		.nnames = in->nnames,
		.source = in->source };
	unsigned char bytes[WORDS_BYTES];
	struct theme_told told = { .about = in->about };
	enum status st;

	copy_places(in->places, in->nplaces, places);
	copy_places(in->names, in->nnames, names);
	st = telling_of(g->arena, &from, ret);
	if (st != OK)
		return (st);
	if (!tells(ret))
		ret->n = 0;
	told.words = words_bytes(ret, bytes);
	told.field = ret->field;
	told.start = ret->start;
	told.end = ret->end;
	*ret_same = str_eq(told.words, in->words);
	/* The sentence may have moved where its words did not. */
	return (ret->n == 0 && in->words.n == 0
		    ? OK
		    : theme_rows_told(s, in->insight_id, &told));
}

/* Those of the index that are not there any more, or not alone, go. */
static enum status
look_again(struct gather *g, struct store *s, struct theme_choice *c,
    bool *ret_again)
{
	enum status st = OK;

	*ret_again = false;
	for (size_t i = 0; st == OK && i < c->nalone; i++) {
		bool alone = false;

		st = theme_rows_alone(s, c->alone[i], &alone);
		if (st == OK && !alone) {
			themes_drop(g->index, c->alone[i]);
			*ret_again = true;
		}
	}
	return (st);
}

static enum status
choose(struct gather *g, struct store *s, const struct theme_point *p,
    struct theme_choice *ret)
{
	enum status st = OK;
	bool again = true;

	for (int i = 0; st == OK && again && i < TRIES; i++) {
		themes_choose(g->index, p, ret);
		st = look_again(g, s, ret, &again);
	}
	if (again)
		*ret = (struct theme_choice){ .theme_id = 0 };
	return (st);
}

static enum status
merge(struct gather *g, struct store *s, struct theme_point *p,
    int64_t merge_id)
{
	int64_t into, from;
	enum status st =
	    theme_rows_merge(s, p->theme_id, merge_id, &into, &from);

	if (st != OK || into == 0)
		return (st);
	p->theme_id = into;
	return (themes_merge(g->index, from, into));
}

/* It joins a theme, or founds one with the first that stands alone; and who
 * else stands alone no more comes along. */
static enum status
join(struct gather *g, struct store *s, struct theme_point *p)
{
	struct theme_choice c;
	size_t first = 0;
	enum status st = choose(g, s, p, &c);

	if (st != OK || (c.theme_id == 0 && c.nalone == 0))
		return (st);
	if (c.theme_id != 0) {
		p->theme_id = c.theme_id;
		st = theme_rows_join(s, c.theme_id, p->insight_id);
	} else {
		st = theme_rows_found(s, c.alone[0], p->insight_id,
		    &p->theme_id);
		if (st == OK)
			st = themes_move(g->index, c.alone[0], p->theme_id);
		first = 1;
	}
	for (size_t i = first; st == OK && i < c.nalone; i++) {
		st = theme_rows_join(s, p->theme_id, c.alone[i]);
		if (st == OK)
			st = themes_move(g->index, c.alone[i], p->theme_id);
	}
	if (st == OK && c.merge_id != 0)
		st = merge(g, s, p, c.merge_id);
	return (st);
}

static enum status
place(struct gather *g, struct store *s, const struct theme_insight *in)
{
	struct telling words = { .n = 0 };
	struct theme_point p = { in->insight_id, in->theme_id, in->signal,
		in->about, &words };
	bool same = false;
	enum status st;

	if (!in->live) {
		themes_drop(g->index, in->insight_id);
		return (OK);
	}
	st = tell(g, s, in, &words, &same);
	if (st == OK && p.theme_id != 0 && !same &&
	    !themes_fits(g->index, &p)) {
		st = theme_rows_leave(s, p.insight_id);
		themes_drop(g->index, p.insight_id);
		p.theme_id = 0;
	}
	if (st == OK && p.theme_id == 0 && words.n > 0)
		st = join(g, s, &p);
	if (st == OK)
		st = themes_add(g->index, &p);
	if (st == E_TOO_LARGE) {
		/* The next one finds it filled with the newest. */
		gather_forget(g);
		st = OK;
	}
	return (st);
}

static enum status
settle_one(struct gather *g, struct store *s, int64_t insight_id)
{
	struct theme_insight in;
	bool there;
	enum status st = load(g, s);

	arena_reset(g->arena);
	if (st == OK)
		st = theme_rows_read(s, g->arena, insight_id, &in, &there);
	if (st == OK && there && in.live)
		st = forms_pass(g->forms, s, &in);
	if (st == OK && there)
		st = place(g, s, &in);
	return (st);
}

/* Without memory themes wait; no visit fails for that. */
static enum status
fail(struct gather *g, struct store *s, enum status st)
{

	if (st == OK)
		return (OK);
	if (!g->told)
		log_line(LOG_WARN, "themes_not_found status=%s %s",
		    status_word(st), store_error(s));
	g->told = true;
	gather_forget(g);
	return (st == E_MEMORY ? OK : st);
}

enum status
gather_settle(struct gather *g, struct store *s)
{
	int64_t ids[PAGE];
	size_t n = PAGE, done = 0;
	enum status st = OK;

	while (g != NULL && st == OK && n == PAGE && done < GROUP_MAX) {
		st = theme_rows_next(s, ids, PAGE, &n);
		for (size_t i = 0; st == OK && i < n; i++)
			st = settle_one(g, s, ids[i]);
		if (st == OK && n > 0)
			st = theme_rows_done(s, ids[n - 1]);
		if (st == OK)
			st = forms_again(g->forms, s);
		done += n;
	}
	return (g != NULL ? fail(g, s, st) : OK);
}

bool
gather_rest(struct gather *g, struct store *s)
{
	bool waits = false;
	enum status st;

	if (g == NULL || g->told)
		return (false);
	st = theme_rows_waiting(s, &waits);
	if (st != OK || !waits)
		return (false);
	st = store_begin(s);
	if (st == OK)
		st = gather_settle(g, s);
	st = store_end(s, st);
	if (st != OK)
		gather_forget(g);
	return (st == OK && !g->told);
}
