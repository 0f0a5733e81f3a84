/*
 * The writer: opening and refusing, the group commit, one visit's fault.
 */
#include <signal.h>

#include "../../src/store/store_impl.h"
#include "storebox.h"

#define LINK "https://b.example/"

static void
opening_makes_file_and_folder_for_a_group_to_read(void **state)
{
	mode_t before = umask(0077);
	struct stat sb;
	char path[128];

	(void)state;
	box_open();
	box_close();
	umask(0);
	assert_int_equal(stat(box.path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0640);
	snprintf(path, sizeof(path), "%s/data", box.folder);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 02750);
	box_open();
	box_visit(0, NULL, 0);
	for (int i = 0; i < 3; i++) {
		static const char *const suffixes[] = { "-wal", "-shm",
			".lock" };

		snprintf(path, sizeof(path), "%s%s", box.path, suffixes[i]);
		assert_int_equal(stat(path, &sb), 0);
		assert_int_equal(sb.st_mode & 07777, 0640);
	}
	umask(before);
}

static void
a_folder_that_exists_keeps_its_mode(void **state)
{
	struct stat sb;
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/data", box.folder);
	assert_int_equal(mkdir(path, 0700), 0);
	box_open();
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0700);
}

static void
a_second_writer_is_refused_by_name_and_pid(void **state)
{
	struct store_options o = { .url = box.path };
	struct buf why = BUF_INIT(1000);
	struct store *second = NULL;
	char want[200];

	(void)state;
	box_open();
	assert_int_equal(store_open(&o, &second, &why), E_BUSY);
	snprintf(want, sizeof(want), "test_store (pid %ld) is writing %s",
	    (long)getpid(), box.path);
	assert_str(buf_str(&why), want);
	buf_free(&why);
	box_close();
	/* What a dead writer left behind is taken over. */
	box_open();
}

static void
a_store_that_is_no_file_says_so(void **state)
{
	static const struct {
		const char *url;
		const char *says;
	} table[] = {
		{ "postgresql://u:secret@h/db", "yet" },
		{ "mysql://h/db", "sqlite:FILE" },
		{ "", "name of a file" },
		{ "/tmp/", "name of a file" },
	};
	struct store *s = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct store_options o = { .url = table[i].url };
		struct buf why = BUF_INIT(1000);

		assert_int_equal(store_open(&o, &s, &why), E_USAGE);
		assert_non_null(strstr(buf_str(&why).p, table[i].says));
		assert_null(strstr(buf_str(&why).p, "secret"));
		buf_free(&why);
	}
}

static void
write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static void
hash_file(const char *path, char ret[HASH_HEX])
{
	static char bytes[100000];
	unsigned char hash[HASH_BYTES];
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	hash_of((struct str){ bytes, n }, hash);
	hash_hex(hash, HASH_BYTES, ret);
}

