/*
 * Four words in a row are looked up in a table of the other text's; from there
 * it is walked in both directions as long as the words are the same.
 */
#include "earshot/copied.h"

#include "earshot/words.h"

/* Whose words were chosen to meet in one slot is looked up no farther. */
enum { GRAM = COPIED_ALONE, PROBES_MAX = 64 };
#define NONE UINT32_MAX

struct word {
	uint32_t hash, start, end;
};

struct words {
	size_t n;
	struct word *list;
};

struct copied {
	struct words words;
	size_t slots;    /* a power of two */
	uint32_t *table; /* the first word of a gram; NONE: free */
};

/* Signs within a word, as in don't, are written in many ways. */
static uint32_t
word_hash(struct str s)
{
	uint32_t h = 0x811c9dc5u;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\'' || c == '-')
			continue;
		if (c == 0xe2 && i + 2 < s.n && s.p[i + 1] == '\x80') {
			i += 2;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		h = (h ^ c) * 0x01000193u;
	}
	return (h);
}

static bool
split(struct arena *a, struct str text, struct words *ret)
{
	size_t at = 0, start, end, cap = 0;

	*ret = (struct words){ 0, NULL };
	while (
	    ret->n < COPIED_WORDS_MAX && words_next(text, &at, &start, &end)) {
		struct word *list =
		    arena_grow(a, ret->list, ret->n, &cap, sizeof(*list));

		if (list == NULL)
			return (false);
		ret->list = list;
		list[ret->n++] =
		    (struct word){ word_hash(str_sub(text, start, end)),
			    (uint32_t)start, (uint32_t)end };
	}
	return (true);
}

static bool
same_gram(const struct word *a, const struct word *b)
{

	for (size_t i = 0; i < GRAM; i++)
		if (a[i].hash != b[i].hash)
			return (false);
	return (true);
}

static size_t
slot_of(const struct copied *c, const struct word *w)
{
	uint32_t h = 0;

	for (size_t i = 0; i < GRAM; i++)
		h = (h ^ w[i].hash) * 0x9e3779b1u;
	return ((h ^ (h >> 15)) & (c->slots - 1));
}

/* The slot that has the gram at ${w}, or the free one where it belongs; NULL:
 * neither is near. */
static uint32_t *
look_up(const struct copied *c, const struct word *w)
{
	size_t at = slot_of(c, w);

	for (size_t i = 0; i < PROBES_MAX; i++) {
		uint32_t *slot = &c->table[at];

		if (*slot == NONE || same_gram(&c->words.list[*slot], w))
			return (slot);
		at = (at + 1) & (c->slots - 1);
	}
	return (NULL);
}

struct copied *
copied_new(struct arena *a, struct str text)
{
	struct copied *c = arena_alloc(a, sizeof(*c));

	if (c == NULL || !split(a, text, &c->words))
		return (NULL);
	c->slots = 16;
	while (c->slots < 2 * c->words.n)
		c->slots *= 2;
	c->table = arena_array(a, c->slots, sizeof(*c->table));
	if (c->table == NULL)
		return (NULL);
	memset(c->table, 0xff, c->slots * sizeof(*c->table));
	for (size_t i = 0; i + GRAM <= c->words.n; i++) {
		uint32_t *slot = look_up(c, &c->words.list[i]);

		if (slot != NULL && *slot == NONE)
			*slot = (uint32_t)i;
	}
	return (c);
}

/* "They say “…”": does ${s} end with a sign that opens a quotation? */
static bool
opens(struct str s)
{
	static const struct str signs[] = { { "\"", 1 }, { "\xe2\x80\x9c", 3 },
		{ "\xe2\x80\x9e", 3 }, { "\xe2\x80\x98", 3 }, { "\xc2\xab", 2 },
		{ "\xc2\xbb", 2 }, { "\xe2\x80\xb9", 3 } };

	/* Not both ends: it is asked of each word, and begins with the text. */
	while (s.n > 0 && (s.p[s.n - 1] == ' ' ||
			      (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		s.n--;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_ends(s, signs[i]))
			return (true);
	return (false);
}

/* ${s} from the first byte that is neither a stop nor white space. */
static struct str
behind_stops(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && s.p[i] != '\n' && s.p[i] != '\0' &&
		    strchr(" .,;!?", s.p[i]) != NULL;
	     i++)
		;
	return (str_sub(s, i, s.n));
}

static bool
closes(struct str s)
{
	static const struct str signs[] = { { "\"", 1 }, { "\xe2\x80\x9d", 3 },
		{ "\xe2\x80\x9c", 3 }, { "\xe2\x80\x99", 3 }, { "\xc2\xbb", 2 },
		{ "\xc2\xab", 2 }, { "\xe2\x80\xba", 3 } };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(s, signs[i]))
			return (true);
	return (false);
}

