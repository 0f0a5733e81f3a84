/*
 * For tests that a feed list survives being written and read back.
 */
#ifndef TESTS_SAMEFEEDS_H
#define TESTS_SAMEFEEDS_H

#include "earshot/feedlist.h"

#include "edited.h"

static inline int
by_url(const void *a, const void *b)
{
	const struct feed_spec *const *x = a, *const *y = b;

	return (str_cmp((*x)->url, (*y)->url));
}

static inline const struct feed_spec **
in_order(const struct feedlist *l)
{
	const struct feed_spec **specs =
	    calloc(feedlist_count(l) + 1, sizeof(*specs));

	assert_non_null(specs);
	for (size_t i = 0; i < feedlist_count(l); i++)
		specs[i] = feedlist_get(l, i);
	qsort(specs, feedlist_count(l), sizeof(*specs), by_url);
	return (specs);
}

/* A field that differs, or NULL; not where the feed stands. */
static inline const char *
difference(const struct feed_spec *a, const struct feed_spec *b)
{

#define UNLIKE(field)                                    \
	if (!str_eq(str_of(a->field), str_of(b->field))) \
	return (#field)
	if (!str_eq(a->url, b->url))
		return ("url");
	UNLIKE(title);
	UNLIKE(source);
	UNLIKE(site);
	UNLIKE(tags);
	UNLIKE(lang);
	UNLIKE(need);
	UNLIKE(secret);
	UNLIKE(staff);
	UNLIKE(partner);
#undef UNLIKE
	if (a->kind != b->kind)
		return ("kind");
	if (a->role != b->role)
		return ("role");
	if (a->follow != b->follow)
		return ("follow");
	if (a->every_s != b->every_s)
		return ("every_s");
	if (a->keep_s != b->keep_s)
		return ("keep_s");
	return (a->paused != b->paused ? "paused" : NULL);
}

/* Every field of every feed, in whatever order. */
static inline void
assert_same_feeds(const struct feedlist *a, const struct feedlist *b)
{
	const struct feed_spec **x = in_order(a), **y = in_order(b);

	assert_int_equal(feedlist_count(a), feedlist_count(b));
	for (size_t i = 0; i < feedlist_count(a); i++) {
		const char *field = difference(x[i], y[i]);

		if (field != NULL)
			fail_msg("%.*s: its %s has changed", STR_ARG(x[i]->url),
			    field);
	}
	free(x);
	free(y);
}

/* The list in ${path}, which has no fault but perhaps warnings. */
static inline struct feedlist *
load_list(const char *path)
{
	const char *const paths[] = { path, NULL };
	struct files *files = files_disk();
	struct feedlist *l = NULL;
	struct faults faults;

	faults_init(&faults);
	if (feedlist_load(files, paths, &faults, &l) != OK)
		fail_msg("%s", shown(&faults, ""));
	faults_free(&faults);
	files_free(files);
	return (l);
}

/* A list with everything in it that a list can say. */
static const char rich_list[] =
    "https://plain.example/feed\n"
    "https://titled.example/feed title=\"Tea & <b>coffee</b> \\\"x\\\"\"\n"
    "https://odd.example/feed title=https://odd.example/feed\n"
    "https://tagged.example/feed tags=\"news,big deals\" paused\n"
    "https://tagged.example/two tags=news\n"
    "https://q.example/?a=1&b='2'&c={secret} secret=tok role=reviews\n"
    "[source \"Acme \\\"the\\\" \\\\ blog\" kind=own "
    "site=https://acme.example/?a&b "
    "staff=\"Jo Miller, https://acme.example/jo\" partner=\"Al & Co\" "
    "tags=acme,news need=brand.acme every=2h keep=365d lang=de follow=none]\n"
    "https://acme.example/feed\n"
    "https://acme.example/comments role=comments\n"
    "https://acme.example/mixed need= lang=pt-BR tags=more kind=community\n"
    "[source r/coffee kind=community]\n"
    "https://reddit.example/a every=15m\n"
    "[source r/tea kind=competitor]\n"
    "https://reddit.example/b every=90s title=\"Caf\xc3\xa9  two\tblanks\"\n"
    "https://other.example/c source=\"Acme \\\"the\\\" \\\\ blog\" "
    "follow=comments\n"
    "https://other.example/d source=plain.example\n";

#endif
