#!/bin/sh
# Somebody reads an old state for hours: the -wal file does not grow for ever,
# visits pause, status names who it is, and afterwards nothing was lost.
. "$EARSHOT_SRC/tests/story/lib.sh"
. "$EARSHOT_SRC/tests/story/libhold.sh"

serve <<'END2'
/a.xml  ledger=150/6000
/b.xml  ledger=150/6000
END2
feeds <<'END2'
{base}/a.xml lang=en
{base}/b.xml lang=en
END2
start_daemon --set store.wal_max=1M
check 'posts are stored' wait_for 20 has_posts 300
hold
check 'the pause is said in the log' wait_for 60 said '^visits_paused'
es status
same 'status: unwell' "$status" 1
like 'and says who holds it' "$out" "pid $holder (sqlite3)"
es status --json
like 'for machines too' "$out" "\"paused\":true*\"ill\":\"busy: *pid $holder "
wait_for 5 sh -c "! $earshot status --config $conf --json |
    grep -q '\"visiting\":[1-9]'"
before=$(hits /) stored=$(posts)
etags=$(sql 'select group_concat(etag) from feed')
size=$(stat -c %s "$db-wal")
sleep 2.5
same 'nobody is visited' "$(hits /)" "$before"
same 'the validators stay' \
    "$(sql 'select group_concat(etag) from feed')" "$etags"
same 'the posts, too' "$(posts)" "$stored"
same 'the file grows no more' "$(stat -c %s "$db-wal")" "$size"
check 'nor much beyond the limit' test "$size" -lt 4000000
check 'people can still ask' es insights
es poll
same 'who asks for a visit does not wait: exit 2' "$status" 2
like 'and is told why' "$out$err" "nothing was visited: *pid $holder "

let_go
check 'it resumes by itself' wait_for 20 said '^visits_resumed'
grew() {
	[ "$(posts)" -gt $((stored + 300)) ]
}
check 'and hears what was left' wait_for 30 grew
check 'status: well' wait_for 20 status_well
stop_daemon
same 'exit 0' "$ended" 0
# Each number up to the last, in each feed.
same 'nothing is missing' "$(sql "select count(*) from (select
    count(distinct guid) n, max(cast(substr(guid, 8) as integer)) m
    from post_feed group by feed_id) where n <> m")" 0
promises 'after a pause'
finish
