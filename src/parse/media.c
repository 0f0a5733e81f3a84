/*
 * Media RSS, podcasts, ratings.
 */
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

OPENED(open_rating)
{

	r->rating = number_of(xmlfeed_attribute(e, "average", false));
	if (isnan(r->rating))
		r->rating = number_of(xmlfeed_attribute(e, "value", false));
	r->rating_max = number_of(xmlfeed_attribute(e, "max", false));
	if (f->field->ns == NS_IM && isnan(r->rating_max))
		r->rating_max = 5;
}

CLOSED(close_rating)
{
	double rating = isnan(r->rating) ? number_of(value) : r->rating;

	if (!isnan(rating))
		builder_rating(r->b, f->field->rank, rating, r->rating_max);
	r->rating = r->rating_max = (double)NAN;
}

CLOSED(close_rating_value)
{

	(void)f;
	r->rating = number_of(value);
}

/* In a review's rating or, in RDF, beside it. */
CLOSED(close_rating_max)
{
	double max = number_of(value);

	(void)f;
	r->rating_max = max;
	if (r->b->e != NULL && r->b->e->has_rating &&
	    !r->b->e->has_rating_max && max > 0) {
		r->b->e->has_rating_max = true;
		r->b->e->rating_max = max;
	}
}
