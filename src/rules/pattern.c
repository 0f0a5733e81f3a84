/*
 * PCRE2 on a leash: no \C, limits on backtracking and heap, JIT where the
 * system allows it, and a trial on bait so that a slow pattern is refused when
 * a person can still mend it.
 */
#include "pattern.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/utf8.h"

#include "phrasecode.h"

enum {
	BAIT_BYTES = 16384,
	BAIT_US = 5000,
	BAIT_PLAIN_US = 50000, /* interpreted; what JIT takes 5 ms for */
	BAIT_SHORT = 2048,     /* bytes of a first trial ... */
	BAIT_SHORT_US = 9, /* ... after which even cubic time is in bounds */
	BAIT_TRIES = 3,
	BAIT_LETTERS = 24,
};

pcre2_match_context *
pattern_limits(void)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);

	if (limits != NULL) {
		pcre2_set_match_limit(limits, SET_MATCH_LIMIT);
		pcre2_set_heap_limit(limits, SET_HEAP_KIB);
	}
	return (limits);
}

void
pattern_free(struct program *p)
{

	if (p->quick != NULL) {
		pcre2_code_free(atomic_load(&p->quick->code));
		pcre2_code_free(atomic_load(&p->quick->late));
		phrasecode_free(atomic_load(&p->quick->phrase));
	}
	p->quick = NULL;
	pcre2_code_free(p->code);
	p->code = NULL;
}

/* Asked for by nobody, or refused: then no pattern is made machine code. */
static atomic_bool forbidden;

void
pattern_forbid_jit(bool forbid)
{

	atomic_store(&forbidden, forbid);
}

bool
pattern_jit(void)
{
	pcre2_code *code;
	PCRE2_SIZE where;
	int error;
	bool works;

	if (atomic_load(&forbidden))
		return (false);
	code = pcre2_compile((PCRE2_SPTR) "a", 1, 0, &error, &where, NULL);
	works =
	    code != NULL && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
	pcre2_code_free(code);
	return (works);
}

static pcre2_code *
compile(struct str source, uint32_t options, int *error, PCRE2_SIZE *where)
{

	return (pcre2_compile((PCRE2_SPTR)source.p, source.n,
	    options | PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK |
		PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |
		PCRE2_USE_OFFSET_LIMIT,
	    error, where, NULL));
}

const pcre2_code *
pattern_code(const struct program *p)
{
	pcre2_code *code, *none = NULL;
	PCRE2_SIZE where;
	int error;

	if (p->code != NULL || p->quick == NULL)
		return (p->code);
	code = atomic_load_explicit(&p->quick->late, memory_order_acquire);
	if (code != NULL)
		return (code);
	code = compile(p->quick->source, p->quick->options, &error, &where);
	/* Another thread may have been as quick: its code is as good. */
	if (code != NULL &&
	    !atomic_compare_exchange_strong(&p->quick->late, &none, code)) {
		pcre2_code_free(code);
		code = none;
	}
	return (code);
}

const struct phrasecode *
pattern_phrase(const struct program *p)
{
	struct phrasecode *code, *none = NULL;
	struct quick *q = p->quick;

	if (q == NULL ||
	    atomic_load_explicit(&q->no_phrase, memory_order_relaxed))
		return (NULL);
	code = atomic_load_explicit(&q->phrase, memory_order_acquire);
	if (code != NULL)
		return (code);
	if (q->options == PCRE2_CASELESS && q->source.p != NULL)
		code = phrasecode_new(q->source);
	if (code == NULL)
		atomic_store_explicit(&q->no_phrase, true,
		    memory_order_relaxed);
	else if (!atomic_compare_exchange_strong(&q->phrase, &none, code)) {
		phrasecode_free(code);
		code = none;
	}
	return (code);
}

bool
pattern_later(struct book *b, struct str source, uint32_t options,
    struct program *ret)
{

