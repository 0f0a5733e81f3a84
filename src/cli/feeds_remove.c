/*
 * Takes lines out of the lists that name a feed; which those are is chosen in
 * feeds_choose.c.
 */
#include "feeds_remove.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/feedcut.h"
#include "earshot/log.h"
#include "earshot/url.h"

#include "feeds_add.h"
#include "feeds_choose.h"
#include "feeds_wish.h"
#include "rows.h"

enum { LIST_MAX = 200 << 20, MASKS_MAX = 1 << 28 };

/* A file as it is to be. */
struct edit {
	const char *path;
	struct str was;
	struct buf text;
};

struct removal {
	struct cli *cli;
	struct setup *setup;
	struct choice choice;
	struct edit *edits;
	size_t nedits;
	struct arena *arena; /* for addresses as they are shown */
};

/* The lists, whatever is wrong in them: who takes a doubled feed out mends
 * them.  The exit status. */
static int
load(struct removal *r)
{
	const char *usual[] = { r->setup->conf->feeds_path, NULL };
	const struct setup_request *q = &r->cli->request;
	struct choice *h = &r->choice;
	enum status st;

	/* A default folder may be missing. */
	if (q->nfeeds == 0 &&
	    (usual[0][0] == '\0' ||
		(access(usual[0], F_OK) != 0 && errno == ENOENT)))
		usual[0] = NULL;
	h->files = files_disk();
	if (h->files == NULL)
		return (cli_fail(r->cli, 2, "out of memory"));
	st = feedlist_look(h->files, q->nfeeds > 0 ? q->feeds : usual,
	    &h->faults, &h->list);
	if (st != OK && st != E_SYNTAX) {
		cli_faults(&h->faults);
		return (h->faults.errors > 0
			    ? EXIT_CONFIG
			    : cli_fail(r->cli, 2, "%s", status_told(st)));
	}
	return (choice_begin(h) ? 0 : cli_fail(r->cli, 2, "out of memory"));
}

/* Would the fault go away with the lines that were chosen? */
static bool
goes_away(const struct choice *h, const struct fault *f)
{

	if (f->warning)
		return (true);
	for (size_t i = 0; i < feedlist_count(h->list); i++) {
		const struct feed_spec *spec = feedlist_get(h->list, i);

		if (h->chosen[i] && spec->line == f->line &&
		    strcmp(spec->file, f->file) == 0)
			return (true);
	}
	return (false);
}

/* A list with another fault is left to whoever mends that first: the daemon
 * would refuse it as a whole. */
static int
check_faults(struct removal *r)
{
	const struct faults *fs = &r->choice.faults;
	size_t kept = 0;
	bool good = true;

	for (size_t i = 0; i < fs->n; i++) {
		kept += !fs->list[i].warning;
		good = good && goes_away(&r->choice, &fs->list[i]);
	}
	if (good && kept == fs->errors)
		return (0);
	cli_faults(fs);
	return (cli_fail(r->cli, EXIT_CONFIG,
	    "nothing was changed: the lists have other faults; mend these "
	    "first"));
}

static int
by_number(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x < y ? -1 : x > y);
}

/* The file of feed ${from} without its chosen lines. */
static int
edit_file(struct removal *r, size_t from, size_t to, struct edit *e)
{
	const struct choice *h = &r->choice;
	const struct feed_spec *first = feedlist_get(h->list, from);
	struct arena *a = NULL;
	unsigned *lines = calloc(to - from, sizeof(*lines));
	enum status st = E_MEMORY;
	size_t n = 0;
	int status = 0;

	e->path = first->file;
	e->text = (struct buf)BUF_INIT(LIST_MAX);
	for (size_t i = from; lines != NULL && i < to; i++)
		if (h->chosen[i])
			lines[n++] = feedlist_get(h->list, i)->line;
	if (lines != NULL)
		st = files_read(h->files, e->path, LIST_MAX, &e->was);
	if (st == OK && (a = arena_new(e->was.n * 24 + (64 << 20))) == NULL)
		st = E_MEMORY;
	if (st != OK)
		status =
		    cli_fail(r->cli, 2, "%s: %s", e->path, status_told(st));
	else if (feedcut_opml(a, e->path, e->was))
		status = cli_fail(r->cli, 2,
		    "%s:%u: this list is OPML, which another program wrote: "
		    "take the feed out there; or make a list of it with "
		    "`earshot feeds import` and put the OPML file away; or "
		    "let the feed rest, by `earshot feeds pause`; nothing was "
		    "changed",
		    e->path, lines[0]);
	else {
		qsort(lines, n, sizeof(*lines), by_number);
		st = feedcut(a, e->was, lines, n, &e->text);
		if (st != OK)
			status = cli_fail(r->cli, 2,
			    "%s:%u cannot be taken out: %s; save the file as "
			    "UTF-8, and ask again",
			    e->path, lines[0],
			    st == E_CORRUPT ? "the file's encoding is unclear"
					    : status_told(st));
	}
	free(lines);
	arena_free(a);
	return (status);
}

