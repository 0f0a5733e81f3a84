/*
 * Telling words: from the evidence to its sentences, from those to words, from
 * words to stems.  Light stemming: what it must do is bring paraphrases
 * together, not please grammarians.
 */
#include "earshot/telling.h"

#include <stdio.h>
#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/utf8.h"
#include "earshot/words.h"

#include "plainwords.h"
#include "sides.h"

enum { WORD_MAX = 40, WORDS_READ = 200, PLAIN_MAX = 8 };

struct sentence {
	enum field field;
	uint32_t start, end;
};

static struct str
text_of(const struct telling_from *from, enum field field)
{

	return (field == FIELD_TITLE ? from->title : from->text);
}

static bool
is_space(char c)
{

	return (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* Does a sentence end right before ${at}? */
static bool
ends_at(struct str s, size_t at)
{
	char c = s.p[at - 1];

	if (c == '\n')
		return (true);
	return ((c == '.' || c == '!' || c == '?') &&
		(at == s.n || is_space(s.p[at])));
}

/* The sentence round the words, not too long. */
static struct sentence
sentence_round(struct str s, const struct telling_place *p)
{
	size_t start = p->start, end = p->end;
	size_t first =
	    start > TELLING_SENTENCE / 2 ? start - TELLING_SENTENCE / 2 : 0;
	size_t last;

	while (start > first && !ends_at(s, start))
		start--;
	if (start == first && first > 0)
		while (start < p->start && !is_space(s.p[start]))
			start++;
	while (start < p->start && is_space(s.p[start]))
		start++;
	last = start + TELLING_SENTENCE < s.n ? start + TELLING_SENTENCE : s.n;
	if (end < start + 1)
		end = start + 1;
	while (end < last && !ends_at(s, end))
		end++;
	if (end > s.n)
		end = s.n;
	if (end == last && last < s.n)
		end = utf8_floor(s, end);
	while (end > start && is_space(s.p[end - 1]))
		end--;
	return ((struct sentence){ p->field, (uint32_t)start, (uint32_t)end });
}

/* Those of the strongest evidence first, each once. */
static size_t
find_sentences(const struct telling_from *from,
    struct sentence ret[TELLING_SENTENCES])
{
	bool done[TELLING_PLACES] = { false };
	size_t n = 0;

	for (;;) {
		size_t best = TELLING_PLACES;
		struct sentence s;
		bool there = false;

		for (size_t i = 0; i < from->nplaces && i < TELLING_PLACES;
		     i++) {
			const struct telling_place *p = &from->places[i];

			if (done[i] || p->points <= 0 || p->start >= p->end ||
			    p->end > text_of(from, p->field).n)
				continue;
			if (best == TELLING_PLACES ||
			    p->points > from->places[best].points)
				best = i;
		}
		if (best == TELLING_PLACES || n == TELLING_SENTENCES)
			return (n);
		done[best] = true;
		s = sentence_round(text_of(from, from->places[best].field),
		    &from->places[best]);
		for (size_t i = 0; i < n; i++)
			there |= ret[i].field == s.field &&
				 ret[i].start < s.end && s.start < ret[i].end;
		if (!there)
			ret[n++] = s;
	}
}

/* Latin letters without their accents, apostrophes and hyphens gone, an
 * article before an apostrophe too (l'idée). */
static void
plain_letters(char *word)
{
	/* U+00E0 to U+00FF; the other Latin letters are rare enough. */
	static const char base[] = "aaaaaaaceeeeiiiidnooooo/ouuuuy_y";
	struct str s = str_of(word);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\'' || (c == 0xe2 && i + 2 < s.n &&
				     (unsigned char)s.p[i + 1] == 0x80 &&
				     (unsigned char)s.p[i + 2] == 0x99)) {
			bool article = (n == 1 && word[0] != 'i') ||
				       (n == 2 && word[0] == 'q');

			i += c == '\'' ? 0 : 2;
			n = article && i + 2 < s.n ? 0 : n;
			continue;
		}
		if (c == '-')
			continue;
		if (c == 0xc3 && i + 1 < s.n) {
			unsigned char low = (unsigned char)s.p[i + 1];

			if (low >= 0xa0 && low <= 0xbf) {
				word[n++] = base[low - 0xa0];
				i++;
				continue;
			}
		}
		word[n++] = s.p[i];
	}
	word[n] = '\0';
}

