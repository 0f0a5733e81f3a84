/*
 * The table of commands, and what they share: options, messages, the list
 * options.
 */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "earshot/clock.h"
#include "earshot/date.h"

#include "cli.h"
#include "wrap.h"

enum { FAIL_MAX = 1 << 20 };

const struct command *const commands[] = { &cmd_demo, &cmd_poll, &cmd_try,
	&cmd_insights, &cmd_themes, &cmd_explain, &cmd_thread, &cmd_judge,
	&cmd_mark, &cmd_reclassify, &cmd_import, &cmd_feeds, &cmd_rules,
	&cmd_parse, &cmd_classify, &cmd_status, &cmd_doctor, &cmd_reload,
	&cmd_check, &cmd_config, &cmd_db, &cmd_completion, NULL };

enum list_option {
	L_JSON = 50,
	L_CSV,
	L_OUT,
	L_LIMIT,
	L_SORT,
	L_SIGNAL,
	L_TOPIC,
	L_BRAND,
	L_SOURCE,
	L_LANG,
	L_FACET,
	L_TARGET,
	L_MIN_SCORE,
	L_MIN_PRIORITY,
	L_THEME,
	L_STATE,
	L_UNJUDGED,
	L_SINCE,
	L_UNTIL
};

/* How a list is printed; and which rows it has, which other commands take as
 * well. */
static const struct argument_row list_options[] = {
	{ L_JSON, 0, "json", NULL, "JSON Lines: an object a row" },
	{ L_CSV, 0, "csv", "[excel]",
	    "CSV; =excel: as Excel opens it (BOM, separator line, local times, "
	    "guarded cells)" },
	{ L_OUT, 'o', "output", "FILE",
	    "to FILE instead of standard output, which is also -" },
	{ L_LIMIT, 0, "limit", "N",
	    "so many rows at the most (50; of rules all)" },
	{ L_SORT, 0, "sort", "COLUMN", "by this column; -COLUMN: descending" },
	{ 0, 0, NULL, NULL, NULL },
};

static const struct argument_row filter_options[] = {
	{ L_SIGNAL, 0, "signal", "WORD",
	    "idea, complaint, praise, question or advice" },
	{ L_TOPIC, 0, "topic", "NAME", "about this topic" },
	{ L_BRAND, 0, "brand", "LIST", "that mention this list's terms" },
	{ L_SOURCE, 0, "source", "NAME", "from this source" },
	{ L_LANG, 0, "lang", "CODE", "in this language" },
	{ L_FACET, 0, "facet", "WORD", "think, feel, want, lack or need" },
	{ L_TARGET, 0, "target", "WORD", "product, service or process" },
	{ L_MIN_SCORE, 0, "min-score", "N", "a score of N (0 to 1) or more" },
	{ L_MIN_PRIORITY, 0, "min-priority", "N", "a priority of N or more" },
	{ L_THEME, 0, "theme", "REF", "of this theme" },
	{ L_STATE, 0, "state", "WORD",
	    "live, withdrawn, quarantined, removed" },
	{ L_UNJUDGED, 0, "unjudged", NULL, "that nobody has judged yet" },
	{ L_SINCE, 0, "since", "WHEN", "7d, or a date; of when it was said" },
	{ L_UNTIL, 0, "until", "WHEN", "likewise, the end" },
	{ 0, 0, NULL, NULL, NULL },
};

/* "7d" is so long ago; else a date. */
static bool
take_moment(const char *value, int64_t *ret)
{
	int64_t seconds;

	if (str_to_seconds(str_of(value), &seconds))
		*ret = clock_now() - seconds;
	else
		*ret = date_read(str_of(value));
	return (*ret != NO_TIME);
}

/* What no row can have is a slip; "en-GB" is kept as "en". */
static bool
take_lang(const char *value, struct str *ret, struct buf *reterr)
{
	size_t n = strspn(value,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	*ret = (struct str){ value, n };
	if ((n == 2 || n == 3) &&
	    (value[n] == '\0' || value[n] == '-' || value[n] == '_'))
		return (true);
	buf_printf(reterr,
	    "--lang %s: write a language's code of two letters, such as en",
	    value);
	return (false);
}

static bool
take_number(const char *name, const char *value, double most, double *ret,
    struct buf *reterr)
{

	if (str_to_double(str_of(value), ret) && *ret >= 0 && *ret <= most)
		return (true);
	buf_printf(reterr, "--%s %s: write a number from 0 to %g", name, value,
	    most);
	return (false);
}

static bool
take_list(struct cli *c, int id, const char *value, struct buf *reterr)
{
	struct query_filter *f = &c->filter;
	struct {
		int id;
		struct str *to;
	} words[] = { { L_SORT, &f->sort }, { L_SIGNAL, &f->signal },
		{ L_TOPIC, &f->topic }, { L_BRAND, &f->brand },
		{ L_SOURCE, &f->source }, { L_FACET, &f->facet },
		{ L_TARGET, &f->target }, { L_THEME, &f->theme },
		{ L_STATE, &f->state } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].id == id) {
			*words[i].to = str_of(value);
			return (true);
		}
	switch ((enum list_option)id) {
	case L_JSON:
		c->json = true;
		return (true);
	case L_CSV:
		c->csv = true;
		c->excel = value != NULL;
		if (value != NULL && strcmp(value, "excel") != 0) {
			buf_printf(reterr,
			    "--csv=%s: write --csv or "
			    "--csv=excel",
			    value);
			return (false);
		}
		return (true);
	case L_OUT:
		c->out_file = strcmp(value, "-") != 0 ? value : NULL;
		return (true);
	case L_LIMIT:
		if (str_to_i64(str_of(value), &f->limit) && f->limit > 0)
			return (true);
		buf_printf(reterr, "--limit %s: write a number from 1 on",
		    value);
		return (false);
	case L_LANG:
		return (take_lang(value, &f->lang, reterr));
	case L_MIN_SCORE:
		return (
		    take_number("min-score", value, 1, &f->min_score, reterr));
	case L_MIN_PRIORITY:
		return (take_number("min-priority", value, 100,
		    &f->min_priority, reterr));
	case L_UNJUDGED:
		f->unjudged = true;
		return (true);
	case L_SINCE:
	case L_UNTIL:
		if (take_moment(value,
			id == L_SINCE ? &f->since_ts : &f->until_ts))
			return (true);
		buf_printf(reterr,
		    "'%s' is no moment: write 7d, 12h or a "
		    "date such as 2026-11-21",
		    value);
		return (false);
	default:
		return (false);
	}
}

