/*
 * TLS by libssl, threads that block, and so little HTTP that it can be read in
 * one go.
 */
#include "front.h"

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONNECTIONS = 64, HEAD = 8192, HEADS = 65536, PIECE = 16384 };

struct front {
	struct front_options options;
	SSL_CTX *tls;
	int fd;
	uint16_t port;
	char ca_file[64];
	pthread_t thread;
	pthread_mutex_t lock;
	struct front_counts counts;
	char heads[HEADS];
	struct connection {
		struct front *front;
		pthread_t thread;
		int fd;
		SSL *ssl;
	} connections[CONNECTIONS];
	size_t n;
};

static bool
add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	bool good = e != NULL && X509_add_ext(cert, e, -1) == 1;

	X509_EXTENSION_free(e);
	return (good);
}

/* A certificate that vouches for itself; NULL. */
static X509 *
make_certificate(const struct front_options *o, EVP_PKEY *key)
{
	X509 *cert = X509_new();
	X509_NAME *name;
	char names[300];
	long begin = o->expired ? -20L * 86400 : -86400L;
	bool good = cert != NULL;

	snprintf(names, sizeof(names), "DNS:%s,IP:127.0.0.1", o->host);
	good = good && X509_set_version(cert, X509_VERSION_3) == 1 &&
	       ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) == 1 &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), begin) != NULL &&
	       X509_gmtime_adj(X509_getm_notAfter(cert), begin + 10L * 86400) !=
		   NULL;
	name = good ? X509_get_subject_name(cert) : NULL;
	good = good &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		   (const unsigned char *)o->host, -1, -1, 0) == 1 &&
	       X509_set_issuer_name(cert, name) == 1 &&
	       X509_set_pubkey(cert, key) == 1 &&
	       add_extension(cert, NID_basic_constraints, "CA:TRUE") &&
	       add_extension(cert, NID_subject_alt_name, names) &&
	       X509_sign(cert, key, EVP_sha256()) > 0;
	if (!good) {
		X509_free(cert);
		return (NULL);
	}
	return (cert);
}

static int
choose_h2(SSL *ssl, const unsigned char **out, unsigned char *n,
    const unsigned char *in, unsigned in_n, void *arg)
{

	(void)ssl;
	(void)arg;
	for (unsigned i = 0; i < in_n; i += in[i] + 1u)
		if (in[i] == 2 && memcmp(in + i + 1, "h2", 2) == 0) {
			*out = in + i + 1;
			*n = 2;
			return (SSL_TLSEXT_ERR_OK);
		}
	return (SSL_TLSEXT_ERR_NOACK);
}

static bool
make_tls(struct front *f)
{
	const struct front_options *o = &f->options;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key != NULL ? make_certificate(o, key) : NULL;
	FILE *file = NULL;
	bool good;
	int fd;

	f->tls = SSL_CTX_new(TLS_server_method());
	good = cert != NULL && f->tls != NULL &&
	       SSL_CTX_use_certificate(f->tls, cert) == 1 &&
	       SSL_CTX_use_PrivateKey(f->tls, key) == 1;
	if (good && o->max_version != 0) {
		SSL_CTX_set_security_level(f->tls, 0);
		SSL_CTX_set_min_proto_version(f->tls, TLS1_VERSION);
		SSL_CTX_set_max_proto_version(f->tls, o->max_version);
	}
	if (good && o->h2_body != NULL)
		SSL_CTX_set_alpn_select_cb(f->tls, choose_h2, NULL);
	snprintf(f->ca_file, sizeof(f->ca_file), "/tmp/earshot-front-XXXXXX");
	fd = good ? mkstemp(f->ca_file) : -1;
	file = fd >= 0 ? fdopen(fd, "w") : NULL;
	good = file != NULL && PEM_write_X509(file, cert) == 1;
	if (file != NULL)
		good = fclose(file) == 0 && good;
	X509_free(cert);
	EVP_PKEY_free(key);
	return (good);
}

static ssize_t
take(struct connection *c, void *p, size_t n)
{

	return (c->ssl != NULL ? SSL_read(c->ssl, p, (int)n)
			       : recv(c->fd, p, n, 0));
}

static bool
give(struct connection *c, const void *p, size_t n)
{
	ssize_t done;

	for (size_t at = 0; at < n; at += (size_t)done) {
		const char *from = (const char *)p + at;

		done = c->ssl != NULL ? SSL_write(c->ssl, from, (int)(n - at))
				      : send(c->fd, from, n - at, MSG_NOSIGNAL);
		if (done <= 0)
			return (false);
	}
	return (true);
}

static bool
take_all(struct connection *c, unsigned char *p, size_t n)
{
	ssize_t got;

	for (size_t at = 0; at < n; at += (size_t)got)
		if ((got = take(c, p + at, n - at)) <= 0)
			return (false);
	return (true);
}

