/*
 * Which feeds of the lists a person means: by address, name or number.
 */
#include "feeds_choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/named.h"
#include "earshot/url.h"

enum { LINES_EACH = 1000, SCRATCH_MAX = 1 << 20, SAID_MAX = 1 << 20 };

struct asked {
	struct cli *cli;
	const struct setup *setup;
	struct choice *choice;
	struct arena *arena;
};

bool
choice_begin(struct choice *h)
{

	h->chosen = calloc(feedlist_count(h->list) + 1, sizeof(*h->chosen));
	return (h->chosen != NULL);
}

void
choice_end(struct choice *h)
{

	free(h->chosen);
	faults_free(&h->faults);
	feedlist_free(h->list);
	files_free(h->files);
}

/* What was said of the word; 2. */
static int
refuse(const struct asked *q, struct buf *said)
{
	int status =
	    cli_fail(q->cli, 2, "%.*s", STR_ARG(str_trim(buf_str(said))));

	buf_free(said);
	return (status);
}

static int
refuse_number(const struct asked *q, const char *word)
{
	struct buf said = BUF_INIT(SAID_MAX);

	named_no_number(str_of(word), &said);
	return (refuse(q, &said));
}

static void
choose(struct choice *h, size_t i)
{

	h->n += !h->chosen[i];
	h->chosen[i] = true;
}

/* Every line that is this feed; false: none is. */
static bool
choose_url(struct choice *h, struct str url)
{
	size_t lines[LINES_EACH];
	size_t n = feedlist_find(h->list, url, lines, LINES_EACH);

	for (size_t i = 0; i < n; i++)
		choose(h, lines[i]);
	return (n > 0);
}

/* No line names it; what the database knows of it. */
static int
say_unlisted(const struct asked *q, const char *word,
    const struct feed_place *place)
{

	if (place->found_by.n > 0)
		return (cli_fail(q->cli, 2,
		    "%.*s is in no list: it is a comment feed to which %.*s "
		    "led; `earshot feeds pause` with its address ends its "
		    "visits, follow=none on that feed's line those of all its "
		    "comment feeds",
		    STR_ARG(place->shown),
		    STR_ARG(url_mask(q->arena, place->found_by))));
	if (place->shown.n > 0 && place->listed.n == 0)
		return (cli_fail(q->cli, 2,
		    "%.*s was imported from a file: no list names it and "
		    "nobody visits it",
		    STR_ARG(place->shown)));
	if (place->retired)
		return (cli_fail(q->cli, 2,
		    "%.*s is in no list any more; what was heard there is kept",
		    STR_ARG(place->shown)));
	if (place->shown.n > 0)
		return (cli_fail(q->cli, 2,
		    "%.*s is in none of these lists; --feeds names others",
		    STR_ARG(place->shown)));
	return (cli_fail(q->cli, 2,
	    "%s is in no feed list; `earshot feeds export` shows what is",
	    word));
}

/* What the lists do not know by this address the database may: as it shows it,
 * or where the feed moved; or by its number. */
static int
choose_stored(const struct asked *q, const char *word, int64_t id,
    struct str url)
{
	struct feed_place place = { .retired = false };
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	enum status st = E_NOT_FOUND;

	if (access(q->setup->store_path, F_OK) == 0)
		st = reader_open(q->setup->store_path, 60000, &r, &why);
	if (r != NULL)
		st = query_feed(r, q->arena, id, url, &place);
	reader_close(r);
	buf_free(&why);
	if (st == OK && place.listed.n > 0 &&
	    choose_url(q->choice, place.listed))
		return (0);
	if (st != OK && st != E_NOT_FOUND)
		return (cli_fail(q->cli, 2, "%s: %s", q->setup->store_path,
		    status_told(st)));
	if (st == E_NOT_FOUND && id > 0)
		return (refuse_number(q, word));
	return (say_unlisted(q, word, &place));
}

/* Does the feed look so, as lists show it, with *** for what is secret? */
static bool
is_masked(const struct asked *q, const struct feed_spec *s, struct str word)
{

	arena_reset(q->arena);
	return (str_eq(url_mask(q->arena, s->url), word));
}

