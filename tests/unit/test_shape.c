/*
 * From an entry as served to a post: identity, people, kinds.
 */
#include "../../src/ingest/stages.h"
#include "unit.h"

struct world {
	struct batch *batch;
	struct parsed doc;
	struct entry entry;
	struct post post;
};

static int
begin(void **state)
{
	static struct world w;
	struct feed feed = { .id = 1,
		.spec = { .url = STR("http://a.example/feed"),
		    .lang = "en",
		    .staff = "Jo Miller, author,https://jo.example/",
		    .partner = "Ada Agency" } };

	w = (struct world){ .entry = { .published_ts = NO_TIME,
				.updated_ts = NO_TIME,
				.comments_count = -1 } };
	w.batch = batch_new(&feed, 1 << 20, 1 << 20);
	assert_non_null(w.batch);
	*state = &w;
	return (0);
}

static int
end(void **state)
{
	struct world *w = *state;

	batch_free(w->batch);
	return (0);
}

static void
shape(struct world *w)
{

	assert_int_equal(stage_shape(w->batch, &w->doc, &w->entry, &w->post),
	    OK);
}

static void
what_was_served_decides_identity_and_is_kept_verbatim(void **state)
{
	struct world *w = *state;

	w->entry.id = STR("  tag:A,2026:1 ");
	w->entry.link = STR("HTTP://A.example:80/x?utm_source=rss#frag");
	w->entry.published_ts = 1000;
	w->entry.updated_ts = 2000;
	w->entry.comments_count = 4;
	shape(w);
	assert_str(w->post.guid, "  tag:A,2026:1 ");
	assert_str(w->post.link, "HTTP://A.example:80/x?utm_source=rss#frag");
	assert_true(str_starts(w->post.canonical, STR("http://a.example/x")));
	assert_int_equal(str_find(w->post.canonical, STR("utm_")), SIZE_MAX);
	assert_int_equal(w->post.published_ts, 1000);
	assert_int_equal(w->post.updated_ts, 2000);
	assert_int_equal(w->post.comments, 4);
	assert_str(w->post.lang, "en");
}

static void
an_undated_entry_without_anything_is_a_post(void **state)
{
	struct world *w = *state;

	shape(w);
	assert_null(w->post.guid.p);
	assert_null(w->post.link.p);
	assert_null(w->post.canonical.p);
	assert_true(w->post.published_ts == NO_TIME);
	assert_int_equal(w->post.comments, -1);
	assert_int_equal(w->post.stars, 0);
	assert_false(w->post.staff);
}

static void
any_byte_that_was_served_changes_the_entrys_hash(void **state)
{
	struct world *w = *state;
	unsigned char before[16];
	struct str *fields[] = { &w->entry.id, &w->entry.link,
		&w->entry.title.raw, &w->entry.summary.raw,
		&w->entry.content.raw };

	shape(w);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		memcpy(before, w->post.entry_hash, 16);
		*fields[i] = STR("x");
		shape(w);
		assert_memory_not_equal(before, w->post.entry_hash, 16);
	}
	memcpy(before, w->post.entry_hash, 16);
	w->entry.published_ts = 5;
	shape(w);
	assert_memory_not_equal(before, w->post.entry_hash, 16);
}

static void
the_same_bytes_in_another_field_are_another_entry(void **state)
{
	struct world *w = *state;
	unsigned char before[16];

	w->entry.id = STR("a");
	w->entry.link = STR("bc");
	shape(w);
	memcpy(before, w->post.entry_hash, 16);
	w->entry.id = STR("ab");
	w->entry.link = STR("c");
	shape(w);
	assert_memory_not_equal(before, w->post.entry_hash, 16);
}

static void
an_entry_that_gains_a_rating_or_an_author_is_not_the_same(void **state)
{
	struct world *w = *state;
	struct person jo = { .name = STR("Jo") };
	unsigned char before[16];

	shape(w);
	memcpy(before, w->post.entry_hash, 16);
	w->entry.authors = &jo;
	w->entry.nauthors = 1;
	shape(w);
	assert_memory_not_equal(before, w->post.entry_hash, 16);
	memcpy(before, w->post.entry_hash, 16);
	w->entry.has_rating = true;
	w->entry.rating = 2;
	shape(w);
	assert_memory_not_equal(before, w->post.entry_hash, 16);
	memcpy(before, w->post.entry_hash, 16);
	w->entry.rating = 4;
	shape(w);
	assert_memory_not_equal(before, w->post.entry_hash, 16);
}

