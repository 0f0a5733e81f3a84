/*
 * References in XML: the five of its own, numbers, HTML's names without a
 * declaration, and the literal entities that a document declares.  Those do
 * not nest, so nothing multiplies.
 */
#include "xmltext.h"

#include "entities.h"

/* Of expanded, for every look for an entity. */
enum { LOOKUP_COST = 16 };

void
xmltext_begin(struct xmltext *t, struct scan *s, size_t *expanded,
    struct str text)
{

	t->scan = s;
	t->expanded = expanded;
	t->text = text;
	t->literal = (struct str){ NULL, 0 };
}

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

	*t->expanded += LOOKUP_COST;
	if (*t->expanded > XMLTEXT_EXPANDED_MAX)
		return ((struct str){ NULL, 0 });
	for (i = 0; i < t->scan->nentities; i++) {
		if (!str_eq(e[i].name, name))
			continue;
		*t->expanded += e[i].literal.n;
		return (e[i].literal);
	}
	return ((struct str){ NULL, 0 });
}

/* The reference that the text begins with, up to which all is read. */
static void
read_reference(struct xmltext *t, struct str *ret)
{
	struct str name, s = t->text;
	struct reference ref;
	size_t n;

	n = own_reference(s, t->out);
	if (n > 0) {
		t->text = str_sub(s, n, s.n);
		*ret = (struct str){ t->out, 1 };
		return;
	}
	name = reference_name(s, 0);
	*ret = (struct str){ NULL, 0 };
	if (t->scan->nentities > 0 && name.n > 0 && 1 + name.n < s.n &&
	    s.p[1 + name.n] == ';') {
		t->literal = declared(t, name);
		if (t->literal.p != NULL) {
			t->text = str_sub(s, name.n + 2, s.n);
			return;
		}
	}
	if (!reference_read(s, 0, &ref) || !ref.semicolon) {
		t->scan->mended = true;
		t->text = str_sub(s, 1, s.n);
		*ret = STR("&");
		return;
	}
	/* &nbsp; without a DOCTYPE is a fault, if a friendly one. */
	if (ref.n == 0 || (name.n > 0 && !t->scan->doctype))
		t->scan->mended = true;
	t->text = str_sub(s, ref.length, s.n);
	memcpy(t->out, ref.out, ref.n);
	*ret = (struct str){ t->out, ref.n };
}

/* In an entity's literal only characters are referred to. */
static struct str
read_literal(struct xmltext *t, bool *ret_written)
{
	struct str s = t->literal;
	size_t end = str_findc(s, '&');
	struct reference ref;

	*ret_written = false;
	if (end == 0 && reference_read(s, 0, &ref) && ref.semicolon) {
		t->literal = str_sub(s, ref.length, s.n);
		memcpy(t->out, ref.out, ref.n);
		return ((struct str){ t->out, ref.n });
	}
	*ret_written = true;
	if (end == 0)
		end = 1;
	t->literal = str_sub(s, end, s.n);
	return (str_sub(s, 0, end));
}

bool
xmltext_next(struct xmltext *t, struct str *ret, bool *ret_written)
{
	const char *p;

	for (;;) {
		if (t->literal.n > 0)
			*ret = read_literal(t, ret_written);
		else if (t->text.n == 0)
			return (false);
		else if (t->text.p[0] == '&') {
			*ret_written = false;
			read_reference(t, ret);
		} else {
			*ret_written = true;
			*ret = t->text;
			p = memchr(ret->p, '&', ret->n);
			if (p != NULL)
				ret->n = (size_t)(p - ret->p);
			t->text = str_sub(t->text, ret->n, t->text.n);
		}
		if (ret->n > 0)
			return (true);
	}
}
