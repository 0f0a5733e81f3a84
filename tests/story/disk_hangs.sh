#!/bin/sh
# A disk that does not answer, while the daily upkeep is under way as well: the
# watchdog is not fed for ever, health says so, and when the disk is back all is
# well again.
. "$EARSHOT_SRC/tests/story/lib.sh"
[ -z "$quick" ] || skip_all 'it takes 40 seconds'
. "$EARSHOT_SRC/tests/story/libfaults.sh"
notified=$EARSHOT_BUILD/tests/support/notified
[ -x "$notified" ] || skip_all 'tests/support/notified is not built'

serve <<'END'
/a.xml  ledger=20/100000
END
feeds <<'END'
{base}/a.xml lang=en
END
told=$work/told
starts=1
log=$work/daemon.1.log
: >"$log"
env WATCHDOG_USEC=1000000 "$notified" -s "$work/notify" \
    env LD_PRELOAD="$preload" EARSHOT_FAULTS="$orders" \
    ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" \
    "$earshotd" --config "$conf" >"$told" 2>"$log" &
daemon=$!
pids="$pids $daemon"
wait_for 30 listening
check 'while the disk is well, posts are stored' wait_for 20 has_posts 20
check 'and the watchdog is fed' \
    wait_for 10 grep -q -x WATCHDOG=1 "$told"

# The first upkeep begins five seconds after the start, and waits as well.
order write,sync HANG 1 1000000
check 'the writer that hangs is noticed' wait_for 60 said '^writer_hangs ms='
fed=$(grep -c -x WATCHDOG=1 "$told")
sleep 3
same 'from then on the watchdog is fed no more' \
    "$(grep -c -x WATCHDOG=1 "$told")" "$fed"
check 'status is unwell' wait_for 10 status_unwell
like 'and says why' "$out" 'the writer has hung for '
order
check 'when the disk is back, all is well' wait_for 20 status_well
fed_again() {
	[ "$(grep -c -x WATCHDOG=1 "$told")" -gt "$fed" ]
}
check 'and the watchdog fed again' wait_for 10 fed_again
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 20 gone "$daemon"
promises 'after that'
finish
