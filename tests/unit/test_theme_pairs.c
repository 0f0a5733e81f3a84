/*
 * Two who say the same, and two who say the contrary in nearly the same words:
 * tests/data/themes/pairs.tsv, each pair alone among many other sayings.
 */
#include "earshot/theme.h"

#include "unit.h"

enum { PAIRS_MAX = 100, OTHERS_MAX = 200, FILE_MAX = 1 << 16 };

/* Today's figures: fewer are a step back. */
enum { TOGETHER_LEAST = 32, APART_LEAST = 29 };

struct saying {
	struct str text; /* in the file */
	enum signal signal;
	struct telling telling;
};

struct pair {
	bool together;
	struct saying one, other;
};

struct world {
	struct arena *arena;
	char *files[2];
	size_t npairs, nothers;
	struct pair pairs[PAIRS_MAX];
	struct saying others[OTHERS_MAX];
};

/* The whole of it is the evidence. */
static struct saying
say(struct world *w, struct str signal, struct str lang, struct str text)
{
	struct telling_place place = { FIELD_TEXT, 0, (uint32_t)text.n, 1 };
	struct telling_from from = { .signal = (enum signal)signal_of(signal),
		.text = text,
		.lang = lang,
		.places = &place,
		.nplaces = 1 };
	struct saying s = { .text = text, .signal = from.signal };

	assert_true(text.n > 0);
	assert_int_equal(telling_of(w->arena, &from, &s.telling), OK);
	return (s);
}

static char *
read_file(const char *name)
{
	char path[1000], *text = calloc(1, FILE_MAX);
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/themes/%s",
	    getenv("EARSHOT_SRC"), name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(text);
	assert_true(fread(text, 1, FILE_MAX - 1, f) > 0);
	fclose(f);
	return (text);
}

static void
read_pairs(struct world *w)
{
	struct str rest = str_of(w->files[0]);

	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');
		struct str kind = str_cut(&line, '\t');
		struct str signal = str_cut(&line, '\t');
		struct str lang = str_cut(&line, '\t');
		struct str one = str_cut(&line, '\t');

		assert_true(w->npairs < PAIRS_MAX);
		w->pairs[w->npairs++] = (struct pair){ str_eq(kind,
							   STR("together")),
			say(w, signal, lang, one), say(w, signal, lang, line) };
	}
}

static void
read_others(struct world *w)
{
	struct str rest = str_of(w->files[1]);

	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');
		struct str signal, lang;

		(void)str_cut(&line, '\t');
		signal = str_cut(&line, '\t');
		lang = str_cut(&line, '\t');
		assert_true(w->nothers < OTHERS_MAX);
		w->others[w->nothers++] = say(w, signal, lang, line);
	}
}

static int
begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return (1);
	*state = w;
	w->arena = arena_new(1 << 22);
	if (w->arena == NULL)
		return (1);
	w->files[0] = read_file("pairs.tsv");
	w->files[1] = read_file("sayings.tsv");
	read_pairs(w);
	read_others(w);
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	arena_free(w->arena);
	free(w->files[0]);
	free(w->files[1]);
	free(w);
	return (0);
}

/* Does the second find the first, and nobody else? */
static bool
meet(const struct world *w, const struct saying *one,
    const struct saying *other)
{
	struct themes *t = themes_new();
	struct theme_choice c;
	struct theme_point p = { 0 };

	assert_non_null(t);
	for (size_t i = 0; i < w->nothers; i++) {
		p = (struct theme_point){ (int64_t)i + 1, 0,
			w->others[i].signal, 0, &w->others[i].telling };
		assert_int_equal(themes_add(t, &p), OK);
	}
	p = (struct theme_point){ 1000, 0, one->signal, 0, &one->telling };
	assert_int_equal(themes_add(t, &p), OK);
	p = (struct theme_point){ 1001, 0, other->signal, 0, &other->telling };
	themes_choose(t, &p, &c);
	themes_free(t);
	return (c.nalone == 1 && c.alone[0] == 1000);
}

static size_t
count_right(const struct world *w, bool together)
{
	size_t right = 0;

	for (size_t i = 0; i < w->npairs; i++) {
		const struct pair *p = &w->pairs[i];
		bool met;

		if (p->together != together)
			continue;
		met = meet(w, &p->one, &p->other);
		/* Who comes first does not matter. */
		assert_true(met == meet(w, &p->other, &p->one));
		right += met == together;
		if (met != together)
			print_message("%s: %.*s / %.*s\n",
			    together ? "not together" : "not apart",
			    STR_ARG(p->one.text), STR_ARG(p->other.text));
	}
	return (right);
}

static void
who_says_the_same_is_together(void **state)
{
	size_t right = count_right(*state, true);

	print_message("together: %zu\n", right);
	assert_true(right >= TOGETHER_LEAST);
}

static void
who_says_the_contrary_is_apart(void **state)
{
	size_t right = count_right(*state, false);

	print_message("apart: %zu\n", right);
	assert_true(right >= APART_LEAST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_says_the_same_is_together,
		    begin, end),
		cmocka_unit_test_setup_teardown(who_says_the_contrary_is_apart,
		    begin, end),
	};

	return (RUN_TESTS(tests));
}
