/*
 * The words of a post's kinds, and the key of its address.
 */
#include "earshot/post.h"

#include "earshot/hash.h"

static const char *const kinds[POST_KINDS] = { "article", "comment", "review",
	"question", "answer" };

const char *
post_kind_word(enum post_kind k)
{

	return (kinds[k]);
}

int64_t
post_link_key(struct str canonical)
{
	unsigned char full[HASH_BYTES];
	int64_t key;

	if (canonical.n == 0)
		return (0);
	hash_of(canonical, full);
	memcpy(&key, full, sizeof(key));
	return (key != 0 ? key : 1);
}
