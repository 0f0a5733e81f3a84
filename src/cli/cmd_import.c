/*
 * earshot import: what customers wrote, out of files: surveys, tickets,
 * exports, feeds of a segment without a network.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/charset.h"
#include "earshot/log.h"
#include "earshot/records.h"
#include "earshot/utf8.h"

#include "bar.h"
#include "importing.h"

enum {
	I_SOURCE = CLI_OWN,
	I_MAP,
	I_SOLICITED,
	I_KIND,
	I_ROLE,
	I_LANG,
	I_FORMAT,
	I_DELIMITER,
	I_CHARSET
};
enum { FILE_MAX_BYTES = 256 << 20, BODY_MAX_BYTES = 16 << 20 };

static const struct argument_row own[] = {
	{ I_SOURCE, 0, "source", "NAME",
	    "whose they are; one that is listed, "
	    "or a new one" },
	{ I_MAP, 0, "map", "FIELD=NAME,...",
	    "which column is what: text, title, date, author, stars, url, id, "
	    "lang, tags; #3 is the third" },
	{ I_SOLICITED, 0, "solicited", NULL,
	    "they answer a question of ours, as in a survey" },
	{ I_KIND, 0, "kind", "WORD",
	    "of a new source: own, customer (usual), competitor, press, "
	    "community, internal" },
	{ I_ROLE, 0, "role", "WORD",
	    "what the posts are: reviews (usual of tables), posts (of feeds), "
	    "comments" },
	{ I_LANG, 0, "lang", "CODE", "the language of all of them" },
	{ I_FORMAT, 0, "format", "WORD", "csv, jsonl or feed; usually seen" },
	{ I_DELIMITER, 0, "delimiter", "C",
	    "between the cells of CSV: , ; or tab; usually seen" },
	{ I_CHARSET, 0, "charset", "NAME",
	    "of tables: usually UTF-8, UTF-16 or windows-1252, as seen" },
	{ 0, 0, NULL, NULL, NULL },
};

struct job {
	struct cli *cli;
	struct import_what what;
	char *source, *address;
	struct importing *to; /* NULL: only a look for faults */
	struct bar bar;
	struct faults faults;
	size_t records, empty, done;
	bool alone;       /* the present file is a feed */
	struct buf input; /* standard input, which is read once only */
};

static const char *
option(const struct cli *c, int id)
{

	return (c->own[id - CLI_OWN]);
}

static enum status
take_piece(void *arg, struct str document)
{
	struct job *j = arg;
	struct import_counts counts;
	enum status st =
	    importing_document(j->to, &j->what, document, j->alone);

	importing_counts(j->to, &counts);
	bar_draw(&j->bar, (uint64_t)counts.posts, j->records);
	return (st);
}

static bool
form_of(const struct cli *c, const char *file, struct str text,
    enum records_form *ret)
{
	static const char *const words[RECORDS_FORMS] = { "csv", "jsonl",
		"feed" };
	const char *word = option(c, I_FORMAT);

	if (word == NULL) {
		*ret = records_form(file, text);
		return (true);
	}
	for (int i = 0; i < RECORDS_FORMS; i++)
		if (strcmp(word, words[i]) == 0) {
			*ret = (enum records_form)i;
			return (true);
		}
	return (false);
}

/* A table's text as UTF-8; {NULL,0}: told. */
static struct str
decode(struct cli *c, struct arena *a, const char *file, struct str bytes)
{
	const char *name = option(c, I_CHARSET);
	struct str text = { NULL, 0 };
	enum status st = OK;

	if (name != NULL)
		st = charset_from(a, str_of(name), bytes, &text);
	else
		text = charset_text(a, bytes);
	if (st == E_NOT_FOUND)
		cli_fail(c, 2, "--charset %s: no such name", name);
	else if (st == E_CORRUPT)
		cli_fail(c, 2, "%s does not decode from %s", file, name);
	else if (st != OK || text.p == NULL)
		cli_fail(c, 2, "%s: out of memory", file);
	return (st == OK ? text : (struct str){ NULL, 0 });
}

