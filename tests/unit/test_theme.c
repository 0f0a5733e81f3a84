/*
 * Who says the same: by made-up sentences whose themes are known, by hostile
 * ones, and in every order.
 */
#include <time.h>

#include "earshot/theme.h"

#include "../../src/themes/plainwords.h"
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
tell_as(struct arena *a, enum signal signal, const char *lang, struct str text)
{
	struct telling_place place = { FIELD_TEXT, 0, (uint32_t)text.n, 1 };
	struct telling_from from = { .signal = signal,
		.text = text,
		.lang = str_of(lang),
		.places = &place,
		.nplaces = text.n > 0 };
	struct telling t;

	assert_int_equal(telling_of(a, &from, &t), OK);
	return (t);
}

static struct telling
tell(struct arena *a, const char *lang, struct str text)
{

	return (tell_as(a, SIGNAL_COMPLAINT, lang, text));
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
	s->telling = tell_as(w->arena, signal, lang, text);
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
		assert_int_equal(right, found);
		assert_true(right * 100 >= wanted * 83);
	}
}

static void
words_that_say_nothing_are_left_out(void **state)
{
	struct world *w = *state;
	struct telling t = tell(w->arena, "en",
	    STR("I would really like it if you could please do that!"));

	assert_int_equal(t.n, 0);
	t = tell(w->arena, "fr", STR("Ce serait bien si vous pouviez"));
	assert_true(t.n <= 1);
}

/* How much somebody stresses it, and in which word of praise, is not what it
 * is about. */
static void
stress_and_praise_part_nobody(void **state)
{
	static const struct {
		const char *lang, *one, *other;
	} pairs[] = { { "en", "I highly recommend it.", "I recommend it." },
		{ "en", "Truly an incredibly kind guide.", "A kind guide." },
		{ "es", "Muy buen desayuno.", "El desayuno excelente." },
		{ "es", "El guia sumamente amable.", "Un guia amable." },
		{ "fr", "Belle terrasse.", "La terrasse est superbe." } };
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct telling one = tell_as(w->arena, SIGNAL_PRAISE,
		    pairs[i].lang, str_of(pairs[i].one));
		struct telling other = tell_as(w->arena, SIGNAL_PRAISE,
		    pairs[i].lang, str_of(pairs[i].other));

		if (themes_alike(NULL, &one, &other) < THEME_SAME)
			fail_msg("%s / %s", pairs[i].one, pairs[i].other);
	}
}

static void
endings_do_not_matter(void **state)
{
	static const struct {
		const char *lang, *one, *other;
	} pairs[] = { { "en", "crashes", "crashing" },
		{ "en", "crashed", "crash" }, { "en", "batteries", "battery" },
		{ "en", "stopped", "stop" }, { "en", "log-in", "login" },
		{ "en", "quickly", "quick" }, { "en", "cables", "cable" },
		{ "fr", "l'application", "applications" },
		{ "fr",
		    "bloqu\xc3\xa9"
		    "e",
		    "bloquer" },
		{ "fr", "bruyantes", "bruyant" },
		{ "es",
		    "bater\xc3\xad"
		    "a",
		    "baterias" },
		{ "es",
		    "peque\xc3\xb1"
		    "as",
		    "pequeno" } };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char one[40], other[40];

		snprintf(one, sizeof(one), "%s", pairs[i].one);
		snprintf(other, sizeof(other), "%s", pairs[i].other);
		telling_stem(str_of(pairs[i].lang), one);
		telling_stem(str_of(pairs[i].lang), other);
		assert_string_equal(one, other);
	}
}

static void
plain_words_are_sorted(void **state)
{

	(void)state;
	for (size_t i = 0; i < plain_count; i++)
		for (size_t j = 1; j < plain_lists[i].n; j++)
			if (strcmp(plain_lists[i].words[j - 1],
				plain_lists[i].words[j]) >= 0)
				fail_msg("%s: %s", plain_lists[i].lang,
				    plain_lists[i].words[j]);
	assert_int_equal(plain_find(STR("en"), "the"), PLAIN_EMPTY);
	assert_int_equal(plain_find(STR("en"), "update"), PLAIN_WEAK);
	assert_int_equal(plain_find(STR("fr"), "the"), PLAIN_NOT);
}

/* What is told is the sentence, not the text; and it stays short. */
static void
a_title_is_the_sentence_of_the_evidence(void **state)
{
	struct world *w = *state;
	struct str text = STR("I bought it in May. The lid leaks! Else fine.");
	struct telling_place place = { FIELD_TEXT, 24, 33, 1 };
	struct telling_from from = { .signal = SIGNAL_COMPLAINT,
		.text = text,
		.lang = STR("en"),
		.places = &place,
		.nplaces = 1 };
	struct telling t;
	char *much = malloc(5000);

	assert_non_null(much);
	assert_int_equal(telling_of(w->arena, &from, &t), OK);
	assert_str(str_sub(text, t.start, t.end), "The lid leaks!");
	assert_int_equal(t.n, 2);
	memset(much, 'x', 5000);
	for (size_t i = 50; i < 5000; i += 50)
		much[i] = ' ';
	from.text = (struct str){ much, 5000 };
	place = (struct telling_place){ FIELD_TEXT, 2400, 2410, 1 };
	assert_int_equal(telling_of(w->arena, &from, &t), OK);
	assert_true(t.end - t.start <= TELLING_TITLE);
	free(much);
}

