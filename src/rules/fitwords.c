/*
 * Phrases out of texts, for the learned lexicon.  Names, numbers, addresses
 * and what people are called online are left out: they do not travel.
 */
#include "fitwords.h"

#include <ctype.h>

#include "earshot/words.h"

/* English function words: they carry the frame of a sentence. */
static const char *const function_words =
    " a about after again all also am an and any are aren't as at be because "
    "been before being but by can can't cannot could couldn't did didn't do "
    "does doesn't doing don't down even ever every few for from get gets got "
    "had has hasn't have haven't having he her here him his how i i'd i'll i'm "
    "i've if in instead into is isn't it it's its just let like made make me "
    "more most much must my need needs never no nor not nothing now of off on "
    "once one only or other our out over own please same she should shouldn't "
    "since so some still such than that that's the their them then there "
    "there's these they they're this those through to too until up us very was "
    "wasn't way we we're were what when where which while who why will wish "
    "with without won't would wouldn't yet you you're your ";

struct token {
	char text[32];
	size_t n;
	bool function;
	bool starts; /* nothing of a phrase goes on across its front */
};

static bool
is_function(const char *word, size_t n)
{
	char padded[40];

	if (n > 30)
		return (false);
	padded[0] = ' ';
	memcpy(padded + 1, word, n);
	padded[n + 1] = ' ';
	padded[n + 2] = '\0';
	return (strstr(function_words, padded) != NULL);
}

/* Letters and inner apostrophes only; false: not for a lexicon. */
static bool
take_word(struct str s, size_t from, size_t to, struct token *ret)
{

	if (to - from >= sizeof(ret->text) ||
	    (from > 0 && strchr("@#/.:_", s.p[from - 1]) != NULL) ||
	    (to < s.n && strchr("/:_@", s.p[to]) != NULL) ||
	    (to + 1 < s.n && s.p[to] == '.' &&
		isalnum((unsigned char)s.p[to + 1])))
		return (false);
	ret->n = 0;
	for (size_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!isalpha(c) && c != '\'')
			return (false);
		ret->text[ret->n++] = (char)tolower(c);
	}
	ret->function = is_function(ret->text, ret->n);
	return (ret->n > 0);
}

/* The words with only space between; false where something else is. */
static bool
only_space(struct str s, size_t from, size_t to)
{

	for (; from < to; from++)
		if (s.p[from] != ' ')
			return (false);
	return (true);
}

static size_t
read_tokens(struct str s, struct token *tokens)
{
	size_t at = 0, from, to, end = 0, n = 0;
	bool broken = true;

	while (n < FIT_WORDS_MAX && words_next(s, &at, &from, &to)) {
		broken |= !only_space(s, end, from);
		end = to;
		if (!take_word(s, from, to, &tokens[n])) {
			broken = true;
			continue;
		}
		tokens[n++].starts = broken;
		broken = false;
	}
	return (n);
}

/* Words [from, from + n) of ${t}, the ${hole}-th (SIZE_MAX: none) a `*`. */
static void
say(const struct token *t, size_t n, size_t hole, fit_phrase *take, void *arg)
{
	char text[FIT_PHRASE_MAX * 2];
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		size_t more = i == hole ? 1 : t[i].n;

		if (i > 0)
			text[length++] = ' ';
		memcpy(text + length, i == hole ? "*" : t[i].text, more);
		length += more;
	}
	if (length <= FIT_PHRASE_MAX)
		take(arg, (struct str){ text, length });
}

/* Three or four words with one content word, not at an end. */
static void
skeleton(const struct token *t, size_t n, fit_phrase *take, void *arg)
{
	size_t hole = SIZE_MAX;

	for (size_t i = 0; i < n; i++)
		if (!t[i].function) {
			if (hole != SIZE_MAX || i == 0 || i == n - 1)
				return;
			hole = i;
		}
	if (hole != SIZE_MAX)
		say(t, n, hole, take, arg);
}

enum status
fit_phrases(struct arena *scratch, struct str text, fit_phrase *take, void *arg)
{
	struct token *tokens;
	struct fold fold;
	enum status st;
	size_t n;

	st = fold_text(scratch, text, &fold);
	tokens = arena_array(scratch, FIT_WORDS_MAX, sizeof(*tokens));
	if (st != OK || tokens == NULL)
		return (E_MEMORY);
	n = read_tokens(fold.text, tokens);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 1; k <= 4 && i + k <= n; k++) {
			if (k > 1 && tokens[i + k - 1].starts)
				break;
			if (k <= 3)
				say(tokens + i, k, SIZE_MAX, take, arg);
			if (k >= 3)
				skeleton(tokens + i, k, take, arg);
		}
	return (OK);
}
