#!/bin/sh
# A copy comes back: with and without the daemon, never without the old one.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 3
serve <<'END'
/a.xml  file=a.xml etag=auto
END
feeds <<'END'
{base}/a.xml lang=en every=1h
END
asides() {
	ls "$work/store" | grep -c '^earshot.db.before-restore-[^.]*Z[-0-9]*$'
}

start_daemon
check 'three posts' wait_for 20 has_posts 3
es db snapshot "$work/copy.db"
same 'a copy' "$status" 0
some_items a.xml 5
es poll --all
same 'five posts' "$(posts)" 5

# Through the daemon.
es db restore "$work/copy.db"
same 'restore: exit 0' "$status" 0
like 'it says what it did' "$out" "restored $db; the old one is $db.before-restore-"
check 'the daemon goes on' running "$daemon"
twice() {
	[ "$(grep -c '^listening ' "$log")" -eq 2 ]
}
check 'with the copy' wait_for 10 twice
same 'one aside' "$(asides)" 1
same 'with five posts' "$(sqlite3 -readonly "$(ls "$db".before-restore-*Z)" \
    'select count(*) from post')" 5
es poll --all
same 'what came after the copy comes again' "$(posts)" 5
es status
same 'well' "$status" 0
es db check
same 'sound' "$status" 0

# What is refused.
echo 'no database at all, whatever its name may say' >"$work/foreign.db"
before=$(asides)
es db restore "$work/foreign.db"
same 'a foreign file: exit 2' "$status" 2
like 'a sentence' "$err" 'is not a database'
sqlite3 "$work/copy.db" 'pragma user_version = 99'
es db restore "$work/copy.db"
same 'a newer one: exit 2' "$status" 2
like 'a sentence' "$err" 'newer Earshot'
es db restore "$work/nothing.db"
same 'none: exit 2' "$status" 2
same 'nothing changed' "$(posts) $(asides) $(ls "$work/store" |
    grep -c 'restore$')" "5 $before 0"
sqlite3 "$work/copy.db" 'pragma user_version = 1'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$work" "$work/store" "$work/home"
	chmod 666 "$db.control"
	chmod 777 "$work/store"
	chmod 644 "$work/copy.db"
	out=$(setpriv --reuid=65534 --regid=65534 --clear-groups \
	    "$earshot" db restore "$work/copy.db" --config "$conf" 2>&1)
	like 'through the daemon only for root and its own user' "$out" \
	    'only root'
	chmod 755 "$work/store"
else
	skip 'through the daemon only for root and its own user' 'not root'
fi
stop_daemon
same 'the daemon ends well' "$ended" 0

# Offline.
sqlite3 "$work/copy.db" "pragma user_version = $(sql 'pragma user_version')"
es db restore "$work/copy.db"
same 'offline: exit 0' "$status" 0
same 'the copy is in place' "$(posts)" 3
same 'two aside' "$(asides)" 2
es db check
same 'sound' "$status" 0
start_daemon
es poll --all
same 'the daemon starts with it' "$(posts)" 5
stop_daemon
finish
