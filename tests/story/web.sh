#!/bin/sh
# /healthz, /readyz and /metrics of a daemon that listens, and its textfile.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'

some_items a.xml 9
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  status=500
END
feeds <<'END'
{base}/a.xml lang=en
{base}/b.xml lang=en
END

# page PATH: its body in ${body}, its status in ${code}.
page() {
	python3 - "$web" "$1" >"$work/page" <<'PY'
import http.client
import sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20)
c.request("GET", sys.argv[2])
r = c.getresponse()
print(r.status)
print(r.read().decode(), end="")
PY
	code=$(head -n 1 "$work/page")
	body=$(tail -n +2 "$work/page")
}
# value NAME: of a line of the last page.
value() {
	printf '%s\n' "$body" | awk -v n="earshot_$1" '$1 == n { print $2 }'
}
counted() { # NAME WANTED
	page /metrics
	[ "$(value "$1")" = "$2" ]
}
on_web() {
	write_conf
	sed -i "s|^listen =.*|listen = 127.0.0.1:$1|" "$conf"
	printf '[metrics]\ntextfile = earshot.prom\n' >>"$conf"
}

on_web 0
start_daemon
check 'it starts' running "$daemon"
web=$(sed -n 's/^web_listens port=//p' "$log")
check 'it says where it serves' test -n "$web"
page /healthz
same 'it is alive' "$code $body" '200 ok'
page /readyz
same 'and ready' "$code $body" '200 ok'
wait_for 20 counted 'posts_total{seen="new"}' 9
same 'new posts are counted' "$?" 0
same 'what was heard, by signal' "$(value 'heard_total{signal="idea"}')" \
    "$(sqlite3 "$db" "SELECT count(*) FROM v_insight WHERE signal = 'idea'")"
check 'visits that failed' [ "$(value 'visits_total{outcome="failed"}')" -ge 1 ]
check 'how long commits take' [ "$(value commit_seconds_count)" -ge 1 ]
same 'feeds by status, all of them' "$(printf '%s\n' "$body" |
    awk '/^earshot_feeds\{/ { n += $2 } END { print n }')" 2
check 'the log of SQLite' [ "$(value wal_bytes)" -gt 0 ]
wait_for 20 grep -q '^earshot_posts_total{seen="new"} 9' "$work/earshot.prom"
same 'the same stands in the file, for anybody to read' \
    "$? $(stat -c %a "$work/earshot.prom")" '0 644'

bad_rules
es reload
stop_daemon
start_daemon
web=$(sed -n 's/^web_listens port=//p' "$log")
page /readyz
same 'with the last good rules it is ready' "$code" 200
like 'and says that it runs on these' "$body" 'the last good set runs'
counted configuration_stale 1
same 'as the metrics do' "$?" 0
story_rules

# A file that cannot be written, and an address that somebody else has: both are
# tried again now and then.
stop_daemon
check 'who stopped is not well in the file' test ! -e "$work/earshot.prom"
mkdir "$work/earshot.prom"
on_web "$port"
start_daemon
check 'with its address taken it listens to feeds all the same' \
    said '^listening '
like 'and says so, loudly' "$(cat "$log")" 'web_failed why=127.0.0.1:'
wait_for 20 said '^metrics_not_written .*why='
same 'a file that cannot be written is told' "$?" 0
same 'and leaves nothing beside it' "$(ls -d "$work"/*.prom.new 2>&1 |
    grep -v 'No such')" ''
rmdir "$work/earshot.prom"
end "$server"
server=
check 'as soon as it can be, it is' wait_for 40 said '^metrics_written '
same 'each is said once' "$(grep -c '^metrics_' "$log")" 2
check 'when it is free, it is taken' wait_for 40 said "^web_listens port=$port\$"
same 'and that it was not is said once' "$(grep -c '^web_failed' "$log")" 1
stop_daemon
on_web 0
sed -i 's|^listen = 127.0.0.1:|listen = localhost:|' "$conf"
start_daemon
check 'localhost is an address, too' said '^web_listens port='
stop_daemon
finish
