/*
 * earshot status, reload, check, config: how it is, and what it is set to.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "earshot/clock.h"
#include "earshot/jsonw.h"

#include "cli.h"

enum { S_JSON = CLI_OWN };

static const struct argument_row status_own[] = {
	{ S_JSON, 0, "json", NULL, "one JSON object" },
	{ 0, 0, NULL, NULL, NULL },
};

/* What a store says of itself, as members of the open object. */
static void
store_members(struct jsonw *j, const struct store_status *ss)
{

	jsonw_kint(j, "posts", ss->posts);
	jsonw_kint(j, "insights", ss->insights);
	for (int i = 0; i < FEED_STATUSES; i++) {
		char key[40];

		snprintf(key, sizeof(key), "feeds_%s",
		    feed_status_word((enum feed_status)i));
		jsonw_kint(j, key, ss->feeds_by_status[i]);
	}
	jsonw_kint(j, "feeds_found", ss->found);
	jsonw_kint(j, "feeds_found_asleep", ss->found_asleep);
	jsonw_key(j, "last_visit_ts");
	if (ss->last_visit_ts != NO_TIME)
		jsonw_int(j, ss->last_visit_ts);
	else
		jsonw_null(j);
	jsonw_key(j, "last_post_ts");
	if (ss->last_post_ts != NO_TIME)
		jsonw_int(j, ss->last_post_ts);
	else
		jsonw_null(j);
	jsonw_kint(j, "store_bytes", ss->bytes);
	jsonw_kint(j, "wal_bytes", ss->wal_bytes);
	jsonw_kint(j, "schema", ss->schema);
	jsonw_kstr(j, "stored_ruleset", ss->ruleset);
}

static void
moment(const char *what, int64_t ts)
{
	char text[CLOCK_TEXT] = "never";

	if (ts != NO_TIME)
		clock_local_text(ts, text);
	printf("%-12s %s\n", what, text);
}

static const char *
text_of(const json_t *o, const char *key)
{

	return (json_string_value(json_object_get(o, key)));
}

static int64_t
int_of(const json_t *o, const char *key)
{

	return (json_integer_value(json_object_get(o, key)));
}

/* What is wrong with a daemon, by its own words; /readyz says no to the last
 * two. */
static const struct {
	const char *key, *title;
} wrongs[] = {
	{ "stale", "STALE      the last good set runs" },
	{ "refused", "REFUSED    the last reload" },
	{ "ill", "ILL        nothing can be stored" },
	{ "unready", "NOT READY  /readyz says" },
};

static bool
is_wrong(const json_t *o, size_t i)
{

	/* Why nothing is stored is told once. */
	return (text_of(o, wrongs[i].key) != NULL &&
		(strcmp(wrongs[i].key, "unready") != 0 ||
		    text_of(o, "ill") == NULL));
}

static bool
unwell(const json_t *o)
{
	bool wrong = o == NULL;

	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		wrong = wrong || is_wrong(o, i);
	return (wrong);
}

static void
print_daemon(const json_t *o, bool answered)
{

	if (o == NULL) {
		puts(answered ? "daemon       not running"
			      : "daemon       NO ANSWER");
		return;
	}
	printf("daemon       pid %" PRId64 ", version %s\n", int_of(o, "pid"),
	    text_of(o, "version"));
	moment("  since", int_of(o, "started_ts"));
	printf("  feeds      %" PRId64 " listed, %" PRId64
	       " being visited, the latest %" PRId64 " s late\n",
	    int_of(o, "feeds"), int_of(o, "visiting"), int_of(o, "lag_s"));
	if (int_of(o, "found") > 0)
		printf("  found      %" PRId64 " comment feeds that are read\n",
		    int_of(o, "found"));
	printf("  rules      %" PRId64 ", set %.8s, PCRE2 %s\n",
	    int_of(o, "rules"), text_of(o, "ruleset"),
	    json_is_true(json_object_get(o, "jit")) ? "JIT" : "without JIT");
	printf("  visits     %" PRId64 ", %" PRId64 " failed\n",
	    int_of(o, "visited"), int_of(o, "failed"));
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		if (is_wrong(o, i))
			printf("  %s: %s\n", wrongs[i].title,
			    text_of(o, wrongs[i].key));
}

static void
print_store(const char *path, const struct store_status *ss)
{
	int64_t feeds = 0;

	printf("database     %s\n", path);
	printf("  size       %.1f MB, WAL %.1f MB, schema %" PRId64 "\n",
	    (double)ss->bytes / 1e6, (double)ss->wal_bytes / 1e6, ss->schema);
	printf("  posts      %" PRId64 "\n", ss->posts);
	printf("  insights   %" PRId64 "\n", ss->insights);
	printf("  feeds     ");
	for (int i = 0; i < FEED_STATUSES; i++)
		if (ss->feeds_by_status[i] > 0) {
			printf(" %" PRId64 " %s", ss->feeds_by_status[i],
			    feed_status_word((enum feed_status)i));
			feeds += ss->feeds_by_status[i];
		}
	puts(feeds > 0 ? "" : " none yet: earshot feeds add URL");
	if (ss->found + ss->found_asleep > 0)
		printf("  found      %" PRId64 " comment feeds read, %" PRId64
		       " until a count moves\n",
		    ss->found, ss->found_asleep);
	moment("  last visit", ss->last_visit_ts);
	moment("  last post", ss->last_post_ts);
}

