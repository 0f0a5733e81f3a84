/*
 * How long classifying takes, in process: bench_classify RULES... < POSTS
 * One post a line of standard input (plain text, at most 50,000).  CPU time of
 * one thread.  Not a test: it passes whatever it measures.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>

#include "earshot/classify.h"
#include "earshot/clock.h"

enum { POSTS_MAX = 50000, PATHS_MAX = 256, ARENA_MAX = 16 << 20 };

static struct str posts[POSTS_MAX];

static size_t
read_posts(size_t *ret_bytes)
{
	char *line = NULL;
	size_t size = 0, n = 0;
	ssize_t len;

	*ret_bytes = 0;
	while (n < POSTS_MAX && (len = getline(&line, &size, stdin)) > 0) {
		posts[n].n = (size_t)len - (line[len - 1] == '\n');
		posts[n].p = str_dup((struct str){ line, posts[n].n });
		*ret_bytes += posts[n++].n;
	}
	free(line);
	return (n);
}

/* One round over all posts; microseconds. */
static int64_t
round_of(struct classifier *c, struct arena *a, size_t n, size_t *ret_fired)
{
	int64_t start = clock_cpu_us();

	*ret_fired = 0;
	for (size_t i = 0; i < n; i++) {
		struct classify_input in = { .text = posts[i],
			.lang = STR("en") };
		struct verdict v;

		arena_reset(a);
		if (classify(c, a, &in, &v) != OK)
			abort();
		*ret_fired += v.primary != SIGNAL_NONE;
	}
	return (clock_cpu_us() - start);
}

int
main(int argc, char **argv)
{
	const char *paths[PATHS_MAX + 1] = { NULL };
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;
	struct buf out = BUF_INIT(1 << 20);
	struct classifier *c;
	struct arena *a = arena_new(ARENA_MAX);
	int64_t start, us, best = INT64_MAX;
	size_t n, bytes, fired = 0;

	for (int i = 1; i < argc && i <= PATHS_MAX; i++)
		paths[i - 1] = argv[i];
	faults_init(&faults);
	start = clock_cpu_us();
	if (files == NULL || a == NULL ||
	    ruleset_load(files, paths, NULL, &faults, &rs) != OK) {
		faults_print(&faults, &out, true);
		fputs(out.p != NULL ? out.p : "cannot load\n", stderr);
		return (1);
	}
	us = clock_cpu_us() - start;
	printf("load %.1f ms, %zu rules, JIT %s\n", (double)us / 1000,
	    ruleset_info(rs)->nrules, ruleset_jit(rs) ? "on" : "off");
	n = read_posts(&bytes);
	c = classifier_new(rs);
	if (n == 0 || c == NULL)
		return (1);
	for (int i = 0; i < 3; i++) {
		us = round_of(c, a, n, &fired);
		best = us < best ? us : best;
	}
	printf("%zu posts of %zu bytes, %.2f us a post, %.1f MB/s, %zu fired\n",
	    n, bytes / n, (double)best / (double)n,
	    (double)bytes / (double)best, fired);
	classifier_free(c);
	ruleset_unref(rs);
	arena_free(a);
	faults_free(&faults);
	files_free(files);
	buf_free(&out);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)posts[i].p);
	return (0);
}
