#!/bin/sh
# earshot demo: the main job in front of one's eyes; then its three commands,
# run as printed.
. "$EARSHOT_SRC/tests/story/lib.sh"

ls "$EARSHOT_SRC"/rules/*.rules >/dev/null 2>&1 ||
    skip_all 'no shipped rules in the source tree'

mkdir "$work/tmp"
cpu_ms() { # of all children that have ended
	times | tail -n 1 | awk '{
		for (i = 1; i <= 2; i++) {
			split($i, t, /[ms]/)
			ms += t[1] * 60000 + t[2] * 1000
		}
		printf("%d", ms)
	}'
}
demo() {
	TMPDIR=$work/tmp "$earshot" demo "$@" >"$work/out" 2>"$work/err" \
	    </dev/null
	status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}

times >"$work/times.before"
started=$(now_ms)
demo
took=$(($(now_ms) - started))
times >"$work/times.after"
same 'exit 0' "$status" 0
used=$(tail -qn 1 "$work/times.before" "$work/times.after" | awk '{
	for (i = 1; i <= 2; i++) {
		split($i, t, /[ms]/)
		sum[NR] += t[1] * 60000 + t[2] * 1000
	}
} END { printf("%d", sum[2] - sum[1]) }')
check "under 10 s of CPU ($used ms, $took ms in all)" test "$used" -lt 10000
same 'no complaint' "$err" ''
like 'seven feeds are visited, none fails' "$out" 'visited 7 feeds, 0 failed'
rows=$(grep -c -E '^[0-9A-Z]{4}-[0-9A-Z]{4} ' "$work/out")
check "many insights are heard ($rows)" test "$rows" -ge 20
marked=$(grep -E '^[0-9A-Z]{4}-[0-9A-Z]{4} ' "$work/out" |
    grep -c '\[[^]]*\]')
same 'each with its words marked' "$marked" "$rows"
for signal in idea complaint praise; do
	like "$signal is among them" "$out" " $signal "
done
check 'on a screen' test "$(wc -l <"$work/out")" -le 40
like 'and what several people say' "$out" \
    'idea, 4 voices in 4 places: *quiet mode'
unlike 'mis-decoded text was repaired' "$out" 'â'

where=$(sed -n 's/^The database is \(.*\)\.  Three things.*/\1/p' "$work/out")
check 'it says where the database is' test -s "$where"
case $where in
"$work/tmp"/*) good 'in a new folder below TMPDIR' ;;
*) bad 'in a new folder below TMPDIR' "$where" ;;
esac
db=$where
printf '[store]\nurl = %s\n' "$db" >"$conf"
same '80 posts of seven feeds' "$(posts)" 80
same 'no feed failed' "$(sql 'select count(*) from v_feed_health
    where failures > 0')" 0
same "staff's words are no insights" "$(sql "select count(*) from v_insight
    where author in ('Mirela Tandy', 'Otis Farrow')")" 0
promises 'demo'

# On a terminal of 80 columns no row of a list is broken.
wide() { # COMMAND...
	LC_ALL=C.UTF-8 script -qec "stty cols 80 rows 24; \
	    exec '$earshot' $* --config '$conf'" /dev/null </dev/null |
	    tr -d '\r' >"$work/wide"
	LC_ALL=C.UTF-8 wc -L <"$work/wide"
}
if command -v script >/dev/null; then
	for list in insights themes 'feeds list'; do
		check "$list fits a terminal" test "$(wide $list)" -le 80
		check 'and says something' test "$(wc -l <"$work/wide")" -ge 2
	done
else
	skip 'lists fit a terminal' 'no script(1) here'
fi

sed '1,/Three things/d' "$work/out" | sed -n 's/^  //p' >"$work/next"
demo
sed '1,/Three things/d' "$work/out" | sed -n 's/^  //p' >"$work/next"
same 'three commands to try next' "$(wc -l <"$work/next")" 3
n=0
while read -r line; do
	n=$((n + 1))
	(cd / && sh -c "$line") >"$work/next.out" 2>"$work/next.err" </dev/null
	same "command $n runs as printed" "$? $(cat "$work/next.err")" '0 '
	check "and says something" test -s "$work/next.out"
	unlike "but not that there is nothing" "$(cat "$work/next.out")" \
	    'nothing yet'
done <"$work/next"

mkdir "$work/own"
demo --db "$work/own/mine.db"
same 'with --db: exit 0' "$status" 0
check 'the database is there' test -s "$work/own/mine.db"
demo --db "$work/own/mine.db"
same 'twice: exit 0' "$status" 0
db=$work/own/mine.db
printf '[store]\nurl = %s\n' "$db" >"$conf"
promises 'twice'

mkdir "$work/a b'c"
demo --db "$work/a b'c/d.db"
same "a path that the shell minds: exit 0" "$status" 0
sed '1,/Three things/d' "$work/out" | sed -n 's/^  //p' | sed -n 2p \
    >"$work/next"
(cd / && sh "$work/next") >"$work/next.out" 2>&1
same 'its command is quoted' "$?" 0

demo more
same 'an operand: exit 2' "$status" 2
finish
