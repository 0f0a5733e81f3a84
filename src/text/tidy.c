/*
 * The reader of tidy HTML.  Tags in the shapes that nearly all of them have
 * are read right here, with the name as a number; any other goes through the
 * pre-scan.  Not for: what is out of order (html.c), hostile (strip.c).
 */
#include "tidy.h"

#include <endian.h>

#include "earshot/sixteen.h"

#include "entities.h"
#include "strip.h"

/* A tag's name is looked at in steps of eight bytes, always within the text;
 * a tag of more attributes than these is not an ordinary one. */
enum { QUICK_ROOM = 32, QUICK_ATTRIBUTES = 16, QUICK_NAME = 64 };

/* What an attribute's name may consist of, in its usual form. */
static const bool in_name[256] = { ['a' ... 'z'] = true,
	['A' ... 'Z'] = true,
	['0' ... '9'] = true,
	['-'] = true,
	['_'] = true };

/* A tag as far as it is known. */
struct tag {
	const struct element *element; /* NULL: hash is set */
	struct str name;
	uint32_t hash;
	bool empty;
};

struct reader {
	struct tidy *y;
	struct scan *s;
	struct htmltext *t;
};

static uint16_t *
count_of(struct tidy *y, const struct element *e, uint32_t hash)
{

	return (
	    &y->count[e != NULL ? element_number(e)
				: ELEMENTS_MOST +
				      hash % (TIDY_COUNTS - ELEMENTS_MOST)]);
}

static inline void
push(struct tidy *y, const struct tag *tag)
{

	y->open[y->depth++] =
	    (struct tidy_open){ tag->element, tag->name, tag->hash };
	++*count_of(y, tag->element, tag->hash);
}

/* The innermost open element ends here. */
static inline void
end_top(struct reader *r)
{
	const struct tidy_open *o = &r->y->open[--r->y->depth];
	unsigned flags = o->element != NULL ? o->element->flags : 0;

	--*count_of(r->y, o->element, o->hash);
	if (htmltext_simple(r->t, flags))
		htmltext_part(r->t, flags);
	else
		htmltext_end(r->t, o->name, o->element);
}

/* What ${e} ends by starting. */
static inline void
end_before(struct reader *r, const struct element *e)
{
	const struct element *top;

	while (e->ends != 0 && r->y->depth > 0) {
		top = r->y->open[r->y->depth - 1].element;
		if (top == NULL || !(top->kind & e->ends))
			break;
		end_top(r);
	}
}

static bool
is_same(const struct tidy_open *o, const struct tag *tag)
{

	if (o->element != NULL || tag->element != NULL)
		return (o->element == tag->element);
	return (o->hash == tag->hash && str_ieq(o->name, tag->name));
}

static struct str
local(struct str name)
{
	size_t colon = str_findc(name, ':');

	return (colon == SIZE_MAX ? name : str_sub(name, colon + 1, name.n));
}

/* Is there an element that the end tag ${tag} can be meant for? */
static bool
is_open(struct tidy *y, const struct tag *tag)
{
	size_t i = *count_of(y, tag->element, tag->hash) > 0 ? y->depth : 0;

	if (i > 0 && tag->element != NULL)
		return (true);
	while (i-- > 0)
		if (is_same(&y->open[i], tag))
			return (true);
	/* </encoded> for <content:encoded> */
	return (y->depth > 0 &&
		str_eq(local(y->open[y->depth - 1].name), local(tag->name)));
}

/* false: it closes others that are not closed by being left. */
static bool
end_tag(struct reader *r, const struct tag *tag)
{
	struct tidy *y = r->y;
	const struct element *e;

	if (!is_open(y, tag)) {
		/* It ends nothing, but </p> still parts words. */
		htmltext_end(r->t, tag->name, tag->element);
		return (true);
	}
	/* </li></ul>: the end tags that HTML lets people leave out */
	while (y->depth > 0 && !is_same(&y->open[y->depth - 1], tag)) {
		e = y->open[y->depth - 1].element;
		if (e == NULL || e->kind == 0)
			return (false);
		end_top(r);
	}
	if (y->depth == 0)
		return (false);
	end_top(r);
	return (true);
}

