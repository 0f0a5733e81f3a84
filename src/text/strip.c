/*
 * The linear tag stripper: tokens straight to the text, with an eye on their
 * nesting or without.
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

static void
start(struct scan *s, struct htmltext *t, const struct scan_token *token,
    const struct element *e)
{
	struct htmltag tag = { .name = token->name, .element = e };
	const struct scan_attribute *a;
	bool wanted = t->drop.name.p == NULL;
	struct str *to;
	size_t i;

	if (strip_never_ends(s, token, e))
		return;
	for (i = 0; i < token->nattributes && wanted; i++) {
		a = &token->attributes[i];
		to = NULL;
		if (str_ieq(a->name, STR("href")))
			to = &tag.href;
		else if (str_ieq(a->name, STR("style")))
			to = &tag.style;
		else if (str_ieq(a->name, STR("class")))
			to = &tag.class;
		else if (str_ieq(a->name, STR("hidden")))
			tag.hidden = true;
		if (to != NULL && to->p == NULL)
			*to = html_unescape(t->arena, a->value);
	}
	htmltext_start(t, &tag);
	if (token->empty)
		htmltext_end(t, tag.name, e);
	else if (e != NULL && (e->flags & ELEMENT_RAW))
		scan_skip_raw(s, tag.name);
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

/* Another token that is neither a start nor an end tag; false: the end. */
static bool
other(struct scan *s, struct htmltext *t, const struct scan_token *token)
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
			start(s, t, &token, element_find(token.name));
		else if (token.kind == SCAN_END)
			htmltext_end(t, token.name, element_find(token.name));
		else
			more = other(s, t, &token);
	}
}

/* The innermost open element ends here. */
static void
end_top(struct mend *m, struct htmltext *t)
{
	const struct element *e = mend_top_element(m);

	htmltext_end(t, mend_pop(m), e);
}

static bool
tidy_start(struct scan *s, struct mend *m, struct htmltext *t,
    const struct scan_token *token)
{
	const struct element *e = element_find(token->name), *top;
	unsigned flags = e != NULL ? e->flags : 0;

	while (e != NULL && e->ends != 0 && m->depth > 0) {
		top = mend_top_element(m);
		if (top == NULL || !(top->kind & e->ends))
			break;
		end_top(m, t);
	}
	if (m->depth == MEND_DEPTH)
		return (false);
	start(s, t, token, e);
	if (!token->empty && !(flags & ELEMENT_VOID))
		mend_push(m, token->name, token->hash, 0, e);
	return (true);
}

static bool
tidy_end(struct mend *m, struct htmltext *t, const struct scan_token *token)
{
	const struct element *e;

	if (mend_find(m, token->name, token->hash) == SIZE_MAX) {
		/* It ends nothing, but </p> still parts words. */
		htmltext_end(t, token->name, element_find(token->name));
		return (true);
	}
	/* </li></ul>: the end tags that HTML lets people leave out */
	while (m->depth > 0 && !str_ieq(mend_top(m), token->name)) {
		e = mend_top_element(m);
		if (e == NULL || e->kind == 0)
			return (false);
		end_top(m, t);
	}
	if (m->depth == 0)
		return (false);
	end_top(m, t);
	return (true);
}

bool
strip_tidy(struct scan *s, struct mend *m, struct htmltext *t)
{
	struct scan_token token;
	bool more = true;

	mend_init(m);
	while (more) {
		scan_next(s, &token);
		if (token.kind == SCAN_START) {
			if (!tidy_start(s, m, t, &token))
				return (false);
		} else if (token.kind == SCAN_END) {
			if (!tidy_end(m, t, &token))
				return (false);
		} else
			more = other(s, t, &token);
	}
	return (true);
}
