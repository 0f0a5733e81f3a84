#include "earshot/parse.h"

#include "unit.h"

static struct arena *a;

static int
set_up(void **state)
{

	(void)state;
	a = arena_new(64 << 20);
	return (a == NULL);
}

static int
tear_down(void **state)
{

	(void)state;
	arena_free(a);
	return (0);
}

static struct parsed *
parse(const char *body)
{
	struct parse_options o = { 0 };
	struct parsed *p = NULL;
	struct str why;

	assert_int_equal(parse_document(a, str_of(body), &o, &p, &why), OK);
	assert_non_null(p);
	return (p);
}

/* The one entry of a feed with ${inside}. */
#define ITEM(inside)                                                          \
	(&parse("<rss version='2.0'"                                          \
		" xmlns:media='http://search.yahoo.com/mrss/'"                \
		" xmlns:itunes='http://www.itunes.com/dtds/"                  \
		"podcast-1.0.dtd' xmlns:im='http://itunes.apple"              \
		".com/rss'><channel><item>" inside "</item></channel></rss>") \
		->entries[0])

static void
media_of_a_group_are_enclosures_and_a_picture_is_the_image(void **state)
{
	const struct entry *e =
	    ITEM("<media:group>"
		 "<media:content url='https://a.example/v.mp4' fileSize='99'"
		 " type='video/mp4'/>"
		 "<media:content url='https://a.example/p.jpg' medium='image'/>"
		 "</media:group>");

	(void)state;
	assert_int_equal(e->nenclosures, 2);
	assert_str(e->enclosures[0].url, "https://a.example/v.mp4");
	assert_str(e->enclosures[0].type, "video/mp4");
	assert_int_equal(e->enclosures[0].length, 99);
	assert_str(e->enclosures[1].url, "https://a.example/p.jpg");
	assert_int_equal(e->enclosures[1].length, -1);
	assert_str(e->image, "https://a.example/p.jpg");
}

static void
a_thumbnail_is_a_better_image_than_the_podcasts(void **state)
{
	const struct entry *e =
	    ITEM("<itunes:image href='https://a.example/cover.jpg'/>"
		 "<media:thumbnail url='https://a.example/small.jpg'/>");

	(void)state;
	assert_str(e->image, "https://a.example/small.jpg");
	e = ITEM("<itunes:image href='https://a.example/cover.jpg'/>");
	assert_str(e->image, "https://a.example/cover.jpg");
	e = ITEM("<itunes:link rel='image' href='https://a.example/l.jpg'/>");
	assert_str(e->image, "https://a.example/l.jpg");
	e = ITEM("<itunes:link rel='other' href='https://a.example/l.jpg'/>");
	assert_null(e->image.p);
}

static void
the_label_of_a_category_goes_before_its_word(void **state)
{
	const struct entry *e =
	    ITEM("<media:category label='Music'>m/17</media:category>"
		 "<media:category>Talk</media:category>"
		 "<itunes:category text='Arts'/>");

	(void)state;
	assert_int_equal(e->ncategories, 3);
	assert_str(e->categories[0], "Music");
	assert_str(e->categories[1], "Talk");
	assert_str(e->categories[2], "Arts");
}

static void
a_rating_is_a_number_with_or_without_its_maximum(void **state)
{
	const struct entry *e;

	(void)state;
	e = ITEM("<im:rating>4</im:rating>");
	assert_true(e->has_rating);
	assert_true(e->rating == 4);
	assert_true(e->has_rating_max);
	assert_true(e->rating_max == 5);
	e = ITEM("<media:community><media:starRating average='3.5' max='10'/>"
		 "</media:community>");
	assert_true(e->rating == 3.5);
	assert_true(e->rating_max == 10);
	e = ITEM("<rating><value>2</value></rating>");
	assert_true(e->has_rating);
	assert_true(e->rating == 2);
	assert_false(e->has_rating_max);
	e = ITEM("<im:rating>good</im:rating>");
	assert_false(e->has_rating);
}

static void
the_maximum_of_one_rating_is_not_that_of_the_next(void **state)
{
	const struct entry *e =
	    ITEM("<media:starRating max='10'/><rating>3</rating>");

	(void)state;
	assert_true(e->has_rating);
	assert_true(e->rating == 3);
	assert_false(e->has_rating_max);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    media_of_a_group_are_enclosures_and_a_picture_is_the_image,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_thumbnail_is_a_better_image_than_the_podcasts, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    the_label_of_a_category_goes_before_its_word, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_rating_is_a_number_with_or_without_its_maximum, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    the_maximum_of_one_rating_is_not_that_of_the_next, set_up,
		    tear_down),
	};

	return (RUN_TESTS(tests));
}
