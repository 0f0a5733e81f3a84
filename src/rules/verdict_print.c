/*
 * Verdicts for machines and for people.  Only writes; decides nothing.
 */
#include "earshot/verdict_print.h"

#include "earshot/jsonw.h"
#include "earshot/utf8.h"

#include "scope.h"

/* Scores near 1 differ late, and the highest is the primary signal's. */
enum { CONTEXT = 120, POINTS_DIGITS = 6, SCORE_DIGITS = 9 };

static void
evidence_json(struct jsonw *j, const struct evidence *e)
{

	jsonw_object(j);
	jsonw_kstr(j, "rule", e->rule->name);
	jsonw_kstr(j, "field", str_of(field_word(e->field)));
	jsonw_kint(j, "start", e->start);
	jsonw_kint(j, "end", e->end);
	jsonw_kstr(j, "text", e->text.p != NULL ? e->text : STR(""));
	jsonw_kreal(j, "weight", e->weight, POINTS_DIGITS);
	jsonw_kreal(j, "points", e->points, POINTS_DIGITS);
	jsonw_kint(j, "sentence", e->sentence);
	jsonw_kbool(j, "negated", e->negated);
	if (e->vetoed_by.p != NULL)
		jsonw_kstr(j, "vetoed_by", e->vetoed_by);
	jsonw_end_object(j);
}

static void
signal_json(struct jsonw *j, enum signal signal, const struct signal_verdict *s)
{

	jsonw_object(j);
	jsonw_kstr(j, "signal", str_of(signal_word(signal)));
	jsonw_kreal(j, "score", s->score, SCORE_DIGITS);
	jsonw_kbool(j, "fired", s->fired);
	jsonw_kreal(j, "bias", s->bias, POINTS_DIGITS);
	jsonw_key(j, "evidence");
	jsonw_array(j);
	for (size_t i = 0; i < s->nevidence; i++)
		evidence_json(j, &s->evidence[i]);
	jsonw_end_array(j);
	jsonw_end_object(j);
}

static void
word_json(struct jsonw *j, const char *key, const char *word)
{

	jsonw_key(j, key);
	if (word == NULL)
		jsonw_null(j);
	else
		jsonw_str(j, str_of(word));
}

/* Topic ${i} stands once more: it was heard in several places. */
static bool
topic_again(const struct verdict *v, size_t i)
{

	for (size_t k = 0; k < i; k++)
		if (str_eq(v->topics[k].topic, v->topics[i].topic))
			return (true);
	return (false);
}

static bool
mention_again(const struct verdict *v, size_t i)
{

	for (size_t k = 0; k < i; k++)
		if (str_eq(v->mentions[k].list, v->mentions[i].list) &&
		    str_eq(v->mentions[k].term, v->mentions[i].term))
			return (true);
	return (false);
}

static void
topics_json(struct jsonw *j, const struct verdict *v)
{

	jsonw_key(j, "topics");
	jsonw_array(j);
	for (size_t i = 0; i < v->ntopics; i++)
		if (!topic_again(v, i))
			jsonw_str(j, v->topics[i].topic);
	jsonw_end_array(j);
}

static void
mentions_json(struct jsonw *j, const struct verdict *v)
{

	jsonw_key(j, "mentions");
	jsonw_array(j);
	for (size_t i = 0; i < v->nmentions; i++) {
		bool said = false;

		for (size_t k = 0; k < i; k++)
			said |=
			    str_eq(v->mentions[k].list, v->mentions[i].list);
		if (!said)
			jsonw_str(j, v->mentions[i].list);
	}
	jsonw_end_array(j);
}

void
verdict_json(struct buf *out, struct str id, const struct verdict *v)
{
	struct jsonw j;

	jsonw_init(&j, out);
	jsonw_object(&j);
	jsonw_key(&j, "id");
	buf_add(out, id);
	j.after_key = false;
	jsonw_kstr(&j, "lang", v->lang);
	word_json(&j, "primary", signal_word(v->primary));
	jsonw_key(&j, "signals");
	jsonw_array(&j);
	for (int s = 0; s < SIGNALS; s++)
		signal_json(&j, (enum signal)s, &v->signals[s]);
	jsonw_end_array(&j);
	word_json(&j, "facet", facet_word(v->facet));
	word_json(&j, "target", target_word(v->target));
	topics_json(&j, v);
	mentions_json(&j, v);
	jsonw_kreal(&j, "sentiment", v->sentiment, 4);
	jsonw_kreal(&j, "intensity", v->intensity, 4);
	jsonw_kbool(&j, "truncated", v->truncated);
	jsonw_end_object(&j);
}

