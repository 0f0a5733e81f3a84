/*
 * Words for feeds: what they may be, whom they mean, and what is said when that
 * is nobody or several.
 */
#include "earshot/named.h"

#include <stdlib.h>

#include "earshot/setup.h"
#include "earshot/url.h"

enum { MASKS_MEMORY = 1 << 18 };

enum named_by
named_by(struct str word, int64_t *ret_id)
{
	int64_t id = 0;
	bool hash = word.n > 0 && word.p[0] == '#';

	*ret_id = 0;
	if (str_trim(word).n == 0)
		return (NAMED_NOTHING);
	if (url_absolute(word))
		return (NAMED_URL);
	if (str_to_i64(str_sub(word, hash ? 1 : 0, word.n), &id) && id > 0)
		*ret_id = id;
	if (hash)
		return (*ret_id > 0 ? NAMED_NUMBER : NAMED_NEVER);
	return (NAMED_WORD);
}

bool
named_is(const struct feed_spec *spec, struct str name)
{

	return (str_ieq(str_of(spec->source), name) ||
		str_ieq(str_of(spec->title), name));
}

bool
named_address(struct str word)
{

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == ' ' || word.p[i] == '\t' || word.p[i] == '\n')
			return (false);
	return (str_findc(word, '.') != SIZE_MAX ||
		str_findc(word, '/') != SIZE_MAX);
}

void
named_no_number(struct str word, struct buf *out)
{
	int64_t id;

	if (named_by(word, &id) == NAMED_NEVER)
		buf_printf(out, "'%.*s' is no number of a feed; write '#12'",
		    STR_ARG(word));
	else
		buf_printf(out,
		    "no feed has the number %.*s; `earshot feeds list --json` "
		    "shows feed_id",
		    STR_ARG(word));
}

void
named_no_name(struct str word, const char *near, struct buf *out)
{

	buf_printf(out, "no source or feed is called \"%.*s\"; ",
	    STR_ARG(word));
	if (near != NULL)
		buf_printf(out, "did you mean \"%s\"?", near);
	else
		buf_adds(out, "`earshot feeds export` shows the lists");
}

void
named_several(size_t n, const char *are, struct str word, const char *also,
    struct buf *out)
{

	buf_printf(out, "%zu feeds %s \"%.*s\"; say %swhich one:\n", n, are,
	    STR_ARG(word), also);
}

void
named_line(struct arena *a, int64_t id, struct str url, struct buf *out)
{

	arena_reset(a);
	buf_adds(out, "  ");
	if (id > 0)
		buf_printf(out, "'#%lld'  ", (long long)id);
	buf_printf(out, "%.*s\n", STR_ARG(url_mask(a, url)));
}

void
named_more(size_t n, struct buf *out)
{

	if (n > NAMED_SHOWN)
		buf_printf(out, "  and %zu more\n", n - NAMED_SHOWN);
}

/* http or https is all the same, and people leave it out. */
static struct str
without_scheme(struct str url)
{
	size_t at = str_find(url, STR("://"));

	return (at == SIZE_MAX ? url : str_sub(url, at + 3, url.n));
}

/* ${a}: NULL but for who writes ***: only he means one by its mask. */
static bool
is_at(struct arena *a, const struct feed *f, struct str url)
{

	if (str_eq(without_scheme(feed_address(&f->spec, &f->facts)), url) ||
	    str_eq(without_scheme(f->spec.url), url))
		return (true);
	if (a == NULL)
		return (false);
	arena_reset(a);
	return (str_eq(without_scheme(url_mask(a, f->spec.url)), url));
}

struct search {
	struct road *road;
	struct arena *arena; /* for addresses as they are shown */
	struct str word, rest;
	int64_t id;
	const struct feed *first; /* of those that are meant */
	size_t n;
};

enum { BY_NAME, BY_NUMBER, BY_ADDRESS };

