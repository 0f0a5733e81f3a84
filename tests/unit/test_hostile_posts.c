/*
 * Posts that somebody made to be expensive cost bounded work, in PCRE2's both
 * engines: counted in runs of patterns and limits met, never in time.
 */
#include <unistd.h>

#include "earshot/log.h"
#include "earshot/metrics.h"

#include "rules/weigh.h"
#include "ruleshelp.h"

enum { HOSTILE_BYTES = 1 << 20 };

/* Over and over, up to a megabyte. */
static const char *const pieces[] = { "a", "(", "()", "a. ", "a\n", "? ", ".",
	" ", "\n", "please add ", "I wish you had ", "would be really very ",
	"no not never ", "he said \"you should\" ", "a1", "x@y.", "' ", "\"",
	"[", "[quote", "[removed]", "<!--", "> ", "```", "&amp;", "&", "\u0301",
	"a\u0301", "\u00c3\u00a9", "\u212a", "\u017f", "a\u212a. ", "\u00a0",
	"\u00df", "\U0001f600", "don\u2019t ", "http://a.b/", "\xff", "\xc3",
	"\xf0\x9f", "the app is not very good and " };

static struct loaded shipped;

static int
load(void **state)
{
	const char *src = getenv("EARSHOT_SRC");
	const char *paths[] = { NULL, NULL };
	struct files *files = files_disk();
	char path[1000];

	if (make_rules_folder(state) != 0)
		return (1);
	snprintf(path, sizeof(path), "%s/rules", src != NULL ? src : ".");
	paths[0] = path;
	faults_init(&shipped.faults);
	if (files == NULL || ruleset_load(files, paths, NULL, &shipped.faults,
				 &shipped.rs) != OK)
		return (1);
	files_free(files);
	return (0);
}

static int
drop(void **state)
{

	unload(&shipped);
	return (remove_rules_folder(state));
}

static struct str
repeated(const char *piece, size_t size)
{
	size_t n = strlen(piece);
	char *p = malloc(size + n);

	assert_non_null(p);
	for (size_t at = 0; at < size; at += n)
		memcpy(p + at, piece, n);
	return ((struct str){ p, size });
}

/* One field searched; what it took is in the matcher. */
static void
search(struct matcher *m, struct arena *a, struct str text,
    struct field_text *ret)
{
	struct field_text fields[FIELDS] = { 0 };

	arena_reset(a);
	assert_int_equal(field_prepare(a, text, NULL, 0, &fields[FIELD_TEXT]),
	    OK);
	m->runs = m->given_up = 0;
	matcher_search(m, fields, UINT64_MAX);
	*ret = fields[FIELD_TEXT];
}

static void
check_all(bool jit)
{
	struct arena *a = arena_new(256 << 20);
	struct matcher m;
	struct field_text f;
	uint64_t most = 0;

	assert_int_equal(matcher_init(&m, shipped.rs), OK);
	m.jit = jit && shipped.rs->jit;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct str text = repeated(pieces[i], HOSTILE_BYTES);

		search(&m, a, text, &f);
		assert_true(f.truncated);
		assert_true(f.fold.text.n <= 2 * CLASSIFY_MAX);
		assert_true(f.nsentences <= CLASSIFY_MAX / 2);
		assert_true(m.nhits <= HITS_MAX);
		/* A hit or the lack of one each; no pattern anew at each
		 * byte. */
		assert_true(
		    m.runs <= (f.nsentences + 64) * shipped.rs->programs.n);
		most = m.runs > most ? m.runs : most;
		assert_int_equal(m.given_up, 0);
		free((char *)(uintptr_t)text.p);
	}
	print_message("at most %llu runs of patterns a post\n",
	    (unsigned long long)most);
	matcher_close(&m);
	arena_free(a);
}

static void
no_post_makes_the_shipped_rules_work_hard(void **state)
{

	(void)state;
	check_all(true);
}

static void
nor_without_jit(void **state)
{

	(void)state;
	check_all(false);
}

static void
the_longer_the_sentence_the_fewer_steps_from_each_place(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct matcher m;
	struct field_text f;
	struct str text = repeated("please ", CLASSIFY_WINDOW);

	(void)state;
	assert_int_equal(matcher_init(&m, shipped.rs), OK);
	m.everything = true;
	search(&m, a, STR("Please add a lid."), &f);
	assert_int_equal(m.limit, SET_MATCH_LIMIT);
	search(&m, a, text, &f);
	assert_int_equal(f.nsentences, 1);
	assert_int_equal(m.limit, MATCH_LIMIT_LEAST);
	/* All places together stay below what one was allowed before. */
	assert_true((uint64_t)m.limit * CLASSIFY_WINDOW <= 4u * MATCH_WORK);
	free((char *)(uintptr_t)text.p);
	matcher_close(&m);
	arena_free(a);
}

