/*
 * How the values of options are found, read, bounded and printed.  The table
 * itself: options.c.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "earshot/url.h"

#include "lines.h"
#include "options.h"
#include "values.h"

enum { VALUE_MAX = 4096, ARENA_MAX = 64 << 10, SECTION_MAX = 16 };

const struct option *
option_find(struct str name)
{

	for (const struct option *o = option_table; o->name != NULL; o++)
		if (str_eq(name, str_of(o->name)))
			return (o);
	return (NULL);
}

static struct str
section_of(const struct option *o)
{
	struct str rest = str_of(o->name);

	return (str_cut(&rest, '.'));
}

const char *
option_near(struct str name)
{
	const char *names[OPTIONS_MAX + 1];
	struct str key = name;
	const char *near;
	size_t n = 0;

	for (const struct option *o = option_table; o->name != NULL; o++)
		names[n++] = o->name;
	names[n] = NULL;
	near = str_near(name, names);
	if (near != NULL)
		return (near);
	/* The right key in the wrong section, or in none. */
	if (str_findc(key, '.') != SIZE_MAX)
		str_cut(&key, '.');
	n = 0;
	for (const struct option *o = option_table; o->name != NULL; o++)
		if (str_ieq(key, str_of(strchr(o->name, '.') + 1)) && n++ == 0)
			near = o->name;
	/* Of many (path) none is nearer. */
	return (n <= 2 ? near : NULL);
}

void
option_list(struct str section, struct buf *out)
{
	struct str last = { NULL, 0 };
	size_t n = 0;

	for (const struct option *o = option_table; o->name != NULL; o++) {
		struct str name = section_of(o);

		if (section.n > 0 && !str_eq(section, name))
			continue;
		if (section.n > 0)
			name = str_of(o->name + section.n + 1);
		else if (str_eq(name, last))
			continue;
		last = name;
		buf_printf(out, "%s%.*s", n++ > 0 ? ", " : "", STR_ARG(name));
	}
}

bool
option_section(struct str section)
{

	for (const struct option *o = option_table; o->name != NULL; o++)
		if (str_eq(section, section_of(o)))
			return (true);
	return (false);
}

struct str
option_near_section(struct str section)
{
	char names[OPTIONS_MAX][SECTION_MAX];
	const char *list[OPTIONS_MAX + 1];
	const char *near;
	size_t n = 0;

	for (const struct option *o = option_table; o->name != NULL; o++, n++) {
		snprintf(names[n], SECTION_MAX, "%.*s", STR_ARG(section_of(o)));
		list[n] = names[n];
	}
	list[n] = NULL;
	near = str_near(section, list);
	for (size_t i = 0; near != NULL && i < n; i++)
		if (list[i] == near)
			return (section_of(&option_table[i]));
	return ((struct str){ NULL, 0 });
}

static void *
field_of(const struct option *o, struct conf *c)
{

	return ((char *)c + o->field);
}

static const void *
const_field_of(const struct option *o, const struct conf *c)
{

	return ((const char *)c + o->field);
}

static int64_t
number_of(const struct option *o, const struct conf *c)
{
	int64_t v;

	memcpy(&v, const_field_of(o, c), sizeof(v));
	return (v);
}

static double
gap_of(const struct option *o, const struct conf *c)
{
	double v;

	memcpy(&v, const_field_of(o, c), sizeof(v));
	return (v);
}

const char *
option_text(const struct option *o, const struct conf *c)
{
	const char *text;

	memcpy(&text, const_field_of(o, c), sizeof(text));
	return (text);
}

static bool
is_text(const struct option *o)
{

	return (o->type == OPTION_TEXT || o->type == OPTION_PATH ||
		o->type == OPTION_WORD);
}

static bool
read_text(const struct option *o, struct str text, struct arena *a,
    struct conf *c, struct buf *why)
{
	struct str copy;
	size_t i = 0;

	if (text.n == 0 && o->empty == NULL) {
		buf_adds(why, "it may not be empty");
		return (false);
	}
	if (text.n > VALUE_MAX) {
		buf_printf(why, "it is longer than %d bytes", VALUE_MAX);
		return (false);
	}
	if (lines_control(text) != NULL) {
		buf_adds(why, "it has a control character");
		return (false);
	}
	if (o->words != NULL) {
		while (
		    o->words[i] != NULL && !str_ieq(text, str_of(o->words[i])))
			i++;
		if (o->words[i] == NULL) {
			buf_printf(why, "\"%.*s\" is not ", STR_ARG(text));
			option_print_range(o, why);
			return (false);
		}
		text = str_of(o->words[i]);
	}
	if (text.n > 0 && o->check != NULL && !o->check(text, why))
		return (false);
	copy = arena_str(a, text);
	memcpy(field_of(o, c), &copy.p, sizeof(copy.p));
	return (copy.p != NULL);
}

