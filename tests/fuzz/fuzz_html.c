/*
 * Any UTF-8 as HTML, by every reader: text that is valid and trimmed, links
 * and quotations within their bounds.
 */
#include <stdlib.h>

#include "earshot/html.h"
#include "earshot/utf8.h"
#include "earshot/xml.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20 };

static void
check(struct str source, const struct html_text *t)
{
	size_t at = 0;

	if (!utf8_valid(t->text) || t->text.n > source.n + 16 ||
	    str_trim(t->text).n != t->text.n || t->nlinks > HTML_MAX_LINKS ||
	    str_find(t->text, STR("\n\n")) != SIZE_MAX)
		abort();
	for (size_t i = 0; i < t->nquotes; i++) {
		if (t->quotes[i].start < at ||
		    t->quotes[i].end <= t->quotes[i].start ||
		    t->quotes[i].end > t->text.n)
			abort();
		at = t->quotes[i].end;
	}
	for (size_t i = 0; i < t->nlinks; i++)
		if (t->links[i].n == 0)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct html_text t;
	struct str text;

	xml_init();
	if (a == NULL)
		return (0);
	text = utf8_clean(a, (struct str){ (const char *)data, size }, NULL);
	if (html_to_text(a, text, &t) == OK)
		check(text, &t);
	if (html_plain(a, text, &t) == OK)
		check(text, &t);
	if (!utf8_valid(html_title(a, text)) ||
	    str_findc(html_title(a, text), '\n') != SIZE_MAX ||
	    !utf8_valid(html_unescape(a, text)))
		abort();
	arena_free(a);
	return (0);
}
