/*
 * The words of which one must stand, and what people write instead of them.
 */
#include "wordset.h"

#include "mend.h"
#include "rulereader.h"

static const char *const signals[] = { "idea", "complaint", "praise",
	"question", "advice", "spam", NULL };
static const char *const facets[] = { "think", "feel", "want", "lack", "need",
	NULL };
static const char *const targets[] = { "product", "service", "process", NULL };
static const char *const fields[] = { "title", "text", "author", "url", "tags",
	NULL };
static const char *const weights[] = { "hint", "weak", "strong", "sure", NULL };

const struct wordset wordset_signals = { "signal", signals,
	"idea, complaint, praise, question, advice or spam" };
const struct wordset wordset_facets = { "facet", facets,
	"think, feel, want, lack or need" };
const struct wordset wordset_targets = { "target", targets,
	"product, service or process" };
const struct wordset wordset_fields = { "field", fields,
	"title, text, author, url or tags" };
const struct wordset wordset_weights = { "weight", weights,
	"hint, weak, strong, sure or a number from -6 to 6" };

/* What people call them elsewhere. */
static const struct {
	const struct wordset *set;
	const char *word, *name;
} aliases[] = { { &wordset_signals, "wish", "idea" },
	{ &wordset_signals, "request", "idea" },
	{ &wordset_signals, "suggestion", "idea" },
	{ &wordset_signals, "proposal", "idea" },
	{ &wordset_signals, "feature", "idea" },
	{ &wordset_signals, "problem", "complaint" },
	{ &wordset_signals, "issue", "complaint" },
	{ &wordset_signals, "bug", "complaint" },
	{ &wordset_signals, "negative", "complaint" },
	{ &wordset_signals, "compliment", "praise" },
	{ &wordset_signals, "positive", "praise" },
	{ &wordset_signals, "thanks", "praise" },
	{ &wordset_signals, "tip", "advice" },
	{ &wordset_signals, "recommendation", "advice" },
	{ &wordset_facets, "opinion", "think" },
	{ &wordset_facets, "emotion", "feel" },
	{ &wordset_facets, "wish", "want" },
	{ &wordset_facets, "missing", "lack" },
	{ &wordset_facets, "broken", "lack" },
	{ &wordset_fields, "body", "text" },
	{ &wordset_fields, "headline", "title" },
	{ &wordset_fields, "tag", "tags" }, { &wordset_fields, "link", "url" },
	{ &wordset_weights, "low", "weak" },
	{ &wordset_weights, "medium", "weak" },
	{ &wordset_weights, "high", "strong" },
	{ &wordset_weights, "certain", "sure" } };

int
wordset_has(const struct wordset *set, struct str word)
{

	for (int i = 0; set->names[i] != NULL; i++)
		if (str_ieq(word, str_of(set->names[i])))
			return (i);
	return (-1);
}

bool
wordset_near(const struct wordset *set, struct str word)
{

	return (
	    wordset_has(set, word) >= 0 || str_near(word, set->names) != NULL);
}

/* What ${word} was meant to be; *${ret_clear}: beyond doubt. */
static const char *
meant(const struct wordset *set, struct str word, bool *ret_clear)
{

	*ret_clear = false;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (aliases[i].set == set &&
		    str_ieq(word, str_of(aliases[i].word)))
			return (aliases[i].name);
	return (mend_near(word, set->names, ret_clear));
}

/* idea, complaint: the index of the first; fields may be several. */
static int
before_comma(struct book *b, struct scan *s, const struct wordset *set,
    struct str word)
{
	size_t comma = str_findc(word, ',');
	struct place at;
	struct str next;
	int i;

	if (comma == SIZE_MAX)
		return (-1);
	i = wordset_has(set, str_sub(word, 0, comma));
	if (i < 0)
		return (-1);
	s->at -= word.n - comma;
	if (set == &wordset_fields)
		return (i);
	at = scan_place(s);
	next = str_sub(s->s, s->at + 1, s->s.n);
	if (attribute_of(str_word(&next)) != NULL) {
		book_fault(b, false, &at, "leave out the comma");
		mend_at(b, &at, STR(","), STR(""), "no comma is needed");
		s->at++;
		return (i);
	}
	book_fault(b, false, &at,
	    "a rule has one %s: make a second rule for the other", set->what);
	s->at = s->s.n;
	return (i);
}

int
wordset_read(struct book *b, struct scan *s, const struct wordset *set,
    const char *form)
{
	struct place at;
	struct str word;
	const char *near;
	bool clear;
	int i;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	i = wordset_has(set, word);
	if (i >= 0) {
		mend_case(b, &at, word, set->names[i]);
		return (i);
	}
	i = before_comma(b, s, set, word);
	if (i >= 0)
		return (i);
	if (word.n == 0) {
		book_fault(b, false, &at, "which %s? %s%s%s", set->what,
		    set->all, form != NULL ? ": " : "",
		    form != NULL ? form : "");
		return (-1);
	}
	near = meant(set, word, &clear);
	if (near == NULL) {
		book_fault(b, false, &at, "no %s is called %.*s: %s", set->what,
		    STR_ARG(word), set->all);
		return (-1);
	}
	book_fault(b, false, &at, "no %s is called %.*s: did you mean %s?",
	    set->what, STR_ARG(word), near);
	if (clear)
		mend_at(b, &at, word, str_of(near), "misspelt");
	return (wordset_has(set, str_of(near)));
}

/* 2,5: read as 2.5. */
static bool
point_for_comma(struct book *b, const struct place *at, struct str word,
    double *ret)
{
	char number[16];
	size_t comma = str_findc(word, ',');

	if (comma == SIZE_MAX || word.n >= sizeof(number))
		return (false);
	memcpy(number, word.p, word.n);
	number[comma] = '.';
	if (!weight_of((struct str){ number, word.n }, ret))
		return (false);
	book_fault(b, false, at, "write %.*s, with a point", (int)word.n,
	    number);
	mend_at(b, at, word, (struct str){ number, word.n },
	    "a number has a point, not a comma");
	return (true);
}

bool
wordset_weight(struct book *b, struct scan *s, const char *form, double *ret)
{
	struct place at;
	struct str word;
	int i;

	scan_space(s);
	at = scan_place(s);
	word = scan_peek(s);
	if (wordset_has(&wordset_weights, word) < 0 && weight_of(word, ret)) {
		scan_word(s);
		return (true);
	}
	if (point_for_comma(b, &at, word, ret)) {
		scan_word(s);
		return (true);
	}
	if (str_to_double(word, ret)) {
		scan_word(s);
		book_fault(b, false, &at,
		    "%.*s is out of bounds: a weight is hint, weak, strong, "
		    "sure or a number from -6 to 6",
		    STR_ARG(word));
		return (false);
	}
	i = wordset_read(b, s, &wordset_weights, form);
	return (i >= 0 && weight_of(str_of(weights[i]), ret));
}
