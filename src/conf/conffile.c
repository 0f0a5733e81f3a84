/*
 * One file of configuration: sections, keys, values.
 */
#include "conffile.h"

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
	else
		lines_fault(p, name.p, "unknown section [%.*s]", STR_ARG(name));
	return ((struct str){ NULL, 0 });
}

static void
unknown(const struct place *p, const char *at, struct str name)
{
	const char *near = option_near(name);

	if (near != NULL)
		lines_fault(p, at, "unknown option %.*s; did you mean %s?",
		    STR_ARG(name), near);
	else
		lines_fault(p, at,
		    "unknown option %.*s; earshot config help lists them all",
		    STR_ARG(name));
}

/* "key = value" of ${section}. */
static void
read_value(struct conf_file *c, const struct place *p, struct str section,
    struct str text)
{
	struct origin origin = { p->file, p->line }, former;
	struct buf name = BUF_INIT(WHY_MAX), why = BUF_INIT(WHY_MAX);
	struct str value = text, key = str_trim(str_cut(&value, '='));
	const struct option *o;

	value = str_trim(value);
	if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		value = str_sub(value, 1, value.n - 1);
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
		lines_fault(p, value.n > 0 ? value.p : NULL, "%s: %.*s",
		    o->name, STR_ARG(buf_str(&why)));
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
