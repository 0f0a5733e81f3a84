#!/bin/sh
# Copies while the daemon writes: each whole, sound, and of one moment.
. "$EARSHOT_SRC/tests/story/lib.sh"

for i in 1 2 3 4 5 6; do
	some_items $i.xml 400
	echo "/$i.xml  file=$i.xml drip=4000b/20ms" >>"$work/routes"
	echo "{base}/$i.xml lang=en every=1h" >>"$work/lines"
done
serve <"$work/routes"
feeds <"$work/lines"
start_daemon --set store.commit_posts=20
n=0
last=-1
while [ $n -lt 5 ]; do
	n=$((n + 1))
	es db snapshot "$work/copy$n.db"
	same "copy $n: exit 0" "$status" 0
	# The daemon's own file, not its last group: whole documents only.
	count=$(sqlite3 -readonly "$work/copy$n.db" \
	    'select count(*) from v_post' 2>&1)
	same "copy $n: whole visits" $((count % 400)) 0
	check "copy $n: not less than before" test "$count" -ge $last
	last=$count
	es db check --db "$work/copy$n.db"
	same "copy $n: sound" "$status" 0
done
check 'the daemon goes on' wait_for 60 has_posts 2400
es db snapshot "$work/copy1.db"
same 'never over a file that is there' "$status" 2
stop_daemon
finish
