#include "conf/keys.h"
#include "manpage.h"

static struct intern strings;
static struct buf why = { .cap = 2000 };

static bool
read_key(const char *name, const char *value, struct feed_spec *spec)
{

	buf_clear(&why);
	return (key_read(key_find(str_of(name)), str_of(value), &strings, spec,
	    &why));
}

static void
every_key_is_found_by_its_name(void **state)
{

	(void)state;
	for (const struct key *k = key_table; k->name != NULL; k++) {
		assert_ptr_equal(key_find(str_of(k->name)), k);
		assert_true(k->where != 0);
		assert_int_equal(k->type == KEY_WORD, k->word != NULL);
	}
	assert_null(key_find(STR("colour")));
}

static void
every_key_is_read_and_printed_the_same(void **state)
{
	static const char *const rows[][2] = { { "source", "Acme blog" },
		{ "title", "One, two" }, { "kind", "press" },
		{ "site", "https://acme.example/" }, { "staff", "Jo, Al" },
		{ "partner", "Bo" }, { "tags", "a,b c" }, { "role", "reviews" },
		{ "lang", "zh-Hans-CN" }, { "every", "15m" },
		{ "need", "brand.acme" }, { "secret", "shop_1.token" },
		{ "follow", "comments" }, { "keep", "365d" },
		{ "paused", "yes" } };
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct key *k = key_find(str_of(rows[i][0]));
		struct buf out = BUF_INIT(1000);
		struct feed_spec spec, other;

		spec_init(&spec);
		spec_init(&other);
		assert_non_null(k);
		assert_false(key_said(k, &spec));
		assert_true(read_key(rows[i][0], rows[i][1], &spec));
		assert_true(key_said(k, &spec));
		assert_false(key_same(k, &spec, &other));
		key_print(k, &spec, &out);
		assert_str(buf_str(&out), rows[i][1]);
		/* An empty value takes it back. */
		assert_true(read_key(rows[i][0], "", &spec));
		assert_true(key_same(k, &spec, &other));
		assert_false(read_key(rows[i][0], "", &spec));
		buf_free(&out);
	}
	for (const struct key *k = key_table; k->name != NULL; k++)
		n++;
	assert_int_equal(n, sizeof(rows) / sizeof(rows[0]));
}

static void
tags_add_up_once_each(void **state)
{
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	assert_true(read_key("tags", " a, b ,,a", &spec));
	assert_true(read_key("tags", "c,b", &spec));
	assert_string_equal(spec.tags, "a,b,c");
}

static void
no_more_tags_than_fit(void **state)
{
	struct buf many = BUF_INIT(10000);
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	for (int i = 0; i < 65; i++)
		buf_printf(&many, "t%d,", i);
	assert_false(read_key("tags", many.p, &spec));
	assert_str(buf_str(&why), "64 tags are the most");
	buf_clear(&many);
	for (int i = 0; i < 1001; i++)
		buf_addc(&many, 'x');
	assert_false(read_key("tags", many.p, &spec));
	assert_false(read_key("title", many.p, &spec));
	assert_str(buf_str(&why), "it is longer than 1000 bytes");
	assert_null(spec.tags);
	buf_free(&many);
}

static void
white_space_within_is_made_plain(void **state)
{
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	assert_true(read_key("title", "\tTea\tand\ncoffee ", &spec));
	assert_string_equal(spec.title, "Tea and coffee");
}

static void
durations_have_bounds(void **state)
{
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	assert_true(read_key("every", "1", &spec));
	assert_true(read_key("every", "30d", &spec));
	assert_false(read_key("every", "2592001", &spec));
	assert_false(read_key("every", "0.5s", &spec));
	assert_str(buf_str(&why), "it counts whole seconds");
	assert_int_equal(spec.every_s, 30 * 86400);
}

static void
a_secret_is_a_name_and_never_shown(void **state)
{
	static const char *const bad[] = { "../shadow", "a/b", ".hidden",
		"user:hunter2", "two words" };
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(read_key("secret", bad[i], &spec));
		assert_null(strstr(why.p, bad[i]));
	}
}

static void
languages_look_like_languages(void **state)
{
	static const char *const good[] = { "de", "gsw", "pt-BR", "zh-Hans-CN",
		"es-419" };
	static const char *const bad[] = { "d", "german", "de-", "de--CH",
		"de_CH", "d3", "de-toolongtag" };
	struct feed_spec spec;

	(void)state;
	spec_init(&spec);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(read_key("lang", good[i], &spec));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(read_key("lang", bad[i], &spec));
}

static void
near_keys_are_those_that_may_stand_there(void **state)
{

	(void)state;
	assert_string_equal(key_near(STR("evry"), IN_LINE), "every");
	assert_string_equal(key_near(STR("staf"), IN_HEADER), "staff");
	assert_null(key_near(STR("staf"), IN_LINE));
}

static void
the_man_page_has_every_key_with_its_words_and_no_other(void **state)
{
	struct files *files = files_disk();
	struct str rest = manpage(files, "earshot-feeds.5"), name;
	size_t found = 0, all = 0;
	char text[4000], want[500];

	(void)state;
	while (next_item(&rest, &name, text, sizeof(text))) {
		const struct key *k = key_find(name);
		size_t n = 0;

		if (k == NULL)
			fail_msg("earshot-feeds(5) has %.*s, the table has not",
			    STR_ARG(name));
		found++;
		want[0] = '\0';
		for (int i = 0; k->word != NULL && k->word(i) != NULL; i++)
			n += (size_t)snprintf(want + n, sizeof(want) - n,
			    "%s%s", i > 0 ? ", " : "one of ", k->word(i));
		if (strstr(text, want) == NULL)
			fail_msg("%s: earshot-feeds(5) lacks \"%s\"", k->name,
			    want);
		if (k->where == IN_HEADER &&
		    strstr(text, "In a header only.") == NULL)
			fail_msg("%s stands in a header only", k->name);
	}
	for (const struct key *k = key_table; k->name != NULL; k++)
		all++;
	assert_int_equal(found, all);
	files_free(files);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(every_key_is_found_by_its_name),
	cmocka_unit_test(every_key_is_read_and_printed_the_same),
	cmocka_unit_test(tags_add_up_once_each),
	cmocka_unit_test(no_more_tags_than_fit),
	cmocka_unit_test(white_space_within_is_made_plain),
	cmocka_unit_test(durations_have_bounds),
	cmocka_unit_test(a_secret_is_a_name_and_never_shown),
	cmocka_unit_test(languages_look_like_languages),
	cmocka_unit_test(near_keys_are_those_that_may_stand_there),
	cmocka_unit_test(
	    the_man_page_has_every_key_with_its_words_and_no_other),
};

int
main(void)
{
	int failed;

	strings.arena = arena_new(1 << 20);
	failed = cmocka_run_group_tests_name("keys", tests, NULL, NULL);
	arena_free(strings.arena);
	buf_free(&why);
	return (failed);
}
