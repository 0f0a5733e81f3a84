/*
 * The gate against private addresses: two tables of networks that are not
 * public, and the operator's exceptions.  Sees addresses only, never names.
 */
#include "earshot/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

/* An address in 16 bytes; IPv4 stands in ::ffff:0:0/96, so that both families
 * are compared alike. */
struct address {
	unsigned char bytes[16];
};

struct exception {
	struct address net;
	unsigned bits;
	uint16_t port; /* 0: any */
};

struct guard {
	struct exception *allowed;
	size_t n;
};

enum { EXCEPTIONS_MAX = 1000, MAPPED_BITS = 96 };

/* IANA's special-purpose registries, and the clouds' metadata addresses. */
static const struct {
	uint32_t net;
	unsigned bits;
	const char *why;
} special4[] = {
	{ 0xffffffff, 32, "broadcast" },     /* 255.255.255.255 */
	{ 0xa9fea9fe, 32, "metadata" },      /* 169.254.169.254 */
	{ 0x646464c8, 32, "metadata" },      /* 100.100.100.200 */
	{ 0xa83f8110, 32, "metadata" },      /* 168.63.129.16 */
	{ 0x00000000, 8, "unspecified" },    /* 0.0.0.0 */
	{ 0x0a000000, 8, "private" },        /* 10.0.0.0 */
	{ 0x64400000, 10, "shared" },        /* 100.64.0.0, carrier NAT */
	{ 0x7f000000, 8, "loopback" },       /* 127.0.0.0 */
	{ 0xa9fe0000, 16, "link-local" },    /* 169.254.0.0 */
	{ 0xac100000, 12, "private" },       /* 172.16.0.0 */
	{ 0xc0000000, 24, "reserved" },      /* 192.0.0.0 */
	{ 0xc0000200, 24, "documentation" }, /* 192.0.2.0 */
	{ 0xc0586300, 24, "reserved" },      /* 192.88.99.0 */
	{ 0xc0a80000, 16, "private" },       /* 192.168.0.0 */
	{ 0xc6120000, 15, "benchmark" },     /* 198.18.0.0 */
	{ 0xc6336400, 24, "documentation" }, /* 198.51.100.0 */
	{ 0xcb007100, 24, "documentation" }, /* 203.0.113.0 */
	{ 0xe0000000, 4, "multicast" },      /* 224.0.0.0 */
	{ 0xf0000000, 4, "reserved" },       /* 240.0.0.0 */
};

/* embedded: the byte where an IPv4 address stands, which decides; 0: none. */
static const struct {
	unsigned char net[16];
	unsigned bits, embedded;
	const char *why;
} special6[] = {
	{ { [15] = 0 }, 128, 0, "unspecified" },
	{ { [15] = 1 }, 128, 0, "loopback" },
	{ { [10] = 0xff, 0xff }, 96, 12, NULL },
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12, NULL }, /* NAT64 */
	{ { 0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, 0x54 }, 128, 0, "metadata" },
	{ { 0xfc }, 7, 0, "private" },
	{ { 0xfe, 0x80 }, 10, 0, "link-local" },
	{ { 0xfe, 0xc0 }, 10, 0, "private" }, /* site-local, deprecated */
	{ { 0xff }, 8, 0, "multicast" },
	{ { 0x20, 0x01 }, 23, 0, "reserved" }, /* Teredo among others */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, 0, "documentation" },
	{ { 0x20, 0x02 }, 16, 0, "reserved" }, /* 6to4 */
	{ { 0x3f, 0xff }, 20, 0, "documentation" },
};

static bool
in_net(const unsigned char *p, const unsigned char *net, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;
	unsigned mask = 0xffu << (8 - rest) & 0xffu;

	if (memcmp(p, net, whole) != 0)
		return (false);
	return (rest == 0 || ((p[whole] ^ net[whole]) & mask) == 0);
}

static const char *
why_refused4(const unsigned char *p)
{
	uint32_t a = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		     (uint32_t)p[2] << 8 | p[3];

	for (size_t i = 0; i < sizeof(special4) / sizeof(special4[0]); i++)
		if ((a ^ special4[i].net) >> (32 - special4[i].bits) == 0)
			return (special4[i].why);
	return (NULL);
}

static const char *
why_refused(const struct address *a)
{

	for (size_t i = 0; i < sizeof(special6) / sizeof(special6[0]); i++) {
		if (!in_net(a->bytes, special6[i].net, special6[i].bits))
			continue;
		if (special6[i].embedded > 0)
			return (why_refused4(a->bytes + special6[i].embedded));
		return (special6[i].why);
	}
	/* Only 2000::/3 has been given out (RFC 4291, 2.4). */
	return ((a->bytes[0] & 0xe0) == 0x20 ? NULL : "reserved");
}

static void
map4(const void *v4, struct address *ret)
{

	*ret = (struct address){ .bytes = { [10] = 0xff, 0xff } };
	memcpy(ret->bytes + 12, v4, 4);
}

static bool
address_of(const struct sockaddr *sa, struct address *ret, uint16_t *ret_port)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (sa->sa_family) {
	case AF_INET:
		memcpy(&in, sa, sizeof(in));
		map4(&in.sin_addr, ret);
		*ret_port = ntohs(in.sin_port);
		return (true);
	case AF_INET6:
		memcpy(&in6, sa, sizeof(in6));
		memcpy(ret->bytes, &in6.sin6_addr, 16);
		*ret_port = ntohs(in6.sin6_port);
		return (true);
	default:
		return (false);
	}
}

