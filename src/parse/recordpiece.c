/*
 * One record is one item; a document is handed on when it is full.
 */
#include "recordpiece.h"

#include <inttypes.h>
#include <stdio.h>

#include "earshot/date.h"
#include "earshot/hash.h"
#include "earshot/jsonw.h"
#include "earshot/map.h"

enum { ID_BYTES = 8, IDS_MEMORY = 1 << 30, WARNINGS_MAX = 100 };

struct pieces {
	const char *file;
	struct faults *faults;
	enum status (*piece)(void *arg, struct str document);
	void *arg;
	struct buf out;
	struct jsonw json;
	size_t in_piece;
	struct records_counts counts;
	struct arena *ids;
	struct map *times; /* how often an id came: its number */
	struct arena *row; /* one record's */
};

struct pieces *
pieces_new(const char *file, struct faults *faults,
    enum status (*piece)(void *arg, struct str document), void *arg)
{
	struct pieces *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return (NULL);
	*p = (struct pieces){ .file = file,
		.faults = faults,
		.piece = piece,
		.arg = arg,
		.out = BUF_INIT(16 << 20),
		.ids = arena_new(IDS_MEMORY),
		.times = map_new(),
		.row = arena_new(64 << 20) };
	if (p->ids == NULL || p->times == NULL || p->row == NULL) {
		pieces_free(p);
		return (NULL);
	}
	return (p);
}

void
pieces_free(struct pieces *p)
{

	if (p == NULL)
		return;
	map_free(p->times);
	arena_free(p->ids);
	arena_free(p->row);
	buf_free(&p->out);
	free(p);
}

static void
warn(struct pieces *p, const struct cell *c, const char *what)
{

	if (p->faults->warnings < WARNINGS_MAX)
		faults_add(p->faults, true, p->file, c->line, c->column,
		    c->source, "\"%.*s\" is no %s; it is left out",
		    STR_ARG(str_sub(str_trim(c->text), 0, 40)), what);
}

/* "4", "4,5", "4/5", "8 / 10", "4 stars", "★★★★☆" as 0..5; < 0: none. */
static double
stars_of(struct str s)
{
	double value = 0, most = 5;
	struct str number;
	char text[24];
	size_t n = 0, slash;

	s = str_trim(s);
	while (str_starts(s, STR("★"))) {
		s = str_sub(s, 3, s.n);
		value++;
	}
	while (str_starts(s, STR("☆")))
		s = str_sub(s, 3, s.n);
	if (value > 0)
		return (s.n == 0 && value <= 5 ? value : -1);
	slash = str_findc(s, '/');
	if (slash != SIZE_MAX) {
		if (!str_to_double(str_sub(s, slash + 1, s.n), &most) ||
		    !(most > 0 && most <= 1000))
			return (-1);
		s = str_sub(s, 0, slash);
	}
	number = str_word(&s);
	s = str_trim(s);
	if (s.n > 0 && !str_istarts(s, STR("star")) &&
	    !str_istarts(s, STR("stern")))
		return (-1);
	for (; n < number.n && n < sizeof(text); n++)
		text[n] = (char)(number.p[n] == ',' ? '.' : number.p[n]);
	if (!str_to_double((struct str){ text, n }, &value) ||
	    !(value > 0 && value <= most))
		return (-1);
	return (most == 5 ? value : value * 5 / most);
}

static bool
looks_like_html(struct str s)
{

	return (str_find(s, STR("</")) != SIZE_MAX ||
		str_ifind(s, STR("<br")) != SIZE_MAX ||
		str_ifind(s, STR("<p>")) != SIZE_MAX);
}

/* Its id, or one of its bytes; with a number when it comes again. */
static struct str
id_of(struct pieces *p, struct str given, struct str row)
{
	unsigned char full[HASH_BYTES];
	char hex[2 * ID_BYTES + 1];
	struct str id = str_trim(given);
	int64_t *times;

	if (id.n == 0) {
		hash_of(row, full);
		hash_hex(full, ID_BYTES, hex);
		id = arena_printf(p->row, "row-%s", hex);
	}
	if (id.n > 1000)
		id = str_sub(id, 0, 1000);
	times = map_get(p->times, id);
	if (times != NULL)
		return (arena_printf(p->row, "%.*s#%" PRId64, STR_ARG(id),
		    ++*times));
	times = arena_alloc(p->ids, sizeof(*times));
	if (times == NULL)
		return ((struct str){ NULL, 0 });
	*times = 1;
	id = arena_str(p->ids, id);
	if (id.p == NULL || map_put(p->times, id, times) != OK)
		return ((struct str){ NULL, 0 });
	return (id);
}

static void
key_text(struct pieces *p, const char *key, struct str s)
{

	s = str_trim(s);
	if (s.n > 0)
		jsonw_kstr(&p->json, key, s);
}

static void
key_tags(struct pieces *p, struct str tags)
{

	if (str_trim(tags).n == 0)
		return;
	jsonw_key(&p->json, "tags");
	jsonw_array(&p->json);
	while (tags.n > 0) {
		struct str tag = str_trim(str_cut(&tags, ','));

		if (tag.n > 0)
			jsonw_str(&p->json, tag);
	}
	jsonw_end_array(&p->json);
}

/* What is checked: a date, an address, a number of stars. */
struct checked {
	int64_t date_ts;
	double stars;
	struct str url;
};

