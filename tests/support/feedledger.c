/*
 * A feed that drops what its reader has acknowledged.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "feedledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "\"upto-";

/* So many new ones, as long as there are any. */
static void
bring_more(struct feedledger *l)
{
	uint64_t left = l->most - l->last;

	l->last += left < l->a_time ? left : l->a_time;
}

bool
feedledger_turn(struct feedledger *l, const char *presented, char *ret_etag,
    size_t etag_max)
{
	const char *at = presented != NULL ? strstr(presented, mark) : NULL;
	uint64_t upto =
	    at != NULL ? strtoull(at + sizeof(mark) - 1, NULL, 10) : 0;

	if (l->last == 0) {
		l->first = 1;
		bring_more(l);
	}
	if (upto >= l->first && upto <= l->last)
		l->first = upto + 1;
	if (upto == l->last)
		bring_more(l);
	snprintf(ret_etag, etag_max, "%s%" PRIu64 "\"", mark, l->last);
	return (upto == l->last);
}

static void
print_entry(FILE *out, uint64_t i, const char *path,
    const struct feedledger_links *links)
{
	static const char *const says[] = { "Nothing happened at the harbour",
		"I wish you offered a bigger tank",
		"I wish you offered a smaller lid, too" };
	int what = i % 3 != 0 ? 0 : links->answers != NULL ? 2 : 1;

	fprintf(out,
	    "<item><guid isPermaLink=\"false\">%s-%" PRIu64 "</guid>"
	    "<title>Day %" PRIu64 " of %s</title>"
	    "<link>https://ledger.example%s/%" PRIu64 "</link>"
	    "<author>Voice %" PRIu64 "</author>"
	    "<description>%s, number %" PRIu64 " of %s.</description>",
	    path, i, i, path, path, i, i % 7, says[what], i, path);
	if (links->answers != NULL && i > 1)
		fprintf(out, "<thr:in-reply-to ref=\"%s-%" PRIu64 "\"/>",
		    links->answers, i - 1);
	if (links->talk != NULL && i == 1)
		fprintf(out, "<wfw:commentRss>%s</wfw:commentRss>",
		    links->talk);
	fputs("</item>\n", out);
}

char *
feedledger_body(const struct feedledger *l, const char *path,
    const struct feedledger_links *links, size_t *ret_len)
{
	char *body = NULL;
	FILE *out = open_memstream(&body, ret_len);

	if (out == NULL)
		return (NULL);
	fprintf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<rss version=\"2.0\""
	    " xmlns:thr=\"http://purl.org/syndication/thread/1.0\""
	    " xmlns:wfw=\"http://wellformedweb.org/CommentAPI/"
	    "\"><channel><title>Log of %s</title>"
	    "<link>https://ledger.example%s</link>\n",
	    path, path);
	for (uint64_t i = l->first; i <= l->last; i++)
		print_entry(out, i, path, links);
	fputs("</channel></rss>\n", out);
	if (fclose(out) != 0) {
		free(body);
		return (NULL);
	}
	return (body);
}
