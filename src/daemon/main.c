/*
 * earshotd(8).
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>

#include "earshot/setup.h"

#include "daemon.h"
#include "tell.h"

enum { O_ONCE = 100, O_CHECK };

static const struct argument_row own[] = {
	{ O_ONCE, 0, "once", NULL,
	    "visit every due feed once, finish everything, exit" },
	{ O_CHECK, 0, "check", NULL,
	    "load everything, list every fault, exit" },
	{ 0, 0, NULL, NULL, NULL },
};

struct words {
	struct setup_request request;
	bool once, check;
};

static bool
take(void *arg, int id, const char *value, struct buf *reterr)
{
	struct words *w = arg;

	if (id == O_ONCE)
		w->once = true;
	else if (id == O_CHECK)
		w->check = true;
	else
		return (setup_take(&w->request, id, value, reterr));
	return (true);
}

static void
help(struct buf *out)
{

	buf_adds(out,
	    "usage: earshotd [--once] [--check] [OPTION...]\n"
	    "Listens to feeds and hears ideas and complaints in them: the "
	    "daemon, in the\nforeground, logs on standard error.  See "
	    "earshotd(8).\n\n");
	arguments_help(own, out);
	arguments_help(setup_options, out);
}

int
main(int argc, char **argv)
{
	static const struct argument_row *const tables[] = { own, setup_options,
		NULL };
	struct words w = { .request = { .program = "earshotd" } };
	struct buf out = BUF_INIT(1 << 16);
	int operands = 0, status = 2;
	enum status st =
	    arguments_read(tables, argc, argv, take, &w, &operands, &out);

	tell_log(NULL, &w.request);
	if (st == OK && operands > 0) {
		buf_printf(&out, "what is '%s'? earshotd takes no operands",
		    argv[1]);
		st = E_USAGE;
	}
	if (st != OK) {
		buf_adds(&out, " (earshotd --help lists all)");
		tell_fault(buf_str(&out));
		goto done;
	}
	/* Files are for owner and group, whoever starts us. */
	umask(0027);
	if (w.request.help || w.request.version) {
		if (w.request.help)
			help(&out);
		else
			setup_versions("earshotd", &out);
		fputs(buf_str(&out).p, stdout);
		status = 0;
	} else if (setup_init() != OK)
		tell_fault(STR("libcurl could not be initialised"));
	else if (w.check)
		status = daemon_check(&w.request);
	else
		status = daemon_run(&w.request, w.once);
done:
	setup_request_free(&w.request);
	buf_free(&out);
	return (status);
}
