#!/bin/sh
# Another user of the group reads the database while the daemon runs, when it
# is stopped, and after it was killed; and can neither write nor delete.
. "$EARSHOT_SRC/tests/story/lib.sh"

[ "$(id -u)" = 0 ] || skip_all 'needs root, to be somebody else'
command -v setpriv >/dev/null || skip_all 'needs setpriv'
group=54321 writer=54320 member=54322 stranger=54323
as() { # UID GID COMMAND...
	uid=$1 gid=$2
	shift 2
	setpriv --reuid="$uid" --regid="$gid" --clear-groups -- "$@"
}
# The build tree may be where only root can go.
mkdir "$work/bin" "$work/var"
cp "$earshot" "$earshotd" "$work/bin/"
chmod 755 "$work" "$work/bin" "$work/feeds" "$work/rules"
chown $writer:$group "$work/var"
as $member $group "$work/bin/earshot" --version >/dev/null 2>&1 ||
    skip_all 'another user cannot run the programs here'
earshot=$work/bin/earshot
db=$work/var/lib/earshot.db

one_feed 6
chmod -R a+rX "$work/feeds" "$work/rules" "$conf"

# As in the service unit: the writer's own user and group.
run() {
	starts=$((starts + 1))
	log=$work/daemon.$starts.log
	: >"$log"
	setpriv --reuid=$writer --regid=$group --clear-groups -- \
	    "$work/bin/earshotd" --config "$conf" 2>>"$log" &
	daemon=$!
	pids="$pids $daemon"
	wait_for 30 listening
}
ask() { # UID QUERY
	as "$1" $group sqlite3 -batch -cmd '.timeout 2000' "$db" "$2" 2>&1
}

reads() { # WHEN
	same "$1: a member reads" "$(ask $member 'select count(*)
	    from v_post')" "$2"
	same "$1: as an analyst does, read-only" "$(as $member $group sqlite3 \
	    -readonly -batch "$db" 'select count(*) from v_insight' 2>&1)" "$3"
	as $member $group "$earshot" insights --config "$conf" \
	    >"$work/out" 2>"$work/err"
	same "$1: earshot insights" "$? $(($(wc -l <"$work/out") - 1))" "0 $3"
	like "$1: but does not write" \
	    "$(ask $member 'delete from post')" 'readonly'
	as $member $group rm -f "$db" 2>/dev/null
	check "$1: nor delete" test -e "$db"
	as $member $group touch "$work/var/lib/mine" 2>/dev/null
	check "$1: nor leave anything" test ! -e "$work/var/lib/mine"
	like "$1: a stranger does not even read" "$(as $stranger $stranger \
	    sqlite3 -batch "$db" 'select count(*) from v_post' 2>&1)" 'unable'
	same "$1: and all belongs to the writer" "$(find "$work/var/lib" \
	    ! -user $writer -o ! -group $group)" ''
}

run
check 'it runs' wait_for 20 has_posts 6
same 'the folder: 2750' "$(stat -c %a "$work/var/lib")" 2750
reads running 6 2

# The daemon answers members, but only those who may edit can have it do
# anything.
asks() { # COMMAND...: as a member
	as $member $group "$earshot" "$@" --config "$conf" \
	    >"$work/out" 2>"$work/err"
	status=$?
}
asks status
same 'a member may ask how it is' "$status" 0
like 'and hears it from the daemon' "$(cat "$work/out")" 'pid'
for command in reload 'poll --all'; do
	# shellcheck disable=SC2086
	asks $command
	same "but not ask for: $command" "$((status > 0))" 1
	like 'and is told who may' "$(cat "$work/out" "$work/err")" \
	    'earshot-edit'
done
as $stranger $stranger "$earshot" status --config "$conf" \
    >"$work/out" 2>"$work/err"
same 'a stranger hears nothing' "$?" 2

# A reader in the middle of a question does not stop the writer.
mkfifo "$work/hold"
as $member $group sqlite3 -batch "$db" <"$work/hold" >"$work/held" 2>&1 &
holder=$!
pids="$pids $holder"
exec 3>"$work/hold"
echo 'begin; select count(*) from post;' >&3
check 'a reader holds the file' wait_for 10 grep -qx 6 "$work/held"
some_items a.xml 9
check 'the writer goes on' wait_for 20 has_posts 9
echo 'select count(*) from post; commit;' >&3
exec 3>&-
wait_for 10 gone "$holder"
same 'and the reader saw one state' "$(cat "$work/held")" '6
6'

stop_daemon
same 'it stops: exit 0' "$ended" 0
reads stopped 9 3
run
check 'after readers it starts again' running "$daemon"
some_items a.xml 12
check 'and writes' wait_for 20 has_posts 12

stop_daemon KILL
reads killed 12 4
run
some_items a.xml 15
check 'and after that it writes again' wait_for 20 has_posts 15
promises 'after all readers'
stop_daemon
same 'exit 0' "$ended" 0
finish
