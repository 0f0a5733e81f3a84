/*
 * A post changes sides: what was heard in it is withdrawn, or comes back, with
 * all that is counted by it.  Whose side it is, staff.c knows.
 */
#include "earshot/clock.h"

#include "rollup.h"
#include "staff.h"

static enum status
turn_insight(struct store *s, int64_t id, bool away, bool spam)
{
	struct sql q = sql_begin(&s->db, SQL_STAFF_INSIGHT,
	    "UPDATE insight SET state = ?, state_why = ?, changed_ts = ?,"
	    " changed_seq = ? WHERE id = ?");

	sql_word(&q, away ? "withdrawn" : spam ? "quarantined" : "live");
	sql_word(&q, away ? "staff" : spam ? "spam" : NULL);
	sql_int(&q, clock_now());
	sql_int(&q, s->next_seq++);
	sql_int(&q, id);
	return (sql_run(&q));
}

/* Which insights of a post change with its side; at most one a signal. */
static enum status
find_insights(struct store *s, int64_t post_id, bool away, int64_t ids[SIGNALS],
    size_t *ret_n, bool *ret_spam)
{
	struct sql q = sql_begin(&s->db, SQL_STAFF_INSIGHTS,
	    "SELECT i.id, p.primary_signal IS 'spam' FROM insight i"
	    " JOIN post p ON p.id = i.post_id WHERE i.post_id = ?1 AND"
	    " iif(?2, i.state IN ('live', 'quarantined'),"
	    "  i.state = 'withdrawn' AND i.state_why = 'staff'"
	    "  AND p.state = 'live') ORDER BY i.id");
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
count_post(struct store *s, int64_t post_id, int sign)
{

	if (post_id > s->settled)
		return (OK);
	return (rollup_count(&s->db, post_id - 1, post_id, sign, s->zone_s));
}

/* What was not scored as a customer's word is scored by the next reclassify:
 * no rules have spoken. */
static enum status
write_side(struct store *s, int64_t post_id, enum voice_side side)
{
	struct sql q = sql_begin(&s->db, SQL_STAFF_POST,
	    "UPDATE post SET staff = ?1, ruleset_id = iif(?1, ruleset_id, NULL)"
	    " WHERE id = ?2");
	enum status st;

	sql_int(&q, side);
	sql_int(&q, post_id);
	st = sql_run(&q);
	if (st != OK)
		return (st);
	q = sql_begin(&s->db, SQL_STAFF_THREAD,
	    "INSERT OR IGNORE INTO unthreaded SELECT root_id FROM post"
	    " WHERE id = ? AND root_id IS NOT NULL");
	sql_int(&q, post_id);
	return (sql_run(&q));
}

enum status
staff_move_post(struct store *s, int64_t post_id, enum voice_side side,
    int64_t *insights)
{
	bool away = side != VOICE_OTHERS, spam = false, counted;
	int64_t ids[SIGNALS];
	size_t n = 0;
	enum status st = find_insights(s, post_id, away, ids, &n, &spam);

	counted = n > 0 || !away;
	if (st == OK && counted)
		st = count_post(s, post_id, -1);
	if (st == OK)
		st = write_side(s, post_id, side);
	for (size_t i = 0; st == OK && i < n; i++)
		st = turn_insight(s, ids[i], away, spam);
	if (st == OK && counted)
		st = count_post(s, post_id, 1);
	*insights += (int64_t)n;
	return (st);
}
