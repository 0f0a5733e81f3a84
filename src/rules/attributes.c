/*
 * What may stand indented below a rule, a topic, an also or an override: one
 * table, one small reader an attribute.
 */
#include <stdlib.h>

#include "alternatives.h"
#include "mend.h"
#include "rulereader.h"
#include "wordset.h"

static void
read_signal(struct reader *r, struct scan *s)
{
	int i = wordset_read(r->book, s, &wordset_signals, NULL);

	if (i >= 0)
		r->open->signal =
		    (enum signal)signal_of(str_of(wordset_signals.names[i]));
	else if (r->open->signal == SIGNAL_NONE)
		r->open->signal = SIGNAL_IDEA; /* it was meant; one fault */
}

static void
read_facet(struct reader *r, struct scan *s)
{
	int i = wordset_read(r->book, s, &wordset_facets, NULL);

	if (i >= 0)
		r->open->facet =
		    (enum facet)facet_of(str_of(wordset_facets.names[i]));
}

static void
read_target(struct reader *r, struct scan *s)
{
	int i = wordset_read(r->book, s, &wordset_targets, NULL);

	if (i >= 0)
		r->open->target =
		    (enum target)target_of(str_of(wordset_targets.names[i]));
}

static void
read_weight(struct reader *r, struct scan *s)
{

	if (wordset_weight(r->book, s, NULL, &r->open->weight))
		r->open->has_weight = true;
}

static void
read_once(struct reader *r, struct scan *s)
{

	(void)s;
	r->open->once = true;
}

static void
read_negatable(struct reader *r, struct scan *s)
{

	(void)s;
	r->open->negatable = true;
}

static void
read_in(struct reader *r, struct scan *s)
{
	int i;

	do {
		i = wordset_read(r->book, s, &wordset_fields, NULL);
		if (i >= 0)
			r->open->fields |=
			    1u << field_of(str_of(wordset_fields.names[i]));
		/* A comma or `and` between fields is forgiven. */
		if (!scan_end(s) && s->s.p[s->at] == ',')
			s->at++;
		if (str_ieq(scan_peek(s), STR("and")))
			scan_word(s);
	} while (i >= 0 && attribute_of(scan_peek(s)) == NULL &&
		 wordset_near(&wordset_fields, scan_peek(s)));
}

/* Free text: to the end; quotes round the whole of it are forgiven. */
static struct str
read_text(struct scan *s)
{
	struct str text = scan_rest(s);
	size_t open, close;

	if (text.n < 2 || (open = ruletext_quote(text, 0)) == 0)
		return (text);
	for (close = open; close < text.n; close++)
		if (ruletext_quote(text, close) > 0)
			break;
	if (close < text.n && close + ruletext_quote(text, close) == text.n)
		return (str_sub(text, open, close));
	return (text);
}

static void
read_about(struct reader *r, struct scan *s)
{

	r->open->about = arena_str(r->book->arena, read_text(s));
}

