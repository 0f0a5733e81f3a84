/*
 * The words of a post's kinds.
 */
#include "earshot/post.h"

static const char *const kinds[POST_KINDS] = { "article", "comment", "review",
	"question", "answer" };

const char *
post_kind_word(enum post_kind k)
{

	return (kinds[k]);
}
