/*
 * Lists of feeds: any bytes are read without harm, and what is read without a
 * fault is written so that it is read back the same.
 */
#ifndef TESTS_SAMEBACK_H
#define TESTS_SAMEBACK_H

#include <stdlib.h>
#include <string.h>

#include "earshot/map.h"
#include "earshot/xml.h"

#include "conf/feedset.h"
#include "fuzz.h"

enum { OUT_MAX = 64 << 20 };

/* The list in ${bytes} of a file ${name}; NULL: it has faults. */
static struct feedlist *
read_list(const char *name, struct str bytes)
{
	struct feedloader loader = { feedlist_new(), NULL, map_new() };
	struct feedlist *l = loader.list;
	struct faults faults;

	faults_init(&faults);
	loader.faults = &faults;
	if (l == NULL || loader.sources == NULL ||
	    feedfile_read(&loader, name, bytes) != OK ||
	    feedset_settle(l, &faults) != OK || faults.errors > 0) {
		feedlist_free(l);
		l = NULL;
	}
	map_free(loader.sources);
	faults_free(&faults);
	return (l);
}

static void
same_back(const char *name, struct str bytes,
    void (*write)(const struct feedlist *, struct buf *))
{
	struct buf first = BUF_INIT(OUT_MAX), again = BUF_INIT(OUT_MAX);
	struct feedlist *l, *back;

	xml_init();
	l = read_list(name, bytes);
	if (l == NULL)
		return;
	write(l, &first);
	back = read_list(name, buf_str(&first));
	if (back == NULL || feedlist_count(back) != feedlist_count(l))
		abort();
	write(back, &again);
	if (!str_eq(buf_str(&first), buf_str(&again)))
		abort();
	feedlist_free(l);
	feedlist_free(back);
	buf_free(&first);
	buf_free(&again);
}

#endif