/* Lines below one that says who wrote them. */
static bool
is_told(struct str before, struct str rest)
{
	size_t n = before.n;

	if (rest.n > 0 && rest.p[0] != '\n')
		return (false);
	while (n > 0 && (before.p[n - 1] == ' ' || before.p[n - 1] == '\n'))
		n--;
	return (n > 0 && n < before.n && before.p[n - 1] == ':' &&
		str_findc(str_sub(before, n, before.n), '\n') != SIZE_MAX);
}

static bool
stands_alone(struct str text, const struct word *first, const struct word *last)
{
	struct str before = str_sub(text, 0, first->start);
	struct str rest = behind_stops(str_sub(text, last->end, text.n));

	return (is_told(before, rest) || (opens(before) && closes(rest)));
}

struct finder {
	struct arena *arena;
	struct quote *list;
	size_t n, cap;
};

static bool
add(struct finder *f, uint32_t start, uint32_t end)
{
	struct quote *list =
	    arena_grow(f->arena, f->list, f->n, &f->cap, sizeof(*list));

	if (list == NULL)
		return (false);
	f->list = list;
	list[f->n++] = (struct quote){ start, end };
	return (true);
}

/* Words [*${from}, ${to}) of ${w} that stand in ${c}, round the gram that both
 * have; not before ${least}. */
static size_t
stretch(const struct copied *c, const struct words *w, size_t least, size_t at,
    size_t there, size_t *ret_from)
{
	size_t to = at + GRAM, end = there + GRAM;

	while (to < w->n && end < c->words.n &&
	       w->list[to].hash == c->words.list[end].hash) {
		to++;
		end++;
	}
	while (at > least && there > 0 &&
	       w->list[at - 1].hash == c->words.list[there - 1].hash) {
		at--;
		there--;
	}
	*ret_from = at;
	return (to);
}

static enum status
find(struct finder *f, const struct copied *of, struct str text,
    const struct words *w)
{
	size_t least = 0;

	for (size_t i = 0; i + GRAM <= w->n;) {
		const uint32_t *there = look_up(of, &w->list[i]);
		size_t from, to;

		if (there == NULL || *there == NONE) {
			i++;
			continue;
		}
		to = stretch(of, w, least, i, *there, &from);
		if (to - from < COPIED_WORDS &&
		    !stands_alone(text, &w->list[from], &w->list[to - 1])) {
			i++;
			continue;
		}
		if (!add(f, w->list[from].start, w->list[to - 1].end))
			return (E_MEMORY);
		least = i = to;
	}
	return (OK);
}

/* Both sorted; into one list in which nothing overlaps. */
static enum status
merge(struct arena *a, struct quote *known, size_t nknown,
    const struct finder *f, struct quote **ret, size_t *ret_n)
{
	struct quote *list = arena_array(a, nknown + f->n, sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return (E_MEMORY);
	for (size_t i = 0, k = 0; i < nknown || k < f->n;) {
		bool first = k == f->n ||
			     (i < nknown && known[i].start <= f->list[k].start);
		struct quote q = first ? known[i++] : f->list[k++];

		if (n > 0 && q.start <= list[n - 1].end) {
			if (q.end > list[n - 1].end)
				list[n - 1].end = q.end;
		} else
			list[n++] = q;
	}
	*ret = list;
	*ret_n = n;
	return (OK);
}

enum status
copied_find(struct arena *a, const struct copied *of, struct str text,
    struct quote *known, size_t nknown, struct quote **ret, size_t *ret_n)
{
	struct finder f = { .arena = a };
	struct words w;

	*ret = known;
	*ret_n = nknown;
	if (of->words.n < GRAM)
		return (OK);
	if (!split(a, text, &w) || find(&f, of, text, &w) != OK)
		return (E_MEMORY);
	return (f.n > 0 ? merge(a, known, nknown, &f, ret, ret_n) : OK);
}
