/*
 * One line of a feed list: words, quotes, keys.  What the keys mean: keys.c.
 */
#include "feedline.h"

#include "earshot/url.h"

#include "feedurl.h"
#include "keys.h"

enum { WHY_MAX = 800, LINE_MAX_BYTES = 32768, WORDS_MAX = 32 };

/* One word of a line: NAME, NAME=VALUE or NAME="two words". */
struct word {
	struct str name;
	struct str value; /* without its quotes */
	const char *at;   /* where the value stands in the line */
	bool has_value;
};

struct words {
	struct word list[WORDS_MAX];
	size_t n;
};

enum word_kind { WORD_NONE, WORD_FINE, WORD_FAULTY };

static bool
is_blank(char c)
{

	return (c == ' ' || c == '\t');
}

static void
skip_blanks(struct str *s)
{

	while (s->n > 0 && is_blank(s->p[0]))
		*s = str_sub(*s, 1, s->n);
}

void
feedline_init(struct feedline *r, struct faults *faults, const char *file,
    struct intern *strings, struct arena *scratch)
{

	*r = (struct feedline){ .place = { faults, file, 0, { NULL, 0 } },
		.strings = strings,
		.scratch = scratch };
	spec_init(&r->header);
}

/* The text between quotes, \" and \\ undone; *${rest} starts at the quote. */
static bool
read_quoted(struct feedline *r, struct str *rest, struct str *ret)
{
	struct buf plain = BUF_INIT(LINE_MAX_BYTES);
	const char *open = rest->p;
	size_t i;

	for (i = 1; i < rest->n && rest->p[i] != '"'; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n &&
		    (rest->p[i + 1] == '"' || rest->p[i + 1] == '\\'))
			i++;
		buf_addc(&plain, rest->p[i]);
	}
	if (i == rest->n) {
		lines_fault(&r->place, open, "the closing quote is missing");
		buf_free(&plain);
		return (false);
	}
	*rest = str_sub(*rest, i + 1, rest->n);
	*ret = arena_str(r->scratch, buf_str(&plain));
	buf_free(&plain);
	return (ret->p != NULL);
}

/* What ends a bare word. */
static bool
is_end(char c, bool header)
{

	return (is_blank(c) || (header && c == ']'));
}

