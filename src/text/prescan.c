/*
 * The pre-scan's tokens: tags, text, CDATA.  Tolerant and linear: every look
 * ahead is remembered, so that a text full of openings without ends costs no
 * more than any other.  Not for: nesting (mend.c), DOCTYPE (doctype.c).
 */
#include "prescan.h"

#include "ahead.h"
#include "doctype.h"

/* A quoted value that holds tags and runs on for so long was never closed. */
enum { VALUE_LOST = 2048 };

void
scan_init(struct scan *s, struct str text, bool html)
{
	size_t i;

	s->text = text;
	s->at = 0;
	s->html = html;
	s->mended = s->doctype = false;
	s->within = (struct str){ NULL, 0 };
	s->within_hash = 0;
	s->cut = text.n;
	s->cdata_end = SIZE_MAX;
	s->nentities = 0;
	for (i = 0; i < SCAN_AHEADS; i++)
		s->ahead[i] = (struct scan_ahead){ 1, 0 };
	memset(s->ends, 0, sizeof(s->ends));
}

static bool
has(const struct scan *s, size_t at, const char *mark, size_t n)
{

	return (s->text.n - at >= n && memcmp(s->text.p + at, mark, n) == 0);
}

static size_t
skip_space(const struct scan *s, size_t at)
{

	while (at < s->text.n && scan_space(s->text.p[at]))
		at++;
	return (at);
}

/*
 * Where the quoted value that begins at ${from} ends; SIZE_MAX if its closing
 * quote is missing.  A value with a '<' in it is believed only when its end
 * looks like one.
 */
static size_t
quoted_end(struct scan *s, size_t from, char quote)
{
	size_t end, less, n = s->text.n;

	end = scan_look(s, quote == '"' ? AHEAD_QUOTE : AHEAD_APOSTROPHE, from);
	if (end == n)
		return (SIZE_MAX);
	less = scan_look(s, AHEAD_LESS, from);
	if (less > end)
		return (end);
	if (end + 1 < n && !scan_space(s->text.p[end + 1]) &&
	    s->text.p[end + 1] != '>' && s->text.p[end + 1] != '/')
		return (SIZE_MAX);
	if (end - from > VALUE_LOST && scan_look(s, AHEAD_GREATER, from) < less)
		return (SIZE_MAX);
	return (end);
}

/* The value after '=' at *${at}, which moves past it. */
static struct str
read_value(struct scan *s, size_t *at, bool *clean)
{
	const char *p = s->text.p;
	size_t i = *at, n = s->text.n, end;
	char quote;

	if (i < n && (p[i] == '"' || p[i] == '\'')) {
		quote = p[i++];
		end = quoted_end(s, i, quote);
		if (end != SIZE_MAX) {
			*at = end + 1;
			if (s->ahead[AHEAD_LESS].at < end)
				*clean = false;
			return ((struct str){ p + i, end - i });
		}
		*clean = false;
		for (end = i; end < n && p[end] != '>' && p[end] != '<'; end++)
			;
		*at = end;
		return ((struct str){ p + i, end - i });
	}
	*clean = false;
	for (end = i;
	     end < n && !scan_space(p[end]) && p[end] != '>' && p[end] != '<';
	     end++)
		;
	/* href=x/> is an empty element in XML, an address in HTML. */
	if (!s->html && end > i && end < n && p[end] == '>' &&
	    p[end - 1] == '/')
		end--;
	*at = end;
	return ((struct str){ p + i, end - i });
}

/*
 * One attribute (or a stretch of junk) at *${at}.  *${values}: attributes
 * with '=' so far.
 */
static void
read_attribute(struct scan *s, struct scan_token *t, size_t *at, size_t *values)
{
	const char *p = s->text.p;
	size_t start = *at, end = scan_name(s, start), i, n = s->text.n;
	struct str value = { p + start, 0 };
	bool valid = end != start;

	if (!valid) {
		t->clean = false;
		for (end = start + 1;
		     end < n && !scan_space(p[end]) && p[end] != '>' &&
		     p[end] != '<' && p[end] != '=' && p[end] != '/';
		     end++)
			;
	}
	i = skip_space(s, end);
	if (i < n && p[i] == '=') {
		i = skip_space(s, i + 1);
		value = read_value(s, &i, &t->clean);
		(*values)++;
	} else {
		i = end;
		t->clean = false;
	}
	*at = i;
	if (i < n && !scan_space(p[i]) && p[i] != '>' && p[i] != '/')
		t->clean = false;
	if (!valid)
		return;
	if (t->nattributes == SCAN_ATTRIBUTES) {
		t->clean = false;
		return;
	}
	s->attributes[t->nattributes++] =
	    (struct scan_attribute){ str_sub(s->text, start, end), value };
}

