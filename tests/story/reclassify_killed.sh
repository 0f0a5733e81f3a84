#!/bin/sh
# A run through the stored posts is killed halfway, without a daemon and beside
# one: what is done stays done, the next run does the rest, nothing is doubled.
. "$EARSHOT_SRC/tests/story/lib.sh"

posts=8000
say() {
	"$earshot" "$@" --config "$conf" >"$work/out" 2>"$work/err"
	answer=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}
# done_by_new: how many posts bear the newest rules' number.
done_by_new() {
	sql 'SELECT count(*) FROM post WHERE ruleset_id = (SELECT id FROM
	    ruleset ORDER BY loaded_ts DESC, id DESC LIMIT 1)'
}
some_done() {
	n=$(done_by_new)
	[ -n "$n" ] && [ "$n" -gt 0 ] && [ "$n" -lt $posts ]
}
tank_rules() {
	cat >"$work/rules/story.rules" <<END
pack  story
lang  en
rule  tank
  signal  complaint
  say     "bigger tank" | "$1"
  weight  sure
END
}
# halves: the rest is what is not done, and then all is.
halves() {
	part=$(done_by_new)
	check "$1: it was halfway" some_done
	say reclassify
	like "$1: the rest" "$out" "rescored $((posts - part)) "
	same "$1: all of it" "$(done_by_new)" $posts
	same "$1: each change has its own number" \
	    "$(sql 'SELECT count(*) - count(DISTINCT changed_seq) FROM insight')" 0
	say reclassify
	like "$1: and then nothing" "$out" 'rescored 0 new 0 changed 0'
	promises "$1"
}

serve <<'END'
/a.xml  status=404
END
feeds </dev/null
awk -v n=$posts 'BEGIN { print "id,text"; for (i = 1; i <= n; i++)
	print i ",I wish you offered a bigger tank " i }' >"$work/many.csv"
say import "$work/many.csv" --source Many
like 'they are stored' "$out" "imported $posts new $posts"

tank_rules first
"$earshot" reclassify --config "$conf" >/dev/null 2>&1 &
pid=$!
pids="$pids $pid"
check 'it is under way' wait_for 30 some_done
end "$pid" KILL
halves 'killed'
same 'what was an idea is one no more' \
    "$(sql "SELECT signal, count(*) FROM v_insight GROUP BY 1")" \
    "complaint|$posts"
same 'and says so' "$(sql "SELECT state, state_why, count(*) FROM v_insight_all
	WHERE signal = 'idea' GROUP BY 1, 2")" "withdrawn|reclassified|$posts"

# --- the client of a daemon hangs up
tank_rules second
start_daemon
"$earshot" reclassify --config "$conf" >/dev/null 2>&1 &
pid=$!
pids="$pids $pid"
check 'the daemon is at it' wait_for 30 some_done
say reclassify
same 'one at a time' "$answer" 2
like 'which is said' "$err" 'one is under way'
end "$pid" KILL
stopped() {
	[ -n "$(sql "SELECT 1 FROM event WHERE what LIKE '%(not all)%'")" ]
}
check 'who hangs up stops it' wait_for 30 stopped
check 'the daemon goes on' running "$daemon"
halves 'hung up'
stop_daemon
same 'and ends well' "$ended" 0
finish
