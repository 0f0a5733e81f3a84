/*
 * One line a visit.
 */
#include "outcome.h"

#include "earshot/log.h"
#include "earshot/url.h"

#include "writer.h"

struct str
outcome_url(const struct batch *b)
{

	return (url_mask(b->arena, b->spec.url));
}

void
outcome_log(const struct batch *b)
{
	/* What happens often and well is a counter, not a line. */
	enum log_level level = b->outcome == OUTCOME_FAILED ? LOG_WARN
			       : b->outcome == OUTCOME_NEW  ? LOG_INFO
							    : LOG_DEBUG;
	struct str url = outcome_url(b);

	/* Conversations come and go. */
	if (b->found_by != 0 && level == LOG_WARN)
		level = LOG_INFO;
	/* Our own network has a line of its own, and so has the store. */
	if (b->status == E_CANCELLED || b->ours || writer_is_ill(b->stored))
		level = LOG_DEBUG;
	if (b->outcome == OUTCOME_FAILED)
		log_line(level,
		    "visit feed=%lld outcome=failed why=%s status=%d ms=%lld "
		    "failures=%lld %.*s",
		    (long long)b->feed_id, status_word(b->status),
		    b->http_status, (long long)b->ms,
		    (long long)b->facts.failures, STR_ARG(b->error));
	else
		log_line(level,
		    "visit feed=%lld outcome=%s status=%d bytes=%zu posts=%zu "
		    "new=%lld edited=%lld insights=%lld ms=%lld%s url=%.*s",
		    (long long)b->feed_id, outcome_word(b->outcome),
		    b->http_status, b->bytes, b->nposts,
		    (long long)b->new_posts, (long long)b->edited_posts,
		    (long long)b->new_insights, (long long)b->ms,
		    b->stored != OK ? " not_stored" : "", STR_ARG(url));
}
