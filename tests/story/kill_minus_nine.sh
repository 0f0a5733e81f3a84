#!/bin/sh
# kill -9 at any moment: started again, nothing is lost, nothing is doubled,
# and the file is sound.
. "$EARSHOT_SRC/tests/story/lib.sh"

rounds=10
[ -z "$quick" ] || rounds=4
seed=${EARSHOT_SEED:-$(date +%s)}
note "EARSHOT_SEED=$seed"
# delay ROUND: 0.02 to 0.9 s, the same for the same seed.
delay() {
	awk -v s="$seed" -v r="$1" 'BEGIN {
		srand(s + r * 7919); rand(); printf("%.3f", .02 + rand() * .88)
	}'
}

# Four feeds that grow from round to round; two of them come slowly, so that
# visits, parsing and commits are all hit.
grow() { # ROUND
	for name in a b c d; do
		some_items $name.xml $((40 + $1 * 25))
	done
}
grow 0
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  file=b.xml etag=auto last-modified=auto
/c.xml  file=c.xml etag=auto drip=2K/20ms
/d.xml  file=d.xml drip=4K/10ms
END
feeds <<'END'
{base}/a.xml lang=en
{base}/b.xml lang=en
{base}/c.xml lang=en
{base}/d.xml lang=en
END

round=0
sound=
while [ $round -lt $rounds ]; do
	grow $round
	launch
	sleep "$(delay $round)"
	kill -9 "$daemon" 2>/dev/null
	wait "$daemon" 2>/dev/null
	[ ! -s "$db" ] || {
		ok=$(sql 'pragma integrity_check')
		[ "$ok" = ok ] || sound="$sound round $round: $ok"
	}
	round=$((round + 1))
done
same "after each of $rounds kills the file is sound" "$sound" ''

wanted=$((4 * (40 + (rounds - 1) * 25)))
start_daemon
check 'it starts as if nothing had been' running "$daemon"
check 'all posts are there' wait_for 60 has_posts $wanted
same 'each once' "$(posts)" $wanted
same 'by their ids, too' "$(sql 'select count(distinct guid) from post_feed')" \
    $wanted
same 'each wish once' "$(sql 'select count(*) from v_insight')" \
    "$(for name in a b c d; do cat "$work/www/$name.xml"; done |
	grep -c 'I wish')"
promises 'after the kills'
same 'the daily counts agree' "$(sql 'select sum(n) from v_signal_daily')" \
    "$(sql 'select count(*) from v_insight')"
stop_daemon
same 'exit 0' "$ended" 0
finish
