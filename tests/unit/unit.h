/*
 * What every unit test starts with.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <sys/statvfs.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "earshot/str.h"

#define assert_str(s, text)                         \
	do {                                        \
		struct str got_ = (s);              \
		char *copy_ = str_dup(got_);        \
		assert_non_null(copy_);             \
		assert_string_equal(copy_, (text)); \
		free(copy_);                        \
	} while (0)

/* Where a database goes that need not outlive a power cut: in memory, if there
 * is room, so that nobody waits for a disk. */
static inline const char *
memory_folder(void)
{
	static const char shm[] = "/dev/shm";
	struct statvfs fs;

	return (access(shm, W_OK | X_OK) == 0 && statvfs(shm, &fs) == 0 &&
			fs.f_bavail * fs.f_frsize >= 512UL << 20
		    ? shm
		    : "/tmp");
}

#define RUN_TESTS(list) cmocka_run_group_tests_name(#list, list, NULL, NULL)

#endif
