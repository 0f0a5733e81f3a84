#include <math.h>

#include "oneset.h"

static const char *const rules =
    "pack t\n"
    "lang en\n"
    "list brand.acme = Acme Brew, @acmebrew, \"Barista One\"\n"
    "rule had\n"
    "  signal idea  facet want  target product\n"
    "  say I wish you had | \"don't you sell\"\n"
    "rule add\n"
    "  signal idea  weight weak  once\n"
    "  say please add\n"
    "rule leak\n"
    "  signal complaint  facet lack  target service\n"
    "  say leak~s~ed~ing | broken | caf\u00e9 closed\n"
    "  negatable\n"
    "  unless \"broken in\"\n"
    "rule love\n"
    "  signal praise\n"
    "  say love it | \"\U0001f600\"\n"
    "when stars <= 2 add weak to complaint\n";

static int
load(void **state)
{

	return (set_make(state, rules));
}

/* What the manual says of a score. */
static void
assert_recomputable(const struct heard *h)
{

	for (int s = 0; s < SIGNALS; s++) {
		const struct signal_verdict *v = &h->v.signals[s];
		double sum = v->bias;
		bool span = false;

		for (size_t i = 0; i < v->nevidence; i++) {
			sum += v->evidence[i].points;
			span |= v->evidence[i].end > v->evidence[i].start;
		}
		assert_true(fabs(v->score - 1 / (1 + exp(-sum))) < 1e-12);
		assert_true(!v->fired || span);
	}
}

/* Each evidence is the byte slice that it claims to be. */
static void
assert_slices(const struct heard *h)
{

	for (int s = 0; s < SIGNALS; s++)
		for (size_t i = 0; i < h->v.signals[s].nevidence; i++) {
			const struct evidence *e = &h->v.signals[s].evidence[i];
			struct str field =
			    e->field == FIELD_TITLE ? h->in.title : h->in.text;

			if (e->field > FIELD_TEXT)
				continue;
			assert_true(e->start < e->end && e->end <= field.n);
			assert_ptr_equal(e->text.p, field.p + e->start);
			assert_int_equal(e->text.n, e->end - e->start);
			/* at character boundaries */
			assert_true((field.p[e->start] & 0xc0) != 0x80);
			assert_true(e->end == field.n ||
				    (field.p[e->end] & 0xc0) != 0x80);
		}
}

static void
spans_are_exact_through_any_folding(void **state)
{
	static const struct {
		const char *text;
		enum signal signal;
		const char *spans;
	} posts[] = {
		{ "I wish you had tea.", SIGNAL_IDEA, "[I wish you had]" },
		{ "Why don\u2019t you sell lids?", SIGNAL_IDEA,
		    "[don\u2019t you sell]" },
		{ "Why dont you sell lids?", SIGNAL_IDEA, "[dont you sell]" },
		{ "Why don&#39;t you sell lids?", SIGNAL_IDEA,
		    "[don&#39;t you sell]" },
		{ "\u201cOh\u201d \u2014 I\u00a0wish   you\thad tea\u2026",
		    SIGNAL_IDEA, "[I\u00a0wish   you\thad]" },
		{ "\U0001f600\U0001f600 I WISH YOU HAD \u2764\ufe0f",
		    SIGNAL_IDEA, "[I WISH YOU HAD]" },
		{ "Cafe\u0301s apart, it is BROKEN!", SIGNAL_COMPLAINT,
		    "[BROKEN]" },
		{ "Your CAF\u00c9 closed early &amp; it leaks",
		    SIGNAL_COMPLAINT, "[CAF\u00c9 closed] [leaks]" },
		{ "nice \U0001f600", SIGNAL_PRAISE, "[\U0001f600]" },
		{ "I wish you had x. I wish you had y.", SIGNAL_IDEA,
		    "[I wish you had] [I wish you had]" },
		{ "a broken-in shoe", SIGNAL_COMPLAINT, "[broken]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		struct heard h;

		hear(set.rs, posts[i].text, &h);
		assert_string_equal(spans_of(&h, posts[i].signal),
		    posts[i].spans);
		assert_slices(&h);
		assert_recomputable(&h);
		forget(&h);
	}
}

static void
a_further_hit_adds_half_and_once_adds_nothing(void **state)
{
	struct heard h;
	const struct evidence *e;

	(void)state;
	hear(set.rs,
	    "I wish you had a. I wish you had b. I wish you had c. "
	    "Please add d. Please add e.",
	    &h);
	e = h.v.signals[SIGNAL_IDEA].evidence;
	assert_int_equal(h.v.signals[SIGNAL_IDEA].nevidence, 5);
	assert_true(e[0].points == 2.5 && e[1].points == 1.25);
	assert_true(e[2].points == 0.625);
	assert_true(e[3].points == 1.5 && e[4].points == 0);
	assert_int_equal(e[0].sentence, 0);
	assert_int_equal(e[4].sentence, 4);
	assert_recomputable(&h);
	forget(&h);
}

static void
weak_alone_does_not_fire(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs, "Please add salt to the pan.", &h);
	assert_int_equal(h.v.signals[SIGNAL_IDEA].nevidence, 1);
	assert_false(h.v.signals[SIGNAL_IDEA].fired);
	assert_int_equal(h.v.primary, SIGNAL_NONE);
	forget(&h);
}

