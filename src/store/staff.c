/*
 * Staff and partners who are listed later, or no more: their earlier posts
 * follow, some at each commit.  What they said is withdrawn as insights, and
 * comes back when they are not listed any more.  After a restart a source that
 * was not done begins anew, and finds most of it done.
 */
#include "staff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	PAGE = 200,      /* rows of a question */
	LOOK_MAX = 1000, /* voices and posts looked at in a group */
	MOVE_MAX = 200,  /* posts that change sides in a group */
	NAMES_MAX = 100  /* of one person at one place */
};

/* How far a source is, from group to group. */
struct judged_place {
	int64_t source_id; /* 0: none is under way */
	bool voices;       /* all of them are judged */
	char *name, *uri;  /* else: up to this one */
	int64_t post_id;   /* then: posts that are nobody's, up to here */
	int64_t moved, insights;
};

/* A source whose list was changed, in this group. */
struct judging {
	struct store *s;
	struct db *d;
	struct judged_place *at;
	int64_t source_id;
	const struct staff_list *list;
	bool customers; /* whoever writes there is one */
	int64_t looked, moved;
};

static enum status
no_memory(struct judging *j)
{

	return (db_fail(j->d, E_MEMORY, "out of memory"));
}

void
staff_drop(struct store *s)
{

	if (s->judged != NULL) {
		free(s->judged->name);
		free(s->judged->uri);
	}
	free(s->judged);
	s->judged = NULL;
}

void
staff_relisted(struct store *s, bool changed)
{

	staff_drop(s);
	s->staff_due = true;
	s->relisted |= changed;
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
	    "UPDATE source SET judge = 1 WHERE id = ?1"
	    " AND (?3 OR people IS NOT ?2)");
	enum status st;

	sql_int(&q, x->b->source_id);
	sql_int(&q, staff_list_key(&x->b->spec));
	sql_int(&q, voice_is_sign(p->author, p->author_uri));
	st = sql_run(&q);
	if (st == OK && sqlite3_changes(x->d->handle) > 0) {
		staff_drop(x->s);
		x->s->staff_due = true;
	}
	return (st);
}

static enum voice_side
side_of_kind(struct str kind)
{

	if (str_eq(kind, STR("partner")))
		return (VOICE_PARTNER);
	return (str_eq(kind, STR("staff")) ? VOICE_STAFF : VOICE_OTHERS);
}

/* What ${person_id} is at this place, by all names it has there.  Not by the
 * place's index: that has everybody's. */
static enum status
judge(struct judging *j, int64_t person_id, enum voice_side *ret)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_NAMES,
	    "SELECT name, uri, kind FROM voice WHERE +source_id = ?1 AND id IN"
	    " (SELECT ?2 UNION ALL SELECT id FROM (SELECT id FROM voice"
	    "  WHERE person_id = ?2 LIMIT ?3))");
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
			side = voice_side(j->list->staff, j->list->partner,
			    name, uri);
		if (side > *ret)
			*ret = side;
	}
	sql_end(&q);
	return (st);
}

static enum status
move_post(struct judging *j, int64_t post_id, enum voice_side side)
{

	j->moved++;
	j->at->moved++;
	return (staff_move_post(j->s, post_id, side, &j->at->insights));
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
	char *name, *uri;
};

/* ${done}: with this one, too; else there may be more of its posts, and its
 * turn comes again. */
static enum status
judge_voice(struct judging *j, struct judged *v, bool *done)
{
	enum voice_side side;
	enum status st = judge(j, v->person_id, &side);

	j->looked++;
	if (st == OK &&
	    (v->sign || side != VOICE_OTHERS || v->side != VOICE_OTHERS))
		st = move_posts(j, v->person_id, side);
	*done = j->moved < MOVE_MAX;
	if (st != OK || !*done)
		return (st);
	if (side != v->side)
		st = write_kind(j, v->id, v->person_id, side);
	free(j->at->name);
	free(j->at->uri);
	j->at->name = v->name;
	j->at->uri = v->uri;
	v->name = v->uri = NULL;
	return (st);
}

/* A page of a source's names, from where it was left. */
static enum status
read_voices(struct judging *j, struct judged *page, size_t *ret_n)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_VOICES,
	    "SELECT id, coalesce(person_id, id), kind, name, uri FROM voice"
	    " WHERE source_id = ? AND (name, uri) > (?, ?)"
	    " ORDER BY name, uri LIMIT ?");
	enum status st;
	size_t n = 0;
	bool row;

	sql_int(&q, j->source_id);
	sql_text(&q, str_of(j->at->name));
	sql_text(&q, str_of(j->at->uri));
	sql_int(&q, PAGE);
	while ((st = sql_next(&q, &row)) == OK && row && n < PAGE) {
		struct judged *v = &page[n++];

		*v = (struct judged){ .id = sql_get_int(&q, 0),
			.person_id = sql_get_int(&q, 1),
			.side = side_of_kind(sql_get_str(&q, 2)),
			.sign = voice_is_sign(sql_get_str(&q, 3),
			    sql_get_str(&q, 4)),
			.name = str_dup(sql_get_str(&q, 3)),
			.uri = str_dup(sql_get_str(&q, 4)) };
		if (v->name == NULL || v->uri == NULL) {
			st = no_memory(j);
			break;
		}
	}
	sql_end(&q);
	*ret_n = n;
	return (st);
}

