/*
 * Mis-decoded text: what is damaged is put right, what is not is left alone.
 * Examples in tests/data/text/clean.txt and damaged.txt, a line each.
 */
#include "earshot/buf.h"
#include "earshot/mojibake.h"
#include "earshot/utf8.h"

#include "../../src/text/codepages.h"
#include "unit.h"

enum { LINE_MAX_BYTES = 4096, DAMAGED_MAX = 16 << 20 };

static int
make_arena(void **state)
{

	*state = arena_new(64 << 20);
	return (*state == NULL);
}

static int
free_arena(void **state)
{

	arena_free(*state);
	return (0);
}

static FILE *
open_data(const char *name)
{
	const char *src = getenv("EARSHOT_SRC");
	char path[LINE_MAX_BYTES];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/text/%s",
	    src != NULL ? src : ".", name);
	f = fopen(path, "r");
	assert_non_null(f);
	return (f);
}

static bool
read_line(FILE *f, char line[LINE_MAX_BYTES])
{

	do {
		if (fgets(line, LINE_MAX_BYTES, f) == NULL)
			return (false);
		line[strcspn(line, "\n")] = '\0';
	} while (line[0] == '#' || line[0] == '\0');
	return (true);
}

static void
clean_text_in_any_language_is_left_alone(void **state)
{
	FILE *f = open_data("clean.txt");
	char line[LINE_MAX_BYTES];
	unsigned lines = 0, wrong = 0;
	struct str s, got;
	size_t from, to;
	bool changed;

	while (read_line(f, line)) {
		lines++;
		/* The whole line, and each run of its words. */
		for (from = 0; line[from] != '\0'; from++) {
			if (from > 0 && line[from - 1] != ' ')
				continue;
			for (to = from + 1; to <= strlen(line); to++) {
				if (line[to] != '\0' && line[to] != ' ')
					continue;
				s = (struct str){ line + from, to - from };
				got = mojibake_repair(*state, s, &changed);
				if (!changed && got.p == s.p && got.n == s.n)
					continue;
				print_message("\"%.*s\" became \"%.*s\"\n",
				    STR_ARG(s), STR_ARG(got));
				wrong++;
			}
		}
	}
	fclose(f);
	assert_true(lines > 100);
	assert_int_equal(wrong, 0);
}

static void
each_damaged_text_is_put_right(void **state)
{
	FILE *f = open_data("damaged.txt");
	char line[LINE_MAX_BYTES], *tab;
	unsigned lines = 0, wrong = 0;
	struct str got;
	bool changed;

	while (read_line(f, line)) {
		tab = strchr(line, '\t');
		assert_non_null(tab);
		*tab++ = '\0';
		lines++;
		got = mojibake_repair(*state, str_of(line), &changed);
		if (changed && str_eq(got, str_of(tab)))
			continue;
		print_message("\"%s\": \"%.*s\", not \"%s\"\n", line,
		    STR_ARG(got), tab);
		wrong++;
	}
	fclose(f);
	assert_true(lines > 80);
	assert_int_equal(wrong, 0);
}

/* ${s}'s bytes read in ${page}, as UTF-8. */
static struct str
damage(struct arena *a, struct str s, enum codepage page)
{
	struct buf out = BUF_INIT(DAMAGED_MAX);
	struct str ret;
	char four[4];
	size_t i;

	for (i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < 0x80)
			buf_addc(&out, s.p[i]);
		else
			buf_add(&out,
			    (struct str){ four,
				utf8_put(codepage_upper[page]
						       [(unsigned char)s.p[i] -
							   0x80],
				    four) });
	}
	ret = arena_str(a, buf_str(&out));
	buf_free(&out);
	return (ret);
}

static void
any_text_read_in_a_wrong_code_page_is_put_right(void **state)
{
	FILE *f = open_data("clean.txt");
	char line[LINE_MAX_BYTES];
	unsigned wrong[CODEPAGES] = { 0 };
	struct str s, bad, got;
	size_t page;
	bool changed;

	while (read_line(f, line)) {
		s = str_of(line);
		if (utf8_ascii(s))
			continue;
		for (page = 0; page < CODEPAGES; page++) {
			bad = damage(*state, s, (enum codepage)page);
			got = mojibake_repair(*state, bad, &changed);
			wrong[page] += !str_eq(got, s);
			/* and once more, over the damaged text */
			bad = damage(*state, bad, (enum codepage)page);
			if (page > CODEPAGE_8859_15)
				continue;
			got = mojibake_repair(*state, bad, &changed);
			wrong[page] += !str_eq(got, s);
		}
	}
	fclose(f);
	/* One line has but single letters between quotes: it stays open. */
	for (page = 0; page < CODEPAGES; page++)
		assert_true(wrong[page] <= 1);
}

static void
clean_text_costs_no_memory(void **state)
{
	struct arena *a = arena_new(16);
	struct str s = STR("Voil\xc3\xa0 l\xe2\x80\x99\xc3\xa9t\xc3\xa9 !");
	bool changed = true;

	(void)state;
	assert_ptr_equal(mojibake_repair(a, s, &changed).p, s.p);
	assert_false(changed);
	assert_int_equal(arena_used(a), 0);
	arena_free(a);
}

static void
a_large_text_is_put_right_throughout(void **state)
{
	static const char one[] = "Ça, c’est déjà l’été — naïve. ";
	struct buf want = BUF_INIT(DAMAGED_MAX);
	struct str got;
	bool changed;
	int i;

	for (i = 0; i < 20000; i++)
		buf_adds(&want, one);
	got = mojibake_repair(*state,
	    damage(*state, buf_str(&want), CODEPAGE_1252), &changed);
	assert_true(changed);
	assert_true(str_eq(got, buf_str(&want)));
	buf_free(&want);
}

static void
any_bytes_are_survived(void **state)
{
	char text[256];
	unsigned seed = 7;
	struct str got;
	size_t i, k;
	bool changed;

	for (k = 0; k < 5000; k++) {
		arena_reset(*state);
		for (i = 0; i < sizeof(text); i++) {
			seed = seed * 1103515245U + 12345U;
			text[i] = (char)(0x80 | seed >> 16);
		}
		got = mojibake_repair(*state,
		    (struct str){ text, sizeof(text) }, &changed);
		assert_true(changed || got.p == text);
	}
}

static void
a_full_arena_leaves_the_text_as_it_was(void **state)
{
	struct arena *a = arena_new(4);
	struct str s = STR("donâ€™t");
	bool changed = true;

	(void)state;
	assert_ptr_equal(mojibake_repair(a, s, &changed).p, s.p);
	assert_false(changed);
	arena_free(a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clean_text_in_any_language_is_left_alone),
		TEST(each_damaged_text_is_put_right),
		TEST(any_text_read_in_a_wrong_code_page_is_put_right),
		cmocka_unit_test(clean_text_costs_no_memory),
		TEST(a_large_text_is_put_right_throughout),
		TEST(any_bytes_are_survived),
		cmocka_unit_test(a_full_arena_leaves_the_text_as_it_was),
	};

	return (RUN_TESTS(tests));
}
