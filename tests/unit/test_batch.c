#include "earshot/batch.h"

#include "unit.h"

static void
a_batch_outlives_the_list_it_came_from(void **state)
{
	char url[] = "https://acme.example/feed", etag[] = "W/\"1\"";
	struct feed feed = { .id = 7,
		.spec = { .url = { url, sizeof(url) - 1 }, .every_s = 60 },
		.facts = { .etag = etag, .failures = 2 } };
	struct batch *b = batch_new(&feed, 1 << 20, 100);

	(void)state;
	assert_non_null(b);
	memset(url, 'x', sizeof(url) - 1);
	memset(etag, 'x', sizeof(etag) - 1);
	assert_int_equal(b->feed_id, 7);
	assert_str(b->spec.url, "https://acme.example/feed");
	assert_string_equal(b->facts.etag, "W/\"1\"");
	assert_int_equal(b->facts.failures, 2);
	assert_null(b->facts.last_modified);
	batch_free(b);
	batch_free(NULL);
}

static void
the_first_reason_of_a_failure_stands(void **state)
{
	struct feed feed = { .id = 1 };
	struct batch *b = batch_new(&feed, 1 << 20, 100);

	(void)state;
	batch_fail(b, E_DNS, "%s: no such host", "x.example");
	batch_fail(b, E_TIMEOUT, "later");
	assert_int_equal(b->outcome, OUTCOME_FAILED);
	assert_int_equal(b->status, E_DNS);
	assert_str(b->error, "x.example: no such host");
	assert_string_equal(outcome_word(b->outcome), "failed");
	batch_free(b);
}

static void
a_batch_too_small_for_its_feed_is_none(void **state)
{
	struct feed feed = { .spec = { .url = STR("https://acme.example/") } };

	(void)state;
	assert_null(batch_new(&feed, 64, 100));
}

int
main(void)
{
	const struct CMUnitTest batch_tests[] = {
		cmocka_unit_test(a_batch_outlives_the_list_it_came_from),
		cmocka_unit_test(the_first_reason_of_a_failure_stands),
		cmocka_unit_test(a_batch_too_small_for_its_feed_is_none),
	};

	return (RUN_TESTS(batch_tests));
}
