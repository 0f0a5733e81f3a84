/*
 * A rule file as an editor saved it, made plain text and cut into lines; and
 * the values of attributes, which may run over several lines, with the way
 * back to line and column.
 */
#ifndef EARSHOT_RULES_RULETEXT_H
#define EARSHOT_RULES_RULETEXT_H

#include "rule.h"

struct ruletext {
	const char *path; /* as the person knows it */
	struct str rest;  /* what is still to be read */
	struct str line;  /* the present line, without its end */
	unsigned number;  /* its number, 1-based */
};

/* A stretch of one line inside a value. */
struct piece {
	size_t at;       /* where it begins in the value */
	struct str line; /* the whole line */
	size_t offset;   /* where it begins in the line, bytes */
	unsigned number;
};

struct value {
	const char *path;
	struct str text; /* its pieces, joined by one space each */
	size_t n, size;
	struct piece *pieces;
	/* Where value_place was last: a line of 4 MB has many places. */
	size_t seen_piece, seen_at;
	unsigned seen_columns;
};

/*
 * ruletext_plain: any encoding that editors save to UTF-8 with LF; NBSP and
 * other odd spaces become plain ones, invisible characters go.
 */
struct str ruletext_plain(struct arena *a, struct str bytes);

/* ruletext_invisible: ${c} is one of those that go. */
bool ruletext_invisible(uint32_t c);

/* ruletext_next: the next line; false at the end. */
bool ruletext_next(struct ruletext *t);

/* How comments are told from text. */
enum comment_style {
	COMMENT_PLAIN,  /* quotes do not protect a # */
	COMMENT_QUOTES, /* quotes do */
	COMMENT_SLASHES /* slashes do: the line holds a regex */
};

/* ruletext_uncomment: ${s} without a comment at its end, trimmed. */
struct str ruletext_uncomment(struct str s, enum comment_style style);

/* ruletext_quote: the length of a double quote of any shape („ “ ” « » too) at
 * ${at}; 0: none. */
size_t ruletext_quote(struct str s, size_t at);

/* value_start, value_add: collect the pieces of a value. ${part} lies within
 * ${t}'s line.  E_MEMORY, E_TOO_LARGE. */
void value_start(struct value *v, const struct ruletext *t);
enum status value_add(struct arena *a, struct value *v,
    const struct ruletext *t, struct str part) MUST_USE;
/* value_place: of the byte at ${offset} of the value. */
struct place value_place(struct value *v, size_t offset);

/* A reader of a value. */
struct scan {
	struct value *value;
	struct str s; /* value->text */
	size_t at;
};

void scan_space(struct scan *s);
bool scan_end(struct scan *s);
/* scan_word: the next run without white space; empty at the end. */
struct str scan_word(struct scan *s);
/* scan_peek: the same without moving on. */
struct str scan_peek(struct scan *s);
/* scan_rest: all that is left, trimmed. */
struct str scan_rest(struct scan *s);
struct place scan_place(const struct scan *s);
struct place scan_place_at(const struct scan *s, const char *p);

#endif
