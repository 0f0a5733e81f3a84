/*
 * Fixed lines: counted in a table by open addressing that is swept when it is
 * full.  Which insights they prove, others know.
 */
#include "earshot/fixed.h"

#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/words.h"

enum { SLOTS = 16384 }; /* a power of two */
_Static_assert(FIXED_LINES * 4 <= SLOTS * 3, "room to look in");

struct slot {
	uint64_t key; /* 0: free */
	int64_t last_post;
	uint32_t n; /* posts */
	bool known, place;
	int64_t insights[FIXED_POSTS]; /* the first of them */
};

struct fixed {
	size_t n;
	struct slot slots[SLOTS];
};

struct fixed *
fixed_new(void)
{

	return (calloc(1, sizeof(struct fixed)));
}

void
fixed_free(struct fixed *f)
{

	free(f);
}

static uint64_t
mix(uint64_t h, uint64_t more)
{

	h = (h ^ more) * UINT64_C(0xff51afd7ed558ccd);
	return (h ^ (h >> 32));
}

static bool
has_digit(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return (true);
	return (false);
}

/* Of its words in small letters, but for those with figures. */
static uint64_t
number_of(struct str s, size_t least)
{
	uint64_t h = 0;
	size_t at = 0, start, end, n = 0;

	while (words_next(s, &at, &start, &end)) {
		struct str word = str_sub(s, start, end);
		uint64_t w = UINT64_C(0xcbf29ce484222325);

		if (has_digit(word))
			continue;
		for (size_t i = 0; i < word.n; i++) {
			unsigned char c = (unsigned char)word.p[i];

			c |= c >= 'A' && c <= 'Z' ? 0x20 : 0;
			w = (w ^ c) * UINT64_C(0x100000001b3);
		}
		h = mix(h, w);
		n++;
	}
	return (n >= least ? h | 1 : 0);
}

static bool
ends_line(char c)
{

	return (c == '\n' || c == '|');
}

/* The sentence in a long line. */
static bool
ends_sentence(struct str s, size_t at)
{
	char c = s.p[at];

	return (ends_line(c) || ((c == '.' || c == '!' || c == '?') &&
				    (at + 1 == s.n || s.p[at + 1] == ' ' ||
					s.p[at + 1] == '\n')));
}

uint64_t
fixed_line(struct str text, uint32_t start, uint32_t end)
{
	size_t from = start, to = end, least = 1;

	if (start >= end || end > text.n)
		return (0);
	while (from > 0 && start - from <= FIXED_LINE &&
	       !ends_line(text.p[from - 1]))
		from--;
	while (to < text.n && to - from <= FIXED_LINE && !ends_line(text.p[to]))
		to++;
	if (to - from > FIXED_LINE) {
		least = FIXED_SENTENCE;
		for (from = start; from > 0 && start - from <= 2 * FIXED_LINE &&
				   !ends_sentence(text, from - 1);)
			from--;
		for (to = end; to < text.n && to - from <= 2 * FIXED_LINE &&
			       !ends_sentence(text, to);)
			to++;
		if (to - from > 2 * FIXED_LINE)
			return (0);
	}
	if ((to - from) * (FIXED_REST + 1) > text.n)
		return (0);
	return (number_of(str_sub(text, from, to), least));
}

static struct slot *
find(struct fixed *f, uint64_t key)
{
	size_t at = (key >> 20) & (SLOTS - 1);

	while (f->slots[at].key != 0 && f->slots[at].key != key)
		at = (at + 1) & (SLOTS - 1);
	return (&f->slots[at]);
}

static uint64_t
key_of(int64_t source_id, uint64_t line)
{

	return (mix((uint64_t)source_id, line) | 1);
}

/* What came once goes; where that is too little, all that is not known. */
static enum status
sweep(struct fixed *f)
{
	struct fixed *next = fixed_new();
	uint32_t least = 2;

	if (next == NULL)
		return (E_MEMORY);
	for (int round = 0; round < 2; round++, least = UINT32_MAX) {
		*next = (struct fixed){ .n = 0 };
		for (size_t i = 0; i < SLOTS; i++) {
			const struct slot *s = &f->slots[i];

			if (s->key == 0 ||
			    (!s->known && !s->place && s->n < least))
				continue;
			*find(next, s->key) = *s;
			next->n++;
		}
		if (next->n <= FIXED_LINES / 2)
			break;
	}
	/* Places and known lines without end: begin anew. */
	if (next->n > FIXED_LINES / 2)
		*next = (struct fixed){ .n = 0 };
	*f = *next;
	fixed_free(next);
	return (OK);
}

static enum status
put(struct fixed *f, uint64_t key, struct slot **ret)
{
	struct slot *s = find(f, key);

	if (s->key == 0 && f->n >= FIXED_LINES) {
		enum status st = sweep(f);

		if (st != OK)
			return (st);
		s = find(f, key);
	}
	f->n += s->key == 0;
	s->key = key;
	*ret = s;
	return (OK);
}

enum status
fixed_post(struct fixed *f, const struct fixed_at *at)
{
	struct slot *s;
	enum status st = put(f, key_of(at->source_id, 0), &s);

	if (st != OK)
		return (st);
	s->place = true;
	s->n += s->last_post != at->post_id && s->n < UINT32_MAX;
	s->last_post = at->post_id;
	return (OK);
}

bool
fixed_known(const struct fixed *f, int64_t source_id, uint64_t line)
{
	size_t at = (key_of(source_id, line) >> 20) & (SLOTS - 1);

	while (f->slots[at].key != 0 &&
	       f->slots[at].key != key_of(source_id, line))
		at = (at + 1) & (SLOTS - 1);
	return (f->slots[at].key != 0 && f->slots[at].known);
}

/* Was it among the first? */
static bool
is_counted(const struct slot *s, const struct fixed_at *at)
{
	size_t n = s->n < FIXED_POSTS ? s->n : FIXED_POSTS;

	for (size_t i = 0; i < n; i++)
		if (s->insights[i] == at->insight_id)
			return (true);
	return (s->last_post == at->post_id);
}

enum status
fixed_learn(struct fixed *f, const struct fixed_at *at, uint64_t line,
    int64_t ret[FIXED_POSTS], size_t *ret_n)
{
	const struct slot *place = find(f, key_of(at->source_id, 0));
	uint32_t posts = place->n;
	struct slot *s;
	enum status st = put(f, key_of(at->source_id, line), &s);

	*ret_n = 0;
	if (st != OK || s->known || is_counted(s, at))
		return (st);
	if (s->n < FIXED_POSTS)
		s->insights[s->n] = at->insight_id;
	s->n++;
	s->last_post = at->post_id;
	if (s->n < FIXED_POSTS || s->n < posts / FIXED_ONE_IN)
		return (OK);
	s->known = true;
	*ret_n = FIXED_POSTS;
	for (size_t i = 0; i < FIXED_POSTS; i++)
		ret[i] = s->insights[i];
	return (OK);
}

enum status
fixed_add(struct fixed *f, int64_t source_id, uint64_t line)
{
	struct slot *s;
	enum status st = put(f, key_of(source_id, line), &s);

	if (st == OK)
		s->known = true;
	return (st);
}
