/*
 * Split DNS and proxies: `fetch.resolve`, `fetch.proxy` and `fetch.no_proxy`
 * as libcurl wants them.  Nothing is taken from the environment.
 */
#include "route.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

struct fixed {
	struct str host; /* in the route's text */
	uint16_t port;
};

struct route {
	char *proxy;                   /* "" none */
	char *no_proxy;                /* words */
	char *resolve;                 /* what fixed points into */
	struct curl_slist *names;      /* the same port: HOST:PORT:ADDRESS */
	struct curl_slist *connect_to; /* another: HOST:PORT:ADDRESS:PORT */
	struct fixed *fixed;
	size_t nfixed;
};

enum { FIXED_MAX = 1000 };

static const char *const proxy_schemes[] = { "http", "https", "socks5",
	"socks5h", NULL };

static bool
read_port(struct str s, uint16_t *ret)
{
	int64_t n;

	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9' || !str_to_i64(s, &n) ||
	    n < 1 || n > UINT16_MAX)
		return (false);
	*ret = (uint16_t)n;
	return (true);
}

/* An address as text, brackets already taken off. */
static bool
read_address(struct str s, struct sockaddr_storage *ret)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	char text[64];

	if (s.n == 0 || s.n >= sizeof(text))
		return (false);
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	*ret = (struct sockaddr_storage){ 0 };
	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		memcpy(ret, &in, sizeof(in));
	else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
		memcpy(ret, &in6, sizeof(in6));
	else
		return (false);
	return (true);
}

static bool
append(struct curl_slist **list, const struct buf *text)
{
	struct curl_slist *longer =
	    buf_failed(text) ? NULL : curl_slist_append(*list, text->p);

	if (longer != NULL)
		*list = longer;
	return (longer != NULL);
}

/* HOST:PORT=ADDRESS[:PORT] in one of curl's two forms: connections to another
 * port are counted by address there, not by name, so only where it must be. */
static enum status
read_fixed(struct route *r, struct str word, struct buf *reterr)
{
	struct str to = word, host, port, address;
	struct sockaddr_storage sa;
	struct fixed *f = &r->fixed[r->nfixed];
	struct buf text = BUF_INIT(1000);
	uint16_t to_port = 0;
	bool bracket, kept;
	size_t end;

	port = str_cut(&to, '=');
	host = str_cut(&port, ':');
	bracket = str_starts(to, STR("["));
	end = str_findc(to, bracket ? ']' : ':');
	address = str_sub(to, bracket, end);
	to = str_sub(to, end == SIZE_MAX ? to.n : end + bracket, to.n);
	if (host.n == 0 || !read_port(port, &f->port) ||
	    (bracket && end == SIZE_MAX) || !read_address(address, &sa) ||
	    bracket != (sa.ss_family == AF_INET6) ||
	    (to.n > 0 && (to.p[0] != ':' ||
			     !read_port(str_sub(to, 1, to.n), &to_port)))) {
		buf_printf(reterr,
		    "\"%.*s\" is not HOST:PORT=ADDRESS[:PORT], such as "
		    "blog.example.com:443=203.0.113.7 or "
		    "blog.example.com:80=[2001:db8::7]:8080",
		    STR_ARG(word));
		return (E_SYNTAX);
	}
	f->host = host;
	r->nfixed++;
	buf_printf(&text, "%.*s:%u:%s%.*s%s", STR_ARG(host), f->port,
	    bracket ? "[" : "", STR_ARG(address), bracket ? "]" : "");
	if (to_port == 0 || to_port == f->port)
		kept = append(&r->names, &text);
	else {
		buf_printf(&text, ":%u", to_port);
		kept = append(&r->connect_to, &text);
	}
	buf_free(&text);
	return (kept ? OK : E_MEMORY);
}

static enum status
read_resolve(struct route *r, struct buf *reterr)
{
	struct str rest = str_of(r->resolve), word;
	size_t n = 0;
	enum status st = OK;

	while (str_word(&rest).n > 0)
		n++;
	if (n > FIXED_MAX) {
		buf_printf(reterr, "more than %d addresses", FIXED_MAX);
		return (E_SYNTAX);
	}
	r->fixed = calloc(n + 1, sizeof(*r->fixed));
	if (r->fixed == NULL)
		return (E_MEMORY);
	rest = str_of(r->resolve);
	while (st == OK && (word = str_word(&rest)).n > 0)
		st = read_fixed(r, word, reterr);
	return (st);
}

