/*
 * JSON Feed: the top level is cut by hand, jansson reads one item at a time,
 * so that a document costs the memory of its largest item and a bad item loses
 * only itself.
 */
#include "jsonfeed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include <jansson.h>

#include "earshot/utf8.h"

#include "jsoncut.h"
#include "line.h"
#include "person.h"

enum { MEND_MAX = 4 << 20 }; /* bytes of a piece worth mending */

struct reading {
	struct builder *b;
	struct arena *scratch; /* for one item */
	size_t bad;            /* pieces that jansson refused */
	bool malformed;
	bool versioned; /* says that it is a JSON Feed */
	bool described; /* has a title or address as feeds have */
	bool has_items;
};

/* A string, or a number as a string; {NULL,0}: neither. */
static struct str
string_of(struct reading *r, const json_t *value)
{
	struct str s = { NULL, 0 };

	if (json_is_string(value))
		s = utf8_clean(r->scratch,
		    (struct str){ json_string_value(value),
			json_string_length(value) },
		    NULL);
	else if (json_is_integer(value))
		s = arena_printf(r->scratch, "%" PRId64,
		    (int64_t)json_integer_value(value));
	else if (json_is_real(value))
		s = arena_printf(r->scratch, "%.17g", json_real_value(value));
	return (s);
}

static struct str
member(struct reading *r, const json_t *object, const char *key)
{

	return (string_of(r, json_object_get(object, key)));
}

/* jansson's reading of a piece; NULL: hopeless.  decref it. */
static json_t *
load(struct reading *r, const struct jsonpiece *piece)
{
	const size_t flags =
	    JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL | JSON_DECODE_ANY;
	struct buf mended;
	json_t *value;

	if (piece->hostile) {
		r->malformed = true;
		return (NULL);
	}
	value = json_loadb(piece->text.p, piece->text.n, flags, NULL);
	if (value != NULL)
		return (value);
	r->malformed = true;
	if (++r->bad > r->b->max_entries || piece->text.n > MEND_MAX)
		return (NULL); /* nobody wrote this for readers */
	buf_init(&mended, piece->text.n * 6 + 64);
	jsoncut_mend(piece->text, &mended);
	if (!buf_failed(&mended))
		value = json_loadb(mended.p, mended.n, flags, NULL);
	buf_free(&mended);
	return (value);
}

static void
read_person(struct reading *r, unsigned rank, const json_t *value)
{
	struct builder *b = r->b;
	struct person who = { 0 };

	if (json_is_object(value)) {
		who.name = member(r, value, "name");
		who.url = member(r, value, "url");
		who.email = member(r, value, "email");
	} else if (json_is_string(value))
		who = person_read(string_of(r, value));
	if (who.email.n == 0 && who.name.n > 0) {
		struct person split = person_read(who.name);

		if (split.name.n > 0 && split.email.n > 0) {
			who.name = split.name;
			who.email = split.email;
		}
	}
	builder_person(b, b->e != NULL ? &b->authors : &b->feed_authors, rank,
	    b->base, who);
}

/* 1.1 has authors, 1 had author; authors win. */
static void
read_people(struct reading *r, unsigned rank, const json_t *value)
{

	if (!json_is_array(value)) {
		read_person(r, rank, value);
		return;
	}
	for (size_t i = 0; i < json_array_size(value) && i < LIST_MAX; i++)
		read_person(r, rank, json_array_get(value, i));
}

static void
read_tags(struct reading *r, const json_t *tags)
{

	if (json_is_string(tags))
		builder_category(r->b, string_of(r, tags));
	for (size_t i = 0; i < json_array_size(tags); i++)
		builder_category(r->b, string_of(r, json_array_get(tags, i)));
}