	ret->quick = arena_alloc(b->arena, sizeof(*ret->quick));
	if (ret->quick == NULL)
		return (false);
	ret->quick->source = arena_str(b->arena, source);
	ret->quick->options = options;
	return (ret->quick->source.p != NULL);
}

/* Others may be running the pattern: the machine code goes to a copy. */
static void
make_quick(const struct program *p)
{
	const pcre2_code *code =
	    !atomic_load(&forbidden) ? pattern_code(p) : NULL;
	pcre2_code *copy = code != NULL ? pcre2_code_copy(code) : NULL;

	if (copy != NULL && pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE) != 0) {
		pcre2_code_free(copy);
		copy = NULL;
	}
	atomic_store_explicit(&p->quick->code, copy, memory_order_release);
}

const pcre2_code *
pattern_quick(const struct program *p)
{
	const pcre2_code *code;

	if (p->quick == NULL)
		return (NULL);
	code = atomic_load_explicit(&p->quick->code, memory_order_acquire);
	/* Exactly one thread sees the number go by. */
	if (code == NULL && atomic_fetch_add_explicit(&p->quick->runs, 1,
				memory_order_relaxed) == QUICK_RUNS) {
		make_quick(p);
		code =
		    atomic_load_explicit(&p->quick->code, memory_order_acquire);
	}
	return (code);
}

/* ${with} over and over; at the end the pattern's letters one by one, so that
 * what it requires is there and yet it fails. */
static void
fill(char *text, size_t size, const char *with, const char *letters)
{
	size_t n = strlen(with), k = strlen(letters);

	memcpy(text, with, n);
	for (; n < size; n *= 2)
		memcpy(text + n, text, n < size - n ? n : size - n);
	for (size_t i = 0; i < k; i++) {
		text[size - 2 * (k - i)] = ' ';
		text[size - 2 * (k - i) + 1] = letters[i];
	}
}

/* The characters of ${source} that may stand for themselves, each once. */
static void
letters_of(struct str source, char out[BAIT_LETTERS + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < source.n && n < BAIT_LETTERS; i++) {
		char c = source.p[i];

		if (c <= ' ' || c > '~' ||
		    strchr("\\^$.|?*+()[]{}", c) != NULL ||
		    (i > 0 && source.p[i - 1] == '\\') ||
		    memchr(out, c, n) != NULL)
			continue;
		out[n++] = c;
	}
	out[n] = '\0';
}

/* All matches in ${n} bytes; the microseconds it took, or -1 at a limit. */
static int64_t
time_one(const struct program *p, pcre2_match_context *limits,
    pcre2_match_data *md, const char *text, size_t n, int64_t most_us)
{
	int64_t start = clock_cpu_us();
	const pcre2_code *quick = pattern_quick(p);
	const pcre2_code *code = quick != NULL ? quick : p->code;
	PCRE2_SIZE at = 0;
	int rc;

	while (at < n) {
		rc = pcre2_match(code, (PCRE2_SPTR)text, n, at,
		    PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, md, limits);
		/* A very long match may not fit the stack: it is none. */
		if (rc == PCRE2_ERROR_NOMATCH ||
		    rc == PCRE2_ERROR_JIT_STACKLIMIT)
			break;
		if (rc < 0)
			return (-1);
		at = pcre2_get_ovector_pointer(md)[1];
		if (clock_cpu_us() - start > 2 * most_us)
			break;
	}
	return (clock_cpu_us() - start);
}

struct trial {
	const struct program *program;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
	pcre2_match_data *md;
	char *text;
	char letters[BAIT_LETTERS + 1];
	int64_t most_us;
};

