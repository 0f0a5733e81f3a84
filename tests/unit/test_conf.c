#include <sys/wait.h>

#include <unistd.h>

#include "earshot/conf.h"

#include "edited.h"

static struct conf_file *
load(const char *path, const struct conf_override *overrides,
    struct faults *faults, enum status *ret)
{
	struct files *files = files_disk();
	struct conf_file *c = NULL;

	faults_init(faults);
	*ret = conf_load(files, path, overrides, faults, &c);
	files_free(files);
	return (c);
}

static struct conf_file *
load_fine(const char *path, const struct conf_override *overrides)
{
	struct conf_file *c;
	struct faults faults;
	enum status st;

	c = load(path, overrides, &faults, &st);
	assert_string_equal(shown(&faults, ""), "");
	assert_int_equal(st, OK);
	faults_free(&faults);
	return (c);
}

/* The line of option ${name} as `earshot config' prints it. */
static const char *
printed(const struct conf_file *c, const char *name)
{
	static char text[1000];
	struct buf out = BUF_INIT(1 << 20);
	struct str rest, line;

	conf_print(c, &out);
	text[0] = '\0';
	for (rest = buf_str(&out); rest.n > 0;) {
		line = str_cut(&rest, '\n');
		if (str_starts(line, str_of(name)) &&
		    line.p[strlen(name)] == ' ')
			snprintf(text, sizeof(text), "%.*s", STR_ARG(line));
	}
	buf_free(&out);
	return (text);
}

static void
try_example(const char *from, const char *path, const char *want)
{
	struct conf_file *c;
	struct faults faults;
	enum status st;

	c = load(path, NULL, &faults, &st);
	assert_string_equal(shown(&faults, from), want);
	assert_int_equal(st, faults.errors > 0 ? E_SYNTAX : OK);
	assert_int_equal(c == NULL, st != OK);
	faults_free(&faults);
	conf_free(c);
}

static void
examples_give_the_faults_beside_them(void **state)
{

	(void)state;
	assert_true(each_example("options", ".conf", try_example) >= 3);
}

static void
without_a_word_the_defaults_hold(void **state)
{
	struct conf_file *c = load_fine(put("none.conf", ""), NULL);
	const struct conf *v = conf_values(c);

	(void)state;
	assert_int_equal(v->fetch_timeout_s, 30);
	assert_int_equal(v->fetch_min_interval_s, 300);
	assert_int_equal(v->fetch_max_interval_s, 86400);
	assert_int_equal(v->parse_max_entries, 10000);
	assert_string_equal(v->fetch_allow_private, "");
	assert_string_equal(v->fetch_proxy, "");
	assert_string_equal(v->web_listen, "127.0.0.1:8017");
	assert_string_equal(v->fetch_user_agent,
	    "earshot/" PACKAGE_VERSION " (+https://earshot.example/bot)");
	assert_non_null(strstr(printed(c, "fetch.timeout"), "default"));
	conf_free(c);
}

static void
later_words_win(void **state)
{
	const struct conf_override overrides[] = {
		{ "fetch.timeout", "5", NULL }, { NULL, NULL, NULL }
	};
	struct conf_file *c;
	char command[200];

	(void)state;
	put("e.conf", "[fetch]\ntimeout = 1m\nmax_bytes = 1M\nproxy = "
		      "http://p.example\n");
	snprintf(command, sizeof(command), "mkdir -p %s", at("e.conf.d"));
	assert_int_equal(system(command), 0);
	put("e.conf.d/20-b.conf", "[fetch]\nmax_bytes = 3M\n");
	put("e.conf.d/10-a.conf", "[fetch]\nmax_bytes = 2M\ntimeout = 2m\n");
	put("e.conf.d/30-c.conf.off", "nonsense\n");
	c = load_fine(at("e.conf"), overrides);
	assert_int_equal(conf_values(c)->fetch_timeout_s, 5);
	assert_int_equal(conf_values(c)->fetch_max_bytes, 3 << 20);
	assert_non_null(strstr(printed(c, "fetch.timeout"), "  --set"));
	assert_non_null(
	    strstr(printed(c, "fetch.max_bytes"), "e.conf.d/20-b.conf:2"));
	assert_non_null(strstr(printed(c, "fetch.proxy"), "e.conf:4"));
	conf_free(c);
}

