#!/bin/sh
# What people see of feeds, and what they want of them: paused, resumed, asked
# again, revived, with the daemon and without it, and kept over restarts.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 3
some_items b.xml 2
some_items d.xml 1
serve <<'END'
/a.xml      file=a.xml etag=auto
/b.xml      500 times=1
/b.xml      file=b.xml
/gone.xml   410 times=1
/gone.xml   file=a.xml
/d.xml      file=d.xml header="Cache-Control: max-age=3600"
END
feeds <<'END'
[source "One"]
{base}/a.xml
{base}/b.xml
{base}/gone.xml
{base}/d.xml
{base}/e.xml paused=yes
END
of() { # FEED COLUMN
	sql "select $2 from v_feed_health where url = '$base/$1.xml'"
}

es poll
same 'one failed, one is gone: exit 1' "$status" 1
same 'gone for good' "$(of gone status)" gone
like 'its cause in words' "$(of gone cause)" 410
same 'and it has no next visit' "$(of gone "next_ts is null")" 1
same 'a lost feed is an event' "$(sql "select count(*) from v_event
    where kind = 'feed_lost' and what like 'gone: %gone.xml: answered 410%'")" 1
same 'one that answers has a next visit' "$(of a 'next_ts >= last_ok_ts')" 1
same 'and that is when its server allows it' \
    "$(of d 'next_ts >= last_ok_ts + 3600 and lag_s = 0')" 1
same 'a pause in the list says so' "$(of e "status || ', ' || cause")" \
    'paused, paused by its line'

es poll --all
like 'who asked for rest is left out, and that is said' "$err" \
    '1 feed was left out, because the server asked for rest'
es poll --all -q
same 'but not when it shall be quiet' "$err" ''
es poll https://nobody.example/
same 'an address in no list: exit 2' "$status" 2
like 'and what to do' "$err" 'earshot try https://nobody.example/'

# Without a daemon.
es feeds pause "$base/a.xml"
same 'paused' "$status $out" "0 paused $base/a.xml"
same 'by hand' "$(of a "status || ', ' || cause || (next_ts is null)")" \
    'paused, paused by hand1'
es feeds pause "$base/a.xml"
like 'twice is no fault' "$status $out" '0 *is paused already'
es feeds pause https://nobody.example/
same 'an unlisted one is' "$status" 2
es feeds pause
same 'which one?' "$status" 2
es feeds pause --all "$base/a.xml"
same 'one or all?' "$status" 2
es feeds resume "$base/e.xml"
same 'what its line pauses cannot be resumed' "$status" 2
like 'the line is named' "$err" 'all.feeds:6'
before=$(hits /a.xml)
es poll --all -q
same 'a paused feed is not visited' "$(hits /a.xml)" "$before"
es feeds revive "$base/gone.xml"
same 'revived' "$status $out" "0 revived $base/gone.xml"
same 'and due' "$(of gone "status || (next_ts <= strftime('%s'))")" active1

# With the daemon, which keeps what was wished before it came.
start_daemon
revisited() {
	[ "$(of gone 'last_ok_ts is not null')" = 1 ]
}
check 'the revived one is visited' wait_for 20 revisited
es feeds list
same 'feeds list' "$status" 0
like 'shows causes' "$out" 'paused by hand'
same 'still paused after the start' "$(of a status)" paused
same 'and not visited' "$(hits /a.xml)" "$before"
es feeds resume "$base/a.xml"
same 'resumed by the daemon' "$status $out" "0 resumed $base/a.xml"
more() {
	[ "$(hits /a.xml)" -gt "$before" ]
}
check 'and visited again' wait_for 20 more
es feeds pause "$base/a.xml"
same 'paused by the daemon' "$status $out" "0 paused $base/a.xml"
es feeds resume "$base/e.xml"
same 'its line wins here, too' "$status" 2
es feeds revive "$base/a.xml"
like 'nothing to revive' "$out" 'is neither gone nor closed'
es feeds pause https://nobody.example/
same 'an unlisted one: exit 2 with the daemon, too' "$status" 2
es poll https://nobody.example/
same 'poll: likewise' "$status" 2
like 'in the same words' "$err" 'earshot try https://nobody.example/'
es poll --all
like 'the daemon says whom it leaves out' "$err" '1 feed was left out'
rested=$(hits /d.xml)
es poll
same 'poll without --all takes the due ones only' \
    "$status $(($(hits /d.xml) - rested))" '0 0'
es reload
same 'a reload' "$status" 0
same 'changes no wish' "$(of a status)" paused
es feeds pause --all
like 'all of them' "$out" 'paused 3 feeds'
stop_daemon
start_daemon
same 'kept over a restart' "$(sql "select count(*) from v_feed_health
    where status = 'paused'")" 5
es feeds resume --all
like 'all again, but for the line' "$out" 'resumed 4 feeds'
same 'that one stays' "$(sql "select count(*) from v_feed_health
    where status = 'paused'")" 1
stop_daemon

# Retry: what fails, now.
serve <<'END'
/a.xml      500 times=4
/a.xml      file=a.xml
/...        file=b.xml
END
for i in 1 2 3; do
	es poll "$base/a.xml"
done
same 'three failures' "$(of a "status || ' ' || failures")" 'failing 3'
others=$(hits /b.xml)
es feeds retry --all
same 'retry visits what fails, and that only' \
    "$status $out $(($(hits /b.xml) - others))" \
    '1 visited 1 new 0 unchanged 0 failed 1 insights 0 0'
