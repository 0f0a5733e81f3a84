/*
 * A configuration in words.
 */
#include "conf/conffile.h"
#include "unit.h"

static struct conf_file c;
static struct buf out = { .cap = 1 << 20 };

/* Each value its default, as before any file is read. */
static int
begin(void **state)
{
	struct origin none = { NULL, 0, 0 };
	struct buf why = BUF_INIT(1000);
	bool good = true;

	(void)state;
	memset(&c, 0, sizeof(c));
	buf_clear(&out);
	c.arena = arena_new(1 << 20);
	for (const struct option *o = option_table; o->name != NULL; o++)
		good = good &&
		       conffile_set(&c, o, str_of(o->standard), &none, &why);
	buf_free(&why);
	return (!good);
}

static int
end(void **state)
{

	(void)state;
	arena_free(c.arena);
	buf_free(&out);
	return (0);
}

static void
set(const char *name, const char *value, struct origin origin)
{
	struct buf why = BUF_INIT(1000);

	assert_true(conffile_set(&c, option_find(str_of(name)), str_of(value),
	    &origin, &why));
	buf_free(&why);
}

/* The words of ${name}'s line, one space between them. */
static const char *
line_of(const char *name)
{
	static char text[1000];
	struct str rest = buf_str(&out), line, word;

	text[0] = '\0';
	while (rest.n > 0) {
		line = str_cut(&rest, '\n');
		if (!str_starts(line, str_of(name)) ||
		    line.p[strlen(name)] != ' ')
			continue;
		for (size_t n = 0; (word = str_word(&line)).n > 0;)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
			    "%s%.*s", n > 0 ? " " : "", STR_ARG(word));
	}
	return (text);
}

static void
every_option_is_a_line_with_its_origin(void **state)
{
	size_t lines = 0, options = 0;

	(void)state;
	set("fetch.timeout", "45", (struct origin){ "a.conf", 12, 0 });
	set("log.level", "debug", (struct origin){ "--set", 0, 0 });
	conf_print(&c, &out);
	for (const struct option *o = option_table; o->name != NULL; o++) {
		assert_string_not_equal(line_of(o->name), "");
		options++;
	}
	for (size_t i = 0; i < out.n; i++)
		lines += out.p[i] == '\n';
	assert_int_equal(lines, options);
	assert_string_equal(line_of("fetch.timeout"),
	    "fetch.timeout 45s a.conf:12");
	assert_string_equal(line_of("log.level"), "log.level debug --set");
	assert_non_null(strstr(line_of("fetch.max_bytes"), " default"));
}

static void
an_empty_value_is_shown_by_what_it_means(void **state)
{
	const struct option *o = option_find(STR("fetch.proxy"));
	char want[200];

	(void)state;
	set("fetch.proxy", "", (struct origin){ NULL, 0, 0 });
	conf_print(&c, &out);
	snprintf(want, sizeof(want), "fetch.proxy (%s) default", o->empty);
	assert_string_equal(line_of("fetch.proxy"), want);
}

static void
a_password_is_never_shown(void **state)
{

	(void)state;
	set("fetch.proxy", "http://jo:hunter2@proxy.example:3128",
	    (struct origin){ "a.conf", 1, 0 });
	conf_print(&c, &out);
	assert_int_equal(str_find(buf_str(&out), STR("hunter2")), SIZE_MAX);
	assert_non_null(strstr(line_of("fetch.proxy"), "proxy.example"));
}

static void
help_is_of_an_option_a_section_or_all(void **state)
{
	size_t all;

	(void)state;
	assert_true(conf_help(STR("fetch.timeout"), &out));
	assert_true(str_starts(buf_str(&out), STR("fetch.timeout\n    ")));
	assert_non_null(strstr(out.p, "    default: "));
	assert_non_null(strstr(out.p, " from "));
	assert_null(strstr(out.p, "fetch.connect_timeout\n"));
	buf_clear(&out);
	assert_true(conf_help(STR("fetch."), &out));
	assert_non_null(strstr(out.p, "\n\nfetch.connect_timeout\n"));
	assert_null(strstr(out.p, "store.url\n"));
	all = out.n;
	buf_clear(&out);
	assert_true(conf_help((struct str){ NULL, 0 }, &out));
	assert_true(out.n > all);
	buf_clear(&out);
	assert_false(conf_help(STR("fetch.timeuot"), &out));
	assert_str(buf_str(&out),
	    "unknown option fetch.timeuot; did you mean fetch.timeout?\n");
}

int
main(void)
{
	const struct CMUnitTest conf_in_words[] = {
		cmocka_unit_test_setup_teardown(
		    every_option_is_a_line_with_its_origin, begin, end),
		cmocka_unit_test_setup_teardown(
		    an_empty_value_is_shown_by_what_it_means, begin, end),
		cmocka_unit_test_setup_teardown(a_password_is_never_shown,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    help_is_of_an_option_a_section_or_all, begin, end),
	};

	return (RUN_TESTS(conf_in_words));
}
