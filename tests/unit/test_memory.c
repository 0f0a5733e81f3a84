/*
 * Freed memory goes back to the system.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "earshot/memory.h"

#include "unit.h"

enum { PIECES = 40000, PIECE_BYTES = 1000 };

/* Resident bytes of this process; 0: the system does not tell. */
static size_t
resident(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	unsigned long size, pages = 0;

	if (f == NULL || fscanf(f, "%lu %lu", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return (pages * (size_t)sysconf(_SC_PAGESIZE));
}

static void
what_was_freed_goes_back(void **state)
{
	static char *pieces[PIECES];
	size_t full;

	(void)state;
	memory_init();
	for (size_t i = 0; i < PIECES; i++) {
		pieces[i] = malloc(PIECE_BYTES);
		assert_non_null(pieces[i]);
		memset(pieces[i], 1, PIECE_BYTES);
	}
	full = resident();
	/* The last one stays, so that the end of the heap does, too. */
	for (size_t i = 0; i < PIECES - 1; i++)
		free(pieces[i]);
	memory_give_back();
	/* A sanitizer keeps what was freed, to notice who uses it. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
	assert_true(resident() + (size_t)PIECES * PIECE_BYTES / 2 < full);
#else
	assert_true(full > 0);
#endif
	free(pieces[PIECES - 1]);
}

int
main(void)
{
	const struct CMUnitTest memory_tests[] = {
		cmocka_unit_test(what_was_freed_goes_back),
	};

	return (RUN_TESTS(memory_tests));
}
