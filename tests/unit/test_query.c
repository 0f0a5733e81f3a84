/*
 * The lists that people ask for, their filters and their order.
 */
#include "askbox.h"

#define LINK "https://b.example/"

static const struct serve posts[] = {
	{ .guid = "1",
	    .link = LINK "1",
	    .title = "One",
	    .text = "The battery of my Acme is broken, broken",
	    .author = "Jo",
	    .published_ts = BOX_NOW - 3000 },
	{ .guid = "2",
	    .link = LINK "2",
	    .title = "Two",
	    .text = "I wish it were louder",
	    .author = "Al",
	    .published_ts = BOX_NOW - 2000 },
	{ .guid = "3",
	    .link = LINK "3",
	    .title = "Three",
	    .text = "It is broken and I wish it were not",
	    .author = "Jo",
	    .published_ts = BOX_NOW - 1000 },
	{ .guid = "4",
	    .link = LINK "4",
	    .title = "Four",
	    .text = "Fine",
	    .published_ts = BOX_NOW - 500 },
};

static int
fill(void **state)
{

	return (ask_make(state, posts, 3, 4));
}

/* Column ${name} of every row, joined by commas. */
static const char *
column(struct result *q, const char *name)
{
	static char text[4096];
	size_t c = 0, n = 0;
	bool row;

	while (c < result_columns(q) && strcmp(result_name(q, c), name) != 0)
		c++;
	assert_true(c < result_columns(q));
	text[0] = '\0';
	while (result_next(q, &row) == OK && row) {
		struct str s = result_text(q, c);

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%.*s",
		    n > 0 ? "," : "", STR_ARG(s));
	}
	result_free(q);
	return (text);
}

static const char *
titles(const struct query_filter *f)
{
	struct result *q = NULL;

	buf_clear(&why);
	if (query_insights(r, f, &q, &why) != OK)
		return (buf_str(&why).p);
	return (column(q, "title"));
}

static void
without_a_filter_the_newest_come_first(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	assert_string_equal(titles(&f), "Three,Three,Two,One");
	f.limit = 1;
	assert_string_equal(titles(&f), "Three");
}

