/*
 * What a wrong insight says of its rules: which spoke, by share of the points,
 * and the sentence as a `no` line for the one that said most.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/insight.h"

#include "example.h"
#include "judging.h"
#include "show.h"
#include "wrap.h"

enum { BLAME_MEMORY = 64 << 20, BLAME_RULES = 20, SENTENCE_MAX = 160 };

/* A rule with all its evidence in this insight. */
struct speaker {
	const struct shown *best; /* what counted most, with words if any */
	double points;
};

struct blame {
	struct cli *cli;
	const struct setup *setup;
	struct arena *arena;
	const struct post *post;
	struct shown *list;
	size_t n;
	struct speaker speakers[BLAME_RULES];
	size_t nspeakers;
	double sum; /* of what spoke for it */
};

static int
by_points(const void *pa, const void *pb)
{
	const struct speaker *a = pa, *b = pb;

	if (a->points != b->points)
		return (a->points > b->points ? -1 : 1);
	return (str_cmp(a->best->rule, b->best->rule));
}

static bool
better(const struct shown *a, const struct shown *b)
{

	if ((a->start >= 0) != (b->start >= 0))
		return (a->start >= 0);
	return (a->points > b->points);
}

static void
add_up(struct blame *b)
{

	for (size_t i = 0; i < b->n; i++) {
		const struct shown *e = &b->list[i];
		size_t at = 0;

		if (e->points == 0)
			continue;
		while (at < b->nspeakers &&
		       !str_eq(b->speakers[at].best->rule, e->rule))
			at++;
		if (at == BLAME_RULES)
			continue;
		if (at == b->nspeakers)
			b->speakers[b->nspeakers++] = (struct speaker){ e, 0 };
		if (better(e, b->speakers[at].best))
			b->speakers[at].best = e;
		b->speakers[at].points += e->points;
	}
	qsort(b->speakers, b->nspeakers, sizeof(*b->speakers), by_points);
	for (size_t i = 0; i < b->nspeakers; i++)
		if (b->speakers[i].points > 0)
			b->sum += b->speakers[i].points;
}

static void
print_speakers(const struct blame *b)
{
	bool color = cli_is_terminal(STDOUT_FILENO);

	puts("the rules that spoke:");
	for (size_t i = 0; i < b->nspeakers; i++) {
		const struct speaker *s = &b->speakers[i];
		struct buf out = BUF_INIT(1 << 16);

		if (s->points > 0)
			printf("  %3.0f %%", 100 * s->points / b->sum);
		else
			printf("  %+5.2f", s->points);
		printf("  %.*s", STR_ARG(s->best->rule));
		if (s->best->file.n > 0)
			printf("  (%.*s:%" PRId64 ")", STR_ARG(s->best->file),
			    s->best->line);
		putchar('\n');
		if (s->best->about.n > 0)
			printf("         %.*s\n", STR_ARG(s->best->about));
		show_sentence_of(b->arena, b->post, s->best, SENTENCE_MAX,
		    color, &out);
		if (out.n > 0)
			printf("         %s\n", out.p);
		buf_free(&out);
	}
}

/* Shipped packs are never edited: what is added to them stands in an own file.
 */
static bool
is_shipped(const struct blame *b, struct str file)
{
	struct str folder = str_of(b->setup->conf->rules_shipped);
	struct buf path = BUF_INIT(8192);
	bool there;

	if (folder.n == 0 || file.n == 0 || b->cli->request.nrules > 0)
		return (false);
	if (file.p[0] == '/')
		return (str_starts(file, folder));
	buf_printf(&path, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file));
	there = !buf_failed(&path) && access(path.p, F_OK) == 0;
	buf_free(&path);
	return (there);
}

static void
print_no_line(const struct blame *b)
{
	const struct shown *e = NULL;
	struct str sentence;

	for (size_t i = 0; e == NULL && i < b->nspeakers; i++)
		if (b->speakers[i].points > 0 &&
		    b->speakers[i].best->start >= 0)
			e = b->speakers[i].best;
	if (e == NULL)
		return;
	sentence = example_line(b->arena, show_whole(b->arena, b->post, e));
	/* A sentence without end is no example: the words themselves are. */
	if (sentence.n == 0)
		sentence = example_line(b->arena, e->text);
	if (sentence.n == 0)
		return;
	if (is_shipped(b, e->file))
		printf("\nIf it should never hear that, put this into a rule "
		       "file of your own, with what\ntells it apart "
		       "(`unless`), until `earshot rules test` finds all "
		       "well:\n\nalso  %.*s\n",
		    STR_ARG(e->rule));
	else
		printf("\nIf it should never hear that, put this line below %s"
		       "%.*s, and mend the rule\nuntil `earshot rules test` "
		       "finds all well:\n\n",
		    "rule ", STR_ARG(e->rule));
	fputs("  no      ", stdout);
	wrap_say(stdout, sentence);
	putchar('\n');
}

static enum status
read_insight(struct blame *b, struct reader *r, const char *ref)
{
	struct stored_post *sp = arena_alloc(b->arena, sizeof(*sp));
	enum status st;

	if (sp == NULL)
		return (E_MEMORY);
	st = query_post(r, b->arena, str_of(ref), sp);
	if (st != OK)
		return (st);
	b->post = &sp->post;
	/* The reference as people mistype it names one of this post's. */
	for (int64_t i = 0; i < sp->ninsights; i++) {
		char read[INSIGHT_REF];

		if (insight_ref_read(str_of(ref), read) &&
		    strcmp(read, sp->insights[i].ref) == 0)
			return (show_evidence(r, b->arena,
			    sp->insights[i].insight_id, &b->list, &b->n));
	}
	return (E_NOT_FOUND);
}

void
judging_blame(struct cli *c, const struct setup *s, const char *ref)
{
	struct blame b = { .cli = c, .setup = s };
	struct reader *r = NULL;
	int status = 0;
	enum status st;

	b.arena = arena_new(BLAME_MEMORY);
	if (b.arena == NULL)
		return;
	r = cli_reader(c, s, 10000, &status);
	if (r == NULL)
		goto out;
	st = read_insight(&b, r, ref);
	if (st != OK) {
		cli_fail(c, 2, "its rules cannot be read: %s", status_told(st));
		goto out;
	}
	add_up(&b);
	if (b.nspeakers == 0)
		puts("by today's rules none speaks for it any more");
	else {
		print_speakers(&b);
		print_no_line(&b);
	}
out:
	reader_close(r);
	arena_free(b.arena);
}
