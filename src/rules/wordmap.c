/*
 * An open-addressing table in an arena, and stepping from word to word.
 */
#include "wordmap.h"

struct slot {
	struct str key; /* p NULL: free */
	struct word word;
};

enum { SEEN_BITS = 1 << 14 };

struct wordmap {
	struct arena *arena;
	/* Bits of the keys' hashes: most words of a text are no keys, and this
	 * is nearer than the slots. */
	uint64_t seen[SEEN_BITS / 64];
	size_t n, size; /* size: a power of two */
	struct slot *slots;
};

struct wordmap *
wordmap_new(struct arena *a)
{
	struct wordmap *m = arena_alloc(a, sizeof(*m));

	if (m == NULL)
		return (NULL);
	m->arena = a;
	m->size = 64;
	m->slots = arena_array(a, m->size, sizeof(*m->slots));
	return (m->slots != NULL ? m : NULL);
}

/* The keys are ours, nobody can aim at it: both ends and the length do. */
static size_t
hash(struct str s)
{
	uint64_t head = 0, tail = 0;
	uint32_t part;

	if (s.n >= 8) {
		memcpy(&head, s.p, 8);
		memcpy(&tail, s.p + s.n - 8, 8);
	} else if (s.n >= 4) {
		memcpy(&part, s.p, 4);
		head = part;
		memcpy(&part, s.p + s.n - 4, 4);
		tail = part;
	} else {
		head = (uint8_t)s.p[0] | (uint64_t)(uint8_t)s.p[s.n / 2] << 8;
		tail = (uint8_t)s.p[s.n - 1];
	}
	head = (head ^ (tail << 17 | tail >> 47) ^ s.n) *
	       UINT64_C(0x9e3779b97f4a7c15);
	return ((size_t)(head >> 32));
}

static bool
same(struct str a, struct str b)
{

	return (a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
}

static struct slot *
find(const struct wordmap *m, struct str word, size_t at)
{

	at &= m->size - 1;
	while (m->slots[at].key.p != NULL && !same(m->slots[at].key, word))
		at = (at + 1) & (m->size - 1);
	return (&m->slots[at]);
}

static enum status
grow(struct wordmap *m)
{
	struct slot *old = m->slots;
	size_t n = m->size;

	m->slots = arena_array(m->arena, n * 2, sizeof(*m->slots));
	if (m->slots == NULL) {
		m->slots = old;
		return (E_MEMORY);
	}
	m->size = n * 2;
	for (size_t i = 0; i < n; i++)
		if (old[i].key.p != NULL)
			*find(m, old[i].key, hash(old[i].key)) = old[i];
	return (OK);
}

struct word *
wordmap_put(struct wordmap *m, struct str word)
{
	char room[WORD_MAX];
	struct slot *slot;
	size_t at;

	word = word_lower(word, room);
	if (word.n == 0 || (m->n * 2 >= m->size && grow(m) != OK))
		return (NULL);
	at = hash(word);
	slot = find(m, word, at);
	at = (at >> 16) % SEEN_BITS;
	m->seen[at / 64] |= UINT64_C(1) << at % 64;
	if (slot->key.p == NULL) {
		slot->key = arena_str(m->arena, word);
		if (slot->key.p == NULL)
			return (NULL);
		m->n++;
	}
	return (&slot->word);
}

const struct word *
wordmap_get(const struct wordmap *m, struct str word)
{
	const struct slot *slot;
	size_t at, bit;

	if (word.n == 0)
		return (NULL);
	at = hash(word);
	bit = (at >> 16) % SEEN_BITS;
	if ((m->seen[bit / 64] >> bit % 64 & 1) == 0)
		return (NULL);
	slot = find(m, word, at);
	return (slot->key.p != NULL ? &slot->word : NULL);
}

size_t
wordmap_count(const struct wordmap *m)
{

	return (m->n);
}

struct str
word_lower(struct str w, char room[WORD_MAX])
{

	if (w.n > WORD_MAX)
		return ((struct str){ room, 0 });
	for (size_t i = 0; i < w.n; i++) {
		char c = w.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		/* À to Þ but × are C3 80 to C3 9E. */
		else if (i > 0 && (uint8_t)w.p[i - 1] == 0xc3 &&
			 (uint8_t)c <= 0x9e && (uint8_t)c != 0x97)
			c = (char)((uint8_t)c + 0x20);
		room[i] = c;
	}
	return ((struct str){ room, w.n });
}

/* Letters, digits, apostrophes, hyphens, and all that is not ASCII. */
static const bool word_bytes[256] = { ['0' ... '9'] = true,
	['a' ... 'z'] = true,
	['A' ... 'Z'] = true,
	['\''] = true,
	['-'] = true,
	[0x80 ... 0xff] = true };

static bool
word_byte(char c)
{

	return (word_bytes[(uint8_t)c]);
}

static const bool parting_bytes[256] = { [','] = true,
	[';'] = true,
	[':'] = true,
	['.'] = true,
	['!'] = true,
	['?'] = true,
	['('] = true,
	[')'] = true,
	['['] = true,
	[']'] = true,
	['\n'] = true };

static bool
parting(char c)
{

	return (parting_bytes[(uint8_t)c]);
}

/* Apostrophes and hyphens at the rim are quotes and dashes, no letters. */
static struct str
bare(struct str w)
{

	while (w.n > 0 && (w.p[0] == '\'' || w.p[0] == '-')) {
		w.p++;
		w.n--;
	}
	while (w.n > 0 && (w.p[w.n - 1] == '\'' || w.p[w.n - 1] == '-'))
		w.n--;
	return (w);
}

bool
word_before(struct str s, size_t *at, struct str *ret, bool *parted)
{
	size_t end = *at, start;

	do {
		while (end > 0 && !word_byte(s.p[end - 1])) {
			*parted |= parting(s.p[end - 1]);
			end--;
		}
		if (end == 0)
			return (false);
		start = end;
		while (start > 0 && word_byte(s.p[start - 1]))
			start--;
		*ret = bare((struct str){ s.p + start, end - start });
		/* A dash between spaces parts what it stands between. */
		*parted |= ret->n == 0;
		end = start;
	} while (ret->n == 0);
	*at = start;
	return (true);
}

bool
word_after(struct str s, size_t *at, struct str *ret, bool *parted)
{
	size_t start, end = *at;

	do {
		start = end;
		while (start < s.n && !word_byte(s.p[start])) {
			*parted |= parting(s.p[start]);
			start++;
		}
		if (start == s.n)
			return (false);
		end = start;
		while (end < s.n && word_byte(s.p[end]))
			end++;
		*ret = bare((struct str){ s.p + start, end - start });
		*parted |= ret->n == 0;
	} while (ret->n == 0);
	*at = end;
	return (true);
}
