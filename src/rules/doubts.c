/*
 * Overlaps are told by the phrases' own words, exactly: one phrase is another
 * one, or has all of another one's words in a row.  Only people's own rules are
 * doubted; a shipped pack is its makers' business.
 */
#include "doubts.h"

#include "earshot/words.h"

#include "when.h"

enum {
	TOKENS_MAX = 32,   /* words of a phrase that is compared */
	LANG_WORDS = 8,    /* fewer prove nothing */
	LANG_BYTES = 4096, /* of one rule's words */
};

struct spoken {
	const struct rule *rule;
	const struct pattern *pattern;
};

/* One run: what it allocates is gone at its end. */
struct doubter {
	struct book *book;
	struct arena *scratch;
	struct map *said; /* keys to struct spoken */
	struct buf key;   /* for looking up */
};

/* One alternative of a phrase, cut into words; a group is one. */
struct tokens {
	size_t n;
	struct str v[TOKENS_MAX];
};

static void
lower(char *p, size_t n)
{

	for (size_t i = 0; i < n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] |= 0x20;
}

/* Takes the words up to a | outside parentheses from *${rest}; false: too many
 * of them. */
static bool
cut_alternative(struct str *rest, struct tokens *ret)
{
	size_t depth = 0, start = 0, i;
	bool few = true;

	ret->n = 0;
	for (i = 0; i <= rest->n; i++) {
		char c = i < rest->n ? rest->p[i] : '|';

		depth += c == '(';
		depth -= c == ')' && depth > 0;
		if (i < rest->n && (depth > 0 || strchr(" \t|", c) == NULL))
			continue;
		if (i > start && ret->n < TOKENS_MAX)
			ret->v[ret->n++] = str_sub(*rest, start, i);
		else if (i > start)
			few = false;
		start = i + 1;
		if (c == '|')
			break;
	}
	*rest = str_sub(*rest, i + 1, rest->n);
	return (few);
}

/* What is the same for two phrases that hear the same words; good until the
 * next call. */
static struct str
key_of(struct doubter *d, const struct rule *r, struct str lang,
    const struct tokens *t, size_t from, size_t to)
{

	buf_clear(&d->key);
	buf_printf(&d->key, "%d %.*s:", (int)r->signal, STR_ARG(lang));
	for (size_t i = from; i < to; i++) {
		buf_addc(&d->key, ' ');
		buf_add(&d->key, t->v[i]);
	}
	return (buf_failed(&d->key) ? STR("") : buf_str(&d->key));
}

static unsigned
fields_of(const struct rule *r)
{

	return (
	    r->fields != 0 ? r->fields : 1u << FIELD_TITLE | 1u << FIELD_TEXT);
}

/* Does ${shorter} hear each post in which these words stand? */
static bool
hears_all(const struct rule *shorter, const struct rule *longer)
{

	for (const struct condition *c = shorter->conditions; c != NULL;
	     c = c->next)
		if (c->required)
			return (false);
	/* One that takes away is meant to meet one that gives. */
	return ((fields_of(longer) & ~fields_of(shorter)) == 0 &&
		(shorter->weight < 0) == (longer->weight < 0));
}

/* The rule that hears these words of ${r} too; NULL: none. */
static const struct spoken *
same_words(struct doubter *d, const struct rule *r, const struct tokens *t,
    size_t from, size_t to)
{
	const struct str langs[] = { r->lang, { NULL, 0 } };

	for (size_t i = 0; i < (r->lang.n > 0 ? 2 : 1); i++) {
		const struct spoken *s =
		    map_get(d->said, key_of(d, r, langs[i], t, from, to));

		if (s != NULL && s->rule != r && hears_all(s->rule, r) &&
		    (s->rule->tier == TIER_OWN || r->tier == TIER_OWN))
			return (s);
	}
	return (NULL);
}

static struct str
joined(struct arena *a, const struct tokens *t, size_t from, size_t to)
{
	struct buf text = BUF_INIT(200);
	struct str ret;

	for (size_t i = from; i < to; i++)
		buf_printf(&text, "%s%.*s", i > from ? " " : "",
		    STR_ARG(t->v[i]));
	ret = buf_failed(&text) ? STR("...") : arena_str(a, buf_str(&text));
	buf_free(&text);
	return (ret);
}

static void
warn(struct book *b, const struct rule *r, const struct pattern *p,
    const struct spoken *s, struct str words, bool all)
{
	bool mine = p->at.file != NULL && r->tier == TIER_OWN;
	const struct place *at = mine ? &p->at : &s->pattern->at;
	const struct spoken me = { r, p };
	const struct spoken *other = mine ? s : &me;

	if (all)
		book_fault(b, true, at,
		    "%.*s hears \"%.*s\" too (%s:%u), and both count: leave it "
		    "to one of them",
		    STR_ARG(other->rule->name), STR_ARG(words),
		    other->pattern->at.file, other->pattern->at.line);
	else
		book_fault(b, true, at,
		    "%.*s hears \"%.*s\" %s (%s:%u), and both count: leave it "
		    "to one of them, or give it a `need`",
		    STR_ARG(other->rule->name), STR_ARG(words),
		    mine ? "already" : "in longer phrases",
		    other->pattern->at.file, other->pattern->at.line);
}

/* One alternative against all; at most one warning.  True: it was given. */
static bool
compare(struct doubter *d, const struct rule *r, const struct pattern *p,
    const struct tokens *t)
{
	const struct spoken *s;

	for (size_t n = t->n; n > 0; n--)
		for (size_t from = 0; from + n <= t->n; from++) {
			s = same_words(d, r, t, from, from + n);
			if (s == NULL)
				continue;
			warn(d->book, r, p, s,
			    joined(d->scratch, t, from, from + n), n == t->n);
			return (true);
		}
	return (false);
}