static void
drop_ins_count_without_the_file(void **state)
{
	struct conf_file *c;
	char command[200];

	(void)state;
	snprintf(command, sizeof(command), "mkdir -p %s", at("d.conf.d"));
	assert_int_equal(system(command), 0);
	put("d.conf.d/a.conf", "[log]\nlevel = debug\n");
	put("d.conf", "# empty\n");
	c = load_fine(at("d.conf"), NULL);
	assert_string_equal(conf_values(c)->log_level, "debug");
	conf_free(c);
}

static void
relative_paths_are_taken_from_the_files_folder(void **state)
{
	const struct conf_override overrides[] = {
		{ "rules.path", "mine", NULL }, { NULL, NULL, NULL }
	};
	struct conf_file *c =
	    load_fine(put("p.conf", "[feeds]\npath = lists\n"
				    "[secrets]\npath = /srv/secrets\n"),
		overrides);

	(void)state;
	assert_string_equal(conf_values(c)->feeds_path, at("lists"));
	assert_string_equal(conf_values(c)->secrets_path, "/srv/secrets");
	assert_string_equal(conf_values(c)->rules_path, "mine");
	conf_free(c);
}

static void
a_bad_override_is_a_fault_that_says_so(void **state)
{
	const struct conf_override overrides[] = { { "fetch.tiemout", "5",
						       NULL },
		{ "fetch.timeout", "never", NULL }, { "colour", "red", NULL },
		{ NULL, NULL, NULL } };
	struct faults faults;
	enum status st;

	(void)state;
	assert_null(load(put("o.conf", ""), overrides, &faults, &st));
	assert_int_equal(st, E_SYNTAX);
	assert_string_equal(shown(&faults, ""),
	    "--set: unknown option fetch.tiemout; did you mean "
	    "fetch.timeout?\n"
	    "--set: fetch.timeout: \"never\" is not a duration (30s, 15m, 2h, "
	    "7d)\n"
	    "--set: unknown option colour; earshot config help lists them "
	    "all\n");
	faults_free(&faults);
}

static void
a_named_file_must_exist(void **state)
{
	struct faults faults;
	enum status st;

	(void)state;
	assert_null(load(at("nowhere.conf"), NULL, &faults, &st));
	assert_int_equal(st, E_NOT_FOUND);
	assert_string_equal(shown(&faults, at("")),
	    "nowhere.conf: there is no such file\n");
	faults_free(&faults);
}

static void
the_environment_may_name_the_file(void **state)
{
	struct conf_file *c;
	struct faults faults;
	enum status st;

	(void)state;
	put("env.conf", "[fetch]\ntimeout = 7s\n");
	assert_int_equal(setenv("EARSHOT_CONFIG", at("env.conf"), 1), 0);
	c = load_fine(NULL, NULL);
	assert_int_equal(conf_values(c)->fetch_timeout_s, 7);
	conf_free(c);
	c = load_fine(put("other.conf", ""), NULL);
	assert_int_equal(conf_values(c)->fetch_timeout_s, 30);
	conf_free(c);
	assert_int_equal(setenv("EARSHOT_CONFIG", at("gone.conf"), 1), 0);
	assert_null(load(NULL, NULL, &faults, &st));
	assert_int_equal(st, E_NOT_FOUND);
	faults_free(&faults);
	unsetenv("EARSHOT_CONFIG");
}