es feeds retry --all
same 'and again' "$status $(of a status)" '0 active'
same 'a found feed is an event' "$(sql "select count(*) from v_event
    where kind = 'feed_found' and what like '%a.xml answers again'")" 1
es feeds retry --all
like 'nothing fails: nothing is visited' "$status $out" '0 visited 0 '
es feeds retry
same 'which one?' "$status" 2

# By any address that lists show: where it moved, without its secret.
serve <<'END'
/old.xml    redirect=301:{base}/new.xml
/...        file=b.xml
END
feeds <<'END'
{base}/old.xml
{base}/one.xml?token=0123456789abcdef
{base}/two.xml?token=0123456789abcdef
{base}/two.xml?token=fedcba9876543210
END
es poll -q
es poll -q --all
es poll -q --all
same 'it moved' "$(of new status)" active
es feeds pause "$base/new.xml"
same 'paused by where it moved' "$status $(of new status)" '0 paused'
start_daemon
es feeds resume "${base#http://}/new.xml"
same 'by the daemon, without the scheme' "$status $(of new status)" '0 active'
es poll ''
like 'an empty operand is not all that is due' "$status $err" '2 *is empty'
es poll --all "$base/new.xml"
like 'nor are all of them one' "$status $err" '2 *poll URL, NAME or *, or poll --all'
es poll "$base/new.xml" "$base/one.xml?token=0123456789abcdef" -q
same 'of two feeds the counts are one line' "$status $(wc -l <"$work/out") $(
    cut -d ' ' -f 1-2 "$work/out")" '0 1 visited 2'
before=$(hits /new.xml)
es poll "$base/new.xml"
same 'visited by it' "$status $(($(hits /new.xml) > before))" '0 1'
shown=$(sql "select url from v_feed_health where url like '%one.xml%'")
like 'a token is not shown' "$shown" 'token=\*\*\*'
es feeds pause "$shown"
same 'what is shown is understood' "$status $out" "0 paused $shown"
es feeds pause "$base/two.xml?token=***"
same 'but not when two look so' "$status" 2
stop_daemon
es poll "$shown"
same 'without a daemon, too' "$status" 0
es feeds remove "$base/two.xml?token=***"
like 'removed is none of those that look alike' "$status $err" '2 *2 feeds are at *which one'
es feeds remove "$shown"
like 'but the one that does' "$status $out" '0 removed *one.xml?token=\*\*\*,'

# By number and by name, in the words of `feeds remove`; with and without a
# daemon.
serve <<'END'
/...        file=b.xml
END
feeds <<'END'
[source "First"]
{base}/a.xml title="All posts"
[source "Second"]
{base}/b.xml
{base}/d.xml
END
id() { # FEED: its number
	sql "select feed_id from v_feed_health where url = '$base/$1.xml'"
}
named() { # WHERE
	es feeds pause "#$(id a)"
	same "by its number, $1" "$status $out $(of a status)" \
	    "0 paused $base/a.xml paused"
	es feeds resume "$(id a)"
	same "without #, $1" "$status $out $(of a status)" \
	    "0 resumed $base/a.xml active"
	es feeds pause first
	same "by its source, $1" "$status $out $(of a status)" \
	    "0 paused $base/a.xml paused"
	es feeds resume 'all POSTS'
	same "by its title, $1" "$status $out" "0 resumed $base/a.xml"
	es feeds revive First
	like "revive, too, $1" "$status $out" '0 *a.xml is neither gone'
	es feeds retry First
	like "retry, too, $1" "$status $out" '0 *visited 1 '
	es poll 'All posts' "#$(id b)"
	like "poll, too, $1" "$status $out" '0 *visited 2 '
	es feeds pause Second
	same "a name of two is a question, $1" \
	    "$status $(of b status) $(of d status)" '2 active active'
	same "with both and their numbers, $1" "$err" \
	    "earshot feeds: 2 feeds are called \"Second\"; say which one:
  '#$(id b)'  $base/b.xml
  '#$(id d)'  $base/d.xml"
	es poll Second
	like "of poll likewise, $1" "$status $err" \
	    "2 *say which one:*'#$(id b)'  $base/b.xml*'#$(id d)'*"
	es feeds pause Frist
	like "a name nobody has, $1" "$status $err" '2 *did you mean "First"?'
	es feeds pause '#999'
	like "a number nobody has, $1" "$status $err" '2 *feed_id'
	es feeds retry '#x'
	like "nor is this one, $1" "$status $err" "2 *write '#12'"
	es feeds retry ''
	like "an empty operand names none, $1" "$status $err" '2 *is empty'
}
es poll -q --all
named 'alone'
es feeds remove Second
like 'remove shows the numbers, too' "$status $err" \
    "2 *say --all, or which one:*'#$(id b)'  $base/b.xml*'#$(id d)'*"
start_daemon
named 'by the daemon'
stop_daemon

# The firewall's list.
feeds <<'END'
{base}/a.xml
{base}/b.xml
https://blog.example/feed
https://Blog.Example/second
http://blog.example/other
https://[2001:db8::1]/feed
https://[2001:db8::1]:8443/feed
END
es feeds hosts
same 'hosts: each host and port once' "$status $(echo "$out" | tr '\n' ' ')" \
    "0 127.0.0.1:$port [2001:db8::1]:443 [2001:db8::1]:8443 blog.example:443\
 blog.example:80 "
finish
