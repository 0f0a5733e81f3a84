/*
 * The values of a feed list's keys: read, compared, printed.  The table of
 * keys: keys.c.
 */
#include <inttypes.h>
#include <math.h>

#include "keys.h"
#include "values.h"

enum { TAGS_MAX = 64, TAGS_BYTES = 1000, WORDS_MAX = 16 };

static void *
field_of(const struct key *k, struct feed_spec *spec)
{

	return ((char *)spec + k->field);
}

static struct str
text_of(const struct key *k, const struct feed_spec *spec)
{
	const char *text;

	memcpy(&text, (const char *)spec + k->field, sizeof(text));
	return (str_of(text));
}

static int64_t
number_of(const struct key *k, const struct feed_spec *spec)
{
	const char *at = (const char *)spec + k->field;
	int64_t seconds;
	feed_word word;
	bool flag;

	if (k->type == KEY_WORD) {
		memcpy(&word, at, sizeof(word));
		return (word);
	}
	if (k->type == KEY_FLAG) {
		memcpy(&flag, at, sizeof(flag));
		return (flag);
	}
	memcpy(&seconds, at, sizeof(seconds));
	return (seconds);
}

static bool
is_text(const struct key *k)
{

	return (k->type == KEY_TEXT || k->type == KEY_TAGS);
}

