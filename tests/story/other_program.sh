#!/bin/sh
# An analyst opens the running daemon's database with sqlite3, not read-only,
# and closes it again: the -wal file is still the daemon's, and nothing that is
# stored afterwards is lost, not even by a kill.
. "$EARSHOT_SRC/tests/story/lib.sh"

# opened: by a program that would delete -wal and -shm, were it the last one.
opened() {
	sqlite3 -batch "$db" 'select count(*) from post; create temp table t(a);
	    pragma wal_checkpoint(passive)' >/dev/null
}

inodes() {
	stat -c %i "$db-wal" "$db-shm" | tr '\n' ' '
}

one_feed 30
sed -i 's/^listen =$/listen = 127.0.0.1:0/' "$conf"
start_daemon
web=$(sed -n 's/^web_listens port=//p' "$log")
check 'posts are stored' wait_for 20 has_posts 30
were=$(inodes)
opened
same 'the log stays' "$(inodes)" "$were"
# All that reads within the daemon.
curl -s "http://127.0.0.1:$web/" >/dev/null
es reclassify --again
same 'rules are applied once more' "$status" 0
es status
opened
same 'it stays while threads come and go' "$(inodes)" "$were"
some_items a.xml 60
check 'what is new is seen by others' wait_for 20 has_posts 60
some_items a.xml 90
opened
check 'again and again' wait_for 20 has_posts 90
same 'still the same files' "$(inodes)" "$were"
stop_daemon KILL
same 'a kill loses nothing' "$(posts)" 90
check 'no question failed' test -z "$(grep -e 'I/O' "$log")"
start_daemon
check 'it goes on' wait_for 20 status_well
stop_daemon
promises 'afterwards'
finish
