/*
 * A disk that refuses, call by call: whichever write, sync or truncation fails,
 * and however, a visit is stored whole or not at all, its validators with it,
 * and the next one heals.
 */
#include <sys/wait.h>

#include <errno.h>
#include <limits.h>

#include "../support/preload/faultcalls.h"
#include "writeonce.h"

static struct {
	unsigned calls;
	int error;
	long first, times, hits;
} fault;

static void
arm(void)
{

	faultcalls_set(fault.calls, fault.error, fault.first, fault.times);
}

static void
disarm(void)
{

	fault.hits = faultcalls_hits();
	faultcalls_set(0, 0, 0, 0);
}

/* From the first call on to the last that a visit and a checkpoint make. */
static void
sweep(struct once *w, unsigned calls, int error, long times, long step)
{
	char what[100];
	long n = 0;

	fault.calls = calls;
	fault.error = error;
	fault.times = times;
	fault.first = 1;
	do {
		snprintf(what, sizeof(what),
		    "calls %u error %d from %ld for %ld", calls, error,
		    fault.first, times);
		once_round(w, arm, disarm, true, what);
		fault.first += step;
		n++;
		assert_true(n < 1000);
	} while (fault.hits > 0);
	/* Not one round only: then nothing was hit. */
	assert_true(n > 1);
	print_message("calls %u, error %d, %ld times: %ld rounds\n", calls,
	    error, times, n);
}

static void
any_write_may_fail_once(void **state)
{
	static const int errors[] = { ENOSPC, EIO };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		sweep(*state, FAULT_WRITE, errors[i], 1, 1 + (long)i);
}

static void
all_writes_may_fail_from_one_on(void **state)
{
	static const int errors[] = { ENOSPC, EIO, EDQUOT };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		sweep(*state, FAULT_WRITE, errors[i], LONG_MAX, 4);
}

static void
a_write_may_be_short_or_interrupted(void **state)
{

	sweep(*state, FAULT_WRITE, FAULT_SHORT, 1, 2);
	sweep(*state, FAULT_WRITE, FAULT_SHORT, 5, 3);
	sweep(*state, FAULT_WRITE, EINTR, 3, 2);
}

static void
any_sync_may_fail(void **state)
{
	static const int errors[] = { ENOSPC, EIO, EINTR };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		sweep(*state, FAULT_SYNC, errors[i], 1, 1);
		sweep(*state, FAULT_SYNC, errors[i], LONG_MAX, 1);
	}
}

static void
any_truncation_may_fail(void **state)
{

	sweep(*state, FAULT_TRUNCATE, EIO, 1, 1);
	sweep(*state, FAULT_TRUNCATE, ENOSPC, LONG_MAX, 1);
	sweep(*state, FAULT_TRUNCATE, EINTR, 3, 1);
}

static void
all_of_them_may_fail(void **state)
{

	sweep(*state, FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE, EIO, LONG_MAX,
	    3);
	sweep(*state, FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE, ENOSPC,
	    LONG_MAX, 3);
}

/* Opens it in vain until the fault comes later than all that opening does. */
static void
open_faultily(struct once *w, const char *path, unsigned calls, int error,
    long times)
{
	struct store_options so = { .url = path };
	struct store *s = NULL;
	enum status st = E_IO;

	fault.calls = calls;
	fault.error = error;
	fault.times = times;
	fault.first = 1;
	do {
		struct buf why = BUF_INIT(1000);

		arm();
		st = store_open(&so, &s, &why);
		disarm();
		if (st == OK) {
			store_close(s);
		} else if (strstr(buf_str(&why).p, path) == NULL)
			fail_msg("error %d at %ld: %s", error, fault.first,
			    buf_str(&why).p);
		buf_free(&why);
		fault.first++;
		assert_true(fault.first < 2000);
	} while (fault.hits > 0);
	assert_int_equal(st, OK);
	(void)w;
}

