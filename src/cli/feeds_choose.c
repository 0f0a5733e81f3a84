/*
 * Which feeds of the lists a person means: by address, name or number.
 */
#include "feeds_choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/url.h"

enum { LINES_EACH = 1000, SHOWN = 10, SCRATCH_MAX = 1 << 20 };

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
		return (cli_fail(q->cli, 2,
		    "no feed has the number %s; `earshot feeds list --json` "
		    "shows feed_id",
		    word));
	return (say_unlisted(q, word, &place));
}

/* As lists show it, with *** for what is secret: several may look so.  -1: none
 * does. */
static int
choose_masked(const struct asked *q, const char *word)
{
	struct choice *h = q->choice;
	size_t n = 0, last = 0;

	if (strstr(word, "***") == NULL)
		return (-1);
	for (size_t i = 0; i < feedlist_count(h->list); i++) {
		arena_reset(q->arena);
		if (str_eq(url_mask(q->arena, feedlist_get(h->list, i)->url),
			str_of(word))) {
			last = i;
			n++;
		}
	}
	if (n > 1)
		return (cli_fail(q->cli, 2,
		    "%zu feeds look so; name one by its number, '#ID': "
		    "`earshot feeds list --json` shows feed_id",
		    n));
	if (n == 0)
		return (-1);
	choose_url(h, feedlist_get(h->list, last)->url);
	return (0);
}

static bool
is_called(const struct feed_spec *s, struct str name)
{

	return (str_ieq(str_of(s->source), name) ||
		str_ieq(str_of(s->title), name));
}

/* A name of several feeds is a question, unless all of them were asked for. */
static int
say_several(const struct asked *q, const char *word, size_t n)
{
	const struct feedlist *l = q->choice->list;
	size_t shown = 0;

	cli_fail(q->cli, 2,
	    "%zu feeds are called \"%s\"; say --all, or which one:", n, word);
	for (size_t i = 0; i < feedlist_count(l) && shown < SHOWN; i++) {
		const struct feed_spec *s = feedlist_get(l, i);

		if (!is_called(s, str_of(word)))
			continue;
		fprintf(stderr, "  %.*s\n",
		    STR_ARG(url_mask(q->arena, s->url)));
		shown++;
	}
	if (n > shown)
		fprintf(stderr, "  and %zu more\n", n - shown);
	return (2);
}

/* -1: nothing is called so. */
static int
choose_name(const struct asked *q, const char *word, bool all)
{
	struct choice *h = q->choice;
	size_t n = 0, last = 0;

	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if (is_called(feedlist_get(h->list, i), str_of(word))) {
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
			return (say_several(q, word, n));
		choose_url(h, feedlist_get(h->list, last)->url);
		return (0);
	}
	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if (is_called(feedlist_get(h->list, i), str_of(word)))
			choose_url(h, feedlist_get(h->list, i)->url);
	return (0);
}

static int
say_no_name(const struct asked *q, const char *word)
{
	const struct feedlist *l = q->choice->list;
	const char **names = calloc(feedlist_count(l) + 1, sizeof(*names));
	const char *near = NULL;

	for (size_t i = 0; names != NULL && i < feedlist_count(l); i++)
		names[i] = feedlist_get(l, i)->source;
	if (names != NULL)
		near = str_near(str_of(word), names);
	free(names);
	if (near != NULL)
		return (cli_fail(q->cli, 2,
		    "no source or feed is called \"%s\"; did you mean \"%s\"?",
		    word, near));
	return (cli_fail(q->cli, 2,
	    "no source or feed is called \"%s\"; `earshot feeds export` shows "
	    "the lists",
	    word));
}

static int
choose_word(const struct asked *q, const char *word, bool all)
{
	struct str s = str_of(word), full;
	int64_t id;
	int status;

	/* Of a variable that is not set. */
	if (str_trim(s).n == 0)
		return (
		    cli_usage(q->cli, "an operand is empty: it names no feed"));
	if (word[0] == '#') {
		if (!str_to_i64(str_sub(s, 1, s.n), &id) || id < 1)
			return (cli_usage(q->cli,
			    "'%s' is no number of a feed; write '#12'", word));
		return (choose_stored(q, word, id, str_of(NULL)));
	}
	if (url_absolute(s)) {
		if (choose_url(q->choice, s))
			return (0);
		status = choose_masked(q, word);
		return (status >= 0 ? status : choose_stored(q, word, 0, s));
	}
	status = choose_name(q, word, all);
	if (status >= 0)
		return (status);
	if (str_to_i64(s, &id) && id > 0)
		return (choose_stored(q, word, id, str_of(NULL)));
	/* People leave the scheme out. */
	full = arena_printf(q->arena, "https://%s", word);
	if (str_findc(s, '.') == SIZE_MAX ||
	    word[strcspn(word, " \t\n")] != '\0')
		return (say_no_name(q, word));
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
