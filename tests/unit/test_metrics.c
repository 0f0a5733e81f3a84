#include "earshot/metrics.h"

#include "unit.h"

static void
counters_are_printed_with_help_and_type_once_a_family(void **state)
{
	struct buf out = BUF_INIT(1 << 16);
	const char *first;

	(void)state;
	metrics_add(M_POSTS_NEW, 3);
	metrics_add(M_POSTS_NEW, 4);
	assert_int_equal(metrics_get(M_POSTS_NEW), 7);
	metrics_text(&out);
	first = strstr(out.p, "# TYPE earshot_posts_total counter\n");
	assert_non_null(first);
	assert_null(strstr(first + 1, "# TYPE earshot_posts_total"));
	assert_non_null(strstr(out.p, "earshot_posts_total{seen=\"new\"} 7\n"));
	assert_non_null(strstr(out.p, "# HELP earshot_posts_total "));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest metrics_tests[] = {
		cmocka_unit_test(
		    counters_are_printed_with_help_and_type_once_a_family),
	};

	return (RUN_TESTS(metrics_tests));
}
