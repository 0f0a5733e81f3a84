/*
 * earshot feeds: list, export; the rest stands in feeds_*.c.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "feeds_add.h"
#include "feeds_import.h"
#include "feeds_remove.h"
#include "feeds_wish.h"
#include "wrap.h"

enum { ROOMY_COLUMNS = 100 };

enum { F_OPML = CLI_OWN, F_TITLE, F_PICK, F_ALL, F_BACKFILL, F_FOUND };

static const struct argument_row own[] = {
	{ F_OPML, 0, "opml", NULL, "export as OPML, for other readers" },
	{ F_TITLE, 0, "title", "TEXT", "the OPML's title" },
	{ F_PICK, 0, "pick", "N|all",
	    "add: these of the feeds that were found, without asking" },
	{ F_BACKFILL, 0, "backfill", "SPAN",
	    "add: also what they said before, so far back (90d), from the "
	    "older pages that they name" },
	{ F_ALL, 0, "all", NULL,
	    "pause, resume, revive: every feed; retry: every one that fails; "
	    "remove: every one of that name" },
	{ F_FOUND, 0, "found", NULL,
	    "list: the comment feeds that were found, not the listed ones" },
	{ 0, 0, NULL, NULL, NULL },
};

static int
list(struct cli *c)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	struct result *q = NULL;
	bool narrow =
	    cli_is_terminal(STDOUT_FILENO) && wrap_width() < ROOMY_COLUMNS;
	struct setup *s;
	int status = 0;

	c->filter.found = c->own[F_FOUND - CLI_OWN] != NULL;
	c->none =
	    cli_filtered(c) ? "no such feed; fewer filters show more"
	    : c->filter.found
		? "no comment feed was found: posts that name one lead to it"
		: "no feed was visited yet: `earshot feeds add URL` adds one, "
		  "`earshot poll` visits them all";
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader_known(c, s, 60000, &status);
	if (r != NULL) {
		cli_limit(c);
		if (query_feeds(r, &c->filter, &q, &why) != OK)
			status = cli_fail(c, 2, "%s", buf_str(&why).p);
		else
			status = cli_list(c, q,
			    narrow ? "source url status cause since_ts next_ts"
				   : "source url role status cause since_ts "
				     "next_ts lag_s posts_per_day");
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

static bool
all(const struct cli *c)
{

	return (c->own[F_ALL - CLI_OWN] != NULL);
}

static int
add(struct cli *c)
{

	return (feeds_add(c, c->argv[0], c->own[F_PICK - CLI_OWN],
	    c->own[F_BACKFILL - CLI_OWN]));
}

static int
take_out(struct cli *c)
{

	return (feeds_remove(c, all(c)));
}

static int
pause_feeds(struct cli *c)
{

	return (feeds_wish(c, "pause", all(c)));
}

static int
resume(struct cli *c)
{

	return (feeds_wish(c, "resume", all(c)));
}

static int
revive(struct cli *c)
{

	return (feeds_wish(c, "revive", all(c)));
}

static int
retry(struct cli *c)
{

	return (feeds_retry(c, all(c)));
}

#define OWN(id) (1u << ((id)-CLI_OWN))
static const char others[] = "other lists are named by --feeds";

static const struct verb verbs[] = {
	{ "list", OWN(F_FOUND), NULL, 0, 0, list, "", others },
	{ "add", OWN(F_PICK) | OWN(F_BACKFILL), "", 1, 1, add, " URL",
	    "one address at a time: feeds add URL" },
	{ "remove", OWN(F_ALL), "json csv output", 0, INT32_MAX, take_out,
	    " FEED", NULL },
	{ "pause", OWN(F_ALL), "", 0, INT32_MAX, pause_feeds, " FEED", NULL },
	{ "resume", OWN(F_ALL), "", 0, INT32_MAX, resume, " FEED", NULL },
	{ "retry", OWN(F_ALL), "", 0, INT32_MAX, retry, " FEED", NULL },
	{ "revive", OWN(F_ALL), "", 0, INT32_MAX, revive, " FEED", NULL },
	{ "hosts", 0, "output", 0, 0, feeds_hosts, "", others },
	{ "import", 0, "output", 1, 1, feeds_import, " FILE.opml",
	    "one file at a time: feeds import FILE.opml" },
	{ "export", OWN(F_OPML) | OWN(F_TITLE), "output", 0, 0, export, "",
	    others },
	{ .name = NULL },
};

static int
run(struct cli *c)
{

	return (cli_verb(c, verbs));
}

const struct command cmd_feeds = { "feeds", "SUBCOMMAND [FEED...|URL|FILE]",
	"the feeds: how they are, a new one, rest and revival, OPML", true, own,
	run,
	"list           each feed: how it is and why, since when, next visit; "
	"--found:\n"
	"               the comment feeds that its posts led to\n"
	"add URL        finds the feeds of any page, comment feeds too, and "
	"adds the\n"
	"               chosen ones to local.feeds in the feeds folder (or to "
	"the list\n"
	"               that --feeds names); --backfill 90d also follows the\n"
	"               older pages that a feed names, each once; asked again, "
	"it\n"
	"               goes on where it was\n"
	"remove         FEED...: takes them out of the lists that name them, "
	"and "
	"says of\n"
	"               which lines; what was heard there is kept\n"
	"pause, resume  FEED... or --all; kept over restarts\n"
	"retry          FEED... now; --all: whatever fails, but for feeds "
	"whose\n"
	"               servers asked for rest\n"
	"revive         FEED... or --all: asks again where a server said 410 "
	"Gone\n"
	"hosts          every host:port that visits go to, for a firewall\n"
	"import FILE    a list from OPML, without the feeds that are listed "
	"already;\n"
	"               -o elsewhere, with all of them\n"
	"export         all lists as one\n"
	"A FEED is its URL, the NAME of its source or its title where one feed "
	"alone is\ncalled so, or '#ID', its feed_id.  A running daemon does it "
	"itself.\n" };
