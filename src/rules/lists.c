/*
 * Lists: terms behind a = or one a line in a file.  What a term matches is
 * phrase.c's business.
 */
#include "lists.h"

#include "mend.h"

/* In ${folder}; E_NOT_FOUND and kin. */
static enum status
read_in(struct book *b, struct str folder, struct str name,
    const char **ret_path, struct str *ret)
{
	struct str path;

	if (b->files == NULL) /* one file is mended by itself */
		return (E_IO);
	path = folder.n > 0 ? arena_printf(b->arena, "%.*s/%.*s",
				  STR_ARG(folder), STR_ARG(name))
			    : arena_str(b->arena, name);
	if (path.p == NULL)
		return (E_MEMORY);
	*ret_path = path.p;
	return (files_read(b->files, path.p, RULE_FILE_MAX, ret));
}

bool
lists_file(struct book *b, const char *from, struct str name,
    const struct place *at, const char **ret_path, struct str *ret)
{
	const char *slash = strrchr(from, '/'), *other;
	struct str folder = { from,
		slash != NULL ? (size_t)(slash - from) : 0 };
	enum status st;

	/* Quotes round a file name are forgiven. */
	if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = str_sub(name, 1, name.n - 1);
	if (str_starts(name, STR("/")))
		folder.n = 0;
	st = read_in(b, folder, name, ret_path, ret);
	/* What ships with the packs may be named from anywhere. */
	for (size_t i = 0; i < b->nfolders && st == E_NOT_FOUND &&
			   !str_starts(name, STR("/"));
	     i++)
		if (read_in(b, b->folders[i], name, &other, ret) == OK) {
			*ret_path = other;
			st = OK;
		}
	if (st == OK || b->files == NULL)
		return (st == OK);
	book_fault(b, false, at, "cannot read %s: %s", *ret_path,
	    st == E_NOT_FOUND   ? "there is no such file"
	    : st == E_DENIED    ? "permission denied"
	    : st == E_TOO_LARGE ? "it is larger than 4 MB"
				: status_word(st));
	return (false);
}

static void
add_term(struct book *b, struct list *list, struct str text,
    const struct place *at)
{
	struct term *terms;

	if (list->n == RULE_TERMS_MAX) {
		if (!list->over)
			book_fault(b, false, at,
			    "a list holds at most %d terms", RULE_TERMS_MAX);
		list->over = true;
		return;
	}
	terms = arena_grow(b->arena, list->terms, list->n, &list->size,
	    sizeof(*terms));
	if (terms == NULL)
		return;
	list->terms = terms;
	list->terms[list->n++] = (struct term){ text, *at };
}

