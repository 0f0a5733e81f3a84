/*
 * What --version prints.
 */
#include <zlib.h>

#include <curl/curl.h>
#include <sqlite3.h>

#include "earshot/setup.h"

#include "unit.h"

static void
the_program_comes_first_then_the_libraries_it_runs_with(void **state)
{
	struct buf out = BUF_INIT(4000);
	struct str rest;
	char want[100];

	(void)state;
	setup_versions("earshotd", &out);
	assert_false(buf_failed(&out));
	rest = buf_str(&out);
	assert_str(str_cut(&rest, '\n'), "earshotd " PACKAGE_VERSION);
	snprintf(want, sizeof(want), "libcurl %s (",
	    curl_version_info(CURLVERSION_NOW)->version);
	assert_true(str_starts(rest, str_of(want)));
	snprintf(want, sizeof(want), ", SQLite %s\n", sqlite3_libversion());
	assert_int_not_equal(str_find(rest, str_of(want)), SIZE_MAX);
	snprintf(want, sizeof(want), ", zlib %s\n", zlibVersion());
	assert_true(str_ends(rest, str_of(want)));
	buf_free(&out);
}

static void
every_library_has_its_version(void **state)
{
	static const char *const names[] = { "libcurl ", "libxml2 ", "jansson ",
		"PCRE2 ", "libevent ", "SQLite ", "OpenSSL ", "libunistring ",
		"zlib " };
	struct buf out = BUF_INIT(4000);

	(void)state;
	setup_versions("earshot", &out);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t at = str_find(buf_str(&out), str_of(names[i]));
		char first;

		if (at == SIZE_MAX)
			fail_msg("no %s", names[i]);
		first = out.p[at + strlen(names[i])];
		assert_true(first >= '0' && first <= '9');
	}
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest versions[] = {
		cmocka_unit_test(
		    the_program_comes_first_then_the_libraries_it_runs_with),
		cmocka_unit_test(every_library_has_its_version),
	};

	return (RUN_TESTS(versions));
}
