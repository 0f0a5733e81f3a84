/*
 * Migrations: numbered, each whole or not at all, a copy before.
 */
#include "../../src/store/schema.h"
#include "oldstore.h"
#include "storebox.h"

static const char *const step_two[] = { "ALTER TABLE source ADD COLUMN x TEXT",
	NULL };
static const char *const step_three[] = {
	"CREATE TABLE three(a INTEGER) STRICT", "INSERT INTO three VALUES(3)",
	NULL
};
static const char *const step_broken[] = {
	"CREATE TABLE four(a INTEGER) STRICT;", "INSERT INTO nowhere VALUES(1)",
	NULL
};

/* What this program knows, and ${n} steps of one to come: their number. */
enum { LIST_MAX = 32 };
static size_t
with_more(const struct migration *more, size_t n, struct migration *list)
{

	assert_true(schema_count + n <= LIST_MAX);
	memcpy(list, schema_migrations, schema_count * sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		list[schema_count + i] = more[i];
		list[schema_count + i].number = schema_version() + 1 + (int)i;
	}
	return (schema_count + n);
}

static void
open_db(struct db *d)
{

	assert_int_equal(db_open(d, box.path, DB_WRITE), OK);
}

static void
numbers_have_no_gap(void **state)
{

	(void)state;
	for (size_t i = 0; i < schema_count; i++)
		assert_int_equal(schema_migrations[i].number, i + 1);
	assert_int_equal(schema_version(), schema_count);
}

