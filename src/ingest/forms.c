/*
 * Forms: between the lines that were learned and the rows they are kept in.
 */
#include "forms.h"

#include <stdlib.h>

#include "earshot/fixed.h"
#include "earshot/fixed_rows.h"

enum { AGAIN_MAX = 64 * FIXED_POSTS };

struct forms {
	struct fixed *fixed;
	size_t nagain;
	int64_t again[AGAIN_MAX]; /* insights */
};

void
forms_free(struct forms *f)
{

	if (f == NULL)
		return;
	fixed_free(f->fixed);
	free(f);
}

static enum status
add_known(void *arg, int64_t source_id, uint64_t line)
{
	struct forms *f = arg;

	return (fixed_add(f->fixed, source_id, line));
}

enum status
forms_new(struct store *s, struct forms **ret)
{
	struct forms *f = calloc(1, sizeof(*f));
	enum status st = E_MEMORY;

	if (f != NULL && (f->fixed = fixed_new()) != NULL)
		st = fixed_rows_load(s, add_known, f);
	if (st != OK) {
		forms_free(f);
		return (st);
	}
	*ret = f;
	return (OK);
}

/* Is the line fixed?  When it comes to be, who was told with it will be told
 * again: later ones of those that have no room here only when they change. */
static enum status
look_at(struct forms *f, struct store *s, const struct fixed_at *at,
    uint64_t line, bool *ret_fixed)
{
	int64_t before[FIXED_POSTS];
	size_t n;
	enum status st = fixed_learn(f->fixed, at, line, before, &n);

	if (st == OK && n > 0)
		st = fixed_rows_add(s, at->source_id, line);
	for (size_t i = 0; st == OK && i < n && f->nagain < AGAIN_MAX; i++)
		f->again[f->nagain++] = before[i];
	*ret_fixed = fixed_known(f->fixed, at->source_id, line);
	return (st);
}

enum status
forms_pass(struct forms *f, struct store *s, struct theme_insight *in)
{
	struct fixed_at at = { in->source_id, in->post_id, in->insight_id };
	enum status st = fixed_post(f->fixed, &at);

	for (size_t i = 0; st == OK && i < in->nplaces; i++) {
		struct theme_place *p = &in->places[i];
		bool fixed = false;
		uint64_t line = p->field == FIELD_TEXT
				    ? fixed_line(in->text, p->start, p->end)
				    : 0;

		if (line != 0)
			st = look_at(f, s, &at, line, &fixed);
		if (fixed)
			p->points = 0;
	}
	return (st);
}

enum status
forms_again(struct forms *f, struct store *s)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && f != NULL && i < f->nagain; i++)
		st = fixed_rows_again(s, f->again[i]);
	if (f != NULL)
		f->nagain = 0;
	return (st);
}
