#!/bin/sh
# Runs one test for automake's TAP driver, with a deadline, and mends what the
# driver would misread:
# - cmocka says "not ok N # SKIP", which counts as a failure in TAP;
# - a program that ends with its number of failed tests has reported them
#   already.  Only other ends (99: a sanitizer, 124: the deadline, 128 and up: a
#   signal, or a failure with no "not ok") are errors of their own.
{
	timeout -k 10 "${EARSHOT_TEST_TIMEOUT:-300}" "$@"
	printf '\n#status %d\n' $?
} | awk '
	/^#status [0-9]+$/ { status = $2; next }
	/^not ok .*# SKIP/ { sub(/^not /, "") }
	/^not ok/ { failed++ }
	NF { print; fflush() }
	END {
		if (status == 124)
			print "# ran into its deadline"
		exit(failed && status < 99 ? 0 : status)
	}'
