/*
 * The statements of a rule file: pack, lang, list, rule, topic, when, and what
 * tunes other files' rules.  They only fill the book; link.c makes sense of it.
 */
#include "statements.h"

#include "lang.h"
#include "lists.h"
#include "mend.h"
#include "names.h"
#include "tunes.h"
#include "when.h"

static struct str
full_name(struct reader *r, struct str name)
{

	return (arena_printf(r->book->arena, "%.*s.%.*s", STR_ARG(r->pack),
	    STR_ARG(name)));
}

struct rule *
statement_rule(struct reader *r, struct str name, const struct place *at)
{
	struct rule *rule = arena_alloc(r->book->arena, sizeof(*rule));

	if (rule == NULL)
		return (NULL);
	rule->name = name;
	rule->pack = r->pack;
	rule->lang = r->lang;
	rule->tier = r->tier;
	rule->signal = SIGNAL_NONE;
	rule->weight = 2.5;
	rule->at = *at;
	return (rule);
}

/* A rule's full name is PACK.NAME: the first dot ends the pack. */
static struct str
without_dots(struct reader *r, struct str name, const struct place *at)
{
	struct str plain = arena_str(r->book->arena, name);
	char *p = arena_alloc(r->book->arena, name.n + 1);

	if (p == NULL)
		return (plain);
	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '.' ? '_' : name.p[i];
	plain.p = p;
	book_fault(r->book, false, at, "a pack's name has no dot: write %.*s",
	    STR_ARG(plain));
	mend_at(r->book, at, name, plain, "a pack's name has no dot");
	return (plain);
}

static void
read_pack(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name;

	if (!names_read(r, st, s, NAME_ALONE, &name, &at))
		return;
	if (str_findc(name, '.') != SIZE_MAX)
		name = without_dots(r, name, &at);
	r->pack = name;
}

/* What people call languages. */
static const struct {
	const char *name, *code;
} languages[] = { { "english", "en" }, { "englisch", "en" },
	{ "spanish", "es" }, { "espa\u00f1ol", "es" }, { "french", "fr" },
	{ "fran\u00e7ais", "fr" }, { "german", "de" }, { "deutsch", "de" },
	{ "italian", "it" }, { "italiano", "it" }, { "portuguese", "pt" },
	{ "dutch", "nl" }, { "polish", "pl" }, { "latvian", "lv" },
	{ "all", "any" }, { "every", "any" }, { "sp", "es" } };

static void
read_lang(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str code;
	const char *meant = NULL;

	scan_space(s);
	at = scan_place(s);
	code = scan_word(s);
	r->lang = (struct str){ NULL, 0 };
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (str_ieq(code, str_of(languages[i].name)))
			meant = languages[i].code;
	if (meant == NULL)
		lang_shorter(code, &meant);
	if (meant != NULL && code.n <= 3 && strlen(meant) == 2)
		book_fault(r->book, false, &at,
		    "the code of this language is %s", meant);
	else if (meant != NULL)
		book_fault(r->book, false, &at,
		    "a language is a code of two or three letters: did you "
		    "mean %s?",
		    meant);
	if (!str_ieq(meant != NULL ? str_of(meant) : code, STR("any"))) {
		/* en-GB is English */
		r->lang = lang_primary(r->book->arena,
		    meant != NULL ? str_of(meant) : code);
		if (r->lang.p == NULL) {
			book_fault(r->book, false, &at,
			    "a language is a code of two or three letters, as "
			    "en, es or fr");
			s->at = s->s.n;
			return;
		}
	}
	names_end(r, st, s);
}

/* What follows is read all the same, for its own faults. */
static void
open_nameless(struct reader *r, const struct place *at)
{

	r->open = statement_rule(r, STR("?"), at);
	if (r->open != NULL)
		r->open->off = true;
}

static void
read_rule(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name;
	struct rule *rule;

	if (!names_read(r, st, s, NAME_ALONE, &name, &at)) {
		open_nameless(r, &at);
		return;
	}
	rule = statement_rule(r, full_name(r, name), &at);
	if (rule == NULL)
		return;
	if (++r->book->nrules > RULES_MAX) {
		if (r->book->nrules == RULES_MAX + 1)
			book_fault(r->book, false, &at, "more than %d rules",
			    RULES_MAX);
		return;
	}
	*r->book->rules_end = rule;
	r->book->rules_end = &rule->next;
	r->open = rule;
}