/* 'a b': the length of the single quotes round it; 0: there are none. */
static size_t
single_quotes(struct str term)
{
	static const struct {
		struct str open, close;
	} pairs[] = { { { "'", 1 }, { "'", 1 } },
		{ { "\u2018", 3 }, { "\u2019", 3 } },
		{ { "\u201a", 3 }, { "\u2018", 3 } } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (term.n > 2 * pairs[i].open.n &&
		    str_starts(term, pairs[i].open) &&
		    str_ends(term, pairs[i].close))
			return (pairs[i].open.n);
	return (0);
}

/* The term of a line of a file: quotes of any shape round it, and a comma
 * behind it, are forgiven. */
static struct str
line_term(struct str line)
{
	size_t quote, at;

	while (line.n > 1 && strchr(",;", line.p[line.n - 1]) != NULL)
		line = str_trim(str_sub(line, 0, line.n - 1));
	quote = single_quotes(line);
	if (quote > 0)
		return (str_sub(line, quote, line.n - quote));
	quote = line.n > 0 ? ruletext_quote(line, 0) : 0;
	if (quote == 0)
		return (line);
	for (at = quote; at < line.n && ruletext_quote(line, at) == 0;)
		at++;
	return (at < line.n && at + ruletext_quote(line, at) == line.n
		    ? str_trim(str_sub(line, quote, at))
		    : line);
}

/* One term a line. */
static void
read_file(struct book *b, struct list *list, const char *path, struct str bytes)
{
	struct ruletext t = { .path = path,
		.rest = ruletext_plain(b->arena, bytes) };
	struct str line, term;

	while (ruletext_next(&t)) {
		struct place at = { path, t.number, 1, t.line };

		line = ruletext_uncomment(t.line, COMMENT_PLAIN);
		term = line_term(line);
		if (term.n == line.n && str_find(line, STR(", ")) != SIZE_MAX)
			book_fault(b, true, &at,
			    "one term a line: this is a single one with a "
			    "comma in it; quotes round it say that it is "
			    "meant");
		if (term.n > 0)
			add_term(b, list, term, &at);
	}
}

/* Where a term that begins at ${at} ends: a comma, a |, or a semicolon, which
 * is a slip. */
static size_t
term_end(struct str s, size_t at, bool quoted)
{

	for (; at < s.n; at++) {
		char c = s.p[at];

		if (quoted ? ruletext_quote(s, at) > 0
			   : c == ',' || c == '|' ||
				 (c == ';' &&
				     (at + 1 == s.n || s.p[at + 1] == ' ')))
			break;
	}
	return (at);
}

/* Behind a term: true when another one follows. */
static bool
next_term(struct book *b, struct scan *s)
{
	struct place at;
	size_t end = s->at;

	if (scan_end(s))
		return (false);
	at = scan_place(s);
	if (s->s.p[s->at] == ';') {
		book_fault(b, false, &at,
		    "write a comma between terms, not a semicolon");
		mend_at(b, &at, STR(";"), STR(","), "a comma between terms");
	} else if (s->s.p[s->at] != ',' && s->s.p[s->at] != '|') {
		book_fault(b, false, &at, "write a comma between terms");
		at = value_place(s->value, end);
		mend_at(b, &at, STR(""), STR(","), "a comma between terms");
		return (true);
	}
	s->at++;
	return (true);
}

static int
depth_of(struct str term)
{
	int depth = 0;

	for (size_t i = 0; i < term.n; i++)
		depth += (term.p[i] == '(') - (term.p[i] == ')');
	return (depth);
}

/* The term inside 'a b', as it was meant. */
static struct str
without_singles(struct book *b, const struct scan *s, struct str term,
    const struct place *at)
{
	size_t quote = single_quotes(term);
	struct place end;

	if (quote == 0)
		return (term);
	end = scan_place_at(s, term.p + term.n - quote);
	book_fault(b, false, at,
	    "use double quotes round a term, or none: \"...\"");
	mend_at(b, at, str_sub(term, 0, quote), STR("\""), MEND_QUOTES);
	mend_at(b, &end, str_sub(term, term.n - quote, term.n), STR("\""),
	    MEND_QUOTES);
	return (str_sub(term, quote, term.n - quote));
}

/* What a term without quotes, of the bytes from ${start} to ${end}, was perhaps
 * not meant to be: two lines of a list, half of (a|b), another list. */
static void
doubt_term(struct book *b, const struct scan *s, size_t start, size_t end,
    const struct place *at, struct str term)
{
	struct value *v = s->value;
	struct place line;

	if (depth_of(term) != 0)
		book_fault(b, false, at,
		    "write each term out, as a list knows no (a|b); one that "
		    "holds a comma or a | goes in quotes");
	else if (term.n > 2 && term.p[0] == '{' && term.p[term.n - 1] == '}')
		book_fault(b, false, at,
		    "a list holds no other list: write its terms");
	for (size_t i = 1; i < v->n; i++) {
		if (v->pieces[i].at <= start || v->pieces[i].at >= end)
			continue;
		line = value_place(v, v->pieces[i].at);
		book_fault(b, true, &line,
		    "this goes on with the term above, %.*s: end that line "
		    "with a comma if they are two",
		    STR_ARG(
			str_trim(str_sub(term, 0, v->pieces[i].at - start))));
	}
}

/* "a b", c d, 'e': from the scan's place to the next comma or |. */
static bool
read_term(struct book *b, struct list *list, struct scan *s)
{
	struct place at, edge;
	struct str term;
	size_t quote, start, end;
	bool quoted;
	int depth;

	scan_space(s);
	at = scan_place(s);
	quote = s->at < s->s.n ? ruletext_quote(s->s, s->at) : 0;
	quoted = quote > 0;
	mend_at(b, &at, str_sub(s->s, s->at, s->at + quote),
	    quoted ? STR("\"") : STR(""), MEND_QUOTES);
	s->at += quote;
	start = s->at;
	s->at = term_end(s->s, start, quoted);
	term = str_trim(str_sub(s->s, start, s->at));
	if (!quoted)
		doubt_term(b, s, start, s->at, &at, term);
	/* (a|b): the other half is no second fault. */
	for (depth = quoted ? 0 : depth_of(term); depth > 0 && s->at < s->s.n;
	     s->at = end) {
		end = term_end(s->s, s->at + 1, false);
		depth += depth_of(str_sub(s->s, s->at, end));
	}
	if (quoted && s->at >= s->s.n) {
		book_fault(b, false, &at, "these quotes are never closed");
		if (str_findc(term, ',') != SIZE_MAX)
			return (false);
		edge = scan_place(s);
		mend_at(b, &edge, STR(""), STR("\""), MEND_QUOTES);
	} else if (quoted) {
		edge = scan_place(s);
		quote = ruletext_quote(s->s, s->at);
		mend_at(b, &edge, str_sub(s->s, s->at, s->at + quote),
		    STR("\""), MEND_QUOTES);
		s->at += quote;
	}
	if (!quoted)
		term = without_singles(b, s, term, &at);
	if (term.n > 0)
		add_term(b, list, term, &at);
	return (next_term(b, s));
}

void
lists_read(struct book *b, struct list *list, const char *from, struct scan *s)
{
	struct place at;
	struct str word, bytes;
	const char *path;
	size_t errors;

	scan_space(s);
	at = scan_place(s);
	if (s->at < s->s.n && (s->s.p[s->at] == '=' || s->s.p[s->at] == ':'))
		s->at++;
	else {
		word = scan_word(s);
		if (!str_ieq(word, STR("from"))) {
			book_fault(b, false, &at,
			    "write list NAME = term, term"
			    "  or  list NAME from FILE");
			list->n = 0;
			list->used =
			    true; /* the empty list is no second fault */
			return;
		}
		mend_case(b, &at, word, "from");
		scan_space(s);
		at = scan_place(s);
		if (scan_end(s)) {
			at = scan_place(s);
			book_fault(b, false, &at, "which file?");
			return;
		}
		if (lists_file(b, from, scan_rest(s), &at, &path, &bytes))
			read_file(b, list, path, bytes);
		else
			return;
		if (list->n == 0)
			book_fault(b, false, &at, "the list %.*s is empty",
			    STR_ARG(list->name));
		return;
	}
	errors = b->faults->errors;
	while (read_term(b, list, s))
		;
	if (list->n == 0 && b->faults->errors == errors)
		book_fault(b, false, &at, "the list %.*s is empty",
		    STR_ARG(list->name));
}
