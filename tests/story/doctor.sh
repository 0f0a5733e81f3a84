#!/bin/sh
# What makes a machine unfit is found, in one line with what to do.  Each
# trouble is a real one.
. "$EARSHOT_SRC/tests/story/lib.sh"

# As a plain user: nothing is unwritable for root.
umask 022
as=
if [ "$(id -u)" = 0 ]; then
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
	chmod 755 "$work"
	$as test -x "$earshot" 2>/dev/null || as=
	[ -z "$as" ] || $as "$earshot" --version >"$work/out" 2>&1 || as=
fi

# doctor [ARG...]: ${out}, ${err}, ${status}.
doctor() {
	(cd / && $as "$earshot" doctor --config "$conf" "$@") \
	    >"$work/out" 2>"$work/err" </dev/null
	status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}
# finds NAME STATE CHECK PATTERN...: one line, exit 1 where it is WRONG.
finds() {
	name=$1 state=$2 of=$3
	shift 3
	line=$(printf '%s\n' "$out" | grep "^$state  *$of ")
	same "$name: one line" "$(printf '%s\n' "$line" | grep -c .)" 1
	for pattern in "$@"; do
		like "$name: $pattern" "$line" "$pattern"
	done
	[ "$state" != WRONG ] || same "$name: exit 1" "$status" 1
	[ "$state" = ok ] ||
	    like "$name: with a remedy" "${line#*  }" ': '
}

some_items a.xml 3
serve <<'END'
/a.xml  file=a.xml
END
feeds <<'END'
http://feeds.example/a.xml lang=en
END
mkdir -p "$work/store"
[ -z "$as" ] || chown 65534 "$work/store"
resolve="fetch.resolve=feeds.example:80=127.0.0.1:$port"
ca=$work/ca.pem
printf '%s\n' '-----BEGIN CERTIFICATE-----' MIIB '-----END CERTIFICATE-----' >"$ca"

doctor --set "$resolve" --set "fetch.ca_file=$ca"
same 'a machine that is fit: exit 0, no error' "$status $err" '0 '
unlike 'nothing is wrong' "$out" WRONG
for of in store feeds rules descriptors web certificates clock; do
	finds "fit" ok "$of"
done
like 'the clock is compared with a server' "$out" 'what feeds.example says'
same 'by one visit' "$(hits /a.xml)" 1
same 'nothing stays in the folder' "$(ls -A "$work/store")" ''
doctor --json --set "$resolve" --set "fetch.ca_file=$ca"
same '--json: an object a check' "$(json "select count(*),
    count(value ->> 'found') from line where value ->> 'state' in
    ('ok', 'unsure', 'wrong') and json_type(value, '\$.remedy') is not null")" \
    '8|8'

doctor --feeds "$work/feeds/all.feeds" --set "$resolve"
finds 'a list of the command line' ok feeds '1 feeds in */all.feeds'

# --- the clock
serve <<'END'
/a.xml  file=a.xml header="Date: Sat, 03 Jan 2015 10:00:00 GMT"
END
doctor --set "$resolve"
finds 'a clock that a server contradicts' WRONG clock 'after what feeds.example' \
    'likely' timedatectl
serve <<'END'
/a.xml  file=a.xml
END

# --- names
feeds <<'END'
https://nobody.invalid/feed lang=en
END
doctor
finds 'no name is found' WRONG names nobody.invalid /etc/resolv.conf
finds 'and no server to tell the time' unsure clock "no feed's server"
# A file from tomorrow: the clock is behind.
touch -d '+3 days' "$work/feeds"
doctor
finds 'a clock before its own files' WRONG clock 'sure'
touch "$work/feeds"
feeds <<'END'
http://feeds.example/a.xml lang=en
END

doctor --set fetch.proxy=http://jo:geheim@127.0.0.1:1
finds 'a proxy that nobody is at' WRONG names 'the proxy 127.0.0.1:1: ' \
    fetch.proxy firewall
unlike 'no password of it is shown' "$out" geheim
doctor --set "fetch.proxy=http://jo:geheim@127.0.0.1:$port" --json
like 'one that answers' "$out" \
    "the proxy 127.0.0.1:$port answers and looks them up"

# --- certificates
: >"$work/empty.pem"
doctor --set "$resolve" --set "fetch.ca_file=$work/empty.pem"
finds 'a file without certificates' WRONG certificates 'no certificate' \
    fetch.ca_file
doctor --set "$resolve" --set "fetch.ca_file=$work/none.pem"
finds 'none at all' WRONG certificates 'cannot be read'
if unshare -m mount -t tmpfs none /etc/ssl/certs 2>/dev/null; then
	unshare -m sh -c "mount -t tmpfs none /etc/ssl/certs &&
	    exec '$earshot' doctor --config '$conf' --set '$resolve'" \
	    >"$work/out" 2>"$work/err"
	status=$?
	out=$(cat "$work/out")
	finds 'a machine without any' WRONG certificates \
	    'install ca-certificates'
else
	skip 'a machine without any' 'no mount namespaces here'
fi

# --- folders
if [ -n "$as" ] || [ "$(id -u)" != 0 ]; then
	chmod 555 "$work/store"
	doctor --set "$resolve"
	finds 'a folder that cannot be written' WRONG store \
	    "$work/store cannot be written" 'Permission denied'
	chmod 755 "$work/store"
	chmod 000 "$work/feeds/all.feeds"
	doctor --set "$resolve"
	finds 'a feed list that cannot be read' WRONG feeds all.feeds
	chmod 644 "$work/feeds/all.feeds"
	chmod 000 "$work/feeds"
	doctor --set "$resolve"
	finds 'a folder of feeds that cannot be read' WRONG feeds "$work/feeds"
	chmod 755 "$work/feeds"
