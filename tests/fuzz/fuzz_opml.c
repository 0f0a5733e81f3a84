/*
 * OPML: any bytes are read without harm, and what is read without a
 * fault is written so that it is read back the same.
 */
#include <stdlib.h>
#include <string.h>

#include "earshot/map.h"
#include "earshot/xml.h"

#include "conf/feedset.h"
#include "fuzz.h"

enum { OUT_MAX = 64 << 20 };

/* The list in ${bytes}; NULL: it has faults. */
static struct feedlist *
read_list(struct str bytes)
{
	struct feedloader loader = { feedlist_new(), NULL, map_new() };
	struct feedlist *l = loader.list;
	struct faults faults;

	faults_init(&faults);
	loader.faults = &faults;
	if (l == NULL || loader.sources == NULL ||
	    feedfile_read(&loader, "fuzz.opml", bytes) != OK ||
	    feedset_settle(l, &faults) != OK || faults.errors > 0) {
		feedlist_free(l);
		l = NULL;
	}
	map_free(loader.sources);
	faults_free(&faults);
	return (l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf first = BUF_INIT(OUT_MAX), again = BUF_INIT(OUT_MAX);
	struct feedlist *l, *back = NULL;

	xml_init();
	l = read_list((struct str){ (const char *)data, size });
	if (l == NULL)
		return (0);
	feedlist_write_opml(l, "T", &first);
	back = read_list(buf_str(&first));
	if (back == NULL || feedlist_count(back) != feedlist_count(l))
		abort();
	feedlist_write_opml(back, "T", &again);
	if (!str_eq(buf_str(&first), buf_str(&again)))
		abort();
	feedlist_free(l);
	feedlist_free(back);
	buf_free(&first);
	buf_free(&again);
	return (0);
}
