/*
 * A list out of another reader's OPML: what is listed already is left out, or
 * the daemon would refuse the lists for it.
 */
#include "feeds_import.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "feeds_add.h"

enum { LINES_EACH = 100 };

struct importing {
	struct cli *cli;
	const char *path; /* of the OPML */
	struct feedlist *list;
	struct setup *setup;
	size_t known;   /* so many were listed already */
	bool is_listed; /* the file itself is one of our lists */
};

/* The exit status. */
static int
read_file(struct importing *m)
{
	const char *const paths[] = { m->path, NULL };
	struct files *files = files_disk();
	enum status st = E_MEMORY;
	struct faults faults;
	int status = 0;

	faults_init(&faults);
	if (files != NULL)
		st = feedlist_load(files, paths, &faults, &m->list);
	cli_faults(&faults);
	if (st != OK)
		status = faults.errors > 0 ? 1
					   : cli_fail(m->cli, 2, "%s: %s",
						 m->path, status_told(st));
	faults_free(&faults);
	files_free(files);
	return (status);
}

static bool
same_file(const char *a, const char *b)
{
	struct stat x, y;

	return (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
		x.st_ino == y.st_ino);
}

/* Does another list name it? */
static bool
is_known(struct importing *m, struct str url)
{
	size_t lines[LINES_EACH];
	size_t n = feedlist_find(m->setup->list, url, lines, LINES_EACH);

	for (size_t i = 0; i < n; i++) {
		const char *file = feedlist_get(m->setup->list, lines[i])->file;

		if (!same_file(file, m->path))
			return (true);
		m->is_listed = true;
	}
	return (false);
}

static int
leave_out_known(struct importing *m)
{
	size_t n = feedlist_count(m->list);
	bool *keep = calloc(n + 1, sizeof(*keep));
	enum status st = E_MEMORY;

	for (size_t i = 0; keep != NULL && i < n; i++) {
		keep[i] = !is_known(m, feedlist_get(m->list, i)->url);
		m->known += !keep[i];
	}
	if (keep != NULL)
		st = feedlist_keep(m->list, keep);
	free(keep);
	return (st == OK ? 0 : cli_fail(m->cli, 2, "%s", status_told(st)));
}

/* FILE.opml becomes FILE.feeds in the feeds folder. */
static int
write_list(struct importing *m, struct str text)
{
	const char *slash = strrchr(m->path, '/');
	struct str name = str_of(slash != NULL ? slash + 1 : m->path);
	struct buf to = BUF_INIT(4096);
	enum status st;
	int status = 0;

	if (str_iends(name, STR(".opml")))
		name.n -= 5;
	buf_printf(&to, "%s/%.*s.feeds", m->setup->conf->feeds_path,
	    STR_ARG(name));
	(void)mkdir(m->setup->conf->feeds_path, 0755);
	if (access(buf_str(&to).p, F_OK) == 0)
		status = cli_fail(m->cli, 2,
		    "%s is there already; -o FILE writes elsewhere", to.p);
	else if ((st = feeds_write_list(to.p, text)) != OK)
		status = cli_fail(m->cli, 2, "%s cannot be written: %s", to.p,
		    status_told(st));
	else
		printf("%zu feeds written to %s\n", feedlist_count(m->list),
		    to.p);
	buf_free(&to);
	return (status);
}

static int
take(struct importing *m)
{
	struct buf text = BUF_INIT(1 << 30);
	int status = leave_out_known(m);

	if (status == 0 && m->known > 0)
		printf("%zu feed%s listed already, and left out\n", m->known,
		    m->known == 1 ? " is" : "s are");
	if (status != 0 || feedlist_count(m->list) == 0) {
		if (status == 0)
			puts("nothing is left to be written");
		return (status);
	}
	feedlist_write(m->list, &text);
	status = buf_failed(&text) ? cli_fail(m->cli, 2, "out of memory")
				   : write_list(m, buf_str(&text));
	buf_free(&text);
	if (status != 0)
		return (status);
	if (m->is_listed) {
		printf("now put %s away, or these feeds are listed twice; then "
		       "`earshot reload`\n",
		    m->path);
		return (0);
	}
	return (feeds_reload(m->setup, false) == 0 ? 1 : 0);
}

int
feeds_import(struct cli *c)
{
	struct importing m = { .cli = c, .path = c->argv[0] };
	struct buf text = BUF_INIT(1 << 30);
	int status = read_file(&m);

	if (status == 0 && c->out_file != NULL) {
		feedlist_write(m.list, &text);
		status = buf_failed(&text) ? cli_fail(c, 2, "out of memory")
					   : cli_write_out(c, buf_str(&text));
	} else if (status == 0) {
		c->request.makes_lists = true;
		m.setup = cli_setup(c, SETUP_FEEDS, &status);
		if (m.setup != NULL)
			status = take(&m);
	}
	feedlist_free(m.list);
	setup_free(m.setup);
	buf_free(&text);
	return (status);
}