/* "Milk frother": the title of a topic; quotes of any shape. */
static struct str
read_title(struct reader *r, struct scan *s)
{
	struct place at, open;
	struct str title;
	size_t quote, start;

	scan_space(s);
	at = open = scan_place(s);
	quote = ruletext_quote(s->s, s->at);
	mend_at(r->book, &at, str_sub(s->s, s->at, s->at + quote), STR("\""),
	    MEND_QUOTES);
	s->at += quote;
	start = s->at;
	while (s->at < s->s.n && ruletext_quote(s->s, s->at) == 0)
		s->at++;
	title = str_trim(str_sub(s->s, start, s->at));
	at = scan_place(s);
	quote = s->at < s->s.n ? ruletext_quote(s->s, s->at) : 0;
	if (quote == 0)
		book_fault(r->book, false, &open,
		    "these quotes are never closed");
	/* One that is never closed ends with its line. */
	mend_at(r->book, &at, str_sub(s->s, s->at, s->at + quote), STR("\""),
	    MEND_QUOTES);
	s->at += quote;
	return (title);
}

static void
read_topic(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name, title = { NULL, 0 };
	struct rule *rule;

	if (!names_read(r, st, s, NAME_TITLE, &name, &at)) {
		open_nameless(r, &at);
		return;
	}
	if (!scan_end(s) && ruletext_quote(s->s, s->at) > 0) {
		title = read_title(r, s);
		names_end(r, st, s);
	}
	rule = statement_rule(r, full_name(r, name), &at);
	if (rule == NULL)
		return;
	rule->kind = RULE_TOPIC;
	rule->title = title;
	*r->book->rules_end = rule;
	r->book->rules_end = &rule->next;
	r->open = rule;
}

static void
read_list(struct reader *r, const struct statement *st, struct scan *s)
{
	struct list *list;
	struct place at;
	struct str name;

	if (!names_read(r, st, s, NAME_LIST, &name, &at))
		return;
	list = arena_alloc(r->book->arena, sizeof(*list));
	if (list == NULL)
		return;
	list->name = name;
	list->full = full_name(r, name);
	list->pack = r->pack;
	list->lang = r->lang;
	list->tier = r->tier;
	list->at = at;
	list->mention = str_starts(name, STR("brand.")) ||
			str_starts(name, STR("product."));
	if (!list->mention && (str_istarts(name, STR("brand.")) ||
				  str_istarts(name, STR("product."))))
		book_fault(r->book, true, &at,
		    "write brand. and product. small: only then a list's hits "
		    "are kept as mentions");
	lists_read(r->book, list, r->text.path, s);
	*r->book->lists_end = list;
	r->book->lists_end = &list->next;
}

static void
read_when(struct reader *r, const struct statement *st, struct scan *s)
{
	struct when *w = arena_alloc(r->book->arena, sizeof(*w));

	(void)st;
	if (w == NULL)
		return;
	w->pack = r->pack;
	w->tier = r->tier;
	w->at = value_place(s->value, 0);
	w->name = arena_printf(r->book->arena, "%.*s.when.%u", STR_ARG(r->pack),
	    w->at.line);
	if (!when_parse(r->book, w, s))
		return;
	*r->book->whens_end = w;
	r->book->whens_end = &w->next;
}

static const struct statement statements[] = {
	{ "pack", "pack NAME", 0, COMMENT_PLAIN, read_pack },
	{ "lang", "lang en", 0, COMMENT_PLAIN, read_lang },
	{ "list", "list NAME = term, term  or  list NAME from FILE", 0,
	    COMMENT_QUOTES, read_list },
	{ "rule", "rule NAME", BODY_RULE, COMMENT_PLAIN, read_rule },
	{ "topic", "topic NAME \"Title\"", BODY_TOPIC, COMMENT_QUOTES,
	    read_topic },
	{ "when", "when CONDITION add WEIGHT to SIGNAL", 0, COMMENT_PLAIN,
	    read_when },
	{ "weight", "weight RULE strong", 0, COMMENT_PLAIN, tune_weight },
	{ "also", "also RULE unless \"...\"", BODY_ALSO, COMMENT_QUOTES,
	    tune_also },
	{ "off", "off RULE", 0, COMMENT_PLAIN, tune_off },
	{ "override", "override RULE", BODY_OVERRIDE, COMMENT_PLAIN,
	    tune_override },
	{ "bias", "bias SIGNAL -2.1", 0, COMMENT_PLAIN, tune_dial },
	{ "threshold", "threshold SIGNAL .5", 0, COMMENT_PLAIN, tune_dial },
	{ "calibrate", "calibrate SIGNAL 1.0 0.0", 0, COMMENT_PLAIN,
	    tune_dial },
	{ "valence", "valence from FILE", 0, COMMENT_QUOTES, tune_valence },
};

