/*
 * One sentence of a person's about an insight: sent to the daemon that writes
 * the database, or written by ourselves.
 */
#include "judging.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/judgement.h"

/* Who says it, where no daemon can see it. */
static struct str
who(void)
{
	const char *name = getenv("USER");
	struct passwd *pw;

	if (name != NULL && name[0] != '\0')
		return (str_of(name));
	pw = getpwuid(getuid());
	return (str_of(pw != NULL ? pw->pw_name : NULL));
}

static enum status
by_ourselves(const struct setup *s, struct judgement *j, struct buf *out)
{
	struct store *store = NULL;
	enum status st;

	/* Nothing can be said of what is not there: no new database. */
	if (access(s->store_path, F_OK) != 0) {
		buf_printf(out,
		    "there is no database at %s yet; --db names another",
		    s->store_path);
		return (E_USAGE);
	}
	st = setup_store(s, &store, out);
	if (st != OK)
		return (st);
	j->by = who();
	st = store_judge(store, j, out);
	store_close(store);
	return (st);
}

static int
answer(struct cli *c, bool yes, struct str said)
{
	bool missing = str_starts(said, STR("no insight"));

	if (yes) {
		if (!c->request.quiet)
			fwrite(said.p, 1, said.n, stdout);
		return (0);
	}
	return (cli_fail(c, missing ? 1 : 2, "%.*s", STR_ARG(str_trim(said))));
}

/* One line, whatever was in the quotes. */
static void
add_line(struct buf *line, const char *s)
{

	for (; s != NULL && *s != '\0'; s++)
		buf_addc(line, (unsigned char)*s < ' ' ? ' ' : *s);
}

int
judging_say(struct cli *c, const struct setup *s, bool mark, const char *note)
{
	struct buf request = BUF_INIT(CONTROL_LINE_MAX);
	struct buf said = BUF_INIT(1 << 20);
	const char *verb = mark ? "mark " : "judge ";
	struct judgement j;
	int status, yes;

	buf_adds(&request, verb);
	add_line(&request, c->argv[0]);
	buf_addc(&request, ' ');
	add_line(&request, c->argv[1]);
	buf_addc(&request, ' ');
	add_line(&request, note);
	if (buf_failed(&request)) {
		status = cli_usage(c, "the note is too long");
		goto out;
	}
	if (judgement_read(str_of(request.p + strlen(verb)), mark, &j, &said) !=
	    OK) {
		status = cli_usage(c, "%.*s", STR_ARG(buf_str(&said)));
		goto out;
	}
	yes = cli_ask(s, request.p, &said);
	if (yes < 0)
		yes = by_ourselves(s, &j, &said) == OK;
	status = answer(c, yes == 1, buf_str(&said));
out:
	buf_free(&request);
	buf_free(&said);
	return (status);
}
