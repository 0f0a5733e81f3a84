/*
 * The words of a feed's kinds, roles and states.
 */
#include "earshot/feed.h"

#include <stdlib.h>

static const char *const kinds[SOURCE_KINDS] = { "own", "customer",
	"competitor", "press", "community", "internal" };
static const char *const roles[FEED_ROLES] = { "posts", "comments", "thread",
	"reviews" };
static const char *const statuses[FEED_STATUSES] = { "active", "quiet",
	"failing", "gone", "closed", "paused" };
static const char *const follows[FEED_FOLLOWS] = { "auto", "comments", "none" };

static int
find_word(const char *const *words, int n, struct str word)
{

	for (int i = 0; i < n; i++)
		if (str_ieq(word, str_of(words[i])))
			return (i);
	return (-1);
}

const char *
source_kind_word(enum source_kind k)
{

	return (kinds[k]);
}

const char *
feed_role_word(enum feed_role r)
{

	return (roles[r]);
}

const char *
feed_status_word(enum feed_status s)
{

	return (statuses[s]);
}

const char *
feed_follow_word(enum feed_follow f)
{

	return (follows[f]);
}

int
source_kind_of(struct str word)
{

	return (find_word(kinds, SOURCE_KINDS, word));
}

int
feed_role_of(struct str word)
{

	return (find_word(roles, FEED_ROLES, word));
}

int
feed_status_of(struct str word)
{

	return (find_word(statuses, FEED_STATUSES, word));
}

int
feed_follow_of(struct str word)
{

	return (find_word(follows, FEED_FOLLOWS, word));
}

struct str
feed_address(const struct feed_spec *spec, const struct feed_facts *facts)
{

	if (facts->moved_url != NULL &&
	    facts->moved_visits >= FEED_MOVED_VISITS)
		return (str_of(facts->moved_url));
	return (spec->url);
}

bool
feed_wants(const struct feed *feed, enum feed_wish wish)
{
	enum feed_status status = feed->facts.status;

	if (wish == WISH_PAUSE)
		return (status != FEED_PAUSED);
	if (wish == WISH_RESUME)
		return (status == FEED_PAUSED && !feed->spec.paused);
	return (status == FEED_GONE || status == FEED_CLOSED);
}

bool
feed_wish(struct feed *feed, enum feed_wish wish)
{

	if (!feed_wants(feed, wish))
		return (false);
	feed->facts.status = wish == WISH_PAUSE ? FEED_PAUSED : FEED_ACTIVE;
	if (wish != WISH_PAUSE)
		feed->facts.failures = 0;
	/* At once, as if it were new. */
	if (wish == WISH_REVIVE)
		feed->facts.not_before_ts = feed->facts.visited_ts = NO_TIME;
	return (true);
}

void
feed_facts_free(struct feed_facts *facts)
{

	free(facts->etag);
	free(facts->last_modified);
	free(facts->moved_url);
	facts->etag = facts->last_modified = facts->moved_url = NULL;
}

void
feed_clear(struct feed *feed)
{

	feed_facts_free(&feed->facts);
	if (feed->found_by != 0)
		free((char *)(uintptr_t)feed->spec.url.p);
	feed->spec.url = (struct str){ NULL, 0 };
}
