#!/bin/sh
# Eight analysts and the writer at once: nobody is told "locked".  How fast that
# is: tests/bench/bench_readers, ten minutes.
. "$EARSHOT_SRC/tests/story/lib.sh"

program=$EARSHOT_BUILD/tests/bench/bench_readers
[ -x "$program" ] || skip_all 'bench_readers is not built'
"$program" "$([ -n "$quick" ] && echo 1 || echo 4)" 8 >"$work/out" 2>"$work/err"
same 'nobody was locked out, nothing failed' "$?" 0
like 'eight of them asked' "$(cat "$work/out")" 'readers 8 * locked 0 failed 0'
note "$(cat "$work/out")"
finish
