/*
 * What the doctor asks the network: names, certificates, the time.  One visit
 * to one feed at the most.
 */
#include <sys/stat.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <inttypes.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "earshot/clock.h"
#include "earshot/date.h"
#include "earshot/fetch.h"
#include "earshot/url.h"

#include "doctor.h"

enum {
	NAMES = 3,    /* of so many hosts, spread over the list */
	LOOKUP_S = 8, /* for all of them */
	CERTIFICATES_MAX = 16 << 20,
	VISIT_MS = 10000,
	OFF_S = 300, /* a clock that is further off is wrong */
	DAY_S = 86400
};

/* It outlives us when a lookup hangs; the end of the process ends it. */
struct lookup {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char hosts[NAMES][256];
	int errors[NAMES];
	size_t n, done, found;
};

static void *
look_up(void *arg)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct lookup *l = arg;

	for (size_t i = 0; i < l->n; i++) {
		struct addrinfo *found = NULL;
		int error = getaddrinfo(l->hosts[i], NULL, &hints, &found);

		if (error == 0)
			freeaddrinfo(found);
		pthread_mutex_lock(&l->lock);
		l->errors[i] = error;
		l->done++;
		l->found += error == 0;
		pthread_cond_signal(&l->changed);
		pthread_mutex_unlock(&l->lock);
	}
	return (NULL);
}

/* Is it a name that DNS has to know: no address, and not in fetch.resolve? */
static bool
needs_dns(const struct conf *conf, struct str host)
{
	struct str rest = str_of(conf->fetch_resolve), word;
	char name[256];
	struct in6_addr address;

	if (host.n == 0 || host.n >= sizeof(name) || host.p[0] == '[')
		return (false);
	snprintf(name, sizeof(name), "%.*s", STR_ARG(host));
	if (inet_pton(AF_INET, name, &address) == 1 ||
	    inet_pton(AF_INET6, name, &address) == 1)
		return (false);
	while ((word = str_word(&rest)).n > 0)
		if (str_ieq(str_cut(&word, ':'), host))
			return (false);
	return (true);
}

/* Hosts that differ, from all over the list. */
static void
choose_hosts(const struct setup *s, struct lookup *l)
{
	size_t count = feedlist_count(s->list);
	size_t step = count > NAMES ? count / NAMES : 1;
	struct arena *a = arena_new(1 << 20);

	for (size_t i = 0; a != NULL && i < count && l->n < NAMES; i += step) {
		struct str host = url_host(a, feedlist_get(s->list, i)->url);
		bool new = needs_dns(s->conf, host);

		for (size_t k = 0; new &&k < l->n; k++)
			new = !str_eq(host, str_of(l->hosts[k]));
		if (new)
			snprintf(l->hosts[l->n++], sizeof(l->hosts[0]), "%.*s",
			    STR_ARG(host));
	}
	arena_free(a);
}

static void
wait_for(struct lookup *l)
{
	struct timespec until;
	pthread_t thread;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOKUP_S;
	if (pthread_create(&thread, NULL, look_up, l) != 0)
		return;
	pthread_detach(thread);
	pthread_mutex_lock(&l->lock);
	while (l->done < l->n)
		if (pthread_cond_timedwait(&l->changed, &l->lock, &until) != 0)
			break;
	pthread_mutex_unlock(&l->lock);
}

/* Is there anybody at the proxy's address?  What it lets through it tells by
 * the visit that doctor_clock makes. */