static void
negated_and_vetoed_hits_stay_with_their_reason(void **state)
{
	struct heard h;
	const struct evidence *e;

	(void)state;
	hear(set.rs, "It never leaks.\nMy boots are broken in now.", &h);
	e = h.v.signals[SIGNAL_COMPLAINT].evidence;
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].nevidence, 2);
	assert_true(e[0].negated && e[0].points == 0);
	assert_str(e[1].vetoed_by, "broken in");
	assert_true(e[1].points == 0);
	assert_false(h.v.signals[SIGNAL_COMPLAINT].fired);
	forget(&h);
}

static void
stars_help_but_never_fire_alone(void **state)
{
	struct classify_input in = { .text = STR("It came on Monday."),
		.stars = 1 };
	struct heard h;
	const struct evidence *e;

	(void)state;
	hear_input(set.rs, &in, &h);
	e = h.v.signals[SIGNAL_COMPLAINT].evidence;
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].nevidence, 1);
	assert_int_equal(e->field, FIELD_STARS);
	assert_int_equal(e->end, 0);
	assert_str(e->rule->name, "t.when.18");
	assert_recomputable(&h);
	forget(&h);

	in.text = STR("It leaks, it leaks, it leaks, and then it leaks.");
	hear_input(set.rs, &in, &h);
	assert_true(h.v.signals[SIGNAL_COMPLAINT].fired);
	assert_recomputable(&h);
	forget(&h);
}

static void
title_comes_first_and_has_its_own_offsets(void **state)
{
	struct classify_input in = { .title = STR("It is broken"),
		.text = STR("Sadly. I wish you had spares, mine leaks.") };
	struct heard h;

	(void)state;
	hear_input(set.rs, &in, &h);
	assert_string_equal(spans_of(&h, SIGNAL_COMPLAINT), "[broken] [leaks]");
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].evidence[0].field,
	    FIELD_TITLE);
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].evidence[1].sentence, 1);
	assert_slices(&h);
	/* of two that fired, the higher score; its rules give the facet */
	assert_int_equal(h.v.primary, SIGNAL_COMPLAINT);
	assert_int_equal(h.v.facet, FACET_LACK);
	assert_int_equal(h.v.target, TARGET_SERVICE);
	forget(&h);
}

static void
on_a_tie_ideas_come_before_praise(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs, "I love it. I wish you had more.", &h);
	assert_true(
	    h.v.signals[SIGNAL_IDEA].score == h.v.signals[SIGNAL_PRAISE].score);
	assert_int_equal(h.v.primary, SIGNAL_IDEA);
	forget(&h);
}

static void
quotes_of_others_are_not_searched(void **state)
{
	struct str text =
	    STR("He wrote \u201cit leaks\u201d, I wish you had asked me.");
	struct quote quotes[] = { { 9, 23 } };
	struct classify_input in = { .text = text,
		.nquotes = 1,
		.quotes = quotes };
	struct heard h;

	(void)state;
	hear_input(set.rs, &in, &h);
	assert_string_equal(spans_of(&h, SIGNAL_COMPLAINT), "");
	assert_string_equal(spans_of(&h, SIGNAL_IDEA), "[I wish you had]");
	assert_slices(&h);
	forget(&h);
}

static void
a_moderators_marker_is_heard_as_spam_only(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("rule gone\n  signal spam\n  say promotion * removed\n"
		  "rule lost\n  signal complaint\n  say removed\n",
	    &l);
	hear(l.rs, "[self-promotion comments removed]\nIt works.", &h);
	assert_string_equal(spans_of(&h, SIGNAL_SPAM),
	    "[promotion comments removed]");
	assert_string_equal(spans_of(&h, SIGNAL_COMPLAINT), "");
	assert_slices(&h);
	forget(&h);
	hear(l.rs, "They removed it.", &h);
	assert_string_equal(spans_of(&h, SIGNAL_COMPLAINT), "[removed]");
	forget(&h);
	unload(&l);
}

