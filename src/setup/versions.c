/*
 * What --version prints, and what PCRE2 does with the rules.
 */
#include <curl/curl.h>
#include <event2/event.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <openssl/crypto.h>
#ifdef HAVE_LIBSECCOMP
#include <seccomp.h>
#endif
#include <unistring/version.h>
#include <zlib.h>

#include <pcre2.h>
#include <sqlite3.h>

#include "earshot/setup.h"

const char *
setup_jit(const struct setup *s)
{
	uint32_t there = 0;

	if (ruleset_jit(s->rules))
		return ("with JIT");
	if (strcmp(s->conf->rules_jit, "no") == 0)
		return ("without JIT: rules.jit is no");
	pcre2_config(PCRE2_CONFIG_JIT, &there);
	return (there == 0 ? "without JIT: this PCRE2 has none"
			   : "without JIT: executable memory is refused");
}

void
setup_versions(const char *program, struct buf *out)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
	char pcre2[64] = "";
	uint32_t jit = 0;

	pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
	pcre2_config(PCRE2_CONFIG_JIT, &jit);
	buf_printf(out, "%s %s\n", program, PACKAGE_VERSION);
	buf_printf(out, "libcurl %s (%s), libxml2 %s, jansson %s\n",
	    curl->version, curl->ssl_version != NULL ? curl->ssl_version : "-",
	    LIBXML_DOTTED_VERSION, JANSSON_VERSION);
	buf_printf(out, "PCRE2 %s (%s), libevent %s, SQLite %s\n", pcre2,
	    jit != 0 ? "JIT" : "no JIT", event_get_version(),
	    sqlite3_libversion());
	buf_printf(out, "%s, ", OpenSSL_version(OPENSSL_VERSION));
#ifdef HAVE_LIBSECCOMP
	buf_printf(out, "libseccomp %u.%u.%u, ", seccomp_version()->major,
	    seccomp_version()->minor, seccomp_version()->micro);
#endif
	buf_printf(out, "libunistring %d.%d.%d, zlib %s\n",
	    _libunistring_version >> 16, _libunistring_version >> 8 & 0xff,
	    _libunistring_version & 0xff, zlibVersion());
}
