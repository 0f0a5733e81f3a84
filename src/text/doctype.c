/*
 * DOCTYPE without libxml2: an internal subset never reaches it (an ATTLIST
 * there makes every later element slow).  <!ENTITY name "literal"> is kept for
 * us to put in; external and parameter entities are not.
 */
#include "doctype.h"

#include <string.h>

/* Past a quoted string at *${at}; false: it has no end. */
static bool
skip_quoted(struct str t, size_t *at)
{
	const char *p = memchr(t.p + *at + 1, t.p[*at], t.n - *at - 1);

	if (p == NULL)
		return (false);
	*at = (size_t)(p - t.p) + 1;
	return (true);
}

/* Past ${mark} and what comes before it. */
static bool
skip_past(struct str t, size_t *at, struct str mark)
{
	const char *p = memmem(t.p + *at, t.n - *at, mark.p, mark.n);

	if (p == NULL)
		return (false);
	*at = (size_t)(p - t.p) + mark.n;
	return (true);
}

/* Past a <!…> whose '>' may also stand in quotes. */
static bool
skip_declaration(struct str t, size_t *at)
{

	while (*at < t.n && t.p[*at] != '>') {
		if (t.p[*at] == '"' || t.p[*at] == '\'') {
			if (!skip_quoted(t, at))
				return (false);
		} else
			(*at)++;
	}
	if (*at >= t.n)
		return (false);
	(*at)++;
	return (true);
}

/* name "literal" out of ${rest}, what stands between <!ENTITY and '>'. */
static void
keep_entity(struct scan *s, struct str rest)
{
	struct str name, literal;
	const char *end;

	name = str_word(&rest);
	rest = str_trim(rest);
	if (name.n == 0 || name.n > SCAN_NAME_MAX || name.p[0] == '%' ||
	    rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
		return;
	end = memchr(rest.p + 1, rest.p[0], rest.n - 1);
	if (end == NULL)
		return;
	literal = (struct str){ rest.p + 1, (size_t)(end - rest.p) - 1 };
	if (literal.n > SCAN_ENTITY_MAX || s->nentities == SCAN_ENTITIES)
		return;
	s->entities[s->nentities++] = (struct scan_entity){ name, literal };
}

static bool
read_subset(struct scan *s, size_t *at)
{
	struct str t = s->text;
	size_t from;

	while (*at < t.n && t.p[*at] != ']') {
		from = *at;
		if (t.p[*at] != '<') {
			(*at)++;
			continue;
		}
		if (str_starts(str_sub(t, *at, t.n), STR("<!--"))) {
			*at += 4;
			if (!skip_past(t, at, STR("-->")))
				return (false);
		} else if (str_starts(str_sub(t, *at, t.n), STR("<?"))) {
			if (!skip_past(t, at, STR("?>")))
				return (false);
		} else if (!skip_declaration(t, at))
			return (false);
		else if (str_starts(str_sub(t, from, *at), STR("<!ENTITY")))
			keep_entity(s, str_sub(t, from + 8, *at - 1));
	}
	if (*at >= t.n)
		return (false);
	(*at)++;
	return (true);
}

size_t
doctype_read(struct scan *s, size_t at)
{
	struct str t = s->text;

	while (at < t.n && t.p[at] != '>' && t.p[at] != '[') {
		if (t.p[at] == '<')
			return (SIZE_MAX);
		if (t.p[at] != '"' && t.p[at] != '\'')
			at++;
		else if (!skip_quoted(t, &at))
			return (SIZE_MAX);
	}
	if (at < t.n && t.p[at] == '[') {
		at++;
		if (!read_subset(s, &at))
			return (SIZE_MAX);
	}
	while (at < t.n && scan_space(t.p[at]))
		at++;
	return (at < t.n && t.p[at] == '>' ? at + 1 : SIZE_MAX);
}
