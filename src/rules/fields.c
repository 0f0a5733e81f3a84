/*
 * Fields made ready: what is searched is always the folded text; offsets go
 * back to the original at the very end only.
 */
#include "fields.h"

#include "earshot/utf8.h"

#include "borrowed.h"

enum { SENTENCES_MAX = CLASSIFY_MAX / 2, CUT_BACK = 256 };

struct str
field_sentence(const struct field_text *f, size_t i)
{

	return (
	    str_sub(f->fold.text, f->sentences[i].start, f->sentences[i].end));
}

/* Stands for what cannot be read: no letter, no white space, no stop. */
static const char SUBSTITUTE = '\x1a';

/* Bad bytes are replaced one by one: offsets stay. */
static struct str
valid_copy(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (p == NULL)
		return ((struct str){ NULL, 0 });
	memcpy(p, s.p, s.n);
	for (size_t at = 0; at < s.n;) {
		size_t from = at;

		if (utf8_next(s, &at) == 0xfffd && at - from == 1)
			p[from] = SUBSTITUTE;
	}
	return ((struct str){ p, s.n });
}

/* The first byte of the fold that stands for byte ${at} of the original. */
static size_t
fold_of(const struct fold *f, size_t at)
{
	size_t low = 0, high = f->text.n;

	if (f->map == NULL)
		return (at < high ? at : high);
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->map[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return (low);
}

/* A sentence, in pieces that fit the window. */
static void
add_sentence(struct field_text *f, const struct fold *fold, size_t start,
    size_t end, size_t size)
{

	while (start < end && f->nsentences < size) {
		size_t cut = end, least;

		if (end - start > CLASSIFY_WINDOW) {
			cut = start + CLASSIFY_WINDOW;
			least = cut - CUT_BACK;
			while (cut > least && fold->text.p[cut] != ' ')
				cut--;
			if (cut == least)
				cut = start + CLASSIFY_WINDOW;
			cut = utf8_floor(fold->text, cut);
		}
		f->sentences[f->nsentences++] =
		    (struct span){ (uint32_t)start, (uint32_t)cut };
		start = cut;
	}
}

/* The sentences of [start, end) of the fold. */
static enum status
add_stretch(struct arena *a, struct field_text *f, size_t start, size_t end,
    size_t *size)
{
	struct span *spans, *more;
	enum status st;
	size_t n, room;

	if (start >= end)
		return (OK);
	st = sentence_split(a, str_sub(f->fold.text, start, end), SENTENCES_MAX,
	    &spans, &n);
	if (st != OK || n == 0)
		return (st);
	room = f->nsentences + n + (end - start) / (CLASSIFY_WINDOW / 2) + 1;
	if (room > *size) {
		more = arena_array(a, room, sizeof(*more));
		if (more == NULL)
			return (E_MEMORY);
		if (f->nsentences > 0)
			memcpy(more, f->sentences,
			    f->nsentences * sizeof(*more));
		f->sentences = more;
		*size = room;
	}
	for (size_t i = 0; i < n; i++)
		add_sentence(f, &f->fold, start + spans[i].start,
		    start + spans[i].end, *size);
	return (OK);
}

static unsigned char
white(char c)
{

	return ((unsigned char)((c == ' ') | (c == '\t') |
				((unsigned char)(c - '\n') < 4)));
}

static void
look_at(struct field_text *f)
{
	struct str s = f->fold.text;
	unsigned char bits = 0, runs = 0, before = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char now = white(s.p[i]);

		bits |= (unsigned char)s.p[i];
		runs |= now & before;
		before = now;
	}
	f->plain = bits < 0x80 && runs == 0;
}

enum status
field_prepare(struct arena *a, struct str s, const struct quote *quotes,
    size_t nquotes, struct field_text *ret)
{
	struct field_text f = { .truncated = s.n > CLASSIFY_MAX };
	struct borrowed others;
	size_t at = 0, size = 0;
	enum status st;

	f.original = utf8_cut(s, CLASSIFY_MAX);
	s = f.original;
	if (!utf8_valid(s))
		s = valid_copy(a, s);
	if (s.p == NULL && f.original.n > 0)
		return (E_MEMORY);
	st = fold_text(a, s, &f.fold);
	if (st != OK)
		return (st);
	/* Evidence is cut from what came in, not from the repaired copy. */
	f.fold.original = f.original;
	look_at(&f);
	st = borrowed_find(a, f.original, quotes, nquotes, &others);
	for (size_t i = 0; i < others.n && st == OK; i++) {
		size_t from = fold_of(&f.fold, others.list[i].start);

		st = add_stretch(a, &f, at, from, &size);
		if (at < fold_of(&f.fold, others.list[i].end))
			at = fold_of(&f.fold, others.list[i].end);
	}
	if (st == OK)
		st = add_stretch(a, &f, at, f.fold.text.n, &size);
	f.nown = f.nsentences;
	for (size_t i = 0; i < others.nmarkers && st == OK; i++)
		st = add_stretch(a, &f,
		    fold_of(&f.fold, others.markers[i].start),
		    fold_of(&f.fold, others.markers[i].end), &size);
	*ret = f;
	return (st);
}
