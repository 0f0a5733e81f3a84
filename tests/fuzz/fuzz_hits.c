/*
 * Random rules against random texts: what the windows hear is what every
 * pattern hears that is run on everything, in both of PCRE2's engines; and a
 * verdict's scores and slices are what they claim to be.
 *
 * The bytes are choices: first for the rules, then for the text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/classify.h"
#include "earshot/files.h"
#include "earshot/log.h"
#include "earshot/verdict_print.h"

#include "everyhit.h"
#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, OUT_MAX = 16 << 20, TEXT_MAX = 2000 };

struct choices {
	const uint8_t *p;
	size_t n;
};

static unsigned
choose(struct choices *c, unsigned n)
{
	unsigned v;

	if (c->n == 0)
		return (0);
	v = *c->p++;
	c->n--;
	return (v % n);
}

#define ONE_OF(c, list) list[choose((c), sizeof(list) / sizeof(list[0]))]

static const char *const words[] = { "add", "please", "you", "should", "not",
	"never", "no", "said", "don't", "kiss", "task", "café", "Élan", "acme",
	"leak", "broken", "it", "to", "if", "I", "so", "a" };

static void
make_phrase(struct choices *c, struct buf *out, unsigned depth)
{
	static const char *const endings[] = { "", "", "", "", "", "*", "~s",
		"~ed~ing" };
	unsigned n = 1 + choose(c, 3);

	for (unsigned i = 0; i < n; i++) {
		if (i > 0)
			buf_adds(out, choose(c, 6) == 5 ? " * " : " ");
		if (depth > 0 && choose(c, 4) == 3) {
			buf_addc(out, '(');
			make_phrase(c, out, depth - 1);
			buf_addc(out, '|');
			if (choose(c, 3) > 0)
				make_phrase(c, out, depth - 1);
			buf_addc(out, ')');
			continue;
		}
		buf_adds(out, ONE_OF(c, words));
		buf_adds(out, ONE_OF(c, endings));
	}
}

static void
make_pattern(struct choices *c, struct buf *out)
{
	/* No repeats without bound: their trial on bait is all one would
	 * measure here. */
	static const char *const atoms[] = { "a", "k", "s", "é", "add",
		"\\w{1,9}", "\\s+", "\\b", "[a-k]", "(?:to|it)", ".", "it?",
		"\\d?", "^", "$", "(?i)", "(?=s)", "(?<!n)", "o{1,2}",
		"(?:ad|d)" };
	unsigned n = 2 + choose(c, 5);

	while (n-- > 0)
		buf_adds(out, ONE_OF(c, atoms));
}

static void
make_rules(struct choices *c, struct buf *out)
{
	static const char *const signals[] = { "idea", "complaint", "praise",
		"advice", "spam" };
	static const char *const conditions[] = { "", "", "",
		"  need brand.acme within 3 words\n",
		"  near \"please\" in post add hint\n",
		"  need \"it\" | \"you\" in post\n",
		"  near brand.acme within 9 words in post add weak\n",
		"  unless \"no\" | \"so\"\n", "  negatable\n", "  once\n" };
	unsigned n = 1 + choose(c, 3);

	buf_adds(out, "lang en\nlist brand.acme = acme, acme kiss\n");
	for (unsigned i = 0; i < n; i++) {
		buf_printf(out, "rule r%u\n  signal %s\n", i,
		    ONE_OF(c, signals));
		for (unsigned k = 1 + choose(c, 3); k > 0; k--) {
			bool regex = choose(c, 3) == 2;

			buf_adds(out, regex ? "  match /" : "  say \"");
			if (regex)
				make_pattern(c, out);
			else
				make_phrase(c, out, 2);
			buf_adds(out, !regex              ? "\"\n"
				      : choose(c, 2) == 0 ? "/i\n"
							  : "/\n");
		}
		buf_adds(out, ONE_OF(c, conditions));
		buf_adds(out, ONE_OF(c, conditions));
	}
	if (choose(c, 3) == 2)
		buf_adds(out, "when idea and not praise add weak to advice\n");
}

