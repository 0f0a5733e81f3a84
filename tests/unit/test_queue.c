#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "earshot/queue.h"

#include "unit.h"

enum { MANY = 20000, PUSHERS = 3, POPPERS = 3 };

static struct queue *shared;
static _Atomic int64_t sum, popped;
static int items[PUSHERS][MANY];

static void *
push_all(void *arg)
{
	int *mine = arg;

	for (int i = 0; i < MANY; i++) {
		mine[i] = i;
		if (queue_push(shared, &mine[i]) != OK)
			abort();
	}
	return (NULL);
}

static void *
pop_all(void *arg)
{
	int *item;

	(void)arg;
	while ((item = queue_pop(shared, -1)) != NULL) {
		atomic_fetch_add(&sum, *item);
		atomic_fetch_add(&popped, 1);
	}
	return (NULL);
}

static void
many_threads_lose_and_double_nothing(void **state)
{
	pthread_t pushers[PUSHERS], poppers[POPPERS];

	(void)state;
	shared = queue_new();
	for (int i = 0; i < POPPERS; i++)
		pthread_create(&poppers[i], NULL, pop_all, NULL);
	for (int i = 0; i < PUSHERS; i++)
		pthread_create(&pushers[i], NULL, push_all, items[i]);
	for (int i = 0; i < PUSHERS; i++)
		pthread_join(pushers[i], NULL);
	queue_close(shared);
	for (int i = 0; i < POPPERS; i++)
		pthread_join(poppers[i], NULL);
	assert_int_equal(popped, PUSHERS * MANY);
	assert_int_equal(sum, (int64_t)PUSHERS * MANY * (MANY - 1) / 2);
	queue_free(shared);
}

static void
a_closed_queue_takes_nothing_but_gives_what_it_has(void **state)
{
	struct queue *q = queue_new();
	int a = 1;

	(void)state;
	assert_int_equal(queue_push(q, &a), OK);
	queue_close(q);
	assert_int_equal(queue_push(q, &a), E_CANCELLED);
	assert_ptr_equal(queue_pop(q, -1), &a);
	assert_null(queue_pop(q, -1));
	queue_free(q);
}

static void
the_descriptor_is_readable_while_something_is_in(void **state)
{
	struct queue *q = queue_new();
	struct pollfd p = { queue_fd(q), POLLIN, 0 };
	int a = 1;

	(void)state;
	assert_int_equal(poll(&p, 1, 0), 0);
	assert_int_equal(queue_push(q, &a), OK);
	assert_int_equal(poll(&p, 1, 0), 1);
	queue_fd_clear(q);
	assert_int_equal(poll(&p, 1, 0), 0);
	assert_ptr_equal(queue_pop(q, 0), &a);
	assert_null(queue_pop(q, 0));
	assert_null(queue_pop(q, 5));
	queue_free(q);
}

static void
what_was_in_it_stays_when_room_is_reserved(void **state)
{
	struct queue *q = queue_new();
	int some[3];

	(void)state;
	assert_int_equal(queue_push(q, &some[0]), OK);
	assert_int_equal(queue_push(q, &some[1]), OK);
	assert_ptr_equal(queue_pop(q, 0), &some[0]);
	assert_int_equal(queue_reserve(q, 1000), OK);
	assert_int_equal(queue_reserve(q, 1), OK);
	assert_int_equal(queue_push(q, &some[2]), OK);
	assert_ptr_equal(queue_pop(q, 0), &some[1]);
	assert_ptr_equal(queue_pop(q, 0), &some[2]);
	assert_null(queue_pop(q, 0));
	queue_free(q);
}

int
main(void)
{
	const struct CMUnitTest queue_tests[] = {
		cmocka_unit_test(many_threads_lose_and_double_nothing),
		cmocka_unit_test(what_was_in_it_stays_when_room_is_reserved),
		cmocka_unit_test(
		    a_closed_queue_takes_nothing_but_gives_what_it_has),
		cmocka_unit_test(
		    the_descriptor_is_readable_while_something_is_in),
	};

	return (RUN_TESTS(queue_tests));
}
