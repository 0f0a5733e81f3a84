/*
 * The words a post is made of, as hashes: what the writer needs to say how new
 * they are at their place.
 */
#include "earshot/lexis.h"

#include "stages.h"

enum status
stage_said(struct arena *a, struct post *p)
{
	uint32_t words[LEXIS_MAX];
	size_t n = 0;

	/* An answer's title is that of what it answers. */
	if (p->kind != POST_COMMENT && p->kind != POST_ANSWER)
		n = lexis_words(p->title, NULL, 0, words, n);
	n = lexis_words(p->text, p->quotes, p->quotes != NULL ? p->nquotes : 0,
	    words, n);
	p->nsaid = 0;
	p->said = n > 0 ? arena_array(a, n, sizeof(*p->said)) : NULL;
	if (n > 0 && p->said == NULL)
		return (E_MEMORY);
	if (n > 0)
		memcpy(p->said, words, n * sizeof(*p->said));
	p->nsaid = n;
	return (OK);
}
