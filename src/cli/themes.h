/*
 * Themes, for themes and explain.
 */
#ifndef CLI_THEMES_H
#define CLI_THEMES_H

#include "cli.h"

/* themes_is_ref: does ${word} look like a theme's reference? */
bool themes_is_ref(const char *word);
/* themes_show: the theme, and its insights; as a list where the options ask
 * for one.  The exit status. */
int themes_show(struct cli *c, const struct setup *s, const char *ref);
/* themes_note: says on standard error that --theme names one that is part of
 * another now. */
void themes_note(const struct cli *c, struct reader *r);

#endif