static void
add_example(struct reader *r, struct scan *s, bool yes)
{
	struct example **end = &r->open->examples, *e;
	struct place at;

	scan_space(s);
	at = scan_place(s);
	e = arena_alloc(r->book->arena, sizeof(*e));
	if (e == NULL)
		return;
	e->yes = yes;
	e->at = at;
	e->text = arena_str(r->book->arena, read_text(s));
	if (e->text.n == 0) {
		book_fault(r->book, false, &at,
		    yes ? "write a sentence that this rule must hear"
			: "write a sentence that this rule must not hear");
		return;
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = e;
}

static void
read_yes(struct reader *r, struct scan *s)
{

	add_example(r, s, true);
}

static void
read_no(struct reader *r, struct scan *s)
{

	add_example(r, s, false);
}

static void
read_say(struct reader *r, struct scan *s)
{
	struct pattern **end = &r->open->says;

	r->open->spoke = true;
	while (*end != NULL)
		end = &(*end)->next;
	if (!scan_end(s) && s->s.p[s->at] == '/') {
		struct place at = scan_place(s);

		book_fault(r->book, false, &at,
		    "a /pattern/ goes on a `match` line");
	} else
		alternatives_read(r->book, s, NULL, &end, NULL);
	s->at = s->s.n;
}

static void
read_match(struct reader *r, struct scan *s)
{
	struct pattern **end = &r->open->says;

	r->open->spoke = true;
	while (*end != NULL)
		end = &(*end)->next;
	alternatives_regex(r->book, s, &end);
	s->at = s->s.n;
}

static void
read_unless(struct reader *r, struct scan *s)
{
	struct pattern **end = &r->open->unlesses;

	while (*end != NULL)
		end = &(*end)->next;
	if (!scan_end(s) && s->s.p[s->at] == '/')
		alternatives_regex(r->book, s, &end);
	else
		alternatives_read(r->book, s, NULL, &end, NULL);
	s->at = s->s.n;
}

static void
read_near(struct reader *r, struct scan *s)
{

	condition_read(r, s, false);
}

static void
read_need(struct reader *r, struct scan *s)
{

	condition_read(r, s, true);
}

enum {
	WHOLE = BODY_RULE | BODY_OVERRIDE,
	SPOKEN = WHOLE | BODY_ALSO | BODY_TOPIC
};

/* What stands behind the word. */
enum shape { NOTHING, ONE_OF, WEIGHT, PHRASES, PATTERN, TEXT };

static const struct attribute attributes[] = {
	{ "about", false, true, WHOLE | BODY_TOPIC, COMMENT_PLAIN, read_about,
	    TEXT, NULL },
	{ "signal", true, true, WHOLE, COMMENT_PLAIN, read_signal, ONE_OF,
	    &wordset_signals },
	{ "facet", true, true, WHOLE, COMMENT_PLAIN, read_facet, ONE_OF,
	    &wordset_facets },
	{ "target", true, true, WHOLE, COMMENT_PLAIN, read_target, ONE_OF,
	    &wordset_targets },
	{ "weight", true, true, WHOLE, COMMENT_PLAIN, read_weight, WEIGHT,
	    &wordset_weights },
	{ "once", true, false, WHOLE, COMMENT_PLAIN, read_once, NOTHING, NULL },
	{ "negatable", true, false, WHOLE, COMMENT_PLAIN, read_negatable,
	    NOTHING, NULL },
	{ "in", true, false, WHOLE | BODY_TOPIC, COMMENT_PLAIN, read_in, ONE_OF,
	    &wordset_fields },
	{ "say", false, false, SPOKEN, COMMENT_QUOTES, read_say, PHRASES,
	    NULL },
	{ "match", false, false, SPOKEN, COMMENT_SLASHES, read_match, PATTERN,
	    NULL },
	{ "unless", false, false, SPOKEN, COMMENT_QUOTES, read_unless, PHRASES,
	    NULL },
	{ "near", false, false, WHOLE | BODY_ALSO, COMMENT_QUOTES, read_near,
	    PHRASES, NULL },
	{ "need", false, false, WHOLE | BODY_ALSO, COMMENT_QUOTES, read_need,
	    PHRASES, NULL },
	{ "yes", false, false, SPOKEN, COMMENT_PLAIN, read_yes, TEXT, NULL },
	{ "no", false, false, SPOKEN, COMMENT_PLAIN, read_no, TEXT, NULL },
};

enum { NATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]) };

/* What people call them elsewhere. */
static const struct {
	const char *word, *attribute;
} aliases[] = { { "description", "about" }, { "title", "about" },
	{ "example", "yes" }, { "except", "unless" }, { "exclude", "unless" },
	{ "not", "unless" }, { "phrase", "say" }, { "phrases", "say" },
	{ "says", "say" }, { "words", "say" }, { "keyword", "say" },
	{ "keywords", "say" }, { "pattern", "match" }, { "regex", "match" },
	{ "regexp", "match" }, { "require", "need" }, { "requires", "need" },
	{ "needs", "need" }, { "score", "weight" }, { "strength", "weight" },
	{ "category", "signal" }, { "type", "signal" }, { "field", "in" },
	{ "fields", "in" } };

static struct str
without_colon(struct str word)
{

	if (word.n > 1 && str_ends(word, STR(":")))
		word.n--;
	return (word);
}

const struct attribute *
attribute_at(size_t i)
{

	return (i < NATTRIBUTES ? &attributes[i] : NULL);
}

const struct attribute *
attribute_of(struct str word)
{

	word = without_colon(word);
	for (size_t i = 0; i < NATTRIBUTES; i++)
		if (str_ieq(word, str_of(attributes[i].word)))
			return (&attributes[i]);
	return (NULL);
}

const struct attribute *
attribute_meant(struct str word, bool *ret_clear)
{
	const char *names[NATTRIBUTES + 1], *near = NULL;

	*ret_clear = false;
	word = without_colon(word);
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (str_ieq(word, str_of(aliases[i].word)))
			near = aliases[i].attribute;
	for (size_t i = 0; i < NATTRIBUTES; i++)
		names[i] = attributes[i].word;
	names[NATTRIBUTES] = NULL;
	if (near == NULL)
		near = mend_near(word, names, ret_clear);
	return (near != NULL ? attribute_of(str_of(near)) : NULL);
}