static void
a_comment_count_that_grows_makes_no_other_entry(void **state)
{
	struct world *w = *state;
	unsigned char before[16];

	shape(w);
	memcpy(before, w->post.entry_hash, 16);
	w->entry.comments_count = 7;
	shape(w);
	assert_memory_equal(before, w->post.entry_hash, 16);
}

static void
the_feeds_own_address_names_no_post(void **state)
{
	struct world *w = *state;

	w->doc.feed.link = STR("http://a.example/");
	w->entry.link = STR("http://A.example/");
	shape(w);
	assert_str(w->post.link, "http://A.example/");
	assert_null(w->post.canonical.p);
}

static void
a_link_that_would_be_cut_is_no_link(void **state)
{
	struct world *w = *state;
	char url[4000] = "http://a.example/";

	memset(url + strlen(url), 'x', sizeof(url) - strlen(url) - 1);
	url[sizeof(url) - 1] = '\0';
	w->entry.link = str_of(url);
	shape(w);
	assert_null(w->post.link.p);
	assert_null(w->post.canonical.p);
}

static void
ratings_of_any_scale_are_one_to_five_stars(void **state)
{
	static const struct {
		double rating, max;
		int stars;
	} cases[] = {
		{ 4, 0, 4 },
		{ 5, 5, 5 },
		{ 10, 10, 5 },
		{ 7, 10, 4 },
		{ 1, 10, 1 },
		{ 80, 100, 4 },
		{ 0.2, 5, 1 },
		{ 0, 5, 0 },
		{ -1, 5, 0 },
		{ 6, 5, 0 },
		{ 6, 0, 0 },
	};
	struct world *w = *state;

	w->entry.has_rating = true;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		w->entry.rating = cases[i].rating;
		w->entry.has_rating_max = cases[i].max > 0;
		w->entry.rating_max = cases[i].max;
		shape(w);
		assert_int_equal(w->post.stars, cases[i].stars);
	}
}

static void
a_scale_counts_from_its_lowest(void **state)
{
	struct world *w = *state;

	w->entry.has_rating = w->entry.has_rating_min = true;
	w->entry.has_rating_max = true;
	w->entry.rating = 0;
	w->entry.rating_max = 1;
	shape(w);
	assert_int_equal(w->post.stars, 1);
	w->entry.rating_min = -5;
	w->entry.rating_max = 5;
	shape(w);
	assert_int_equal(w->post.stars, 3);
}

static void
the_mean_of_many_is_no_ones_stars(void **state)
{
	struct world *w = *state;
	unsigned char before[16];

	w->entry.has_rating = w->entry.rating_of_many = true;
	w->entry.rating = 4.5;
	shape(w);
	assert_int_equal(w->post.stars, 0);
	assert_true(w->post.kudos.rating == 4.5);
	/* It moves with every vote. */
	memcpy(before, w->post.entry_hash, 16);
	w->entry.rating = 4.25;
	kudos_say(&w->entry.kudos, KUDO_VOTES, 40);
	shape(w);
	assert_memory_equal(before, w->post.entry_hash, 16);
	assert_int_equal(w->post.kudos.n[KUDO_VOTES], 40);
	/* Of no votes there is no mean. */
	w->entry.kudos.n[KUDO_VOTES] = 0;
	shape(w);
	assert_true(w->post.kudos.rating == 0);
	/* A review is one person's, unless it says of how many. */
	w->batch->spec.role = ROLE_REVIEWS;
	shape(w);
	assert_int_equal(w->post.stars, 4);
	assert_true(w->post.kudos.rating == 0);
	w->entry.kudos.n[KUDO_VOTES] = 2;
	shape(w);
	assert_int_equal(w->post.stars, 0);
	assert_true(w->post.kudos.rating == 4.25);
}

static void
the_lists_role_says_what_kind_it_is(void **state)
{
	struct world *w = *state;
	struct reply_to reply = { .id = STR("tag:x"),
		.link = STR("http://a.example/root") };

	shape(w);
	assert_int_equal(w->post.kind, POST_ARTICLE);
	w->batch->spec.role = ROLE_COMMENTS;
	shape(w);
	assert_int_equal(w->post.kind, POST_COMMENT);
	w->batch->spec.role = ROLE_REVIEWS;
	shape(w);
	assert_int_equal(w->post.kind, POST_REVIEW);
	w->batch->spec.role = ROLE_POSTS;
	w->entry.replies = &reply;
	w->entry.nreplies = 1;
	shape(w);
	assert_int_equal(w->post.kind, POST_COMMENT);
	assert_str(w->post.reply_to_id, "tag:x");
	assert_str(w->post.reply_to_link, "http://a.example/root");
}

