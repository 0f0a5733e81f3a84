/*
 * How well copies of posts are found, and what is taken for one and is none:
 *	bench_echoes [-v] FILE.jsonl ...
 * Each post of twelve words or more is dressed up as others copy it, and
 * looked for among all; then as somebody else might write it (another number,
 * a `not', another name), which must not be found.  Last, each is held against
 * those before it: -v prints what was taken for an echo.  Not a test.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "earshot/alike.h"
#include "earshot/fingerprint.h"
#include "earshot/neardup.h"
#include "earshot/words.h"

enum { POSTS_MAX = 200000, TEXT_MAX = 70000, CLASSES = 4 };

static struct post posts[POSTS_MAX];
static size_t nposts;
static char text[TEXT_MAX];
static size_t len;
static uint64_t seed = 1;

static size_t
draw(size_t below)
{

	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return ((size_t)((seed * 0x2545f4914f6cdd1du) >> 33) % below);
}

static void
put(struct str s)
{

	if (len + s.n < sizeof(text)) {
		memcpy(text + len, s.p, s.n);
		len += s.n;
	}
}

/* The ${nth} word of ${s} begins and ends here. */
static bool
word_at(struct str s, size_t nth, size_t *from, size_t *to)
{
	size_t at = 0;

	for (size_t i = 0; words_next(s, &at, from, to); i++)
		if (i == nth)
			return (true);
	return (false);
}

static bool
replace(struct str s, size_t nth, struct str by)
{
	size_t from, to;

	if (!word_at(s, nth, &from, &to))
		return (false);
	put(str_sub(s, 0, from));
	put(by);
	put(str_sub(s, to, s.n));
	return (true);
}

/* A word of another post, in small letters, with no digit in it. */
static bool
any_word(char ret[64])
{
	struct str s = posts[draw(nposts)].text;
	size_t from, to;

	if (!word_at(s, draw(words_count(s)), &from, &to) || to - from > 60)
		return (false);
	for (size_t i = from; i < to; i++) {
		ret[i - from] = (char)tolower((unsigned char)s.p[i]);
		if (!islower((unsigned char)ret[i - from]))
			return (false);
	}
	ret[to - from] = '\0';
	return (to > from + 2);
}

static bool
one_word(struct str s, size_t n)
{
	char word[64];

	return (any_word(word) && replace(s, draw(n), str_of(word)));
}

static bool
cut_behind_sentence(struct str s, size_t n)
{
	size_t from, to;

	if (n < 16 || !word_at(s, n - 4, &from, &to))
		return (false);
	put(str_sub(s, 0, from));
	put(STR("[\xe2\x80\xa6] Read more"));
	return (true);
}

static bool
appeared_first(struct str s, size_t n)
{

	(void)n;
	put(s);
	put(STR("\nThe post Kettle news appeared first on Kitchen."));
	return (true);
}

static bool
typographic(struct str s, size_t n)
{

	(void)n;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			put(STR("\xe2\x80\x99"));
		else if (s.p[i] == '"')
			put(STR("\xe2\x80\x9c"));
		else if (s.p[i] == '-')
			put(STR("\xe2\x80\x91"));
		else if (s.p[i] == ' ')
			put(STR("  "));
		else
			put(str_sub(s, i, i + 1));
	}
	return (true);
}

static bool
shouted(struct str s, size_t n)
{

	(void)n;
	for (size_t i = 0; i < s.n; i++)
		text[len++] = (char)toupper((unsigned char)s.p[i]);
	return (true);
}

static bool
small(struct str s, size_t n)
{

	(void)n;
	for (size_t i = 0; i < s.n; i++)
		text[len++] = (char)tolower((unsigned char)s.p[i]);
	return (true);
}

static bool
retweet(struct str s, size_t n)
{

	(void)n;
	put(STR("RT @cook_42: "));
	put(s);
	put(STR(" https://short.example/x1"));
	return (true);
}

static bool
via(struct str s, size_t n)
{

	(void)n;
	put(s);
	put(STR(" (via @cook_42)"));
	return (true);
}

static bool
two_words(struct str s, size_t n)
{

	(void)n;
	put(STR("So true: "));
	put(s);
	return (true);
}

