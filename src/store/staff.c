/*
 * Staff and partners who are listed later, or no more: their earlier posts
 * follow, some at each commit, and where it ended is stored.  What they said
 * is withdrawn as insights, and comes back when they are not listed any more.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/voice.h"

#include "rollup.h"
#include "store_impl.h"

enum {
	PAGE = 200,      /* rows of a question */
	LOOK_MAX = 1000, /* voices and posts looked at in a group */
	MOVE_MAX = 200,  /* posts that change sides in a group */
	NAMES_MAX = 100  /* of one person at one place */
};

/* A source whose list was changed. */
struct judging {
	struct store *s;
	struct db *d;
	int64_t source_id;
	char *staff, *partner; /* the lists; NULL: none */
	bool customers;        /* whoever writes there is one */
	int64_t voice_id;      /* judged so far; INT64_MAX: all are */
	int64_t post_id;       /* of those that are nobody's */
	int64_t looked, moved, insights;
};

enum status
staff_stale(struct store *s)
{
	int64_t there = 0;
	enum status st = db_number(&s->db,
	    "SELECT EXISTS(SELECT 1 FROM source"
	    " WHERE judged_voice_id IS NOT NULL)",
	    &there);

	s->staff_due = there != 0;
	return (st);
}

bool
store_staff_due(const struct store *s)
{

	return (s->staff_due);
}

enum status
staff_again(struct posting *x, const struct post *p)
{
	struct sql q = sql_begin(x->d, SQL_STAFF_STALE,
	    "UPDATE source SET judged_voice_id = 0, judged_post_id = 0"
	    " WHERE id = ?1 AND (?4 OR staff IS NOT ?2 OR partner IS NOT ?3)");
	enum status st;

	sql_int(&q, x->b->source_id);
	sql_str(&q, x->b->spec.staff);
	sql_str(&q, x->b->spec.partner);
	sql_int(&q, voice_is_sign(p->author, p->author_uri));
	st = sql_run(&q);
	x->s->staff_due |= sqlite3_changes(x->d->handle) > 0;
	return (st);
}

static enum voice_side
side_of_kind(struct str kind)
{

	if (str_eq(kind, STR("partner")))
		return (VOICE_PARTNER);
	return (str_eq(kind, STR("staff")) ? VOICE_STAFF : VOICE_OTHERS);
}

/* What ${person_id} is at this place, by all names it has there. */
static enum status
judge(struct judging *j, int64_t person_id, enum voice_side *ret)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_NAMES,
	    "SELECT name, uri, kind FROM voice WHERE source_id = ?1 AND id IN"
	    " (SELECT ?2 UNION ALL SELECT id FROM voice WHERE person_id = ?2)"
	    " LIMIT ?3");
	enum status st;
	bool row;

	*ret = VOICE_OTHERS;
	sql_int(&q, j->source_id);
	sql_int(&q, person_id);
	sql_int(&q, NAMES_MAX);
	while ((st = sql_next(&q, &row)) == OK && row) {
		struct str name = sql_get_str(&q, 0), uri = sql_get_str(&q, 1);
		enum voice_side side;

		/* No list can name it: who it is a visit has told. */
		if (voice_is_sign(name, uri))
			side = side_of_kind(sql_get_str(&q, 2));
		else
			side = voice_side(str_of(j->staff), str_of(j->partner),
			    name, uri);
		if (side > *ret)
			*ret = side;
	}
	sql_end(&q);
	return (st);
}

static enum status
turn_insight(struct judging *j, int64_t id, bool away, bool spam)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_INSIGHT,
	    "UPDATE insight SET state = ?, state_why = ?, changed_ts = ?,"
	    " changed_seq = ? WHERE id = ?");

	sql_word(&q, away ? "withdrawn" : spam ? "quarantined" : "live");
	sql_word(&q, away ? "staff" : spam ? "spam" : NULL);
	sql_int(&q, clock_now());
	sql_int(&q, j->s->next_seq++);
	sql_int(&q, id);
	j->insights++;
	return (sql_run(&q));
}

/* Which insights of a post change with its side; at most one a signal. */
static enum status
find_insights(struct judging *j, int64_t post_id, bool away,
    int64_t ids[SIGNALS], size_t *ret_n, bool *ret_spam)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_INSIGHTS,
	    "SELECT i.id, p.primary_signal IS 'spam' FROM insight i"
	    " JOIN post p ON p.id = i.post_id WHERE i.post_id = ?1 AND"
	    " iif(?2, i.state IN ('live', 'quarantined'),"
	    "  i.state = 'withdrawn' AND i.state_why = 'staff') ORDER BY i.id");
	enum status st;
	bool row;

	*ret_n = 0;
	sql_int(&q, post_id);
	sql_int(&q, away);
	while ((st = sql_next(&q, &row)) == OK && row && *ret_n < SIGNALS) {
		ids[(*ret_n)++] = sql_get_int(&q, 0);
		*ret_spam = sql_get_int(&q, 1) != 0;
	}
	sql_end(&q);
	return (st);
}

