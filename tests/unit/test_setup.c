/*
 * From a command line to configuration, feeds and rules; and what runs when an
 * edit went wrong.
 */
#include <unistd.h>

#include "earshot/setup.h"

#include "listening.h"

#define GOOD_RULES                                      \
	"pack own\nlang en\nrule wish\n  signal idea\n" \
	"  say \"I wish you had\"\n  weight sure\n"
#define BAD_RULES "pack own\nlang en\nrule wish\n  signal idea\n  sai x\n"

struct world {
	char folder[64], db[100], feeds[100], rules[100], conf[100];
	struct setup_request request;
	struct setup *setup;
	struct faults faults;
};

static void
put(struct world *w, const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", w->folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static int
begin(void **state)
{
	static struct world w;

	w = (struct world){ .setup = NULL };
	snprintf(w.folder, sizeof(w.folder), "/tmp/earshot-test.XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.db, sizeof(w.db), "%s/test.db", w.folder);
	snprintf(w.feeds, sizeof(w.feeds), "%s/a.feeds", w.folder);
	snprintf(w.rules, sizeof(w.rules), "%s/a.rules", w.folder);
	snprintf(w.conf, sizeof(w.conf), "%s/earshot.conf", w.folder);
	put(&w, "earshot.conf", "[fetch]\ntimeout = 7s\n");
	put(&w, "a.feeds", "http://a.example/feed\nhttp://b.example/feed\n");
	put(&w, "a.rules", GOOD_RULES);
	w.request = (struct setup_request){ .program = "test",
		.config = w.conf,
		.db = w.db,
		.feeds = { w.feeds },
		.nfeeds = 1,
		.rules = { w.rules },
		.nrules = 1 };
	faults_init(&w.faults);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	setup_free(w->setup);
	setup_request_free(&w->request);
	faults_free(&w->faults);
	nftw(w->folder, listening_remove, 16, FTW_DEPTH | FTW_PHYS);
	return (0);
}

static enum status
load(struct world *w, enum setup_parts parts, bool fall_back)
{

	setup_free(w->setup);
	w->setup = NULL;
	faults_free(&w->faults);
	faults_init(&w->faults);
	return (
	    setup_load(&w->request, parts, fall_back, &w->faults, &w->setup));
}

static bool
take(struct world *w, const char *name, const char *value, struct buf *why)
{

	for (const struct argument_row *r = setup_options; r->name != NULL; r++)
		if (strcmp(r->name, name) == 0)
			return (setup_take(&w->request, r->id, value, why));
	fail_msg("no option %s", name);
	return (false);
}

static void
what_is_asked_for_is_loaded_and_nothing_else(void **state)
{
	struct world *w = *state;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(w->setup->conf->fetch_timeout_s, 7);
	assert_string_equal(w->setup->store_path, w->db);
	assert_int_equal(feedlist_count(w->setup->list), 2);
	assert_int_equal(ruleset_info(w->setup->rules)->nrules, 1);
	assert_false(w->setup->stale_feeds || w->setup->stale_rules);
	assert_null(w->setup->stale_why);
	put(w, "a.rules", BAD_RULES);
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	assert_null(w->setup->list);
	assert_null(w->setup->rules);
	assert_int_equal(load(w, SETUP_FEEDS, false), OK);
	assert_non_null(w->setup->list);
	assert_null(w->setup->rules);
}

static void
all_faults_are_seen_at_once(void **state)
{
	struct world *w = *state;
	struct buf out = BUF_INIT(10000);

	put(w, "a.rules", BAD_RULES);
	put(w, "a.feeds", "htp://nowhere\nhttp://b.example/ rle=posts\n");
	assert_int_equal(load(w, SETUP_ALL, false), E_SYNTAX);
	assert_null(w->setup);
	faults_print(&w->faults, &out, false);
	assert_non_null(strstr(buf_str(&out).p, "a.rules:5:3: "));
	assert_non_null(strstr(buf_str(&out).p, "a.feeds:1:"));
	assert_non_null(strstr(buf_str(&out).p, "a.feeds:2:19: "));
	buf_free(&out);
}

static void
a_list_that_feeds_need_and_no_rule_has_is_warned_of(void **state)
{
	struct world *w = *state;
	struct buf out = BUF_INIT(10000);

	put(w, "a.rules", "list brand.acme = Acme\nlist odd = x\n" GOOD_RULES);
	put(w, "a.feeds",
	    "http://a.example/ need=brand.acme\n"
	    "http://b.example/ need=brand.acne\n"
	    "http://c.example/ need=brand.acne\n"
	    "http://d.example/ need=odd\n"
	    "http://e.example/ need=a.brand.acme\n");
	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(w->faults.warnings, 3);
	faults_print(&w->faults, &out, false);
	assert_non_null(strstr(buf_str(&out).p,
	    "a.feeds:2: warning: need: the rules have no list brand.acne: did "
	    "you mean brand.acme?"));
	assert_non_null(strstr(buf_str(&out).p,
	    "a.feeds:4: warning: need: the rules have no list odd: it takes "
	    "one named brand.NAME or product.NAME"));
	assert_non_null(strstr(buf_str(&out).p,
	    "a.feeds:5: warning: need: the rules have no list a.brand.acme: "
	    "did you mean brand.acme?"));
	buf_free(&out);
}

static void
files_that_are_of_no_use_are_warned_of(void **state)
{
	struct world *w = *state;
	struct buf out = BUF_INIT(10000);

	put(w, "earshot.conf",
	    "[fetch]\nca_file = /nowhere/ca.pem\n"
	    "[metrics]\ntextfile = /var/tmp/earshot.txt\n");
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	faults_print(&w->faults, &out, false);
	assert_non_null(strstr(buf_str(&out).p,
	    "earshot.conf:2:11: warning: fetch.ca_file: there is no such "));
	assert_non_null(strstr(buf_str(&out).p,
	    "earshot.conf:4:12: warning: metrics.textfile: node_exporter "));
	put(w, "earshot.conf", "[fetch]\nallow_private = here\n");
	assert_int_equal(load(w, SETUP_CONF, false), E_SYNTAX);
	buf_clear(&out);
	faults_print(&w->faults, &out, false);
	assert_non_null(strstr(buf_str(&out).p, "earshot.conf:2:17: "));
	buf_free(&out);
}

static void
without_a_good_set_a_fault_is_a_fault(void **state)
{
	struct world *w = *state;

	put(w, "a.rules", BAD_RULES);
	assert_int_equal(load(w, SETUP_ALL, true), E_SYNTAX);
	assert_true(w->faults.errors > 0);
}

static void
the_last_good_set_runs_instead_of_a_bad_one(void **state)
{
	struct world *w = *state;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	put(w, "a.rules", BAD_RULES);
	put(w, "a.feeds", "http://c.example/feed\n");
	assert_int_equal(load(w, SETUP_ALL, false), E_SYNTAX);
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_true(w->setup->stale_rules);
	assert_int_equal(ruleset_info(w->setup->rules)->nrules, 1);
	/* The feeds are the new ones: each part for itself. */
	assert_false(w->setup->stale_feeds);
	assert_int_equal(feedlist_count(w->setup->list), 1);
	assert_non_null(strstr(w->setup->stale_why, "a.rules:5:3: "));
	assert_null(strchr(w->setup->stale_why, '\n'));
	assert_true(w->faults.errors > 0);
}

static void
feeds_fall_back_as_well(void **state)
{
	struct world *w = *state;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	put(w, "a.feeds", "htp://nowhere\n");
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_true(w->setup->stale_feeds);
	assert_false(w->setup->stale_rules);
	assert_int_equal(feedlist_count(w->setup->list), 2);
	/* A file that is gone is likewise a slip of the hand. */
	assert_int_equal(unlink(w->feeds), 0);
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_int_equal(feedlist_count(w->setup->list), 2);
}

static void
what_is_stale_is_not_kept_over_what_was_good(void **state)
{
	struct world *w = *state;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	put(w, "a.rules", BAD_RULES);
	put(w, "a.feeds", "http://c.example/feed\n");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(load(w, SETUP_ALL, true), OK);
		assert_true(w->setup->stale_rules);
		assert_int_equal(setup_keep(w->setup), OK);
	}
	/* The new feeds were good, and so they are the last good ones. */
	put(w, "a.feeds", "htp://nowhere\n");
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_int_equal(feedlist_count(w->setup->list), 1);
	assert_true(w->setup->stale_feeds && w->setup->stale_rules);
}

static void
what_is_kept_is_for_the_group_to_read(void **state)
{
	struct world *w = *state;
	char path[200];
	struct stat sb;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	snprintf(path, sizeof(path), "%s.rules.good", w->db);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0640);
	snprintf(path, sizeof(path), "%s.feeds.good", w->db);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0640);
}

