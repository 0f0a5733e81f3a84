#!/bin/sh
# A feed is taken out of the lists that name it, all other bytes kept; with the
# daemon and without it; what was heard there stays.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 3
some_items b.xml 2
some_items c.xml 3
some_items talk.xml 2
sed 's|<guid isPermaLink="false">b.xml-1|<wfw:commentRss \
xmlns:wfw="http://wellformedweb.org/CommentAPI/">{base}/talk.xml\
</wfw:commentRss><slash:comments \
xmlns:slash="http://purl.org/rss/1.0/modules/slash/">2</slash:comments>&|' \
    "$work/www/b.xml" >"$work/www/b2.xml"
sed 's|b\.xml-|g.xml-|; s|talk\.xml|chat.xml|' "$work/www/b2.xml" \
    >"$work/www/g2.xml"
serve <<'END'
/a.xml      file=a.xml etag=auto
/b.xml      file=b2.xml fill
/c.xml      file=c.xml
/d.xml      file=a.xml
/old.xml    redirect=301:{base}/d.xml
/talk.xml   file=talk.xml
/g.xml      file=g2.xml fill
/chat.xml   file=talk.xml
END
list=$work/feeds/all.feeds
feeds <<'END'
# what we hear
[source "One" kind=own]
  {base}/a.xml   title="Posts of one"   every=15m
# below is b
{base}/b.xml	follow=comments

[source "Two"]
{base}/c.xml
{base}/old.xml
END
printf '[source "Three"]\r\n%s/e.xml\r\n%s/f.xml' "$base" "$base" \
    >"$work/feeds/dos.feeds"
chmod 664 "$list"

remove() {
	es feeds remove "$@"
}
listed() { # URL: how many of the views' feeds are that
	sql "select count(*) from v_feed_health where url like '%$1'"
}
untouched() { # NAME: nothing was written
	check "$1" cmp -s "$work/kept" "$list"
}
keep() {
	cp -p "$list" "$work/kept"
}

keep
remove
same 'which one?' "$status" 2
remove https://nobody.example/feed
same 'an address in no list: exit 2' "$status" 2
like 'is told so' "$err" 'nobody.example/feed is in no feed list'
remove ''
like 'an empty operand names none' "$status $err" '2 *is empty'
untouched 'not even one without a title'
remove Tow
like 'a name nobody has' "$status $err" '2 *did you mean "Two"'
remove Two
same 'a name that two feeds have is a question' "$status" 2
like 'with both of them' "$err" "$base/c.xml*$base/old.xml"
remove '#7'
same 'a number without a database' "$status" 2
remove "$base/a.xml" https://nobody.example/feed
same 'one unknown: none is removed' "$status" 2
untouched 'and nothing was written'
check 'nor a database made' test ! -e "$db"

# Without a daemon.
es poll -q
posts=$(posts)
insights=$(sql 'select count(*) from v_insight')
same 'its comments are read' "$(listed talk.xml)" 1
remove "$base/a.xml"
same 'removed' "$status" 0
like 'which line that was' "$out" "removed $base/a.xml, *all.feeds:3"
like 'what was heard stays, it says' "$out" 'earshot db prune*earshot db forget'
same 'its line is gone, all other bytes are there' "$(cat "$list")" \
    "$(sed 3d "$work/kept")"
same 'the mode is what it was' "$(stat -c %a "$list")" 664
same 'the database follows at once' "$(listed a.xml)" 0
same 'its posts and insights are there' \
    "$(posts) $(sql 'select count(*) from v_insight')" "$posts $insights"
same 'an event says it' "$(sql "select count(*) from v_event
    where kind = 'feed_gone' and what like '%a.xml'")" 1
before=$(hits /a.xml)
es poll --all -q
same 'nobody visits it' "$(hits /a.xml)" "$before"
remove "$base/a.xml"
like 'again: it is in no list any more' "$status $err" '2 *in no list any more'

# Windows' line ends.
cp "$work/feeds/dos.feeds" "$work/kept.dos"
remove "$base/e.xml"
same 'CRLF: removed' "$status" 0
same 'CRLF: the other bytes stay' "$(od -c "$work/feeds/dos.feeds")" \
    "$(sed 2d "$work/kept.dos" | od -c)"
remove "$base/f.xml"
like 'the last one of its source' "$status $out" '0 *"Three" has no feed'
same 'the header stays' "$(cat "$work/feeds/dos.feeds")" \
    "$(printf '[source "Three"]\r\n')"

# What was imported was never listed.
echo '{"text":"It leaks."}' >"$work/s.jsonl"
es import "$work/s.jsonl" --source Survey -q
posts=$((posts + 1))
remove "#$(sql "select id from feed where url = 'import:Survey'")"
like 'what was imported is in no list' "$status $err" '2 *imported from a file'

# By name, by number, by what it moved to; comments.
es poll --all -q
remove "$base/talk.xml"
like 'a comment feed is in no list: what to do' "$status $err" \
    '2 *feeds pause*follow=none'