static const char *
kind_of_number(const struct option *o)
{

	switch (o->type) {
	case OPTION_COUNT:
		return ("a whole number");
	case OPTION_BYTES:
		return ("a size (65536, 64K, 16M)");
	case OPTION_MILLISECONDS:
		return ("a duration (250ms, 2s)");
	case OPTION_GAP:
		return ("a duration (0.5s, 2s, 1m)");
	default:
		return ("a duration (30s, 15m, 2h, 7d)");
	}
}

/* In the field's own unit; whole but for gaps. */
static bool
read_number(const struct option *o, struct str text, double *ret)
{
	int64_t whole;

	switch (o->type) {
	case OPTION_COUNT:
		if (!str_to_i64(text, &whole))
			return (false);
		*ret = (double)whole;
		return (true);
	case OPTION_BYTES:
		if (!str_to_bytes(text, &whole))
			return (false);
		*ret = (double)whole;
		return (true);
	case OPTION_MILLISECONDS:
		if (!duration_read(text, 0.001, ret))
			return (false);
		*ret = nearbyint(*ret * 1e6) / 1e3;
		return (*ret == floor(*ret));
	case OPTION_GAP:
		return (duration_read(text, 1, ret));
	default:
		return (duration_read(text, 1, ret) && *ret == floor(*ret));
	}
}

bool
option_read(const struct option *o, struct str text, struct arena *a,
    struct conf *c, struct buf *why)
{
	int64_t whole;
	double v;

	text = str_trim(text);
	if (is_text(o))
		return (read_text(o, text, a, c, why));
	if (!read_number(o, text, &v)) {
		buf_printf(why, "\"%.*s\" is not %s", STR_ARG(text),
		    kind_of_number(o));
		return (false);
	}
	if (v < (double)o->min || v > (double)o->max) {
		buf_printf(why, "%.*s is out of bounds, it must be ",
		    STR_ARG(text));
		option_print_range(o, why);
		return (false);
	}
	if (o->check != NULL && !o->check(text, why))
		return (false);
	if (o->type == OPTION_GAP)
		memcpy(field_of(o, c), &v, sizeof(v));
	else {
		whole = (int64_t)v;
		memcpy(field_of(o, c), &whole, sizeof(whole));
	}
	return (true);
}

static void
print_number(const struct option *o, int64_t v, struct buf *out)
{

	switch (o->type) {
	case OPTION_BYTES:
		size_print(v, out);
		break;
	case OPTION_MILLISECONDS:
		duration_print_ms(v, out);
		break;
	case OPTION_SECONDS:
	case OPTION_GAP:
		duration_print(v, out);
		break;
	default:
		buf_printf(out, "%" PRId64, v);
		break;
	}
}

void
option_print(const struct option *o, const struct conf *c, struct buf *out)
{
	struct str text;
	struct arena *a;
	double gap;

	if (o->type == OPTION_GAP) {
		gap = gap_of(o, c);
		if (gap == floor(gap))
			print_number(o, (int64_t)gap, out);
		else
			buf_printf(out, "%gs", gap);
	} else if (!is_text(o))
		print_number(o, number_of(o, c), out);
	else if (!o->secret)
		buf_adds(out, option_text(o, c));
	else {
		a = arena_new(ARENA_MAX);
		text = str_of(option_text(o, c));
		if (str_find(text, STR("://")) != SIZE_MAX)
			text = a != NULL ? url_mask(a, text) : STR("***");
		buf_add(out, text.p != NULL ? text : STR("***"));
		arena_free(a);
	}
}

void
option_print_range(const struct option *o, struct buf *out)
{

	if (o->type == OPTION_WORD) {
		buf_adds(out, "one of ");
		for (size_t i = 0; o->words[i] != NULL; i++)
			buf_printf(out, "%s%s", i > 0 ? ", " : "", o->words[i]);
	}
	if (is_text(o))
		return;
	buf_printf(out, "%s from ", kind_of_number(o));
	print_number(o, o->min, out);
	buf_adds(out, " to ");
	print_number(o, o->max, out);
}

bool
option_same(const struct option *o, const struct conf *a, const struct conf *b)
{

	if (is_text(o))
		return (strcmp(option_text(o, a), option_text(o, b)) == 0);
	if (o->type == OPTION_GAP)
		return (!(gap_of(o, a) < gap_of(o, b)) &&
			!(gap_of(o, a) > gap_of(o, b)));
	return (number_of(o, a) == number_of(o, b));
}
