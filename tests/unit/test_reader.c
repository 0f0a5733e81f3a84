/*
 * Readers look things up, write nothing, and never stay too long.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "../../src/store/reader_impl.h"
#include "storebox.h"

#define LINK "https://b.example/"

static struct buf why = { .cap = 10000 };

static struct reader *
open_reader(int64_t deadline_ms)
{
	struct reader *r = NULL;

	buf_clear(&why);
	if (reader_open(box.path, deadline_ms, &r, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	return (r);
}

static void
what_cannot_be_read_is_named(void **state)
{
	struct reader *r = NULL;
	char path[128];

	(void)state;
	buf_clear(&why);
	assert_int_equal(reader_open(box.path, 0, &r, &why), E_NOT_FOUND);
	assert_non_null(strstr(why.p, "data"));
	snprintf(path, sizeof(path), "%s/data", box.folder);
	mkdir(path, 0755);
	buf_clear(&why);
	assert_int_equal(reader_open(box.path, 0, &r, &why), E_NOT_FOUND);
	assert_non_null(strstr(why.p, "there is no database"));
	assert_int_not_equal(access(box.path, F_OK), 0);
	box_open();
	box_close();
	box_run("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
	buf_clear(&why);
	assert_int_equal(reader_open(box.path, 0, &r, &why), E_NEWER);
	assert_int_equal(truncate(box.path, 99), 0);
	buf_clear(&why);
	assert_int_equal(reader_open(box.path, 0, &r, &why), E_CORRUPT);
}

static void
a_reader_cannot_write(void **state)
{
	struct reader *r;

	(void)state;
	box_begin();
	r = open_reader(0);
	assert_int_not_equal(db_exec(&r->db, "DELETE FROM feed"), OK);
	assert_int_not_equal(db_exec(&r->db, "CREATE TABLE t(x)"), OK);
	assert_int_equal(box_int("SELECT count(*) FROM feed"), 3);
	reader_close(r);
	reader_close(NULL);
}

static void
a_known_entry_is_known_and_an_edited_one_is_not(void **state)
{
	static const struct serve served = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct arena *a = arena_new(100000);
	struct reader *r;
	struct post p;
	bool known = true;

	(void)state;
	box_begin();
	box_visit(0, &served, 1);
	r = open_reader(0);
	assert_int_equal(reader_serves(r, box.feeds[0].id, &known), OK);
	assert_true(known);
	assert_int_equal(reader_serves(r, box.feeds[1].id, &known), OK);
	assert_false(known);
	box_shape(a, &served, &p);
	assert_int_equal(reader_known(r, box.feeds[0].id, &p, &known), OK);
	assert_true(known);
	assert_int_equal(p.post_id, 1);
	/* Another feed never served it. */
	assert_int_equal(reader_known(r, box.feeds[1].id, &p, &known), OK);
	assert_false(known);
	p.guid_unique = p.link_unique = true;
	p.text = STR("It is quite broken");
	box_hash(p.content_hash, (struct str[]){ p.title, p.text }, 2);
	assert_int_equal(reader_identify(r, box.feeds[0].id, &p), OK);
	assert_int_equal(p.seen, SEEN_EDITED);
	p.guid = STR("2");
	p.link = p.canonical = STR(LINK "2");
	assert_int_equal(reader_identify(r, box.feeds[0].id, &p), OK);
	assert_int_equal(p.seen, SEEN_NEW);
	reader_close(r);
	arena_free(a);
}

static void
between_begin_and_end_it_is_one_moment(void **state)
{
	static const struct serve served = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	struct arena *a = arena_new(100000);
	struct reader *r;
	struct post p;
	bool known = true;

	(void)state;
	box_begin();
	r = open_reader(0);
	box_shape(a, &served, &p);
	assert_int_equal(reader_begin(r), OK);
	assert_int_equal(reader_known(r, 1, &p, &known), OK);
	box_visit(0, &served, 1);
	assert_int_equal(reader_known(r, 1, &p, &known), OK);
	assert_false(known);
	reader_end(r);
	reader_end(r);
	assert_int_equal(reader_known(r, 1, &p, &known), OK);
	assert_true(known);
	reader_close(r);
	arena_free(a);
}

static void
a_question_ends_at_its_deadline(void **state)
{
	struct question q;
	struct result *answer = NULL;
	struct reader *r;
	enum status st;
	bool row = true;

	(void)state;
	box_begin();
	clock_thaw();
	r = open_reader(50);
	question_init(&q);
	buf_adds(&q.sql,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
	    " SELECT count(*) FROM n");
	assert_int_equal(result_ask(r, &q, NULL, &answer, &why), OK);
	st = result_next(answer, &row);
	assert_int_equal(st, E_TIMEOUT);
	assert_false(row);
	assert_non_null(strstr(reader_error(r), "too long"));
	result_free(answer);
	question_free(&q);
	reader_close(r);
}

static atomic_bool done;
static atomic_int looks;

/* Everything an onlooker may see is whole: no post without its insight. */
static void *
look_on(void *arg)
{
	struct buf out = BUF_INIT(1000);
	struct reader *r = NULL;
	intptr_t bad = 0;

	(void)arg;
	if (reader_open(box.path, 0, &r, &out) != OK)
		return ((void *)(intptr_t)1);
	while (!atomic_load(&done)) {
		int64_t posts = -1, insights = -1;

		if (reader_begin(r) != OK ||
		    db_number(&r->db, "SELECT count(*) FROM v_post", &posts) !=
			OK ||
		    db_number(&r->db, "SELECT count(*) FROM v_insight",
			&insights) != OK ||
		    posts != insights || posts % 4 != 0)
			bad++;
		reader_end(r);
		atomic_fetch_add(&looks, 1);
	}
	reader_close(r);
	buf_free(&out);
	return ((void *)bad);
}

static void
readers_see_whole_visits_while_one_writes(void **state)
{
	pthread_t threads[3];
	void *bad;

	(void)state;
	box_begin();
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_on,
				     NULL),
		    0);
	for (int i = 0; i < 60 || (atomic_load(&looks) < 20 && i < 2000); i++) {
		struct serve posts[4];
		char names[4][40];

		for (int k = 0; k < 4; k++) {
			snprintf(names[k], sizeof(names[k]), LINK "%d-%d", i,
			    k);
			posts[k] = (struct serve){ .guid = names[k],
				.link = names[k],
				.text = "It is broken" };
		}
		assert_told(box_visit(0, posts, 4), 4, 0, 0);
		if (i % 10 == 0)
			assert_int_equal(store_checkpoint(box.store, false),
			    OK);
	}
	atomic_store(&done, true);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &bad);
		assert_null(bad);
	}
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(what_cannot_be_read_is_named),
		BOX_TEST(a_reader_cannot_write),
		BOX_TEST(a_known_entry_is_known_and_an_edited_one_is_not),
		BOX_TEST(between_begin_and_end_it_is_one_moment),
		BOX_TEST(a_question_ends_at_its_deadline),
		BOX_TEST(readers_see_whole_visits_while_one_writes),
	};

	return (RUN_TESTS(tests));
}
