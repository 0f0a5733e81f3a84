/*
 * The lines of a rule file: which ones open something, which belong to what
 * was opened, which go on with the line before.  Attributes are read by
 * attributes.c, statements by statements.c.
 */
#include "rulefile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

	if (near != NULL)
		book_fault(r->book, false, at,
		    "unknown word %.*s: did you mean %s?", STR_ARG(word), near);
	else
		book_fault(r->book, false, at, "unknown word %.*s: %s",
		    STR_ARG(word), expected);
}

/* A line that begins at the margin. */
static enum status
margin_line(struct reader *r, struct pending *p, struct str line)
{
	struct str rest = line, word = str_word(&rest);
	struct place at = line_place(r, line);
	const struct statement *st = statement_of(word);
	const struct attribute *a = attribute_of(word);
	enum status code;
	const char *near;
	double v;

	finish(r, p);
	/* `weight strong` at the margin is the attribute. */
	if (st != NULL && a != NULL && r->open != NULL &&
	    weight_of(str_word(&rest), &v) && str_word(&rest).n == 0)
		st = NULL;
	if (st != NULL) {
		r->lost = false;
		code = start(r, p, ruletext_uncomment(line, st->comments), st,
		    NULL, word.n);
		if (code == OK && statement_opens(st))
			finish(r, p);
		return (code);
	}
	if (a != NULL && r->open != NULL) {
		book_fault(r->book, false, &at,
		    "`%s` belongs to the rule above: "
		    "put spaces before it",
		    a->word);
		return (start(r, p, ruletext_uncomment(line, a->comments), NULL,
		    a, word.n));
	}
	near = statement_near(word);
	if (a != NULL)
		book_fault(r->book, false, &at,
		    "`%s` belongs to a rule, and "
		    "none is open here",
		    a->word);
	else
		unknown(r, &at, word,
		    near != NULL ? near : attribute_near(word),
		    statement_words());
	r->open = NULL;
	r->lost = true;
	return (OK);
}

/*
 * The attribute that ${word}, at the start of a line that seems to go on with
 * ${p}, was probably meant to be.  NULL in free text: there nearly every word
 * is near some other.
 */
static const char *
misspelt(const struct pending *p, struct str word)
{
	struct str so_far = p->value.text;

	if (word.n < 4 || p->attribute == NULL ||
	    p->attribute->comments == COMMENT_PLAIN ||
	    str_ends(so_far, STR("|")))
		return (NULL);
	return (attribute_near(word));
}

/* An indented line that starts with no attribute word. */
static enum status
continued(struct reader *r, struct pending *p, struct str line, struct str word,
    const struct place *at)
{
	const char *near;
	enum status code;

	if (p->skip || r->lost)
		return (OK);
	if (p->statement == NULL && p->attribute == NULL) {
		if (r->open != NULL)
			unknown(r, at, word, attribute_near(word),
			    "about, signal, say, match, yes, no ... stand "
			    "below a rule");
		else
			book_fault(r->book, false, at,
			    "this line belongs to "
			    "nothing: a rule begins with `rule NAME` at the "
			    "margin");
		r->lost = r->open == NULL;
		return (OK);
	}
	near = misspelt(p, word);
	if (near != NULL) {
		unknown(r, at, word, near, "");
		finish(r, p);
		p->skip = true;
		return (OK);
	}
	code = value_add(r->book->arena, &p->value, &r->text,
	    ruletext_uncomment(line, p->attribute != NULL
					 ? p->attribute->comments
					 : p->statement->comments));
	if (code != E_TOO_LARGE)
		return (code);
	book_fault(r->book, false, at, "this goes on over more than %d lines",
	    RULE_LINES_MAX);
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
		    "`%s` opens something new: put "
		    "it at the start of the line",
		    st->word);
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
