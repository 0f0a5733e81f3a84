/*
 * The lines of a rule file: which ones open something, which belong to what
 * was opened, which go on with the line before.  Attributes are read by
 * attributes.c, statements by statements.c.
 */
#include "rulefile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "mend.h"
#include "rulereader.h"
#include "statements.h"

/* A logical line: a statement or an attribute with its continuations. */
struct pending {
	const struct statement *statement;
	const struct attribute *attribute;
	struct value value;
	size_t after_word; /* bytes of its first word */
	bool skip;         /* a fault was said: its continuations go too */
};

struct book *
book_new(struct files *files, struct faults *faults)
{
	struct arena *a = arena_new(RULE_ARENA_MAX);
	struct book *b;

	if (a == NULL)
		return (NULL);
	b = arena_alloc(a, sizeof(*b));
	if (b == NULL) {
		arena_free(a);
		return (NULL);
	}
	b->arena = a;
	b->files = files;
	b->faults = faults;
	b->rules_end = &b->rules;
	b->lists_end = &b->lists;
	b->tunes_end = &b->tunes;
	b->whens_end = &b->whens;
	b->valences_end = &b->valences;
	return (b);
}

void
book_free(struct book *b)
{

	if (b == NULL)
		return;
	map_free(b->rule_names);
	map_free(b->list_names);
	arena_free(b->arena);
}

void
book_fault(struct book *b, bool warning, const struct place *at,
    const char *fmt, ...)
{
	char message[1000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	faults_add(b->faults, warning, at->file, at->line, at->column, at->text,
	    "%s", message);
}

bool
weight_of(struct str word, double *ret)
{
	static const struct {
		const char *word;
		double weight;
	} weights[] = { { "hint", 0.7 }, { "weak", 1.5 }, { "strong", 2.5 },
		{ "sure", 4.0 } };
	double v;

	for (size_t i = 0; i < sizeof(weights) / sizeof(weights[0]); i++)
		if (str_ieq(word, str_of(weights[i].word))) {
			*ret = weights[i].weight;
			return (true);
		}
	if (str_starts(word, STR("+")))
		word = str_sub(word, 1, word.n);
	if (!str_to_double(word, &v) || !(v >= -6 && v <= 6))
		return (false);
	*ret = v;
	return (true);
}

bool
name_valid(struct str name)
{

	if (name.n == 0 || name.n > 100 || name.p[0] == '.' ||
	    name.p[name.n - 1] == '.')
		return (false);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '_' || c == '-' ||
			c == '.' || (unsigned char)c >= 0x80))
			return (false);
	}
	return (true);
}

/* The pack of a file that names none: what the file is called. */
static struct str
pack_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str base = str_of(slash != NULL ? slash + 1 : path);
	struct str pack;
	size_t dot = str_findc(base, '.');
	char *p;

	if (dot != SIZE_MAX && dot > 0)
		base.n = dot;
	pack = arena_str(a, base);
	if (pack.p == NULL || pack.n == 0)
		return (STR("own"));
	p = arena_alloc(a, pack.n + 1);
	if (p == NULL)
		return (STR("own"));
	memcpy(p, pack.p, pack.n);
	for (size_t i = 0; i < pack.n; i++)
		if (!name_valid((struct str){ p + i, 1 }))
			p[i] = '_';
	return ((struct str){ p, pack.n });
}

static void
finish(struct reader *r, struct pending *p)
{
	struct scan s = { &p->value, p->value.text, p->after_word };
	struct pending done = *p;

	*p = (struct pending){ .skip = false };
	if (done.skip)
		return;
	s.value = &done.value;
	if (done.statement != NULL)
		statement_read(r, done.statement, &s);
	else if (done.attribute != NULL)
		attribute_read(r, done.attribute, &s);
}

static enum status
start(struct reader *r, struct pending *p, struct str line,
    const struct statement *st, const struct attribute *a, size_t word)
{

	finish(r, p);
	*p = (struct pending){ .statement = st,
		.attribute = a,
		.after_word = word };
	value_start(&p->value, &r->text);
	return (value_add(r->book->arena, &p->value, &r->text, line));
}

static struct place
line_place(const struct reader *r, struct str at)
{
	struct value v = { .path = r->text.path };
	struct piece piece = { .line = r->text.line,
		.offset = (size_t)(at.p - r->text.line.p),
		.number = r->text.number };

	v.n = 1;
	v.pieces = &piece;
	return (value_place(&v, 0));
}

