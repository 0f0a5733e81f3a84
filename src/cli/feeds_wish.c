/*
 * What people want of feeds beside what the lists say, and where feeds lead.
 */
#include "feeds_wish.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "earshot/log.h"
#include "earshot/url.h"

enum { SAID_MAX = 1 << 20, HOSTS_MAX = 1 << 28, FOUND_MAX = 1 << 17 };

/* The sentence of one wish: good ones to standard output. */
static int
say(struct cli *c, bool yes, struct str text)
{

	if (yes) {
		fwrite(text.p, 1, text.n, stdout);
		return (0);
	}
	return (cli_fail(c, 2, "%.*s", STR_ARG(str_trim(text))));
}

static int
ask_daemon(struct cli *c, const struct setup *s, const char *word, int i)
{
	struct buf request = BUF_INIT(CONTROL_LINE_MAX);
	struct buf said = BUF_INIT(SAID_MAX);
	int status, yes;

	buf_printf(&request, "%s %s", word, i < c->argc ? c->argv[i] : "--all");
	yes = cli_ask(s, buf_str(&request).p, &said);
	status = yes < 0 ? cli_fail(c, 2, "the daemon is gone")
			 : say(c, yes == 1, buf_str(&said));
	buf_free(&request);
	buf_free(&said);
	return (status);
}

int
feeds_in_step(struct cli *c, struct setup *s,
    int (*job)(struct cli *c, struct road *road, void *arg), void *arg)
{
	struct event_base *base = event_base_new();
	struct buf said = BUF_INIT(SAID_MAX);
	struct road_options ro;
	struct road *road = NULL;
	struct store *store = NULL;
	enum status st = E_MEMORY;
	int status = 0;

	if (base != NULL)
		st = setup_store(s, &store, &said);
	if (st == OK) {
		setup_road(s, &ro);
		ro.once = ro.sched.once = ro.sched.none_due = true;
		st =
		    road_new(base, &ro, store, s->rules, s->list, &road, &said);
		s->list = NULL;
	}
	if (st != OK)
		status = cli_fail(c, 2, "%s",
		    said.n > 0 ? buf_str(&said).p : status_told(st));
	else if (job != NULL)
		status = job(c, road, arg);
	if (road != NULL)
		road_stop(road);
	road_free(road);
	if (base != NULL)
		event_base_free(base);
	buf_free(&said);
	return (status);
}

/* ${arg}: an enum feed_wish. */
static int
wish_each(struct cli *c, struct road *road, void *arg)
{
	const enum feed_wish *wish = arg;
	struct buf said = BUF_INIT(SAID_MAX);
	int status = 0;

	for (int i = 0; i < c->argc || i == 0; i++) {
		bool yes;
		int was;

		buf_clear(&said);
		yes = setup_wish(road, str_of(c->argc > 0 ? c->argv[i] : NULL),
		    *wish, &said);
		was = say(c, yes, buf_str(&said));
		if (status < was)
			status = was;
	}
	buf_free(&said);
	return (status);
}

static bool
daemon_runs(const struct setup *s)
{
	int fd = setup_connect(s);

	if (fd >= 0)
		close(fd);
	return (fd >= 0);
}

int
feeds_wish(struct cli *c, const char *word, bool all)
{
	enum feed_wish wish = (enum feed_wish)setup_wish_of(str_of(word));
	int status = 0, was;
	struct setup *s;

	if ((c->argc == 0) != all)
		return (cli_usage(c,
		    "feeds %s URL, NAME or '#ID', or feeds %s --all", word,
		    word));
	if (!cli_named(c))
		return (2);
	s = cli_setup(c, SETUP_CONF, &status);
	if (s == NULL)
		return (status);
	log_set(c->request.verbose ? LOG_INFO : LOG_ERROR, false);
	if (daemon_runs(s)) {
		for (int i = 0; i < c->argc || i == 0; i++) {
			was = ask_daemon(c, s, word, i);
			if (status < was)
				status = was;
		}
	} else {
		setup_free(s);
		s = cli_setup(c, SETUP_ALL, &status);
		if (s != NULL)
			status = feeds_in_step(c, s, wish_each, &wish);
	}
	setup_free(s);
	return (status);
}

