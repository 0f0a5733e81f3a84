/*
 * What people want of a feed beside what its line says, and when it is next
 * due where no visit decided that.
 */
#include "earshot/clock.h"

#include "store_impl.h"

enum status
store_feed_wish(struct store *s, int64_t feed_id, enum feed_wish wish)
{
	static const struct {
		enum sql_name name;
		const char *text;
	} wishes[FEED_WISHES] = {
		[WISH_PAUSE] = { SQL_FEED_PAUSE,
		    "UPDATE feed SET held_ts = ?1, since_ts = ?1,"
		    " status = 'paused' WHERE id = ?2" },
		[WISH_RESUME] = { SQL_FEED_RESUME,
		    "UPDATE feed SET held_ts = NULL, since_ts = ?1,"
		    " status = 'active', failures = 0 WHERE id = ?2" },
		[WISH_REVIVE] = { SQL_FEED_REVIVE,
		    "UPDATE feed SET since_ts = ?1, status = 'active',"
		    " failures = 0, cause = NULL, not_before_ts = NULL,"
		    " visited_ts = NULL, next_ts = ?1 WHERE id = ?2" },
	};
	struct sql q = sql_begin(&s->db, wishes[wish].name, wishes[wish].text);

	sql_int(&q, clock_now());
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}

enum status
store_feed_next(struct store *s, int64_t feed_id, int64_t next_ts)
{
	struct sql q = sql_begin(&s->db, SQL_FEED_NEXT,
	    "UPDATE feed SET next_ts = ?1 WHERE id = ?2 AND next_ts IS NOT ?1");

	sql_time(&q, next_ts);
	sql_int(&q, feed_id);
	return (store_check(s, sql_run(&q)));
}