/* Several feeds are a question, unless all of them were asked for. */
static int
say_several(const struct asked *q, struct str word, bool masked, size_t n)
{
	const struct feedlist *l = q->choice->list;
	struct buf said = BUF_INIT(SAID_MAX), why = BUF_INIT(2000);
	struct reader *r = NULL;
	size_t shown = 0;

	named_several(n, masked ? "are at" : "are called", word,
	    masked ? "" : "--all, or ", &said);
	if (access(q->setup->store_path, F_OK) == 0 &&
	    reader_open(q->setup->store_path, 60000, &r, &why) != OK)
		r = NULL; /* they have their addresses */
	for (size_t i = 0; i < feedlist_count(l) && shown < NAMED_SHOWN; i++) {
		const struct feed_spec *s = feedlist_get(l, i);
		struct feed_place place = { .id = 0 };

		if (masked ? !is_masked(q, s, word) : !named_is(s, word))
			continue;
		if (r == NULL ||
		    query_feed(r, q->arena, 0, s->url, &place) != OK)
			place.id = 0;
		named_line(q->arena, place.id, s->url, &said);
		shown++;
	}
	named_more(n, &said);
	reader_close(r);
	buf_free(&why);
	return (refuse(q, &said));
}

/* -1: none looks so. */
static int
choose_masked(const struct asked *q, const char *word)
{
	struct choice *h = q->choice;
	size_t n = 0, last = 0;

	if (strstr(word, "***") == NULL)
		return (-1);
	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if (is_masked(q, feedlist_get(h->list, i), str_of(word))) {
			last = i;
			n++;
		}
	if (n > 1)
		return (say_several(q, str_of(word), true, n));
	if (n == 0)
		return (-1);
	choose_url(h, feedlist_get(h->list, last)->url);
	return (0);
}

/* -1: nothing is called so. */
static int
choose_name(const struct asked *q, const char *word, bool all)
{
	struct choice *h = q->choice;
	size_t n = 0, last = 0;

	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if (named_is(feedlist_get(h->list, i), str_of(word))) {
			last = i;
			n++;
		}
	if (n == 0)
		return (-1);
	if (n == 1 || !all) {
		size_t same[LINES_EACH];

		/* One feed on several lines is one. */
		if (feedlist_find(h->list, feedlist_get(h->list, last)->url,
			same, LINES_EACH) < n)
			return (say_several(q, str_of(word), false, n));
		choose_url(h, feedlist_get(h->list, last)->url);
		return (0);
	}
	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if (named_is(feedlist_get(h->list, i), str_of(word)))
			choose_url(h, feedlist_get(h->list, i)->url);
	return (0);
}

static int
say_no_name(const struct asked *q, const char *word)
{
	const struct feedlist *l = q->choice->list;
	const char **names = calloc(feedlist_count(l) + 1, sizeof(*names));
	struct buf said = BUF_INIT(SAID_MAX);
	const char *near = NULL;

	for (size_t i = 0; names != NULL && i < feedlist_count(l); i++)
		names[i] = feedlist_get(l, i)->source;
	if (names != NULL)
		near = str_near(str_of(word), names);
	free(names);
	named_no_name(str_of(word), near, &said);
	return (refuse(q, &said));
}

static int
choose_word(const struct asked *q, const char *word, bool all)
{
	struct str s = str_of(word), full;
	int64_t id;
	enum named_by by = named_by(s, &id);
	int status = -1;

	if (by == NAMED_NOTHING)
		return (cli_named(q->cli) ? 0 : 2);
	if (by == NAMED_NEVER)
		return (refuse_number(q, word));
	if (by == NAMED_URL && choose_url(q->choice, s))
		return (0);
	if (by == NAMED_URL)
		status = choose_masked(q, word);
	else if (by == NAMED_WORD)
		status = choose_name(q, word, all);
	if (status >= 0)
		return (status);
	if (by == NAMED_URL)
		return (choose_stored(q, word, 0, s));
	if (id > 0)
		return (choose_stored(q, word, id, str_of(NULL)));
	if (!named_address(s))
		return (say_no_name(q, word));
	/* People leave the scheme out. */
	full = arena_printf(q->arena, "https://%s", word);
	return (
	    choose_url(q->choice, full) ? 0 : choose_stored(q, word, 0, full));
}

int
feeds_choose(struct cli *c, const struct setup *s, struct choice *h,
    const char *word, bool all)
{
	struct asked q = { c, s, h, arena_new(SCRATCH_MAX) };
	int status;

	if (q.arena == NULL)
		return (cli_fail(c, 2, "out of memory"));
	status = choose_word(&q, word, all);
	arena_free(q.arena);
	return (status);
}