static enum status
judge_voices(struct judging *j)
{
	struct judged page[PAGE];
	bool done = true;
	size_t n = 0;
	enum status st = read_voices(j, page, &n);

	for (size_t i = 0; st == OK && done && i < n; i++)
		st = judge_voice(j, &page[i], &done);
	for (size_t i = 0; i < n; i++) {
		free(page[i].name);
		free(page[i].uri);
	}
	if (st == OK && done && n < PAGE)
		j->at->voices = true;
	return (st);
}

struct nobody {
	int64_t id;
	enum voice_side side;
	bool moves;
};

/* "admin" is nobody, until a list says who. */
static enum status
judge_nobody(struct judging *j, bool *ret_done)
{
	struct nobody page[PAGE];
	struct sql q = sql_begin(j->d, SQL_STAFF_NOBODY,
	    "SELECT id, staff, author_name FROM post WHERE source_id = ?"
	    " AND voice_id IS NULL AND author_name IS NOT NULL AND id > ?"
	    " ORDER BY id LIMIT ?");
	size_t n = 0;
	enum status st;
	bool row;

	sql_int(&q, j->source_id);
	sql_int(&q, j->at->post_id);
	sql_int(&q, PAGE);
	while ((st = sql_next(&q, &row)) == OK && row && n < PAGE) {
		page[n].id = sql_get_int(&q, 0);
		page[n].side = voice_side(j->list->staff, j->list->partner,
		    sql_get_str(&q, 2), (struct str){ NULL, 0 });
		page[n].moves = sql_get_int(&q, 1) != (int64_t)page[n].side;
		n++;
	}
	sql_end(&q);
	*ret_done = n < PAGE;
	for (size_t i = 0; st == OK && i < n; i++, j->looked++) {
		if (page[i].moves && j->moved >= MOVE_MAX) {
			*ret_done = false;
			break;
		}
		if (page[i].moves)
			st = move_post(j, page[i].id, page[i].side);
		j->at->post_id = page[i].id;
	}
	return (st);
}

/* One piece of news, however many groups it took. */
static enum status
end_source(struct judging *j)
{
	char what[200];
	struct sql q = sql_begin(j->d, SQL_STAFF_DONE,
	    "UPDATE source SET judge = NULL WHERE id = ?");
	enum status st;

	sql_int(&q, j->source_id);
	st = sql_run(&q);
	if (st == OK && j->at->moved > 0) {
		snprintf(what, sizeof(what),
		    "by the lists of staff and partners %" PRId64
		    " posts changed sides, and with them %" PRId64 " insights",
		    j->at->moved, j->at->insights);
		st = store_tell(j->s, "staff", what);
	}
	staff_drop(j->s);
	return (st);
}

/* One whose list is known; the others wait until it is. */
static enum status
next_source(struct judging *j)
{
	struct sql q = sql_begin(j->d, SQL_STAFF_NEXT,
	    "SELECT id, kind IN ('customer', 'community')"
	    " FROM source WHERE judge = 1 ORDER BY id");
	enum status st;
	bool row;

	while ((st = sql_next(&q, &row)) == OK && row && j->list == NULL) {
		j->source_id = sql_get_int(&q, 0);
		j->customers = sql_get_int(&q, 1) != 0;
		j->list = staff_lists_find(j->s, j->source_id);
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

	if (j->s->judged == NULL || j->s->judged->source_id != j->source_id) {
		staff_drop(j->s);
		j->s->judged = calloc(1, sizeof(*j->s->judged));
		if (j->s->judged == NULL)
			return (no_memory(j));
		j->s->judged->source_id = j->source_id;
	}
	j->at = j->s->judged;
	while (
	    st == OK && !done && j->looked < LOOK_MAX && j->moved < MOVE_MAX) {
		if (!j->at->voices)
			st = judge_voices(j);
		else
			st = judge_nobody(j, &done);
	}
	return (st == OK && done ? end_source(j) : st);
}

enum status
staff_settle(struct store *s)
{
	int64_t looked = 0, moved = 0;
	enum status st = OK;

	while (
	    st == OK && s->staff_due && looked < LOOK_MAX && moved < MOVE_MAX) {
		struct judging j = { .s = s, .d = &s->db, .looked = looked };

		st = next_source(&j);
		if (st == OK && j.list == NULL)
			s->staff_due = false;
		else if (st == OK)
			st = judge_source(&j);
		/* A source is a question or two, at the least. */
		looked = j.looked + 1;
		moved += j.moved;
	}
	return (st);
}
