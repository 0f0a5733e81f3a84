/*
 * Restoring: only what is sound and ours, and never without the old one.
 */
#include <glob.h>

#include "earshot/restore.h"
#include "earshot/retain.h"

#include "storebox.h"

static struct buf why = { .cap = 10000 };
static char copy[120];

static const struct serve posts[] = {
	{ .guid = "1", .link = "https://b.example/1", .text = "It is broken" },
	{ .guid = "2", .link = "https://b.example/2", .text = "I wish" },
};

/* A copy with one post, and a database with two. */
static void
begin(void)
{
	struct reader *r = NULL;

	buf_clear(&why);
	box_begin();
	box_visit(0, posts, 1);
	snprintf(copy, sizeof(copy), "%s/copy.db", box.folder);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_snapshot(r, copy, &why), OK);
	reader_close(r);
	box_visit(0, posts, 2);
}

/* Fills ${ret} with the only file of that pattern beside the database. */
static void
only_file(const char *pattern, char ret[300])
{
	char path[200];
	glob_t found;

	snprintf(path, sizeof(path), "%s%s", box.path, pattern);
	assert_int_equal(glob(path, 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	snprintf(ret, 300, "%s", found.gl_pathv[0]);
	globfree(&found);
}

static bool
exists(const char *suffix)
{
	char path[200];

	snprintf(path, sizeof(path), "%s%s", box.path, suffix);
	return (access(path, F_OK) == 0);
}

static void
swap(void)
{

	buf_clear(&why);
	if (restore_swap(box.path, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
}

static void
a_copy_comes_back_and_the_old_one_stays_aside(void **state)
{
	char aside[300];

	(void)state;
	begin();
	box_close();
	assert_int_equal(restore_prepare(box.path, copy, &why), OK);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	swap();
	assert_non_null(strstr(why.p, "the old one is "));
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_false(exists(".restore"));
	/* It works on. */
	box_begin();
	assert_told(box_visit(0, posts, 2), 1, 0, 1);
	box_sound();
	only_file(".before-restore-*Z", aside);
	strcpy(box.path, aside);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
}

static void
while_somebody_writes_nothing_changes(void **state)
{

	(void)state;
	begin();
	assert_int_equal(restore_prepare(box.path, copy, &why), OK);
	assert_int_equal(restore_swap(box.path, &why), E_BUSY);
	assert_non_null(strstr(why.p, "is writing"));
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	restore_drop(box.path);
	assert_false(exists(".restore"));
}

static void
refuse(enum status wanted, const char *file, const char *words)
{
	enum status st;

	buf_clear(&why);
	st = restore_prepare(box.path, file, &why);
	if (st != wanted || strstr(buf_str(&why).p, words) == NULL)
		fail_msg("%s: %s, not %s", status_word(st), buf_str(&why).p,
		    words);
	assert_false(exists(".restore"));
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
}

static void
sql_on_copy(const char *text)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(copy, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
what_is_foreign_newer_or_damaged_is_refused(void **state)
{
	char path[160];
	FILE *f;

	(void)state;
	begin();
	box_close();
	snprintf(path, sizeof(path), "%s/none.db", box.folder);
	refuse(E_NOT_FOUND, path, "no database");
	f = fopen(path, "w");
	fputs("not a database, but long enough to look like some kind of a"
	      " file with a header of a hundred bytes or more in it",
	    f);
	fclose(f);
	refuse(E_CORRUPT, path, "is not a database");
	refuse(E_USAGE, box.path, "the database itself");
	sql_on_copy("PRAGMA user_version = 99");
	refuse(E_NEWER, copy, "newer Earshot");
	sql_on_copy("PRAGMA user_version = 1; PRAGMA application_id = 5");
	refuse(E_CORRUPT, copy, "another program's");
	sql_on_copy("PRAGMA application_id = 1163023176");
	f = fopen(copy, "r+");
	for (int page = 3; page < 30; page++) {
		fseek(f, page * 4096L, SEEK_SET);
		fputs("garbage garbage garbage garbage garbage garbage", f);
	}
	fclose(f);
	refuse(E_CORRUPT, copy, "damaged");
}

static void
a_damaged_database_goes_aside_with_its_wal(void **state)
{
	char aside[300];
	FILE *f;

	(void)state;
	begin();
	box_close();
	f = fopen(box.path, "r+");
	fputs("no header any more", f);
	fclose(f);
	assert_true(exists("-wal"));
	assert_int_equal(restore_prepare(box.path, copy, &why), OK);
	swap();
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	only_file(".before-restore-*Z", aside);
	only_file(".before-restore-*Z-wal", aside);
	box_begin();
	box_sound();
}

static void
into_an_empty_place(void **state)
{

	(void)state;
	begin();
	box_close();
	snprintf(box.path, sizeof(box.path), "%s/new/earshot.db", box.folder);
	assert_int_equal(restore_prepare(box.path, copy, &why), OK);
	swap();
	assert_non_null(strstr(why.p, "there was none"));
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
}

/* In that file? */
static bool
has_bytes(const char *path, const char *words)
{
	static char bytes[8 << 20];
	FILE *f = fopen(path, "r");
	size_t n = f != NULL ? fread(bytes, 1, sizeof(bytes), f) : 0;

	if (f != NULL)
		fclose(f);
	return (str_find((struct str){ bytes, n }, str_of(words)) != SIZE_MAX);
}

static void
what_was_forgotten_since_stays_forgotten(void **state)
{
	static const struct serve said[] = {
		{ .guid = "x",
		    .link = "https://b.example/x",
		    .text = "The zweibel is broken",
		    .author = "Ottoline Voss" },
		{ .guid = "y",
		    .link = "https://b.example/y",
		    .text = "Ottoline Voss is right, it is broken",
		    .author = "Ben" },
		{ .guid = "z",
		    .link = "https://b.example/z",
		    .text = "The quuxcup is broken" },
	};
	struct forget asked[] = { { .mentions = true },
		{ .uri = STR("https://b.example/z") } };
	struct reader *r = NULL;
	char aside[300];

	(void)state;
	buf_clear(&why);
	box_begin();
	box_visit(0, said, 3);
	snprintf(copy, sizeof(copy), "%s/copy.db", box.folder);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_snapshot(r, copy, &why), OK);
	reader_close(r);
	reader_close(box.reader);
	box.reader = NULL;
	asked[0].voice_id =
	    box_int("SELECT voice_id FROM v_voice WHERE name LIKE 'Otto%'");
	for (size_t i = 0; i < 2; i++) {
		while (!asked[i].done)
			if (store_forget(box.store, &asked[i]) != OK)
				fail_msg("%zu: %s", i, store_error(box.store));
		forget_free(&asked[i]);
	}
	assert_true(has_bytes(copy, "zweibel"));
	box_close();
	if (restore_prepare(box.path, copy, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	swap();
	assert_string_equal(box_text("SELECT group_concat(text) FROM v_post"),
	    "************* is right, it is broken");
	assert_false(has_bytes(box.path, "zweibel"));
	assert_false(has_bytes(box.path, "Ottoline"));
	assert_false(has_bytes(box.path, "quuxcup"));
	assert_false(exists(".restore.lock"));
	only_file(".before-restore-*Z", aside);
	box_begin();
	assert_told(box_visit(0, said, 3), 0, 0, 3);
	box_sound();
}

static void
nothing_ready_nothing_done(void **state)
{

	(void)state;
	begin();
	box_close();
	assert_int_equal(restore_swap(box.path, &why), E_NOT_FOUND);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_copy_comes_back_and_the_old_one_stays_aside),
		BOX_TEST(while_somebody_writes_nothing_changes),
		BOX_TEST(what_is_foreign_newer_or_damaged_is_refused),
		BOX_TEST(a_damaged_database_goes_aside_with_its_wal),
		BOX_TEST(into_an_empty_place),
		BOX_TEST(what_was_forgotten_since_stays_forgotten),
		BOX_TEST(nothing_ready_nothing_done),
	};
	int status = RUN_TESTS(tests);

	buf_free(&why);
	return (status);
}