remove "$base/d.xml"
like 'one that moved, by where it is' "$status $out" "0 removed $base/old.xml"
id=$(sql "select feed_id from v_feed_health where url like '%/b.xml'")
remove '#99'
same 'a number nobody has' "$status" 2
remove "#$id"
like 'by its number' "$status $out" "0 removed $base/b.xml"
same 'its comment feed ends with it' "$(listed talk.xml)" 0
remove two --json
like 'a source of one feed, by its name' "$status $out" \
    "0 {\"url\":\"$base/c.xml\",\"source\":\"Two\",*\"line\":"
like 'and nothing else' "$(json 'select count(*) from line')" 1
same 'comments and headers are left' "$(grep -c . "$list")" 4
same 'no feed is' "$(sql 'select count(*) from v_feed_health')" 0
same 'nothing that was heard is lost' "$(posts)" "$(sql 'select count(*) from
    v_post where state = '"'live'")"

# Twice in the lists, which is a fault: both lines go.
feeds <<'END'
{base}/a.xml
{base}/b.xml
END
printf '%s/b.xml title=again\n%s/c.xml\n' "$base" "$base" \
    >"$work/feeds/more.feeds"
es check
same 'a doubled feed is a fault' "$status" 1
remove "$base/b.xml"
like 'both lines' "$status $out" '0 *all.feeds:2*more.feeds:1'
es check
same 'the fault is gone' "$status" 0

# Any other fault is to be mended first.
printf '%s/d.xml evry=1h\n' "$base" >>"$work/feeds/more.feeds"
keep
remove "$base/a.xml"
same 'another fault: exit 78' "$status" 78
like 'which one' "$err" 'more.feeds:2:*evry'
untouched 'nothing was written then'
sed -i '$d' "$work/feeds/more.feeds"

# What cannot be edited.
cat >"$work/feeds/old.opml" <<END
<opml version="2.0"><body><outline text="x" xmlUrl="$base/d.xml"/></body></opml>
END
cp "$work/feeds/old.opml" "$work/kept.opml"
remove "$base/a.xml" "$base/d.xml"
like 'OPML is left alone: what to do' "$status $err" \
    '2 *old.opml:1: *feeds import*feeds pause*nothing was changed'
check 'byte for byte' cmp "$work/feeds/old.opml" "$work/kept.opml"
untouched 'nor the list beside it'
rm "$work/feeds/old.opml"
# The folder's rights alone are not enough.
mode=$(stat -c %a "$work/feeds")
chmod 755 "$work"
chmod 777 "$work/feeds"
chmod 444 "$list"
stranger=
[ "$(id -u)" != 0 ] || stranger='setpriv --reuid 65534 --regid 65534 --clear-groups'
if [ -z "$stranger" ] || $stranger test -x "$earshot" -a -r "$conf" 2>/dev/null
then
	$stranger "$earshot" feeds remove --config "$conf" "$base/a.xml" \
	    >"$work/out" 2>"$work/err"
	like 'who may not write it is told' "$? $(cat "$work/err")" \
	    '2 *all.feeds cannot be written*nothing was changed'
	untouched 'and nothing is'
else
	skip 'who may not write it is told' 'nobody else may run it here'
	skip 'and nothing is' 'nobody else may run it here'
fi
chmod 644 "$list"
chmod "$mode" "$work/feeds"
mv "$list" "$work/real.feeds"
ln -s ../real.feeds "$list"
remove a.xml
same 'no such name' "$status" 2
remove "$base/a.xml" -q
same 'a link stays one' "$status $(readlink "$list")" '0 ../real.feeds'
same 'what it leads to is written' "$(wc -c <"$work/real.feeds")" 0
rm "$list"

# The daemon follows at once.
feeds <<'END'
{base}/a.xml
{base}/g.xml
END
rm "$work/feeds/more.feeds"
start_daemon
heard() {
	[ "$(listed chat.xml)" = 1 ]
}
check 'the daemon reads its comments' wait_for 20 heard
remove "${base#http://}/g.xml"
like 'without its scheme it is https, which is the same feed' \
    "$status $out" "0 removed $base/g.xml"
like 'the daemon says what it has now' "$out" 'loaded'
same 'it has one feed, and no comment feed' \
    "$(sql 'select group_concat(url) from v_feed_health')" "$base/a.xml"
printf '[source\n' >>"$list"
keep
remove "$base/a.xml"
same 'a fault: exit 78 with the daemon, too' "$status" 78
untouched 'and nothing was written'
sed -i '$d' "$list"
printf 'rule\n' >"$work/rules/bad.rules"
remove "$base/a.xml"
same 'rules with a fault: the daemon refuses, exit 1' "$status" 1
same 'but the list is done' "$(cat "$list")" ''
rm "$work/rules/bad.rules"
es reload
same 'and follows when they are mended' \
    "$status $(sql 'select count(*) from v_feed_health')" '0 0'
echo "$base/c.xml" >"$work/own.feeds"
echo "$base/c.xml" >"$list"
es reload
remove "$base/c.xml" --feeds "$work/own.feeds"
like 'lists that are not the daemon'\''s: exit 1' "$status $err" \
    '1 *its lists are not these'
stop_daemon
finish
