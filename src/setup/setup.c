/*
 * From a command line to configuration, feeds and rules; the last good set.
 */
#include "earshot/setup.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/guard.h"
#include "earshot/log.h"
#include "earshot/parse.h"
#include "earshot/xml.h"

#include "needs.h"

enum option_id {
	O_CONFIG,
	O_DB,
	O_FEEDS,
	O_RULES,
	O_SET,
	O_QUIET,
	O_VERBOSE,
	O_HELP,
	O_VERSION
};

const struct argument_row setup_options[] = {
	{ O_CONFIG, 0, "config", "FILE",
	    "the configuration (default: /etc/earshot/earshot.conf, for a "
	    "plain user ~/.config/earshot/earshot.conf)" },
	{ O_DB, 0, "db", "FILE|URL", "the database" },
	{ O_FEEDS, 0, "feeds", "PATH",
	    "a feed list or a folder of them; repeatable" },
	{ O_RULES, 0, "rules", "PATH",
	    "a rule file or a folder of them, instead of the shipped packs; "
	    "repeatable" },
	{ O_SET, 0, "set", "SECTION.KEY=VALUE",
	    "any option of the configuration; repeatable" },
	{ O_QUIET, 'q', "quiet", NULL, "say less" },
	{ O_VERBOSE, 'v', "verbose", NULL, "say more" },
	{ O_HELP, 'h', "help", NULL, "this text" },
	{ O_VERSION, 'V', "version", NULL, "versions, libraries included" },
	{ 0, 0, NULL, NULL, NULL },
};

static bool
add_path(const char **paths, size_t *n, const char *value, struct buf *reterr)
{

	if (*n == SETUP_PATHS) {
		buf_printf(reterr, "more than %d paths; name a folder instead",
		    SETUP_PATHS);
		return (false);
	}
	paths[(*n)++] = value;
	return (true);
}

/* "section.key=value" is cut in two. */
static bool
add_override(struct setup_request *r, const char *value, struct buf *reterr)
{
	struct str rest = str_of(value), name = str_cut(&rest, '=');
	char *copy;

	if (value[name.n] != '=' || str_findc(name, '.') == SIZE_MAX) {
		buf_printf(reterr,
		    "--set %s: write --set section.key=value, such as --set "
		    "fetch.timeout=30",
		    value);
		return (false);
	}
	if (r->noverrides == SETUP_OVERRIDES || (copy = str_dup(name)) == NULL)
		return (false);
	r->overrides[r->noverrides++] =
	    (struct conf_override){ copy, value + name.n + 1, NULL };
	/* Never more than there are overrides. */
	r->owned[r->nowned++] = copy;
	return (true);
}

bool
setup_take(struct setup_request *r, int id, const char *value,
    struct buf *reterr)
{

	switch ((enum option_id)id) {
	case O_CONFIG:
		r->config = value;
		return (true);
	case O_DB:
		r->db = value;
		return (true);
	case O_FEEDS:
		return (add_path(r->feeds, &r->nfeeds, value, reterr));
	case O_RULES:
		return (add_path(r->rules, &r->nrules, value, reterr));
	case O_SET:
		return (add_override(r, value, reterr));
	case O_QUIET:
		r->quiet = true;
		return (true);
	case O_VERBOSE:
		r->verbose = true;
		return (true);
	case O_HELP:
		r->help = true;
		return (true);
	case O_VERSION:
		r->version = true;
		return (true);
	}
	return (false);
}

void
setup_request_free(struct setup_request *r)
{

	while (r->nowned > 0)
		free(r->owned[--r->nowned]);
	r->noverrides = 0;
}

enum status
setup_init(void)
{

	xml_init();
	parse_init();
	return (http_global_init());
}

/* A default folder may be missing; one that was named may not: then it is on a
 * disk that is not there yet, or misspelt, and its feeds are not to be dropped
 * for that.  ${faults} NULL: it may, too. */
static enum status
look_for(const struct setup *s, const struct files *files, const char *option,
    const char *path, struct faults *faults, bool *ret_missing)
{
	struct buf why = BUF_INIT(PATH_MAX + 100);
	struct stat sb;

	*ret_missing = path[0] == '\0';
	if (*ret_missing || stat(path, &sb) == 0 || errno != ENOENT)
		return (OK);
	if (faults == NULL || !conf_said(s->conf_file, option)) {
		*ret_missing = true;
		return (OK);
	}
	/* It is in what was kept, or it was not then, either. */
	if (files_archived(files))
		return (OK);
	buf_printf(&why, "there is no %s", path);
	conf_fault(s->conf_file, option, faults, buf_str(&why).p);
	buf_free(&why);
	return (E_NOT_FOUND);
}

