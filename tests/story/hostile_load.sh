#!/bin/sh
# A hundred and thirty-five hostile servers at once, and twenty that are well:
# these notice nothing, each hostile visit is one line and one row, and memory
# stays within its bound.
. "$EARSHOT_SRC/tests/story/lib.sh"

sanitized() {
	grep -q -a -e __asan_init -e __tsan_init "$earshotd"
}
timeout=6s
# There the answers of healthy servers are waited for longer as well.
! sanitized || timeout=15s
each=5 # hosts of a kind
well=20
limit_kb=$((128 * 1024))

. "$EARSHOT_SRC/tests/story/libhostile.sh"
hostile_world
kinds=$(wc -l <"$work/kinds")
hostile=$((kinds * each))
{
	sed 's|^|/|' "$work/kinds"
	echo '/well file=well.xml etag=one'
} >"$work/script"
serve <"$work/script"

# A host of its own for each feed, so that none waits for another.
{
	awk -v each=$each -v port="$port" '{ for (i = 0; i < each; i++)
		printf("http://h%d:%d/%s\n", n++, port, $1) }' "$work/kinds"
	awk -v n=$well -v port="$port" 'BEGIN { for (i = 0; i < n; i++)
		printf("http://w%d:%d/well\n", i, port) }'
} >"$work/feeds/all.feeds"
{
	printf '[fetch]\nresolve ='
	sed "s|http://\([^/]*\)/.*| \1=127.0.0.1|" \
	    "$work/feeds/all.feeds" | tr -d '\n'
	echo
} >"$work/resolve"
sed -i "s|^min_interval = .*|min_interval = 2s|
    s|^max_interval = .*|max_interval = 2s|
    s|^host_gap = .*|host_gap = 1|" "$conf"
sed -i "/^\[fetch]/r $work/resolve" "$conf"
awk '/^\[fetch]/ && seen++ { next } { print }' "$conf" >"$conf.new"
mv "$conf.new" "$conf"

start_daemon
same 'all are listed' "$(sed -n 's/^listening .* feeds=\([0-9]*\) .*/\1/p' "$log")" $((hostile + well))
began_ms=$(now_ms)
heard() { # N: every healthy feed was visited so often
	[ "$(sql "select count(*) from feed where url like '%/well'
	    and visits >= $1")" = $well ]
}
tried() {
	[ "$(sql "select count(*) from feed where url not like '%/well'
	    and visited_ts is not null")" = $hostile ]
}
check 'every hostile feed is tried' wait_for 90 tried
tried_ms=$(($(now_ms) - began_ms))
check 'the healthy ones go on' wait_for 60 heard 4
kb=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$daemon/status")
es status
same 'status: well' "$status" 0
stop_daemon
same 'it stops in time: exit 0' "$ended" 0
check 'in five seconds' test "$ended_ms" -lt 5000
# How long a healthy host was left alone at the most.
gap_ms=$(sed -n 's/^GET \/well .* host="\([^"]*\)".* ms=\([0-9]*\).*/\1 \2/p' \
    "$served" | awk '{ if ($1 in last && $2 - last[$1] > most)
	most = $2 - last[$1]; last[$1] = $2 } END { print most + 0 }')
note "peak $((kb / 1024)) MB with $hostile hostile feeds, all tried in" \
    "$tried_ms ms; at most $gap_ms ms between two visits of a healthy one"
# A sanitizer's own memory is no measure.
if sanitized; then
	note 'memory is not measured under a sanitizer'
else
	check 'memory stays within 128 MB' test "$kb" -le $limit_kb
fi

same 'the healthy ones never failed' "$(sql "select count(*) from visit v
    join feed f on f.id = v.feed_id where f.url like '%/well'
    and v.outcome = 'failed' and v.why <> 'cancelled'")" 0
same 'and have their posts' "$(sql "select count(distinct feed_id)
    from post_feed where feed_id in (select id from feed
    where url like '%/well')")" $well
same 'their 304s are no lines' "$(grep -c '^visit .*outcome=unchanged' "$log")" 0
# Each kind comes to what it should.
failing=$(awk '$1 !~ /^(items|text|nest|laughs|lie|feedless|deep|tag|json)$/ {
	printf("%s\x27%s\x27", n++ ? "," : "", $1) }' "$work/kinds")
same 'what is no feed or no answer has failed, all of it' "$(sql "select
    count(*) from feed where substr(url, instr(substr(url, 8), '/') + 8)
    in ($failing) and failures = 0")" 0
sql "select feed_id, count(*) from visit where outcome = 'failed'
    and why <> 'cancelled' group by 1 order by 1" >"$work/rows"
sed -n 's/^visit feed=\([0-9]*\) outcome=failed .*/\1/p' "$log" | sort -n |
    uniq -c | awk '{ print $2 "|" $1 }' >"$work/lines"
same 'one line in the log and one row in visit for each failure' \
    "$(diff "$work/rows" "$work/lines")" ''
same 'the failures are counted, one each' "$(sql "select count(*) from feed f
    where failures > (select count(*) from visit v where v.feed_id = f.id
    and v.outcome = 'failed')")" 0
same 'no control character in the log' \
    "$(LC_ALL=C grep -c '[^[:print:]]' "$log")" 0
same 'nothing went to the metadata service' \
    "$(sql "select count(*) from visit where error like '%sent on%refused%'
    and http_status = 200")" 0
promises 'after the load'
finish
