/*
 * Runs each example through the whole classifier, as a post would go, and asks
 * what its own rule said.
 */
#include "selftest.h"

#include <stdio.h>

#include "earshot/classify.h"

#include "scope.h"
#include "set.h"

enum { EXAMPLE_ARENA = 8 << 20 };

struct answer {
	bool hit;
	const struct evidence *stopped; /* heard, but negated or vetoed */
	struct topic_hit *topic;
};

static struct answer
ask(const struct unit *u, const struct verdict *v)
{
	struct answer answer = { false, NULL, NULL };
	const struct signal_verdict *s;

	if (u->kind == UNIT_TOPIC) {
		for (size_t i = 0; i < v->ntopics; i++)
			answer.hit |= v->topics[i].topic.p == u->name.p;
		return (answer);
	}
	s = &v->signals[u->info->signal];
	for (size_t i = 0; i < s->nevidence; i++) {
		const struct evidence *e = &s->evidence[i];

		if (e->rule != u->info)
			continue;
		if (e->negated || e->vetoed_by.p != NULL)
			answer.stopped = e;
		else
			answer.hit = true;
	}
	return (answer);
}

static void
fault(struct faults *faults, bool warning, const struct example *e,
    const char *message)
{

	faults_add(faults, warning, e->at.file, e->at.line, e->at.column,
	    e->at.text, "%s", message);
}

static void
judge_yes(const struct ruleset *rs, struct faults *faults, const struct unit *u,
    const struct example *e, const struct verdict *v)
{
	struct answer answer = ask(u, v);
	const struct evidence *s = answer.stopped;
	enum signal signal;
	char message[400];

	if (!answer.hit) {
		if (s != NULL && s->negated)
			snprintf(message, sizeof(message),
			    "%.*s does not hear "
			    "this: \"%.*s\" is negated",
			    STR_ARG(u->name), STR_ARG(s->text));
		else if (s != NULL)
			snprintf(message, sizeof(message),
			    "%.*s does not hear "
			    "this: %s%.*s",
			    STR_ARG(u->name),
			    scope_reason(s->vetoed_by) ? "it is "
			    : str_starts(s->vetoed_by, STR("need "))
				? "missing: "
				: "it has what `unless` forbids: ",
			    STR_ARG(s->vetoed_by));
		else
			snprintf(message, sizeof(message),
			    "%.*s does not hear "
			    "this: no phrase of it stands here",
			    STR_ARG(u->name));
		fault(faults, e->tuned, e, message);
		return;
	}
	if (u->kind != UNIT_RULE)
		return;
	signal = u->info->signal;
	if (u->info->weight <= 0 || v->signals[signal].fired)
		return;
	/* Shipped rules that only help are meant to. */
	if (u->rule->tier == TIER_SHIPPED && u->info->weight < 2.5)
		return;
	snprintf(message, sizeof(message),
	    "%.*s hears this but it scores %.2f, needs %.2f: %s, or it only "
	    "helps others",
	    STR_ARG(u->name), v->signals[signal].score,
	    rs->info.threshold[signal],
	    u->info->weight < 2.5 ? "raise to strong"
	    : u->info->weight < 4 ? "raise to sure"
				  : "lower its signal's threshold");
	fault(faults, true, e, message);
}

static void
judge_no(struct faults *faults, const struct unit *u, const struct example *e,
    const struct verdict *v)
{
	char message[400];

	if (!ask(u, v).hit)
		return;
	snprintf(message, sizeof(message),
	    "%.*s hears this and must not: add "
	    "an `unless`, or make its phrases longer",
	    STR_ARG(u->name));
	fault(faults, e->tuned, e, message);
}

/* An example is a post's text, or the field that the rule listens to. */
static void
place_text(const struct unit *u, struct str text, struct classify_input *in)
{

	if (u->fields & 1u << FIELD_TEXT)
		in->text = text;
	else if (u->fields & 1u << FIELD_TITLE)
		in->title = text;
	else if (u->fields & 1u << FIELD_AUTHOR)
		in->author = text;
	else if (u->fields & 1u << FIELD_URL)
		in->url = text;
	else
		in->tags = text;
}

enum status
selftest_run(struct ruleset *rs, struct faults *faults, size_t *ret_examples)
{
	struct classifier *c = classifier_new(rs);
	struct arena *a = arena_new(EXAMPLE_ARENA);
	enum status st = c != NULL && a != NULL ? OK : E_MEMORY;
	size_t n = 0;

	for (uint32_t i = 0; i < rs->nunits && st == OK; i++) {
		const struct unit *u = &rs->units[i];
		const struct example *e =
		    u->rule != NULL ? u->rule->examples : NULL;

		for (; e != NULL && st == OK; e = e->next, n++) {
			struct classify_input in = { .lang = u->rule->lang };
			struct verdict v;

			place_text(u, e->text, &in);
			arena_reset(a);
			st = classify(c, a, &in, &v);
			if (st != OK)
				break;
			if (e->yes)
				judge_yes(rs, faults, u, e, &v);
			else
				judge_no(faults, u, e, &v);
		}
	}
	arena_free(a);
	classifier_free(c);
	*ret_examples = n;
	return (st);
}
