/*
 * earshot rules preview: today's rules against the same with one file more,
 * over the stored posts.  Only reads.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/log.h"
#include "earshot/utf8.h"

#include "bar.h"
#include "preview.h"
#include "rules.h"
#include "samples.h"

enum {
	PAGE = 200, /* posts that are read at once */
	PAGE_MEMORY = 64 << 20,
	PATHS_MAX = 1000,
	SHOWN = 50,
	DEADLINE_MS = 30000 /* for a page */
};

struct job {
	struct cli *cli;
	struct setup *setup;
	struct arena *arena; /* the files' names */
	struct preview *preview;
	struct bar bar;
	uint64_t posts, all;
	bool samples, replaces;
};

static struct str
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (str_of(slash != NULL ? slash + 1 : path));
}

/* Is it the very same file? */
static bool
same_file(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	bool same = x != NULL && y != NULL && strcmp(x, y) == 0;

	free(x);
	free(y);
	return (same);
}

/* The own tier's files with ${path} among them: in the place of the one of its
 * name, else last. */
static int
own_files(struct job *j, const char *path, const char *const *own,
    const char ***ret)
{
	const char **list = arena_array(j->arena, PATHS_MAX + 2, sizeof(*list));
	struct files *files = files_disk();
	size_t n = 0;
	int status = 0;

	for (; list != NULL && files != NULL && *own != NULL; own++) {
		const char *const *names;

		if (files_list(files, *own, ".rules .weights", &names) != OK)
			continue; /* the loader says it better */
		for (; *names != NULL && n < PATHS_MAX; names++) {
			struct str base = base_name(*names);

			if (same_file(*names, path))
				status = cli_fail(j->cli, 2,
				    "%s is one of your rules already: copy "
				    "it, change the copy, preview that",
				    path);
			list[n] = arena_str(j->arena, str_of(*names)).p;
			if (!j->replaces && str_eq(base, base_name(path))) {
				list[n] = path;
				j->replaces = true;
			}
			n++;
		}
	}
	if (list == NULL || files == NULL)
		status = cli_fail(j->cli, 2, "out of memory");
	else if (!j->replaces)
		list[n] = path;
	files_free(files);
	*ret = list;
	return (status);
}

static int
make_preview(struct job *j, const char *path)
{
	struct ruleset *old = NULL, *new = NULL;
	struct rules_tiers tiers;
	enum signal only;
	const char **own;
	int status;

	if (!rules_signal(j->cli, &only))
		return (2);
	if (access(path, R_OK) != 0)
		return (cli_fail(j->cli, 2, "%s: %s", path, strerror(errno)));
	rules_tiers(j->cli, j->setup, true, &tiers);
	status = own_files(j, path, tiers.own, &own);
	if (status == 0)
		old = rules_load(j->cli, tiers.shipped, tiers.own, &status);
	if (status == 1)
		status = EXIT_CONFIG; /* today's own are at fault */
	if (old != NULL)
		new = rules_load(j->cli, tiers.shipped, own, &status);
	if (new != NULL) {
		j->preview = preview_new(old, new, only);
		if (j->preview == NULL)
			status = cli_fail(j->cli, 2, "out of memory");
	}
	ruleset_unref(old);
	ruleset_unref(new);
	return (status);
}

static int
look_at_history(struct job *j, struct reader *db)
{
	struct query_place at = { INT64_MAX, INT64_MAX };
	struct arena *a = arena_new(PAGE_MEMORY);
	enum status st = a != NULL ? OK : E_MEMORY;
	struct stored_post *posts;
	size_t n = 1;

	while (st == OK && n > 0) {
		arena_reset(a);
		st = query_posts(db, a, &j->cli->filter, PAGE, &at, &posts, &n);
		for (size_t i = 0; i < n && st == OK; i++) {
			st = preview_post(j->preview, &posts[i].post,
			    (struct str){ NULL, 0 }, posts[i].post_id,
			    posts[i].source);
			bar_draw(&j->bar, ++j->posts, j->all);
		}
	}
	bar_clear(&j->bar);
	arena_free(a);
	return (st == OK ? 0
			 : cli_fail(j->cli, 2, "the posts cannot be read: %s",
			       reader_error(db)[0] != '\0' ? reader_error(db)
							   : status_told(st)));
}

/* One sample document on its way from the body to posts. */
static enum status
look_at_sample(struct job *j, const char *path)
{
	struct feed feed = cli_feed(j->setup, str_of(path));
	struct road_options ro;
	struct batch *b;
	enum status st;

	setup_road(j->setup, &ro);
	b = batch_new(&feed, ro.batch_max, ro.http.max_body);
	if (b == NULL)
		return (E_MEMORY);
	st = cli_input(path, ro.http.max_body, &b->body);
	b->replayed = true;
	if (st == OK)
		ingest_once(&ro.ingest, j->setup->rules, b);
	for (size_t i = 0; i < b->nposts && st == OK; i++, j->posts++)
		st = preview_post(j->preview, &b->posts[i],
		    b->posts[i].lang.n > 0 ? b->posts[i].lang : b->feed_lang, 0,
		    STR("sample"));
	batch_free(b);
	return (st);
}

static int
look_at_samples(struct job *j)
{
	struct files *files = files_disk();
	const char *const *names;
	enum status st = E_NOT_FOUND;
	char folder[4096];

	j->samples = true;
	log_set(LOG_ERROR, false);
	if (files != NULL && samples_folder(folder, sizeof(folder)))
		st = files_list(files, folder, ".xml .atom .rdf .json", &names);
	for (; st == OK && *names != NULL; names++)
		st = look_at_sample(j, *names);
	files_free(files);
	return (st == OK ? 0
			 : cli_fail(j->cli, 2,
			       "no post is stored yet, and the sample posts "
			       "cannot be read: %s",
			       status_told(st)));
}