static void
what_is_not_ours_is_left_as_it_is(void **state)
{
	char path[128], before[HASH_HEX], after[HASH_HEX];
	struct buf why = BUF_INIT(1000);
	sqlite3 *other;

	(void)state;
	snprintf(path, sizeof(path), "%s/data", box.folder);
	assert_int_equal(mkdir(path, 0755), 0);
	write_file(box.path, "a letter, not a database, and not short either",
	    46);
	assert_int_equal(box_try_open(&why), E_CORRUPT);
	assert_non_null(strstr(buf_str(&why).p, box.path));
	assert_non_null(strstr(buf_str(&why).p, "not a database"));

	assert_int_equal(unlink(box.path), 0);
	assert_int_equal(sqlite3_open(box.path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other,
			     "CREATE TABLE t(x); INSERT INTO t VALUES(1)", NULL,
			     NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(other);
	hash_file(box.path, before);
	buf_clear(&why);
	assert_int_equal(box_try_open(&why), E_CORRUPT);
	assert_non_null(strstr(buf_str(&why).p, "another program's"));
	hash_file(box.path, after);
	assert_string_equal(before, after);
	/* Nor is anything put beside it. */
	snprintf(path, sizeof(path), "%s.lock", box.path);
	assert_int_not_equal(access(path, F_OK), 0);
	buf_free(&why);
}

static void
a_newer_database_is_refused(void **state)
{
	struct buf why = BUF_INIT(1000);

	(void)state;
	box_open();
	box_close();
	box_run("PRAGMA user_version = 99");
	assert_int_equal(box_try_open(&why), E_NEWER);
	assert_non_null(strstr(buf_str(&why).p, "newer"));
	assert_string_equal(box_text("PRAGMA user_version"), "99");
	/* Also when the header itself says so. */
	box_run("PRAGMA wal_checkpoint(TRUNCATE)");
	buf_clear(&why);
	assert_int_equal(box_try_open(&why), E_NEWER);
	buf_free(&why);
}

static void
a_damaged_database_is_refused(void **state)
{
	struct buf why = BUF_INIT(1000);
	FILE *f;

	(void)state;
	box_begin();
	box_close();
	f = fopen(box.path, "r+");
	assert_non_null(f);
	fseek(f, 100, SEEK_SET);
	for (int i = 0; i < 4000; i++)
		fputc(0x5a, f);
	fclose(f);
	assert_int_equal(box_try_open(&why), E_CORRUPT);
	assert_non_null(strstr(buf_str(&why).p, "damaged"));
	buf_free(&why);
}

static void
a_file_that_may_not_be_written_is_refused(void **state)
{
	struct store_options o = { .url = "/proc/earshot/x.db" };
	struct buf why = BUF_INIT(1000);
	struct store *s = NULL;

	(void)state;
	assert_int_not_equal(store_open(&o, &s, &why), OK);
	assert_non_null(strstr(buf_str(&why).p, "/proc/earshot"));
	buf_free(&why);
}

static void
a_file_that_could_not_be_made_leaves_nothing_behind(void **state)
{
	struct store_options o = { .url = box.path, .day_zone = "Mars" };
	struct buf why = BUF_INIT(1000);
	struct store *s = NULL;

	(void)state;
	assert_int_equal(store_open(&o, &s, &why), E_USAGE);
	assert_non_null(strstr(buf_str(&why).p, "Mars"));
	assert_int_not_equal(access(box.path, F_OK), 0);
	buf_free(&why);
}

static void
one_visits_fault_rolls_back_alone(void **state)
{
	static const struct serve good = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	static const struct serve bad = { .guid = "2",
		.link = LINK "2",
		.text = "The battery is broken",
		.author = "Jo" };
	static const struct serve last = { .guid = "3",
		.link = LINK "3",
		.text = "I wish" };
	struct batch *b[3];

	(void)state;
	box_begin();
	b[0] = box_batch(0, &good, 1);
	b[1] = box_batch(1, &bad, 1);
	b[2] = box_batch(2, &last, 1);
	b[1]->facts.etag = NULL;
	b[1]->etag = STR("\"new\"");
	assert_int_equal(store_begin(box.store), OK);
	box_write(b[0]);
	assert_int_equal(store_visit_begin(box.store), OK);
	assert_int_equal(store_posts(box.store, b[1], &toy_ruleset), OK);
	assert_int_equal(store_facts(box.store, b[1]), OK);
	assert_int_equal(store_visit_end(box.store, false), OK);
	box_write(b[2]);
	assert_int_equal(store_commit(box.store), OK);
	for (int i = 0; i < 3; i++)
		batch_free(b[i]);
	assert_string_equal(box_text(
				"SELECT group_concat(text, '; ') FROM v_post"),
	    "It is broken; I wish");
	assert_string_equal(box_text("SELECT group_concat(visits) FROM feed"),
	    "1,0,1");
	assert_int_equal(box_int("SELECT count(*) FROM voice"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts WHERE"
				 " post_fts MATCH 'battery'"),
	    0);
	box_sound();
	/* And it can come again. */
	assert_told(box_visit(1, &bad, 1), 1, 0, 0);
	box_sound();
}

static void
a_group_that_is_rolled_back_never_was(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0, &post, 1);
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	store_rollback(box.store);
	batch_free(b);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 0);
	assert_int_equal(box_int("SELECT count(*) FROM ruleset"), 0);
	assert_int_equal(box_int("SELECT sum(visits) FROM feed"), 0);
	assert_told(box_visit(0, &post, 1), 1, 0, 0);
	box_sound();
}

