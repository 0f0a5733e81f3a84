/*
 * Comment feeds, the worker's part: which one each post has, and what in the
 * document of one is no comment.
 */
#include "earshot/follow.h"
#include "earshot/html.h"
#include "earshot/map.h"
#include "earshot/url.h"

#include "stages.h"

struct root {
	struct str canonical, title;
};

/* One address for the comments of several posts is that of all comments. */
static enum status
drop_shared(struct batch *b)
{
	struct map *urls = map_new();
	enum status st = urls != NULL ? OK : E_MEMORY;

	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[i], *first;

		if (p->thread_feed.n == 0)
			continue;
		first = map_get(urls, p->thread_feed);
		if (first == NULL)
			st = map_put(urls, p->thread_feed, p);
		else if (first != p)
			p->thread_shape = FOUND_SHAPES;
		if (first != NULL)
			first->thread_shape = FOUND_SHAPES;
	}
	for (size_t i = 0; i < b->nposts; i++)
		if (b->posts[i].thread_shape == FOUND_SHAPES)
			b->posts[i].thread_feed = (struct str){ NULL, 0 };
	map_free(urls);
	return (st);
}

/* Where this very document came from is no other feed. */
static bool
is_itself(const struct batch *b, struct str url)
{

	return (str_eq(url, b->spec.url) || str_eq(url, b->final_url) ||
		str_eq(url, feed_address(&b->spec, &b->facts)));
}

/* An address that holds the feed's secret stays in the feed. */
static bool
is_secret(const struct batch *b, struct str url)
{

	return (b->secret.n > 0 && str_find(url, b->secret) != SIZE_MAX);
}

enum status
stage_threads(struct stages *s, struct batch *b)
{
	size_t n = 0;

	if (!s->follows || b->found_by != 0 || b->replayed ||
	    b->spec.role != ROLE_POSTS || b->spec.follow == FOLLOW_NONE)
		return (OK);
	for (size_t i = 0; i < b->nposts; i++) {
		struct post *p = &b->posts[i];

		/* Nobody said anything: nearly all posts, as a rule. */
		if (p->kind != POST_ARTICLE || p->comments == 0)
			continue;
		p->thread_feed = follow_feed(b->arena, p, &p->thread_shape);
		if (is_itself(b, p->thread_feed) ||
		    is_secret(b, p->thread_feed))
			p->thread_feed = (struct str){ NULL, 0 };
		n += p->thread_feed.n > 0;
	}
	if (arena_failed(b->arena))
		return (E_MEMORY);
	return (n > 1 ? drop_shared(b) : OK);
}

/* The post itself, by its link and title, or the first part of its page
 * (Discourse).  Some feeds give every comment the link of its post. */
static bool
is_root(struct arena *a, const struct post *p, struct str title,
    const struct root *root)
{

	if (root->canonical.n == 0 || p->canonical.n == 0)
		return (false);
	if (str_eq(p->canonical, root->canonical))
		return (root->title.n > 0 &&
			str_eq(html_title(a, title), root->title));
	return (p->canonical.n == root->canonical.n + 2 &&
		str_starts(p->canonical, root->canonical) &&
		str_ends(p->canonical, STR("/1")));
}

enum status
stage_root(struct stages *s, struct batch *b)
{
	struct parsed *doc = s->parsed;
	struct root root;
	struct str link;
	size_t kept = 0;
	enum status st;

	if (b->found_by == 0 || s->reader == NULL)
		return (OK);
	st = reader_root(s->reader, b->arena, b->feed_id, &link, &root.title);
	if (st != OK || link.n == 0)
		return (st);
	root.canonical = url_canonical(b->arena, link);
	/* Posts and entries stay side by side. */
	for (size_t i = 0; i < b->nposts; i++) {
		if (is_root(b->arena, &b->posts[i], doc->entries[i].title.raw,
			&root))
			continue;
		b->posts[kept] = b->posts[i];
		doc->entries[kept++] = doc->entries[i];
	}
	b->nposts = doc->nentries = kept;
	return (arena_failed(b->arena) ? E_MEMORY : OK);
}