else
	skip 'a folder that cannot be written' 'only root is here'
fi
doctor --db "$work/nowhere/deep/earshot.db" --set "$resolve"
finds 'a folder that is not there' WRONG store 'No such file' 'make it'
# A poll by root before the first start made it.
mkdir "$work/roots"
if [ "$(id -u)" = 0 ] && chown 65534 "$work/roots"; then
	: >"$work/roots/earshot.db"
	"$earshot" doctor --config "$conf" --set "$resolve" \
	    --db "$work/roots/earshot.db" >"$work/out" 2>"$work/err"
	status=$?
	out=$(cat "$work/out")
	finds "a database that is root's in a folder of the daemon's" WRONG \
	    store 'belongs to root' "chown --reference=$work/roots "
	sh -c "${line#*: }"
	"$earshot" doctor --config "$conf" --set "$resolve" \
	    --db "$work/roots/earshot.db" >"$work/out" 2>"$work/err"
	out=$(cat "$work/out")
	finds 'what is advised mends it' ok store
else
	skip "a database that is root's" 'only root can make one'
fi
doctor --set "$resolve" --set "metrics.textfile=$work/none/e.prom"
finds 'a textfile whose folder is not there' WRONG web "$work/none" 'make it' \
    metrics.textfile
if unshare -m mount -t tmpfs none "$work/store" 2>/dev/null; then
	unshare -m sh -c "mount -t tmpfs -o ro none '$work/store' &&
	    exec '$earshot' doctor --config '$conf' --set '$resolve'" \
	    >"$work/out" 2>"$work/err"
	status=$?
	out=$(cat "$work/out")
	finds 'a disk that is read-only' WRONG store 'Read-only' \
	    'mount it for writing' 'ReadWritePaths='
else
	skip 'a disk that is read-only' 'no mount namespaces here'
fi

# Copies beside the database are told of, and where room is low that they may go.
: >"$work/store/earshot.db.before-5"
head -c 3000000 /dev/zero >"$work/store/earshot.db.before-restore-20260102T030405Z"
: >"$work/store/other.db.before-1"
touch -d 2026-03-04 "$work"/store/*.before-*
doctor --set "$resolve"
finds 'copies are no trouble' ok store \
    '2 copies of the database beside it take 3.0 MB, the oldest made 2026-01-02'
unlike 'and need no remedy' "$(printf '%s\n' "$out" | grep ' store ')" deleting
rm "$work"/store/*.before-restore-*
doctor --set "$resolve"
finds 'one alone' ok store \
    '1 copy of the database beside it takes 0.0 MB, made 2026-03-04'
rm "$work"/store/*.before-*
if unshare -m mount -t tmpfs none "$work/store" 2>/dev/null; then
	unshare -m sh -c "mount -t tmpfs -o size=20m none '$work/store' &&
	    head -c 5000000 /dev/zero >'$work/store/earshot.db.before-5' &&
	    exec '$earshot' doctor --config '$conf' --set '$resolve'" \
	    >"$work/out" 2>"$work/err"
	status=$?
	out=$(cat "$work/out")
	finds 'a disk with little room' WRONG store 'are free' 'make room' \
	    "deleting $work/store/earshot.db.before-[*] makes 5.0 MB of room"
	unshare -m sh -c "mount -t tmpfs -o size=5m none '$work/store' &&
	    head -c 9000000 /dev/zero >'$work/store/earshot.db.before-5'
	    exec '$earshot' doctor --config '$conf' --set '$resolve'" \
	    >"$work/out" 2>/dev/null
	status=$?
	out=$(cat "$work/out")
	finds 'a full disk' WRONG store 'cannot be written' 'make room there' \
	    'before-[*] makes 5.2 MB of room'
else
	skip 'a disk with little room' 'no mount namespaces here'
fi

# --- limits
(ulimit -n 100 && cd / && "$earshot" doctor --config "$conf" \
    --set "$resolve") >"$work/out" 2>"$work/err"
status=$?
out=$(cat "$work/out")
finds 'too few descriptors' WRONG descriptors '100 files' LimitNOFILE

# --- machine code
if command -v python3 >/dev/null && python3 - "$earshot" "$conf" "$resolve" \
    >"$work/out" 2>"$work/err" <<'PY'
import ctypes
import os
import subprocess
import sys
# PR_SET_MDWE, as MemoryDenyWriteExecute= does it.
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:
    sys.exit(1)
r = subprocess.run([sys.argv[1], "doctor", "--config", sys.argv[2], "--set",
    sys.argv[3]])
print("status", r.returncode)
PY
then
	out=$(cat "$work/out")
	status=$(sed -n 's/^status //p' "$work/out")
	finds 'no machine code, which is no fault,' ok rules 'without JIT'
else
	skip 'no machine code' 'this kernel cannot deny it, or no python3'
fi

# --- the address of the pages
doctor --set "$resolve" --set "web.listen=127.0.0.1:$port"
finds 'a port that is taken' WRONG web "127.0.0.1:$port" web.listen 'ss -ltnp'
sed -i "s|^listen =.*|listen = 127.0.0.1:0|" "$conf"
start_daemon
web=$(sed -n 's/^web_listens port=//p' "$log")
as=
doctor --set "$resolve" --set "web.listen=127.0.0.1:$web"
finds 'with the daemon that has it' ok web 'the daemon answers'
finds 'its own limits count' ok descriptors 'the daemon may have'
stop_daemon

# --- a configuration that is none
echo nonsense >>"$conf"
doctor
same 'a fault in the configuration: 78' "$status" 78
finish