static bool
give(struct scan *s, struct scan_token *t, enum scan_kind kind, size_t end)
{

	t->kind = kind;
	t->raw = (struct str){ s->text.p + s->at, end - s->at };
	s->at = end;
	return (true);
}

/* A '<' that is text. */
static bool
give_less(struct scan *s, struct scan_token *t)
{

	s->mended = true;
	return (give(s, t, SCAN_LESS, s->at + 1));
}

/* The text ends inside a tag: what is there of it says nothing. */
static bool
cut_off(struct scan *s)
{

	s->mended = true;
	s->cut = s->at;
	s->at = s->text.n;
	return (false);
}

static bool
start_tag(struct scan *s, struct scan_token *t)
{
	const char *p = s->text.p;
	size_t n = s->text.n, from = s->at + 1, at = scan_name(s, from);
	size_t values = 0;

	if (at == from ||
	    (at < n && !scan_space(p[at]) && p[at] != '>' && p[at] != '/'))
		return (give_less(s, t));
	t->name = (struct str){ p + from, at - from };
	t->attributes = s->attributes;
	t->nattributes = 0;
	t->empty = false;
	t->clean = true;
	for (;;) {
		at = skip_space(s, at);
		if (at >= n)
			return (cut_off(s));
		if (p[at] == '>') {
			at++;
			break;
		}
		if (p[at] == '/') {
			if (at + 1 < n && p[at + 1] == '>') {
				t->empty = true;
				at += 2;
				break;
			}
			t->clean = false;
			at++;
			continue;
		}
		if (p[at] == '<') {
			/* "a <b and c</p>" is text, <a href="x"</p> a tag. */
			if (values == 0)
				return (give_less(s, t));
			t->clean = false;
			break;
		}
		read_attribute(s, t, &at, &values);
	}
	if (!s->html && t->nattributes > 0 && values == 0)
		return (give_less(s, t));
	t->hash = scan_hash(t->name);
	return (give(s, t, SCAN_START, at));
}

/* The end tag of the element that is open, as nearly all are. */
static bool
usual_end(struct scan *s, struct scan_token *t)
{
	size_t from = s->at + 2, n = s->within.n;

	if (n == 0 || s->text.n - from <= n || s->text.p[from + n] != '>' ||
	    memcmp(s->text.p + from, s->within.p, n) != 0)
		return (false);
	t->name = (struct str){ s->text.p + from, n };
	t->hash = s->within_hash;
	t->clean = true;
	return (give(s, t, SCAN_END, from + n + 1));
}

static bool
end_tag(struct scan *s, struct scan_token *t)
{
	const char *p = s->text.p;
	size_t n = s->text.n, from, at;

	if (usual_end(s, t))
		return (true);
	from = skip_space(s, s->at + 2);
	at = scan_name(s, from);
	t->clean = from == s->at + 2;
	if (at == from) {
		if (from < n && p[from] == '>') {
			s->mended = true;
			s->at = from + 1;
			return (false);
		}
		return (give_less(s, t));
	}
	t->name = (struct str){ p + from, at - from };
	at = skip_space(s, at);
	if (at < n && p[at] == '>')
		at++;
	else {
		/* </a href="x">, </a</b>, or the text ends here */
		t->clean = false;
		at = scan_look(s, AHEAD_GREATER, at);
		if (at < n && at < scan_look(s, AHEAD_LESS, s->at + 1))
			at++;
		else
			at = scan_look(s, AHEAD_LESS, s->at + 1);
	}
	t->hash = scan_hash(t->name);
	return (give(s, t, SCAN_END, at));
}

/* Pass over what stands here up to ${end}. */
static bool
pass(struct scan *s, size_t end)
{

	s->at = end;
	return (false);
}

static bool
comment(struct scan *s)
{
	size_t n = s->text.n, end, less, from = s->at + 4;

	if (s->html && has(s, from, ">", 1))
		return (pass(s, from + 1));
	if (s->html && has(s, from, "->", 2))
		return (pass(s, from + 2));
	end = scan_look(s, AHEAD_COMMENT, from);
	if (end < n)
		return (pass(s, end + 3));
	/* Never closed: it must not swallow the rest. */
	s->mended = true;
	less = scan_look(s, AHEAD_LESS, from);
	end = scan_look(s, AHEAD_GREATER, from);
	return (pass(s, end < less ? end + 1 : less));
}

/*
 * A CDATA section that another one follows before it ends, and in which the
 * element's end tag stands before that, was never closed.
 */
