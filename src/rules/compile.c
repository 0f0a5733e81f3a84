/*
 * Each phrase and each `match` becomes a pattern of its own, so that only what
 * can match is run; the terms of a list, and what is run rarely, are joined.
 * What patterns cannot do without goes to the prefilter.
 */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>

#include "pattern.h"
#include "phrase.h"
#include "units.h"

enum {
	JOINED_MAX = 4000, /* bytes of phrases or terms joined in one pattern */
	REGEX_MAX = 256 << 10,
	SCRATCH_MAX = 256 << 20, /* literals, before the automaton is built */
};

struct compiler {
	struct book *book;
	struct ruleset *rs;
	struct arena *scratch;
	size_t programs_size;
	bool timed; /* the rule at hand was not tried before it was shipped */
	enum status st;
};

/* Where compiled patterns go. */
struct sink {
	struct programs *to;
	size_t size;
	bool searched; /* in every post; else guarded */
	uint32_t unit;
};

/* Phrases that are being joined. */
struct joined {
	struct buf whole; /* those that need word bounds on both sides */
	struct buf other;
	struct literals known;
	bool unknown; /* of one of them nothing is known */
	size_t branches_size;
	bool marks;
	size_t most;            /* bytes in one pattern */
	const struct place *at; /* the first one's */
};

static void
add_program(struct compiler *c, struct sink *sink, struct program p,
    const struct literals *known)
{
	struct program *more;

	more = arena_grow(c->book->arena, sink->to->v, sink->to->n, &sink->size,
	    sizeof(*more));
	if (more == NULL) {
		pattern_free(&p);
		c->st = E_MEMORY;
		return;
	}
	p.unit = sink->unit;
	if (!sink->searched)
		c->st = prefilter_guard(c->rs->prefilter, known, &p.guard);
	sink->to->v = more;
	sink->to->v[sink->to->n++] = p;
	if (sink->searched && c->st == OK)
		c->st = prefilter_add(c->rs->prefilter, sink->to->n - 1,
		    c->rs->units[p.unit].lang, known);
}

/* False: a fault was added, or memory is out. */
static bool
make_program(struct compiler *c, struct str regex, uint32_t options, bool bait,
    const struct place *at, struct program *ret)
{

	return (c->book->trusted ? pattern_later(c->book, regex, options, ret)
				 : pattern_compile(c->book, regex, options,
				       bait, c->timed, at, ret));
}

/* The joined phrases become a program. */
static void
flush(struct compiler *c, struct joined *j, struct sink *sink)
{
	struct buf regex = BUF_INIT(REGEX_MAX);
	struct program p = { .marks = j->marks };

	if (j->whole.n > 0) {
		buf_adds(&regex, PHRASE_BEFORE "(?:");
		buf_add(&regex, buf_str(&j->whole));
		buf_adds(&regex, ")" PHRASE_AFTER);
	}
	if (j->whole.n > 0 && j->other.n > 0)
		buf_addc(&regex, '|');
	buf_add(&regex, buf_str(&j->other));
	if (buf_failed(&regex) || buf_failed(&j->whole) ||
	    buf_failed(&j->other))
		book_fault(c->book, false, j->at, "this phrase is too long");
	else if (regex.n > 0 && make_program(c, buf_str(&regex), PCRE2_CASELESS,
				    false, j->at, &p)) {
		if (j->unknown)
			j->known.n = 0;
		add_program(c, sink, p, &j->known);
	}
	buf_free(&regex);
	buf_clear(&j->whole);
	buf_clear(&j->other);
	j->known = (struct literals){ .n = 0 };
	j->branches_size = 0;
	j->unknown = false;
	j->at = NULL;
	/* What was known of them is in the prefilter now. */
	arena_reset(c->scratch);
}

static void
merge_literals(struct compiler *c, struct joined *j, struct str body,
    unsigned bounds)
{
	struct literals known;
	struct literal_branch *more;

	if (literals_of(c->scratch, body, true, &known) != OK) {
		c->st = E_MEMORY;
		return;
	}
	literals_bound(&known, (bounds & PHRASE_NEEDS_BEFORE) != 0,
	    (bounds & PHRASE_NEEDS_AFTER) != 0);
	if (known.max_chars > j->known.max_chars)
		j->known.max_chars = known.max_chars;
	j->unknown |= known.n == 0;
	for (unsigned i = 0; i < known.n; i++) {
		more = arena_grow(c->scratch, j->known.branches, j->known.n,
		    &j->branches_size, sizeof(*more));
		if (more == NULL) {
			c->st = E_MEMORY;
			return;
		}
		j->known.branches = more;
		j->known.branches[j->known.n++] = known.branches[i];
	}
}

