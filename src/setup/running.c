/*
 * What a configuration gives to those who run: to the store, to the road, and
 * secrets by their names.
 */
#include <stdlib.h>

#include "earshot/log.h"
#include "earshot/setup.h"

#include "nameskey.h"

struct str
setup_secret(void *arg, struct arena *a, struct str name)
{
	const struct setup *s = arg;
	const char *folders[] = { getenv("CREDENTIALS_DIRECTORY"),
		s->conf->secrets_path };
	struct str value = { NULL, 0 };

	/* A name, not a path. */
	if (name.n == 0 || name.p[0] == '.' || str_findc(name, '/') != SIZE_MAX)
		return (value);
	for (size_t i = 0; i < 2 && value.p == NULL; i++) {
		struct files *files;
		struct str path, bytes;

		if (folders[i] == NULL || folders[i][0] == '\0' ||
		    (files = files_disk()) == NULL)
			continue;
		path = arena_printf(a, "%s/%.*s", folders[i], STR_ARG(name));
		if (path.p != NULL &&
		    files_read(files, path.p, 4096, &bytes) == OK)
			value = arena_str(a, str_trim(bytes));
		files_free(files);
	}
	return (value);
}

/* Without the key a name is left out rather than kept. */
static void
take_names(const struct setup *s, struct ingest_options *o)
{
	struct str word = str_of(s->conf->store_names);
	enum status st = OK;

	if (str_eq(word, STR("none")))
		o->names = NAMES_NONE;
	else if (str_eq(word, STR("hash"))) {
		o->names = NAMES_HASH;
		st = nameskey_take(s->store_path, o->names_key);
	}
	if (st == OK)
		return;
	o->names = NAMES_NONE;
	log_line(LOG_ERROR, "names_left_out status=%s file=%s.names-key",
	    status_word(st), s->store_path);
}

struct priority
setup_priority(const struct conf *c)
{

	return ((struct priority){ .score = (double)c->priority_score,
	    .intensity = (double)c->priority_intensity,
	    .voices = (double)c->priority_voices,
	    .engagement = (double)c->priority_engagement,
	    .novelty = (double)c->priority_novelty,
	    .half_life_s = c->priority_half_life_s });
}

void
setup_store_options(const struct setup *s, struct store_options *ret)
{
	const struct conf *c = s->conf;

	*ret = (struct store_options){ .url = c->store_url,
		.day_zone = c->store_day_zone,
		.wal_max_bytes = c->store_wal_max_bytes,
		.priority = setup_priority(c) };
}

enum status
setup_store(const struct setup *s, struct store **ret, struct buf *reterr)
{
	struct store_options o;

	setup_store_options(s, &o);
	return (store_open(&o, ret, reterr));
}

void
setup_road(const struct setup *s, struct road_options *ret)
{
	const struct conf *c = s->conf;
	struct cadence_options cadence = {
		.min_interval_s = c->fetch_min_interval_s,
		.max_interval_s = c->fetch_max_interval_s,
	};

	*ret = (struct road_options){
		.http = {
			.user_agent = c->fetch_user_agent,
			.allow_private = c->fetch_allow_private,
			.proxy = c->fetch_proxy,
			.no_proxy = c->fetch_no_proxy,
			.resolve = c->fetch_resolve,
			.ca_file = c->fetch_ca_file,
			.timeout_ms = c->fetch_timeout_s * 1000,
			.connect_timeout_ms = c->fetch_connect_timeout_s * 1000,
			.max_body = (size_t)c->fetch_max_bytes,
			.max_connections = (int)c->fetch_max_transfers,
			.secret = setup_secret,
		},
		.sched = {
			.cadence = cadence,
			.host_gap_ms = (int64_t)(c->fetch_host_gap_s * 1000),
		},
		.ingest = {
			.store_url = s->store_path,
			.workers = (int)c->ingest_workers,
			.room = (size_t)c->fetch_max_transfers,
			.commit_ms = c->store_commit_ms,
			.commit_posts = c->store_commit_posts,
			.parse_max_bytes = (size_t)c->parse_max_bytes,
			.parse_max_entries = (size_t)c->parse_max_entries,
			.cadence = cadence,
			.follow = {
				.max_feeds = c->follow_max_feeds,
				.per_site = c->follow_per_site,
				.per_site_day = c->follow_per_site_day,
			},
		},
		/* A body of 16 MB in raw texts, posts and verdicts. */
		.batch_max = (size_t)c->parse_max_bytes * 4 + ((size_t)16 << 20),
	};
	take_names(s, &ret->ingest);
	/* The callback's argument is not const, but it only reads. */
	ret->http.arg = (void *)(uintptr_t)s;
}
