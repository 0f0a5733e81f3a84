/*
 * What may stand indented below a rule, a topic, an also or an override: one
 * table, one small reader an attribute.
 */
#include <stdlib.h>

#include "alternatives.h"
#include "rulereader.h"

static const char signals_help[] =
    "idea, complaint, praise, question, advice or spam";
static const char *const signal_names[] = { "idea", "complaint", "praise",
	"question", "advice", "spam", NULL };
static const char *const facet_names[] = { "think", "feel", "want", "lack",
	"need", NULL };
static const char *const target_names[] = { "product", "service", "process",
	NULL };
static const char *const weight_names[] = { "hint", "weak", "strong", "sure",
	NULL };
static const char *const field_names[] = { "title", "text", "author", "url",
	"tags", NULL };

/* One word of a set; -1: a fault was added. */
static int
read_one_of(struct reader *r, struct scan *s, const char *what,
    const char *const *names, const char *all)
{
	struct place at;
	struct str word;
	const char *near;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	for (int i = 0; names[i] != NULL; i++)
		if (str_ieq(word, str_of(names[i])))
			return (i);
	if (word.n == 0)
		book_fault(r->book, false, &at, "which %s? %s", what, all);
	else if ((near = str_near(word, names)) != NULL)
		book_fault(r->book, false, &at,
		    "no %s is called %.*s: did you mean %s?", what,
		    STR_ARG(word), near);
	else
		book_fault(r->book, false, &at, "no %s is called %.*s: %s",
		    what, STR_ARG(word), all);
	return (-1);
}

static void
read_signal(struct reader *r, struct scan *s)
{
	int i = read_one_of(r, s, "signal", signal_names, signals_help);

	if (i >= 0)
		r->open->signal =
		    (enum signal)signal_of(str_of(signal_names[i]));
	else if (r->open->signal == SIGNAL_NONE)
		r->open->signal = SIGNAL_IDEA; /* it was meant; one fault */
}

static void
read_facet(struct reader *r, struct scan *s)
{
	int i = read_one_of(r, s, "facet", facet_names,
	    "think, feel, want, lack or need");

	if (i >= 0)
		r->open->facet = (enum facet)facet_of(str_of(facet_names[i]));
}

static void
read_target(struct reader *r, struct scan *s)
{
	int i = read_one_of(r, s, "target", target_names,
	    "product, service or process");

	if (i >= 0)
		r->open->target =
		    (enum target)target_of(str_of(target_names[i]));
}

static bool
read_weight_value(struct reader *r, struct scan *s, double *ret)
{
	struct place at;
	struct str word;
	const char *near;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	if (weight_of(word, ret))
		return (true);
	near = str_near(word, weight_names);
	if (near != NULL)
		book_fault(r->book, false, &at,
		    "no weight is called %.*s: did you mean %s?", STR_ARG(word),
		    near);
	else
		book_fault(r->book, false, &at,
		    "a weight is hint, weak, "
		    "strong, sure or a number from -6 to 6");
	return (false);
}

