/*
 * What stands behind `yes` and `no` is read to the end of its line: few signs
 * in it mean anything, and these are taken out.
 */
#include "example.h"

#include "earshot/buf.h"
#include "earshot/utf8.h"

/* `#` and no letter behind it, as ruletext.c sees it. */
static bool
opens_comment(struct str word)
{
	unsigned char next;

	if (word.n == 0 || word.p[0] != '#')
		return (false);
	next = word.n > 1 ? (unsigned char)word.p[1] : 0;
	return (!((next >= 'a' && next <= 'z') ||
		  (next >= 'A' && next <= 'Z') || next >= 0x80));
}

/* Quotes round the whole are forgiven there, and so would be lost. */
static struct str
unquote(struct str s)
{
	static const struct {
		const char *open, *close;
	} pairs[] = { { "\"", "\"" }, { "“", "”" }, { "«", "»" },
		{ "„", "“" } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct str open = str_of(pairs[i].open);
		struct str close = str_of(pairs[i].close);

		if (s.n > open.n + close.n && str_starts(s, open) &&
		    str_ends(s, close))
			return (str_trim(str_sub(s, open.n, s.n - close.n)));
	}
	return (s);
}

struct str
example_line(struct arena *a, struct str s)
{
	struct buf out = BUF_INIT(EXAMPLE_MAX + 1);
	struct str word, rest = utf8_clean(a, s, NULL), line;

	while ((word = str_word(&rest)).n > 0) {
		while (opens_comment(word))
			word = str_sub(word, 1, word.n);
		if (word.n > 0 && out.n > 0)
			buf_addc(&out, ' ');
		buf_add(&out, word);
	}
	line = buf_failed(&out) ? (struct str){ NULL, 0 }
				: arena_str(a, unquote(buf_str(&out)));
	buf_free(&out);
	return (line);
}