/* White space of every kind is a space: OPML knows no other. */
static void
add_plain(struct buf *b, struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		buf_addc(b, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
}

static bool
read_text(const struct key *k, struct str value, struct intern *strings,
    struct feed_spec *spec, struct buf *why)
{
	struct buf plain = BUF_INIT((size_t)k->max);
	const char *kept;

	if (value.n > (size_t)k->max) {
		buf_printf(why, "it is longer than %" PRId64 " bytes", k->max);
		return (false);
	}
	if (k->check != NULL && !k->check(value, why))
		return (false);
	add_plain(&plain, value);
	kept = intern_str(strings, buf_str(&plain)).p;
	buf_free(&plain);
	memcpy(field_of(k, spec), &kept, sizeof(kept));
	return (kept != NULL);
}

static bool
has_tag(struct str tags, struct str tag)
{

	while (tags.n > 0)
		if (str_eq(str_cut(&tags, ','), tag))
			return (true);
	return (false);
}

static bool
read_tags(const struct key *k, struct str value, struct intern *strings,
    struct feed_spec *spec, struct buf *why)
{
	struct buf all = BUF_INIT(TAGS_BYTES), tag = BUF_INIT(TAGS_BYTES);
	const char *kept;
	bool good = false;
	size_t n = 0;

	buf_add(&all, text_of(k, spec));
	for (size_t i = 0; i < all.n; i++)
		n += all.p[i] == ',';
	while (value.n > 0 && !buf_failed(&all) && !buf_failed(&tag)) {
		buf_clear(&tag);
		add_plain(&tag, str_trim(str_cut(&value, ',')));
		if (tag.n == 0 || has_tag(buf_str(&all), buf_str(&tag)))
			continue;
		if (n++ == TAGS_MAX) {
			buf_printf(why, "%d tags are the most", TAGS_MAX);
			goto out;
		}
		if (all.n > 0)
			buf_addc(&all, ',');
		buf_add(&all, buf_str(&tag));
	}
	if (buf_failed(&all) || buf_failed(&tag)) {
		buf_printf(why, "the tags are longer than %d bytes",
		    TAGS_BYTES);
		goto out;
	}
	kept = intern_str(strings, buf_str(&all)).p;
	memcpy(field_of(k, spec), &kept, sizeof(kept));
	good = true;
out:
	buf_free(&all);
	buf_free(&tag);
	return (good);
}

static bool
read_word(const struct key *k, struct str value, struct feed_spec *spec,
    struct buf *why)
{
	const char *words[WORDS_MAX + 1], *near;
	int i = k->word_of(value), n = 0;

	if (i >= 0) {
		*(feed_word *)field_of(k, spec) = (feed_word)i;
		return (true);
	}
	while (n < WORDS_MAX && (words[n] = k->word(n)) != NULL)
		n++;
	words[n] = NULL;
	near = str_near(value, words);
	buf_printf(why, "\"%.*s\" is unknown; ", STR_ARG(value));
	if (near != NULL)
		buf_printf(why, "did you mean %s? It is one of ", near);
	else
		buf_adds(why, "it is one of ");
	for (i = 0; i < n; i++)
		buf_printf(why, "%s%s", i > 0 ? ", " : "", words[i]);
	return (false);
}

static bool
read_duration(const struct key *k, struct str value, struct feed_spec *spec,
    struct buf *why)
{
	int64_t whole;
	double s;

	if (duration_read(value, 1, &s) && s != floor(s)) {
		buf_adds(why, "it counts whole seconds");
		return (false);
	}
	if (!duration_read(value, 1, &s)) {
		buf_printf(why,
		    "\"%.*s\" is no duration; write it as in 15m, 2h or 7d",
		    STR_ARG(value));
		return (false);
	}
	if (s < (double)k->min || s > (double)k->max) {
		buf_printf(why, "%.*s is out of bounds, it must be from ",
		    STR_ARG(value));
		duration_print(k->min, why);
		buf_adds(why, " to ");
		duration_print(k->max, why);
		return (false);
	}
	whole = (int64_t)s;
	memcpy(field_of(k, spec), &whole, sizeof(whole));
	return (true);
}

static bool
read_flag(const struct key *k, struct str value, struct feed_spec *spec,
    struct buf *why)
{
	bool flag;

	if (!str_to_bool(value, &flag)) {
		buf_printf(why, "\"%.*s\" is neither yes nor no",
		    STR_ARG(value));
		return (false);
	}
	memcpy(field_of(k, spec), &flag, sizeof(flag));
	return (true);
}

static void
take_back(const struct key *k, struct feed_spec *spec)
{
	struct feed_spec nothing;
	size_t n = sizeof(const char *);

	if (k->type == KEY_WORD)
		n = sizeof(feed_word);
	else if (k->type == KEY_DURATION)
		n = sizeof(int64_t);
	else if (k->type == KEY_FLAG)
		n = sizeof(bool);
	spec_init(&nothing);
	memcpy(field_of(k, spec), (const char *)&nothing + k->field, n);
}

bool
key_read(const struct key *k, struct str value, struct intern *strings,
    struct feed_spec *spec, struct buf *why)
{

	value = str_trim(value);
	if (value.n == 0) {
		if (!key_said(k, spec)) {
			buf_adds(why, "it has no value");
			return (false);
		}
		take_back(k, spec);
		return (true);
	}
	switch (k->type) {
	case KEY_TEXT:
		return (read_text(k, value, strings, spec, why));
	case KEY_TAGS:
		return (read_tags(k, value, strings, spec, why));
	case KEY_WORD:
		return (read_word(k, value, spec, why));
	case KEY_DURATION:
		return (read_duration(k, value, spec, why));
	case KEY_FLAG:
		return (read_flag(k, value, spec, why));
	}
	return (false);
}

bool
key_said(const struct key *k, const struct feed_spec *spec)
{

	if (is_text(k))
		return (text_of(k, spec).n > 0);
	return (number_of(k, spec) != (k->type == KEY_WORD ? k->standard : 0));
}

bool
key_same(const struct key *k, const struct feed_spec *a,
    const struct feed_spec *b)
{

	if (is_text(k))
		return (str_eq(text_of(k, a), text_of(k, b)));
	return (number_of(k, a) == number_of(k, b));
}

void
key_print(const struct key *k, const struct feed_spec *spec, struct buf *out)
{

	switch (k->type) {
	case KEY_TEXT:
	case KEY_TAGS:
		buf_add(out, text_of(k, spec));
		break;
	case KEY_WORD:
		buf_adds(out, k->word((int)number_of(k, spec)));
		break;
	case KEY_DURATION:
		duration_print(number_of(k, spec), out);
		break;
	case KEY_FLAG:
		buf_adds(out, number_of(k, spec) != 0 ? "yes" : "no");
		break;
	}
}
