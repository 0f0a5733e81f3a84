/*
 * What near and need say: what must or may stand close to a hit, how close,
 * and what it adds.  Names are resolved by link.c.
 */
#include "alternatives.h"
#include "mend.h"
#include "rulereader.h"
#include "wordset.h"

/* posts, psot: what stands behind `in` was to be post or sentence, and not
 * port, past or cost. */
static bool
nearly_post(struct str word)
{
	static const char *const scopes[] = { "post", "sentence", NULL };

	return (
	    (str_istarts(word, STR("pos")) || str_istarts(word, STR("ps")) ||
		str_istarts(word, STR("sen"))) &&
	    str_near(word, scopes) != NULL);
}

static bool
fault_scope(struct reader *r, const struct place *at)
{

	book_fault(r->book, false, at,
	    "write in post, or leave it: "
	    "without it the sentence counts");
	return (false);
}

/* tea in posts: behind a phrase without quotes it would be a part of it.  The
 * place of the `in`; NULL: there is no such slip. */
static const char *
misspelt_scope(struct str phrase)
{
	struct str word, last = { NULL, 0 }, in = { NULL, 0 };

	while ((word = str_word(&phrase)).n > 0) {
		in = last;
		last = word;
	}
	return (str_ieq(in, STR("in")) && nearly_post(last) ? in.p : NULL);
}

/* within N words, in post, add WEIGHT: in any order. */
static bool
read_modifier(struct reader *r, struct scan *s, struct condition *c)
{
	struct place at = scan_place(s);
	struct str word = scan_word(s);
	int64_t n;

	if (str_ieq(word, STR("within"))) {
		word = scan_word(s);
		if (!str_to_i64(word, &n) || n < 1 || n > 200) {
			book_fault(r->book, false, &at,
			    "write how many words may stand between: within 12 "
			    "words (1 to 200)");
			return (false);
		}
		c->words = (unsigned)n;
		word = scan_peek(s);
		if (str_ieq(word, STR("words")) || str_ieq(word, STR("word")))
			scan_word(s);
		return (true);
	}
	if (str_ieq(word, STR("in"))) {
		word = scan_word(s);
		if (str_ieq(word, STR("post")) ||
		    str_ieq(word, STR("sentence"))) {
			c->in_post = str_ieq(word, STR("post"));
			return (true);
		}
		return (fault_scope(r, &at));
	}
	if (str_ieq(word, STR("add")) && !c->required)
		return (wordset_weight(r->book, s, NULL, &c->weight));
	if (str_ieq(word, STR("add")))
		book_fault(r->book, false, &at,
		    "`need` adds nothing, it is "
		    "required: `near` adds");
	else
		book_fault(r->book, false, &at,
		    "write within N words, in "
		    "post%s",
		    c->required ? "" : " or add WEIGHT");
	return (false);
}

/* The scan stands on `within 12 words` or the like, where what must stand close
 * by is due. */
static bool
starts_with_modifier(struct scan *s)
{
	struct scan ahead = *s;
	struct str word = scan_word(&ahead), next = scan_word(&ahead);
	int64_t n;

	return ((str_ieq(word, STR("within")) && str_to_i64(next, &n)) ||
		(str_ieq(word, STR("in")) && str_ieq(next, STR("post"))) ||
		(str_ieq(word, STR("add")) &&
		    wordset_has(&wordset_weights, next) >= 0));
}

/* tea withn 3 words: what `withn` was meant to be, and where it stands; NULL:
 * there is no such slip. */
static const char *
misspelt_modifier(struct str phrase, struct str *ret_slip)
{
	static const char *const within[] = { "within", NULL }, *const add[] = {
		"add", NULL
	};
	struct str word = str_word(&phrase), next;
	const char *meant = NULL;
	int64_t n;

	while (meant == NULL && (next = str_word(&phrase)).n > 0) {
		if (str_to_i64(next, &n))
			meant = str_near(word, within);
		else if (wordset_has(&wordset_weights, next) >= 0)
			meant = str_near(word, add);
		*ret_slip = word;
		word = next;
	}
	return (meant);
}

void
condition_read(struct reader *r, struct scan *s, bool required)
{
	static const char *const stops[] = { "within", "in post", "in sentence",
		"add", NULL };
	struct condition **end = &r->open->conditions, *c;
	struct pattern **phrases;
	struct place at;
	struct str slip;
	const char *meant, *scope;
	size_t start;
	bool bare = false;

	c = arena_alloc(r->book->arena, sizeof(*c));
	if (c == NULL)
		return;
	c->required = required;
	c->weight = 0.7;
	scan_space(s);
	start = s->at;
	c->at = scan_place(s);
	phrases = &c->phrases;
	if (starts_with_modifier(s)) {
		book_fault(r->book, false, &c->at,
		    "what %s stand close by? write a list, a rule or a "
		    "\"phrase\" first",
		    required ? "must" : "should");
		goto out;
	}
	if (!alternatives_read(r->book, s, stops, &phrases, &bare))
		goto out;
	c->bare = bare;
	meant = misspelt_modifier(c->phrases->source, &slip);
	if (bare && c->phrases->next == NULL && meant != NULL) {
		at = scan_place_at(s, slip.p);
		book_fault(r->book, false, &at,
		    "unknown word %.*s: did you mean %s?", STR_ARG(slip),
		    meant);
		mend_at(r->book, &at, slip, str_of(meant), "misspelt");
		goto out;
	}
	scope = misspelt_scope(c->phrases->source);
	if (bare && c->phrases->next == NULL && scope != NULL) {
		at = scan_place_at(s, scope);
		fault_scope(r, &at);
		goto out;
	}
	/* One bare word may be a list's or a rule's name: link.c decides. */
	if (bare && c->phrases->next == NULL && name_valid(c->phrases->source))
		c->name = c->phrases->source;
	while (!scan_end(s))
		if (!read_modifier(r, s, c))
			goto out;
	c->text = str_trim(str_sub(s->s, start, s->at));
	while (*end != NULL)
		end = &(*end)->next;
	*end = c;
out:
	s->at = s->s.n;
}
