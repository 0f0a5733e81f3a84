#include "documents.h"

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

static int64_t
number(const struct entry *e, enum kudo k)
{

	return ((e->kudos.said & 1u << k) != 0 ? e->kudos.n[k] : -1);
}

#define FEED(inside)                                                     \
	(&parse("<feed xmlns='http://www.w3.org/2005/Atom'"              \
		" xmlns:media='http://search.yahoo.com/mrss/'"           \
		" xmlns:gd='http://schemas.google.com/g/2005'"           \
		" xmlns:yt='http://gdata.youtube.com/schemas/2007'"      \
		" xmlns:re='http://purl.org/atompub/rank/1.0'"           \
		" xmlns:thr='http://purl.org/syndication/thread/1.0'"    \
		" xmlns:im='http://itunes.apple.com/rss'><entry>" inside \
		"</entry></feed>")                                       \
		->entries[0])

static void
a_videos_numbers_are_those_of_its_community(void **state)
{
	const struct entry *e =
	    FEED("<media:group><media:community>"
		 "<media:starRating count='1,040' average='4.25' min='1'"
		 " max='5'/><media:statistics views='1.2M' favorites='7'/>"
		 "</media:community></media:group>");

	(void)state;
	assert_int_equal(number(e, KUDO_VOTES), 1040);
	assert_int_equal(number(e, KUDO_VIEWS), 1200000);
	assert_int_equal(number(e, KUDO_LIKES), 7);
	assert_true(e->rating_of_many);
	assert_true(e->rating == 4.25);
	assert_true(e->has_rating_min && e->rating_min == 1);
	e = FEED("<gd:rating average='4' numRaters='12' min='1' max='5'/>"
		 "<yt:rating numLikes='9' numDislikes='3'/>"
		 "<yt:statistics viewCount='50' favoriteCount='2'/>"
		 "<gd:comments><gd:feedLink href='x' countHint='6'/>"
		 "</gd:comments>");
	assert_int_equal(number(e, KUDO_VOTES), 12);
	assert_int_equal(number(e, KUDO_LIKES), 9);
	assert_int_equal(number(e, KUDO_VIEWS), 50);
	assert_int_equal(e->comments_count, 6);
	assert_true(e->rating_of_many);
}

static void
a_reviews_own_rating_is_one_persons_and_votes_on_it_are_kudos(void **state)
{
	const struct entry *e =
	    FEED("<im:rating>2</im:rating><im:voteSum>3</im:voteSum>"
		 "<im:voteCount>5</im:voteCount>");

	(void)state;
	assert_false(e->rating_of_many);
	assert_true(e->rating == 2);
	assert_int_equal(number(e, KUDO_LIKES), 3);
	assert_int_equal(number(e, KUDO_VOTES), 5);
}

static void
a_rank_is_a_score_unless_it_only_orders(void **state)
{

	(void)state;
	assert_int_equal(
	    number(FEED("<re:rank scheme='https://qa.example'>41</re:rank>"),
		KUDO_LIKES),
	    41);
	assert_int_equal(
	    number(FEED("<re:rank scheme='https://qa.example'>-3</re:rank>"),
		KUDO_LIKES),
	    0);
	assert_int_equal(number(FEED("<re:rank scheme='https://a.example/"
				     "relevance'>3</re:rank>"),
			     KUDO_LIKES),
	    -1);
	assert_int_equal(number(FEED("<re:rank>0.873</re:rank>"), KUDO_LIKES),
	    -1);
}

static void
nonsense_in_a_number_is_no_number(void **state)
{
	const struct entry *e =
	    FEED("<media:statistics views='-5' favorites='lots'/>"
		 "<thr:total>1e9</thr:total>"
		 "<re:rank>99999999999999999999</re:rank>");

	(void)state;
	assert_int_equal(e->kudos.said, 0);
	assert_int_equal(e->comments_count, -1);
	assert_int_equal(FEED("<thr:total>1,234</thr:total>")->comments_count,
	    1234);
}

static void
a_json_feed_says_numbers_in_extensions(void **state)
{
	const struct entry *e =
	    &parse("{\"version\": \"https://jsonfeed.org/version/1.1\","
		   " \"title\": \"t\", \"items\": [{\"id\": \"1\","
		   " \"_comments\": 4, \"_likes\": \"1.5k\","
		   " \"_views\": -1, \"_votes\": 2.0, \"_stars\": 3}]}")
		 ->entries[0];

	(void)state;
	assert_int_equal(e->comments_count, 4);
	assert_int_equal(number(e, KUDO_LIKES), 1500);
	assert_int_equal(number(e, KUDO_VIEWS), -1);
	assert_int_equal(number(e, KUDO_VOTES), 2);
	assert_true(e->rating == 3 && !e->rating_of_many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    media_of_a_group_are_enclosures_and_a_picture_is_the_image,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_thumbnail_is_a_better_image_than_the_podcasts, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_label_of_a_category_goes_before_its_word, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_rating_is_a_number_with_or_without_its_maximum,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    the_maximum_of_one_rating_is_not_that_of_the_next,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_videos_numbers_are_those_of_its_community, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_reviews_own_rating_is_one_persons_and_votes_on_it_are_kudos,
		    arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_rank_is_a_score_unless_it_only_orders, arena_make,
		    arena_drop),
		cmocka_unit_test_setup_teardown(
		    nonsense_in_a_number_is_no_number, arena_make, arena_drop),
		cmocka_unit_test_setup_teardown(
		    a_json_feed_says_numbers_in_extensions, arena_make,
		    arena_drop),
	};

	return (RUN_TESTS(tests));
}
