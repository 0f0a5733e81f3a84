/*
 * Cuts the value of say, match, unless, near and need into its alternatives,
 * and answers what people write instead of | kindly.  Does not look inside.
 */
#include "alternatives.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "earshot/buf.h"

/* What people write between phrases, and what to write instead. */
static const struct joiner {
	const char *word, *answer;
} joiners[] = {
	{ "OR", "write | between phrases, not OR" },
	{ "AND", "there is no AND: put what must also be there on a line of "
		 "its own: need \"...\"" },
	{ "NOT", "there is no NOT: put what must not be there on a line of its "
		 "own: unless \"...\"" },
	{ ",", "write | between phrases, not a comma" },
	{ ";", "write | between phrases, not a semicolon" },
	{ "/", "write | between phrases; a /pattern/ goes on a `match` line" },
};

static const struct joiner *
joiner_at(struct str s, size_t at, bool exact_case)
{
	struct str rest = str_sub(s, at, s.n);

	for (size_t i = 0; i < sizeof(joiners) / sizeof(joiners[0]); i++) {
		struct str word = str_of(joiners[i].word);
		bool letters = word.n > 1;

		if (exact_case ? !str_starts(rest, word)
			       : !str_istarts(rest, word))
			continue;
		if (letters && rest.n > word.n && rest.p[word.n] != ' ' &&
		    rest.p[word.n] != '\t' && ruletext_quote(rest, word.n) == 0)
			continue;
		return (&joiners[i]);
	}
	return (NULL);
}

static bool
stop_at(struct str s, size_t at, const char *const *stops)
{
	struct str rest = str_sub(s, at, s.n);

	for (; stops != NULL && *stops != NULL; stops++) {
		struct str word = str_of(*stops);

		if (str_istarts(rest, word) &&
		    (rest.n == word.n || rest.p[word.n] == ' ' ||
			rest.p[word.n] == '\t'))
			return (true);
	}
	return (false);
}

static struct pattern *
append(struct book *b, struct pattern ***tail, struct str source,
    const struct place *at)
{
	struct pattern *p = arena_alloc(b->arena, sizeof(*p));

	if (p == NULL)
		return (NULL);
	p->source = source;
	p->caseless = true;
	p->at = *at;
	if (source.n > RULE_PATTERN_MAX) {
		book_fault(b, false, at, "longer than %d bytes: make it two",
		    RULE_PATTERN_MAX);
		return (NULL);
	}
	**tail = p;
	*tail = &p->next;
	return (p);
}

/* "…": the scan stands on the opening quote. */
static bool
read_quoted(struct book *b, struct scan *s, struct pattern ***tail)
{
	struct place open = scan_place(s), at;
	struct buf text = BUF_INIT(RULE_PATTERN_MAX + 1);
	struct str source;
	size_t quote = 0;
	bool ok = false;

	s->at += ruletext_quote(s->s, s->at);
	at = scan_place(s);
	while (s->at < s->s.n && (quote = ruletext_quote(s->s, s->at)) == 0) {
		if (s->s.p[s->at] == '\\' && s->at + 1 < s->s.n &&
		    ruletext_quote(s->s, s->at + 1) > 0)
			s->at++;
		buf_addc(&text, s->s.p[s->at++]);
	}
	if (quote == 0) {
		book_fault(b, false, &open, "these quotes are never closed");
		goto out;
	}
	s->at += quote;
	source = str_trim(buf_str(&text));
	if (buf_failed(&text) || source.n == 0) {
		book_fault(b, false, &open,
		    source.n == 0 ? "nothing stands between these quotes"
				  : "this phrase is too long");
		goto out;
	}
	source = arena_str(b->arena, source);
	ok = source.p != NULL && append(b, tail, source, &at) != NULL;
out:
	buf_free(&text);
	return (ok);
}

/* A phrase without quotes: to the next | outside parentheses. */
static bool
read_bare(struct book *b, struct scan *s, const char *const *stops,
    struct pattern ***tail)
{
	struct place at = scan_place(s), here;
	const struct joiner *joiner;
	size_t start = s->at, depth = 0;
	struct str source;
	bool fresh = true; /* at the start of a word */

