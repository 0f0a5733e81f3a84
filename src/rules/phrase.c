/*
 * Phrases to PCRE2: one pass, writing as it reads.  White space is any run of
 * it; a * alone is up to five words; (a|) may be there or not.
 */
#include "phrase.h"

#include <stdio.h>
#include <stdlib.h>

#include "earshot/utf8.h"
#include "earshot/words.h"

#include "inflect.h"
#include "lookup.h"
#include "spelling.h"

enum { PHRASE_DEPTH = 8, PHRASE_LIST_MAX = 300, STAR_LETTERS = 3 };

struct phrase {
	struct book *book;
	struct str pack, s;
	const struct place *place;
	size_t at;
	unsigned depth;
	unsigned forms; /* endings behind the group we are in: (a|b)~s */
	enum phrase_style style;
	bool elided; /* what was just written may end with an apostrophe */
	bool ok;
};

static void write_sequence(struct phrase *p, struct buf *out);

static void
fail(struct phrase *p, size_t at, const char *message)
{
	struct place place = *p->place;

	if (!p->ok)
		return;
	p->ok = false;
	if (place.column > 0)
		place.column += (unsigned)utf8_columns(p->s, at);
	book_fault(p->book, false, &place, "%s", message);
}

static bool
space_at(const struct phrase *p)
{
	char c = p->s.p[p->at];

	return (c == ' ' || c == '\t' || c == '\n');
}

/* A word without endings.  don't also matches without its apostrophe, l'eau
 * with a space in its place too. */
static void
write_word(struct phrase *p, struct str word, struct buf *out)
{
	bool joined = p->at < p->s.n && strchr("({", p->s.p[p->at]) != NULL;
	bool negative = word.n > 3 && str_iends(word, STR("n't"));

	for (size_t i = 0; i < word.n;) {
		if ((unsigned char)word.p[i] >= 0x80) {
			spelling_letter(word, &i, out);
			continue;
		}
		if (word.p[i] == '-' && p->style == PHRASE_TERM && i > 0 &&
		    i + 1 < word.n)
			buf_adds(out, PHRASE_JOINT);
		else if (spelling_elides(word, i) && i + 1 == word.n &&
			 !joined) {
			buf_adds(out, PHRASE_QUOTE);
			p->elided = true;
		} else if (spelling_elides(word, i))
			buf_adds(out, PHRASE_ELISION);
		else
			spelling_char(out, word.p[i]);
		if (negative && i == word.n - 2)
			buf_addc(out, '?');
		i++;
	}
}

/* ~s~ed~ing behind a word. */
static unsigned
read_endings(struct phrase *p)
{
	unsigned forms = 0, form;

	while (p->at < p->s.n && p->s.p[p->at] == '~') {
		size_t start = ++p->at;

		while (p->at < p->s.n && spelling_ascii(p->s.p[p->at]))
			p->at++;
		form = inflect_form(str_sub(p->s, start, p->at));
		if (form == 0)
			fail(p, start, "an ending is ~s, ~ed or ~ing");
		forms |= form;
	}
	return (forms);
}

/* In a list's term only * and ~ mean more than themselves: product names have
 * parentheses. */
static bool
special(const struct phrase *p, char c)
{

	return (c == '~' || (p->style == PHRASE_PLAIN && c != '\0' &&
				strchr("|(){}", c) != NULL));
}

static bool
ends_word(const struct phrase *p)
{

	return (p->at >= p->s.n || space_at(p) || special(p, p->s.p[p->at]));
}

/* One word with what is joined to it: leak*, problem~s, plain. */
static void
write_plain(struct phrase *p, struct buf *out)
{
	struct buf word = BUF_INIT(RULE_PATTERN_MAX);
	size_t start = p->at, letters = 0;
	unsigned forms;
	bool star = false, odd = false;

	for (; !ends_word(p); p->at++) {
		char c = p->s.p[p->at];

		if (c == '*') {
			star = true;
			p->at++;
			if (letters < STAR_LETTERS)
				fail(p, start,
				    "a * needs at least three "
				    "letters before it");
			else if (!ends_word(p))
				fail(p, p->at,
				    "a * stands at the end of a "
				    "word, or alone between words");
			break;
		}
		if (c == '\\' && p->at + 1 < p->s.n)
			c = p->s.p[++p->at];
		letters +=
		    spelling_ascii(c) || ((unsigned char)c & 0xc0) == 0xc0;
		odd |= !spelling_ascii(c) && c != '\'' && c != '-';
		buf_addc(&word, c);
	}
	forms = read_endings(p);
	/* The endings of a group are those of its alternatives' last words. */
	if (p->forms != 0 && p->at < p->s.n && letters > 0 && !star && !odd &&
	    (p->s.p[p->at] == '|' || p->s.p[p->at] == ')'))
		forms |= p->forms;
	if (forms != 0 && (star || odd || letters == 0))
		fail(p, start, "~s, ~ed and ~ing stand behind a plain word");
	else if (forms != 0)
		inflect(out, buf_str(&word), forms);
	else
		write_word(p, buf_str(&word), out);
	if (star)
		buf_adds(out, PHRASE_ENDING);
	buf_free(&word);
}

