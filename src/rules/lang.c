/*
 * A vote of function words: each counts for the languages that have it, the
 * fewer the more.  Where they leave it open (short posts, headings), everyday
 * words and the look of the others vote too.  Scripts other than Latin are
 * told by their letters.
 */
#include "lang.h"

#include "earshot/utf8.h"

#include "langtable.h"
#include "wordmap.h"

enum {
	LOOK_BYTES = 4096,
	SIGNED_MAX = 64,   /* words whose look is asked */
	CLEAR_WORDS = 24,  /* after so many a clear lead is enough */
	EVERYDAY_BIT = 16, /* tags: function words below it */
};

static const double EVERYDAY = 0.8, SIGNED_MOST = 0.8;

struct lang_words {
	struct wordmap *map; /* tags: bits of languages, twice */
};

static bool
add_words(struct wordmap *map, const char *words, unsigned bit)
{
	struct str rest = str_of(words), word;

	while ((word = str_word(&rest)).n > 0) {
		struct word *entry = wordmap_put(map, word);

		if (entry == NULL)
			return (false);
		entry->tags |= 1u << bit;
	}
	return (true);
}

const struct lang_words *
lang_words_new(struct arena *a)
{
	struct lang_words *w = arena_alloc(a, sizeof(*w));

	if (w == NULL || (w->map = wordmap_new(a)) == NULL)
		return (NULL);
	for (unsigned i = 0; i < LANGUAGES; i++)
		if (!add_words(w->map, lang_rows[i].function, i) ||
		    !add_words(w->map, lang_rows[i].everyday, i + EVERYDAY_BIT))
			return (NULL);
	return (w);
}

static const struct {
	uint32_t from, to;
	const char *code; /* NULL: several languages use it */
} scripts[] = {
	{ 0x370, 0x3ff, "el" },
	{ 0x400, 0x52f, "ru" },
	{ 0x530, 0x58f, "hy" },
	{ 0x590, 0x5ff, "he" },
	{ 0x600, 0x6ff, NULL },
	{ 0x750, 0x77f, NULL },
	{ 0x900, 0x97f, NULL },
	{ 0x980, 0x9ff, "bn" },
	{ 0xb80, 0xbff, "ta" },
	{ 0xe00, 0xe7f, "th" },
	{ 0x10a0, 0x10ff, "ka" },
	{ 0x3040, 0x30ff, "ja" },
	{ 0x4e00, 0x9fff, "zh" },
	{ 0xac00, 0xd7af, "ko" },
};

enum { SCRIPTS = sizeof(scripts) / sizeof(scripts[0]) };

/* Are all bytes of Latin letters and common signs?  Most posts are. */
static bool
only_latin(struct str s)
{
	unsigned char most = 0;

	for (size_t i = 0; i < s.n; i++)
		most =
		    (unsigned char)s.p[i] > most ? (unsigned char)s.p[i] : most;
	return (most < 0xcd); /* U+0340 */
}

/* Cyrillic letters tell Russian from its neighbours. */
struct letters {
	unsigned latin, other;
	unsigned scripts[SCRIPTS];
	unsigned russian, foreign; /* ы э ё; і ї є ў ђ љ њ ћ џ ѓ ќ */
};

static void
count_letter(struct letters *n, uint32_t c)
{

	if (c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
		     : c >= 0xc0 && c < 0x250) {
		n->latin++;
		return;
	}
	for (unsigned i = 0; c >= 0x370 && i < SCRIPTS; i++)
		if (c >= scripts[i].from && c <= scripts[i].to) {
			n->scripts[i]++;
			n->other++;
		}
	n->russian += c == 0x44b || c == 0x44d || c == 0x451;
	n->foreign += (c >= 0x452 && c <= 0x45f) || c == 0x491;
}

/* False: mostly letters of another script; then *${code} says which. */
static bool
mostly_latin(struct str s, const char **code)
{
	struct letters n = { 0 };
	unsigned best = 0;

	if (only_latin(s))
		return (true);
	for (size_t at = 0; at < s.n;)
		count_letter(&n, utf8_next(s, &at));
	if (n.other <= n.latin)
		return (true);
	for (unsigned i = 1; i < SCRIPTS; i++)
		if (n.scripts[i] > n.scripts[best])
			best = i;
	*code = scripts[best].code;
	if (scripts[best].from == 0x400 && (n.foreign > 0 || n.russian == 0))
		*code = NULL;
	/* Japanese mixes kana into Chinese signs. */
	for (unsigned i = 0; i < SCRIPTS; i++)
		if (n.scripts[i] > 0 && scripts[i].from == 0x3040)
			*code = "ja";
	return (false);
}

struct poll {
	const struct lang_words *words;
	struct str text;
	double votes[LANGUAGES];
	size_t nwords;
	int first; /* -1: nobody has a vote */
	double most, second;
};

static void
count(struct poll *p)
{

	p->first = -1;
	p->most = p->second = 0;
	for (int i = 0; i < LANGUAGES; i++) {
		if (p->votes[i] > p->most) {
			p->second = p->most;
			p->most = p->votes[i];
			p->first = i;
		} else if (p->votes[i] > p->second)
			p->second = p->votes[i];
	}
}

/* One word of a long text proves nothing. */
static bool
decided(struct poll *p)
{

	count(p);
	return (p->first >= 0 && p->most > 1.3 * p->second && p->most >= 0.5 &&
		p->most * 25 >= (double)p->nwords);
}

