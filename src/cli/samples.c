/*
 * The demo's own web server: evhttp on 127.0.0.1, a thread, a folder.
 */
#include "samples.h"

#include <sys/socket.h>

#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/thread.h>

#include "earshot/buf.h"
#include "earshot/files.h"
#include "earshot/hash.h"

enum { SAMPLE_MAX = 1 << 20 };

struct samples {
	struct event_base *base;
	struct evhttp *http;
	struct files *files;
	char *folder;
	int port;
	pthread_t thread;
	bool started;
};

bool
samples_folder(char *ret, size_t size)
{
	const char *const places[] = { PKGDATADIR "/samples",
		SRCDIR "/feeds/samples" };
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	bool built = false;

#ifdef BUILDDIR
	if (n > 0) {
		self[n] = '\0';
		built = strncmp(self, BUILDDIR "/", sizeof(BUILDDIR)) == 0;
	}
#else
	(void)n;
#endif
	for (int i = 0; i < 2; i++) {
		const char *place = places[built ? 1 - i : i];

		snprintf(ret, size, "%s", place);
		if (access(ret, R_OK | X_OK) == 0)
			return (true);
	}
	return (false);
}

static const char *
type_of(struct str name)
{
	static const struct {
		const char *suffix, *type;
	} types[] = {
		{ ".atom", "application/atom+xml" },
		{ ".rdf", "application/rdf+xml" },
		{ ".json", "application/feed+json" },
		{ ".xml", "application/rss+xml" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(name, str_of(types[i].suffix)))
			return (types[i].type);
	return ("text/plain");
}

static void
replace_base(struct str text, struct buf *out)
{
	size_t at;

	while ((at = str_find(text, STR("{base}"))) != SIZE_MAX) {
		buf_add(out, str_sub(text, 0, at));
		buf_adds(out, "http://" SAMPLES_HOST);
		text = str_sub(text, at + 6, text.n);
	}
	buf_add(out, text);
}

static void
answer(struct evhttp_request *req, struct str name, struct str body)
{
	struct evkeyvalq *in = evhttp_request_get_input_headers(req);
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);
	const char *known = evhttp_find_header(in, "If-None-Match");
	unsigned char hash[HASH_BYTES];
	struct evbuffer *content;
	char etag[40] = "\"";

	hash_of(body, hash);
	hash_hex(hash, 16, etag + 1);
	strcat(etag, "\"");
	evhttp_add_header(out, "ETag", etag);
	if (known != NULL && strcmp(known, etag) == 0) {
		evhttp_send_reply(req, 304, "Not Modified", NULL);
		return;
	}
	content = evbuffer_new();
	if (content == NULL) {
		evhttp_send_error(req, 500, NULL);
		return;
	}
	evhttp_add_header(out, "Content-Type", type_of(name));
	evbuffer_add(content, body.p, body.n);
	evhttp_send_reply(req, 200, "OK", content);
	evbuffer_free(content);
}

static void
on_request(struct evhttp_request *req, void *arg)
{
	struct samples *s = arg;
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	const char *path = evhttp_uri_get_path(uri);
	struct str name = str_of(path != NULL ? path : ""), text;
	struct buf full = BUF_INIT(4096), body = BUF_INIT(SAMPLE_MAX);

	if (name.n > 0)
		name = str_sub(name, 1, name.n);
	buf_printf(&full, "%s/%.*s", s->folder, STR_ARG(name));
	/* One folder, no way out of it. */
	if (name.n == 0 || name.p[0] == '.' ||
	    str_findc(name, '/') != SIZE_MAX ||
	    files_read(s->files, buf_str(&full).p, SAMPLE_MAX / 2, &text) != OK)
		evhttp_send_error(req, 404, NULL);
	else {
		replace_base(text, &body);
		answer(req, name, buf_str(&body));
	}
	buf_free(&full);
	buf_free(&body);
}

static void *
serve(void *arg)
{
	struct samples *s = arg;

	event_base_loop(s->base, EVLOOP_NO_EXIT_ON_EMPTY);
	return (NULL);
}

static enum status
listen_on_loopback(struct samples *s)
{
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t n = sizeof(sin);

	bound = evhttp_bind_socket_with_handle(s->http, "127.0.0.1", 0);
	if (bound == NULL || getsockname(evhttp_bound_socket_get_fd(bound),
				 (struct sockaddr *)&sin, &n) != 0)
		return (E_IO);
	s->port = ntohs(sin.sin_port);
	evhttp_set_allowed_methods(s->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD);
	evhttp_set_max_headers_size(s->http, 16384);
	evhttp_set_max_body_size(s->http, 0);
	evhttp_set_gencb(s->http, on_request, s);
	return (OK);
}

enum status
samples_serve(const char *folder, struct samples **ret)
{
	struct samples *s = calloc(1, sizeof(*s));
	enum status st = E_MEMORY;

	if (s == NULL)
		return (E_MEMORY);
	evthread_use_pthreads();
	s->folder = str_dup(str_of(folder));
	s->files = files_disk();
	s->base = event_base_new();
	if (s->base != NULL)
		s->http = evhttp_new(s->base);
	if (s->folder != NULL && s->files != NULL && s->http != NULL)
		st = listen_on_loopback(s);
	if (st == OK && pthread_create(&s->thread, NULL, serve, s) != 0)
		st = E_MEMORY;
	s->started = st == OK;
	if (st != OK) {
		samples_stop(s);
		return (st);
	}
	*ret = s;
	return (OK);
}

int
samples_port(const struct samples *s)
{

	return (s->port);
}

void
samples_stop(struct samples *s)
{

	if (s == NULL)
		return;
	if (s->started) {
		/* A break before the thread's loop began would be lost. */
		event_base_loopexit(s->base, NULL);
		pthread_join(s->thread, NULL);
	}
	if (s->http != NULL)
		evhttp_free(s->http);
	if (s->base != NULL)
		event_base_free(s->base);
	files_free(s->files);
	free(s->folder);
	free(s);
}