/* The history if there is one, else the samples. */
static int
look(struct job *j)
{
	struct buf why = BUF_INIT(2000);
	struct query_filter all;
	struct reader *db = NULL;
	int64_t stored = 0, n = 0;
	enum status st;
	int status;

	query_filter_init(&all);
	st = reader_open(j->setup->store_path, DEADLINE_MS, &db, &why);
	if (st == OK)
		st = query_posts_count(db, &all, &stored);
	if (st == OK && stored > 0)
		st = query_posts_count(db, &j->cli->filter, &n);
	if (st == E_NOT_FOUND || (st == OK && stored == 0))
		status = look_at_samples(j);
	else if (st != OK)
		status = cli_fail(j->cli, 2, "%s",
		    why.n > 0 ? buf_str(&why).p : reader_error(db));
	else if (!cli_known(j->cli, db))
		status = 2;
	else {
		j->all = (uint64_t)n;
		status = look_at_history(j, db);
	}
	reader_close(db);
	buf_free(&why);
	return (status);
}

static void
print_row(const struct rows *r, size_t row, struct buf *out)
{
	const struct cell *c = rows_cell(r, row, 0);

	buf_printf(out, "%-8.*s %-9.*s %.2f -> %.2f  ",
	    STR_ARG(c[PREVIEW_CHANGE].text), STR_ARG(c[PREVIEW_SIGNAL].text),
	    c[PREVIEW_WAS].real, c[PREVIEW_SCORE].real);
	utf8_plain(c[PREVIEW_TITLE].text, false, out);
	if (c[PREVIEW_POST].type == RESULT_INT)
		buf_printf(out, "  (post %" PRId64 ")", c[PREVIEW_POST].number);
	buf_addc(out, '\n');
	if (c[PREVIEW_RULE].type == RESULT_NULL)
		return;
	buf_printf(out, "         %.*s", STR_ARG(c[PREVIEW_RULE].text));
	if (c[PREVIEW_SENTENCE].type == RESULT_TEXT) {
		buf_adds(out, ": ");
		utf8_plain(c[PREVIEW_SENTENCE].text, false, out);
	}
	if (c[PREVIEW_WHY].type == RESULT_TEXT)
		buf_printf(out, "  (%.*s)", STR_ARG(c[PREVIEW_WHY].text));
	buf_addc(out, '\n');
}

/* Gains first, then losses, then what scores otherwise. */
static size_t
print_rows(const struct job *j, const struct rows *r, struct buf *out)
{
	size_t limit =
	    j->cli->filter.limit > 0 ? (size_t)j->cli->filter.limit : SHOWN;
	bool sorted = j->cli->filter.sort.n > 0;
	size_t shown = 0;

	for (int k = 0; k < (sorted ? 1 : PREVIEW_CHANGES); k++)
		for (size_t i = 0; i < rows_count(r) && shown < limit; i++) {
			const struct cell *c = rows_cell(r, i, PREVIEW_CHANGE);

			if (!sorted &&
			    !str_eq(c->text, str_of(preview_changes[k])))
				continue;
			print_row(r, i, out);
			shown++;
		}
	return (rows_count(r) - shown);
}

static int
print_for_people(struct job *j, struct rows *r, const char *path)
{
	struct buf out = BUF_INIT(1 << 30), why = BUF_INIT(2000);
	enum status st;
	size_t more;
	int status;

	st = rows_order(r, j->cli->filter.sort, 0, &why);
	if (st != OK) {
		status = cli_fail(j->cli, 2, "%s",
		    st == E_USAGE ? buf_str(&why).p : status_told(st));
		goto out;
	}
	if (j->samples)
		buf_adds(&out, "no post is stored yet: these are the sample "
			       "posts that came with Earshot\n");
	more = print_rows(j, r, &out);
	if (more > 0)
		buf_printf(&out, "... and more; --limit %zu shows them\n",
		    rows_count(r));
	buf_printf(&out,
	    "%s %s: %" PRIu64 " gained, %" PRIu64 " lost, %" PRIu64
	    " changed in %" PRIu64 " %sposts; nothing was written\n",
	    path, j->replaces ? "instead of your own one" : "added",
	    preview_count(j->preview, PREVIEW_GAINED),
	    preview_count(j->preview, PREVIEW_LOST),
	    preview_count(j->preview, PREVIEW_CHANGED), j->posts,
	    j->samples ? "sample " : "stored ");
	status = cli_write_out(j->cli, buf_str(&out));
out:
	buf_free(&out);
	buf_free(&why);
	return (status);
}

int
rules_preview(struct cli *c)
{
	struct job j = { .cli = c };
	struct rows *r = NULL;
	int status = 0;

	j.arena = arena_new(PAGE_MEMORY);
	if (j.arena == NULL)
		return (cli_fail(c, 2, "out of memory"));
	bar_init(&j.bar, c, "posts");
	j.setup = cli_setup(c, SETUP_RULES, &status);
	if (j.setup != NULL)
		status = make_preview(&j, c->argv[0]);
	if (status == 0)
		status = look(&j);
	if (status == 0) {
		r = preview_rows(j.preview);
		if (j.samples && (c->json || c->csv) && !c->request.quiet)
			fputs("no post is stored yet: these are the sample "
			      "posts that came with Earshot\n",
			    stderr);
		if (c->json || c->csv)
			status = cli_rows(c, r, NULL, NULL);
		else {
			status = print_for_people(&j, r, c->argv[0]);
			rows_free(r);
		}
	}
	preview_free(j.preview);
	setup_free(j.setup);
	arena_free(j.arena);
	return (status);
}
