/*
 * The stages of a visit: same, parse, known, clean, identify, answers, match.
 * Each sees only what the stages before it left over; the first failure ends
 * the visit.
 */
#include "stages.h"

#include <pthread.h>
#include <stdlib.h>

#include "earshot/clean.h"
#include "earshot/fingerprint.h"
#include "earshot/hash.h"
#include "earshot/hearing.h"
#include "earshot/log.h"
#include "earshot/map.h"
#include "earshot/metrics.h"
#include "earshot/scores.h"
#include "earshot/stale.h"
#include "earshot/words.h"

#include "outcome.h"

enum { SCRATCH_MAX = 64 << 20, BIG_DOCUMENT = 1 << 20 };

/* Big documents are worked one at a time: their memory is the sum that
 * matters. */
static pthread_mutex_t big_documents = PTHREAD_MUTEX_INITIALIZER;

/* The same bytes as last time: there is nothing to do. */
static enum status
stage_same(struct stages *s, struct batch *b)
{
	unsigned char full[HASH_BYTES];

	(void)s;
	b->bytes = b->body.n;
	hash_of(buf_str(&b->body), full);
	memcpy(b->body_hash, full, sizeof(b->body_hash));
	if (b->backfill == NULL && b->facts.has_body_hash &&
	    memcmp(b->body_hash, b->facts.body_hash, sizeof(b->body_hash)) == 0)
		b->outcome = OUTCOME_UNCHANGED;
	return (OK);
}

/* How often each guid and link stands in this document. */
static enum status
mark_unique(struct batch *b)
{
	struct map *guids = map_new(), *links = map_new();
	enum status st = guids != NULL && links != NULL ? OK : E_MEMORY;

	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[i], *first;

		p->guid_unique = p->guid.n > 0;
		p->guid_tells = b->rows && p->guid_unique;
		p->link_unique = p->canonical.n > 0 && !p->guid_tells;
		if (p->guid.n > 0 && (first = map_get(guids, p->guid)) != NULL)
			first->guid_unique = p->guid_unique = false;
		else if (p->guid.n > 0)
			st = map_put(guids, p->guid, p);
		if (st == OK && p->canonical.n > 0) {
			first = map_get(links, p->canonical);
			if (first != NULL)
				first->link_unique = p->link_unique = false;
			else
				st = map_put(links, p->canonical, p);
		}
	}
	map_free(guids);
	map_free(links);
	return (st);
}

/* The very same entry once more, by name and date: some feeds list it twice. */
static bool
is_repeat(const struct post *p, const struct post *of)
{

	return (of != NULL && p->link.n > 0 && p->published_ts != NO_TIME &&
		memcmp(p->entry_hash, of->entry_hash, 16) == 0);
}

/* Posts and entries stay side by side. */
static enum status
drop_repeats(struct batch *b, struct parsed *doc)
{
	struct map *guids = map_new();
	enum status st = guids != NULL ? OK : E_MEMORY;
	size_t kept = 0;

	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[i];

		if (p->guid.n > 0 && is_repeat(p, map_get(guids, p->guid)))
			continue;
		b->posts[kept] = *p;
		doc->entries[kept] = doc->entries[i];
		p = &b->posts[kept++];
		if (p->guid.n > 0 && map_get(guids, p->guid) == NULL)
			st = map_put(guids, p->guid, p);
	}
	map_free(guids);
	if (st == OK)
		b->nposts = doc->nentries = kept;
	return (st);
}

/* When a document asks not to be visited, as bits. */
static void
take_skips(const struct channel *feed, struct batch *b)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday" };

	for (size_t i = 0; i < feed->nskip_hours; i++)
		if (feed->skip_hours[i] >= 0 && feed->skip_hours[i] < 24)
			b->skip_hours |= 1u << feed->skip_hours[i];
	for (size_t i = 0; i < feed->nskip_days; i++)
		for (unsigned d = 0; d < 7; d++)
			if (str_ieq(feed->skip_days[i], str_of(days[d])))
				b->skip_days |= (uint8_t)(1u << d);
}

