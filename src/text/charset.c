/*
 * Which encoding a document is in, by the contract's order, and the document
 * in UTF-8.  The order is obeyed where the bytes allow it: a label that they
 * contradict falls to the next.
 */
#include "earshot/charset.h"

#include "earshot/utf8.h"

#include "charset_convert.h"
#include "charset_labels.h"

enum { SNIFF = 512 };

void
charset_init(void)
{

	charset_open_all();
}

static const struct {
	struct str mark;
	enum charset_kind kind;
} marks[] = {
	/* UTF-32 first: its mark begins like UTF-16's. */
	{ { "\xff\xfe\0\0", 4 }, CHARSET_UTF32LE },
	{ { "\0\0\xfe\xff", 4 }, CHARSET_UTF32BE },
	{ { "\xff\xfe", 2 }, CHARSET_UTF16LE },
	{ { "\xfe\xff", 2 }, CHARSET_UTF16BE },
	{ { "\xef\xbb\xbf", 3 }, CHARSET_UTF8 },
};

/* Is this UTF-16 or UTF-32, by where its zero bytes are? */
static const struct charset *
sniff_wide(struct str body)
{
	size_t zero[4] = { 0, 0, 0, 0 }, n, i, quads, least;

	n = body.n < SNIFF ? body.n & ~(size_t)3 : SNIFF;
	if (n == 0 || memchr(body.p, '\0', n) == NULL)
		return (NULL);
	for (i = 0; i < n; i++)
		zero[i % 4] += body.p[i] == '\0';
	quads = n / 4;
	/* All but a few: junk before the markup is no reason to give up. */
	if (zero[0] + zero[1] + zero[2] >= quads * 3 - quads / 4 &&
	    zero[3] <= quads / 8)
		return (charset_by_kind(CHARSET_UTF32BE));
	if (zero[1] + zero[2] + zero[3] >= quads * 3 - quads / 4 &&
	    zero[0] <= quads / 8)
		return (charset_by_kind(CHARSET_UTF32LE));
	least = quads / 2 > 2 ? quads / 2 : 2; /* one is but a stray byte */
	if (zero[0] + zero[2] >= least && zero[1] + zero[3] <= quads / 8)
		return (charset_by_kind(CHARSET_UTF16BE));
	if (zero[1] + zero[3] >= least && zero[0] + zero[2] <= quads / 8)
		return (charset_by_kind(CHARSET_UTF16LE));
	return (NULL);
}

/*
 * What the byte order mark says, and the body behind it; NULL: there is none.
 * A mark of UTF-16 before a document of single bytes is cut off and NULL.
 */
static const struct charset *
take_mark(struct str *body)
{
	const size_t n = sizeof(marks) / sizeof(marks[0]);
	struct str rest, head;
	size_t i;

	for (i = 0; i < n; i++) {
		if (str_starts(*body, marks[i].mark))
			break;
	}
	if (i == n)
		return (NULL);
	rest = str_sub(*body, marks[i].mark.n, body->n);
	while (str_starts(rest, marks[i].mark))
		rest = str_sub(rest, marks[i].mark.n, rest.n);
	*body = rest;
	head = utf8_cut(str_sub(rest, 0, SNIFF), SNIFF);
	if (marks[i].kind != CHARSET_UTF8 && head.n > 0 &&
	    memchr(head.p, '\0', head.n) == NULL && utf8_valid(head))
		return (NULL);
	return (charset_by_kind(marks[i].kind));
}

/* What of ${s} over 0x7f is UTF-8, and what cannot be. */
struct census {
	size_t good; /* sequences, also those cut short */
	size_t bad;  /* places that must be replaced */
};

static struct census
count_sequences(struct str s)
{
	struct census c = { 0, 0 };
	size_t i = 0, from, run;
	unsigned char lead;

	while (i < s.n) {
		lead = (unsigned char)s.p[i];
		if (lead < 0x80) {
			i++;
			continue;
		}
		from = i;
		if (utf8_next(s, &i) != 0xfffd || i - from > 1) {
			c.good++;
			continue;
		}
		c.bad++;
		/* A cut sequence of three or four speaks for UTF-8. */
		for (run = 1; lead >= 0xe0 && run < 3 && from + run < s.n &&
			      ((unsigned char)s.p[from + run] & 0xc0) == 0x80;)
			run++;
		if (run > 1)
			c.good++;
		i = from + run;
	}
	return (c);
}

/*
 * Is ${s} UTF-8 with a few bad bytes? Where nothing said that it is, it must
 * be much likelier than windows-1252, in which nearly all would be bad.
 */
static bool
nearly_utf8(struct str s, bool declared)
{
	struct census c;

	if (utf8_valid(s))
		return (true);
	c = count_sequences(s);
	return (c.bad == 0 || c.good >= c.bad * (declared ? 1 : 4));
}

/* The five bytes that windows-1252 leaves open. */
static bool
has_open_bytes(struct str s)
{
	size_t i;
	unsigned char c;

	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 ||
		    c == 0x9d)
			return (true);
	}
	return (false);
}

static size_t
count_high(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] >= 0x80;
	return (n);
}

/* One document on its way through the candidates. */
struct decoding {
	struct arena *arena;
	struct str body;
	bool clean; /* body is UTF-8 without a flaw */
	struct str text;
	bool replaced;
};

/*
 * Does the body decode as ${cs}? OK: then text is set.  E_CORRUPT: it cannot
 * be right.  E_MEMORY.
 */