static void
a_full_disk_loses_the_group_and_nothing_else(void **state)
{
	static char long_text[60000];
	const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct serve big = { .guid = "2", .link = LINK "2", .text = long_text };
	struct batch *b;
	enum status st;

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	box_begin();
	box_visit(0, &post, 1);
	assert_int_equal(db_exec(&box.store->db, "PRAGMA max_page_count = 1"),
	    OK);
	b = box_batch(0, &big, 1);
	assert_int_equal(store_begin(box.store), OK);
	assert_int_equal(store_visit_begin(box.store), OK);
	st = store_posts(box.store, b, &toy_ruleset);
	assert_int_equal(st, E_FULL);
	assert_non_null(strstr(store_error(box.store), "no space left"));
	assert_non_null(strstr(store_error(box.store), box.path));
	/* Nothing more can be done with this group. */
	assert_int_equal(store_visit_end(box.store, true), E_FULL);
	assert_int_equal(store_visit_begin(box.store), E_FULL);
	assert_int_equal(store_commit(box.store), E_FULL);
	assert_non_null(strstr(store_error(box.store), "no space left"));
	batch_free(b);
	assert_int_equal(box_int("SELECT count(*) FROM post"), 1);
	assert_int_equal(db_exec(&box.store->db,
			     "PRAGMA max_page_count = 1000000"),
	    OK);
	assert_told(box_visit(0, &big, 1), 1, 0, 0);
	box_sound();
}

static void
a_crash_loses_only_what_was_not_committed(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1", .link = LINK "1", .text = "It is broken" },
		{ .guid = "2", .link = LINK "2", .text = "It is broken too" },
	};
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0) {
		struct batch *b;

		box_begin();
		box_visit(0, &posts[0], 1);
		b = box_batch(0, posts, 2);
		if (store_begin(box.store) != OK)
			_exit(1);
		box_write(b);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	box_begin();
	assert_int_equal(box_int("SELECT count(*) FROM post"), 1);
	box_sound();
	assert_told(box_visit(0, posts, 2), 1, 0, 1);
	box_sound();
}

/* Visits without end, until somebody kills us. */
static void
write_for_ever(int round)
{
	box_begin();
	for (int i = 0;; i++) {
		struct serve posts[5];
		char names[5][60];

		for (int k = 0; k < 5; k++) {
			snprintf(names[k], sizeof(names[k]), LINK "%d-%d-%d",
			    round, i, k);
			posts[k] = (struct serve){ .guid = names[k],
				.link = names[k],
				.text = "The battery is broken",
				.author = "Jo" };
		}
		box_visit((size_t)i % 3, posts, 5);
		if (i % 7 == 6 && store_checkpoint(box.store, true) != OK)
			_exit(1);
	}
}

static void
killed_at_any_moment_it_stays_sound(void **state)
{
	unsigned seed = 11;
	int64_t posts = 0;

	(void)state;
	/* A busy machine needs longer to come to a post at all. */
	for (int round = 0; round < 12 || (posts == 0 && round < 100);
	     round++) {
		unsigned most_us = 20000U * (unsigned)(round + 3);
		pid_t child = fork();
		int status;

		if (child == 0)
			write_for_ever(round);
		usleep(2000 + (unsigned)rand_r(&seed) % most_us);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		box_begin();
		box_sound();
		/* Whole visits, each post once. */
		assert_int_equal(box_int("SELECT count(*) % 5 FROM post"), 0);
		assert_true(box_int("SELECT count(*) FROM post") >= posts);
		posts = box_int("SELECT count(*) FROM post");
		assert_int_equal(box_int("SELECT count(*) FROM insight"),
		    posts);
		assert_int_equal(box_int("SELECT 5 * sum(visits) FROM feed"),
		    posts);
		box_close();
	}
	assert_true(posts > 0);
}