static int
fail_piece(struct job *j, const char *file, enum status st)
{
	const char *why = importing_error(j->to);

	bar_clear(&j->bar);
	return (cli_fail(j->cli, st == E_NOT_FEED ? 1 : 2, "%s: %s", file,
	    why[0] != '\0' ? why : status_told(st)));
}

/* One file, looked at or imported. */
static int
read_text(struct job *j, const char *file, struct str text,
    enum records_form form)
{
	const char *delimiter = option(j->cli, I_DELIMITER);
	struct records_options o = { .file = file,
		.map = option(j->cli, I_MAP),
		.form = form };
	struct records_counts counts;
	enum status st;

	if (delimiter != NULL)
		o.delimiter =
		    strcmp(delimiter, "tab") == 0 ? '\t' : delimiter[0];
	j->alone = form == RECORDS_FEED;
	j->what.rows = !j->alone;
	if (option(j->cli, I_ROLE) == NULL)
		j->what.spec.role = j->alone ? ROLE_POSTS : ROLE_REVIEWS;
	if (j->alone && text.n > BODY_MAX_BYTES)
		return (
		    cli_fail(j->cli, 2, "%s: a feed has at most 16 MB", file));
	st = records_read(text, &o, j->to != NULL ? take_piece : NULL, j,
	    &j->faults, &counts);
	if (st != OK && st != E_SYNTAX)
		return (j->to != NULL ? fail_piece(j, file, st)
				      : cli_fail(j->cli, 2, "%s: %s", file,
					    status_told(st)));
	if (j->to != NULL)
		return (0);
	j->records += counts.records;
	j->empty += counts.empty;
	if (st == OK && form != RECORDS_FEED && !j->cli->request.quiet)
		fprintf(stderr, "%s: %zu records%s%s\n", file, counts.records,
		    counts.columns[0] != '\0' ? "; " : "", counts.columns);
	return (0);
}

static int
read_file(struct job *j, const char *file)
{
	struct buf body = BUF_INIT(FILE_MAX_BYTES);
	struct arena *a = arena_new((size_t)4 * FILE_MAX_BYTES);
	bool input = strcmp(file, "-") == 0;
	enum status st = OK;
	enum records_form form;
	struct str text;
	int status = 2;

	if (!input || j->input.p == NULL)
		st = cli_input(file, FILE_MAX_BYTES, &body);
	else {
		body = j->input;
		j->input = (struct buf){ .cap = 0 };
	}
	if (a == NULL)
		status = cli_fail(j->cli, 2, "out of memory");
	else if (st == E_TOO_LARGE)
		status = cli_fail(j->cli, 2,
		    "%s: a file has at most 256 MB: split it", file);
	else if (st != OK)
		status = cli_fail(j->cli, 2, "%s: %s", file, status_told(st));
	else if (!form_of(j->cli, file, buf_str(&body), &form))
		status = cli_usage(j->cli, "--format is csv, jsonl or feed");
	else if (form == RECORDS_FEED)
		status = read_text(j, file, buf_str(&body), form);
	else if ((text = decode(j->cli, a, file, buf_str(&body))).p != NULL ||
		 body.n == 0)
		status = read_text(j, file, text, form);
	arena_free(a);
	if (input && j->input.p == NULL)
		j->input = body;
	else
		buf_free(&body);
	return (status);
}

