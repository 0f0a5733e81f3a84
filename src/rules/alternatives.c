/*
 * Cuts the value of say, match, unless, near and need into its alternatives,
 * and answers what people write instead of | kindly.  Does not look inside.
 */
#include "alternatives.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "earshot/buf.h"

#include "mend.h"

/* What people write between phrases, and what to write instead. */
static const struct joiner {
	const char *word, *answer;
	bool bar; /* a | is what was meant */
} joiners[] = {
	{ "OR", "write | between phrases, not OR", true },
	{ "AND",
	    "there is no AND: put what must also be there on a line of its "
	    "own: need \"...\"",
	    false },
	{ "NOT",
	    "there is no NOT: put what must not be there on a line of its "
	    "own: unless \"...\"",
	    false },
	{ ",", "write | between phrases, not a comma", true },
	{ ";", "write | between phrases, not a semicolon", true },
	{ "/", "write | between phrases; a /pattern/ goes on a `match` line",
	    false },
};

static const char mend_bar[] = "| stands between phrases";

/* The value that is being cut. */
struct cutter {
	struct book *b;
	struct scan *s;
	const char *const *stops;
	struct pattern ***tail;
	unsigned said; /* bits: answers that were given already */
};

/* ${word} begins ${rest}, and a phrase in quotes is next. */
static bool
joins_quoted(struct str rest, struct str word)
{

	if (word.n < 2 || !str_istarts(rest, word) || rest.n == word.n ||
	    rest.p[word.n] != ' ')
		return (false);
	rest = str_trim(str_sub(rest, word.n, rest.n));
	return (rest.n > 0 && ruletext_quote(rest, 0) > 0);
}