static struct str
field_of_input(const struct classify_input *in, enum field field)
{

	return (field == FIELD_TITLE    ? in->title
		: field == FIELD_TEXT   ? in->text
		: field == FIELD_AUTHOR ? in->author
		: field == FIELD_URL    ? in->url
		: field == FIELD_TAGS   ? in->tags
					: (struct str){ NULL, 0 });
}

static bool
ends_sentence(struct str s, size_t at)
{

	if (s.p[at] == '\n')
		return (true);
	return (strchr(".!?", s.p[at]) != NULL && s.p[at] != '\0' &&
		at + 1 < s.n && (s.p[at + 1] == ' ' || s.p[at + 1] == '\n'));
}

/* The sentence round [start, end) with the match marked. */
static void
add_context(struct buf *out, struct str s, size_t start, size_t end, bool color)
{
	size_t from = start, to = end;

	while (
	    from > 0 && start - from < CONTEXT && !ends_sentence(s, from - 1))
		from--;
	while (to < s.n && to - end < CONTEXT && !ends_sentence(s, to))
		to++;
	if (to < s.n && s.p[to] != '\n')
		to++;
	from = utf8_floor(s, from);
	to = utf8_floor(s, to);
	while (from < start && s.p[from] == ' ')
		from++;
	if (from > 0 && start - from >= CONTEXT)
		buf_adds(out, "…");
	utf8_plain(str_sub(s, from, start), false, out);
	buf_adds(out, color ? "\033[1m" : "[");
	utf8_plain(str_sub(s, start, end), false, out);
	buf_adds(out, color ? "\033[0m" : "]");
	utf8_plain(str_sub(s, end, to > end ? to : end), false, out);
	if (to < s.n && to - end >= CONTEXT)
		buf_adds(out, "…");
}

/* Why it counts nothing; nothing when it counts. */
static void
objection_text(struct buf *out, const struct evidence *e)
{

	if (e->negated)
		buf_adds(out, " (negated: counts nothing)");
	else if (scope_reason(e->vetoed_by))
		buf_printf(out, " (%.*s: counts nothing)",
		    STR_ARG(e->vetoed_by));
	else if (str_starts(e->vetoed_by, STR("need ")))
		buf_printf(out, " (missing: %.*s)", STR_ARG(e->vetoed_by));
	else if (e->vetoed_by.p != NULL)
		buf_printf(out, " (vetoed by \"%.*s\")", STR_ARG(e->vetoed_by));
	else if (e->points == 0)
		buf_adds(out, " (counted once already)");
}

static void
evidence_text(struct buf *out, const struct classify_input *in,
    const struct evidence *e, bool color)
{

	buf_printf(out, "  %+6.2f  %-28.*s ", e->points,
	    STR_ARG(e->rule->name));
	if (e->rule->about.p != NULL)
		utf8_plain(e->rule->about, false, out);
	objection_text(out, e);
	buf_addc(out, '\n');
	if (e->end == e->start)
		return;
	buf_printf(out, "          %s",
	    e->field != FIELD_TEXT ? field_word(e->field) : "");
	buf_adds(out, e->field != FIELD_TEXT ? ": " : "");
	add_context(out, field_of_input(in, e->field), e->start, e->end, color);
	buf_addc(out, '\n');
}

/* Score and threshold, and how far apart they are. */
static void
score_text(struct buf *out, const struct ruleset_info *rules,
    enum signal signal, const struct signal_verdict *s)
{
	double threshold = rules->threshold[signal];
	double apart = threshold - s->score;

	buf_printf(out, "%-10s %.2f ", signal_word(signal), s->score);
	if (s->fired)
		buf_printf(out, "fired: %.2f over its threshold %.2f", -apart,
		    threshold);
	else if (s->score >= threshold)
		buf_printf(out,
		    "not fired: over its threshold %.2f, but no words of the "
		    "post speak for it",
		    threshold);
	else
		buf_printf(out, "%s: %.2f under its threshold %.2f",
		    s->nevidence > 0 ? "not fired" : "nothing heard", apart,
		    threshold);
}

static void
signal_text(struct buf *out, const struct classify_input *in,
    const struct ruleset_info *rules, enum signal signal,
    const struct signal_verdict *s, bool color)
{

	score_text(out, rules, signal, s);
	buf_printf(out, "  (bias %.2f)\n", s->bias);
	for (size_t i = 0; i < s->nevidence; i++)
		evidence_text(out, in, &s->evidence[i], color);
}

