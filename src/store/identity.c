/*
 * The rules of identity as indexed look-ups.  Decides nothing about edits or
 * what is stored: that is posts.c.
 */
#include "identity.h"

#include "earshot/hash.h"

/* ROWS_MAX bounds what a feed of a thousand alike entries can cost. */
enum { ECHO_WORDS = 40, ROWS_MAX = 16 };
_Static_assert((int)ECHO_WORDS <= (int)POST_WORDS_MAX, "so many are counted");

static int64_t
key_of(const unsigned char *full)
{
	int64_t key;

	memcpy(&key, full, sizeof(key));
	return (key != 0 ? key : 1);
}

int64_t
identity_link_key(struct str canonical)
{

	return (post_link_key(canonical));
}

/* A key that stands for one entry of its document. */
static bool
sure_guid(const struct post *p)
{

	return (p->guid.n > 0 && p->guid_unique);
}

static bool
sure_link(const struct post *p)
{

	return (p->canonical.n > 0 && p->link_unique && !p->guid_tells);
}

bool
identity_alone(const struct post *p)
{

	return (sure_guid(p) && (p->guid_tells || sure_link(p)));
}

enum status
identity_known(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	struct sql q = sql_begin(d, SQL_KNOWN,
	    "SELECT post_id, id FROM post_feed"
	    " WHERE feed_id = ? AND entry_hash = ?");
	enum status st;
	bool row;

	*ret = (struct identity){ 0, 0, false };
	sql_int(&q, feed_id);
	sql_bytes(&q, p->entry_hash, sizeof(p->entry_hash));
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->post_id = sql_get_int(&q, 0);
		ret->row_id = sql_get_int(&q, 1);
	}
	sql_end(&q);
	return (st);
}

/* What every look-up within a feed asks for; the order is take_row's. */
#define ROW                                                                   \
	"SELECT f.post_id, f.id, f.content_hash, p.content_hash, f.link_key," \
	" p.feed_id, p.stars"                                                 \
	" FROM post_feed f JOIN post p ON p.id = f.post_id"

struct row {
	struct identity id;
	bool same_words; /* as this feed served last, or as the post says now */
	int64_t link_key;
};

/* Another number of stars is another opinion; but only the feed that brought
 * the post may say so, else two feeds would overrule each other for ever. */
static bool
other_stars(const struct sql *q, int64_t feed_id, const struct post *p)
{

	return (p->stars > 0 && sql_get_int(q, 5) == feed_id &&
		sql_get_int(q, 6) != p->stars);
}

static void
take_row(const struct sql *q, int64_t feed_id, const struct post *p,
    struct row *ret)
{
	unsigned char served[16], now[16];
	bool as_served = sql_get_hash(q, 2, served) &&
			 memcmp(served, p->content_hash, 16) == 0;
	bool as_now =
	    sql_get_hash(q, 3, now) && memcmp(now, p->content_hash, 16) == 0;

	ret->id.post_id = sql_get_int(q, 0);
	ret->id.row_id = sql_get_int(q, 1);
	ret->link_key = sql_get_int(q, 4);
	ret->same_words = as_served || as_now;
	/* A feed that serves what it always served has edited nothing, though
	 * another feed may have brought newer words meanwhile. */
	ret->id.changed = !ret->same_words || other_stars(q, feed_id, p);
}

typedef bool accept_row(const struct post *p, const struct row *r);

static enum status
first_accepted(struct sql *q, int64_t feed_id, const struct post *p,
    accept_row *accept, struct identity *ret)
{
	enum status st = OK;
	bool row;

	for (int i = 0; i < ROWS_MAX; i++) {
		struct row r;

		st = sql_next(q, &row);
		if (st != OK || !row)
			break;
		take_row(q, feed_id, p, &r);
		if (accept(p, &r)) {
			*ret = r.id;
			break;
		}
	}
	sql_end(q);
	return (st);
}

/* Constant guids and links that all point home make pairs that stand for
 * several entries: there only the words tell. */
static bool
accept_pair(const struct post *p, const struct row *r)
{

	return (sure_guid(p) || sure_link(p) || r->same_words);
}

static enum status
find_pair(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	struct sql q;

	if (p->guid.n == 0 && p->link.n == 0)
		return (OK);
	q = sql_begin(d, SQL_BY_PAIR,
	    ROW " WHERE f.feed_id = ? AND f.guid IS ? AND f.url IS ?");
	sql_int(&q, feed_id);
	sql_str(&q, p->guid);
	sql_str(&q, p->link);
	return (first_accepted(&q, feed_id, p, accept_pair, ret));
}

static bool
accept_guid(const struct post *p, const struct row *r)
{

	return (p->guid_tells ||
		r->link_key == identity_link_key(p->canonical) ||
		r->same_words);
}

static enum status
find_guid(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	struct sql q;

	if (!sure_guid(p))
		return (OK);
	q = sql_begin(d, SQL_BY_GUID,
	    ROW " WHERE f.feed_id = ? AND f.guid = ? ORDER BY f.id DESC");
	sql_int(&q, feed_id);
	sql_str(&q, p->guid);
	return (first_accepted(&q, feed_id, p, accept_guid, ret));
}

