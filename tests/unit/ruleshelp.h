/*
 * For tests of the rules workshop: rule files out of strings, faults as text,
 * posts out of strings.
 */
#ifndef TESTS_RULESHELP_H
#define TESTS_RULESHELP_H

#include <sys/stat.h>

#include <unistd.h>

#include "earshot/classify.h"

#include "unit.h"

static char rules_folder[64];

static inline int
make_rules_folder(void **state)
{

	(void)state;
	strcpy(rules_folder, "/tmp/test-rules.XXXXXX");
	return (mkdtemp(rules_folder) == NULL);
}

static inline int
remove_rules_folder(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", rules_folder);
	return (system(command));
}

/* rules_path: of file ${name} in the folder; good for four calls. */
static inline const char *
rules_path(const char *name)
{
	static char paths[4][256];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", rules_folder, name);
	return (path);
}

static inline const char *
write_bytes(const char *name, struct str bytes)
{
	const char *path = rules_path(name);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
	return (path);
}

/* What came of a load: the set (NULL: refused) and its faults. */
struct loaded {
	struct ruleset *rs;
	struct faults faults;
	char printed[20000]; /* faults, without the folder's name or carets */
};

static inline void
print_faults(struct loaded *l, bool carets)
{
	struct buf out = BUF_INIT(1 << 20);
	const char *p;
	size_t n = 0, cut = strlen(rules_folder) + 1;

	faults_print(&l->faults, &out, carets);
	for (p = out.p != NULL ? out.p : "";
	     *p != '\0' && n + 1 < sizeof(l->printed);) {
		if (strncmp(p, rules_folder, cut - 1) == 0)
			p += cut;
		else
			l->printed[n++] = *p++;
	}
	l->printed[n] = '\0';
	buf_free(&out);
}

/* load_two: ${shipped} as shipped.rules, ${own} (may be NULL) as own.rules. */
static inline void
load_two(const char *shipped, const char *own, struct loaded *ret)
{
	const char *one[] = { NULL, NULL }, *two[] = { NULL, NULL };
	struct files *files = files_disk();
	enum status st;

	assert_non_null(files);
	if (shipped != NULL)
		one[0] = write_bytes("shipped.rules", str_of(shipped));
	if (own != NULL)
		two[0] = write_bytes("own.rules", str_of(own));
	ret->rs = NULL;
	faults_init(&ret->faults);
	st = ruleset_load(files, one, two, &ret->faults, &ret->rs);
	assert_true(st == OK || st == E_SYNTAX);
	assert_true((st == OK) == (ret->rs != NULL));
	assert_true((st == OK) == (ret->faults.errors == 0));
	files_free(files);
	print_faults(ret, false);
}

static inline void
load_text(const char *text, struct loaded *ret)
{

	load_two(NULL, text, ret);
}

static inline void
unload(struct loaded *l)
{

	ruleset_unref(l->rs);
	faults_free(&l->faults);
}

/* assert_faults: loading ${text} gives exactly these lines. */
#define assert_faults(text, expected)                        \
	do {                                                 \
		struct loaded l_;                            \
		load_text((text), &l_);                      \
		assert_string_equal(l_.printed, (expected)); \
		unload(&l_);                                 \
	} while (0)

#define assert_loads(text) assert_faults((text), "")

/* One post's verdict and what it lives in. */
struct heard {
	struct classifier *classifier;
	struct arena *arena;
	struct classify_input in;
	struct verdict v;
};

static inline void
hear_input(struct ruleset *rs, const struct classify_input *in,
    struct heard *ret)
{

	assert_non_null(rs);
	ret->classifier = classifier_new(rs);
	ret->arena = arena_new(16 << 20);
	ret->in = *in;
	assert_non_null(ret->classifier);
	assert_non_null(ret->arena);
	assert_int_equal(classify(ret->classifier, ret->arena, in, &ret->v),
	    OK);
}

static inline void
hear(struct ruleset *rs, const char *text, struct heard *ret)
{
	struct classify_input in = { .text = str_of(text) };

	hear_input(rs, &in, ret);
}

static inline void
forget(struct heard *h)
{

	classifier_free(h->classifier);
	arena_free(h->arena);
}

/* spans_of: the evidence of ${signal} that counts, as "[a] [b]". */
static inline const char *
spans_of(const struct heard *h, enum signal signal)
{
	static char room[2000];
	const struct signal_verdict *s = &h->v.signals[signal];
	size_t n = 0;

	room[0] = '\0';
	for (size_t i = 0; i < s->nevidence; i++)
		if (!s->evidence[i].negated &&
		    s->evidence[i].vetoed_by.p == NULL)
			n += (size_t)snprintf(room + n, sizeof(room) - n,
			    "%s[%.*s]", n > 0 ? " " : "",
			    STR_ARG(s->evidence[i].text));
	return (room);
}

/* assert_hears: the counting spans of ${signal} in ${text}. */
#define assert_hears(rs, text, signal, expected)                          \
	do {                                                              \
		struct heard h_;                                          \
		hear((rs), (text), &h_);                                  \
		assert_string_equal(spans_of(&h_, (signal)), (expected)); \
		forget(&h_);                                              \
	} while (0)

#endif
