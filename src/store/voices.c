/*
 * Voices: a row for each name and URI at each place; the first of a person is
 * the person, and the one that posts name.  Which of them are one person is
 * said elsewhere (voice.c).
 */
#include "earshot/voice.h"

#include "store_impl.h"

struct voice_row {
	int64_t id; /* 0: there is none yet */
	int64_t person_id;
	bool keyed;
	enum voice_side side; /* kind */
	bool unknown;
};

static enum voice_side
side_of(const struct posting *x, const struct post *p)
{

	if (!p->staff)
		return (VOICE_OTHERS);
	return (p->partner || voice_listed(str_of(x->b->spec.partner),
				  p->author, p->author_uri)
		    ? VOICE_PARTNER
		    : VOICE_STAFF);
}

/* An article's author is a customer where customers write articles; a
 * comment's, a review's always. */
static const char *
kind_of(const struct posting *x, const struct post *p, enum voice_side side)
{

	if (side != VOICE_OTHERS)
		return (side == VOICE_PARTNER ? "partner" : "staff");
	if (p->kind != POST_ARTICLE || x->b->spec.kind == SOURCE_CUSTOMER ||
	    x->b->spec.kind == SOURCE_COMMUNITY)
		return ("customer");
	return ("unknown");
}

static enum status
find_row(struct posting *x, const struct post *p, struct voice_row *ret)
{
	struct sql q = sql_begin(x->d, SQL_VOICE_FIND,
	    "SELECT id, coalesce(person_id, id), key IS NOT NULL, kind"
	    " FROM voice WHERE source_id = ? AND name = ? AND uri = ?");
	enum status st;
	bool row;

	*ret = (struct voice_row){ .id = 0 };
	sql_int(&q, x->b->source_id);
	sql_text(&q, p->author);
	sql_text(&q, p->author_uri);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		struct str kind = sql_get_str(&q, 3);

		*ret = (struct voice_row){ .id = sql_get_int(&q, 0),
			.person_id = sql_get_int(&q, 1),
			.keyed = sql_get_int(&q, 2) != 0,
			.side = str_eq(kind, STR("staff"))     ? VOICE_STAFF
				: str_eq(kind, STR("partner")) ? VOICE_PARTNER
							       : VOICE_OTHERS,
			.unknown = str_eq(kind, STR("unknown")) };
	}
	sql_end(&q);
	return (st);
}

/* The person of that key; 0: nobody has it. */
static enum status
find_person(struct posting *x, int64_t key, int64_t *ret)
{
	struct sql q = sql_begin(x->d, SQL_VOICE_PERSON,
	    "SELECT coalesce(person_id, id) FROM voice WHERE key = ?"
	    " ORDER BY id LIMIT 1");

	sql_int(&q, key);
	return (sql_one(&q, ret));
}

/* Of before there were keys: from now on it has one, if nobody else has. */
static enum status
give_key(struct posting *x, const struct post *p, const struct voice_row *v)
{
	int64_t key = voice_key(x->b->source_id, p->author, p->author_uri);
	int64_t other = 0;
	enum status st = find_person(x, key, &other);
	struct sql q;

	if (st != OK)
		return (st);
	q = sql_begin(x->d, SQL_VOICE_KEY,
	    "UPDATE voice SET key = ? WHERE id = ?");
	sql_int(&q, other == 0 ? key : 0);
	sql_int(&q, v->id);
	return (sql_run(&q));
}

/* Is this person staff at this place by another name?  Of names without end
 * the first are looked at. */
static enum status
known_side(struct posting *x, int64_t person_id, enum voice_side *ret)
{
	struct sql q = sql_begin(x->d, SQL_VOICE_SIDE,
	    "SELECT kind FROM voice WHERE +source_id = ?1 AND kind IN ('staff',"
	    " 'partner') AND id IN (SELECT ?2 UNION ALL SELECT id FROM"
	    " (SELECT id FROM voice WHERE person_id = ?2 LIMIT 100)) LIMIT 1");
	enum status st;
	bool row;

	sql_int(&q, x->b->source_id);
	sql_int(&q, person_id);
	st = sql_next(&q, &row);
	if (st == OK && row)
		*ret = str_eq(sql_get_str(&q, 0), STR("partner"))
			   ? VOICE_PARTNER
			   : VOICE_STAFF;
	sql_end(&q);
	return (st);
}