static enum status
count_post(struct judging *j, int64_t post_id, int sign)
{

	if (post_id > j->s->settled)
		return (OK);
	return (
	    rollup_count(j->d, post_id - 1, post_id, sign, j->s->zone_s));
}

/* What was not scored as a customer's word is scored by the next reclassify:
 * no rules have spoken. */
static enum status
write_side(struct judging *j, int64_t post_id, enum voice_side side)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_POST,
	    "UPDATE post SET staff = ?1, ruleset_id = iif(?1, ruleset_id, NULL)"
	    " WHERE id = ?2");
	enum status st;

	sql_int(&q, side);
	sql_int(&q, post_id);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	q = sql_begin(j->d, SQL_STAFF_THREAD,
	    "INSERT OR IGNORE INTO unthreaded SELECT id FROM post"
	    " WHERE id = ? AND root_id IS NOT NULL");
	sql_int(&q, post_id);
	return (sql_run(&q));
}

static enum status
move_post(struct judging *j, int64_t post_id, enum voice_side side)
{
	bool away = side != VOICE_OTHERS, spam = false, counted;
	int64_t ids[SIGNALS];
	size_t n = 0;
	enum status st = find_insights(j, post_id, away, ids, &n, &spam);

	counted = n > 0 || !away;
	if (st == OK && counted)
		st = count_post(j, post_id, -1);
	if (st == OK)
		st = write_side(j, post_id, side);
	for (size_t i = 0; st == OK && i < n; i++)
		st = turn_insight(j, ids[i], away, spam);
	if (st == OK && counted)
		st = count_post(j, post_id, 1);
	j->moved++;
	return (st);
}

static enum status
move_posts(struct judging *j, int64_t person_id, enum voice_side side)
{
	int64_t ids[MOVE_MAX];
	size_t n = 0;
	struct sql q = sql_begin(j->d, SQL_STAFF_POSTS,
	    "SELECT id FROM post WHERE voice_id = ? AND source_id = ?"
	    " AND staff <> ? LIMIT ?");
	enum status st;
	bool row;

	sql_int(&q, person_id);
	sql_int(&q, j->source_id);
	sql_int(&q, side);
	sql_int(&q, MOVE_MAX - j->moved);
	while ((st = sql_next(&q, &row)) == OK && row && n < MOVE_MAX)
		ids[n++] = sql_get_int(&q, 0);
	sql_end(&q);
	for (size_t i = 0; st == OK && i < n; i++)
		st = move_post(j, ids[i], side);
	return (st);
}

static enum status
write_kind(struct judging *j, int64_t voice_id, int64_t person_id,
    enum voice_side side)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_KIND,
	    "UPDATE voice SET kind = CASE ?2 WHEN 2 THEN 'partner'"
	    " WHEN 1 THEN 'staff' ELSE iif(?3 OR EXISTS(SELECT 1 FROM post"
	    "  WHERE voice_id = ?4 AND source_id = ?5 AND kind <> 'article'),"
	    "  'customer', 'unknown') END WHERE id = ?1");

	sql_int(&q, voice_id);
	sql_int(&q, side);
	sql_int(&q, j->customers);
	sql_int(&q, person_id);
	sql_int(&q, j->source_id);
	return (sql_run(&q));
}

struct judged {
	int64_t id, person_id;
	enum voice_side side;
	bool sign; /* its row was changed before its posts */
};

static enum status
judge_voice(struct judging *j, const struct judged *v)
{
	enum voice_side side;
	enum status st = judge(j, v->person_id, &side);

	j->looked++;
	if (st == OK &&
	    (v->sign || side != VOICE_OTHERS || v->side != VOICE_OTHERS))
		st = move_posts(j, v->person_id, side);
	/* There may be more of them: the voice's turn comes again. */
	if (st != OK || j->moved >= MOVE_MAX)
		return (st);
	if (side != v->side)
		st = write_kind(j, v->id, v->person_id, side);
	j->voice_id = v->id;
	return (st);
}

static enum status
judge_voices(struct judging *j)
{
	struct judged page[PAGE];
	struct sql q = sql_begin(j->d, SQL_STAFF_VOICES,
	    "SELECT id, coalesce(person_id, id), kind, name, uri FROM voice"
	    " WHERE source_id = ? AND id > ? ORDER BY id LIMIT ?");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, j->source_id);
	sql_int(&q, j->voice_id);
	sql_int(&q, PAGE);
	while ((st = sql_next(&q, &row)) == OK && row && n < PAGE)
		page[n++] = (struct judged){ sql_get_int(&q, 0),
			sql_get_int(&q, 1), side_of_kind(sql_get_str(&q, 2)),
			voice_is_sign(sql_get_str(&q, 3), sql_get_str(&q, 4)) };
	sql_end(&q);
	for (size_t i = 0; st == OK && i < n && j->moved < MOVE_MAX; i++)
		st = judge_voice(j, &page[i]);
	if (st == OK && n < PAGE && j->moved < MOVE_MAX)
		j->voice_id = INT64_MAX;
	return (st);
}