static void
read_attachment(struct reading *r, const json_t *a)
{
	struct str size = member(r, a, "size_in_bytes");
	int64_t length = count_of(size);
	double d;

	if (length < 0 && str_to_double(size, &d) && d >= 0 && d < 1e15)
		length = (int64_t)d;
	builder_enclosure(r->b, r->b->base, member(r, a, "url"),
	    member(r, a, "mime_type"), length);
}

static void
read_attachments(struct reading *r, const json_t *list)
{

	if (json_is_object(list))
		read_attachment(r, list);
	for (size_t i = 0; i < json_array_size(list); i++)
		read_attachment(r, json_array_get(list, i));
}

/* Extensions, as the format has them; records.h writes _stars. */
static void
read_kudos(struct reading *r, const json_t *item)
{
	static const struct {
		const char *key;
		enum kudo k;
	} numbers[] = {
		{ "_likes", KUDO_LIKES },
		{ "_views", KUDO_VIEWS },
		{ "_votes", KUDO_VOTES },
	};
	const json_t *stars = json_object_get(item, "_stars");

	if (json_is_number(stars))
		builder_rating(r->b, 1,
		    &(struct scale){ json_number_value(stars), (double)NAN, 5 },
		    false);
	builder_count(r->b, 1, member(r, item, "_comments"));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		builder_kudos(r->b, numbers[i].k, 1,
		    member(r, item, numbers[i].key));
}

static void
read_item(struct reading *r, const json_t *item)
{
	struct builder *b = r->b;
	struct str base = b->base;

	builder_entry(b, (struct str){ NULL, 0 });
	builder_id(b, SLOT_ID, 1, member(r, item, "id"));
	builder_url(b, SLOT_LINK, 1, base, member(r, item, "url"));
	builder_url(b, SLOT_LINK, 2, base, member(r, item, "external_url"));
	builder_markup(b, SLOT_TITLE, 1, MARKUP_TITLE, base,
	    member(r, item, "title"));
	builder_markup(b, SLOT_SUMMARY, 1, MARKUP_TITLE, base,
	    member(r, item, "summary"));
	builder_markup(b, SLOT_CONTENT, 1, MARKUP_HTML, base,
	    member(r, item, "content_html"));
	builder_markup(b, SLOT_CONTENT, 2, MARKUP_TEXT, base,
	    member(r, item, "content_text"));
	builder_url(b, SLOT_IMAGE, 1, base, member(r, item, "image"));
	builder_url(b, SLOT_IMAGE, 2, base, member(r, item, "banner_image"));
	builder_time(b, SLOT_PUBLISHED, 1, member(r, item, "date_published"));
	builder_time(b, SLOT_UPDATED, 1, member(r, item, "date_modified"));
	builder_language(b, 1, member(r, item, "language"));
	read_people(r, 1, json_object_get(item, "authors"));
	read_people(r, 2, json_object_get(item, "author"));
	read_tags(r, json_object_get(item, "tags"));
	read_attachments(r, json_object_get(item, "attachments"));
	read_kudos(r, item);
	builder_entry_end(b);
}

static void
read_items(struct reading *r, struct str text)
{
	struct jsoncut cut = { .text = text };
	struct jsonpiece piece;
	json_t *item;

	if (!jsoncut_enter(&cut, '['))
		return;
	r->has_items = true;
	while (!r->b->full && r->bad <= r->b->max_entries &&
	       jsoncut_item(&cut, &piece)) {
		if (piece.text.p[0] != '{') {
			r->malformed = true;
			continue;
		}
		item = load(r, &piece);
		if (json_is_object(item))
			read_item(r, item);
		json_decref(item);
		arena_reset(r->scratch);
	}
	if (cut.broken)
		r->malformed = true;
}

static void
read_version(struct reading *r, struct str v)
{
	size_t at = str_ifind(v, STR("jsonfeed.org/version/"));

	if (at == SIZE_MAX)
		return;
	r->versioned = true;
	v = str_trim(str_sub(v, at + 21, v.n));
	if (str_eq(v, STR("1")) || str_eq(v, STR("1.0")))
		r->b->p->version = STR("1");
	else if (str_eq(v, STR("1.1")))
		r->b->p->version = STR("1.1");
}

