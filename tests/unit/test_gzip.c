#include <zlib.h>

#include "earshot/gzip.h"

#include "unit.h"

enum { TEXT_BYTES = 300000 };

static char text[TEXT_BYTES];
static unsigned char packed[TEXT_BYTES * 2];

/* ${n} bytes of text as a gzip member at packed + ${at}; where it ends. */
static size_t
pack(size_t at, size_t n)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8,
			     Z_DEFAULT_STRATEGY),
	    Z_OK);
	z.next_in = (Bytef *)text;
	z.avail_in = (uInt)n;
	z.next_out = packed + at;
	z.avail_out = (uInt)(sizeof(packed) - at);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	at += z.total_out;
	deflateEnd(&z);
	return (at);
}

static struct str
of(size_t n)
{

	return ((struct str){ (const char *)packed, n });
}

static void
a_body_is_inflated(void **state)
{
	struct buf out = BUF_INIT(1 << 20);
	size_t n = pack(0, TEXT_BYTES);

	(void)state;
	assert_true(gzip_is(of(n)));
	assert_int_equal(gzip_inflate(of(n), &out), OK);
	assert_int_equal(out.n, TEXT_BYTES);
	assert_memory_equal(out.p, text, TEXT_BYTES);
	buf_free(&out);
}

static void
several_members_are_one_body_and_padding_none(void **state)
{
	struct buf out = BUF_INIT(1 << 20);
	size_t n = pack(pack(0, 1000), 500);

	(void)state;
	memset(packed + n, 0, 20);
	assert_int_equal(gzip_inflate(of(n + 20), &out), OK);
	assert_int_equal(out.n, 1500);
	assert_memory_equal(out.p + 1000, text, 500);
	buf_free(&out);
}

static void
a_cut_body_gives_what_came(void **state)
{
	struct buf out = BUF_INIT(1 << 20);
	size_t n = pack(0, TEXT_BYTES);

	(void)state;
	assert_int_equal(gzip_inflate(of(n / 2), &out), E_CORRUPT);
	assert_true(out.n > TEXT_BYTES / 4 && out.n < TEXT_BYTES);
	assert_memory_equal(out.p, text, out.n);
	buf_free(&out);
}

static void
a_damaged_body_gives_what_came_before(void **state)
{
	struct buf out = BUF_INIT(1 << 20);
	size_t n = pack(0, TEXT_BYTES);

	(void)state;
	memset(packed + n / 2, 0xff, 64);
	assert_int_equal(gzip_inflate(of(n), &out), E_CORRUPT);
	assert_true(out.n > 0);
	buf_free(&out);
}

static void
the_cap_is_kept(void **state)
{
	struct buf out = BUF_INIT(TEXT_BYTES - 1);
	size_t n = pack(0, TEXT_BYTES);

	(void)state;
	assert_int_equal(gzip_inflate(of(n), &out), E_TOO_LARGE);
	assert_int_equal(out.n, TEXT_BYTES - 1);
	buf_free(&out);
	/* exactly as large as the cap is not too large */
	out = BUF_INIT(TEXT_BYTES);
	assert_int_equal(gzip_inflate(of(n), &out), OK);
	buf_free(&out);
}

static void
what_is_no_gzip_is_refused(void **state)
{
	struct buf out = BUF_INIT(1 << 20);

	(void)state;
	assert_false(gzip_is(STR("")));
	assert_false(gzip_is(STR("\x1f")));
	assert_false(gzip_is(STR("<rss/>")));
	assert_int_equal(gzip_inflate(STR("<rss/>"), &out), E_CORRUPT);
	assert_int_equal(gzip_inflate(STR("\x1f\x8b"), &out), E_CORRUPT);
	assert_int_equal(gzip_inflate(STR("\x1f\x8b\x08rubbish, rubbish"),
			     &out),
	    E_CORRUPT);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_is_inflated),
		cmocka_unit_test(several_members_are_one_body_and_padding_none),
		cmocka_unit_test(a_cut_body_gives_what_came),
		cmocka_unit_test(a_damaged_body_gives_what_came_before),
		cmocka_unit_test(the_cap_is_kept),
		cmocka_unit_test(what_is_no_gzip_is_refused),
	};
	uint32_t seed = 1;

	/* Hardly compressible, so that half of it is half of the text. */
	for (size_t i = 0; i < TEXT_BYTES; i++) {
		seed = seed * 1664525u + 1013904223u;
		text[i] = (char)('a' + (seed >> 24) % 26);
	}
	return (RUN_TESTS(tests));
}