static void
reach_proxy(const char *proxy, struct finding *f)
{
	CURLU *u = curl_url();
	CURL *c = curl_easy_init();
	char *host = NULL, *port = NULL;
	CURLcode code = CURLE_FAILED_INIT;

	if (u != NULL && c != NULL &&
	    curl_url_set(u, CURLUPART_URL, proxy,
		CURLU_DEFAULT_SCHEME | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		/* As libcurl has it for proxies. */
		if (curl_url_get(u, CURLUPART_PORT, &port, 0) != CURLUE_OK)
			curl_url_set(u, CURLUPART_PORT,
			    strncmp(proxy, "https:", 6) == 0 ? "443" : "1080",
			    0);
		if (port == NULL)
			curl_url_get(u, CURLUPART_PORT, &port, 0);
		/* A connection and no word, so no password either. */
		curl_url_set(u, CURLUPART_SCHEME, "http", 0);
		curl_url_set(u, CURLUPART_USER, NULL, 0);
		curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
		curl_easy_setopt(c, CURLOPT_CURLU, u);
		curl_easy_setopt(c, CURLOPT_PROXY, "");
		curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
		curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)LOOKUP_S);
		curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
		code = curl_easy_perform(c);
	}
	if (code == CURLE_OK)
		doctor_found(f, WELL,
		    "the proxy %s:%s answers and looks them up", host, port);
	else {
		doctor_found(f, WRONG, "the proxy %s:%s: %s",
		    host != NULL ? host : "?", port != NULL ? port : "?",
		    curl_easy_strerror(code));
		doctor_remedy(f, "look at fetch.proxy and at the firewall "
				 "between here and there");
	}
	curl_free(host);
	curl_free(port);
	curl_easy_cleanup(c);
	curl_url_cleanup(u);
}

void
doctor_names(struct doctor *d, struct finding *f)
{
	static struct lookup l = { .lock = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER };

	if (d->s->list != NULL)
		choose_hosts(d->s, &l);
	if (d->s->conf->fetch_proxy[0] != '\0') {
		reach_proxy(d->s->conf->fetch_proxy, f);
		return;
	}
	if (l.n == 0) {
		doctor_found(f, UNSURE, "no feed names a host to look up");
		doctor_remedy(f, "ask again when there are feeds");
		return;
	}
	wait_for(&l);
	pthread_mutex_lock(&l.lock);
	if (l.found > 0)
		doctor_found(f, WELL, "%zu of %zu hosts of feeds were found",
		    l.found, l.n);
	else {
		doctor_found(f, WRONG, "%s: %s", l.hosts[0],
		    l.done == 0 ? "no answer" : gai_strerror(l.errors[0]));
		if (l.n > 1)
			doctor_found(f, WRONG, ", nor were %zu more", l.n - 1);
		doctor_remedy(f,
		    "look at /etc/resolv.conf and the firewall, port 53; "
		    "fetch.resolve or fetch.proxy do without DNS");
	}
	pthread_mutex_unlock(&l.lock);
}

static size_t
certificates_in(const char *path, bool *ret_read)
{
	static const char mark[] = "-----END ";
	struct buf text = BUF_INIT(CERTIFICATES_MAX);
	size_t n = 0;

	*ret_read = cli_input(path, CERTIFICATES_MAX, &text) == OK;
	if (*ret_read && text.n > 0)
		for (const char *at = buf_str(&text).p;
		     (at = strstr(at, mark)) != NULL; at++)
			n += strncmp(at + 9, "CERTIFICATE-", 12) == 0 ||
			     strncmp(at + 9, "TRUSTED CERTIFICATE-", 20) == 0;
	buf_free(&text);
	return (n);
}

/* A folder of them, named by what is hashed of each: 4a6481c9.0. */
static size_t
certificates_under(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *e;
	size_t n = 0;

	if (folder == NULL)
		return (0);
	while ((e = readdir(folder)) != NULL)
		n += str_ends(str_of(e->d_name), STR(".0"));
	closedir(folder);
	return (n);
}

void
doctor_certificates(struct doctor *d, struct finding *f)
{
	const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
	const char *file = d->s->conf->fetch_ca_file, *folder = "";
	bool own = file[0] != '\0', read = false;
	size_t n = 0;

	if (!own) {
		file = v->cainfo != NULL ? v->cainfo : "";
		folder = v->capath != NULL ? v->capath : "";
	}
	if (file[0] != '\0')
		n = certificates_in(file, &read);
	if (n == 0 && folder[0] != '\0')
		n = certificates_under(folder);
	if (n > 0) {
		doctor_found(f, WELL, "%zu certificates in %s", n,
		    read ? file : folder);
		return;
	}
	doctor_found(f, WRONG, "%s %s", file[0] != '\0' ? file : folder,
	    read || file[0] == '\0' ? "has no certificate" : "cannot be read");
	if (own)
		doctor_remedy(f, "fetch.ca_file: name a file of certificates "
				 "in PEM, or none");
	else
		doctor_remedy(f, "install ca-certificates, or set "
				 "fetch.ca_file; else every https feed fails");
}

