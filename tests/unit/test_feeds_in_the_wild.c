/*
 * Each tests/data/feeds/NAME.xml beside the document that must come out of it,
 * NAME.expect.json ("null": no feed).  NAME.args holds options, one a line.
 */
#include <glob.h>
#include <string.h>

#include <jansson.h>

#include "earshot/parse.h"
#include "earshot/xml.h"

#include "unit.h"

enum { FILE_MAX = 4 << 20, ARENA_MAX = 64 << 20 };

static struct buf
read_file(const char *path)
{
	struct buf b = BUF_INIT(FILE_MAX);
	FILE *f = fopen(path, "rb");
	char *p;

	if (f == NULL)
		return (b);
	while ((p = buf_reserve(&b, 65536)) != NULL) {
		size_t n = fread(p, 1, 65536, f);

		if (n == 0)
			break;
		buf_advance(&b, n);
	}
	fclose(f);
	return (b);
}

/* ${path} with .xml replaced; free it. */
static char *
beside(const char *path, const char *suffix)
{
	struct buf b = BUF_INIT(4096);

	buf_add(&b, str_sub(str_of(path), 0, strlen(path) - 4));
	buf_adds(&b, suffix);
	return (buf_steal(&b));
}

/* "--base-url\nURL\n" and the like, slices of ${text}. */
static struct parse_options
options_of(struct str text)
{
	struct parse_options o = { 0 };

	while (text.n > 0) {
		struct str name = str_cut(&text, '\n');
		struct str value = str_cut(&text, '\n');

		if (str_eq(name, STR("--base-url")))
			o.base_url = value;
		else if (str_eq(name, STR("--content-type")))
			o.content_type = value;
		else
			fail_msg("unknown option in .args");
	}
	return (o);
}

/* What `earshot parse` would print. */
static void
print_document(struct str body, const struct parse_options *o, struct buf *out)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct parsed *parsed;
	struct str why;
	enum status st;

	assert_non_null(a);
	st = parse_document(a, body, o, &parsed, &why);
	if (st == E_NOT_FEED) {
		assert_true(why.n > 0);
		buf_adds(out, "null\n");
	} else {
		assert_int_equal(st, OK);
		assert_int_equal(parse_print(parsed, out, NULL), OK);
	}
	arena_free(a);
}

/* The first place where ${got} is not ${want}, said; true: none. */
static bool
same(const char *path, const json_t *want, const json_t *got)
{
	char *a, *b, inner[512];
	const char *key;
	json_t *value;
	bool ok = true;

	if (json_equal(want, got))
		return (true);
	if (json_is_object(want) && json_is_object(got)) {
		json_object_foreach((json_t *)(uintptr_t)want, key, value)
		{
			snprintf(inner, sizeof(inner), "%s.%s", path, key);
			ok &= same(inner, value, json_object_get(got, key));
		}
		json_object_foreach((json_t *)(uintptr_t)got, key, value)
		{
			if (json_object_get(want, key) != NULL)
				continue;
			print_error("%s.%s: not expected\n", path, key);
			ok = false;
		}
		return (ok);
	}
	if (json_is_array(want) && json_is_array(got) &&
	    json_array_size(want) == json_array_size(got)) {
		for (size_t i = 0; i < json_array_size(want); i++) {
			snprintf(inner, sizeof(inner), "%s.%zu", path, i);
			ok &= same(inner, json_array_get(want, i),
			    json_array_get(got, i));
		}
		return (ok);
	}
	a = json_dumps(want, JSON_ENCODE_ANY);
	b = json_dumps(got, JSON_ENCODE_ANY);
	print_error("%s: want %s, got %s\n", path, a != NULL ? a : "nothing",
	    b != NULL ? b : "nothing");
	free(a);
	free(b);
	return (false);
}

static bool
check_file(const char *path)
{
	char *args_path = beside(path, ".args");
	char *expect_path = beside(path, ".expect.json");
	struct buf body = read_file(path), args = read_file(args_path);
	struct buf expect = read_file(expect_path), out = BUF_INIT(FILE_MAX);
	struct parse_options o = options_of(buf_str(&args));
	json_t *want, *got;
	bool ok;

	print_document(buf_str(&body), &o, &out);
	want = json_loadb(expect.p != NULL ? expect.p : "", expect.n,
	    JSON_DECODE_ANY, NULL);
	got = json_loadb(out.p, out.n, JSON_DECODE_ANY, NULL);
	if (want == NULL)
		print_error("%s: cannot be read\n", expect_path);
	if (got == NULL)
		print_error("%s: no JSON came out\n", path);
	ok = want != NULL && got != NULL &&
	     same(strrchr(path, '/') + 1, want, got);
	json_decref(want);
	json_decref(got);
	buf_free(&body);
	buf_free(&args);
	buf_free(&expect);
	buf_free(&out);
	free(args_path);
	free(expect_path);
	return (ok);
}

static void
each_feed_gives_what_stands_beside_it(void **state)
{
	const char *src = getenv("EARSHOT_SRC");
	char pattern[4096];
	glob_t found = { 0 };
	size_t failed = 0;

	(void)state;
	snprintf(pattern, sizeof(pattern), "%s/tests/data/feeds/*.xml",
	    src != NULL ? src : ".");
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		failed += !check_file(found.gl_pathv[i]);
	assert_true(found.gl_pathc > 50);
	globfree(&found);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_feed_gives_what_stands_beside_it),
	};

	xml_init();
	return (RUN_TESTS(tests));
}