static void
another_database_on_the_command_line_leaves_the_services_socket(void **state)
{
	const struct conf_override other[] = {
		{ "store.url", "/tmp/x.db", NULL }, { NULL, NULL, NULL }
	};
	const struct conf_override both[] = {
		{ "store.url", "/tmp/x.db", NULL },
		{ "control.path", "/tmp/x.control", NULL }, { NULL, NULL, NULL }
	};
	const struct conf_override same[] = {
		{ "store.url", "/srv/a.db", NULL }, { NULL, NULL, NULL }
	};
	const char *text = "[store]\nurl = /srv/a.db\n"
			   "[control]\npath = /run/earshot/control\n";
	const char *quiet = put("quiet.conf", "[store]\nurl = /srv/a.db\n");
	struct conf_file *c;

	(void)state;
	c = load_fine(quiet, other);
	assert_string_equal(conf_values(c)->control_path, "");
	conf_free(c);
	c = load_fine(quiet, both);
	assert_string_equal(conf_values(c)->control_path, "/tmp/x.control");
	conf_free(c);
	c = load_fine(put("said.conf", text), same);
	assert_string_equal(conf_values(c)->control_path,
	    "/run/earshot/control");
	conf_free(c);
}

static void
the_longest_interval_follows_the_shortest(void **state)
{
	struct conf_file *c =
	    load_fine(put("i.conf", "[fetch]\nmin_interval = 3d\n"), NULL);

	(void)state;
	assert_int_equal(conf_values(c)->fetch_max_interval_s, 3 * 86400);
	conf_free(c);
}

static void
only_what_needs_a_restart_is_named(void **state)
{
	struct conf_file *old = load_fine(put("r1.conf", ""), NULL);
	struct conf_file *new =
	    load_fine(put("r2.conf", "[feeds]\npath = /srv/feeds\n"
				     "[fetch]\nhost_gap = 2\n"
				     "timeout = 30s\n"
				     "[web]\nlisten =\n"),
		NULL);
	struct buf out = BUF_INIT(2000);

	(void)state;
	conf_restart_needed(old, new, &out);
	assert_str(buf_str(&out),
	    "fetch.host_gap has changed: restart earshotd\n"
	    "web.listen has changed: restart earshotd\n");
	buf_clear(&out);
	conf_restart_needed(old, old, &out);
	assert_int_equal(out.n, 0);
	buf_free(&out);
	conf_free(old);
	conf_free(new);
}

static void
who_names_the_database_is_told(void **state)
{
	const struct conf_override overrides[] = { { "store.url", "/tmp/x.db",
						       "--db" },
		{ "fetch.timeout", "9", NULL }, { NULL, NULL, NULL } };
	struct conf_file *c = load_fine(put("d.conf", ""), overrides);
	struct buf out = BUF_INIT(100000);

	(void)state;
	conf_print(c, &out);
	buf_addc(&out, '\0');
	assert_non_null(strstr(out.p, " --db\n"));
	assert_non_null(strstr(out.p, " --set\n"));
	buf_free(&out);
	conf_free(c);
}

static void
a_folder_is_no_configuration(void **state)
{
	struct faults faults;
	enum status st;

	(void)state;
	assert_null(load("/tmp", NULL, &faults, &st));
	assert_string_equal(shown(&faults, ""),
	    "/tmp: it is a folder; name the file in it\n");
	faults_free(&faults);
}

static void
a_module_can_blame_the_line(void **state)
{
	struct conf_file *c =
	    load_fine(put("b.conf", "[fetch]\nallow_private = here\n"), NULL);
	struct faults faults;

	(void)state;
	faults_init(&faults);
	conf_fault(c, "fetch.allow_private", &faults, "\"here\" is no address");
	conf_fault(c, "fetch.proxy", &faults, "it does not answer");
	assert_string_equal(shown(&faults, at("")),
	    "b.conf:2:17: fetch.allow_private: \"here\" is no address\n"
	    "default: fetch.proxy: it does not answer\n");
	faults_free(&faults);
	conf_free(c);
}

