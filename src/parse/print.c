/*
 * A parsed feed as the JSON object that people and tools rely on.  Texts are
 * made plain here, one entry at a time.
 */
#include <stdlib.h>

#include "earshot/clock.h"
#include "earshot/hash.h"
#include "earshot/jsonw.h"
#include "earshot/mojibake.h"
#include "earshot/parse.h"
#include "earshot/utf8.h"

#include "line.h"

enum {
	TEXTS_MAX = 256 << 20, /* memory for the texts of one entry */
	PIECE = 64 << 10,      /* so much is written at a time */
};

struct printer {
	struct jsonw j;
	struct arena *scratch; /* for one entry */
	enum status st;
	uint64_t *links; /* hashes of those that were printed; 0: free */
	size_t slots;    /* for them, over twice as many as there are */
};

/* Blank is null. */
static void
print_str(struct printer *p, struct str key, struct str s)
{

	jsonw_ready_key(&p->j, key);
	jsonw_str(&p->j, s.n > 0 ? s : (struct str){ NULL, 0 });
}

static void
print_time(struct printer *p, struct str key, int64_t ts)
{
	char text[CLOCK_TEXT] = "";

	if (ts != NO_TIME)
		clock_text(ts, text);
	print_str(p, key, str_of(text));
}

static void
print_count(struct printer *p, struct str key, int64_t n)
{

	jsonw_ready_key(&p->j, key);
	if (n >= 0)
		jsonw_int(&p->j, n);
	else
		jsonw_null(&p->j);
}

/* ${one_line}: a title. */
static struct html_text
print_text(struct printer *p, struct str key, const struct markup *m,
    bool one_line)
{
	struct html_text text = { 0 };
	enum status st = parse_text(p->scratch, m, &text);
	bool repaired;

	if (st != OK)
		p->st = st;
	/* As the daemon does later, when it cleans what it keeps. */
	text.text = mojibake_repair(p->scratch, text.text, &repaired);
	if (repaired)
		text.text = utf8_clean(p->scratch, text.text, NULL);
	if (one_line)
		text.text = line_collapse(p->scratch, text.text);
	print_str(p, key, text.text);
	return (text);
}

static void
print_people(struct printer *p, const struct person *people, size_t n)
{

	jsonw_ready_key(&p->j, JSONW_KEY("authors"));
	jsonw_array(&p->j);
	for (size_t i = 0; i < n; i++) {
		jsonw_object(&p->j);
		print_str(p, JSONW_KEY("name"), people[i].name);
		print_str(p, JSONW_KEY("email"), people[i].email);
		print_str(p, JSONW_KEY("url"), people[i].url);
		jsonw_end_object(&p->j);
	}
	jsonw_end_array(&p->j);
}

static void
print_list(struct printer *p, struct str key, const struct str *list, size_t n)
{

	jsonw_ready_key(&p->j, key);
	jsonw_array(&p->j);
	for (size_t i = 0; i < n; i++)
		jsonw_str(&p->j, list[i]);
	jsonw_end_array(&p->j);
}

static void
print_feed(struct printer *p, const struct channel *f)
{

	jsonw_ready_key(&p->j, JSONW_KEY("feed"));
	jsonw_object(&p->j);
	print_str(p, JSONW_KEY("id"), f->id);
	print_text(p, JSONW_KEY("title"), &f->title, true);
	print_text(p, JSONW_KEY("description"), &f->description, false);
	print_str(p, JSONW_KEY("link"), f->link);
	print_str(p, JSONW_KEY("language"), f->language);
	print_people(p, f->authors, f->nauthors);
	print_str(p, JSONW_KEY("image"), f->image);
	print_time(p, JSONW_KEY("published"), f->published_ts);
	print_time(p, JSONW_KEY("updated"), f->updated_ts);
	print_count(p, JSONW_KEY("update_interval"), f->update_interval_s);
	jsonw_ready_key(&p->j, JSONW_KEY("skip_hours"));
	jsonw_array(&p->j);
	for (size_t i = 0; i < f->nskip_hours; i++)
		jsonw_int(&p->j, f->skip_hours[i]);
	jsonw_end_array(&p->j);
	print_list(p, JSONW_KEY("skip_days"), f->skip_days, f->nskip_days);
	print_str(p, JSONW_KEY("self"), f->self);
	print_list(p, JSONW_KEY("hubs"), f->hubs, f->nhubs);
	print_str(p, JSONW_KEY("next"), f->next);
	print_str(p, JSONW_KEY("prev_archive"), f->prev_archive);
	jsonw_end_object(&p->j);
}

/* Those of ${text} that were not printed yet. */
static void
print_links(struct printer *p, const struct html_text *text)
{

	for (size_t i = 0; i < text->nlinks; i++) {
		uint64_t h = hash_table(text->links[i]) | 1;
		size_t at = (h >> 1) % p->slots;

		while (p->links[at] != 0 && p->links[at] != h)
			at = (at + 1) % p->slots;
		if (p->links[at] != 0)
			continue;
		p->links[at] = h;
		jsonw_str(&p->j, text->links[i]);
	}
}

/* Each once.  Most entries have a handful, and a small table does. */
static void
print_all_links(struct printer *p, const struct html_text *summary,
    const struct html_text *content)
{

	jsonw_ready_key(&p->j, JSONW_KEY("content_links"));
	jsonw_array(&p->j);
	if (summary->nlinks + content->nlinks < 2) {
		if (summary->nlinks + content->nlinks > 0)
			jsonw_str(&p->j, content->nlinks > 0
					     ? content->links[0]
					     : summary->links[0]);
		jsonw_end_array(&p->j);
		return;
	}
	for (p->slots = 8; p->slots < 2 * (summary->nlinks + content->nlinks);)
		p->slots *= 2;
	p->links = arena_array(p->scratch, p->slots, sizeof(*p->links));
	if (p->links == NULL)
		p->st = E_MEMORY;
	else {
		print_links(p, content);
		print_links(p, summary);
	}
	jsonw_end_array(&p->j);
}

