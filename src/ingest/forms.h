/*
 * What proves an insight but stands in a fixed line of its place: a heading of
 * a form tells nothing of what the post is about.
 */
#ifndef INGEST_FORMS_H
#define INGEST_FORMS_H

#include "earshot/store.h"
#include "earshot/theme_rows.h"

struct forms;

/* forms_new: with the lines that are known. */
enum status forms_new(struct store *s, struct forms **ret) MUST_USE;
void forms_free(struct forms *f); /* NULL is fine */

/* forms_pass: evidence of ${in} in fixed lines is worth nothing any more. */
enum status forms_pass(struct forms *f, struct store *s,
    struct theme_insight *in) MUST_USE;
/* forms_again: whoever was told before a line was known, waits again.  Behind
 * theme_rows_done.  ${f} may be NULL. */
enum status forms_again(struct forms *f, struct store *s) MUST_USE;

#endif