static enum status
stage_parse(struct stages *s, struct batch *b)
{
	struct parse_options o = { .base_url = b->final_url,
		.content_type = b->content_type,
		.max_bytes = s->parse_max_bytes,
		.max_entries = s->parse_max_entries };
	struct str why = { NULL, 0 };
	struct parsed *doc = NULL;
	enum status st;

	if (b->spec.url.p != NULL && o.base_url.p == NULL)
		o.base_url = b->spec.url;
	st = parse_document(b->arena, buf_str(&b->body), &o, &doc, &why);
	buf_free(&b->body);
	if (st != OK) {
		batch_fail(b, st, "%.*s: not a feed: %.*s",
		    STR_ARG(outcome_url(b)),
		    STR_ARG(why.p != NULL ? why : str_of(status_word(st))));
		return (st);
	}
	s->parsed = doc;
	b->malformed = doc->malformed;
	b->truncated = doc->truncated;
	b->feed_title = html_title(b->arena, doc->feed.title.raw);
	b->feed_link = doc->feed.link;
	b->feed_lang = doc->feed.language;
	if (doc->feed.nhubs > 0)
		b->hub = doc->feed.hubs[0];
	if (doc->feed.update_interval_s > 0)
		b->update_interval_s = doc->feed.update_interval_s;
	take_skips(&doc->feed, b);
	/* Only a whole document can say what is missing. */
	b->complete = doc->feed.complete && b->backfill == NULL &&
		      !doc->malformed && !doc->truncated &&
		      doc->feed.next.n == 0 && doc->feed.prev_archive.n == 0;
	if (b->backfill == NULL) {
		b->deleted = doc->feed.deleted;
		b->ndeleted = doc->feed.ndeleted;
	}
	b->posts = arena_array(b->arena, doc->nentries + 1, sizeof(*b->posts));
	if (b->posts == NULL)
		return (E_MEMORY);
	for (; b->nposts < doc->nentries; b->nposts++) {
		st = scores_take(b->arena, &doc->entries[b->nposts]);
		if (st == OK)
			st = stage_shape(b, doc, &doc->entries[b->nposts],
			    &b->posts[b->nposts]);
		if (st != OK)
			return (st);
	}
	st = drop_repeats(b, doc);
	return (st == OK ? mark_unique(b) : st);
}

static enum status
stage_known(struct stages *s, struct batch *b)
{
	enum status st = OK;

	s->looks_up = false;
	if (s->reader != NULL && b->nposts > 0)
		st = reader_serves(s->reader, b->feed_id, &s->looks_up);
	for (size_t i = 0; st == OK && s->looks_up && i < b->nposts; i++) {
		struct post *p = &b->posts[i];
		bool known = false;

		st = reader_known(s->reader, b->feed_id, p, &known);
		if (known)
			p->seen = SEEN_KNOWN;
	}
	return (st);
}

static struct quote *
copy_quotes(struct arena *a, const struct quote *q, size_t n)
{
	struct quote *copy = arena_array(a, n, sizeof(*copy));

	if (copy != NULL && n > 0)
		memcpy(copy, q, n * sizeof(*copy));
	return (copy);
}

static enum status
hash_content(struct post *p)
{
	unsigned char full[HASH_BYTES];
	struct hash *h = hash_new();

	if (h == NULL)
		return (E_MEMORY);
	hash_add(h, p->title);
	hash_add(h, p->text);
	hash_end(h, full);
	memcpy(p->content_hash, full, sizeof(p->content_hash));
	return (OK);
}

/* ${n} and the words of ${s}, as far as they count. */
static size_t
add_words(size_t n, struct str s)
{
	size_t at = 0, start, end;

	while (n < POST_WORDS_MAX && words_next(s, &at, &start, &end))
		n++;
	return (n);
}

/* Whose title is that of what it answers is told by its text. */
void
stage_print(struct post *p)
{
	bool comment = p->kind == POST_COMMENT || p->kind == POST_ANSWER;

	p->has_print = fingerprint_of(comment ? STR("") : p->title, p->text,
	    p->quotes, p->quotes != NULL ? p->nquotes : 0, &p->print);
}

static enum status
clean_post(struct stages *s, struct arena *a, const struct entry *e,
    struct post *p)
{
	const struct markup *body =
	    e->content.raw.p != NULL ? &e->content : &e->summary;
	struct html_text title, text;
	struct cleaned cleaned = { 0 };
	struct str line;
	bool repaired = false;
	enum status st;

	st = parse_text(s->scratch, &e->title, &title);
	if (st == OK)
		st = parse_text(s->scratch, body, &text);
	if (st == OK)
		st = clean_text(s->scratch, text.text, text.quotes,
		    text.nquotes, POST_TEXT_MAX, &cleaned);
	if (st != OK)
		return (st);
	/* It may be a slice of the scratch, which the next entry reuses. */
	line = clean_line(s->scratch, title.text, POST_TITLE_MAX, &repaired);
	p->title = line.n > 0 ? arena_str(a, line) : line;
	p->text = arena_str(a, cleaned.text);
	p->nquotes = cleaned.nquotes;
	p->quotes = copy_quotes(a, cleaned.quotes, cleaned.nquotes);
	p->repaired |= repaired || cleaned.repaired;
	p->moderated = cleaned.moderated;
	p->closed = cleaned.closed;
	p->words = add_words(add_words(0, p->title), p->text);
	stage_print(p);
	st = stage_said(a, p);
	return (st != OK || arena_failed(a) ? E_MEMORY : hash_content(p));
}

static enum status
stage_clean(struct stages *s, struct batch *b)
{

	for (size_t i = 0; i < b->nposts; i++) {
		enum status st;

		if (b->posts[i].seen == SEEN_KNOWN)
			continue;
		arena_reset(s->scratch);
		st = clean_post(s, b->arena, &s->parsed->entries[i],
		    &b->posts[i]);
		if (st != OK)
			return (st);
	}
	return (OK);
}

