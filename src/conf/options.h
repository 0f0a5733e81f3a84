/*
 * The one table of options: what earshot.conf may say, what `earshot config`
 * prints, what --set takes and what the man page lists.  Adding an option is
 * adding a field to struct conf and a row here.
 */
#ifndef CONF_OPTIONS_H
#define CONF_OPTIONS_H

#include "earshot/arena.h"
#include "earshot/buf.h"
#include "earshot/conf.h"

enum option_type {
	OPTION_TEXT,    /* const char * */
	OPTION_PATH,    /* const char *; ~/ and relative names are placed */
	OPTION_WORD,    /* const char *; one of words */
	OPTION_COUNT,   /* int64_t */
	OPTION_BYTES,   /* int64_t */
	OPTION_SECONDS, /* int64_t */
	OPTION_MILLISECONDS, /* int64_t */
	OPTION_GAP           /* double, seconds with a fraction */
};

struct option {
	const char *name; /* "section.key" */
	enum option_type type;
	size_t field;         /* offset in struct conf */
	int64_t min, max;     /* in the field's unit; unused for texts */
	const char *standard; /* the default, as one would write it */
	const char *personal; /* the default of a plain user; NULL: the same */
	const char *empty;    /* what an empty text means; NULL: not allowed */
	const char *const *words; /* NULL-ended, for OPTION_WORD */
	/* A sentence to ${why} when the value has the wrong shape. */
	bool (*check)(struct str value, struct buf *why);
	bool reload; /* a reload is enough; else a restart */
	bool secret; /* a URL whose password is not to be shown */
	const char *help;
};

extern const struct option option_table[]; /* the last one has name NULL */
enum { OPTIONS_MAX = 64 };

/* option_find: by its full name; NULL. */
const struct option *option_find(struct str name);
/* option_near: the name that ${name} may have meant, or NULL; also one whose
 * key is right and whose section is not. */
const char *option_near(struct str name);
/* option_list: the keys of ${section}, or with {NULL,0} all sections: for who
 * found neither. */
void option_list(struct str section, struct buf *out);
/* option_section: is there an option in ${section}?  option_near_section. */
bool option_section(struct str section);
struct str option_near_section(struct str section);

/*
 * option_read: ${text} into the field of ${c}; texts are copied to ${a}.
 * false: ${why} says what would be right.
 */
bool option_read(const struct option *o, struct str text, struct arena *a,
    struct conf *c, struct buf *why);
/* option_text: the field of a text option. */
const char *option_text(const struct option *o, const struct conf *c);
/* option_print: the value as one would write it, passwords masked. */
void option_print(const struct option *o, const struct conf *c,
    struct buf *out);
/* option_print_range: "from 1s to 7d", "one of error, warn …"; "": any text. */
void option_print_range(const struct option *o, struct buf *out);
bool option_same(const struct option *o, const struct conf *a,
    const struct conf *b);

#endif
