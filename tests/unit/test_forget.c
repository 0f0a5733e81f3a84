/*
 * Forgetting: afterwards no byte of it is in the files, nothing comes back,
 * and what others wrote stays true.
 */
#include <dirent.h>
#include <fcntl.h>

#include "earshot/retain.h"

#include "../../src/store/redact.h"
#include "storebox.h"

static const struct serve theirs[] = {
	{ .guid = "1",
	    .link = "https://blog.example/1",
	    .title = "Zweibelfisch lid",
	    .text = "My zweibelfisch kettle is broken, Acme quuxotic.",
	    .author = "Ottoline Quaverly",
	    .uri = "mailto:ottoline@quaverly.example" },
	{ .guid = "2",
	    .link = "https://blog.example/2",
	    .title = "Zweibelfisch wish",
	    .text = "I wish the battery were zweibelfisch.",
	    .author = "Ottoline Quaverly",
	    .uri = "mailto:ottoline@quaverly.example" },
};
static const struct serve others[] = {
	{ .guid = "3",
	    .link = "https://blog.example/3",
	    .title = "Ottoline Quaverly is right",
	    .text = "As ottoline quaverly says, the lid is broken. Write to "
		    "ottoline@quaverly.example about the Acme.",
	    .author = "Ben" },
	{ .guid = "4",
	    .link = "https://blog.example/4",
	    .title = "Nothing",
	    .text = "The handle is broken.",
	    .author = "Cleo" },
};

static enum status
crank(struct forget *f)
{
	enum status st = OK;

	for (int i = 0; st == OK && !f->done; i++) {
		assert_true(i < 10000);
		st = store_forget(box.store, f);
	}
	forget_free(f);
	return (st);
}

static struct retain_counts
forget(struct forget f)
{

	/* Nobody reads: a worker's connection would keep the WAL. */
	if (crank(&f) != OK)
		fail_msg("%s", store_error(box.store));
	return (f.counts);
}

/* In how many files beside the database do these bytes stand, in any case? */
static int
files_with(const char *words)
{
	char folder[100];
	struct dirent *e;
	DIR *dir;
	int n = 0;

	snprintf(folder, sizeof(folder), "%s/data", box.folder);
	dir = opendir(folder);
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		static char bytes[8 << 20];
		char path[400];
		struct str all;
		ssize_t got;
		int fd;

		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		fd = open(path, O_RDONLY);
		assert_true(fd >= 0);
		got = read(fd, bytes, sizeof(bytes));
		close(fd);
		if (got <= 0)
			continue;
		assert_true(got < (ssize_t)sizeof(bytes));
		for (ssize_t i = 0; i < got; i++)
			if (bytes[i] >= 'A' && bytes[i] <= 'Z')
				bytes[i] = (char)(bytes[i] + 32);
		all = (struct str){ bytes, (size_t)got };
		if (str_find(all, str_of(words)) != SIZE_MAX)
			n++;
	}
	closedir(dir);
	return (n);
}

static void
begin(void)
{
	struct serve edited = theirs[0];

	box_begin();
	/* Old words stay in the slack of pages, too. */
	edited.text = "My yesterwort kettle is broken.";
	assert_told(box_visit(0, &edited, 1), 1, 0, 0);
	assert_told(box_visit(0, theirs, 2), 1, 1, 0);
	assert_told(box_visit(0, others, 2), 2, 0, 0);
	reader_close(box.reader);
	box.reader = NULL;
}

static void
no_byte_of_a_voice_is_left(void **state)
{
	static const char *const words[] = { "zweibel", "quuxotic", "ottoline",
		"quaverly", "yesterwort", "blog.example/1" };
	struct retain_counts n;

	(void)state;
	begin();
	for (size_t i = 0; i < 6; i++)
		assert_true(files_with(words[i]) > 0);
	n = forget((struct forget){ .voice_id = 1, .mentions = true });
	assert_int_equal(n.posts, 2);
	assert_int_equal(n.voices, 1);
	for (size_t i = 0; i < 6; i++)
		if (files_with(words[i]) != 0)
			fail_msg("%s is still there", words[i]);
	box_sound();
	assert_int_equal(box_int("SELECT count(*) FROM meta"
				 " WHERE key = 'scrub'"),
	    0);
}

static void
without_mentions_others_are_left_alone(void **state)
{

	(void)state;
	begin();
	forget((struct forget){ .voice_id = 1 });
	assert_int_equal(files_with("zweibel"), 0);
	assert_string_equal(box_text("SELECT title FROM v_post"
				     " WHERE url GLOB '*/3'"),
	    "Ottoline Quaverly is right");
	box_sound();
}

