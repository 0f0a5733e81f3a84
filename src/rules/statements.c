/*
 * The statements of a rule file: pack, lang, list, rule, topic, when, and what
 * tunes other files' rules.  They only fill the book; link.c makes sense of it.
 */
#include "statements.h"

#include "lang.h"
#include "lists.h"
#include "when.h"

/* A name; false: a fault was added. */
static bool
read_name(struct reader *r, const struct statement *st, struct scan *s,
    struct str *ret, struct place *ret_at)
{
	struct str name;

	scan_space(s);
	*ret_at = scan_place(s);
	name = scan_word(s);
	if (str_ends(name, STR(":")))
		name.n--;
	if (name_valid(name)) {
		*ret = name;
		return (true);
	}
	if (name.n == 0)
		book_fault(r->book, false, ret_at, "a name is missing: %s",
		    st->form);
	else
		book_fault(r->book, false, ret_at,
		    "%.*s is no name: a name has letters, digits, _ - and dots",
		    STR_ARG(name));
	return (false);
}

/* Nothing may follow; ${name}: what a name of several words should be. */
static void
read_end(struct reader *r, const struct statement *st, struct scan *s,
    struct str name)
{
	struct place at;
	char joined[128];
	size_t n = 0;

	if (scan_end(s))
		return;
	at = scan_place(s);
	if (name.n == 0) {
		book_fault(r->book, false, &at,
		    "nothing more can stand here: "
		    "%s",
		    st->form);
		s->at = s->s.n;
		return;
	}
	for (; n < name.n && n < sizeof(joined) - 1; n++)
		joined[n] = name.p[n];
	while (!scan_end(s)) {
		struct str word = scan_word(s);

		if (n + 1 + word.n >= sizeof(joined) || !name_valid(word))
			break;
		joined[n++] = '_';
		memcpy(joined + n, word.p, word.n);
		n += word.n;
	}
	joined[n] = '\0';
	book_fault(r->book, false, &at, "a name is one word: write %s", joined);
	s->at = s->s.n;
}

static struct str
full_name(struct reader *r, struct str name)
{

	return (arena_printf(r->book->arena, "%.*s.%.*s", STR_ARG(r->pack),
	    STR_ARG(name)));
}

static struct rule *
new_rule(struct reader *r, struct str name, const struct place *at)
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

static void
read_pack(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name;

	if (!read_name(r, st, s, &name, &at))
		return;
	if (str_findc(name, '.') != SIZE_MAX)
		book_fault(r->book, false, &at, "a pack's name has no dot");
	read_end(r, st, s, name);
	r->pack = name;
}

static void
read_lang(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str code;

	scan_space(s);
	at = scan_place(s);
	code = scan_word(s);
	read_end(r, st, s, STR(""));
	r->lang = (struct str){ NULL, 0 };
	if (str_ieq(code, STR("any")))
		return;
	r->lang = lang_primary(r->book->arena, code); /* en-GB is English */
	if (r->lang.p == NULL)
		book_fault(r->book, false, &at,
		    "a language is a code of two or three letters, as en, es "
		    "or fr");
}

static void
read_rule(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name;
	struct rule *rule;

	if (!read_name(r, st, s, &name, &at)) {
		/* What follows is read all the same, for its own faults. */
		rule = new_rule(r, STR("?"), &at);
		if (rule != NULL)
			rule->off = true;
		r->open = rule;
		return;
	}
	read_end(r, st, s, name);
	rule = new_rule(r, full_name(r, name), &at);
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

static void
read_topic(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;
	struct str name, title = { NULL, 0 };
	struct rule *rule;

	if (!read_name(r, st, s, &name, &at))
		return;
	if (!scan_end(s) && ruletext_quote(s->s, s->at) > 0) {
		title = scan_rest(s);
		title = str_sub(title, ruletext_quote(title, 0), title.n);
		for (size_t i = 0; i < title.n; i++)
			if (ruletext_quote(title, i) > 0)
				title.n = i;
	}
	read_end(r, st, s, name);
	rule = new_rule(r, full_name(r, name), &at);
	if (rule == NULL)
		return;
	rule->kind = RULE_TOPIC;
	rule->title = title;
	*r->book->rules_end = rule;
	r->book->rules_end = &rule->next;
	r->open = rule;
}

static struct tune *
new_tune(struct reader *r, const struct statement *st, struct scan *s,
    enum tune_kind kind)
{
	struct place at;
	struct str name;
	struct tune *t;

	if (!read_name(r, st, s, &name, &at))
		return (NULL);
	t = arena_alloc(r->book->arena, sizeof(*t));
	if (t == NULL)
		return (NULL);
	t->kind = kind;
	t->tier = r->tier;
	t->fitted = r->fitted;
	t->name = name;
	t->pack = r->pack;
	t->at = at;
	*r->book->tunes_end = t;
	r->book->tunes_end = &t->next;
	return (t);
}

static void
read_weight(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_WEIGHT);
	struct place at;

	if (t == NULL)
		return;
	scan_space(s);
	at = scan_place(s);
	if (!weight_of(scan_word(s), &t->weight))
		book_fault(r->book, false, &at,
		    "a weight is hint, weak, "
		    "strong, sure or a number from -6 to 6: %s",
		    st->form);
	read_end(r, st, s, STR(""));
}

static void
read_also(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_ALSO);
	const struct attribute *a;
	struct place at;
	struct str word;

	if (t == NULL)
		return;
	t->body = new_rule(r, t->name, &t->at);
	r->open = t->body;
	if (t->body == NULL || scan_end(s))
		return;
	at = scan_place(s);
	word = scan_word(s);
	a = attribute_of(word);
	if (a == NULL) {
		book_fault(r->book, false, &at, "unknown word %.*s: %s",
		    STR_ARG(word), st->form);
		return;
	}
	if ((a->bodies & BODY_ALSO) == 0) {
		book_fault(r->book, false, &at,
		    "`also` adds say, match, unless,"
		    " near, need, yes or no; `override` replaces the rest");
		return;
	}
	a->read(r, s);
}

