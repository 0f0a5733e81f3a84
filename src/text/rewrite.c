/*
 * Text, references and tags for libxml2.  What means itself but looks like
 * markup goes in CDATA: a thousand bare '&' are one section, not a thousand
 * references.  Not for: nesting (mend.c).
 */
#include "rewrite.h"

#include "entities.h"

enum {
	LITERAL_GAP = 32,       /* so much text goes along in an open section */
	LITERAL_MAX = 4096,     /* bytes of a section */
	TAG_MAX = 65536 - 1024, /* bytes of a tag's attributes */
	LOOKUP_COST = 16,       /* of expanded, for every look for an entity */
};

void
rewrite_init(struct rewrite *w, struct scan *s,
    bool (*push)(void *, struct str), void *arg)
{

	w->scan = s;
	w->literal = w->expanded = w->nnames = 0;
	memset(w->names, 0, sizeof(w->names));
	chunks_init(&w->chunks, push, arg);
}

void
rewrite_settle(struct rewrite *w)
{

	if (w->literal == 0)
		return;
	w->literal = 0;
	chunks_add(&w->chunks, STR("]]>"));
}

void
rewrite_literal(struct rewrite *w, struct str s)
{

	if (w->literal > LITERAL_MAX)
		rewrite_settle(w);
	if (w->literal == 0) {
		chunks_room(&w->chunks);
		chunks_add(&w->chunks, STR("<![CDATA["));
		w->literal = 1;
	}
	chunks_add(&w->chunks, s);
	w->literal += s.n;
	/* The section's own end must not come about in it. */
	if (s.n > 0 && s.p[s.n - 1] == ']')
		rewrite_settle(w);
}

/* A stretch of the document without anything to change in it. */
static void
keep(struct rewrite *w, struct str s)
{

	if (s.n == 0)
		return;
	if (w->literal > 0 && s.n <= LITERAL_GAP &&
	    memchr(s.p, ']', s.n) == NULL) {
		rewrite_literal(w, s);
		return;
	}
	rewrite_settle(w);
	chunks_keep(&w->chunks, s);
}

/* ------------------------------------------------------------- references */

/* The reference at ${at} if libxml2 may read it as it stands: its length and
 * character. */
static size_t
plain_reference(struct str s, size_t at, char *ret_c)
{
	const char *p = s.p + at + 1;
	size_t n = s.n - at - 1;
	struct reference ref;

	*ret_c = '\0';
	switch (n >= 3 ? p[0] : '\0') {
	case '#':
		/* &#10; must not become a line end, so it stays; &#146; does
		 * not mean what it says. */
		if (p[1] == 'X' || !reference_read(s, at, &ref) ||
		    !ref.semicolon || !ref.exact)
			return (0);
		return (ref.length);
	case 'l':
		*ret_c = '<';
		return (memcmp(p, "lt;", 3) == 0 ? 4 : 0);
	case 'g':
		*ret_c = '>';
		return (memcmp(p, "gt;", 3) == 0 ? 4 : 0);
	case 'q':
		*ret_c = '"';
		return (n >= 5 && memcmp(p, "quot;", 5) == 0 ? 6 : 0);
	case 'a':
		*ret_c = p[1] == 'm' ? '&' : '\'';
		if (n >= 4 && memcmp(p, "amp;", 4) == 0)
			return (5);
		return (n >= 5 && memcmp(p, "apos;", 5) == 0 ? 6 : 0);
	default:
		return (0);
	}
}

/* The literal of an entity that the document declares; {NULL,0}: none. */
static struct str
declared(struct rewrite *w, struct str name)
{
	const struct scan_entity *e = w->scan->entities;
	size_t i;

	w->expanded += LOOKUP_COST;
	if (w->expanded > REWRITE_EXPANDED_MAX)
		return ((struct str){ NULL, 0 });
	for (i = 0; i < w->scan->nentities; i++) {
		if (!str_eq(e[i].name, name))
			continue;
		w->expanded += e[i].literal.n;
		return (e[i].literal);
	}
	return ((struct str){ NULL, 0 });
}

/*
 * What the '&' at ${at} of ${s}, which may not stand as it is, means, given to
 * ${put}; how many bytes of ${s} that was.  In an entity's literal only
 * characters, not further entities, are referred to.
 */