static void
a_fault_in_the_configuration_falls_back_on_nothing(void **state)
{
	struct world *w = *state;

	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	put(w, "earshot.conf", "[fetch]\ntimeout = soon\n");
	assert_int_equal(load(w, SETUP_ALL, true), E_SYNTAX);
	assert_int_equal(w->faults.errors, 1);
}

static void
no_shipped_packs_and_no_own_rules_is_a_choice(void **state)
{
	struct world *w = *state;

	put(w, "earshot.conf",
	    "[rules]\nshipped =\npath = a.rules\n"
	    "[feeds]\npath =\n");
	w->request.nrules = w->request.nfeeds = 0;
	assert_int_equal(load(w, SETUP_ALL, false), OK);
	assert_int_equal(ruleset_info(w->setup->rules)->nrules, 1);
	assert_int_equal(feedlist_count(w->setup->list), 0);
}

static void
default_folders_may_be_missing_and_named_ones_may_not(void **state)
{
	struct world *w = *state;
	struct buf out = BUF_INIT(10000);
	char nowhere[200];

	put(w, "earshot.conf", "[fetch]\ntimeout = 7s\n");
	w->request.nfeeds = w->request.nrules = 0;
	assert_int_equal(load(w, SETUP_ALL, false), OK);
	/* Named by the configuration: on a disk that is not there, say. */
	put(w, "earshot.conf",
	    "[feeds]\npath = no-such-folder\n"
	    "[rules]\nshipped =\npath = no-such-rules\n");
	assert_int_equal(load(w, SETUP_ALL, false), E_NOT_FOUND);
	faults_print(&w->faults, &out, false);
	assert_non_null(strstr(buf_str(&out).p,
	    "earshot.conf:2:8: feeds.path: there is no "));
	assert_non_null(strstr(buf_str(&out).p,
	    "earshot.conf:5:8: rules.path: there is no "));
	buf_free(&out);
	w->request.nrules = 1;
	snprintf(nowhere, sizeof(nowhere), "%s/no-such-folder", w->folder);
	w->request.feeds[0] = nowhere;
	w->request.nfeeds = 1;
	assert_int_not_equal(load(w, SETUP_ALL, false), OK);
	/* And it is said which. */
	assert_true(w->faults.errors > 0);
	assert_non_null(strstr(w->faults.list[0].file, "no-such-folder"));
}