/*
 * The element whose name is at ${p}, QUICK_ROOM bytes of text; where the name
 * ends in *${ret_n}.  NULL: none, or one to be read slowly.
 */
static inline const struct element *
name_at(const char *p, size_t *ret_n)
{
	const uint64_t ones = 0x0101010101010101;
	struct element_key key = { 0, 0 };
	uint64_t eight, ends;
	unsigned n;

	/* Letters have 0x40, what may follow a name has not. */
	memcpy(&eight, p, sizeof(eight));
	eight = le64toh(eight);
	ends = ~eight & ones * 0x40;
	key.low = eight | ones * 0x20;
	if (ends != 0) {
		n = (unsigned)__builtin_ctzll(ends) / 8;
		key.low &= ((uint64_t)1 << 8 * n) - 1;
		if (n == 1 && p[1] >= '1' && p[1] <= '6') { /* <h1> */
			key.low |= (uint64_t)(unsigned char)p[1] << 8;
			n = 2;
		}
	} else {
		memcpy(&eight, p + 8, sizeof(eight));
		eight = le64toh(eight);
		ends = ~eight & ones * 0x40;
		if (ends == 0)
			return (NULL);
		n = (unsigned)__builtin_ctzll(ends) / 8;
		key.high = (eight | ones * 0x20) & (((uint64_t)1 << 8 * n) - 1);
		n += 8;
	}
	*ret_n = n;
	return (n > 0 ? element_of_key(key) : NULL);
}

/* Where ${quote} or '<' stands at or after ${at}; the text's end: neither. */
static inline size_t
find_quote(struct str s, size_t at, char quote)
{
	sixteen v, found;

	while (s.n - at >= SIXTEEN) {
		v = sixteen_load(s.p + at);
		found = (sixteen)(v == (uint8_t)quote) | (sixteen)(v == '<');
		if (sixteen_any(found))
			return (at + sixteen_first(found));
		at += SIXTEEN;
	}
	while (at < s.n && s.p[at] != quote && s.p[at] != '<')
		at++;
	return (at);
}

/*
 * The attributes at ${at} to the scan's, if all are like name="value"; where
 * the tag ends, 0: it is to be read slowly.
 */
static size_t
quick_attributes(struct scan *s, size_t at, size_t *ret_n, bool *ret_empty)
{
	const char *p = s->text.p;
	size_t n = s->text.n, from, value, count = 0;

	for (;;) {
		while (at < n && scan_space(p[at]))
			at++;
		if (at + 1 >= n || count == QUICK_ATTRIBUTES)
			return (0);
		if (p[at] == '>' || (p[at] == '/' && p[at + 1] == '>'))
			break;
		from = at;
		while (at < n && in_name[(unsigned char)p[at]])
			at++;
		if (at - from > QUICK_NAME || n - at < 2 || p[at] != '=' ||
		    (p[at + 1] != '"' && p[at + 1] != '\'') ||
		    (p[from] | 0x20) < 'a' || (p[from] | 0x20) > 'z')
			return (0);
		value = at + 2;
		s->attributes[count].name = (struct str){ p + from, at - from };
		at = find_quote(s->text, value, p[value - 1]);
		if (at == n || p[at] == '<')
			return (0);
		s->attributes[count++].value =
		    (struct str){ p + value, at - value };
		at++;
	}
	*ret_n = count;
	*ret_empty = p[at] == '/';
	return (at + (*ret_empty ? 2 : 1));
}

/* The element's effect on the text. */
static inline void
say_start(struct reader *r, const struct tag *tag, size_t nattributes)
{
	unsigned flags = tag->element->flags;

	if (htmltext_simple(r->t, flags) &&
	    (nattributes == 0 || (flags & ELEMENT_VOID))) {
		htmltext_part(r->t, flags);
		return;
	}
	strip_start(r->t, tag->name, tag->element, r->s->attributes,
	    nattributes);
	if (tag->empty)
		htmltext_end(r->t, tag->name, tag->element);
}

/* A start tag at ${at}, QUICK_ROOM bytes of text; where it ends.  0: it is to
 * be read slowly. */