static enum status
load_feeds(const struct setup_request *r, const struct setup *s,
    struct files *files, struct faults *faults, struct feedlist **ret)
{
	const char *const usual[] = { s->conf->feeds_path, NULL };
	bool missing;
	enum status st;

	if (r->nfeeds > 0)
		return (feedlist_load(files, r->feeds, faults, ret));
	st = look_for(s, files, "feeds.path", usual[0],
	    r->makes_lists ? NULL : faults, &missing);
	if (st != OK)
		return (st);
	if (missing) {
		*ret = feedlist_new();
		return (*ret != NULL ? OK : E_MEMORY);
	}
	return (feedlist_load(files, usual, faults, ret));
}

static enum status
load_rules(const struct setup_request *r, const struct setup *s,
    struct files *files, struct faults *faults, struct ruleset **ret)
{
	const struct conf *conf = s->conf;
	/* "" is a choice: no shipped packs. */
	const char *const shipped[] = { conf->rules_shipped[0] != '\0'
					    ? conf->rules_shipped
					    : NULL,
		NULL };
	const char *const own[] = { conf->rules_path, NULL };
	const char *const none[] = { NULL };
	bool named = r->nrules > 0, missing = false;
	enum status st = OK;

	if (!named)
		st = look_for(s, files, "rules.path", own[0], faults, &missing);
	if (st != OK)
		return (st);
	ruleset_use_jit(strcmp(conf->rules_jit, "no") != 0);
	return ((r->plain_rules   ? ruleset_load_plain
		 : r->trust_rules ? ruleset_load_trusted
				  : ruleset_load)(files, named ? none : shipped,
	    named     ? r->rules
	    : missing ? none
		      : own,
	    faults, ret));
}

static char *
beside(const struct setup *s, const char *suffix)
{
	struct buf b = BUF_INIT(PATH_MAX);

	buf_printf(&b, "%s.%s", s->store_path, suffix);
	return (buf_steal(&b));
}

/* The archive of the last good feeds or rules; NULL when there is none. */
static struct files *
last_good(const struct setup *s, const char *what)
{
	struct files *files = NULL;
	char *path = beside(s, what);

	if (path != NULL && files_archive(path, &files) != OK)
		files = NULL;
	free(path);
	return (files);
}

static void
set_stale(struct setup *s, const struct faults *faults)
{
	struct buf b = BUF_INIT(2000);

	/* Of feeds and rules together, once both were read. */
	free(s->stale_why);
	faults_brief(faults, &b);
	s->stale_why = buf_steal(&b);
}

static enum status
take_feeds(const struct setup_request *r, bool fall_back, struct faults *faults,
    struct setup *s)
{
	struct faults old;
	enum status st;

	s->feeds_files = files_disk();
	if (s->feeds_files == NULL)
		return (E_MEMORY);
	st = load_feeds(r, s, s->feeds_files, faults, &s->list);
	if (st == OK || !fall_back || st == E_MEMORY)
		return (st);
	files_free(s->feeds_files);
	s->feeds_files = last_good(s, "feeds.good");
	if (s->feeds_files == NULL)
		return (st);
	set_stale(s, faults);
	s->stale_feeds = true;
	faults_init(&old);
	st = load_feeds(r, s, s->feeds_files, &old, &s->list);
	faults_free(&old);
	return (st);
}

static enum status
take_rules(const struct setup_request *r, bool fall_back, struct faults *faults,
    struct setup *s)
{
	struct faults old;
	enum status st;

	s->rules_files = files_disk();
	if (s->rules_files == NULL)
		return (E_MEMORY);
	st = load_rules(r, s, s->rules_files, faults, &s->rules);
	if (st == OK || !fall_back || st == E_MEMORY)
		return (st);
	files_free(s->rules_files);
	s->rules_files = last_good(s, "rules.good");
	if (s->rules_files == NULL)
		return (st);
	set_stale(s, faults);
	s->stale_rules = true;
	faults_init(&old);
	st = load_rules(r, s, s->rules_files, &old, &s->rules);
	faults_free(&old);
	return (st);
}

/* What only the guard can judge, told where it was written. */
static enum status
check_guard(const struct setup *s, struct faults *faults)
{
	struct buf why = BUF_INIT(1000);
	struct guard *guard = NULL;
	enum status st;

	st = guard_new(str_of(s->conf->fetch_allow_private), &guard, &why);
	if (st == E_SYNTAX)
		conf_fault(s->conf_file, "fetch.allow_private", faults,
		    buf_str(&why).p);
	guard_free(guard);
	buf_free(&why);
	return (st);
}

