/*
 * One table from CURLcode to status and words; the few codes that mean several
 * things are told apart by what the transfer had reached.
 */
#include "reason.h"

#include <stdarg.h>
#include <stdio.h>

enum detail { NOTHING, ERROR_TEXT, PEER };

static const struct {
	CURLcode code;
	enum status status;
	enum detail detail; /* what follows the words */
	const char *words;
} rows[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, E_DNS, NOTHING,
	    "the name was not found" },
	{ CURLE_COULDNT_RESOLVE_PROXY, E_DNS, NOTHING,
	    "the proxy's name was not found" },
	{ CURLE_PROXY, E_CONNECT, ERROR_TEXT, "the proxy did not connect" },
	{ CURLE_INTERFACE_FAILED, E_CONNECT, ERROR_TEXT, "no connection" },
	{ CURLE_SSL_CONNECT_ERROR, E_TLS, ERROR_TEXT, "no TLS connection" },
	{ CURLE_PEER_FAILED_VERIFICATION, E_TLS, ERROR_TEXT,
	    "the certificate was not accepted" },
	{ CURLE_SSL_CERTPROBLEM, E_TLS, ERROR_TEXT, "no TLS connection" },
	{ CURLE_SSL_CIPHER, E_TLS, ERROR_TEXT, "no TLS connection" },
	{ CURLE_SSL_ISSUER_ERROR, E_TLS, ERROR_TEXT,
	    "the certificate was not accepted" },
	{ CURLE_SSL_CACERT_BADFILE, E_TLS, ERROR_TEXT,
	    "the CA file cannot be read" },
	{ CURLE_SSL_ENGINE_INITFAILED, E_TLS, ERROR_TEXT, "no TLS connection" },
	{ CURLE_SEND_ERROR, E_CONNECT, ERROR_TEXT, "the connection broke" },
	{ CURLE_RECV_ERROR, E_CONNECT, ERROR_TEXT, "the connection broke" },
	{ CURLE_GOT_NOTHING, E_HTTP, NOTHING,
	    "the connection was closed without an answer" },
	{ CURLE_PARTIAL_FILE, E_HTTP, NOTHING, "the answer was cut short" },
	{ CURLE_UNSUPPORTED_PROTOCOL, E_HTTP, NOTHING,
	    "the answer is not HTTP" },
	{ CURLE_WEIRD_SERVER_REPLY, E_HTTP, ERROR_TEXT,
	    "the answer is not proper HTTP" },
	{ CURLE_HTTP2, E_HTTP, ERROR_TEXT, "the answer is not proper HTTP/2" },
	{ CURLE_HTTP2_STREAM, E_HTTP, ERROR_TEXT,
	    "the answer is not proper HTTP/2" },
	{ CURLE_BAD_CONTENT_ENCODING, E_HTTP, NOTHING,
	    "the answer cannot be inflated" },
	{ CURLE_WRITE_ERROR, E_HTTP, NOTHING, "the answer cannot be inflated" },
	{ CURLE_URL_MALFORMAT, E_SYNTAX, ERROR_TEXT, "this is no URL" },
	{ CURLE_OUT_OF_MEMORY, E_MEMORY, NOTHING, "out of memory" },
};

static void PRINTF(3, 0)
    set_words(struct hop *hop, enum status st, const char *fmt, va_list ap)
{

	hop->status = st;
	vsnprintf(hop->words, sizeof(hop->words), fmt, ap);
	/* Parts of it may be the server's: one line of plain ASCII. */
	for (char *p = hop->words; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
			*p = ' ';
}

void
reason_say(struct hop *hop, enum status st, const char *fmt, ...)
{
	va_list ap;

	if (hop->stopped != OK)
		return;
	hop->stopped = st;
	va_start(ap, fmt);
	set_words(hop, st, fmt, ap);
	va_end(ap);
}

static bool
happened(const struct hop *hop, CURLINFO info)
{
	curl_off_t us = 0;

	curl_easy_getinfo(hop->easy, info, &us);
	return (us > 0);
}

/* How far it had come tells what took too long. */
static void
say_timeout(struct hop *hop)
{
	curl_off_t us = 0;
	char after[40];

	curl_easy_getinfo(hop->easy, CURLINFO_TOTAL_TIME_T, &us);
	snprintf(after, sizeof(after), "after %.*f s", us < 10000000 ? 1 : 0,
	    (double)us / 1e6);
	if (strncmp(hop->error, "Operation too slow", 18) == 0)
		reason_say(hop, E_TIMEOUT, "the answer came too slowly (%s)",
		    hop->peer);
	else if (hop->in_body)
		reason_say(hop, E_TIMEOUT, "the answer was not complete %s",
		    after);
	else if (happened(hop, CURLINFO_PRETRANSFER_TIME_T))
		reason_say(hop, E_TIMEOUT, "no answer %s (%s)", after,
		    hop->peer);
	else if (happened(hop, CURLINFO_CONNECT_TIME_T))
		reason_say(hop, E_TIMEOUT, "no TLS connection %s (%s)", after,
		    hop->peer);
	else if (hop->peer[0] != '\0')
		reason_say(hop, E_TIMEOUT, "no connection %s (%s)", after,
		    hop->peer);
	else
		reason_say(hop, E_TIMEOUT, "the name lookup had no answer %s",
		    after);
}

/* "Connection refused" without its capital, in the middle of a sentence. */
static void
say_no_connection(struct hop *hop)
{
	long number = 0;
	char text[100] = "", *words;

	curl_easy_getinfo(hop->easy, CURLINFO_OS_ERRNO, &number);
	if (number == 0) {
		reason_say(hop, E_CONNECT, "no connection: %s", hop->error);
		return;
	}
	words = strerror_r((int)number, text, sizeof(text));
	reason_say(hop, E_CONNECT, "%c%s (%s)",
	    words[0] >= 'A' && words[0] <= 'Z' ? words[0] + 32 : words[0],
	    words[0] != '\0' ? words + 1 : "", hop->peer);
}

static void
say_refused(struct hop *hop)
{

	reason_say(hop, E_REFUSED,
	    "refused: %s is not a public address (%s), and "
	    "fetch.allow_private does not name it",
	    hop->peer, hop->refused);
}

void
reason_set(struct hop *hop)
{

	if (hop->stopped != OK) /* words are there already */
		return;
	/* The guard speaks when it left nothing to connect to. */
	if (hop->refused != NULL &&
	    (hop->sockets == 0 || hop->code == CURLE_ABORTED_BY_CALLBACK)) {
		say_refused(hop);
		return;
	}
	if (hop->code == CURLE_OPERATION_TIMEDOUT) {
		say_timeout(hop);
		return;
	}
	if (hop->code == CURLE_COULDNT_CONNECT) {
		say_no_connection(hop);
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].code != hop->code)
			continue;
		if (rows[i].detail == NOTHING || hop->error[0] == '\0')
			reason_say(hop, rows[i].status, "%s", rows[i].words);
		else
			reason_say(hop, rows[i].status, "%s: %s", rows[i].words,
			    hop->error);
		return;
	}
	reason_say(hop, E_HTTP, "%s",
	    hop->error[0] != '\0' ? hop->error : curl_easy_strerror(hop->code));
}
