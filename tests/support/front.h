/*
 * front: what stands between a fetcher and the feed server in real life: TLS
 * with a certificate made on the spot, an HTTP/2 server that knows one answer,
 * a proxy that speaks CONNECT or SOCKS5.  Loopback only; a thread a connection;
 * for a handful of connections, not for load.
 */
#ifndef EARSHOT_TESTS_FRONT_H
#define EARSHOT_TESTS_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct front;

struct front_options {
	/* In the certificate, with 127.0.0.1: TLS is spoken to clients.  NULL:
	 * plain text. */
	const char *host;
	bool expired;    /* the certificate's time is over */
	int max_version; /* such as TLS1_1_VERSION; 0: the newest */
	/* HTTP/2 is offered (ALPN) and each request answered 200 with this
	 * body, without any server behind. */
	const char *h2_body;
	/* It is a proxy: a head is read, CONNECT answered, a GET's head passed
	 * on.  Wherever it shall lead, it leads to ${to_port}. */
	bool proxy;
	/* A proxy, too, that speaks SOCKS5 (RFC 1928); whoever offers a login
	 * must give it (RFC 1929).  A head is then "SOCKS jo:pw HOST:PORT\n",
	 * an address in the place of the host when it sent one. */
	bool socks;
	uint16_t to_port; /* of 127.0.0.1: where bytes go */
};

/* NULL if something is wrong. */
struct front *front_start(const struct front_options *options);
void front_stop(struct front *f);

uint16_t front_port(const struct front *f);
/* The certificate as a PEM file, until front_stop; NULL without TLS. */
const char *front_ca_file(const struct front *f);

struct front_counts {
	size_t connections; /* accepted */
	size_t handshakes;  /* that were completed */
	size_t resumed;     /* of these, with an earlier session */
	size_t streams;     /* requests answered by HTTP/2 */
	int version;        /* of TLS, the last one */
};
void front_counts(struct front *f, struct front_counts *ret);
/* All heads that a proxy read, one after another; NUL-ended, until stop. */
const char *front_heads(struct front *f);

#endif
