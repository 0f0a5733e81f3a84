/*
 * Which post does a comment answer?  Here are only the names by which it may
 * be known, the surest first; which of them are stored posts, the store says.
 */
#ifndef EARSHOT_REPLIES_H
#define EARSHOT_REPLIES_H

#include "earshot/arena.h"
#include "earshot/post.h"

enum { REPLIES_MAX = 16 };

struct replies {
	size_t n;
	struct reply_key keys[REPLIES_MAX];
};

/* What the feed that served it says of itself; {NULL,0}: nothing. */
struct reply_feed {
	struct str link, title;
};

/*
 * replies_find: what ${p} may answer; nothing for a post that is no comment
 * and says of nothing that it answers it.  Words in ${a} or borrowed from ${p}
 * and ${f}.  E_MEMORY.
 */
enum status replies_find(struct arena *a, const struct post *p,
    const struct reply_feed *f, struct replies *ret) MUST_USE;

/* replies_subject: "Re: X", "Comment on X by ${author}" to X; {NULL,0}. */
struct str replies_subject(struct str title, struct str author);

/*
 * replies_title: the title as far as it is ${p}'s own word, which is what rules
 * may hear: of a comment not "Re: X", nor what it answers or its feed is called
 * (title_taken); {NULL,0}.
 */
struct str replies_title(const struct post *p);

#endif