static void
staff_and_partners_are_known_by_name_or_address(void **state)
{
	static const struct {
		const char *name, *url;
		bool staff;
	} cases[] = {
		{ "Jo Miller", NULL, true },
		{ "JO MILLER", NULL, true },
		{ " author ", NULL, true },
		{ "Ada Agency", NULL, true },
		{ "Jo", NULL, false },
		{ "Miller", NULL, false },
		{ "An author", NULL, false },
		{ "Nobody", "https://jo.example/", true },
		{ "Nobody", "https://jo.example/x", false },
		{ "", NULL, false },
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct person who = { .name = str_of(cases[i].name),
			.url = str_of(cases[i].url) };

		w->entry.authors = &who;
		w->entry.nauthors = 1;
		shape(w);
		if (w->post.staff != cases[i].staff)
			fail_msg("%s", cases[i].name);
	}
}

static void
an_author_without_a_name_is_called_by_the_mail_address(void **state)
{
	struct world *w = *state;
	struct person who = { .email = STR("jo@a.example") };

	w->entry.authors = &who;
	w->entry.nauthors = 1;
	shape(w);
	assert_str(w->post.author, "jo@a.example");
}

static void
tags_are_joined_up_to_a_cap_and_never_cut(void **state)
{
	struct world *w = *state;
	struct str tags[300];

	for (size_t i = 0; i < 300; i++)
		tags[i] = i % 2 == 0 ? STR("coffee") : STR("milk");
	w->entry.categories = tags;
	w->entry.ncategories = 3;
	shape(w);
	assert_str(w->post.tags, "coffee, milk, coffee");
	w->entry.ncategories = 300;
	shape(w);
	assert_true(w->post.tags.n <= 1000);
	assert_true(str_ends(w->post.tags, STR(", milk")) ||
		    str_ends(w->post.tags, STR(", coffee")));
}

static void
a_repaired_document_marks_its_posts(void **state)
{
	struct world *w = *state;

	w->doc.malformed = true;
	shape(w);
	assert_true(w->post.recovered);
}

static void
the_lists_language_wins_over_the_entrys(void **state)
{
	struct world *w = *state;

	w->entry.language = STR("de");
	shape(w);
	assert_str(w->post.lang, "en");
	w->batch->spec.lang = NULL;
	shape(w);
	assert_str(w->post.lang, "de");
}

static void
memory_at_its_cap_is_said(void **state)
{
	struct feed feed = { .spec = { .url = STR("http://a.example/") } };
	struct world *w = *state;
	struct batch *small = batch_new(&feed, 4096, 1000);
	char title[8000];
	enum status st = OK;

	assert_non_null(small);
	memset(title, 'x', sizeof(title));
	w->entry.id = (struct str){ title, 2000 };
	for (int i = 0; i < 100 && st == OK; i++)
		st = stage_shape(small, &w->doc, &w->entry, &w->post);
	assert_int_equal(st, E_MEMORY);
	batch_free(small);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest shape_tests[] = {
		TEST(what_was_served_decides_identity_and_is_kept_verbatim),
		TEST(an_undated_entry_without_anything_is_a_post),
		TEST(any_byte_that_was_served_changes_the_entrys_hash),
		TEST(the_same_bytes_in_another_field_are_another_entry),
		TEST(an_entry_that_gains_a_rating_or_an_author_is_not_the_same),
		TEST(a_comment_count_that_grows_makes_no_other_entry),
		TEST(the_feeds_own_address_names_no_post),
		TEST(a_link_that_would_be_cut_is_no_link),
		TEST(ratings_of_any_scale_are_one_to_five_stars),
		TEST(a_scale_counts_from_its_lowest),
		TEST(the_mean_of_many_is_no_ones_stars),
		TEST(the_lists_role_says_what_kind_it_is),
		TEST(staff_and_partners_are_known_by_name_or_address),
		TEST(an_author_without_a_name_is_called_by_the_mail_address),
		TEST(tags_are_joined_up_to_a_cap_and_never_cut),
		TEST(a_repaired_document_marks_its_posts),
		TEST(the_lists_language_wins_over_the_entrys),
		TEST(memory_at_its_cap_is_said),
	};

	return (RUN_TESTS(shape_tests));
}
