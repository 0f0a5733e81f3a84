/*
 * Text that was typed: a line end is a wrapped line's or a paragraph's.  A
 * sentence must not be torn where somebody's mail program wrapped it, nor a
 * list be run together.
 */
#include "plain.h"

/* A line of a length between these, with more after it, was wrapped. */
enum { WRAPPED_LEAST = 45, WRAPPED_MOST = 100 };

static bool
is_digit(char c)
{

	return (c >= '0' && c <= '9');
}

/* "> …", "- …", "* …", "• …", "1. …", "2) …" */
static bool
starts_anew(struct str line)
{
	size_t i = 0;

	if (line.p[0] == '>')
		return (true);
	if (str_starts(line, STR("- ")) || str_starts(line, STR("* ")) ||
	    str_starts(line, STR("\xe2\x80\xa2")) ||
	    str_starts(line, STR("--")))
		return (true);
	while (i < line.n && i < 3 && is_digit(line.p[i]))
		i++;
	return (i > 0 && i + 1 < line.n &&
		(line.p[i] == '.' || line.p[i] == ')') && line.p[i + 1] == ' ');
}

void
plain_add(struct htmltext *t, struct str s)
{
	struct str line, last = { NULL, 0 };

	while (s.n > 0) {
		line = str_trim(str_cut(&s, '\n'));
		if (line.n > 0 &&
		    (last.n < WRAPPED_LEAST || last.n > WRAPPED_MOST ||
			last.p[0] == '>' || last.p[last.n - 1] == ':' ||
			starts_anew(line)))
			htmltext_line(t);
		else if (line.n > 0)
			htmltext_add(t, STR(" "));
		htmltext_add(t, line);
		last = line;
	}
}
