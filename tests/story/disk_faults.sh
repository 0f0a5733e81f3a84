#!/bin/sh
# A disk whose writes and syncs fail under the running daemon: it goes on, says
# so, keeps the validators, and once the disk is well it heals by itself.
. "$EARSHOT_SRC/tests/story/lib.sh"
. "$EARSHOT_SRC/tests/story/libfaults.sh"

# Each fault takes its ten seconds, nearly all of which is waiting; so half of
# them come to a second daemon, with a folder of its own, at the same time.
half=${1:-first}
if [ $half = first ] && [ -z "$quick" ]; then
	"$0" second >"$work/second.tap" &
	second=$!
	# Not as others end: it has a daemon to end itself.
	trap 'kill $second 2>/dev/null; wait $second; leave' EXIT
fi

serve <<'END2'
/a.xml  ledger=20/100000
/b.xml  ledger=20/100000
END2
feeds <<'END2'
{base}/a.xml lang=en
{base}/b.xml lang=en
END2
# A sanitizer's own library need not come first.
ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}"
export ASAN_OPTIONS
EARSHOT_FAULTS=$orders
LD_PRELOAD=$preload
export EARSHOT_FAULTS LD_PRELOAD
start_daemon
unset LD_PRELOAD EARSHOT_FAULTS
check 'while the disk is well, posts are stored' wait_for 20 has_posts 80

more_failures() {
	[ "$(grep -c '^commit_failed' "$log")" -gt "$failures" ]
}
told_over() {
	[ "$(grep -c '^commits_again' "$log")" -gt "$failures" ]
}
more_posts() {
	[ "$(posts)" -gt "$stored" ]
}

suffers() { # WORDS SENTENCE
	failures=$(grep -c '^commit_failed' "$log")
	order "$1"
	check "$1: it is said in the log" wait_for 40 more_failures
	stored=$(posts)
	etags=$(sql 'select group_concat(etag) from feed')
	sleep 1
	check "$1: the daemon goes on" running "$daemon"
	es status
	same "$1: status says unwell" "$status" 1
	like "$1: and why" "$out" "ILL *$2"
	same "$1: nothing is half stored" "$(posts)" "$stored"
	same "$1: the validators stay" \
	    "$(sql 'select group_concat(etag) from feed')" "$etags"
	same "$1: the file is sound" "$(sql 'pragma integrity_check')" ok
	order ''
	since=$(now_ms)
	check "$1: with a good disk it heals" wait_for 60 more_posts
	check "$1: and says so" wait_for 60 status_well
	check "$1: which the log says as well" wait_for 20 told_over
	same "$1: in two lines" "$(grep -c '^commit_failed' "$log")" \
	    "$((failures + 1))"
	note "healed after $(($(now_ms) - since)) ms"
}

# What a call does again, or in two pieces, is no failure.
shrugs() { # WORDS
	order "$1"
	failures=$(grep -c '^commit_failed' "$log")
	stored=$(posts)
	check "$1: posts come all the same" wait_for 40 more_posts
	same "$1: and nothing failed" \
	    "$(grep -c '^commit_failed' "$log")" "$failures"
	order ''
}

if [ $half = first ]; then
	suffers 'write ENOSPC 1 1000000' 'space'
	suffers 'sync EIO 1 1000000' 'could not be'
	shrugs 'write SHORT 1 1000000'
	shrugs 'write EINTR 1 5'
else
	suffers 'write EIO 1 1000000' 'could not be'
	suffers 'sync EINTR 1 1000000' 'could not be'
	suffers 'write EIO 7 1000000' 'could not be'
	suffers 'write,sync,truncate EDQUOT 3 1000000' 'nothing can be stored'
fi
stop_daemon
same 'exit 0' "$ended" 0
same 'nothing is missing' "$(sql "select count(*) from (select
    count(distinct guid) n, max(cast(substr(guid, 8) as integer)) m
    from post_feed group by feed_id) where n <> m")" 0
promises 'after all faults'
[ $half = first ] || finish

# A stop while the disk is bad is a stop all the same, and loses nothing.
EARSHOT_FAULTS=$orders
LD_PRELOAD=$preload
export EARSHOT_FAULTS LD_PRELOAD
start_daemon
unset LD_PRELOAD EARSHOT_FAULTS
failures=0
order 'write,sync EIO 1 1000000'
check 'a bad disk again' wait_for 40 more_failures
stop_daemon
same 'it stops: exit 0' "$ended" 0
stored=$(posts)
start_daemon
check 'and the next start brings more' wait_for 40 more_posts
stop_daemon
same 'nothing is missing' "$(sql "select count(*) from (select
    count(distinct guid) n, max(cast(substr(guid, 8) as integer)) m
    from post_feed group by feed_id) where n <> m")" 0
promises 'after a stop on a bad disk'

if [ -z "$quick" ]; then
	check 'the second half ends' wait_for 200 gone "$second"
	while read -r line; do
		case $line in
		'ok '*) good "${line#* - }" ;;
		'not ok '*) bad "${line#* - }" ;;
		'1..'*) ;;
		*) echo "$line" ;;
		esac
	done <"$work/second.tap"
	wait "$second"
	same 'and well' "$?" 0
	trap leave EXIT
fi
finish
