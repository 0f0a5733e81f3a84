/*
 * How long texts take to read, in process: bench_html [MB]
 * Three kinds, each of made-up posts of ordinary length: plain, tidy HTML, and
 * HTML out of order.  CPU time of one thread; the best of five rounds.  Not a
 * test: it passes whatever it measures.
 */
#include <stdio.h>
#include <stdlib.h>

#include "earshot/buf.h"
#include "earshot/clock.h"
#include "earshot/html.h"
#include "earshot/xml.h"

enum { ROUNDS = 5, POST_WORDS = 220, POSTS_MAX = 200000, ARENA_MAX = 16 << 20 };

enum kind { PLAIN, TIDY, DISORDERED, KINDS };

static const char *const kind_names[KINDS] = { "plain", "tidy", "disordered" };

static const char *const vocabulary[] = { "the", "a", "of", "and", "to", "it",
	"we", "they", "with", "customer", "button", "export", "wish", "slow",
	"please", "caf\xc3\xa9", "never", "again", "dashboard", "printer",
	"isn\xe2\x80\x99t", "yesterday", "support", "could", "version" };

/* What stands between words now and then, and how often in a thousand. */
struct mark {
	unsigned often;
	const char *before, *after; /* a word */
};

static const struct mark marks[KINDS][8] = {
	[PLAIN] = { { 60, "", ". " }, { 40, "", ",\n" }, { 5, "", "\n\n" } },
	[TIDY] = { { 30, "<strong>", "</strong>" }, { 25, "<em>", "</em>" },
	    { 15, "<a href=\"https://shop.example/a?b=1&amp;c=2\" rel=\"x\">",
		"</a>" },
	    { 15, "", "</p>\n<p>" }, { 10, "", "<br />" },
	    { 10, "&nbsp;", " &#8230; " },
	    { 5, "<img src=\"/i.png\" alt=\"\" />", "" } },
	[DISORDERED] = { { 30, "<strong>", "</strong>" },
	    { 25, "<em>", "</em>" },
	    { 15, "<a href=\"https://shop.example/a?b=1&amp;c=2\" rel=\"x\">",
		"</a>" },
	    { 15, "", "</p>\n<p>" }, { 10, "", "<br />" },
	    { 10, "<b><i>", "</b></i>" } },
};

/* The same numbers each time. */
static unsigned
draw(uint64_t *seed, unsigned below)
{

	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return ((unsigned)(*seed >> 33) % below);
}

static void
write_post(struct buf *b, enum kind kind, uint64_t *seed)
{
	const struct mark *m;
	unsigned i, k, at;

	if (kind == DISORDERED)
		buf_adds(b, "<b><i>Well</b></i> ");
	if (kind != PLAIN)
		buf_adds(b, "<p>");
	for (i = 0; i < POST_WORDS; i++) {
		at = draw(seed, 1000);
		for (k = 0; k < 8 && at >= marks[kind][k].often; k++)
			at -= marks[kind][k].often;
		m = k < 8 ? &marks[kind][k] : NULL;
		if (m != NULL)
			buf_adds(b, m->before);
		buf_adds(b, vocabulary[draw(seed,
				sizeof(vocabulary) / sizeof(vocabulary[0]))]);
		if (m != NULL)
			buf_adds(b, m->after);
		buf_adds(b, " ");
	}
	if (kind != PLAIN)
		buf_adds(b, "</p>");
}

/* All posts once; microseconds. */
static int64_t
round_of(struct arena *a, struct str all, const size_t *ends, size_t n,
    size_t *ret_bytes)
{
	int64_t start = clock_cpu_us();
	struct html_text text;
	size_t i, at = 0;

	*ret_bytes = 0;
	for (i = 0; i < n; i++) {
		arena_reset(a);
		if (html_to_text(a, str_sub(all, at, ends[i]), &text) != OK)
			abort();
		*ret_bytes += text.text.n;
		at = ends[i];
	}
	return (clock_cpu_us() - start);
}

static void
bench(struct arena *a, enum kind kind, size_t size)
{
	static size_t ends[POSTS_MAX];
	struct buf b = BUF_INIT(size + (1 << 20));
	size_t n = 0, bytes = 0;
	int64_t us, best = INT64_MAX;
	uint64_t seed = 1;

	while (b.n < size && n < POSTS_MAX) {
		write_post(&b, kind, &seed);
		ends[n++] = b.n;
	}
	if (buf_failed(&b) || n == 0)
		exit(2);
	for (int i = 0; i < ROUNDS; i++) {
		us = round_of(a, buf_str(&b), ends, n, &bytes);
		best = us < best ? us : best;
	}
	printf("%-10s %zu posts of %zu bytes to %zu: %.2f us a post, "
	       "%.3f ns a byte\n",
	    kind_names[kind], n, b.n / n, bytes / n, (double)best / (double)n,
	    (double)best * 1e3 / (double)b.n);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 16) << 20;
	struct arena *a = arena_new(ARENA_MAX);
	int kind;

	if (a == NULL || size == 0)
		return (2);
	xml_init();
	for (kind = 0; kind < KINDS; kind++)
		bench(a, (enum kind)kind, size);
	arena_free(a);
	return (0);
}