/* The parts of ADDRESS[/BITS][:PORT]; false: brackets or colons are off. */
static bool
split(struct str word, struct str *address, struct str *bits, struct str *port)
{
	struct str rest;
	size_t at;

	*bits = *port = (struct str){ NULL, 0 };
	if (str_starts(word, STR("["))) {
		at = str_findc(word, ']');
		if (at == SIZE_MAX)
			return (false);
		*address = str_sub(word, 1, at);
		rest = str_sub(word, at + 1, word.n);
	} else {
		/* IPv6 without brackets has no port. */
		bool v6 = str_findc(word, ':') < str_findc(word, '.');

		at = str_findc(word, '/');
		if (at == SIZE_MAX && !v6)
			at = str_findc(word, ':');
		*address = str_sub(word, 0, at);
		rest = str_sub(word, at, word.n);
	}
	if (str_starts(rest, STR("/"))) {
		at = str_findc(rest, ':');
		*bits = str_sub(rest, 1, at);
		rest = str_sub(rest, at, rest.n);
		if (bits->n == 0)
			return (false);
	}
	if (str_starts(rest, STR(":"))) {
		*port = str_sub(rest, 1, rest.n);
		return (port->n > 0);
	}
	return (rest.n == 0);
}

/* Digits only; SIZE_MAX: not a number up to ${max}. */
static size_t
small_number(struct str s, size_t max)
{
	size_t n = 0;

	if (s.n == 0 || s.n > 5)
		return (SIZE_MAX);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (SIZE_MAX);
		n = n * 10 + (size_t)(s.p[i] - '0');
	}
	return (n <= max ? n : SIZE_MAX);
}

static enum status
read_exception(struct str word, struct exception *ret, struct buf *reterr)
{
	struct str address, bits, port;
	char text[64];
	unsigned char v4[4];
	size_t n, family_bits = 128;
	struct address masked;

	if (!split(word, &address, &bits, &port))
		goto shape;
	if (address.n == 0 || address.n >= sizeof(text) ||
	    memchr(address.p, '\0', address.n) != NULL)
		goto shape;
	memcpy(text, address.p, address.n);
	text[address.n] = '\0';
	if (inet_pton(AF_INET, text, v4) == 1) {
		map4(v4, &ret->net);
		family_bits = 32;
	} else if (inet_pton(AF_INET6, text, ret->net.bytes) != 1)
		goto shape;
	n = bits.p == NULL ? family_bits : small_number(bits, family_bits);
	if (n == SIZE_MAX) {
		buf_printf(reterr, "\"%.*s\": the bits go from 0 to %zu",
		    STR_ARG(word), family_bits);
		return (E_SYNTAX);
	}
	ret->bits = (unsigned)(n + (128 - family_bits));
	n = port.p == NULL ? 0 : small_number(port, UINT16_MAX);
	if (n == SIZE_MAX || (port.p != NULL && n == 0)) {
		buf_printf(reterr, "\"%.*s\": a port goes from 1 to 65535",
		    STR_ARG(word));
		return (E_SYNTAX);
	}
	ret->port = (uint16_t)n;
	/* 10.1.2.3/8 says two things at once: which was meant? */
	masked = ret->net;
	for (unsigned b = ret->bits; b < 128; b++)
		masked.bytes[b / 8] &= (unsigned char)~(0x80u >> b % 8);
	if (memcmp(&masked, &ret->net, sizeof(masked)) != 0) {
		buf_printf(reterr,
		    "\"%.*s\": the address has bits behind the /%.*s",
		    STR_ARG(word), STR_ARG(bits));
		return (E_SYNTAX);
	}
	return (OK);
shape:
	buf_printf(reterr,
	    "\"%.*s\" is not ADDRESS[/BITS][:PORT], such as 127.0.0.1:8080, "
	    "10.0.0.0/8 or [::1]/128:8080",
	    STR_ARG(word));
	return (E_SYNTAX);
}

enum status
guard_new(struct str allow, struct guard **ret, struct buf *reterr)
{
	struct guard *g = calloc(1, sizeof(*g));
	struct str rest = allow, word;
	size_t n = 0;
	enum status st = OK;

	if (g == NULL)
		return (E_MEMORY);
	while (str_word(&rest).n > 0)
		n++;
	if (n > EXCEPTIONS_MAX) {
		buf_printf(reterr, "more than %d addresses", EXCEPTIONS_MAX);
		st = E_SYNTAX;
		goto out;
	}
	g->allowed = calloc(n + 1, sizeof(*g->allowed));
	if (g->allowed == NULL) {
		st = E_MEMORY;
		goto out;
	}
	while (st == OK && (word = str_word(&allow)).n > 0)
		st = read_exception(word, &g->allowed[g->n++], reterr);
out:
	if (st != OK)
		guard_free(g);
	else
		*ret = g;
	return (st);
}

void
guard_free(struct guard *g)
{

	if (g == NULL)
		return;
	free(g->allowed);
	free(g);
}

bool
guard_allows(const struct guard *g, const struct sockaddr *sa,
    const char **ret_why)
{
	struct address a;
	uint16_t port;

	*ret_why = NULL;
	if (!address_of(sa, &a, &port)) {
		*ret_why = "unknown";
		return (false);
	}
	for (size_t i = 0; i < g->n; i++)
		if (in_net(a.bytes, g->allowed[i].net.bytes,
			g->allowed[i].bits) &&
		    (g->allowed[i].port == 0 || g->allowed[i].port == port))
			return (true);
	*ret_why = why_refused(&a);
	return (*ret_why == NULL);
}
