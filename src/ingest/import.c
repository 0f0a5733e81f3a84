/*
 * Batches out of documents: by hand into the work queue, and their fates.
 */
#include "earshot/import.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/utf8.h"

enum { UNDER_WAY = 4, DOCUMENT_MAX = 16 << 20, NAME_MAX_BYTES = 200 };

struct import {
	struct ingest *ingest;
	struct feed feed;
	struct import_what what;
	size_t under_way;
	struct import_counts counts;
	enum status st; /* the first that went wrong */
	char error[600];
};

char *
import_address(struct str source)
{
	struct buf b = BUF_INIT(4096);

	buf_adds(&b, "import:");
	buf_add(&b, source);
	return (buf_steal(&b));
}

/* No word of it may be empty. */
void
import_print(const struct import_what *what, size_t bytes, struct buf *out)
{
	const struct feed_spec *s = &what->spec;

	buf_printf(out, "%zu %s %s %s %s %s %s", bytes,
	    what->rows ? "rows" : "feed",
	    what->solicited ? "solicited" : "unasked",
	    source_kind_word((enum source_kind)s->kind),
	    feed_role_word((enum feed_role)s->role),
	    s->lang != NULL ? s->lang : "-", s->source);
}

static int
kind_of(struct str word)
{

	for (int k = 0; k < SOURCE_KINDS; k++)
		if (str_eq(word, str_of(source_kind_word((enum source_kind)k))))
			return (k);
	return (-1);
}

/* A name that lists can show: text, on one line. */
static bool
is_name(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return (false);
	return (s.n > 0 && s.n <= NAME_MAX_BYTES && utf8_valid(s));
}

/* ${s}, a slice of ${line} with a byte after it, as a string. */
static const char *
ended(char *line, struct str s)
{
	char *p = line + (s.p - line);

	p[s.n] = '\0';
	return (p);
}

enum status
import_read(char *line, struct import_what *ret, size_t *ret_bytes,
    struct buf *reterr)
{
	struct str rest = str_of(line);
	int64_t bytes = 0;
	bool counted = str_to_i64(str_word(&rest), &bytes);
	struct str rows = str_word(&rest), asked = str_word(&rest);
	int kind = kind_of(str_word(&rest)),
	    role = feed_role_of(str_word(&rest));
	struct str lang = str_word(&rest), source = str_trim(rest);

	if (!counted || bytes <= 0 || bytes > DOCUMENT_MAX || kind < 0 ||
	    role < 0 || !is_name(source)) {
		buf_adds(reterr, "what is to be imported?\n");
		return (E_USAGE);
	}
	*ret = (struct import_what){
		.spec = { .source = ended(line, source),
		    .kind = (feed_word)kind,
		    .role = (feed_word)role,
		    .lang = str_eq(lang, STR("-")) ? NULL : ended(line, lang) },
		.rows = str_eq(rows, STR("rows")),
		.solicited = str_eq(asked, STR("solicited")),
	};
	*ret_bytes = (size_t)bytes;
	return (OK);
}

struct batch *
import_batch(const struct feed *feed, const struct import_what *what,
    struct str document)
{
	struct batch *b = batch_new(feed, what->batch_max, DOCUMENT_MAX);

	if (b == NULL)
		return (NULL);
	b->replayed = true;
	b->rows = what->rows;
	b->solicited = what->solicited;
	b->started_ts = clock_now();
	buf_add(&b->body, document);
	if (buf_failed(&b->body)) {
		batch_free(b);
		return (NULL);
	}
	return (b);
}

enum status
import_count(const struct batch *b, struct import_counts *counts)
{

	if (b->stored != OK)
		return (b->stored);
	if (b->outcome == OUTCOME_FAILED)
		return (b->status);
	counts->posts += (int64_t)b->nposts;
	counts->fresh += b->new_posts;
	counts->edited += b->edited_posts;
	counts->known += b->known_posts;
	counts->insights += b->new_insights;
	return (OK);
}

enum status
import_new(struct ingest *in, const struct feed *feed,
    const struct import_what *what, const struct import_counts *counts,
    struct import **ret)
{
	struct import *im = calloc(1, sizeof(*im));

	if (im == NULL)
		return (E_MEMORY);
	im->ingest = in;
	im->feed = *feed;
	im->what = *what;
	im->counts = *counts;
	*ret = im;
	return (OK);
}

static void
note(struct import *im, enum status st, struct str why)
{

	if (im->st != OK)
		return;
	im->st = st;
	snprintf(im->error, sizeof(im->error), "%.*s",
	    STR_ARG(why.n > 0 ? why : str_of(status_word(st))));
}

/* Takes what came back until at most ${left} are under way. */
static void
collect(struct import *im, size_t left)
{

	while (im->under_way > left) {
		struct pollfd p = { ingest_fd(im->ingest), POLLIN, 0 };
		struct batch *b = ingest_collect(im->ingest);
		enum status st;

		if (b == NULL) {
			(void)poll(&p, 1, 1000);
			continue;
		}
		im->under_way--;
		st = import_count(b, &im->counts);
		if (st != OK)
			note(im, st, b->error);
		ingest_leave(im->ingest, b);
	}
}

enum status
import_document(struct import *im, struct str document, bool alone)
{
	struct batch *b;

	collect(im, alone ? 0 : UNDER_WAY - 1);
	if (im->st != OK)
		return (im->st);
	b = import_batch(&im->feed, &im->what, document);
	if (b == NULL) {
		note(im, E_TOO_LARGE,
		    STR("a document has at most 16 MB, and there must be "
			"memory for it"));
		return (im->st);
	}
	im->under_way++;
	ingest_enter(im->ingest, b);
	ingest_push(im->ingest, b);
	if (alone)
		collect(im, 0);
	return (im->st);
}

enum status
import_wait(struct import *im)
{

	collect(im, 0);
	return (im->st);
}

void
import_counts(const struct import *im, struct import_counts *ret)
{

	*ret = im->counts;
}

const char *
import_error(const struct import *im)
{

	return (im->error);
}

void
import_free(struct import *im)
{

	free(im);
}
