/*
 * Lines taken out of a feed list.  Whether the cut was right is asked of the
 * reader of such files: what it makes of the rest must be what it made of the
 * whole, without those lines.
 */
#include "earshot/feedcut.h"

#include "earshot/charset.h"

#include "opml.h"

/* How a line's end is written. */
static const struct ending {
	size_t unit; /* bytes a character */
	struct str lf, cr;
} endings[] = { { 1, { "\n", 1 }, { "\r", 1 } },
	{ 2, { "\n\0", 2 }, { "\r\0", 2 } },
	{ 2, { "\0\n", 2 }, { "\0\r", 2 } } };

bool
feedcut_opml(struct arena *a, const char *path, struct str bytes)
{

	return (str_iends(str_of(path), STR(".opml")) ||
		opml_like(charset_text(a, bytes)));
}

/* A mark at the start belongs to the file, not to its first line. */
static size_t
mark_of(struct str bytes)
{

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return (3);
	if (str_starts(bytes, STR("\xff\xfe")) ||
	    str_starts(bytes, STR("\xfe\xff")))
		return (2);
	return (0);
}

static bool
stands(struct str s, size_t at, struct str what)
{

	return (str_starts(str_sub(s, at, s.n), what));
}

/* Behind the end of the line that begins at ${at}, as str_line sees it. */
static size_t
line_end(struct str s, size_t at, const struct ending *e)
{
	size_t u = e->unit;

	while (at + u <= s.n && !stands(s, at, e->lf) && !stands(s, at, e->cr))
		at += u;
	if (at + u > s.n)
		return (s.n);
	if (stands(s, at, e->cr) && stands(s, at + u, e->lf))
		return (at + 2 * u);
	if (stands(s, at, e->cr) && stands(s, at + u, e->cr) &&
	    stands(s, at + 2 * u, e->lf))
		return (at + 3 * u);
	return (at + u);
}

static void
cut(struct str s, size_t from, const struct ending *e, const unsigned *lines,
    size_t n, struct buf *out)
{
	unsigned number = 0;
	size_t at = from, end, next = 0;

	buf_add(out, str_sub(s, 0, from));
	for (; at < s.n; at = end) {
		end = line_end(s, at, e);
		number++;
		while (next < n && lines[next] < number)
			next++;
		if (next < n && lines[next] == number)
			continue;
		buf_add(out, str_sub(s, at, end));
	}
}

enum status
feedcut(struct arena *a, struct str bytes, const unsigned *lines, size_t n,
    struct buf *ret)
{
	struct str text = charset_text(a, bytes), left;
	struct buf want = BUF_INIT(SIZE_MAX / 4);
	enum status st = E_MEMORY;

	if (text.p == NULL && bytes.n > 0)
		return (E_MEMORY);
	cut(text, 0, &endings[0], lines, n, &want);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		buf_clear(ret);
		cut(bytes, mark_of(bytes), &endings[i], lines, n, ret);
		left = charset_text(a, buf_str(ret));
		if (buf_failed(&want) || buf_failed(ret) || arena_failed(a))
			goto out;
		if (str_eq(left, buf_str(&want))) {
			st = OK;
			goto out;
		}
	}
	st = E_CORRUPT;
out:
	buf_free(&want);
	return (st);
}