static void
names_and_addresses_count_little(void **state)
{
	struct world *w = *state;
	struct str text = STR("@Acme_Care Brewster leaks, see"
			      " https://t.example/abcdef");
	struct telling_place place = { FIELD_TEXT, 20, 25, 1 };
	struct telling_place name = { FIELD_TEXT, 11, 19, 0 };
	struct telling_from from = { .signal = SIGNAL_COMPLAINT,
		.text = text,
		.lang = STR("en"),
		.places = &place,
		.nplaces = 1,
		.names = &name,
		.nnames = 1 };
	struct telling t;
	size_t telling = 0;

	assert_int_equal(telling_of(w->arena, &from, &t), OK);
	for (size_t i = 0; i < t.n; i++)
		telling += (t.words[i] & 1) == 0;
	assert_int_equal(telling, 1);
	/* The place's name, likewise. */
	from.source = STR("Leaks and lids");
	assert_int_equal(telling_of(w->arena, &from, &t), OK);
	for (size_t i = 0; i < t.n; i++)
		assert_true((t.words[i] & 1) != 0);
}

static void
any_bytes_are_read(void **state)
{
	struct world *w = *state;
	uint64_t seed = 7;
	char bytes[3000];

	for (int round = 0; round < 3000; round++) {
		size_t n = sizeof(bytes);
		struct telling_place place = { FIELD_TEXT, 0, 0, 1 };
		struct telling_from from = { .lang = STR("es"),
			.titled = true,
			.places = &place,
			.nplaces = 1 };
		struct telling t;

		for (size_t i = 0; i < n; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1;
			bytes[i] = (char)(seed >> 56);
			if ((seed >> 40 & 7) == 0)
				bytes[i] = " .!\n'-@a"[seed >> 44 & 7];
		}
		n = (size_t)(seed >> 33) % n + 1;
		from.text = from.title = (struct str){ bytes, n };
		place.start = (uint32_t)((seed >> 20) % n);
		place.end = place.start + (uint32_t)((seed >> 10) % 50);
		arena_reset(w->arena);
		assert_int_equal(telling_of(w->arena, &from, &t), OK);
		assert_true(t.end <= n && t.start <= t.end);
		for (size_t i = 1; i < t.n; i++)
			assert_true(t.words[i - 1] < t.words[i]);
	}
}

/* A hundred thousand times the same takes the room of a few. */
static void
the_same_again_and_again_costs_nothing(void **state)
{
	struct world *w = *state;
	struct telling t =
	    tell(w->arena, "en", STR("The kettle whistles all night"));
	struct theme_choice c;

	for (int64_t i = 1; i <= 100000; i++) {
		struct theme_point p = { i, 0, SIGNAL_COMPLAINT, 0, &t };

		themes_choose(w->index, &p, &c);
		if (i > 2)
			assert_int_equal(c.theme_id, 7);
		if (i == 2) {
			assert_int_equal(c.nalone, 1);
			assert_int_equal(themes_move(w->index, 1, 7), OK);
		}
		p.theme_id = i > 1 ? 7 : 0;
		assert_int_equal(themes_add(w->index, &p), OK);
	}
	assert_int_equal(themes_count(w->index), 1);
}

/* A word that all have, and one of their own: nobody is like another, and the
 * index says when it is full. */
static void
an_index_that_is_full_says_so(void **state)
{
	struct world *w = *state;
	struct telling t = { .n = 3, .words = { 2, 0, 0 } };
	enum status st = OK;
	int64_t i;

	for (i = 1; st == OK && i <= THEME_POINTS + 1; i++) {
		struct theme_point p = { i, 0, SIGNAL_IDEA, 0, &t };

		t.words[1] = (uint32_t)(4 * i);
		t.words[2] = (uint32_t)(4 * i + 2);
		st = themes_add(w->index, &p);
	}
	assert_int_equal(st, E_TOO_LARGE);
	assert_int_equal(i, THEME_POINTS + 2);
}

static void
what_was_dropped_is_not_found(void **state)
{
	struct world *w = *state;
	struct telling t = tell(w->arena, "en", STR("The kettle whistles"));
	struct theme_point p = { 1, 0, SIGNAL_IDEA, 0, &t };
	struct theme_choice c;

	assert_int_equal(themes_add(w->index, &p), OK);
	p.insight_id = 2;
	themes_choose(w->index, &p, &c);
	assert_int_equal(c.nalone, 1);
	themes_drop(w->index, 1);
	themes_drop(w->index, 1);
	themes_choose(w->index, &p, &c);
	assert_int_equal(c.nalone, 0);
	assert_int_equal(themes_count(w->index), 0);
}

#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(what_is_together_belongs_together),
		WORLD_TEST(words_that_say_nothing_are_left_out),
		WORLD_TEST(stress_and_praise_part_nobody),
		WORLD_TEST(endings_do_not_matter),
		WORLD_TEST(plain_words_are_sorted),
		WORLD_TEST(a_title_is_the_sentence_of_the_evidence),
		WORLD_TEST(names_and_addresses_count_little),
		WORLD_TEST(any_bytes_are_read),
		WORLD_TEST(the_same_again_and_again_costs_nothing),
		WORLD_TEST(an_index_that_is_full_says_so),
		WORLD_TEST(what_was_dropped_is_not_found),
	};

	return (RUN_TESTS(tests));
}
