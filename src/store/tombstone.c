/*
 * Tombstones: put when something is removed, looked up for each post that
 * seems new.  What is removed is decided elsewhere.
 */
#include "tombstone.h"

#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/hash.h"
#include "earshot/voice.h"

#include "identity.h"

enum { TOMB_KEY = 16, TOUCH_S = 86400 };

static const char *const kind_words[TOMB_KINDS] = { "entry", "same", "guid",
	"words", "link", "content", "voice", "uri", "redacted", "person" };

static enum status
key_of(const struct tomb *t, unsigned char ret[TOMB_KEY])
{
	unsigned char full[HASH_BYTES];
	struct hash *h = hash_new();

	if (h == NULL)
		return (E_MEMORY);
	hash_add(h, str_of(kind_words[t->kind]));
	hash_add(h,
	    (struct str){ (const char *)&t->number, sizeof(t->number) });
	for (size_t i = 0; i < sizeof(t->texts) / sizeof(t->texts[0]); i++)
		hash_add(h, t->texts[i]);
	hash_end(h, full);
	memcpy(ret, full, TOMB_KEY);
	return (OK);
}

enum status
tombstone_put(struct store *s, const struct tomb *t, bool forgotten)
{
	unsigned char key[TOMB_KEY];
	enum status st = key_of(t, key);
	struct sql q;

	if (st != OK)
		return (db_fail(&s->db, st, "out of memory"));
	/* What was asked for stays asked for. */
	q = sql_begin(&s->db, SQL_TOMB_ADD,
	    "INSERT INTO tombstone(uid_hash, at_ts, reason) VALUES(?, ?, ?)"
	    " ON CONFLICT(uid_hash) DO UPDATE SET at_ts = excluded.at_ts,"
	    " reason = excluded.reason WHERE reason = 'pruned'");
	sql_bytes(&q, key, sizeof(key));
	sql_int(&q, clock_now());
	sql_word(&q, forgotten ? "forgotten" : "pruned");
	st = sql_run(&q);
	if (st == OK)
		s->tombstones = true;
	return (st);
}

enum status
tombstone_at(struct db *d, const struct tomb *t, int64_t *ret_ts,
    bool *ret_forgotten)
{
	unsigned char key[TOMB_KEY];
	enum status st = key_of(t, key);
	struct sql q;
	bool row;

	*ret_ts = NO_TIME;
	*ret_forgotten = false;
	if (st != OK)
		return (db_fail(d, st, "out of memory"));
	q = sql_begin(d, SQL_TOMB_FIND,
	    "SELECT at_ts, reason FROM tombstone WHERE uid_hash = ?");
	sql_bytes(&q, key, sizeof(key));
	st = sql_next(&q, &row);
	if (st == OK && row) {
		*ret_ts = sql_get_int(&q, 0);
		*ret_forgotten = str_eq(sql_get_str(&q, 1), STR("forgotten"));
	}
	sql_end(&q);
	return (st);
}

enum status
tombstone_count(struct store *s)
{
	int64_t there = 0;
	enum status st =
	    db_number(&s->db, "SELECT EXISTS(SELECT 1 FROM tombstone)", &there);

	s->tombstones = there != 0;
	return (st);
}

/* It is still served: at most once a day a note of that, so that those of
 * entries that no feed serves any more can go one day. */
static enum status
touch(struct store *s, const struct tomb *t, int64_t at_ts, bool forgotten)
{
	unsigned char key[TOMB_KEY];
	enum status st;
	struct sql q;

	if (forgotten || clock_now() - at_ts < TOUCH_S)
		return (OK);
	st = key_of(t, key);
	if (st != OK)
		return (db_fail(&s->db, st, "out of memory"));
	q = sql_begin(&s->db, SQL_TOMB_TOUCH,
	    "UPDATE tombstone SET at_ts = ? WHERE uid_hash = ?");
	sql_int(&q, clock_now());
	sql_bytes(&q, key, sizeof(key));
	return (sql_run(&q));
}

/* By which names it would be met again; at most one of each kind. */
static enum status
names_of(const struct posting *x, const struct post *p, int64_t *words_key,
    struct tomb *list, size_t *ret_n)
{
	int64_t feed = x->b->feed_id;
	enum status st = identity_words_key(p, words_key);
	size_t n = 0;

	list[n++] =
	    (struct tomb){ TOMB_ENTRY, feed, { TOMB_HASH(p->entry_hash) } };
	if (p->guid.n > 0 || p->link.n > 0)
		list[n++] = (struct tomb){ TOMB_SAME, feed,
			{ p->guid, p->link, TOMB_HASH(p->content_hash) } };
	if (p->guid.n > 0 && p->guid_unique)
		list[n++] = (struct tomb){ TOMB_GUID, feed, { p->guid } };
	if (*words_key != 0)
		list[n++] = (struct tomb){ TOMB_WORDS, feed,
			{ { (const char *)words_key, sizeof(*words_key) } } };
	if (p->canonical.n > 0 && p->link_unique)
		list[n++] = (struct tomb){ TOMB_LINK,
			identity_link_key(p->canonical), { STR("") } };
	if (p->words >= TOMB_WORDS_MIN)
		list[n++] = (struct tomb){ TOMB_CONTENT, 0,
			{ TOMB_HASH(p->content_hash) } };
	if (p->author.n > 0 || p->author_uri.n > 0)
		list[n++] = (struct tomb){ TOMB_VOICE, x->b->source_id,
			{ p->author, p->author_uri } };
	if ((p->author.n > 0 || p->author_uri.n > 0) &&
	    !voice_nobody(p->author, p->author_uri))
		list[n++] = (struct tomb){ TOMB_PERSON,
			voice_key(x->b->source_id, p->author, p->author_uri),
			{ STR("") } };
	if (p->author_uri.n > 0)
		list[n++] = (struct tomb){ TOMB_URI, 0, { p->author_uri } };
	*ret_n = n;
	return (st);
}

enum status
tombstone_find(struct posting *x, const struct post *p, bool *ret_gone)
{
	struct tomb list[TOMB_KINDS];
	int64_t words_key = 0;
	enum status st;
	size_t n = 0;

	*ret_gone = false;
	if (!x->s->tombstones)
		return (OK);
	st = names_of(x, p, &words_key, list, &n);
	for (size_t i = 0; st == OK && !*ret_gone && i < n; i++) {
		int64_t at_ts;
		bool forgotten;

		st = tombstone_at(x->d, &list[i], &at_ts, &forgotten);
		*ret_gone = st == OK && at_ts != NO_TIME;
		if (*ret_gone)
			st = touch(x->s, &list[i], at_ts, forgotten);
	}
	return (st);
}

enum status
tombstone_redacted(struct posting *x, const unsigned char uid[16], bool *ret)
{
	struct tomb t = { TOMB_REDACTED, 0, { TOMB_HASH(uid) } };
	int64_t at_ts = NO_TIME;
	bool forgotten;
	enum status st = OK;

	if (x->s->tombstones)
		st = tombstone_at(x->d, &t, &at_ts, &forgotten);
	*ret = at_ts != NO_TIME;
	return (st);
}
