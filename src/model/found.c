/*
 * The words of how a comment feed was found.
 */
#include "earshot/found.h"

static const char *const shapes[FOUND_SHAPES] = { "named", "wordpress",
	"blogger", "discourse", "disqus", "reddit", "stackexchange" };

const char *
found_shape_word(enum found_shape s)
{

	return (shapes[s]);
}

int
found_shape_of(struct str word)
{

	for (int i = 0; i < FOUND_SHAPES; i++)
		if (str_eq(word, str_of(shapes[i])))
			return (i);
	return (-1);
}