/* The endings behind the group that begins at ${open}. */
static unsigned
group_forms(struct phrase *p, size_t open)
{
	size_t at = open, back = p->at;
	unsigned depth = 0, forms;

	for (; at < p->s.n; at++) {
		if (p->s.p[at] == '\\')
			at++;
		else if (p->s.p[at] == '(')
			depth++;
		else if (p->s.p[at] == ')' && --depth == 0)
			break;
	}
	if (at + 1 >= p->s.n || p->s.p[at + 1] != '~')
		return (0);
	p->at = at + 1;
	forms = read_endings(p);
	p->at = back;
	return (forms);
}

/* ( a | b | ): *${optional} when one of them is empty. */
static void
write_group(struct phrase *p, struct buf *out, bool *optional)
{
	size_t open = p->at++;
	unsigned forms = p->forms;
	bool some = false, elided = false;

	*optional = false;
	if (++p->depth > PHRASE_DEPTH) {
		fail(p, open, "parentheses are nested too deeply");
		return;
	}
	p->forms = group_forms(p, open);
	buf_adds(out, "(?:");
	for (;;) {
		size_t before = out->n;

		p->elided = false;
		write_sequence(p, out);
		elided |= p->elided;
		if (!p->ok)
			return;
		if (out->n == before) {
			*optional = true;
			if (some && out->p[out->n - 1] == '|')
				out->n--;
		} else
			some = true;
		if (p->at >= p->s.n) {
			fail(p, open, "this parenthesis is never closed");
			return;
		}
		if (p->s.p[p->at++] == ')')
			break;
		if (out->n > 0 && some)
			buf_addc(out, '|');
	}
	if (!some)
		fail(p, open, "nothing stands between these parentheses");
	while (out->n > 0 && out->p[out->n - 1] == '|')
		out->n--;
	buf_addc(out, ')');
	read_endings(p);
	p->elided = elided;
	p->forms = forms;
	p->depth--;
}

static int
longer_first(const void *pa, const void *pb)
{
	const struct term *const *a = pa, *const *b = pb;

	if ((*a)->text.n != (*b)->text.n)
		return ((*a)->text.n > (*b)->text.n ? -1 : 1);
	return (str_cmp((*a)->text, (*b)->text));
}

