/*
 * Media RSS, podcasts, ratings.
 */
#include <inttypes.h>
#include <math.h>

#include "line.h"
#include "xmlfeed.h"

OPENED(open_media_content)
{
	struct str url = xmlfeed_attribute(e, "url", false);
	struct str type = line_trim(xmlfeed_attribute(e, "type", false));
	struct str medium = line_trim(xmlfeed_attribute(e, "medium", false));

	builder_enclosure(r->b, f->base, url, type,
	    count_of(xmlfeed_attribute(e, "fileSize", false)));
	if (str_ieq(medium, STR("image")) || str_istarts(type, STR("image/")))
		builder_url(r->b, SLOT_IMAGE, 20, f->base, url);
}

/* The label is for people; the text is the scheme's word. */
OPENED(open_media_category)
{
	struct str label = line_trim(xmlfeed_attribute(e, "label", false));

	if (label.n == 0)
		return;
	f->done = true;
	builder_category(r->b, label);
}

OPENED(open_media_text)
{

	(void)r;
	if (str_ieq(str_trim(xmlfeed_attribute(e, "type", false)), STR("html")))
		f->kind = MARKUP_HTML;
}

OPENED(open_href_image)
{
	struct str url = xmlfeed_attribute(e, "url", false);

	if (url.n == 0)
		url = xmlfeed_attribute(e, "href", false);
	if (url.n > 0)
		builder_url(r->b, SLOT_IMAGE, f->field->rank, f->base, url);
}

CLOSED(close_href_image)
{

	builder_url(r->b, SLOT_IMAGE, f->field->rank, f->base, value);
}

/* How podcasts said it before itunes:image. */
OPENED(open_itunes_link)
{

	if (str_ieq(xmlfeed_attribute(e, "rel", false), STR("image")))
		open_href_image(r, f, e);
}

OPENED(open_itunes_category)
{

	(void)f;
	builder_category(r->b, xmlfeed_attribute(e, "text", false));
}

CLOSED(close_enclosure_origin)
{

	builder_enclosure_origin(r->b, f->base, value);
}

static double
number_of(struct str s)
{
	double d;

	return (str_to_double(line_trim(s), &d) ? d : (double)NAN);
}

/* media:statistics, and what YouTube called so. */
OPENED(open_statistics)
{
	static const struct {
		const char *name;
		enum kudo k;
	} counts[] = {
		{ "views", KUDO_VIEWS },
		{ "favorites", KUDO_LIKES },
		{ "viewCount", KUDO_VIEWS },
		{ "favoriteCount", KUDO_LIKES },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		builder_kudos(r->b, counts[i].k, f->field->rank,
		    xmlfeed_attribute(e, counts[i].name, false));
}

/* gd:comments says how many there are where it links to them. */
OPENED(open_count_hint)
{

	builder_count(r->b, f->field->rank,
	    xmlfeed_attribute(e, "countHint", false));
}

/* YouTube's: both kinds of thumbs are votes. */
OPENED(open_thumbs)
{
	struct str up = xmlfeed_attribute(e, "numLikes", false);
	int64_t likes = kudos_count(up), votes;

	votes = kudos_count(xmlfeed_attribute(e, "numDislikes", false));
	builder_kudos(r->b, KUDO_LIKES, f->field->rank, up);
	if (likes < 0 || votes < 0 || likes + votes > KUDOS_MAX)
		return;
	builder_kudos(r->b, KUDO_VOTES, f->field->rank,
	    arena_printf(r->scratch, "%" PRId64, likes + votes));
}

/* Ranks say anything; those that only order a list are no approval. */
OPENED(open_rank)
{
	static const char *const orders[] = { "relevan", "position", "order",
		"index", "date", "time" };
	struct str scheme = xmlfeed_attribute(e, "scheme", true);

	(void)r;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (str_ifind(scheme, str_of(orders[i])) != SIZE_MAX)
			f->denied = true;
}

/* The score of a question or an answer: what people gave, less what they took
 * away.  Below nought it stands as nought. */
CLOSED(close_rank)
{
	double score = number_of(value);

	if (f->denied || isnan(score) || score != trunc(score) ||
	    fabs(score) > (double)KUDOS_MAX)
		return;
	builder_kudos(r->b, KUDO_LIKES, f->field->rank,
	    arena_printf(r->scratch, "%.0f", fmax(score, 0)));
}

OPENED(open_rating)
{
	static const char *const votes[] = { "count", "numRaters" };

	r->rating.value = number_of(xmlfeed_attribute(e, "average", false));
	if (isnan(r->rating.value))
		r->rating.value =
		    number_of(xmlfeed_attribute(e, "value", false));
	r->rating.min = number_of(xmlfeed_attribute(e, "min", false));
	r->rating.max = number_of(xmlfeed_attribute(e, "max", false));
	if (f->field->ns == NS_IM && isnan(r->rating.max))
		r->rating.max = 5;
	for (size_t i = 0; i < sizeof(votes) / sizeof(votes[0]); i++)
		builder_kudos(r->b, KUDO_VOTES, f->field->rank,
		    xmlfeed_attribute(e, votes[i], false));
}

static void
end_rating(struct xmlfeed *r, const struct frame *f, struct str value,
    bool of_many)
{

	if (isnan(r->rating.value))
		r->rating.value = number_of(value);
	if (!isnan(r->rating.value))
		builder_rating(r->b, f->field->rank, &r->rating, of_many);
	r->rating = SCALE_NONE;
}

CLOSED(close_rating)
{

	end_rating(r, f, value, false);
}

/* What all who rated a thing gave it in the mean. */
CLOSED(close_mean)
{

	end_rating(r, f, value, true);
}

CLOSED(close_rating_value)
{

	(void)f;
	r->rating.value = number_of(value);
}

/* In a review's rating or, in RDF, beside it. */
CLOSED(close_rating_max)
{
	double max = number_of(value);

	(void)f;
	r->rating.max = max;
	if (r->b->e != NULL && r->b->e->has_rating &&
	    !r->b->e->has_rating_max && max > 0) {
		r->b->e->has_rating_max = true;
		r->b->e->rating_max = max;
	}
}