static void
make_text(struct choices *c, struct buf *out)
{
	static const char *const between[] = { " ", " ", " ", " ", "  ", ". ",
		", ", "! ", "\n", "-", "", "'", "\u2019", "\u00a0", "\"", "(",
		"[removed] ", "\n> ", "\xff", "&#39;", "\u00e2\u20ac\u2122",
		"e\u0301", "\u212a", "\u017f", "S", "K" };

	while (c->n > 0 && out->n < TEXT_MAX) {
		buf_adds(out, ONE_OF(c, words));
		buf_adds(out, ONE_OF(c, between));
	}
}

static struct ruleset *
load(struct str bytes)
{
	static char path[64];
	const char *paths[] = { path, NULL };
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;

	if (path[0] == '\0')
		snprintf(path, sizeof(path), "%s/fuzz-hits.%ld.rules",
		    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
		    (long)getpid());
	faults_init(&faults);
	if (files == NULL || files_write(path, bytes, 0600) != OK)
		abort();
	/* What is refused is fuzz_rulefile's business. */
	if (ruleset_load(files, paths, NULL, &faults, &rs) != OK)
		rs = NULL;
	unlink(path);
	faults_free(&faults);
	files_free(files);
	return (rs);
}

static void
check_hits(struct ruleset *rs, struct str text)
{
	struct every e;

	if (!every_init(&e, rs))
		abort();
	for (int jit = 0; jit < 2; jit++) {
		e.m.jit = jit && rs->jit;
		/* Machine code comes with the next run. */
		for (uint32_t i = 0; jit && i < rs->programs.n; i++)
			if (rs->programs.v[i].quick != NULL)
				atomic_store(&rs->programs.v[i].quick->runs,
				    QUICK_RUNS);
		every_compare(&e, (struct str){ NULL, 0 }, text);
	}
	if (e.differ > 0) {
		fprintf(stderr, "%s\n", e.why);
		abort();
	}
	every_close(&e);
}

static void
check_signal(struct str text, const struct signal_verdict *s)
{
	double sum = s->bias;
	bool span = false;

	for (size_t i = 0; i < s->nevidence; i++) {
		const struct evidence *e = &s->evidence[i];

		sum += e->points;
		if (e->field != FIELD_TEXT)
			continue;
		if (e->start >= e->end || e->end > text.n ||
		    e->text.p != text.p + e->start ||
		    e->text.n != e->end - e->start)
			abort();
		span |= e->points > 0;
	}
	if (fabs(s->score - 1 / (1 + exp(-sum))) > 1e-9 || (s->fired && !span))
		abort();
}

static void
check_verdict(struct ruleset *rs, struct str text)
{
	struct classifier *c = classifier_new(rs);
	struct arena *a = arena_new(ARENA_MAX);
	struct buf out = BUF_INIT(OUT_MAX);
	struct classify_input in = { .text = text };
	struct verdict v;

	if (c == NULL || a == NULL || classify(c, a, &in, &v) != OK)
		abort();
	for (int s = 0; s < SIGNALS; s++)
		check_signal(text, &v.signals[s]);
	verdict_json(&out, STR("1"), &v);
	buf_free(&out);
	arena_free(a);
	classifier_free(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choices c = { data, size };
	struct buf rules = BUF_INIT(1 << 16), text = BUF_INIT(1 << 16);
	struct ruleset *rs;

	log_set(LOG_ERROR, false);
	make_rules(&c, &rules);
	make_text(&c, &text);
	rs = load(buf_str(&rules));
	if (rs != NULL) {
		check_hits(rs, buf_str(&text));
		check_verdict(rs, buf_str(&text));
	}
	ruleset_unref(rs);
	buf_free(&rules);
	buf_free(&text);
	return (0);
}