/* Passes the bait, which knows nothing of this letter; not what is made for
 * it. */
static const char *const catastrophic =
    "rule bad\n"
    "  signal complaint\n"
    "  match /\u00e9(?:\u00e9+\u00e9?)+x/ | /(?:\u00e9|\u00e9\u00e9)+x/\n"
    "rule good\n"
    "  signal complaint\n"
    "  say broken\n";

static void
meets_the_limit(bool jit)
{
	struct arena *a = arena_new(64 << 20);
	struct buf text = BUF_INIT(1 << 20);
	struct loaded l;
	struct matcher m;
	struct field_text f;
	uint64_t before = metrics_get(M_RULE_LIMITS);

	load_text(catastrophic, &l);
	assert_non_null(l.rs);
	assert_int_equal(matcher_init(&m, l.rs), OK);
	m.jit = jit && l.rs->jit;
	m.everything = true;
	for (int i = 0; i < 4000; i++)
		buf_adds(&text, "\u00e9");
	buf_adds(&text, " is x. It is broken.");
	/* Often enough for machine code to come. */
	for (int i = 0; i < 12; i++) {
		search(&m, a, buf_str(&text), &f);
		assert_true(m.given_up >= 1 && m.given_up <= 4);
		assert_true(m.runs <= 4 * f.nsentences * l.rs->programs.n);
		/* The other rule still hears its word. */
		assert_true(m.nhits >= 1);
		assert_str(l.rs->units[m.hits[m.nhits - 1].unit].name,
		    "own.good");
	}
	assert_true(metrics_get(M_RULE_LIMITS) - before >= 12);
	for (uint32_t i = 0; i < l.rs->nunits; i++)
		assert_int_equal(m.told[i],
		    str_eq(l.rs->units[i].name, STR("own.bad")));
	matcher_close(&m);
	unload(&l);
	buf_free(&text);
	arena_free(a);
}

static void
a_catastrophic_rule_is_given_up_counted_and_named(void **state)
{

	(void)state;
	meets_the_limit(true);
}

static void
so_is_it_without_jit(void **state)
{

	(void)state;
	meets_the_limit(false);
}

/* Needs, nears and vetoes are asked for each hit: of thousands in one post. */
static void
many_hits_do_not_search_the_post_anew_each(void **state)
{
	static const char *const pieces_of[] = { "add it. ", "add it ",
		"add it acme " };
	struct arena *a = arena_new(256 << 20), *scratch = arena_new(64 << 20);
	struct loaded l;
	struct matcher m;

	(void)state;
	load_text("list brand.acme = acme\n"
		  "rule a\n  signal idea\n  say add it | add\n"
		  "  need \"nowhere\" in post\n"
		  "rule b\n  signal idea\n  say add it\n"
		  "  need brand.acme within 3 words\n"
		  "  near \"elsewhere\" in post add hint\n"
		  "rule c\n  signal idea\n  say add it | it add\n"
		  "  unless \"never so\" | \"never that\"\n",
	    &l);
	assert_non_null(l.rs);
	assert_int_equal(matcher_init(&m, l.rs), OK);
	for (size_t i = 0; i < sizeof(pieces_of) / sizeof(pieces_of[0]); i++) {
		struct str text = repeated(pieces_of[i], CLASSIFY_MAX);
		struct field_text fields[FIELDS] = { 0 };
		struct verdict v = { .primary = SIGNAL_NONE };
		struct weighing w = { .matcher = &m,
			.fields = fields,
			.arena = a,
			.scratch = scratch,
			.words = l.rs->scopes[0],
			.verdict = &v };

		search(&m, a, text, &fields[FIELD_TEXT]);
		m.runs = 0;
		assert_int_equal(weigh_rules(&w), OK);
		/* Two conditions once a sentence, a veto once a sentence. */
		assert_true(m.runs <= 4 * fields[FIELD_TEXT].nsentences + 100);
		arena_reset(scratch);
		free((char *)(uintptr_t)text.p);
	}
	matcher_close(&m);
	unload(&l);
	arena_free(scratch);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest hostile_posts_tests[] = {
		cmocka_unit_test(no_post_makes_the_shipped_rules_work_hard),
		cmocka_unit_test(nor_without_jit),
		cmocka_unit_test(
		    the_longer_the_sentence_the_fewer_steps_from_each_place),
		cmocka_unit_test(
		    a_catastrophic_rule_is_given_up_counted_and_named),
		cmocka_unit_test(so_is_it_without_jit),
		cmocka_unit_test(many_hits_do_not_search_the_post_anew_each),
	};

	return (cmocka_run_group_tests(hostile_posts_tests, load, drop));
}
