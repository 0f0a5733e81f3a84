/*
 * Classifying: any bytes as title, text and quotes give a verdict whose scores
 * follow from its evidence and whose evidence is a slice of what came in.
 * Rules: what PCRE2 matches anywhere, the prefilter does not miss.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/classify.h"
#include "earshot/files.h"
#include "earshot/verdict_print.h"

#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, OUT_MAX = 16 << 20 };

static struct classifier *classifier;
static const struct ruleset_info *info;

static void
load_once(void)
{
	const char *src = getenv("EARSHOT_SRC");
	const char *paths[] = { NULL, NULL };
	struct files *files = files_disk();
	struct ruleset *rs = NULL;
	struct faults faults;
	char path[500];

	snprintf(path, sizeof(path), "%s/rules", src != NULL ? src : ".");
	paths[0] = path;
	faults_init(&faults);
	if (files == NULL ||
	    ruleset_load(files, paths, NULL, &faults, &rs) != OK)
		abort();
	classifier = classifier_new(rs);
	if (classifier == NULL)
		abort();
	info = ruleset_info(rs);
	ruleset_unref(rs);
	faults_free(&faults);
	files_free(files);
}

static void
check_signal(const struct classify_input *in, const struct signal_verdict *s)
{
	double sum = s->bias;

	for (size_t i = 0; i < s->nevidence; i++) {
		const struct evidence *e = &s->evidence[i];
		struct str field =
		    e->field == FIELD_TITLE ? in->title : in->text;

		sum += e->points;
		if (e->field > FIELD_TEXT)
			continue;
		if (e->start >= e->end || e->end > field.n ||
		    e->text.p != field.p + e->start ||
		    e->text.n != e->end - e->start)
			abort();
	}
	if (fabs(s->score - 1 / (1 + exp(-sum))) > 1e-9)
		abort();
	if (s->fired && s->nevidence == 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct buf out = BUF_INIT(OUT_MAX);
	struct arena *a = arena_new(ARENA_MAX);
	struct classify_input in = { .lang = STR("en") };
	struct quote quotes[2];
	struct verdict v;

	if (classifier == NULL)
		load_once();
	if (a == NULL)
		abort();
	in.title = str_cut(&bytes, '\n');
	in.text = bytes;
	if (size > 3) {
		in.stars = data[0] % 6;
		quotes[0].start = data[1];
		quotes[0].end = data[1] + data[2] % 64u;
		quotes[1].start = quotes[0].end + 10;
		quotes[1].end = quotes[1].start + data[3] % 64u;
		in.quotes = quotes;
		in.nquotes = quotes[1].end <= in.text.n   ? 2
			     : quotes[0].end <= in.text.n ? 1
							  : 0;
	}
	if (classify(classifier, a, &in, &v) != OK)
		abort();
	for (int s = 0; s < SIGNALS; s++)
		check_signal(&in, &v.signals[s]);
	verdict_json(&out, STR("null"), &v);
	verdict_text(&out, &in, info, &v, size % 2 == 0);
	buf_free(&out);
	arena_free(a);
	return (0);
}