/* Quick enough on this bait?  On a busy machine the best of a few counts. */
static bool
quick_on(const struct trial *t, const char *bait)
{
	int64_t us;

	fill(t->text, BAIT_SHORT, bait, t->letters);
	us = time_one(t->program, t->limits, t->md, t->text, BAIT_SHORT,
	    t->most_us);
	if (us >= 0 && us <= BAIT_SHORT_US)
		return (true);
	fill(t->text, BAIT_BYTES, bait, t->letters);
	for (int try = 0; try < BAIT_TRIES; try++) {
		us = time_one(t->program, t->limits, t->md, t->text, BAIT_BYTES,
		    t->most_us);
		if (us >= 0 && us <= t->most_us)
			return (true);
	}
	return (false);
}

static bool
quick_on_all(const struct trial *t)
{
	static const char *const baits[] = { "a", "aaaaaaaaab", " ", "word ",
		"a1 ", "((", "x@y.", "1", "the app is not very good and " };

	for (size_t i = 0; i < sizeof(baits) / sizeof(baits[0]); i++)
		if (!quick_on(t, baits[i]))
			return (false);
	/* Its own letters are bait too: each alone, and all in a row. */
	for (size_t i = 0; t->letters[i] != '\0'; i++) {
		char one[2] = { t->letters[i], '\0' };

		if (!quick_on(t, one))
			return (false);
	}
	return (t->letters[0] == '\0' || quick_on(t, t->letters));
}

static int64_t
most_us(const struct program *p)
{

	return (pattern_quick(p) != NULL ? BAIT_US : BAIT_PLAIN_US);
}

/* True: it is quick enough on each bait. */
static bool
stands_bait(struct str source, const struct program *p)
{
	struct trial t = { .program = p,
		.limits = pattern_limits(),
		.stack = pcre2_jit_stack_create(PATTERN_STACK_LEAST,
		    PATTERN_STACK_MOST, NULL),
		.md = pcre2_match_data_create(1, NULL),
		.text = malloc(BAIT_BYTES),
		.most_us = most_us(p) };
	bool quick = true;

	letters_of(source, t.letters);
	if (t.limits != NULL && t.md != NULL && t.text != NULL) {
		if (t.stack != NULL)
			pcre2_jit_stack_assign(t.limits, NULL, t.stack);
		quick = quick_on_all(&t);
	}
	pcre2_match_context_free(t.limits);
	pcre2_jit_stack_free(t.stack);
	pcre2_match_data_free(t.md);
	free(t.text);
	return (quick);
}

bool
pattern_compile(struct book *b, struct str source, uint32_t options, bool bait,
    bool timed, const struct place *at, struct program *ret)
{
	struct place place = *at;
	PCRE2_UCHAR message[200];
	PCRE2_SIZE where;
	uint32_t empty = 0;
	int error;

	ret->code = compile(source, options, &error, &where);
	if (ret->code == NULL) {
		pcre2_get_error_message(error, message, sizeof(message));
		if (place.column > 0 && bait)
			place.column += (unsigned)utf8_columns(source,
			    where < source.n ? where : source.n);
		book_fault(b, false, &place,
		    "this pattern is not understood: "
		    "%s",
		    (const char *)message);
		return (false);
	}
	pcre2_pattern_info(ret->code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty != 0) {
		book_fault(b, false, at,
		    "this can match nothing at all: make "
		    "some part of it required");
		pattern_free(ret);
		return (false);
	}
	/* If memory is out the arena remembers it. */
	ret->quick = arena_alloc(b->arena, sizeof(*ret->quick));
	if (ret->quick != NULL) {
		ret->quick->source = arena_str(b->arena, source);
		ret->quick->options = options;
	}
	if (bait && timed && ret->quick != NULL)
		make_quick(ret);
	if (bait && timed && !stands_bait(source, ret)) {
		book_fault(b, false, at,
		    "this pattern is too slow: more than %d "
		    "ms for 16 KB; avoid repeats inside repeats, and .* and "
		    "\\w+ "
		    "before the first word",
		    (int)(most_us(ret) / 1000));
		pattern_free(ret);
		return (false);
	}
	return (true);
}
