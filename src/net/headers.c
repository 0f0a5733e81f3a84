/*
 * Reading header fields: a table of names, and the two questions that follow:
 * how long shall we wait, and how long is this fresh.  Values are whatever a
 * stranger sent.
 */
#include "headers.h"

#include <curl/curl.h>

static const struct {
	const char *name;
	size_t offset;
} fields[] = {
	{ "etag", offsetof(struct headers, etag) },
	{ "last-modified", offsetof(struct headers, last_modified) },
	{ "content-type", offsetof(struct headers, content_type) },
	{ "location", offsetof(struct headers, location) },
	{ "retry-after", offsetof(struct headers, retry_after) },
	{ "x-ratelimit-reset", offsetof(struct headers, ratelimit_reset) },
	{ "x-ratelimit-remaining",
	    offsetof(struct headers, ratelimit_remaining) },
	{ "cache-control", offsetof(struct headers, cache_control) },
	{ "expires", offsetof(struct headers, expires) },
	{ "date", offsetof(struct headers, date) },
	{ "age", offsetof(struct headers, age) },
};

static bool
has_controls(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') ||
		    s.p[i] == 0x7f)
			return (true);
	return (false);
}

/* "HTTP/1.1 200 OK", "HTTP/2 304": the number, or 0. */
static int
status_of(struct str line)
{
	struct str number;
	int status = 0;

	str_word(&line);
	number = str_word(&line);
	if (number.n != 3)
		return (0);
	for (size_t i = 0; i < 3; i++) {
		if (number.p[i] < '0' || number.p[i] > '9')
			return (0);
		status = status * 10 + (number.p[i] - '0');
	}
	return (status);
}

void
headers_line(struct headers *h, struct arena *a, struct str line)
{
	struct str name, value, *field;

	if (str_istarts(line, STR("HTTP/"))) {
		*h = (struct headers){ .status = status_of(line) };
		return;
	}
	value = line;
	name = str_cut(&value, ':');
	if (name.n == line.n)
		return;
	value = str_trim(value);
	if (value.n == 0 || value.n > HEADER_VALUE_MAX || has_controls(value))
		return;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!str_ieq(name, str_of(fields[i].name)))
			continue;
		field = (struct str *)(void *)((char *)h + fields[i].offset);
		if (field->p == NULL)
			*field = arena_str(a, value);
		return;
	}
}

/* Whole seconds in "120" or "120.7"; false: no number.  Huge ones become
 * INT32_MAX times a thousand, which every clamp cuts. */
static bool
read_number(struct str s, int64_t *ret)
{
	const int64_t huge = (int64_t)INT32_MAX * 100000;
	int64_t n = 0;
	size_t i = 0;

	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if ((n = n * 10 + (s.p[i] - '0')) > huge)
			n = huge;
	if (i == 0)
		return (false);
	if (i < s.n && s.p[i++] != '.')
		return (false);
	for (; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	*ret = n;
	return (true);
}

static bool
read_date(struct str s, int64_t *ret)
{
	char text[64];
	time_t t;

	if (s.n == 0 || s.n >= sizeof(text))
		return (false);
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	t = curl_getdate(text, NULL);
	if (t == (time_t)-1)
		return (false);
	*ret = (int64_t)t;
	return (true);
}

static int64_t
clamp_wait(int64_t s)
{

	if (s < 0)
		return (0);
	return (s < HEADERS_WAIT_MAX_S ? s : HEADERS_WAIT_MAX_S);
}

/* Seconds from now, Unix seconds or Unix milliseconds: servers use all three,
 * and their sizes tell them apart. */
static int64_t
ratelimit_wait_s(struct str reset, int64_t now)
{
	int64_t n;

	if (!read_number(reset, &n))
		return (0);
	if (n > 100000000000)
		n /= 1000;
	return (clamp_wait(n > 1000000000 ? n - now : n));
}

int64_t
headers_wait_s(const struct headers *h, int64_t now)
{
	int64_t n;

	if (h->status >= 300 && read_number(h->retry_after, &n))
		return (clamp_wait(n));
	if (h->status >= 300 && read_date(h->retry_after, &n))
		return (clamp_wait(n - now));
	/* Without a refusal it counts only once nothing remains. */
	if (h->status == 429 || h->status == 503 ||
	    (read_number(h->ratelimit_remaining, &n) && n == 0))
		return (ratelimit_wait_s(h->ratelimit_reset, now));
	return (0);
}

/* The next of a list of directives, name and value, quotes taken off; false at
 * the end.  A comma in quotes separates nothing. */
static bool
next_directive(struct str *rest, struct str *name, struct str *value)
{
	size_t end = 0;
	bool quoted = false;

	if (rest->n == 0)
		return (false);
	for (; end < rest->n && (quoted || rest->p[end] != ','); end++)
		if (rest->p[end] == '"')
			quoted = !quoted;
	*value = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end + 1, rest->n);
	*name = str_trim(str_cut(value, '='));
	*value = str_trim(*value);
	if (value->n >= 2 && value->p[0] == '"' &&
	    value->p[value->n - 1] == '"')
		*value = str_sub(*value, 1, value->n - 1);
	return (true);
}

int64_t
headers_fresh_s(const struct headers *h, int64_t now)
{
	struct str rest = h->cache_control, name, value;
	int64_t fresh = -1, age, expires, date;

	while (next_directive(&rest, &name, &value)) {
		if (str_ieq(name, STR("no-cache")) ||
		    str_ieq(name, STR("no-store")))
			return (0);
		if (fresh < 0 && str_ieq(name, STR("max-age")) &&
		    !read_number(value, &fresh))
			fresh = 0;
	}
	if (fresh >= 0)
		return (clamp_wait(
		    read_number(h->age, &age) ? fresh - age : fresh));
	/* "0" and other non-dates mean: already expired. */
	if (!read_date(h->expires, &expires))
		return (0);
	if (!read_date(h->date, &date))
		date = now;
	return (clamp_wait(expires - date));
}