static int
listen_or_connect(uint16_t port, uint16_t *ret_port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0;

	if (ret_port == NULL)
		good = good && connect(fd, (struct sockaddr *)&in, n) == 0;
	else {
		good = good && bind(fd, (struct sockaddr *)&in, n) == 0 &&
		       listen(fd, CONNECTIONS) == 0 &&
		       getsockname(fd, (struct sockaddr *)&in, &n) == 0;
		*ret_port = ntohs(in.sin_port);
	}
	if (!good && fd >= 0)
		close(fd);
	return (good ? fd : -1);
}

/* Bytes both ways until one side is done. */
static void
relay(struct connection *c, int to)
{
	char piece[PIECE];
	struct pollfd p[2] = { { .fd = c->fd, .events = POLLIN },
		{ .fd = to, .events = POLLIN } };
	ssize_t n;

	for (;;) {
		if (c->ssl == NULL || SSL_pending(c->ssl) == 0) {
			if (poll(p, 2, -1) < 0)
				return;
		} else
			p[0].revents = POLLIN;
		if (p[0].revents != 0) {
			n = take(c, piece, sizeof(piece));
			if (n <= 0 ||
			    send(to, piece, (size_t)n, MSG_NOSIGNAL) != n)
				return;
		}
		if (p[1].revents != 0) {
			n = recv(to, piece, sizeof(piece), 0);
			if (n <= 0 || !give(c, piece, (size_t)n))
				return;
		}
	}
}

static void
keep_head(struct front *f, const char *head, size_t n)
{
	size_t have;

	pthread_mutex_lock(&f->lock);
	have = strlen(f->heads);
	snprintf(f->heads + have, sizeof(f->heads) - have, "%.*s", (int)n,
	    head);
	pthread_mutex_unlock(&f->lock);
}

/* A string with its length before it. */
static bool
take_short(struct connection *c, char *text)
{
	unsigned char n;

	if (!take_all(c, &n, 1) || !take_all(c, (unsigned char *)text, n))
		return (false);
	text[n] = '\0';
	return (true);
}

static bool
greet_socks(struct connection *c, char *login, size_t size)
{
	unsigned char methods[257] = { 0 }, answer[2] = { 5, 0 };
	char user[256], password[256];

	if (!take_all(c, methods, 2) || methods[0] != 5 ||
	    !take_all(c, methods + 2, methods[1]))
		return (false);
	if (memchr(methods + 2, 2, methods[1]) == NULL)
		return (give(c, answer, 2));
	answer[1] = 2;
	if (!give(c, answer, 2) || !take_all(c, methods, 1) ||
	    !take_short(c, user) || !take_short(c, password))
		return (false);
	snprintf(login, size, "%s:%s ", user, password);
	answer[0] = 1;
	answer[1] = 0;
	return (give(c, answer, 2));
}

static bool
take_socks(struct connection *c)
{
	static const unsigned char yes[10] = { 5, 0, 0, 1 };
	unsigned char head[4], address[16], port[2];
	char login[520] = "", host[256] = "", line[900];

	if (!greet_socks(c, login, sizeof(login)) || !take_all(c, head, 4))
		return (false);
	if (head[3] == 3) {
		if (!take_short(c, host))
			return (false);
	} else if (!take_all(c, address, head[3] == 1 ? 4 : 16) ||
		   inet_ntop(head[3] == 1 ? AF_INET : AF_INET6, address, host,
		       sizeof(host)) == NULL)
		return (false);
	if (!take_all(c, port, 2))
		return (false);
	snprintf(line, sizeof(line), "SOCKS %s%s:%d\n", login, host,
	    port[0] << 8 | port[1]);
	keep_head(c->front, line, strlen(line));
	return (give(c, yes, sizeof(yes)));
}