/* Without the authorities that it names no visit over https succeeds; what it
 * holds, doctor looks at. */
static void
check_ca_file(const struct setup *s, struct faults *faults)
{
	const char *path = s->conf->fetch_ca_file;
	struct stat sb;

	if (path[0] != '\0' && stat(path, &sb) != 0 && errno == ENOENT)
		conf_warn(s->conf_file, "fetch.ca_file", faults,
		    "there is no such file: no https feed can be visited");
}

/* node_exporter reads no other. */
static void
check_textfile(const struct setup *s, struct faults *faults)
{
	struct str path = str_of(s->conf->metrics_textfile);

	if (path.n > 0 && !str_ends(path, STR(".prom")))
		conf_warn(s->conf_file, "metrics.textfile", faults,
		    "node_exporter reads only files named *.prom");
}

/* One name for one file, whatever links lead to it: what lies beside the
 * database is found beside it.  One that is not there yet keeps its name. */
static char *
real_path(struct str path)
{
	char *name = str_dup(path), *real;

	if (name == NULL || (real = realpath(name, NULL)) == NULL)
		return (name);
	free(name);
	return (real);
}

/* The overrides with --db as one of them. */
static enum status
load_conf(const struct setup_request *r, struct faults *faults, struct setup *s)
{
	struct conf_override all[SETUP_OVERRIDES + 2];
	struct files *files = files_disk();
	size_t n = r->noverrides;
	struct str path;
	enum status st;

	if (files == NULL)
		return (E_MEMORY);
	memcpy(all, r->overrides, n * sizeof(all[0]));
	if (r->db != NULL)
		all[n++] = (struct conf_override){ "store.url", r->db, "--db" };
	all[n] = (struct conf_override){ NULL, NULL, NULL };
	st = conf_load(files, r->config, all, faults, &s->conf_file);
	files_free(files);
	if (st != OK)
		return (st);
	s->conf = conf_values(s->conf_file);
	st = check_guard(s, faults);
	check_ca_file(s, faults);
	check_textfile(s, faults);
	if (st != OK)
		return (st);
	path = str_of(s->conf->store_url);
	if (str_starts(path, STR("sqlite:")))
		path = str_sub(path, 7, path.n);
	s->store_path = real_path(path);
	return (s->store_path != NULL ? OK : E_MEMORY);
}

enum status
setup_load(const struct setup_request *r, enum setup_parts parts,
    bool fall_back, struct faults *faults, struct setup **ret)
{
	struct setup *s = calloc(1, sizeof(*s));
	enum status st;

	if (s == NULL)
		return (E_MEMORY);
	st = load_conf(r, faults, s);
	/* Both, so that all faults are seen at once. */
	if (st == OK) {
		enum status feeds = OK, rules = OK;

		if ((parts & SETUP_FEEDS) != 0)
			feeds = take_feeds(r, fall_back, faults, s);
		if ((parts & SETUP_RULES) != 0)
			rules = take_rules(r, fall_back, faults, s);
		st = feeds != OK ? feeds : rules;
	}
	if (st == OK && s->list != NULL && s->rules != NULL)
		needs_check(s->list, s->rules, faults);
	if (st != OK) {
		setup_free(s);
		return (st);
	}
	*ret = s;
	return (OK);
}

void
setup_free(struct setup *s)
{

	if (s == NULL)
		return;
	feedlist_free(s->list);
	ruleset_unref(s->rules);
	files_free(s->feeds_files);
	files_free(s->rules_files);
	conf_free(s->conf_file);
	free(s->store_path);
	free(s->stale_why);
	free(s);
}

static enum status
keep(const struct setup *s, const struct files *files, const char *what)
{
	char *path = beside(s, what);
	enum status st = path != NULL ? files_save(files, path) : E_MEMORY;

	free(path);
	return (st);
}

enum status
setup_keep(struct setup *s)
{
	enum status feeds = OK, rules = OK;

	if (s->feeds_files != NULL && !s->stale_feeds)
		feeds = keep(s, s->feeds_files, "feeds.good");
	if (s->rules_files != NULL && !s->stale_rules)
		rules = keep(s, s->rules_files, "rules.good");
	/* A million lines are 60 MB. */
	files_free(s->feeds_files);
	s->feeds_files = NULL;
	return (feeds != OK ? feeds : rules);
}
