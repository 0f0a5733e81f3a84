/*
 * Crossing out.  Knows no table.
 */
#include "redact.h"

#include <string.h>

enum { WORTH_BYTES = 3 };

static bool
is_letter(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9') || (unsigned char)c >= 0x80);
}

bool
redact_worth(struct str name)
{
	size_t letters = 0;

	for (size_t i = 0; i < name.n; i++)
		letters += is_letter(name.p[i]);
	return (letters >= WORTH_BYTES);
}

static char
lower(char c)
{

	return (c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
}

/* "Will" is a word of many texts, "Will Miller" and an address are not. */
static bool
one_word(struct str name)
{

	for (size_t i = 0; i < name.n; i++)
		if (!is_letter(name.p[i]))
			return (false);
	return (true);
}

static bool
stands_here(const char *text, size_t n, size_t at, struct str name, bool exact)
{

	if (at + name.n > n)
		return (false);
	for (size_t i = 0; i < name.n; i++) {
		char a = text[at + i], b = name.p[i];

		if (exact ? a != b : lower(a) != lower(b))
			return (false);
	}
	return (
	    (at == 0 || !is_letter(text[at - 1]) || !is_letter(name.p[0])) &&
	    (at + name.n == n || !is_letter(text[at + name.n]) ||
		!is_letter(name.p[name.n - 1])));
}

size_t
redact_text(char *text, size_t n, struct str name)
{
	bool exact = one_word(name);
	size_t times = 0;
	char first;

	if (!redact_worth(name))
		return (0);
	first = lower(name.p[0]);
	for (size_t at = 0; at + name.n <= n; at++) {
		if (lower(text[at]) != first ||
		    !stands_here(text, n, at, name, exact))
			continue;
		memset(text + at, '*', name.n);
		at += name.n - 1;
		times++;
	}
	return (times);
}
