/*
 * libcurl's codes as status and words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../src/net/reason.h"

static void
expect(CURLcode code, const char *error, enum status st, const char *words)
{
	struct hop hop = { .code = code,
		.peer = "203.0.113.5:443",
		.easy = curl_easy_init() };

	snprintf(hop.error, sizeof(hop.error), "%s", error);
	reason_set(&hop);
	if (hop.status != st || strstr(hop.words, words) == NULL)
		fail_msg("%d: %s, \"%s\"", (int)code, status_word(hop.status),
		    hop.words);
	assert_int_equal(hop.stopped, st);
	for (const char *p = hop.words; *p != '\0'; p++)
		assert_true((unsigned char)*p >= 0x20);
	curl_easy_cleanup(hop.easy);
}

static void
every_code_has_a_status_and_words(void **state)
{

	(void)state;
	expect(CURLE_COULDNT_RESOLVE_HOST, "", E_DNS, "not found");
	expect(CURLE_COULDNT_RESOLVE_PROXY, "", E_DNS, "proxy");
	expect(CURLE_COULDNT_CONNECT, "it is shut", E_CONNECT, "it is shut");
	expect(CURLE_SSL_CONNECT_ERROR, "wrong version", E_TLS,
	    "no TLS connection: wrong version");
	expect(CURLE_PEER_FAILED_VERIFICATION, "self-signed", E_TLS,
	    "certificate was not accepted: self-signed");
	expect(CURLE_SSL_CACERT_BADFILE, "", E_TLS, "the CA file");
	expect(CURLE_OPERATION_TIMEDOUT, "", E_TIMEOUT,
	    "no connection after 0.0 s (203.0.113.5:443)");
	expect(CURLE_OPERATION_TIMEDOUT, "Operation too slow. Less than 16",
	    E_TIMEOUT, "too slowly");
	expect(CURLE_PARTIAL_FILE, "x", E_HTTP, "cut short");
	expect(CURLE_GOT_NOTHING, "x", E_HTTP, "without an answer");
	expect(CURLE_RECV_ERROR, "reset by peer", E_CONNECT,
	    "broke: reset by peer");
	expect(CURLE_HTTP2, "bad frame", E_HTTP, "HTTP/2: bad frame");
	expect(CURLE_OUT_OF_MEMORY, "", E_MEMORY, "memory");
	expect(CURLE_OBSOLETE20, "", E_HTTP, "");
	expect(CURLE_OBSOLETE20, "a\r\nb\x1b", E_HTTP, "a  b ");
}

static void
the_first_words_stand(void **state)
{
	struct hop hop = { .code = CURLE_WRITE_ERROR };

	(void)state;
	reason_say(&hop, E_TOO_LARGE, "larger than %d", 5);
	reason_say(&hop, E_MEMORY, "no");
	reason_set(&hop);
	assert_int_equal(hop.status, E_TOO_LARGE);
	assert_string_equal(hop.words, "larger than 5");
}

static void
the_guard_speaks_when_nothing_was_left_to_try(void **state)
{
	struct hop hop = { .code = CURLE_COULDNT_CONNECT,
		.refused = "loopback",
		.peer = "127.0.0.1:80",
		.easy = curl_easy_init() };

	(void)state;
	reason_set(&hop);
	assert_int_equal(hop.status, E_REFUSED);
	assert_non_null(strstr(hop.words, "127.0.0.1:80"));
	assert_non_null(strstr(hop.words, "(loopback)"));
	/* Another address of the name was public, but nobody was there. */
	hop.stopped = OK;
	hop.sockets = 1;
	reason_set(&hop);
	assert_int_equal(hop.status, E_CONNECT);
	/* A kept connection is refused after the fact. */
	hop.stopped = OK;
	hop.code = CURLE_ABORTED_BY_CALLBACK;
	reason_set(&hop);
	assert_int_equal(hop.status, E_REFUSED);
	curl_easy_cleanup(hop.easy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_a_status_and_words),
		cmocka_unit_test(the_first_words_stand),
		cmocka_unit_test(the_guard_speaks_when_nothing_was_left_to_try),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
