#!/bin/sh
# Another reader's OPML becomes a list, without what is listed already, so that
# no import makes the daemon refuse the lists.
. "$EARSHOT_SRC/tests/story/lib.sh"

some_items a.xml 1
serve <<'END'
/...  file=a.xml
END
feeds <<'END'
{base}/a.xml
END
opml() { # NAME...: of feeds
	echo '<opml version="2.0"><body><outline text="News">'
	for name in "$@"; do
		echo "<outline text=\"$name\" xmlUrl=\"$base/$name.xml\"/>"
	done
	echo '</outline></body></opml>'
}
start_daemon

opml a b c >"$work/mine.opml"
es feeds import "$work/mine.opml"
like 'what is listed already is left out' "$status $out" \
    '0 1 feed is listed already, and left out*2 feeds written to *mine.feeds'
like 'and the daemon has the rest' "$out" 'loaded 3 feeds'
same 'all of them' "$(sql "select count(*) from v_feed_health")" 3
same 'folders are tags' "$(grep -c 'tags=News' "$work/feeds/mine.feeds")" 2
same 'the daemon can read it' "$(stat -c %a "$work/feeds/mine.feeds")" 644
es check
same 'the lists have no fault' "$status" 0

es feeds import "$work/mine.opml"
like 'again: nothing is left' "$status $out" '0 3 feeds are*nothing is left'
es feeds import "$work/mine.opml" -o "$work/all.feeds"
same 'elsewhere all of them are written' \
    "$status $(grep -c "$base" "$work/all.feeds")" '0 3'

# A file that is one of the lists itself.
opml d e >"$work/feeds/reader.opml"
es reload
es feeds import "$work/feeds/reader.opml"
like 'its feeds are not known by itself' "$status $out" \
    '0 2 feeds written*now put *reader.opml away'
rm "$work/feeds/reader.opml"
es reload
like 'and then all is well' "$status $out" '0 loaded 5 feeds'
es feeds remove "$base/e.xml"
same 'so that one of them can be removed' "$status" 0

opml f >"$work/mine.opml"
es feeds import "$work/mine.opml"
like 'a list of that name is not overwritten' "$status $err" \
    '2 *mine.feeds is there already'
echo 'https://a.example/ evry=1' >"$work/feeds/bad.feeds"
mv "$work/mine.opml" "$work/other.opml"
es feeds import "$work/other.opml"
same 'beside a fault nothing is imported' "$status" 78
check 'no list is made' test ! -e "$work/feeds/other.feeds"
rm "$work/feeds/bad.feeds"
es feeds import "$work/nonesuch.opml"
like 'no such file' "$status $err" '[12] *no such file'
stop_daemon
finish
