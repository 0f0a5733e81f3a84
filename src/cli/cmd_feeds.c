/*
 * earshot feeds: list, import, export.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "feeds_add.h"

enum { F_OPML = CLI_OWN, F_TITLE, F_PICK };

static const struct argument_row own[] = {
	{ F_OPML, 0, "opml", NULL, "export as OPML, for other readers" },
	{ F_TITLE, 0, "title", "TEXT", "the OPML's title" },
	{ F_PICK, 0, "pick", "N|all",
	    "add: these of the feeds that were found, without asking" },
	{ 0, 0, NULL, NULL, NULL },
};

static int
list(struct cli *c)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	struct result *q = NULL;
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader(c, s, 60000, &status);
	if (r != NULL) {
		if (query_feeds(r, &c->filter, &q, &why) != OK)
			status = cli_fail(c, 2, "%s", buf_str(&why).p);
		else
			status = cli_list(c, q,
			    "source url role status cause last_ok_ts "
			    "posts_per_day failures");
	}
	reader_close(r);
	setup_free(s);
	buf_free(&why);
	return (status);
}

static int export(struct cli *c)
{
	const char *title = c->own[F_TITLE - CLI_OWN];
	struct buf out = BUF_INIT(1 << 30);
	struct setup *s;
	int status = 0;

	s = cli_setup(c, SETUP_FEEDS, &status);
	if (s == NULL)
		return (status);
	if (c->own[F_OPML - CLI_OWN] != NULL)
		feedlist_write_opml(s->list, title != NULL ? title : "Earshot",
		    &out);
	else
		feedlist_write(s->list, &out);
	status = buf_failed(&out) ? cli_fail(c, 2, "out of memory")
				  : cli_write_out(c, buf_str(&out));
	buf_free(&out);
	setup_free(s);
	return (status);
}

/* Where an import goes: FILE.opml becomes FILE.feeds in the feeds folder. */
static int
write_import(struct cli *c, const struct setup *s, const char *path,
    struct str text, size_t n)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash != NULL ? slash + 1 : path);
	struct buf to = BUF_INIT(4096);
	enum status st;
	int status = 0;

	if (c->out_file != NULL)
		return (cli_write_out(c, text));
	if (str_iends(name, STR(".opml")))
		name.n -= 5;
	buf_printf(&to, "%s/%.*s.feeds", s->conf->feeds_path, STR_ARG(name));
	if (access(buf_str(&to).p, F_OK) == 0)
		status = cli_fail(c, 2,
		    "%s is there already; -o FILE writes "
		    "elsewhere",
		    to.p);
	else {
		(void)mkdir(s->conf->feeds_path, 0755);
		st = files_write(buf_str(&to).p, text, 0644);
		if (st != OK)
			status = cli_fail(c, 2, "%s cannot be written: %s",
			    to.p, status_word(st));
		else
			printf("%zu feeds written to %s\n", n, to.p);
	}
	buf_free(&to);
	return (status);
}

static int
import(struct cli *c)
{
	struct buf text = BUF_INIT(1 << 30);
	struct files *files = files_disk();
	struct feedlist *fl = NULL;
	struct setup *s = NULL;
	struct faults faults;
	enum status st;
	int status = 0;

	if (c->argc != 1) {
		files_free(files);
		return (cli_usage(c, "feeds import FILE.opml"));
	}
	faults_init(&faults);
	{
		const char *const paths[] = { c->argv[0], NULL };

		st = files != NULL ? feedlist_load(files, paths, &faults, &fl)
				   : E_MEMORY;
	}
	cli_faults(&faults);
	if (st != OK)
		status = faults.errors > 0 ? 1
					   : cli_fail(c, 2, "%s: %s",
						 c->argv[0], status_word(st));
	else
		s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL) {
		feedlist_write(fl, &text);
		status = write_import(c, s, c->argv[0], buf_str(&text),
		    feedlist_count(fl));
	}
	faults_free(&faults);
	feedlist_free(fl);
	files_free(files);
	setup_free(s);
	buf_free(&text);
	return (status);
}

static int
run(struct cli *c)
{
	const char *word = cli_subcommand(c);

	if (word == NULL)
		return (cli_usage(c, "list, add, import or export?"));
	if (strcmp(word, "list") == 0)
		return (list(c));
	if (strcmp(word, "add") == 0)
		return (c->argc == 1
			    ? feeds_add(c, c->argv[0], c->own[F_PICK - CLI_OWN])
			    : cli_usage(c, "feeds add URL"));
	if (strcmp(word, "import") == 0)
		return (import(c));
	if (strcmp(word, "export") == 0)
		return (export(c));
	return (cli_usage(c,
	    "no 'feeds %s'; list, add, import and export there are", word));
}

const struct command cmd_feeds = { "feeds",
	"list|add URL|import FILE.opml|export",
	"the feeds: how they are, a new one, from and to OPML", true, own, run,
	"add finds the feeds of any page, comment feeds too, and adds the "
	"chosen ones to\nlocal.feeds in the feeds folder (or to the list that "
	"--feeds names).\n" };
