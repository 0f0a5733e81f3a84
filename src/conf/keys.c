/*
 * The keys of feed lists.  How a line is cut into them: feedline.c.
 */
#include "keys.h"

#include <stddef.h>

#include "earshot/url.h"

#include "values.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

enum { NAME_MAX_BYTES = 200, TEXT_MAX = 1000, LIST_MAX = 8000 };

static const char *
kind_word(int i)
{

	return (
	    i < SOURCE_KINDS ? source_kind_word((enum source_kind)i) : NULL);
}

static const char *
role_word(int i)
{

	return (i < FEED_ROLES ? feed_role_word((enum feed_role)i) : NULL);
}

static const char *
follow_word(int i)
{

	return (
	    i < FEED_FOLLOWS ? feed_follow_word((enum feed_follow)i) : NULL);
}

static bool
is_letter(char c)
{

	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static bool
is_alnum(char c)
{

	return (is_letter(c) || (c >= '0' && c <= '9'));
}

/* BCP 47 in outline: a language, then subtags. */
static bool
check_lang(struct str value, struct buf *why)
{
	struct str rest = value, tag = str_cut(&rest, '-');
	bool good = tag.n == 2 || tag.n == 3;

	for (size_t i = 0; i < tag.n; i++)
		good = good && is_letter(tag.p[i]);
	while (good && rest.n > 0) {
		tag = str_cut(&rest, '-');
		good = tag.n > 0 && tag.n <= 8;
		for (size_t i = 0; i < tag.n; i++)
			good = good && is_alnum(tag.p[i]);
	}
	if (good && value.p[value.n - 1] != '-')
		return (true);
	buf_printf(why,
	    "\"%.*s\" is no language tag; write it as in en, de or pt-BR",
	    STR_ARG(value));
	return (false);
}

/* Names that stand for something else: letters, digits and "._-". */
static bool
is_name(struct str value)
{

	for (size_t i = 0; i < value.n; i++)
		if (!is_alnum(value.p[i]) &&
		    memchr("._-", value.p[i], 3) == NULL)
			return (false);
	return (value.p[0] != '.');
}

static bool
check_need(struct str value, struct buf *why)
{

	if (is_name(value))
		return (true);
	buf_printf(why, "\"%.*s\" is no list's name; write it as in brand.acme",
	    STR_ARG(value));
	return (false);
}

static bool
check_secret(struct str value, struct buf *why)
{

	if (is_name(value))
		return (true);
	/* The value may be the secret itself: do not show it. */
	buf_adds(why,
	    "it takes the name of a secret, such as reddit-token: letters, "
	    "digits, dots, dashes; the secret itself stands in a file of that "
	    "name");
	return (false);
}

static bool
check_site(struct str value, struct buf *why)
{

	if (url_http(value))
		return (true);
	buf_adds(why, "it must be a URL such as https://blog.example/");
	return (false);
}

#define FIELD(name) offsetof(struct feed_spec, name)

const struct key key_table[] = {
	{ .name = "source",
	    .type = KEY_TEXT,
	    .where = IN_LINE,
	    .field = FIELD(source),
	    .max = NAME_MAX_BYTES },
	{ .name = "title",
	    .type = KEY_TEXT,
	    .where = IN_LINE,
	    .field = FIELD(title),
	    .max = TEXT_MAX },
	{ .name = "kind",
	    .type = KEY_WORD,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_ALWAYS,
	    .field = FIELD(kind),
	    .word = kind_word,
	    .word_of = source_kind_of,
	    .standard = SOURCE_COMMUNITY },
	{ .name = "site",
	    .type = KEY_TEXT,
	    .where = IN_HEADER,
	    .field = FIELD(site),
	    .max = URL_MAX,
	    .check = check_site },
	{ .name = "staff",
	    .type = KEY_TEXT,
	    .where = IN_HEADER,
	    .field = FIELD(staff),
	    .max = LIST_MAX },
	{ .name = "partner",
	    .type = KEY_TEXT,
	    .where = IN_HEADER,
	    .field = FIELD(partner),
	    .max = LIST_MAX },
	{ .name = "tags",
	    .type = KEY_TAGS,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_ALWAYS,
	    .field = FIELD(tags),
	    .max = TEXT_MAX },
	{ .name = "role",
	    .type = KEY_WORD,
	    .where = IN_LINE | IN_HEADER,
	    .field = FIELD(role),
	    .word = role_word,
	    .word_of = feed_role_of,
	    .standard = ROLE_POSTS },
	{ .name = "lang",
	    .type = KEY_TEXT,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_MANY,
	    .field = FIELD(lang),
	    .max = 35,
	    .check = check_lang },
	{ .name = "every",
	    .type = KEY_DURATION,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_MANY,
	    .field = FIELD(every_s),
	    .min = 1,
	    .max = 30 * DAY },
	{ .name = "need",
	    .type = KEY_TEXT,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_MANY,
	    .field = FIELD(need),
	    .max = NAME_MAX_BYTES,
	    .check = check_need },
	{ .name = "secret",
	    .type = KEY_TEXT,
	    .where = IN_LINE | IN_HEADER,
	    .field = FIELD(secret),
	    .max = NAME_MAX_BYTES,
	    .check = check_secret },
	{ .name = "follow",
	    .type = KEY_WORD,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_MANY,
	    .field = FIELD(follow),
	    .word = follow_word,
	    .word_of = feed_follow_of,
	    .standard = FOLLOW_AUTO },
	{ .name = "keep",
	    .type = KEY_DURATION,
	    .where = IN_LINE | IN_HEADER,
	    .lift = LIFT_MANY,
	    .field = FIELD(keep_s),
	    .min = HOUR,
	    .max = (int64_t)36500 * DAY },
	{ .name = "paused",
	    .type = KEY_FLAG,
	    .where = IN_LINE | IN_HEADER,
	    .field = FIELD(paused) },
	{ .name = NULL },
};

_Static_assert(sizeof(key_table) / sizeof(key_table[0]) <= KEYS_MAX + 1,
    "raise KEYS_MAX");

void
spec_init(struct feed_spec *spec)
{

	/* Where people talk, unless somebody says whose place it is. */
	*spec = (struct feed_spec){ .kind = SOURCE_COMMUNITY };
}

const struct key *
key_find(struct str name)
{

	for (const struct key *k = key_table; k->name != NULL; k++)
		if (str_eq(name, str_of(k->name)))
			return (k);
	return (NULL);
}

const char *
key_near(struct str name, unsigned where)
{
	const char *names[KEYS_MAX + 1];
	size_t n = 0;

	for (const struct key *k = key_table; k->name != NULL; k++)
		if ((k->where & where) != 0)
			names[n++] = k->name;
	names[n] = NULL;
	return (str_near(name, names));
}