static bool
take(void *arg, int id, const char *value, struct buf *reterr)
{
	struct cli *c = arg;

	if (id >= CLI_OWN) {
		c->own[id - CLI_OWN] = value != NULL ? value : "";
		return (true);
	}
	if (id >= L_JSON) {
		c->shared |= UINT32_C(1) << (id - L_JSON);
		return (take_list(c, id, value, reterr));
	}
	return (setup_take(&c->request, id, value, reterr));
}

static void
print_help(const struct command *command)
{
	struct buf out = BUF_INIT(1 << 16);

	buf_printf(&out, "usage: earshot %s [OPTION...]%s%s\n%s\n",
	    command->name, command->operands[0] != '\0' ? " " : "",
	    command->operands, command->help);
	if (command->more != NULL)
		buf_printf(&out, "\n%s", command->more);
	buf_addc(&out, '\n');
	if (command->options != NULL)
		arguments_help(command->options, &out);
	if (command->list == CLI_LIST)
		arguments_help(list_options, &out);
	if (command->list != 0)
		arguments_help(filter_options, &out);
	arguments_help(setup_options, &out);
	fputs(buf_str(&out).p, stdout);
	buf_free(&out);
}

void
command_tables(const struct command *command,
    const struct argument_row *ret[COMMAND_TABLES])
{
	size_t n = 0;

	ret[n++] = setup_options;
	if (command->options != NULL)
		ret[n++] = command->options;
	if (command->list == CLI_LIST)
		ret[n++] = list_options;
	if (command->list != 0)
		ret[n++] = filter_options;
	ret[n] = NULL;
}

int
command_run(const struct command *command, int argc, char **argv)
{
	const struct argument_row *tables[COMMAND_TABLES];
	struct cli c = { .command = command };
	struct buf why = BUF_INIT(4096);
	int status;

	command_tables(command, tables);
	c.request.program = command->name;
	query_filter_init(&c.filter);
	if (arguments_read(tables, argc, argv, take, &c, &c.argc, &why) != OK)
		status = cli_usage(&c, "%s", buf_str(&why).p);
	else if (c.request.help) {
		print_help(command);
		status = 0;
	} else if (c.request.version) {
		buf_clear(&why);
		setup_versions("earshot", &why);
		fputs(buf_str(&why).p, stdout);
		status = 0;
	} else if (c.json && c.csv)
		status = cli_usage(&c, "--json or --csv, not both");
	else {
		c.argv = argv + 1;
		status = command->run(&c);
		/* What is larger than the buffer may have failed before. */
		if ((fflush(stdout) != 0 || ferror(stdout) != 0) && status == 0)
			status = cli_fail(&c, 2,
			    "standard output could not be written");
	}
	setup_request_free(&c.request);
	buf_free(&why);
	return (status);
}

bool
cli_filtered(const struct cli *c)
{

	return (c->shared >> (L_SIGNAL - L_JSON) != 0);
}

/* Those that say which rows there are and how they are printed. */
static const struct argument_row *const shared[] = { list_options,
	filter_options };

static bool
is_among(const char *name, const char *names)
{
	struct str rest = str_of(names), word;

	while ((word = str_word(&rest)).n > 0)
		if (str_eq(word, str_of(name)))
			return (true);
	return (false);
}

bool
cli_takes(const struct cli *c, const char *what, const char *names)
{

	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
		for (const struct argument_row *row = shared[i];
		     row->name != NULL; row++) {
			if ((c->shared >> (row->id - L_JSON) & 1) == 0 ||
			    is_among(row->name, names))
				continue;
			cli_usage(c, "%s takes no --%s", what, row->name);
			return (false);
		}
	return (true);
}

int
cli_fail(const struct cli *c, int status, const char *fmt, ...)
{
	struct buf text = BUF_INIT(FAIL_MAX);
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	fprintf(stderr, "earshot %s: ", c->command->name);
	wrap_say(stderr, buf_str(&text));
	fputc('\n', stderr);
	buf_free(&text);
	return (status);
}

int
cli_usage(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "earshot %s: ", c->command->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nusage: earshot %s [OPTION...] %s\n",
	    c->command->name, c->command->operands);
	return (2);
}

void
cli_faults(const struct faults *faults)
{
	struct buf b = BUF_INIT(4 << 20);

	faults_print(faults, &b, true);
	fwrite(buf_str(&b).p, 1, b.n, stderr);
	buf_free(&b);
}

bool
cli_is_terminal(int fd)
{

	return (isatty(fd) == 1);
}