static void
unknown(struct reader *r, const struct place *at, struct str word,
    const char *near, const char *expected)
{

	if (word.n > 1 && str_ends(word, STR(":")))
		word.n--;
	if (near != NULL)
		book_fault(r->book, false, at,
		    "unknown word %.*s: did you mean %s?", STR_ARG(word), near);
	else
		book_fault(r->book, false, at, "unknown word %.*s: %s",
		    STR_ARG(word), expected);
}

static struct str
after(struct str line, struct str word)
{

	return (str_sub(line, word.n, line.n));
}

/* A word at the margin that nobody knows: the statement that it was meant to
 * be, or NULL and all that is indented below it goes. */
static const struct statement *
guess_statement(struct reader *r, struct str line, struct str word,
    const struct place *at)
{
	const struct attribute *a;
	const struct statement *st;
	bool clear, attribute_clear;

	st = statement_meant(word, &clear);
	a = attribute_meant(word, &attribute_clear);
	unknown(r, at, word,
	    st != NULL  ? st->word
	    : a != NULL ? a->word
			: NULL,
	    statement_words());
	if (st == NULL || !clear || !statement_fits(st, after(line, word)))
		return (NULL);
	mend_at(r->book, at, word, str_of(st->word), "misspelt");
	return (st);
}

static enum status
start_statement(struct reader *r, struct pending *p, struct str line,
    const struct statement *st, struct str word)
{
	enum status code;

	r->lost = false;
	code = start(r, p, ruletext_uncomment(line, st->comments), st, NULL,
	    word.n);
	if (code == OK && statement_opens(st))
		finish(r, p);
	return (code);
}

/* A line that begins at the margin. */
static enum status
margin_line(struct reader *r, struct pending *p, struct str line)
{
	struct str rest = line, word = str_word(&rest);
	struct place at = line_place(r, line);
	const struct statement *st = statement_of(word);
	const struct attribute *a = attribute_of(word);
	double v;

	finish(r, p);
	/* `weight strong` at the margin is the attribute. */
	if (st != NULL && a != NULL && r->open != NULL &&
	    weight_of(str_word(&rest), &v) && str_word(&rest).n == 0)
		st = NULL;
	if (st != NULL) {
		mend_case(r->book, &at, word, st->word);
		return (start_statement(r, p, line, st, word));
	}
	if (a != NULL && r->open != NULL) {
		book_fault(r->book, false, &at,
		    "`%s` belongs to the rule above: put spaces before it",
		    a->word);
		mend_case(r->book, &at, word, a->word);
		return (start(r, p, ruletext_uncomment(line, a->comments), NULL,
		    a, word.n));
	}
	if (a != NULL)
		book_fault(r->book, false, &at,
		    "`%s` belongs to a rule, and none is open here", a->word);
	else if ((st = guess_statement(r, line, word, &at)) != NULL)
		return (start_statement(r, p, line, st, word));
	r->open = NULL;
	r->lost = true;
	return (OK);
}

/* about, yes and no: any line may go on with their text. */
static bool
free_text(const struct attribute *a)
{

	return (a->comments == COMMENT_PLAIN && !a->shares);
}

/* A line that goes on with free text: in case it was not meant to, link.c will
 * say so. */
static void
note_lookalike(struct reader *r, const struct pending *p, struct str line,
    struct str word, const struct place *at)
{
	struct lookalike *l;
	const struct attribute *a;
	struct mend *m;
	bool clear, strict;

	a = attribute_meant(word, &clear);
	if (a == NULL || !clear || r->open == NULL ||
	    (a->bodies & r->body) == 0)
		return;
	strict = attribute_fits(a, after(line, word), true);
	l = arena_alloc(r->book->arena, sizeof(*l));
	if (l == NULL)
		return;
	*l = (struct lookalike){ .next = r->open->lookalikes,
		.attribute = a->word,
		.above = p->attribute->word,
		.word = word,
		.strict = strict,
		.at = *at };
	r->open->lookalikes = l;
	m = strict ? mend_at(r->book, at, word, str_of(a->word), "misspelt")
		   : NULL;
	if (m != NULL)
		m->bold = true;
}

/* An indented line that goes on with nothing: perhaps a misspelt attribute.
 * ${sure}: whether it is one may be read from the word alone. */
static enum status
stray(struct reader *r, struct pending *p, struct str line, struct str word,
    const struct place *at, bool sure)
{
	const struct attribute *a;
	bool clear;

	p->skip = true;
	if (r->open == NULL) {
		book_fault(r->book, false, at,
		    "this line belongs to nothing: a rule begins with `rule "
		    "NAME` at the margin");
		r->lost = true;
		return (OK);
	}
	a = attribute_meant(word, &clear);
	if (a == NULL) {
		unknown(r, at, word, NULL,
		    "about, signal, say, match, yes, no ... stand below a "
		    "rule");
		return (OK);
	}
	sure |= word.n >= 5 && mend_one_slip(word, str_of(a->word));
	clear &= attribute_fits(a, after(line, word), !sure);
	if (attribute_guess(r, a, clear, at, word))
		return (start(r, p, ruletext_uncomment(line, a->comments), NULL,
		    a, word.n));
	return (OK);
}

