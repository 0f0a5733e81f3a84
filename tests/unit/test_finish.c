#include "builderbox.h"

static void
addresses_that_waited_are_relative_to_the_feeds_link(void **state)
{
	const struct entry *e;

	(void)state;
	builder_entry(b, none);
	builder_url(b, SLOT_LINK, 1, none, STR("one"));
	builder_url(b, SLOT_IMAGE, 1, none, STR("/i.png"));
	builder_enclosure(b, none, STR("1.mp3"), none, -1);
	builder_reply(b, none, none, STR("zero"));
	builder_markup(b, SLOT_CONTENT, 1, MARKUP_HTML, none, STR("text"));
	builder_entry_end(b);
	builder_hub(b, none, STR("hub"));
	builder_url(b, SLOT_LINK, 1, none, STR("https://a.example/blog/"));
	assert_int_equal(builder_end(b), OK);
	assert_int_equal(b->p->nentries, 1);
	e = &b->p->entries[0];
	assert_str(e->link, "https://a.example/blog/one");
	assert_str(e->image, "https://a.example/i.png");
	assert_str(e->enclosures[0].url, "https://a.example/blog/1.mp3");
	assert_str(e->replies[0].link, "https://a.example/blog/zero");
	assert_str(e->content.base, "https://a.example/blog/");
	assert_str(b->p->feed.hubs[0], "https://a.example/blog/hub");
}

static void
comments_that_never_become_an_address_are_none(void **state)
{

	(void)state;
	builder_entry(b, none);
	builder_comments(b, 1, none, STR("talk"));
	builder_url(b, SLOT_LINK, 1, none, STR("one"));
	assert_str(b->e->comments, "talk");
	assert_int_equal(builder_end(b), OK);
	assert_null(b->p->entries[0].comments.p);
	assert_str(b->p->entries[0].link, "one");
}

static void
the_real_address_replaces_the_first_enclosures(void **state)
{
	const struct entry *e;

	(void)state;
	builder_entry(b, none);
	builder_enclosure(b, none, STR("https://count.example/1"),
	    STR("audio/ogg"), 5);
	builder_enclosure(b, none, STR("https://a.example/1.ogg"), none, -1);
	builder_enclosure(b, none, STR("https://a.example/2.ogg"), none, -1);
	builder_enclosure_origin(b, none, STR("https://a.example/1.ogg"));
	builder_entry(b, none);
	builder_enclosure_origin(b, none, STR("https://a.example/3.ogg"));
	assert_int_equal(builder_end(b), OK);
	e = &b->p->entries[0];
	assert_int_equal(e->nenclosures, 2);
	assert_str(e->enclosures[0].url, "https://a.example/1.ogg");
	assert_str(e->enclosures[0].type, "audio/ogg");
	assert_int_equal(e->enclosures[0].length, 5);
	assert_str(e->enclosures[1].url, "https://a.example/2.ogg");
	e = &b->p->entries[1];
	assert_int_equal(e->nenclosures, 1);
	assert_str(e->enclosures[0].url, "https://a.example/3.ogg");
	assert_int_equal(e->enclosures[0].length, -1);
}

static void
an_entrys_language_is_its_own_or_its_scopes_or_the_feeds(void **state)
{

	(void)state;
	builder_language(b, 1, STR("en"));
	builder_entry(b, STR("fr"));
	builder_language(b, 1, STR("de_AT"));
	builder_entry(b, STR("fr"));
	builder_entry(b, none);
	builder_entry(b, STR(""));
	assert_int_equal(builder_end(b), OK);
	assert_int_equal(b->p->nentries, 4);
	assert_str(b->p->entries[0].language, "de-AT");
	assert_str(b->p->entries[1].language, "fr");
	assert_str(b->p->entries[2].language, "en");
	assert_null(b->p->entries[3].language.p);
}

static void
entries_past_the_limit_are_left_out_and_that_is_said(void **state)
{

	(void)state;
	b->max_entries = 2;
	for (int i = 0; i < 2; i++) {
		builder_entry(b, none);
		builder_id(b, SLOT_ID, 1, i == 0 ? STR("one") : STR("two"));
	}
	builder_entry_end(b);
	assert_false(b->p->truncated);
	builder_entry(b, none);
	builder_id(b, SLOT_ID, 1, STR("three"));
	assert_int_equal(builder_end(b), OK);
	assert_true(b->full);
	assert_true(b->p->truncated);
	assert_int_equal(b->p->nentries, 2);
	assert_str(b->p->entries[1].id, "two");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    addresses_that_waited_are_relative_to_the_feeds_link,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    comments_that_never_become_an_address_are_none,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    the_real_address_replaces_the_first_enclosures,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    an_entrys_language_is_its_own_or_its_scopes_or_the_feeds,
		    builder_make, builder_drop),
		cmocka_unit_test_setup_teardown(
		    entries_past_the_limit_are_left_out_and_that_is_said,
		    builder_make, builder_drop),
	};

	return (RUN_TESTS(tests));
}
