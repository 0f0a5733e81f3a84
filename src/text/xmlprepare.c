/*
 * What has to go before the pre-scan looks: control characters, and what a
 * server put in front of the document.
 */
#include "xmlprepare.h"

#include "earshot/utf8.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { DECLARATION_WITHIN = 65536 }; /* bytes of junk before <?xml */

static unsigned char
is_control(unsigned char c)
{

	return ((c < 0x20) & (c != '\n') & (c != '\t') & (c != '\r'));
}

/* Is there a byte that XML forbids?  In blocks, which a compiler looks through
 * many bytes at a time. */
static bool
has_controls(struct str s)
{
	enum { BLOCK = 64 };
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char bad = 0;
	size_t at = 0, i;

	for (; s.n - at >= BLOCK && !bad; at += BLOCK)
		for (i = 0; i < BLOCK; i++)
			bad |= is_control(p[at + i]);
	for (; at < s.n; at++)
		bad |= is_control(p[at]);
	return (bad != 0);
}

/* Error pages before <?xml: nothing that a document could start with. */
static struct str
skip_junk(struct str text, bool *mended)
{
	static const struct str roots[] = { T("<rss"), T("<feed"), T("<rdf"),
		T("<opml"), T("<channel") };
	struct str junk;
	size_t at, i;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	at = str_find(str_sub(text, 0, DECLARATION_WITHIN), STR("<?xml "));
	if (at == SIZE_MAX || at == 0)
		return (text);
	junk = str_sub(text, 0, at);
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_ifind(junk, roots[i]) != SIZE_MAX)
			return (text);
	*mended |= str_trim(junk).n > 0 && str_find(junk, STR("<!--")) != 0;
	return (str_sub(text, at, text.n));
}

bool
xmlprepare(struct arena *a, struct str *text, bool *mended)
{

	if (has_controls(*text)) {
		*text = utf8_clean(a, *text, NULL);
		*mended = true;
		if (text->p == NULL)
			return (false);
	}
	*text = skip_junk(*text, mended);
	return (true);
}
