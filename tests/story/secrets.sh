#!/bin/sh
# Whatever a feed's server does, its secrets are shown to nobody: not in logs,
# errors, status, events, lists or metrics, and never by a command.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 2
sed 's|<language>|<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" \
href="{base}/k/2?key=Fill3dSecret"/><language>|' "$work/www/a.xml" \
    >"$work/www/k.xml"
cat >"$work/script" <<'END'
/good          file=a.xml
/k/good        file=k.xml fill
/k/2           404
/k/bad         500
/k/page        body="<html><body>no feed</body></html>"
/k/round       redirect=302:{base}/k/round?key=Fill3dSecret
/k/away        redirect=302:http://10.0.0.1/x?key=Fill3dSecret
/k/gone        410
/login/good    file=a.xml auth="Basic am86TG9nMW5TZWNyZXQ="
/login/bad     401
/login/page    body="no feed"
/pw/good       file=a.xml auth="Basic am86UHdTM2NyZXQ="
/pw/bad        403
/pw/page       body="no feed"
/pw/gone       410
/token/good    file=a.xml
/token/bad     503
/token/page    body="no feed"
/token/gone    410
/token/hangup  close
END
serve <"$work/script"
printf '[secrets]\npath = %s\n' "$work/secrets" >>"$conf"
mkdir "$work/secrets"
echo Fill3dSecret >"$work/secrets/key"
echo jo:Log1nSecret >"$work/secrets/login"
at=${base#http://}
list() {
	for way in good bad page round away gone; do
		echo "$base/k/$way?key={secret}  secret=key"
	done
	for way in good bad page; do
		echo "$base/login/$way  secret=login"
	done
	for way in good bad page gone; do
		echo "http://jo:PwS3cret@$at/pw/$way"
	done
	for way in good bad page gone hangup; do
		echo "$base/token/$way?token=T0kenSecret"
	done
}
list >"$work/feeds/all.feeds"
secrets='Fill3dSecret\|Log1nSecret\|PwS3cret\|T0kenSecret'
# hidden NAME FILE...: none of them holds a secret.
hidden() {
	name=$1
	shift
	same "$name" "$(grep -aho ".\{0,60\}\($secrets\)" "$@" | head -n 5)" ''
}

# All were visited, and those that are well a third time.
visited() {
	hit /k/good 3 && hit /login/good 3 && hit /pw/good 3 &&
	    hit /token/good 3 && [ "$(sql "select count(*) from v_feed_health
	    where failures > 0")" = 14 ]
}
start_daemon
wait_for 20 visited
check 'the good ones come through' wait_for 20 has_posts 2
same 'each of them' "$(sql "select count(*) from v_feed_health where
    failures = 0")" 4
same 'the others fail' "$(sql "select count(*) from v_feed_health where
    failures > 0")" 14
es feeds add "$base/k/good?key={secret}" --backfill 90d
es feeds pause "$base/token/bad?token=T0kenSecret"
same 'the feed itself is found by its address' "$status" 0
wait_for 10 said 'GET\|backfill '
es status
cp "$work/out" "$work/status"
es status --json
hidden 'status shows none' "$work/status" "$work/out" "$work/err"
es feeds list --json
hidden 'feeds list shows none as JSON' "$work/out" "$work/err"
es feeds list --csv
hidden 'nor as CSV' "$work/out" "$work/err"
es insights --json
hidden 'nor the list of insights' "$work/out" "$work/err"
stop_daemon
hidden 'nor the log' "$log" "$work/daemon.out"
for view in v_event v_feed_health v_post v_insight v_duplicates; do
	sql "select * from $view" >"$work/view"
	hidden "nor $view" "$work/view"
done
sql 'select error from visit' >"$work/view"
hidden 'nor the errors of visits' "$work/view"
same 'the server has seen them' \
    "$(grep -c 'Fill3dSecret\|T0kenSecret' "$served" | grep -c '^[1-9]')" 1
: >"$work/all"
for url in "$base/k/good?key={secret}" "$base/k/page?key={secret}" \
    "$base/k/round?key={secret}" "$base/login/bad" "$base/login/good" \
    "http://jo:PwS3cret@$at/pw/page" "$base/token/page?token=T0kenSecret"; do
	es try "$url"
	cat "$work/out" "$work/err" >>"$work/all"
done
hidden 'nor does a try' "$work/all"
es poll --all -v
hidden 'nor a poll' "$work/out" "$work/err"
"$earshot" feeds hosts --config "$conf" >"$work/out" 2>&1
hidden 'nor the hosts' "$work/out"
grep -a -c 'Fill3dSecret\|Log1nSecret' "$db" "$db-wal" >"$work/count"
same 'a secret by name is nowhere in the database' \
    "$(grep -v ':0$' "$work/count")" ''
# A proxy's login is a secret, too.
n=$(hits /k/good)
start_daemon --set "fetch.proxy=http://jo:PwS3cret@$at"
check 'the start log says that the proxy is the gate' \
    said "^proxy url=http://\*\*\*@$at is now the gate"
wait_for 20 hit /k/good $((n + 3))
stop_daemon
hidden 'and not its password' "$log"
es config
hidden 'nor does the list of settings' "$work/out"
cp "$conf" "$conf.good"
for fault in "proxi = http://jo:PwS3cret@$at" "proxy = ftp://jo:PwS3cret@$at" \
    "proxy = jo:PwS3cret@$at" "proxy = http://jo:PwS3/PwS3cret@$at"; do
	{
		cat "$conf.good"
		printf '[fetch]\n%s\n' "$fault"
	} >"$conf"
	es check
	same "a slip, ${fault%%PwS3*}...: a fault" "$status" 1
	hidden 'which does not show it' "$work/out" "$work/err"
	once
	hidden 'nor does the daemon' "$work/out" "$work/err"
done
cp "$conf.good" "$conf"

finish
