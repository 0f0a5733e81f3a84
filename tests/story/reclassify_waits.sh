#!/bin/sh
# A reclassification while somebody reads an old state of the database: the -wal
# file does not grow up to its limit, visits go on, who waits is told for whom,
# and what was left is done as soon as they let go.
. "$EARSHOT_SRC/tests/story/lib.sh"
. "$EARSHOT_SRC/tests/story/libhold.sh"

# other_rules WEIGHT: every post is scored by them in another way.
other_rules() {
	story_rules
	sed -i "s/^  weight  sure/  weight  $1/" "$work/rules/story.rules"
}

# reclassify: in the background, as in another window.
reclassify() {
	"$earshot" reclassify --config "$conf" >"$work/done" \
	    2>"$work/waiting" </dev/null &
	asker=$!
	pids="$pids $asker"
}

waits() {
	grep -q "^waiting: .*earshot.db-wal has [0-9]* MB and cannot be emptied\
 while pid $holder (sqlite3) reads an old state of it\$" "$work/waiting"
}

one_feed 60
printf '[store]\nwal_max = 8M\n' >>"$conf"
awk 'BEGIN { for (i = 1; i <= 3000; i++)
	printf("{\"id\":\"y%d\",\"text\":\"I wish you offered refills in shop \
%d. The lid leaks, and the tank %d does not work.\",\"date\":\"2026-11-%02d\"}\
\n", i, i, i, i % 20 + 1) }' >"$work/year.jsonl"
es import --source Year "$work/year.jsonl" --lang en
same 'there are posts' "$status $(posts)" '0 3000'

start_daemon
check 'a feed is visited' wait_for 20 has_posts 3060
other_rules strong
es reload
same 'other rules' "$status" 0
hold
reclassify
check 'the command says for whom it waits' wait_for 60 waits
check 'so does the log' said \
    "^reclassify_waits .*cannot be emptied while pid $holder (sqlite3)"
size=$(stat -c %s "$db-wal")
check 'the -wal file is long, and far from its limit' \
    test "$size" -gt 2000000 -a "$size" -lt 5000000
es status --json
like 'visits are not paused' "$out" '*"paused":false*'
some_items a.xml 90
check 'what is new is heard meanwhile' wait_for 20 has_posts 3090
check 'it still waits' running "$asker"
same 'and said so once' "$(grep -c ^waiting "$work/waiting")" 1
let_go
wait "$asker"
same 'it ends by itself' $? 0
like 'with every post' "$(cat "$work/done")" 'rescored 30[69]0 *'
check 'the log says that it went on' said '^reclassify_goes_on'
same 'none is left' "$(sql 'select count(*) from post where ruleset_id <>
    (select id from ruleset order by loaded_ts desc, id desc limit 1)')" 0
same 'no visit was paused, no commit failed' \
    "$(grep -c -e '^visits_paused' -e '^commit_failed' "$log")" 0
stop_daemon
same 'the daemon ends well' "$ended" 0

# Without a daemon the same, and an interrupt is heard while it waits.
other_rules sure
hold
reclassify
check 'without a daemon it waits, too' wait_for 60 waits
kill -INT "$asker"
wait "$asker"
same 'interrupted: exit 2' $? 2
like 'it says how to go on' "$(cat "$work/waiting")" \
    '*stopped; the same command goes on from here*'
let_go
es reclassify
same 'and so it does' "$status" 0
same 'again none is left' "$(sql 'select count(distinct ruleset_id)
    from post')" 1
promises 'after waiting'
finish