static enum status
check_proxy(const struct route *r, struct buf *reterr)
{
	CURLU *u = NULL;
	char *scheme = NULL;
	enum status st = E_SYNTAX;

	if (r->proxy[0] == '\0')
		return (OK);
	u = curl_url();
	if (u == NULL)
		return (E_MEMORY);
	if (curl_url_set(u, CURLUPART_URL, r->proxy,
		CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK)
		for (size_t i = 0; proxy_schemes[i] != NULL; i++)
			if (strcmp(scheme, proxy_schemes[i]) == 0)
				st = OK;
	/* The proxy's URL may hold a password: it is not repeated. */
	if (st != OK)
		buf_adds(reterr, "a proxy is http://HOST:PORT, https://, "
				 "socks5:// or socks5h://");
	curl_free(scheme);
	curl_url_cleanup(u);
	return (st);
}

static enum status
check_no_proxy(const struct route *r, struct buf *reterr)
{

	if (strchr(r->no_proxy, '/') == NULL)
		return (OK);
	buf_adds(reterr, "no_proxy takes host names, which also stand for the "
			 "names below them, and addresses, but no networks");
	return (E_SYNTAX);
}

static char *
copy(const char *s)
{

	return (str_dup(str_of(s != NULL ? s : "")));
}

enum status
route_new(const char *proxy, const char *no_proxy, const char *resolve,
    struct route **ret, struct buf *reterr)
{
	struct route *r = calloc(1, sizeof(*r));
	enum status st = E_MEMORY;

	if (r == NULL)
		return (E_MEMORY);
	r->proxy = copy(proxy);
	r->no_proxy = copy(no_proxy);
	r->resolve = copy(resolve);
	if (r->proxy == NULL || r->no_proxy == NULL || r->resolve == NULL)
		goto out;
	for (char *p = r->no_proxy; *p != '\0'; p++)
		if (*p == ',')
			*p = ' ';
	st = check_proxy(r, reterr);
	if (st == OK)
		st = check_no_proxy(r, reterr);
	if (st == OK)
		st = read_resolve(r, reterr);
out:
	if (st != OK)
		route_free(r);
	else
		*ret = r;
	return (st);
}

void
route_free(struct route *r)
{

	if (r == NULL)
		return;
	curl_slist_free_all(r->names);
	curl_slist_free_all(r->connect_to);
	free(r->fixed);
	free(r->resolve);
	free(r->no_proxy);
	free(r->proxy);
	free(r);
}

/* Is ${host} the name ${word}, or below it? */
static bool
host_within(struct str host, struct str word)
{
	struct str tail;

	if (str_eq(word, STR("*")))
		return (true);
	if (str_starts(word, STR(".")))
		word = str_sub(word, 1, word.n);
	if (word.n == 0 || word.n > host.n)
		return (false);
	tail = str_sub(host, host.n - word.n, host.n);
	return (str_ieq(tail, word) &&
		(tail.n == host.n || host.p[host.n - word.n - 1] == '.'));
}

const char *
route_proxy(const struct route *r, struct str host)
{
	struct str rest = str_of(r->no_proxy), word;

	if (r->proxy[0] == '\0')
		return ("");
	while ((word = str_word(&rest)).n > 0)
		if (host_within(host, word))
			return ("");
	return (r->proxy);
}

struct curl_slist *
route_names(const struct route *r)
{

	return (r->names);
}

struct curl_slist *
route_connect_to(const struct route *r)
{

	return (r->connect_to);
}

bool
route_needs_lookup(const struct route *r, struct str host, uint16_t port)
{
	struct sockaddr_storage sa;

	if (read_address(host, &sa))
		return (false);
	for (size_t i = 0; i < r->nfixed; i++)
		if (r->fixed[i].port == port && str_ieq(r->fixed[i].host, host))
			return (false);
	return (true);
}

/* An address as a resolver would still understand it: with the dot of a full
 * name behind it, as 127.1 or 0x7f000001, with an IPv6 zone. */
static bool
read_odd_address(struct str s, struct sockaddr_storage *ret)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	char text[64];

	s = str_sub(s, 0, str_findc(s, '%'));
	if (read_address(s, ret))
		return (true);
	if (s.n == 0 || s.n >= sizeof(text))
		return (false);
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (strspn(text, "0123456789abcdefxABCDEFX.") != s.n ||
	    inet_aton(text, &in.sin_addr) == 0)
		return (false);
	memcpy(ret, &in, sizeof(in));
	return (true);
}

const char *
route_refuses(const struct guard *g, struct str host, uint16_t port)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_storage room;
	} a;
	const char *why;

	while (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	if (host_within(host, STR("localhost")))
		host = STR("127.0.0.1");
	if (!read_odd_address(host, &a.room))
		return (NULL);
	if (a.sa.sa_family == AF_INET)
		a.in.sin_port = htons(port);
	else
		a.in6.sin6_port = htons(port);
	guard_allows(g, &a.sa, &why);
	return (why);
}