static bool
two_thirds(struct str s, size_t n)
{
	size_t from, to;

	if (n < 18 || !word_at(s, n * 2 / 3, &from, &to))
		return (false);
	put(str_sub(s, 0, from));
	return (true);
}

static bool
first_third(struct str s, size_t n)
{
	size_t from, to;

	if (n < 40 || !word_at(s, n / 3, &from, &to))
		return (false);
	put(str_sub(s, 0, from));
	put(STR("..."));
	return (true);
}

static bool
typo(struct str s, size_t n)
{
	size_t from, to, nth = draw(n);

	if (!word_at(s, nth, &from, &to) || to - from < 5)
		return (false);
	put(str_sub(s, 0, to - 2));
	put(str_sub(s, to - 1, s.n));
	return (true);
}

static bool
with_not(struct str s, size_t n)
{
	size_t from, to;

	if (!word_at(s, 1 + draw(n - 1), &from, &to))
		return (false);
	put(str_sub(s, 0, from));
	put(STR("not "));
	put(str_sub(s, from, s.n));
	return (true);
}

static bool
other_number(struct str s, size_t n)
{
	size_t from, to;

	for (size_t i = 0; i < n && word_at(s, i, &from, &to); i++)
		if (isdigit((unsigned char)s.p[from]))
			return (replace(s, i, STR("4711")));
	return (false);
}

static bool
other_name(struct str s, size_t n)
{
	size_t from, to;

	for (size_t i = 1; i < n && word_at(s, i, &from, &to); i++)
		if (isupper((unsigned char)s.p[from]) && to - from > 3 &&
		    islower((unsigned char)s.p[from + 1]) && from > 1 &&
		    islower((unsigned char)s.p[from - 2]))
			return (replace(s, i, STR("Zanussi")));
	return (false);
}

static bool
contrary(struct str s, size_t n)
{
	static const char *const pairs[][2] = { { "love", "hate" },
		{ "good", "bad" }, { "great", "terrible" }, { "best", "worst" },
		{ "easy", "hard" }, { "always", "never" }, { "more", "less" } };
	size_t from, to;

	for (size_t i = 0; i < n && word_at(s, i, &from, &to); i++)
		for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
			if (str_ieq(str_sub(s, from, to), str_of(pairs[k][0])))
				return (replace(s, i, str_of(pairs[k][1])));
	return (false);
}

static const struct {
	const char *name;
	bool (*dress)(struct str s, size_t n);
} copies[] = {
	{ "one word changed", one_word },
	{ "a letter left out", typo },
	{ "last words cut, [...] Read more", cut_behind_sentence },
	{ "the post appeared first on", appeared_first },
	{ "typographic signs", typographic },
	{ "capitals", shouted },
	{ "small letters", small },
	{ "RT @x: and a link", retweet },
	{ "via @x", via },
	{ "two words in front", two_words },
	{ "first two thirds", two_thirds },
	{ "first third", first_third },
}, others[] = {
	{ "a not put in", with_not },
	{ "another number", other_number },
	{ "another name", other_name },
	{ "the contrary", contrary },
};
enum {
	COPIES = sizeof(copies) / sizeof(copies[0]),
	OTHERS = sizeof(others) / sizeof(others[0])
};

static void
read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while (getline(&line, &size, f) > 0 && nposts < POSTS_MAX) {
		json_t *o = json_loads(line, 0, NULL);
		const char *s = json_string_value(json_object_get(o, "text"));
		struct post *p = &posts[nposts];

		/* Links do not count, but their words would be changed. */
		if (s == NULL || strlen(s) > TEXT_MAX / 3 ||
		    strstr(s, "http") != NULL)
			continue;
		p->kind = POST_COMMENT;
		p->text = (struct str){ strdup(s), strlen(s) };
		p->stars = (int)json_integer_value(json_object_get(o, "stars"));
		p->has_print =
		    fingerprint_of(STR(""), p->text, NULL, 0, &p->print);
		nposts += p->has_print;
		json_decref(o);
	}
	free(line);
	fclose(f);
}

