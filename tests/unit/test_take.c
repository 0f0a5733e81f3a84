#include "builderbox.h"

static void
a_value_goes_to_the_slot_of_its_row(void **state)
{
	const struct field id = { .slot = SLOT_SOURCE_ID, .rank = 1 };
	const struct field url = { .slot = SLOT_COMMENTS_FEED, .rank = 1 };
	const struct field time = { .slot = SLOT_UPDATED, .rank = 1 };
	struct frame f = { .base = STR("https://a.example/blog/") };

	(void)state;
	builder_entry(b, (struct str){ NULL, 0 });
	f.field = &id;
	take_id(r, &f, STR(" tag:1 "));
	f.field = &url;
	take_url(r, &f, STR("feed"));
	f.field = &time;
	take_time(r, &f, STR("1970-01-02T00:00:00Z"));
	assert_str(b->e->source_id, "tag:1");
	assert_str(b->e->comments_feed, "https://a.example/blog/feed");
	assert_int_equal(b->e->updated_ts, 86400);
	assert_null(b->e->id.p);
	assert_true(b->e->published_ts == NO_TIME);
}

static void
atom_outside_atom_counts_less_than_its_row_says(void **state)
{
	const struct field field = { .slot = SLOT_ID, .rank = 1 };
	struct frame native = { .field = &field, .ns = NS_NATIVE };
	struct frame atom = { .field = &field, .ns = NS_ATOM };

	(void)state;
	take_id(r, &atom, STR("atom's"));
	assert_str(b->p->feed.id, "atom's");
	take_id(r, &native, STR("rss's"));
	take_id(r, &atom, STR("again"));
	assert_str(b->p->feed.id, "rss's");
}

static void
counts_languages_and_authors_are_read_as_what_they_are(void **state)
{
	const struct field field = { .slot = SLOT_NONE, .rank = 1 };
	struct frame f = { .field = &field };

	(void)state;
	builder_entry(b, (struct str){ NULL, 0 });
	take_count(r, &f, STR("many"));
	assert_int_equal(b->e->comments_count, -1);
	take_count(r, &f, STR(" 12 "));
	take_language(r, &f, STR("pt_BR"));
	take_author(r, &f, STR("jo@a.example (Jo)"));
	assert_int_equal(b->e->comments_count, 12);
	assert_str(b->e->language, "pt-BR");
	assert_int_equal(b->authors.n, 1);
	assert_str(b->authors.list[0].name, "Jo");
	assert_str(b->authors.list[0].email, "jo@a.example");
}

static void
a_category_taken_from_its_attributes_is_not_taken_again(void **state)
{
	const struct field field = { .slot = SLOT_NONE, .rank = 1 };
	struct frame f = { .field = &field };

	(void)state;
	builder_entry(b, (struct str){ NULL, 0 });
	take_category(r, &f, STR("Bugs"));
	f.done = true;
	take_category(r, &f, STR("Ideas"));
	assert_int_equal(b->ncategories, 1);
	assert_str(b->categories[0], "Bugs");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_value_goes_to_the_slot_of_its_row, builder_make,
		    builder_drop),
		cmocka_unit_test_setup_teardown(
		    atom_outside_atom_counts_less_than_its_row_says,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    counts_languages_and_authors_are_read_as_what_they_are,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    a_category_taken_from_its_attributes_is_not_taken_again,
		    builder_make, builder_drop),
	};

	return (RUN_TESTS(tests));
}
