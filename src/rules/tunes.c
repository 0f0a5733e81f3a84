/*
 * Statements that tune: other files' rules (weight, also, off, override), the
 * signals (bias, threshold, calibrate) and the words of sentiment (valence).
 * They only fill the book; link.c applies them.
 */
#include "tunes.h"

#include "lists.h"
#include "mend.h"
#include "names.h"
#include "wordset.h"

static struct tune *
new_tune(struct reader *r, const struct statement *st, struct scan *s,
    enum tune_kind kind, enum name_end end)
{
	struct place at;
	struct str name;
	struct tune *t;

	if (!names_read(r, st, s, end, &name, &at))
		return (NULL);
	t = arena_alloc(r->book->arena, sizeof(*t));
	if (t == NULL)
		return (NULL);
	t->kind = kind;
	t->tier = r->tier;
	t->fitted = r->fitted;
	t->name = name;
	t->pack = r->pack;
	t->at = at;
	*r->book->tunes_end = t;
	r->book->tunes_end = &t->next;
	return (t);
}

void
tune_weight(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_WEIGHT, NAME_WEIGHT);

	if (t == NULL)
		return;
	if (wordset_weight(r->book, s, st->form, &t->weight))
		names_end(r, st, s);
}

void
tune_also(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_ALSO, NAME_ATTRIBUTE);
	const struct attribute *a;
	struct place at;
	struct str word;
	bool clear;

	if (t == NULL)
		return;
	t->body = statement_rule(r, t->name, &t->at);
	r->open = t->body;
	if (t->body == NULL || scan_end(s))
		return;
	at = scan_place(s);
	word = scan_word(s);
	a = attribute_of(word);
	if (a != NULL)
		mend_case(r->book, &at, word, a->word);
	else if ((a = attribute_meant(word, &clear)) != NULL &&
		 (a->bodies & BODY_ALSO) != 0) {
		clear &= attribute_fits(a, str_sub(s->s, s->at, s->s.n), false);
		if (!attribute_guess(r, a, clear, &at, word))
			return;
	} else {
		book_fault(r->book, false, &at, "unknown word %.*s: %s",
		    STR_ARG(word), st->form);
		return;
	}
	if ((a->bodies & BODY_ALSO) == 0) {
		book_fault(r->book, false, &at,
		    "`also` adds say, match, unless, near, need, yes or no; "
		    "`override` replaces the rest");
		return;
	}
	a->read(r, s);
}

void
tune_off(struct reader *r, const struct statement *st, struct scan *s)
{
	struct place at;

	if (new_tune(r, st, s, TUNE_OFF, NAME_FIRST) == NULL || scan_end(s))
		return;
	at = scan_place(s);
	book_fault(r->book, false, &at,
	    "one name a line, and a name is one word: %s", st->form);
}

void
tune_override(struct reader *r, const struct statement *st, struct scan *s)
{
	struct tune *t = new_tune(r, st, s, TUNE_OVERRIDE, NAME_ALONE);

	if (t == NULL)
		return;
	t->body = statement_rule(r, t->name, &t->at);
	r->open = t->body;
}

/* .5, also with a comma: read as what it was meant to be. */
static bool
read_number(struct reader *r, const struct statement *st, struct scan *s,
    double low, double high, double *ret)
{
	struct place at;
	struct str word, point;
	size_t comma;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	if (word.n == 0) {
		book_fault(r->book, false, &at,
		    "a number from %g to %g is missing: %s", low, high,
		    st->form);
		return (false);
	}
	comma = str_findc(word, ',');
	point = comma == SIZE_MAX
		    ? word
		    : arena_printf(r->book->arena, "%.*s.%.*s",
			  STR_ARG(str_sub(word, 0, comma)),
			  STR_ARG(str_sub(word, comma + 1, word.n)));
	if (!str_to_double(point, ret)) {
		book_fault(r->book, false, &at,
		    "%.*s is no number: write one from %g to %g: %s",
		    STR_ARG(word), low, high, st->form);
		return (false);
	}
	if (!(*ret >= low && *ret <= high)) {
		book_fault(r->book, false, &at,
		    "%.*s is out of bounds: write a number from %g to %g: %s",
		    STR_ARG(word), low, high, st->form);
		return (false);
	}
	if (comma != SIZE_MAX) {
		book_fault(r->book, false, &at, "write %.*s, with a point",
		    STR_ARG(point));
		mend_at(r->book, &at, word, point,
		    "a number has a point, not a comma");
	}
	return (true);
}

/* A pack's own value, a fitted one beside it, one fitted to a person's posts, a
 * person's own: the strongest last. */
static int
dial_rank(enum tier tier, bool fitted)
{

	return (tier == TIER_SHIPPED ? fitted : 3 - fitted);
}

/* The strongest counts; of equals the later one. */
static void
set_dial(struct reader *r, enum dial_kind kind, enum signal signal,
    const double v[2], const struct place *at)
{
	struct dial *d = &r->book->dials[kind][signal];

	if (d->set &&
	    dial_rank(d->tier, d->fitted) > dial_rank(r->tier, r->fitted))
		return;
	if (d->set && d->tier == r->tier && !r->fitted && !d->fitted &&
	    d->v[0] != v[0])
		book_fault(r->book, true, at, "this replaces what %s:%u says",
		    d->at.file, d->at.line);
	*d = (struct dial){ true, r->fitted, r->tier, { v[0], v[1] }, *at };
}

void
tune_dial(struct reader *r, const struct statement *st, struct scan *s)
{
	bool bias = st->word[0] == 'b', calibrate = st->word[0] == 'c';
	struct place at;
	double v[2] = { 0, 0 };
	int i;

	scan_space(s);
	at = scan_place(s);
	i = wordset_read(r->book, s, &wordset_signals, st->form);
	if (i < 0)
		return;
	if (!read_number(r, st, s,
		bias        ? -10
		: calibrate ? 0.05
			    : 0.01,
		bias        ? 10
		: calibrate ? 20
			    : 0.99,
		&v[0]))
		return;
	if (calibrate && !read_number(r, st, s, -20, 20, &v[1]))
		return;
	names_end(r, st, s);
	set_dial(r,
	    bias        ? DIAL_BIAS
	    : calibrate ? DIAL_CALIBRATE
			: DIAL_THRESHOLD,
	    (enum signal)signal_of(str_of(wordset_signals.names[i])), v, &at);
}

void
tune_valence(struct reader *r, const struct statement *st, struct scan *s)
{
	struct valence_file *f;
	struct place at;
	struct str word;

	scan_space(s);
	at = scan_place(s);
	word = scan_word(s);
	if (word.n > 0 && !str_ieq(word, STR("from"))) {
		book_fault(r->book, false, &at, "write %s", st->form);
		return;
	}
	mend_case(r->book, &at, word, "from");
	if (scan_end(s)) {
		at = scan_place(s);
		book_fault(r->book, false, &at, "a file is missing: %s",
		    st->form);
		return;
	}
	scan_space(s);
	at = scan_place(s);
	f = arena_alloc(r->book->arena, sizeof(*f));
	if (f == NULL)
		return;
	f->at = at;
	f->lang = r->lang;
	if (!lists_file(r->book, r->text.path, scan_rest(s), &at, &f->path,
		&f->bytes))
		return;
	/* Files may go when all is loaded; `rules export` asks later. */
	f->bytes = arena_str(r->book->arena, f->bytes);
	*r->book->valences_end = f;
	r->book->valences_end = &f->next;
}
