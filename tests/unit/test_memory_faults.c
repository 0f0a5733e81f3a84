/*
 * Memory that runs out, allocation by allocation, ours and SQLite's: whichever
 * fails, a visit is stored whole or not at all, and the next one heals.  Linked
 * with --wrap for malloc and its kin.
 */
#include <limits.h>

#include "earshot/query.h"

#include "writeonce.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static struct {
	bool armed;
	long first, times, seen, hits;
} fault;

static bool
refused(void)
{

	if (!fault.armed || ++fault.seen < fault.first ||
	    fault.hits >= fault.times)
		return (false);
	fault.hits++;
	return (true);
}

void *
__wrap_malloc(size_t n)
{

	return (refused() ? NULL : __real_malloc(n));
}

void *
__wrap_calloc(size_t n, size_t size)
{

	return (refused() ? NULL : __real_calloc(n, size));
}

void *
__wrap_realloc(void *p, size_t n)
{

	return (refused() ? NULL : __real_realloc(p, n));
}

/* SQLite's, through the same gate; it wants to know how large a piece is. */
enum { HEAD = 16 };

static void *
sql_malloc(int n)
{
	char *p = malloc((size_t)n + HEAD);

	if (p == NULL)
		return (NULL);
	*(int *)(void *)p = n;
	return (p + HEAD);
}

static void
sql_free(void *p)
{

	if (p != NULL)
		free((char *)p - HEAD);
}

static void *
sql_realloc(void *p, int n)
{
	char *q = realloc((char *)p - HEAD, (size_t)n + HEAD);

	if (q == NULL)
		return (NULL);
	*(int *)(void *)q = n;
	return (q + HEAD);
}

static int
sql_size(void *p)
{

	return (p != NULL ? *(int *)(void *)((char *)p - HEAD) : 0);
}

static int
sql_roundup(int n)
{

	return ((n + 7) & ~7);
}

static int
sql_init(void *arg)
{

	(void)arg;
	return (SQLITE_OK);
}

static void
sql_end(void *arg)
{

	(void)arg;
}

static void
arm(void)
{

	fault.seen = fault.hits = 0;
	fault.armed = true;
}

static void
disarm(void)
{

	fault.armed = false;
}

/* Each ${n}th, to save time; all of them with EARSHOT_WHOLE_SWEEP. */
static long
step(long n)
{

	return (getenv("EARSHOT_WHOLE_SWEEP") != NULL ? 1 : n);
}

static void
sweep(struct once *w, long times, long n_th)
{
	char what[60];
	long n = 0;

	fault.first = 1;
	fault.times = times;
	do {
		snprintf(what, sizeof(what), "allocation %ld for %ld",
		    fault.first, times);
		once_round(w, arm, disarm, n % 8 == 0, what);
		fault.first += step(n_th);
		n++;
		assert_true(n < 20000);
	} while (fault.hits > 0);
	assert_true(n > 1);
	print_message("%ld times: %ld rounds up to allocation %ld\n", times, n,
	    fault.seen);
}

static void
any_allocation_of_a_visit_may_fail(void **state)
{

	sweep(*state, 1, 4);
}

static void
all_may_fail_from_one_on(void **state)
{

	sweep(*state, LONG_MAX, 11);
}

/* Statements that are not prepared yet: the first visit of a connection. */
static void
the_first_visit_after_opening_may_fail(void **state)
{
	struct once *w = *state;
	struct store_options so = { .url = w->l.db };
	struct buf why = BUF_INIT(1000);
	long first = 1;

	fault.times = 1;
	do {
		store_close(w->l.store);
		assert_int_equal(store_open(&so, &w->l.store, &why), OK);
		w->writer.store = w->l.store;
		fault.first = first;
		once_round(w, arm, disarm, false, "first visit");
		first += step(61);
		assert_true(first < 100000);
	} while (fault.hits > 0);
	print_message("up to allocation %ld\n", fault.seen);
	buf_free(&why);
}

static void
opening_may_fail_at_any_allocation(void **state)
{
	static const long times[] = { 1, LONG_MAX };
	struct once *w = *state;
	struct store_options so = { .url = w->l.db };
	struct store *s = NULL;
	enum status st;

	once_round(w, NULL, NULL, false, "first");
	store_close(w->l.store);
	w->l.store = NULL;
	for (size_t i = 0; i < 2; i++) {
		fault.first = 1;
		fault.times = times[i];
		do {
			struct buf why = BUF_INIT(1000);

			arm();
			st = store_open(&so, &s, &why);
			disarm();
			if (st == OK)
				store_close(s);
			buf_free(&why);
			fault.first += step(101);
			assert_true(fault.first < 200000);
		} while (fault.hits > 0);
		assert_int_equal(st, OK);
		print_message("up to allocation %ld\n", fault.seen);
		once_check(w, "after opening in vain");
	}
}

static void
reading_may_fail_at_any_allocation(void **state)
{
	struct once *w = *state;
	struct reader *r = NULL;
	enum status st;

	once_round(w, NULL, NULL, false, "first");
	fault.first = 1;
	fault.times = 1;
	do {
		struct buf why = BUF_INIT(1000), out = BUF_INIT(10000);

		arm();
		st = reader_open(w->l.db, 1000, &r, &why);
		if (st == OK) {
			st = query_check(r, &out);
			reader_close(r);
		}
		disarm();
		/* Out of memory is no damage. */
		if (fault.hits > 0 && st == E_CORRUPT)
			fail_msg("allocation %ld: %s", fault.first,
			    buf_str(&out).p);
		buf_free(&why);
		buf_free(&out);
		fault.first += step(301);
		assert_true(fault.first < 200000);
	} while (fault.hits > 0);
	assert_int_equal(st, OK);
	print_message("up to allocation %ld\n", fault.seen);
}

int
main(void)
{
	static sqlite3_mem_methods methods = { sql_malloc, sql_free,
		sql_realloc, sql_size, sql_roundup, sql_init, sql_end, NULL };
	const struct CMUnitTest tests[] = {
		ONCE_TEST(any_allocation_of_a_visit_may_fail),
		ONCE_TEST(all_may_fail_from_one_on),
		ONCE_TEST(the_first_visit_after_opening_may_fail),
		ONCE_TEST(opening_may_fail_at_any_allocation),
		ONCE_TEST(reading_may_fail_at_any_allocation),
	};

	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
		return (1);
	return (RUN_TESTS(tests));
}