static bool
cut(char *word, const char *ending, size_t least)
{
	size_t n = strlen(word), e = strlen(ending);

	if (n < e + least || strcmp(word + n - e, ending) != 0)
		return (false);
	word[n - e] = '\0';
	return (true);
}

static void
stem_english(char *word)
{
	size_t n;

	if (cut(word, "ies", 3)) {
		n = strlen(word);
		word[n] = 'y';
		word[n + 1] = '\0';
	} else if (strlen(word) > 3) {
		n = strlen(word);
		if (word[n - 1] == 's' && word[n - 2] != 's' &&
		    word[n - 2] != 'u' && word[n - 2] != 'i')
			word[n - 1] = '\0';
	}
	if (!cut(word, "ing", 3) && !cut(word, "ed", 3))
		(void)cut(word, "ly", 4);
	(void)cut(word, "e", 3);
	n = strlen(word);
	if (n > 3 && word[n - 1] == word[n - 2])
		word[n - 1] = '\0';
}

static void
stem_spanish(char *word)
{

	(void)cut(word, "s", 3);
	if (!cut(word, "iendo", 3) && !cut(word, "ando", 3))
		(void)cut(word, "mente", 4);
	if (!cut(word, "a", 3) && !cut(word, "o", 3))
		(void)cut(word, "e", 3);
}

static void
stem_french(char *word)
{

	if (!cut(word, "s", 3))
		(void)cut(word, "x", 3);
	(void)cut(word, "ement", 3);
	if (!cut(word, "er", 4) && !cut(word, "ez", 4)) {
		(void)cut(word, "e", 3);
		(void)cut(word, "e", 3);
	}
}

static void
stem(struct str lang, char *word)
{

	if (str_starts(lang, STR("es")))
		stem_spanish(word);
	else if (str_starts(lang, STR("fr")))
		stem_french(word);
	else
		stem_english(word);
}

void
telling_stem(struct str lang, char *word)
{

	plain_letters(word);
	stem(lang, word);
}

static bool
is_number(const char *word)
{

	return (word[strspn(word, "0123456789.,:%")] == '\0');
}

/* Even, but for a word that counts little; 0: none. */
static uint32_t
hash_word(struct str lang, struct str s)
{
	char word[WORD_MAX];
	enum plainness plain;
	uint32_t hash;

	if (s.n >= WORD_MAX)
		return (0);
	memcpy(word, s.p, s.n);
	word[s.n] = '\0';
	plain_letters(word);
	plain = plain_find(lang, word);
	if (plain == PLAIN_EMPTY || word[0] == '\0' || word[1] == '\0')
		return (0);
	if (is_number(word))
		plain = PLAIN_WEAK;
	stem(lang, word);
	hash = (uint32_t)(hash_stable64(str_of(word)) >> 32) & ~1U;
	/* None looks like a mark. */
	if (hash != 0 && hash < TELLING_MARK_END)
		hash |= 1U << 31;
	return (hash == 0 ? 0 : hash | (plain == PLAIN_WEAK));
}

/* Words that run together in an address tell nothing. */
static bool
is_address(struct str s, size_t start, size_t end)
{

	while (start > 0 && !is_space(s.p[start - 1]))
		start--;
	while (end < s.n && !is_space(s.p[end]))
		end++;
	s = str_sub(s, start, end);
	return (s.n > 8 && (str_find(s, STR("://")) != SIZE_MAX ||
			       str_istarts(s, STR("www."))));
}

static void
insert(struct telling *t, uint32_t hash)
{
	size_t at = 0;

	while (at < t->n && t->words[at] < hash)
		at++;
	if (at < t->n && t->words[at] == hash)
		return;
	memmove(&t->words[at + 1], &t->words[at],
	    (t->n - at) * sizeof(t->words[0]));
	t->words[at] = hash;
	t->n++;
}

static void
add_word(struct telling *t, uint32_t hash)
{

	if (t->n < TELLING_WORDS)
		insert(t, hash);
}

struct reading {
	struct arena *arena;
	const struct telling_from *from;
	struct str lang;
	struct telling *telling;
	size_t nplain;
	uint32_t plain[PLAIN_MAX]; /* words of the place's name */
	struct sides sides;
};

/* A name that everybody who writes here uses: of a list, of the place, or
 * whom it is addressed to. */