static void
read_weight(struct reader *r, struct scan *s)
{

	if (read_weight_value(r, s, &r->open->weight))
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
	unsigned before = r->open->fields;

	for (;;) {
		struct str word = scan_peek(s);
		int i = 0;

		while (field_names[i] != NULL &&
		       !str_ieq(word, str_of(field_names[i])))
			i++;
		if (field_names[i] == NULL)
			break;
		r->open->fields |= 1u << field_of(str_of(field_names[i]));
		scan_word(s);
	}
	if (r->open->fields == before)
		read_one_of(r, s, "field", field_names,
		    "title, text, author, url or tags");
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

/* within N words, in post, add WEIGHT: in any order. */
static bool
read_modifier(struct reader *r, struct scan *s, struct condition *c)
{
	struct place at = scan_place(s);
	struct str word = scan_word(s);
	int64_t n;

	if (str_ieq(word, STR("within"))) {
		word = scan_word(s);
		if (!str_to_i64(word, &n) || n < 1 || n > 200) {
			book_fault(r->book, false, &at,
			    "write how many words may stand between: within 12 "
			    "words (1 to 200)");
			return (false);
		}
		c->words = (unsigned)n;
		word = scan_peek(s);
		if (str_ieq(word, STR("words")) || str_ieq(word, STR("word")))
			scan_word(s);
		return (true);
	}
	if (str_ieq(word, STR("in"))) {
		word = scan_word(s);
		if (str_ieq(word, STR("post")) ||
		    str_ieq(word, STR("sentence"))) {
			c->in_post = str_ieq(word, STR("post"));
			return (true);
		}
		book_fault(r->book, false, &at,
		    "write in post, or leave it: "
		    "without it the sentence counts");
		return (false);
	}
	if (str_ieq(word, STR("add")) && !c->required)
		return (read_weight_value(r, s, &c->weight));
	if (str_ieq(word, STR("add")))
		book_fault(r->book, false, &at,
		    "`need` adds nothing, it is "
		    "required: `near` adds");
	else
		book_fault(r->book, false, &at,
		    "write within N words, in "
		    "post%s",
		    c->required ? "" : " or add WEIGHT");
	return (false);
}

static void
read_condition(struct reader *r, struct scan *s, bool required)
{
	static const char *const stops[] = { "within", "in post", "in sentence",
		"add", NULL };
	struct condition **end = &r->open->conditions, *c;
	struct pattern **phrases;
	size_t start;
	bool bare = false;

	c = arena_alloc(r->book->arena, sizeof(*c));
	if (c == NULL)
		return;
	c->required = required;
	c->weight = 0.7;
	scan_space(s);
	start = s->at;
	c->at = scan_place(s);
	phrases = &c->phrases;
	if (!alternatives_read(r->book, s, stops, &phrases, &bare))
		goto out;
	/* One bare word may be a list's or a rule's name: link.c decides. */
	if (bare && c->phrases->next == NULL && name_valid(c->phrases->source))
		c->name = c->phrases->source;
	while (!scan_end(s))
		if (!read_modifier(r, s, c))
			goto out;
	c->text = str_trim(str_sub(s->s, start, s->at));
	while (*end != NULL)
		end = &(*end)->next;
	*end = c;
out:
	s->at = s->s.n;
}

static void
read_near(struct reader *r, struct scan *s)
{

	read_condition(r, s, false);
}

static void
read_need(struct reader *r, struct scan *s)
{

	read_condition(r, s, true);
}

enum {
	WHOLE = BODY_RULE | BODY_OVERRIDE,
	SPOKEN = WHOLE | BODY_ALSO | BODY_TOPIC
};

static const struct attribute attributes[] = {
	{ "about", false, true, WHOLE | BODY_TOPIC, COMMENT_PLAIN, read_about },
	{ "signal", true, true, WHOLE, COMMENT_PLAIN, read_signal },
	{ "facet", true, true, WHOLE, COMMENT_PLAIN, read_facet },
	{ "target", true, true, WHOLE, COMMENT_PLAIN, read_target },
	{ "weight", true, true, WHOLE, COMMENT_PLAIN, read_weight },
	{ "once", true, false, WHOLE, COMMENT_PLAIN, read_once },
	{ "negatable", true, false, WHOLE, COMMENT_PLAIN, read_negatable },
	{ "in", true, false, WHOLE | BODY_TOPIC, COMMENT_PLAIN, read_in },
	{ "say", false, false, SPOKEN, COMMENT_QUOTES, read_say },
	{ "match", false, false, SPOKEN, COMMENT_SLASHES, read_match },
	{ "unless", false, false, SPOKEN, COMMENT_QUOTES, read_unless },
	{ "near", false, false, WHOLE | BODY_ALSO, COMMENT_QUOTES, read_near },
	{ "need", false, false, WHOLE | BODY_ALSO, COMMENT_QUOTES, read_need },
	{ "yes", false, false, SPOKEN, COMMENT_PLAIN, read_yes },
	{ "no", false, false, SPOKEN, COMMENT_PLAIN, read_no },
};

enum { NATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]) };

/* What people call them elsewhere. */
static const struct {
	const char *word, *attribute;
} aliases[] = { { "description", "about" }, { "example", "yes" },
	{ "except", "unless" }, { "exclude", "unless" }, { "not", "unless" },
	{ "phrase", "say" }, { "phrases", "say" }, { "says", "say" },
	{ "keyword", "say" }, { "keywords", "say" }, { "pattern", "match" },
	{ "regex", "match" }, { "regexp", "match" }, { "require", "need" },
	{ "requires", "need" }, { "needs", "need" }, { "score", "weight" },
	{ "category", "signal" }, { "type", "signal" } };

const struct attribute *
attribute_of(struct str word)
{

	if (str_ends(word, STR(":")))
		word.n--;
	for (size_t i = 0; i < NATTRIBUTES; i++)
		if (str_ieq(word, str_of(attributes[i].word)))
			return (&attributes[i]);
	return (NULL);
}

const char *
attribute_near(struct str word)
{
	const char *names[NATTRIBUTES + 1];

	if (str_ends(word, STR(":")))
		word.n--;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (str_ieq(word, str_of(aliases[i].word)))
			return (aliases[i].attribute);
	for (size_t i = 0; i < NATTRIBUTES; i++)
		names[i] = attributes[i].word;
	names[NATTRIBUTES] = NULL;
	return (str_near(word, names));
}

static void
read_checked(struct reader *r, const struct attribute *a,
    const struct place *at, struct scan *s)
{
	unsigned bit = 1u << (a - attributes);

	if ((a->bodies & r->body) == 0) {
		book_fault(r->book, false, at, "`%s` cannot stand below %s",
		    a->word, r->body == BODY_TOPIC ? "a topic" : "`also`");
		s->at = s->s.n;
		return;
	}
	if (a->once && (r->given & bit) != 0)
		book_fault(r->book, false, at, "`%s` is given twice", a->word);
	r->given |= bit;
	a->read(r, s);
}

void
attribute_read(struct reader *r, const struct attribute *a, struct scan *s)
{
	struct place at;
	struct str word;
	const char *near;

	at = value_place(s->value, 0);
	read_checked(r, a, &at, s);
	while (!scan_end(s)) {
		at = scan_place(s);
		word = scan_word(s);
		a = attribute_of(word);
		if (a != NULL && a->shares) {
			read_checked(r, a, &at, s);
			continue;
		}
		near = attribute_near(word);
		if (a != NULL)
			book_fault(r->book, false, &at,
			    "`%s` needs a line of its own", a->word);
		else if (near != NULL)
			book_fault(r->book, false, &at,
			    "unknown word %.*s: did you mean %s?",
			    STR_ARG(word), near);
		else
			book_fault(r->book, false, &at,
			    "nothing more can stand here; a line may hold "
			    "signal, facet, target, weight, once, negatable "
			    "and in");
		return;
	}
}
