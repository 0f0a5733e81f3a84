/*
 * What of a post the rules hear.
 */
#include "earshot/hearing.h"

#include "earshot/replies.h"

struct classify_input
hearing_input(const struct post *p, struct str lang)
{

	return ((struct classify_input){ .title = replies_title(p),
	    .text = p->text,
	    .author = p->author,
	    .url = p->link,
	    .tags = p->tags,
	    .lang = p->lang.p != NULL ? p->lang : lang,
	    .reply = p->kind == POST_COMMENT || p->kind == POST_ANSWER,
	    .stars = p->stars,
	    .nquotes = p->nquotes,
	    .quotes = p->quotes });
}