static inline size_t
quick_start(struct reader *r, size_t at)
{
	const char *p = r->s->text.p + at;
	size_t n, end, nattributes = 0;
	struct tag tag = { .empty = false };

	tag.element = name_at(p + 1, &n);
	if (tag.element == NULL || (tag.element->flags & ELEMENT_DROP) ||
	    r->y->depth == TIDY_DEPTH)
		return (0);
	tag.name = (struct str){ p + 1, n };
	if (p[n + 1] == '>')
		end = at + n + 2;
	else if (scan_space(p[n + 1]) || p[n + 1] == '/')
		end = quick_attributes(r->s, at + n + 1, &nattributes,
		    &tag.empty);
	else
		end = 0;
	if (end == 0)
		return (0);
	end_before(r, tag.element);
	if (r->y->depth == TIDY_DEPTH)
		return (0);
	say_start(r, &tag, nattributes);
	if (!tag.empty && !(tag.element->flags & ELEMENT_VOID))
		push(r->y, &tag);
	return (end);
}

/* The same of an end tag that ends the innermost element, or nothing. */
static inline size_t
quick_end(struct reader *r, size_t at)
{
	const char *p = r->s->text.p + at;
	const struct element *e, *top = NULL;
	struct tidy *y = r->y;
	size_t n;

	e = name_at(p + 2, &n);
	if (e == NULL || p[n + 2] != '>')
		return (0);
	if (y->depth > 0)
		top = y->open[y->depth - 1].element;
	if (top == e)
		end_top(r);
	else if (*count_of(y, e, 0) == 0 && (y->depth == 0 || top != NULL))
		htmltext_end(r->t, (struct str){ p + 2, n }, e);
	else
		return (0);
	return (at + n + 3);
}

static inline size_t
quick_reference(struct reader *r, size_t at)
{
	struct reference ref;

	if (!reference_read(r->s->text, at, &ref)) {
		ref.length = ref.n = 1;
		ref.out[0] = '&';
	}
	htmltext_add(r->t, (struct str){ ref.out, ref.n });
	return (at + ref.length);
}

/* As far as everything is in its usual form. */
static void
read_quickly(struct reader *r)
{
	const char *p = r->s->text.p;
	size_t at = r->s->at, n = r->s->text.n, end;

	while (n - at >= QUICK_ROOM && r->t->drop.name.p == NULL) {
		if (p[at] != '<') {
			at = p[at] == '&'
				 ? quick_reference(r, at)
				 : at + htmltext_markup(r->t, p + at, n - at);
			continue;
		}
		end = p[at + 1] == '/' ? quick_end(r, at) : quick_start(r, at);
		if (end == 0)
			break;
		at = end;
	}
	r->s->at = at;
}

static bool
read_start(struct reader *r, const struct scan_token *token)
{
	const struct element *e = element_find(token->name);
	struct tag tag = { e, token->name, token->hash, token->empty };

	if (e != NULL)
		end_before(r, e);
	if (r->y->depth == TIDY_DEPTH)
		return (false);
	strip_token(r->s, r->t, token, e);
	if (!token->empty && (e == NULL || !(e->flags & ELEMENT_VOID)))
		push(r->y, &tag);
	return (true);
}

static bool
read_end(struct reader *r, const struct scan_token *token)
{
	struct tag tag = { element_find(token->name), token->name, token->hash,
		false };

	return (end_tag(r, &tag));
}

/* false: out of order. */
static bool
read_all(struct reader *r)
{
	struct scan_token token;
	bool tidy = true;

	while (tidy) {
		if (r->s->cdata_end == SIZE_MAX)
			read_quickly(r);
		scan_next(r->s, &token);
		if (token.kind == SCAN_START)
			tidy = read_start(r, &token);
		else if (token.kind == SCAN_END)
			tidy = read_end(r, &token);
		else if (!strip_other(r->s, r->t, &token))
			return (true);
	}
	return (false);
}

bool
tidy_markup(struct tidy *y, struct scan *s, struct htmltext *t)
{
	struct reader r = { y, s, t };
	const struct tidy_open *o;
	bool tidy = read_all(&r);

	/* Few are open now, and most counts were never touched. */
	while (y->depth > 0) {
		o = &y->open[--y->depth];
		--*count_of(y, o->element, o->hash);
	}
	return (tidy);
}
