/*
 * One file of configuration: sections, keys, values.
 */
#include "conffile.h"

#include "earshot/utf8.h"

#include "lines.h"

enum { WHY_MAX = 800 };

bool
conffile_set(struct conf_file *c, const struct option *o, struct str value,
    const struct origin *origin, struct buf *why)
{
	bool in_file = origin->file != NULL && origin->line > 0;

	if (o->type == OPTION_PATH && value.n > 0)
		value = home_place(c->arena, &c->home,
		    in_file ? c->folder : (struct str){ NULL, 0 }, value);
	if (!option_read(o, value, c->arena, &c->values, why))
		return (false);
	c->origins[o - option_table] = *origin;
	return (true);
}

/* "[section]": its name, or {NULL,0} after a fault. */
static struct str
read_section(const struct place *p, struct str text)
{
	struct str name = str_trim(str_sub(text, 1, text.n)), near;
	struct buf all = BUF_INIT(WHY_MAX);

	if (name.n == 0 || name.p[name.n - 1] != ']') {
		lines_fault(p, text.p,
		    "the section's ] is missing; it must be the last on the "
		    "line");
		return ((struct str){ NULL, 0 });
	}
	name = str_trim(str_sub(name, 0, name.n - 1));
	if (option_section(name))
		return (name);
	near = option_near_section(name);
	if (near.p != NULL)
		lines_fault(p, name.p,
		    "unknown section [%.*s]; did you mean [%.*s]?",
		    STR_ARG(name), STR_ARG(near));
	else {
		option_list((struct str){ NULL, 0 }, &all);
		lines_fault(p, name.p, "unknown section [%.*s]; there are %.*s",
		    STR_ARG(name), STR_ARG(buf_str(&all)));
		buf_free(&all);
	}
	return ((struct str){ NULL, 0 });
}

static void
unknown(const struct place *p, const char *at, struct str name)
{
	const char *near = option_near(name);
	struct str key = name, section = str_cut(&key, '.');
	struct buf all = BUF_INIT(WHY_MAX);

	if (near == NULL && key.p != NULL && option_section(section))
		option_list(section, &all);
	if (near != NULL)
		lines_fault(p, at, "unknown option %.*s; did you mean %s?",
		    STR_ARG(name), near);
	else if (all.n > 0)
		lines_fault(p, at, "unknown option %.*s; [%.*s] has %.*s",
		    STR_ARG(name), STR_ARG(section), STR_ARG(buf_str(&all)));
	else
		lines_fault(p, at,
		    "unknown option %.*s; earshot config help lists them all",
		    STR_ARG(name));
	buf_free(&all);
}

/* "a b" without its quotes; false: a fault was noted. */
static bool
read_quotes(const struct place *p, struct str *value)
{
	static const char *const others[] = { "\u201c", "\u201d", "\u201e",
		"\u00ab" };
	struct str v = *value;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_starts(v, str_of(others[i]))) {
			lines_fault(p, v.p, "write plain quotes, or none");
			return (false);
		}
	if (v.n == 0 || v.p[0] != '"')
		return (true);
	if (v.n < 2 || v.p[v.n - 1] != '"') {
		/* "a" b is as it is. */
		if (str_findc(str_sub(v, 1, v.n), '"') != SIZE_MAX)
			return (true);
		lines_fault(p, v.p, "these quotes are never closed");
		return (false);
	}
	*value = str_sub(v, 1, v.n - 1);
	return (true);
}

/* "key = value" of ${section}. */
static void
read_value(struct conf_file *c, const struct place *p, struct str section,
    struct str text)
{
	struct origin origin = { p->file, p->line, 0 }, former;
	struct buf name = BUF_INIT(WHY_MAX), why = BUF_INIT(WHY_MAX);
	struct str value = text, key = str_trim(str_cut(&value, '='));
	const struct option *o;

	value = str_trim(value);
	if (key.n == 0) {
		lines_fault(p, text.p, "a key is missing before the =");
		return;
	}
	if (!read_quotes(p, &value))
		return;
	origin.column = (unsigned)utf8_columns(p->text,
			    (size_t)((value.n > 0 ? value.p : text.p + text.n) -
				     p->text.p)) +
			1;
	/* As `earshot config' prints it, with its section. */
	if (str_findc(key, '.') == SIZE_MAX && section.n > 0)
		buf_printf(&name, "%.*s.", STR_ARG(section));
	buf_add(&name, key);
	if (buf_failed(&name))
		o = NULL;
	else
		o = option_find(buf_str(&name));
	if (o == NULL) {
		unknown(p, key.p, buf_str(&name));
		goto out;
	}
	former = c->origins[o - option_table];
	if (!conffile_set(c, o, value, &origin, &why))
		lines_fault(p, value.n > 0 ? value.p : text.p + text.n,
		    "%s: %.*s", o->name, STR_ARG(buf_str(&why)));
	else if (former.file == p->file)
		lines_warn(p, key.p,
		    "%s is said twice; line %u no longer counts", o->name,
		    former.line);
out:
	buf_free(&name);
	buf_free(&why);
}

void
conffile_read(struct conf_file *c, struct str text, const char *file,
    struct faults *faults)
{
	struct place p = { faults, file, 0, { NULL, 0 } };
	struct str section = { NULL, 0 };
	struct lines l = LINES(text);
	bool skip = false; /* in a section that is unknown */

	while (lines_next(&l)) {
		struct str line = str_trim(l.text);

		p.line = l.number;
		p.text = l.text;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (line.p[0] == '[') {
			section = read_section(&p, line);
			skip = section.p == NULL;
		} else if (str_findc(line, '=') == SIZE_MAX)
			lines_fault(&p, line.p, "expected key = value%s",
			    line.p[0] == ';' ? "; a comment starts with #"
					     : "");
		else if (!skip)
			read_value(c, &p, section, line);
	}
}
