/*
 * Which feeds of the lists a person means: by address, name or number.
 */
#ifndef CLI_FEEDS_CHOOSE_H
#define CLI_FEEDS_CHOOSE_H

#include "cli.h"

/* The lists as they were read, and which of their feeds were chosen. */
struct choice {
	struct files *files;
	struct feedlist *list; /* a doubled feed is there once a line */
	struct faults faults;
	bool *chosen; /* by place in the list */
	size_t n;     /* so many */
};

/* choice_begin: nothing is chosen of the list; false: memory is out.
 * choice_end: frees all but the struct. */
bool choice_begin(struct choice *h);
void choice_end(struct choice *h);

/*
 * feeds_choose: ${word}: "https://..." as listed, as `feeds list` shows it or
 * where it moved; the name of a source or a feed's title; "#12" or "12", a
 * feed_id.  Each line that names the feed is chosen.  ${all}: a name of several
 * feeds means all of them.  Not 0: the exit status; why is said.
 */
int feeds_choose(struct cli *c, const struct setup *s, struct choice *h,
    const char *word, bool all);

#endif
