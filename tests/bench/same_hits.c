/*
 * Are all hits those of every rule run on everything?
 *	same_hits [-i] [-n MADE] RULES... < POSTS
 * POSTS: one a line, plain text or JSON Lines (then "title" and "text" of each
 * count).  MADE further posts are made out of the rules' own words.  -i: with
 * PCRE2's interpreter instead of JIT.  Exits 1 where a post differs.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "earshot/files.h"

#include "everyhit.h"

enum { PATHS_MAX = 256 };

static void
compare_line(struct every *e, char *line, size_t n)
{
	json_t *o = line[0] == '{' ? json_loadb(line, n, 0, NULL) : NULL;

	if (o == NULL)
		every_compare(e, (struct str){ NULL, 0 },
		    (struct str){ line, n });
	else
		every_compare(e,
		    str_of(json_string_value(json_object_get(o, "title"))),
		    str_of(json_string_value(json_object_get(o, "text"))));
	json_decref(o);
}

static void
compare_made(struct every *e, const struct ruleset *rs, long made)
{
	struct maker k = { 42, rs };
	struct buf out = BUF_INIT(64 << 10);

	while (made-- > 0) {
		maker_post(&k, &out);
		every_compare(e, (struct str){ NULL, 0 }, buf_str(&out));
	}
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	const char *paths[PATHS_MAX + 1] = { NULL };
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;
	struct every e;
	bool interpreted = false;
	long made = 3000;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int o;

	while ((o = getopt(argc, argv, "in:")) != -1) {
		interpreted |= o == 'i';
		if (o == 'n')
			made = strtol(optarg, NULL, 10);
	}
	for (int i = optind; i < argc && i - optind < PATHS_MAX; i++)
		paths[i - optind] = argv[i];
	faults_init(&faults);
	if (files == NULL ||
	    ruleset_load(files, paths, NULL, &faults, &rs) != OK ||
	    !every_init(&e, rs)) {
		fputs("cannot load\n", stderr);
		return (2);
	}
	e.m.jit = !interpreted && rs->jit;
	compare_made(&e, rs, made);
	while ((n = getline(&line, &size, stdin)) > 0)
		compare_line(&e, line, (size_t)n - (line[n - 1] == '\n'));
	printf("%zu posts, %u patterns, %zu hits, %zu posts met a limit, %zu "
	       "posts differ\n",
	    e.posts, rs->programs.n, e.compared, e.limited, e.differ);
	if (e.differ > 0)
		puts(e.why);
	free(line);
	o = e.differ > 0;
	every_close(&e);
	ruleset_unref(rs);
	faults_free(&faults);
	files_free(files);
	return (o);
}