static void
a_list_that_is_not_there_today_drops_no_feed(void **state)
{
	struct world *w = *state;
	char list[200], away[200];

	put(w, "earshot.conf", "[feeds]\npath = my.feeds\n");
	put(w, "my.feeds", "http://a.example/feed\n");
	w->request.nfeeds = 0;
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_int_equal(setup_keep(w->setup), OK);
	snprintf(list, sizeof(list), "%s/my.feeds", w->folder);
	snprintf(away, sizeof(away), "%s/away", w->folder);
	assert_int_equal(rename(list, away), 0);
	assert_int_equal(load(w, SETUP_ALL, false), E_NOT_FOUND);
	assert_int_equal(load(w, SETUP_ALL, true), OK);
	assert_true(w->setup->stale_feeds);
	assert_int_equal(feedlist_count(w->setup->list), 1);
	assert_non_null(strstr(w->setup->stale_why, "there is no "));
}

static void
set_takes_any_option_and_wins(void **state)
{
	struct world *w = *state;
	struct buf why = BUF_INIT(1000);

	assert_true(take(w, "set", "fetch.timeout=9", &why));
	assert_true(take(w, "set", "fetch.user_agent=a=b", &why));
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	assert_int_equal(w->setup->conf->fetch_timeout_s, 9);
	assert_string_equal(w->setup->conf->fetch_user_agent, "a=b");
	assert_false(take(w, "set", "timeout=9", &why));
	assert_non_null(strstr(buf_str(&why).p, "section.key=value"));
	buf_clear(&why);
	assert_false(take(w, "set", "fetch.timeout", &why));
	buf_free(&why);
}

static void
more_paths_than_there_is_room_for_are_refused_with_a_way_out(void **state)
{
	struct world *w = *state;
	struct buf why = BUF_INIT(1000);

	while (w->request.nfeeds < SETUP_PATHS)
		assert_true(take(w, "feeds", w->feeds, &why));
	assert_false(take(w, "feeds", w->feeds, &why));
	assert_non_null(strstr(buf_str(&why).p, "folder"));
	buf_clear(&why);
	while (w->request.noverrides < SETUP_OVERRIDES)
		assert_true(take(w, "set", "fetch.timeout=9", &why));
	assert_false(take(w, "set", "fetch.timeout=9", &why));
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	buf_free(&why);
}