static void
days_follow_the_zone(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "My Acme battery is broken",
		.author = "Jo",
		.published_ts = BOX_NOW + 11 * 3600 };
	struct store_options o = { .url = box.path, .day_zone = "+02:00" };
	struct buf why = BUF_INIT(1000);

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_string_equal(box_text("SELECT day FROM v_signal_daily"),
	    "2026-03-10");
	box_close();
	assert_int_equal(store_open(&o, &box.store, &why), OK);
	buf_free(&why);
	assert_string_equal(box_text("SELECT day FROM v_signal_daily"),
	    "2026-03-11");
	assert_string_equal(box_text("SELECT DISTINCT day FROM v_brand_daily"),
	    "2026-03-11");
	assert_string_equal(box_text("SELECT value FROM meta WHERE key = "
				     "'day_zone'"),
	    "+02:00");
	box_sound();
}

static void
events_are_kept(void **state)
{

	(void)state;
	box_open();
	assert_int_equal(store_event(box.store, "reload_refused", "line 3"),
	    OK);
	assert_string_equal(box_text("SELECT at_at || ' ' || what FROM v_event"
				     " WHERE kind = 'reload_refused'"),
	    "2026-03-10T12:00:00Z line 3");
	assert_string_equal(box_text("SELECT what FROM v_event WHERE kind = "
				     "'migration'"),
	    "1: the first tables");
}

static void
a_checkpoint_empties_the_wal(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct stat sb;
	char path[128];

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	snprintf(path, sizeof(path), "%s-wal", box.path);
	assert_int_equal(stat(path, &sb), 0);
	assert_true(sb.st_size > 0);
	assert_int_equal(store_checkpoint(box.store, true), OK);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_size, 0);
	box_close();
	/* It stays, empty: readers need it while nobody writes. */
	assert_int_equal(stat(path, &sb), 0);
}

static void
the_connection_is_told_all_that_keeps_it_safe(void **state)
{
	static const struct {
		const char *pragma;
		int64_t value;
	} table[] = {
		{ "PRAGMA synchronous", 2 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA cell_size_check", 1 },
		{ "PRAGMA busy_timeout", 5000 },
		{ "PRAGMA journal_size_limit", 64 << 20 },
	};
	int on = 0;

	(void)state;
	box_open();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t value = -1;

		assert_int_equal(db_number(&box.store->db, table[i].pragma,
				     &value),
		    OK);
		assert_int_equal(value, table[i].value);
	}
	sqlite3_db_config(box.store->db.handle, SQLITE_DBCONFIG_DEFENSIVE, -1,
	    &on);
	assert_int_equal(on, 1);
	assert_string_equal(box_text("PRAGMA journal_mode"), "wal");
	assert_int_equal(box_int("PRAGMA application_id"), DB_APPLICATION_ID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(opening_makes_file_and_folder_for_a_group_to_read),
		BOX_TEST(a_folder_that_exists_keeps_its_mode),
		BOX_TEST(a_second_writer_is_refused_by_name_and_pid),
		BOX_TEST(a_store_that_is_no_file_says_so),
		BOX_TEST(what_is_not_ours_is_left_as_it_is),
		BOX_TEST(a_newer_database_is_refused),
		BOX_TEST(a_damaged_database_is_refused),
		BOX_TEST(a_file_that_may_not_be_written_is_refused),
		BOX_TEST(a_file_that_could_not_be_made_leaves_nothing_behind),
		BOX_TEST(one_visits_fault_rolls_back_alone),
		BOX_TEST(a_group_that_is_rolled_back_never_was),
		BOX_TEST(a_full_disk_loses_the_group_and_nothing_else),
		BOX_TEST(a_crash_loses_only_what_was_not_committed),
		BOX_TEST(killed_at_any_moment_it_stays_sound),
		BOX_TEST(days_follow_the_zone),
		BOX_TEST(events_are_kept),
		BOX_TEST(a_checkpoint_empties_the_wal),
		BOX_TEST(the_connection_is_told_all_that_keeps_it_safe),
	};

	return (RUN_TESTS(tests));
}