/* The words of the options; false: told. */
static bool
take_options(struct job *j)
{
	struct cli *c = j->cli;
	const char *word = option(c, I_KIND);
	struct feed_spec *s = &j->what.spec;
	struct str source = str_trim(str_of(option(c, I_SOURCE)));
	int found;

	s->lang = option(c, I_LANG);
	if (s->lang != NULL && *s->lang == '\0')
		s->lang = NULL;
	s->kind = SOURCE_CUSTOMER;
	j->what.solicited = option(c, I_SOLICITED) != NULL;
	if (source.n == 0 || source.n > 200) {
		cli_usage(c, "say whose they are: --source NAME, of at most "
			     "200 bytes");
		return (false);
	}
	for (size_t i = 0; i < source.n; i++)
		if ((unsigned char)source.p[i] < ' ' || source.p[i] == 0x7f ||
		    !utf8_valid(source)) {
			cli_usage(c, "a source's name is one line of UTF-8");
			return (false);
		}
	if (word != NULL) {
		for (found = 0; found < SOURCE_KINDS; found++)
			if (strcmp(word,
				source_kind_word((enum source_kind)found)) == 0)
				break;
		if (found == SOURCE_KINDS) {
			cli_usage(c, "--kind is own, customer, competitor, "
				     "press, community or internal");
			return (false);
		}
		s->kind = (feed_word)found;
	}
	word = option(c, I_ROLE);
	found = word != NULL ? feed_role_of(str_of(word)) : ROLE_REVIEWS;
	if (found < 0 || found == ROLE_THREAD) {
		cli_usage(c, "--role is reviews, posts or comments");
		return (false);
	}
	s->role = (feed_word)found;
	s->source = j->source = str_dup(source);
	j->address = import_address(source);
	s->url = str_of(j->address);
	return (j->source != NULL && j->address != NULL);
}

static void
print_counts(const struct job *j, const struct import_counts *n)
{

	if (j->empty > 0 && !j->cli->request.quiet)
		fprintf(stderr, "%zu without a word were left out\n", j->empty);
	/* Ids that count from 1 in each file: told, for it cannot be seen. */
	if (n->edited > 1 && n->edited * 2 > n->posts && !j->cli->request.quiet)
		fputs("most of them took the place of others with the same id; "
		      "ids are those of\nthe source: another survey needs "
		      "another --source\n",
		    stderr);
	printf("imported %" PRId64 " new %" PRId64 " edited %" PRId64
	       " known %" PRId64 " insights %" PRId64 "\n",
	    n->posts, n->fresh, n->edited, n->known, n->insights);
}

static int
import_files(struct job *j)
{
	struct import_counts counts;
	enum status st;
	int status = 0;

	bar_init(&j->bar, j->cli, "posts");
	j->to = importing_new(j->cli, &j->what, &status);
	if (j->to == NULL)
		return (status);
	for (int i = 0; status == 0 && i < j->cli->argc; i++) {
		status = read_file(j, j->cli->argv[i]);
		if (status != 0)
			break;
		st = importing_wait(j->to);
		if (st != OK)
			status = fail_piece(j, j->cli->argv[i], st);
	}
	bar_clear(&j->bar);
	/* What is under way when one fails is stored all the same. */
	if (importing_wait(j->to) != OK && status == 0)
		status = 2;
	importing_counts(j->to, &counts);
	importing_free(j->to);
	print_counts(j, &counts);
	return (status);
}

static int
run(struct cli *c)
{
	struct job j = { .cli = c };
	int status = 0;

	if (c->argc == 0)
		return (cli_usage(c, "name the files; - is standard input"));
	log_set(c->request.verbose ? LOG_INFO : LOG_ERROR, false);
	charset_init();
	faults_init(&j.faults);
	if (!take_options(&j))
		status = 2;
	/* All are looked at before the first is stored. */
	for (int i = 0; status == 0 && i < c->argc; i++)
		status = read_file(&j, c->argv[i]);
	if (j.faults.n > 0 && (status == 0 || j.faults.errors > 0))
		cli_faults(&j.faults);
	if (status == 0 && j.faults.errors > 0)
		status = cli_fail(c, 1,
		    "nothing was imported; mend the file%s first",
		    c->argc > 1 ? "s" : "");
	if (status == 0)
		status = import_files(&j);
	faults_free(&j.faults);
	buf_free(&j.input);
	free(j.source);
	free(j.address);
	return (status);
}

const struct command cmd_import = { "import", "FILE... --source NAME",
	"posts out of files: CSV, JSON Lines, feeds", 0, own, run,
	"The first row of a CSV file names its columns, an object's keys "
	"those of JSON\nLines; which is the text, the date and so on is seen "
	"by their names, or said\nwith --map.  A file with a fault is not "
	"imported; one that was is known again,\nand only what is new in it "
	"is stored.  The last line is\n`imported N new N edited N known N "
	"insights "
	"N`.\n" };