static void
the_database_may_be_written_as_a_url(void **state)
{
	struct world *w = *state;
	char url[200];

	snprintf(url, sizeof(url), "sqlite:%s", w->db);
	w->request.db = url;
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	assert_string_equal(w->setup->store_path, w->db);
}

static void
a_secret_is_a_file_and_never_a_path(void **state)
{
	struct world *w = *state;
	struct arena *a = arena_new(1 << 16);
	char path[200];

	snprintf(path, sizeof(path), "%s/secrets", w->folder);
	assert_int_equal(mkdir(path, 0700), 0);
	put(w, "secrets/token", "s3cr3t\n");
	put(w, "secrets/.hidden", "no");
	put(w, "outside", "no");
	put(w, "earshot.conf", "[secrets]\npath = secrets\n");
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	assert_str(setup_secret(w->setup, a, STR("token")), "s3cr3t");
	assert_null(setup_secret(w->setup, a, STR("nothing")).p);
	assert_null(setup_secret(w->setup, a, STR("../outside")).p);
	assert_null(setup_secret(w->setup, a, STR(".hidden")).p);
	assert_null(setup_secret(w->setup, a, STR("")).p);
	/* systemd's come first. */
	snprintf(path, sizeof(path), "%s/credentials", w->folder);
	assert_int_equal(mkdir(path, 0700), 0);
	put(w, "credentials/token", "from systemd");
	setenv("CREDENTIALS_DIRECTORY", path, 1);
	assert_str(setup_secret(w->setup, a, STR("token")), "from systemd");
	unsetenv("CREDENTIALS_DIRECTORY");
	arena_free(a);
}

static void
the_roads_options_are_what_the_configuration_says(void **state)
{
	struct world *w = *state;
	struct road_options o;
	struct buf why = BUF_INIT(1000);

	assert_true(take(w, "set", "fetch.host_gap=0.5", &why));
	assert_true(take(w, "set", "fetch.min_interval=10m", &why));
	assert_true(take(w, "set", "fetch.max_transfers=3", &why));
	assert_true(take(w, "set", "store.commit_ms=40ms", &why));
	assert_int_equal(load(w, SETUP_CONF, false), OK);
	setup_road(w->setup, &o);
	assert_int_equal(o.http.timeout_ms, 7000);
	assert_int_equal(o.sched.host_gap_ms, 500);
	assert_int_equal(o.sched.cadence.min_interval_s, 600);
	assert_int_equal(o.ingest.cadence.min_interval_s, 600);
	assert_int_equal(o.ingest.room, 3);
	assert_int_equal(o.ingest.commit_ms, 40);
	assert_string_equal(o.ingest.store_url, w->db);
	assert_true(o.batch_max > o.ingest.parse_max_bytes);
	buf_free(&why);
}

static void
the_version_names_every_library(void **state)
{
	static const char *const names[] = { "test 0.", "libcurl ", "libxml2 ",
		"jansson ", "PCRE2 ", "libevent ", "SQLite ", "OpenSSL ",
		"libunistring ", "zlib " };
	struct buf out = BUF_INIT(4000);

	(void)state;
	setup_versions("test", &out);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(strstr(buf_str(&out).p, names[i]));
	buf_free(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest setup_tests[] = {
		TEST(what_is_asked_for_is_loaded_and_nothing_else),
		TEST(all_faults_are_seen_at_once),
		TEST(a_list_that_feeds_need_and_no_rule_has_is_warned_of),
		TEST(files_that_are_of_no_use_are_warned_of),
		TEST(without_a_good_set_a_fault_is_a_fault),
		TEST(the_last_good_set_runs_instead_of_a_bad_one),
		TEST(feeds_fall_back_as_well),
		TEST(what_is_stale_is_not_kept_over_what_was_good),
		TEST(what_is_kept_is_for_the_group_to_read),
		TEST(a_fault_in_the_configuration_falls_back_on_nothing),
		TEST(no_shipped_packs_and_no_own_rules_is_a_choice),
		TEST(default_folders_may_be_missing_and_named_ones_may_not),
		TEST(a_list_that_is_not_there_today_drops_no_feed),
		TEST(set_takes_any_option_and_wins),
		TEST(
		    more_paths_than_there_is_room_for_are_refused_with_a_way_out),
		TEST(the_database_may_be_written_as_a_url),
		TEST(a_secret_is_a_file_and_never_a_path),
		TEST(the_roads_options_are_what_the_configuration_says),
		TEST(the_version_names_every_library),
	};

	return (RUN_TESTS(setup_tests));
}
