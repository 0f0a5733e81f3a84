/*
 * From prepared fields to hits: which unit matched where.  A matcher is one
 * thread's: match data, JIT stack, the prefilter's scratch.
 */
#ifndef EARSHOT_RULES_MATCH_H
#define EARSHOT_RULES_MATCH_H

#include "fields.h"
#include "set.h"

enum {
	HITS_MAX = 4096,    /* of one post */
	HITS_SENTENCE = 16, /* of one pattern in one sentence */
	/* What PCRE2's match limit comes to over all places where a match may
	 * begin: the limit itself counts each place anew. */
	MATCH_WORK = 8 << 20,
	MATCH_LIMIT_LEAST = 2000,
};

struct hit {
	uint32_t unit;
	uint32_t field;
	uint32_t start, end; /* bytes of the field's fold */
	uint32_t sentence;
	uint32_t number; /* of the phrase or term; by mark */
	bool valid;      /* weigh.c: neither negated nor vetoed */
};

struct matcher {
	const struct ruleset *rs;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
	pcre2_match_data *md;
	uint32_t limit; /* as it stands in limits */
	size_t last;    /* where a match may begin; as it stands there */
	struct prefilter_scratch *scratch;
	char *copy;       /* of a sentence, for the prefilter */
	struct str shown; /* to the prefilter, of the post under way */
	struct str asked; /* is it ASCII?  The one that was asked last */
	bool ascii;
	bool jit;        /* machine code where there is some; as in rs */
	bool everything; /* for tests: run all patterns from the start */
	uint64_t runs;   /* of patterns so far */
	uint64_t given_up;
	bool *told;       /* by unit: it was logged that it met a limit */
	struct hit *hits; /* by unit, field, start; longer ones first */
	size_t nhits;
	uint32_t *first; /* by unit: its first hit; valid where seen */
	uint32_t *count;
};

/* matcher_init: E_MEMORY; matcher_close may follow either way. */
enum status matcher_init(struct matcher *m, const struct ruleset *rs) MUST_USE;
void matcher_close(struct matcher *m);

/*
 * matcher_search: all hits in ${fields}.  ${langs}: bits of the languages whose
 * rules listen (bit 0: rules of any language).
 */
void matcher_search(struct matcher *m, const struct field_text *fields,
    uint64_t langs);

/* matcher_hits: those of one unit; NULL and 0: none. */
struct hit *matcher_hits(const struct matcher *m, uint32_t unit, size_t *ret_n);

/*
 * matcher_may: may ${p}, which is not searched in every post, match anywhere in
 * the sentence ${subject} of ${f}?
 */
bool matcher_may(struct matcher *m, const struct program *p,
    const struct field_text *f, struct str subject);

/*
 * matcher_run: the next match of ${p} in ${subject} from byte ${from} on.  A
 * match given up at a limit is counted, logged once a rule, and is none.
 */
bool matcher_run(struct matcher *m, const struct program *p, struct str subject,
    size_t from, size_t *ret_start, size_t *ret_end, uint32_t *ret_number);

#endif