static bool
cdata(struct scan *s, struct scan_token *t)
{
	size_t from = s->at + 9, end, next, n = s->text.n, limit;
	char tag[SCAN_NAME_MAX + 3];
	const char *p = NULL;

	end = scan_look(s, AHEAD_CDATA_END, from);
	if (s->html) {
		s->cdata_end = end;
		return (pass(s, from));
	}
	next = scan_look(s, AHEAD_CDATA, from);
	limit = next < end ? next : end;
	if ((end == n || next < end) && s->within.n > 0 &&
	    s->within.n <= SCAN_NAME_MAX) {
		tag[0] = '<';
		tag[1] = '/';
		memcpy(tag + 2, s->within.p, s->within.n);
		p = memmem(s->text.p + from, limit - from, tag,
		    s->within.n + 2);
	}
	if (p != NULL)
		end = (size_t)(p - s->text.p);
	if (p != NULL || end == n)
		s->mended = true;
	s->at = from;
	give(s, t, SCAN_CDATA, end);
	if (p == NULL && end < n)
		s->at += 3;
	return (true);
}

/* <!…: comments, CDATA, DOCTYPE, and what only looks like one of them. */
static bool
declaration(struct scan *s, struct scan_token *t)
{
	size_t end, less, at = s->at;

	if (has(s, at, "<!--", 4))
		return (comment(s));
	if (has(s, at, "<![CDATA[", 9))
		return (cdata(s, t));
	if (s->text.n - at < 3 ||
	    (!scan_name_start(s->text.p[at + 2]) && s->text.p[at + 2] != '['))
		return (give_less(s, t));
	if (!s->html && !s->doctype && has(s, at, "<!DOCTYPE", 9)) {
		s->doctype = true;
		end = doctype_read(s, at + 9);
		if (end != SIZE_MAX)
			return (pass(s, end));
		s->mended = true;
	}
	end = scan_look(s, AHEAD_GREATER, at);
	less = scan_look(s, AHEAD_LESS, at + 1);
	if (end == s->text.n && less == s->text.n && !s->html)
		return (cut_off(s));
	if (end == s->text.n || end > less)
		return (give_less(s, t));
	return (pass(s, end + 1));
}

/* <?…?>; word processors write <?xml:namespace …/> into their HTML. */
static bool
instruction(struct scan *s, struct scan_token *t)
{
	size_t n = s->text.n, from = s->at + 2, end, greater, less;

	end = scan_look(s, AHEAD_PI, from);
	less = scan_look(s, AHEAD_LESS, from);
	greater = scan_look(s, AHEAD_GREATER, from);
	if (end < n && (end < less || greater > less) && !s->html)
		return (pass(s, end + 2));
	if (greater < less) {
		s->mended = true;
		return (pass(s, greater + 1));
	}
	if (end < n)
		return (pass(s, end + 2));
	if (less == n)
		return (cut_off(s));
	return (give_less(s, t));
}

/* false: something was passed over. */
static bool
markup(struct scan *s, struct scan_token *t)
{

	switch (s->at + 1 < s->text.n ? s->text.p[s->at + 1] : '\0') {
	case '/':
		return (end_tag(s, t));
	case '!':
		return (declaration(s, t));
	case '?':
		return (instruction(s, t));
	default:
		return (start_tag(s, t));
	}
}

void
scan_next(struct scan *s, struct scan_token *t)
{
	size_t end;

	while (s->at < s->text.n) {
		if (s->at >= s->cdata_end) {
			if (s->at == s->cdata_end)
				s->at += 3;
			s->cdata_end = SIZE_MAX;
			continue;
		}
		if (s->text.p[s->at] == '<') {
			if (markup(s, t))
				return;
			continue;
		}
		end = scan_look(s, AHEAD_LESS, s->at);
		give(s, t, SCAN_TEXT, end < s->cdata_end ? end : s->cdata_end);
		return;
	}
	t->kind = SCAN_DONE;
	t->raw = (struct str){ s->text.p + s->text.n, 0 };
}

/* Where the next end tag of ${name} at or after ${at} starts. */
static size_t
find_end(struct scan *s, struct str name, size_t at)
{
	size_t n = s->text.n;
	const char *p;

	for (; at < n; at++) {
		p = memchr(s->text.p + at, '<', n - at);
		if (p == NULL)
			break;
		at = (size_t)(p - s->text.p);
		if (n - at >= name.n + 2 && p[1] == '/' &&
		    str_ieq(str_sub(s->text, at + 2, at + 2 + name.n), name))
			return (at);
	}
	return (n);
}

void
scan_skip_raw(struct scan *s, struct str name)
{

	s->at = find_end(s, name, s->at);
}

bool
scan_ends_later(struct scan *s, struct str name)
{
	struct scan_end *e = NULL;
	size_t i;

	for (i = 0; i < SCAN_ENDS; i++) {
		e = &s->ends[i];
		if (e->name.n == 0 || str_ieq(e->name, name))
			break;
	}
	if (i == SCAN_ENDS)
		return (true);
	if (e->name.n == 0 || s->at < e->ahead.from || s->at > e->ahead.at) {
		e->name = name;
		e->ahead.from = s->at;
		e->ahead.at = find_end(s, name, s->at);
	}
	return (e->ahead.at < s->text.n);
}
