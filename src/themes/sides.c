/*
 * Sides: read word by word beside the telling words.  Which words turn a
 * sentence stands in turns.h; what that means depends on the signal.  An idea
 * is for a thing or against it, and that there is none yet is for it; a
 * complaint is of what happens or of what does not.
 */
#include "sides.h"

#include "earshot/turns.h"

/* A mark: the upper bits of the word, or a pair of contraries, and which. */
enum {
	PAIRS = 64, /* below: no word */
	WANTED = 40,
	REACH = 4 /* words from a negation to what it negates */
};
enum {
	MAYBE, /* cannot: neither said nor denied */
	NOT,
	LACKS,
	HAS
};

static uint32_t
mark_of(uint32_t key, unsigned state)
{

	return (key << 3 | state << 1 | 1);
}

static uint32_t
key_of(uint32_t word)
{

	return (word >> 16);
}

void
sides_begin(struct sides *s, enum signal signal, struct str lang)
{

	*s = (struct sides){ .signal = signal,
		.spanish = str_starts(lang, STR("es")) };
}

void
sides_sentence(struct sides *s, struct str text)
{

	s->text = text;
	s->nwords = s->last_end = 0;
	s->last = 0;
	s->before = s->seen = 0;
	s->word = STR("");
	s->wish = s->refuses = s->opens = s->hangs = false;
	s->switched = s->pending = 0;
}

static bool
is(struct str word, const char *other)
{

	return (str_ieq(word, str_of(other)));
}

/* Does a clause end between the last word and ${start}? */
static bool
clause_ends(const struct sides *s, size_t start)
{

	for (size_t i = s->last_end; s->nwords > 0 && i < start; i++)
		if (s->text.p[i] != ' ' &&
		    strchr(",;:.!?()", s->text.p[i]) != NULL)
			return (true);
	return (false);
}

static void
put_mark(struct sides *s, uint32_t word, unsigned state)
{

	if (word == 0 || (word & 1) != 0 || key_of(word) < PAIRS ||
	    s->n == TELLING_MARKS)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->marks[i] >> 3 == key_of(word))
			return;
	s->marks[s->n++] = mark_of(key_of(word), state);
}

static void
wait_for(struct sides *s, unsigned state)
{

	s->pending = REACH;
	s->state = state;
}

/* I cannot praise it enough. */
static bool
is_enough(const struct sides *s, size_t at)
{
	struct str rest = str_sub(s->text, at, s->text.n);

	return (str_ifind(rest, STR(" enough")) != SIZE_MAX ||
		str_ifind(rest, STR(" more")) != SIZE_MAX ||
		str_ifind(rest, STR(" better")) != SIZE_MAX);
}

/* An idea: is something refused?  That it is missing is no refusal. */
static void
read_wish(struct sides *s, unsigned tags)
{
	bool may = (s->seen & TURNS_ABLE) == 0;

	/* A workaround for removing it is wanted. */
	if ((tags & TURNS_REMOVES) != 0 && may && !is(s->word, "for") &&
	    !is(s->word, "of"))
		s->refused = true;
	if ((tags & TURNS_ENDS) != 0 && may &&
	    (s->nwords == 0 || (s->before & TURNS_WISHES) != 0 ||
		is(s->word, "to") || is(s->word, "and")))
		s->refused = true;
	if ((tags & TURNS_DENIES) != 0 &&
	    (tags & (TURNS_FAILS | TURNS_WITHOUT)) == 0) {
		bool first =
		    s->nwords == 0 || (s->nwords == 1 && is(s->word, "do"));

		/* That there is none may be missed; do not ... refuses. */
		if (s->wish || (tags & TURNS_WISHES) != 0 ||
		    (first && (tags & TURNS_LACKS) == 0))
			s->refuses = s->hangs = true;
		s->opens |= first;
	} else if (s->hangs) {
		/* This, not the other. */
		s->refuses &= (tags & TURNS_POINTS) == 0 || !is(s->word, "not");
		s->hangs = false;
	}
	/* I do not want. */
	if ((s->before & TURNS_DENIES) != 0 && (tags & TURNS_WISHES) != 0)
		s->refuses = true;
}

/* What a word does to the next that says something. */
static void
read_turn(struct sides *s, unsigned tags, struct str word, size_t end)
{
	bool complaint = s->signal == SIGNAL_COMPLAINT;
	bool idea = s->signal == SIGNAL_IDEA;
	bool cannot =
	    (tags & TURNS_FAILS) != 0 ||
	    (is(word, "not") && (is(s->word, "could") || is(s->word, "can")));

	if (s->spanish && is(word, "no"))
		tags &= ~(unsigned)TURNS_LACKS;
	if ((tags & TURNS_LACKS) != 0 ||
	    (is(s->word, "too") && (is(word, "few") || is(word, "little"))))
		wait_for(s, LACKS);
	else if ((tags & TURNS_HAS) != 0 &&
		 (is(word, "with") || is(word, "avec") || is(word, "con") ||
		     is(s->word, "too")))
		wait_for(s, HAS);
	else if (idea)
		return;
	else if (cannot && (complaint || is_enough(s, end)))
		wait_for(s, MAYBE);
	else if ((tags & TURNS_DENIES) != 0)
		wait_for(s, NOT);
	else if (complaint && (tags & TURNS_WISHES) != 0)
		wait_for(s, MAYBE); /* what ought to be is not */
	/* Whatever fails or is broken stands in front. */
	if (complaint && (tags & TURNS_FAILS) != 0)
		put_mark(s, s->last, MAYBE);
}

