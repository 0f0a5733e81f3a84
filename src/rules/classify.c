/*
 * One post's way through the workshop: language, fields, hits, evidence,
 * scores.  All scratch is the classifier's own and is reused.
 */
#include "earshot/classify.h"

#include <stdlib.h>

#include "lang.h"
#include "score.h"
#include "sentiment.h"

enum { SCRATCH_MAX = 64 << 20 };

struct classifier {
	struct ruleset *rs;
	struct arena *arena;
	struct matcher matcher;
};

struct classifier *
classifier_new(struct ruleset *rs)
{
	struct classifier *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return (NULL);
	c->rs = ruleset_ref(rs);
	c->arena = arena_new(SCRATCH_MAX);
	if (matcher_init(&c->matcher, rs) != OK || c->arena == NULL) {
		classifier_free(c);
		return (NULL);
	}
	return (c);
}

void
classifier_free(struct classifier *c)
{

	if (c == NULL)
		return;
	matcher_close(&c->matcher);
	arena_free(c->arena);
	ruleset_unref(c->rs);
	free(c);
}

static struct str
field_of_input(const struct classify_input *in, enum field field)
{

	switch (field) {
	case FIELD_TITLE:
		return (in->title);
	case FIELD_TEXT:
		return (in->text);
	case FIELD_AUTHOR:
		return (in->author);
	case FIELD_URL:
		return (in->url);
	case FIELD_TAGS:
		return (in->tags);
	default:
		return ((struct str){ NULL, 0 });
	}
}

/* The language, and the bits of the languages whose rules listen. */
static uint64_t
settle_language(const struct classifier *c, struct arena *a,
    const struct classify_input *in, const struct field_text *fields,
    struct verdict *v)
{
	const struct ruleset *rs = c->rs;
	struct lang_guess guess = { STR("und"), true };
	uint64_t langs = 1;
	int known;

	v->lang = lang_primary(a, in->lang);
	if (v->lang.p == NULL) {
		guess = lang_guess(rs->lang_words,
		    fields[FIELD_TEXT].fold.text.n > 0
			? fields[FIELD_TEXT].fold.text
			: fields[FIELD_TITLE].fold.text);
		v->lang = guess.code;
	}
	known = set_lang(rs, v->lang);
	if (known > 0)
		langs |= UINT64_C(1) << known;
	else if (str_eq(v->lang, STR("und")) && guess.latin)
		langs = UINT64_MAX; /* a word or two: all may listen */
	v->abstained = langs == 1 && !rs->any_language;
	return (langs);
}

static enum status
prepare(struct classifier *c, const struct classify_input *in,
    struct field_text fields[FIELDS])
{
	enum status st = OK;

	memset(fields, 0, FIELDS * sizeof(*fields));
	for (int f = 0; f < FIELDS && st == OK; f++) {
		struct str s = field_of_input(in, (enum field)f);

		if (s.n == 0 || (c->rs->fields & 1u << f) == 0)
			continue;
		st = field_prepare(c->arena, s,
		    f == FIELD_TEXT ? in->quotes : NULL,
		    f == FIELD_TEXT ? in->nquotes : 0, &fields[f]);
	}
	return (st);
}

enum status
classify(struct classifier *c, struct arena *a, const struct classify_input *in,
    struct verdict *ret)
{
	struct field_text fields[FIELDS];
	struct weighing w = { .matcher = &c->matcher,
		.fields = fields,
		.arena = a,
		.scratch = c->arena };
	struct verdict v = { .primary = SIGNAL_NONE };
	enum status st;
	uint64_t langs;
	int lang;

	arena_reset(c->arena);
	st = prepare(c, in, fields);
	if (st != OK)
		return (st);
	langs = settle_language(c, a, in, fields, &v);
	v.truncated = fields[FIELD_TEXT].truncated;
	lang = set_lang(c->rs, v.lang);
	w.words = c->rs->scopes[lang > 0 ? lang : 0];
	w.verdict = &v;
	matcher_search(&c->matcher, fields, langs);
	st = weigh_rules(&w);
	if (st == OK)
		st = score_verdict(&w, in->stars);
	if (st != OK || arena_failed(a))
		return (E_MEMORY);
	sentiment_of(c->rs, lang > 0 ? lang : 0, fields, &v);
	*ret = v;
	return (OK);
}