static void
print_replies(struct printer *p, const struct entry *e)
{

	jsonw_ready_key(&p->j, JSONW_KEY("in_reply_to"));
	jsonw_array(&p->j);
	for (size_t i = 0; i < e->nreplies; i++) {
		jsonw_object(&p->j);
		print_str(p, JSONW_KEY("id"), e->replies[i].id);
		print_str(p, JSONW_KEY("link"), e->replies[i].link);
		jsonw_end_object(&p->j);
	}
	jsonw_end_array(&p->j);
}

static void
print_enclosures(struct printer *p, const struct entry *e)
{

	jsonw_ready_key(&p->j, JSONW_KEY("enclosures"));
	jsonw_array(&p->j);
	for (size_t i = 0; i < e->nenclosures; i++) {
		jsonw_object(&p->j);
		print_str(p, JSONW_KEY("url"), e->enclosures[i].url);
		print_str(p, JSONW_KEY("type"), e->enclosures[i].type);
		print_count(p, JSONW_KEY("length"), e->enclosures[i].length);
		jsonw_end_object(&p->j);
	}
	jsonw_end_array(&p->j);
}

static void
print_rating(struct printer *p, const struct entry *e)
{

	jsonw_ready_key(&p->j, JSONW_KEY("rating"));
	if (!e->has_rating) {
		jsonw_null(&p->j);
		return;
	}
	jsonw_object(&p->j);
	jsonw_kreal(&p->j, "value", e->rating, 6);
	jsonw_ready_key(&p->j, JSONW_KEY("max"));
	if (e->has_rating_max)
		jsonw_real(&p->j, e->rating_max, 6);
	else
		jsonw_null(&p->j);
	jsonw_end_object(&p->j);
}

static void
print_source(struct printer *p, const struct entry *e)
{

	jsonw_ready_key(&p->j, JSONW_KEY("source"));
	if (!e->has_source) {
		jsonw_null(&p->j);
		return;
	}
	jsonw_object(&p->j);
	print_str(p, JSONW_KEY("id"), e->source_id);
	print_str(p, JSONW_KEY("title"), e->source_title);
	print_str(p, JSONW_KEY("link"), e->source_link);
	jsonw_end_object(&p->j);
}

static void
print_entry(struct printer *p, const struct entry *e)
{
	struct html_text summary, content;

	jsonw_object(&p->j);
	print_str(p, JSONW_KEY("id"), e->id);
	print_str(p, JSONW_KEY("link"), e->link);
	print_text(p, JSONW_KEY("title"), &e->title, true);
	summary = print_text(p, JSONW_KEY("summary"), &e->summary, false);
	content = print_text(p, JSONW_KEY("content"), &e->content, false);
	print_all_links(p, &summary, &content);
	print_people(p, e->authors, e->nauthors);
	print_time(p, JSONW_KEY("published"), e->published_ts);
	print_time(p, JSONW_KEY("updated"), e->updated_ts);
	print_str(p, JSONW_KEY("language"), e->language);
	print_list(p, JSONW_KEY("categories"), e->categories, e->ncategories);
	print_str(p, JSONW_KEY("comments"), e->comments);
	print_str(p, JSONW_KEY("comments_feed"), e->comments_feed);
	print_count(p, JSONW_KEY("comments_count"), e->comments_count);
	print_replies(p, e);
	print_enclosures(p, e);
	print_str(p, JSONW_KEY("image"), e->image);
	print_rating(p, e);
	print_source(p, e);
	jsonw_end_object(&p->j);
}

/* Whether it arrived, the stream remembers. */
static void
write_out(struct buf *out, FILE *to)
{

	if (buf_failed(out))
		return;
	fwrite(buf_str(out).p, 1, out->n, to);
	buf_clear(out);
}

enum status
parse_print(const struct parsed *parsed, struct buf *out, FILE *to)
{
	struct printer p = { .st = OK };

	p.scratch = arena_new(TEXTS_MAX);
	if (p.scratch == NULL)
		return (E_MEMORY);
	jsonw_init(&p.j, out);
	jsonw_object(&p.j);
	jsonw_kstr(&p.j, "format", str_of(format_word(parsed->format)));
	print_str(&p, JSONW_KEY("version"), parsed->version);
	print_str(&p, JSONW_KEY("encoding"), parsed->encoding);
	jsonw_kbool(&p.j, "malformed", parsed->malformed);
	if (parsed->truncated)
		jsonw_kbool(&p.j, "truncated", true);
	if (parsed->feed.complete)
		jsonw_kbool(&p.j, "complete", true);
	if (parsed->feed.ndeleted > 0)
		print_list(&p, JSONW_KEY("deleted"), parsed->feed.deleted,
		    parsed->feed.ndeleted);
	print_feed(&p, &parsed->feed);
	jsonw_ready_key(&p.j, JSONW_KEY("entries"));
	jsonw_array(&p.j);
	for (size_t i = 0; i < parsed->nentries && p.st == OK; i++) {
		arena_reset(p.scratch);
		print_entry(&p, &parsed->entries[i]);
		if (to != NULL && out->n >= PIECE)
			write_out(out, to);
	}
	jsonw_end_array(&p.j);
	jsonw_end_object(&p.j);
	buf_addc(out, '\n');
	if (to != NULL)
		write_out(out, to);
	arena_free(p.scratch);
	return (p.st != OK ? p.st : buf_failed(out) ? E_MEMORY : OK);
}