bool
attribute_fits(const struct attribute *a, struct str rest, bool strict)
{
	struct str word = str_word(&rest);
	const struct attribute *next = attribute_of(word);
	double weight;

	rest = str_trim(rest);
	switch (a->shape) {
	case NOTHING:
		return (word.n == 0 || (next != NULL && next->shares));
	case WEIGHT:
		if (!weight_of(word, &weight) && !wordset_near(a->set, word))
			return (false);
		break;
	case ONE_OF:
		if (!wordset_near(a->set, word))
			return (false);
		break;
	case PHRASES:
		if (!strict)
			return (word.n > 0);
		return (word.n > 1 && ruletext_quote(word, 0) > 0 &&
			(rest.n > 0 ? rest : word)
				.p[(rest.n > 0 ? rest : word).n - 1] == '"');
	case PATTERN:
		return (word.n > 1 && word.p[0] == '/');
	default:
		return (!strict && word.n > 0);
	}
	/* Nothing else behind it, if it is to be beyond doubt. */
	word = str_word(&rest);
	next = attribute_of(word);
	return (!strict || word.n == 0 || (next != NULL && next->shares));
}

/* signal = idea: forgiven with a word. */
static void
skip_equals(struct reader *r, const struct attribute *a, struct scan *s)
{
	struct str sign = scan_peek(s);
	struct place at;

	if (a->shape == TEXT ||
	    (!str_eq(sign, STR("=")) && !str_eq(sign, STR(":"))))
		return;
	at = scan_place(s);
	book_fault(r->book, false, &at, "leave out the %.*s: %s ...",
	    STR_ARG(sign), a->word);
	scan_word(s);
}

static void
read_checked(struct reader *r, const struct attribute *a,
    const struct place *at, struct scan *s)
{
	size_t i = (size_t)(a - attributes);
	unsigned bit = 1u << i;

	if ((a->bodies & r->body) == 0) {
		book_fault(r->book, false, at, "`%s` cannot stand below %s",
		    a->word, r->body == BODY_TOPIC ? "a topic" : "`also`");
		s->at = s->s.n;
		return;
	}
	skip_equals(r, a, s);
	if (a->once && (r->given & bit) != 0) {
		if ((r->guessed & bit) == 0)
			book_fault(r->book, false, at, "`%s` is given twice",
			    a->word);
		/* What was taken for it was something else. */
		if (r->guesses[i] != NULL)
			r->guesses[i]->withdrawn = true;
		r->guesses[i] = NULL;
		r->guessed &= ~bit;
	}
	r->given |= bit;
	a->read(r, s);
}

bool
attribute_guess(struct reader *r, const struct attribute *a, bool clear,
    const struct place *at, struct str word)
{
	size_t i = (size_t)(a - attributes);
	unsigned bit = 1u << i;

	book_fault(r->book, false, at, "unknown word %.*s: did you mean %s?",
	    STR_ARG(without_colon(word)), a->word);
	if (!clear || (a->bodies & r->body) == 0 ||
	    (a->once && (r->given & bit) != 0))
		return (false);
	r->guessed |= bit;
	r->guesses[i] = mend_at(r->book, at, word, str_of(a->word), "misspelt");
	return (true);
}

/* What cannot share its line; ${word} stands at ${at}. */
static const struct attribute *
next_shared(struct reader *r, const struct place *at, struct str word,
    struct scan *s)
{
	const struct attribute *a = attribute_of(word);
	bool clear;

	if (a != NULL && a->shares) {
		mend_case(r->book, at, word, a->word);
		return (a);
	}
	if (a != NULL) {
		book_fault(r->book, false, at, "`%s` needs a line of its own",
		    a->word);
		return (NULL);
	}
	a = attribute_meant(word, &clear);
	if (a == NULL) {
		book_fault(r->book, false, at,
		    "nothing more can stand here; a line may hold signal, "
		    "facet, target, weight, once, negatable and in");
		return (NULL);
	}
	clear &=
	    a->shares && attribute_fits(a, str_sub(s->s, s->at, s->s.n), false);
	return (attribute_guess(r, a, clear, at, word) ? a : NULL);
}

void
attribute_read(struct reader *r, const struct attribute *a, struct scan *s)
{
	struct place at = value_place(s->value, 0);

	read_checked(r, a, &at, s);
	while (!scan_end(s)) {
		struct str word;

		at = scan_place(s);
		word = scan_word(s);
		a = next_shared(r, &at, word, s);
		if (a == NULL)
			return;
		read_checked(r, a, &at, s);
	}
}
