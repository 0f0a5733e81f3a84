#!/bin/sh
# One process writes: a second one is refused by pid, a command asks the daemon
# instead, and what a killed one left behind stops nobody.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 3
some_items b.xml 3
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  file=b.xml etag=auto
/slow.xml  file=b.xml drip=60b/60ms
END
feeds <<'END'
{base}/a.xml lang=en every=1h
{base}/b.xml lang=en every=1h
END

start_daemon
first=$daemon first_log=$log
check 'the first writes' wait_for 20 has_posts 6

once
same 'a second daemon: exit 2' "$status" 2
like 'it says who writes what' "$err" "earshotd (pid $first) is writing $db"
ln -s "$work/store" "$work/elsewhere"
once --db "$work/elsewhere/earshot.db"
same 'by another name of the folder: exit 2' "$status" 2
like 'by pid' "$err" "pid $first"
ln -s "$db" "$work/link.db"
once --db "sqlite:$work/link.db"
same 'by a link to the file: exit 2' "$status" 2
like 'by pid' "$err" "pid $first"
check 'the first goes on' running "$first"

# Commands ask it.
some_items a.xml 5
es poll "$base/a.xml"
same 'earshot poll URL: the daemon does it, exit 0' "$status" 0
like 'and says so' "$err" 'daemon'
same 'its last line' "$(echo "$out" | tail -n 1)" \
    'visited 1 new 1 unchanged 0 failed 0 insights 0'
same 'two posts more' "$(posts)" 8
same 'the daemon made the visit' "$(grep -c '^visit .*a.xml' "$first_log")" 2
some_items b.xml 6
es poll --all
same 'earshot poll --all' "$status $(echo "$out" | tail -n 1)" \
    '0 visited 2 new 1 unchanged 1 failed 0 insights 1'
es poll https://nobody.example/feed
check 'a feed that nobody listed: not 0' test $status -ne 0
like 'a sentence' "$err$out" 'in no feed list'
es poll --db "$work/link.db" "$base/a.xml"
same 'by another name it is found as well' "$status" 0
like 'the daemon does it' "$err" 'daemon'
es poll --db "$work/other/new.db" --all
same 'another database is not its business' "$status" 0
unlike 'and is not asked' "$err" 'daemon'

# A poll that comes while a visit is under way waits for that one, not for the
# next; and one whose feeds go away is told what came.
cat >"$work/more.feeds" <<END
$base/a.xml lang=en every=1h
$base/slow.xml every=1h
END
start_daemon --db "$work/more/more.db" --feeds "$work/more.feeds"
check 'a slow visit is under way' wait_for 10 hit /slow.xml
asked_s=$(date +%s)
next_second() {
	[ "$(date +%s)" -gt "$asked_s" ]
}
wait_for 5 next_second
timeout 20 "$earshot" poll --all --config "$conf" --db "$work/more/more.db" \
    >"$work/out" 2>"$work/err"
same 'a poll during a visit ends' "$? $(tail -n 1 "$work/out")" \
    '0 visited 2 new 1 unchanged 1 failed 0 insights 2'
before=$(hits /slow.xml)
timeout 20 "$earshot" poll --all --config "$conf" --db "$work/more/more.db" \
    >"$work/poll.out" 2>&1 &
poll=$!
pids="$pids $poll"
slow_again() {
	[ "$(hits /slow.xml)" -gt "$before" ]
}
check 'again' wait_for 10 slow_again
echo "$base/a.xml lang=en every=1h" >"$work/more.feeds"
es reload --db "$work/more/more.db"
same 'the slow feed is taken off the list' "$status" 0
wait_for 10 gone "$poll"
wait "$poll"
same 'a poll whose feed is gone ends, too' "$?" 0
stop_daemon
daemon=$first
log=$first_log

# Without its socket it is still the only writer.
mv "$db.control" "$db.control.aside"
es poll
same 'no socket: exit 2' "$status" 2
like 'refused by pid' "$err" "earshotd (pid $first) is writing $db"
es reload
same 'and nobody can be asked to reload: exit 2' "$status" 2
mv "$db.control.aside" "$db.control"

# The daemon's socket is another daemon's: this one listens all the same.
start_daemon --db "$work/third/third.db" --set "control.path=$db.control"
check 'a socket in use stops no daemon' running "$daemon"
third() {
	[ "$(sqlite3 -readonly "$work/third/third.db" \
	    'select count(*) from post' 2>/dev/null)" = 11 ]
}
check 'it listens to feeds' wait_for 20 third
es status --db "$work/third/third.db"
same 'and can be asked beside its database' "$status" 0
like 'it is the right one' "$out" "pid $daemon"
es status
like 'and the first is still asked by its own' "$out" "pid $first"
stop_daemon
same 'exit 0' "$ended" 0
check 'the socket of the first is untouched' test -S "$db.control"

# A socket where it cannot be: beside the database.
start_daemon --db "$work/third/third.db" \
    --set "control.path=$work/no/such/folder/control"
es status --db "$work/third/third.db"
same 'no place for the socket: beside the database' "$status" 0
stop_daemon

# A file that is no socket is nobody's to remove.
echo precious >"$work/precious"
start_daemon --db "$work/third/third.db" --set "control.path=$work/precious"
check 'a file in the place of the socket: it listens' running "$daemon"
stop_daemon
same 'and the file is left alone' "$(cat "$work/precious")" precious

daemon=$first
log=$first_log
stop_daemon KILL
check 'a killed daemon leaves its socket' test -S "$db.control"
es status
same 'status: not running, exit 1' "$status" 1
like 'and says so' "$out" 'not running'
es poll --all
same 'earshot poll then works itself' "$status" 0
unlike 'asks nobody' "$err" 'daemon'
same 'once means once' "$(posts)" 11
start_daemon
check 'and the next daemon starts' running "$daemon"
es status
same 'and is heard' "$status" 0

# While a command writes, a daemon is refused.
stop_daemon
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  hang
END
"$earshot" poll --all --config "$conf" >"$work/poll.out" 2>&1 &
poll=$!
pids="$pids $poll"
polling() {
	grep -q . "$db.lock"
}
check 'a command takes the lock' wait_for 10 polling
once
same 'a daemon is refused: exit 2' "$status" 2
like 'by name and pid' "$err" "earshot (pid $poll) is writing $db"
end "$poll" INT
check 'an interrupted poll: not 0' test "$ended" -ne 0
promises 'after all this'
finish
