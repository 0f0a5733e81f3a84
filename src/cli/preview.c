/*
 * Classifies each post twice and tells the difference.
 */
#include "preview.h"

#include <math.h>
#include <stdlib.h>

#include "earshot/classify.h"
#include "earshot/clock.h"
#include "earshot/hearing.h"
#include "earshot/utf8.h"

#include "show.h"

enum { POST_MEMORY = 64 << 20, TITLE_MAX = 70, SENTENCE_MAX = 110 };

/* A score that moves less is the same to a reader. */
static const double SAME = 0.005;

const char *const preview_changes[PREVIEW_CHANGES] = { "gained", "lost",
	"changed" };

static const struct rows_column columns[] = {
	{ "change", RESULT_TEXT, SHAPE_PLAIN },
	{ "signal", RESULT_TEXT, SHAPE_PLAIN },
	{ "was", RESULT_REAL, SHAPE_SHARE },
	{ "score", RESULT_REAL, SHAPE_SHARE },
	{ "rule", RESULT_TEXT, SHAPE_PLAIN },
	{ "words", RESULT_TEXT, SHAPE_PLAIN },
	{ "why", RESULT_TEXT, SHAPE_PLAIN },
	{ "sentence", RESULT_TEXT, SHAPE_WIDE },
	{ "title", RESULT_TEXT, SHAPE_WIDE },
	{ "post_id", RESULT_INT, SHAPE_NUMBER },
	{ "published_ts", RESULT_INT, SHAPE_TIME },
	{ "source", RESULT_TEXT, SHAPE_PLAIN },
	{ "url", RESULT_TEXT, SHAPE_PLAIN },
	{ NULL, RESULT_NULL, SHAPE_PLAIN },
};

struct preview {
	struct classifier *old, *new;
	struct arena *arena; /* of one post */
	struct rows *rows;
	enum signal only;
	uint64_t counts[PREVIEW_CHANGES];
};

struct preview *
preview_new(struct ruleset *old, struct ruleset *new, enum signal only)
{
	struct preview *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return (NULL);
	p->only = only;
	p->old = classifier_new(old);
	p->new = classifier_new(new);
	p->arena = arena_new(POST_MEMORY);
	p->rows = rows_new(columns);
	if (p->old == NULL || p->new == NULL || p->arena == NULL ||
	    p->rows == NULL) {
		preview_free(p);
		return (NULL);
	}
	return (p);
}

void
preview_free(struct preview *p)
{

	if (p == NULL)
		return;
	classifier_free(p->old);
	classifier_free(p->new);
	arena_free(p->arena);
	rows_free(p->rows);
	free(p);
}

/* The same words by the rule of that name, in the other verdict. */
static const struct evidence *
counterpart(const struct signal_verdict *in, const struct evidence *e)
{

	for (size_t i = 0; i < in->nevidence; i++)
		if (in->evidence[i].field == e->field &&
		    in->evidence[i].start == e->start &&
		    str_eq(in->evidence[i].rule->name, e->rule->name))
			return (&in->evidence[i]);
	return (NULL);
}

/* What adds most in ${a} and does not so in ${b}; NULL: nothing. */
static const struct evidence *
differing(const struct signal_verdict *a, const struct signal_verdict *b)
{
	const struct evidence *most = NULL;

	for (size_t i = 0; i < a->nevidence; i++) {
		const struct evidence *e = &a->evidence[i];
		const struct evidence *other = counterpart(b, e);

		if (other != NULL && fabs(other->points - e->points) < 1e-9)
			continue;
		if (e->points != 0 &&
		    (most == NULL || fabs(e->points) > fabs(most->points)))
			most = e;
	}
	return (most);
}

/* What became of ${e} (${was}: it is of the old verdict), or how it was before;
 * {NULL,0}: there is nothing to say. */
static struct str
why(struct arena *a, const struct evidence *e, bool was,
    const struct signal_verdict *other_side)
{
	const struct evidence *other = counterpart(other_side, e);
	const char *when = was ? "now" : "before";

	if (other == NULL)
		return (
		    was ? STR("not heard any more") : (struct str){ NULL, 0 });
	if (other->negated)
		return (arena_printf(a, "%s negated", when));
	if (str_starts(other->vetoed_by, STR("need ")))
		return (arena_printf(a, "%s missing: %.*s", when,
		    STR_ARG(other->vetoed_by)));
	if (other->vetoed_by.p != NULL)
		return (arena_printf(a, "%s vetoed by \"%.*s\"", when,
		    STR_ARG(other->vetoed_by)));
	return (
	    arena_printf(a, "%+.2f, %s %+.2f", e->points, when, other->points));
}