static enum status
add_row(struct posting *x, const struct post *p, int64_t at_ts,
    enum voice_side *side, int64_t *ret_person_id)
{
	int64_t key = voice_key(x->b->source_id, p->author, p->author_uri);
	int64_t person = 0;
	enum status st = find_person(x, key, &person);
	struct sql q;

	if (st == OK && person != 0 && *side == VOICE_OTHERS)
		st = known_side(x, person, side);
	if (st != OK)
		return (st);
	q = sql_begin(x->d, SQL_VOICE_ADD,
	    "INSERT INTO voice(source_id, name, uri, kind, first_ts, key,"
	    " person_id) VALUES(?, ?, ?, ?, ?, ?, ?)");
	sql_int(&q, x->b->source_id);
	sql_text(&q, p->author);
	sql_text(&q, p->author_uri);
	sql_word(&q, kind_of(x, p, *side));
	sql_int(&q, at_ts);
	sql_int(&q, key);
	sql_positive(&q, person);
	st = sql_run(&q);
	*ret_person_id =
	    person != 0 ? person : sqlite3_last_insert_rowid(x->d->handle);
	return (st);
}

/*
 * Who comments is a customer, whatever was not known before.  Who is staff by
 * the visit's list and not by the row: the list was changed while the visit was
 * under way, or names are hashed.  What that means for earlier posts, staff.c
 * finds out.
 */
static enum status
change_kind(struct posting *x, const struct post *p, const struct voice_row *v,
    enum voice_side side)
{
	const char *kind = kind_of(x, p, side);
	enum status st;
	struct sql q;

	if (side == v->side && (side != VOICE_OTHERS || !v->unknown ||
				   strcmp(kind, "unknown") == 0))
		return (OK);
	q = sql_begin(x->d, SQL_VOICE_KIND,
	    "UPDATE voice SET kind = ? WHERE id = ?");
	sql_word(&q, kind);
	sql_int(&q, v->id);
	st = sql_run(&q);
	return (st == OK && side != v->side ? staff_again(x, p) : st);
}

/* A file brings no list, and a visit that was under way while the list was
 * changed the one of before: that of today decides before the commit. */
static enum status
judge_unlisted(struct posting *x, const struct post *p)
{
	bool import = x->b->replayed && x->b->stale == NULL;

	return (import || x->s->relisted ? staff_again(x, p) : OK);
}

enum status
voices_find(struct posting *x, struct post *p, struct stored *row)
{
	enum voice_side side = side_of(x, p);
	struct voice_row v;
	enum status st = OK;

	row->voice_id = 0;
	if (p->author.n == 0 && p->author_uri.n == 0)
		goto out;
	if (side == VOICE_OTHERS && voice_nobody(p->author, p->author_uri)) {
		st = judge_unlisted(x, p);
		goto out;
	}
	st = find_row(x, p, &v);
	if (st == OK && v.id == 0) {
		st = add_row(x, p, row->at_ts, &side, &row->voice_id);
		if (st == OK && side == VOICE_OTHERS)
			st = judge_unlisted(x, p);
	} else if (st == OK) {
		row->voice_id = v.person_id;
		/* Of a name that is not kept only the visit can tell. */
		if (side == VOICE_OTHERS &&
		    !voice_is_sign(p->author, p->author_uri))
			side = v.side;
		st = change_kind(x, p, &v, side);
		if (st == OK && !v.keyed)
			st = give_key(x, p, &v);
	}
out:
	p->staff = side != VOICE_OTHERS;
	p->partner = side == VOICE_PARTNER;
	return (st);
}
