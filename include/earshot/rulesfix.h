/*
 * Mends in a rule file what has one right answer: what a person's keyboard
 * made (quotes, letter case, commas, names of several words, a letter too few)
 * and what an editor saved (UTF-16, BOM, CRLF).  For `earshot rules check
 * --fix`; writes no file.
 */
#ifndef EARSHOT_RULESFIX_H
#define EARSHOT_RULESFIX_H

#include "earshot/arena.h"
#include "earshot/files.h"

/* What other rule files define, so that a misspelt reference to it can be
 * mended too: full names (en.wish.had, acme.brand.acme), NULL-ended; a member
 * may be NULL. */
struct rules_fix_names {
	const char *const *rules; /* topics too */
	const char *const *lists;
};

/* One line that was mended.  No mend joins, splits or moves lines. */
struct rules_fix_change {
	unsigned line;       /* 1-based; 0: the file as a whole */
	struct str was, now; /* the whole line, without its end; of line 0 the
				encoding or line ends ("UTF-16", "UTF-8") */
	struct str why;      /* one sentence or several, joined by "; " */
};

/*
 * rules_fix: ${bytes}: a rule file as saved.  *${ret_text}: it mended, plain
 * UTF-8 with LF; ${bytes} itself when nothing had to change.  *${ret_changes}:
 * by line, *${ret_nchanges} of them, 0: nothing had to change.
 *
 * Mended are: encoding, byte order mark and line ends; letter case of the words
 * of the language (and a colon behind one); quotes of other shapes round
 * phrases, terms and titles, and ones never closed; commas, semicolons and OR
 * between phrases, and nothing between two quoted ones, to |; names of several
 * words to one; misspelt words of the language and misspelt references where
 * only one candidate is near.  All else stays, byte by byte: comments, layout,
 * sentences of about, yes and no.
 *
 * Its own output it leaves alone, and that loads with no more faults than
 * before; what is left is for a person.
 *
 * ${known}: may be NULL: then references to what is not in ${bytes} are left
 * alone.  All that is returned lives in ${a} and in ${bytes}.  E_MEMORY;
 * E_TOO_LARGE: more than 4 MB.
 */
enum status rules_fix(struct arena *a, struct str bytes,
    const struct rules_fix_names *known, struct str *ret_text,
    struct rules_fix_change **ret_changes, size_t *ret_nchanges) MUST_USE;

/*
 * rules_fix_read_names: what the rule files of ${shipped} and ${own} define
 * (NULL-ended lists of files or folders as in ruleset_load; either may be
 * NULL), faulty ones as well as they can be read.  Lives in ${a}.  E_MEMORY.
 */
enum status rules_fix_read_names(struct arena *a, struct files *files,
    const char *const *shipped, const char *const *own,
    struct rules_fix_names *ret) MUST_USE;

#endif