/* {brand.acme}: one of the list's terms. */
static void
write_list(struct phrase *p, struct buf *out)
{
	size_t open = p->at, close = open;
	const struct term **terms;
	struct list *list;
	struct str name;
	const char *near;
	bool clear;
	char message[200];

	while (close < p->s.n && p->s.p[close] != '}')
		close++;
	if (close == p->s.n) {
		fail(p, open, "this { is never closed");
		return;
	}
	p->at = close + 1;
	name = str_trim(str_sub(p->s, open + 1, close));
	list = lookup_list(p->book, p->pack, name);
	if (list == NULL) {
		near = lookup_near_list(p->book, name, &clear);
		snprintf(message, sizeof(message),
		    "there is no list %.*s%s%s%s", STR_ARG(name),
		    near != NULL ? ": did you mean {" : "",
		    near != NULL ? near : "", near != NULL ? "}?" : "");
		fail(p, open + 1, message);
		return;
	}
	if (list->n > PHRASE_LIST_MAX) {
		fail(p, open,
		    "this list is too long to stand inside a phrase: "
		    "use it with near or need");
		return;
	}
	terms =
	    arena_array(p->book->arena, list->n, sizeof(const struct term *));
	if (terms == NULL) {
		p->ok = false;
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		terms[i] = &list->terms[i];
	if (list->n > 0)
		qsort(terms, list->n, sizeof(const struct term *),
		    longer_first);
	buf_adds(out, "(?:");
	for (size_t i = 0; i < list->n && p->ok; i++) {
		struct phrase term = { .book = p->book,
			.pack = list->pack,
			.s = terms[i]->text,
			.place = &terms[i]->at,
			.style = PHRASE_TERM,
			.ok = true };

		if (i > 0)
			buf_addc(out, '|');
		write_sequence(&term, out);
		p->ok = term.ok;
	}
	buf_addc(out, ')');
}

static bool
lone_star(const struct phrase *p)
{

	return (p->s.p[p->at] == '*' &&
		(p->at + 1 == p->s.n || p->s.p[p->at + 1] == ' ' ||
		    p->s.p[p->at + 1] == '\t'));
}

/* What a group or word writes stands in ${one}; joins it to ${out}, with
 * ${space} before it or ${after} behind it. */
static void
join(struct buf *out, struct buf *one, const char *space, const char *after,
    bool optional, bool spaced, bool *due)
{

	if (!optional) {
		if (spaced && *due)
			buf_adds(out, space);
		buf_add(out, buf_str(one));
		*due = true;
	} else if (!spaced) {
		buf_add(out, buf_str(one));
		buf_addc(out, '?');
	} else {
		/* Its white space comes and goes with it. */
		buf_adds(out, "(?:");
		if (*due)
			buf_adds(out, space);
		buf_add(out, buf_str(one));
		if (!*due)
			buf_adds(out, after);
		buf_adds(out, ")?");
	}
}

/* Words up to | or ) or the end. */
static void
write_sequence(struct phrase *p, struct buf *out)
{
	const char *spaces[] = { p->style == PHRASE_TERM ? PHRASE_JOINT
							 : PHRASE_SPACE,
		PHRASE_AFTER_ELISION };
	struct buf one = BUF_INIT(RULE_PATTERN_MAX * 8);
	bool due = false;   /* white space is due before the next word */
	bool spaced = true; /* there was some, or we are at the start */
	bool gap = false, optional, elided;
	char c;

	p->elided = false;
	for (; p->ok; spaced = false) {
		while (p->at < p->s.n && space_at(p)) {
			p->at++;
			spaced = true;
		}
		if (p->at >= p->s.n)
			break;
		c = special(p, p->s.p[p->at]) ? p->s.p[p->at] : '\0';
		if (c == '|' || c == ')')
			break;
		if (spaced && lone_star(p)) {
			if (!due || gap)
				fail(p, p->at,
				    "a * alone needs a word on "
				    "both sides");
			p->at++;
			gap = true;
			continue;
		}
		buf_clear(&one);
		optional = false;
		elided = p->elided;
		p->elided = false;
		if (c == '(')
			write_group(p, &one, &optional);
		else if (c == '{')
			write_list(p, &one);
		else if (c == '}')
			fail(p, p->at, "there is no { for this }");
		else if (c == '~')
			fail(p, p->at, "an ending needs a word before it");
		else
			write_plain(p, &one);
		if (gap) {
			buf_adds(out, PHRASE_GAP);
			due = gap = false;
		}
		join(out, &one, spaces[elided], spaces[p->elided], optional,
		    spaced, &due);
		p->elided |= optional && elided;
	}
	if (gap)
		fail(p, p->at, "a * alone needs a word on both sides");
	if (buf_failed(&one) || buf_failed(out))
		fail(p, 0, "this phrase is too long");
	buf_free(&one);
}

/* What begins or ends with a sign may stand close to a word. */
static unsigned
bounds_of(struct str s)
{
	uint32_t first, last = 'x';
	unsigned bounds = 0;
	size_t at = 0;

	first = utf8_next(s, &at);
	for (at = 0; at < s.n;)
		last = utf8_next(s, &at);
	if (first > 0x7f ? first < 0x2000
			 : spelling_ascii((char)first) ||
			       strchr("@#({", (int)first) != NULL)
		bounds |= PHRASE_NEEDS_BEFORE;
	if (last > 0x7f ? last < 0x2000
			: spelling_ascii((char)last) ||
			      strchr("*)}", (int)last) != NULL)
		bounds |= PHRASE_NEEDS_AFTER;
	return (bounds);
}

bool
phrase_regex(struct book *b, struct str source, const struct place *at,
    struct str pack, enum phrase_style style, struct buf *out,
    unsigned *ret_bounds)
{
	struct fold fold;
	struct phrase p = { .book = b,
		.pack = pack,
		.place = at,
		.style = style,
		.ok = true };
	size_t start = out->n;

	/* The text is folded before it is searched; so is what we seek. */
	if (fold_text(b->arena, source, &fold) != OK)
		return (false);
	p.s = str_trim(fold.text);
	if (p.s.n == 0) {
		fail(&p, 0, "nothing is left of this phrase");
		return (false);
	}
	buf_adds(out, "(?:");
	write_sequence(&p, out);
	while (p.ok && p.at < p.s.n && p.s.p[p.at] == '|') {
		buf_addc(out, '|');
		p.at++;
		write_sequence(&p, out);
	}
	if (p.ok && p.at < p.s.n)
		fail(&p, p.at, "there is no ( for this )");
	buf_adds(out, ")");
	if (!p.ok) {
		out->n = start;
		return (false);
	}
	*ret_bounds = bounds_of(p.s);
	return (true);
}