int
feeds_retry(struct cli *c, bool all)
{
	struct visit_totals t = { .visited = 0 };
	const char **urls = NULL;
	struct setup *s;
	int status = 0;

	if ((c->argc == 0) != all)
		return (cli_usage(c,
		    "feeds retry URL, NAME or '#ID', or feeds retry --all"));
	if (!cli_named(c))
		return (2);
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL && daemon_runs(s)) {
		status = poll_daemon(c, s, "retry", all);
		setup_free(s);
		return (status);
	}
	setup_free(s);
	s = s != NULL ? cli_setup(c, SETUP_ALL, &status) : NULL;
	if (s == NULL)
		return (status);
	if (!all)
		urls = calloc((size_t)c->argc + 1, sizeof(*urls));
	for (int i = 0; urls != NULL && i < c->argc; i++)
		urls[i] = c->argv[i];
	if (!all && urls == NULL)
		status = cli_fail(c, 2, "out of memory");
	else
		status = cli_visit(c, s, urls, VISIT_FAILING, &t);
	if (status < 2)
		cli_visited(&t);
	free(urls);
	setup_free(s);
	return (status);
}

/* "host:port" in small letters, the port also where the address leaves it out.
 */
static struct str
host_port(struct arena *a, struct str url)
{
	bool tls = str_istarts(url, STR("https:"));
	size_t at = str_find(url, STR("://")), n = 0, colon;
	struct str host = str_sub(url, at == SIZE_MAX ? 0 : at + 3, url.n);
	struct buf small = BUF_INIT(URL_MAX);

	while (n < host.n && strchr("/?#\\", host.p[n]) == NULL)
		n++;
	host = str_sub(host, 0, n);
	while ((at = str_findc(host, '@')) != SIZE_MAX)
		host = str_sub(host, at + 1, host.n);
	for (size_t i = 0; i < host.n; i++)
		buf_addc(&small, host.p[i] >= 'A' && host.p[i] <= 'Z'
				     ? (char)(host.p[i] - 'A' + 'a')
				     : host.p[i]);
	/* In [::1] colons are the host's own. */
	at = str_findc(host, ']');
	colon = str_findc(str_sub(host, at == SIZE_MAX ? 0 : at, host.n), ':');
	if (colon == SIZE_MAX)
		buf_adds(&small, tls ? ":443" : ":80");
	host = arena_str(a, buf_str(&small));
	buf_free(&small);
	return (host);
}

static int
by_name(const void *a, const void *b)
{

	return (str_cmp(*(const struct str *)a, *(const struct str *)b));
}

/* Where permanent redirects led, and posts to their comments, is in the
 * database, if there is one. */
static size_t
stored_hosts(struct cli *c, const struct setup *s, struct arena *a, bool found,
    struct str *hosts, size_t max)
{
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	struct result *q = NULL;
	bool row = false;
	size_t n = 0, column;

	c->filter.limit = INT64_MAX;
	c->filter.found = found;
	if (access(s->store_path, R_OK) == 0 &&
	    reader_open(s->store_path, 60000, &r, &why) == OK &&
	    query_feeds(r, &c->filter, &q, &why) == OK) {
		column = cli_column(q, STR("url"));
		while (n < max && column != SIZE_MAX &&
		       result_next(q, &row) == OK && row)
			hosts[n++] = host_port(a, result_text(q, column));
	}
	result_free(q);
	reader_close(r);
	buf_free(&why);
	return (n);
}

int
feeds_hosts(struct cli *c)
{
	struct buf out = BUF_INIT(HOSTS_MAX);
	struct arena *a = arena_new(HOSTS_MAX);
	struct str *hosts = NULL;
	struct setup *s;
	size_t n = 0, listed, most;
	int status = 0;

	s = cli_setup(c, SETUP_FEEDS, &status);
	if (s == NULL)
		goto out;
	listed = feedlist_count(s->list);
	most = 2 * listed + FOUND_MAX;
	hosts = calloc(most + 1, sizeof(*hosts));
	if (a == NULL || hosts == NULL) {
		status = cli_fail(c, 2, "out of memory");
		goto out;
	}
	for (; n < listed; n++)
		hosts[n] = host_port(a, feedlist_get(s->list, n)->url);
	n += stored_hosts(c, s, a, false, hosts + n, listed);
	n += stored_hosts(c, s, a, true, hosts + n, most - n);
	qsort(hosts, n, sizeof(*hosts), by_name);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(hosts[i], hosts[i - 1]))
			buf_printf(&out, "%.*s\n", STR_ARG(hosts[i]));
	if (s->conf->fetch_proxy[0] != '\0' && !c->request.quiet)
		fputs("all of them through fetch.proxy, but for those in "
		      "fetch.no_proxy\n",
		    stderr);
	status = buf_failed(&out) ? cli_fail(c, 2, "out of memory")
				  : cli_write_out(c, buf_str(&out));
out:
	free(hosts);
	arena_free(a);
	setup_free(s);
	buf_free(&out);
	return (status);
}
