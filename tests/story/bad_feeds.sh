#!/bin/sh
# Feed lists: a typo stops nobody, and a feed that is taken off the list keeps
# its history.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items one.xml 3
some_items two.xml 3
serve <<'END'
/one.xml  file=one.xml etag=auto
/two.xml  file=two.xml etag=auto
END
good_list() {
	feeds <<'END'
[source "One" kind=customer lang=en]
{base}/one.xml
[source "Two" kind=community lang=en]
{base}/two.xml
END
}
bad_list() {
	feeds <<'END'
[source "One" kind=customer lang=en]
{base}/one.xml
[source "Two" kind=community lang=en]
{base}/two.xml rle=posts
htp://nowhere
END
}
good_list
start_daemon
check 'both are heard' wait_for 20 has_posts 6

bad_list
es reload
same 'a bad list: exit 1' "$status" 1
# 10 columns after the URL's start there is a space, then the bad key.
column=$((${#base} + 10))
like 'file:line:column of the unknown key' "$err" "all.feeds:4:$column: "
like 'and the nearest that would be right' "$err" 'role'
like 'all faults, not the first only' "$err" 'all.feeds:5:'
check 'the log says so' said 'reload answer=refused.*all.feeds:4:'
es status
same 'status: unwell' "$status" 1
before=$(hits /two.xml)
more() {
	[ "$(hits /two.xml)" -gt "$before" ]
}
check 'the old list goes on' wait_for 20 more
stop_daemon
start_daemon
check 'also over a restart' running "$daemon"
check 'which says so' said '^stale feeds=yes .*all.feeds:4:'
before=$(hits /two.xml)
check 'and visits them' wait_for 20 more
es status
same 'status: unwell' "$status" 1
like 'and says why' "$out" 'all.feeds:4:'

# "two" is taken off.
feeds <<'END'
[source "One" kind=customer lang=en]
{base}/one.xml
END
es reload
same 'a line that went away: exit 0' "$status" 0
es status
same 'and all is well again' "$status" 0
retired() {
	[ -n "$(sql "select retired_ts from feed
	    where listed_url like '%/two.xml'")" ]
}
check 'the feed is retired' retired
same 'its posts stay' "$(sql "select count(*) from v_post
    where source = 'Two'")" 3
# What was on its way may still come in; from the next visit of its
# neighbour on there must be silence.
ones=$(hits /one.xml)
two_more() {
	[ "$(hits /one.xml)" -ge $((ones + 2)) ]
}
wait_for 20 two_more
before=$(hits /two.xml)
ones=$(hits /one.xml)
check 'its neighbour is visited' wait_for 20 two_more
same 'it is not' "$(hits /two.xml)" "$before"

good_list
es reload
same 'a line that came back: exit 0' "$status" 0
check 'it is visited again' wait_for 20 more
same 'as the same feed' "$(sql "select count(*) from feed
    where listed_url like '%/two.xml'")" 1
check 'and no longer retired' test -z "$(sql "select retired_ts from feed
    where listed_url like '%/two.xml'")"
like 'its validators survived' "$(grep '^GET /two.xml ' "$served" |
    tail -n 1)" 'if-none-match'
same 'nothing is doubled' "$(posts)" 6
promises 'after all this'

feeds <<'END'
{base}/one.xml
{base}/one.xml
END
es reload
same 'a doubled feed: exit 1' "$status" 1
like 'file:line of the second' "$err" 'all.feeds:2:'

rm "$work/feeds/all.feeds"
cat >"$work/feeds/reader.opml" <<END
<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline type="rss" text="One" xmlUrl="$base/one.xml"/>
</outline></body></opml>
END
es reload
same 'an OPML file is a feed list: exit 0' "$status" 0
same 'one feed is left' "$(sql 'select count(*) from feed
    where retired_ts is null')" 1
stop_daemon
same 'exit 0' "$ended" 0
finish