static void
mentions_forgive_spaces_hyphens_and_case(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs,
	    "ACME-BREW\u2019s barista one, AcmeBrew, @acmebrew and "
	    "baristaones",
	    &h);
	assert_int_equal(h.v.nmentions, 4);
	for (size_t i = 0; i < 4; i++)
		assert_str(h.v.mentions[i].list, "brand.acme");
	assert_str(h.v.mentions[0].term, "Acme Brew");
	assert_int_equal(h.v.mentions[0].start, 0);
	assert_int_equal(h.v.mentions[0].end, 9);
	assert_str(h.v.mentions[1].term, "Barista One");
	assert_str(h.v.mentions[3].term, "@acmebrew");
	forget(&h);
}

static void
rules_abstain_on_other_languages(void **state)
{
	struct classify_input in = { .text = STR("broken broken broken"),
		.lang = STR("fr-CA") };
	struct heard h;

	(void)state;
	hear_input(set.rs, &in, &h);
	assert_str(h.v.lang, "fr");
	assert_true(h.v.abstained);
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].nevidence, 0);
	forget(&h);

	in.lang = (struct str){ NULL, 0 };
	in.text = STR("La machine est broken et je ne suis pas content.");
	hear_input(set.rs, &in, &h);
	assert_str(h.v.lang, "fr");
	assert_true(h.v.abstained);
	forget(&h);

	in.text = STR("It is broken, and I am not happy with that.");
	hear_input(set.rs, &in, &h);
	assert_str(h.v.lang, "en");
	assert_true(h.v.signals[SIGNAL_COMPLAINT].fired);
	forget(&h);
}

static void
past_64_kb_the_rest_is_left_out(void **state)
{
	size_t n = CLASSIFY_MAX + 100;
	char *text = malloc(n);
	struct classify_input in = { .text = { text, n } };
	struct heard h;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', n);
	memcpy(text + 20000, " broken ", 8);
	memcpy(text + n - 8, " broken ", 8);
	hear_input(set.rs, &in, &h);
	assert_true(h.v.truncated);
	assert_string_equal(spans_of(&h, SIGNAL_COMPLAINT), "[broken]");
	assert_int_equal(h.v.signals[SIGNAL_COMPLAINT].evidence[0].start,
	    20001);
	forget(&h);
	free(text);
}

static void
bytes_that_are_no_utf8_are_survived(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs, "\xff\xfe I wish you had \xc3( \x80 tea", &h);
	assert_string_equal(spans_of(&h, SIGNAL_IDEA), "[I wish you had]");
	assert_slices(&h);
	forget(&h);
}

static void
an_empty_post_says_nothing(void **state)
{
	struct heard h;

	(void)state;
	hear(set.rs, "", &h);
	assert_int_equal(h.v.primary, SIGNAL_NONE);
	assert_str(h.v.lang, "und");
	assert_true(h.v.sentiment == 0 && h.v.intensity == 0);
	assert_recomputable(&h);
	forget(&h);
}

int
main(void)
{
	const struct CMUnitTest classify_tests[] = {
		cmocka_unit_test(spans_are_exact_through_any_folding),
		cmocka_unit_test(a_further_hit_adds_half_and_once_adds_nothing),
		cmocka_unit_test(weak_alone_does_not_fire),
		cmocka_unit_test(
		    negated_and_vetoed_hits_stay_with_their_reason),
		cmocka_unit_test(stars_help_but_never_fire_alone),
		cmocka_unit_test(title_comes_first_and_has_its_own_offsets),
		cmocka_unit_test(on_a_tie_ideas_come_before_praise),
		cmocka_unit_test(quotes_of_others_are_not_searched),
		cmocka_unit_test(a_moderators_marker_is_heard_as_spam_only),
		cmocka_unit_test(mentions_forgive_spaces_hyphens_and_case),
		cmocka_unit_test(rules_abstain_on_other_languages),
		cmocka_unit_test(past_64_kb_the_rest_is_left_out),
		cmocka_unit_test(bytes_that_are_no_utf8_are_survived),
		cmocka_unit_test(an_empty_post_says_nothing),
	};

	return (cmocka_run_group_tests(classify_tests, load, set_drop));
}
