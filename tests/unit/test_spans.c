/*
 * What a verdict says of itself holds for every post: evidence is a slice of
 * what came in, at character boundaries, and scores follow from bias and
 * points.  On the shared posts, as they are, with typographic signs, with
 * references, and mis-decoded: dressed otherwise they are heard alike.
 */
#include <dirent.h>
#include <math.h>

#include <jansson.h>

#include "earshot/utf8.h"

#include "ruleshelp.h"

static struct loaded set;
static struct classifier *classifier;
static struct arena *arena;
static size_t nevidence, nfired;

static int
load(void **state)
{
	const char *src = getenv("EARSHOT_SRC");
	const char *paths[] = { NULL, NULL };
	struct files *files = files_disk();
	char path[1000];

	(void)state;
	snprintf(path, sizeof(path), "%s/rules", src != NULL ? src : ".");
	paths[0] = path;
	faults_init(&set.faults);
	if (files == NULL ||
	    ruleset_load(files, paths, NULL, &set.faults, &set.rs) != OK)
		return (1);
	files_free(files);
	classifier = classifier_new(set.rs);
	arena = arena_new(64 << 20);
	return (classifier == NULL || arena == NULL);
}

static int
drop(void **state)
{

	(void)state;
	classifier_free(classifier);
	arena_free(arena);
	unload(&set);
	return (0);
}

static bool
at_boundary(struct str s, size_t at)
{

	return (at == s.n || !utf8_valid(s) || ((unsigned char)s.p[at] & 0xc0) != 0x80);
}

static void
check_evidence(const struct classify_input *in, const struct evidence *e)
{
	struct str field = e->field == FIELD_TITLE ? in->title : in->text;

	assert_true(isfinite(e->points) && isfinite(e->weight));
	/* What was vetoed or negated adds nothing. */
	assert_true(e->points == 0 || (!e->negated && e->vetoed_by.p == NULL));
	if (e->field > FIELD_TEXT)
		return;
	assert_true(e->start < e->end && e->end <= field.n);
	assert_true(at_boundary(field, e->start));
	assert_true(at_boundary(field, e->end));
	assert_ptr_equal(e->text.p, field.p + e->start);
	assert_int_equal(e->text.n, e->end - e->start);
	nevidence++;
}

/* earshot-rules(5): the log-odds are the bias and all points. */
static void
check_signal(const struct classify_input *in, const struct signal_verdict *s,
    double threshold)
{
	double sum = s->bias;
	bool span = false;

	for (size_t i = 0; i < s->nevidence; i++) {
		check_evidence(in, &s->evidence[i]);
		sum += s->evidence[i].points;
		span |= s->evidence[i].end > s->evidence[i].start &&
			s->evidence[i].points > 0;
	}
	assert_true(fabs(s->score - 1 / (1 + exp(-sum))) < 1e-12);
	assert_true(s->fired == (s->score >= threshold && span));
	nfired += s->fired;
}

static void
check_verdict(const struct classify_input *in, const struct verdict *v)
{
	const struct ruleset_info *info = ruleset_info(set.rs);

	for (int s = 0; s < SIGNALS; s++)
		check_signal(in, &v->signals[s], info->threshold[s]);
	if (v->primary != SIGNAL_NONE)
		assert_true(v->signals[v->primary].fired);
	for (int s = 0; s < SIGNALS; s++)
		assert_true(
		    !v->signals[s].fired ||
		    v->signals[s].score <= v->signals[v->primary].score);
	for (size_t i = 0; i < v->nmentions; i++)
		assert_true(at_boundary(in->text, v->mentions[i].end));
	for (size_t i = 0; i < v->ntopics; i++)
		assert_true(v->topics[i].start < v->topics[i].end);
	assert_true(v->sentiment >= -1 && v->sentiment <= 1);
	assert_true(v->intensity >= 0 && v->intensity <= 1);
}

static void
judge(struct str text, struct verdict *ret)
{
	struct classify_input in = { .text = text, .lang = STR("en") };

	assert_int_equal(classify(classifier, arena, &in, ret), OK);
	check_verdict(&in, ret);
}

typedef void post_check(struct str text);

static size_t
on_shared_posts(post_check *check)
{
	const char *shared = getenv("EARSHOT_SHARED");
	char folder[500], path[1000], *line = NULL;
	struct dirent *entry;
	size_t size = 0, n = 0;
	DIR *d;

	snprintf(folder, sizeof(folder), "%s/data/classify",
	    shared != NULL ? shared : "");
	d = opendir(folder);
	if (d == NULL) {
		print_message("skipped: no posts in EARSHOT_SHARED\n");
		skip();
	}
	while ((entry = readdir(d)) != NULL) {
		FILE *f;

		if (!str_ends(str_of(entry->d_name), STR(".jsonl")))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		f = fopen(path, "r");
		assert_non_null(f);
		for (; getline(&line, &size, f) > 0; n++) {
			json_t *o = json_loads(line, 0, NULL);

			arena_reset(arena);
			check(str_of(
			    json_string_value(json_object_get(o, "text"))));
			json_decref(o);
		}
		fclose(f);
	}
	closedir(d);
	free(line);
	return (n);
}

