/*
 * The linear tag stripper: tokens straight to the text, without an eye on their
 * nesting (tidy.c has one).
 */
#include "strip.h"

#include "entities.h"

/* Text with its references decoded. */
static void
add_text(struct htmltext *t, struct str s)
{
	struct reference ref;
	size_t at = 0, from = 0;
	const char *p;

	while (at < s.n) {
		p = memchr(s.p + at, '&', s.n - at);
		if (p == NULL)
			break;
		at = (size_t)(p - s.p);
		if (!reference_read(s, at, &ref)) {
			at++;
			continue;
		}
		htmltext_add(t, str_sub(s, from, at));
		htmltext_add(t, (struct str){ ref.out, ref.n });
		from = at += ref.length;
	}
	htmltext_add(t, str_sub(s, from, s.n));
}

bool
strip_never_ends(struct scan *s, const struct scan_token *t,
    const struct element *e)
{

	return (e != NULL && (e->flags & ELEMENT_DROP) &&
		!(e->flags & ELEMENT_CODE) && !t->empty &&
		!scan_ends_later(s, t->name));
}

void
strip_start(struct htmltext *t, struct str name, const struct element *e,
    const struct scan_attribute *attributes, size_t n)
{
	struct htmltag tag = { .name = name, .element = e };
	const struct scan_attribute *a;
	struct str *to;
	size_t i;

	if (t->drop.name.p != NULL)
		n = 0;
	for (i = 0; i < n; i++) {
		a = &attributes[i];
		to = NULL;
		switch (a->name.n > 0 ? a->name.p[0] | 0x20 : 0) {
		case 'h':
			if (str_ieq(a->name, STR("href")))
				to = &tag.href;
			else if (str_ieq(a->name, STR("hidden")))
				tag.hidden = true;
			break;
		case 's':
			if (str_ieq(a->name, STR("style")))
				to = &tag.style;
			break;
		case 'c':
			if (str_ieq(a->name, STR("class")))
				to = &tag.class;
			break;
		default:
			break;
		}
		if (to != NULL && to->p == NULL)
			*to = html_unescape(t->arena, a->value);
	}
	htmltext_start(t, &tag);
}

void
strip_token(struct scan *s, struct htmltext *t, const struct scan_token *token,
    const struct element *e)
{

	if (strip_never_ends(s, token, e))
		return;
	strip_start(t, token->name, e, token->attributes, token->nattributes);
	if (token->empty)
		htmltext_end(t, token->name, e);
	else if (e != NULL && (e->flags & ELEMENT_RAW))
		scan_skip_raw(s, token->name);
}

struct str
strip_cut(const struct scan *s)
{
	struct str rest = str_sub(s->text, s->cut, s->text.n), name;
	size_t i;

	if (rest.n < 2)
		return ((struct str){ NULL, 0 });
	for (i = 1; i < rest.n && !scan_space(rest.p[i]) && rest.p[i] != '/';
	     i++)
		;
	name = str_sub(rest, 1, i);
	if (rest.p[1] == '/' || rest.p[1] == '!' || rest.p[1] == '?' ||
	    element_find(name) != NULL || str_findc(rest, '=') != SIZE_MAX)
		return ((struct str){ NULL, 0 });
	return (rest);
}

bool
strip_other(struct scan *s, struct htmltext *t, const struct scan_token *token)
{

	if (token->kind == SCAN_DONE) {
		add_text(t, strip_cut(s));
		return (false);
	}
	if (token->kind == SCAN_TEXT)
		add_text(t, token->raw);
	else
		htmltext_add(t, token->raw);
	return (true);
}

void
strip_markup(struct scan *s, struct htmltext *t)
{
	struct scan_token token;
	bool more = true;

	while (more) {
		scan_next(s, &token);
		if (token.kind == SCAN_START)
			strip_token(s, t, &token, element_find(token.name));
		else if (token.kind == SCAN_END)
			htmltext_end(t, token.name, element_find(token.name));
		else
			more = strip_other(s, t, &token);
	}
}