/* A quote that editors and people put where " is meant. */
static bool
other_quote(struct str s)
{
	static const char *const quotes[] = { "'", "\u2018", "\u2019", "\u201a",
		"\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (str_starts(s, str_of(quotes[i])))
			return (true);
	return (false);
}

static enum word_kind
next_word(struct feedline *r, struct str *rest, bool header, struct word *ret)
{
	size_t n = 0;

	skip_blanks(rest);
	if (rest->n == 0 || (header && rest->p[0] == ']'))
		return (WORD_NONE);
	while (n < rest->n && !is_end(rest->p[n], header) &&
	       rest->p[n] != '=' && rest->p[n] != '"')
		n++;
	*ret = (struct word){ .name = str_sub(*rest, 0, n) };
	*rest = str_sub(*rest, n, rest->n);
	if (rest->n == 0 || is_end(rest->p[0], header))
		return (WORD_FINE);
	if (rest->p[0] == '"') {
		lines_fault(&r->place, rest->p,
		    "expected key=value here; quotes stand round a value, as "
		    "in tags=\"a b\"");
		return (WORD_FAULTY);
	}
	*rest = str_sub(*rest, 1, rest->n);
	ret->has_value = true;
	ret->at = rest->p;
	if (rest->n > 0 && rest->p[0] == '"') {
		if (!read_quoted(r, rest, &ret->value))
			return (WORD_FAULTY);
		if (rest->n == 0 || is_end(rest->p[0], header))
			return (WORD_FINE);
		lines_fault(&r->place, rest->p,
		    "a blank is missing after the closing quote");
		return (WORD_FAULTY);
	}
	if (other_quote(*rest)) {
		lines_fault(&r->place, rest->p,
		    "write plain quotes, as in tags=\"a b\"");
		return (WORD_FAULTY);
	}
	for (n = 0; n < rest->n && !is_end(rest->p[n], header);)
		n++;
	ret->value = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return (WORD_FINE);
}

/* A word that is no key=value: what was meant?  ${rest} follows it. */
static void
no_value(struct feedline *r, const struct word *w, struct str rest)
{
	const struct place *p = &r->place;
	const char *near;

	skip_blanks(&rest);
	if (w->name.n == 0)
		lines_fault(p, w->name.p, "a key is missing before the =");
	else if (w->name.p[0] == '#')
		lines_fault(p, w->name.p,
		    "a comment stands on a line of its own, because URLs "
		    "carry #");
	else if (str_find(w->name, STR("://")) != SIZE_MAX)
		lines_fault(p, w->name.p, "one feed a line");
	else if (key_find(w->name) != NULL && rest.n > 0 && rest.p[0] == '=')
		lines_fault(p, w->name.p, "no blanks round the =: %.*s=value",
		    STR_ARG(w->name));
	else if (key_find(w->name) != NULL)
		lines_fault(p, w->name.p, "%.*s has no value; write %.*s=value",
		    STR_ARG(w->name), STR_ARG(w->name));
	else if ((near = key_near(w->name, IN_LINE)) != NULL)
		lines_fault(p, w->name.p, "unknown key %.*s; did you mean %s?",
		    STR_ARG(w->name), near);
	else
		lines_fault(p, w->name.p,
		    "expected key=value; values with blanks take quotes, as "
		    "in tags=\"a b\"");
}

static void
unknown_key(struct feedline *r, const struct word *w, unsigned where)
{
	const struct key *k = key_find(w->name);
	const char *near = key_near(w->name, where);
	int n = (int)(w->name.n > 60 ? 60 : w->name.n);

	if (k != NULL && where == IN_LINE)
		lines_fault(&r->place, w->name.p,
		    "%s stands in the [source \"…\"] header, for all its "
		    "feeds",
		    k->name);
	else if (k != NULL)
		lines_fault(&r->place, w->name.p,
		    "%s stands on the line of a feed, not in a header",
		    k->name);
	else if (near != NULL)
		lines_fault(&r->place, w->name.p,
		    "unknown key %.*s; did you mean %s?", n, w->name.p, near);
	else
		lines_fault(&r->place, w->name.p,
		    "unknown key %.*s; earshot-feeds(5) lists them all", n,
		    w->name.p);
}

/* All words up to the end of the line or header; false: a fault was noted. */
static bool
read_words(struct feedline *r, struct str *rest, bool header, struct words *ret)
{
	enum word_kind kind;
	struct word w;

	ret->n = 0;
	while ((kind = next_word(r, rest, header, &w)) == WORD_FINE) {
		const struct key *k = key_find(w.name);

		if (k != NULL && k->type == KEY_FLAG && !w.has_value) {
			w.value = STR("yes");
			w.has_value = true;
		}
		/* What follows would be noise. */
		if (!w.has_value || w.name.n == 0) {
			no_value(r, &w, *rest);
			return (false);
		}
		if (ret->n == WORDS_MAX) {
			lines_fault(&r->place, w.name.p,
			    "more than %d keys on one line", WORDS_MAX);
			return (false);
		}
		ret->list[ret->n++] = w;
	}
	return (kind == WORD_NONE);
}

/* Each key's value into ${spec}; false: a fault was noted. */
static bool
take_words(struct feedline *r, const struct words *words, unsigned where,
    struct feed_spec *spec)
{
	struct buf why = BUF_INIT(WHY_MAX);
	bool good = true;
	uint64_t seen = 0;

	for (size_t i = 0; i < words->n; i++) {
		const struct word *w = &words->list[i];
		const struct key *k = key_find(w->name);
		uint64_t bit;

		if (k == NULL || (k->where & where) == 0) {
			unknown_key(r, w, where);
			good = false;
			continue;
		}
		bit = UINT64_C(1) << (k - key_table);
		if ((seen & bit) != 0)
			lines_warn(&r->place, w->name.p,
			    "%s is said twice on this line", k->name);
		seen |= bit;
		buf_clear(&why);
		if (!key_read(k, w->value, r->strings, spec, &why)) {
			lines_fault(&r->place, w->at, "%s: %.*s", k->name,
			    STR_ARG(buf_str(&why)));
			good = false;
		}
	}
	buf_free(&why);
	return (good);
}

/* The name in [source "Acme blog" …] or [source acme …]. */
static bool
read_name(struct feedline *r, struct str *rest, struct feed_spec *spec)
{
	struct str name = { NULL, 0 };
	struct buf why = BUF_INIT(WHY_MAX);
	const char *at;
	size_t n = 0;

	skip_blanks(rest);
	at = rest->p;
	if (rest->n > 0 && rest->p[0] == '"') {
		if (!read_quoted(r, rest, &name))
			return (false);
	} else if (other_quote(*rest)) {
		lines_fault(&r->place, at,
		    "write plain quotes, as in [source \"Acme blog\"]");
		return (false);
	} else {
		while (n < rest->n && !is_end(rest->p[n], true))
			n++;
		name = str_sub(*rest, 0, n);
		if (str_findc(name, '=') != SIZE_MAX)
			name.n = 0;
		*rest = str_sub(*rest, name.n, rest->n);
	}
	if (name.n == 0)
		buf_adds(&why,
		    "the source's name is missing, as in [source \"Acme "
		    "blog\" kind=own]");
	else
		(void)key_read(key_find(STR("source")), name, r->strings, spec,
		    &why);
	if (why.n > 0)
		lines_fault(&r->place, at, "%s", why.p);
	n = why.n;
	buf_free(&why);
	return (n == 0);
}

static enum line_kind
read_header(struct feedline *r, struct str line)
{
	static const char *const sources[] = { "source", NULL };
	struct str rest = str_sub(line, 1, line.n), word;
	struct words words;
	bool good = true;
	size_t n = 0;

	/* Also after a fault: what follows is not the former source's. */
	spec_init(&r->header);
	skip_blanks(&rest);
	while (n < rest.n && !is_end(rest.p[n], true) && rest.p[n] != '"')
		n++;
	word = str_sub(rest, 0, n);
	rest = str_sub(rest, n, rest.n);
	if (!str_eq(word, STR("source")) && str_near(word, sources) != NULL) {
		lines_fault(&r->place, word.p,
		    "unknown header %.*s; did you mean source?", STR_ARG(word));
		return (LINE_FAULTY);
	}
	if (!str_eq(word, STR("source"))) {
		lines_fault(&r->place, line.p,
		    "a header is [source \"Name\" key=value …]; a URL with "
		    "brackets starts with https://");
		return (LINE_FAULTY);
	}
	good = read_name(r, &rest, &r->header);
	good = good && read_words(r, &rest, true, &words) &&
	       take_words(r, &words, IN_HEADER, &r->header);
	if (!good)
		return (LINE_FAULTY);
	skip_blanks(&rest);
	if (rest.n == 0) {
		lines_fault(&r->place, line.p, "the header's ] is missing");
		return (LINE_FAULTY);
	}
	rest = str_sub(rest, 1, rest.n);
	skip_blanks(&rest);
	if (rest.n > 0) {
		lines_fault(&r->place, rest.p,
		    "nothing may follow the header's ]; feeds stand on the "
		    "lines below");
		return (LINE_FAULTY);
	}
	return (LINE_HEADER);
}

/* A line that names its source stands outside of the header above it. */
static bool
names_source(const struct words *words)
{

	for (size_t i = 0; i < words->n; i++)
		if (str_eq(words->list[i].name, STR("source")))
			return (true);
	return (false);
}

/* {secrt}: it would go to the server as it stands. */
static bool
known_braces(struct feedline *r, struct str url)
{
	static const char *const words[] = { "secret", NULL };
	size_t open = str_findc(url, '{'), n;
	struct str word;

	if (open == SIZE_MAX)
		return (true);
	word = str_sub(url, open + 1, url.n);
	n = str_findc(word, '}');
	word = str_sub(word, 0, n);
	if (n == SIZE_MAX || str_eq(word, STR("secret")) ||
	    str_near(word, words) == NULL)
		return (true);
	lines_fault(&r->place, url.p + open,
	    "unknown word {%.*s}; did you mean {secret}?", STR_ARG(word));
	return (false);
}

static enum line_kind
read_feed(struct feedline *r, struct str line, struct feed_spec *ret_spec,
    struct str *ret_canonical)
{
	struct buf why = BUF_INIT(WHY_MAX);
	struct str rest = line, url = str_word(&rest), canonical;
	struct feed_spec spec = r->header;
	struct words words;
	bool good = true;
	size_t at;

	canonical = feedurl_check(r->scratch, url, &why);
	if (feedurl_password(url)) {
		/* Nothing below may show it. */
		r->place.text = (struct str){ NULL, 0 };
		if (canonical.p != NULL)
			lines_warn(&r->place, NULL,
			    "the URL carries a password for all who read this "
			    "list; use secret=NAME");
	}
	if (canonical.p == NULL) {
		lines_fault(&r->place, url.p, "%.*s", STR_ARG(buf_str(&why)));
		good = false;
	}
	/* Behind what is no URL at all stands no key either. */
	if (canonical.p == NULL && str_findc(url, '.') == SIZE_MAX &&
	    str_findc(url, '=') == SIZE_MAX) {
		buf_free(&why);
		return (LINE_FAULTY);
	}
	if (good && !known_braces(r, url))
		good = false;
	if (!read_words(r, &rest, false, &words))
		good = false;
	if (names_source(&words))
		spec_init(&spec);
	if (!take_words(r, &words, IN_LINE, &spec))
		good = false;
	at = str_find(url, STR("{secret}"));
	if (good && at != SIZE_MAX && spec.secret == NULL) {
		lines_fault(&r->place, url.p + at,
		    "{secret} in the URL takes secret=NAME behind it");
		good = false;
	}
	buf_free(&why);
	if (!good)
		return (LINE_FAULTY);
	if (spec.source == NULL)
		spec.source =
		    intern_str(r->strings, url_host(r->scratch, url)).p;
	spec.url = intern_keep(r->strings, url);
	spec.file = r->place.file;
	spec.line = r->place.line;
	*ret_spec = spec;
	*ret_canonical = canonical;
	return (LINE_FEED);
}

enum line_kind
feedline_read(struct feedline *r, struct str text, unsigned number,
    struct feed_spec *ret_spec, struct str *ret_canonical)
{
	struct str line = str_trim(text);
	const char *control;

	if (line.n == 0 || line.p[0] == '#')
		return (LINE_EMPTY);
	arena_reset(r->scratch);
	r->place.line = number;
	r->place.text = text;
	if (line.n > LINE_MAX_BYTES) {
		lines_fault(&r->place, NULL, "the line is longer than %d bytes",
		    LINE_MAX_BYTES);
		return (LINE_FAULTY);
	}
	control = lines_control(line);
	if (control != NULL) {
		lines_fault(&r->place, control,
		    "a control character (0x%02x) has no place here",
		    (unsigned)*control & 0xff);
		return (LINE_FAULTY);
	}
	if (line.p[0] == '[')
		return (read_header(r, line));
	return (read_feed(r, line, ret_spec, ret_canonical));
}

void
feedline_quote(struct str value, struct buf *out)
{
	static const char plain[] = "._:/@,+~%&?=#-";
	bool bare = value.n > 0;

	for (size_t i = 0; bare && i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];

		bare = c >= 0x80 || (c >= '0' && c <= '9') ||
		       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		       memchr(plain, c, sizeof(plain) - 1) != NULL;
	}
	if (bare) {
		buf_add(out, value);
		return;
	}
	buf_addc(out, '"');
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"' || value.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, value.p[i]);
	}
	buf_addc(out, '"');
}