/* The folded, small text of a phrase; {NULL,0}: it is not compared. */
static struct str
words_of(struct doubter *d, const struct pattern *p)
{
	struct fold fold;
	struct str s;
	char *copy;

	if (p->regex || fold_text(d->scratch, p->source, &fold) != OK)
		return ((struct str){ NULL, 0 });
	s = fold.text;
	copy = arena_alloc(d->scratch, s.n + 1);
	if (copy == NULL)
		return ((struct str){ NULL, 0 });
	memcpy(copy, s.p, s.n);
	lower(copy, s.n);
	return ((struct str){ copy, s.n });
}

static enum status
remember(struct doubter *d, const struct rule *r)
{
	enum status st = OK;

	for (const struct pattern *p = r->says; p != NULL && st == OK;
	     p = p->next) {
		struct str rest = words_of(d, p);
		struct tokens t;

		while (rest.n > 0 && st == OK) {
			struct spoken *s;
			struct str key;

			if (!cut_alternative(&rest, &t) || t.n == 0)
				continue;
			key = arena_str(d->scratch,
			    key_of(d, r, r->lang, &t, 0, t.n));
			s = arena_alloc(d->scratch, sizeof(*s));
			if (key.p == NULL || s == NULL)
				return (E_MEMORY);
			*s = (struct spoken){ r, p };
			/* The first one is the one to point at. */
			if (map_get(d->said, key) == NULL)
				st = map_put(d->said, key, s);
		}
	}
	return (st);
}

static void
doubt_overlaps(struct doubter *d, const struct rule *r)
{

	for (const struct pattern *p = r->says; p != NULL; p = p->next) {
		struct str rest = words_of(d, p);
		struct tokens t;

		while (rest.n > 0)
			if (cut_alternative(&rest, &t) && t.n > 0 &&
			    compare(d, r, p, &t))
				return; /* one a rule is enough */
	}
}

/* Languages whose function words are known: others look like them. */
static const struct {
	const char *code, *name;
} languages[] = { { "en", "English" }, { "de", "German" }, { "fr", "French" },
	{ "es", "Spanish" }, { "it", "Italian" }, { "pt", "Portuguese" },
	{ "nl", "Dutch" }, { "pl", "Polish" } };

static const char *
language_name(struct str code)
{

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (str_eq(code, str_of(languages[i].code)))
			return (languages[i].name);
	return (NULL);
}

static void
doubt_language(struct book *b, const struct lang_words *words,
    const struct rule *r)
{
	struct buf text = BUF_INIT(LANG_BYTES);
	const struct place *at = &r->at;
	struct lang_guess guess;

	for (const struct example *e = r->examples; e != NULL; e = e->next) {
		if (e->yes && at == &r->at)
			at = &e->at;
		buf_printf(&text, "%.*s\n", STR_ARG(e->text));
	}
	for (const struct pattern *p = r->says; p != NULL; p = p->next)
		if (!p->regex)
			buf_printf(&text, "%.*s\n", STR_ARG(p->source));
	guess = lang_guess(words, buf_str(&text));
	/* In a few words these two cannot be told apart. */
	if (str_eq(guess.code, STR("pt")) && str_eq(r->lang, STR("es")))
		guess.code = r->lang;
	if (words_count(buf_str(&text)) >= LANG_WORDS &&
	    language_name(r->lang) != NULL &&
	    language_name(guess.code) != NULL && !str_eq(guess.code, r->lang))
		book_fault(b, true, at,
		    "this looks like %s, but `lang %.*s` stands above: put "
		    "`lang %.*s` before the rule, else it listens to %s only",
		    language_name(guess.code), STR_ARG(r->lang),
		    STR_ARG(guess.code), language_name(r->lang));
	buf_free(&text);
}

/* A condition may be written for a rule that was switched off later. */
static void
doubt_condition(struct book *b, const struct when_node *node)
{
	const struct rule *r = node->rule;

	if (r != NULL && r->off && r->silenced != NULL)
		book_fault(b, true, &node->at,
		    "the %s %.*s is off (%s:%u) and never heard: take it out "
		    "of the condition, or switch it on again",
		    r->kind == RULE_TOPIC ? "topic" : "rule", STR_ARG(r->name),
		    r->silenced->at.file, r->silenced->at.line);
	for (const struct when_node *n = node->first; n != NULL; n = n->next)
		doubt_condition(b, n);
}

enum status
doubts_raise(struct book *b, const struct lang_words *words)
{
	struct doubter d = { .book = b,
		.scratch = arena_new(RULE_ARENA_MAX),
		.said = map_new(),
		.key = BUF_INIT(RULE_PATTERN_MAX + 100) };
	enum status st = d.said != NULL && d.scratch != NULL ? OK : E_MEMORY;
	bool own = false;

	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		own |= r->tier == TIER_OWN;
	for (const struct rule *r = b->rules; r != NULL && own && st == OK;
	     r = r->next)
		if (!r->off && r->kind == RULE_RULE)
			st = remember(&d, r);
	for (const struct rule *r = b->rules; r != NULL && own && st == OK;
	     r = r->next) {
		if (r->off)
			continue;
		if (r->kind == RULE_RULE)
			doubt_overlaps(&d, r);
		if (r->tier == TIER_OWN && r->lang.n > 0)
			doubt_language(b, words, r);
	}
	for (const struct when *w = b->whens; w != NULL && st == OK;
	     w = w->next)
		if (w->tier == TIER_OWN)
			doubt_condition(b, w->root);
	if (st == OK && arena_failed(d.scratch))
		st = E_MEMORY;
	map_free(d.said);
	arena_free(d.scratch);
	buf_free(&d.key);
	return (st);
}