/* Which languages the rules speak, each once. */
static void
abstained_text(struct buf *out, const struct ruleset_info *rules,
    const struct verdict *v)
{
	bool some = false;

	buf_printf(out, "abstained: the post seems to be \"%.*s\"",
	    STR_ARG(v->lang));
	for (size_t i = 0; i < rules->nrules; i++) {
		struct str lang = rules->rules[i]->lang;
		bool said = lang.n == 0;

		for (size_t k = 0; k < i && !said; k++)
			said = str_eq(rules->rules[k]->lang, lang);
		if (said)
			continue;
		buf_printf(out, "%s%.*s", some ? ", " : ", the rules speak ",
		    STR_ARG(lang));
		some = true;
	}
	buf_adds(out, " (no rules for this language)\n");
}

static void
nearly_text(struct buf *out, const struct classify_input *in,
    const struct verdict *v, bool color)
{
	bool said = false;

	for (int s = 0; s < SIGNALS; s++)
		for (size_t i = 0; i < v->signals[s].nevidence; i++) {
			const struct evidence *e = &v->signals[s].evidence[i];

			if (!e->negated && e->vetoed_by.p == NULL)
				continue;
			if (!said)
				buf_adds(out, "  nearly heard:\n");
			said = true;
			buf_printf(out, "    %-9s ",
			    signal_word((enum signal)s));
			buf_add(out, e->rule->name);
			objection_text(out, e);
			buf_adds(out, "\n              ");
			add_context(out, field_of_input(in, e->field), e->start,
			    e->end, color);
			buf_addc(out, '\n');
		}
}

void
verdict_brief(struct buf *out, const struct classify_input *in,
    const struct ruleset_info *rules, const struct verdict *v, bool color)
{
	bool heard = false;

	if (v->abstained) {
		buf_adds(out, "  ");
		abstained_text(out, rules, v);
	}
	for (int s = 0; s < SIGNALS; s++) {
		const struct signal_verdict *sv = &v->signals[s];
		bool counts = false;

		for (size_t i = 0; i < sv->nevidence && !counts; i++)
			counts = sv->evidence[i].points != 0;
		if (!counts)
			continue;
		heard = true;
		buf_adds(out, "  ");
		score_text(out, rules, (enum signal)s, sv);
		buf_addc(out, '\n');
		for (size_t i = 0; i < sv->nevidence; i++)
			if (sv->evidence[i].points != 0)
				evidence_text(out, in, &sv->evidence[i], color);
	}
	if (!heard && !v->abstained)
		buf_adds(out, "  nothing heard\n");
	nearly_text(out, in, v, color);
}

void
verdict_text(struct buf *out, const struct classify_input *in,
    const struct ruleset_info *rules, const struct verdict *v, bool color)
{

	buf_printf(out, "primary: %s",
	    v->primary != SIGNAL_NONE ? signal_word(v->primary) : "none");
	if (v->facet != FACET_NONE)
		buf_printf(out, ", facet %s", facet_word(v->facet));
	if (v->target != TARGET_NONE)
		buf_printf(out, ", target %s", target_word(v->target));
	buf_printf(out, ", language %.*s, sentiment %+.2f, intensity %.2f\n",
	    STR_ARG(v->lang), v->sentiment, v->intensity);
	if (v->abstained)
		abstained_text(out, rules, v);
	if (v->truncated)
		buf_printf(out, "only the first %d bytes were looked at\n",
		    CLASSIFY_MAX);
	for (size_t i = 0; i < v->ntopics; i++)
		if (!topic_again(v, i))
			buf_printf(out, "%s%.*s", i == 0 ? "topics: " : ", ",
			    STR_ARG(v->topics[i].topic));
	if (v->ntopics > 0)
		buf_addc(out, '\n');
	for (size_t i = 0; i < v->nmentions; i++)
		if (!mention_again(v, i))
			buf_printf(out, "%s%.*s (%.*s)",
			    i == 0 ? "mentions: " : ", ",
			    STR_ARG(v->mentions[i].list),
			    STR_ARG(v->mentions[i].term));
	if (v->nmentions > 0)
		buf_addc(out, '\n');
	for (int s = 0; s < SIGNALS; s++)
		signal_text(out, in, rules, (enum signal)s, &v->signals[s],
		    color);
}