static void
names_are_crossed_out_and_offsets_stay_true(void **state)
{
	int64_t seq;

	(void)state;
	begin();
	seq = box_int("SELECT max(changed_seq) FROM v_insight_all");
	assert_int_equal(forget(
			     (struct forget){ .voice_id = 1, .mentions = true })
			     .redacted,
	    1);
	assert_string_equal(box_text("SELECT title || '|' || text FROM v_post"
				     " WHERE url GLOB '*/3'"),
	    "***************** is right|As ***************** says, the lid is"
	    " broken. Write to ************************* about the Acme.");
	assert_string_equal(box_text(
				"SELECT group_concat(text) FROM v_evidence"),
	    "broken,broken");
	assert_true(box_int("SELECT max(changed_seq) FROM v_insight WHERE"
			    " title GLOB '*right'") > seq);
	box_sound();
}

static void
nothing_comes_back_on_the_next_poll(void **state)
{
	struct serve edited = theirs[0], fresh = theirs[1], of_other;

	(void)state;
	begin();
	forget((struct forget){ .voice_id = 1, .mentions = true });
	box_close();
	box_begin();
	assert_told(box_visit(0, theirs, 2), 0, 0, 2);
	/* Edited, without a name; and by another feed. */
	edited.author = edited.uri = NULL;
	edited.text = "My zweibelfisch kettle is still broken.";
	assert_told(box_visit(0, &edited, 1), 0, 0, 1);
	assert_told(box_visit(1, &edited, 1), 0, 0, 1);
	/* What the voice says from now on. */
	fresh.guid = "9";
	fresh.link = "https://blog.example/9";
	fresh.text = "Something else is broken.";
	assert_told(box_visit(0, &fresh, 1), 0, 0, 1);
	/* An edit of what another wrote does not bring the name back. */
	of_other = others[0];
	of_other.text = "As Ottoline Quaverly said, it is broken.";
	box_visit(0, &of_other, 1);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 2);
	assert_int_equal(files_with("quaverly"), 0);
	box_sound();
}

static void
insights_say_that_they_were_removed_on_request(void **state)
{
	struct buf why = BUF_INIT(1000), out = BUF_INIT(1000);
	struct reader *r = NULL;
	char ref[32];

	(void)state;
	begin();
	strcpy(ref, box_text("SELECT ref FROM v_insight WHERE post_id = 1"));
	forget((struct forget){ .voice_id = 1 });
	assert_string_equal(
	    box_text("SELECT group_concat(DISTINCT state || ' ' || state_why)"
		     " FROM v_insight_all WHERE state <> 'live'"),
	    "removed forgotten");
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_gone(r, str_of(ref), &out), OK);
	assert_non_null(strstr(buf_str(&out).p, "removed on request"));
	buf_clear(&out);
	assert_int_equal(query_gone(r, STR("https://blog.example/1"), &out),
	    OK);
	assert_non_null(strstr(buf_str(&out).p, "removed on request"));
	buf_clear(&out);
	assert_int_equal(query_gone(r, STR("https://blog.example/3"), &out),
	    OK);
	assert_int_equal(out.n, 0);
	reader_close(r);
	assert_string_equal(box_text("SELECT what FROM v_event WHERE kind = "
				     "'forget'"),
	    "on request: 1 voices, 2 posts and 2 insights removed, names"
	    " crossed out in 0 posts");
	buf_free(&why);
	buf_free(&out);
}

static void
a_uri_takes_all_its_voices_and_what_is_at_that_address(void **state)
{
	struct serve elsewhere = theirs[0];
	struct forget nobody = { .voice_id = 99 };

	(void)state;
	begin();
	elsewhere.guid = "e";
	elsewhere.link = "https://mirror.example/e";
	elsewhere.text = "Zweibelfisch elsewhere.";
	box_visit(1, &elsewhere, 1);
	assert_int_equal(forget((struct forget){
				    .uri = STR(
					"mailto:ottoline@quaverly.example") })
			     .voices,
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM voice"
				 " WHERE name LIKE 'Ottoline%'"),
	    0);
	assert_int_equal(forget((struct forget){
				    .uri = STR("https://blog.example/4") })
			     .posts,
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 1);
	assert_int_equal(crank(&nobody), E_NOT_FOUND);
	box_sound();
}