static size_t
expand(struct rewrite *w, struct str s, size_t at,
    void (*put)(struct rewrite *, struct str))
{
	struct str name = reference_name(s, at), literal = { NULL, 0 };
	struct reference ref;
	size_t i, n = at + 1 + name.n;

	if (w->scan->nentities > 0 && name.n > 0 && n < s.n && s.p[n] == ';')
		literal = declared(w, name);
	if (literal.p != NULL) {
		for (i = 0; i < literal.n;) {
			if (literal.p[i] == '&' &&
			    reference_read(literal, i, &ref) && ref.semicolon) {
				put(w, (struct str){ ref.out, ref.n });
				i += ref.length;
			} else {
				put(w, str_sub(literal, i, i + 1));
				i++;
			}
		}
		return (name.n + 2);
	}
	if (!reference_read(s, at, &ref) || !ref.semicolon) {
		w->scan->mended = true;
		put(w, STR("&"));
		return (1);
	}
	/* &nbsp; without a DOCTYPE is a fault, if a friendly one. */
	if (ref.n == 0 || (name.n > 0 && !w->scan->doctype))
		w->scan->mended = true;
	put(w, (struct str){ ref.out, ref.n });
	return (ref.length);
}

/* ------------------------------------------------------------------- text */

/* "]]>" in text is a fault; the next one at or after ${from}. */
static size_t
find_brackets(struct str t, size_t from)
{
	const char *p;

	for (; from + 2 < t.n; from++) {
		p = memchr(t.p + from, ']', t.n - from - 2);
		if (p == NULL)
			break;
		from = (size_t)(p - t.p);
		if (p[1] == ']' && p[2] == '>')
			return (from);
	}
	return (t.n);
}

void
rewrite_text(struct rewrite *w, struct str t)
{
	size_t from = 0, at = 0, n, brackets = find_brackets(t, 0);
	size_t amp = 0;
	const char *p;
	char c;

	while (at < t.n && !w->chunks.stopped) {
		if (amp <= at) {
			p = memchr(t.p + at, '&', t.n - at);
			amp = p != NULL ? (size_t)(p - t.p) : t.n;
		}
		at = amp;
		if (brackets < at) {
			w->scan->mended = true;
			at = brackets + 2;
			keep(w, str_sub(t, from, at));
			rewrite_literal(w, STR(">"));
			from = ++at;
			brackets = find_brackets(t, at);
			continue;
		}
		if (at == t.n)
			break;
		amp = 0;
		for (n = 0; n < LITERAL_MAX && at + n + 1 < t.n &&
			    t.p[at + n + 1] == '&';
		     n++)
			;
		if (n > 0) {
			w->scan->mended = true;
			keep(w, str_sub(t, from, at));
			rewrite_literal(w, str_sub(t, at, at + n));
			from = at += n;
			continue;
		}
		n = plain_reference(t, at, &c);
		if (n > 0 && w->literal == 0) {
			at += n;
			continue;
		}
		keep(w, str_sub(t, from, at));
		if (n == 0)
			n = expand(w, t, at, rewrite_literal);
		else if (c != '\0')
			rewrite_literal(w, (struct str){ &c, 1 });
		else {
			rewrite_settle(w);
			chunks_keep(&w->chunks, str_sub(t, at, at + n));
		}
		at += n;
		from = at;
	}
	keep(w, str_sub(t, from, t.n));
}

/* ------------------------------------------------------------------- tags */

/* ${s} so that it means itself in an attribute's quotes. */
static void
put_quoted(struct rewrite *w, struct str s)
{
	size_t i, from = 0;
	struct str as;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			as = STR("&lt;");
		else if (s.p[i] == '&')
			as = STR("&amp;");
		else if (s.p[i] == '"')
			as = STR("&quot;");
		else
			continue;
		chunks_add(&w->chunks, str_sub(s, from, i));
		chunks_add(&w->chunks, as);
		from = i + 1;
	}
	chunks_add(&w->chunks, str_sub(s, from, s.n));
}