/* The head of a proxy's request; 0: none came. */
static size_t
take_head(struct connection *c, char *head)
{
	size_t n = 0;

	while (n < HEAD - 1 && take(c, head + n, 1) == 1) {
		head[++n] = '\0';
		if (n >= 4 && memcmp(head + n - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	keep_head(c->front, head, n);
	return (n);
}

static void
be_relay(struct connection *c)
{
	static const char done[] = "HTTP/1.1 200 Connected\r\n\r\n";
	char head[HEAD] = "";
	size_t n = 0;
	int to;

	if (c->front->options.socks && !take_socks(c))
		return;
	if (c->front->options.proxy && (n = take_head(c, head)) == 0)
		return;
	to = listen_or_connect(c->front->options.to_port, NULL);
	if (to < 0)
		return;
	if (strncmp(head, "CONNECT ", 8) == 0
		? give(c, done, sizeof(done) - 1)
		: n == 0 || send(to, head, n, MSG_NOSIGNAL) == (ssize_t)n)
		relay(c, to);
	close(to);
}

/* RFC 9113, 4.1: length, type, flags, stream. */
static bool
give_frame(struct connection *c, unsigned char type, unsigned char flags,
    const unsigned char *stream, const void *p, size_t n)
{
	unsigned char head[9] = { (unsigned char)(n >> 16),
		(unsigned char)(n >> 8), (unsigned char)n, type, flags };

	memcpy(head + 5, stream, 4);
	return (give(c, head, sizeof(head)) && (n == 0 || give(c, p, n)));
}

static void
be_h2(struct connection *c)
{
	enum { DATA, HEADERS, SETTINGS = 4, PING = 6, ACK = 1, END = 4 };
	static const unsigned char none[4], status_200[] = { 0x88 };
	const char *body = c->front->options.h2_body;
	unsigned char head[24], payload[PIECE];
	size_t n;

	if (!take_all(c, head, 24) || memcmp(head, "PRI * HTTP/2.0", 14) != 0 ||
	    !give_frame(c, SETTINGS, 0, none, NULL, 0))
		return;
	while (take_all(c, head, 9)) {
		n = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
		if (n > sizeof(payload) || !take_all(c, payload, n))
			return;
		if ((head[3] == SETTINGS || head[3] == PING) &&
		    !(head[4] & ACK) &&
		    !give_frame(c, head[3], ACK, none, payload,
			head[3] == PING ? n : 0))
			return;
		if (head[3] != HEADERS)
			continue;
		pthread_mutex_lock(&c->front->lock);
		c->front->counts.streams++;
		pthread_mutex_unlock(&c->front->lock);
		if (!give_frame(c, HEADERS, END, head + 5, status_200, 1) ||
		    !give_frame(c, DATA, ACK, head + 5, body, strlen(body)))
			return;
	}
}

static void *
be_connection(void *arg)
{
	struct connection *c = arg;
	struct front *f = c->front;

	if (f->tls != NULL) {
		c->ssl = SSL_new(f->tls);
		if (c->ssl == NULL || SSL_set_fd(c->ssl, c->fd) != 1 ||
		    SSL_accept(c->ssl) != 1)
			goto out;
		pthread_mutex_lock(&f->lock);
		f->counts.handshakes++;
		f->counts.resumed += SSL_session_reused(c->ssl) == 1;
		f->counts.version = SSL_version(c->ssl);
		pthread_mutex_unlock(&f->lock);
	}
	if (f->options.h2_body != NULL)
		be_h2(c);
	else
		be_relay(c);
out:
	SSL_free(c->ssl);
	ERR_clear_error();
	shutdown(c->fd, SHUT_RDWR);
	return (NULL);
}

static void *
accept_all(void *arg)
{
	struct front *f = arg;
	int fd;

	while (f->n < CONNECTIONS && (fd = accept(f->fd, NULL, NULL)) >= 0) {
		struct connection *c = &f->connections[f->n];

		*c = (struct connection){ .front = f, .fd = fd };
		if (pthread_create(&c->thread, NULL, be_connection, c) != 0) {
			close(fd);
			break;
		}
		pthread_mutex_lock(&f->lock);
		f->n++;
		f->counts.connections++;
		pthread_mutex_unlock(&f->lock);
	}
	return (NULL);
}

struct front *
front_start(const struct front_options *o)
{
	struct front *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return (NULL);
	f->options = *o;
	f->fd = -1;
	signal(SIGPIPE, SIG_IGN); /* libssl writes without MSG_NOSIGNAL */
	pthread_mutex_init(&f->lock, NULL);
	if ((o->host == NULL || make_tls(f)) &&
	    (f->fd = listen_or_connect(0, &f->port)) >= 0 &&
	    pthread_create(&f->thread, NULL, accept_all, f) == 0)
		return (f);
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	front_stop(f);
	return (NULL);
}

void
front_stop(struct front *f)
{

	if (f == NULL)
		return;
	if (f->fd >= 0) {
		shutdown(f->fd, SHUT_RDWR);
		pthread_join(f->thread, NULL);
		close(f->fd);
	}
	for (size_t i = 0; i < f->n; i++) {
		shutdown(f->connections[i].fd, SHUT_RDWR);
		pthread_join(f->connections[i].thread, NULL);
		close(f->connections[i].fd);
	}
	if (f->ca_file[0] != '\0')
		unlink(f->ca_file);
	SSL_CTX_free(f->tls);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

uint16_t
front_port(const struct front *f)
{

	return (f->port);
}

const char *
front_ca_file(const struct front *f)
{

	return (f->tls != NULL ? f->ca_file : NULL);
}

void
front_counts(struct front *f, struct front_counts *ret)
{

	pthread_mutex_lock(&f->lock);
	*ret = f->counts;
	pthread_mutex_unlock(&f->lock);
}

const char *
front_heads(struct front *f)
{
	const char *heads;

	pthread_mutex_lock(&f->lock);
	heads = f->heads;
	pthread_mutex_unlock(&f->lock);
	return (heads);
}
