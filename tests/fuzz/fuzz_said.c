/*
 * What two posts say: fingerprints, words, telling words, and whether one
 * repeats the other.  Titles and texts with form feeds between them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "earshot/alike.h"
#include "earshot/fingerprint.h"
#include "earshot/lexis.h"
#include "earshot/telling.h"
#include "earshot/utf8.h"
#include "earshot/words.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, LEXIS_READ = 16384, WORD_MAX = 64 };

static const char link_behind[] = " https://shop.example/a?b=c";

static struct str
with_link(struct arena *a, struct str s)
{

	return (arena_printf(a, "%.*s%s", STR_ARG(s), link_behind));
}

static struct str
capitals(struct arena *a, struct str s)
{
	struct str ret = arena_str(a, s);

	for (size_t i = 0; i < ret.n; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			((char *)(uintptr_t)ret.p)[i] = (char)(s.p[i] - 32);
	return (ret);
}

static void
same_print(const struct post *p, struct str title, struct str text)
{
	struct fingerprint one = { 0 }, other = { 0 };
	bool has =
	    fingerprint_of(p->title, p->text, p->quotes, p->nquotes, &one);

	if (has != fingerprint_of(title, text, p->quotes, p->nquotes, &other) ||
	    one.simhash != other.simhash ||
	    memcmp(one.anchors, other.anchors, sizeof(one.anchors)) != 0)
		abort();
}

static void
check_print(struct arena *a, const struct post *p)
{

	same_print(p, p->title, p->text);
	same_print(p, p->title, with_link(a, p->text));
	same_print(p, capitals(a, p->title), capitals(a, p->text));
}

static void
check_lexis(struct arena *a, const struct post *p, const struct post *q)
{
	uint32_t words[LEXIS_MAX], again[LEXIS_MAX];
	size_t n = lexis_words(p->text, p->quotes, p->nquotes, words, 0), more;

	if (n > LEXIS_MAX)
		abort();
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (words[i] == words[k])
				abort();
	if (p->text.n + sizeof(link_behind) <= LEXIS_READ &&
	    (lexis_words(with_link(a, p->text), p->quotes, p->nquotes, again,
		 0) != n ||
		memcmp(words, again, n * sizeof(words[0])) != 0))
		abort();
	memcpy(again, words, n * sizeof(words[0]));
	more = lexis_words(q->text, NULL, 0, again, n);
	if (more < n || more > LEXIS_MAX ||
	    memcmp(words, again, n * sizeof(words[0])) != 0)
		abort();
}

static bool
is_repeated(struct alike *alike, const struct post *later,
    const struct post *first)
{
	bool ret;

	alike_later(alike, later);
	ret = alike_is(alike, first);
	if (ret != alike_is(alike, first))
		abort();
	return (ret);
}

static void
check_alike(struct arena *a, const struct post *p, const struct post *q)
{
	static struct alike *alike; /* large: one for all */
	struct post linked = *p;
	struct fingerprint print;

	if (alike == NULL && (alike = alike_new()) == NULL)
		abort();
	linked.text = with_link(a, p->text);
	if (is_repeated(alike, p, q) != is_repeated(alike, &linked, q) ||
	    is_repeated(alike, q, p) != is_repeated(alike, q, &linked))
		abort();
	/* Each post repeats itself, if it says enough. */
	if (fingerprint_of(p->title, p->text, p->quotes, p->nquotes, &print) &&
	    !is_repeated(alike, p, p))
		abort();
}

static void
check_telling(struct arena *a, const struct post *p, unsigned seed)
{
	struct telling_place places[3], name;
	struct telling_from from = { .signal = (enum signal)(seed % SIGNALS),
		.title = p->title,
		.text = p->text,
		.lang = seed % 3 == 0   ? STR("es")
			: seed % 3 == 1 ? STR("fr")
					: STR("en"),
		.titled = seed % 2 == 0,
		.places = places,
		.nplaces = 3,
		.names = &name,
		.nnames = 1,
		.source = p->author };
	struct telling t, again;
	struct str field;

	for (size_t i = 0; i < 3; i++) {
		size_t at = seed * (i + 1) * 131 % (p->text.n + 1);

		places[i].field = i == 2 ? FIELD_TITLE : FIELD_TEXT;
		field = i == 2 ? p->title : p->text;
		places[i].start = (uint32_t)utf8_floor(field, at);
		places[i].end =
		    (uint32_t)utf8_floor(field, at + 9 + seed % 900);
		places[i].points = 1 + (double)(seed % (i + 2));
	}
	name = places[1];
	if (telling_of(a, &from, &t) != OK ||
	    telling_of(a, &from, &again) != OK)
		abort();
	if (t.n > TELLING_MAX || t.n != again.n ||
	    memcmp(t.words, again.words, t.n * sizeof(t.words[0])) != 0)
		abort();
	for (size_t i = 0; i < t.n; i++)
		if (t.words[i] <= 1 || (i > 0 && t.words[i] <= t.words[i - 1]))
			abort();
	field = t.field == FIELD_TITLE ? p->title : p->text;
	if (t.start > t.end || t.end > field.n ||
	    t.end - t.start > TELLING_TITLE ||
	    utf8_floor(field, t.start) != t.start ||
	    utf8_floor(field, t.end) != t.end)
		abort();
}

static void
check_stems(const struct post *p)
{
	static const char *const langs[] = { "en", "es", "fr", "" };
	size_t at = 0, start, end;

	for (int i = 0; i < 200 && words_next(p->text, &at, &start, &end); i++)
		for (size_t l = 0; l < sizeof(langs) / sizeof(langs[0]); l++) {
			char word[WORD_MAX];

			snprintf(word, sizeof(word), "%.*s",
			    STR_ARG(str_sub(p->text, start, end)));
			end = start + strlen(word);
			telling_stem(str_of(langs[l]), word);
			if (strlen(word) > end - start)
				abort();
		}
}

static void
read_post(struct arena *a, struct str *rest, struct post *p,
    struct quote quotes[2])
{
	struct str head = str_cut(rest, '\f');

	p->title = utf8_cut(utf8_clean(a, head, NULL), POST_TITLE_MAX);
	head = utf8_clean(a, str_cut(rest, '\f'), NULL);
	p->text = utf8_cut(head, POST_TEXT_MAX);
	p->author = utf8_cut(p->title, 9);
	p->kind = (enum post_kind)(p->title.n % POST_KINDS);
	p->stars = (int)(p->text.n % 2 * 4);
	quotes[0] = (struct quote){ (uint32_t)utf8_floor(p->text, 10),
		(uint32_t)utf8_floor(p->text, 30) };
	quotes[1] = (struct quote){ (uint32_t)utf8_floor(p->text, 90),
		(uint32_t)utf8_floor(p->text, 500) };
	p->quotes = quotes;
	p->nquotes = p->title.n % 3;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct arena *a = arena_new(ARENA_MAX);
	struct post p = { .stars = 0 }, q = { .stars = 0 };
	struct quote of_p[2], of_q[2];

	if (a == NULL)
		abort();
	read_post(a, &rest, &p, of_p);
	read_post(a, &rest, &q, of_q);
	check_print(a, &p);
	check_lexis(a, &p, &q);
	check_alike(a, &p, &q);
	check_telling(a, &p, (unsigned)(p.title.n + p.text.n * 7));
	check_stems(&p);
	arena_free(a);
	return (0);
}