/* One phrase or term more; ${number} is what its mark will say. */
static void
join_phrase(struct compiler *c, struct joined *j, struct str source,
    const struct place *at, struct str pack, enum phrase_style style,
    uint32_t number, struct sink *sink)
{
	struct buf body = BUF_INIT(RULE_PATTERN_MAX * 16), *to;
	unsigned bounds;

	if (!phrase_regex(c->book, source, at, pack, style, &body, &bounds))
		goto out;
	if (j->whole.n + j->other.n + body.n > j->most && j->at != NULL)
		flush(c, j, sink);
	if (j->at == NULL)
		j->at = at;
	merge_literals(c, j, buf_str(&body), bounds);
	if (j->marks)
		buf_printf(&body, "(*:%u)", number);
	to = bounds == (PHRASE_NEEDS_BEFORE | PHRASE_NEEDS_AFTER) ? &j->whole
								  : &j->other;
	if (to->n > 0)
		buf_addc(to, '|');
	if (to == &j->other && bounds & PHRASE_NEEDS_BEFORE)
		buf_adds(to, PHRASE_BEFORE);
	buf_add(to, buf_str(&body));
	if (to == &j->other && bounds & PHRASE_NEEDS_AFTER)
		buf_adds(to, PHRASE_AFTER);
out:
	buf_free(&body);
}

