/*
 * A configuration in words: every value with its origin, and the help of every
 * option, both from the one table.
 */
#include <stdio.h>

#include "earshot/utf8.h"

#include "conffile.h"

enum { TEXT_MAX = 8192, WIDTH_MAX = 48, LINE_WIDTH = 72 };

/* The value as it is shown: an empty one by what it means. */
static void
show(const struct option *o, const struct conf *c, struct buf *out)
{

	buf_clear(out);
	option_print(o, c, out);
	if (out->n == 0)
		buf_printf(out, "(%s)", o->empty != NULL ? o->empty : "none");
}

static size_t
width(struct str s)
{

	return (utf8_columns(s, s.n));
}

static void
pad(struct buf *out, size_t have, size_t want)
{

	for (; have < want; have++)
		buf_addc(out, ' ');
}

void
conf_print(const struct conf_file *c, struct buf *out)
{
	struct buf value = BUF_INIT(TEXT_MAX);
	size_t names = 0, values = 0, n;

	for (const struct option *o = option_table; o->name != NULL; o++) {
		show(o, &c->values, &value);
		n = strlen(o->name);
		names = n > names ? n : names;
		n = width(buf_str(&value));
		/* A long one stands out instead of moving all others. */
		if (n <= WIDTH_MAX && n > values)
			values = n;
	}
	for (const struct option *o = option_table; o->name != NULL; o++) {
		const struct origin *origin = &c->origins[o - option_table];

		show(o, &c->values, &value);
		buf_adds(out, o->name);
		pad(out, strlen(o->name), names + 2);
		buf_add(out, buf_str(&value));
		pad(out, width(buf_str(&value)), values);
		buf_adds(out, "  ");
		if (origin->file == NULL)
			buf_adds(out, "default");
		else if (origin->line == 0)
			buf_adds(out, origin->file);
		else
			buf_printf(out, "%s:%u", origin->file, origin->line);
		buf_addc(out, '\n');
	}
	buf_free(&value);
}

/* ${text} in lines of LINE_WIDTH, indented. */
static void
wrap(const char *text, struct buf *out)
{
	struct str rest = str_of(text), word;
	size_t column = 0;

	while ((word = str_word(&rest)).n > 0) {
		if (column > 0 && column + 1 + word.n > LINE_WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		}
		buf_adds(out, column == 0 ? "    " : " ");
		column += column == 0 ? 4 : 1;
		buf_add(out, word);
		column += word.n;
	}
	buf_addc(out, '\n');
}

static void
help_one(const struct option *o, struct buf *out)
{
	struct buf range = BUF_INIT(TEXT_MAX);

	buf_printf(out, "%s\n", o->name);
	wrap(o->help, out);
	option_print_range(o, &range);
	if (range.n > 0)
		buf_printf(out, "    %s\n", range.p);
	buf_printf(out, "    default: %s%s%s%s\n", o->standard,
	    o->standard[0] == '\0' ? o->empty : "",
	    o->personal != NULL ? ", for a plain user " : "",
	    o->personal == NULL      ? ""
	    : o->personal[0] == '\0' ? o->empty
				     : o->personal);
	buf_printf(out, "    a change takes effect at a %s\n",
	    o->reload ? "reload" : "restart");
	buf_free(&range);
}

bool
conf_help(struct str name, struct buf *out)
{
	struct str section = name;
	const char *near;
	size_t n = 0;

	if (name.n > 0 && name.p[name.n - 1] == '.')
		section = str_sub(name, 0, name.n - 1);
	for (const struct option *o = option_table; o->name != NULL; o++) {
		struct str rest = str_of(o->name);

		if (name.n > 0 && !str_eq(name, rest) &&
		    !str_eq(section, str_cut(&rest, '.')))
			continue;
		if (n++ > 0)
			buf_addc(out, '\n');
		help_one(o, out);
	}
	if (n > 0)
		return (true);
	near = option_near(name);
	buf_printf(out, "unknown option %.*s", STR_ARG(name));
	if (near != NULL)
		buf_printf(out, "; did you mean %s?", near);
	else
		buf_adds(out, "; earshot config help lists them all");
	buf_addc(out, '\n');
	return (false);
}