static enum status
stage_identify(struct stages *s, struct batch *b)
{

	for (size_t i = 0; s->looks_up && i < b->nposts; i++) {
		struct post *p = &b->posts[i];
		enum status st;

		if (p->seen == SEEN_KNOWN)
			continue;
		st = reader_identify(s->reader, b->feed_id, p);
		if (st != OK)
			return (st);
	}
	return (OK);
}

/* A rule set, tens of MB, lives as long as anybody's classifier over it. */
static void
drop_classifier(struct stages *s)
{

	classifier_free(s->classifier);
	s->classifier = NULL;
	s->ruleset = NULL;
}

/* The classifier for the batch's rules; made anew after a reload. */
static enum status
take_classifier(struct stages *s, struct ruleset *rules)
{

	if (s->classifier == NULL)
		s->classifier = classifier_new(rules);
	s->ruleset = rules;
	return (s->classifier != NULL ? OK : E_MEMORY);
}

static enum status
stage_match(struct stages *s, struct batch *b)
{
	enum status st = take_classifier(s, b->ruleset);

	for (size_t i = 0; st == OK && i < b->nposts; i++) {
		struct post *p = &b->posts[i];
		struct classify_input in = hearing_input(p, b->feed_lang);

		if (p->seen == SEEN_KNOWN)
			continue;
		p->verdict = arena_alloc(b->arena, sizeof(*p->verdict));
		if (p->verdict == NULL)
			return (E_MEMORY);
		st = classify(s->classifier, b->arena, &in, p->verdict);
		/* Of a stored post they are only asked for what is heard. */
		if (st == OK && b->stale != NULL &&
		    p->verdict->primary != SIGNAL_NONE)
			st = stage_said(b->arena, p);
	}
	return (st);
}

static enum status
stage_stored(struct stages *s, struct batch *b)
{

	return (stale_read(s->reader, b->arena, b->stale,
	    ruleset_info(b->ruleset)->hash, b->stale_from, b->stale_to,
	    &b->posts, &b->nposts));
}

struct stage {
	const char *name; /* NULL ends a table */
	enum status (*run)(struct stages *s, struct batch *b);
	bool asks; /* the database; what fails there is not the feed's fault */
};

static const struct stage visit_stages[] = {
	{ "same", stage_same, false },
	{ "parse", stage_parse, false },
	{ "page", stage_page, false },
	{ "root", stage_root, true },
	{ "threads", stage_threads, false },
	{ "names", stage_names, false },
	{ "known", stage_known, true },
	{ "clean", stage_clean, false },
	{ "identify", stage_identify, true },
	{ "answers", stage_answers, true },
	{ "match", stage_match, false },
	{ NULL, NULL, false },
};

/* Of posts that are stored the words are known, and who they are. */
static const struct stage stored_stages[] = {
	{ "stored", stage_stored, true },
	{ "match", stage_match, false },
	{ NULL, NULL, false },
};

static void
fail_in(struct stages *s, struct batch *b, const struct stage *at,
    enum status st)
{
	const char *why = at->asks ? reader_error(s->reader) : "";

	batch_fail(b, st, "%.*s: %s failed: %s", STR_ARG(outcome_url(b)),
	    at->name, why[0] != '\0' ? why : status_word(st));
	/* Nothing is learned from it: the next visit comes as if there had been
	 * none. */
	if (at->asks)
		b->stored = st;
	/* At its cap the arena has no room for a sentence either. */
	if (b->error.p == NULL)
		b->error = STR("the document is too large to be worked on");
}

void
stages_run(struct stages *s, struct batch *b)
{
	const struct stage *at =
	    b->stale != NULL ? stored_stages : visit_stages;
	bool big = b->body.n > BIG_DOCUMENT;
	enum status st = OK;

	if (s->scratch == NULL)
		s->scratch = arena_new(SCRATCH_MAX);
	if (s->scratch == NULL) {
		batch_fail(b, E_MEMORY, "out of memory");
		return;
	}
	/* Most visits bring nothing to classify: they, too, let go of the rules
	 * before the last reload. */
	if (s->ruleset != b->ruleset)
		drop_classifier(s);
	if (big)
		pthread_mutex_lock(&big_documents);
	for (; at->name != NULL; at++) {
		st = at->run(s, b);
		if (st != OK) {
			fail_in(s, b, at, st);
			break;
		}
		if (b->outcome == OUTCOME_UNCHANGED)
			break;
	}
	/* A failed visit brings nothing, however far it got. */
	if (b->outcome != OUTCOME_NEW)
		b->nposts = 0;
	buf_free(&b->body);
	arena_reset(s->scratch);
	s->parsed = NULL;
	if (big)
		pthread_mutex_unlock(&big_documents);
}

void
stages_rest(struct stages *s)
{

	if (s->reader != NULL)
		reader_rest(s->reader);
	drop_classifier(s);
}

void
stages_free(struct stages *s)
{

	arena_free(s->scratch);
	reader_close(s->reader);
	drop_classifier(s);
}
