#!/bin/sh
# The second visit: validators go back byte for byte, and nothing is doubled.
. "$EARSHOT_SRC/tests/story/lib.sh"

weak='W/x_Y-z.~!'
some_items weak.xml 4
some_items dated.xml 3
some_items plain.xml 2
serve <<END
/weak.xml   file=weak.xml etag=$weak
/dated.xml  file=dated.xml last-modified="Sat, 21 Nov 2026 09:08:07 GMT"
/plain.xml  file=plain.xml
END
feeds <<'END'
{base}/weak.xml
{base}/dated.xml
{base}/plain.xml
END

start_daemon
check 'the first visit stores all' wait_for 20 has_posts 9
again() {
	hit /weak.xml 3 && hit /dated.xml 3 && hit /plain.xml 3
}
check 'it comes again and again' wait_for 40 again
line() { # NAME N: the Nth request
	grep "^GET /$1 " "$served" | sed -n "$2p"
}
unlike 'the first request is unconditional' "$(line weak.xml 1)" if-none-match
# In the log a quote is written \".
check 'If-None-Match is what the server sent, byte for byte' \
    fgrep -q 'GET /weak.xml 304' "$served"
line weak.xml 2 | grep -F -q 'if-none-match="W/\"x_Y-z.~!\""'
check 'with its W/ and its quotes' test $? -eq 0
like 'If-Modified-Since likewise' "$(line dated.xml 2)" \
    'if-modified-since="Sat, 21 Nov 2026 09:08:07 GMT"'
like 'and is answered 304' "$(line dated.xml 2)" 'GET /dated.xml 304'
unlike 'a server without validators is sent none' "$(line plain.xml 3)" 'if-'
same 'nothing is doubled' "$(posts)" 9
same 'nor are insights' "$(sql 'select count(*) from v_insight_all')" 2
same 'nothing was edited' "$(sql 'select count(*) from v_post
    where edited_ts is not null')" 0
changes=$(sql 'select max(changed_seq) from v_insight_all')

stop_daemon
before=$(hits /weak.xml)
start_daemon
asked_again() {
	[ "$(hits /weak.xml)" -gt "$before" ]
}
check 'after a restart the feed is visited again' wait_for 30 asked_again
line weak.xml $((before + 1)) | grep -F -q 'if-none-match="W/\"x_Y-z.~!\""'
check 'and the validators survived it' test $? -eq 0

# One new post, one edited; the ETag changes with them.
{
	echo 'weak.xml-1|Day 1|I wish you offered a bigger tank, now edited.'
	echo 'weak.xml-3|Day 3|I wish you offered a bigger tank, number 3.'
	echo 'new|A new day|Nothing happened at all.'
} | items weak.xml
serve <<END
/weak.xml   file=weak.xml etag=second
/dated.xml  file=dated.xml last-modified="Sat, 21 Nov 2026 09:08:07 GMT"
/plain.xml  file=plain.xml
END
check 'a new document brings what is new' wait_for 30 has_posts 10
edited() {
	[ "$(sql 'select count(*) from v_post where edited_ts is not null')" \
	    = 1 ]
}
check 'an edited post is the same post' wait_for 20 edited
same 'one more, not three' "$(posts)" 10
same 'the new words are heard' "$(sql "select count(*) from v_insight i
    join v_post p using(post_id) where p.text like '%now edited%'")" 1
check 'and the change has a number of its own' test \
    "$(sql 'select max(changed_seq) from v_insight_all')" -gt "$changes"
new_etag() {
	grep -F -q 'if-none-match="\"second\""' "$served"
}
check 'from now on the new ETag is sent' wait_for 20 new_etag
promises 'second visit'
stop_daemon
same 'exit 0' "$ended" 0

es poll --all
same 'earshot poll takes the same road' "$status $(echo "$out" | tail -n 1)" \
    '0 visited 3 new 0 unchanged 3 failed 0 insights 0'
same 'and stores nothing' "$(posts)" 10
finish
