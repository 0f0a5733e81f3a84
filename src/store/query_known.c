/*
 * Filters that nothing can meet, because what they name was never there: an
 * empty list would be taken for an answer.
 */
#include <stdlib.h>

#include "reader_impl.h"

enum { SOURCES_MAX = 20000, SOURCES_SHOWN = 10, NAMES_MEMORY = 64 << 20 };

static enum status
is_there(struct reader *r, const char *text, struct str word, bool *ret)
{
	struct sql q;
	bool there = false;
	enum status st;

	reader_ask(r);
	q = sql_once(&r->db, text);
	sql_text(&q, word);
	st = sql_there(&q, &there);
	*ret = there;
	return (st);
}

/* The names of all sources, NULL-ended. */
static enum status
read_sources(struct reader *r, struct arena *a, const char **names,
    size_t *ret_n)
{
	struct sql q;
	enum status st;
	size_t n = 0;
	bool row;

	reader_ask(r);
	q = sql_once(&r->db, "SELECT name FROM source ORDER BY name");
	while ((st = sql_next(&q, &row)) == OK && row && n < SOURCES_MAX)
		names[n++] = arena_str(a, sql_get_str(&q, 0)).p;
	sql_end(&q);
	names[arena_failed(a) ? 0 : n] = NULL;
	*ret_n = n;
	return (st);
}

static enum status
no_source(struct reader *r, struct str word, struct buf *reterr)
{
	struct arena *a = arena_new(NAMES_MEMORY);
	const char **names = calloc(SOURCES_MAX + 1, sizeof(*names));
	const char *near = NULL;
	enum status st = E_MEMORY;
	size_t n = 0;

	if (a != NULL && names != NULL)
		st = read_sources(r, a, names, &n);
	if (st == OK)
		near = str_near(word, names);
	buf_printf(reterr, "no source is called \"%.*s\"", STR_ARG(word));
	if (near != NULL)
		buf_printf(reterr, "; did you mean \"%s\"?", near);
	for (size_t i = 0;
	     near == NULL && st == OK && names[i] != NULL && i < SOURCES_SHOWN;
	     i++)
		buf_printf(reterr, "%s \"%s\"", i == 0 ? "; there are" : ",",
		    names[i]);
	if (near == NULL && n > SOURCES_SHOWN)
		buf_printf(reterr, " and %zu more", n - SOURCES_SHOWN);
	free(names);
	arena_free(a);
	return (E_USAGE);
}

enum status
query_known(struct reader *r, const struct query_filter *f,
    struct query_heard *ret, struct buf *reterr)
{
	bool there = true;
	enum status st = OK;

	*ret = (struct query_heard){ true, true };
	if (f->source.n > 0)
		st = is_there(r,
		    "SELECT 1 FROM source WHERE name = ? COLLATE NOCASE",
		    f->source, &there);
	if (st == OK && !there)
		return (no_source(r, f->source, reterr));
	if (st == OK && f->theme.n > 0)
		st = is_there(r,
		    "SELECT 1 FROM theme WHERE ref = upper(?1) OR id = ?1",
		    f->theme, &there);
	if (st == OK && !there) {
		buf_printf(reterr,
		    "no theme has the reference \"%.*s\"; `earshot themes` "
		    "lists them",
		    STR_ARG(f->theme));
		return (E_USAGE);
	}
	if (st == OK && f->topic.n > 0)
		st = is_there(r,
		    "SELECT 1 FROM topic WHERE name = ? COLLATE NOCASE",
		    f->topic, &ret->topic);
	if (st == OK && f->brand.n > 0)
		st = is_there(r,
		    "SELECT 1 FROM mention WHERE list IN (?1, 'brand.' || ?1)",
		    f->brand, &ret->brand);
	if (st != OK)
		buf_adds(reterr, reader_error(r));
	return (st);
}

enum status
query_words(const struct query_filter *f, struct buf *reterr)
{
	struct question q;
	enum status st;

	question_init(&q);
	st = question_word(&q, "facet", f->facet, query_facets, "", reterr);
	if (st == OK)
		st = question_word(&q, "target", f->target, query_targets, "",
		    reterr);
	question_free(&q);
	return (st);
}