/* All files before any of them is written. */
static int
edit_files(struct removal *r)
{
	const struct choice *h = &r->choice;
	size_t n = feedlist_count(h->list), from, to;
	int status = 0;

	r->edits = calloc(h->n, sizeof(*r->edits));
	if (r->edits == NULL)
		return (cli_fail(r->cli, 2, "out of memory"));
	/* Feeds of a file follow one another. */
	for (from = 0; status == 0 && from < n; from = to) {
		const char *file = feedlist_get(h->list, from)->file;
		bool any = false;

		for (to = from;
		     to < n &&
		     strcmp(feedlist_get(h->list, to)->file, file) == 0;
		     to++)
			any |= h->chosen[to];
		if (any)
			status = edit_file(r, from, to, &r->edits[r->nedits++]);
	}
	return (status);
}

/* May it be written, and is it still what was read? */
static int
check_file(struct removal *r, const struct edit *e)
{
	struct files *files = files_disk();
	struct str now;
	enum status st = E_MEMORY;
	int status = 0;

	if (files != NULL)
		st = files_read(files, e->path, LIST_MAX, &now);
	if (st != OK)
		status =
		    cli_fail(r->cli, 2, "%s: %s", e->path, status_told(st));
	else if (!str_eq(now, e->was))
		status = cli_fail(r->cli, 2,
		    "%s was changed meanwhile; nothing was changed here, ask "
		    "again",
		    e->path);
	else if (access(e->path, W_OK) != 0)
		status = cli_fail(r->cli, 2,
		    "%s cannot be written: %s; nothing was changed", e->path,
		    strerror(errno));
	files_free(files);
	return (status);
}

static int
write_files(struct removal *r)
{
	int status = 0;

	for (size_t i = 0; status == 0 && i < r->nedits; i++)
		status = check_file(r, &r->edits[i]);
	for (size_t i = 0; status == 0 && i < r->nedits; i++) {
		enum status st =
		    files_replace(r->edits[i].path, buf_str(&r->edits[i].text));

		if (st == OK)
			continue;
		status = cli_fail(r->cli, 2, "%s cannot be written: %s%s",
		    r->edits[i].path, status_told(st),
		    i == 0 ? "; nothing was changed"
			   : "; the lists before it were");
	}
	return (status);
}

/* Is it the last one of its source? */
static bool
leaves_none(const struct choice *h, size_t at)
{
	struct str source = str_of(feedlist_get(h->list, at)->source);

	for (size_t i = 0; i < feedlist_count(h->list); i++)
		if ((!h->chosen[i] || i > at) &&
		    str_eq(str_of(feedlist_get(h->list, i)->source), source))
			return (false);
	return (true);
}

static void
tell(struct removal *r)
{
	const struct choice *h = &r->choice;

	for (size_t i = 0; i < feedlist_count(h->list); i++) {
		const struct feed_spec *s = feedlist_get(h->list, i);

		if (!h->chosen[i])
			continue;
		printf("removed %.*s, %s:%u\n",
		    STR_ARG(url_mask(r->arena, s->url)), s->file, s->line);
		if (!r->cli->request.quiet && leaves_none(h, i))
			printf("\"%s\" has no feed in the lists any more\n",
			    s->source);
	}
	if (!r->cli->request.quiet)
		puts("what was heard there stays in the database, with its "
		     "insights; `earshot db prune` removes what is old, "
		     "`earshot db forget` what somebody said");
}

