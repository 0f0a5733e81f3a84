/*
 * What both programs do before they listen: read the configuration, the feed
 * lists and the rules as the command line says, fall back to the last good set,
 * and make the road's options of them.  A floor of its own below daemon and
 * cli, because `earshot poll` is the daemon's own road.
 */
#ifndef EARSHOT_SETUP_H
#define EARSHOT_SETUP_H

#include "earshot/arguments.h"
#include "earshot/conf.h"
#include "earshot/road.h"

enum { SETUP_PATHS = 32, SETUP_OVERRIDES = 64, EXIT_CONFIG = 78 };

/* What a command line said of the options common to all. */
struct setup_request {
	const char *program; /* for messages: "earshot poll" */
	const char *config, *db;
	const char *feeds[SETUP_PATHS + 1], *rules[SETUP_PATHS + 1];
	size_t nfeeds, nrules;
	struct conf_override overrides[SETUP_OVERRIDES + 1];
	size_t noverrides;
	char *owned[SETUP_OVERRIDES]; /* names that setup_take cut out */
	size_t nowned;
	bool quiet, verbose, help, version;
	bool plain_rules; /* weights files are left out */
	bool trust_rules; /* shipped packs are not tested again */
	bool makes_lists; /* feeds.path may be missing: it will be made */
};
extern const struct argument_row setup_options[];
/* setup_take: an arguments_take for setup_options; ids below 100. */
bool setup_take(struct setup_request *r, int id, const char *value,
    struct buf *reterr);

/* setup_request_free: what setup_take allocated, not the struct. */
void setup_request_free(struct setup_request *r);

/* What is to be loaded. */
enum setup_parts {
	SETUP_CONF = 0,
	SETUP_FEEDS = 1,
	SETUP_RULES = 2,
	SETUP_ALL = 3
};

struct setup {
	struct conf_file *conf_file;
	const struct conf *conf; /* lives in conf_file */
	struct feedlist *list;   /* NULL: not asked for, or given away */
	struct ruleset *rules;   /* NULL: not asked for */
	struct files *feeds_files, *rules_files; /* what they were made of */
	char *store_path;                        /* without sqlite: */
	bool stale_feeds, stale_rules;           /* the last good ones run */
	char *stale_why; /* NULL, or the first fault in one line */
};

/* setup_init: libraries that must be initialised before threads. */
enum status setup_init(void) MUST_USE;

/*
 * setup_load: ${fall_back}: a fault in feeds or rules takes the last good ones
 * that stand beside the database (stale_*).  Faults are in ${faults} either
 * way.  E_SYNTAX: see there; E_NOT_FOUND.
 */
enum status setup_load(const struct setup_request *r, enum setup_parts parts,
    bool fall_back, struct faults *faults, struct setup **ret) MUST_USE;
void setup_free(struct setup *s);

/* setup_keep: this set is good: kept beside the database. Parts that are
 * themselves the last good ones stay as they are.  The bytes of the feed lists
 * are let go. */
enum status setup_keep(struct setup *s) MUST_USE;

/* setup_priority: for store_prefer. */
struct priority setup_priority(const struct conf *c);
/* setup_store_options: strings live as long as ${s}. */
void setup_store_options(const struct setup *s, struct store_options *ret);
/* setup_store: store_open by the configuration, for who only writes. */
enum status setup_store(const struct setup *s, struct store **ret,
    struct buf *reterr) MUST_USE;
/* setup_road: the road's options; strings live as long as ${s}. */
void setup_road(const struct setup *s, struct road_options *ret);
/* setup_secret: for http_options.secret; arg is the struct setup. */
struct str setup_secret(void *arg, struct arena *a, struct str name);

/*
 * setup_connect: a socket to the daemon that holds this database, or -1 when
 * none does: /run/earshot/control for the service, else PATH.control.
 */
int setup_connect(const struct setup *s);
/* setup_control_address: where a daemon of this setup listens. Caller frees. */
char *setup_control_address(const struct setup *s);
/* setup_jit: how the loaded rules run, for "rules run ...", with the reason. */
const char *setup_jit(const struct setup *s);
/* setup_versions: the line and the libraries of --version. */
void setup_versions(const char *program, struct buf *out);

/*
 * setup_wish: road_wish for whom setup_named finds, and what came of it in a
 * sentence; ${word} {NULL,0}: all.  false: nothing could be done.
 * setup_wish_of: "pause", "resume", "revive", or -1.  setup_resting: "3 feeds
 * were left out …", or nothing.
 */
bool setup_wish(struct road *r, struct str word, enum feed_wish wish,
    struct buf *out);
int setup_wish_of(struct str word);
void setup_resting(const struct road *r, struct buf *out);
/* setup_backfill: likewise for road_backfill. */
bool setup_backfill(struct road *r, struct str url, int64_t since_ts,
    struct str page, struct buf *out);
/* setup_unlisted: why nobody visits ${url}. */
void setup_unlisted(struct road *r, struct str url, struct buf *out);

/*
 * setup_rescore_print: what is to be scored again, as the control socket
 * carries it; setup_rescore_read: slices of ${line}, E_USAGE with a sentence.
 * setup_rescored: what came of it, in one line.
 */
void setup_rescore_print(const struct stale *what, struct buf *out);
enum status setup_rescore_read(struct str line, struct stale *ret,
    struct buf *reterr) MUST_USE;
void setup_rescored(const struct rescore_state *state, struct buf *out);

/* How the control socket is spoken: one request line, then an answer whose
 * first line is CONTROL_OK or CONTROL_NO, until the end of the stream. */
#define CONTROL_OK "ok"
#define CONTROL_NO "no"
enum { CONTROL_LINE_MAX = 8192 };

/* setup_bind, setup_dial: a Unix socket at ${path}, also where the path is
 * longer than an address may be (through its folder).  -1 and errno. */
int setup_bind(const char *path);
int setup_dial(const char *path);

#endif
