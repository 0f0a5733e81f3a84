/*
 * For tests that a table of the code and a man page say the same.
 */
#ifndef TESTS_MANPAGE_H
#define TESTS_MANPAGE_H

#include "earshot/files.h"

#include "unit.h"

/* manpage: the source of src/man/NAME, borrowed from ${files}. */
static inline struct str
manpage(struct files *files, const char *name)
{
	const char *src = getenv("EARSHOT_SRC");
	struct str text = { NULL, 0 };
	char path[500];

	snprintf(path, sizeof(path), "%s/src/man/%s", src != NULL ? src : ".",
	    name);
	assert_int_equal(files_read(files, path, 1 << 20, &text), OK);
	return (text);
}

/* next_item: the next ".It Ic NAME" and its text, up to the next item or the
 * list's end, in one line; false: there is no further. */
static inline bool
next_item(struct str *rest, struct str *ret_name, char *ret_text, size_t size)
{
	size_t n = 0;

	do {
		if (rest->n == 0)
			return (false);
		*ret_name = str_cut(rest, '\n');
	} while (!str_starts(*ret_name, STR(".It Ic ")));
	*ret_name = str_sub(*ret_name, 7, ret_name->n);
	while (rest->n > 0 && !str_starts(*rest, STR(".It")) &&
	       !str_starts(*rest, STR(".El"))) {
		struct str line = str_cut(rest, '\n');

		n += (size_t)snprintf(ret_text + n, size - n, "%.*s ",
		    STR_ARG(line));
		assert_true(n < size);
	}
	return (true);
}

#endif
