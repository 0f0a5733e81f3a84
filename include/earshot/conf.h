/*
 * earshot.conf and its drop-ins: one table of options (name, type, unit, min,
 * max, default, reloadable, help), which also prints `earshot config`.  Only
 * setup, daemon and cli see a struct conf.
 */
#ifndef EARSHOT_CONF_H
#define EARSHOT_CONF_H

#include "earshot/buf.h"
#include "earshot/fault.h"
#include "earshot/files.h"

/* Each field is a row of the table in src/conf/options.c. */
struct conf {
	/* strings are never NULL; "" means none */
	const char *feeds_path, *rules_path, *rules_shipped, *rules_jit;
	const char *store_url, *store_day_zone;
	const char *fetch_user_agent, *fetch_contact, *fetch_allow_private,
	    *fetch_proxy, *fetch_no_proxy, *fetch_resolve, *fetch_ca_file;
	int64_t fetch_timeout_s, fetch_connect_timeout_s, fetch_min_interval_s,
	    fetch_max_interval_s, fetch_max_transfers, fetch_max_bytes;
	double fetch_host_gap_s;
	int64_t parse_max_bytes, parse_max_entries;
	int64_t ingest_workers; /* 0: one a core */
	int64_t store_commit_ms, store_commit_posts, store_wal_max_bytes;
	int64_t follow_max_feeds, follow_per_site, follow_per_site_day;
	int64_t store_keep_posts_s, store_keep_visits_s; /* 0: for ever */
	const char *store_names;
	int64_t priority_score, priority_intensity, priority_voices,
	    priority_engagement, priority_novelty; /* shares */
	int64_t priority_half_life_s;
	const char *control_path, *secrets_path;
	const char *web_listen, *metrics_listen, *metrics_textfile;
	const char *log_level;
};

struct conf_file; /* a loaded configuration with its origins */

struct conf_override {
	const char *name; /* "fetch.min_interval" */
	const char *value;
	const char *from; /* who says so, as "--db"; NULL: --set */
};

/*
 * conf_load: defaults, then ${path} and PATH.d/ *.conf in order of their names,
 * then ${overrides} (--set; ended by name NULL).  ${path} NULL: the file that
 * $EARSHOT_CONFIG names, else the default one (/etc/earshot/earshot.conf, or
 * for a plain user without it ~/.config/earshot/earshot.conf), which may be
 * missing; a named one must exist.  Relative paths in a file are taken from
 * the main file's folder, those of overrides from the working one; ~/ works.
 * All faults; E_SYNTAX, or E_NOT_FOUND, E_DENIED, E_IO, E_TOO_LARGE for a file
 * that could not be read, which is a fault too.  Needs ${files} only until it
 * returns.
 */
enum status conf_load(struct files *files, const char *path,
    const struct conf_override *overrides, struct faults *faults,
    struct conf_file **ret) MUST_USE;
void conf_free(struct conf_file *c);
/* Lives as long as ${c}. */
const struct conf *conf_values(const struct conf_file *c);

/*
 * conf_fault: a fault where the value of option ${name} came from, for modules
 * that find out later that it is wrong (an address in fetch.allow_private).
 */
void conf_fault(const struct conf_file *c, const char *name,
    struct faults *faults, const char *sentence);

/* conf_warn: likewise, and it goes on. */
void conf_warn(const struct conf_file *c, const char *name,
    struct faults *faults, const char *sentence);

/* conf_said: did a file or the command line set option ${name}? */
bool conf_said(const struct conf_file *c, const char *name);

/* conf_print: every value, its origin (default, file:line, --set), secrets
 * masked.  conf_help: one option explained, all of a section, or all for
 * {NULL,0}; false: unknown (with the nearest in ${out}). */
void conf_print(const struct conf_file *c, struct buf *out);
bool conf_help(struct str name, struct buf *out);
/* conf_restart_needed: a line for each option that differs and needs a restart;
 * nothing when a reload is enough. */
void conf_restart_needed(const struct conf_file *old,
    const struct conf_file *new, struct buf *out);

#endif