static void
read_hubs(struct reading *r, const json_t *hubs)
{

	for (size_t i = 0; i < json_array_size(hubs); i++)
		builder_hub(r->b, r->b->base,
		    member(r, json_array_get(hubs, i), "url"));
}

/* Members of the top level whose values are one text. */
static const struct {
	const char *key;
	enum slot slot;
	unsigned rank;
	bool url, describes;
} feed_members[] = {
	{ "title", SLOT_TITLE, 1, false, true },
	{ "description", SLOT_SUMMARY, 1, false, false },
	{ "home_page_url", SLOT_LINK, 1, true, true },
	{ "feed_url", SLOT_SELF, 1, true, true },
	{ "next_url", SLOT_NEXT, 1, true, false },
	{ "icon", SLOT_IMAGE, 1, true, false },
	{ "favicon", SLOT_IMAGE, 2, true, false },
};

static void
read_member(struct reading *r, struct str key, const json_t *value)
{
	struct builder *b = r->b;
	struct str text = string_of(r, value);

	if (str_eq(key, STR("version")))
		read_version(r, text);
	else if (str_eq(key, STR("language")))
		builder_language(b, 1, text);
	else if (str_eq(key, STR("authors")))
		read_people(r, 1, value);
	else if (str_eq(key, STR("author")))
		read_people(r, 2, value);
	else if (str_eq(key, STR("hubs")))
		read_hubs(r, value);
	for (size_t i = 0; i < sizeof(feed_members) / sizeof(feed_members[0]);
	     i++) {
		if (!str_eq(key, str_of(feed_members[i].key)))
			continue;
		r->described = r->described || (feed_members[i].describes &&
						   json_is_string(value));
		if (feed_members[i].url)
			builder_url(b, feed_members[i].slot,
			    feed_members[i].rank, b->base, text);
		else
			builder_markup(b, feed_members[i].slot,
			    feed_members[i].rank, MARKUP_TITLE, b->base, text);
	}
}

/* Keys of the top level that we load at all. */
static bool
is_wanted(struct str key)
{
	static const char *const others[] = { "version", "language", "authors",
		"author", "hubs" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq(key, str_of(others[i])))
			return (true);
	for (size_t i = 0; i < sizeof(feed_members) / sizeof(feed_members[0]);
	     i++)
		if (str_eq(key, str_of(feed_members[i].key)))
			return (true);
	return (false);
}

enum status
jsonfeed_parse(struct builder *b, struct str text, bool *ret_malformed)
{
	struct reading r = { .b = b };
	struct jsoncut cut = { .text = text };
	struct jsonpiece piece;
	struct str key;
	json_t *value;

	/* A mended or cleaned string is at most its item's size, six-fold
	 * escaped. */
	r.scratch = arena_new(4 * text.n + (1 << 20));
	if (r.scratch == NULL)
		return (E_MEMORY);
	b->p->format = FORMAT_JSON;
	if (!jsoncut_enter(&cut, '{')) {
		arena_free(r.scratch);
		return (E_NOT_FEED);
	}
	/* A document that is full of entries still has its title behind them:
	 * of the items what is left over was cut off as a whole. */
	while (jsoncut_member(&cut, &key, &piece)) {
		if (str_eq(key, STR("items")) && !r.has_items) {
			read_items(&r, piece.text);
			continue;
		}
		if (!is_wanted(key))
			continue;
		value = load(&r, &piece);
		if (value != NULL)
			read_member(&r, key, value);
		json_decref(value);
		arena_reset(r.scratch);
	}
	*ret_malformed = r.malformed || cut.broken;
	arena_free(r.scratch);
	return (r.versioned || (r.has_items && r.described) ? OK : E_NOT_FEED);
}
