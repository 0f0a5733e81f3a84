/*
 * What of the store is not kept, done now.
 */
#include "db_retain.h"

#include <stdio.h>

#include "earshot/keeping.h"
#include "earshot/restore.h"

enum { REQUEST_MAX = 8000, SAID_MAX = 1 << 20 };

/* Until it is done, group by group. */
static int
by_ourselves(struct cli *c, const struct setup *s, struct str request)
{
	struct buf said = BUF_INIT(SAID_MAX);
	struct store *store = NULL;
	struct keeping k = { .done = false };
	enum status st = OK;
	int status = 0;

	if (!keeping_read(&k, request, s->conf, &said)) {
		status = cli_usage(c, "%s", buf_str(&said).p);
		goto out;
	}
	if (setup_store(s, &store, &said) != OK) {
		status = cli_fail(c, 2, "%s", buf_str(&said).p);
		goto out;
	}
	while (st == OK && !k.done)
		st = keeping_step(store, &k);
	if (st != OK)
		status = cli_fail(c, st == E_NOT_FOUND ? 1 : 2, "%s", k.error);
	else {
		keeping_tell(&k, &said);
		fputs(buf_str(&said).p, stdout);
	}
out:
	store_close(store);
	keeping_free(&k);
	buf_free(&said);
	return (status);
}

static int
do_it(struct cli *c, const struct setup *s, struct str request)
{
	struct buf said = BUF_INIT(SAID_MAX);
	int status = 0, yes;

	yes = cli_ask(s, request.p, &said);
	if (yes < 0)
		status = by_ourselves(c, s, request);
	else if (yes == 1)
		fwrite(buf_str(&said).p, 1, said.n, stdout);
	else
		status =
		    cli_fail(c, 2, "%.*s", STR_ARG(str_trim(buf_str(&said))));
	buf_free(&said);
	return (status);
}

int
db_prune(struct cli *c, const struct setup *s)
{

	return (do_it(c, s, STR("prune")));
}

static int
dry_run(struct cli *c, const struct setup *s, struct str request)
{
	struct buf out = BUF_INIT(SAID_MAX);
	struct keeping k = { .done = false };
	struct reader *r = NULL;
	enum status st = OK;
	int status = 0;

	if (!keeping_read(&k, request, s->conf, &out))
		status = cli_usage(c, "%s", buf_str(&out).p);
	else if ((r = cli_reader(c, s, 0, &status)) != NULL)
		st = query_forget(r, &k.forget, &out);
	if (st != OK)
		status = cli_fail(c, st == E_NOT_FOUND ? 1 : 2, "%s",
		    reader_error(r));
	else if (r != NULL) {
		fwrite(buf_str(&out).p, 1, out.n, stdout);
		puts("nothing was changed; --yes removes what is listed, for "
		     "good");
	}
	reader_close(r);
	keeping_free(&k);
	buf_free(&out);
	return (status);
}

int
db_forget(struct cli *c, const struct setup *s, const char *voice,
    const char *uri, bool mentions, bool yes)
{
	struct buf request = BUF_INIT(REQUEST_MAX);
	int status;

	if ((voice == NULL) == (uri == NULL))
		return (cli_usage(c, "db forget --voice ID, or --uri URI; "
				     "v_voice has both"));
	buf_printf(&request, "forget %s%s %s", mentions ? "mentions " : "",
	    voice != NULL ? "voice" : "uri", voice != NULL ? voice : uri);
	if (buf_failed(&request) ||
	    str_findc(buf_str(&request), '\n') != SIZE_MAX)
		status = cli_usage(c, "that is no URI");
	else if (yes)
		status = do_it(c, s, buf_str(&request));
	else
		status = dry_run(c, s, buf_str(&request));
	buf_free(&request);
	return (status);
}

int
db_restore(struct cli *c, const struct setup *s)
{
	const char *url = s->conf->store_url;
	struct buf said = BUF_INIT(SAID_MAX);
	int status = 0, yes;

	if (restore_prepare(url, c->argv[0], &said) != OK) {
		status = cli_fail(c, 2, "%s", buf_str(&said).p);
		goto out;
	}
	yes = cli_ask(s, "restore", &said);
	if (yes < 0)
		yes = restore_swap(url, &said) == OK;
	if (yes == 1)
		fwrite(buf_str(&said).p, 1, said.n, stdout);
	else {
		status =
		    cli_fail(c, 2, "%.*s", STR_ARG(str_trim(buf_str(&said))));
		restore_drop(url);
	}
out:
	buf_free(&said);
	return (status);
}