static void
write_value(struct rewrite *w, struct str v)
{
	size_t at, from = 0, n;
	const char *p;
	char c;

	for (at = 0; at < v.n; at += n) {
		p = memchr(v.p + at, '&', v.n - at);
		if (p == NULL)
			break;
		at = (size_t)(p - v.p);
		put_quoted(w, str_sub(v, from, at));
		n = plain_reference(v, at, &c);
		if (n > 0)
			chunks_add(&w->chunks, str_sub(v, at, at + n));
		else
			n = expand(w, v, at, put_quoted);
		from = at + n;
	}
	put_quoted(w, str_sub(v, from, v.n));
}

/* Two bits of a filter: wrong for one new name in two hundred at the most. */
bool
rewrite_name(struct rewrite *w, uint32_t hash)
{
	uint32_t a = hash % REWRITE_NAMES_BITS;
	uint32_t b = (hash * 2654435761u >> 8) % REWRITE_NAMES_BITS;

	if ((w->names[a / 8] & 1u << a % 8) && (w->names[b / 8] & 1u << b % 8))
		return (true);
	if (w->nnames == REWRITE_NAMES_MAX)
		return (false);
	w->nnames++;
	w->names[a / 8] |= (uint8_t)(1u << a % 8);
	w->names[b / 8] |= (uint8_t)(1u << b % 8);
	return (true);
}

static bool
is_namespace(const struct scan_attribute *a)
{

	return (a->name.n >= 5 && memcmp(a->name.p, "xmlns", 5) == 0 &&
		(a->name.n == 5 || a->name.p[5] == ':'));
}

/* May the attribute stand as it is written? */
static bool
plain_attribute(struct rewrite *w, const struct scan_attribute *a)
{
	const char *p;
	size_t at, n;
	char c;

	if (!rewrite_name(w, scan_hash(a->name)) ||
	    (is_namespace(a) && !rewrite_name(w, scan_hash(a->value))))
		return (false);
	for (at = 0; at < a->value.n; at += n) {
		p = memchr(a->value.p + at, '&', a->value.n - at);
		if (p == NULL)
			break;
		at = (size_t)(p - a->value.p);
		n = plain_reference(a->value, at, &c);
		if (n == 0)
			return (false);
	}
	return (true);
}

/* The tag anew, with what is wrong with it put right or left out. */
static size_t
write_start(struct rewrite *w, const struct scan_token *t, bool empty,
    size_t room)
{
	struct chunks *c = &w->chunks;
	const struct scan_attribute *a;
	size_t i, most, left = TAG_MAX, namespaces = 0;
	bool ns;

	chunks_room(c);
	chunks_add(c, STR("<"));
	chunks_add(c, t->name);
	for (i = 0; i < t->nattributes && !c->stopped; i++) {
		a = &t->attributes[i];
		ns = is_namespace(a);
		most = a->name.n + 6 * a->value.n + 4;
		if (most > left || !rewrite_name(w, scan_hash(a->name)) ||
		    (ns && (namespaces == room ||
			       !rewrite_name(w, scan_hash(a->value))))) {
			w->scan->mended = true;
			continue;
		}
		namespaces += ns;
		left -= most;
		chunks_add(c, STR(" "));
		chunks_add(c, a->name);
		chunks_add(c, STR("=\""));
		write_value(w, a->value);
		chunks_add(c, STR("\""));
	}
	chunks_add(c, empty ? STR("/>") : STR(">"));
	return (namespaces);
}

size_t
rewrite_start(struct rewrite *w, const struct scan_token *t, bool empty,
    size_t room)
{
	bool plain = t->clean && t->raw.n <= TAG_MAX;
	size_t i, namespaces = 0;

	rewrite_settle(w);
	for (i = 0; i < t->nattributes && plain; i++) {
		namespaces += is_namespace(&t->attributes[i]);
		plain =
		    namespaces <= room && plain_attribute(w, &t->attributes[i]);
	}
	if (plain && empty == t->empty) {
		chunks_keep(&w->chunks, t->raw);
		return (namespaces);
	}
	w->scan->mended |= !t->clean;
	return (write_start(w, t, empty, room));
}

void
rewrite_end(struct rewrite *w, struct str name)
{

	rewrite_settle(w);
	chunks_room(&w->chunks);
	chunks_add(&w->chunks, STR("</"));
	chunks_add(&w->chunks, name);
	chunks_add(&w->chunks, STR(">"));
}