static void
help_explains_one_a_section_or_all(void **state)
{
	struct buf out = BUF_INIT(1 << 20);

	(void)state;
	assert_true(conf_help(STR("fetch.min_interval"), &out));
	assert_str(buf_str(&out),
	    "fetch.min_interval\n"
	    "    The shortest time between two visits to one feed.\n"
	    "    a duration (30s, 15m, 2h, 7d) from 1s to 7d\n"
	    "    default: 5m\n"
	    "    a change takes effect at a restart\n");
	buf_clear(&out);
	assert_true(conf_help(STR("store"), &out));
	assert_non_null(strstr(out.p, "store.url\n"));
	assert_null(strstr(out.p, "fetch.timeout\n"));
	buf_clear(&out);
	assert_true(conf_help((struct str){ NULL, 0 }, &out));
	assert_non_null(strstr(out.p, "feeds.path\n"));
	assert_non_null(strstr(out.p, "log.level\n"));
	buf_clear(&out);
	assert_false(conf_help(STR("fetch.tiemout"), &out));
	assert_str(buf_str(&out),
	    "unknown option fetch.tiemout; did you mean fetch.timeout?\n");
	buf_free(&out);
}

static void
secrets_are_masked(void **state)
{
	struct conf_file *c =
	    load_fine(put("s.conf",
			  "[fetch]\nproxy = http://jo:hunter2@p.example:1\n"),
		NULL);

	(void)state;
	assert_null(strstr(printed(c, "fetch.proxy"), "hunter2"));
	assert_string_equal(conf_values(c)->fetch_proxy,
	    "http://jo:hunter2@p.example:1");
	conf_free(c);
}

/* In a process of its own: it gives up root for good. */
static void
a_plain_users_things_are_in_the_home(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (geteuid() != 0 || access(SYSCONFDIR "/earshot", F_OK) == 0) {
		print_message("needs root and no %s/earshot\n", SYSCONFDIR);
		skip();
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		struct files *files = files_disk();
		struct conf_file *c = NULL;
		struct faults faults;
		const struct conf *v;

		faults_init(&faults);
		if (setuid(65534) != 0 || setenv("HOME", "/home/jo", 1) != 0 ||
		    conf_load(files, NULL, NULL, &faults, &c) != OK)
			_exit(1);
		v = conf_values(c);
		status =
		    strcmp(v->feeds_path, "/home/jo/.config/earshot/feeds") ||
		    strcmp(v->rules_path, "/home/jo/.config/earshot/rules") ||
		    strcmp(v->store_url,
			"/home/jo/.local/state/earshot/earshot.db") ||
		    strcmp(v->control_path, "");
		conf_free(c);
		files_free(files);
		_exit(status);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(examples_give_the_faults_beside_them),
	cmocka_unit_test(without_a_word_the_defaults_hold),
	cmocka_unit_test(later_words_win),
	cmocka_unit_test(drop_ins_count_without_the_file),
	cmocka_unit_test(relative_paths_are_taken_from_the_files_folder),
	cmocka_unit_test(a_bad_override_is_a_fault_that_says_so),
	cmocka_unit_test(a_named_file_must_exist),
	cmocka_unit_test(the_environment_may_name_the_file),
	cmocka_unit_test(
	    another_database_on_the_command_line_leaves_the_services_socket),
	cmocka_unit_test(the_longest_interval_follows_the_shortest),
	cmocka_unit_test(only_what_needs_a_restart_is_named),
	cmocka_unit_test(who_names_the_database_is_told),
	cmocka_unit_test(a_folder_is_no_configuration),
	cmocka_unit_test(a_module_can_blame_the_line),
	cmocka_unit_test(help_explains_one_a_section_or_all),
	cmocka_unit_test(secrets_are_masked),
	cmocka_unit_test(a_plain_users_things_are_in_the_home),
};

int
main(void)
{

	unsetenv("EARSHOT_CONFIG");
	return (cmocka_run_group_tests_name("conf", tests, make_folder,
	    remove_folder));
}
