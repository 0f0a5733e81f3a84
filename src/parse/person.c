/*
 * Person strings to name and mail address.
 */
#include "person.h"

#include "line.h"

static bool
is_mail_byte(unsigned char c)
{

	return ((c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80 ||
		(c != 0 && strchr("._%+-'~=", c) != NULL));
}

static bool
is_host_byte(unsigned char c)
{

	return ((c >= '0' && c <= '9') ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80 ||
		c == '.' || c == '-');
}

/*
 * The first mail address in ${s}: where it begins and ends.  Its host has a
 * dot, or it is all there is: "@handle" and "a@b c" are names.
 */
static bool
find_mail(struct str s, size_t *ret_from, size_t *ret_to)
{
	size_t at = 0, from, to;

	for (;;) {
		struct str rest = str_sub(s, at, s.n);
		size_t found = str_findc(rest, '@');

		if (found == SIZE_MAX)
			return (false);
		at += found;
		for (from = at;
		     from > 0 && is_mail_byte((unsigned char)s.p[from - 1]);)
			from--;
		for (to = at + 1;
		     to < s.n && is_host_byte((unsigned char)s.p[to]);)
			to++;
		while (to > at + 1 && s.p[to - 1] == '.')
			to--;
		if (from < at && to > at + 1 &&
		    ((from == 0 && to == s.n) ||
			memchr(s.p + at, '.', to - at) != NULL)) {
			*ret_from = from;
			*ret_to = to;
			return (true);
		}
		at++;
	}
}

/* Brackets and separators that are left over once the mail is taken out. */
static struct str
strip_rest(struct str s)
{
	size_t n;

	for (;;) {
		n = s.n;
		s = line_trim(s);
		if (s.n >= 2 && ((s.p[0] == '(' && s.p[s.n - 1] == ')') ||
				    (s.p[0] == '"' && s.p[s.n - 1] == '"') ||
				    (s.p[0] == '<' && s.p[s.n - 1] == '>') ||
				    (s.p[0] == '[' && s.p[s.n - 1] == ']')))
			s = str_sub(s, 1, s.n - 1);
		else if (s.n > 0 && strchr(",;:-", s.p[0]) != NULL)
			s = str_sub(s, 1, s.n);
		else if (s.n > 0 && strchr(",;:-", s.p[s.n - 1]) != NULL)
			s = str_sub(s, 0, s.n - 1);
		if (s.n == n)
			return (s.n > 0 ? s : (struct str){ NULL, 0 });
	}
}

struct str
person_mail(struct str s)
{
	size_t from, to;

	s = line_trim(s);
	if (str_istarts(s, STR("mailto:")))
		s = str_sub(s, 7, s.n);
	if (find_mail(s, &from, &to) && from == 0 && to == s.n)
		return (s);
	return ((struct str){ NULL, 0 });
}

/* The bytes round a mail that belong to it: "mailto:", "<…>", "(…)", "[…]",
 * also escaped once too often. */
static void
widen(struct str s, size_t *from, size_t *to)
{
	static const struct {
		struct str open, close;
	} pairs[] = {
		{ STR("("), STR(")") },
		{ STR("<"), STR(">") },
		{ STR("["), STR("]") },
		{ STR("&lt;"), STR("&gt;") },
	};

	if (str_iends(str_sub(s, 0, *from), STR("mailto:")))
		*from -= 7;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct str before = str_sub(s, 0, *from);
		struct str after = str_sub(s, *to, s.n);

		while (before.n > 0 && before.p[before.n - 1] == ' ')
			before.n--;
		while (after.n > 0 && after.p[0] == ' ')
			after = str_sub(after, 1, after.n);
		if (str_ends(before, pairs[i].open) &&
		    str_starts(after, pairs[i].close)) {
			*from = before.n - pairs[i].open.n;
			*to = s.n - after.n + pairs[i].close.n;
			return;
		}
	}
}

struct person
person_read(struct str s)
{
	struct person who = { 0 };
	size_t from, to;
	struct str before, after;

	s = line_trim(s);
	if (s.n == 0)
		return (who);
	if (!find_mail(s, &from, &to)) {
		who.name = s;
		return (who);
	}
	who.email = str_sub(s, from, to);
	widen(s, &from, &to);
	before = strip_rest(str_sub(s, 0, from));
	after = strip_rest(str_sub(s, to, s.n));
	if (before.n > 0 && after.n > 0) {
		/* In the midst of words: no form of a person that we know. */
		who.name = s;
		who.email = (struct str){ NULL, 0 };
		return (who);
	}
	who.name = before.n > 0 ? before : after;
	return (who);
}