static void
read_side(struct sides *s, struct turn t, struct str word)
{
	unsigned other = t.side & 1;
	unsigned pair = t.side >> 1;

	if (s->switched > 0 && is(word, "on"))
		pair = TURNS_SWITCH;
	if (pair == 0 || is(s->word, "any") || is(s->word, "no"))
		return;
	/* Not loud is quiet. */
	if (s->pending > 0 && s->state == NOT && pair != TURNS_SWITCH)
		other = !other;
	s->axes[other] |= UINT32_C(1) << pair;
}

/* A word that says nothing, between a negation and what it may negate: behind
 * one of them stands what was not got, behind others something else. */
static void
pass(struct sides *s, unsigned tags, struct str word)
{

	if ((tags & TURNS_LINKS) != 0)
		s->pending = 0;
	else
		s->pending--;
	if (s->state == NOT &&
	    ((tags & TURNS_POINTS) != 0 || is(word, "enough")))
		s->state = LACKS;
}

/* A word that turns something, or is turned. */
static void
read_turning(struct sides *s, struct turn t, struct str word, size_t end,
    uint32_t hash)
{

	/* No longer: not. */
	if (s->pending > 0 && s->state == LACKS && is(s->word, "no") &&
	    (is(word, "longer") || is(word, "more"))) {
		wait_for(s, s->signal == SIGNAL_IDEA ? LACKS : NOT);
		hash = 0;
	}
	if (s->signal == SIGNAL_IDEA)
		read_wish(s, t.tags);
	read_side(s, t, word);
	if (s->pending > 0 && hash != 0) {
		put_mark(s, hash, s->state);
		s->pending = 0;
	} else if (s->pending > 0)
		pass(s, t.tags, word);
	read_turn(s, t.tags, word, end);
}

/* Ne ... pas, where it is part of the word. */
static bool
is_elided(struct str word)
{

	return (word.n > 2 && (word.p[0] | 0x20) == 'n' &&
		(str_istarts(word, STR("n'")) ||
		    str_istarts(word, STR("n\xe2\x80\x99"))));
}

void
sides_word(struct sides *s, size_t start, size_t end, uint32_t hash)
{
	struct str word = str_sub(s->text, start, end);
	struct turn t = turns_of(word);

	if (clause_ends(s, start)) {
		s->pending = 0;
		s->wish &= (s->before & TURNS_WISHES) != 0;
	}
	if (is_elided(word))
		read_turn(s, TURNS_DENIES, word, end);
	if (t.tags != 0 || t.side != 0 || s->pending > 0)
		read_turning(s, t, word, end, hash);
	if ((t.tags & TURNS_SWITCHES) != 0)
		s->switched = REACH;
	else if (s->switched > 0)
		s->switched--;
	s->wish |= (t.tags & TURNS_WISHES) != 0;
	s->seen |= t.tags;
	s->before = t.tags;
	s->word = word;
	s->last = hash != 0 ? hash : s->last;
	s->last_end = end;
	s->nwords++;
}

void
sides_end(struct sides *s)
{
	bool missing = (s->seen & TURNS_MISSING) != 0;

	if (s->signal != SIGNAL_IDEA || s->nwords == 0)
		return;
	if (s->opens && (s->seen & TURNS_WISHES) != 0 &&
	    (s->seen & TURNS_ABLE) == 0)
		s->refuses = true;
	if (s->refuses && !missing)
		s->refused = true;
	else if (!s->refused)
		s->wanted = true;
}

size_t
sides_marks(const struct sides *s, uint32_t ret[TELLING_MARKS])
{
	uint32_t one = s->axes[0] & ~s->axes[1],
		 other = s->axes[1] & ~s->axes[0];
	size_t n = 0;

	if (s->wanted != s->refused)
		ret[n++] = mark_of(WANTED, s->refused);
	for (unsigned i = 1; i < TURNS_AXES && n < TELLING_MARKS; i++)
		if (((one | other) >> i & 1) != 0)
			ret[n++] = mark_of(i, other >> i & 1);
	for (size_t i = 0; i < s->n && n < TELLING_MARKS; i++)
		ret[n++] = s->marks[i];
	return (n);
}

/* What is said of ${key}, if it is spoken of; a word without a mark is simply
 * said.  Sorted: the marks are in front. */
static bool
find_state(const uint32_t *words, size_t n, uint32_t key, unsigned *ret)
{
	size_t i;

	for (i = 0; i < n && words[i] < TELLING_MARK_END; i++)
		if (telling_mark(words[i]) && words[i] >> 3 == key) {
			*ret = words[i] >> 1 & 3;
			return (true);
		}
	*ret = PAIRS;
	while (key >= PAIRS && i < n && key_of(words[i]) < key)
		i++;
	return (key >= PAIRS && i < n && key_of(words[i]) == key);
}

static bool
are_contrary(uint32_t key, unsigned a, unsigned b)
{

	if (key < PAIRS)
		return (a != b);
	return (
	    (a == NOT && (b == PAIRS || b == HAS)) || (a == LACKS && b == HAS));
}

static bool
any_contrary(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{

	for (size_t i = 0; i < na && a[i] < TELLING_MARK_END; i++) {
		unsigned state;

		if (telling_mark(a[i]) &&
		    find_state(b, nb, a[i] >> 3, &state) &&
		    are_contrary(a[i] >> 3, a[i] >> 1 & 3, state))
			return (true);
	}
	return (false);
}

bool
sides_contrary(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{

	return (any_contrary(a, na, b, nb) || any_contrary(b, nb, a, na));
}
