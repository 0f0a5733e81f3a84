/*
 * One linear walk over a page's tags.
 */
#include "tags.h"

#include "earshot/html.h"

static bool
is_space(char c)
{

	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

static bool
is_letter(char c)
{

	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The offset past the tag whose inside begins at ${at}. */
static size_t
past_tag(struct str s, size_t at)
{
	size_t most = at + TAG_MAX < s.n ? at + TAG_MAX : s.n;
	char quote = '\0';

	for (; at < most; at++) {
		if (quote != '\0') {
			if (s.p[at] == quote)
				quote = '\0';
		} else if (s.p[at] == '>')
			return (at + 1);
		else if ((s.p[at] == '"' || s.p[at] == '\'') &&
			 s.p[at - 1] == '=')
			quote = s.p[at];
	}
	return (most);
}

/* The offset of "</name" at or after ${at}; the text's end. */
static size_t
find_end_tag(struct str s, size_t at, struct str name)
{

	for (; at < s.n; at++) {
		const char *p = memchr(s.p + at, '<', s.n - at);

		if (p == NULL)
			break;
		at = (size_t)(p - s.p);
		if (at + 2 + name.n <= s.n && s.p[at + 1] == '/' &&
		    str_ieq((struct str){ p + 2, name.n }, name))
			return (at);
	}
	return (s.n);
}

bool
tags_next(struct tags *t, struct tag *ret)
{
	static const char *const raw[] = { "script", "style", "textarea",
		"title" };
	struct str s = t->html;
	size_t from;

	while (t->at < s.n) {
		const char *p = memchr(s.p + t->at, '<', s.n - t->at);

		if (p == NULL)
			break;
		from = (size_t)(p - s.p) + 1;
		t->at = from;
		if (str_starts(str_sub(s, from, from + 3), STR("!--"))) {
			from = str_find(str_sub(s, t->at, s.n), STR("-->"));
			t->at = from == SIZE_MAX ? s.n : t->at + from + 3;
			continue;
		}
		if (from >= s.n || !is_letter(s.p[from]))
			continue;
		while (t->at < s.n && !is_space(s.p[t->at]) &&
		       s.p[t->at] != '>' && s.p[t->at] != '/' &&
		       t->at - from < 64)
			t->at++;
		ret->name = str_sub(s, from, t->at);
		from = t->at;
		t->at = past_tag(s, from);
		ret->end = t->at;
		ret->rest = str_sub(s, from, t->at);
		if (ret->rest.n > 0 && ret->rest.p[ret->rest.n - 1] == '>')
			ret->rest.n--;
		for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
			if (str_ieq(ret->name, str_of(raw[i])))
				t->at = find_end_tag(s, t->at, ret->name);
		return (true);
	}
	t->at = s.n;
	return (false);
}

/* The next attribute of ${s} from *${at} on. */
static bool
next_attribute(struct str s, size_t *at, struct str *ret_name,
    struct str *ret_value)
{
	size_t i = *at, from;

	while (i < s.n && (is_space(s.p[i]) || s.p[i] == '/'))
		i++;
	if (i >= s.n)
		return (false);
	for (from = i++;
	     i < s.n && !is_space(s.p[i]) && s.p[i] != '=' && s.p[i] != '/';)
		i++;
	*ret_name = str_sub(s, from, i);
	*ret_value = str_sub(s, i, i);
	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i < s.n && s.p[i] == '=') {
		i++;
		while (i < s.n && is_space(s.p[i]))
			i++;
		from = i;
		if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
			size_t n = str_findc(str_sub(s, i + 1, s.n), s.p[i]);

			from = i + 1;
			i = n == SIZE_MAX ? s.n : from + n;
			*ret_value = str_sub(s, from, i);
			i++;
		} else {
			while (i < s.n && !is_space(s.p[i]))
				i++;
			*ret_value = str_sub(s, from, i);
		}
	}
	*at = i;
	return (true);
}

struct str
tag_attribute(struct arena *a, const struct tag *tag, const char *name)
{
	struct str key, value, wanted = str_of(name);
	size_t at = 0;

	while (next_attribute(tag->rest, &at, &key, &value))
		if (str_ieq(key, wanted))
			return (html_unescape(a, value));
	return ((struct str){ NULL, 0 });
}
