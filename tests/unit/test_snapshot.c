/*
 * Copies: whole, private, never over something else.
 */
#include "storebox.h"

static struct buf why = { .cap = 10000 };
static struct reader *r;

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = "https://b.example/1",
	    .text = "The battery is broken" },
	{ .guid = "2", .link = "https://b.example/2", .text = "I wish" },
};

static int
fill(void **state)
{

	if (box_make(state) != 0)
		return (1);
	box_begin();
	box_visit(0, posts, 1);
	r = NULL;
	buf_clear(&why);
	return (reader_open(box.path, 1000, &r, &why) != OK);
}

static int
empty(void **state)
{

	reader_close(r);
	return (box_remove(state));
}

static void
a_copy_is_whole_and_as_of_now(void **state)
{
	mode_t before = umask(0);
	char copy[128];
	struct stat sb;

	(void)state;
	snprintf(copy, sizeof(copy), "%s/copy.db", box.folder);
	assert_int_equal(query_snapshot(r, copy, &why), OK);
	umask(before);
	/* The reader is still one. */
	assert_int_equal(box_visit(0, posts, 2).new_posts, 1);
	assert_int_equal(stat(copy, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0640);
	box_close();
	strcpy(box.path, copy);
	box_sound();
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts"
				 " WHERE post_fts MATCH 'battery'"),
	    1);
	/* One file: it can be read from anywhere. */
	assert_string_equal(box_text("PRAGMA journal_mode"), "delete");
	/* And it can be written on with. */
	box_begin();
	assert_int_equal(box_visit(0, posts, 2).new_posts, 1);
	box_sound();
}

static void
what_exists_is_not_overwritten(void **state)
{
	char copy[128];
	FILE *f;

	(void)state;
	snprintf(copy, sizeof(copy), "%s/copy.db", box.folder);
	f = fopen(copy, "w");
	assert_non_null(f);
	fputs("dear to somebody", f);
	fclose(f);
	assert_int_equal(query_snapshot(r, copy, &why), E_BUSY);
	assert_non_null(strstr(why.p, copy));
	assert_non_null(strstr(why.p, "exists"));
}

static void
a_copy_that_cannot_be_made_leaves_nothing(void **state)
{
	char copy[160];

	(void)state;
	snprintf(copy, sizeof(copy), "%s/no/such/copy.db", box.folder);
	assert_int_not_equal(query_snapshot(r, copy, &why), OK);
	assert_non_null(strstr(why.p, "no/such"));
	snprintf(copy, sizeof(copy), "%s/data/copy.db.part", box.folder);
	assert_int_not_equal(access(copy, F_OK), 0);
}

#define COPY_TEST(f) cmocka_unit_test_setup_teardown(f, fill, empty)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		COPY_TEST(a_copy_is_whole_and_as_of_now),
		COPY_TEST(what_exists_is_not_overwritten),
		COPY_TEST(a_copy_that_cannot_be_made_leaves_nothing),
	};

	return (RUN_TESTS(tests));
}
