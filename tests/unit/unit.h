/*
 * What every unit test starts with.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

#define RUN_TESTS(list) cmocka_run_group_tests_name(#list, list, NULL, NULL)

#endif