static int
tell_rows(struct removal *r)
{
	static const struct rows_column columns[] = {
		{ "url", RESULT_TEXT, SHAPE_WIDE },
		{ "source", RESULT_TEXT, SHAPE_PLAIN },
		{ "file", RESULT_TEXT, SHAPE_PLAIN },
		{ "line", RESULT_INT, SHAPE_NUMBER },
		{ NULL, RESULT_NULL, SHAPE_PLAIN },
	};
	const struct choice *h = &r->choice;
	struct rows *rows = rows_new(columns);

	for (size_t i = 0; rows != NULL && i < feedlist_count(h->list); i++) {
		const struct feed_spec *s = feedlist_get(h->list, i);

		if (!h->chosen[i])
			continue;
		rows_text(rows, url_mask(r->arena, s->url));
		rows_word(rows, s->source);
		rows_word(rows, s->file);
		rows_int(rows, s->line);
	}
	return (cli_rows(r->cli, rows, NULL, NULL));
}

/* Does the database still have one of them?  Then the daemon that holds it has
 * its lists elsewhere. */
static int
check_gone(struct removal *r)
{
	const struct choice *h = &r->choice;
	struct reader *reader = NULL;
	int status = 0;

	reader = cli_reader(r->cli, r->setup, 60000, &status);
	for (size_t i = 0;
	     reader != NULL && status == 0 && i < feedlist_count(h->list);
	     i++) {
		struct str url = feedlist_get(h->list, i)->url;
		struct feed_place place;

		if (h->chosen[i] &&
		    query_feed(reader, r->arena, 0, url, &place) == OK &&
		    str_eq(place.listed, url) && !place.retired)
			status = cli_fail(r->cli, 1,
			    "the running daemon still has it: its lists are "
			    "not these");
	}
	reader_close(reader);
	return (status);
}

/* The database follows: by the daemon, else by ourselves as the next visit
 * would have it; a fault of rules or another writer must not hide that the
 * lists are done. */
static int
follow(struct removal *r, bool quiet)
{
	int status = 0, yes = feeds_reload(r->setup, quiet);
	struct setup *s;

	if (yes >= 0)
		return (yes == 1 ? check_gone(r) : 1);
	if (access(r->setup->store_path, F_OK) != 0)
		return (0);
	log_set(r->cli->request.verbose ? LOG_INFO : LOG_ERROR, false);
	s = cli_setup(r->cli, SETUP_ALL, &status);
	if (s == NULL || feeds_in_step(r->cli, s, NULL, NULL) != 0)
		fputs("the lists are changed; the database follows with the "
		      "next visit\n",
		    stderr);
	setup_free(s);
	return (0);
}

static int
remove_all(struct removal *r, bool all)
{
	struct cli *c = r->cli;
	bool rows = c->json || c->csv || c->out_file != NULL;
	int status = load(r), was;

	for (int i = 0; status == 0 && i < c->argc; i++)
		status = feeds_choose(c, r->setup, &r->choice, c->argv[i], all);
	if (status == 0)
		status = check_faults(r);
	if (status == 0)
		status = edit_files(r);
	if (status == 0)
		status = write_files(r);
	if (status != 0)
		return (status);
	if (rows)
		status = tell_rows(r);
	else
		tell(r);
	fflush(stdout);
	was = follow(r, rows || c->request.quiet);
	return (status > was ? status : was);
}

int
feeds_remove(struct cli *c, bool all)
{
	struct removal r = { .cli = c };
	int status = 0;

	if (c->argc == 0)
		return (cli_usage(c, "feeds remove URL, NAME or '#ID'"));
	faults_init(&r.choice.faults);
	r.arena = arena_new(MASKS_MAX);
	r.setup = cli_setup(c, SETUP_CONF, &status);
	if (r.setup != NULL)
		status = r.arena != NULL ? remove_all(&r, all)
					 : cli_fail(c, 2, "out of memory");
	for (size_t i = 0; i < r.nedits; i++)
		buf_free(&r.edits[i].text);
	free(r.edits);
	choice_end(&r.choice);
	arena_free(r.arena);
	setup_free(r.setup);
	return (status);
}
