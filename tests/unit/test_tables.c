/*
 * The tables of the first release: what they hold to by themselves.
 */
#include "storebox.h"

/* ${sql} as the store's own connection would run it: is it taken? */
static bool
taken(const char *sql)
{
	sqlite3 *db = NULL;
	int rc;

	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READWRITE,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = 1; BEGIN",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_true(rc == SQLITE_OK || rc == SQLITE_CONSTRAINT);
	return (rc == SQLITE_OK);
}

static void
every_table_is_strict(void **state)
{

	(void)state;
	box_begin();
	assert_string_equal(
	    box_text("SELECT group_concat(name) FROM pragma_table_list WHERE"
		     " schema = 'main' AND type = 'table' AND strict = 0"
		     " AND name NOT LIKE 'sqlite_%'"),
	    "(null)");
	assert_true(box_int("SELECT count(*) FROM pragma_table_list WHERE"
			    " schema = 'main' AND strict = 1") > 20);
}

static void
foreign_keys_name_tables_and_hold(void **state)
{

	(void)state;
	box_begin();
	box_visit(0,
	    (struct serve[]){ { .guid = "1", .text = "it is broken" },
		{ .guid = "2", .text = "I wish for Acme battery" } },
	    2);
	assert_string_equal(
	    box_text("SELECT group_concat(m.name || ' to ' || f.\"table\")"
		     " FROM sqlite_schema m JOIN pragma_foreign_key_list("
		     "m.name) f WHERE m.type = 'table' AND NOT EXISTS(SELECT 1"
		     " FROM sqlite_schema t WHERE t.name = f.\"table\")"),
	    "(null)");
	assert_string_equal(box_text("SELECT group_concat(\"table\") FROM"
				     " pragma_foreign_key_check"),
	    "(null)");
	assert_true(taken("UPDATE feed SET source_id = source_id"));
	assert_false(taken("UPDATE feed SET source_id = 4711"));
}

static void
a_word_that_is_none_is_not_taken(void **state)
{

	(void)state;
	box_begin();
	assert_true(taken("UPDATE feed SET status = 'gone'"));
	assert_false(taken("UPDATE feed SET status = 'asleep'"));
	assert_false(taken("UPDATE feed SET role = 'chat'"));
	assert_false(taken("UPDATE source SET kind = 'friend'"));
	assert_false(taken("UPDATE feed SET visits = 'many'"));
	assert_false(taken("INSERT INTO source(name, kind)"
			   " SELECT name, kind FROM source LIMIT 1"));
}

int
main(void)
{
	const struct CMUnitTest tables[] = {
		BOX_TEST(every_table_is_strict),
		BOX_TEST(foreign_keys_name_tables_and_hold),
		BOX_TEST(a_word_that_is_none_is_not_taken),
	};

	return (RUN_TESTS(tables));
}
