/*
 * Voices, topics, mentions: one row each, whatever a text repeats.
 */
#include "storebox.h"

#define LINK "https://b.example/"

static void
a_voice_is_one_author_at_one_place(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = LINK "1",
		    .text = "It is broken",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 500 },
		{ .guid = "2",
		    .link = LINK "2",
		    .text = "I wish",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 50 },
		{ .guid = "3", .link = LINK "3", .text = "nobody said this" },
	};

	(void)state;
	box_begin();
	box_visit(0, posts, 3);
	box_visit(1,
	    (const struct serve[]){ { .guid = "9",
		.link = LINK "9",
		.text = "broken",
		.author = "Jo" } },
	    1);
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 2);
	assert_string_equal(
	    box_text("SELECT name || ' ' || posts || ' ' || ideas || ' ' ||"
		     " complaints || ' ' || praise || ' ' || sources || ' ' ||"
		     " (last_ts - first_ts) FROM v_voice"
		     " ORDER BY voice_id LIMIT 1"),
	    "Jo 2 1 1 0 1 450");
	assert_int_equal(
	    box_int("SELECT count(*) FROM v_post WHERE voice_id IS NULL"), 1);
	box_sound();
}

/* What ${author} is after a visit. */
static const char *
kind_after(const char *author, enum post_kind kind, enum source_kind source,
    bool staff, const char *partner)
{
	static int n;
	char guid[20], sql[100];
	struct serve s = { .guid = guid, .text = guid, .author = author };
	struct batch *b;

	snprintf(guid, sizeof(guid), "g%d", ++n);
	box.feeds[0].spec.kind = source;
	box.feeds[0].spec.partner = str_of(partner);
	b = box_batch(0, &s, 1);
	b->posts[0].kind = kind;
	b->posts[0].staff = staff;
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	snprintf(sql, sizeof(sql), "SELECT kind FROM v_voice WHERE name = '%s'",
	    author);
	return (box_text(sql));
}

static void
who_comments_is_a_customer_and_staff_is_staff(void **state)
{

	(void)state;
	box_begin();
	assert_string_equal(kind_after("a", POST_COMMENT, SOURCE_OWN, false,
				NULL),
	    "customer");
	assert_string_equal(kind_after("b", POST_ARTICLE, SOURCE_PRESS, false,
				NULL),
	    "unknown");
	assert_string_equal(kind_after("c", POST_ARTICLE, SOURCE_COMMUNITY,
				false, NULL),
	    "customer");
	assert_string_equal(kind_after("d", POST_ARTICLE, SOURCE_OWN, true,
				NULL),
	    "staff");
	assert_string_equal(kind_after("e", POST_COMMENT, SOURCE_OWN, true,
				"x, E ,y"),
	    "partner");
	/* What becomes known later counts from then on. */
	assert_string_equal(kind_after("b", POST_COMMENT, SOURCE_PRESS, false,
				NULL),
	    "customer");
	assert_string_equal(kind_after("b", POST_COMMENT, SOURCE_PRESS, true,
				NULL),
	    "staff");
	assert_string_equal(kind_after("b", POST_COMMENT, SOURCE_PRESS, false,
				NULL),
	    "staff");
	assert_int_equal(box_int("SELECT count(*) FROM v_voice"), 5);
}

static void
topics_and_mentions_keep_their_places(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.title = "Acme battery",
		.text = "This battery of Acme is broken" };

	(void)state;
	box_begin();
	box_visit(0, &post, 1);
	assert_string_equal(box_text("SELECT group_concat(nth || field || "
				     "start_byte || '-' ||"
				     " end_byte, ' ') FROM post_topic"),
	    "0title5-12 1text5-12");
	assert_string_equal(
	    box_text("SELECT group_concat(list || ' ' || term || ' ' || field"
		     " || ' ' || start_byte || '-' || end_byte, '; ')"
		     " FROM v_mention"),
	    "brand.acme Acme title 0-4; brand.acme Acme text 16-20");
	/* One post is one, however often it says so. */
	assert_int_equal(box_int("SELECT count(*) FROM v_insight_topic"), 1);
	assert_int_equal(box_int("SELECT sum(n) FROM v_brand_daily"
				 " WHERE signal = 'any'"),
	    1);
	assert_string_equal(box_text("SELECT topics || '; ' || brands FROM "
				     "v_insight"),
	    "battery; brand.acme");
	box_sound();
}

static void
a_text_of_nothing_but_names_is_bounded(void **state)
{
	static const struct serve post = { .guid = "1",
		.link = LINK "1",
		.text = "It is broken" };
	enum { MANY = 5000 };
	struct mention *mentions = calloc(MANY, sizeof(*mentions));
	struct topic_hit *topics = calloc(MANY, sizeof(*topics));
	struct batch *b;

	(void)state;
	box_begin();
	b = box_batch(0, &post, 1);
	for (uint32_t i = 0; i < MANY; i++) {
		mentions[i] = (struct mention){ STR("brand.acme"), STR("Acme"),
			FIELD_TEXT, i, i + 1 };
		topics[i] = (struct topic_hit){ STR("battery"), FIELD_TEXT, i,
			i + 1, 0 };
	}
	b->posts[0].verdict->mentions = mentions;
	b->posts[0].verdict->nmentions = MANY;
	b->posts[0].verdict->topics = topics;
	b->posts[0].verdict->ntopics = MANY;
	assert_int_equal(store_begin(box.store), OK);
	box_write(b);
	assert_int_equal(store_commit(box.store), OK);
	batch_free(b);
	free(mentions);
	free(topics);
	assert_int_equal(box_int("SELECT count(*) FROM v_mention"), 200);
	assert_int_equal(box_int("SELECT count(*) FROM post_topic"), 200);
	box_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_voice_is_one_author_at_one_place),
		BOX_TEST(who_comments_is_a_customer_and_staff_is_staff),
		BOX_TEST(topics_and_mentions_keep_their_places),
		BOX_TEST(a_text_of_nothing_but_names_is_bounded),
	};

	return (RUN_TESTS(tests));
}
