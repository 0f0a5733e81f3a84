/*
 * A configuration from defaults, files and the command line, in this order.
 * Reading one file: conffile.c; the options: options.c.
 */
#include "earshot/conf.h"

#include <sys/stat.h>

#include <assert.h>
#include <stdlib.h>

#include "earshot/charset.h"

#include "conffile.h"
#include "values.h"

enum { FILE_BYTES_MAX = 1 << 20, ARENA_MAX = 64 << 20, WHY_MAX = 800 };

static const char set[] = "--set";

static enum status
take_defaults(struct conf_file *c)
{
	const struct origin origin = { NULL, 0, 0 };
	struct buf why = BUF_INIT(WHY_MAX);
	enum status st = OK;

	for (const struct option *o = option_table; o->name != NULL; o++) {
		const char *value = o->standard;

		if (c->home.personal && o->personal != NULL)
			value = o->personal;
		if (o->field == offsetof(struct conf, rules_shipped) &&
		    c->home.shipped != NULL)
			value = c->home.shipped;
		/* A default of ours is always in shape: memory is out. */
		if (!conffile_set(c, o, str_of(value), &origin, &why))
			st = E_MEMORY;
	}
	buf_free(&why);
	return (st);
}

static void
cannot_read(struct faults *faults, const char *path, enum status st)
{
	const char *why = "it cannot be read";

	struct stat sb;

	if (st == E_NOT_FOUND && stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
		why = "it is a folder; name the file in it";
	else if (st == E_NOT_FOUND)
		why = "there is no such file";
	else if (st == E_DENIED)
		why = "we may not read it";
	else if (st == E_TOO_LARGE)
		why = "it is larger than 1M";
	faults_add(faults, false, path, 0, 0, (struct str){ NULL, 0 }, "%s",
	    why);
}

static enum status
take_file(struct conf_file *c, struct files *files, const char *path, bool must,
    struct faults *faults)
{
	struct str bytes, name;
	enum status st;

	st = files_read(files, path, FILE_BYTES_MAX, &bytes);
	if (st == E_NOT_FOUND && !must)
		return (OK);
	if (st != OK && st != E_MEMORY)
		cannot_read(faults, path, st);
	if (st != OK)
		return (st);
	name = arena_str(c->arena, str_of(path));
	bytes = charset_text(c->arena, bytes);
	if (arena_failed(c->arena))
		return (E_MEMORY);
	conffile_read(c, bytes, name.p, faults);
	return (OK);
}

static enum status
take_dropins(struct conf_file *c, struct files *files, const char *path,
    struct faults *faults)
{
	struct str folder = arena_printf(c->arena, "%s.d", path);
	const char *const *paths;
	enum status st, worst = OK;

	if (folder.p == NULL)
		return (E_MEMORY);
	st = files_list(files, folder.p, ".conf", &paths);
	if (st == E_NOT_FOUND)
		return (OK);
	if (st != OK) {
		if (st != E_MEMORY)
			cannot_read(faults, folder.p, st);
		return (st);
	}
	for (; *paths != NULL; paths++) {
		st = take_file(c, files, *paths, true, faults);
		if (st != OK)
			worst = st;
	}
	return (worst);
}

static void
take_overrides(struct conf_file *c, const struct conf_override *overrides,
    struct faults *faults)
{
	struct buf why = BUF_INIT(WHY_MAX);

	for (; overrides != NULL && overrides->name != NULL; overrides++) {
		struct str name = str_of(overrides->name);
		const struct origin origin = {
			overrides->from != NULL ? overrides->from : set, 0, 0
		};
		const struct option *o = option_find(name);
		const char *near = o == NULL ? option_near(name) : NULL;

		buf_clear(&why);
		if (o == NULL && near != NULL)
			buf_printf(&why, "unknown option %s; did you mean %s?",
			    overrides->name, near);
		else if (o == NULL)
			buf_printf(&why,
			    "unknown option %s; earshot config help lists "
			    "them all",
			    overrides->name);
		else {
			buf_printf(&why, "%s: ", o->name);
			if (conffile_set(c, o, str_of(overrides->value),
				&origin, &why))
				continue;
		}
		faults_add(faults, false, origin.file, 0, 0,
		    (struct str){ NULL, 0 }, "%.*s", STR_ARG(buf_str(&why)));
	}
	buf_free(&why);
}

static const struct origin *
origin_of(const struct conf_file *c, const char *name)
{
	const struct option *o = option_find(str_of(name));

	assert(o != NULL);
	return (&c->origins[o - option_table]);
}

/* What depends on more than one option. */
static void
settle(struct conf_file *c, const char *store_before, struct faults *faults)
{
	struct conf *v = &c->values;
	struct str before, after;
	size_t at = str_find(str_of(v->fetch_user_agent), STR("{contact}"));

	if (at != SIZE_MAX) {
		before = str_sub(str_of(v->fetch_user_agent), 0, at);
		after = str_of(v->fetch_user_agent + at + strlen("{contact}"));
		v->fetch_user_agent = arena_printf(c->arena, "%.*s%s%.*s",
		    STR_ARG(before), v->fetch_contact, STR_ARG(after))
					  .p;
	}
	/* The service's socket is the service's: who names another database
	 * on the command line neither takes it nor asks there. */
	if (strcmp(v->store_url, store_before) != 0 &&
	    origin_of(c, "control.path")->file == NULL)
		v->control_path = "";
	if (v->fetch_min_interval_s <= v->fetch_max_interval_s)
		return;
	if (origin_of(c, "fetch.max_interval")->file == NULL)
		v->fetch_max_interval_s = v->fetch_min_interval_s;
	else
		conf_fault(c, "fetch.max_interval", faults,
		    "it is shorter than fetch.min_interval");
}

enum status
conf_load(struct files *files, const char *path,
    const struct conf_override *overrides, struct faults *faults,
    struct conf_file **ret)
{
	struct conf_file *c = calloc(1, sizeof(*c));
	size_t errors = faults->errors, slash;
	const char *store;
	enum status st, dropins;
	bool must = true;

	if (c == NULL || (c->arena = arena_new(ARENA_MAX)) == NULL) {
		free(c);
		return (E_MEMORY);
	}
	st = home_find(c->arena, &c->home);
	if (st == OK)
		st = take_defaults(c);
	if (st != OK)
		goto out;
	if (path == NULL)
		path = secure_getenv("EARSHOT_CONFIG");
	if (path == NULL || path[0] == '\0') {
		path = c->home.config;
		must = false;
	}
	for (slash = strlen(path); slash > 0 && path[slash - 1] != '/';)
		slash--;
	if (slash > 0)
		c->folder =
		    arena_str(c->arena, str_sub(str_of(path), 0, slash));
	st = take_file(c, files, path, must, faults);
	dropins = take_dropins(c, files, path, faults);
	st = st != OK ? st : dropins;
	store = c->values.store_url;
	take_overrides(c, overrides, faults);
	settle(c, store, faults);
	if (arena_failed(c->arena))
		st = E_MEMORY;
	else if (st == OK && faults->errors > errors)
		st = E_SYNTAX;
out:
	if (st != OK) {
		conf_free(c);
		return (st);
	}
	*ret = c;
	return (OK);
}

void
conf_free(struct conf_file *c)
{

	if (c == NULL)
		return;
	arena_free(c->arena);
	free(c);
}

const struct conf *
conf_values(const struct conf_file *c)
{

	return (&c->values);
}

static void
blame(const struct conf_file *c, const char *name, bool warning,
    struct faults *faults, const char *sentence)
{
	const struct origin *o = origin_of(c, name);

	faults_add(faults, warning, o->file != NULL ? o->file : "default",
	    o->line, o->column, (struct str){ NULL, 0 }, "%s: %s", name,
	    sentence);
}

void
conf_fault(const struct conf_file *c, const char *name, struct faults *faults,
    const char *sentence)
{

	blame(c, name, false, faults, sentence);
}

void
conf_warn(const struct conf_file *c, const char *name, struct faults *faults,
    const char *sentence)
{

	blame(c, name, true, faults, sentence);
}

bool
conf_said(const struct conf_file *c, const char *name)
{

	return (origin_of(c, name)->file != NULL);
}

void
conf_restart_needed(const struct conf_file *old, const struct conf_file *new,
    struct buf *out)
{

	for (const struct option *o = option_table; o->name != NULL; o++)
		if (!o->reload && !option_same(o, &old->values, &new->values))
			buf_printf(out, "%s has changed: restart earshotd\n",
			    o->name);
}