/* 12 to 19 words, to 39, to 79, more */
static size_t
class_of(size_t words)
{

	return (words < 20 ? 0 : words < 40 ? 1 : words < 80 ? 2 : 3);
}

struct tally {
	size_t asked[CLASSES], near[CLASSES], found[CLASSES];
};

static void
look_for(const struct neardup *index, struct alike *a, size_t which,
    struct tally *t)
{
	struct near near[NEARDUP_FOUND];
	struct post copy = { .kind = POST_COMMENT, .text = { text, len } };
	size_t c = class_of(words_count(posts[which].text));
	bool seen = false, found = false;

	if (!fingerprint_of(STR(""), copy.text, NULL, 0, &copy.print))
		return;
	t->asked[c]++;
	alike_later(a, &copy);
	for (size_t i = neardup_find(index, &copy.print, near); i > 0; i--) {
		size_t it = (size_t)near[i - 1].post_id;

		if (it != which && !str_eq(posts[it].text, posts[which].text))
			continue;
		seen = true;
		found |= alike_is(a, &posts[it]);
	}
	t->near[c] += seen;
	t->found[c] += found;
}

static void
tell(const char *name, const struct tally *t)
{
	size_t asked = 0, near = 0, found = 0;

	printf("%-33s", name);
	for (size_t c = 0; c < CLASSES; c++) {
		if (t->asked[c] > 0)
			printf(" %5.1f",
			    100.0 * (double)t->found[c] / (double)t->asked[c]);
		else
			printf("     -");
		asked += t->asked[c];
		near += t->near[c];
		found += t->found[c];
	}
	if (asked > 0)
		printf("  %5.1f %%  (named by the index %5.1f) of %zu\n",
		    100.0 * (double)found / (double)asked,
		    100.0 * (double)near / (double)asked, asked);
	else
		printf("  of none\n");
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3);
}

int
main(int argc, char **argv)
{
	struct neardup *index = neardup_new(), *past = neardup_new();
	struct alike *a = alike_new();
	bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	size_t echoes = 0, asked = 0;
	double since;

	for (int i = 1 + verbose; i < argc; i++)
		read_file(argv[i]);
	if (index == NULL || past == NULL || a == NULL || nposts == 0)
		return (2);
	for (size_t i = 0; i < nposts; i++)
		if (neardup_add(index, &posts[i].print, (int64_t)i) != OK)
			return (2);
	printf("%zu posts of twelve words and more; found in %%, by words: "
	       "12-19 20-39 40-79 80-, all\n",
	    nposts);
	for (size_t k = 0; k < COPIES + OTHERS; k++) {
		struct tally t = { .asked = { 0 } };

		for (size_t i = 0; i < nposts; i++) {
			struct str s = posts[i].text;
			size_t n = words_count(s);

			len = 0;
			if (k < COPIES ? copies[k].dress(s, n)
				       : others[k - COPIES].dress(s, n))
				look_for(index, a, i, &t);
		}
		if (k == COPIES)
			printf("not to be found:\n");
		tell(k < COPIES ? copies[k].name : others[k - COPIES].name, &t);
	}
	since = cpu_us();
	for (size_t i = 0; i < nposts; i++) {
		struct near near[NEARDUP_FOUND];
		size_t n = neardup_find(past, &posts[i].print, near);
		bool is = false;

		if (n > 0)
			alike_later(a, &posts[i]);
		for (size_t k = 0; k < n && !is; k++) {
			const struct post *first = &posts[near[k].post_id];

			asked++;
			is = alike_is(a, first);
			if (is && verbose &&
			    !str_eq(first->text, posts[i].text))
				printf("%u bits\n  %.*s\n  %.*s\n",
				    near[k].distance, STR_ARG(first->text),
				    STR_ARG(posts[i].text));
		}
		echoes += is;
		if (!is && neardup_add(past, &posts[i].print, (int64_t)i) != OK)
			return (2);
	}
	printf("%zu are echoes of earlier ones; %zu comparisons; %.1f us a "
	       "post\n",
	    echoes, asked, (cpu_us() - since) / (double)nposts);
	neardup_free(index);
	neardup_free(past);
	alike_free(a);
	return (0);
}