static void
each_filter_narrows(void **state)
{
	static const struct {
		const char *name;
		size_t at; /* of a struct str in query_filter */
		const char *value, *titles;
	} table[] = {
		{ "signal", offsetof(struct query_filter, signal), "idea",
		    "Three,Two" },
		{ "signal, any case", offsetof(struct query_filter, signal),
		    "Complaint", "Three,One" },
		{ "topic", offsetof(struct query_filter, topic), "battery",
		    "One" },
		{ "brand", offsetof(struct query_filter, brand), "acme",
		    "One" },
		{ "brand, whole", offsetof(struct query_filter, brand),
		    "brand.acme", "One" },
		{ "source", offsetof(struct query_filter, source), "ACME BLOG",
		    "Three,Three,Two,One" },
		{ "other source", offsetof(struct query_filter, source),
		    "Mirror", "" },
		{ "lang", offsetof(struct query_filter, lang), "en",
		    "Three,Three,Two,One" },
		{ "other lang", offsetof(struct query_filter, lang), "de", "" },
		{ "facet", offsetof(struct query_filter, facet), "lack",
		    "Three,Three,Two,One" },
		{ "other facet", offsetof(struct query_filter, facet), "feel",
		    "" },
		{ "target", offsetof(struct query_filter, target), "product",
		    "Three,Three,Two,One" },
		{ "state", offsetof(struct query_filter, state), "withdrawn",
		    "" },
		{ "all states", offsetof(struct query_filter, state), "all",
		    "Three,Three,Two,One" },
		{ "theme", offsetof(struct query_filter, theme), "7", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct query_filter f;
		struct str value = str_of(table[i].value);
		const char *got;

		query_filter_init(&f);
		memcpy((char *)&f + table[i].at, &value, sizeof(value));
		got = titles(&f);
		if (strcmp(got, table[i].titles) != 0)
			fail_msg("%s: %s", table[i].name, got);
	}
}

static void
numbers_and_times_narrow(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	f.min_score = .9;
	assert_string_equal(titles(&f), "One");
	query_filter_init(&f);
	f.min_priority = 100;
	assert_string_equal(titles(&f), "");
	query_filter_init(&f);
	f.since_ts = BOX_NOW - 2000;
	assert_string_equal(titles(&f), "Three,Three,Two");
	f.until_ts = BOX_NOW - 1000;
	assert_string_equal(titles(&f), "Two");
	query_filter_init(&f);
	box_run("INSERT INTO judgement(insight_id, answer, at_ts)"
		" VALUES(1, 'wrong', 5)");
	f.unjudged = true;
	assert_string_equal(titles(&f), "Three,Three,Two");
}

static void
any_column_sorts(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	f.signal = STR("complaint");
	f.sort = STR("published");
	assert_string_equal(titles(&f), "One,Three");
	f.sort = STR("-score");
	assert_string_equal(titles(&f), "One,Three");
	f.sort = STR("title");
	assert_string_equal(titles(&f), "One,Three");
	f.sort = STR("-published_at");
	assert_string_equal(titles(&f), "Three,One");
}

static void
a_word_that_is_none_is_answered_with_the_right_one(void **state)
{
	struct query_filter f;

	(void)state;
	query_filter_init(&f);
	f.signal = STR("compliant");
	assert_string_equal(titles(&f),
	    "no signal is called \"compliant\"; did you mean complaint?");
	query_filter_init(&f);
	f.facet = STR("xyz");
	assert_string_equal(titles(&f),
	    "no facet is called \"xyz\"; there are think, feel, want, lack, "
	    "need");
	query_filter_init(&f);
	f.sort = STR("-scor");
	assert_string_equal(titles(&f),
	    "no column is called \"scor\"; did you mean score?");
	query_filter_init(&f);
	f.sort = STR("score; DROP TABLE post");
	assert_non_null(strstr(titles(&f), "no column is called"));
	query_filter_init(&f);
	f.source = STR("x' OR 1=1 --");
	assert_string_equal(titles(&f), "");
}

static void
columns_say_how_they_are_shown(void **state)
{
	struct query_filter f;
	struct result *q = NULL;
	char brief[500] = "", wide[100] = "", times[200] = "", shares[200] = "";

	(void)state;
	query_filter_init(&f);
	assert_int_equal(query_insights(r, &f, &q, &why), OK);
	for (size_t i = 0; i < result_columns(q); i++) {
		char *to = result_shape(q, i) == SHAPE_TIME    ? times
			   : result_shape(q, i) == SHAPE_SHARE ? shares
			   : result_shape(q, i) == SHAPE_WIDE  ? wide
							       : NULL;

		if (result_brief(q, i)) {
			strcat(brief, result_name(q, i));
			strcat(brief, " ");
		}
		if (to != NULL) {
			strcat(to, result_name(q, i));
			strcat(to, " ");
		}
	}
	assert_string_equal(brief,
	    "ref signal score published_ts source snippet ");
	assert_string_equal(times, "published_ts seen_ts staff_replied_ts ");
	assert_string_equal(shares,
	    "score intensity novelty novelty_voice novelty_place"
	    " novelty_words ");
	assert_string_equal(wide, "snippet ");
	result_free(q);
}

static void
values_have_their_types(void **state)
{
	struct query_filter f;
	struct result *q = NULL;
	bool row = false;

	(void)state;
	query_filter_init(&f);
	f.topic = STR("battery");
	assert_int_equal(query_insights(r, &f, &q, &why), OK);
	assert_int_equal(result_next(q, &row), OK);
	assert_true(row);
	assert_int_equal(result_type(q, 0), RESULT_INT);
	assert_int_equal(result_int(q, 0), 1);
	assert_int_equal(result_type(q, 1), RESULT_TEXT);
	assert_int_equal(result_text(q, 1).n, 9);
	assert_int_equal(result_type(q, 3), RESULT_NULL);
	assert_string_equal(result_name(q, 6), "score");
	assert_int_equal(result_type(q, 6), RESULT_REAL);
	assert_true(result_real(q, 6) > .9);
	assert_int_equal(result_next(q, &row), OK);
	assert_false(row);
	result_free(q);
	result_free(NULL);
}

static void
evidence_is_listed_rule_by_rule(void **state)
{
	struct result *q = NULL;

	(void)state;
	assert_int_equal(query_evidence(r, 1, &q, &why), OK);
	assert_string_equal(column(q, "rule"), "toy.broken,toy.broken");
	assert_int_equal(query_evidence(r, 1, &q, &why), OK);
	assert_string_equal(column(q, "start_byte"), "26,34");
}

static void
feeds_are_listed_with_their_health(void **state)
{
	struct query_filter f;
	struct result *q = NULL;

	(void)state;
	query_filter_init(&f);
	assert_int_equal(query_feeds(r, &f, &q, &why), OK);
	assert_string_equal(column(q, "source"), "Acme blog,Mirror,Mirror");
	f.source = STR("mirror");
	f.sort = STR("-url");
	assert_int_equal(query_feeds(r, &f, &q, &why), OK);
	assert_string_equal(column(q, "url"),
	    "https://third.example/feed,https://mirror.example/feed");
	f.state = STR("gone");
	assert_int_equal(query_feeds(r, &f, &q, &why), OK);
	assert_string_equal(column(q, "url"), "");
	f.state = STR("gnoe");
	buf_clear(&why);
	assert_int_equal(query_feeds(r, &f, &q, &why), E_USAGE);
	assert_non_null(strstr(why.p, "did you mean gone?"));
}

static void
the_dictionary_is_listed_view_by_view(void **state)
{
	struct result *q = NULL;

	(void)state;
	assert_int_equal(query_dictionary(r, STR("v_facet"), &q, &why), OK);
	assert_string_equal(column(q, "column"),
	    "facet,target,signal,n,voices,mean_score");
	assert_int_equal(query_dictionary(r, STR("event"), &q, &why), OK);
	assert_string_equal(column(q, "column"), "at_ts,at_at,kind,what");
	assert_int_equal(query_dictionary(r, (struct str){ NULL, 0 }, &q, &why),
	    OK);
	assert_true(strlen(column(q, "view")) > 2000);
}

static void
events_are_listed_latest_first(void **state)
{
	struct result *q = NULL;

	(void)state;
	clock_advance(5000);
	assert_int_equal(store_event(box.store, "outage", "no network"), OK);
	assert_int_equal(query_events(r, 1, &q, &why), OK);
	assert_string_equal(column(q, "what"), "no network");
}

#define QUERY_TEST(f) cmocka_unit_test_setup_teardown(f, fill, ask_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUERY_TEST(without_a_filter_the_newest_come_first),
		QUERY_TEST(each_filter_narrows),
		QUERY_TEST(numbers_and_times_narrow),
		QUERY_TEST(any_column_sorts),
		QUERY_TEST(a_word_that_is_none_is_answered_with_the_right_one),
		QUERY_TEST(columns_say_how_they_are_shown),
		QUERY_TEST(values_have_their_types),
		QUERY_TEST(evidence_is_listed_rule_by_rule),
		QUERY_TEST(feeds_are_listed_with_their_health),
		QUERY_TEST(the_dictionary_is_listed_view_by_view),
		QUERY_TEST(events_are_listed_latest_first),
	};

	return (RUN_TESTS(tests));
}
