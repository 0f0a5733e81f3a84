/*
 * The prefilter and its windows miss nothing and find nothing else: all hits
 * are those of every pattern run on everything.  A sample of the shared posts
 * and made ones; tests/bench/same_hits.c does the same with all of them.
 */
#include <dirent.h>

#include <jansson.h>

#include "everyhit.h"
#include "ruleshelp.h"

/* Few, so that it takes seconds on a busy machine, too. */
enum {
	EACH = 61, /* of the shared posts: every so many'th */
	EACH_INTERPRETED = 293,
	MADE = 800,
	MADE_INTERPRETED = 100,
	MADE_BOTH = 2000, /* these are not run on everything */
};

static struct loaded set;
static struct every every;

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
	return (!every_init(&every, set.rs));
}

static int
drop(void **state)
{

	(void)state;
	every_close(&every);
	unload(&set);
	return (0);
}

static void
begin(bool interpreted)
{

	every.m.jit = !interpreted && set.rs->jit;
	every.posts = every.compared = every.differ = every.limited = 0;
}

static void
finish(size_t least)
{

	print_message("%zu posts, %zu hits, %zu met a limit\n", every.posts,
	    every.compared, every.limited);
	if (every.differ > 0)
		fail_msg("%zu posts differ; %s", every.differ, every.why);
	assert_true(every.compared > least && every.limited == 0);
}

static void
compare_file(const char *path, size_t each)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	assert_non_null(f);
	for (size_t n = 0; getline(&line, &size, f) > 0; n++) {
		json_t *o;

		if (n % each != 0)
			continue;
		o = json_loads(line, 0, NULL);
		every_compare(&every,
		    str_of(json_string_value(json_object_get(o, "title"))),
		    str_of(json_string_value(json_object_get(o, "text"))));
		json_decref(o);
	}
	free(line);
	fclose(f);
}

static void
compare_shared(size_t each)
{
	const char *shared = getenv("EARSHOT_SHARED");
	char folder[500], path[1000];
	struct dirent *entry;
	DIR *d;

	snprintf(folder, sizeof(folder), "%s/data/classify",
	    shared != NULL ? shared : "");
	d = opendir(folder);
	if (d == NULL) {
		print_message("skipped: no posts in EARSHOT_SHARED\n");
		skip();
	}
	while ((entry = readdir(d)) != NULL) {
		if (!str_ends(str_of(entry->d_name), STR(".jsonl")))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		compare_file(path, each);
	}
	closedir(d);
}

static void
compare_made(size_t n)
{
	struct maker k = { 4711, set.rs };
	struct buf out = BUF_INIT(64 << 10);

	while (n-- > 0) {
		maker_post(&k, &out);
		every_compare(&every, (struct str){ NULL, 0 }, buf_str(&out));
	}
	buf_free(&out);
}

static void
real_posts_have_all_their_hits(void **state)
{

	(void)state;
	begin(false);
	compare_shared(EACH);
	finish(1000);
}

static void
real_posts_have_all_their_hits_without_jit(void **state)
{

	(void)state;
	begin(true);
	compare_shared(EACH_INTERPRETED);
	finish(100);
}

static void
made_posts_have_all_their_hits(void **state)
{

	(void)state;
	begin(false);
	compare_made(MADE);
	finish(1000);
}

static void
made_posts_have_all_their_hits_without_jit(void **state)
{

	(void)state;
	begin(true);
	compare_made(MADE_INTERPRETED);
	finish(100);
}

/* The same rules, the other engine: not one hit more or less. */
static void
both_engines_hear_the_same(void **state)
{
	struct maker k = { 17, set.rs };
	struct buf out = BUF_INIT(64 << 10);

	(void)state;
	begin(false);
	for (int i = 0; i < MADE_BOTH; i++) {
		struct field_text f[FIELDS] = { 0 };
		size_t n;

		maker_post(&k, &out);
		arena_reset(every.arena);
		assert_int_equal(field_prepare(every.arena, buf_str(&out), NULL,
				     0, &f[FIELD_TEXT]),
		    OK);
		matcher_search(&every.m, f, UINT64_MAX);
		n = every.m.nhits;
		memcpy(every.hits, every.m.hits, n * sizeof(*every.hits));
		every.m.jit = false;
		matcher_search(&every.m, f, UINT64_MAX);
		every.m.jit = set.rs->jit;
		assert_int_equal(every.m.nhits, n);
		for (size_t j = 0; j < n; j++)
			assert_true(
			    every_same(&every.hits[j], &every.m.hits[j]));
	}
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest same_hits_tests[] = {
		cmocka_unit_test(real_posts_have_all_their_hits),
		cmocka_unit_test(real_posts_have_all_their_hits_without_jit),
		cmocka_unit_test(made_posts_have_all_their_hits),
		cmocka_unit_test(made_posts_have_all_their_hits_without_jit),
		cmocka_unit_test(both_engines_hear_the_same),
	};

	return (cmocka_run_group_tests(same_hits_tests, load, drop));
}
