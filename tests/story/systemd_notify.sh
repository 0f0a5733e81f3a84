#!/bin/sh
# What systemd is told: ready, reloading, watched, stopping.
. "$EARSHOT_SRC/tests/story/lib.sh"

notified=$EARSHOT_BUILD/tests/support/notified
[ -x "$notified" ] || skip_all 'tests/support/notified is not built'

one_feed 3

told=$work/told
# under_systemd [NAME=VALUE...]: the daemon with somebody who listens.
under_systemd() {
	starts=$((starts + 1))
	log=$work/daemon.$starts.log
	: >"$log"
	: >"$told"
	env "$@" "$notified" $where "$earshotd" --config "$conf" \
	    >"$told" 2>>"$log" &
	daemon=$!
	pids="$pids $daemon"
	wait_for 30 heard READY=1
}
heard() { # LINE [TIMES]
	[ "$(grep -c -x -e "$1" "$told")" -ge "${2:-1}" ]
}
before() { # FIRST SECOND: in this order, by their first lines
	a=$(grep -n -m 1 -e "$1" "$told" | cut -d: -f1)
	b=$(grep -n -m 1 -e "$2" "$told" | cut -d: -f1)
	[ -n "$a" ] && [ -n "$b" ] && [ "$a" -lt "$b" ]
}

where="-s $work/notify"
under_systemd WATCHDOG_USEC=400000
check 'READY=1 when it listens' heard READY=1
check 'with a STATUS for people' heard 'STATUS=listening to 1 feeds with 2 rules.*'
check 'WATCHDOG=1, again and again' wait_for 10 heard WATCHDOG=1 3
es reload
same 'a reload' "$status" 0
check 'RELOADING=1' wait_for 10 heard RELOADING=1
check 'with the moment' heard 'MONOTONIC_USEC=[1-9][0-9]*'
check 'and READY=1 again' wait_for 10 heard READY=1 2
bad_rules
es reload
same 'a refused one' "$status" 1
check 'RELOADING=1 and READY=1 once more' wait_for 10 heard READY=1 3
check 'in this order' before RELOADING=1 MONOTONIC_USEC
earshotd_pid=$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")
kill -TERM "$earshotd_pid"
wait_for 10 gone "$daemon"
check 'STOPPING=1' heard STOPPING=1
check 'after READY=1' before READY=1 STOPPING=1
wait "$daemon"
same 'exit 0' "$?" 0

assignment='a
MAINPID=1.rules'
echo nonsense >"$work/rules/$assignment"
under_systemd
same 'the name of a file assigns nothing' "$(grep -c '^MAINPID' "$told")" 0
like 'it stands in the line' "$(cat "$told")" 'a?MAINPID=1.rules:1'
rm "$work/rules/$assignment"
like 'STATUS says that the last good set runs' "$(cat "$told")" \
    'the last good set runs'
es status >/dev/null
sleep_for_beats() {
	heard WATCHDOG=1
}
if wait_for 1 sleep_for_beats; then
	bad 'no watchdog is fed'
else
	good 'no watchdog is fed'
fi
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 10 gone "$daemon"

story_rules
where='-a'
under_systemd WATCHDOG_USEC=400000 WATCHDOG_PID=1
check 'an abstract socket is told as well' heard READY=1
if wait_for 1 heard WATCHDOG=1; then
	bad "another process's watchdog is not ours"
else
	good "another process's watchdog is not ours"
fi
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 10 gone "$daemon"

# systemd does something else for a while: its queue is full.
where='-b -a'
under_systemd
check 'READY=1 arrives also when there was no room for it' heard READY=1
where='-a'
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 10 gone "$daemon"

# An old database: the start may take longer, and says so before it is ready.
"$EARSHOT_BUILD/tests/support/oldstore" 1 "$db" "$work/old.db" ||
    note 'no old database could be made'
rm -f "$db" "$db"-wal "$db"-shm
mv "$work/old.db" "$db"
rm -f "$work"/old.db*
under_systemd
extends='EXTEND_TIMEOUT_USEC=[1-9][0-9]*'
check 'while a database is brought forward, more time is asked for' \
    heard "$extends" 2
check 'before it is ready' before "$extends" READY=1
check 'which people can read' heard 'STATUS=the database: a copy of it first: .*[.]before-1'
check 'step by step' heard 'STATUS=the database: tables 2 of [0-9]*: .*'
check 'the log ends with where the copy is' \
    said 'what=tables 1 became [0-9]*; what was before is in .*[.]before-1,'
unlike 'and no watchdog is begun by it' "$(cat "$told")" 'WATCHDOG=1'
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 10 gone "$daemon"
under_systemd
if heard "$extends"; then
	bad 'a present database needs no more time'
else
	good 'a present database needs no more time'
fi
kill -TERM "$(sed -n 's/^listening .*pid=\([0-9]*\).*/\1/p' "$log")"
wait_for 10 gone "$daemon"

# The log of a service: each line with its priority.
"$notified" -s "$work/notify" true >"$told" 2>&1
start_daemon
unlike 'on a file lines have no priorities' "$(cat "$log")" '<5>'
stop_daemon
starts=$((starts + 1))
log=$work/daemon.$starts.log
: >"$log"
inode=$(stat -c '%d:%i' "$log")
JOURNAL_STREAM=$inode "$earshotd" --config "$conf" --once \
    >/dev/null 2>"$log"
check 'in the journal they have' grep -q '^<[3-7]>listening ' "$log"

# Why it cannot start is found by "journalctl -p err" as well.
echo 'nonsense = 1' >"$work/bad.conf"
: >"$work/err"
inode=$(stat -c '%d:%i' "$work/err")
JOURNAL_STREAM=$inode "$earshotd" --config "$work/bad.conf" 2>>"$work/err"
same 'a bad configuration: 78' "$?" 78
like 'whose fault is an error in the journal' "$(cat "$work/err")" \
    "<3>$work/bad.conf:1"
same 'with every line of it' "$(grep -vc '^<3>' "$work/err")" 0
: >"$work/err"
JOURNAL_STREAM=$inode "$earshotd" --config "$conf" --once \
    --set store.url=/proc/nowhere/earshot.db 2>>"$work/err"
like 'and so is a store that cannot be opened' "$(cat "$work/err")" \
    '<3>earshotd: '
: >"$work/err"
JOURNAL_STREAM=$inode "$earshotd" --nonsense 2>>"$work/err"
like 'or an option that there is not' "$(cat "$work/err")" '<3>earshotd: '

# Nobody listens any more: that stops nobody.
NOTIFY_SOCKET=$work/notify.gone "$earshotd" --config "$conf" --once \
    >"$work/out" 2>"$work/err"
same 'a socket without a listener: exit 0' "$?" 0
finish
