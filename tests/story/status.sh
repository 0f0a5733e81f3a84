#!/bin/sh
# `earshot status' as IT looks at it: one screen, exit 1 when something is
# wrong, and never well when /readyz says no.

# A small disk of our own, in a mount namespace of our own.
. "$EARSHOT_SRC/tests/story/libmounts.sh"
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'

some_items a.xml 3
serve <<'END'
/a.xml  file=a.xml etag=auto
END
feeds <<'END'
{base}/a.xml lang=en every=1d
END

# ready: what /readyz says: ${code}, ${body}.
ready() {
	python3 - "$web" >"$work/page" <<'PY'
import http.client
import sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20)
c.request("GET", "/readyz")
r = c.getresponse()
print(r.status)
print(r.read().decode(), end="")
PY
	code=$(head -n 1 "$work/page")
	body=$(sed -n 2p "$work/page")
}
is_ready() { # CODE
	ready
	[ "$code" = "$1" ]
}
unready() {
	es status --json
	unready=$(json "select coalesce(value ->> '\$.daemon.unready', 'null') from line")
}

es status
same 'before there is a database: exit 2' "$status" 2
mkdir -p "$work/store"
mounted=
if [ "$EARSHOT_OWN_MOUNTS" = 1 ] &&
    mount -t tmpfs -o size=20m,mode=2750 none "$work/store" 2>/dev/null; then
	mounted=1
	trap 'umount -l "$work/store" 2>/dev/null; leave' EXIT
fi
write_conf
sed -i 's|^listen =.*|listen = 127.0.0.1:0|' "$conf"
start_daemon
web=$(sed -n 's/^web_listens port=//p' "$log")
check 'posts come' wait_for 20 has_posts 3
ready
same 'it is ready' "$code $body" '200 ok'
unready
same 'and says so over its socket' "$unready" null
es status
same 'status: exit 0' "$status" 0
check 'one screen' [ "$(wc -l <"$work/out")" -le 24 ]
same 'of 80 columns' "$(sed '/^database /d; s/\/[^ ]*//g' "$work/out" |
    awk 'length($0) > 80')" ''

if [ -n "$mounted" ]; then
	dd if=/dev/zero of="$work/store/filler" bs=4k count=10000 2>/dev/null
	check 'on a full disk /readyz says no' wait_for 10 is_ready 503
	like 'and why' "$body" 'disk is full'
	unready
	like 'as the daemon over its socket' "$unready" 'disk is full'
	same 'status --json: exit 1' "$status" 1
	es status
	same 'status: exit 1' "$status" 1
	like 'and why' "$out" 'full'
	rm "$work/store/filler"
	check 'with room it is ready' wait_for 40 is_ready 200
	check 'and well' wait_for 40 status_well
else
	skip 'on a full disk' 'no tmpfs may be mounted here'
fi

kill -STOP "$daemon"
since=$(now_ms)
es status
same 'a daemon that does not answer: exit 1' "$status" 1
check 'within 15 s' [ $(($(now_ms) - since)) -lt 15000 ]
like 'and is said' "$out" 'NO ANSWER'
like 'in a sentence' "$err" 'gives no answer'
like 'with what the database has' "$out" 'posts      3'
kill -CONT "$daemon"
check 'afterwards it is well' wait_for 20 status_well
stop_daemon
es status
same 'no daemon: exit 1' "$status" 1
like 'and is said' "$out" 'not running'
# The keys are in the page, and no others.
start_daemon
es status --json
grep -o '"[a-z_]*":' "$work/out" | tr -d '":' | sort -u >"$work/keys"
sed -n '/^\.It Ic status/,/^\.It Ic doctor/p' "$EARSHOT_SRC/src/man/earshot.1" |
    sed -n 's/^\.\(Pq \)\{0,1\}Li //p' | tr -d ',;.' | tr ' ' '\n' |
    grep -v '^_ts$' | grep . | sort -u >"$work/paged"
same 'every key of --json is in the page, and nothing else' \
    "$(comm -3 "$work/keys" "$work/paged" | paste -sd' ')" ''
stop_daemon
for command in status reload check; do
	es $command x
	same "$command takes no operands" "$status" 2
done
finish
