/*
 * Reads names, and makes one word of what people write in several.
 */
#include "names.h"

#include "mend.h"

enum { NAME_MAX_BYTES = 100 };

static bool
ends_name(enum name_end end, struct scan *s)
{
	struct str word = scan_peek(s);

	switch (end) {
	case NAME_LIST:
		return (word.p[0] == '=' || word.p[0] == ':' ||
			str_ieq(word, STR("from")));
	case NAME_TITLE:
		return (ruletext_quote(word, 0) > 0);
	case NAME_WEIGHT:
		return (str_trim(str_sub(s->s, s->at + word.n, s->s.n)).n == 0);
	case NAME_ATTRIBUTE:
		return (attribute_of(word) != NULL);
	case NAME_FIRST:
		return (true);
	default:
		return (false);
	}
}

/* ${from} as a name: what cannot stand in one becomes a _, never two in a row
 * nor one at an end. */
static struct str
as_name(struct arena *a, struct str from)
{
	char *to = arena_alloc(a, from.n + 1);
	size_t n = 0;

	if (to == NULL)
		return ((struct str){ NULL, 0 });
	for (size_t i = 0; i < from.n;) {
		size_t quote = ruletext_quote(from, i);

		if (quote == 0 && name_valid(str_sub(from, i, i + 1)))
			to[n++] = from.p[i];
		else if (quote == 0 && from.p[i] == '.' && n > 0)
			to[n++] = '.';
		else if (n > 0 && to[n - 1] != '_' && from.p[i] != '\'')
			to[n++] = '_';
		i += quote > 0 ? quote : 1;
	}
	while (n > 0 && (to[n - 1] == '_' || to[n - 1] == '.'))
		n--;
	return ((struct str){ to, n });
}

/* Words to the name's end; *${ret_second}: where the second one begins. */
static struct str
all_words(struct scan *s, enum name_end end, size_t *ret_second)
{
	size_t start, stop;

	scan_space(s);
	start = stop = s->at;
	*ret_second = SIZE_MAX;
	while (!scan_end(s) && (stop == start || !ends_name(end, s))) {
		if (stop > start && *ret_second == SIZE_MAX)
			*ret_second = s->at;
		scan_word(s);
		/* list a=b */
		for (size_t i = s->at; end == NAME_LIST && i > stop; i--)
			if (i > start && i - 1 > start &&
			    strchr("=:", s->s.p[i - 1]) != NULL)
				s->at = i - 1;
		stop = s->at;
	}
	s->at = stop;
	return (str_sub(s->s, start, stop));
}

/* The sign at which a name of several words ends stands somewhere. */
static bool
has_sign(struct scan *s, enum name_end end)
{
	struct scan ahead = *s;

	if (end != NAME_LIST && end != NAME_TITLE && end != NAME_ATTRIBUTE)
		return (true);
	while (!scan_end(&ahead)) {
		struct str word = scan_peek(&ahead);

		if (ends_name(end, &ahead) ||
		    (end == NAME_LIST && (str_findc(word, '=') != SIZE_MAX ||
					     str_findc(word, ':') != SIZE_MAX)))
			return (true);
		scan_word(&ahead);
	}
	return (false);
}

bool
names_read(struct reader *r, const struct statement *st, struct scan *s,
    enum name_end end, struct str *ret, struct place *ret_at)
{
	struct str words, name;
	struct place second;
	size_t at;

	scan_space(s);
	*ret_at = scan_place(s);
	/* Without its sign nobody knows where a name of several words ends. */
	if (!has_sign(s, end)) {
		words = scan_word(s);
		at = end == NAME_TITLE && !scan_end(s) ? s->at : SIZE_MAX;
	} else
		words = all_words(s, end, &at);
	if (words.n == 0) {
		book_fault(r->book, false, ret_at, "a name is missing: %s",
		    st->form);
		return (false);
	}
	name = words;
	if (name.n > 1 && at == SIZE_MAX && str_ends(name, STR(":"))) {
		name.n--; /* forgiven */
		mend_at(r->book, ret_at, words, name, "no colon is needed");
		words = name;
	}
	if (name_valid(name) && at == SIZE_MAX) {
		*ret = name;
		return (true);
	}
	name = as_name(r->book->arena, words);
	if (name.n == 0 || name.n > NAME_MAX_BYTES) {
		book_fault(r->book, false, ret_at,
		    name.n > 0 ? "a name has at most 100 letters"
			       : "%.*s is no name: a name has letters, digits, "
				 "_ - and dots",
		    STR_ARG(words));
		return (false);
	}
	second = at != SIZE_MAX ? value_place(s->value, at) : *ret_at;
	if (end == NAME_TITLE && at != SIZE_MAX && at >= s->at) {
		book_fault(r->book, false, &second,
		    "a name is one word, and a title stands in quotes: %s",
		    st->form);
		s->at = s->s.n;
		*ret = name;
		return (true);
	}
	if (at != SIZE_MAX)
		book_fault(r->book, false, &second,
		    "a name is one word: write %.*s", STR_ARG(name));
	else
		book_fault(r->book, false, ret_at,
		    "%.*s is no name: a name has letters, digits, _ - and "
		    "dots: write %.*s",
		    STR_ARG(words), STR_ARG(name));
	if (s->value->n == 1)
		mend_at(r->book, ret_at, words, name, "a name is one word");
	*ret = name;
	return (true);
}

void
names_end(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;

	if (scan_end(s))
		return;
	at = scan_place(s);
	book_fault(r->book, false, &at, "nothing more can stand here: %s",
	    st->form);
	s->at = s->s.n;
}