static bool
is_name(const struct reading *r, const struct sentence *s, size_t start,
    size_t end, uint32_t hash)
{
	struct str text = text_of(r->from, s->field);
	size_t token;

	start += s->start;
	end += s->start;
	for (token = start; token > 0 && start - token < WORD_MAX &&
			    !is_space(text.p[token - 1]);)
		if (text.p[--token] == '@')
			return (true);
	for (size_t i = 0; i < r->from->nnames; i++) {
		const struct telling_place *n = &r->from->names[i];

		if (n->field == s->field && n->start < end && start < n->end)
			return (true);
	}
	for (size_t i = 0; i < r->nplain; i++)
		if ((r->plain[i] | 1) == (hash | 1))
			return (true);
	return (false);
}

static enum status
read_word(struct reading *r, struct str word, uint32_t *ret)
{

	*ret = 0;
	if (word.n >= WORD_MAX)
		return (OK);
	word = words_normal(r->arena, word);
	if (word.n > 0)
		*ret = hash_word(r->lang, word);
	return (arena_failed(r->arena) ? E_MEMORY : OK);
}

static enum status
add_words(struct reading *r, const struct sentence *sentence)
{
	struct str s = str_sub(text_of(r->from, sentence->field),
	    sentence->start, sentence->end);
	size_t at = 0, start, end;
	enum status st = OK;

	sides_sentence(&r->sides, s);
	for (int i = 0;
	     st == OK && i < WORDS_READ && words_next(s, &at, &start, &end);
	     i++) {
		uint32_t hash = 0;

		if (!is_address(s, start, end))
			st = read_word(r, str_sub(s, start, end), &hash);
		if (hash != 0 && is_name(r, sentence, start, end, hash))
			hash |= 1;
		if (hash != 0)
			add_word(r->telling, hash);
		sides_word(&r->sides, start, end, hash);
	}
	sides_end(&r->sides);
	return (st);
}

/* In front of the words: they are the smaller numbers, but for few. */
static void
add_marks(struct reading *r)
{
	uint32_t marks[TELLING_MARKS];
	size_t n = sides_marks(&r->sides, marks);

	for (size_t i = 0; i < n && r->telling->n > 0; i++)
		insert(r->telling, marks[i]);
}

static enum status
read_source(struct reading *r)
{
	struct str s = r->from->source;
	size_t at = 0, start, end;
	enum status st = OK;

	while (st == OK && r->nplain < PLAIN_MAX &&
	       words_next(s, &at, &start, &end)) {
		uint32_t hash = 0;

		st = read_word(r, str_sub(s, start, end), &hash);
		if (hash != 0)
			r->plain[r->nplain++] = hash;
	}
	return (st);
}

/* What a list shows of it. */
static void
show(const struct telling_from *from, const struct sentence *s,
    struct telling *ret)
{
	struct str text = text_of(from, s->field);
	size_t end = s->end;

	if (end - s->start > TELLING_TITLE) {
		size_t word;

		end = utf8_floor(text, s->start + TELLING_TITLE);
		word = end;
		while (word > s->start && !is_space(text.p[word]))
			word--;
		if (word > s->start)
			end = word;
	}
	ret->field = s->field;
	ret->start = s->start;
	ret->end = (uint32_t)end;
}

enum status
telling_of(struct arena *a, const struct telling_from *from,
    struct telling *ret)
{
	struct str lang =
	    str_eq(from->lang, STR("es")) || str_eq(from->lang, STR("fr"))
		? from->lang
		: STR("en");
	struct sentence sentences[TELLING_SENTENCES];
	size_t n = find_sentences(from, sentences);
	struct sentence title = { FIELD_TITLE, 0,
		(uint32_t)utf8_cut(from->title, TELLING_SENTENCE).n };
	struct reading r = { .arena = a,
		.from = from,
		.lang = lang,
		.telling = ret };
	bool titled = from->titled && n > 0;
	enum status st;

	*ret = (struct telling){ .n = 0, .field = FIELD_TEXT };
	if (n == 0)
		return (OK);
	show(from, &sentences[0], ret);
	sides_begin(&r.sides, from->signal, lang);
	st = read_source(&r);
	for (size_t i = 0; st == OK && i < n; i++) {
		const struct sentence *s = &sentences[i];

		titled &= s->field != FIELD_TITLE;
		st = add_words(&r, s);
	}
	if (st == OK && titled)
		st = add_words(&r, &title);
	if (st == OK)
		add_marks(&r);
	return (st);
}