	for (; s->at < s->s.n; s->at++) {
		char c = s->s.p[s->at];

		if (c == '\\' && s->at + 1 < s->s.n) {
			s->at++;
			fresh = false;
			continue;
		}
		here = scan_place(s);
		if (depth == 0 &&
		    (c == '|' || (fresh && s->at > start &&
				     stop_at(s->s, s->at, stops))))
			break;
		joiner = depth == 0 && (fresh || c == ',')
			     ? joiner_at(s->s, s->at, true)
			     : NULL;
		if (joiner != NULL && !(c == ',' && s->at + 1 < s->s.n &&
					  s->s.p[s->at + 1] != ' ')) {
			book_fault(b, false, &here, "%s", joiner->answer);
			return (false);
		}
		if (ruletext_quote(s->s, s->at) > 0) {
			book_fault(b, false, &here,
			    "quotes go round a whole phrase: \"...\" | "
			    "\"...\"");
			return (false);
		}
		depth += c == '(';
		depth -= c == ')' && depth > 0;
		fresh = c == ' ' || c == '\t';
	}
	source = str_trim(str_sub(s->s, start, s->at));
	if (source.n > 1 && source.p[0] == '\'' &&
	    source.p[source.n - 1] == '\'') {
		book_fault(b, false, &at,
		    "use double quotes round a phrase: \"...\"");
		return (false);
	}
	if (source.n == 0) {
		book_fault(b, false, &at, "a phrase is missing here");
		return (false);
	}
	return (append(b, tail, source, &at) != NULL);
}

bool
alternatives_read(struct book *b, struct scan *s, const char *const *stops,
    struct pattern ***tail, bool *bare)
{
	const struct joiner *joiner;
	struct place at;
	bool quoted;

	for (;;) {
		if (scan_end(s)) {
			at = scan_place(s);
			book_fault(b, false, &at, "a phrase is missing here");
			return (false);
		}
		quoted = ruletext_quote(s->s, s->at) > 0;
		if (bare != NULL)
			*bare = !quoted;
		if (quoted ? !read_quoted(b, s, tail)
			   : !read_bare(b, s, stops, tail))
			return (false);
		if (scan_end(s) || stop_at(s->s, s->at, stops))
			return (true);
		if (s->s.p[s->at] != '|') {
			at = scan_place(s);
			joiner = joiner_at(s->s, s->at, false);
			book_fault(b, false, &at, "%s",
			    joiner != NULL ? joiner->answer
					   : "write | between phrases");
			return (false);
		}
		s->at++;
	}
}

/* The flags behind a pattern's second slash. */
static bool
read_flags(struct book *b, struct scan *s, struct pattern *p)
{
	struct place at;

	for (; s->at < s->s.n && s->s.p[s->at] != ' ' &&
	       s->s.p[s->at] != '\t' && s->s.p[s->at] != '|';
	     s->at++) {
		switch (s->s.p[s->at]) {
		case 'i':
			p->caseless = true;
			break;
		case 's':
			p->options |= PCRE2_DOTALL;
			break;
		case 'm':
			p->options |= PCRE2_MULTILINE;
			break;
		case 'x':
			p->options |= PCRE2_EXTENDED;
			break;
		default:
			at = scan_place(s);
			book_fault(b, false, &at,
			    "a pattern ends in / and perhaps i, s, m or x; "
			    "write \\/ for a slash inside it");
			return (false);
		}
	}
	return (true);
}

static bool
read_regex(struct book *b, struct scan *s, struct pattern ***tail)
{
	struct place open = scan_place(s), at;
	struct pattern *p;
	bool in_class = false;
	size_t start;

	if (scan_end(s) || s->s.p[s->at] != '/') {
		book_fault(b, false, &open,
		    "a pattern stands between slashes: "
		    "match /.../i; for plain words there is `say`");
		return (false);
	}
	start = ++s->at;
	at = scan_place(s);
	for (; s->at < s->s.n; s->at++) {
		char c = s->s.p[s->at];

		if (c == '\\' && s->at + 1 < s->s.n)
			s->at++;
		else if (c == '[')
			in_class = true;
		else if (c == ']')
			in_class = false;
		else if (c == '/' && !in_class)
			break;
	}
	if (s->at >= s->s.n) {
		book_fault(b, false, &open, "this pattern lacks its closing /");
		return (false);
	}
	if (s->at == start) {
		book_fault(b, false, &open, "an empty pattern matches nothing");
		return (false);
	}
	p = append(b, tail, str_sub(s->s, start, s->at), &at);
	if (p == NULL)
		return (false);
	s->at++;
	p->regex = true;
	p->caseless = false;
	return (read_flags(b, s, p));
}

bool
alternatives_regex(struct book *b, struct scan *s, struct pattern ***tail)
{
	struct place at;

	for (;;) {
		scan_space(s);
		if (!read_regex(b, s, tail))
			return (false);
		if (scan_end(s))
			return (true);
		if (s->s.p[s->at] != '|') {
			at = scan_place(s);
			book_fault(b, false, &at,
			    "write | between patterns, or a line for each");
			return (false);
		}
		s->at++;
	}
}
