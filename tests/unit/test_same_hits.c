/*
 * The prefilter and its windows miss nothing: on real posts (of the shared
 * data) what each pattern of the shipped packs finds when run on everything is
 * what it finds where the prefilter lets it look.
 */
#include <dirent.h>

#include <jansson.h>

#include "rules/fields.h"
#include "rules/match.h"
#include "rules/set.h"
#include "ruleshelp.h"

struct counts {
	size_t posts, sentences, candidates, matches;
};

static void
check_sentence(struct matcher *m, const struct field_text *f, size_t i,
    struct counts *n)
{
	const struct ruleset *rs = m->rs;
	struct str s = field_sentence(f, i);
	const struct candidate *list;
	size_t ncandidates, start, end, start2, end2;
	uint32_t *from = calloc(rs->programs.n, sizeof(*from)), number;

	assert_non_null(from);
	memset(from, 0xff, rs->programs.n * sizeof(*from));
	ncandidates = prefilter_scan(rs->prefilter, m->scratch, s, &list);
	for (size_t k = 0; k < ncandidates; k++)
		from[list[k].program] = f->plain ? list[k].from : 0;
	n->sentences++;
	n->candidates += ncandidates;
	for (uint32_t k = 0; k < rs->programs.n && !f->odd; k++) {
		if (!matcher_run(m, &rs->programs.v[k], s, 0, &start, &end,
			&number))
			continue;
		n->matches++;
		if (from[k] == UINT32_MAX)
			fail_msg("missed by the prefilter: \"%.*s\" of "
				 "\"%.*s\" (%.*s)",
			    (int)(end - start), s.p + start, STR_ARG(s),
			    STR_ARG(rs->units[rs->programs.v[k].unit].name));
		if (!matcher_run(m, &rs->programs.v[k], s, from[k], &start2,
			&end2, &number) ||
		    start2 != start || end2 != end)
			fail_msg("missed by the window: \"%.*s\"",
			    (int)(end - start), s.p + start);
	}
	free(from);
}

static void
check_file(struct matcher *m, const char *path, struct counts *n)
{
	struct arena *a = arena_new(16 << 20);
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	assert_non_null(f);
	while (getline(&line, &size, f) > 0) {
		json_t *o = json_loads(line, 0, NULL);
		struct field_text field;
		const char *text =
		    json_string_value(json_object_get(o, "text"));

		assert_non_null(text);
		arena_reset(a);
		assert_int_equal(field_prepare(a, str_of(text), NULL, 0,
				     &field),
		    OK);
		for (size_t i = 0; i < field.nsentences; i++)
			check_sentence(m, &field, i, n);
		n->posts++;
		json_decref(o);
	}
	free(line);
	fclose(f);
	arena_free(a);
}

static void
nothing_is_missed_on_real_posts(void **state)
{
	const char *shared = getenv("EARSHOT_SHARED");
	const char *src = getenv("EARSHOT_SRC");
	struct counts n = { 0 };
	char folder[500], path[1000];
	const char *paths[] = { path, NULL };
	struct dirent *entry;
	struct matcher m;
	struct loaded l;
	struct files *files;
	DIR *d;

	(void)state;
	snprintf(folder, sizeof(folder), "%s/data/classify",
	    shared != NULL ? shared : "");
	d = opendir(folder);
	if (d == NULL || src == NULL) {
		print_message("skipped: no posts in EARSHOT_SHARED\n");
		skip();
	}
	snprintf(path, sizeof(path), "%s/rules", src);
	files = files_disk();
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, paths, NULL, &l.faults, &l.rs),
	    OK);
	assert_int_equal(matcher_init(&m, l.rs), OK);
	while ((entry = readdir(d)) != NULL) {
		if (!str_ends(str_of(entry->d_name), STR(".jsonl")))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		check_file(&m, path, &n);
	}
	closedir(d);
	print_message("%zu posts, %zu sentences, %zu candidates, %zu matches\n",
	    n.posts, n.sentences, n.candidates, n.matches);
	assert_true(n.posts > 20000 && n.matches > 10000);
	matcher_close(&m);
	files_free(files);
	unload(&l);
}

int
main(void)
{
	const struct CMUnitTest same_hits_tests[] = {
		cmocka_unit_test(nothing_is_missed_on_real_posts),
	};

	return (RUN_TESTS(same_hits_tests));
}