/* "admin" is nobody, until a list says who. */
static enum status
judge_nobody(struct judging *j, bool *ret_done)
{
	struct judged page[PAGE];
	struct sql q = sql_begin(j->d, SQL_STAFF_NOBODY,
	    "SELECT id, staff, author_name FROM post WHERE source_id = ?"
	    " AND voice_id IS NULL AND author_name IS NOT NULL AND id > ?"
	    " ORDER BY id LIMIT ?");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, j->source_id);
	sql_int(&q, j->post_id);
	sql_int(&q, PAGE);
	while ((st = sql_next(&q, &row)) == OK && row && n < PAGE) {
		page[n] = (struct judged){ .id = sql_get_int(&q, 0),
			.side = voice_side(str_of(j->staff),
			    str_of(j->partner), sql_get_str(&q, 2),
			    (struct str){ NULL, 0 }) };
		/* 0: it stays where it is */
		page[n].person_id =
		    sql_get_int(&q, 1) != (int64_t)page[n].side;
		n++;
	}
	sql_end(&q);
	*ret_done = n < PAGE;
	for (size_t i = 0; st == OK && i < n; i++) {
		if (j->moved >= MOVE_MAX) {
			*ret_done = false;
			break;
		}
		if (page[i].person_id != 0)
			st = move_post(j, page[i].id, page[i].side);
		j->post_id = page[i].id;
		j->looked++;
	}
	return (st);
}

/* One piece of news, however many groups it took. */
static enum status
tell(struct judging *j)
{
	struct store *s = j->s;
	char what[200];

	if (s->staff_moved == 0)
		return (OK);
	snprintf(what, sizeof(what),
	    "by the lists of staff and partners %" PRId64
	    " posts changed sides, and with them %" PRId64 " insights",
	    s->staff_moved, s->staff_insights);
	s->staff_moved = s->staff_insights = 0;
	return (store_tell(s, "staff", what));
}

static enum status
note_so_far(struct judging *j, bool done)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_SO_FAR,
	    "UPDATE source SET judged_voice_id = ?, judged_post_id = ?"
	    " WHERE id = ?");

	sql_time(&q, done ? NO_TIME : j->voice_id);
	sql_time(&q, done ? NO_TIME : j->post_id);
	sql_int(&q, j->source_id);
	return (sql_run(&q));
}

static enum status
next_source(struct judging *j)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_NEXT,
	    "SELECT id, staff, partner, judged_voice_id, judged_post_id,"
	    " kind IN ('customer', 'community') FROM source"
	    " WHERE judged_voice_id IS NOT NULL LIMIT 1");
	enum status st;
	bool row;

	st = sql_next(&q, &row);
	if (st == OK && row) {
		struct str staff = sql_get_str(&q, 1);
		struct str partner = sql_get_str(&q, 2);

		j->source_id = sql_get_int(&q, 0);
		j->staff = staff.n > 0 ? str_dup(staff) : NULL;
		j->partner = partner.n > 0 ? str_dup(partner) : NULL;
		j->voice_id = sql_get_int(&q, 3);
		j->post_id = sql_get_int(&q, 4);
		j->customers = sql_get_int(&q, 5) != 0;
		if ((staff.n > 0 && j->staff == NULL) ||
		    (partner.n > 0 && j->partner == NULL))
			st = db_fail(j->d, E_MEMORY, "out of memory");
	}
	sql_end(&q);
	return (st);
}

/* As much of one source as the group has room for. */
static enum status
judge_source(struct judging *j)
{
	bool done = false;
	enum status st = OK;

	while (st == OK && !done && j->looked < LOOK_MAX &&
	       j->moved < MOVE_MAX) {
		if (j->voice_id != INT64_MAX)
			st = judge_voices(j);
		else
			st = judge_nobody(j, &done);
	}
	j->s->staff_moved += j->moved;
	j->s->staff_insights += j->insights;
	if (st == OK)
		st = note_so_far(j, done);
	return (st == OK && done ? tell(j) : st);
}

enum status
staff_settle(struct store *s)
{
	int64_t looked = 0, moved = 0;
	enum status st = OK;

	while (st == OK && s->staff_due && looked < LOOK_MAX &&
	       moved < MOVE_MAX) {
		struct judging j = { .s = s, .d = &s->db, .looked = looked };

		st = next_source(&j);
		if (st == OK && j.source_id == 0)
			s->staff_due = false;
		else if (st == OK)
			st = judge_source(&j);
		/* A source is a question or two, at the least. */
		looked = j.looked + 1;
		moved += j.moved;
		free(j.staff);
		free(j.partner);
	}
	return (st);
}
