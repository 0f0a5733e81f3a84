/*
 * The daemon gets each document on a connection of its own, and answers when
 * it is stored; without a daemon its workers and its writer are ours.
 */
#include "importing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/imported.h"

struct importing {
	struct cli *cli;
	struct setup *setup;
	struct import_what what; /* of the present file */
	struct import_counts counts;
	char error[600];
	bool daemon;
	/* without it */
	struct feed feed;
	struct ingest *ingest;
	struct import *import;
};

static enum status
open_road(struct importing *to, struct buf *why)
{
	struct road_options ro;
	struct store *store = NULL;
	enum status st = setup_store(to->setup, &store, why);

	if (st != OK)
		return (st);
	setup_road(to->setup, &ro);
	to->what.batch_max = ro.batch_max;
	to->feed.spec = to->what.spec;
	st = store_imported(store, &to->feed);
	if (st == OK)
		st = store_ruleset(store, ruleset_info(to->setup->rules));
	if (st != OK)
		buf_adds(why, store_error(store));
	if (st == OK)
		st = ingest_new(&ro.ingest, store, to->setup->rules,
		    &to->ingest);
	if (st != OK)
		store_close(store);
	return (st);
}

struct importing *
importing_new(struct cli *c, const struct import_what *what, int *ret_status)
{
	struct importing *to = calloc(1, sizeof(*to));
	struct buf why = BUF_INIT(2000);
	enum status st;
	int fd;

	if (to == NULL) {
		*ret_status = cli_fail(c, 2, "out of memory");
		return (NULL);
	}
	to->cli = c;
	to->what = *what;
	to->setup = cli_setup(c, SETUP_CONF, ret_status);
	if (to->setup == NULL)
		goto fail;
	fd = setup_connect(to->setup);
	if (fd >= 0) {
		close(fd);
		to->daemon = true;
		if (!c->request.quiet)
			fputs("the running daemon does it, by the rules that "
			      "it has loaded\n",
			    stderr);
		return (to);
	}
	setup_free(to->setup);
	to->setup = cli_setup(c, SETUP_RULES, ret_status);
	if (to->setup == NULL)
		goto fail;
	st = open_road(to, &why);
	if (st == OK) {
		buf_free(&why);
		return (to);
	}
	*ret_status =
	    cli_fail(c, 2, "%s", why.n > 0 ? buf_str(&why).p : status_told(st));
fail:
	buf_free(&why);
	importing_free(to);
	return (NULL);
}

/* "imported N new N edited N known N insights N" */
static bool
add_counts(struct str line, struct import_counts *n)
{
	int64_t *to[] = { &n->posts, &n->fresh, &n->edited, &n->known,
		&n->insights };

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		int64_t v;

		(void)str_word(&line);
		if (!str_to_i64(str_word(&line), &v))
			return (false);
		*to[i] += v;
	}
	return (true);
}

static enum status
ask_daemon(struct importing *to, struct str document)
{
	struct buf request = BUF_INIT(document.n + CONTROL_LINE_MAX);
	struct buf said = BUF_INIT(1 << 20);
	enum status st = OK;
	int yes = -1;

	buf_adds(&request, "import ");
	import_print(&to->what, document.n, &request);
	buf_addc(&request, '\n');
	buf_add(&request, document);
	if (!buf_failed(&request))
		yes = cli_send(to->setup, buf_str(&request), &said);
	if (yes != 1 || !add_counts(buf_str(&said), &to->counts)) {
		snprintf(to->error, sizeof(to->error), "%.*s",
		    STR_ARG(yes < 0 ? STR("the daemon is gone")
				    : str_trim(buf_str(&said))));
		st = str_find(buf_str(&said), STR("not a feed")) != SIZE_MAX
			 ? E_NOT_FEED
			 : E_IO;
	}
	buf_free(&request);
	buf_free(&said);
	return (st);
}

enum status
importing_document(struct importing *to, const struct import_what *what,
    struct str document, bool alone)
{
	size_t batch_max = to->what.batch_max;
	enum status st = OK;

	/* From file to file it may be a table or a feed. */
	if (to->import != NULL && what->rows != to->what.rows) {
		st = importing_wait(to);
		import_counts(to->import, &to->counts);
		import_free(to->import);
		to->import = NULL;
	}
	to->what = *what;
	to->what.batch_max = batch_max;
	if (to->daemon)
		return (ask_daemon(to, document));
	if (st == OK && to->import == NULL) {
		to->feed.spec.role = what->spec.role;
		st = import_new(to->ingest, &to->feed, &to->what, &to->counts,
		    &to->import);
	}
	return (st == OK ? import_document(to->import, document, alone) : st);
}

enum status
importing_wait(struct importing *to)
{

	return (to->import != NULL ? import_wait(to->import) : OK);
}

void
importing_counts(const struct importing *to, struct import_counts *ret)
{

	*ret = to->counts;
	if (to->import != NULL)
		import_counts(to->import, ret);
}

const char *
importing_error(const struct importing *to)
{

	return (to->import != NULL ? import_error(to->import) : to->error);
}

void
importing_free(struct importing *to)
{

	if (to == NULL)
		return;
	if (to->ingest != NULL)
		ingest_stop(to->ingest);
	import_free(to->import);
	ingest_free(to->ingest);
	setup_free(to->setup);
	free(to);
}
