/*
 * Elements whose value is all there is to them: each row of the table says
 * which slot it fills.
 */
#include "xmlfeed.h"

CLOSED(take_id)
{

	builder_id(r->b, f->field->slot, xmlfeed_rank(f), value);
}

CLOSED(take_url)
{

	builder_url(r->b, f->field->slot, xmlfeed_rank(f), f->base, value);
}

CLOSED(take_time)
{

	builder_time(r->b, f->field->slot, xmlfeed_rank(f), value);
}

CLOSED(take_language)
{

	builder_language(r->b, xmlfeed_rank(f), value);
}

CLOSED(take_count)
{

	builder_count(r->b, xmlfeed_rank(f), value);
}

CLOSED(take_likes)
{

	builder_kudos(r->b, KUDO_LIKES, xmlfeed_rank(f), value);
}

CLOSED(take_votes)
{

	builder_kudos(r->b, KUDO_VOTES, xmlfeed_rank(f), value);
}

CLOSED(take_author)
{

	builder_author(r->b, xmlfeed_rank(f), value);
}

CLOSED(take_category)
{

	if (!f->done)
		builder_category(r->b, value);
}
