/*
 * Writes a book as JSON; decides nothing.
 */
#include "earshot/rulesexport.h"

#include "earshot/jsonw.h"
#include "earshot/rulebook.h"

#include "ruletext.h"
#include "saying.h"
#include "set.h"

enum { DIGITS = 6 };

static void
word(struct jsonw *j, const char *key, const char *value)
{

	jsonw_kstr(j, key, str_of(value));
}

/* {NULL,0} and "" are null. */
static void
text(struct jsonw *j, const char *key, struct str s)
{

	jsonw_kstr(j, key, s.n > 0 ? s : (struct str){ NULL, 0 });
}

static void
place(struct jsonw *j, const struct place *at)
{

	jsonw_kstr(j, "file", str_of(at->file));
	jsonw_kint(j, "line", at->line);
}

static const char *
tier_word(enum tier tier)
{

	return (tier == TIER_SHIPPED ? "shipped" : "own");
}

static void
phrases(struct jsonw *j, const char *key, const struct pattern *list)
{

	jsonw_key(j, key);
	jsonw_array(j);
	for (; list != NULL; list = list->next)
		if (!list->regex)
			jsonw_str(j, list->source);
	jsonw_end_array(j);
}

static void
regexes(struct jsonw *j, const char *key, const struct pattern *list)
{
	char flags[5];

	jsonw_key(j, key);
	jsonw_array(j);
	for (; list != NULL; list = list->next) {
		if (!list->regex)
			continue;
		saying_flags(list, flags);
		jsonw_object(j);
		jsonw_kstr(j, "pattern", list->source);
		jsonw_kstr(j, "flags", str_of(flags));
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
condition(struct jsonw *j, const struct condition *c)
{

	jsonw_object(j);
	text(j, "list", c->list != NULL ? c->list->full : STR(""));
	text(j, "rule", c->rule != NULL ? c->rule->name : STR(""));
	phrases(j, "say",
	    c->list == NULL && c->rule == NULL ? c->phrases : NULL);
	if (c->words > 0)
		jsonw_kint(j, "within_words", c->words);
	word(j, "within", c->in_post ? "post" : "sentence");
	if (!c->required)
		jsonw_kreal(j, "add", c->weight, DIGITS);
	jsonw_end_object(j);
}

static void
conditions(struct jsonw *j, const char *key, const struct rule *r,
    bool required)
{

	jsonw_key(j, key);
	jsonw_array(j);
	for (const struct condition *c = r->conditions; c != NULL; c = c->next)
		if (c->required == required)
			condition(j, c);
	jsonw_end_array(j);
}

static void
examples(struct jsonw *j, const char *key, const struct rule *r, bool yes)
{

	jsonw_key(j, key);
	jsonw_array(j);
	for (const struct example *e = r->examples; e != NULL; e = e->next)
		if (e->yes == yes)
			jsonw_str(j, e->text);
	jsonw_end_array(j);
}

static void
fields(struct jsonw *j, unsigned bits)
{

	if (bits == 0)
		bits = 1u << FIELD_TITLE | 1u << FIELD_TEXT;
	jsonw_key(j, "in");
	jsonw_array(j);
	for (int f = 0; f < FIELDS; f++)
		if (bits & 1u << f)
			jsonw_str(j, str_of(field_word((enum field)f)));
	jsonw_end_array(j);
}

/* What a rule, a topic, an `also` and an `override` have in common. */
static void
body(struct jsonw *j, const struct rule *r)
{

	text(j, "about", r->about);
	fields(j, r->fields);
	phrases(j, "say", r->says);
	regexes(j, "match", r->says);
	phrases(j, "unless", r->unlesses);
	regexes(j, "unless_match", r->unlesses);
	examples(j, "yes", r, true);
	examples(j, "no", r, false);
}

static void
heading(struct jsonw *j, const struct rule *r)
{

	jsonw_kstr(j, "name", r->name);
	jsonw_kstr(j, "pack", r->pack);
	text(j, "lang", r->lang);
	word(j, "tier", tier_word(r->tier));
	place(j, &r->at);
	jsonw_kbool(j, "off", r->off);
}

static void
weight(struct jsonw *j, const struct rule *r)
{
	const struct tune *t = r->weighed;
	enum weight_from from =
	    t == NULL   ? (r->has_weight ? WEIGHT_RULE : WEIGHT_USUAL)
	    : t->fitted ? WEIGHT_FITTED
			: WEIGHT_PERSON;

	jsonw_kreal(j, "weight", r->weight, DIGITS);
	word(j, "weight_from", weight_from_word(from));
}

static void
rules(struct jsonw *j, const struct book *b)
{

	jsonw_key(j, "rules");
	jsonw_array(j);
	for (const struct rule *r = b->rules; r != NULL; r = r->next) {
		if (r->kind != RULE_RULE)
			continue;
		jsonw_object(j);
		heading(j, r);
		word(j, "signal", signal_word(r->signal));
		word(j, "facet", facet_word(r->facet));
		word(j, "target", target_word(r->target));
		weight(j, r);
		jsonw_kbool(j, "once", r->once);
		jsonw_kbool(j, "negatable", r->negatable);
		body(j, r);
		conditions(j, "near", r, false);
		conditions(j, "need", r, true);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
topics(struct jsonw *j, const struct book *b)
{

	jsonw_key(j, "topics");
	jsonw_array(j);
	for (const struct rule *r = b->rules; r != NULL; r = r->next) {
		if (r->kind != RULE_TOPIC)
			continue;
		jsonw_object(j);
		heading(j, r);
		text(j, "title", r->title);
		body(j, r);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
lists(struct jsonw *j, const struct book *b)
{

	jsonw_key(j, "lists");
	jsonw_array(j);
	for (const struct list *l = b->lists; l != NULL; l = l->next) {
		jsonw_object(j);
		jsonw_kstr(j, "name", l->full);
		jsonw_kstr(j, "pack", l->pack);
		text(j, "lang", l->lang);
		word(j, "tier", tier_word(l->tier));
		place(j, &l->at);
		jsonw_kbool(j, "mentions", l->mention);
		jsonw_key(j, "terms");
		jsonw_array(j);
		for (size_t i = 0; i < l->n; i++)
			jsonw_str(j, l->terms[i].text);
		jsonw_end_array(j);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
whens(struct jsonw *j, const struct ruleset *rs)
{

	jsonw_key(j, "whens");
	jsonw_array(j);
	for (size_t i = 0; i < rs->nwhens; i++) {
		const struct when *w = rs->whens[i].said;

		jsonw_object(j);
		jsonw_kstr(j, "name", rs->whens[i].info->name);
		jsonw_kstr(j, "pack", w->pack);
		place(j, &w->at);
		jsonw_kstr(j, "when", w->text);
		word(j, "signal", signal_word(w->signal));
		jsonw_kreal(j, "add", w->weight, DIGITS);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
tunes(struct jsonw *j, const struct book *b)
{
	static const char *const kinds[] = { "weight", "also", "off",
		"override" };

	jsonw_key(j, "tunes");
	jsonw_array(j);
	for (const struct tune *t = b->tunes; t != NULL; t = t->next) {
		jsonw_object(j);
		word(j, "tune", kinds[t->kind]);
		jsonw_kstr(j, "rule", t->name);
		jsonw_kstr(j, "pack", t->pack);
		word(j, "tier", tier_word(t->tier));
		jsonw_kbool(j, "fitted", t->fitted);
		place(j, &t->at);
		if (t->kind == TUNE_WEIGHT)
			jsonw_kreal(j, "weight", t->weight, DIGITS);
		if (t->kind == TUNE_ALSO && t->body != NULL) {
			body(j, t->body);
			conditions(j, "near", t->body, false);
			conditions(j, "need", t->body, true);
		}
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

static void
signals(struct jsonw *j, const struct ruleset_info *info)
{

	jsonw_key(j, "signals");
	jsonw_array(j);
	for (int s = 0; s < SIGNALS; s++) {
		jsonw_object(j);
		word(j, "signal", signal_word((enum signal)s));
		jsonw_kreal(j, "bias", info->bias[s], DIGITS);
		jsonw_kreal(j, "threshold", info->threshold[s], DIGITS);
		jsonw_key(j, "calibrate");
		jsonw_array(j);
		jsonw_real(j, info->cal_a[s], DIGITS);
		jsonw_real(j, info->cal_b[s], DIGITS);
		jsonw_end_array(j);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

/* One line of a file of valences: a word, white space, a number. */
static void
valence(struct jsonw *j, struct str line)
{
	size_t cut;
	double v;

	line = str_trim(line);
	cut = line.n;
	while (cut > 0 && line.p[cut - 1] != '\t' && line.p[cut - 1] != ' ')
		cut--;
	if (line.n == 0 || line.p[0] == '#' || cut == 0 ||
	    !str_to_double(str_sub(line, cut, line.n), &v))
		return;
	jsonw_array(j);
	jsonw_str(j, str_trim(str_sub(line, 0, cut)));
	jsonw_real(j, v, DIGITS);
	jsonw_end_array(j);
}

static void
valences(struct jsonw *j, const struct book *b)
{

	jsonw_key(j, "valences");
	jsonw_array(j);
	for (const struct valence_file *f = b->valences; f != NULL;
	     f = f->next) {
		struct str rest = f->bytes;

		jsonw_object(j);
		text(j, "lang", f->lang);
		place(j, &f->at);
		jsonw_kstr(j, "from", str_of(f->path));
		jsonw_key(j, "words");
		jsonw_array(j);
		while (rest.n > 0)
			valence(j, str_cut(&rest, '\n'));
		jsonw_end_array(j);
		jsonw_end_object(j);
	}
	jsonw_end_array(j);
}

void
rules_export(const struct ruleset *rs, struct buf *out)
{
	const struct book *b = rs->book;
	struct jsonw j;

	jsonw_init(&j, out);
	jsonw_object(&j);
	word(&j, "format", "earshot-rules-1");
	jsonw_kstr(&j, "ruleset", str_of(rs->info.hash));
	signals(&j, &rs->info);
	lists(&j, b);
	rules(&j, b);
	topics(&j, b);
	whens(&j, rs);
	tunes(&j, b);
	valences(&j, b);
	jsonw_end_object(&j);
	buf_addc(out, '\n');
}
