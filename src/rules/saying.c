/*
 * The way back from what was read to how it is written.
 */
#include "saying.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

void
saying_phrase(struct buf *out, struct str phrase)
{

	buf_addc(out, '"');
	for (size_t i = 0; i < phrase.n; i++) {
		if (phrase.p[i] == '"')
			buf_addc(out, '\\');
		buf_addc(out, phrase.p[i]);
	}
	buf_addc(out, '"');
}

void
saying_flags(const struct pattern *p, char ret[5])
{
	size_t n = 0;

	if (p->caseless)
		ret[n++] = 'i';
	if (p->options & PCRE2_DOTALL)
		ret[n++] = 's';
	if (p->options & PCRE2_MULTILINE)
		ret[n++] = 'm';
	if (p->options & PCRE2_EXTENDED)
		ret[n++] = 'x';
	ret[n] = '\0';
}

size_t
saying_patterns(struct buf *out, const struct pattern *list, bool regex)
{
	char flags[5];
	size_t n = 0;

	for (; list != NULL; list = list->next) {
		if (list->regex != regex)
			continue;
		if (n++ > 0)
			buf_adds(out, " | ");
		if (regex) {
			saying_flags(list, flags);
			buf_printf(out, "/%.*s/%s", STR_ARG(list->source),
			    flags);
		} else
			saying_phrase(out, list->source);
	}
	return (n);
}
