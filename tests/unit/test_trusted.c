/*
 * A set that is loaded on trust: its patterns are read when they are first run,
 * by whichever thread comes first.
 */
#include <pthread.h>

#include "rules/match.h"
#include "rules/pattern.h"
#include "ruleshelp.h"

enum { THREADS = 4, ROUNDS = 3 * QUICK_RUNS };

static const char text[] =
    "rule a\n  signal idea\n  say \"please (add|make)\" | wish*\n"
    "  match /\\b(?:why|how) (?:not|so)\\b/i\n  unless \"no (wish|need)\"\n"
    "  near acme within 4 words add hint\n"
    "rule b\n  signal complaint\n  say broken | \"does not (work|start)\"\n"
    "  need product.one within 20 words\n"
    "rule c\n  signal praise\n  say caf\u00e9 | \"so * good\"\n"
    "list product.one = One, Acme-One\n";

static const char *const posts[] = { "Please add tea. I wish, acme, you did.",
	"Why not? I have no wish for it. How so!",
	"My Acme One is broken, it does not start.", "It is broken.",
	"The caf\u00e9 was so very very good; why so glum?",
	"CAFE? Please make it.", "Nothing." };

enum { POSTS = sizeof(posts) / sizeof(posts[0]) };

static struct ruleset *
load(const char *rules, const char *own)
{
	const char *one[] = { write_bytes("shipped.rules", str_of(rules)),
		NULL };
	const char *two[] = { NULL, NULL };
	struct files *files = files_disk();
	struct faults faults;
	struct ruleset *rs = NULL;
	enum status st;

	if (own != NULL)
		two[0] = write_bytes("own.rules", str_of(own));
	faults_init(&faults);
	assert_non_null(files);
	st = ruleset_load_trusted(files, one, own != NULL ? two : NULL, &faults,
	    &rs);
	assert_true((st == OK) == (rs != NULL));
	faults_free(&faults);
	files_free(files);
	return (rs);
}

/* All that is heard in ${post}, as text. */
static void
hear_all(struct classifier *c, struct arena *a, const char *post, char *out,
    size_t size)
{
	struct classify_input in = { .text = str_of(post) };
	struct verdict v;
	size_t n = 0;

	arena_reset(a);
	if (classify(c, a, &in, &v) != OK)
		abort();
	out[0] = '\0';
	for (int s = 0; s < SIGNALS; s++)
		for (size_t i = 0; i < v.signals[s].nevidence; i++) {
			const struct evidence *e = &v.signals[s].evidence[i];

			n += (size_t)snprintf(out + n, size - n,
			    "%.*s@%u-%u %.3f %s; ", STR_ARG(e->rule->name),
			    (unsigned)e->start, (unsigned)e->end, e->points,
			    e->vetoed_by.p != NULL ? "vetoed" : "");
		}
}

static void
a_trusted_set_hears_what_a_tested_one_does(void **state)
{
	struct loaded tested;
	struct ruleset *trusted = load(text, NULL);
	struct arena *a = arena_new(16 << 20);
	struct classifier *c, *d;
	char one[2000], other[2000];
	bool heard = false;

	(void)state;
	load_two(text, NULL, &tested);
	assert_non_null(trusted);
	assert_string_equal(ruleset_info(trusted)->hash,
	    ruleset_info(tested.rs)->hash);
	c = classifier_new(trusted);
	d = classifier_new(tested.rs);
	for (int i = 0; i < POSTS; i++) {
		hear_all(c, a, posts[i], one, sizeof(one));
		hear_all(d, a, posts[i], other, sizeof(other));
		assert_string_equal(one, other);
		heard |= one[0] != '\0';
	}
	assert_true(heard);
	classifier_free(c);
	classifier_free(d);
	arena_free(a);
	ruleset_unref(trusted);
	unload(&tested);
}

static void
nothing_is_read_before_it_is_run(void **state)
{
	struct ruleset *rs = load(text, NULL);

	(void)state;
	assert_non_null(rs);
	assert_true(rs->programs.n > 4);
	for (uint32_t i = 0; i < rs->programs.n; i++) {
		assert_null(rs->programs.v[i].code);
		assert_null(atomic_load(&rs->programs.v[i].quick->late));
		assert_null(atomic_load(&rs->programs.v[i].quick->phrase));
	}
	ruleset_unref(rs);
}

/* Faults are told on trust, too; examples and patterns are not tried. */
static void
only_what_was_tested_before_is_trusted(void **state)
{
	static const char wrong[] = "rule a\n  signal idea\n  say tea\n"
				    "  yes Nothing of the kind.\n  no Milk.\n";
	struct ruleset *rs = load(wrong, NULL);

	(void)state;
	assert_non_null(rs);
	ruleset_unref(rs);
	assert_null(load("rule a\n  signal idea\n  say (tea\n", NULL));
	/* One's own rules may change what the shipped ones hear. */
	assert_null(load(wrong, "rule b\n  signal idea\n  say milk\n"));
}

struct hearer {
	pthread_t thread;
	struct ruleset *rs;
	const char (*expected)[2000];
	bool same;
};

static void *
hear_often(void *arg)
{
	struct hearer *h = arg;
	struct classifier *c = classifier_new(h->rs);
	struct arena *a = arena_new(16 << 20);
	char out[2000];

	h->same = c != NULL && a != NULL;
	for (int round = 0; round < ROUNDS && h->same; round++)
		for (int i = 0; i < POSTS; i++) {
			hear_all(c, a, posts[i], out, sizeof(out));
			h->same &= strcmp(out, h->expected[i]) == 0;
		}
	classifier_free(c);
	arena_free(a);
	return (NULL);
}

static void
threads_may_read_the_same_pattern_first(void **state)
{
	static char expected[POSTS][2000];
	struct ruleset *rs = load(text, NULL);
	struct arena *a = arena_new(16 << 20);
	struct hearer hearers[THREADS];
	struct classifier *c;

	(void)state;
	assert_non_null(rs);
	c = classifier_new(rs);
	for (int i = 0; i < POSTS; i++)
		hear_all(c, a, posts[i], expected[i], sizeof(expected[i]));
	classifier_free(c);
	ruleset_unref(rs);
	/* Anew: nothing of it has been run. */
	rs = load(text, NULL);
	for (int i = 0; i < THREADS; i++) {
		hearers[i] = (struct hearer){ .rs = rs,
			.expected = (const char(*)[2000])expected };
		assert_int_equal(pthread_create(&hearers[i].thread, NULL,
				     hear_often, &hearers[i]),
		    0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(hearers[i].thread, NULL);
		assert_true(hearers[i].same);
	}
	ruleset_unref(rs);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest trusted_tests[] = {
		cmocka_unit_test(a_trusted_set_hears_what_a_tested_one_does),
		cmocka_unit_test(nothing_is_read_before_it_is_run),
		cmocka_unit_test(only_what_was_tested_before_is_trusted),
		cmocka_unit_test(threads_may_read_the_same_pattern_first),
	};

	return (cmocka_run_group_tests_name("trusted_tests", trusted_tests,
	    make_rules_folder, remove_rules_folder));
}
