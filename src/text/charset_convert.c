/*
 * Converters: windows-1252 and the wide encodings by hand, all others by
 * iconv.  Each is run twice, first to count and then to write, so that a
 * document costs no more memory than what it becomes.
 */
#include "charset_convert.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>

#include "earshot/utf8.h"

#include "codepages.h"

enum { REPLACEMENT = 0xfffd, SCRATCH = 4096 };

/* Where a converter writes; counts only while p is NULL. */
struct sink {
	char *p;
	size_t n;
	size_t bad;
	size_t most_bad; /* past it there is no need to go on */
};

static void
put(struct sink *out, uint32_t c)
{
	char four[4];
	size_t n = utf8_put(c, four);

	if (out->p != NULL)
		memcpy(out->p + out->n, four, n);
	out->n += n;
}

static void
put_bad(struct sink *out)
{

	out->bad++;
	put(out, REPLACEMENT);
}

static void
from_latin(struct str in, struct sink *out)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < in.n; i++) {
		c = (unsigned char)in.p[i];
		if (c >= 0x80) {
			put(out, codepage_upper[CODEPAGE_1252][c - 0x80]);
			continue;
		}
		if (out->p != NULL)
			out->p[out->n] = (char)c;
		out->n++;
	}
}

/* The ${width} bytes at ${p} as a number. */
static uint32_t
unit(const char *p, size_t width, bool little)
{
	uint32_t c = 0;
	size_t i;

	for (i = 0; i < width; i++)
		c = c << 8 | (unsigned char)p[little ? width - 1 - i : i];
	return (c);
}

static void
from_wide(struct str in, size_t width, bool little, struct sink *out)
{
	uint32_t c, low;
	size_t i;

	for (i = 0; i + width <= in.n; i += width) {
		c = unit(in.p + i, width, little);
		if (width == 2 && (c & 0xfc00) == 0xd800 &&
		    i + 2 * width <= in.n) {
			low = unit(in.p + i + width, width, little);
			if ((low & 0xfc00) == 0xdc00) {
				i += width;
				c = 0x10000 + ((c & 0x3ff) << 10) +
				    (low & 0x3ff);
			}
		}
		if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			put_bad(out);
		else
			put(out, c);
	}
	if (i < in.n)
		put_bad(out);
}

/*
 * Converters by row of charset_table, opened at first use and kept: opening
 * is slow, and impossible in a worker that has been locked in.
 */
struct converters {
	iconv_t open[CHARSETS_MAX];
	bool tried[CHARSETS_MAX];
};

static pthread_key_t key;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static bool key_failed;

static void
close_all(void *arg)
{
	struct converters *c = arg;
	size_t i;

	for (i = 0; i < CHARSETS_MAX; i++) {
		if (c->tried[i] && c->open[i] != (iconv_t)-1)
			iconv_close(c->open[i]);
	}
	free(c);
}

static void
make_key(void)
{

	key_failed = pthread_key_create(&key, close_all) != 0;
}

/* This thread's; NULL if memory is out. */
static struct converters *
mine(void)
{
	struct converters *c;

	if (pthread_once(&key_once, make_key) != 0 || key_failed)
		return (NULL);
	if ((c = pthread_getspecific(key)) != NULL)
		return (c);
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return (NULL);
	if (pthread_setspecific(key, c) != 0) {
		free(c);
		return (NULL);
	}
	return (c);
}

static iconv_t
converter(struct converters *c, const struct charset *cs)
{
	size_t row = (size_t)(cs - charset_table);

	if (!c->tried[row]) {
		c->open[row] = iconv_open("UTF-8", cs->iconv);
		c->tried[row] = true;
	}
	return (c->open[row]);
}

void
charset_open_all(void)
{
	const struct charset *cs;
	struct converters *c = mine();

	if (c == NULL)
		return;
	for (cs = charset_table; cs->name != NULL; cs++) {
		if (cs->kind == CHARSET_ICONV)
			converter(c, cs);
	}
}

static void
emit(struct sink *out, const char *p, size_t n)
{

	if (out->p != NULL && n > 0)
		memcpy(out->p + out->n, p, n);
	out->n += n;
}

static void
from_iconv(iconv_t cd, struct str in, struct sink *out)
{
	char scratch[SCRATCH];
	char *to, *from;
	size_t left = in.n, room, r;
	bool progress = true;
	int why;

	/* iconv's declaration is older than const. */
	memcpy(&from, &in.p, sizeof(from));
	iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0 && progress && out->bad <= out->most_bad) {
		to = scratch;
		room = sizeof(scratch);
		r = iconv(cd, &from, &left, &to, &room);
		why = r == (size_t)-1 ? errno : 0;
		emit(out, scratch, sizeof(scratch) - room);
		progress = room < sizeof(scratch);
		if (why == EILSEQ || (why == EINVAL && left > 0)) {
			put_bad(out);
			from++;
			left--;
			progress = true;
		}
	}
	/* What a converter held back (a combining sign may follow). */
	to = scratch;
	room = sizeof(scratch);
	iconv(cd, NULL, NULL, &to, &room);
	emit(out, scratch, sizeof(scratch) - room);
}

static void
run(const struct charset *cs, iconv_t cd, struct str in, struct sink *out)
{

	switch (cs->kind) {
	case CHARSET_LATIN:
		from_latin(in, out);
		break;
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		from_wide(in, 2, cs->kind == CHARSET_UTF16LE, out);
		break;
	case CHARSET_UTF32LE:
	case CHARSET_UTF32BE:
		from_wide(in, 4, cs->kind == CHARSET_UTF32LE, out);
		break;
	case CHARSET_ICONV:
		from_iconv(cd, in, out);
		break;
	case CHARSET_UTF8:
	case CHARSET_UTF16:
	case CHARSET_UTF32:
		break;
	}
}

enum status
charset_convert(struct arena *a, const struct charset *cs, struct str bytes,
    size_t most_bad, struct str *ret, size_t *ret_bad)
{
	struct sink out = { NULL, 0, 0, most_bad };
	struct converters *c;
	iconv_t cd = (iconv_t)-1;
	size_t n;

	if (cs->kind == CHARSET_ICONV) {
		if ((c = mine()) == NULL)
			return (E_MEMORY);
		if ((cd = converter(c, cs)) == (iconv_t)-1)
			return (E_NOT_FOUND);
	}
	run(cs, cd, bytes, &out);
	if (out.bad > most_bad)
		return (E_CORRUPT);
	n = out.n;
	out = (struct sink){ arena_alloc(a, n + 1), 0, 0, most_bad };
	if (out.p == NULL)
		return (E_MEMORY);
	run(cs, cd, bytes, &out);
	*ret = (struct str){ out.p, out.n };
	*ret_bad = out.bad;
	return (OK);
}