static enum status
try_label(struct decoding *d, const struct charset *cs)
{
	enum status st;
	struct str text;
	size_t bad = 0, most_bad = SIZE_MAX;

	if (cs->kind == CHARSET_UTF8) {
		if (!d->clean && !nearly_utf8(d->body, true))
			return (E_CORRUPT);
		d->text = d->body;
		return (OK);
	}
	if (cs->kind != CHARSET_LATIN && cs->kind != CHARSET_ICONV)
		return (E_CORRUPT); /* wide ones were seen before labels */
	if (d->clean && cs->ascii && utf8_ascii(d->body)) {
		d->text = d->body;
		return (OK);
	}
	if (cs->kind == CHARSET_LATIN && has_open_bytes(d->body) &&
	    utf8_valid(d->body))
		return (E_CORRUPT);
	/* A slip in fifty bytes is a slip, not another encoding. */
	if (cs->kind == CHARSET_ICONV)
		most_bad = utf8_valid(d->body) ? 0 : count_high(d->body) / 50;
	st = charset_convert(d->arena, cs, d->body, most_bad, &text, &bad);
	if (st != OK)
		return (st == E_MEMORY ? st : E_CORRUPT);
	d->text = text;
	d->replaced = bad > 0;
	return (OK);
}

/* The first of ${labels} that fits; NULL: none does. */
static enum status
try_labels(struct decoding *d, const struct charset_labels *labels,
    const struct charset **ret, bool *wrong)
{
	enum status st;
	size_t i;

	for (i = 0; i < labels->n; i++) {
		if ((st = try_label(d, labels->found[i])) == E_MEMORY)
			return (st);
		if (st == OK) {
			*ret = labels->found[i];
			return (OK);
		}
		*wrong = true;
	}
	return (OK);
}

/* Labels in the contract's order, then UTF-8, then windows-1252. */
static enum status
decode_narrow(struct decoding *d, struct str content_type,
    const struct charset **ret, bool *wrong)
{
	struct charset_labels header = { .n = 0 }, document = { .n = 0 };
	enum status st;

	charset_of_header(content_type, &header);
	charset_of_document(d->body, &document);
	if ((st = try_labels(d, &header, ret, wrong)) != OK || *ret != NULL)
		return (st);
	*wrong = *wrong || document.unknown;
	if ((st = try_labels(d, &document, ret, wrong)) != OK || *ret != NULL)
		return (st);
	d->text = d->body;
	*ret = charset_by_kind(CHARSET_UTF8);
	if (d->clean || nearly_utf8(d->body, false))
		return (OK);
	*ret = charset_by_kind(CHARSET_LATIN);
	return (charset_convert(d->arena, *ret, d->body, SIZE_MAX, &d->text,
	    &(size_t){ 0 }));
}

enum status
charset_decode(struct arena *a, struct str body, struct str content_type,
    struct str *ret, struct str *ret_name, bool *ret_repaired)
{
	struct decoding d = { .arena = a, .body = body };
	const struct charset *cs;
	bool wrong = false, changed = false;
	enum status st;
	struct str text;
	size_t bad = 0;

	cs = take_mark(&d.body);
	if (cs == NULL)
		cs = sniff_wide(d.body);
	if (cs != NULL && cs->kind != CHARSET_UTF8) {
		st = charset_convert(a, cs, d.body, SIZE_MAX, &d.text, &bad);
		d.replaced = bad > 0;
	} else if (cs != NULL) {
		d.text = d.body;
		st = OK;
	} else {
		/* The one scan that a clean document costs. */
		d.clean = utf8_span(d.body) == d.body.n;
		st = decode_narrow(&d, content_type, &cs, &wrong);
	}
	if (st != OK)
		return (st);
	text = d.text;
	if (!d.clean || text.p != d.body.p)
		text = utf8_clean(a, d.text, &changed);
	if (text.p == NULL && d.text.n > 0)
		return (E_MEMORY);
	*ret = text;
	*ret_name = str_of(cs->name);
	*ret_repaired = wrong || changed || d.replaced;
	return (OK);
}

enum status
charset_from(struct arena *a, struct str name, struct str bytes,
    struct str *ret)
{
	const struct charset *cs = charset_lookup(name), *marked;
	struct str text = bytes;
	enum status st = OK;
	size_t bad;

	if (cs == NULL)
		return (E_NOT_FOUND);
	marked = take_mark(&text);
	if (cs->kind == CHARSET_UTF16 || cs->kind == CHARSET_UTF32) {
		/* RFC 2781, 4.3: without a mark it is big-endian. */
		if (marked == NULL)
			marked = sniff_wide(text);
		if (marked == NULL)
			marked = charset_by_kind(cs->kind == CHARSET_UTF16
						     ? CHARSET_UTF16BE
						     : CHARSET_UTF32BE);
		cs = marked;
	} else if (marked != NULL && marked->kind != cs->kind)
		text = bytes; /* in this encoding they are no mark */
	if (cs->kind == CHARSET_UTF8)
		st = utf8_valid(text) ? OK : E_CORRUPT;
	else
		st = charset_convert(a, cs, text, 0, &text, &bad);
	if (st != OK)
		return (st);
	*ret = utf8_clean(a, text, NULL);
	return (ret->p == NULL && text.n > 0 ? E_MEMORY : OK);
}

struct str
charset_text(struct arena *a, struct str bytes)
{
	struct str body = bytes, text;
	const struct charset *cs = take_mark(&body);
	size_t bad;

	if (cs == NULL)
		cs = sniff_wide(body);
	if (cs == NULL && !nearly_utf8(body, false))
		cs = charset_by_kind(CHARSET_LATIN);
	text = body;
	if (cs != NULL && cs->kind != CHARSET_UTF8 &&
	    charset_convert(a, cs, body, SIZE_MAX, &text, &bad) != OK)
		return ((struct str){ NULL, 0 });
	return (utf8_clean(a, text, NULL));
}
