#include <jansson.h>

#include "cli/postline.h"
#include "unit.h"

static struct arena *arena;

static bool
same_member(const json_t *o, const char *key, struct str s)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v))
		return (s.p == NULL);
	return (s.p != NULL && s.n == json_string_length(v) &&
		memcmp(s.p, json_string_value(v), s.n) == 0);
}

static bool
same_id(const json_t *o, struct str s)
{
	const json_t *id = json_object_get(o, "id");
	char *dumped = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
	bool same = str_eq(s, id != NULL ? str_of(dumped) : STR("null"));

	free(dumped);
	return (same);
}

/* '+': read as jansson reads it; '-': left to jansson; '!': else. */
static char
verdict_on(struct str line)
{
	struct postline p;
	json_t *o;
	char verdict = '!';

	arena_reset(arena);
	if (!postline_read(arena, line, &p))
		return ('-');
	o = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);
	if (o != NULL && same_member(o, "text", p.text) &&
	    same_member(o, "title", p.title) &&
	    same_member(o, "lang", p.lang) &&
	    same_member(o, "context", p.context) && same_id(o, p.id) &&
	    p.stars == json_integer_value(json_object_get(o, "stars")))
		verdict = '+';
	json_decref(o);
	return (verdict);
}

static void
check(const char *const *lines, size_t n, char wanted)
{

	for (size_t i = 0; i < n; i++) {
		char got = verdict_on(str_of(lines[i]));

		if (got != wanted)
			fail_msg("%s: %c, not %c", lines[i], got, wanted);
	}
}

static const char *const plain[] = {
	"{\"text\":\"\"}",
	"{ \"id\" : \"a/1\" , \"text\" : \"It's late.\" }",
	("{\"id\":17,\"title\":\"T\",\"text\":\"caf\u00e9 \U0001f600\","
	 "\"lang\":\"fr\",\"context\":\"reply\",\"stars\":5}"),
	"{\"id\":null,\"text\":\"a\\n\\t\\r\\b\\f\\\"\\\\\\/b\"}",
	"{\"id\":true,\"text\":\"\\u00e9\\u2019\\u0041\\uFFFD\"}",
	"{\"text\":\"first\",\"text\":\"last\",\"id\":1,\"id\":\"x\"}",
	"{\"text\":\"a\",\"title\":\"t\",\"title\":null}",
	"{\"text\":\"a\",\"stars\":3,\"stars\":null}",
	"{\"labels\":{},\"more\":{\"n\":1,\"s\":\"\\n\"},\"text\":\"a\"}",
	"{\"title\":{\"text\":\"inner\"},\"text\":\"a\"}",
	"{\"tex\":\"a\",\"textt\":\"b\",\"text\":\"c\"}",
};

/* jansson takes some of them and refuses others: it is asked. */
static const char *const others[] = {
	"",
	"{}",
	"[]",
	"\"text\"",
	"{\"text\":\"a\"",
	"{\"text\":\"a\"}}",
	"{\"text\":\"a\",}",
	"{\"text\":\"a\"\"id\":1}",
	"{\"text\":\"a}",
	"{\"text\":\"a\\\"}",
	"{\"text\":\"a\\",
	"{\"text\":\"a\\x\"}",
	"{\"text\":\"a\\u12\"}",
	"{\"text\":\"a\\u12g4\"}",
	"{\"text\":\"a\\u0000\"}",
	"{\"text\":\"\\ud83d\\ude00\"}",
	"{\"text\":\"\\ude00\"}",
	"{\"text\":\"a\tb\"}",
	"{\"text\":\"\xff\"}",
	"{\"text\":\"\xc0\x80\"}",
	"{\"te\\u0078t\":\"a\"}",
	"{\"text\":null}",
	"{\"text\":\"a\",\"text\":1}",
	"{\"text\":\"a\",\"id\":\"\\n\"}",
	"{\"text\":\"a\",\"id\":{}}",
	"{\"text\":\"a\",\"id\":007}",
	"{\"text\":\"a\",\"id\":-0}",
	"{\"text\":\"a\",\"id\":12345678901234567890}",
	"{\"text\":\"a\",\"id\":1.0}",
	"{\"text\":\"a\",\"id\":1e2}",
	"{\"text\":\"a\",\"id\":1a}",
	"{\"text\":\"a\",\"id\":nulls}",
	"{\"text\":\"a\",\"id\":1",
	"{\"text\":\"a\",\"stars\":0}",
	"{\"text\":\"a\",\"stars\":6}",
	"{\"text\":\"a\",\"stars\":4.5}",
	"{\"text\":\"a\",\"tags\":[1]}",
	"{\"text\":\"a\",\"x\":{\"y\":{}}}",
	"{\"text\":\"a\",\"x\":{\"y\":1}",
	"{\"text\":\"a\",\"x\":{\"y\":\"\\q\"}}",
	"{\"text\":\"a\",\"x\":{\"y\"}}",
};

static void
plain_lines_are_read_as_jansson_reads_them(void **state)
{

	(void)state;
	check(plain, sizeof(plain) / sizeof(plain[0]), '+');
}

static void
all_others_are_left_to_jansson(void **state)
{

	(void)state;
	check(others, sizeof(others) / sizeof(others[0]), '-');
}

/* One byte wrong anywhere: read alike, or left alone. */
static void
no_line_is_read_differently(void **state)
{
	static const char bytes[] = "\"\\{}[]:,0-.eun \t\n\x01\x80\xc3";

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		size_t n = strlen(plain[i]);

		for (size_t at = 0; at < n; at++)
			for (size_t k = 0; k < sizeof(bytes); k++) {
				char *line = strndup(plain[i], n);

				assert_non_null(line);
				line[at] = bytes[k];
				if (verdict_on((struct str){ line, n }) == '!')
					fail_msg("%s", line);
				if (verdict_on((struct str){ line, at }) == '!')
					fail_msg("%.*s", (int)at, line);
				free(line);
			}
	}
}

static int
open_arena(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
close_arena(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static void
an_id_is_found_as_it_is_written(void **state)
{
	const struct {
		const char *line, *id;
	} rows[] = {
		{ "{\"id\":1.10,\"text\":\"x\"}", "1.10" },
		{ "{\"text\":\"a,b}\" , \"id\" : 99999999999999999999 }",
		    "99999999999999999999" },
		{ "{\"id\":[1, {\"id\":\"]}\"}],\"a\":[]}",
		    "[1, {\"id\":\"]}\"}]" },
		{ "{\"id\":\"\\u00e9\\\"\",\"id\":2}", "2" },
		{ "{\"id\":\"a\",\"text\":\"\\ud83d\"} more", "\"a\"" },
		{ "{\"id\":7,\"text\":broken", "7" },
		{ "{\"a\":{\"id\":1}}", NULL },
		{ "{\"id\":12", NULL },
		{ "{\"id\":]}", NULL },
		{ "[1]", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str id = postline_id(str_of(rows[i].line));

		if (rows[i].id == NULL ? id.p != NULL
				       : !str_eq(id, str_of(rows[i].id)))
			fail_msg("%s: %.*s", rows[i].line, STR_ARG(id));
	}
}

int
main(void)
{
	const struct CMUnitTest postline_tests[] = {
		cmocka_unit_test(plain_lines_are_read_as_jansson_reads_them),
		cmocka_unit_test(all_others_are_left_to_jansson),
		cmocka_unit_test(no_line_is_read_differently),
		cmocka_unit_test(an_id_is_found_as_it_is_written),
	};

	return (
	    cmocka_run_group_tests(postline_tests, open_arena, close_arena));
}
