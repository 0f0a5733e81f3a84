/*
 * Dates: a table of what feeds write (tests/data/text/dates.txt), and what a
 * table cannot say.
 */
#include <curl/curl.h>

#include "earshot/clock.h"
#include "earshot/date.h"

#include "unit.h"

static FILE *
open_table(const char *name)
{
	const char *src = getenv("EARSHOT_SRC");
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/text/%s",
	    src != NULL ? src : ".", name);
	f = fopen(path, "r");
	assert_non_null(f);
	return (f);
}

static void
each_date_of_the_table_is_read_as_it_says(void **state)
{
	char line[1024], got[CLOCK_TEXT], *tab;
	unsigned wrong = 0, rows = 0;
	FILE *f = open_table("dates.txt");
	int64_t t;

	(void)state;
	clock_freeze(1782864000); /* 2026-07-01 */
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		tab = strchr(line, '\t');
		if (line[0] == '#' || tab == NULL)
			continue;
		*tab++ = '\0';
		rows++;
		t = date_read(str_of(tab));
		if (t == NO_TIME)
			snprintf(got, sizeof(got), "-");
		else
			clock_text(t, got);
		if (strcmp(got, line) != 0) {
			print_message("\"%s\": %s, not %s\n", tab, got, line);
			wrong++;
		}
	}
	fclose(f);
	clock_thaw();
	assert_true(rows > 250);
	assert_int_equal(wrong, 0);
}

/* Each name in its language's spelling, so that the table's order, its folding
 * and the rule for beginnings are all asked. */
static void
months_are_known_in_many_languages(void **state)
{
	char line[1024], date[256], want[32], got[CLOCK_TEXT], *rest, *name;
	FILE *f = open_table("months.txt");
	unsigned month, wrong = 0, names = 0;

	(void)state;
	while (fgets(line, sizeof(line), f) != NULL) {
		if (line[0] == '#')
			continue;
		rest = line;
		strsep(&rest, " \n");
		for (month = 1; month <= 12; month++) {
			name = strsep(&rest, " \n");
			assert_non_null(name);
			if (strcmp(name, "-") == 0)
				continue;
			names++;
			snprintf(date, sizeof(date), "23 %s 2004", name);
			snprintf(want, sizeof(want), "2004-%02u-23T00:00:00Z",
			    month);
			clock_text(date_read(str_of(date)), got);
			if (strcmp(got, want) == 0)
				continue;
			print_message("%s: %s\n", date, got);
			wrong++;
		}
	}
	fclose(f);
	assert_true(names > 500);
	assert_int_equal(wrong, 0);
}

/* The forms that libcurl's manual promises; only those that it reads right. */
static void
what_curl_getdate_reads_is_read_alike(void **state)
{
	static const char *const forms[] = {
		"Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
		"Nov 6 08:49:37 1994",
		"06 Nov 1994 08:49:37 GMT",
		"06-Nov-94 08:49:37 GMT",
		"1994 Nov 6 08:49:37",
		"GMT 08:49:37 06-Nov-94 Sunday",
		"94 6 Nov 08:49:37",
		"1994 Nov 6",
		"06-Nov-94",
		"Sun Nov 6 94",
		"1994.Nov.6",
		"Sun/Nov/6/94/GMT",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"06 Nov 1994 08:49:37 EST",
		"Sun, 12 Sep 2004 15:05:58 -0700",
		"Sat, 11 Sep 2004 21:32:11 +0200",
		"20040912 15:05:58 -0700",
		"20040911 +0200",
		"20040911",
		"Thu, 31 Jun 2004 19:48:21 GMT",
		"Thu, 01 Jan 2004 19:48:21 A",
		"Thu, 01 Jan 2004 19:48:21 M",
		"Thu, 01 Jan 2004 19:48:21 N",
		"Thu, 01 Jan 2004 19:48:21 Y",
		"Thu, 01 Jan 2004 19:48:21 MEST",
		"Thu, 01 Jan 2004 19:48:21 HST",
		"Thu, 01 Jan 2004 19:48:21 NZDT",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (date_read(str_of(forms[i])) !=
		    (int64_t)curl_getdate(forms[i], NULL))
			fail_msg("%s: %lld, curl %lld", forms[i],
			    (long long)date_read(str_of(forms[i])),
			    (long long)curl_getdate(forms[i], NULL));
	}
}

static void
the_future_ends_two_years_from_now(void **state)
{

	(void)state;
	clock_freeze(1782864000); /* 2026-07-01 */
	assert_true(date_read(STR("2028-06-30T00:00:00Z")) != NO_TIME);
	assert_true(date_read(STR("2028-07-05T00:00:00Z")) == NO_TIME);
	clock_freeze(1782864000 + 86400 * 30);
	assert_true(date_read(STR("2028-07-05T00:00:00Z")) != NO_TIME);
	clock_thaw();
}

static void
white_space_around_a_date_means_nothing(void **state)
{

	(void)state;
	assert_int_equal(date_read(STR("\n\t 2004-05-23T12:30:00Z \r\n")),
	    1085315400);
	assert_int_equal(date_read(STR("\n Sun, 23 May 2004\n 12:30:00 GMT ")),
	    1085315400);
}

static void
a_text_too_long_for_a_date_is_none(void **state)
{
	char text[1024];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "23 May 2004", 11);
	text[1023] = 'x';
	assert_true(date_read((struct str){ text, sizeof(text) }) == NO_TIME);
	memset(text, '1', sizeof(text));
	assert_true(date_read((struct str){ text, 150 }) == NO_TIME);
	memset(text, '-', sizeof(text));
	assert_true(date_read((struct str){ text, 150 }) == NO_TIME);
}

static void
bytes_that_are_not_utf8_do_no_harm(void **state)
{

	(void)state;
	assert_int_equal(date_read(STR("23 M\xe4rz 2004 \xff\xfe")), NO_TIME);
	assert_int_equal(date_read(STR("\xc3 23 May 2004 12:30:00 \xe2\x80")),
	    1085315400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_date_of_the_table_is_read_as_it_says),
		cmocka_unit_test(months_are_known_in_many_languages),
		cmocka_unit_test(what_curl_getdate_reads_is_read_alike),
		cmocka_unit_test(the_future_ends_two_years_from_now),
		cmocka_unit_test(white_space_around_a_date_means_nothing),
		cmocka_unit_test(a_text_too_long_for_a_date_is_none),
		cmocka_unit_test(bytes_that_are_not_utf8_do_no_harm),
	};

	return (RUN_TESTS(tests));
}
