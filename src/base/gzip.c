/*
 * gzip bodies through zlib, in pieces, never past the buffer's cap.
 */
#include "earshot/gzip.h"

#include <zlib.h>

enum { PIECE = 65536, GZIP_ONLY = 16 + MAX_WBITS, INPUT_MOST = 1 << 30 };

bool
gzip_is(struct str s)
{

	return (s.n >= 2 && (unsigned char)s.p[0] == 0x1f &&
		(unsigned char)s.p[1] == 0x8b);
}

/*
 * One step of inflating into ${out}, or into nothing when that is full.
 * Z_BUF_ERROR: the input ended too early.
 */
static int
inflate_piece(z_stream *z, struct buf *out, enum status *st)
{
	size_t room = out->cap - out->n;
	char *to, spare;
	int r;

	if (room > PIECE)
		room = PIECE;
	to = room > 0 ? buf_reserve(out, room) : &spare;
	if (to == NULL) {
		*st = E_MEMORY;
		return (Z_MEM_ERROR);
	}
	z->next_out = (Bytef *)to;
	z->avail_out = room > 0 ? (uInt)room : 1;
	r = inflate(z, Z_NO_FLUSH);
	if (room > 0)
		buf_advance(out, room - z->avail_out);
	else if (z->avail_out == 0)
		*st = E_TOO_LARGE;
	return (r);
}

enum status
gzip_inflate(struct str s, struct buf *out)
{
	z_stream z = { 0 };
	enum status st = OK;
	int r = Z_OK;

	if (!gzip_is(s) || s.n > INPUT_MOST)
		return (gzip_is(s) ? E_TOO_LARGE : E_CORRUPT);
	if (inflateInit2(&z, GZIP_ONLY) != Z_OK)
		return (E_MEMORY);
	z.next_in = (z_const Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	while (st == OK) {
		r = inflate_piece(&z, out, &st);
		if (r == Z_OK)
			continue;
		/* Several members are one text; what else follows the end is
		 * padding. */
		if (r != Z_STREAM_END ||
		    !gzip_is(
			(struct str){ (const char *)z.next_in, z.avail_in }))
			break;
		if (inflateReset(&z) != Z_OK)
			break;
	}
	inflateEnd(&z);
	if (st == OK && r != Z_STREAM_END)
		st = r == Z_MEM_ERROR ? E_MEMORY : E_CORRUPT;
	return (st);
}