static void
a_dry_run_lists_and_changes_nothing(void **state)
{
	struct forget f = { .voice_id = 1 };
	struct buf why = BUF_INIT(1000), out = BUF_INIT(10000);
	struct reader *r = NULL;
	char copy[120];
	struct buf reterr = BUF_INIT(1000);

	(void)state;
	begin();
	box_run("UPDATE voice SET uri = 'x:' || char(27) || '[2J' || char(10)"
		" WHERE id = 1");
	snprintf(copy, sizeof(copy), "%s.copy", box.path);
	assert_int_equal(reader_open(box.path, 0, &r, &why), OK);
	assert_int_equal(query_snapshot(r, copy, &reterr), OK);
	assert_int_equal(query_forget(r, &f, &out), OK);
	assert_non_null(strstr(out.p, "voice 1  Ottoline Quaverly"));
	assert_non_null(strstr(out.p, "https://blog.example/2"));
	assert_non_null(strstr(out.p, "\"Ottoline Quaverly\" stands in 1"));
	assert_non_null(strstr(out.p, "earshot.db.copy is left as it is"));
	assert_int_equal(box_int("SELECT count(*) FROM v_post"), 4);
	/* What a feed served does not speak to the terminal. */
	assert_null(strchr(out.p, 27));
	f.voice_id = 77;
	assert_int_equal(query_forget(r, &f, &out), E_NOT_FOUND);
	reader_close(r);
	buf_free(&why);
	buf_free(&out);
	buf_free(&reterr);
}

static void
a_reader_in_the_way_is_told_and_a_prune_ends_it(void **state)
{
	struct forget f = { .voice_id = 1 }, rest;
	sqlite3 *db = NULL;
	bool due = false;

	(void)state;
	begin();
	assert_int_equal(sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM post",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	f.wal_tries = 2;
	assert_int_equal(crank(&f), E_BUSY);
	assert_non_null(strstr(store_error(box.store), "-wal"));
	sqlite3_close(db);
	assert_int_equal(store_scrub_due(box.store, &due), OK);
	assert_true(due);
	forget_resume(&rest);
	assert_int_equal(crank(&rest), OK);
	assert_int_equal(files_with("zweibel"), 0);
	assert_int_equal(store_scrub_due(box.store, &due), OK);
	assert_false(due);
}

static void
it_ends_when_it_is_cut_short_and_begun_again(void **state)
{
	struct forget f;

	(void)state;
	begin();
	for (int steps = 0; steps < 30; steps++) {
		f = (struct forget){ .voice_id = 1, .mentions = true };
		for (int i = 0; i < steps && !f.done; i++)
			if (store_forget(box.store, &f) != OK)
				break;
		forget_free(&f);
		box_close();
		box_begin();
	}
	forget_resume(&f);
	assert_int_equal(crank(&f), OK);
	assert_int_equal(files_with("zweibel"), 0);
	assert_int_equal(files_with("quaverly"), 0);
	box_sound();
}

static void
names_are_whole_words_of_the_same_length(void **state)
{
	static const struct {
		const char *name, *text, *wanted;
	} cases[] = {
		{ "Will", "Will will go, Willy and Will.",
		    "**** will go, Willy and ****." },
		{ "Jo Miller", "jo MILLER, Jo Millers",
		    "*********, Jo Millers" },
		{ "Jo", "Jo goes", "Jo goes" },
		{ "J\xc3\xb6rg", "J\xc3\xb6rg J\xc3\xb6rgs",
		    "***** J\xc3\xb6rgs" },
		{ "a@b.example", "to a@b.example.", "to ***********." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[100];

		strcpy(text, cases[i].text);
		redact_text(text, strlen(text), str_of(cases[i].name));
		assert_string_equal(text, cases[i].wanted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(no_byte_of_a_voice_is_left),
		BOX_TEST(without_mentions_others_are_left_alone),
		BOX_TEST(names_are_crossed_out_and_offsets_stay_true),
		BOX_TEST(nothing_comes_back_on_the_next_poll),
		BOX_TEST(insights_say_that_they_were_removed_on_request),
		BOX_TEST(
		    a_uri_takes_all_its_voices_and_what_is_at_that_address),
		BOX_TEST(a_dry_run_lists_and_changes_nothing),
		BOX_TEST(a_reader_in_the_way_is_told_and_a_prune_ends_it),
		BOX_TEST(it_ends_when_it_is_cut_short_and_begun_again),
		cmocka_unit_test(names_are_whole_words_of_the_same_length),
	};

	return (RUN_TESTS(tests));
}
