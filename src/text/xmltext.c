/*
 * References in XML: the five of its own, numbers, HTML's names without a
 * declaration, and the literal entities that a document declares.  Those do
 * not nest, so nothing multiplies.
 */
#include "xmltext.h"

#include "entities.h"

/* Of expanded, for every look for an entity. */
enum { LOOKUP_COST = 16 };

/* XML's own five: the length of the reference that ${s} begins with, and what
 * it means; 0: it is another one. */
static size_t
own_reference(struct str s, char *ret)
{
	const char *p = s.p + 1;
	size_t n = s.n - 1;

	switch (n >= 3 ? p[0] : '\0') {
	case 'l':
		*ret = '<';
		return (p[1] == 't' && p[2] == ';' ? 4 : 0);
	case 'g':
		*ret = '>';
		return (p[1] == 't' && p[2] == ';' ? 4 : 0);
	case 'q':
		*ret = '"';
		return (n >= 5 && memcmp(p, "quot;", 5) == 0 ? 6 : 0);
	case 'a':
		*ret = p[1] == 'm' ? '&' : '\'';
		if (n >= 4 && memcmp(p, "amp;", 4) == 0)
			return (5);
		return (n >= 5 && memcmp(p, "apos;", 5) == 0 ? 6 : 0);
	default:
		return (0);
	}
}

/* The literal of an entity that the document declares; {NULL,0}: none. */
static struct str
declared(struct xmltext *t, struct str name)
{
	const struct scan_entity *e = t->scan->entities;
	size_t i;

	t->expanded += LOOKUP_COST;
	if (t->expanded > XMLTEXT_EXPANDED_MAX)
		return ((struct str){ NULL, 0 });
	for (i = 0; i < t->scan->nentities; i++) {
		if (!str_eq(e[i].name, name))
			continue;
		t->expanded += e[i].literal.n;
		return (e[i].literal);
	}
	return ((struct str){ NULL, 0 });
}

/* Text as it is written, without references. */
static void
add_written(const struct xmltext *t, struct str s, struct buf *out)
{
	char *to = buf_reserve(out, s.n);
	size_t i, n = 0;
	char c;

	if (to == NULL || s.n == 0)
		return;
	if (!t->attribute && memchr(s.p, '\r', s.n) == NULL) {
		memcpy(to, s.p, s.n);
		buf_advance(out, s.n);
		return;
	}
	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (c == '\r') {
			if (i + 1 < s.n && s.p[i + 1] == '\n')
				continue;
			c = '\n';
		}
		to[n++] = t->attribute && scan_space(c) ? ' ' : c;
	}
	buf_advance(out, n);
}

/* In an entity's literal only characters are referred to. */
static void
add_literal(struct xmltext *t, struct str s, struct buf *out)
{
	struct reference ref;
	size_t end;

	while (s.n > 0) {
		end = str_findc(s, '&');
		if (end == 0 && reference_read(s, 0, &ref) && ref.semicolon) {
			buf_add(out, (struct str){ ref.out, ref.n });
			s = str_sub(s, ref.length, s.n);
			continue;
		}
		if (end == 0)
			end = 1;
		add_written(t, str_sub(s, 0, end), out);
		s = str_sub(s, end, s.n);
	}
}

/* What the '&' at ${at} stands for; how many bytes of ${s} that was. */
static size_t
add_reference(struct xmltext *t, struct str s, size_t at, struct buf *out)
{
	struct str name = reference_name(s, at), literal = { NULL, 0 };
	size_t end = at + 1 + name.n;
	struct reference ref;

	if (t->scan->nentities > 0 && name.n > 0 && end < s.n &&
	    s.p[end] == ';')
		literal = declared(t, name);
	if (literal.p != NULL) {
		add_literal(t, literal, out);
		return (name.n + 2);
	}
	if (!reference_read(s, at, &ref) || !ref.semicolon) {
		t->scan->mended = true;
		buf_addc(out, '&');
		return (1);
	}
	/* &nbsp; without a DOCTYPE is a fault, if a friendly one. */
	if (ref.n == 0 || (name.n > 0 && !t->scan->doctype))
		t->scan->mended = true;
	buf_add(out, (struct str){ ref.out, ref.n });
	return (ref.length);
}

void
xmltext_add(struct xmltext *t, struct str s, struct buf *out)
{
	size_t at = 0, end, n;
	const char *p;
	char c;

	while (at < s.n) {
		p = memchr(s.p + at, '&', s.n - at);
		end = p != NULL ? (size_t)(p - s.p) : s.n;
		add_written(t, str_sub(s, at, end), out);
		at = end;
		while (at < s.n && s.p[at] == '&') {
			n = own_reference(str_sub(s, at, s.n), &c);
			if (n > 0)
				buf_addc(out, c);
			else
				n = add_reference(t, s, at, out);
			at += n;
		}
	}
}