static void
as_it_is(struct str text)
{
	struct verdict v;

	judge(text, &v);
}

static void
every_verdict_is_what_it_says(void **state)
{
	size_t n;

	(void)state;
	nevidence = nfired = 0;
	n = on_shared_posts(as_it_is);
	print_message("%zu posts, %zu spans, %zu fired\n", n, nevidence,
	    nfired);
	assert_true(n > 20000 && nevidence > 10000 && nfired > 2000);
}

/* The same evidence, whatever the bytes that it stands in. */
static void
assert_alike(const struct verdict *a, const struct verdict *b, struct str text)
{

	for (int s = 0; s < SIGNALS; s++) {
		const struct signal_verdict *x = &a->signals[s];
		const struct signal_verdict *y = &b->signals[s];

		if (x->nevidence != y->nevidence || x->score != y->score)
			fail_msg("heard otherwise: %.*s", STR_ARG(text));
		for (size_t i = 0; i < x->nevidence; i++)
			assert_ptr_equal(x->evidence[i].rule,
			    y->evidence[i].rule);
	}
}

static bool
ascii_prose(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || strchr("&<`_", s.p[i]) ||
		    (s.p[i] == '\'' && i + 1 < s.n && s.p[i + 1] == '\''))
			return (false);
	return (true);
}

/* ${text} with ${plain} replaced by ${sign}. */
static struct str
dress(struct str text, char plain, const char *sign)
{
	struct buf out = BUF_INIT(8 << 20);
	struct str s;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == plain)
			buf_adds(&out, sign);
		else
			buf_addc(&out, text.p[i]);
	s = arena_str(arena, buf_str(&out));
	assert_false(buf_failed(&out));
	buf_free(&out);
	return (s);
}

static void
dressed_otherwise(struct str text)
{
	static const struct {
		char plain;
		const char *sign;
	} dresses[] = { { '\'', "\u2019" }, { '\'', "&#39;" },
		{ '\'', "&rsquo;" }, { ' ', "\u00a0" }, { '"', "&quot;" } };
	struct verdict plain, other;

	if (!ascii_prose(text))
		return;
	judge(text, &plain);
	for (size_t i = 0; i < sizeof(dresses) / sizeof(dresses[0]); i++) {
		struct str s = dress(text, dresses[i].plain, dresses[i].sign);

		if (s.n == text.n)
			continue;
		judge(s, &other);
		assert_alike(&plain, &other, s);
	}
}

static void
typographic_signs_and_references_change_nothing(void **state)
{

	(void)state;
	assert_true(on_shared_posts(dressed_otherwise) > 20000);
}

/* As a program shows it that takes UTF-8 for Windows-1252. */
static void
mis_decoded(struct str text)
{
	struct verdict plain, other;
	struct str s;

	if (!ascii_prose(text) || str_findc(text, '\'') == SIZE_MAX)
		return;
	judge(text, &plain);
	s = dress(text, '\'', "\u00e2\u20ac\u2122");
	judge(s, &other);
	assert_alike(&plain, &other, s);
}

static void
mis_decoded_apostrophes_change_nothing(void **state)
{

	(void)state;
	assert_true(on_shared_posts(mis_decoded) > 20000);
}

static void
broken(struct str text)
{
	char *p = arena_alloc(arena, text.n + 1);
	struct verdict v;

	assert_non_null(p);
	memcpy(p, text.p, text.n);
	for (size_t i = 3; i < text.n; i += 11)
		p[i] = (char)(0x80 + i * 7 % 0x80);
	judge((struct str){ p, text.n }, &v);
}

static void
bytes_that_are_no_utf8_break_nothing(void **state)
{

	(void)state;
	assert_true(on_shared_posts(broken) > 20000);
}

int
main(void)
{
	const struct CMUnitTest spans_tests[] = {
		cmocka_unit_test(every_verdict_is_what_it_says),
		cmocka_unit_test(
		    typographic_signs_and_references_change_nothing),
		cmocka_unit_test(mis_decoded_apostrophes_change_nothing),
		cmocka_unit_test(bytes_that_are_no_utf8_break_nothing),
	};

	return (cmocka_run_group_tests(spans_tests, load, drop));
}
