/*
 * Titles: plain text that may carry HTML.  Only what surely is markup goes.
 */
#include "earshot/html.h"

#include "elements.h"
#include "htmltext.h"
#include "prescan.h"
#include "strip.h"

bool
html_known_tag(struct str name)
{

	return (element_find(name) != NULL);
}

/* <b>, but also <o:p>, which some word processor left. */
static bool
is_markup(struct str name)
{

	return (element_find(name) != NULL || str_findc(name, ':') != SIZE_MAX);
}

static void
add_raw(struct htmltext *t, struct arena *a, struct str s)
{

	htmltext_add(t, html_unescape(a, s));
}

static void
take_start(struct scan *s, struct htmltext *t, const struct scan_token *token)
{
	struct htmltag tag = { .name = token->name };
	unsigned flags;

	tag.element = element_find(token->name);
	flags = tag.element != NULL ? tag.element->flags : 0;
	/* "The <template> element" is not cut short by its own words. */
	if ((flags & ELEMENT_DROP) && !token->empty &&
	    !scan_ends_later(s, token->name)) {
		htmltext_add(t, STR(" "));
		return;
	}
	if ((flags & ELEMENT_RAW) && !token->empty)
		scan_skip_raw(s, token->name);
	htmltext_start(t, &tag);
	if (token->empty)
		htmltext_end(t, tag.name, tag.element);
}

struct str
html_title(struct arena *a, struct str s)
{
	struct str none = { NULL, 0 };
	struct html_text ret = { 0 };
	struct scan_token token;
	struct scan *scan = NULL;
	struct htmltext t;
	size_t i;

	if (s.n == 0)
		return (s);
	htmltext_init(&t, a, s.n);
	if (memchr(s.p, '<', s.n) == NULL) {
		add_raw(&t, a, s);
		goto out;
	}
	scan = arena_alloc(a, sizeof(*scan));
	if (scan == NULL) {
		htmltext_free(&t);
		return (none);
	}
	scan_init(scan, s, true);
	for (;;) {
		scan_next(scan, &token);
		if (token.kind == SCAN_DONE)
			break;
		if (token.kind == SCAN_START && is_markup(token.name))
			take_start(scan, &t, &token);
		else if (token.kind == SCAN_END && is_markup(token.name))
			htmltext_end(&t, token.name, element_find(token.name));
		else
			add_raw(&t, a, token.raw);
	}
	add_raw(&t, a, str_sub(s, scan->cut, s.n));
out:
	for (i = 0; i < t.n; i++)
		if (t.out[i] == '\n')
			t.out[i] = ' ';
	if (htmltext_finish(&t, &ret) != OK)
		ret.text = none;
	htmltext_free(&t);
	return (ret.text);
}
