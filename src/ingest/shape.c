/*
 * From an entry as a feed served it to a post: what identity needs, who says
 * it, which kind it is.  Its words are cleaned later, if it is new.
 */
#include <math.h>
#include <stdlib.h>

#include "earshot/clean.h"
#include "earshot/hash.h"
#include "earshot/url.h"
#include "earshot/voice.h"

#include "stages.h"

enum { NAME_MAX_BYTES = 200, URL_MAX_BYTES = 2048, TAGS_MAX_BYTES = 1000 };

/* Of what was served and we keep or judge by; a count that grows, or the mean
 * of ever more ratings, makes no other entry.  No hash would make every entry a
 * known one. */
static enum status
hash_entry(const struct entry *e, bool of_many, unsigned char ret[16])
{
	unsigned char full[HASH_BYTES];
	struct hash *h = hash_new();

	if (h == NULL)
		return (E_MEMORY);
	hash_add(h, e->id);
	hash_add(h, e->link);
	hash_add(h, e->title.raw);
	hash_add(h, e->summary.raw);
	hash_add(h, e->content.raw);
	for (size_t i = 0; i < e->nauthors; i++)
		hash_add(h, e->authors[i].name);
	hash_add(h, (struct str){ (const char *)&e->published_ts,
			sizeof(e->published_ts) });
	if (e->has_rating && !of_many)
		hash_add(h, (struct str){ (const char *)&e->rating,
				sizeof(e->rating) });
	hash_end(h, full);
	memcpy(ret, full, 16);
	return (OK);
}

/*
 * Whose rating is it?  One customer's, or the mean of all who rated what the
 * entry is about: that is nobody's opinion of it and gives no stars.  In a feed
 * of reviews every entry is one person's, unless it says how many there were.
 */
static bool
is_of_many(const struct feed_spec *spec, const struct entry *e)
{
	bool counted = (e->kudos.said & 1u << KUDO_VOTES) != 0;

	return (e->has_rating && e->rating_of_many &&
		(spec->role != ROLE_REVIEWS ||
		    (counted && e->kudos.n[KUDO_VOTES] > 1)));
}

/* 1..5, whatever the scale was; 0: none. */
static double
rating_of(const struct entry *e)
{
	struct scale s = { e->rating,
		e->has_rating_min ? e->rating_min : (double)NAN,
		e->has_rating_max ? e->rating_max : (double)NAN };

	return (e->has_rating ? kudos_of_five(&s) : 0);
}

/* A mean of no votes is none. */
static void
take_rating(const struct entry *e, bool of_many, struct post *p)
{
	bool counted = (e->kudos.said & 1u << KUDO_VOTES) != 0;
	double five = rating_of(e);

	if (!of_many)
		p->stars = (int)round(five);
	else if (!counted || e->kudos.n[KUDO_VOTES] > 0)
		p->kudos.rating = five;
}

static enum post_kind
kind_of(const struct feed_spec *spec, const struct entry *e)
{

	switch (spec->role) {
	case ROLE_COMMENTS:
	case ROLE_THREAD:
		return (POST_COMMENT);
	case ROLE_REVIEWS:
		return (POST_REVIEW);
	default:
		return (e->nreplies > 0 ? POST_COMMENT : POST_ARTICLE);
	}
}

static struct str
copy_url(struct arena *a, struct str url)
{

	/* A link that is cut is no link. */
	if (url.p == NULL || url.n > URL_MAX_BYTES)
		return ((struct str){ NULL, 0 });
	return (arena_str(a, url));
}

static struct str
join_tags(struct arena *a, const struct entry *e)
{
	struct buf b = BUF_INIT(TAGS_MAX_BYTES);
	struct str tags = { NULL, 0 };

	for (size_t i = 0; i < e->ncategories; i++) {
		struct str tag = e->categories[i];

		if (b.n + tag.n + 2 > TAGS_MAX_BYTES)
			break;
		if (b.n > 0)
			buf_adds(&b, ", ");
		buf_add(&b, tag);
	}
	if (b.n > 0)
		tags = arena_str(a, buf_str(&b));
	buf_free(&b);
	return (tags);
}

/* The feed's own address names the feed, not a post. */
static bool
is_feed_link(struct arena *a, const struct parsed *doc, struct str canonical)
{

	return (doc->feed.link.p != NULL &&
		str_eq(url_canonical(a, doc->feed.link), canonical));
}

enum status
stage_shape(struct batch *b, const struct parsed *doc, const struct entry *e,
    struct post *p)
{
	struct arena *a = b->arena;
	enum voice_side side;
	bool repaired = false, of_many = is_of_many(&b->spec, e);
	/* Atom need not say more than when it was last changed. */
	int64_t published_ts =
	    e->published_ts != NO_TIME ? e->published_ts : e->updated_ts;

	*p = (struct post){ .kind = kind_of(&b->spec, e),
		.comments = e->comments_count,
		.kudos = e->kudos,
		.published_ts = published_ts,
		.updated_ts = e->updated_ts,
		.recovered = doc->malformed };
	take_rating(e, of_many, p);
	if (hash_entry(e, of_many, p->entry_hash) != OK)
		return (E_MEMORY);
	if (e->id.p != NULL)
		p->guid = arena_str(a, str_sub(e->id, 0, URL_MAX_BYTES));
	p->link = copy_url(a, e->link);
	if (p->link.p != NULL) {
		p->canonical = url_canonical(a, p->link);
		if (p->canonical.p != NULL &&
		    is_feed_link(a, doc, p->canonical))
			p->canonical = (struct str){ NULL, 0 };
	}
	if (b->spec.lang != NULL)
		p->lang = str_of(b->spec.lang);
	else if (e->language.p != NULL)
		p->lang = arena_str(a, e->language);
	if (e->nauthors > 0) {
		const struct person *who = &e->authors[0];
		struct str name = who->name.p != NULL ? who->name : who->email;

		if (name.p != NULL)
			p->author =
			    clean_line(a, name, NAME_MAX_BYTES, &repaired);
		p->author_uri = copy_url(a, who->url);
	}
	p->tags = join_tags(a, e);
	p->comments_url = copy_url(a, e->comments);
	p->comments_feed = copy_url(a, e->comments_feed);
	if (e->nreplies > 0) {
		p->reply_to_id = copy_url(a, e->replies[0].id);
		p->reply_to_link = copy_url(a, e->replies[0].link);
	}
	p->repaired = repaired;
	side = voice_side(str_of(b->spec.staff), str_of(b->spec.partner),
	    p->author, p->author_uri);
	p->staff = side != VOICE_OTHERS;
	p->partner = side == VOICE_PARTNER;
	return (arena_failed(a) ? E_MEMORY : OK);
}