static void
opening_what_is_there_may_fail_at_any_call(void **state)
{
	struct once *w = *state;
	struct buf why = BUF_INIT(1000);
	struct store_options so = { .url = w->l.db };

	once_round(w, NULL, NULL, false, "first");
	store_close(w->l.store);
	open_faultily(w, w->l.db, FAULT_WRITE, ENOSPC, LONG_MAX);
	open_faultily(w, w->l.db, FAULT_WRITE, EIO, 1);
	open_faultily(w, w->l.db, FAULT_SYNC, EIO, LONG_MAX);
	once_check(w, "after opening in vain");
	assert_int_equal(store_open(&so, &w->l.store, &why), OK);
	w->writer.store = w->l.store;
	buf_free(&why);
	once_round(w, NULL, NULL, true, "after opening in vain");
}

static void
making_a_new_one_may_fail_at_any_call(void **state)
{
	struct once *w = *state;
	char path[200];

	for (long first = 1, n = 1; n > 0; first++) {
		struct store_options so = { .url = path };
		struct buf why = BUF_INIT(1000);
		struct store *s = NULL;

		/* A third of the calls, to save time. */
		snprintf(path, sizeof(path), "%s/store/new%ld.db", w->l.folder,
		    first);
		faultcalls_set(FAULT_WRITE | FAULT_SYNC,
		    first % 2 ? EIO : ENOSPC, first * 3 - 2, LONG_MAX);
		if (store_open(&so, &s, &why) != OK)
			assert_non_null(strstr(buf_str(&why).p, path));
		else
			store_close(s);
		n = faultcalls_hits();
		faultcalls_set(0, 0, 0, 0);
		buf_clear(&why);
		/* Whatever that left behind, now it goes. */
		if (store_open(&so, &s, &why) != OK)
			fail_msg("%ld: %s", first, buf_str(&why).p);
		store_close(s);
		buf_free(&why);
		assert_true(first < 1000);
	}
}

/* In a process of its own that is killed at its ${n}-th call; false: it had
 * fewer. */
static bool
killed_while_made(const char *path, long n)
{
	struct store_options so = { .url = path };
	struct buf why = BUF_INIT(1000);
	struct store *s = NULL;
	pid_t child = fork();
	int status;

	if (child == 0) {
		faultcalls_set(FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE,
		    FAULT_KILL, n, 1);
		if (store_open(&so, &s, &why) == OK)
			store_close(s);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return (WIFSIGNALED(status));
}

/* To fork what a sanitizer has blown up takes its time; the build without has
 * them all, and so has one with EARSHOT_WHOLE_SWEEP. */
static long
kill_step(void)
{
#ifdef __SANITIZE_ADDRESS__
	return (getenv("EARSHOT_WHOLE_SWEEP") != NULL ? 1 : 5);
#else
	return (1);
#endif
}

static void
a_kill_at_any_call_of_its_making_is_made_good(void **state)
{
	struct once *w = *state;
	bool killed = true;
	long n = 1, kills = 0;

	for (; killed; n += kill_step()) {
		char path[200];
		struct store_options so = { .url = path };

		snprintf(path, sizeof(path), "%s/store/cut%ld.db", w->l.folder,
		    n);
		killed = killed_while_made(path, n);
		kills += killed;
		/* Twice: the second sees what the first left in the header. */
		for (int i = 0; i < 2; i++) {
			struct buf why = BUF_INIT(1000);
			struct store *s = NULL;

			if (store_open(&so, &s, &why) != OK)
				fail_msg("call %ld: %s", n, buf_str(&why).p);
			store_close(s);
			buf_free(&why);
		}
		assert_true(n < 5000);
	}
	print_message("killed at %ld calls, each %ld. of them\n", kills,
	    kill_step());
	assert_true(kills > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ONCE_TEST(any_write_may_fail_once),
		ONCE_TEST(all_writes_may_fail_from_one_on),
		ONCE_TEST(a_write_may_be_short_or_interrupted),
		ONCE_TEST(any_sync_may_fail),
		ONCE_TEST(any_truncation_may_fail),
		ONCE_TEST(all_of_them_may_fail),
		ONCE_TEST(opening_what_is_there_may_fail_at_any_call),
		ONCE_TEST(making_a_new_one_may_fail_at_any_call),
		ONCE_TEST(a_kill_at_any_call_of_its_making_is_made_good),
	};

	return (RUN_TESTS(tests));
}
