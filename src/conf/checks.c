/*
 * The shapes of option values.  Only the shape: whether a port is free or a
 * host exists is found out by those who use them.
 */
#include "checks.h"

#include <sys/socket.h>

#include <arpa/inet.h>

#include "earshot/url.h"

enum { USER_AGENT_MAX = 500, HOST_MAX = 255, PROXY_ARENA = 64 << 10 };

static bool
is_digits(struct str s, size_t from, size_t to)
{

	for (size_t i = from; i < to; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (true);
}

bool
check_day_zone(struct str value, struct buf *why)
{

	if (str_eq(value, STR("UTC")))
		return (true);
	/* +14:00 is the farthest that people live. */
	if (value.n == 6 && (value.p[0] == '+' || value.p[0] == '-') &&
	    value.p[3] == ':' && is_digits(value, 1, 3) &&
	    is_digits(value, 4, 6) && value.p[4] < '6' &&
	    str_cmp(str_sub(value, 1, 6), STR("14:00")) <= 0)
		return (true);
	buf_adds(why, "it must be UTC or an offset such as +02:00");
	return (false);
}

bool
check_keep(struct str value, struct buf *why)
{
	int64_t seconds;

	if (str_to_seconds(value, &seconds) &&
	    (seconds == 0 || seconds >= 86400))
		return (true);
	buf_adds(why,
	    "it must be a day or more, such as 400d, or 0 to keep all");
	return (false);
}

bool
check_user_agent(struct str value, struct buf *why)
{

	if (value.n <= USER_AGENT_MAX)
		return (true);
	buf_printf(why, "it has %zu bytes, %d are the most", value.n,
	    USER_AGENT_MAX);
	return (false);
}

bool
check_contact(struct str value, struct buf *why)
{

	if (str_findc(value, ' ') == SIZE_MAX &&
	    (url_http(value) || str_findc(value, '@') != SIZE_MAX))
		return (true);
	buf_adds(why, "it must be a page (https://…) or a mail address");
	return (false);
}

/* Nothing but login, host and port: what stands behind a slash, the end of a
 * password say, would be shown as a path is. */
static bool
is_authority(struct str s)
{

	if (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	for (size_t i = 0; i < s.n; i++)
		if (memchr("/?# ", s.p[i], 4) != NULL)
			return (false);
	return (s.n > 0);
}

bool
check_proxy(struct str value, struct buf *why)
{
	static const char *const schemes[] = { "http://", "https://",
		"socks4://", "socks4a://", "socks5://", "socks5h://" };
	struct arena *a = arena_new(PROXY_ARENA);
	struct str s;
	bool fits = false;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		s = str_of(schemes[i]);
		if (str_istarts(value, s))
			fits = is_authority(str_sub(value, s.n, value.n)) &&
			       a != NULL && url_host(a, value).p != NULL;
	}
	arena_free(a);
	if (fits)
		return (true);
	buf_adds(why, "it must be a URL such as http://proxy.example:3128");
	if (str_findc(value, '@') != SIZE_MAX)
		buf_adds(why, "; in a login / is written %2F, and @ %40");
	return (false);
}

/* An address as in 192.0.2.1 or [2001:db8::1]. */
static bool
is_address(struct str s)
{
	unsigned char binary[sizeof(struct in6_addr)];
	char text[INET6_ADDRSTRLEN];
	int family = AF_INET;

	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']') {
		s = str_sub(s, 1, s.n - 1);
		family = AF_INET6;
	}
	if (s.n == 0 || s.n >= sizeof(text))
		return (false);
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return (inet_pton(family, text, binary) == 1);
}

static bool
is_host(struct str s)
{

	if (s.n == 0 || s.n > HOST_MAX)
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-' || c == '.' ||
			c == '_' || (unsigned char)c >= 0x80))
			return (false);
	}
	return (true);
}

/* ${s} without its ":PORT"; false: it has none. */
static bool
cut_port(struct str *s, int64_t least)
{
	size_t colon = s->n;
	int64_t port;

	while (colon > 0 && s->p[colon - 1] != ':')
		colon--;
	if (colon == 0 || colon == s->n || !is_digits(*s, colon, s->n) ||
	    !str_to_i64(str_sub(*s, colon, s->n), &port) || port < least ||
	    port > 65535)
		return (false);
	s->n = colon - 1;
	return (true);
}

static bool
is_resolve(struct str pair)
{
	struct str host = str_cut(&pair, '=');

	if (!cut_port(&host, 1) || (!is_host(host) && !is_address(host)))
		return (false);
	if (is_address(pair))
		return (true);
	return (cut_port(&pair, 1) && is_address(pair));
}

bool
check_resolve(struct str value, struct buf *why)
{
	struct str rest = value, pair;

	while ((pair = str_word(&rest)).n > 0) {
		if (is_resolve(pair))
			continue;
		buf_printf(why,
		    "\"%.*s\" is not HOST:PORT=ADDRESS[:PORT], such as "
		    "blog.example:443=192.0.2.7",
		    STR_ARG(pair));
		return (false);
	}
	return (true);
}

bool
check_listen(struct str value, struct buf *why)
{
	struct str host = value;

	/* Port 0: the system chooses one.  Names are not looked up. */
	if (cut_port(&host, 0) &&
	    (is_address(host) || str_ieq(host, STR("localhost"))))
		return (true);
	buf_adds(why,
	    "it must be ADDRESS:PORT, such as 127.0.0.1:8017 or [::1]:8017; "
	    "of names only localhost is known");
	return (false);
}
