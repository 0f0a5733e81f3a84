/*
 * Who says the same: by made-up sentences whose themes are known, by hostile
 * ones, and in every order.
 */
#include <time.h>

#include "earshot/theme.h"

#include "unit.h"

enum { SAYINGS_MAX = 200, MEMORY = 1 << 20 };

struct saying {
	char theme[16];
	struct telling telling;
	struct str text; /* in the file */
	enum signal signal;
	int64_t theme_id; /* that it was given; 0: none */
};

struct world {
	struct themes *index;
	struct arena *arena;
	struct saying sayings[SAYINGS_MAX];
	size_t n;
	int64_t last_theme;
	char *file;
};

/* The whole of it is the evidence. */
static struct telling
tell(struct arena *a, const char *lang, struct str text)
{
	struct telling_place place = { FIELD_TEXT, 0, (uint32_t)text.n, 1 };
	struct telling_from from = { .text = text,
		.lang = str_of(lang),
		.places = &place,
		.nplaces = text.n > 0 };
	struct telling t;

	assert_int_equal(telling_of(a, &from, &t), OK);
	return (t);
}

static void
add(struct world *w, const char *theme, enum signal signal, const char *lang,
    struct str text)
{
	struct saying *s = &w->sayings[w->n++];

	assert_true(w->n < SAYINGS_MAX);
	snprintf(s->theme, sizeof(s->theme), "%s", theme);
	s->signal = signal;
	s->text = text;
	s->telling = tell(w->arena, lang, text);
}

/* As the writer does it, in memory. */
static void
arrive(struct world *w, size_t i)
{
	struct saying *s = &w->sayings[i];
	struct theme_point p = { (int64_t)i + 1, 0, s->signal, 0, &s->telling };
	struct theme_choice c;

	themes_choose(w->index, &p, &c);
	p.theme_id = c.theme_id;
	if (c.theme_id == 0 && c.nalone > 0)
		p.theme_id = ++w->last_theme;
	for (size_t j = 0; j < c.nalone; j++) {
		w->sayings[c.alone[j] - 1].theme_id = p.theme_id;
		assert_int_equal(themes_move(w->index, c.alone[j], p.theme_id),
		    OK);
	}
	s->theme_id = p.theme_id;
	if (c.merge_id != 0) {
		for (size_t j = 0; j < w->n; j++)
			if (w->sayings[j].theme_id == c.merge_id)
				w->sayings[j].theme_id = p.theme_id;
		assert_int_equal(themes_merge(w->index, c.merge_id, p.theme_id),
		    OK);
	}
	assert_int_equal(themes_add(w->index, &p), OK);
}

static void
forget(struct world *w)
{

	themes_free(w->index);
	w->index = themes_new();
	assert_non_null(w->index);
	w->last_theme = 0;
	for (size_t i = 0; i < w->n; i++)
		w->sayings[i].theme_id = 0;
}

static int
begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return (1);
	w->arena = arena_new(MEMORY);
	w->index = themes_new();
	*state = w;
	return (w->arena == NULL || w->index == NULL);
}

static int
end(void **state)
{
	struct world *w = *state;

	themes_free(w->index);
	arena_free(w->arena);
	free(w->file);
	free(w);
	return (0);
}

static void
read_sayings(struct world *w)
{
	char path[1000];
	struct str rest;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/tests/data/themes/sayings.tsv",
	    getenv("EARSHOT_SRC"));
	f = fopen(path, "r");
	assert_non_null(f);
	w->file = calloc(1, 1 << 16);
	assert_non_null(w->file);
	n = fread(w->file, 1, (1 << 16) - 1, f);
	fclose(f);
	rest = (struct str){ w->file, n };
	while (rest.n > 0) {
		struct str line = str_cut(&rest, '\n');
		struct str theme = str_cut(&line, '\t');
		struct str signal = str_cut(&line, '\t');
		struct str lang = str_cut(&line, '\t');
		char words[2][16];

		snprintf(words[0], 16, "%.*s", STR_ARG(theme));
		snprintf(words[1], 16, "%.*s", STR_ARG(lang));
		add(w, words[0], (enum signal)signal_of(signal), words[1],
		    line);
	}
}

/* Are two in one theme: as they should be, as they are? */
static void
count_pairs(const struct world *w, size_t *ret_wanted, size_t *ret_found,
    size_t *ret_right)
{

	*ret_wanted = *ret_found = *ret_right = 0;
	for (size_t i = 0; i < w->n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct saying *a = &w->sayings[i];
			const struct saying *b = &w->sayings[j];
			bool wanted = a->theme[0] != '-' &&
				      strcmp(a->theme, b->theme) == 0;
			bool found =
			    a->theme_id != 0 && a->theme_id == b->theme_id;

			*ret_wanted += wanted;
			*ret_found += found;
			*ret_right += wanted && found;
			if (found && !wanted)
				print_message("together: %.*s / %.*s\n",
				    STR_ARG(a->text), STR_ARG(b->text));
		}
}

static void
shuffle(size_t *order, size_t n, uint64_t seed)
{

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t j, was = order[i - 1];

		seed = seed * UINT64_C(6364136223846793005) + 1;
		j = (size_t)(seed >> 33) % i;
		order[i - 1] = order[j];
		order[j] = was;
	}
}

static void
what_is_together_belongs_together(void **state)
{
	struct world *w = *state;
	size_t order[SAYINGS_MAX], wanted, found, right;

	read_sayings(w);
	for (uint64_t seed = 0; seed < 20; seed++) {
		forget(w);
		shuffle(order, w->n, seed);
		for (size_t i = 0; i < w->n; i++)
			arrive(w, order[i]);
		count_pairs(w, &wanted, &found, &right);
		print_message("pairs: %zu, found %zu, of them right %zu\n",
		    wanted, found, right);
		assert_true(right * 100 >= found * 95);
		assert_true(right * 100 >= wanted * 60);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_together_belongs_together, begin, end),
	};

	return (RUN_TESTS(tests));
}