static const struct joiner *
joiner_at(struct str s, size_t at, bool exact_case)
{
	struct str rest = str_sub(s, at, s.n);

	for (size_t i = 0; i < sizeof(joiners) / sizeof(joiners[0]); i++) {
		struct str word = str_of(joiners[i].word);
		bool letters = word.n > 1;

		if (joins_quoted(rest, word))
			return (&joiners[i]);
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

/* The scan stands on ${j}, ${between} phrases.  True: it is read as the | that
 * was meant. */
static bool
read_joiner(struct cutter *c, const struct joiner *j, bool between)
{
	struct scan *s = c->s;
	struct place at = scan_place(s);
	struct str was = str_sub(s->s, s->at, s->at + strlen(j->word));
	bool before = s->at > 0 && s->s.p[s->at - 1] == ' ';
	bool after = s->at + was.n < s->s.n && s->s.p[s->at + was.n] == ' ';
	struct str rest = str_trim(str_sub(s->s, s->at + was.n, s->s.n));
	bool last = rest.n == 0;
	unsigned bit = 1u << (j - joiners);

	if ((c->said & bit) == 0)
		book_fault(c->b, false, &at, "%s",
		    last && j->bar ? "nothing follows here: leave it out"
				   : j->answer);
	c->said |= bit;
	if (!j->bar || !between || (!last && strchr("|,;", rest.p[0]) != NULL))
		return (false);
	mend_at(c->b, &at, was,
	    last     ? STR("")
	    : before ? (after ? STR("|") : STR("| "))
		     : (after ? STR(" |") : STR(" | ")),
	    mend_bar);
	s->at += was.n;
	return (true);
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

/* Is there a word at which phrases end? */
static bool
stops_later(const struct cutter *c, size_t at)
{

	for (; at < c->s->s.n; at++)
		if (c->s->s.p[at] == '|' || (c->s->s.p[at - 1] == ' ' &&
						stop_at(c->s->s, at, c->stops)))
			return (true);
	return (false);
}

/* "…": the scan stands on the opening quote. */
static bool
read_quoted(struct cutter *c)
{
	struct scan *s = c->s;
	struct place open = scan_place(s), at;
	struct buf text = BUF_INIT(RULE_PATTERN_MAX + 1);
	struct str source;
	size_t quote = ruletext_quote(s->s, s->at);
	bool ok = false;

	mend_at(c->b, &open, str_sub(s->s, s->at, s->at + quote), STR("\""),
	    MEND_QUOTES);
	s->at += quote;
	at = scan_place(s);
	quote = 0;
	while (s->at < s->s.n && (quote = ruletext_quote(s->s, s->at)) == 0) {
		if (s->s.p[s->at] == '\\' && s->at + 1 < s->s.n &&
		    ruletext_quote(s->s, s->at + 1) > 0)
			s->at++;
		buf_addc(&text, s->s.p[s->at++]);
	}
	source = str_trim(buf_str(&text));
	if (quote == 0) {
		book_fault(c->b, false, &open, "these quotes are never closed");
		/* With nothing behind it, it ends with its line. */
		if (source.n == 0 || stops_later(c, (size_t)(s->s.n - text.n)))
			goto out;
	}
	if (buf_failed(&text) || source.n == 0) {
		book_fault(c->b, false, &open,
		    source.n == 0 ? "nothing stands between these quotes"
				  : "this phrase is too long");
		goto out;
	}
	source = arena_str(c->b->arena, source);
	ok = source.p != NULL && append(c->b, c->tail, source, &at) != NULL;
	open = scan_place(s);
	if (ok)
		mend_at(c->b, &open, str_sub(s->s, s->at, s->at + quote),
		    STR("\""), MEND_QUOTES);
	s->at += quote;
out:
	buf_free(&text);
	return (ok);
}

/* A single quote of any shape at ${at}: its length; 0: none. */
static size_t
single_quote(struct str s, size_t at)
{

	if (at < s.n && s.p[at] == '\'')
		return (1);
	for (size_t i = 0; i < 2; i++)
		if (str_starts(str_sub(s, at, s.n),
			str_of(i == 0 ? "\u2018" : "\u2019")))
			return (3);
	return (0);
}

/* 'a b': where the closing quote stands; 0: it is no such phrase. */
static size_t
single_end(const struct cutter *c)
{
	struct str s = c->s->s;
	size_t at = c->s->at, quote = single_quote(s, at), behind;

	if (quote == 0)
		return (0);
	for (at += quote; at < s.n && s.p[at] != '|'; at++) {
		quote = single_quote(s, at);
		if (quote == 0 || at == c->s->at + quote)
			continue;
		for (behind = at + quote; behind < s.n && s.p[behind] == ' ';)
			behind++;
		if (behind == s.n || strchr("|,;", s.p[behind]) != NULL ||
		    (behind > at + quote &&
			(stop_at(s, behind, c->stops) ||
			    joiner_at(s, behind, true) != NULL)))
			return (at);
	}
	return (0);
}

/* 'a b', as it was meant. */
static bool
read_single(struct cutter *c, size_t end)
{
	static const unsigned bit = 1u << 31;
	struct scan *s = c->s;
	struct place open = scan_place(s), at;
	size_t quote = single_quote(s->s, s->at);
	struct str source;

	if ((c->said & bit) == 0)
		book_fault(c->b, false, &open,
		    "use double quotes round a phrase: \"...\"");
	c->said |= bit;
	mend_at(c->b, &open, str_sub(s->s, s->at, s->at + quote), STR("\""),
	    MEND_QUOTES);
	s->at += quote;
	at = scan_place(s);
	source = str_trim(str_sub(s->s, s->at, end));
	s->at = end;
	open = scan_place(s);
	quote = single_quote(s->s, end);
	mend_at(c->b, &open, str_sub(s->s, end, end + quote), STR("\""),
	    MEND_QUOTES);
	s->at += quote;
	return (source.n > 0 && append(c->b, c->tail, source, &at) != NULL);
}

/* A phrase without quotes: to the next | outside parentheses. */
static bool
read_bare(struct cutter *c)
{
	struct scan *s = c->s;
	struct place at = scan_place(s), here;
	const struct joiner *joiner;
	size_t start = s->at, depth = 0;
	struct str source;
	bool fresh = true; /* at the start of a word */

	for (; s->at < s->s.n; s->at++) {
		char ch = s->s.p[s->at];

		if (ch == '\\' && s->at + 1 < s->s.n) {
			s->at++;
			fresh = false;
			continue;
		}
		if (depth == 0 &&
		    (ch == '|' || (fresh && s->at > start &&
				      stop_at(s->s, s->at, c->stops))))
			break;
		joiner = depth == 0 && (fresh || strchr(",;", ch) != NULL)
			     ? joiner_at(s->s, s->at, true)
			     : NULL;
		if (joiner != NULL &&
		    !(strchr(",;", ch) != NULL && s->at + 1 < s->s.n &&
			strchr(" ,;|", s->s.p[s->at + 1]) == NULL)) {
			if (s->at > start)
				break; /* the caller answers it */
			read_joiner(c, joiner, false);
			return (false);
		}
		if (ruletext_quote(s->s, s->at) > 0) {
			here = scan_place(s);
			book_fault(c->b, false, &here,
			    "quotes go round a whole phrase: \"...\" | "
			    "\"...\"");
			return (false);
		}
		depth += ch == '(';
		depth -= ch == ')' && depth > 0;
		fresh = ch == ' ' || ch == '\t';
	}
	source = str_trim(str_sub(s->s, start, s->at));
	if (source.n == 0) {
		book_fault(c->b, false, &at, "a phrase is missing here");
		return (false);
	}
	return (append(c->b, c->tail, source, &at) != NULL);
}

bool
alternatives_read(struct book *b, struct scan *s, const char *const *stops,
    struct pattern ***tail, bool *bare)
{
	struct cutter c = { b, s, stops, tail, 0 };
	const struct joiner *joiner;
	struct place at;
	size_t single;
	bool quoted;

	for (;;) {
		if (scan_end(s)) {
			at = scan_place(s);
			book_fault(b, false, &at, "a phrase is missing here");
			return (false);
		}
		quoted = ruletext_quote(s->s, s->at) > 0;
		single = single_end(&c);
		if (bare != NULL)
			*bare = !quoted && single == 0;
		if (quoted       ? !read_quoted(&c)
		    : single > 0 ? !read_single(&c, single)
				 : !read_bare(&c))
			return (false);
		if (scan_end(s) || stop_at(s->s, s->at, stops))
			return (true);
		if (s->s.p[s->at] == '|') {
			s->at++;
			continue;
		}
		joiner = joiner_at(s->s, s->at, false);
		if (joiner != NULL) {
			if (!read_joiner(&c, joiner, true))
				return (false);
			if (scan_end(s))
				return (true); /* it was the last */
			continue;
		}
		at = scan_place(s);
		book_fault(b, false, &at, "%s",
		    stops != NULL && str_ieq(scan_peek(s), STR("in"))
			? "write in post, or | between phrases"
			: "write | between phrases");
		if (ruletext_quote(s->s, s->at) == 0)
			return (false);
		mend_at(b, &at, STR(""), STR("| "), mend_bar);
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
