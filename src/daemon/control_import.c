/*
 * A document of a file over the control socket: a line that says what it is,
 * its bytes, and one answer when it is stored.
 */
#include <inttypes.h>
#include <stdlib.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "earshot/import.h"

#include "control_impl.h"

enum { PIECE_BYTES = 1 << 16 };

void
control_import_end(struct peer *p)
{

	if (p->importing == NULL)
		return;
	if (p->control->daemon->road != NULL)
		road_import_forget(p->control->daemon->road, p);
	free((char *)(uintptr_t)p->importing->spec.url.p);
	free(p->importing);
	free(p->import_line);
	buf_free(&p->document);
	p->importing = NULL;
}

void
control_import(struct peer *p, struct str line)
{
	struct buf b = BUF_INIT(ANSWER_MAX);
	enum status st = E_MEMORY;

	p->importing = calloc(1, sizeof(*p->importing));
	p->import_line = str_dup(line);
	if (p->importing == NULL || p->import_line == NULL)
		goto out;
	st = import_read(p->import_line, p->importing, &p->document_bytes, &b);
	if (st != OK)
		goto out;
	p->importing->spec.url =
	    str_of(import_address(str_of(p->importing->spec.source)));
	if (p->importing->spec.url.p == NULL)
		st = E_MEMORY;
	p->document = (struct buf){ .cap = p->document_bytes + 1 };
	bufferevent_setwatermark(p->bev, EV_READ, 0, PIECE_BYTES);
out:
	if (st != OK) {
		if (b.n == 0)
			buf_adds(&b, status_word(st));
		control_answer(p, false, buf_str(&b));
	} else
		control_document(p);
	buf_free(&b);
}

static void
on_imported(void *arg, const struct batch *batch)
{
	struct import_counts n = { 0, 0, 0, 0, 0 };
	struct buf b = BUF_INIT(ANSWER_MAX);
	struct peer *p = arg;
	enum status st = import_count(batch, &n);

	if (st == OK)
		buf_printf(&b,
		    "imported %" PRId64 " new %" PRId64 " edited %" PRId64
		    " known %" PRId64 " insights %" PRId64 "\n",
		    n.posts, n.fresh, n.edited, n.known, n.insights);
	else
		buf_add(&b, batch->error.n > 0 ? batch->error
					       : str_of(status_word(st)));
	control_answer(p, st == OK, buf_str(&b));
	buf_free(&b);
}

void
control_document(struct peer *p)
{
	struct evbuffer *in = bufferevent_get_input(p->bev);
	struct timeval hour = { 3600, 0 };
	enum status st;

	while (
	    p->document.n < p->document_bytes && evbuffer_get_length(in) > 0) {
		size_t left = p->document_bytes - p->document.n;
		char *to = buf_reserve(&p->document,
		    left < PIECE_BYTES ? left : PIECE_BYTES);
		int n = -1;

		if (to != NULL)
			n = evbuffer_remove(in, to,
			    left < PIECE_BYTES ? left : PIECE_BYTES);
		if (n <= 0) {
			control_answer(p, false, STR("out of memory\n"));
			return;
		}
		buf_advance(&p->document, (size_t)n);
	}
	if (p->document.n < p->document_bytes || p->closing)
		return;
	bufferevent_disable(p->bev, EV_READ);
	bufferevent_set_timeouts(p->bev, &hour, &hour);
	st = road_import(p->control->daemon->road, p->importing,
	    buf_str(&p->document), on_imported, p);
	buf_free(&p->document);
	p->document_bytes = SIZE_MAX;
	if (st != OK)
		control_answer(p, false, str_of(status_word(st)));
}