static void
check(struct pieces *p, const struct cell record[RECORD_FIELDS],
    struct checked *ret)
{
	const struct cell *date = &record[RECORD_DATE];
	const struct cell *stars = &record[RECORD_STARS];
	const struct cell *url = &record[RECORD_URL];

	*ret = (struct checked){ .date_ts = NO_TIME, .stars = -1 };
	if (str_trim(date->text).n > 0) {
		ret->date_ts = date_read(str_trim(date->text));
		if (ret->date_ts == NO_TIME)
			warn(p, date,
			    "date; write 2026-11-21 or "
			    "2026-11-21T10:00:00Z");
	}
	if (str_trim(stars->text).n > 0) {
		ret->stars = stars_of(stars->text);
		if (ret->stars < 0)
			warn(p, stars, "number of stars, 1 to 5");
	}
	ret->url = str_trim(url->text);
	if (ret->url.n > 0 && !str_istarts(ret->url, STR("http://")) &&
	    !str_istarts(ret->url, STR("https://"))) {
		warn(p, url, "address; it begins with https:// or http://");
		ret->url = (struct str){ NULL, 0 };
	}
}

static enum status
hand_on(struct pieces *p)
{
	enum status st = OK;

	if (p->in_piece == 0)
		return (OK);
	jsonw_end_array(&p->json);
	jsonw_end_object(&p->json);
	if (buf_failed(&p->out))
		st = E_MEMORY;
	else if (p->piece != NULL)
		st = p->piece(p->arg, buf_str(&p->out));
	buf_clear(&p->out);
	p->in_piece = 0;
	return (st);
}

static void
write_item(struct pieces *p, const struct cell record[RECORD_FIELDS],
    const struct checked *c, struct str id)
{
	struct str text = record[RECORD_TEXT].text;
	char when[CLOCK_TEXT];

	if (p->in_piece == 0) {
		jsonw_init(&p->json, &p->out);
		jsonw_object(&p->json);
		jsonw_kstr(&p->json, "version",
		    STR("https://jsonfeed.org/version/1.1"));
		jsonw_key(&p->json, "items");
		jsonw_array(&p->json);
	}
	p->in_piece++;
	jsonw_object(&p->json);
	jsonw_kstr(&p->json, "id", id);
	key_text(p, "title", record[RECORD_TITLE].text);
	key_text(p, looks_like_html(text) ? "content_html" : "content_text",
	    text);
	if (c->date_ts != NO_TIME) {
		clock_text(c->date_ts, when);
		jsonw_kstr(&p->json, "date_published", str_of(when));
	}
	if (c->url.n > 0)
		jsonw_kstr(&p->json, "url", c->url);
	if (str_trim(record[RECORD_AUTHOR].text).n > 0) {
		jsonw_key(&p->json, "authors");
		jsonw_array(&p->json);
		jsonw_object(&p->json);
		key_text(p, "name", record[RECORD_AUTHOR].text);
		jsonw_end_object(&p->json);
		jsonw_end_array(&p->json);
	}
	key_text(p, "language", record[RECORD_LANG].text);
	key_tags(p, record[RECORD_TAGS].text);
	if (c->stars > 0)
		jsonw_kreal(&p->json, "_stars", c->stars, 3);
	jsonw_end_object(&p->json);
}

enum status
pieces_add(struct pieces *p, const struct cell record[RECORD_FIELDS],
    struct str row, unsigned line)
{
	struct checked checked;
	struct str id;

	if (str_trim(record[RECORD_TEXT].text).n == 0 &&
	    str_trim(record[RECORD_TITLE].text).n == 0) {
		p->counts.empty++;
		return (OK);
	}
	if (p->counts.records == RECORDS_ROWS_MAX) {
		faults_add(p->faults, false, p->file, line, 0,
		    (struct str){ NULL, 0 },
		    "a file has at most %d records: split it here",
		    RECORDS_ROWS_MAX);
		return (E_SYNTAX);
	}
	p->counts.records++;
	arena_reset(p->row);
	check(p, record, &checked);
	id = id_of(p, record[RECORD_ID].text, row);
	if (id.p == NULL)
		return (E_MEMORY);
	if (p->piece == NULL)
		return (OK);
	write_item(p, record, &checked, id);
	if (p->in_piece == RECORDS_PIECE || p->out.n >= RECORDS_PIECE_BYTES)
		return (hand_on(p));
	return (OK);
}

enum status
pieces_end(struct pieces *p)
{

	return (hand_on(p));
}

void
pieces_columns(struct pieces *p, const struct str *names,
    const int columns[RECORD_FIELDS])
{
	char *to = p->counts.columns;
	size_t n = 0, size = sizeof(p->counts.columns);

	for (int f = 0; f < RECORD_FIELDS; f++) {
		int more;

		if (columns[f] < 0)
			continue;
		more = snprintf(to + n, size - n, "%s%s is \"%.*s\"",
		    n > 0 ? ", " : "", record_field_word((enum record_field)f),
		    STR_ARG(str_sub(str_trim(names[columns[f]]), 0, 40)));
		if (more < 0 || (size_t)more >= size - n)
			break;
		n += (size_t)more;
	}
}

struct records_counts
pieces_counts(const struct pieces *p)
{

	return (p->counts);
}