static int
print_json(struct cli *c, json_t *o, const struct store_status *ss)
{
	struct buf out = BUF_INIT(1 << 20);
	struct jsonw j;
	char *daemon = o != NULL ? json_dumps(o, JSON_COMPACT) : NULL;
	int status;

	jsonw_init(&j, &out);
	jsonw_object(&j);
	jsonw_key(&j, "daemon");
	if (daemon != NULL) {
		buf_adds(&out, daemon);
		j.after_key = false;
	} else
		jsonw_null(&j);
	store_members(&j, ss);
	jsonw_end_object(&j);
	buf_addc(&out, '\n');
	status = cli_write_out(c, buf_str(&out));
	free(daemon);
	buf_free(&out);
	return (status);
}

static int
run_status(struct cli *c)
{
	struct store_status ss;
	struct reader *r = NULL;
	struct arena *a = arena_new(1 << 20);
	struct setup *s;
	json_t *o = NULL;
	bool answered;
	int status = 0;

	if (!cli_bare(c, "feeds list shows single feeds")) {
		arena_free(a);
		return (2);
	}
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		r = cli_reader(c, s, 10000, &status);
	if (r == NULL || a == NULL)
		goto out;
	if (query_status(r, a, &ss) != OK) {
		status = cli_fail(c, 2, "%s: the database gave no answer",
		    s->store_path);
		goto out;
	}
	answered = cli_ask_status(c, s, &o);
	if (c->own[S_JSON - CLI_OWN] != NULL)
		status = print_json(c, o, &ss);
	else {
		print_daemon(o, answered);
		print_store(s->store_path, &ss);
	}
	if (status == 0 && unwell(o))
		status = 1;
out:
	json_decref(o);
	reader_close(r);
	arena_free(a);
	setup_free(s);
	return (status);
}

const struct command cmd_status = { "status", "",
	"one screen: daemon, database, what is wrong", false, status_own,
	run_status, "Exit status 1: unwell, or no daemon is running.\n" };

/* Is it there, and not for us? */
static bool
is_barred(const char *socket)
{

	return (access(socket, F_OK) == 0 && access(socket, W_OK) != 0 &&
		errno == EACCES);
}

static int
run_reload(struct cli *c)
{
	struct buf answer = BUF_INIT(4 << 20);
	struct setup *s;
	int status = 0, yes;

	if (!cli_bare(c, "all of it is loaded anew"))
		return (2);
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	yes = cli_ask(s, "reload", &answer);
	if (yes < 0 && is_barred(s->conf->control_path))
		status = cli_fail(c, 2,
		    "no permission to ask the daemon at %s: its group may",
		    s->conf->control_path);
	else if (yes < 0)
		status = cli_fail(c, 2, "no daemon holds %s; nothing to reload",
		    s->store_path);
	else {
		fwrite(buf_str(&answer).p, 1, answer.n,
		    yes == 1 ? stdout : stderr);
		status = yes == 1 ? 0 : 1;
	}
	buf_free(&answer);
	setup_free(s);
	return (status);
}

const struct command cmd_reload = { "reload", "",
	"have the daemon load configuration, feeds and rules anew", false, NULL,
	run_reload,
	"Prints the verdict of this load.  All or nothing: on any fault the "
	"former set\ngoes on, and the exit status is 1.\n" };

static int
run_check(struct cli *c)
{
	struct setup *s = NULL;
	struct faults faults;
	enum status st;

	if (!cli_bare(c,
		"--config, --feeds and --rules name other files; `earshot "
		"check --feeds my.feeds`"))
		return (2);
	faults_init(&faults);
	st = setup_load(&c->request, SETUP_ALL, false, &faults, &s);
	cli_faults(&faults);
	if (st == OK)
		printf("%zu feeds, %zu rules, %zu warning%s, no fault\n",
		    feedlist_count(s->list), ruleset_info(s->rules)->nrules,
		    faults.warnings, faults.warnings == 1 ? "" : "s");
	else if (faults.errors == 0)
		cli_fail(c, 1, "%s", status_told(st));
	setup_free(s);
	faults_free(&faults);
	return (st == OK ? 0 : 1);
}

const struct command cmd_check = { "check", "",
	"configuration, feed lists and rules: every fault", false, NULL,
	run_check, NULL };

static int
run_config(struct cli *c)
{
	struct buf out = BUF_INIT(1 << 20);
	const char *word = c->argc > 0 ? c->argv[0] : NULL;
	struct setup *s;
	int status = 0;

	if (word != NULL && strcmp(word, "help") != 0)
		return (cli_usage(c, "what is '%s'? config help %s explains it",
		    word, word));
	if (c->argc > 2)
		return (cli_usage(c, "what is '%s'? one key at a time",
		    c->argv[2]));
	if (word != NULL) {
		bool known =
		    conf_help(str_of(c->argc > 1 ? c->argv[1] : NULL), &out);

		fwrite(buf_str(&out).p, 1, out.n, known ? stdout : stderr);
		buf_free(&out);
		return (known ? 0 : 2);
	}
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	conf_print(s->conf_file, &out);
	fwrite(buf_str(&out).p, 1, out.n, stdout);
	buf_free(&out);
	setup_free(s);
	return (0);
}

const struct command cmd_config = { "config", "[help [SECTION.KEY]]",
	"every option's value and origin; help: what it means", false, NULL,
	run_config, NULL };
