/*
 * earshot.conf: any bytes are read, and what came of it can be printed.
 */
#include <stdlib.h>

#include "earshot/charset.h"

#include "conf/conffile.h"
#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, OUT_MAX = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf out = BUF_INIT(OUT_MAX);
	const struct origin standard = { NULL, 0, 0 };
	struct conf_file c = { .arena = arena_new(ARENA_MAX) };
	struct faults faults;

	faults_init(&faults);
	if (c.arena == NULL || home_find(c.arena, &c.home) != OK)
		abort();
	for (const struct option *o = option_table; o->name != NULL; o++)
		if (!conffile_set(&c, o, str_of(o->standard), &standard, &out))
			abort();
	text = charset_text(c.arena, text);
	conffile_read(&c, text, "fuzz.conf", &faults);
	buf_clear(&out);
	conf_print(&c, &out);
	faults_print(&faults, &out, true);
	(void)conf_help(str_sub(text, 0, 40), &out);
	faults_free(&faults);
	buf_free(&out);
	arena_free(c.arena);
	return (0);
}
