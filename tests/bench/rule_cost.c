/*
 * Which patterns cost most?
 *	rule_cost [-l LANG] [-n ROWS] RULES < POSTS
 * POSTS: JSON Lines with "text".  With LANG only rules of this language and of
 * none listen.  For each pattern: how often the prefilter let
 * it run, how often it hit, microseconds in all.  A pattern that runs on every
 * sentence has no literal that it cannot do without; one that runs often and
 * hits seldom has only common ones.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "earshot/files.h"

#include "rules/match.h"

struct row {
	uint32_t program;
	size_t runs, hits;
	double us;
};

static uint64_t langs = UINT64_MAX;

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3);
}

static int
dearer_first(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	return (a->us < b->us ? 1 : a->us > b->us ? -1 : 0);
}

static void
run_sentence(struct matcher *m, const struct field_text *f, size_t sentence,
    char *room, struct row *rows)
{
	const struct ruleset *rs = m->rs;
	struct str s = field_sentence(f, sentence), text;
	const struct candidate *list;
	size_t n, start, end;
	uint32_t number;

	text = f->plain ? s : prefilter_text(s, room);
	n = prefilter_scan(rs->prefilter, m->scratch, text, langs, &list);
	for (size_t i = 0; i < n; i++) {
		const struct program *p = &rs->programs.v[list[i].program];
		struct row *row = &rows[list[i].program];
		double from = now_us();

		if ((rs->units[p->unit].fields & 1u << FIELD_TEXT) == 0)
			continue;
		row->hits += matcher_run(m, p, s,
		    text.n == s.n ? list[i].from : 0, &start, &end, &number);
		row->us += now_us() - from;
		row->runs++;
	}
}

static size_t
run_posts(struct matcher *m, struct row *rows)
{
	static char room[CLASSIFY_WINDOW];
	struct arena *a = arena_new(64 << 20);
	char *line = NULL;
	size_t size = 0, sentences = 0;
	ssize_t n;

	while (a != NULL && (n = getline(&line, &size, stdin)) > 0) {
		json_t *o = json_loadb(line, (size_t)n, 0, NULL);
		struct str text =
		    str_of(json_string_value(json_object_get(o, "text")));
		struct field_text f;

		arena_reset(a);
		if (field_prepare(a, text, NULL, 0, &f) != OK)
			abort();
		for (size_t i = 0; i < f.nsentences; i++)
			run_sentence(m, &f, i, room, rows);
		sentences += f.nsentences;
		json_decref(o);
	}
	free(line);
	arena_free(a);
	return (sentences);
}

/* The phrase or pattern as it was written, as far as it is known. */
static struct str
source_of(const struct ruleset *rs, uint32_t program)
{
	const struct unit *u = &rs->units[rs->programs.v[program].unit];
	const struct pattern *said = u->rule != NULL ? u->rule->says : NULL;

	while (
	    said != NULL && program > 0 &&
	    rs->programs.v[program - 1].unit == rs->programs.v[program].unit) {
		said = said->next;
		program--;
	}
	return (said != NULL ? said->source : STR(""));
}

static void
print(const struct ruleset *rs, struct row *rows, long most, size_t sentences)
{
	size_t runs = 0;
	double us = 0;

	for (uint32_t i = 0; i < rs->programs.n; i++) {
		runs += rows[i].runs;
		us += rows[i].us;
	}
	printf("%zu sentences, %u patterns, %zu literals, %zu runs, "
	       "%.0f us\n",
	    sentences, rs->programs.n, prefilter_literals(rs->prefilter), runs,
	    us);
	qsort(rows, rs->programs.n, sizeof(*rows), dearer_first);
	for (uint32_t i = 0; i < rs->programs.n && (long)i < most; i++) {
		struct str name =
		    rs->units[rs->programs.v[rows[i].program].unit].name;
		struct str source = source_of(rs, rows[i].program);

		printf("%8.0f us %7zu runs %6zu hits  %.*s  %.*s\n", rows[i].us,
		    rows[i].runs, rows[i].hits, STR_ARG(name),
		    STR_ARG(str_sub(source, 0, 80)));
	}
}

int
main(int argc, char **argv)
{
	const char *paths[2] = { NULL, NULL };
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;
	struct matcher m;
	struct row *rows;
	const char *lang = "";
	long most = 40;
	int o;

	while ((o = getopt(argc, argv, "l:n:")) != -1) {
		if (o == 'n')
			most = strtol(optarg, NULL, 10);
		if (o == 'l')
			lang = optarg;
	}
	paths[0] = optind < argc ? argv[optind] : ".";
	faults_init(&faults);
	if (files == NULL ||
	    ruleset_load(files, paths, NULL, &faults, &rs) != OK ||
	    matcher_init(&m, rs) != OK) {
		fputs("cannot load\n", stderr);
		return (2);
	}
	if (set_lang(rs, str_of(lang)) > 0)
		langs = 1 | UINT64_C(1) << set_lang(rs, str_of(lang));
	rows = calloc(rs->programs.n + 1u, sizeof(*rows));
	if (rows == NULL)
		return (2);
	for (uint32_t i = 0; i < rs->programs.n; i++)
		rows[i].program = i;
	print(rs, rows, most, run_posts(&m, rows));
	free(rows);
	matcher_close(&m);
	ruleset_unref(rs);
	faults_free(&faults);
	files_free(files);
	return (0);
}
