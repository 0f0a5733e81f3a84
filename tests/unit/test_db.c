/*
 * One connection: its statements, its errors in our words.
 */
#include "../../src/store/db.h"
#include "storebox.h"

static void
open_db(struct db *d)
{

	box_open();
	box_close();
	assert_int_equal(db_open(d, box.path, DB_WRITE), OK);
}

static void
values_go_in_and_come_out(void **state)
{
	static const unsigned char hash[16] = { 1, 2, 3 };
	unsigned char back[16];
	struct sql q;
	struct db d;
	bool row;

	(void)state;
	open_db(&d);
	q = sql_once(&d, "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?");
	sql_int(&q, -5);
	sql_time(&q, NO_TIME);
	sql_time(&q, 0);
	sql_positive(&q, 0);
	sql_positive(&q, 3);
	sql_real(&q, .5);
	sql_str(&q, (struct str){ "a\0b", 3 });
	sql_str(&q, STR(""));
	sql_text(&q, (struct str){ NULL, 0 });
	sql_word(&q, NULL);
	sql_bytes(&q, hash, 16);
	assert_int_equal(sql_next(&q, &row), OK);
	assert_true(row);
	assert_int_equal(sql_get_int(&q, 0), -5);
	assert_int_equal(sql_get_time(&q, 1), NO_TIME);
	assert_int_equal(sql_get_time(&q, 2), 0);
	assert_null(sql_get_str(&q, 3).p);
	assert_int_equal(sql_get_int(&q, 4), 3);
	assert_true(sql_get_real(&q, 5) == .5);
	assert_int_equal(sql_get_str(&q, 6).n, 3);
	assert_null(sql_get_str(&q, 7).p);
	assert_non_null(sql_get_str(&q, 8).p);
	assert_int_equal(sql_get_str(&q, 8).n, 0);
	assert_null(sql_get_str(&q, 9).p);
	assert_true(sql_get_hash(&q, 10, back));
	assert_memory_equal(hash, back, 16);
	assert_false(sql_get_hash(&q, 6, back));
	assert_int_equal(sql_next(&q, &row), OK);
	assert_false(row);
	sql_end(&q);
	db_close(&d);
}

static void
a_statement_is_prepared_once(void **state)
{
	struct sql q;
	struct db d;
	sqlite3_stmt *first;

	(void)state;
	open_db(&d);
	for (int i = 0; i < 3; i++) {
		bool row;

		q = sql_begin(&d, SQL_TOPIC_FIND,
		    "SELECT id FROM topic WHERE name = ?");
		if (i == 0)
			first = q.stmt;
		assert_ptr_equal(q.stmt, first);
		sql_text(&q, STR("x"));
		assert_int_equal(sql_next(&q, &row), OK);
		assert_false(row);
		sql_end(&q);
	}
	db_close(&d);
	db_close(&d);
}

static void
failures_become_our_words_and_a_sentence(void **state)
{
	struct sql q;
	struct db d;
	int64_t n = 7;
	bool row;

	(void)state;
	open_db(&d);
	q = sql_once(&d, "SELECT nonsense");
	sql_int(&q, 1);
	assert_int_equal(sql_next(&q, &row), E_INTERNAL);
	assert_int_equal(sql_run(&q), E_INTERNAL);
	assert_non_null(strstr(db_error(&d), "nonsense"));
	assert_non_null(strstr(db_error(&d), box.path));
	assert_int_equal(db_exec(&d, "PRAGMA max_page_count = 1"), OK);
	assert_int_equal(db_exec(&d,
			     "CREATE TABLE t AS SELECT zeroblob(1000000)"),
	    E_FULL);
	assert_non_null(strstr(db_error(&d), "no space left"));
	assert_int_equal(db_fail(&d, E_IO, "%s!", "our own"), E_IO);
	assert_string_equal(db_error(&d), "our own!");
	assert_int_equal(db_number(&d, "SELECT NULL", &n), OK);
	assert_int_equal(n, 7);
	db_close(&d);
}

static void
a_file_that_is_none_gives_no_connection(void **state)
{
	struct db d;

	(void)state;
	assert_int_equal(db_open(&d, "/nowhere/x.db", DB_READ), E_DENIED);
	assert_non_null(strstr(db_error(&d), "/nowhere/x.db"));
	db_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(values_go_in_and_come_out),
		BOX_TEST(a_statement_is_prepared_once),
		BOX_TEST(failures_become_our_words_and_a_sentence),
		BOX_TEST(a_file_that_is_none_gives_no_connection),
	};

	return (RUN_TESTS(tests));
}