/* On one line, cut between characters. */
static void
add_title(struct preview *p, const struct post *post)
{
	struct str s = str_trim(post->title.n > 0 ? post->title : post->text);
	size_t line = str_findc(s, '\n');

	if (line != SIZE_MAX)
		s.n = line;
	if (s.n == 0)
		rows_text(p->rows, STR("(no words)"));
	else if (s.n > TITLE_MAX)
		rows_text(p->rows,
		    arena_printf(p->arena, "%.*s…",
			STR_ARG(str_sub(s, 0, utf8_floor(s, TITLE_MAX)))));
	else
		rows_text(p->rows, s);
}

static void
add_words(struct preview *p, const struct post *post, const struct evidence *e)
{
	struct buf out = BUF_INIT(1 << 16);
	struct shown shown;

	if (e->end == e->start) {
		rows_null(p->rows);
		return;
	}
	shown = (struct shown){ .field = str_of(field_word(e->field)),
		.start = e->start,
		.end = e->end,
		.points = e->points };
	show_sentence_of(p->arena, post, &shown, SENTENCE_MAX, false, &out);
	rows_text(p->rows, buf_str(&out));
	buf_free(&out);
}

static void
add_row(struct preview *p, int change, enum signal signal,
    const struct signal_verdict *old, const struct signal_verdict *now,
    const struct post *post)
{
	/* A loss shows in what was, a gain in what is. */
	bool was = change == PREVIEW_LOST;
	const struct evidence *e =
	    was ? differing(old, now) : differing(now, old);

	if (e == NULL) {
		was = !was;
		e = was ? differing(old, now) : differing(now, old);
	}
	rows_word(p->rows, preview_changes[change]);
	rows_word(p->rows, signal_word(signal));
	rows_real(p->rows, old->score);
	rows_real(p->rows, now->score);
	if (e == NULL) {
		/* The bias or the threshold did it. */
		for (int i = 0; i < 4; i++)
			rows_null(p->rows);
	} else {
		rows_text(p->rows, e->rule->name);
		rows_text(p->rows, e->text);
		rows_text(p->rows, why(p->arena, e, was, was ? now : old));
		add_words(p, post, e);
	}
	add_title(p, post);
}

static void
add_post(struct preview *p, const struct post *post, int64_t post_id,
    struct str source)
{

	if (post_id != 0)
		rows_int(p->rows, post_id);
	else
		rows_null(p->rows);
	if (post->published_ts != NO_TIME)
		rows_int(p->rows, post->published_ts);
	else
		rows_null(p->rows);
	rows_text(p->rows, source);
	rows_text(p->rows, post->link);
}

enum status
preview_post(struct preview *p, const struct post *post, struct str lang,
    int64_t post_id, struct str source)
{
	struct classify_input in = hearing_input(post, str_of(NULL));
	struct verdict old, new;
	enum status st;

	if (lang.n > 0)
		in.lang = lang;
	arena_reset(p->arena);
	st = classify(p->old, p->arena, &in, &old);
	if (st == OK)
		st = classify(p->new, p->arena, &in, &new);
	for (int s = 0; s < SIGNALS && st == OK; s++) {
		const struct signal_verdict *a = &old.signals[s];
		const struct signal_verdict *b = &new.signals[s];
		int change = !a->fired && b->fired   ? PREVIEW_GAINED
			     : a->fired && !b->fired ? PREVIEW_LOST
						     : PREVIEW_CHANGED;

		if (p->only != SIGNAL_NONE && p->only != (enum signal)s)
			continue;
		if (change == PREVIEW_CHANGED &&
		    (!a->fired || fabs(a->score - b->score) < SAME))
			continue;
		p->counts[change]++;
		if (rows_count(p->rows) >= PREVIEW_ROWS)
			continue;
		add_row(p, change, (enum signal)s, a, b, post);
		add_post(p, post, post_id, source);
	}
	return (st == OK && arena_failed(p->arena) ? E_MEMORY : st);
}

uint64_t
preview_count(const struct preview *p, int change)
{

	return (p->counts[change]);
}

struct rows *
preview_rows(struct preview *p)
{
	struct rows *r = p->rows;

	p->rows = NULL;
	return (r);
}