/* One visit, of which only the head's Date counts. */
struct asking {
	struct setup *s;
	struct event_base *base;
	int64_t date_ts, at_ts;
};

static struct str
secret(void *arg, struct arena *a, struct str name)
{
	struct asking *k = arg;

	return (setup_secret(k->s, a, name));
}

static void
on_line(void *arg, const char *line)
{
	struct asking *k = arg;
	struct str s = str_of(line);

	if (!str_istarts(s, STR("< date:")))
		return;
	k->date_ts = date_read(str_trim(str_sub(s, 7, s.n)));
	k->at_ts = clock_now();
}

static void
on_done(struct batch *b, void *arg)
{
	struct asking *k = arg;

	batch_free(b);
	event_base_loopbreak(k->base);
}

static void
ask_date(struct asking *k, struct str url)
{
	struct feed feed = cli_feed(k->s, url);
	struct buf why = BUF_INIT(2000);
	struct http *http = NULL;
	struct road_options ro;
	struct batch *b;

	setup_road(k->s, &ro);
	ro.http.trace = on_line;
	ro.http.secret = secret;
	ro.http.arg = k;
	ro.http.timeout_ms = VISIT_MS;
	b = batch_new(&feed, ro.batch_max, ro.http.max_body);
	k->base = event_base_new();
	if (b == NULL || k->base == NULL ||
	    http_new(k->base, &ro.http, &http, &why) != OK ||
	    fetch_start(http, b, true, on_done, k) != OK)
		batch_free(b);
	else
		event_base_dispatch(k->base);
	http_free(http);
	if (k->base != NULL)
		event_base_free(k->base);
	buf_free(&why);
}

/* The newest of what was written here: no clock is before that. */
static int64_t
newest(const struct setup *s)
{
	const char *const paths[] = { "/proc/self/exe", s->store_path,
		s->conf->feeds_path, s->conf->rules_path, "/etc", "/var/log" };
	int64_t ts = 0;
	struct stat sb;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (stat(paths[i], &sb) == 0 && sb.st_mtime > ts)
			ts = sb.st_mtime;
	return (ts);
}

void
doctor_clock(struct doctor *d, struct finding *f)
{
	struct asking k = { d->s, NULL, NO_TIME, NO_TIME };
	struct arena *a = arena_new(1 << 16);
	struct str url = { NULL, 0 }, host = { NULL, 0 };
	int64_t off, now = clock_now(), file_ts = newest(d->s);
	char text[CLOCK_TEXT];

	if (d->s->list != NULL && feedlist_count(d->s->list) > 0) {
		url = feedlist_get(d->s->list, 0)->url;
		host = a != NULL ? url_host(a, url) : host;
		ask_date(&k, url);
	}
	clock_text(now, text);
	if (k.date_ts != NO_TIME) {
		off = k.at_ts - k.date_ts;
		if (off > -OFF_S && off < OFF_S)
			doctor_found(f, WELL,
			    "%s, to within %" PRId64 " s of what %.*s says",
			    text, off < 0 ? -off : off, STR_ARG(host));
		else
			/* One server may be wrong itself; a file says which. */
			doctor_found(f, WRONG,
			    "%s, %" PRId64 " s %s what %.*s says (%s)", text,
			    off < 0 ? -off : off, off < 0 ? "before" : "after",
			    STR_ARG(host),
			    off < 0 && file_ts > now + OFF_S
				? "sure: files here are newer too"
				: "likely: one server said so");
	} else if (file_ts > now + DAY_S)
		doctor_found(f, WRONG,
		    "%s, before files here were written (sure)", text);
	else {
		doctor_found(f, UNSURE,
		    "%s, not before the newest file here; no feed's server "
		    "could be asked",
		    text);
		doctor_remedy(f, "compare it with a watch");
	}
	if (f->how == WRONG)
		doctor_remedy(f, "timedatectl set-ntp true, or set it by hand; "
				 "validity of certificates and dates of posts "
				 "hang on it");
	arena_free(a);
}
