/*
 * What has to go before the pre-scan looks: what a server put in front of the
 * document.
 */
#include "xmlprepare.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { DECLARATION_WITHIN = 65536 }; /* bytes of junk before <?xml */

/* Error pages before <?xml: nothing that a document could start with. */
struct str
xmlprepare(struct str text, bool *mended)
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
