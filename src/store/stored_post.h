/*
 * How a stored post is read, one or many.
 */
#ifndef STORE_STORED_POST_H
#define STORE_STORED_POST_H

#include "reader_impl.h"

/* The columns that stored_post_read wants; conditions may follow. */
#define STORED_POST                                                            \
	"SELECT p.id, p.kind, p.title, p.text, p.lang, p.author_name,"         \
	" nullif(v.uri, ''), p.url, p.tags, p.published_ts, p.updated_ts,"     \
	" p.stars, p.recovered, p.repaired, p.moderated, p.staff,"             \
	" p.content_hash, p.comments_url, p.comments_feed, p.reply_to_id,"     \
	" p.reply_to_link, p.quotes, s.name, f.url,"                           \
	" (SELECT guid FROM post_feed WHERE post_id = p.id ORDER BY id"        \
	" LIMIT 1), p.at_ts, f.title, q.title, q.text"                         \
	" FROM post p LEFT JOIN voice v ON v.id = p.voice_id"                  \
	" JOIN source s ON s.id = p.source_id JOIN feed f ON f.id = p.feed_id" \
	" LEFT JOIN post q ON q.id = p.parent_id"

/* stored_post_read: the present row, without insights; strings in ${a}.  What
 * it repeats of the post that it answers is among its quotes. */
void stored_post_read(const struct sql *q, struct arena *a,
    struct stored_post *ret);

/* stored_post_quotes: "12-80 100-140", as posts.c writes it, into ${p};
 * stored_post_kind: by its word. */
void stored_post_quotes(struct arena *a, struct str text, struct post *p);
enum post_kind stored_post_kind(struct str word);

#endif