enum { NSTATEMENTS = sizeof(statements) / sizeof(statements[0]) };

static struct str
without_colon(struct str word)
{

	if (word.n > 1 && str_ends(word, STR(":")))
		word.n--;
	return (word);
}

const struct statement *
statement_at(size_t i)
{

	return (i < NSTATEMENTS ? &statements[i] : NULL);
}

const struct statement *
statement_of(struct str word)
{

	word = without_colon(word);
	for (size_t i = 0; i < NSTATEMENTS; i++)
		if (str_ieq(word, str_of(statements[i].word)))
			return (&statements[i]);
	return (NULL);
}

/* What people call them elsewhere. */
static const struct {
	const char *word, *statement;
} aliases[] = { { "if", "when" }, { "brand", "list" }, { "brands", "list" },
	{ "product", "list" }, { "products", "list" }, { "names", "list" },
	{ "language", "lang" }, { "name", "rule" }, { "disable", "off" },
	{ "remove", "off" }, { "delete", "off" }, { "replace", "override" },
	{ "change", "override" }, { "extend", "also" }, { "tag", "topic" } };

const struct statement *
statement_meant(struct str word, bool *ret_clear)
{
	const char *names[NSTATEMENTS + 1], *near;

	*ret_clear = false;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (str_ieq(without_colon(word), str_of(aliases[i].word)))
			return (statement_of(str_of(aliases[i].statement)));

	for (size_t i = 0; i < NSTATEMENTS; i++)
		names[i] = statements[i].word;
	names[NSTATEMENTS] = NULL;
	near = mend_near(without_colon(word), names, ret_clear);
	return (near != NULL ? statement_of(str_of(near)) : NULL);
}

static bool
has_word(struct str s, struct str word)
{

	while (s.n > 0)
		if (str_ieq(str_word(&s), word))
			return (true);
	return (false);
}

bool
statement_fits(const struct statement *st, struct str rest)
{
	struct str first = str_word(&rest), second = str_word(&rest);
	bool more = str_word(&rest).n > 0;
	double weight;

	if (first.n == 0)
		return (false);
	if (st->read == read_list)
		return (name_valid(first) && (str_starts(second, STR("=")) ||
						 str_ieq(second, STR("from"))));
	if (st->read == read_when)
		return (has_word(rest, STR("to")));
	if (st->read == read_topic)
		return (name_valid(first) &&
			(second.n == 0 || ruletext_quote(second, 0) > 0));
	if (st->read == tune_weight)
		return (
		    name_valid(first) && !more && weight_of(second, &weight));
	if (st->read == tune_also)
		return (name_valid(first) &&
			(second.n == 0 || attribute_of(second) != NULL));
	if (st->read == tune_dial)
		return (signal_of(first) >= 0 && second.n > 0);
	if (st->read == tune_valence)
		return (str_ieq(first, STR("from")) && second.n > 0);
	/* pack, lang, rule, off, override */
	return (name_valid(first) &&
		(second.n == 0 || str_starts(second, STR("#"))));
}

const char *
statement_words(void)
{

	return ("rule, list, topic, pack, lang, when, weight, also, off, "
		"override, bias, threshold, calibrate or valence");
}

bool
statement_opens(const struct statement *st)
{

	return (st->read == read_rule || st->read == read_topic ||
		st->read == tune_override || st->read == read_pack);
}

void
statement_read(struct reader *r, const struct statement *st, struct scan *s)
{

	r->open = NULL;
	r->body = st->body;
	r->given = r->guessed = 0;
	memset(r->guesses, 0, sizeof(r->guesses));
	st->read(r, st, s);
}