static bool
accept_any(const struct post *p, const struct row *r)
{

	(void)p;
	(void)r;
	return (true);
}

static enum status
find_link(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	struct sql q;

	if (!sure_link(p))
		return (OK);
	q = sql_begin(d, SQL_BY_LINK,
	    ROW " WHERE f.link_key = ? AND f.feed_id = ? ORDER BY f.id DESC");
	sql_int(&q, identity_link_key(p->canonical));
	sql_int(&q, feed_id);
	return (first_accepted(&q, feed_id, p, accept_any, ret));
}

/*
 * Only where guid or link is missing, or stands for several entries.  In the
 * latter case the date must be known too: two visitors' undated "+1" below one
 * article are two posts.
 */
static bool
words_may_tell(const struct post *p)
{

	if (identity_alone(p))
		return (false);
	return (p->guid.n == 0 || p->canonical.n == 0 ||
		p->published_ts != NO_TIME ||
		(!p->guid_unique && !p->link_unique));
}

enum status
identity_words_key(const struct post *p, int64_t *ret)
{
	unsigned char full[HASH_BYTES];
	struct hash *h;

	*ret = 0;
	if (!words_may_tell(p))
		return (OK);
	h = hash_new();
	if (h == NULL)
		return (E_MEMORY);
	hash_add(h, (struct str){ (const char *)p->content_hash, 16 });
	hash_add(h, p->author);
	hash_add(h, (struct str){ (const char *)&p->published_ts,
			sizeof(p->published_ts) });
	hash_end(h, full);
	*ret = key_of(full);
	return (OK);
}

static enum status
find_words(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	struct sql q;
	int64_t key;
	enum status st = identity_words_key(p, &key);

	if (st != OK || key == 0)
		return (st);
	q = sql_begin(d, SQL_BY_WORDS,
	    ROW " WHERE f.feed_id = ? AND f.words_key = ?");
	sql_int(&q, feed_id);
	sql_int(&q, key);
	return (first_accepted(&q, feed_id, p, accept_any, ret));
}

enum status
identity_find(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	static enum status (*const rules[])(struct db *, int64_t,
	    const struct post *, struct identity *) = { find_pair, find_guid,
		find_link, find_words };
	enum status st = OK;

	*ret = (struct identity){ 0, 0, false };
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		st = rules[i](d, feed_id, p, ret);
		if (st != OK || ret->post_id != 0)
			break;
	}
	return (st);
}

enum status
identity_echo(struct db *d, int64_t feed_id, const struct post *p,
    struct identity *ret)
{
	bool by_words = p->words >= ECHO_WORDS;
	struct sql q;
	enum status st = OK;
	bool row;

	*ret = (struct identity){ 0, 0, false };
	if (p->canonical.n == 0 && !by_words)
		return (OK);
	/* Some words ("Thanks!") a thousand posts say: the latest 64 will do.
	 */
	q = sql_begin(d, SQL_ECHOES,
	    "SELECT min(p.id) FROM (SELECT id FROM post WHERE content_hash = ?"
	    "  ORDER BY id DESC LIMIT 64) p"
	    " WHERE NOT EXISTS(SELECT 1 FROM post_feed"
	    "  WHERE post_id = p.id AND feed_id = ?)"
	    " AND (? OR EXISTS(SELECT 1 FROM post_feed"
	    "  WHERE post_id = p.id AND link_key = ?))");
	sql_bytes(&q, p->content_hash, sizeof(p->content_hash));
	sql_int(&q, feed_id);
	sql_int(&q, by_words);
	sql_int(&q, identity_link_key(p->canonical));
	st = sql_next(&q, &row);
	if (st == OK && row)
		ret->post_id = sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

enum status
identity_uid(struct str feed_url, const struct post *p, unsigned attempt,
    unsigned char ret[16])
{
	struct str words = { (const char *)p->content_hash, 16 };
	struct str when = { (const char *)&p->published_ts,
		sizeof(p->published_ts) };
	unsigned char full[HASH_BYTES], nth = (unsigned char)attempt;
	struct hash *h = hash_new();

	if (h == NULL)
		return (E_MEMORY);
	if (sure_link(p)) {
		hash_add(h, STR("link"));
		hash_add(h, p->canonical);
	} else if (sure_guid(p)) {
		hash_add(h, STR("guid"));
		hash_add(h, feed_url);
		hash_add(h, p->guid);
	} else
		hash_add(h, STR("words"));
	/* Taken, or nothing sure: all that tells it apart, and at last a
	 * number. */
	if (attempt > 0 || (!sure_link(p) && !sure_guid(p))) {
		hash_add(h, words);
		hash_add(h, p->author);
		hash_add(h, when);
		hash_add(h, p->guid);
		hash_add(h, p->canonical);
	}
	if (attempt > 1)
		hash_add(h, (struct str){ (const char *)&nth, 1 });
	hash_end(h, full);
	memcpy(ret, full, 16);
	return (OK);
}