static bool
is_meant(const struct search *s, const struct feed *f, int by)
{
	bool masked = str_find(s->word, STR("***")) != SIZE_MAX;

	/* A number is a comment feed's, too. */
	if (f->id == 0 || by == BY_NUMBER)
		return (f->id != 0 && f->id == s->id);
	if (f->found_by != 0)
		return (false);
	return (by == BY_NAME ? named_is(&f->spec, s->word)
			      : is_at(masked ? s->arena : NULL, f, s->rest));
}

static void
look(struct search *s, int by)
{

	for (size_t i = 0; i < road_places(s->road); i++) {
		const struct feed *f = road_feed(s->road, i);

		if (!is_meant(s, f, by))
			continue;
		if (s->n++ == 0)
			s->first = f;
	}
}

static void
say_several(struct search *s, int by, struct buf *out)
{
	size_t shown = 0;

	named_several(s->n, by == BY_NAME ? "are called" : "are at", s->word,
	    "", out);
	for (size_t i = 0; i < road_places(s->road) && shown < NAMED_SHOWN;
	     i++) {
		const struct feed *f = road_feed(s->road, i);

		if (!is_meant(s, f, by))
			continue;
		named_line(s->arena, f->id, feed_address(&f->spec, &f->facts),
		    out);
		shown++;
	}
	named_more(s->n, out);
}

/* No feed is called so, but one may nearly be. */
static void
say_no_name(const struct search *s, struct buf *out)
{
	size_t places = road_places(s->road), n = 0;
	const char **names = calloc(places + 1, sizeof(*names));
	const char *near = NULL;

	for (size_t i = 0; names != NULL && i < places; i++) {
		const struct feed *f = road_feed(s->road, i);

		if (f->id != 0 && f->found_by == 0 && f->spec.source != NULL)
			names[n++] = f->spec.source;
	}
	if (names != NULL)
		near = str_near(s->word, names);
	free(names);
	named_no_name(s->word, near, out);
	buf_addc(out, '\n');
}

static bool
say_none(const struct search *s, enum named_by by, struct buf *out)
{

	if (by == NAMED_NOTHING)
		buf_adds(out, NAMED_EMPTY "\n");
	else if (by == NAMED_NEVER) {
		named_no_number(s->word, out);
		buf_addc(out, '\n');
	} else if (s->id > 0)
		/* The database may know it, but nobody visits it. */
		buf_printf(out,
		    "%.*s is the number of no feed in the lists, nor of a "
		    "comment feed that is visited now; `earshot feeds list "
		    "--json` shows feed_id\n",
		    STR_ARG(s->word));
	else if (by == NAMED_URL || named_address(s->word))
		setup_unlisted(s->road, s->word, out);
	else
		say_no_name(s, out);
	return (false);
}

static bool
search(struct search *s, const struct feed **ret, struct buf *out)
{
	enum named_by by = named_by(s->word, &s->id);
	int how = BY_ADDRESS;

	if (by == NAMED_URL)
		s->first = road_find(s->road, s->word);
	if (s->first != NULL) {
		*ret = s->first;
		return (true);
	}
	if (by == NAMED_WORD)
		look(s, how = BY_NAME);
	if (s->n == 0 && s->id > 0)
		look(s, how = BY_NUMBER);
	if (s->n == 0 && (by == NAMED_URL || by == NAMED_WORD))
		look(s, how = BY_ADDRESS);
	if (s->n == 0)
		return (say_none(s, by, out));
	*ret = s->first;
	if (s->n > 1)
		say_several(s, how, out);
	return (s->n == 1);
}

bool
setup_named(struct road *r, struct str word, const struct feed **ret,
    struct buf *out)
{
	struct search s = { .road = r, .word = word };
	bool one;

	s.arena = arena_new(MASKS_MEMORY);
	if (s.arena == NULL) {
		buf_adds(out, "out of memory\n");
		return (false);
	}
	s.rest = without_scheme(word);
	one = search(&s, ret, out);
	arena_free(s.arena);
	return (one);
}