static void
an_old_database_is_copied_and_brought_forward(void **state)
{
	const struct migration more[] = { { 0, "a column", step_two },
		{ 0, "a table", step_three } };
	struct migration list[LIST_MAX];
	size_t n = with_more(more, 2, list);
	char copy[128], events[100];
	struct stat sb;
	struct db d;

	(void)state;
	box_begin();
	box_close();
	open_db(&d);
	assert_int_equal(schema_migrate(&d, list, n), OK);
	db_close(&d);
	assert_int_equal(box_int("PRAGMA user_version"), n);
	assert_int_equal(box_int("SELECT a FROM three"), 3);
	snprintf(events, sizeof(events), "%d: a column; %d: a table",
	    schema_version() + 1, schema_version() + 2);
	assert_string_equal(
	    box_text("SELECT group_concat(what, '; ') FROM (SELECT what FROM"
		     " v_event WHERE kind = 'migration' AND what GLOB '*: a *'"
		     " ORDER BY CAST(what AS INTEGER))"),
	    events);
	snprintf(copy, sizeof(copy), "%s.before-%d", box.path,
	    schema_version());
	assert_int_equal(stat(copy, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0640);
	strcpy(box.path, copy);
	assert_int_equal(box_int("PRAGMA user_version"), schema_version());
	assert_int_equal(box_int("SELECT count(*) FROM feed"), 3);
}

static void
once_is_enough(void **state)
{
	const struct migration list[] = { { 1, "one", schema_tables_1 } };
	char copy[128];
	struct db d;

	(void)state;
	box_begin();
	box_close();
	open_db(&d);
	assert_int_equal(schema_migrate(&d, list, 1), OK);
	db_close(&d);
	snprintf(copy, sizeof(copy), "%s.before-1", box.path);
	assert_int_not_equal(access(copy, F_OK), 0);
}

/* An index leaf must fit its page, whatever pages the file has. */
static void
full_text_leaves_fill_a_page_of_any_size(void **state)
{

	(void)state;
	box_begin();
	box_close();
	assert_int_equal(box_int("PRAGMA page_size"), 8192);
	assert_int_equal(box_int("SELECT v FROM post_fts_config"
				 " WHERE k = 'pgsz'"),
	    8192 - 46);
}

/* Their question, word for word. */
static void
datasette_finds_the_full_text_of_posts(void **state)
{

	(void)state;
	box_begin();
	assert_string_equal(
	    box_text("SELECT name FROM sqlite_master WHERE rootpage = 0 AND"
		     " sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"post\"%'"),
	    "post_fts");
}

static void
a_migration_that_fails_leaves_all_as_it_was(void **state)
{
	const struct migration more[] = { { 0, "a column", step_two },
		{ 0, "broken", step_broken } };
	struct migration list[LIST_MAX];
	size_t n = with_more(more, 2, list);
	struct db d;

	(void)state;
	box_begin();
	box_close();
	open_db(&d);
	assert_int_not_equal(schema_migrate(&d, list, n), OK);
	assert_non_null(strstr(db_error(&d), "nowhere"));
	db_close(&d);
	assert_int_equal(box_int("PRAGMA user_version"), schema_version() + 1);
	assert_int_equal(box_int("SELECT count(*) FROM sqlite_schema"
				 " WHERE name = 'four'"),
	    0);
	/* The next start tries again from there. */
	open_db(&d);
	assert_int_not_equal(schema_migrate(&d, list, n), OK);
	db_close(&d);
}

/* What was told while it opened. */
struct told_working {
	int n, copies, searches, ends;
};

static void
tell_working(void *arg, const char *what)
{
	struct told_working *t = arg;

	t->n++;
	t->copies += strstr(what, "copy") != NULL;
	t->searches += strstr(what, "full text") != NULL;
	t->ends += strstr(what, ".before-1, yours to delete") != NULL;
}

static void
open_telling(struct told_working *t, int64_t every_ms)
{
	struct store_options o = { .url = box.path,
		.working = tell_working,
		.arg = t,
		.working_every_ms = every_ms };
	struct buf why = BUF_INIT(1000);

	*t = (struct told_working){ 0 };
	if (store_open(&o, &box.store, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	buf_free(&why);
}

/* VISITS * POSTS posts, and the database of version ${number} that has them. */
enum { VISITS = 10, POSTS = 300 };

static void
grow_old(int number)
{
	static struct serve served[POSTS];
	static char texts[POSTS][80];
	struct buf why = BUF_INIT(1000);
	char old[128];

	box_begin();
	for (size_t v = 0; v < VISITS; v++) {
		for (size_t i = 0; i < POSTS; i++) {
			snprintf(texts[i], sizeof(texts[i]),
			    "%zu times I wish the battery was not broken %zu",
			    v * POSTS + i, i * 7919 % 9973);
			served[i] = (struct serve){ .guid = texts[i],
				.title = "Battery",
				.text = texts[i],
				.author = "Ann" };
		}
		box_visit(0, served, POSTS);
	}
	box_close();
	snprintf(old, sizeof(old), "%s.old", box.path);
	if (oldstore_make(box.path, old, number, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	strcpy(box.path, old);
	assert_int_equal(box_int("PRAGMA user_version"), number);
	buf_free(&why);
}

/* Whoever started us waits so long and no longer. */
static void
a_long_way_forward_is_told_step_by_step(void **state)
{
	struct told_working all, steps, none;
	char copy[160];

	(void)state;
	grow_old(1);
	clock_thaw(); /* it is told by the clock */
	open_telling(&all, 0);
	box_close();
	assert_true(all.copies > 1);
	assert_true(all.searches > 1);
	assert_int_equal(box_int("PRAGMA user_version"), schema_version());
	assert_int_equal(box_int("SELECT count(*) FROM v_post"),
	    VISITS * POSTS);
	assert_int_equal(box_int("SELECT count(*) FROM post_fts"
				 " WHERE post_fts MATCH 'battery'"),
	    VISITS * POSTS);
	box_sound();
	/* The copy is as old; the way forward from it is the same. */
	snprintf(copy, sizeof(copy), "%s.before-1", box.path);
	assert_int_equal(rename(copy, box.path), 0);
	open_telling(&steps, 60000);
	box_close();
	/* The copy, each migration after the first, that they are done and
	 * where the copy is, and the counts. */
	assert_int_equal(steps.n, 1 + (schema_version() - 1) + 1 + 1);
	assert_int_equal(steps.ends, 1);
	assert_true(all.n > steps.n);
	open_telling(&none, 60000);
	assert_int_equal(none.n, 0);
}

static void
a_new_database_is_no_long_way(void **state)
{
	struct told_working t;

	(void)state;
	open_telling(&t, 60000);
	assert_int_equal(t.n, 0);
}

static void
every_table_is_strict(void **state)
{

	(void)state;
	box_open();
	assert_string_equal(
	    box_text("SELECT group_concat(name) FROM pragma_table_list"
		     " WHERE schema = 'main' AND type = 'table'"
		     " AND NOT strict AND name NOT GLOB 'sqlite_*'"
		     " AND name NOT GLOB 'post_fts*'"),
	    "(null)");
}

static void
every_moment_is_a_number_and_says_so(void **state)
{

	(void)state;
	box_open();
	assert_string_equal(
	    box_text("SELECT group_concat(t.name || '.' || c.name) FROM"
		     " pragma_table_list t JOIN pragma_table_info(t.name) c"
		     " WHERE t.schema = 'main' AND t.type = 'table' AND ("
		     " (c.name GLOB '*_ts' AND c.type <> 'INTEGER')"
		     " OR c.name GLOB '*_at' OR c.name <> lower(c.name))"),
	    "(null)");
}

/* What the contract's outline names is there. */
static void
the_tables_of_the_contract_are_there(void **state)
{
	static const char *const names[] = { "source", "feed", "visit", "voice",
		"post", "post_feed", "post_topic", "mention", "engagement",
		"thread", "ruleset", "ruleset_signal", "rule", "insight",
		"evidence", "theme", "topic", "judgement", "mark", "event",
		"hook", "tombstone", "meta", "dictionary", "post_fts" };
	char sql[100];

	(void)state;
	box_open();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", names[i]);
		box_text(sql);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(numbers_have_no_gap),
		BOX_TEST(an_old_database_is_copied_and_brought_forward),
		BOX_TEST(once_is_enough),
		BOX_TEST(full_text_leaves_fill_a_page_of_any_size),
		BOX_TEST(datasette_finds_the_full_text_of_posts),
		BOX_TEST(a_migration_that_fails_leaves_all_as_it_was),
		BOX_TEST(a_long_way_forward_is_told_step_by_step),
		BOX_TEST(a_new_database_is_no_long_way),
		BOX_TEST(every_table_is_strict),
		BOX_TEST(every_moment_is_a_number_and_says_so),
		BOX_TEST(the_tables_of_the_contract_are_there),
	};

	return (RUN_TESTS(tests));
}