static void
vote(struct poll *p, unsigned bits, double weight)
{

	weight /= __builtin_popcount(bits);
	for (unsigned i = 0; i < LANGUAGES; i++)
		if (bits & 1u << i)
			p->votes[i] += weight;
}

/* The next word; the parts of addresses are none: t.co, @he, #we. */
static bool
next_word(const struct poll *p, size_t *at, struct str *word)
{
	bool parted = false;

	while (word_after(p->text, at, word, &parted))
		if (word->p == p->text.p || word->p[-1] == '\0' ||
		    strchr("./@#_", word->p[-1]) == NULL)
			return (true);
	return (false);
}

static bool
ask_function_words(struct poll *p)
{
	const struct word *entry;
	char room[WORD_MAX];
	struct str word;
	size_t at = 0;

	while (next_word(p, &at, &word)) {
		unsigned bits;

		entry = wordmap_get(p->words->map, word_lower(word, room));
		bits = entry != NULL ? entry->tags & ((1u << EVERYDAY_BIT) - 1)
				     : 0;
		if (bits != 0)
			vote(p, bits, 1);
		if (++p->nwords % CLEAR_WORDS != 0)
			continue;
		count(p);
		if (p->most > 5 && p->most > 3 * p->second)
			return (true);
	}
	return (decided(p));
}

static bool
sign_in(const struct lang_sign *sign, struct str word)
{
	struct str s = str_of(sign->text);

	switch (sign->where) {
	case SIGN_START:
		return (str_starts(word, s));
	case SIGN_END:
		return (word.n > s.n + 1 && str_ends(word, s));
	case SIGN_INSIDE:
		return (str_find(word, s) != SIZE_MAX);
	}
	return (false);
}

/* How a word of no list looks: of several endings the longest counts. */
static void
ask_signs(struct poll *p, struct str word)
{
	double votes[LANGUAGES] = { 0 };
	const struct lang_sign *end = NULL;

	for (unsigned i = 0; i <= lang_nsigns; i++) {
		const struct lang_sign *sign =
		    i < lang_nsigns ? &lang_signs[i] : end;

		if (sign == NULL || (sign != end && !sign_in(sign, word)))
			continue;
		if (i < lang_nsigns && sign->where == SIGN_END) {
			if (end == NULL ||
			    strlen(sign->text) > strlen(end->text))
				end = sign;
			continue;
		}
		for (int k = 0; k < 3; k++)
			votes[sign->votes[k].lang] +=
			    sign->votes[k].tenths / 10.0;
	}
	for (unsigned i = 0; i < LANGUAGES; i++)
		p->votes[i] += votes[i] < SIGNED_MOST ? votes[i] : SIGNED_MOST;
}

static bool
ask_other_words(struct poll *p)
{
	const struct word *entry;
	char room[WORD_MAX];
	struct str word;
	size_t at = 0;

	for (unsigned n = 0; n < SIGNED_MAX && next_word(p, &at, &word);) {
		word = word_lower(word, room);
		entry = wordmap_get(p->words->map, word);
		if (entry == NULL && word.n > 2) {
			ask_signs(p, word);
			n++;
		} else if (entry != NULL && entry->tags >> EVERYDAY_BIT != 0)
			vote(p, entry->tags >> EVERYDAY_BIT, EVERYDAY);
	}
	return (decided(p));
}

struct lang_guess
lang_guess(const struct lang_words *w, struct str text)
{
	struct lang_guess guess = { STR("und"), true };
	struct poll p = { .words = w, .text = utf8_cut(text, LOOK_BYTES) };
	const char *code = NULL;

	if (!mostly_latin(p.text, &code)) {
		guess.latin = false;
		if (code != NULL)
			guess.code = str_of(code);
	} else if (ask_function_words(&p) || ask_other_words(&p))
		guess.code = str_of(lang_rows[p.first].code);
	return (guess);
}

/* Codes of ISO 639-2, which some feeds declare, as ISO 639-1 has them, which
 * is what rules and databases go by; NULL: it declares nothing. */
static const struct {
	const char *three, *two;
} longer[] = {
	{ "cat", "ca" },
	{ "ces", "cs" },
	{ "cze", "cs" },
	{ "dan", "da" },
	{ "deu", "de" },
	{ "dut", "nl" },
	{ "eng", "en" },
	{ "fin", "fi" },
	{ "fra", "fr" },
	{ "fre", "fr" },
	{ "ger", "de" },
	{ "ita", "it" },
	{ "lav", "lv" },
	{ "mis", NULL },
	{ "mul", NULL },
	{ "nld", "nl" },
	{ "nor", "no" },
	{ "pol", "pl" },
	{ "por", "pt" },
	{ "rus", "ru" },
	{ "spa", "es" },
	{ "swe", "sv" },
	{ "tur", "tr" },
	{ "und", NULL },
};

bool
lang_shorter(struct str code, const char **ret)
{

	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++)
		if (str_ieq(code, str_of(longer[i].three))) {
			*ret = longer[i].two;
			return (true);
		}
	return (false);
}

struct str
lang_primary(struct arena *a, struct str declared)
{
	struct str s = str_trim(declared);
	const char *two;
	size_t n = 0;
	char *p;

	while (n < s.n && ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z'))
		n++;
	if (n < 2 || n > 3 || (n < s.n && s.p[n] != '-' && s.p[n] != '_'))
		return ((struct str){ NULL, 0 });
	p = arena_alloc(a, n + 1);
	if (p == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(s.p[i] | 0x20);
	s = (struct str){ p, n };
	if (!lang_shorter(s, &two))
		return (s);
	return (two != NULL ? str_of(two) : (struct str){ NULL, 0 });
}