/* A line that might go on with ${p}, but rather looks like an attribute. */
static bool
misspelt(const struct reader *r, const struct pending *p, struct str line,
    struct str word)
{
	const struct attribute *a;
	bool clear;

	if (r->open == NULL || word.n < 3 || r->lost ||
	    (p->attribute != NULL && free_text(p->attribute)) ||
	    (p->attribute == NULL && !p->skip) ||
	    str_ends(p->value.text, STR("|")))
		return (false);
	a = attribute_meant(word, &clear);
	if (a == NULL)
		return (false);
	return ((word.n >= 4 && !p->skip) ||
		(p->attribute != NULL && p->attribute->shares) ||
		attribute_fits(a, after(line, word), true));
}

/* An indented line that starts with no attribute word. */
static enum status
continued(struct reader *r, struct pending *p, struct str line, struct str word,
    const struct place *at)
{
	enum status code;
	bool sure;

	if (misspelt(r, p, line, word)) {
		/* Nothing goes on with a signal: its next line is sure. */
		sure = p->attribute != NULL && p->attribute->shares;
		finish(r, p);
		return (stray(r, p, line, word, at, sure));
	}
	if (p->skip || r->lost)
		return (OK);
	if (p->statement == NULL && p->attribute == NULL)
		return (stray(r, p, line, word, at, true));
	if (p->attribute != NULL && free_text(p->attribute))
		note_lookalike(r, p, line, word, at);
	code = value_add(r->book->arena, &p->value, &r->text,
	    ruletext_uncomment(line, p->attribute != NULL
					 ? p->attribute->comments
					 : p->statement->comments));
	if (code != E_TOO_LARGE)
		return (code);
	book_fault(r->book, false, at, "this goes on over more than %d lines%s",
	    RULE_LINES_MAX,
	    p->statement != NULL ? ": list NAME from FILE takes as many as "
				   "you like"
				 : "");
	p->skip = true;
	return (OK);
}

static enum status
indented_line(struct reader *r, struct pending *p, struct str line)
{
	struct str rest = line, word = str_word(&rest), name = str_word(&rest);
	struct place at = line_place(r, line);
	const struct attribute *a = attribute_of(word);
	const struct statement *st = statement_of(word);

	/* The terms of a list may be any words. */
	if (p->statement != NULL && p->statement->body == 0)
		a = NULL;
	if (a != NULL) {
		if (p->statement != NULL)
			finish(r, p);
		mend_case(r->book, &at, word, a->word);
		if (r->open != NULL)
			return (
			    start(r, p, ruletext_uncomment(line, a->comments),
				NULL, a, word.n));
		if (!r->lost)
			book_fault(r->book, false, &at,
			    "`%s` belongs to a rule,"
			    " and none is open here",
			    a->word);
		r->lost = true;
		return (OK);
	}
	if (st != NULL && statement_opens(st) && name_valid(name) &&
	    str_word(&rest).n == 0) {
		book_fault(r->book, false, &at,
		    "`%s` opens something new: put it at the start of the line",
		    st->word);
		mend_case(r->book, &at, word, st->word);
		r->lost = false;
		finish(r, p);
		enum status code = start(r, p, line, st, NULL, word.n);
		if (code == OK)
			finish(r, p);
		return (code);
	}
	return (continued(r, p, line, word, &at));
}

enum status
rulefile_parse(struct book *b, const char *path, struct str bytes,
    enum tier tier)
{
	struct reader r = { .book = b, .tier = tier };
	struct pending p = { .skip = false };
	struct str whole;
	enum status code = OK;

	r.text.path = arena_str(b->arena, str_of(path)).p;
	r.text.rest = ruletext_plain(b->arena, bytes);
	r.pack = pack_of(b->arena, path);
	r.fitted = str_iends(str_of(path), STR(".weights"));
	if (arena_failed(b->arena))
		return (E_MEMORY);
	while (code == OK && ruletext_next(&r.text)) {
		struct str line = r.text.line;
		bool indented =
		    line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

		whole = str_trim(line);
		if (whole.n == 0 || whole.p[0] == '#')
			continue;
		code = indented ? indented_line(&r, &p, whole)
				: margin_line(&r, &p, whole);
	}
	if (code == OK)
		finish(&r, &p);
	return (arena_failed(b->arena) ? E_MEMORY : code);
}