/* Experts' patterns meet folded text: their quotes are folded too. */
static struct str
fold_regex(struct arena *a, struct str s)
{
	static const struct {
		const char *from;
		char to;
	} signs[] = { { "\u2019", '\'' }, { "\u2018", '\'' }, { "\u201c", '"' },
		{ "\u201d", '"' }, { "\u201e", '"' }, { "\u02bc", '\'' } };
	struct str out = arena_str(a, s);
	char *to;
	size_t n = 0, i = 0, k;

	if (out.p == NULL)
		return (s);
	to = arena_alloc(a, s.n + 1);
	if (to == NULL)
		return (s);
	while (i < s.n) {
		for (k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
			if (str_starts(str_sub(s, i, s.n),
				str_of(signs[k].from)))
				break;
		if (k < sizeof(signs) / sizeof(signs[0])) {
			to[n++] = signs[k].to;
			i += strlen(signs[k].from);
		} else
			to[n++] = s.p[i++];
	}
	return ((struct str){ to, n });
}

static void
compile_regex(struct compiler *c, const struct pattern *said, uint32_t number,
    struct sink *sink)
{
	struct str source = fold_regex(c->book->arena, said->source);
	uint32_t options = said->options;
	struct literals known = { .n = 0,
		.max_chars = UINT32_MAX,
		.repeats = true };
	struct program p = { .base = number };

	if (said->caseless)
		options |= PCRE2_CASELESS;
	if ((options & PCRE2_EXTENDED) == 0 &&
	    literals_of(c->scratch, source, said->caseless, &known) != OK) {
		c->st = E_MEMORY;
		return;
	}
	known.start &= (options & PCRE2_MULTILINE) == 0;
	if (make_program(c, source, options, known.repeats, &said->at, &p))
		add_program(c, sink, p, &known);
}

static void
compile_patterns(struct compiler *c, const struct pattern *said,
    struct str pack, bool marks, struct sink *sink)
{
	struct joined j = { .whole = BUF_INIT(REGEX_MAX / 2),
		.other = BUF_INIT(REGEX_MAX / 2),
		.marks = marks,
		.most = sink->searched ? 0 : JOINED_MAX };
	uint32_t number = 0;

	for (; said != NULL && c->st == OK; said = said->next, number++) {
		if (said->regex)
			compile_regex(c, said, number, sink);
		else
			join_phrase(c, &j, said->source, &said->at, pack,
			    PHRASE_PLAIN, number, sink);
	}
	if (j.at != NULL && c->st == OK)
		flush(c, &j, sink);
	buf_free(&j.whole);
	buf_free(&j.other);
}

static void
compile_list(struct compiler *c, const struct list *list, struct sink *sink)
{
	struct joined j = { .whole = BUF_INIT(REGEX_MAX / 2),
		.other = BUF_INIT(REGEX_MAX / 2),
		.marks = true,
		.most = JOINED_MAX };

	for (size_t i = 0; i < list->n && c->st == OK; i++)
		join_phrase(c, &j, list->terms[i].text, &list->terms[i].at,
		    list->pack, PHRASE_TERM, (uint32_t)i, sink);
	if (j.at != NULL && c->st == OK)
		flush(c, &j, sink);
	buf_free(&j.whole);
	buf_free(&j.other);
}

/* What is searched in every post grows one array: the sink borrows it. */
static void
search(struct compiler *c, uint32_t unit, struct sink *sink)
{

	*sink = (struct sink){ &c->rs->programs, c->programs_size, true, unit };
}

static uint8_t
lang_index(struct compiler *c, struct str code, const struct place *at)
{
	struct ruleset *rs = c->rs;

	if (code.n == 0)
		return (0);
	for (size_t i = 1; i < rs->nlangs; i++)
		if (str_ieq(rs->langs[i], code))
			return ((uint8_t)i);
	if (rs->nlangs == LANGS_MAX) {
		book_fault(c->book, false, at, "more than %d languages",
		    LANGS_MAX - 1);
		return (0);
	}
	rs->langs[rs->nlangs] = code;
	return ((uint8_t)rs->nlangs++);
}

static void
compile_needs(struct compiler *c, struct unit *u, const struct rule *rule)
{
	const struct condition *said;

	for (said = rule->conditions; said != NULL; said = said->next)
		u->nneeds++;
	u->needs = arena_array(c->book->arena, u->nneeds, sizeof(*u->needs));
	if (u->needs == NULL) {
		c->st = E_MEMORY;
		return;
	}
	u->nneeds = 0;
	for (said = rule->conditions; said != NULL; said = said->next) {
		struct need *n = &u->needs[u->nneeds++];
		struct sink sink = { &n->phrases, 0, false, rule->index };

		n->said = said;
		n->unit = said->list != NULL   ? said->list->index
			  : said->rule != NULL ? said->rule->index
					       : UINT32_MAX;
		if (n->unit == UINT32_MAX)
			compile_patterns(c, said->phrases, rule->pack, false,
			    &sink);
	}
}

static void
compile_unless(struct compiler *c, struct unit *u, const struct rule *rule)
{
	struct sink sink = { &u->unless, 0, false, rule->index };
	const struct pattern *said;
	size_t n = 0;

	for (said = rule->unlesses; said != NULL; said = said->next)
		n++;
	u->unless_said =
	    arena_array(c->book->arena, n, sizeof(const struct pattern *));
	if (u->unless_said == NULL) {
		c->st = E_MEMORY;
		return;
	}
	n = 0;
	for (said = rule->unlesses; said != NULL; said = said->next)
		u->unless_said[n++] = said;
	compile_patterns(c, rule->unlesses, rule->pack, true, &sink);
}

static void
compile_rule(struct compiler *c, struct rule *rule)
{
	struct unit *u = &c->rs->units[rule->index];
	struct sink sink;

	u->rule = rule;
	c->timed = rule->tier == TIER_OWN;
	u->rank = rule->order;
	u->lang = lang_index(c, rule->lang, &rule->at);
	u->fields =
	    (uint8_t)(rule->fields != 0 ? rule->fields
					: 1u << FIELD_TITLE | 1u << FIELD_TEXT);
	c->rs->fields |= u->fields;
	c->rs->any_language |= u->lang == 0 && u->kind == UNIT_RULE;
	search(c, rule->index, &sink);
	compile_patterns(c, rule->says, rule->pack, false, &sink);
	c->programs_size = sink.size;
	if (c->st == OK)
		compile_unless(c, u, rule);
	if (c->st == OK)
		compile_needs(c, u, rule);
}

static void
compile_lists(struct compiler *c)
{

	for (struct list *l = c->book->lists; l != NULL && c->st == OK;
	     l = l->next) {
		struct sink sink;
		struct unit *u;

		if (!l->mention && !l->used)
			continue;
		u = &c->rs->units[l->index];
		u->fields = 1u << FIELD_TITLE | 1u << FIELD_TEXT;
		u->lang = 0; /* names are the same in every language */
		search(c, l->index, &sink);
		compile_list(c, l, &sink);
		c->programs_size = sink.size;
	}
}

enum status
compile_book(struct book *b, struct ruleset *rs)
{
	struct compiler c = { .book = b, .rs = rs, .st = OK };

	rs->nlangs = 1;
	rs->fields = 1u << FIELD_TITLE | 1u << FIELD_TEXT;
	rs->prefilter = prefilter_new();
	c.scratch = arena_new(SCRATCH_MAX);
	if (rs->prefilter == NULL || c.scratch == NULL) {
		c.st = E_MEMORY;
		goto out;
	}
	c.st = units_number(b, rs);
	for (struct rule *r = b->rules; r != NULL && c.st == OK; r = r->next)
		if (!r->off)
			compile_rule(&c, r);
	if (c.st == OK)
		compile_lists(&c);
	if (c.st == OK)
		c.st = prefilter_build(rs->prefilter);
	if (c.st == OK && arena_failed(b->arena))
		c.st = E_MEMORY;
out:
	arena_free(c.scratch);
	return (c.st);
}

void
compile_free(struct ruleset *rs)
{

	for (uint32_t i = 0; i < rs->programs.n; i++)
		pattern_free(&rs->programs.v[i]);
	for (uint32_t i = 0; i < rs->nunits; i++) {
		struct unit *u = &rs->units[i];

		for (uint32_t j = 0; j < u->unless.n; j++)
			pattern_free(&u->unless.v[j]);
		for (uint32_t j = 0; j < u->nneeds; j++)
			for (uint32_t k = 0; k < u->needs[j].phrases.n; k++)
				pattern_free(&u->needs[j].phrases.v[k]);
	}
	prefilter_free(rs->prefilter);
}
