/*
 * Stretches of a document and small changes, handed on in pieces of about
 * 64 KB, cut where the caller's pieces end.
 */
#include "chunks.h"

#include "earshot/utf8.h"

void
chunks_init(struct chunks *c, bool (*push)(void *, struct str), void *arg)
{

	c->push = push;
	c->arg = arg;
	c->stopped = false;
	c->run = (struct str){ NULL, 0 };
	c->n = 0;
}

static void
push_buffer(struct chunks *c)
{

	if (c->n > 0 && !c->stopped)
		c->stopped = !c->push(c->arg, (struct str){ c->buffer, c->n });
	c->n = 0;
}

static void
push_run(struct chunks *c)
{
	struct str piece;

	push_buffer(c);
	while (c->run.n > 0 && !c->stopped) {
		piece = c->run;
		if (piece.n > 2 * CHUNK_BYTES)
			piece = utf8_cut(piece, CHUNK_BYTES);
		if (piece.n == 0)
			piece = str_sub(c->run, 0, CHUNK_BYTES);
		c->stopped = !c->push(c->arg, piece);
		c->run = str_sub(c->run, piece.n, c->run.n);
	}
	c->run = (struct str){ NULL, 0 };
}

/* The run is over: into the buffer if it is small, else on its way. */
static void
end_run(struct chunks *c)
{

	if (c->run.n == 0)
		return;
	if (c->run.n > CHUNK_SMALL || c->n + c->run.n > CHUNK_BUFFER) {
		push_run(c);
		return;
	}
	memcpy(c->buffer + c->n, c->run.p, c->run.n);
	c->n += c->run.n;
	c->run = (struct str){ NULL, 0 };
}

void
chunks_keep(struct chunks *c, struct str s)
{

	if (s.n == 0 || c->stopped)
		return;
	if (c->run.n > 0 && c->run.p + c->run.n == s.p)
		c->run.n += s.n;
	else {
		end_run(c);
		c->run = s;
	}
	if (c->run.n >= CHUNK_BYTES)
		push_run(c);
}

void
chunks_room(struct chunks *c)
{

	end_run(c);
	if (c->n > CHUNK_BUFFER - CHUNK_TAG)
		push_buffer(c);
}

void
chunks_add_slowly(struct chunks *c, struct str s)
{
	size_t n;

	end_run(c);
	while (s.n > 0 && !c->stopped) {
		n = CHUNK_BUFFER - c->n;
		if (n > s.n)
			n = s.n;
		memcpy(c->buffer + c->n, s.p, n);
		c->n += n;
		s = str_sub(s, n, s.n);
		if (c->n == CHUNK_BUFFER)
			push_buffer(c);
	}
}

void
chunks_flush(struct chunks *c)
{

	push_run(c);
}
