/*
 * Lines are broken at spaces, and where there are none for a whole line,
 * between characters.
 */
#include "wrap.h"

#include <sys/ioctl.h>

#include <stdio.h>
#include <unistd.h>
#include <uniwidth.h>

#include "earshot/utf8.h"

#include "cli.h"

enum {
	WIDTH_LEAST = 40,
	WIDTH_MOST = 120,
	WIDTH_USUAL = 80,
	ROOM_LEAST = 24,
	SAY_MAX = 16 << 20
};

void
wrap_plain(struct str s, struct buf *out)
{

	utf8_plain(s, false, out);
}

void
wrap_say(FILE *to, struct str s)
{
	struct buf plain = BUF_INIT(SAY_MAX);

	utf8_plain(s, true, &plain);
	fwrite(buf_str(&plain).p, 1, plain.n, to);
	buf_free(&plain);
}

size_t
wrap_width(void)
{
	struct winsize w = { .ws_col = WIDTH_USUAL };

	if (cli_is_terminal(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0)
		w.ws_col = WIDTH_USUAL;
	return (w.ws_col < WIDTH_LEAST  ? WIDTH_LEAST
		: w.ws_col > WIDTH_MOST ? WIDTH_MOST
					: w.ws_col);
}

/* Columns of the character at *${at}, which moves behind it; a colour's
 * sequence is none. */
static size_t
step(struct str s, size_t *at)
{
	int n;

	if (s.p[*at] == '\033') {
		while (*at < s.n && s.p[*at] != 'm')
			(*at)++;
		*at += *at < s.n;
		return (0);
	}
	n = uc_width(utf8_next(s, at), "UTF-8");
	return (n > 0 ? (size_t)n : 0);
}

/* How much of ${s} fits into ${room} columns. */
static size_t
fitting(struct str s, size_t room)
{
	size_t used = 0, at = 0, space = 0;

	while (at < s.n) {
		size_t from = at;

		used += step(s, &at);
		if (used > room)
			return (s.p[from] == ' ' ? from
				: space > 0      ? space
				: from > 0       ? from
						 : at);
		if (s.p[from] == ' ')
			space = from;
	}
	return (s.n);
}

void
wrap_cell(struct str s, size_t columns, struct buf *out)
{
	struct buf plain = BUF_INIT(SAY_MAX);
	size_t line = str_findc(s, '\n'), used = 0, at = 0;
	struct str cell;

	wrap_plain(line != SIZE_MAX ? str_sub(s, 0, line) : s, &plain);
	cell = buf_str(&plain);
	while (at < cell.n) {
		size_t from = at, width = step(cell, &at);

		if (used + width > columns) {
			at = from;
			break;
		}
		used += width;
	}
	buf_add(out, str_sub(cell, 0, at));
	buf_printf(out, "%*s", (int)(columns - used), "");
	buf_free(&plain);
}

void
wrap_print(struct str s, size_t indent, bool hang, size_t width)
{

	s = str_trim(s);
	while (s.n > 0) {
		size_t room =
		    width > indent + ROOM_LEAST ? width - indent : ROOM_LEAST;
		size_t n = fitting(s, room);

		printf("%*s%.*s\n", (int)indent, "",
		    STR_ARG(str_trim(str_sub(s, 0, n))));
		s = str_trim(str_sub(s, n, s.n));
		if (hang)
			indent += 2;
		hang = false;
	}
}