static void
read_off(struct reader *r, const struct statement *st, struct scan *s)
{

	if (new_tune(r, st, s, TUNE_OFF) != NULL)
		read_end(r, st, s, STR(""));
}

static void
read_override(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_OVERRIDE);

	if (t == NULL)
		return;
	read_end(r, st, s, t->name);
	t->body = new_rule(r, t->name, &t->at);
	r->open = t->body;
}

static bool
read_number(struct reader *r, const struct statement *st, struct scan *s,
    double low, double high, double *ret)
{
	struct place at;

	scan_space(s);
	at = scan_place(s);
	if (str_to_double(scan_word(s), ret) && *ret >= low && *ret <= high)
		return (true);
	book_fault(r->book, false, &at, "a number from %g to %g is missing: %s",
	    low, high, st->form);
	return (false);
}

/* A fitted value loses against a person's; else the later one counts. */
static void
set_dial(struct reader *r, enum dial_kind kind, enum signal signal,
    const double v[2], const struct place *at)
{
	struct dial *d = &r->book->dials[kind][signal];

	if (d->set && d->tier > r->tier)
		return;
	if (d->set && d->tier == r->tier && !r->fitted && d->v[0] != v[0])
		book_fault(r->book, true, at, "this replaces what %s:%u says",
		    d->at.file, d->at.line);
	*d = (struct dial){ true, r->tier, { v[0], v[1] }, *at };
}

static void
read_dial(struct reader *r, const struct statement *st, struct scan *s)
{
	bool bias = st->word[0] == 'b', calibrate = st->word[0] == 'c';
	struct place at;
	struct str word;
	double v[2] = { 0, 0 };
	int signal;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	signal = signal_of(word);
	if (signal < 0) {
		book_fault(r->book, false, &at, "which signal? %s", st->form);
		return;
	}
	if (!read_number(r, st, s,
		bias        ? -10
		: calibrate ? 0.05
			    : 0.01,
		bias        ? 10
		: calibrate ? 20
			    : 0.99,
		&v[0]))
		return;
	if (calibrate && !read_number(r, st, s, -20, 20, &v[1]))
		return;
	read_end(r, st, s, STR(""));
	set_dial(r,
	    bias        ? DIAL_BIAS
	    : calibrate ? DIAL_CALIBRATE
			: DIAL_THRESHOLD,
	    (enum signal)signal, v, &at);
}

static void
read_valence(struct reader *r, const struct statement *st, struct scan *s)
{
	struct valence_file *f;
	struct place at;
	struct str word;

	word = scan_word(s);
	scan_space(s);
	at = scan_place(s);
	f = arena_alloc(r->book->arena, sizeof(*f));
	if (f == NULL)
		return;
	f->at = at;
	f->lang = r->lang;
	if (!str_ieq(word, STR("from")) || scan_end(s)) {
		book_fault(r->book, false, &at, "a file is missing: %s",
		    st->form);
		return;
	}
	if (!lists_file(r->book, r->text.path, scan_rest(s), &at, &f->path,
		&f->bytes))
		return;
	*r->book->valences_end = f;
	r->book->valences_end = &f->next;
}

static void
read_list(struct reader *r, const struct statement *st, struct scan *s)
{
	struct list *list;
	struct place at;
	struct str name;

	if (!read_name(r, st, s, &name, &at))
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
	{ "weight", "weight RULE strong", 0, COMMENT_PLAIN, read_weight },
	{ "also", "also RULE unless \"...\"", BODY_ALSO, COMMENT_QUOTES,
	    read_also },
	{ "off", "off RULE", 0, COMMENT_PLAIN, read_off },
	{ "override", "override RULE", BODY_OVERRIDE, COMMENT_PLAIN,
	    read_override },
	{ "bias", "bias SIGNAL -2.1", 0, COMMENT_PLAIN, read_dial },
	{ "threshold", "threshold SIGNAL .5", 0, COMMENT_PLAIN, read_dial },
	{ "calibrate", "calibrate SIGNAL 1.0 0.0", 0, COMMENT_PLAIN,
	    read_dial },
	{ "valence", "valence from FILE", 0, COMMENT_QUOTES, read_valence },
};

enum { NSTATEMENTS = sizeof(statements) / sizeof(statements[0]) };

const struct statement *
statement_of(struct str word)
{

	if (str_ends(word, STR(":")))
		word.n--;
	for (size_t i = 0; i < NSTATEMENTS; i++)
		if (str_ieq(word, str_of(statements[i].word)))
			return (&statements[i]);
	return (NULL);
}

const char *
statement_near(struct str word)
{
	const char *names[NSTATEMENTS + 1];

	if (str_ends(word, STR(":")))
		word.n--;
	for (size_t i = 0; i < NSTATEMENTS; i++)
		names[i] = statements[i].word;
	names[NSTATEMENTS] = NULL;
	return (str_near(word, names));
}

const char *
statement_words(void)
{

	return ("rule, list, topic, pack, lang, when, weight, also, off, "
		"override, bias or threshold");
}

bool
statement_opens(const struct statement *st)
{

	return (st->read == read_rule || st->read == read_topic ||
		st->read == read_override || st->read == read_pack);
}

void
statement_read(struct reader *r, const struct statement *st, struct scan *s)
{

	r->open = NULL;
	r->body = st->body;
	r->given = 0;
	st->read(r, st, s);
}
