/*
 * earshot(1): a table of commands.  One table makes usage, help and completion.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "earshot/query.h"
#include "earshot/setup.h"

struct json_t; /* jansson's */

enum { CLI_OWN = 100 }; /* first id of a command's own options */
/* Which of the shared options a command takes; 0: none of them. */
enum { CLI_LIST = 1, CLI_FILTERS };

/* What every command gets: the common options read, the lists' options too. */
struct cli {
	struct setup_request request;
	const struct command *command;
	int argc; /* operands */
	char **argv;
	/* lists */
	bool json, csv, excel;
	const char *out_file;
	const char *none; /* what an empty list says; NULL: the usual */
	struct query_filter filter;
	size_t most;     /* rows of cli_list, see cli_limit; 0: all */
	uint32_t shared; /* which of the lists' options were given: cli_takes */
	/* the command's own options: value by its id - CLI_OWN; a switch has
	 * "" */
	const char *own[16];
};

struct command {
	const char *name;
	const char *operands;               /* for usage: "URL|FILE" */
	const char *help;                   /* one line */
	int list;                           /* options: CLI_LIST, CLI_FILTERS */
	const struct argument_row *options; /* own ones, or NULL */
	int (*run)(struct cli *c);          /* the exit status */
	const char *more; /* further lines of its help, or NULL */
};
extern const struct command *const commands[]; /* NULL-ended */

/* command_tables: the options that it takes, NULL-ended. */
enum { COMMAND_TABLES = 5 };
void command_tables(const struct command *command,
    const struct argument_row *ret[COMMAND_TABLES]);
/* command_run: ${argv}[0] is the command; the exit status. */
int command_run(const struct command *command, int argc, char **argv);

/* cli_takes: were of the lists' options only ${names} given ("json sort")?
 * Another one would be ignored: it is said that ${what} ("feeds add") does not
 * take it. */
bool cli_takes(const struct cli *c, const char *what, const char *names);
/* cli_filtered: was any filter given? */
bool cli_filtered(const struct cli *c);
/* cli_named: is no operand empty?  One of a variable that is not set names no
 * feed. */
bool cli_named(const struct cli *c);
/* cli_bare: is there no operand?  ${hint}: what else people may want; NULL. */
bool cli_bare(const struct cli *c, const char *hint);

/* One word of a command that has several, such as `feeds list`. */
struct verb {
	const char *name;
	unsigned options;   /* own ones that it takes: 1 << (id - CLI_OWN) */
	const char *shared; /* those of lists that it takes; NULL: all */
	int least, most;    /* operands */
	int (*run)(struct cli *c);
	const char *operands; /* for the sentence when they are off: " URL" */
	const char *hint;     /* what else there is for who gives too many */
};
enum { VERBS_MAX = 20 };
/* cli_verb: runs the one of ${verbs} (its end has no name) that the first
 * operand names, which is taken off; the exit status. */
int cli_verb(struct cli *c, const struct verb *verbs);

/* cli_fail: "earshot COMMAND: sentence" on standard error; returns ${status}.
 */
int cli_fail(const struct cli *c, int status, const char *fmt, ...)
    PRINTF(3, 4);
/* cli_usage: likewise for words that are off, with the usage line; 2. */
int cli_usage(const struct cli *c, const char *fmt, ...) PRINTF(2, 3);
/* cli_faults: all faults on standard error. */
void cli_faults(const struct faults *faults);

/* cli_setup: setup_load with its faults printed, warnings counted only.  NULL:
 * *${ret_status} is the exit status. */
struct setup *cli_setup(struct cli *c, enum setup_parts parts, int *ret_status);
/* cli_reader: the database for reading.  NULL: said, and *${ret_status}. */
struct reader *cli_reader(struct cli *c, const struct setup *s,
    int64_t deadline_ms, int *ret_status);
/* cli_known: is what the filters name there, or may it come?  Else said: 2.
 * cli_reader_known: likewise of a reader that only answers by filters. */
bool cli_known(struct cli *c, struct reader *r);
struct reader *cli_reader_known(struct cli *c, const struct setup *s,
    int64_t deadline_ms, int *ret_status);
/* cli_list: prints an answer as the options ask: table on a terminal or in a
 * pipe, --json, --csv, -o FILE.  ${columns}: space-separated names that the
 * table for people shows; NULL: all.  Frees ${q}.  The exit status. */
int cli_list(struct cli *c, struct result *q, const char *columns);
/* cli_limit: before the question: without --limit it is so many rows, and
 * cli_list says when there are more. */
enum { LIST_USUAL = 50 };
void cli_limit(struct cli *c);
/* cli_column: the column of that name, or SIZE_MAX. */
size_t cli_column(const struct result *q, struct str name);
/* cli_ask: one request to the daemon; its answer after the first line in
 * ${ret}.  1: yes, 0: no, -1: no daemon holds this database. */
int cli_ask(const struct setup *s, const char *request, struct buf *ret);
/* cli_ask_status: likewise what it says of itself; *${ret} NULL: no daemon, or
 * with false one that gives no answer, which is said. */
enum { CLI_PATIENCE_S = 10 };
bool cli_ask_status(const struct cli *c, const struct setup *s,
    struct json_t **ret);
/* cli_send: likewise, a line with its end and what follows it. */
int cli_send(const struct setup *s, struct str request, struct buf *ret);
/* cli_follow: likewise for an answer that comes bit by bit: each of its lines,
 * but for the first, goes to ${line} first. */
int cli_follow(const struct setup *s, const char *request,
    void (*line)(void *arg, struct str line), void *arg, struct buf *ret);

/* cli_input: the bytes of ${path} ("-": standard input), at most ${cap}, in
 * ${ret}, whose memory is used again. */
enum status cli_input(const char *path, size_t cap, struct buf *ret) MUST_USE;
bool cli_is_terminal(int fd);

/* cli_visit: the road once, now: progress on a terminal.  ${urls}: NULL-ended,
 * or NULL for ${what}. */
struct visit_totals {
	uint64_t visited, fresh, unchanged, failed, insights;
	uint64_t followed; /* comment feeds that posts led to: not visited */
};
enum visit_what { VISIT_DUE, VISIT_ALL, VISIT_FAILING };
int cli_visit(struct cli *c, struct setup *s, const char *const *urls,
    enum visit_what what, struct visit_totals *ret);
/* cli_visited: the line of counts. */
void cli_visited(const struct visit_totals *t);
/* poll_daemon: the daemon visits the operands, or what is due, or all; ${word}:
 * "poll" or "retry".  The exit status. */
int poll_daemon(struct cli *c, const struct setup *s, const char *word,
    bool all);
/* cli_feed: as the list has it, so that its source's staff and language count;
 * else one of our own making. */
struct feed cli_feed(const struct setup *s, struct str url);
/* cli_fetch: visits it once, unconditionally; ${traced}: telling each step.
 * The caller frees the batch.  NULL: said, and *${ret_status}. */
struct batch *cli_fetch(struct cli *c, const struct setup *s,
    const struct feed *feed, bool traced, int *ret_status);
/* cli_write_out: to standard output or -o FILE; the exit status. */
int cli_write_out(struct cli *c, struct str text);

extern const struct command cmd_demo, cmd_poll, cmd_try, cmd_parse,
    cmd_classify, cmd_insights, cmd_explain, cmd_rules, cmd_feeds, cmd_status,
    cmd_reload, cmd_check, cmd_config, cmd_db, cmd_judge, cmd_mark,
    cmd_reclassify, cmd_import, cmd_completion, cmd_doctor, cmd_thread,
    cmd_themes;

#endif
