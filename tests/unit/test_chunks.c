#include "earshot/buf.h"

#include "../../src/text/chunks.h"
#include "unit.h"

static struct buf got;
static size_t pushes, longest, refuse_at;

static bool
push(void *arg, struct str bytes)
{

	assert_ptr_equal(arg, &got);
	assert_true(bytes.n > 0);
	buf_add(&got, bytes);
	if (bytes.n > longest)
		longest = bytes.n;
	return (++pushes != refuse_at);
}

static struct chunks *
begin(void)
{
	static struct chunks c;

	buf_free(&got);
	buf_init(&got, 16 << 20);
	pushes = longest = refuse_at = 0;
	chunks_init(&c, push, &got);
	return (&c);
}

static void
order_is_kept_between_the_document_and_what_is_added(void **state)
{
	struct chunks *c = begin();
	struct str doc = STR("one two three");

	(void)state;
	chunks_keep(c, str_sub(doc, 0, 3));
	chunks_add(c, STR("<"));
	chunks_keep(c, str_sub(doc, 3, 5));
	chunks_keep(c, str_sub(doc, 5, 7));
	chunks_keep(c, str_sub(doc, 9, 13));
	chunks_add(c, STR(">"));
	chunks_add(c, STR(""));
	chunks_flush(c);
	assert_str(buf_str(&got), "one< twohree>");
	assert_int_equal(pushes, 1);
}

static void
an_unchanged_document_goes_out_as_it_stands(void **state)
{
	static char doc[1000000];
	struct chunks *c = begin();

	(void)state;
	memset(doc, 'x', sizeof(doc));
	for (size_t i = 0; i < sizeof(doc); i += 100)
		chunks_keep(c, (struct str){ doc + i, 100 });
	assert_int_equal(c->n, 0);
	chunks_flush(c);
	assert_int_equal(got.n, sizeof(doc));
	assert_true(longest <= CHUNK_BYTES + 100);
	assert_true(pushes < 20);
}

static void
a_long_stretch_is_cut_between_characters(void **state)
{
	static char doc[300001];
	struct chunks *c = begin();

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(doc); i += 3)
		memcpy(doc + i, "\xe2\x82\xac", 3);
	chunks_keep(c, (struct str){ doc, 300000 });
	chunks_flush(c);
	assert_int_equal(got.n, 300000);
	assert_memory_equal(got.p, doc, 300000);
	assert_true(longest <= 2 * CHUNK_BYTES && longest % 3 == 0);
}

static void
what_is_added_goes_out_in_one_piece_where_room_was_asked_for(void **state)
{
	static char tag[60000];
	struct chunks *c = begin();

	(void)state;
	memset(tag, 'x', sizeof(tag));
	for (int i = 0; i < 10; i++) {
		chunks_room(c);
		chunks_add(c, (struct str){ tag, sizeof(tag) });
	}
	chunks_flush(c);
	assert_int_equal(got.n, 600000);
	assert_int_equal(longest % sizeof(tag), 0);
}

static void
more_than_the_buffer_is_added_in_pieces(void **state)
{
	static char text[250000];
	struct chunks *c = begin();

	(void)state;
	memset(text, 'x', sizeof(text));
	chunks_add(c, (struct str){ text, sizeof(text) });
	chunks_flush(c);
	assert_int_equal(got.n, sizeof(text));
	assert_true(longest <= CHUNK_BUFFER);
}

static void
nothing_is_handed_on_after_a_refusal(void **state)
{
	static char doc[400000];
	struct chunks *c = begin();

	(void)state;
	refuse_at = 2;
	chunks_keep(c, (struct str){ doc, sizeof(doc) });
	chunks_add(c, STR("x"));
	chunks_flush(c);
	assert_true(c->stopped);
	assert_int_equal(pushes, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    order_is_kept_between_the_document_and_what_is_added),
		cmocka_unit_test(an_unchanged_document_goes_out_as_it_stands),
		cmocka_unit_test(a_long_stretch_is_cut_between_characters),
		cmocka_unit_test(
		    what_is_added_goes_out_in_one_piece_where_room_was_asked_for),
		cmocka_unit_test(more_than_the_buffer_is_added_in_pieces),
		cmocka_unit_test(nothing_is_handed_on_after_a_refusal),
	};
	int failed = RUN_TESTS(tests);

	buf_free(&got);
	return (failed);
}
