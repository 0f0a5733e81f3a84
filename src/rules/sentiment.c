/*
 * Valences of words, turned by negators, raised by boosters, weighed towards
 * what stands behind "but"; the sum squeezed into -1..1.
 */
#include "sentiment.h"

#include <math.h>

#include "earshot/utf8.h"

#include "scope.h"
#include "wordmap.h"

enum { BACK = 3 };

/* The sum's scale: at 15 a single strong word gives about .6. */
static const double SCALE = 15, NEGATED = -0.74, BOOSTED = 0.29,
		    AFTER_BUT = 1.5, BEFORE_BUT = 0.5;

static void
read_line(struct book *b, const struct valence_file *f,
    const struct ruletext *t, struct wordmap *m)
{
	struct str line = str_trim(t->line), word;
	struct place at = { f->path, t->number, 1, t->line };
	size_t cut = line.n;
	struct word *entry;
	double v;

	if (line.n == 0 || line.p[0] == '#')
		return;
	while (cut > 0 && line.p[cut - 1] != '\t' && line.p[cut - 1] != ' ')
		cut--;
	word = str_trim(str_sub(line, 0, cut));
	if (word.n == 0 || word.n > WORD_MAX ||
	    !str_to_double(str_sub(line, cut, line.n), &v) || v < -4 || v > 4) {
		book_fault(b, false, &at,
		    "a line is a word, a tab and a number "
		    "from -4 to 4");
		return;
	}
	entry = wordmap_put(m, word);
	if (entry != NULL) /* else the arena remembers */
		entry->value = v;
}

enum status
sentiment_load(struct book *b, struct str lang, struct scope_words *words)
{

	for (const struct valence_file *f = b->valences; f != NULL;
	     f = f->next) {
		struct ruletext t = { .path = f->path };

		if (!str_eq(f->lang, lang))
			continue;
		words->valences = true;
		t.rest = ruletext_plain(b->arena, f->bytes);
		while (ruletext_next(&t))
			read_line(b, f, &t, words->map);
	}
	return (arena_failed(b->arena) ? E_MEMORY : OK);
}

/* A word that was passed. */
struct passed {
	unsigned tags;
	bool parted; /* a sign stood behind it */
};

/* What one pass over the words gathers. */
struct tone {
	const struct scope_words *words;
	double sum;    /* of the present clause */
	double before; /* of the clauses before "but" */
	size_t nwords, capitals, boosters, stretched, exclamations;
	struct passed last[BACK]; /* the words before, the latest first */
};

/* Coooool, nooo: a letter three times. */
static bool
stretched(struct str w)
{

	for (size_t i = 2; i < w.n; i++)
		if (w.p[i] == w.p[i - 1] && w.p[i] == w.p[i - 2] &&
		    (w.p[i] | 0x20) >= 'a' && (w.p[i] | 0x20) <= 'z')
			return (true);
	return (false);
}

/* HELP, not I or TV5. */
static bool
capitals(struct str w)
{

	if (w.n < 3)
		return (false);
	for (size_t i = 0; i < w.n; i++)
		if (!(w.p[i] >= 'A' && w.p[i] <= 'Z') && w.p[i] != '\'')
			return (false);
	return (true);
}

static double
turned(const struct tone *t, double v, bool shouted)
{
	double sign = v > 0 ? 1 : -1;
	bool negated = false;

	if (shouted)
		v += sign * BOOSTED * 2;
	for (int i = 0; i < BACK; i++) {
		if (t->last[i].parted)
			break;
		if (t->last[i].tags & SCOPE_BOOSTER)
			v += sign * BOOSTED;
		else if (t->last[i].tags & SCOPE_NEGATOR &&
			 !(negated && t->words->concord)) {
			v *= NEGATED;
			negated = true;
		}
	}
	return (v);
}

static void
hear_word(struct tone *t, struct str word, bool parted)
{
	char room[WORD_MAX];
	struct str lower = word_lower(word, room);
	const struct word *entry = wordmap_get(t->words->map, lower);
	bool shouted = capitals(word);
	unsigned tags = scope_tags(lower, entry);

	t->nwords++;
	t->capitals += shouted;
	t->stretched += stretched(word);
	t->last[0].parted |= parted;
	t->boosters += (tags & SCOPE_BOOSTER) != 0;
	if (tags & SCOPE_CONTRAST) {
		t->before += t->sum;
		t->sum = 0;
	}
	if (entry != NULL && entry->value != 0)
		t->sum += turned(t, entry->value, shouted);
	for (int i = BACK - 1; i > 0; i--)
		t->last[i] = t->last[i - 1];
	t->last[0] = (struct passed){ tags, false };
}

/* Emoticons and emoji stand between words: tokens with no letter. */
static void
hear_signs(struct tone *t, struct str s)
{
	struct str rest = s, token;
	const struct word *entry;
	char room[WORD_MAX];

	while ((token = str_word(&rest)).n > 0) {
		entry = token.n <= 4 ? wordmap_get(t->words->map,
					   word_lower(token, room))
				     : NULL;
		if (entry != NULL) {
			if (token.p[0] < 'a' || token.p[0] > 'z')
				t->sum += entry->value;
			continue;
		}
		for (size_t at = 0; at < token.n;) {
			size_t from = at;

			if ((uint8_t)token.p[at] < 0xe2) {
				at++;
				continue;
			}
			utf8_next(token, &at);
			entry = wordmap_get(t->words->map,
			    str_sub(token, from, at));
			t->sum += entry != NULL ? entry->value : 0;
		}
	}
}

static bool
has_signs(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0xe2 ||
		    ((s.p[i] == ':' || s.p[i] == ';' || s.p[i] == '=' ||
			 s.p[i] == '<') &&
			i + 1 < s.n && s.p[i + 1] != ' '))
			return (true);
	return (false);
}

static void
hear_sentence(struct tone *t, struct str s)
{
	bool parted = true;
	struct str word;
	size_t at = 0;

	while (word_after(s, &at, &word, &parted)) {
		hear_word(t, word, parted);
		parted = false;
	}
	for (const char *p = s.p;
	     (p = memchr(p, '!', (size_t)(s.p + s.n - p))) != NULL; p++)
		t->exclamations++;
	if (t->words->valences && has_signs(s))
		hear_signs(t, s);
}

static double
at_most(double v, double most)
{

	return (v < most ? v : most);
}

void
sentiment_of(const struct ruleset *rs, int lang,
    const struct field_text *fields, struct verdict *v)
{
	struct tone t = { .words = rs->scopes[lang] };
	double sum, strength, words;

	for (int f = FIELD_TITLE; f <= FIELD_TEXT; f++)
		for (size_t i = 0; i < fields[f].nown; i++)
			hear_sentence(&t, field_sentence(&fields[f], i));
	if (t.nwords == 0)
		return;
	sum = t.before != 0 ? t.before * BEFORE_BUT + t.sum * AFTER_BUT : t.sum;
	if (sum != 0)
		sum += (sum > 0 ? 1 : -1) * BOOSTED *
		       at_most((double)t.exclamations, 4);
	v->sentiment = sum / sqrt(sum * sum + SCALE);
	words = (double)t.nwords;
	strength = 0.25 * at_most((double)t.exclamations, 4) +
		   0.25 * at_most((double)t.boosters, 3) +
		   0.3 * at_most((double)t.stretched, 2) +
		   1.5 * at_most((double)t.capitals / words, 0.6) +
		   0.6 * fabs(v->sentiment);
	v->intensity = 1 - exp(-strength);
}
