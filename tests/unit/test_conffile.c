/*
 * One file of configuration: sections, keys, values, and what is wrong.
 */
#include "conf/conffile.h"
#include "edited.h"

static struct conf_file c;
static struct faults faults;

static int
begin(void **state)
{

	(void)state;
	memset(&c, 0, sizeof(c));
	c.arena = arena_new(1 << 20);
	faults_init(&faults);
	return (c.arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	faults_free(&faults);
	arena_free(c.arena);
	return (0);
}

static void
read_file(const char *text)
{

	conffile_read(&c, str_of(text), "a.conf", &faults);
}

static const struct origin *
origin(const char *name)
{

	return (&c.origins[option_find(str_of(name)) - option_table]);
}

static void
values_stand_with_the_line_they_came_from(void **state)
{

	(void)state;
	read_file("# ours\n\n[fetch]\ntimeout = 2m\n"
		  "contact = \"mailto:jo@acme.example\"\n"
		  "[log]\nlevel=debug\nfetch.max_transfers = 7\n");
	assert_string_equal(shown(&faults, ""), "");
	assert_int_equal(c.values.fetch_timeout_s, 120);
	assert_string_equal(c.values.fetch_contact, "mailto:jo@acme.example");
	assert_string_equal(c.values.log_level, "debug");
	assert_int_equal(c.values.fetch_max_transfers, 7);
	assert_string_equal(origin("fetch.timeout")->file, "a.conf");
	assert_int_equal(origin("fetch.timeout")->line, 4);
	assert_int_equal(origin("fetch.max_transfers")->line, 8);
	assert_null(origin("store.url")->file);
}

/* The faults, without the lines. */
static const char *
told(void)
{
	static char text[4000];
	struct buf out = BUF_INIT(sizeof(text) - 1);

	faults_print(&faults, &out, false);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	return (text);
}

static void
what_is_unknown_is_answered_with_what_there_is(void **state)
{

	(void)state;
	read_file("[stroe]\nurl = x\n[nowhere]\nx = y\n"
		  "[web]\nport = 1\n[store]\npath = x\n= y\n");
	assert_string_equal(told(),
	    "a.conf:1:2: unknown section [stroe]; did you mean [store]?\n"
	    "a.conf:3:2: unknown section [nowhere]; there are feeds, rules, "
	    "store, priority, fetch, follow, parse, ingest, control, secrets, "
	    "web, metrics, log\n"
	    "a.conf:6:1: unknown option web.port; [web] has listen\n"
	    "a.conf:8:1: unknown option store.path; [store] has url, "
	    "day_zone, commit_ms, commit_posts, keep_posts, keep_visits, "
	    "names, wal_max\n"
	    "a.conf:9:1: a key is missing before the =\n");
}

static void
quotes_are_plain_and_closed(void **state)
{

	(void)state;
	read_file("[fetch]\nuser_agent = \"a\n"
		  "user_agent = \u201ca b\u201d\nuser_agent = \"a\" b\n");
	assert_string_equal(told(),
	    "a.conf:2:14: these quotes are never closed\n"
	    "a.conf:3:14: write plain quotes, or none\n");
	assert_string_equal(c.values.fetch_user_agent, "\"a\" b");
}

static void
relative_paths_are_taken_from_the_files_folder(void **state)
{
	struct origin set = { "--set", 0, 0 };
	struct buf why = BUF_INIT(1000);

	(void)state;
	c.folder = STR("/etc/earshot");
	read_file("[feeds]\npath = mine.feeds\n[rules]\npath = /srv/rules\n");
	assert_string_equal(c.values.feeds_path, "/etc/earshot/mine.feeds");
	assert_string_equal(c.values.rules_path, "/srv/rules");
	/* Those of a command line are where it was typed. */
	assert_true(conffile_set(&c, option_find(STR("feeds.path")),
	    STR("mine.feeds"), &set, &why));
	assert_string_equal(c.values.feeds_path, "mine.feeds");
	buf_free(&why);
}

static void
each_slip_is_a_fault_on_its_line(void **state)
{
	static const struct {
		unsigned line;
		const char *says;
	} want[] = { { 2, "did you mean fetch.timeout" },
		{ 3, "a comment starts with #" }, { 4, "is not a duration" },
		{ 5, "did you mean [store]" }, { 7, "] is missing" } };

	(void)state;
	read_file("[fetch]\ntimeuot = 2m\n; old\ntimeout = soon\n"
		  "[stoer]\nnonsense = 1\n[log\n");
	assert_int_equal(faults.errors, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(faults.list[i].line, want[i].line);
		assert_non_null(strstr(faults.list[i].message, want[i].says));
	}
}

static void
of_two_values_the_last_counts_with_a_warning(void **state)
{

	(void)state;
	read_file("[fetch]\ntimeout = 2m\ntimeout = 3m\n");
	assert_int_equal(c.values.fetch_timeout_s, 180);
	assert_int_equal(faults.errors, 0);
	assert_int_equal(faults.warnings, 1);
	assert_int_equal(faults.list[0].line, 3);
	assert_non_null(strstr(faults.list[0].message, "line 2"));
}

int
main(void)
{
	const struct CMUnitTest conffiles[] = {
		cmocka_unit_test_setup_teardown(
		    values_stand_with_the_line_they_came_from, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_is_unknown_is_answered_with_what_there_is, begin, end),
		cmocka_unit_test_setup_teardown(quotes_are_plain_and_closed,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    relative_paths_are_taken_from_the_files_folder, begin, end),
		cmocka_unit_test_setup_teardown(
		    each_slip_is_a_fault_on_its_line, begin, end),
		cmocka_unit_test_setup_teardown(
		    of_two_values_the_last_counts_with_a_warning, begin, end),
	};

	return (RUN_TESTS(conffiles));
}
