/*
 * What RSS 0.9x and 2.0 say in ways of their own.
 */

#include "line.h"
#include "person.h"
#include "resolve.h"
#include "xmlfeed.h"

/* Version words that the contract knows; what begins with "2" is 2.0. */
static struct str
rss_version(struct str v)
{
	static const char *const known[] = { "0.90", "0.91", "0.92", "0.93",
		"0.94", "1.0" };

	v = str_trim(v);
	if (v.n > 0 && v.p[0] == '2' && (v.n == 1 || v.p[1] == '.'))
		return (STR("2.0"));
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq(v, str_of(known[i])))
			return (str_of(known[i]));
	return ((struct str){ NULL, 0 });
}

OPENED(root_rss)
{

	r->b->p->format = FORMAT_RSS;
	r->b->p->version = rss_version(xmlfeed_attribute(e, "version", false));
	xmlfeed_native(r, f, e);
	if (f->lang.p != NULL)
		builder_language(r->b, 5, f->lang);
}

OPENED(root_channel)
{

	r->b->p->format = FORMAT_RSS;
	xmlfeed_native(r, f, e);
	open_channel(r, f, e);
}

OPENED(open_channel)
{

	rdf_note(r, e);
	if (f->lang.p != NULL)
		builder_language(r->b, 5, f->lang);
	builder_id(r->b, SLOT_ID, 3, xmlfeed_attribute(e, "about", true));
}

OPENED(open_item)
{
	struct str about = xmlfeed_attribute(e, "about", true);

	rdf_note(r, e);
	builder_entry(r->b, f->lang);
	r->entry = ++r->entries;
	if (about.n == 0)
		return;
	builder_id(r->b, SLOT_ID, 3, about);
	if (str_istarts(line_trim(about), STR("http")))
		builder_url(r->b, SLOT_LINK, 21, f->base, about);
}

CLOSED(close_item)
{

	(void)f;
	(void)value;
	builder_entry_end(r->b);
	r->entry = 0;
}

OPENED(open_guid)
{
	struct str is;

	(void)r;
	is = str_trim(xmlfeed_attribute(e, "ispermalink", true));

	f->denied = str_ieq(is, STR("false")) || str_ieq(is, STR("no")) ||
		    str_eq(is, STR("0"));
	f->done = str_ieq(is, STR("true"));
}

/* A guid without isPermaLink is a link by the specification; where it does not
 * look like one ("4711"), it only is an id. */
CLOSED(close_guid)
{
	struct str url = line_trim(value);

	builder_id(r->b, SLOT_ID, xmlfeed_rank(f), value);
	if (f->denied ||
	    memchr(url.n > 0 ? url.p : " ", ' ', url.n > 0 ? url.n : 1) != NULL)
		return;
	if (str_istarts(url, STR("http://")) ||
	    str_istarts(url, STR("https://")) ||
	    (f->done && !resolve_absolute(url)))
		builder_url(r->b, SLOT_LINK, 20, f->base, url);
}

OPENED(open_enclosure)
{
	struct str url = xmlfeed_attribute(e, "url", false);

	if (url.n == 0)
		url = xmlfeed_attribute(e, "href", false);
	if (url.n == 0)
		return;
	f->done = true;
	builder_enclosure(r->b, f->base, url,
	    xmlfeed_attribute(e, "type", false),
	    count_of(xmlfeed_attribute(e, "length", false)));
}

CLOSED(close_enclosure)
{

	if (!f->done)
		builder_enclosure(r->b, f->base, value, (struct str){ NULL, 0 },
		    -1);
}

OPENED(open_rss_source)
{
	struct str url = xmlfeed_attribute(e, "url", false);

	if (url.n > 0)
		builder_url(r->b, SLOT_SOURCE_LINK, 3, f->base, url);
}

/* RSS: its text is the title.  Atom has elements in it. */
CLOSED(close_source)
{

	(void)f;
	builder_line(r->b, SLOT_SOURCE_TITLE, 8, value);
}

CLOSED(close_comments)
{

	builder_comments(r->b, xmlfeed_rank(f), f->base, value);
}

CLOSED(close_ttl)
{
	int64_t minutes = count_of(value);

	if (minutes >= 0 && minutes < 10LL * 366 * 24 * 60)
		builder_interval(r->b, xmlfeed_rank(f), minutes * 60);
}

/* The syndication module: so many times a period. */
CLOSED(close_period)
{
	static const struct {
		const char *word;
		int64_t seconds;
	} periods[] = {
		{ "hourly", 3600 },
		{ "daily", 86400 },
		{ "weekly", 7 * 86400 },
		{ "monthly", 30 * 86400 },
		{ "yearly", 365 * 86400 },
	};

	(void)f;
	value = line_trim(value);
	if (r->period_s != 0 || value.n == 0)
		return;
	r->period_s = -1;
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (str_ieq(value, str_of(periods[i].word)))
			r->period_s = periods[i].seconds;
}

CLOSED(close_frequency)
{
	int64_t times = count_of(value);

	(void)f;
	if (times > 0 && r->per_period == 0)
		r->per_period = times;
}

void
rss_finish(struct xmlfeed *r)
{
	int64_t period = r->period_s != 0 ? r->period_s : 86400;
	int64_t times = r->per_period > 0 ? r->per_period : 1;

	/* A day and once, where one of the two is not said. */
	if ((r->period_s != 0 || r->per_period > 0) && period > 0)
		builder_interval(r->b, 5, period / times);
}

CLOSED(close_hour)
{
	struct channel *c = &r->b->p->feed;
	int64_t hour = count_of(value);

	(void)f;
	if (hour == 24)
		hour = 0; /* RSS 0.91 counts from 1 to 24 */
	if (hour < 0 || hour > 23)
		return;
	for (size_t i = 0; i < c->nskip_hours; i++)
		if (c->skip_hours[i] == hour)
			return;
	c->skip_hours[c->nskip_hours++] = (int)hour;
}

CLOSED(close_day)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday" };
	struct channel *c = &r->b->p->feed;

	(void)f;
	value = line_trim(value);
	for (size_t i = 0; i < 7; i++) {
		struct str day = str_of(days[i]);
		bool held = false;

		if (!str_ieq(value, day) &&
		    !(value.n == 3 && str_istarts(day, value)))
			continue;
		for (size_t k = 0; k < c->nskip_days; k++)
			held = held || str_eq(c->skip_days[k], day);
		if (!held)
			c->skip_days[c->nskip_days++] = day;
	}
}

OPENED(open_image)
{
	struct str url = xmlfeed_attribute(e, "href", false);

	/* RSS 1.0: the channel only points to the image. */
	if (url.n == 0)
		url = xmlfeed_attribute(e, "resource", true);
	if (url.n == 0)
		url = xmlfeed_attribute(e, "url", false);
	if (url.n > 0)
		builder_url(r->b, SLOT_IMAGE, f->field->rank, f->base, url);
}

CLOSED(close_image)
{

	if (memchr(value.n > 0 ? value.p : "", ':', value.n) != NULL)
		builder_url(r->b, SLOT_IMAGE, f->field->rank, f->base, value);
}
